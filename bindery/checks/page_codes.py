"""The QR code on the printed page, read as a phone reads it."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, error, warning
from bindery.document import Document
from bindery.paper import MM, Paper
from bindery.qr import QUIET_ZONE, Code, modules, read_codes
from bindery.rasters.pages import Sight

from .page_view import View

_INCH = 25.4  # mm
_LEAST_MM = 20.0
_PIXELS = 2.0  # of a square's side: codes of every size are read at 1.6 already
_ROUNDED = 0.5  # mm: what pixels and the rounding of corners take away
_DARK = 128  # the level below which a pixel would be taken for a part of the code
_RULE = "qr-code"


def dots_for(document: Document) -> float:
    """How many pixels an inch of paper must have for the code of ``document`` to be read for sure.

    0 if it has none.
    """
    return _PIXELS * modules(document.online) / _LEAST_MM * _INCH if document.online else 0


def qr_code(view: View) -> Iterator[Diagnostic]:
    """A code that no phone reads or that leads elsewhere, that is too small, or hemmed in."""
    meant = view.document.online
    if not meant:
        return
    found = _first(view)
    if found is None:
        message = f"the QR code for `{meant}` cannot be read from any page"
        yield error(_RULE, message, hint="show it larger, in black on white, with nothing on it")
        return
    paper, code = found
    where = f"the QR code on page {paper.number + 1}"
    if code.text != meant:
        message = f"{where} leads to `{code.text}`, not to `{meant}`"
        yield error(_RULE, message, hint="let the template show the program's own code")
        return
    side = (code.right - code.left) / paper.drawing.scale / MM
    if side < _LEAST_MM - _ROUNDED:
        message = f"{where} is {side:.0f} mm wide, and should be {_LEAST_MM:g} mm for a phone"
        yield warning(_RULE, message, hint="give it more room in the style sheet")
    if _hemmed_in(paper, code, meant):
        message = f"{where} has too little white around it: {QUIET_ZONE} of its squares are needed"
        yield error(_RULE, message, hint="keep words, lines and colours away from it")


def _first(view: View) -> tuple[Paper, Code] | None:
    """The first code that is read, from the last page on, where it mostly stands."""
    for paper in reversed(view.papers):
        drawing = paper.drawing
        pixels, size = Sight(drawing.width, drawing.height, drawing.data).grey()
        for code in read_codes(pixels, size):
            return paper, code
    return None


def _hemmed_in(paper: Paper, code: Code, content: str) -> bool:
    """Whether anything dark stands in the quiet zone, half a square of it left out for rounding."""
    drawing = paper.drawing
    square = (code.right - code.left) / modules(content)
    wide, gap = round((QUIET_ZONE - 0.5) * square), max(1, round(square / 2))
    left, top, right, bottom = (
        code.left - gap,
        code.top - gap,
        code.right + gap,
        code.bottom + gap,
    )
    out = wide - gap
    sides = (
        (left - out, top - out, right + out, top),
        (left - out, bottom, right + out, bottom + out),
        (left - out, top, left, bottom),
        (right, top, right + out, bottom),
    )
    sight = Sight(drawing.width, drawing.height, drawing.data)
    return any(
        sum(colour) / len(colour) < _DARK for side in sides for _, colour in sight.colours(*side)
    )
