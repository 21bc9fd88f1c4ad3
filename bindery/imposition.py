"""Where pages go on sheets of paper, so that the folded sheets read in order. Arithmetic only.

A sheet has a front and a back, printed so that the paper is turned over its short edge: what
lies behind the left end of the front is the right end of the back. Lengths are PDF points
unless a name or a line says millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

MM = 72 / 25.4  # points in a millimetre
SHEET_MM = (297.0, 210.0)  # A4 on its side
# An office printer leaves 5 mm of every edge white; the rest is for rounding to its dots.
EDGE_MM = 5.2
PAPER_MM = 0.1  # the thickness of office paper of 80 grams
STRIP_MM = 4.5  # what a line of small print takes
BOOKLET_GAP_MM, PANEL_GAP_MM = 4.0, 1.2  # so far from the fold, in margins of 14 and 8 mm
_SLACK_MM = 0.1  # more than lengths are rounded by, less than anyone can see
# The panel that is folded in is narrower, or it would buckle against the fold.
PANELS_MM = {1: 100.0, 2: 100.0, 3: 100.0, 4: 97.0, 5: 97.0, 6: 100.0}

#: Left, bottom, right, top.
Rectangle = tuple[float, float, float, float]
#: Width and height.
Size = tuple[float, float]


class DoesNotFitError(ValueError):
    """A page is larger than its place: ``page`` counts from 1, ``size`` and ``room`` are points."""

    def __init__(self, page: int, size: Size, room: Size) -> None:
        lengths = " by ".join(f"{round(length / MM, 1):g}" for length in size)
        places = " by ".join(f"{round(length / MM, 1):g}" for length in room)
        super().__init__(f"page {page} is {lengths} mm, and its place is {places} mm")
        self.page, self.size, self.room = page, size, room


class Spine(StrEnum):
    """The edge a booklet is held together at, seen from its front."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: its pages (numbers from 1) from left to right, None where it is blank.

    ``sheet`` counts from 0; in a booklet, 0 is the outermost.
    """

    sheet: int
    pages: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """A page on a sheet.

    Its lower left corner lies at ``x`` and ``y`` of the sheet's; of the page, only what is in
    ``clip``, measured from the page's own corner, is printed.
    """

    page: int
    x: float
    y: float
    clip: Rectangle


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet ready to be drawn: pages, and the places of the folds to mark."""

    placements: tuple[Placement, ...]
    folds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every side of every sheet in the order of printing, each of the width and height ``size``.

    Nothing is printed within ``edge`` of a sheet's edges. ``strip`` is a place on the first
    side, along a fold and clear of all text, for a line to whoever prints the sheets.
    """

    size: Size
    edge: float
    sides: tuple[Sheet, ...]
    strip: Rectangle

    @property
    def side_of(self) -> dict[int, int]:
        """The number (from 1) of the side on which each page is printed."""
        return {
            placement.page: number
            for number, side in enumerate(self.sides, start=1)
            for placement in side.placements
        }


def spine_of(direction: str) -> Spine:
    """Where pages in a language written in ``direction`` ("ltr" or "rtl") are held together."""
    return Spine.RIGHT if direction == "rtl" else Spine.LEFT


def saddle_stitch(page_count: int, spine: Spine) -> tuple[Side, ...]:
    """The sides of sheets that are laid into each other and stitched through the fold.

    Four pages a sheet: the pages that are wanting at the end are blank. Front and back of each
    sheet follow each other, the outermost first. ValueError if there is no page at all.
    """
    if page_count < 1:
        raise ValueError(f"no booklet of {page_count} pages")
    total = -(-page_count // 4) * 4
    sides: list[Side] = []
    for sheet in range(total // 4):
        first, last = 2 * sheet + 1, total - 2 * sheet
        for pages in ((last, first), (first + 1, last - 1)):
            across = pages if spine is Spine.LEFT else pages[::-1]
            sides.append(Side(sheet, tuple(p if p <= page_count else None for p in across)))
    return tuple(sides)


def letter_fold(page_count: int, spine: Spine) -> tuple[Side, Side]:
    """The outside and the inside of a sheet folded twice into six panels.

    Panels are read in the order front, the three inside, the one folded in, back. The last
    page is the back, however few there are: blanks lie before it. ValueError for no page or
    more than six.
    """
    if not 1 <= page_count <= len(PANELS_MM):
        raise ValueError(f"no folded leaflet of {page_count} pages")
    panels: dict[int, int] = {page: page for page in range(1, page_count)}
    panels[1 if page_count == 1 else 6] = page_count
    outside, inside = (
        (panels.get(5), panels.get(6), panels.get(1)),
        tuple(map(panels.get, (2, 3, 4))),
    )
    if spine is Spine.RIGHT:
        outside, inside = outside[::-1], inside[::-1]
    return Side(0, outside), Side(0, inside)


def creep(sheet: int, paper_mm: float) -> float:
    """How far the pages of ``sheet`` move towards the spine, in points.

    Each sheet wraps round those inside it, so an inner sheet sticks out by the thickness of
    the ones around it, and loses as much when the booklet is trimmed.
    """
    return sheet * paper_mm * MM


def booklet(pages: Sequence[Size], spine: Spine, paper_mm: float = PAPER_MM) -> Plan:
    """The plan of a stitched booklet: two of ``pages``, whose sizes these are, a side of A4.

    ``paper_mm`` is the thickness of the paper in millimetres. Pages lie at the fold, at their
    full size; what would reach into the outer edge of a sheet is cut off there.
    DoesNotFitError if a page is larger than half a sheet.
    """
    fold, height = SHEET_MM[0] * MM / 2, SHEET_MM[1] * MM
    sheets: list[Sheet] = []
    for position, side in enumerate(saddle_stitch(len(pages), spine)):
        shift = creep(side.sheet, paper_mm)
        placements: list[Placement] = []
        for number, room in zip(side.pages, ((0.0, fold), (fold, 2 * fold)), strict=True):
            if number is not None:
                width = _fitting(number, pages[number - 1], (fold, height))[0]
                at_the_left = room[0] < fold
                x = fold - width + shift if at_the_left else fold - shift
                placements.append(_place(number, pages[number - 1], x, room))
        # Marked on the outside only, where the crease takes the marks in.
        sheets.append(Sheet(tuple(placements), () if position % 2 else (fold,)))
    strip = _strip(fold, BOOKLET_GAP_MM, spine)
    return Plan((2 * fold, height), EDGE_MM * MM, tuple(sheets), strip)


def folded(pages: Sequence[Size], spine: Spine) -> Plan:
    """The plan of a leaflet of six panels: ``pages`` are the sizes of its pages, at most six.

    DoesNotFitError if a page is wider than the panel that it comes to lie on.
    """
    height = SHEET_MM[1] * MM
    sheets: list[Sheet] = []
    whole, used = letter_fold(6, spine), letter_fold(len(pages), spine)
    for panels, side in zip(whole, used, strict=True):
        widths = (PANELS_MM[panel] * MM for panel in panels.pages if panel)
        edges = tuple(accumulate(widths, initial=0.0))
        placements = tuple(
            _place(
                number,
                _fitting(number, pages[number - 1], (end - start, height)),
                start,
                (start, end),
            )
            for number, (start, end) in zip(side.pages, pairwise(edges), strict=True)
            if number is not None
        )
        sheets.append(Sheet(placements, () if sheets else edges[1:-1]))
    fold = sheets[0].folds[-1 if spine is Spine.LEFT else 0]
    strip = _strip(fold, PANEL_GAP_MM, spine)
    return Plan((SHEET_MM[0] * MM, height), EDGE_MM * MM, tuple(sheets), strip)


def _strip(fold: float, gap_mm: float, spine: Spine) -> Rectangle:
    """A strip on the back, beside the ``fold`` that parts it from the front."""
    near, far = gap_mm * MM, (gap_mm + STRIP_MM) * MM
    left, right = (fold - far, fold - near) if spine is Spine.LEFT else (fold + near, fold + far)
    end = 3 * EDGE_MM * MM  # clear of the marks of the fold
    return left, end, right, SHEET_MM[1] * MM - end


def _fitting(number: int, page: Size, room: Size) -> Size:
    """The size ``page`` of page ``number``, if it is no more than ``room``."""
    if any(length > most + _SLACK_MM * MM for length, most in zip(page, room, strict=True)):
        raise DoesNotFitError(number, page, room)
    return page


def _place(number: int, page: Size, x: float, room: tuple[float, float]) -> Placement:
    """Page ``number`` with its left edge at ``x``, printed between the two ends of ``room``."""
    edge = EDGE_MM * MM
    y = (SHEET_MM[1] * MM - page[1]) / 2
    left, right = max(room[0], edge), min(room[1], SHEET_MM[0] * MM - edge)
    clip = (
        max(0.0, left - x),
        max(0.0, edge - y),
        min(page[0], right - x),
        min(page[1], SHEET_MM[1] * MM - edge - y),
    )
    return Placement(number, x, y, clip)
