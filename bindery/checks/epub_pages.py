"""The printed pages' numbers in a finished e-book: all there, in order, and true to the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bindery.diagnostics import Diagnostic, error
from bindery.document import PageStart
from bindery.markup import Element

from .epub_book import FOLDER, NAV, NCX, Book

_BREAK = "doc-pagebreak"
_BLANKS = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")
_ENOUGH = 8  # characters that tell a place
# A break stands before a whole word, link or heading, of which the page may begin with the end.
_NEAR = 80


def page_faults(book: Book) -> Iterator[Diagnostic]:
    """Everything wrong with the page-list, the page breaks and what they are said to be of."""
    for messages in (_list_faults(book), _break_faults(book), _ncx_faults(book), _source(book)):
        yield from (error("epub-navigation", message) for message in messages)


def is_break(element: Element) -> bool:
    """Whether an element marks where a printed page begins."""
    return element.attributes.get("role") == _BREAK


def without_breaks(element: Element) -> Element:
    """``element`` as it was before page breaks were put in."""
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            children += [] if is_break(child) else [without_breaks(child)]
        elif children and isinstance(children[-1], str):
            children[-1] += child
        else:
            children.append(child)
    return replace(element, children=tuple(children))


def _labels(book: Book) -> list[str]:
    """The numbers of the pages that the book should know."""
    return [start.label for start in _starts(book)]


def _starts(book: Book) -> Sequence[PageStart]:
    return book.document.paper.starts if book.document.paper else ()


def _entries(book: Book) -> list[tuple[str, str]] | None:
    """Number and link of each line of the page-list; None if there is no list."""
    root = book.trees.get(NAV)
    navs = [element for element in root.walk() if element.tag == "nav"] if root else []
    nav = next((nav for nav in navs if nav.attributes.get("epub:type") == "page-list"), None)
    if nav is None:
        return None
    links = (element for element in nav.walk() if element.tag == "a")
    return [(link.text(), link.attributes.get("href", "")) for link in links]


def _breaks(book: Book) -> list[tuple[str, str]]:
    """Number and address of every page break, in reading order."""
    return [
        (element.attributes.get("aria-label", ""), f"{name.removeprefix(FOLDER)}#{anchor}")
        for name, root in book.pages()
        for element in root.walk()
        if is_break(element)
        for anchor in [element.attributes.get("id", "")]
    ]


def _list_faults(book: Book) -> Iterator[str]:
    entries, labels = _entries(book), _labels(book)
    if not labels:
        if entries is not None:
            yield "the book lists printed pages, and there are none"
        return
    if entries is None:
        yield "the book does not list the printed pages"
        return
    if [label for label, _ in entries] != labels:
        yield f"the list of pages is not {_told(labels)}"
    if entries != _breaks(book):
        yield "the list of pages and the breaks in the text differ"
    yield from _misplaced(book)


def _misplaced(book: Book) -> Iterator[str]:
    """Breaks that stand elsewhere than before the words which their page begins with.

    A page's first words that the book has not got, has twice or has further up tell nothing.
    """
    text, places = _text(book)
    last = 0
    for start, place in zip(_starts(book), places, strict=False):
        right = text.find(start.words) if len(start.words) >= _ENOUGH else -1
        single = right >= last and text.find(start.words, right + 1) < 0
        if single and not 0 <= right - place <= _NEAR:
            yield (
                f"printed page {start.label} begins with `{start.words}`, and the book's break "
                f"stands before `{text[place : place + len(start.words)]}`"
            )
        last = place


def _text(book: Book) -> tuple[str, list[int]]:
    """The book's characters without blanks, and how many of them stand before each break."""
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for _, root in book.pages():
        body = root.find("body")
        stack: list[Element | str] = [body] if body else []
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(_BLANKS.sub("", node))
                length += len(parts[-1])
            else:
                places += [length] if is_break(node) else []
                stack.extend(reversed(node.children))
    return "".join(parts), places


def _told(labels: Sequence[str]) -> str:
    return f"{labels[0]} to {labels[-1]}"


def _break_faults(book: Book) -> Iterator[str]:
    for name, root in book.pages():
        for element in root.walk():
            if is_break(element) and (
                element.tag != "span"
                or element.children
                or element.attributes.get("epub:type") != "pagebreak"
                or not element.attributes.get("id")
            ):
                yield f"`{name}` has a page break that is not one, line {element.line}"


def _ncx_faults(book: Book) -> Iterator[str]:
    root = book.trees.get(NCX)
    if root is None:
        return
    told = []
    for target in root.walk():
        if target.tag == "ncx:pageTarget":
            content, text = target.find("ncx:content"), target.find("ncx:text")
            address = content.attributes.get("src", "") if content else ""
            told.append((text.text() if text else "", address))
    if told != (_entries(book) or []):
        yield "the NCX lists other pages than the contents page"
    named = {e.attributes.get("name"): e.attributes.get("content") for e in root.walk()}
    if named.get("dtb:totalPageCount") != str(len(told)):
        yield "the NCX counts other pages than it lists"


def _source(book: Book) -> Iterator[str]:
    told = [
        element.text()
        for element in book.package.walk()
        if element.attributes.get("property") == "pageBreakSource"
    ]
    expected = [book.document.paper.source] if book.document.paper else []
    if told != expected:
        yield "the book does not say which printed pages its numbers are of"
