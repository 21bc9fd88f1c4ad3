"""The gate sees every fault that is planted in a clean book, one at a time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from epub_sample import FONTS, ROOT, document
from fontTools import subset
from fontTools.ttLib import TTFont

from bindery.checks import epub_structure
from bindery.edition import Made
from bindery.formats import epub

PACKAGE = "EPUB/content.opf"
NAV = "EPUB/nav.xhtml"
NCX = "EPUB/toc.ncx"
FRONT = "EPUB/front.xhtml"
STYLE = "EPUB/book.css"
BOLD = f"EPUB/{FONTS[1]}"

Content = dict[str, bytes]


@cache
def clean() -> Made:
    return epub.make(document())


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


def rules(data: bytes) -> set[str]:
    return {found.rule for found in epub_structure.check(document(), Made(data))}


def messages(data: bytes) -> str:
    return "\n".join(found.message for found in epub_structure.check(document(), Made(data)))


def test_clean_book_passes() -> None:
    assert epub_structure.check(document(), clean()) == ()


def test_rewritten_clean_book_passes() -> None:
    """What the faults below are planted with changes nothing by itself."""
    assert rules(written(list(content(clean().data).items()))) == set()


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


@pytest.mark.parametrize("fault", EDITS)
def test_edited_entry_is_seen(fault: str) -> None:
    name, pattern, replacement, said = EDITS[fault]
    entries = content(clean().data)
    before = entries[name].decode()
    after = re.sub(pattern, replacement, before, count=1, flags=re.DOTALL)
    assert after != before, "the fault was not planted"
    entries[name] = after.encode()
    assert said in messages(written(list(entries.items())))


# ---- faults of the zip and of whole entries


def cut_font(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data))
    cutter = subset.Subsetter()
    cutter.populate(text="ab")
    cutter.subset(font)
    target = io.BytesIO()
    font.save(target)
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
}


@pytest.mark.parametrize("fault", PACKINGS)
def test_fault_of_packing_is_seen(fault: str) -> None:
    spoil, said = PACKINGS[fault]
    assert said in messages(spoil(content(clean().data)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entry_twice_is_seen() -> None:
    entries = list(content(clean().data).items())
    assert "2 times" in messages(written([*entries, entries[-1]]))


def test_damaged_entry_is_seen() -> None:
    """One flipped bit in a stored entry: the zip's own sum tells."""
    data = bytearray(clean().data)
    data[data.rindex(b"JFIF")] ^= 1
    assert "cannot be read" in messages(bytes(data))


def test_all_fonts_left_out_is_seen() -> None:
    entries = {name: data for name, data in content(clean().data).items() if "fonts/" not in name}
    entries[STYLE] = re.sub(rb"@font-face \{.*?\}\n", b"", entries[STYLE])
    assert "no font in the book still has" in messages(written([*entries.items()]))


def test_a_document_with_another_word_fails() -> None:
    """The gate compares with the document, not with the book itself."""
    other = document(front=document().pages[1].html.replace("no more", "much more"))
    assert "words of page `front`" in epub_structure.check(other, clean())[0].message


def test_a_document_in_another_language_fails() -> None:
    other = document(metadata=replace(document().metadata, language="cy"))
    found = {finding.rule for finding in epub_structure.check(other, clean())}
    assert found == {"epub-package"}


def test_original_fonts_are_read() -> None:
    """The reader of font tables agrees with fontTools on every bundled font."""
    from bindery.checks.font_tables import characters  # noqa: PLC0415 (only here)

    for name in FONTS:
        data = (ROOT / "styles" / name).read_bytes()
        best = TTFont(io.BytesIO(data)).getBestCmap()
        assert characters(data) == frozenset(map(chr, best))
