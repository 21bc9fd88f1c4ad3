"""The fillable leaflet: the leaflet with fields on its write-in lines and checklists.

A form can change, so it is no file for an archive: it claims PDF/UA-1 and not PDF/A.
"""

from __future__ import annotations

from dataclasses import replace

from bindery.diagnostics import warning
from bindery.document import Document, Format, Made

from .printed import LEAFLET


def derive(made: Made, document: Document) -> Made:
    """The finished leaflet ``made`` of ``document``, with a field on each of its blanks.

    Failure if no font can be used to fill them in.
    """
    if not made.blanks:
        message = f"{document.edition} has nothing to fill in"
        hint = "add a `write-in` or a `checklist` block, or take `fillable` out of its formats"
        useless = warning("nothing-to-fill", message, hint=hint)
        made = replace(made, diagnostics=(*made.diagnostics, useless))
    # As in :mod:`.notice`.
    from .form_fields import with_fields  # noqa: PLC0415

    return replace(made, data=with_fields(made, document))


def _make(document: Document) -> Made:
    return derive(LEAFLET.make(document), document)


FILLABLE = Format(
    name="fillable",
    suffix="pdf",
    medium="print",
    description="the A5 leaflet with fields, to fill in on a screen",
    stylesheets=LEAFLET.stylesheets,
    template=LEAFLET.template,
    make=_make,
    claims=("PDF/UA-1",),
    base="leaflet",
    derive=derive,
)
