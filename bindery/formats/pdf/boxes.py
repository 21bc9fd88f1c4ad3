"""Reading a laid-out page: its ink and links in order, and what starts where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .door import boxes, children
from .shapes import Box, Layout, page_box
from .structure import Area, Cell, Ink, Piece, Rectangle

#: PDF points in a CSS pixel.
POINT = 0.75


@dataclass(slots=True)
class Reading:
    """What the pages of a layout hold, in reading order.

    ``first_pages`` maps an element's id to its first page (from 1). ``markers`` maps each
    list item to the CSS style of its marker. ``repeated`` maps each element that is printed on
    several pages to the first of them (from 0). ``lines`` counts the lines of text on each
    page, and ``fill`` says how far down each is filled, from 0 to 1.
    """

    pieces: list[Piece] = field(default_factory=list)
    first_pages: dict[str, int] = field(default_factory=dict)
    markers: dict[Element, str] = field(default_factory=dict)
    repeated: dict[Element, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    fill: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reading is: the page's number (from 0), its height, its links.

    ``artifact`` is what ink here is if it is no part of the text, else empty.
    """

    page: int
    height: float
    links: frozenset[int]
    artifact: str = ""


def read(layout: Layout) -> Reading:
    """Read every page of ``layout``."""
    reading = Reading()
    for number, page in enumerate(layout.pages):
        box = page_box(page)
        links = frozenset(id(link[3]) for link in page.links)
        place = Place(number, box.margin_height(), links)
        for child in children(box):
            reading.pieces.extend(_pieces(child, place, reading))
        reading.lines.append(sum(1 for _ in _lines(box)))
        lowest = max((line.position_y + line.height for line in _lines(box)), default=0.0)
        used = (lowest - box.content_box_y()) / box.height
        reading.fill.append(round(min(max(used, 0.0), 1.0), 3))
    return reading


def _lines(box: Box) -> Iterator[Box]:
    """The lines of text in ``box``, those in the page's margins left out."""
    for child in children(box):
        if isinstance(child, boxes.LineBox):
            yield child
        elif not isinstance(child, boxes.MarginBox):
            yield from _lines(child)


def _pieces(box: Box, place: Place, reading: Reading) -> Iterator[Piece]:
    """The pieces of ``box`` and all below it; fills in the other facts of ``reading``."""
    place = _inside(box, place, reading)
    if not place.artifact and box.element is not None:
        _note(box, box.element, place, reading)
        if id(box) in place.links:
            yield Area(box.element, place.page, box)
        if isinstance(box, boxes.TableCellBox):
            yield Cell(box.element, place.page)
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
        yield _ink(box, place)
    for child in children(box):
        yield from _pieces(child, place, reading)


def _inside(box: Box, place: Place, reading: Reading) -> Place:
    """``place``, with what ink inside ``box`` is if it is no part of the text."""
    artifact = place.artifact
    if isinstance(box, boxes.MarginBox):
        artifact = "Header" if box.at_keyword.startswith("@top") else "Footer"
    elif box.is_leader:
        artifact = "Layout"
    elif box.element is not None and _is_repeated(box):
        first = reading.repeated.setdefault(box.element, place.page)
        artifact = artifact or ("Pagination" if first != place.page else "")
    return Place(place.page, place.height, place.links, artifact)


def _is_repeated(box: Box) -> bool:
    """Whether ``box`` is printed on several pages, and so to be read out on the first.

    Those are a table's head and foot, and what is fixed to the page.
    """
    if isinstance(box, boxes.TableRowGroupBox):
        return bool(box.is_header or box.is_footer)
    return bool(box.style["position"] == "fixed")


def _note(box: Box, element: Element, place: Place, reading: Reading) -> None:
    if isinstance(box, (boxes.TextBox, boxes.LineBox)):
        return
    if identifier := element.get("id"):
        reading.first_pages.setdefault(identifier, place.page + 1)
    if box.element_tag == "li":
        marker = box.style["list_style_type"]
        reading.markers.setdefault(element, marker if isinstance(marker, str) else "")


def _ink(box: Box, place: Place) -> Ink:
    _, _, pseudo = (box.element_tag or "").partition("::")
    artifact, picture = place.artifact, None
    if isinstance(box, boxes.ReplacedBox):
        picture = _rectangle(box, place.height)
    elif not box.pango_layout.text.strip():
        artifact = artifact or "Layout"
    return Ink(box.element, place.page, box, pseudo, picture, artifact)


def _rectangle(box: Box, height: float) -> Rectangle:
    """The content area of ``box`` in PDF space, which begins at the paper's lower left."""
    left, top = box.content_box_x(), box.content_box_y()
    return (
        round(POINT * left, 3),
        round(POINT * (height - top - box.height), 3),
        round(POINT * (left + box.width), 3),
        round(POINT * (height - top), 3),
    )
