"""A real reader opens every finished book, follows every line of it, and gets what it promises.

The reader is foliate-js in a browser: an engine that people read books with, which neither
WeasyPrint nor EPUBCheck has a part of.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import every_block
import pytest
from epub_sample import FONTS, NOTES, document
from finished import FIRST
from finished_books import ARABIC, EXAMPLES, STRESS
from foliate_runner import Line, PoppedUp, Reading, reading, readings

from bindery.formats import epub
from bindery.markup import Element, parse

EVERY_BLOCK = f"{every_block.NAME}.en-GB.ebook.epub"
GUIDES = (f"{FIRST}.en-GB.ebook.epub", EVERY_BLOCK, f"{every_block.NAME}.cy.ebook.epub", STRESS)


def _lists(read: Reading) -> tuple[Line, ...]:
    return (*read.toc, *read.pages, *read.landmarks)


def _notes(read: Reading) -> Iterator[PoppedUp]:
    return (note for section in read.sections for note in section.notes)


def _pages(path: Path) -> dict[str, Element]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name: parse(archive.read(name)) for name in names}


def _elements(path: Path, role: str) -> dict[str, Element]:
    """The elements of a role in a book, by their ids."""
    return {
        element.attributes["id"]: element
        for page in _pages(path).values()
        for element in page.walk()
        if role in element.attributes.get("role", "").split()
    }


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_all_books_are_read(reader: dict[str, Reading]) -> None:
    assert set(reader) >= {*GUIDES, EXAMPLES, ARABIC}


def test_nothing_goes_wrong(reader: dict[str, Reading]) -> None:
    """No script fails, nothing is asked of the network; pictures, fonts and links are whole."""
    faults = {
        name: [*read.faults, *(fault for section in read.sections for fault in section.faults)]
        for name, read in reader.items()
    }
    assert {name: found for name, found in faults.items() if found} == {}
    assert sum(section.pictures for read in reader.values() for section in read.sections) > 10


def test_every_line_of_every_list_leads_to_what_is_then_seen(reader: dict[str, Reading]) -> None:
    lost = [
        (name, line.label, line.href)
        for name, read in reader.items()
        for line in _lists(read)
        if not (line.there and line.shown)
    ]
    assert lost == []
    for name in GUIDES:
        assert len(reader[name].toc) > 5
        assert len(reader[name].pages) > 1
        assert len(reader[name].landmarks) == 4
        assert {kind for line in reader[name].landmarks for kind in line.type} == {
            *("cover", "toc", "bodymatter", "backmatter")
        }


def test_contents_go_no_deeper_than_readers_show(reader: dict[str, Reading]) -> None:
    assert max(line.depth for read in reader.values() for line in read.toc) == 2


def test_every_page_of_every_book_has_words_or_a_picture(reader: dict[str, Reading]) -> None:
    empty = [
        (name, section.id)
        for name, read in reader.items()
        for section in read.sections
        if not (section.text.strip() or section.pictures)
    ]
    assert empty == []


def test_every_note_pops_up_with_its_words_and_leads_back(
    reader: dict[str, Reading], books: tuple[Path, ...]
) -> None:
    for path in books:
        references, notes = (_elements(path, f"doc-{role}") for role in ("noteref", "footnote"))
        popped = list(_notes(reader[path.name]))
        assert [note.id for note in popped] == list(references)
        assert {note.note for note in popped} == set(notes)
        for note in popped:
            assert _letters(note.text) == _letters(notes[note.note].text())
            assert note.id in note.back
            assert (note.type, note.hidden) == ("footnote", True)


def test_notes_are_really_called(reader: dict[str, Reading]) -> None:
    assert len(list(_notes(reader[EVERY_BLOCK]))) >= 4


def test_the_cover_is_as_large_as_shops_ask_for(reader: dict[str, Reading]) -> None:
    assert {reader[name].cover for name in GUIDES} == {(1500, 2400)}


@pytest.mark.parametrize(
    ("name", "language", "direction"),
    [
        (GUIDES[0], "en-GB", "ltr"),
        (GUIDES[2], "cy", "ltr"),
        (ARABIC, "ar", "rtl"),
    ],
)
def test_books_are_turned_and_read_in_the_direction_of_their_language(
    reader: dict[str, Reading], name: str, language: str, direction: str
) -> None:
    read = reader[name]
    assert (read.language, read.direction) == (language, direction)
    assert {section.direction for section in read.sections} == {direction}
    assert {section.language for section in read.sections} == {language}


def test_nothing_is_too_wide_for_a_phone_at_twice_the_text_size(
    reader: dict[str, Reading],
) -> None:
    """In a book nothing can be scrolled sideways: what is too wide is lost."""
    assert {name: read.wide for name, read in reader.items() if read.wide} == {}


# ---- the reader sees what is wrong


FAULTS = {
    "EPUB/nav.xhtml": ((b"front.xhtml#care", b"front.xhtml#cure"),),
    "EPUB/front.xhtml": (
        (b"images/where.svg", b"images/there.svg"),
        (b'<h2 id="care">', b'<p style="width: 30em">Wide.</p><h2 id="care">'),
        (b"</body>", b"<script>undefined()</script></body>"),
    ),
    f"EPUB/{FONTS[1]}": ((b"glyf", b"gone"),),
}


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A book in which much is wrong, put in after it was made."""
    path = tmp_path_factory.mktemp("spoiled") / "spoiled.epub"
    whole = io.BytesIO(epub.make(document()).data)
    with zipfile.ZipFile(path, "w") as target, zipfile.ZipFile(whole) as source:
        for name in source.namelist():
            data = source.read(name)
            for right, wrong in FAULTS.get(name, ()):
                assert right in data, right
                data = data.replace(right, wrong)
            target.writestr(name, data)
    return reading(readings([path])[path])


def test_lines_that_lead_nowhere_are_seen(spoiled: Reading) -> None:
    assert [line.label for line in _lists(spoiled) if not line.there] == ["Care"]


def test_pictures_and_fonts_that_are_broken_are_seen(spoiled: Reading) -> None:
    faults = [fault for section in spoiled.sections for fault in section.faults]
    assert "picture not shown: Above and below." in faults
    assert [fault for fault in faults if fault.startswith("font not loaded")]


def test_scripts_that_fail_are_seen(spoiled: Reading) -> None:
    assert [fault for fault in spoiled.faults if fault.startswith("error:")]


def test_what_is_too_wide_is_seen(spoiled: Reading) -> None:
    assert spoiled.wide == ("EPUB/front.xhtml: <p> Wide.",)


def test_the_note_of_the_sample_pops_up(spoiled: Reading) -> None:
    (note,) = _notes(spoiled)
    assert "See here is more." in note.text
    assert note.note in NOTES
