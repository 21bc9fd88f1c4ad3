"""The last touches before the file is written: metadata, colour, and a look for contraband."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bindery import __version__
from bindery.diagnostics import Diagnostic, error
from bindery.document import Document

from .door import VERSION, Dictionary, Stream, String
from .shapes import Pdf
from .xmp import packet

PRODUCER = f"WeasyPrint {VERSION}"
CREATOR = f"Handout {__version__}"

# Nothing in a leaflet runs, opens or carries another file: PDF's words for doing so.
_FORBIDDEN = frozenset(
    {
        *("AA", "OpenAction", "JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "XFA"),
        *("EmbeddedFile", "EmbeddedFiles", "Filespec", "FileAttachment", "GoToR", "GoToE"),
        *("Rendition", "RichMedia", "Movie", "Sound"),
    }
)


def finish(pdf: Pdf, document: Document) -> None:
    """Write what ``document`` says of itself into ``pdf`` and settle its colours."""
    _write_information(pdf, document)
    metadata = document.metadata
    content = packet(metadata, document.claims, PRODUCER, CREATOR)
    # Left uncompressed, so that any tool can read it without knowing PDF.
    stream = Stream(content, {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    preferences = {"DisplayDocTitle": "true"}
    if metadata.direction == "rtl":
        preferences["Direction"] = "/R2L"
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = String(metadata.language)
    pdf.catalog["ViewerPreferences"] = Dictionary(preferences)
    for intent in pdf.catalog.get("OutputIntents", ()):
        intent["S"] = "/GTS_PDFA1"
        intent["OutputConditionIdentifier"] = String("sRGB IEC61966-2.1")
        intent["RegistryName"] = String("http://www.color.org")
    for item in pdf.objects:
        _cut_to_size(item)
        _forbid_smoothing(getattr(item, "extra", {}))
        _map_every_glyph(getattr(item, "stream", []))


def _write_information(pdf: Pdf, document: Document) -> None:
    """The old information dictionary, with the same facts as the XMP packet."""
    metadata = document.metadata
    date = f"D:{metadata.modified:%Y%m%d}"
    entries = {
        "Title": metadata.title,
        "Author": ", ".join(metadata.authors),
        "Subject": metadata.description,
        "Creator": CREATOR,
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    pdf.info.clear()
    pdf.info.update({key: String(text) for key, text in entries.items() if text})


def _cut_to_size(page: object) -> None:
    """Show a page as it will be cut. What bleeds over its edges stays in the file, for a press."""
    if isinstance(page, dict) and "TrimBox" in page:
        page["MediaBox"] = page["BleedBox"] = page["TrimBox"]


def _forbid_smoothing(extra: dict[str, Any]) -> None:
    """PDF/A has pictures shown as they are."""
    if extra.get("Subtype") == "/Image":
        extra["Interpolate"] = "false"


def _map_every_glyph(lines: list[Any]) -> None:
    """A glyph that adds no letter of its own stands for a joiner: PDF/A has none without text."""
    if b"begincmap" in lines:
        for at, line in enumerate(lines):
            if isinstance(line, bytes) and line.endswith(b"> <>"):
                lines[at] = line.removesuffix(b"<>") + b"<200d>"


def is_even(data: bytes) -> bool:
    """Whether no stream of the file ``data`` ends in a carriage return.

    One that does is good PDF, but a validator may take the byte for part of the line's end
    and find the stream too short.
    """
    return b"\r\nendstream" not in data


def even_out(pdf: Pdf, attempt: int) -> None:
    """Change nothing that is read in ``pdf``, but, from the first ``attempt`` on, its bytes.

    Streams that end in a carriage return get an empty line more; those that gather the rest
    of the file come out differently for a few more spaces.
    """
    if attempt:
        pdf.catalog["PageMode"] = "/UseNone" + " " * attempt
        for item in pdf.objects:
            while isinstance(lines := getattr(item, "stream", None), list) and not is_even(
                item.data
            ):
                lines.append(b"")


def contraband(pdf: Pdf) -> tuple[Diagnostic, ...]:
    """Errors for anything in ``pdf`` that could run, open or hide something."""
    parts = [part for item in pdf.objects for part in (item, getattr(item, "extra", None))]
    found = {word for part in parts for word in _words(part)} & _FORBIDDEN
    if any(address.lower().startswith("file:") for part in parts for address in _addresses(part)):
        found.add("file:")
    return tuple(
        error("unsafe-content", f"the leaflet would carry `{word}`, which may act by itself")
        for word in sorted(found)
    )


def _words(part: object) -> Iterator[str]:
    """The names in ``part``, keys and values: not the text of strings, which may say anything."""
    if isinstance(part, dict):
        yield from map(str, part)
        for value in part.values():
            yield from _words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)
    elif isinstance(part, str) and part.startswith("/"):
        yield part.removeprefix("/")


def _addresses(part: object) -> Iterator[str]:
    """The addresses that links in ``part`` lead to."""
    if isinstance(part, dict):
        if isinstance(address := part.get("URI"), String):
            yield str(address.string)
        for value in part.values():
            yield from _addresses(value)
