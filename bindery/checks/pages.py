"""What eyes and ears find on a finished leaflet: measured on its pages, not on its styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bindery.diagnostics import Diagnostic
from bindery.document import Document, Made

from .page_codes import dots_for, qr_code
from .page_colours import faint_text
from .page_edges import text_at_edge, text_on_text
from .page_glyphs import missing_glyph
from .page_order import reading_order, stranded_heading
from .page_pictures import coarse_picture, strange_font
from .page_type import long_lines, small_letters, small_type
from .page_view import View, a_few, view_of
from .pdf_text import lost_text

# The smallest type has lines of a pixel at this.
_DOTS_PER_INCH = 72.0

PAGE_CHECKS: tuple[Callable[[View], Iterable[Diagnostic]], ...] = (
    lost_text,
    missing_glyph,
    small_type,
    small_letters,
    long_lines,
    text_at_edge,
    text_on_text,
    coarse_picture,
    strange_font,
    faint_text,
    qr_code,
    reading_order,
    stranded_heading,
)


def check(document: Document, made: Made) -> tuple[Diagnostic, ...]:
    """What the checks of pages find in the PDF ``made`` of ``document``: a few of each rule."""
    view = look_at(document, made)
    return tuple(a_few(finding for look in PAGE_CHECKS for finding in look(view)))


def look_at(document: Document, made: Made) -> View:
    """The PDF ``made`` of ``document``, its pages drawn with the fewest pixels that do."""
    return view_of(document, made.data, max(_DOTS_PER_INCH, dots_for(document)))
