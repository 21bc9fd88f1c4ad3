"""The web page: one file that shows a guide in any browser, and loads nothing."""

from __future__ import annotations

from bindery.document import Document, Format, Made

from .booklet import BOOKLET
from .ebook import EBOOK
from .fillable import FILLABLE
from .folded import FOLDED
from .printed import LARGE_PRINT, LEAFLET, OFFICE


def _make(document: Document) -> Made:
    # What reads fonts costs time: only a build that makes pages or books pays for it.
    from .web_page import make  # noqa: PLC0415

    return make(document)


WEB = Format(
    name="web",
    suffix="html",
    medium="web",
    description="a web page that is one file, for phones and computers",
    stylesheets=("tokens.css", "base.css", "web.css"),
    template="web/page.html",
    make=_make,
    offers=(LEAFLET, FILLABLE, FOLDED, BOOKLET, OFFICE, LARGE_PRINT, EBOOK),
)
