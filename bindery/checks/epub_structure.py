"""A finished e-book, opened again and held against the document it was made from.

Quick enough for every build (about 10 ms), and written without the code that packs, so that
one does not repeat the other's mistakes.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from bindery.diagnostics import Diagnostic, error
from bindery.document import Document, Made
from bindery.markup import Element, NotWellFormed, parse

from . import screens
from .epub_book import FOLDER, NAV, STYLE, Book, Item
from .epub_content import content_faults
from .epub_navigation import navigation_faults
from .epub_package import package_faults
from .epub_pages import page_faults
from .epub_pictures import picture_faults
from .screen_glyphs import missing_in_drawings

_CONTAINER = "META-INF/container.xml"
_PACKAGE = FOLDER + "content.opf"
_MIMETYPE = b"application/epub+zip"
_LOCAL_HEADER = struct.Struct("<4s2x2xH2x2x4x4x4xHH")
_DRAWING = "image/svg+xml"
_SAFE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HINT = "this is a fault of the program or its templates: keep the guide and report it"


def check(document: Document, made: Made) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with ``made`` as the e-book of ``document``.

    Rules: ``epub-container``, ``epub-package``, ``epub-navigation``, ``epub-content``,
    ``epub-picture``, and those of :mod:`bindery.checks.screens`.
    """
    try:
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            faults = [*_first_entry(made.data), *_entries(archive)]
            content = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        return (_container_fault(f"the zip cannot be read: {problem}"),)
    book, broken = _opened(document, content)
    faults += broken
    if book is not None:
        for part in _PARTS:
            faults += part(book)
    return tuple(dict.fromkeys(faults))


def _hard_to_read(book: Book) -> Iterator[Diagnostic]:
    """What is hard to read on the pages, as readers show them."""
    styles = book.content.get(STYLE, b"").decode("utf-8", "replace")
    nav = (book.trees[NAV],) if NAV in book.trees else ()
    pages = [*(page for _, page in book.pages()), *nav]
    yield from screens.check(
        book.document, pages, styles, lambda name: book.content.get(FOLDER + name, b"")
    )
    drawings = (file.name for file in book.document.files.values() if file.media_type == _DRAWING)
    yield from missing_in_drawings(
        book.document, {name: book.content.get(FOLDER + name, b"") for name in drawings}
    )


_PARTS = (
    *(package_faults, navigation_faults, page_faults, content_faults, picture_faults),
    _hard_to_read,
)


def _container_fault(message: str) -> Diagnostic:
    return error("epub-container", message, hint=_HINT)


def _first_entry(data: bytes) -> Iterator[Diagnostic]:
    """Readers find out what the file is from its first 58 bytes."""
    _, method, name_length, extra_length = _LOCAL_HEADER.unpack_from(data)
    start = _LOCAL_HEADER.size
    name = data[start : start + name_length]
    begin = start + name_length + extra_length
    if name != b"mimetype":
        yield _container_fault("the first entry is not `mimetype`")
    elif method or extra_length or data[begin : begin + len(_MIMETYPE)] != _MIMETYPE:
        yield _container_fault("`mimetype` is compressed, or does not say application/epub+zip")


def _entries(archive: zipfile.ZipFile) -> Iterator[Diagnostic]:
    names = Counter(archive.namelist())
    for name, times in names.items():
        if times > 1:
            yield _container_fault(f"`{name}` is in the zip {times} times")
        if not _SAFE.fullmatch(name):
            yield _container_fault(f"`{name}` is not a safe name")
        if name not in {"mimetype", _CONTAINER} and not name.startswith(FOLDER):
            yield _container_fault(f"`{name}` stands outside the book's folder")
    for entry in archive.infolist():
        if entry.date_time != _EPOCH:
            yield _container_fault(f"`{entry.filename}` carries a time, so builds differ")


def _opened(document: Document, content: dict[str, bytes]) -> tuple[Book | None, list[Diagnostic]]:
    """The book with every XML file parsed, or None if there is no package to go by."""
    faults: list[Diagnostic] = []
    trees: dict[str, Element] = {}
    for name, data in content.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")):
            try:
                trees[name] = parse(data)
            except NotWellFormed as problem:
                message = f"`{name}` is not well-formed: {problem.message}, line {problem.line}"
                faults.append(error("epub-content", message, hint=_HINT))
    root_file = trees[_CONTAINER].find("ocf:rootfile") if _CONTAINER in trees else None
    if root_file is None or root_file.attributes.get("full-path") != _PACKAGE:
        faults.append(_container_fault(f"`{_CONTAINER}` does not lead to the package"))
    package = trees.get(_PACKAGE)
    if package is None:
        return None, [*faults, _container_fault("the book has no package document")]
    items = tuple(Item.of(element) for element in package.walk() if element.tag == "opf:item")
    return Book(document, content, trees, package, items), faults
