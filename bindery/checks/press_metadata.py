"""What a file for a press says of itself, in XMP and in the old information dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, error
from bindery.markup import NotWellFormed, parse
from bindery.pdf_objects import Object, Pdf

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_MANAGED = "{http://ns.adobe.com/xap/1.0/mm/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_VERSION = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
_REQUIRED = {
    f"{_XMP}CreateDate": "when it was made",
    f"{_XMP}ModifyDate": "when it was changed",
    f"{_XMP}MetadataDate": "when this was said",
    f"{_MANAGED}DocumentID": "which document it is",
    f"{_MANAGED}VersionID": "which version it is",
    f"{_MANAGED}RenditionClass": "which rendition it is",
    "dc:title": "what it is called",
}
_SAME = {
    "/Title": "dc:title",
    "/CreationDate": f"{_XMP}CreateDate",
    "/ModDate": f"{_XMP}ModifyDate",
}


def metadata(pdf: Pdf) -> Iterator[Diagnostic]:
    """What is wrong with the XMP packet, or differs from the information dictionary."""
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield error("press-metadata", "the file has no XMP packet")
        return
    if "/Filter" in stream:
        yield error("press-metadata", "the XMP packet is compressed, so that few tools find it")
    try:
        said = _properties(stream.read_bytes())
    except NotWellFormed as problem:
        yield error("press-metadata", f"the XMP packet cannot be read: {problem}")
        return
    yield from _said(said)
    yield from _trapping(said.get(f"{_PDF}Trapped"), pdf.docinfo.get("/Trapped"))
    for key, name in _SAME.items():
        told = pdf.docinfo.get(key)
        if told is not None and _plain(str(told)) != _plain(said.get(name, "")):
            message = f"the XMP packet and the information dictionary differ in `{key}`"
            yield error("press-metadata", message)


def _said(said: dict[str, str]) -> Iterator[Diagnostic]:
    """What the packet must say and does not."""
    if said.get(_VERSION) != "PDF/X-4":
        yield error("press-metadata", "the XMP packet does not say that the file is PDF/X-4")
    for key, what in _REQUIRED.items():
        if not said.get(key):
            yield error("press-metadata", f"the XMP packet does not say {what}")


def _trapping(said: str | None, told: Object | None) -> Iterator[Diagnostic]:
    """Whether thin overlaps hide where plates do not meet: a press must know, not guess."""
    if said not in {"True", "False"}:
        yield error("press-metadata", "the XMP packet does not say whether the file is trapped")
    elif told is not None and str(told) != f"/{said}":
        message = "the XMP packet and the information dictionary differ in `/Trapped`"
        yield error("press-metadata", message)


def _properties(packet: bytes) -> dict[str, str]:
    """The text of each property of the packet, by its full name."""
    found: dict[str, str] = {}
    for element in parse(packet).walk():
        if element.tag == f"{_RDF}Description":
            found |= element.attributes
            for child in element.children:
                if not isinstance(child, str):
                    found[child.tag] = child.text().strip()
    return found


def _plain(value: str) -> str:
    """A date as its digits, so that both ways to write one compare; other text as it is."""
    if re.fullmatch(r"D:\d.*|\d{4}-\d\d.*", value):
        return re.sub(r"\D", "", value)
    return value
