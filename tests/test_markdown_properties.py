"""Whatever is in a text: never an exception, always well-formed, nothing lost, right places."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_sample import HEAD, LEDGER, TERMS, elements, every_block, printed, read_sample

from bindery.markdown import ReadText, read
from bindery.markdown.blocks import COMPONENTS

SCRAPS = (
    *(
        "# ",
        "## ",
        "### ",
        "#### ",
        "##",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        ": ",
        "   ",
        "    ",
        "\t",
    ),
    *(f"::: {name}\n" for name in (*COMPONENTS, "contact helpline", "only print", "x {#a}")),
    *(":::\n", "  :::\n", "```\n", "---\n", "===\n", "| a | b |\n", "|---|---|\n", "|", "| |\n"),
    *(
        "*",
        "**",
        "_",
        "`",
        "[",
        "](",
        "]",
        "][",
        ")",
        "![",
        "\\",
        "\\\n",
        "  \n",
        "'",
        '"',
        "<",
        ">",
    ),
    *("{", "}", "{.cover}", "{#x}", "{lang=cy}", "{contact:helpline}", "{fact:wait}", "{fact:"),
    *(
        "[^1]",
        "[^1]: ",
        "^[",
        "[a]: /b\n",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<https://x.org>",
        "&amp;",
    ),
    *(
        "&#0;",
        "&#x202e;",
        "&#xfffe;",
        "&nbsp;",
        "images/a.svg",
        "https://x.org",
        "javascript:",
        "#x",
    ),
    *(
        "\u202e",
        "\x00",
        "\ud800",
        "\u00a0",
        "\r\n",
        "\x0b",
        "\u2028",
        "\u0627",
        "word",
        "tea",
        "5 ml",
    ),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SCRAPS), max_size=50).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=80),
)
SECONDS = 4
MARKS = ("*", "**", "_", "`", "[", "]", "](", "!", "{", "}", "<b>", "^[", "\\*", "'", ":::")
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=8)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(["", HEAD]), TEXTS, st.sampled_from(["en-GB", "fr", "ar", "nonsense"]))
def test_any_text_is_read_into_well_formed_pieces(head: str, text: str, language: str) -> None:
    result = read(head + text, "a.md", language, TERMS)
    identifiers = [element.get("id") for element in elements(result)]
    given_twice = any(fault.rule == "duplicate-id" for fault in result.diagnostics)
    identifiers += [block.id for block in every_block(result) if block.kind != "prose"]
    named = [identifier for identifier in identifiers if identifier]
    assert given_twice or len(named) == len(set(named))
    assert all(identifier.isascii() for identifier in named)
    _assert_places_exist(result, head + text)


def _assert_places_exist(result: ReadText, text: str) -> None:
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in result.diagnostics:
        assert fault.span
        assert fault.span.line
        assert fault.span.line <= len(rows)
        if fault.span.column:
            row = rows[fault.span.line - 1]
            assert fault.span.column - 1 + fault.span.length <= max(len(row), 1)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_word_of_a_paragraph_is_lost(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(words) for words in paragraphs)
    result = read_sample(HEAD + text + "\n")
    shown = ["".join(element.itertext()) for element in elements(result) if element.tag == "p"]
    # Between two Chinese or Japanese characters the end of a row is no space.
    assert [words.replace("\n", "") for words in shown] == ["".join(p) for p in paragraphs]


@given(st.lists(st.tuples(st.sampled_from(MARKS), WORDS), min_size=1, max_size=30))
def test_no_word_is_lost_among_marks_that_have_no_partner(pieces: list[tuple[str, str]]) -> None:
    text = " ".join(f"{mark} {word}" for mark, word in pieces)
    words = printed(read_sample(f"{HEAD}x {text}\n"))
    assert all(word in words for _, word in pieces)


@settings(deadline=None)
@given(
    st.sampled_from(["> ", "- ", "::: inset\n", "*a **b ", "[", "^[", "{", "<!--"]),
    st.integers(13, 400),
)
def test_deep_nesting_is_refused_and_nothing_overflows(mark: str, depth: int) -> None:
    result = read_sample(HEAD + mark * depth + "word" + "\n:::" * depth + "\n")
    elements(result)
    if mark in {"> ", "- ", "::: inset\n"}:
        assert "nesting" in {fault.rule for fault in result.diagnostics}


@pytest.mark.parametrize("levels", [11, 12])
def test_twelve_levels_are_no_fault(levels: int) -> None:
    result = read_sample(HEAD + "> " * levels + "word\n")
    assert not result.diagnostics
    assert len([element for element in elements(result) if element.tag == "blockquote"]) == levels


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000,
        "[a](" * 2000,
        "{" * 20000,
        "<!--" * 5000,
        "`a``b" * 2000,
        "*a **b " * 1000,
        "![" * 3000,
    ],
    ids=["brackets", "links", "braces", "comments", "backticks", "stars", "pictures"],
)
def test_hostile_repetition_takes_no_time_to_speak_of(text: str) -> None:
    before = process_time()
    read(HEAD + text, "a.md", "en", TERMS)
    assert process_time() - before < SECONDS


def test_the_ledger_is_not_changed() -> None:
    before = repr(LEDGER)
    read_sample(HEAD + "{contact:helpline} {fact:wait} {contact:film}\n")
    assert repr(LEDGER) == before
