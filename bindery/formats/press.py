"""The file for a commercial printer: the leaflet as PDF/X-4, in inks, with room to cut."""

from __future__ import annotations

from bindery.document import PRESS_STANDARD, Document, Format, Made

from .printed import LEAFLET


def derive(made: Made, document: Document) -> Made:
    """The finished leaflet ``made`` of ``document`` for a press.

    Its words and their places stay; its colours become inks (``document.inks``, the greys and
    what is nearly black in black alone, all others by the profile of ``document.press``), its
    pages get their bleed and marks, and blanks where it takes them to be stitched. Links and
    tags are left behind: paper has no use for them. Failure if there is no usable profile, or
    something cannot be turned into inks.
    """
    # Heavy: only a build that makes a file for a press pays for it.
    from .press_file import for_press  # noqa: PLC0415

    return for_press(made, document)


def _make(document: Document) -> Made:
    return derive(LEAFLET.make(document), document)


PRESS = Format(
    name="press",
    suffix="pdf",
    medium="print",
    description="the leaflet for a commercial printer: PDF/X-4 with bleed, marks and inks",
    stylesheets=LEAFLET.stylesheets,
    template=LEAFLET.template,
    make=_make,
    claims=(PRESS_STANDARD,),
    base="leaflet",
    derive=derive,
)
