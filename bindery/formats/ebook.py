"""The e-book: an EPUB 3 for phones, tablets and e-readers."""

from __future__ import annotations

from dataclasses import replace

from bindery.document import COVER_FILE, Document, File, Format, Made
from bindery.guide import CERTIFIABLE

COVER_PIXELS = (1500, 2400)  # below every shop's limit, above every shop's least


def _make(document: Document) -> Made:
    # The engines are heavy to import: only a build that makes a book pays for them.
    from bindery.pdf_pages import picture_of_page  # noqa: PLC0415

    from . import epub, pdf  # noqa: PLC0415

    if document.cover is None:
        return epub.make(document)
    art = pdf.make(document.cover)
    picture = File(COVER_FILE, "image/jpeg", picture_of_page(art.data, 0, COVER_PIXELS[0]))
    made = epub.make(replace(document, files={COVER_FILE: picture, **document.files}))
    return replace(made, diagnostics=(*art.diagnostics, *made.diagnostics))


EBOOK = Format(
    name="ebook",
    suffix="epub",
    medium="ebook",
    description="an e-book (EPUB) for phones and e-readers",
    stylesheets=("tokens.css", "base.css", "ebook.css"),
    make=_make,
    cover_stylesheets=("tokens.css", "cover.css"),
    paged_by="leaflet",
    certifiable=CERTIFIABLE,
)
