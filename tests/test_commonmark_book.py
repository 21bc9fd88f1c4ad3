"""Every example of the CommonMark specification: taken word for word, or refused with a place.

What is taken makes one book, which EPUBCheck, Ace, the gate and a reader have nothing against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import zip_longest
from typing import Any

from commonmark_book import Taken, all_taken, examples, take
from finished_books import EXAMPLES
from foliate_runner import Reading
from markdown_sample import HEAD, every_block

from bindery.diagnostics import Diagnostic
from bindery.guide import Section

# What a guide may not hold, or what makes no sense on paper: see the page of each rule.
REFUSED = {
    *("raw-html", "unsafe-link", "unsafe-character", "outside-picture", "missing-alt"),
    *("stray-markup", "unknown-link", "empty-link", "broken-link"),
    *("unused-definition", "unknown-reference"),
    *("heading-order", "heading-content", "empty-section", "duplicate-id"),
    "indented-code",
}


def _refused() -> Iterator[tuple[int, tuple[Diagnostic, ...]]]:
    for example in examples():
        taken = take(example)
        if not isinstance(taken, Taken):
            yield example.number, taken


def test_the_whole_specification_is_there() -> None:
    assert len(examples()) == 652
    assert [example.number for example in examples()] == list(range(1, 653))
    assert examples()[-1].chapter == "Textual content"


def test_most_examples_are_taken() -> None:
    """Of those refused, 79 are of HTML, and most others have links to no address."""
    assert len(all_taken()) >= 465


def test_an_example_is_refused_only_for_what_no_guide_may_hold() -> None:
    reasons = {fault.rule for _, faults in _refused() for fault in faults}
    assert reasons <= REFUSED


def test_each_refusal_names_the_line_and_what_to_do() -> None:
    beyond = HEAD.count("\n") + 4
    for number, faults in _refused():
        assert faults, number
        lines = examples()[number - 1].markdown.count("\n")
        for fault in faults:
            assert fault.span is not None, number
            assert fault.span.line is not None, number
            assert beyond - 3 <= fault.span.line <= beyond + lines + 1, number
            assert fault.hint, number


def test_what_is_taken_has_the_words_that_the_specification_gives_it() -> None:
    """Word for word, quotation marks and spaces between lines aside."""
    differing = [
        (taken.example.number, ours, theirs)
        for taken in all_taken()
        for ours, theirs in [(_ours(taken), _plain(taken.example.html))]
        if ours != theirs
    ]
    assert differing == []


def test_what_is_taken_has_the_emphasis_that_the_specification_gives_it() -> None:
    """The same elements in the same order, but for those that only paper or a book has."""
    differing = [
        (taken.example.number, *pair)
        for taken in all_taken()
        for pair in zip_longest(_elements(_html(taken)), _elements(taken.example.html))
        if pair[0] != pair[1]
    ]
    assert differing == []


def _html(taken: Taken) -> str:
    """What was made of an example, headings that begin a section of their own included."""
    first, *others = taken.text.sections
    return "".join(
        [_blocks(taken, first), *(other.title + _blocks(taken, other) for other in others)]
    )


def _blocks(taken: Taken, section: Section) -> str:
    alone = replace(taken.text, lead=(), sections=(section,))
    return "".join(block.html for block in every_block(alone))


def _ours(taken: Taken) -> str:
    return _plain(_html(taken)).removeprefix(f"Example{taken.example.number}")


def _plain(html: str) -> str:
    return _letters(unescape(re.sub(r"<[^>]*>", "", html)))


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text.translate(str.maketrans("“”‘’", "\"\"''")))


def _elements(html: str) -> list[str]:
    return re.findall(r"<(em|strong|code|blockquote|pre)\b", html)


# ---- the book


def test_the_gate_has_nothing_against_it_but_missing_glyphs(
    example_book: dict[str, Any],
) -> None:
    """The bundled fonts have no Greek and no Cyrillic letters."""
    assert example_book["found"] == ["warning missing-glyph"] * 2


def test_epubcheck_has_nothing_against_it(epubcheck_findings: dict[str, Any]) -> None:
    assert epubcheck_findings[EXAMPLES] == []


def test_ace_has_nothing_against_it(violations: dict[str, Any]) -> None:
    assert violations[EXAMPLES] == []


def test_a_reader_shows_every_example(reader: dict[str, Reading]) -> None:
    read = reader[EXAMPLES]
    shown = _letters("".join(section.text for section in read.sections))
    missing = [each.example.number for each in all_taken() if _ours(each) not in shown]
    assert missing == []
    assert read.faults == ()
