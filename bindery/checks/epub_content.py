"""What a reader of a finished e-book sees: words, pictures, styles and fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, error
from bindery.markup import Element, NotWellFormed, parse

from .additions import ADDED_TO_TABLES
from .epub_book import FOLDER, STYLE, Book
from .epub_fonts import font_faults
from .epub_pages import without_breaks
from .lettering import came_through

_ACTIVE = frozenset(
    {"script", "iframe", "object", "embed", "applet", "canvas", "audio", "video", "base"}
    | {"form", "input", "button", "select", "textarea", "svg:script", "svg:foreignObject"}
)
# Attributes that packing may add; everything else must come through as it was handed over.
_ADDED = frozenset({"epub:type", "xml:lang"})
_FETCHING = frozenset({"src", "srcset", "xlink:href", "poster", "data"})
# Names that a parser of HTML writes small, after which the drawing does not show.
_SMALL = frozenset({"viewbox", "preserveaspectratio", "gradientunits", "gradienttransform"})
_SMALL_TAGS = frozenset(
    f"svg:{name}" for name in ("lineargradient", "radialgradient", "clippath", "textpath")
)
_LEFT_IN_CSS = (
    (re.compile(r"\bvar\s*\(|(?<![\w-])--[\w-]+\s*:"), "a custom property"),
    (re.compile(r"/\*"), "a comment"),
    (re.compile(r"@import|@charset"), "an import or charset rule"),
)
_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")


def content_faults(book: Book) -> Iterator[Diagnostic]:
    """Everything that is lost, added or unsafe in pages, pictures, styles and fonts."""
    for part in (_pages, _files, _parts, _style, font_faults):
        yield from (error("epub-content", message) for message in part(book))


def _pages(book: Book) -> Iterator[str]:
    """Every page says what it said when it was handed over, element by element."""
    for page in book.document.pages:
        packed = book.trees.get(f"{FOLDER}{page.name}.xhtml")
        if packed is None:
            yield f"page `{page.name}` is not in the book"
            continue
        try:
            handed = parse(page.html.encode())
        except (NotWellFormed, UnicodeEncodeError):
            yield f"page `{page.name}` was handed over broken"
            continue
        packed = without_breaks(packed)
        if packed.text() != handed.text():
            yield f"the words of page `{page.name}` were changed"
        elif not _kept(handed, packed):
            yield f"the elements of page `{page.name}` were changed"
        yield from _languages(page.name, packed)
        if sum(_is_style_link(element) for element in packed.walk()) != 1:
            yield f"page `{page.name}` does not use the book's styles"


def _kept(handed: Element, packed: Element) -> bool:
    """Whether ``packed`` is ``handed`` with nothing but what packing adds."""
    before = list(handed.walk())
    after = [element for element in packed.walk() if not _is_style_link(element)]
    return len(before) == len(after) and all(map(_same, before, after))


def _same(before: Element, after: Element) -> bool:
    old, new = before.attributes, after.attributes
    return (
        before.tag == after.tag
        and old.items() <= new.items()
        and new.keys() - old.keys() <= _ADDED | ADDED_TO_TABLES.get(before.tag, frozenset())
        and _pattern(before) == _pattern(after)
    )


def _pattern(element: Element) -> list[str | None]:
    """The children: text as it stands, elements as None."""
    return [
        child if isinstance(child, str) else None
        for child in element.children
        if isinstance(child, str) or not _is_style_link(child)
    ]


def _is_style_link(element: Element) -> bool:
    return element.tag == "link" and FOLDER + element.attributes.get("href", "") == STYLE


def _languages(name: str, root: Element) -> Iterator[str]:
    if not root.attributes.get("lang"):
        yield f"page `{name}` has no language"
    for element in root.walk():
        if element.attributes.get("lang") != element.attributes.get("xml:lang"):
            yield f"page `{name}` has different `lang` and `xml:lang`, line {element.line}"


def _files(book: Book) -> Iterator[str]:
    """Pictures come through as they were; drawings may get fonts, and fonts may be cut down."""
    for name, file in book.document.files.items():
        packed = book.content.get(FOLDER + name)
        if packed is None or file.media_type.startswith("font/"):
            continue
        if not came_through(file, packed):
            yield f"the file `{name}` was changed"


def _parts(book: Book) -> Iterator[str]:
    """Nothing runs, nothing is fetched, every picture is there and can be drawn."""
    for name, root in book.trees.items():
        if not name.endswith((".xhtml", ".svg")):
            continue
        for element in root.walk():
            attributes = element.attributes
            handlers = sorted(key for key in attributes if key.lower().startswith("on"))
            if element.tag in _ACTIVE or handlers:
                what = (*handlers, _local(element))[0]
                yield f"`{name}` has `{what}`, line {element.line}"
            if _SMALL & attributes.keys() or element.tag in _SMALL_TAGS:
                what = (*sorted(_SMALL & attributes.keys()), _local(element))[0]
                yield f"`{name}` has `{what}` in small letters, line {element.line}"
            for target in _fetched(element):
                if not book.leads(name, target):
                    yield f"`{name}` shows `{target}`, which is not in the book"


def _local(element: Element) -> str:
    return element.tag.rpartition(":")[2]


def _fetched(element: Element) -> Iterator[str]:
    """What a reader loads to show the element; links to follow are another check's."""
    if element.tag == "link":
        yield element.attributes.get("href", "")
    for key in _FETCHING & element.attributes.keys():
        if element.tag != "svg:a":
            yield element.attributes[key]
    if element.tag.startswith("svg:") and element.tag != "svg:a" and "href" in element.attributes:
        yield element.attributes["href"]


def _style(book: Book) -> Iterator[str]:
    if STYLE not in book.content:
        yield "the book has no style sheet"
        return
    css = book.content[STYLE].decode("utf-8", "replace")
    for pattern, what in _LEFT_IN_CSS:
        if pattern.search(css):
            yield f"the style sheet still has {what}"
    for target in dict.fromkeys(_URL.findall(css)):
        if not book.leads(STYLE, target):
            yield f"the style sheet names `{target}`, which is not in the book"
