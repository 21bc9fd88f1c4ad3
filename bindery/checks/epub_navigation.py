"""Ways into a finished e-book: contents, landmarks, NCX and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bindery.diagnostics import Diagnostic, error
from bindery.document import OutlineEntry
from bindery.markup import Element

from .epub_book import FOLDER, NAV, NCX, Book, anchors

_LEVELS = 2  # what Kindle and most readers show
_ROLES = {"cover": "cover", "chapter": "bodymatter", "backmatter": "backmatter"}

Line = tuple[int, str, str]  # level from 1, text, link


def navigation_faults(book: Book) -> Iterator[Diagnostic]:
    """Everything wrong with the contents page, the NCX and the links between pages."""
    page = book.trees.get(NAV)
    elements = [element for element in page.walk() if element.tag == "nav"] if page else []
    navs = {nav.attributes.get("epub:type"): nav for nav in elements}
    lines = list(_lines(navs.get("toc")))
    for messages in (
        _contents(book, lines),
        _landmarks(book, navs.get("landmarks")),
        _ncx(book, lines),
        _links(book),
    ):
        yield from (error("epub-navigation", message) for message in messages)


def _lines(nav: Element | None) -> Iterator[Line]:
    """The lines of a contents list, in order."""
    stack = [(nav, 0)] if nav else []
    while stack:
        element, level = stack.pop()
        if element.tag == "a":
            yield level, element.text(), element.attributes.get("href", "")
        deeper = level + (element.tag == "ol")
        children = [child for child in element.children if isinstance(child, Element)]
        stack.extend((child, deeper) for child in reversed(children))


def _contents(book: Book, lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        yield "the book has no contents list"
    for level, text, href in lines:
        if level > _LEVELS:
            yield f"the contents line `{text}` is on level {level}"
        if not text.strip():
            yield f"the contents line to `{href}` has no words"
        if not book.leads(NAV, href):
            yield f"the contents line `{text}` leads nowhere: `{href}`"
    places = [_position(book, href) for _, _, href in lines]
    if places != sorted(places):
        yield "the contents list is not in reading order"
    yield from _left_out(book, lines)


def _left_out(book: Book, lines: Sequence[Line]) -> Iterator[str]:
    found = {(text, href) for _, text, href in lines}
    for entry in _every(book.document.outline):
        href = f"{entry.page}.xhtml" + (f"#{entry.anchor}" if entry.anchor else "")
        if (entry.text, href) not in found:
            yield f"the contents list lacks `{entry.text}`"
    reached = {href.partition("#")[0] for _, _, href in lines}
    for page in book.document.pages:
        if f"{page.name}.xhtml" not in reached:
            yield f"no contents line leads to page `{page.name}`"


def _every(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    for entry in entries:
        yield entry
        yield from _every(entry.children)


def _position(book: Book, href: str) -> tuple[int, int]:
    """Where a link leads, as numbers that grow in reading order."""
    name, _, anchor = href.partition("#")
    files = [f"{page.name}.xhtml" for page in book.document.pages]
    page = book.trees.get(FOLDER + name)
    ids = anchors(page) if page else []
    return (
        files.index(name) if name in files else -1,
        ids.index(anchor) if anchor in ids else -1,
    )


def _landmarks(book: Book, nav: Element | None) -> Iterator[str]:
    if nav is None:
        yield "the book has no landmarks"
        return
    if "hidden" not in nav.attributes:
        yield "the landmarks are not hidden, so readers show them as text"
    if not nav.attributes.get("aria-label"):
        yield "the landmarks have no name for a screen reader"
    links = {link.attributes.get("epub:type", ""): link for link in nav.walk() if link.tag == "a"}
    roles = {page.role for page in book.document.pages}
    for kind in ["toc", *(_ROLES[role] for role in sorted(roles & _ROLES.keys()))]:
        if kind not in links:
            yield f"the landmark `{kind}` is missing"
    for kind, link in links.items():
        if not link.text().strip() or not book.leads(NAV, link.attributes.get("href", "")):
            yield f"the landmark `{kind}` has no words or leads nowhere"


def _ncx(book: Book, lines: Sequence[Line]) -> Iterator[str]:
    ncx = book.trees.get(NCX)
    if ncx is None:
        yield "the book has no NCX for older readers"
        return
    named = {e.attributes.get("name"): e.attributes.get("content") for e in ncx.walk()}
    if named.get("dtb:uid") != book.document.metadata.identifier:
        yield "the NCX carries another identifier than the book"
    depth = str(max((level for level, _, _ in lines), default=0))
    if named.get("dtb:depth") != depth:
        yield f"the NCX says depth {named.get('dtb:depth')}, and it is {depth}"
    yield from _points(book, ncx, lines)


def _points(book: Book, ncx: Element, lines: Sequence[Line]) -> Iterator[str]:
    points = [element for element in ncx.walk() if element.tag == "ncx:navPoint"]
    told = [(_first(p, "ncx:text").text(), _source(p)) for p in points]
    if told != [(text, href) for _, text, href in lines]:
        yield "the NCX has other lines than the contents list"
    targets = [e for e in ncx.walk() if e.tag in {"ncx:navPoint", "ncx:pageTarget"}]
    hrefs = dict.fromkeys(_source(target) for target in targets)
    order = {
        href: str(number)
        for number, href in enumerate(sorted(hrefs, key=lambda h: _position(book, h)), start=1)
    }
    if any(t.attributes.get("playOrder") != order[_source(t)] for t in targets):
        yield "the play order of the NCX is not the reading order"
    if len({target.attributes.get("id") for target in targets}) != len(targets):
        yield "the NCX has one id twice"


def _first(point: Element, tag: str) -> Element:
    return point.find(tag) or Element(tag, {}, (), 0, 0, 0)


def _source(point: Element) -> str:
    return _first(point, "ncx:content").attributes.get("src", "")


def _links(book: Book) -> Iterator[str]:
    for name, page in book.pages():
        known: set[str] = set()
        for anchor in anchors(page):
            if anchor in known:
                yield f"`{name}` has the id `{anchor}` twice"
            known.add(anchor)
        for element in page.walk():
            href = element.attributes.get("href") if element.tag == "a" else None
            if href is None or book.place(name, href) is None:
                continue
            if not book.leads(name, href):
                yield f"`{name}` links to `{href}`, which is not in the book"
