"""Words where they do not belong: over the paper's edge, or on top of each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bindery.diagnostics import Diagnostic, error, warning
from bindery.paper import MM, Box, Paper, Words

from .page_view import View, quoted

_EDGE_MM = 5.0  # what an office printer cannot reach, and a guillotine may take
_HIDDEN = 0.25  # of the smaller of two texts: what is covered by the other
_SAME = 0.5  # points: a text that is painted twice in one place makes letters bolder


def text_at_edge(view: View) -> Iterator[Diagnostic]:
    """Words that are cut off at the paper's edge, or so near to it that they may be."""
    for paper, words in view.printed():
        room = _room(words.box, paper.box) / MM
        if room < 0:
            yield error(
                "text-at-edge",
                f"{quoted(words.text)} on page {paper.number + 1} runs over the edge of the paper",
                view.place(words),
                "shorten the words that cannot be broken, or give them more room",
            )
        elif room < _EDGE_MM:
            yield warning(
                "text-at-edge",
                f"{quoted(words.text)} on page {paper.number + 1} is {room:.1f} mm from the edge "
                f"of the paper, and printers need {_EDGE_MM:g} mm",
                view.place(words),
                "set wider margins in the style sheet, or shorten words that cannot be broken",
            )


def text_on_text(view: View) -> Iterator[Diagnostic]:
    """Words that are printed on top of other words."""
    for paper in view.papers:
        for one, other in _covered(paper):
            yield error(
                "text-on-text",
                f"{quoted(one.text)} and {quoted(other.text)} are printed on top of each other, "
                f"page {paper.number + 1}",
                view.place(one) or view.place(other),
                "give the first more room: a height that is fixed, or a place, is too small for it",
            )


def _room(inner: Box, outer: Box) -> float:
    """The least distance between a box and the edges around it, below 0 if it is over one."""
    return min(inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])


def _covered(paper: Paper) -> Iterator[tuple[Words, Words]]:
    """Pairs of texts of which a good part is in one place."""
    upright = sorted((words for words in paper.words if words.upright), key=lambda w: w.box[1])
    for one, other in combinations(upright, 2):
        if other.box[1] >= one.box[3]:
            continue
        across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        up = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
        if across <= 0 or up <= 0 or _painted_twice(one, other):
            continue
        if across * up > _HIDDEN * min(_area(one.box), _area(other.box)):
            yield one, other


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _painted_twice(one: Words, other: Words) -> bool:
    near = all(abs(a - b) < _SAME for a, b in zip(one.box, other.box, strict=True))
    return near and one.text == other.text
