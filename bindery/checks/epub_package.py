"""The package document of a finished e-book: metadata, manifest, spine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from bindery.diagnostics import Diagnostic, error
from bindery.document import COVER_FILE
from bindery.markup import Element

from .epub_book import FOLDER, NAV, Book

_SUFFIXES = {
    ".xhtml": "application/xhtml+xml",
    ".ncx": "application/x-dtbncx+xml",
    ".css": "text/css",
    ".jpg": "image/jpeg",
}
_ACCESS = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
# Conformance is a person's judgement: only one who signed for it may be quoted.
_CLAIMS = ("conformsTo", "certifiedBy", "certifierCredential", "certifierReport")


def package_faults(book: Book) -> Iterator[Diagnostic]:
    """Everything wrong with the package document."""
    for part in (_root, _metadata, _accessibility, _manifest, _properties, _spine):
        yield from (error("epub-package", message) for message in part(book))


def _values(book: Book, tag: str, name: str = "") -> list[str]:
    return [
        element.text().strip()
        for element in book.package.walk()
        if element.tag == tag and (not name or element.attributes.get("property") == name)
    ]


def _root(book: Book) -> Iterator[str]:
    metadata = book.document.metadata
    attributes = book.package.attributes
    for name, right in (
        ("version", "3.0"),
        ("xml:lang", metadata.language),
        ("dir", metadata.direction),
    ):
        if attributes.get(name) != right:
            yield f"the package has `{name}` {attributes.get(name)!r}, not `{right}`"
    identifiers = {
        element.attributes.get("id"): element.text()
        for element in book.package.walk()
        if element.tag == "dc:identifier"
    }
    if identifiers.get(attributes.get("unique-identifier")) != metadata.identifier:
        yield "the package's unique identifier is not the document's"


def _metadata(book: Book) -> Iterator[str]:
    metadata = book.document.metadata
    for what, found, right in (
        ("title", _values(book, "dc:title"), [metadata.title.strip()]),
        ("language", _values(book, "dc:language"), [metadata.language]),
        ("authors", _values(book, "dc:creator"), [name.strip() for name in metadata.authors]),
        (
            "time of change",
            _values(book, "opf:meta", "dcterms:modified"),
            [f"{metadata.modified.isoformat()}T00:00:00Z"],
        ),
    ):
        if found != right:
            yield f"the {what} in the package is {found}, not {right}"


def _accessibility(book: Book) -> Iterator[str]:
    said = {name: _values(book, "opf:meta", f"schema:{name}") for name in _ACCESS}
    for name, values in said.items():
        if not values and name != "accessModeSufficient":
            yield f"`schema:{name}` is missing"
    drawn = [e for _, page in book.pages() for e in page.walk() if e.tag in {"img", "svg:svg"}]
    spoken = [e for e in drawn if e.attributes.get("alt") != ""]
    silent = [e for e in spoken if e.tag == "img" and "alt" not in e.attributes]
    if spoken and "visual" not in said["accessMode"]:
        yield "the book shows pictures, and its access modes do not say so"
    if ("alternativeText" in said["accessibilityFeature"]) and (silent or not spoken):
        yield "`alternativeText` is claimed, and pictures lack it"
    yield from _certification(book)


def _certification(book: Book) -> Iterator[str]:
    signed = book.document.certification
    expected: dict[str, str] = {}
    if signed and signed.standard in book.document.claims:
        words = (signed.standard, signed.by, signed.credential, signed.report)
        expected = {name: text for name, text in zip(_CLAIMS, words, strict=True) if text}
    for element in book.package.walk():
        attributes = element.attributes
        name = attributes.get("property", attributes.get("rel", ""))
        claimed = name.rpartition(":")[2]
        if claimed not in _CLAIMS:
            continue
        if expected.pop(claimed, None) != (element.text() or attributes.get("href", "")):
            yield f"`{name}` is claimed, which only a person may do, and nobody signed for it"
    for claimed in expected:
        yield f"`{claimed}` was signed for and is not in the package"


def _manifest(book: Book) -> Iterator[str]:
    for what, counted in (
        ("id", Counter(item.id for item in book.items)),
        ("file", Counter(item.href for item in book.items)),
    ):
        yield from (f"the {what} `{name}` is listed twice" for name, n in counted.items() if n > 1)
    listed = {FOLDER + item.href for item in book.items}
    held = {name for name in book.content if name.startswith(FOLDER)} - {FOLDER + "content.opf"}
    yield from (f"`{name}` is listed and not there" for name in sorted(listed - held))
    yield from (f"`{name}` is there and not listed" for name in sorted(held - listed))
    for item in book.items:
        handed = book.document.files.get(item.href)
        suffix = "." + item.href.rpartition(".")[2]
        right = handed.media_type if handed else _SUFFIXES.get(suffix, "")
        if item.media_type != right:
            yield f"`{item.href}` is listed as `{item.media_type}`, not `{right}`"


def _properties(book: Book) -> Iterator[str]:
    for item in book.items:
        expected = set()
        if FOLDER + item.href == NAV:
            expected.add("nav")
        if item.href == COVER_FILE:
            expected.add("cover-image")
        if item.href.endswith(".xhtml"):
            expected |= _drawn(book.trees.get(FOLDER + item.href))
        if item.properties != expected:
            found = " ".join(sorted(item.properties)) or "none"
            right = " ".join(sorted(expected)) or "none"
            yield f"`{item.href}` has the properties {found}, not {right}"
    wants_cover = book.document.cover is not None or COVER_FILE in book.document.files
    if wants_cover and FOLDER + COVER_FILE not in book.content:
        yield "the cover image is not in the book"


def _drawn(page: Element | None) -> set[str]:
    tags = {element.tag for element in page.walk()} if page else set()
    return {name for name, tag in (("svg", "svg:svg"), ("mathml", "math:math")) if tag in tags}


def _spine(book: Book) -> Iterator[str]:
    hrefs = {item.id: item.href for item in book.items}
    refs = [element for element in book.package.walk() if element.tag == "opf:itemref"]
    found = [hrefs.get(ref.attributes.get("idref", ""), "?") for ref in refs]
    right = [f"{page.name}.xhtml" for page in book.document.pages]
    covers = takewhile(lambda page: page.role == "cover", book.document.pages)
    right.insert(len(list(covers)), NAV.removeprefix(FOLDER))
    if found != right:
        yield f"the reading order is {' '.join(found)}, not {' '.join(right)}"
    if any(ref.attributes.get("linear") == "no" for ref in refs):
        yield "a page is left out of the reading order"
    spine = book.package.find("opf:spine")
    toc = hrefs.get(spine.attributes.get("toc", ""), "") if spine else ""
    if not toc.endswith(".ncx"):
        yield "the spine does not name the NCX"
    direction = spine.attributes.get("page-progression-direction") if spine else None
    if direction != book.document.metadata.direction:
        yield "the pages do not turn in the direction of the language"
