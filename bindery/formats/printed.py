"""Formats laid out for paper, each from the same guide: the leaflet and its A4 relatives."""

from __future__ import annotations

from bindery.document import Document, Format, Legibility, Lever, Made


def _make(document: Document) -> Made:
    # WeasyPrint costs half a second to import: only a build that lays out pages pays for it.
    from .pdf import make  # noqa: PLC0415

    return make(document)


def _lever(name: str, **properties: str) -> Lever:
    css = "".join(f" --{key.replace('_', '-')}: {value};" for key, value in properties.items())
    return Lever(name, f":root {{{css} }}")


# In the order in which they are pulled; each leaves what is pulled before it. Margins keep the
# 5 mm that an office printer cannot reach, pictures the size at which their labels are legal.
_SPACE = _lever(
    "space between blocks",
    gap="0.42em",
    space_block="0.75em",
    space_heading="0.85em",
    space_step="0.5em",
)

LEAFLET = Format(
    name="leaflet",
    suffix="pdf",
    medium="print",
    description="an A5 leaflet to print and hand out",
    stylesheets=("tokens.css", "base.css", "print.css", "leaflet.css"),
    template="print/leaflet.html",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
    # Type stays: 12 pt is the least that clear print allows (UKAAF G003).
    levers=(
        _SPACE,
        _lever(
            "margins",
            margin_top="9mm",
            margin_outer="10mm",
            margin_inner="12mm",
            margin_bottom="19mm",
        ),
        _lever("picture height", picture_height="57mm"),
    ),
)

OFFICE = Format(
    name="office",
    suffix="pdf",
    medium="print",
    description="A4 for a black-and-white office printer and a photocopier",
    stylesheets=("tokens.css", "base.css", "print.css", "sheet.css", "office.css"),
    template="print/sheet.html",
    # Black lines on white: pale grounds turn to mud on a copier.
    drawn_in="high-contrast",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
    levers=(
        _SPACE,
        _lever("margins", margin_top="10mm", margin_side="15mm"),
        _lever("picture height", picture_height="60mm"),
        _lever("type size", size_body="12pt"),
    ),
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
    # Pictures stay: a label in one is 16 pt at the width it has. Small text stays 16 pt too.
    levers=(
        _lever("space between blocks", space_block="0.75em", space_heading="0.85em"),
        _lever("margins", margin_top="12mm", margin_bottom="26mm"),
        _lever("type size", size_body="16pt", size_small="1em", size_call="1rem"),
    ),
    legibility=Legibility(smallest=16, body=16, contrast=7, contrast_large=4.5),
)
