"""Preflight: what a printer's own checker would find in a file for the press.

There is no free validator of PDF/X-4 (ISO 15930-7), so its rules are read here on the finished
bytes, and beside them what a press needs: bleed, inks within bounds, pages in fours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, error
from bindery.document import PRESS_STANDARD, Document
from bindery.edition import Claim
from bindery.guide import Press
from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf, PdfError, open_pdf
from bindery.rasters.inks import BadProfileError, profile_of

from .press_boxes import boxes
from .press_colours import colours
from .press_metadata import metadata

CHECK = "handout preflight"

_NEWEST = "1.6"  # the version of PDF that PDF/X-4 is built on
_SHEET, _UNFOLDED = 4, 2
_CMYK = 4
_SHOWN = 5  # of one rule: a few places are enough to see why
# What acts, asks or hides: entries of the catalog, and of the tree of names below it.
_ACTS = ("/AcroForm", "/OpenAction", "/AA", "/Collection", "/Perms", "/Requirements")
_NAMES_THAT_ACT = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")


def prove(data: bytes, document: Document) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """Judge the PDF ``data``, made of ``document``, as a file for its press.

    Returns the claim that it is PDF/X-4 if nothing is wrong with it, and an error for all that
    is: at most a few of one rule.
    """
    try:
        with open_pdf(data) as pdf:
            found = tuple(dict.fromkeys(_findings(pdf, document.press)))
    except PdfError as problem:
        found = (error("press-file", f"the file cannot be read: {problem}"),)
    if not found:
        return (Claim(PRESS_STANDARD, CHECK),), ()
    by_rule: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for finding in found:
        by_rule[finding.rule].append(finding)
    return (), tuple(finding for findings in by_rule.values() for finding in findings[:_SHOWN])


def _findings(pdf: Pdf, press: Press) -> Iterator[Diagnostic]:
    yield from _file(pdf)
    yield from _interaction(pdf)
    yield from _intents(pdf, press)
    yield from metadata(pdf)
    yield from boxes(pdf)
    yield from colours(pdf)


def _file(pdf: Pdf) -> Iterator[Diagnostic]:
    """The file as a whole: its version, protection, identifier and number of pages."""
    own = str(pdf.Root.get("/Version", f"/{pdf.pdf_version}")).removeprefix("/")
    newest = max(pdf.pdf_version, own)
    if newest > _NEWEST:
        yield error("press-file", f"the file is PDF {newest}; PDF/X-4 ends at {_NEWEST}")
    if pdf.is_encrypted:
        yield error("press-file", "the file is encrypted")
    identifiers = pdf.trailer.get("/ID", Array())
    if [bool(bytes(part)) for part in identifiers] != [True, True]:
        yield error("press-file", "the file has no identifier")
    count = len(pdf.pages)
    if count > _UNFOLDED and count % _SHEET:
        yield error("press-file", f"{count} pages cannot be folded and stitched: it takes fours")


def _interaction(pdf: Pdf) -> Iterator[Diagnostic]:
    """Links, forms, scripts and files: paper has no use for them, and some of them act."""
    names = pdf.Root.get("/Names", Dictionary())
    for key in (*_ACTS, *_NAMES_THAT_ACT):
        if key in pdf.Root or key in names:
            yield error("press-interactive", f"the file has `{key}`, which may act by itself")
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", Array()):
            kind = str(note.get("/Subtype", "/Unknown")).removeprefix("/")
            if kind not in {"TrapNet", "PrinterMark"}:
                yield error("press-interactive", f"page {number} has an annotation: {kind}")
        if "/AA" in page.obj:
            yield error("press-interactive", f"page {number} acts when it is opened")


# ---- the printing condition


def _intents(pdf: Pdf, press: Press) -> Iterator[Diagnostic]:
    """The one output intent: which press the inks are meant for."""
    listed = pdf.Root.get("/OutputIntents", Array())
    intents = [intent for intent in listed if intent.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        count = len(intents) or "no"
        yield error("press-intent", f"the file names {count} presses; PDF/X takes exactly one")
    for intent in intents[:1]:
        yield from _names(intent, press)
        yield from _profile(intent.get("/DestOutputProfile"))


def _names(intent: Object, press: Press) -> Iterator[Diagnostic]:
    expected = {
        "/OutputConditionIdentifier": press.condition,
        "/RegistryName": press.registry,
    }
    for key, value in expected.items():
        said = str(intent.get(key, ""))
        if said != value:
            message = f"the output intent says `{said}` for `{key}`, the settings `{value}`"
            yield error("press-intent", message)
    if not str(intent.get("/Info", "")):
        yield error("press-intent", "the output intent does not say in words what it is for")


def _profile(stream: Object | None) -> Iterator[Diagnostic]:
    if stream is None:
        yield error("press-intent", "the output intent has no ICC profile")
        return
    if int(stream.get("/N", 0)) != _CMYK:
        yield error("press-intent", "the output intent's profile does not say that it has 4 inks")
    try:
        profile_of(stream.read_bytes())
    except BadProfileError as problem:
        yield error("press-intent", f"the output intent's profile {problem}")
