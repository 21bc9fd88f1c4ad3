"""A guide's words as checks read them: what kind of text, from where, and in which place."""

import pytest
from conftest import Shop

from bindery.guide import Guide
from bindery.wording import Passage

TEXT = """\
# Keeping milk

Keep it cold. It’s for *you*.

::: key-points
### In short

- Milk keeps for {fact:keeps}.
- Call {contact:helpline}.
:::

## At home

<!-- allow long-sentence: the words of a poem -->
A paragraph of two
rows, with **bold words** and [a link](https://example.org).[^one]

Another one.

[^one]: A note of *some* words.

1. First

   More of it.
2. Second
   - inner

| A | B |
|---|---|
| 5 ml | 5 ml "now" |

Term
: Its meaning

::: figure
![A cup](images/cup.svg)

The caption.

::: description
It is a cup.
:::
:::
"""


@pytest.fixture
def guide(shop: Shop) -> Guide:
    shop.fact()
    shop.contact()
    shop.write(
        "source/a-guide/images/cup.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>',
    )
    shop.guide(TEXT)
    project = shop.read()
    assert not project.diagnostics
    return project.guides[0]


def test_passages_come_in_reading_order_with_their_kinds(guide: Guide) -> None:
    told = [(each.kind, each.text.replace("\n", " ").strip()) for each in guide.wording.passages]
    assert told == [
        ("title", "Keeping milk"),
        ("summary", "Keep it cold. It’s for you."),
        ("heading", "In short"),
        ("item", "Milk keeps for 3\N{NO-BREAK SPACE}days."),
        (
            "item",
            "Call 0300\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}0212.",
        ),
        ("heading", "At home"),
        ("paragraph", "A paragraph of two rows, with bold words and a link."),
        ("paragraph", "Another one."),
        ("note", "A note of some words."),
        ("item", "First"),
        ("paragraph", "More of it."),
        ("item", "Second"),
        ("item", "inner"),
        ("header-cell", "A"),
        ("header-cell", "B"),
        ("cell", "5\N{NO-BREAK SPACE}ml"),
        ("cell", "5\N{NO-BREAK SPACE}ml “now”"),
        ("term", "Term"),
        ("definition", "Its meaning"),
        ("alt", "A cup"),
        ("caption", "The caption."),
        ("paragraph", "It is a cup."),
    ]


def _passage(guide: Guide, words: str) -> Passage:
    return next(each for each in guide.wording.passages if words in each.text)


def test_surroundings_are_told(guide: Guide) -> None:
    title = _passage(guide, "In short")
    assert (title.title, title.fences, title.level) == (True, ("key-points",), 3)
    assert _passage(guide, "It is a cup").fences == ("figure", "description")
    first, more = _passage(guide, "First"), _passage(guide, "More of it")
    assert (first.ordered, first.item, first.depth, first.list) == (True, 1, 1, more.list)
    inner = _passage(guide, "inner")
    assert (inner.ordered, inner.item, inner.depth) == (False, 1, 2)
    assert inner.list != first.list


def test_runs_tell_origin_look_and_address(guide: Guide) -> None:
    runs = _passage(guide, "A paragraph").runs
    assert [(run.text, sorted(run.looks), run.href) for run in runs[1:4]] == [
        ("bold words", ["strong"], ""),
        (" and ", [], ""),
        ("a link", ["link"], "https://example.org"),
    ]
    assert [run.origin for run in _passage(guide, "Milk keeps").runs] == ["words", "fact", "words"]
    call = _passage(guide, "Call")
    assert call.origins(0, 4) == {"words"}
    assert call.origins(4, 8) == {"words", "contact"}


@pytest.mark.parametrize(
    ("words", "within", "place"),
    [
        ("Another", "Another", "18:1"),
        ("rows", "A paragraph", "16:1"),
        ("two\nrows", "A paragraph", "15:16"),
        ("It’s", "Keep it cold", "3:15"),  # typed as it prints
        ("3\N{NO-BREAK SPACE}days", "Milk keeps", "8"),  # a ledger's words stand elsewhere
        ("“now”", "“now”", "30:15"),  # typed with straight marks
        ("ml", "“now”", "30:12"),  # and not in the other cell
        ("some", "A note", "20:20"),
        ("e", "Another", "18:6"),
    ],
)
def test_words_are_found_in_the_file(guide: Guide, words: str, within: str, place: str) -> None:
    passage = _passage(guide, within)
    start = passage.text.index(words)
    span = passage.place(start, start + len(words))
    assert str(span).partition("en-GB.md:")[2] == place


def test_an_allowance_covers_the_block_after_it(guide: Guide) -> None:
    (allowance,) = guide.wording.allowances
    assert allowance.rules == ("long-sentence",)
    assert allowance.reason == "the words of a poem"
    assert (allowance.first, allowance.last) == (15, 17)
    assert "poem" not in "".join(block.html for block in guide.sections[0].blocks)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<!-- allow long-sentence -->\nWords.", "7:1 bad-allowance"),
        ("<!-- allow : why -->\nWords.", "7:1 bad-allowance"),
        ("Words.\n\n<!-- allow long-sentence: why -->", "9:1 bad-allowance"),
        ("<!-- a note to myself -->", "7:1 raw-html"),
        ("Words <!-- allow long-sentence: why --> in between.", "7:7 bad-allowance"),
    ],
)
def test_a_comment_that_is_no_allowance_is_refused(shop: Shop, text: str, fault: str) -> None:
    shop.guide(f"# A guide\n\nWhat it is.\n\n## A section\n\n{text}\n")
    assert f"source/a-guide/en-GB.md:{fault}" in shop.faults()
