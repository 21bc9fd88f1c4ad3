"""Formats laid out for paper, each from the same guide: the leaflet and its A4 relatives."""

from __future__ import annotations

from bindery.edition import Document, Format, Made


def _make(document: Document) -> Made:
    # WeasyPrint costs half a second to import: only a build that lays out pages pays for it.
    from .pdf import make  # noqa: PLC0415

    return make(document)


LEAFLET = Format(
    name="leaflet",
    suffix="pdf",
    medium="print",
    description="an A5 leaflet to print and hand out",
    stylesheets=("tokens.css", "base.css", "print.css", "leaflet.css"),
    template="print/leaflet.html",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
)

OFFICE = Format(
    name="office",
    suffix="pdf",
    medium="print",
    description="A4 for a black-and-white office printer and a photocopier",
    stylesheets=("tokens.css", "base.css", "print.css", "sheet.css", "office.css"),
    template="print/sheet.html",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
)

LARGE_PRINT = Format(
    name="large-print",
    suffix="pdf",
    medium="print",
    description="A4 in 18 point, for readers with low vision",
    stylesheets=("tokens.css", "base.css", "print.css", "sheet.css", "large-print.css"),
    template="print/sheet.html",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
)
