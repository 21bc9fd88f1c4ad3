"""The booklet: the leaflet's own pages on A4, for an office printer, to fold and staple."""

from __future__ import annotations

from bindery.diagnostics import Failure, error
from bindery.document import Document, Format, Made
from bindery.imposition import DoesNotFitError, booklet, spine_of

from .notice import lay_out_notice
from .printed import LEAFLET


def derive(made: Made, document: Document) -> Made:
    """The finished leaflet ``made`` of ``document``, two pages a side, with its tags and links.

    Pages and blocks are counted in sides of paper. Failure if two of the leaflet's pages are
    too large for a sheet.
    """
    # As in :mod:`.notice`.
    from .imposed import on_sheets, page_sizes  # noqa: PLC0415

    metadata = document.metadata
    try:
        plan = booklet(page_sizes(made.data), spine_of(metadata.direction))
    except DoesNotFitError as problem:
        hint = "set the page size of the leaflet's style sheet to A5, 148mm by 210mm"
        raise Failure(error("page-too-large", str(problem), hint=hint)) from problem
    return on_sheets(made, plan, lay_out_notice(document, "sheet.booklet", plan))


def _make(document: Document) -> Made:
    return derive(LEAFLET.make(document), document)


BOOKLET = Format(
    name="booklet",
    suffix="pdf",
    medium="print",
    description="the A5 leaflet on A4 paper, to print on both sides, fold and staple",
    stylesheets=LEAFLET.stylesheets,
    template=LEAFLET.template,
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
    base="leaflet",
    derive=derive,
)
