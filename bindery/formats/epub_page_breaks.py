"""The printed pages' numbers, put into an e-book at the very word where each page begins.

Nobody on a phone can turn to page 3 of a leaflet unless the book knows where that is. The page
map of the printed layout says it as an element and a number of marks in it; what a page begins
with is compared, and where the book has not got that place the nearest one after it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import count

from bindery.document import Page, PageMap, PageStart
from bindery.insertion import inserted

from .epub_marks import Marks, Place, read_marks

_ENOUGH = 8  # marks that must agree for a place to be the one that was meant


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A printed page's beginning in the book: its number as printed, the page, the anchor."""

    label: str
    page: str
    anchor: str


def number_pages(
    pages: Sequence[Page], paper: PageMap | None
) -> tuple[tuple[Page, ...], tuple[PageBreak, ...]]:
    """``pages`` with a break for each page of ``paper``, and these in reading order.

    A word that the layout parted stays whole, and so do headings and links, which are called by
    all that is in them: the break stands before them.
    """
    marks = read_marks(page.html for page in pages) if paper else Marks()
    if paper is None or not marks.signs:
        return tuple(pages), ()
    insertions: list[list[tuple[int, str]]] = [[] for _ in pages]
    breaks = []
    last = 0
    for number, start in zip(count(1), paper.starts):
        last, place = _find(start, last, paper, marks)
        anchor, label = f"guide.page.{number}", escape(start.label)
        span = f'<span role="doc-pagebreak" id="{anchor}" aria-label="{label}"></span>'
        insertions[place.sheet].append((place.offset, span))
        breaks.append(PageBreak(start.label, pages[place.sheet].name, anchor))
    numbered = (
        replace(page, html=inserted(page.html, insertions[sheet]))
        for sheet, page in enumerate(pages)
    )
    return tuple(numbered), tuple(breaks)


def _find(start: PageStart, last: int, paper: PageMap, marks: Marks) -> tuple[int, Place]:
    """The mark before which the page begins, not before the mark ``last``, and its place."""
    cell = marks.cells.get((start.anchor, start.cell))
    if cell and cell.mark >= last and _agrees(marks, cell.mark, start.words):
        return cell.mark, cell.place
    candidates = _candidates(start, last, paper, marks)
    found = next((mark for mark in candidates if mark is not None and mark >= last), last)
    return found, marks.before(found)


def _candidates(start: PageStart, last: int, paper: PageMap, marks: Marks) -> Iterator[int | None]:
    if not start.anchor and not start.offset:
        yield 0  # the cover
    if start.picture:
        yield marks.pictures.get((start.anchor, start.offset))
    exact = marks.at(start.anchor, start.offset)
    if exact is not None and _agrees(marks, exact, start.words):
        yield marks.word_start(exact)
    if len(start.words) >= _ENOUGH:
        again = marks.signs.find(start.words, last)
        if again >= 0 and marks.signs.find(start.words, again + 1) < 0:
            yield marks.word_start(again)
    # The place itself is not in the book, or reads otherwise there: then what follows it.
    known = paper.anchors.index(start.anchor) if start.anchor in paper.anchors else None
    after = len(paper.anchors) if known is None else known + (exact is None)
    yield from (marks.anchors.get(anchor) for anchor in paper.anchors[after:])
    yield marks.last_sheet


def _agrees(marks: Marks, at: int, words: str) -> bool:
    """Whether the book goes on with what the page begins with, as far as that is told."""
    enough = min(len(words), _ENOUGH)
    return marks.signs[at : at + enough] == words[:enough]
