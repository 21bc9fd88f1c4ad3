"""Ways into an e-book: the contents page, its landmarks, and the older readers' NCX.

The packaging library's own navigation is left aside: its contents carry the book's title as
heading, its landmarks are visible, its NCX claims depth 0 and can repeat ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bindery.bidirectional import set_apart
from bindery.diagnostics import Diagnostic, error
from bindery.document import Metadata, OutlineEntry

from .epub_page_breaks import PageBreak
from .epub_pages import STYLE_FILE, Sheet, page_file

NAV_FILE = "nav.xhtml"
NCX_FILE = "toc.ncx"
LABELS = ("nav.contents", "nav.landmarks", "nav.cover", "nav.start", "nav.pages")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the contents with its target as a link, ``care.xhtml#now``."""

    text: str
    href: str
    children: tuple[Place, ...] = ()


def places(
    outline: Sequence[OutlineEntry], sheets: Sequence[Sheet], metadata: Metadata
) -> tuple[tuple[Place, ...], tuple[Diagnostic, ...]]:
    """The contents of the book: every page reachable, at most two levels, in reading order.

    Entries below the second level come up to it, as readers show no more; a page that no
    entry names gets a line of its own. An entry that leads nowhere is an error.
    """
    position = {sheet.page.name: number for number, sheet in enumerate(sheets)}
    anchors = {sheet.page.name: frozenset(sheet.ids) for sheet in sheets}
    reached = set()
    findings = []
    for entry in _every(outline):
        reached.add(entry.page)
        known = entry.page in position
        if not known or (entry.anchor and entry.anchor not in anchors[entry.page]):
            message = f"the contents line `{entry.text}` leads nowhere: `{_href(entry)}`"
            findings.append(error("epub-link", message, hint="mend the guide's outline"))
    lines = [(position.get(entry.page, 0), _place(entry)) for entry in outline]
    lines += [
        (position[sheet.page.name], Place(_page_title(sheet, metadata), sheet.file_name))
        for sheet in sheets
        if sheet.page.name not in reached
    ]
    # Stable: lines of one page keep the order of the outline.
    return tuple(place for _, place in sorted(lines, key=lambda line: line[0])), tuple(findings)


def _page_title(sheet: Sheet, metadata: Metadata) -> str:
    is_cover = sheet.page.role == "cover"
    return metadata.labels["nav.cover"] if is_cover else sheet.page.title or metadata.title


def _every(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    for entry in entries:
        yield entry
        yield from _every(entry.children)


def _href(entry: OutlineEntry) -> str:
    return page_file(entry.page) + (f"#{entry.anchor}" if entry.anchor else "")


def _place(entry: OutlineEntry) -> Place:
    below = tuple(Place(child.text, _href(child)) for child in _every(entry.children))
    return Place(entry.text, _href(entry), below)


def nav_page(
    contents: Sequence[Place],
    sheets: Sequence[Sheet],
    metadata: Metadata,
    breaks: Sequence[PageBreak] = (),
) -> bytes:
    """The contents page, with landmarks and the printed pages hidden in it, as XHTML."""
    labels = {key: escape(metadata.labels[key]) for key in LABELS}
    language = escape(metadata.language)
    landmarks = "\n".join(
        f'<li><a epub:type="{kind}" href="{href}">{text}</a></li>'
        for kind, href, text in _landmarks(sheets, labels)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}" dir="{metadata.direction}">
<head>
<title>{labels["nav.contents"]}</title>
<link rel="stylesheet" type="text/css" href="{STYLE_FILE}"/>
</head>
<body class="contents">
<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">
<h1 id="contents">{labels["nav.contents"]}</h1>
{_list(contents, metadata.language)}
</nav>
<nav epub:type="landmarks" aria-label="{labels["nav.landmarks"]}" hidden="hidden">
<ol>
{landmarks}
</ol>
</nav>
{_page_list(breaks, labels["nav.pages"])}</body>
</html>
""".encode()


def _page_list(breaks: Sequence[PageBreak], label: str) -> str:
    """The printed pages; an entry holds the number alone (EPUB Accessibility 1.1, 3.2.2)."""
    if not breaks:
        return ""
    entries = "\n".join(
        f'<li><a href="{_address(each)}">{escape(each.label)}</a></li>' for each in breaks
    )
    return f"""<nav epub:type="page-list" role="doc-pagelist" aria-label="{label}" hidden="hidden">
<ol>
{entries}
</ol>
</nav>
"""


def _list(contents: Sequence[Place], language: str) -> str:
    items = "\n".join(
        f'<li><a href="{escape(place.href)}">{set_apart(place.text, language)}</a>'
        + (f"\n{_list(place.children, language)}\n" if place.children else "")
        + "</li>"
        for place in contents
    )
    return f"<ol>\n{items}\n</ol>"


def _landmarks(sheets: Sequence[Sheet], labels: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Type, link and label of each landmark, in reading order."""
    first: dict[str, Sheet] = {}
    for sheet in sheets:
        first.setdefault(sheet.page.role, sheet)
    if "cover" in first:
        yield "cover", first["cover"].file_name, labels["nav.cover"]
    yield "toc", f"{NAV_FILE}#toc", labels["nav.contents"]
    if "chapter" in first:
        yield "bodymatter", first["chapter"].file_name, labels["nav.start"]
    if "backmatter" in first:
        sheet = first["backmatter"]
        yield "backmatter", sheet.file_name, escape(sheet.page.title)


def toc_ncx(
    contents: Sequence[Place],
    sheets: Sequence[Sheet],
    metadata: Metadata,
    breaks: Sequence[PageBreak] = (),
) -> bytes:
    """The same contents and pages for readers of EPUB 2 and for Kindle."""
    order = _play_order(contents, sheets, breaks)
    numbers = iter(range(1, len(list(_every_place(contents))) + 1))
    points = "\n".join(_nav_point(place, order, numbers) for place in contents)
    depth = 2 if any(place.children for place in contents) else 1
    language = escape(metadata.language)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}" \
dir="{metadata.direction}">
<head>
<meta name="dtb:uid" content="{escape(metadata.identifier)}"/>
<meta name="dtb:depth" content="{depth}"/>
<meta name="dtb:totalPageCount" content="{len(breaks)}"/>
<meta name="dtb:maxPageNumber" content="{len(breaks)}"/>
</head>
<docTitle><text>{escape(metadata.title)}</text></docTitle>
<navMap>
{points}
</navMap>
{_ncx_pages(breaks, order)}</ncx>
""".encode()


def _ncx_pages(breaks: Sequence[PageBreak], order: dict[str, int]) -> str:
    """The list of pages, each with its place in the play order."""
    if not breaks:
        return ""
    targets = "\n".join(
        f'<pageTarget id="page-{number}" type="normal" value="{number}" '
        f'playOrder="{order[_address(each)]}">'
        f"<navLabel><text>{escape(each.label)}</text></navLabel>"
        f'<content src="{_address(each)}"/></pageTarget>'
        for number, each in enumerate(breaks, start=1)
    )
    return f"<pageList>\n{targets}\n</pageList>\n"


def _every_place(contents: Sequence[Place]) -> Iterator[Place]:
    for place in contents:
        yield place
        yield from place.children


def _address(page: PageBreak) -> str:
    return f"{page_file(page.page)}#{page.anchor}"


def _play_order(
    contents: Sequence[Place], sheets: Sequence[Sheet], breaks: Sequence[PageBreak]
) -> dict[str, int]:
    """Each target with its number, from 1, in reading order; two lines of one target share it."""
    pages = {sheet.file_name: number for number, sheet in enumerate(sheets)}
    anchors = {sheet.file_name: sheet.ids for sheet in sheets}

    def position(href: str) -> tuple[int, int]:
        file, _, anchor = href.partition("#")
        ids = anchors.get(file, ())
        return pages.get(file, -1), ids.index(anchor) if anchor in ids else -1

    hrefs = [place.href for place in _every_place(contents)] + [_address(each) for each in breaks]
    ordered = sorted(dict.fromkeys(hrefs), key=position)
    return {href: number for number, href in enumerate(ordered, start=1)}


def _nav_point(place: Place, order: dict[str, int], numbers: Iterator[int]) -> str:
    head = f'<navPoint id="point-{next(numbers)}" playOrder="{order[place.href]}">'
    children = "".join(f"\n{_nav_point(child, order, numbers)}" for child in place.children)
    label = f"<navLabel><text>{escape(place.text)}</text></navLabel>"
    return f'{head}{label}<content src="{escape(place.href)}"/>{children}</navPoint>'
