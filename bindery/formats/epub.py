"""E-books: a document packed as EPUB 3.3. The only door to EbookLib.

EbookLib assembles the package; pages, contents and NCX are handed to it as raw items,
because everything it parses or writes by itself loses something (``tests/
test_ebooklib_faults.py`` shows each case on the library as it is).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import takewhile

from ebooklib import epub

from bindery.diagnostics import Diagnostic, Failure, Severity, error
from bindery.document import COVER_FILE, Document, File, Made, Metadata
from bindery.guide import Certification
from bindery.markup import parse

from .accessibility import Accessibility, describe
from .epub_container import entries, pack
from .epub_fonts import Embedded, embed, words_of
from .epub_names import file_faults, label_faults, metadata_faults, name_faults
from .epub_navigation import NAV_FILE, NCX_FILE, nav_page, places, toc_ncx
from .epub_page_breaks import PageBreak, number_pages
from .epub_pages import STYLE_FILE, Sheet, read_pages, reference_faults, used_files
from .epub_styles import Styles, flatten
from .lettering import lettered

_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class _Book:
    """Everything a package is made of, ready to be written.

    ``paper`` is the printed document whose page numbers it gives, empty if it gives none.
    """

    metadata: Metadata
    sheets: tuple[Sheet, ...]
    navigation: bytes
    ncx: bytes
    style: bytes
    files: tuple[File, ...]
    accessibility: Accessibility
    paper: str = ""
    certification: Certification | None = None


def make(document: Document) -> Made:
    """``document`` as an EPUB: the same bytes for the same document, always.

    All content stands in one folder, so the names in pages and styles hold unchanged. A file
    named ``cover.jpg`` becomes the cover image; a file that no page or style shows, and a
    font that no text reaches, is left out.

    Raises:
        Failure: with every fault that would make a broken book, all together.
    """
    findings = [
        *label_faults(document.metadata.labels),
        *metadata_faults(document.metadata),
        *name_faults(document),
        *file_faults(document.files),
    ]
    pages, breaks = number_pages(document.pages, document.paper)
    sheets, page_findings = read_pages(pages)
    findings += page_findings
    if not document.pages:
        findings.append(error("epub-markup", "the document has no pages"))
    styles, style_findings = flatten(document.stylesheets)
    findings += style_findings
    findings += reference_faults(sheets, _style_files(styles), document.files)
    _stop_at_errors(findings)
    book, more = _book(document, sheets, styles, breaks)
    findings += more
    _stop_at_errors(findings)
    return Made(_written(book), tuple(findings))


def _stop_at_errors(findings: Sequence[Diagnostic]) -> None:
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise Failure(*findings)


def _style_files(styles: Styles) -> list[str]:
    return [*styles.urls, *(url for face in styles.faces for url in face.urls)]


def _book(
    document: Document, sheets: tuple[Sheet, ...], styles: Styles, breaks: tuple[PageBreak, ...]
) -> tuple[_Book, list[Diagnostic]]:
    metadata = document.metadata
    contents, findings = places(document.outline, sheets, metadata)
    navigation = nav_page(contents, sheets, metadata, breaks)
    roots = [*(sheet.root for sheet in sheets), parse(navigation)]
    fonts, font_findings = embed(styles, document.files, words_of(roots, styles))
    files = _shown(document, sheets, styles, fonts)
    accessibility = describe(
        [sheet.root for sheet in sheets],
        styles.properties,
        {file.name: file for file in files},
        metadata.labels,
    )
    book = _Book(
        metadata=metadata,
        sheets=sheets,
        navigation=navigation,
        ncx=toc_ncx(contents, sheets, metadata, breaks),
        style=styles.text(fonts.families).encode(),
        files=files,
        accessibility=accessibility,
        paper=document.paper.source if document.paper and breaks else "",
        certification=_signature(document),
    )
    return book, [*findings, *font_findings]


def _shown(
    document: Document, sheets: Iterable[Sheet], styles: Styles, fonts: Embedded
) -> tuple[File, ...]:
    """The files that belong in the book, fonts cut down and drawings lettered, by name."""
    names = {COVER_FILE, *styles.urls}.union(*(used_files(sheet) for sheet in sheets))
    shown = {name: file for name, file in document.files.items() if name in names}
    shown |= lettered(shown, document.files, styles)
    for name, data in fonts.files.items():
        shown[name] = File(name, document.files[name].media_type, data)
    return tuple(shown[name] for name in sorted(shown))


def _written(book: _Book) -> bytes:
    """The finished zip."""
    package = epub.EpubBook()
    # Begin anew: the library has put its own name and a random identifier in.
    package.metadata = {}
    _describe_book(package, book.metadata)
    _describe_accessibility(package, book.accessibility)
    if book.paper:
        _add_property(package, "pageBreakSource", book.paper)
    if book.certification:
        _certify(package, book.certification)
    _add_items(package, book)
    options = {
        "raise_exceptions": True,  # or a failed write is a warning and a False
        "mtime": datetime.combine(book.metadata.modified, time(), UTC),  # or local time called UTC
        "package_direction": True,
        "epub3_pages": False,  # or every id that has an epub:type becomes a page
        "epub3_landmark": False,
        "compresslevel": 0,  # it is packed once more, in a way that does not tell the time
    }
    archive = BytesIO()
    epub.write_epub(archive, package, options)
    content = entries(archive.getvalue())
    content["EPUB/content.opf"] = _with_language(content["EPUB/content.opf"], book.metadata)
    return pack(content)


def _describe_book(package: epub.EpubBook, metadata: Metadata) -> None:
    package.set_identifier(metadata.identifier)
    package.set_title(metadata.title)
    package.set_language(metadata.language)
    package.set_direction(metadata.direction)
    for number, author in enumerate(metadata.authors, start=1):
        # Each its own id: the library would call every author "creator".
        package.add_author(author, role="aut", uid=f"author-{number}")
    for name, value in (
        ("publisher", metadata.publisher),
        ("description", metadata.description),
        ("date", metadata.modified.isoformat()),
    ):
        if value:
            package.add_metadata("DC", name, value)
    if metadata.ref:
        package.add_metadata("DC", "identifier", metadata.ref, {"id": "ref"})
    if metadata.version:
        _add_property(package, "schema:version", metadata.version)


def _describe_accessibility(package: epub.EpubBook, accessibility: Accessibility) -> None:
    for name, values in (
        ("accessMode", accessibility.modes),
        ("accessModeSufficient", accessibility.sufficient),
        ("accessibilityFeature", accessibility.features),
        ("accessibilityHazard", accessibility.hazards),
        ("accessibilitySummary", (accessibility.summary,)),
    ):
        for value in filter(None, values):
            _add_property(package, f"schema:{name}", value)


def _signature(document: Document) -> Certification | None:
    """The signature, if the standard it is for is among what the book may claim."""
    signed = document.certification
    return signed if signed and signed.standard in document.claims else None


def _certify(package: epub.EpubBook, signed: Certification) -> None:
    """What a person signed for, and who it was: each statement is about the one before it."""
    standard, certifier = {"id": "conformance"}, {"id": "certifier", "refines": "#conformance"}
    _add_property(package, "dcterms:conformsTo", signed.standard, standard)
    _add_property(package, "a11y:certifiedBy", signed.by, certifier)
    about = {"refines": "#certifier"}
    if signed.credential:
        _add_property(package, "a11y:certifierCredential", signed.credential, about)
    if signed.report:
        link = {"rel": "a11y:certifierReport", "href": signed.report, **about}
        package.add_metadata(None, "link", None, link)


def _add_property(
    package: epub.EpubBook, name: str, value: str, more: dict[str, str] | None = None
) -> None:
    package.add_metadata(None, "meta", value, {"property": name, **(more or {})})


def _add_items(package: epub.EpubBook, book: _Book) -> None:
    """Put everything in, as raw items: what the library parses, it rewrites."""
    navigation = _item("nav", File(NAV_FILE, _XHTML, book.navigation), ["nav"])
    pages = [
        _item(f"page-{number}", File(sheet.file_name, _XHTML, sheet.data), sheet.properties)
        for number, sheet in enumerate(book.sheets, start=1)
    ]
    files = [
        _item(f"file-{number}", file, ["cover-image"] if file.name == COVER_FILE else [])
        for number, file in enumerate(book.files, start=1)
    ]
    style = _item("style", File(STYLE_FILE, "text/css", book.style))
    # The writer names the NCX "ncx" in the spine, whether or not there is one.
    ncx = _item("ncx", File(NCX_FILE, "application/x-dtbncx+xml", book.ncx))
    for item in (navigation, ncx, style, *pages, *files):
        package.add_item(item)
    for item in files:
        if item.file_name == COVER_FILE:  # how readers of EPUB 2 find the cover
            package.add_metadata(None, "meta", "", {"name": "cover", "content": item.id})
    # The contents come after the cover, where a reader turns to next.
    start = len(list(takewhile(lambda sheet: sheet.page.role == "cover", book.sheets)))
    package.spine = [*pages[:start], navigation, *pages[start:]]


def _item(uid: str, file: File, properties: Iterable[str] = ()) -> epub.EpubItem:
    """A file handed to the library untouched, with what the manifest says about it.

    Its constructor takes no properties; its writer heeds them where it finds them.
    """
    item = epub.EpubItem(uid, file.name, file.media_type, file.data)
    item.properties = list(properties)
    return item


def _with_language(package: bytes, metadata: Metadata) -> bytes:
    """The package document with its language: the library writes none on the package."""
    opening = b"<package "
    if package.count(opening) != 1:
        raise AssertionError("the package document is not as EbookLib 0.20 writes it")
    attribute = f'xml:lang="{metadata.language}" '.encode()
    return package.replace(opening, opening + attribute)
