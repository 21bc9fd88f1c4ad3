"""The folded leaflet: six panels on both sides of one A4 sheet, for a text that is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bindery.diagnostics import Diagnostic, Failure, error, warning
from bindery.document import Document, Format, Made, Stylesheet
from bindery.imposition import PANELS_MM, DoesNotFitError, folded, spine_of
from bindery.markup import parse

from .notice import lay_out_notice

BACK = "guide.about"  # the id of what stands on the back, alone
_FILL = (
    "use the room for a checklist, a picture or lines to write on, or make a leaflet instead: take "
    "`folded` out of `formats`"
)
_CUT = "shorten the text, or keep a part for other formats with `::: only leaflet`"
_WORDS = 8  # as many as tell one block from another
_FEW = 2  # panels of text between the front and the back: with no more, most of the sheet is blank
# A part of the text on each panel, for a text that leaves panels blank.
_SPREAD = Stylesheet(
    "panels.css",
    ".section + .section { break-before: page } .section + .section > h2 { margin-top: 0 }",
)
_LEAST = 0.25  # of a panel: with less, the rest of a part has been driven over its end


def _make(document: Document) -> Made:
    """Lay out the panels as pages and put them on their sheet.

    Pages and blocks are counted in sides of paper. Failure if the text takes more than the
    panels there are, or a page is larger than its panel.
    """
    # Heavy: only a build that lays out pages pays for it.
    from .imposed import on_sheets, page_sizes  # noqa: PLC0415

    made = _laid_out(document)
    if fault := _overflow(document, made):
        raise Failure(*made.diagnostics, fault)
    made = replace(made, diagnostics=(*made.diagnostics, *_blank(document, made)))
    metadata = document.metadata
    try:
        plan = folded(page_sizes(made.data), spine_of(metadata.direction))
    except DoesNotFitError as problem:
        hint = "set the page sizes in the style sheet `folded.css` to those of the panels"
        fault = error("page-too-large", str(problem), hint=hint)
        raise Failure(*made.diagnostics, fault) from problem
    return on_sheets(made, plan, lay_out_notice(document, "sheet.folded", plan))


def _laid_out(document: Document) -> Made:
    """The panels as pages. Where some would stay blank, each part of the text has its own."""
    from .pdf import make  # noqa: PLC0415 - heavy

    made = make(document)
    if (made.page_count or 0) >= len(PANELS_MM):
        return made
    spread = make(replace(document, stylesheets=(*document.stylesheets, _SPREAD)))
    fits = (spread.page_count or 0) <= len(PANELS_MM) and min(spread.page_fill) >= _LEAST
    return spread if fits else made


def _blank(document: Document, made: Made) -> Iterator[Diagnostic]:
    """A warning if most of the panels between the front and the back are blank."""
    text = made.block_pages.get(BACK, made.page_count or 0) - 2
    if text <= _FEW:
        blank = len(PANELS_MM) - 2 - text
        message = f"{blank} of the {len(PANELS_MM)} panels of {document.edition} are blank"
        yield warning("blank-panels", message, hint=_FILL)


def _overflow(document: Document, made: Made) -> Diagnostic | None:
    """What is wrong if there are more panels of text than a sheet has, None if there are not.

    The last panel is the back. All else must end before it, and what is on it must fit.
    """
    starts, count = made.block_pages, made.page_count or 0
    back = starts.get(BACK, count)
    if back > len(PANELS_MM):
        room = len(PANELS_MM) - 1
        late = (block for block, page in starts.items() if page > room and block != BACK)
        message = f"the text takes {back - 1} panels and has {room} before the back"
        block = next(late, "")
        if block:
            message += f": `{_begins(document, block)}` is the first that has no room"
        return error("too-long", message, document.places.get(block), _CUT)
    if count > back:
        message = f"`{_begins(document, BACK)}` does not fit on the back, which is one panel"
        return error("too-long", message, hint="list fewer sources, or shorten the notice")
    return None


def _begins(document: Document, identifier: str) -> str:
    """The first words of an element, by which an author knows it."""
    elements = parse(document.pages[0].html.encode()).walk()
    found = next((each for each in elements if each.attributes.get("id") == identifier), None)
    words = found.text().split() if found else [identifier]
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


FOLDED = Format(
    name="folded",
    suffix="pdf",
    medium="print",
    description="an A4 sheet folded into six panels, for a short guide",
    stylesheets=("tokens.css", "base.css", "print.css", "folded.css"),
    template="print/folded.html",
    make=_make,
    claims=("PDF/UA-1", "PDF/A-2a"),
)
