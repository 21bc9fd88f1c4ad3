"""The sheet around each page: its boxes, the marks to cut by, and the line that names it.

Lengths are in points, from the lower left corner of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bindery.imposition import MM
from bindery.pdf_objects import Array, Dictionary, Name, Object, Page, Pdf

from .press_slug import SlugFont

BLEED = 3 * MM  # how far what is printed to the edge goes beyond it
_ROOM = 12 * MM  # around the page, for the bleed and the marks
_GAP, _LENGTH = 4 * MM, 5 * MM  # marks begin clear of the bleed, and are this long
_HAIR = 0.25
_SIZE = 6.5  # of the line of text
_BASELINE = 7.5 * MM  # below the page
_INDENT = 3 * MM  # from the mark at its left corner

_REGISTRATION = "/Registration"
_LEAF, _FONT = "/Leaf", "/Slug"


@dataclass(frozen=True, slots=True)
class Trim:
    """The page as it is cut: its lower left corner in the leaflet's file, and its size."""

    left: float
    bottom: float
    width: float
    height: float


def trim_of(page: Page) -> Trim:
    """How ``page`` is to be cut."""
    box = page.obj.get("/TrimBox", page.mediabox)
    left, bottom, right, top = (float(edge) for edge in box)
    return Trim(left, bottom, right - left, top - bottom)


def with_bleed(trim: Trim) -> Array:
    """The part of the leaflet's page that is printed, in its own coordinates."""
    edges = (
        trim.left - BLEED,
        trim.bottom - BLEED,
        trim.left + trim.width + BLEED,
        trim.bottom + trim.height + BLEED,
    )
    return _rectangle(*edges)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is drawn around all pages of a file: the ink of every plate, and a font."""

    registration: Object
    font: SlugFont


def furnish(pdf: Pdf, font: SlugFont) -> Furniture:
    """The furniture of ``pdf``."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)])
    return Furniture(pdf.make_indirect(space), font)


def sheet(pdf: Pdf, leaf: Object | None, trim: Trim, furniture: Furniture, line: str) -> Dictionary:
    """A page of ``pdf`` that is ``leaf`` (a form, or None for a blank) cut to ``trim``."""
    width, height = trim.width + 2 * _ROOM, trim.height + 2 * _ROOM
    right, top = _ROOM + trim.width, _ROOM + trim.height
    content = _marks(trim) + _slug(furniture.font, line, trim.width - 2 * _INDENT)
    resources = Dictionary(
        ColorSpace=Dictionary({_REGISTRATION: furniture.registration}),
        Font=Dictionary({_FONT: furniture.font.font}),
    )
    if leaf is not None:
        resources.XObject = Dictionary({_LEAF: leaf})
        moved = f"1 0 0 1 {_ROOM - trim.left:.4f} {_ROOM - trim.bottom:.4f} cm"
        content = f"q {moved} {_LEAF} Do Q\n{content}"
    return Dictionary(
        Type=Name.Page,
        MediaBox=_rectangle(0, 0, width, height),
        BleedBox=_rectangle(_ROOM - BLEED, _ROOM - BLEED, right + BLEED, top + BLEED),
        TrimBox=_rectangle(_ROOM, _ROOM, right, top),
        Resources=resources,
        Contents=pdf.make_stream(content.encode()),
    )


def _marks(trim: Trim) -> str:
    """Eight lines that show where to cut: two at each corner, none of them in the bleed."""
    lines = []
    for x in (_ROOM, _ROOM + trim.width):
        for edge, away in ((_ROOM, -1), (_ROOM + trim.height, 1)):
            start, end = edge + away * _GAP, edge + away * (_GAP + _LENGTH)
            lines.append(f"{x:.4f} {start:.4f} m {x:.4f} {end:.4f} l")
    for y in (_ROOM, _ROOM + trim.height):
        for edge, away in ((_ROOM, -1), (_ROOM + trim.width, 1)):
            start, end = edge + away * _GAP, edge + away * (_GAP + _LENGTH)
            lines.append(f"{start:.4f} {y:.4f} m {end:.4f} {y:.4f} l")
    drawn = "\n".join(lines)
    return f"q {_REGISTRATION} CS 1 SCN {_HAIR} w 0 J [] 0 d\n{drawn} S Q\n"


def _slug(font: SlugFont, line: str, room: float) -> str:
    """The line below the page, in small letters that are smaller still if it would be too long."""
    size = min(_SIZE, _SIZE * room / max(font.width(line, _SIZE), 1))
    at = f"{_ROOM + _INDENT:.4f} {_ROOM - _BASELINE:.4f}"
    shown = f"{_FONT} {size:.2f} Tf {at} Td {font.encoded(line)} Tj"
    return f"q {_REGISTRATION} cs 1 scn BT {shown} ET Q\n"


def _rectangle(*edges: float) -> Array:
    return Array([Decimal(f"{edge:.4f}") for edge in edges])
