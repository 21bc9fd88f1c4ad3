"""The formats a guide can be made in. To add one: a file here, and its name in the tuple."""

from __future__ import annotations

from bindery.document import Format

from .booklet import BOOKLET
from .ebook import EBOOK
from .fillable import FILLABLE
from .folded import FOLDED
from .press import PRESS
from .printed import LARGE_PRINT, LEAFLET, OFFICE
from .web import WEB

FORMATS: tuple[Format, ...] = (
    *(LEAFLET, BOOKLET, FOLDED, FILLABLE, OFFICE, LARGE_PRINT, PRESS),
    *(EBOOK, WEB),
)


def format_named(name: str) -> Format:
    """The format called ``name``; KeyError if there is none."""
    return {format_.name: format_ for format_ in FORMATS}[name]
