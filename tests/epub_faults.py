"""Faults that a clean e-book is spoiled with, one at a time, and what the gate must say to each."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from epub_sample import FONTS, document
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

from bindery.document import COVER_FILE, Document, Made, PageMap, PageStart
from bindery.formats import epub

PACKAGE = "EPUB/content.opf"
NAV = "EPUB/nav.xhtml"
NCX = "EPUB/toc.ncx"
FRONT = "EPUB/front.xhtml"
STYLE = "EPUB/book.css"
BOLD = f"EPUB/{FONTS[1]}"

COVER = f"EPUB/{COVER_FILE}"

Content = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what it does to the entries of a book, and what the gate says among other things."""

    name: str
    spoil: Callable[[Content], bytes]
    said: str


@cache
def sample() -> Document:
    """What the book is made of, with the pages of a leaflet."""
    starts = (PageStart("1", "title", 0, "Byhand"), PageStart("2", "care", 0, "Care"))
    return document(paper=PageMap("A leaflet", starts, ("title", "steps", "care")))


@cache
def clean() -> Made:
    """The book."""
    return epub.make(sample())


def content(data: bytes) -> Content:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(entries: list[tuple[str, bytes]], *, packed: bool = False, year: int = 1980) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))
            stored = name == "mimetype" and not packed
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


# ---- faults of text in one entry: entry, pattern, replacement, what the gate must say

EDITS: dict[str, tuple[str, str, str, str]] = {
    # the package
    "no language": (PACKAGE, r' xml:lang="en-GB"', "", "xml:lang"),
    "no direction": (PACKAGE, r' dir="ltr"', "", "`dir`"),
    "old version": (PACKAGE, r'version="3.0"', 'version="2.0"', "version"),
    "foreign identifier": (PACKAGE, r"urn:uuid:6f1d", "urn:uuid:7777", "identifier"),
    "other title": (PACKAGE, r"By hand &amp; more", "By foot", "title"),
    "language in words": (PACKAGE, r"<dc:language>en-GB", "<dc:language>english", "language"),
    "author lost": (PACKAGE, r"<dc:creator[^>]*>Cai D</dc:creator>", "", "authors"),
    "time of day": (PACKAGE, r"T00:00:00Z", "T09:13:07Z", "time of change"),
    "conformance claimed": (
        PACKAGE,
        r"</metadata>",
        '<link rel="dcterms:conformsTo" href="https://example.org/"/></metadata>',
        "only a person",
    ),
    "conformance claimed in text": (
        PACKAGE,
        r"</metadata>",
        '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1</meta></metadata>',
        "only a person",
    ),
    "hazards not told": (
        PACKAGE,
        r'<meta property="schema:accessibilityHazard">none</meta>',
        "",
        "accessibilityHazard",
    ),
    "pictures not told": (
        PACKAGE,
        r'<meta property="schema:accessMode">visual</meta>',
        "",
        "access modes",
    ),
    "item twice": (PACKAGE, r"(<item [^>]*book.css[^>]*>)", r"\1\1", "twice"),
    "item lost": (PACKAGE, r"<item [^>]*where.svg[^>]*>", "", "not listed"),
    "item of nothing": (
        PACKAGE,
        r"</manifest>",
        '<item id="x" href="x.xhtml" media-type="application/xhtml+xml"/></manifest>',
        "not there",
    ),
    "wrong type": (PACKAGE, r"image/svg\+xml", "image/png", "listed as"),
    "nav not named": (PACKAGE, r' properties="nav"', "", "nav.xhtml"),
    "drawing not named": (PACKAGE, r' properties="svg"', "", "front.xhtml"),
    "cover not named": (PACKAGE, r' properties="cover-image"', "", "cover.jpg"),
    "page out of reading": (PACKAGE, r'<itemref idref="page-3"/>', "", "reading order"),
    "pages swapped": (
        PACKAGE,
        r'(<itemref idref="page-2"/>)\s*(<itemref idref="page-3"/>)',
        r"\2\1",
        "reading order",
    ),
    "page beside reading": (
        PACKAGE,
        r'<itemref idref="page-3"/>',
        '<itemref idref="page-3" linear="no"/>',
        "left out of the reading order",
    ),
    "NCX not named": (PACKAGE, r' toc="ncx"', "", "NCX"),
    "turns backwards": (PACKAGE, r'direction="ltr"', 'direction="rtl"', "turn"),
    # the contents
    "line lost": (NAV, r"<li><a[^>]*>Steps</a></li>", "", "lacks `Steps`"),
    "line reworded": (NAV, r">Care<", ">Cure<", "lacks `Care`"),
    "line leads nowhere": (NAV, r"front.xhtml#care", "front.xhtml#cure", "leads nowhere"),
    "line without words": (NAV, r">Steps<", "> <", "no words"),
    "page out of reach": (NAV, r'<li><a href="notes.xhtml">Notes</a></li>', "", "no contents line"),
    "third level": (
        NAV,
        r'(<li><a href="front.xhtml#steps">Steps</a>)</li>\s*(<li>.*?</li>)',
        r"\1<ol>\2</ol></li>",
        "level 3",
    ),
    "lines out of order": (
        NAV,
        r'(<li><a href="front.xhtml#steps">.*?</li>)\s*(<li>.*?</li>)',
        r"\2\1",
        "not in reading order",
    ),
    "landmarks shown": (NAV, r' hidden="hidden"', "", "hidden"),
    "landmarks unnamed": (NAV, r' aria-label="[^"]*"', "", "screen reader"),
    "landmarks lost": (NAV, r'epub:type="landmarks"', 'epub:type="loi"', "no landmarks"),
    "landmark lost": (NAV, r'<li><a epub:type="bodymatter".*?</li>', "", "bodymatter"),
    "landmark astray": (NAV, r'"backmatter" href="notes', '"backmatter" href="notices', "nowhere"),
    # the printed pages
    "pages out of order": (
        NAV,
        r'(<li><a href="[^"]*guide.page.1">1</a></li>)\s*(<li>.*?guide.page.2.*?</li>)',
        r"\2\1",
        "the list of pages is not 1 to 2",
    ),
    "page labelled wrong": (NAV, r">2</a>", ">3</a>", "the list of pages is not 1 to 2"),
    "page leads to another": (NAV, r"#guide.page.2", "#guide.page.1", "differ"),
    "page list lost": (NAV, r'epub:type="page-list"', 'epub:type="loi"', "does not list"),
    "page break lost": (FRONT, r'<span[^>]*id="guide.page.2"[^>]*></span>', "", "differ"),
    "page break shows its number": (
        FRONT,
        r'(id="guide.page.2"[^>]*>)',
        r"\g<1>2",
        "has a page break that is not one",
    ),
    "pages of another leaflet": (PACKAGE, r"A leaflet<", "B<", "which printed pages"),
    "NCX pages lost": (NCX, r"<pageTarget.*?</pageTarget>", "", "lists other pages"),
    # the NCX
    "NCX of another book": (NCX, r"urn:uuid:6f1d", "urn:uuid:7777", "another identifier"),
    "NCX flat": (NCX, r'dtb:depth" content="2"', 'dtb:depth" content="0"', "depth"),
    "NCX out of order": (NCX, r'playOrder="2"', 'playOrder="4"', "play order"),
    "NCX line lost": (NCX, r'<navPoint id="point-4".*?</navPoint>', "", "other lines"),
    "NCX id twice": (NCX, r"point-4", "point-3", "one id twice"),
    # the words and pictures
    "dose changed": (FRONT, r"1\.25", "125", "words of page"),
    "blank put in": (FRONT, r"</b><i>", "</b> <i>", "words of page"),
    "paragraph lost": (FRONT, r"<p><a href=\"tel.*?</p>", "", "words of page"),
    "decimal point moved": (FRONT, r"1\.25", "12.5", "words of page"),
    "unit changed": (FRONT, r"</span> mg", "</span> g", "words of page"),
    "page in another language": (
        FRONT,
        r'(<html[^>]*) xml:lang="en-GB"([^>]*) lang="en-GB"',
        r'\1 xml:lang="de"\2 lang="de"',
        "elements of page",
    ),
    "emphasis lost": (FRONT, r"<b>Hb</b>", "Hb", "elements of page"),
    "alternative lost": (FRONT, r' alt="Above and below."', "", "elements of page"),
    "link rewritten": (FRONT, r'href="tel:111"', 'href="tel:112"', "elements of page"),
    "attribute added": (FRONT, r'<p id="lead"', '<p class="x" id="lead"', "elements of page"),
    "element added": (FRONT, r"</body>", "<hr/></body>", "elements of page"),
    "id twice": (FRONT, r'id="care"', 'id="steps"', "twice"),
    "link leads nowhere": (FRONT, r"notes.xhtml#note-1", "notes.xhtml#note-9", "not in the book"),
    "drawing's names small": (FRONT, r"viewBox", "viewbox", "small letters"),
    "styles not used": (FRONT, r"<link[^>]*>", "", "use the book's styles"),
    "languages at odds": (FRONT, r'xml:lang="cy"', 'xml:lang="de"', "different `lang`"),
    "page language lost": (FRONT, r' lang="en-GB" dir', " dir", "no language"),
    "script": (FRONT, r"</body>", "<script>alert(1)</script></body>", "`script`"),
    "handler": (FRONT, r'<p id="lead"', '<p onclick="x()" id="lead"', "`onclick`"),
    "picture from the web": (
        FRONT,
        r"images/where",
        "https://example.org/where",
        "not in the book",
    ),
    "picture missing": (FRONT, r"images/where", "images/there", "not in the book"),
    "page cut short": (FRONT, r"</html>", "", "well-formed"),
    "page with an entity": (
        FRONT,
        r"<!DOCTYPE html>",
        '<!DOCTYPE html [<!ENTITY a "b">]>',
        "entity",
    ),
    "picture changed": ("EPUB/images/where.svg", r"#fff", "#000", "was changed"),
    "label changed": ("EPUB/images/where.svg", r"1cm", "10cm", "was changed"),
    "label moved": ("EPUB/images/where.svg", r'x="2"', 'x="9"', "was changed"),
    "label hidden": ("EPUB/images/where.svg", r"<style>", "<style>text{fill:none}", "was changed"),
    "label's font damaged": ("EPUB/images/where.svg", r"base64,AAEAAAA", "base64,AAEAAAB", "was"),
    "picture runs": ("EPUB/images/where.svg", r"</svg>", "<script/></svg>", "`script`"),
    "picture fetches": (
        "EPUB/images/where.svg",
        r"</svg>",
        '<use href="https://example.org/#a"/></svg>',
        "not in the book",
    ),
    "picture's names small": (
        "EPUB/images/where.svg",
        r"linearGrad(.*)linearGrad",
        r"lineargrad\1lineargrad",
        "small letters",
    ),
    # styles
    "pale words": (STYLE, r"(?=h2 \{)", "p { color: #bbb } ", "has a contrast of 1.9:1"),
    "ground without its words' colour": (
        STYLE,
        r"(?=h2 \{)",
        "p { background: #fbf5ee } ",
        "in grey on a black page",
    ),
    "small words": (STYLE, r"(?=h2 \{)", "p { font-size: 0.5em } ", "is set in 6 pt"),
    "custom property": (STYLE, r"#1d1d1b", "var(--ink)", "custom property"),
    "custom property set": (STYLE, r"\Z", ":root { --a: 1em; }", "custom property"),
    "comment": (STYLE, r"\Z", "/* a */", "comment"),
    "import": (STYLE, r"\A", '@import "x.css";', "import"),
    "style from the web": (
        STYLE,
        r"\Z",
        "p { background: url(https://example.org/x.png) }",
        "names",
    ),
    "font renamed": (STYLE, r"Next-Bold", "Next-Black", "names"),
    # the container
    "container astray": ("META-INF/container.xml", r"content.opf", "package.opf", "lead to"),
}


# ---- faults of the zip and of whole entries


def cut_font(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data))
    cutter = subset.Subsetter()
    cutter.populate(text="ab")
    cutter.subset(font)
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


@cache
def large_picture() -> bytes:
    """A picture of seven million pixels."""
    target = io.BytesIO()
    Image.new("L", (2000, 3500), 255).save(target, "JPEG")
    return target.getvalue()


def without(name: str) -> Callable[[Content], bytes]:
    return lambda entries: written([pair for pair in entries.items() if pair[0] != name])


def with_entry(name: str, data: bytes) -> Callable[[Content], bytes]:
    return lambda entries: written([*({**entries, name: data}).items()])


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Content], bytes]:
    return lambda entries: written([*({**entries, name: change(entries[name])}).items()])


PACKINGS: dict[str, tuple[Callable[[Content], bytes], str]] = {
    "mimetype packed": (lambda e: written([*e.items()], packed=True), "mimetype"),
    "mimetype last": (lambda e: written([*e.items()][::-1]), "first entry"),
    "mimetype of a zip": (with_entry("mimetype", b"application/zip"), "application/epub+zip"),
    "entries dated": (lambda e: written([*e.items()], year=2026), "carries a time"),
    "not a zip": (lambda _: b"PK\x03\x04 and no more", "cannot be read"),
    "empty": (lambda _: b"", "cannot be read"),
    "cut short": (lambda e: written([*e.items()])[:-200], "cannot be read"),
    "name that climbs": (with_entry("EPUB/../../x", b""), "not a safe name"),
    "name that is not ASCII": (with_entry("EPUB/é.svg", b"<svg/>"), "not a safe name"),
    "stray file": (with_entry("notes.txt", b""), "outside the book's folder"),
    "page lost": (without(FRONT), "is not in the book"),
    "styles lost": (without(STYLE), "no style sheet"),
    "picture lost": (without("EPUB/images/where.svg"), "not in the book"),
    "cover lost": (without("EPUB/cover.jpg"), "cover image"),
    "NCX lost": (without(NCX), "no NCX"),
    "contents lost": (without(NAV), "no contents list"),
    "package lost": (without(PACKAGE), "no package"),
    "font emptied": (
        changed(BOLD, lambda data: data[:400] + bytes(500) + data[900:]),
        "is damaged",
    ),
    "font cut short": (changed(BOLD, lambda data: data[:-100]), "is damaged"),
    "glyphs lost": (changed(BOLD, cut_font), "lost the glyph of"),
    "cover too large for shops": (with_entry(COVER, large_picture()), "more than bookshops take"),
}


def _edited(name: str, pattern: str, replacement: str) -> Callable[[Content], bytes]:
    """A book with the first ``pattern`` in one entry replaced, which must be there."""

    def edited(entries: Content) -> bytes:
        before = entries[name].decode()
        after = re.sub(pattern, replacement, before, count=1, flags=re.DOTALL)
        assert after != before, f"the fault was not planted in {name}"
        return written([*({**entries, name: after.encode()}).items()])

    return edited


FAULTS = (
    *(Fault(name, _edited(*edit), said) for name, (*edit, said) in EDITS.items()),
    *(Fault(name, spoil, said) for name, (spoil, said) in PACKINGS.items()),
)
