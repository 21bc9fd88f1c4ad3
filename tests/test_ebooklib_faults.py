"""What EbookLib does when it is used as documented: one test for each thing we work around.

A test that fails here is good news: the library has mended something, and the work-around
in ``bindery/formats`` that its docstring names may go.
"""

from __future__ import annotations

import io
import re
import time
import uuid
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ebooklib import epub

PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>a</title></head>{}</html>"
)


def book(*bodies: str) -> epub.EpubBook:
    made = epub.EpubBook()
    made.set_identifier("urn:uuid:6f1d3f3e-5a0b-4a50-9d0c-6d5b1c1f7a52")
    made.set_title("By hand")
    made.set_language("en")
    for number, body in enumerate(bodies, start=1):
        chapter = epub.EpubHtml(title=f"Chapter {number}", file_name=f"c{number}.xhtml")
        chapter.content = PAGE.format(body)
        made.add_item(chapter)
        made.spine.append(chapter)
    return made


def written(made: epub.EpubBook, **options: object) -> dict[str, str]:
    target = io.BytesIO()
    assert epub.write_epub(target, made, options) is True
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def chapter(body: str) -> str:
    return written(book(body))["EPUB/c1.xhtml"]


def package(made: epub.EpubBook, **options: object) -> str:
    return written(made, **options)["EPUB/content.opf"]


# ---- pages are handed over as raw items (epub._item), because as EpubHtml ...


def test_drawings_lose_their_capitals() -> None:
    """... names in SVG are written small, and the drawing vanishes."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><clipPath id="a"/></svg>'
    page = chapter(f"<body><p>{drawing}</p></body>")
    assert "viewbox" in page
    assert "viewBox" not in page
    assert "<clippath" in page


def test_blanks_come_between_words() -> None:
    """... inline elements are put on lines of their own: HbA1c becomes Hb A 1c."""
    page = chapter("<body><p><b>Hb</b><i>A</i><sub>1c</sub></p></body>")
    assert re.search(r"</b>\s+<i>", page)


def test_page_with_an_xml_declaration_is_emptied() -> None:
    """... the usual first line of a page empties it, and writing it is called a success."""
    made = book("<body><p>a</p></body>")
    item = next(made.get_items())
    item.content = '<?xml version="1.0" encoding="utf-8"?>\n' + item.content
    assert written(made)["EPUB/c1.xhtml"] == ""


def test_text_of_a_body_is_lost() -> None:
    """... text that stands directly in the body is lost."""
    assert "dose" not in chapter("<body>dose<p>a</p></body>")


def test_attributes_of_a_body_are_lost() -> None:
    """... so are its attributes, and with them the direction of a page."""
    assert "rtl" not in chapter('<body dir="rtl" class="x"><p>a</p></body>')


def test_control_characters_are_replaced() -> None:
    """... characters that XML cannot hold are replaced instead of refused (epub_names)."""
    assert "&#xFFFD;" in chapter("<body><p>a\x0bb</p></body>")


# ---- contents, landmarks and NCX are our own (epub_navigation), because ...


def test_page_list_takes_anything() -> None:
    """... every element with a type and an id is listed as a page of the printed book."""
    made = book('<body><p><a epub:type="noteref" id="ref-1" href="#n">1</a></p></body>')
    made.add_item(epub.EpubNav())
    nav = written(made)["EPUB/nav.xhtml"]
    assert "ref-1" in nav[nav.index("page-list") :]


def test_contents_are_headed_with_the_title() -> None:
    """... the contents page is called like the book."""
    made = book("<body><p>a</p></body>")
    made.add_item(epub.EpubNav())
    assert "<h2>By hand</h2>" in written(made)["EPUB/nav.xhtml"]


def test_landmarks_are_shown() -> None:
    """... landmarks are shown as text, below the contents."""
    made = book("<body><p>a</p></body>")
    made.guide = [{"type": "text", "href": "c1.xhtml", "title": "Start"}]
    made.add_item(epub.EpubNav())
    nav = written(made)["EPUB/nav.xhtml"]
    assert "hidden" not in nav[nav.index("landmarks") :]


def test_ncx_says_depth_nought() -> None:
    """... the NCX says it has no levels."""
    made = book("<body><p>a</p></body>")
    made.toc = [next(made.get_items())]
    made.add_item(epub.EpubNcx())
    assert re.search(r'content="0" name="dtb:depth"', written(made)["EPUB/toc.ncx"])


def test_ncx_has_no_pages() -> None:
    """... the NCX leaves out the pages of the printed book, which older readers find there."""
    made = book('<body><p>a<span epub:type="pagebreak" id="page-2"/></p></body>')
    made.add_item(epub.EpubNav())
    made.add_item(epub.EpubNcx())
    files = written(made)
    assert "page-2" in files["EPUB/nav.xhtml"]
    assert "pageList" not in files["EPUB/toc.ncx"]


def test_ncx_has_no_language() -> None:
    """... nor does the NCX say in which language it is."""
    made = book("<body><p>a</p></body>")
    made.add_item(epub.EpubNcx())
    opening = re.search(r"<ncx[^>]*>", written(made)["EPUB/toc.ncx"])
    assert opening
    assert "lang" not in opening[0]


def test_contents_have_no_direction() -> None:
    """... the contents page of a book that reads from right to left does not."""
    made = book("<body><p>a</p></body>")
    made.set_direction("rtl")
    made.add_item(epub.EpubNav())
    assert "rtl" not in written(made)["EPUB/nav.xhtml"]


def test_a_contents_line_needs_an_id() -> None:
    """... a contents line without an id breaks the NCX off."""
    made = book("<body><p>a</p></body>")
    made.toc = [epub.Link("c1.xhtml", "Chapter 1")]
    with pytest.raises(TypeError):
        epub.EpubWriter("", made)._get_ncx()


def test_ncx_repeats_ids() -> None:
    """... a chapter that is listed twice has its id twice."""
    made = book("<body><p>a</p></body>")
    item = next(made.get_items())
    made.toc = [item, item]
    made.add_item(epub.EpubNcx())
    ncx = written(made)["EPUB/toc.ncx"]
    ids = re.findall(r'<navPoint id="([^"]*)"', ncx)
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_spine_names_an_ncx_that_is_not_there() -> None:
    """... the spine names "ncx" even without one, so ours is called that."""
    assert 'toc="ncx"' in package(book("<body><p>a</p></body>"))


# ---- the package document is given or mended by hand (epub), because ...


def test_package_has_no_language() -> None:
    """... the package has no language (_with_language)."""
    opening = re.search(r"<package[^>]*>", package(book("<body><p>a</p></body>")))
    assert opening
    assert "lang" not in opening[0]


def test_raw_items_take_no_properties() -> None:
    """... an item cannot be made with properties (_item)."""
    with pytest.raises(TypeError):
        epub.EpubItem(file_name="nav.xhtml", properties=["nav"])


def test_drawings_are_not_named() -> None:
    """... a page with a drawing is not marked as one."""
    body = '<body><p><svg xmlns="http://www.w3.org/2000/svg"/></p></body>'
    assert 'properties="svg"' not in package(book(body))


def test_time_is_local_and_called_universal(monkeypatch: pytest.MonkeyPatch) -> None:
    """... the time of change is local time with a Z for UTC."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        before = time.strftime("%Y-%m-%dT%H", time.gmtime())
        found = re.search(r"dcterms:modified\">([^<:]*)", package(book("<body><p>a</p></body>")))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found
    assert found[1] != before


def test_two_authors_share_an_id() -> None:
    """... every author has the id "creator"."""
    made = book("<body><p>a</p></body>")
    made.add_author("Ana B")
    made.add_author("Cai D")
    assert package(made).count('id="creator"') == 2


def test_cover_is_left_out_of_reading() -> None:
    """... the cover page cannot be reached, and its picture is called "Cover" and no more."""
    made = book("<body><p>a</p></body>")
    made.set_cover("cover.jpg", b"\xff\xd8")
    made.spine.insert(0, "cover")
    files = {}
    target = io.BytesIO()
    assert epub.write_epub(target, made, {}) is True
    with zipfile.ZipFile(target) as archive:
        for name in ("EPUB/content.opf", "EPUB/cover.xhtml"):
            files[name] = archive.read(name).decode()
    assert '<itemref idref="cover" linear="no"/>' in files["EPUB/content.opf"]
    assert 'alt="Cover"' in files["EPUB/cover.xhtml"]
    assert "doc-cover" not in files["EPUB/cover.xhtml"]


def test_package_has_no_direction() -> None:
    """... the package does not say in which direction its title is read."""
    opening = re.search(r"<package[^>]*>", package(book("<body><p>a</p></body>")))
    assert opening
    assert "dir=" not in opening[0]


def test_an_own_time_does_not_replace_the_clock() -> None:
    """... a time of change given as metadata is ignored: only the option ``mtime`` counts."""
    made = book("<body><p>a</p></body>")
    own = "1990-01-01T00:00:00Z"
    made.add_metadata(None, "meta", own, {"property": "dcterms:modified"})
    found = re.findall(r'dcterms:modified">([^<]*)', package(made))
    assert found != [own]


def test_a_vocabulary_is_declared_that_no_one_uses() -> None:
    """... every package declares the vocabulary of fixed layouts."""
    assert 'prefix="rendition:' in package(book("<body><p>a</p></body>"))


def test_generator_is_named() -> None:
    """... the library writes its own name in."""
    assert 'name="generator"' in package(book("<body><p>a</p></body>"))


def test_identifier_is_random() -> None:
    """... a book without an identifier gets a new one at every build."""
    first, second = epub.EpubBook().uid, epub.EpubBook().uid
    assert first != second
    assert uuid.UUID(first).version == 4


def test_bad_title_is_dropped() -> None:
    """... a title that XML cannot hold is left empty, without an error (epub_names)."""
    made = book("<body><p>a</p></body>")
    made.metadata["http://purl.org/dc/elements/1.1/"]["title"] = [("a\x01", None)]
    assert "<dc:title/>" in package(made)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_accepted() -> None:
    """... one file may be put in twice (epub_names)."""
    made = book("<body><p>a</p></body>", "<body><p>b</p></body>")
    for item in made.get_items():
        item.file_name = "same.xhtml"
    target = io.BytesIO()
    epub.write_epub(target, made)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist().count("EPUB/same.xhtml") == 2


def test_missing_files_are_not_seen() -> None:
    """... a picture that is not there is no error (epub_pages)."""
    assert "no.png" in chapter('<body><p><img src="no.png" alt=""/></p></body>')


# ---- the zip is written anew (epub_container), because ...


def test_zip_carries_the_time() -> None:
    """... each entry carries the time of the build, even when a time is given."""
    made = book("<body><p>a</p></body>")
    target = io.BytesIO()
    epub.write_epub(target, made, {"mtime": datetime(1990, 1, 1, tzinfo=UTC)})
    with zipfile.ZipFile(target) as archive:
        assert all(entry.date_time[0] > 1990 for entry in archive.infolist())


def test_failure_to_write_is_a_warning(tmp_path: Path) -> None:
    """... a disk that cannot be written to is a warning and a False (raise_exceptions)."""
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        made = book("<body><p>a</p></body>")
        assert epub.write_epub(str(tmp_path / "no" / "folder.epub"), made) is False
