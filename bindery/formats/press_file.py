"""From the leaflet's file to the printer's: every page painted again and set on its sheet."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence

from bindery.diagnostics import Diagnostic, Failure, Severity, error, warning
from bindery.document import Document, Made
from bindery.pdf_objects import (
    Array,
    Dictionary,
    Name,
    Object,
    Page,
    Pdf,
    Stream,
    String,
    open_pdf,
    save_pdf,
)
from bindery.press_profile import usable_profile
from bindery.rasters.inks import Profile
from bindery.theme import Inks, lightness

from .pdf.xmp import packet
from .press_content import Ink
from .press_mixer import InkMixer
from .press_paint import Painter, group
from .press_sheet import furnish, sheet, trim_of, with_bleed
from .press_slug import embed

VERSION = "1.6"  # of PDF: what PDF/X-4 is built on
_SHEET = 4  # pages on a sheet that is folded once
_UNFOLDED = 2  # pages that a single leaf has
# Steps of lightness: black ink is not quite black, and a quiet grey may be quieter on paper.
_FAR = 20


def for_press(made: Made, document: Document) -> Made:
    """See :func:`bindery.formats.press.derive`."""
    file = document.files.get(document.press.profile)
    profile = usable_profile(document.press, file.data if file else None)
    with open_pdf(made.data) as pdf:
        ink = Ink(
            InkMixer(profile, document.inks),
            frozenset(_levels(colour) for colour in document.spots),
            _spot(pdf, document),
        )
        pages = list(pdf.pages)
        order = with_blanks(len(pages))
        _set(pdf, order, Painter(pdf, ink), document)
        del pdf.pages[: len(pages)]
        _describe(pdf, document, profile)
        data = save_pdf(pdf, VERSION)
    blanks = len(order) - len(pages)
    # Whether the leaflet keeps to its budget of pages was judged where it was laid out.
    return Made(
        data=data,
        diagnostics=(
            *made.diagnostics,
            *_unlike(document.inks, profile),
            *_report(len(pages), blanks),
        ),
        page_count=len(order),
        block_pages={
            block: page + blanks if page == len(pages) else page
            for block, page in made.block_pages.items()
        },
    )


def with_blanks(count: int) -> tuple[int | None, ...]:
    """The pages (from 0) of a stitched leaflet in order, with None for blanks.

    Folded sheets have four pages each. What they have too many is left blank before the last
    page: that is the outside of the back, where a clinic looks for the control block, and the
    blanks come to lie inside, for notes. One leaf needs no folding.
    """
    if count <= _UNFOLDED:
        return tuple(range(count))
    blanks = -count % _SHEET
    return (*range(count - 1), *[None] * blanks, count - 1)


def _report(pages: int, blanks: int) -> tuple[Diagnostic, ...]:
    if not blanks:
        return ()
    fewer = pages // _SHEET * _SHEET or _UNFOLDED
    are = "1 page is" if blanks == 1 else f"{blanks} pages are"
    return (
        Diagnostic(
            "press-blank-pages",
            Severity.HINT,
            f"{are} blank before the last, so that the {pages} pages can be folded and stitched",
            hint=f"fill them, or shorten the guide to {fewer} pages",
        ),
    )


def _unlike(stated: Mapping[str, Inks], profile: Profile) -> Iterator[Diagnostic]:
    """Colours whose inks print so much lighter or darker that a slip of the hand is likely."""
    for colour, inks in stated.items():
        (printed,) = profile.lightness(bytes(round(ink * 2.55) for ink in inks))
        shown = lightness(colour)
        if abs(printed - shown) > _FAR:
            how = "lighter" if printed > shown else "darker"
            listed = " ".join(f"{ink:g}" for ink in inks)
            message = f"`{colour}` is printed much {how} with the inks that the theme states for it"
            hint = f"look for a slip in `{listed}`, or take the line out and let the profile choose"
            yield warning("press-unlike", message, hint=hint)


def _levels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _spot(pdf: Pdf, document: Document) -> Object | None:
    """The colour space of the spot colour, with the inks that stand in for it on a screen."""
    for colour, name in document.spots.items():
        inks = [ink / 100 for ink in document.inks.get(colour, (0, 0, 0, 100))]
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=inks, N=1)
        space = [Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, pdf.make_indirect(tint)]
        return pdf.make_indirect(Array(space))
    return None


def _set(pdf: Pdf, order: Sequence[int | None], painter: Painter, document: Document) -> None:
    """Add a sheet to ``pdf`` for each page in ``order``."""
    pages = list(pdf.pages)
    lines = [_line(document, number, len(order)) for number in range(1, len(order) + 1)]
    files = [file for file in document.files.values() if file.media_type == "font/ttf"]
    fonts = [file.data for file in sorted(files, key=lambda file: "Regular" not in file.name)]
    try:
        furniture = furnish(pdf, embed(pdf, fonts, "".join(lines)))
    except ValueError as problem:
        raise Failure(error("font-failed", str(problem))) from problem
    leaves = [_leaf(pdf, page, painter) for page in pages]
    for page, line in zip(order, lines, strict=True):
        leaf = None if page is None else leaves[page]
        # A blank has the size of the page before it.
        trim = trim_of(pages[page if page is not None else len(pages) - 2])
        made = sheet(pdf, leaf, trim, furniture, line)
        if painter.transparent:
            made.Group = group("/DeviceCMYK")
        pdf.pages.append(Page(pdf.make_indirect(made)))


def _leaf(pdf: Pdf, page: Page, painter: Painter) -> Object:
    """What is printed of ``page``, its bleed included, as a form."""
    data, resources = painter.content(page.obj, page.resources)
    return Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=with_bleed(trim_of(page)),
        Resources=resources,
    )


def _line(document: Document, number: int, count: int) -> str:
    """What stands beside a page, in the printer's words: which leaflet it is, and which page."""
    metadata, edition = document.metadata, document.edition
    parts = (
        metadata.ref,
        f"version {metadata.version}",
        f"page {number} of {count}",
        f"reviewed {metadata.modified.isoformat()}",
        f"{edition.guide}.{edition.language}",
    )
    return "  ·  ".join(parts)


def _describe(pdf: Pdf, document: Document, profile: Profile) -> None:
    """Say what the file is and which press it is for, and drop what paper has no use for."""
    old, information = pdf.Root, pdf.docinfo
    for key in set(old.keys()) - {"/Type", "/Pages", "/Lang"}:
        del old[key]
    if document.metadata.direction == "rtl":
        old.ViewerPreferences = Dictionary(Direction=Name.R2L)
    told = (str(information[key]) for key in ("/Producer", "/Creator"))
    xmp = Stream(pdf, packet(document.metadata, document.claims, *told))
    xmp.Type, xmp.Subtype = Name.Metadata, Name.XML
    old.Metadata = pdf.make_indirect(xmp)
    information["/Trapped"] = Name("/False")
    old.OutputIntents = Array([_intent(pdf, document, profile)])


def _intent(pdf: Pdf, document: Document, profile: Profile) -> Dictionary:
    """The printing condition, with its profile."""
    press = document.press
    data = document.files[press.profile].data
    embedded = Stream(pdf, zlib.compress(data), N=4, Filter=Name.FlateDecode)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(press.condition),
        RegistryName=String(press.registry),
        Info=String(press.condition_name or profile.description or press.condition),
        DestOutputProfile=pdf.make_indirect(embedded),
    )
    if press.condition_name:
        intent.OutputCondition = String(press.condition_name)
    return intent
