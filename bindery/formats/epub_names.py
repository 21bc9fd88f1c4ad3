"""What must be right before packing begins: names, file types, words about the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, error
from bindery.document import Document, File, Metadata
from bindery.markup import NotWellFormed, parse

from .accessibility import LABELS as ACCESSIBILITY_LABELS
from .epub_navigation import LABELS as NAVIGATION_LABELS
from .epub_navigation import NAV_FILE, NCX_FILE
from .epub_pages import STYLE_FILE, active_faults, page_file

PACKAGE_FILE = "content.opf"
_SAFE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The types every reader must show, and how a file of each begins.
_STARTS: dict[str, tuple[bytes, ...]] = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/svg+xml": (b"<", b"\xef\xbb\xbf<"),
    "font/ttf": (b"\x00\x01\x00\x00", b"true"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name in the book and what it names, for a message."""

    name: str
    what: str


def name_faults(document: Document) -> Iterator[Diagnostic]:
    """Names that a reader, a shop or a disk could stumble over, and names used twice."""
    own = (NAV_FILE, NCX_FILE, STYLE_FILE, PACKAGE_FILE)
    taken = {name: _Entry(name, "the book itself") for name in own}
    entries = [_Entry(page_file(page.name), f"page `{page.name}`") for page in document.pages]
    entries += [_Entry(name, f"file `{name}`") for name in document.files]
    hint = "use letters, digits, `-`, `_` and `.`, each name once, whatever its case"
    for entry in entries:
        if not _SAFE.fullmatch(entry.name) or ".." in entry.name:
            yield error("epub-file-name", f"{entry.what} has an unsafe name", hint=hint)
        earlier = taken.setdefault(entry.name.lower(), entry)
        if earlier is not entry:
            message = f"{entry.what} has the same name as {earlier.what}"
            yield error("epub-file-name", message, hint=hint)
    for key, file in document.files.items():
        if key != file.name:
            message = f"file `{key}` calls itself `{file.name}`"
            yield error("epub-file-name", message, hint=hint)


def file_faults(files: Mapping[str, File]) -> Iterator[Diagnostic]:
    """Files of a type that e-readers need not show, or that are not what they say."""
    for name, file in files.items():
        starts = _STARTS.get(file.media_type)
        if starts is None:
            message = f"file `{name}` is of type `{file.media_type}`, which not every reader shows"
        elif not file.data.lstrip(b" \t\r\n").startswith(starts):
            message = f"file `{name}` is not {file.media_type}"
        else:
            if file.media_type == "image/svg+xml":
                yield from _drawing_faults(file)
            continue
        yield error("epub-file-type", message, hint="use SVG, PNG or JPEG pictures, TrueType fonts")


def _drawing_faults(file: File) -> Iterator[Diagnostic]:
    hint = "save the picture anew as plain SVG"
    try:
        root = parse(file.data)
    except NotWellFormed as problem:
        message = f"picture `{file.name}` is not well-formed: {problem.message}"
        yield error("epub-markup", f"{message}, line {problem.line}", hint=hint)
        return
    if root.tag != "svg:svg":
        yield error("epub-markup", f"picture `{file.name}` is not an SVG drawing", hint=hint)
    yield from active_faults(f"picture `{file.name}`", root)
    for element in root.walk():
        for key in ("href", "xlink:href", "src"):
            target = element.attributes.get(key, "#")
            # Readers fetch nothing for a picture, so only its own parts and data will show.
            if not target.startswith(("#", "data:image/")) and element.tag != "svg:a":
                message = f"picture `{file.name}` needs `{target}`, which is outside it"
                yield error("epub-missing-file", message, hint=hint)


def metadata_faults(metadata: Metadata) -> Iterator[Diagnostic]:
    """Words about the book that are missing, or that cannot be written in XML."""
    hint = "see the guide's title and settings"
    for name in ("title", "language", "identifier"):
        if not getattr(metadata, name).strip():
            yield error("epub-metadata", f"the book has no {name}", hint=hint)
    if metadata.language and not _LANGUAGE.fullmatch(metadata.language):
        message = f"`{metadata.language}` is not a language code"
        yield error("epub-metadata", message, hint="use a code such as `en-GB`")
    if metadata.direction not in {"ltr", "rtl"}:
        message = f"`{metadata.direction}` is not a direction of writing"
        yield error("epub-metadata", message, hint="use `ltr` or `rtl`")
    words = {
        "title": metadata.title,
        "identifier": metadata.identifier,
        "publisher": metadata.publisher,
        "description": metadata.description,
        "reference": metadata.ref,
        "version": metadata.version,
        **{f"author `{name}`": name for name in metadata.authors},
        **{f"label `{key}`": text for key, text in metadata.labels.items()},
    }
    for what, text in words.items():
        bad = _NOT_XML.search(text)
        if bad:
            message = f"the {what} holds the invisible character U+{ord(bad[0]):04X}"
            yield error("epub-metadata", message, hint="delete it and type the text anew")


def label_faults(labels: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Words of the language's label file that an e-book needs and that are not there."""
    for key in (*NAVIGATION_LABELS, *ACCESSIBILITY_LABELS):
        if not labels.get(key, "").strip():
            message = f"the label `{key}` is missing"
            yield error("missing-label", message, hint="add it to the language's label file")
