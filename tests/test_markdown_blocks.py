"""Components and prose: what authors write becomes the blocks that templates print."""

import pytest
from markdown_sample import HEAD, LEDGER, TODAY, blocks, elements, every_block, html, read_sample

from bindery.guide import Block
from bindery.markdown import MEDIA, Terms, read


def one(text: str) -> Block:
    (block,) = blocks(text)
    return block


def test_a_whole_text_comes_apart_in_its_parts() -> None:
    result = read_sample(
        "# Feeding \u2013 *by hand*\n\nHow, and **when**.\n\n"
        "![A hand](images/cover.svg){.cover}\n\nBefore all.\n\n"
        "## First\n\nText.\n\n### Inner\n\nMore.\n\n#### Innermost\n\n## Second {#two}\n\nText.\n"
    )
    assert not result.diagnostics
    assert result.title == "Feeding \u2013 by hand"
    assert result.summary == "How, and <strong>when</strong>."
    assert result.cover
    assert (result.cover.asset, result.cover.alt) == ("images/cover.svg", "A hand")
    assert [block.html for block in result.lead] == ['<p id="guide.lead.1">Before all.</p>']
    assert [(section.id, section.text) for section in result.sections] == [
        ("first", "First"),
        ("two", "Second"),
    ]
    assert [block.id for block in result.sections[0].blocks] == [
        "first.1",
        "inner",
        "first.3",
        "innermost",
    ]
    assert [(heading.id, heading.level) for heading in result.sections[0].headings] == [
        ("inner", 3)
    ]
    assert result.sections[0].blocks[3].html == '<h4 id="innermost">Innermost</h4>'


def test_the_cover_may_stand_before_or_after_the_summary_or_in_its_paragraph() -> None:
    for text in (
        "# T\n\n![A](images/a.svg){.cover}\n\nS.\n",
        "# T\n\nS.\n\n![A](images/a.svg){.cover}\n",
        "# T\nS.\n![A](images/a.svg){.cover}\n",
    ):
        result = read_sample(text)
        assert (result.diagnostics, result.summary, result.lead) == ((), "S.", ())
        assert result.cover


def test_items_of_a_list() -> None:
    block = one("::: key-points\n### The points {#points}\n\n- *One* item.\n- Two.\n:::\n")
    assert (block.kind, block.id, block.title) == ("key-points", "points", "The points")
    assert [(item.kind, item.id, item.html) for item in block.children] == [
        ("item", "points.1", "<em>One</em> item."),
        ("item", "points.2", "Two."),
    ]
    assert one("::: checklist\n1. One.\n\n2. Two.\n:::\n").children[1].html == "Two."
    assert [one(f"::: {kind}\n- a\n:::\n").kind for kind in ("do", "do-not")] == ["do", "do-not"]


def test_steps() -> None:
    block = one(
        "::: steps\n1. **Wash *well*.** Use soap.\n   ![Hands](images/wash.svg){.wide}\n"
        "2. **Dry.**\n3. **Wait**: about\n   a minute.\n\n   - or two\n\n"
        "   ::: inset\n   Listen.\n   :::\n\n   ![A clock](images/clock.svg)\n:::\n"
    )
    first, second, third = block.children
    assert {step.kind for step in block.children} == {"step"}
    assert first.title == "Wash <em>well</em>."
    assert [child.html for child in first.children] == [
        '<p id="guide.lead.1.1.1">Use soap.</p>',
    ]
    assert first.picture
    assert (first.picture.asset, first.picture.classes) == ("images/wash.svg", ("wide",))
    assert (second.title, second.children, second.picture) == ("Dry.", (), None)
    assert third.title == "Wait:"
    assert [child.kind for child in third.children] == ["prose", "prose", "inset"]
    assert third.children[0].html.endswith(">about\na minute.</p>")
    assert third.picture
    assert third.picture.alt == "A clock"


def test_a_picture_in_a_fence_is_a_steps_picture_too() -> None:
    block = one(
        "::: steps\n1. **Look.**\n\n   ::: figure\n   ![A](images/a.svg)\n\n   The caption.\n"
        "   :::\n:::\n"
    )
    (step,) = block.children
    assert step.children == ()
    assert step.picture
    assert step.picture.caption == "The caption."


@pytest.mark.parametrize("level", ["non-urgent", "urgent", "emergency"])
def test_cards(level: str) -> None:
    block = one(f"::: {level}\n### Call 111 if\n\n- hot\n\nNow.\n:::\n")
    assert (block.kind, block.argument, block.title) == ("card", level, "Call 111 if")
    assert [child.html[:3] for child in block.children] == ["<ul", "<p "]


def test_questions_and_insets_nest() -> None:
    block = one(
        ":::: question\n### \u201cWhen?\u201d\n\nOften.\n\n::: inset\nNote.\n:::\n\nMore.\n::::\n"
    )
    assert [child.kind for child in block.children] == ["prose", "inset", "prose"]
    assert block.children[1].children[0].id == "guide.lead.1.2.1"


def test_a_contact_is_looked_up() -> None:
    block = one("::: contact helpline\nAsk for a counsellor.\n:::\n")
    assert block.contact == LEDGER.contacts["helpline"]
    assert block.argument == "helpline"
    assert len(block.children) == 1
    assert one("::: contact milk-bank\n:::\n").children == ()


def test_labels_to_write_after() -> None:
    block = one(
        "::: write-in\n- Your midwife: ____\n- **Phone:** ........\n- Clinic\n"
        "- *Her _name_* :\n:::\n"
    )
    assert [item.html for item in block.children] == [
        "Your midwife",
        "<strong>Phone</strong>",
        "Clinic",
        "<em>Her <em>name</em></em>",
    ]


def test_a_figure_with_caption_and_description() -> None:
    block = one(
        "::: figure {#map}\n![The ducts](images/ducts.svg)\n\nPress *here*.\n\n"
        "::: description\nLeft is\nleft.\n\n- and right\n:::\n:::\n"
    )
    assert (block.kind, block.id) == ("figure", "map")
    assert block.picture
    assert block.picture.caption == "Press <em>here</em>."
    assert block.picture.description == "Left is left.\nand right"


def test_a_paragraph_that_is_a_picture_is_a_figure() -> None:
    block = one('![A hand](images/a.svg "It\'s a hand"){.small}\n')
    assert block.kind == "figure"
    assert block.picture
    assert (block.picture.caption, block.picture.classes) == ("It\u2019s a hand", ("small",))


def test_a_picture_on_a_row_of_its_own_leaves_its_paragraph() -> None:
    parts = blocks("Before.\n![A](images/a.svg)\nAfter.\n")
    assert [part.kind for part in parts] == ["prose", "figure", "prose"]
    assert html("Before ![A](images/a.svg) after.\n").startswith("<p>Before <img src=")


def test_decorative_pictures_have_empty_words() -> None:
    block = one("![](images/a.svg){.decorative}\n")
    assert block.picture
    assert block.picture.alt == ""


def test_notes_for_an_audience_and_for_an_edition() -> None:
    block = one("::: for midwives\nText.\n:::\n")
    assert (block.kind, block.argument) == ("for", "midwives")
    for medium in MEDIA:
        assert one(f"::: only {medium}\nText.\n:::\n").argument == medium


def test_any_audience_will_do_where_none_is_named() -> None:
    text = f"{HEAD}::: for health visitors\nText.\n:::\n"
    assert read_sample(text).diagnostics[0].rule == "block-argument"
    result = read(text, "a.md", "en", Terms(LEDGER, TODAY))
    assert not result.diagnostics
    assert result.lead[0].argument == "health visitors"


def test_fences_may_be_longer_and_closed_by_any_length() -> None:
    assert one(":::::: inset :::::\nText.\n:::\n").kind == "inset"
    assert one(":::inset\nText.\n::::::\n").kind == "inset"
    assert len(one("::: inset\nText.\n\n::: do\n- a\n:::\n\nEnd.\n:::\n").children) == 3


def test_a_fence_needs_no_empty_lines_and_code_may_show_one() -> None:
    assert [part.kind for part in blocks("Text\n::: inset\nText\n:::\nText\n")] == [
        "prose",
        "inset",
        "prose",
    ]
    assert html("```\n::: steps\n```\n") == "<pre><code>::: steps\n</code></pre>"


def test_lists_quotations_and_rules() -> None:
    assert html("- a\n- b\n  1. c\n") == "<ul><li>a</li>\n<li>b<ol><li>c</li></ol></li></ul>"
    assert html("4. a\n\n5. b\n") == '<ol start="4"><li><p>a</p></li>\n<li><p>b</p></li></ol>'
    assert html("> a\n>\n> b\n") == "<blockquote><p>a</p>\n<p>b</p></blockquote>"
    assert html("***\n") == "<hr />"
    assert html("Term\n: One\n: Two\n") == "<dl><dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd></dl>"


def test_a_tables_first_column_heads_its_rows() -> None:
    assert html("| Where | Days |\n|:-|--:|\n| Fridge | 3 |\n") == (
        '<table><thead><tr><th scope="col">Where</th>'
        '<th scope="col" class="align-right">Days</th></tr></thead>\n'
        '<tbody><tr><th scope="row">Fridge</th><td class="align-right">3</td></tr></tbody></table>'
    )


def test_a_table_to_be_filled_in_has_plain_cells() -> None:
    table = html("| Date | Time |\n|-|-|\n| | |\n| 1 May | |\n")
    assert 'scope="row"' not in table
    assert table.count("<td></td>") == 3
    assert '<th scope="row">1 May</th>' in html("| | Time |\n|-|-|\n| | |\n| 1 May | |\n")


def test_a_table_without_header_words_has_no_header() -> None:
    table = html("| | |\n|-|-|\n| a | b |\n")
    assert "<thead>" not in table
    assert "<td>b</td>" in table


def test_footnotes_are_numbered_by_first_use() -> None:
    result = read_sample(
        HEAD + "One.[^b] Two.[^a]\nAgain.[^b] In place.^[Very *near*.]\n\n"
        "[^a]: Note {fact:wait}.\n[^b]: Other.[^c]\n\n[^c]: Last.\n"
    )
    assert not result.diagnostics
    assert [(note.id, note.number, note.html, note.references) for note in result.footnotes] == [
        ("guide.note.1", 1, result.footnotes[0].html, ("guide.ref.1.1", "guide.ref.1.2")),
        ("guide.note.2", 2, 'Note <span class="fact">2\u00a0hours</span>.', ("guide.ref.2.1",)),
        ("guide.note.3", 3, "Very <em>near</em>.", ("guide.ref.3.1",)),
        ("guide.note.4", 4, "Last.", ("guide.ref.4.1",)),
    ]
    assert result.footnotes[0].html.startswith('Other.<sup class="note"><a role="doc-noteref"')
    ids = [element.get("id") for element in elements(result)]
    for note in result.footnotes:
        assert set(note.references) <= set(ids)
    hrefs = {element.get("href") for element in elements(result)}
    assert hrefs & {f"#{note.id}" for note in result.footnotes}


def test_ids_are_unique_and_plain() -> None:
    result = read_sample(
        HEAD + "- a\n\n::: question\n### Why?\n\n### Inside\n\n- b\n\n"
        "::: do\n- c\n:::\n:::\n\n"
        "## Lead\n\nText.\n\n## \u0645\u0642\u062f\u0645\u0629\n\nText.\n\n"
        "## \u0645\u0642\u062f\u0645\u0629 2\n\nText.\n\n## Section 1\n\nText.\n"
    )
    assert not result.diagnostics
    assert [section.id for section in result.sections] == [
        "lead",
        "section-1-2",
        "section-2",
        "section-1",
    ]
    ids = [block.id for block in every_block(result)] + [s.id for s in result.sections]
    assert len(ids) == len(set(ids))
    assert all(identifier.isascii() for identifier in ids)


def test_the_same_text_gives_the_same_result() -> None:
    text = HEAD + "## A\n\n::: steps\n1. **B.**\n:::\n\nSee [A](#a) and [^1].\n\n[^1]: C.\n"
    assert read_sample(text) == read_sample(text)


def test_what_a_text_uses_is_told() -> None:
    result = read_sample(
        HEAD + "![A](images/a.svg) {contact:milk-bank.web} {fact:wait} {contact:helpline}\n\n"
        '::: contact helpline\n:::\n\n[a](https://example.org/x) [b](#x "t") [c]{#x}\n\n'
        "::: figure\n![B](./images/b%20b.svg)\n:::\n"
    )
    assert not result.diagnostics
    assert result.contacts == ("milk-bank", "helpline")
    assert result.facts == ("wait",)
    assert [(picture.asset, str(picture.span)) for picture in result.pictures] == [
        ("images/a.svg", "source/feeding/en-GB.md:5:6"),
        ("images/b b.svg", "source/feeding/en-GB.md:13:6"),
    ]
    assert [(link.address, link.text, str(link.span)) for link in result.links] == [
        ("https://example.org/x", "a", "source/feeding/en-GB.md:10:5"),
        ("#x", "b", "source/feeding/en-GB.md:10:32"),
    ]
    assert result.anchors == {"x"}
