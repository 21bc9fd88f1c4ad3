"""The order of things: what is read aloud after what, and what stands below a heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from bindery.diagnostics import Diagnostic, error, warning
from bindery.paper import Words
from bindery.pdf_tags import Tag

from .page_view import View, quoted
from .pdf_text import texts_of, without_blanks
from .whereabouts import place_of

_HEADING = re.compile("H[1-6]?")
_SURE = 12  # letters in a line from which it is not found elsewhere by chance


def reading_order(view: View) -> Iterator[Diagnostic]:
    """Words that are read aloud before what they follow in the guide.

    Whole lines are looked for in the document; those that it has twice say nothing of order. A
    line that runs to the left is drawn from its end, which says nothing of order either.
    """
    leftward = view.document.metadata.direction == "rtl"
    source = "\n".join(without_blanks(text) for text in texts_of(view.document))
    placed = [(at, words) for words in _read_aloud(view) if (at := _only(words, source)) >= 0]
    for (before, first), (after, second) in pairwise(placed):
        if after < before and not (leftward and first.mark == second.mark):
            yield error(
                "reading-order",
                f"{quoted(second.text)} is read aloud after {quoted(first.text)}, and comes before "
                "it in the guide",
                view.place(second),
                "let the template have both in the order in which they are to be read",
            )


def stranded_heading(view: View) -> Iterator[Diagnostic]:
    """A heading alone at the foot of a page or column, its text on the next."""
    words: defaultdict[int, list[tuple[int, Words]]] = defaultdict(list)
    for paper in view.papers:
        for each in paper.words:
            if tag := view.tag_of(each):
                words[tag.block].append((paper.number, each))
    for heading, after in _followed(view):
        above, below = words[heading.block], words[after.block]
        page = max(mark.page for mark in heading.marks)
        if min(mark.page for mark in after.marks) > page or _in_next_column(above, below):
            text = " ".join(each.text for _, each in above)
            yield warning(
                "stranded-heading",
                f"the heading {quoted(text)} stands alone at the foot of page {page + 1}",
                place_of(view.document, text),
                "let the style sheet say `break-after: avoid` for headings, or shorten what is "
                "before it",
            )


def _read_aloud(view: View) -> Iterator[Words]:
    """The words of the text in the order of the tags, those of pictures left out."""
    painted: defaultdict[object, list[Words]] = defaultdict(list)
    for paper in view.papers:
        for words in paper.words:
            painted[words.mark].append(words)
    for tag in view.tags:
        if "Figure" not in tag.roles:
            for mark in tag.marks:
                yield from painted[mark]


def _only(words: Words, source: str) -> int:
    """Where ``words`` stand in ``source``; -1 if they do not, are too few or stand there twice."""
    text = without_blanks(words.text)
    at = source.find(text) if len(text) >= _SURE else -1
    return at if at >= 0 and source.find(text, at + 1) < 0 else -1


def _followed(view: View) -> Iterator[tuple[Tag, Tag]]:
    """Each heading with what is read after it."""
    for tag, after in pairwise(view.tags):
        if _is_heading(tag) and tag.block != after.block:
            yield tag, after


def _is_heading(tag: Tag) -> bool:
    return any(_HEADING.fullmatch(role) for role in tag.roles)


def _in_next_column(above: list[tuple[int, Words]], below: list[tuple[int, Words]]) -> bool:
    """Whether what follows begins beside the heading, higher up or on another panel."""
    if not above or not below:
        return False
    page = above[-1][0]
    heading = [words.box for number, words in above if number == page]
    left, right = min(box[0] for box in heading), max(box[2] for box in heading)
    number, first = below[0]
    beside = first.box[0] >= right or first.box[2] <= left
    higher = first.box[1] > max(box[3] for box in heading)
    return page == number and beside and (higher or _on_two_panels(above[-1][1], first))


def _on_two_panels(one: Words, other: Words) -> bool:
    """Whether two texts of one side of paper are on two pages of what was laid out."""
    forms = [words.mark.forms[:1] for words in (one, other) if words.mark]
    return all(forms) and len(set(forms)) > 1
