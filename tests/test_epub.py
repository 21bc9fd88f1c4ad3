from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from epub_sample import COVER, FONTS, FRONT, INLINE, ROOT, document, page, with_body
from hypothesis import given, settings
from hypothesis import strategies as st
from locales import odd_locale

from bindery.checks import epub_structure
from bindery.diagnostics import Failure
from bindery.document import COVER_FILE, Document, File, Metadata, OutlineEntry, Page, Stylesheet
from bindery.formats import epub
from bindery.markup import Element, parse


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(given: Document) -> dict[str, bytes]:
    """The book's entries; nothing may be wrong with it, and the gate must find it whole."""
    result = epub.make(given)
    assert result.diagnostics == ()
    assert epub_structure.check(given, result) == ()
    return contents(result.data)


def faults(given: Document) -> set[tuple[str, str]]:
    with pytest.raises(Failure) as caught:
        epub.make(given)
    return {(fault.rule, fault.message) for fault in caught.value.diagnostics}


def package(entries: dict[str, bytes]) -> Element:
    return parse(entries["EPUB/content.opf"])


# ---- what a book is


def test_entries_in_order() -> None:
    assert list(made(document())) == [
        "mimetype",
        "META-INF/container.xml",
        "EPUB/content.opf",
        "EPUB/nav.xhtml",
        "EPUB/toc.ncx",
        "EPUB/book.css",
        "EPUB/cover.xhtml",
        "EPUB/front.xhtml",
        "EPUB/notes.xhtml",
        "EPUB/cover.jpg",
        f"EPUB/{FONTS[1]}",
        f"EPUB/{FONTS[0]}",
        "EPUB/images/where.svg",
    ]


def test_page_is_completed_and_otherwise_untouched() -> None:
    """Taking the additions out again gives the page that was handed over, to the byte."""
    packed = made(document())["EPUB/front.xhtml"].decode()
    additions = (
        '<?xml version="1.0" encoding="utf-8"?>\n',
        '<link rel="stylesheet" type="text/css" href="book.css"/>',
        ' xmlns:epub="http://www.idpf.org/2007/ops"',
        ' epub:type="noteref"',
        ' xml:lang="en-GB"',
        ' xml:lang="cy"',
    )
    for addition in additions:
        assert packed.count(addition) == 1
        packed = packed.replace(addition, "")
    assert packed == FRONT


def test_additions_already_there_are_not_doubled() -> None:
    body = (
        '<p xml:lang="cy" lang="cy"><a role="doc-noteref" epub:type="noteref" href="#a">1</a></p>'
    )
    text = page(f'{body}<p id="a">b</p>').replace(
        "<html ", '<html xml:lang="en-GB" xmlns:epub="http://www.idpf.org/2007/ops" '
    )
    pages = (Page("front", "By hand", "chapter", '<?xml version="1.0"?>\n' + text),)
    packed = made(document(pages=pages, files={}, stylesheets=(), outline=()))["EPUB/front.xhtml"]
    link = b'<link rel="stylesheet" type="text/css" href="book.css"/>'
    assert packed.replace(link, b"").decode() == '<?xml version="1.0"?>\n' + text


@pytest.mark.parametrize(
    ("role", "kind"),
    [("doc-noteref", "noteref"), ("doc-footnote", "footnote"), ("doc-backlink", "backlink")],
)
def test_notes_open_as_notes(role: str, kind: str) -> None:
    packed = made(with_body(f'<p><a\n role="{role}" id="a" href="#a">1</a></p>'))[
        "EPUB/front.xhtml"
    ]
    element = parse(packed).find("a")
    assert element
    assert element.attributes["epub:type"] == kind


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        ("<p>a</p>", None),
        (f"<p>{INLINE}</p>", "svg"),
        ('<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>', "mathml"),
    ],
)
def test_drawings_and_formulas_are_named(body: str, properties: str | None) -> None:
    items = [e for e in package(made(with_body(body))).walk() if e.tag == "opf:item"]
    (item,) = (item for item in items if item.attributes["href"] == "front.xhtml")
    assert item.attributes.get("properties") == properties


WIDE = """<table><thead><tr><th scope="col">Milk</th><th scope="col">Where &amp; how</th>\
<th scope="col">Long</th></tr></thead><tbody><tr><th scope="row">Fresh</th>\
<td>fridge</td><td></td></tr></tbody></table>"""


def test_wide_tables_can_become_lists() -> None:
    """And stay tables to those who listen, with every scope."""
    shown = made(with_body(WIDE))["EPUB/front.xhtml"].decode()
    assert '<table data-columns="3" role="table">' in shown
    assert '<th role="columnheader" scope="col">Milk</th>' in shown
    assert '<th role="rowheader" scope="row">Fresh</th>' in shown
    assert '<td role="cell" data-label="Where &amp; how">fridge</td>' in shown
    assert shown.count('role="row"') == 2


def test_narrow_tables_stay_as_they_are() -> None:
    narrow = WIDE.replace('<th scope="col">Long</th>', "").replace("<td></td>", "")
    assert narrow in made(with_body(narrow))["EPUB/front.xhtml"].decode()


def test_metadata() -> None:
    root = package(made(document()))
    found = [(e.tag, e.text()) for e in root.walk() if e.tag.startswith("dc:")]
    assert found == [
        ("dc:identifier", "urn:uuid:6f1d3f3e-5a0b-4a50-9d0c-6d5b1c1f7a52"),
        ("dc:identifier", "BF-012"),
        ("dc:title", "By hand & more"),
        ("dc:language", "en-GB"),
        ("dc:creator", "Ana B"),
        ("dc:creator", "Cai D"),
        ("dc:publisher", "The clinic"),
        ("dc:description", "How to."),
        ("dc:date", "2026-03-01"),
    ]
    ids = [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert (root.attributes["xml:lang"], root.attributes["dir"]) == ("en-GB", "ltr")
    assert b"generator" not in made(document())["EPUB/content.opf"]
    assert b"conformsTo" not in made(document())["EPUB/content.opf"]


def test_bare_metadata() -> None:
    """A guide without authors, reference or description still makes a whole book."""
    bare = replace(
        document().metadata, authors=(), description="", publisher="", ref="", version=""
    )
    tags = [e.tag for e in package(made(document(metadata=bare))).walk()]
    assert [tag for tag in tags if tag.startswith("dc:")] == [
        "dc:identifier",
        "dc:title",
        "dc:language",
        "dc:date",
    ]


def test_right_to_left() -> None:
    metadata = replace(document().metadata, language="ar", direction="rtl", title="باليد")
    text = page("<h1>باليد</h1>", language="ar", direction="rtl")
    entries = made(
        document(
            metadata=metadata,
            pages=(Page("front", "باليد", "chapter", text),),
            stylesheets=(),
            files={},
            outline=(),
        )
    )
    root = package(entries)
    spine = root.find("opf:spine")
    assert spine
    assert spine.attributes["page-progression-direction"] == "rtl"
    assert (root.attributes["xml:lang"], root.attributes["dir"]) == ("ar", "rtl")
    assert b'dir="rtl"' in entries["EPUB/nav.xhtml"]


def test_files_nobody_shows_stay_out() -> None:
    extra = File("images/other.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    entries = made(document(files={**document().files, extra.name: extra}))
    assert "EPUB/images/other.svg" not in entries


def test_pictures_of_the_styles_come_along() -> None:
    extra = File("images/tick.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    sheet = Stylesheet("a.css", 'li { list-style-image: url("images/tick.svg") }')
    given = document(
        files={**document().files, extra.name: extra},
        stylesheets=(*document().stylesheets, sheet),
    )
    assert made(given)["EPUB/images/tick.svg"] == extra.data


def test_leaflet_sized_book_is_small() -> None:
    assert len(epub.make(document()).data) < 40_000


# ---- nothing is lost

WORDS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n",
    )
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_word_comes_back(words: list[str]) -> None:
    marked = [f"<{tag}>{escaped(word)}</{tag}>" for word, tag in zip(words, "pbiqs", strict=False)]
    given = with_body("".join(marked).join(("<div>", "</div>")))
    result = epub.make(given)
    assert epub_structure.check(given, result) == ()
    body = parse(contents(result.data)["EPUB/front.xhtml"]).find("body")
    assert body
    assert body.text() == "\n" + "".join(words) + "\n"


# Text as it stands in settings: no line breaks, something to see.
TITLES = WORDS.filter(lambda text: text.strip() and not re.search(r"[\t\n]", text))


@settings(deadline=None)
@given(TITLES, st.lists(TITLES, max_size=3))
def test_every_title_and_author_comes_back(title: str, authors: list[str]) -> None:
    metadata = replace(document().metadata, title=title, authors=tuple(authors))
    outline = (OutlineEntry(title, "front", "", tuple(OutlineEntry(a, "front") for a in authors)),)
    given = replace(with_body("<p>a</p>"), metadata=metadata, outline=outline)
    result = epub.make(given)
    assert epub_structure.check(given, result) == ()
    root = package(contents(result.data))
    assert [e.text() for e in root.walk() if e.tag == "dc:title"] == [title]
    assert [e.text() for e in root.walk() if e.tag == "dc:creator"] == authors


# ---- the same bytes always

AGAIN = """
import sys
sys.path[:0] = sys.argv[1:3]
from epub_sample import document
from bindery.formats import epub
import hashlib
print(hashlib.sha256(epub.make(document()).data).hexdigest())
"""


def test_same_bytes_on_another_day_elsewhere(tmp_path: Path) -> None:
    sums = set()
    for zone, seed, locale in (("Asia/Tokyo", "1", "C"), ("America/Lima", "77", odd_locale())):
        folder = tmp_path / seed
        folder.mkdir()
        run = subprocess.run(
            [sys.executable, "-c", AGAIN, str(ROOT), str(ROOT / "tests")],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        sums.add(run.stdout.strip())
    assert sums == {hashlib.sha256(epub.make(document()).data).hexdigest()}


# ---- bad input


def pages(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(f"p{n}", "Words", "chapter", text) for n, text in enumerate(texts))


def metadata(**changes: object) -> Metadata:
    return replace(document().metadata, **changes)  # type: ignore[arg-type]


def labels(**changes: str) -> Metadata:
    return metadata(labels={**document().metadata.labels, **changes})


def stray(name: str, media_type: str = "image/png", data: bytes = b"\x89PNG\r\n\x1a\n") -> Document:
    return document(files={**document().files, name: File(name, media_type, data)})


SVG = "image/svg+xml"
BAD: dict[str, tuple[Document, str, str]] = {
    "no pages": (document(pages=(), outline=()), "epub-markup", "no pages"),
    "cut short": (document(pages=pages("<html>")), "epub-markup", "no element found"),
    "not a page": (document(pages=pages("<p/>")), "epub-markup", "not `html`"),
    "an HTML entity": (with_body("<p>&nbsp;</p>"), "epub-markup", "undefined entity"),
    "half a character": (with_body("<p>\ud800</p>"), "epub-markup", "surrogate"),
    "a control character": (with_body("<p>\x0b</p>"), "epub-markup", "not well-formed"),
    "no title": (
        document(pages=pages(page("<p/>").replace("<title>Words</title>", ""))),
        "epub-markup",
        "0 `title` elements",
    ),
    "no language of the page": (
        document(pages=pages(page("<p/>").replace(' lang="en-GB"', ""))),
        "epub-markup",
        "no `lang`",
    ),
    "an id twice": (with_body('<p id="a"/><p id="a"/>'), "epub-duplicate-id", "`a` 2 times"),
    "a missing picture": (
        with_body('<p><img src="images/no.svg" alt=""/></p>'),
        "epub-missing-file",
        "`images/no.svg`",
    ),
    "a picture from the web": (
        with_body('<p><img src="https://example.org/a.png" alt=""/></p>'),
        "epub-missing-file",
        "https://example.org",
    ),
    "a picture of the style missing": (
        document(stylesheets=(Stylesheet("a.css", "p { background: url(images/no.svg) }"),)),
        "epub-missing-file",
        "the styles need",
    ),
    "a font missing": (
        document(files={COVER_FILE: document().files[COVER_FILE]}, front=page("<p/>")),
        "epub-missing-file",
        FONTS[0],
    ),
    "a link astray": (with_body('<p><a href="#no">a</a></p>'), "epub-link", "`#no`"),
    "a link to no page": (with_body('<p><a href="no.xhtml">a</a></p>'), "epub-link", "no.xhtml"),
    "a link to a disk": (with_body('<p><a href="file:///a">a</a></p>'), "epub-link", "file:///a"),
    "a broken link": (with_body('<p><a href="http://[">a</a></p>'), "epub-link", "http://["),
    "a contents line astray": (
        document(outline=(OutlineEntry("Care", "front", "cure"),)),
        "epub-link",
        "front.xhtml#cure",
    ),
    "a contents line to no page": (
        document(outline=(OutlineEntry("Care", "cure"),)),
        "epub-link",
        "cure.xhtml",
    ),
    "a script": (with_body("<script/>"), "epub-active-content", "`script`"),
    "a handler": (with_body('<p onclick="x"/>'), "epub-active-content", "`onclick`"),
    "a link that runs": (
        with_body('<p><a href=" JavaScript:x">a</a></p>'),
        "epub-active-content",
        "line",
    ),
    "a sound": (with_body('<audio src="a.mp3"/>'), "epub-active-content", "`audio`"),
    "two pages of one name": (
        document(pages=(*document().pages, document().pages[1])),
        "epub-file-name",
        "same name",
    ),
    "a page called nav": (
        document(pages=(*document().pages, Page("nav", "a", "chapter", page("<p/>")))),
        "epub-file-name",
        "the book itself",
    ),
    "names that differ by case": (stray("images/WHERE.svg"), "epub-file-name", "same name"),
    "a name with a blank": (stray("images/my hand.png"), "epub-file-name", "unsafe"),
    "a name with an accent": (stray("images/bébé.png"), "epub-file-name", "unsafe"),
    "a name that climbs": (stray("../x.png"), "epub-file-name", "unsafe"),
    "a name from the root": (stray("/etc/x.png"), "epub-file-name", "unsafe"),
    "a file of another name": (
        document(files={**document().files, "a.svg": document().files["images/where.svg"]}),
        "epub-file-name",
        "calls itself",
    ),
    "an unknown type": (stray("a.tiff", "image/tiff"), "epub-file-type", "image/tiff"),
    "a picture that is not one": (
        stray("a.png", data=b"GIF89a"),
        "epub-file-type",
        "not image/png",
    ),
    "a broken drawing": (
        document(files={**document().files, **stray("images/where.svg", SVG, b"<svg>").files}),
        "epub-markup",
        "images/where.svg",
    ),
    "a drawing that runs": (
        stray("a.svg", SVG, b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        "epub-active-content",
        "picture `a.svg` has `script`",
    ),
    "a drawing that fetches": (
        stray("a.svg", SVG, b'<svg xmlns="http://www.w3.org/2000/svg"><image href="b.png"/></svg>'),
        "epub-missing-file",
        "`b.png`",
    ),
    "a drawing of another kind": (stray("a.svg", SVG, b"<svg/>"), "epub-markup", "not an SVG"),
    "a font that is not one": (
        document(files={**document().files, FONTS[0]: File(FONTS[0], "font/ttf", b"true")}),
        "unusable-font",
        FONTS[0],
    ),
    "no title of the book": (document(metadata=metadata(title=" ")), "epub-metadata", "no title"),
    "no identifier": (document(metadata=metadata(identifier="")), "epub-metadata", "identifier"),
    "a language in words": (
        document(metadata=metadata(language="Welsh language")),
        "epub-metadata",
        "not a language code",
    ),
    "a direction in words": (
        document(metadata=metadata(direction="left")),
        "epub-metadata",
        "not a direction",
    ),
    "an invisible character": (
        document(metadata=metadata(title="By\x01 hand")),
        "epub-metadata",
        "U+0001",
    ),
    "half a character in a name": (
        document(metadata=metadata(authors=("Ana \udcff",))),
        "epub-metadata",
        "U+DCFF",
    ),
    "a label missing": (
        document(metadata=labels(**{"nav.start": ""})),
        "missing-label",
        "nav.start",
    ),
    "a style on an element": (
        with_body('<p style="color: var(--ink)">a</p>'),
        "epub-style",
        "styles of its own",
    ),
    "a style in a page": (with_body("<style>p { color: red }</style>"), "epub-style", "of its own"),
    "a drawing with an outside style": (
        stray(
            "a.svg",
            SVG,
            b'<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        ),
        "epub-markup",
        "style sheet",
    ),
    "a style that cannot be flattened": (
        document(stylesheets=(Stylesheet("a.css", "p { color: var(--no) }"),)),
        "epub-style",
        "--no",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told(case: str) -> None:
    given, rule, said = BAD[case]
    assert [message for name, message in faults(given) if name == rule and said in message]


def test_faults_are_told_together() -> None:
    given = document(
        metadata=metadata(title=""),
        pages=(*pages("<html>"), Page("p9", "a", "chapter", page('<p id="a"/><p id="a"/>'))),
        stylesheets=(Stylesheet("a.css", "p { color: var(--no) }"),),
    )
    rules = {rule for rule, _ in faults(given)}
    assert rules >= {"epub-metadata", "epub-markup", "epub-duplicate-id", "epub-style"}


def test_warnings_travel_with_the_book() -> None:
    sheet = Stylesheet("styles/big.css", "p { font-size: 20px }")
    result = epub.make(document(stylesheets=(*document().stylesheets, sheet)))
    assert [finding.rule for finding in result.diagnostics] == ["epub-style"]


def test_cover_is_optional() -> None:
    given = document(pages=document().pages[1:], files=document().files)
    files = {name: file for name, file in given.files.items() if name != COVER_FILE}
    entries = made(replace(given, files=files))
    assert "EPUB/cover.jpg" not in entries
    assert b"cover" not in entries["EPUB/content.opf"]
    assert COVER
