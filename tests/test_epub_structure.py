"""The gate sees every fault that is planted in a clean book, one at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import TEXT, Shop, brief
from epub_faults import FAULTS, STYLE, Fault, clean, content, sample, written
from epub_sample import FONTS, ROOT, document
from fontTools.ttLib import TTFont
from PIL import Image

from bindery.checks import epub_structure
from bindery.document import Made
from bindery.formats import epub


def messages(data: bytes) -> list[str]:
    return [found.message for found in epub_structure.check(sample(), Made(data))]


def test_clean_book_passes() -> None:
    assert epub_structure.check(sample(), clean()) == ()


def test_rewritten_clean_book_passes() -> None:
    """What the faults below are planted with changes nothing by itself."""
    assert messages(written(list(content(clean().data).items()))) == []


def heard(fault: Fault) -> str:
    """What the gate says of a book with a fault in it, if that is what it should say."""
    said = messages(fault.spoil(content(clean().data)))
    return next((message for message in said if fault.said in message), "")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_seen(fault: Fault) -> None:
    assert heard(fault)


def test_each_fault_and_what_is_said_of_it(golden: Callable[[str, str], None]) -> None:
    """The list, to be read: ``tests/golden/epub-faults.md``."""
    rows = [f"| {fault.name} | {heard(fault) or '**not seen**'} |" for fault in FAULTS]
    seen = sum("**not seen**" not in row for row in rows)
    head = f"Of {len(rows)} faults in a clean book, one at a time, the gate sees {seen}.\n"
    table = "\n".join((head, "| fault | what the gate says |", "|:--|:--|", *rows, ""))
    golden("epub-faults.md", re.sub(r"0x[0-9a-f]+", "0x…", table))
    assert seen >= len(rows) * 0.9
    assert len(rows) >= 50


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entry_twice_is_seen() -> None:
    entries = list(content(clean().data).items())
    assert "2 times" in "\n".join(messages(written([*entries, entries[-1]])))


def test_damaged_entry_is_seen() -> None:
    """One flipped bit in a stored entry: the zip's own sum tells."""
    data = bytearray(clean().data)
    data[data.rindex(b"JFIF")] ^= 1
    assert "cannot be read" in "\n".join(messages(bytes(data)))


def test_all_fonts_left_out_is_seen() -> None:
    entries = {name: data for name, data in content(clean().data).items() if "fonts/" not in name}
    entries[STYLE] = re.sub(rb"@font-face \{.*?\}\n", b"", entries[STYLE])
    assert "no font in the book still has" in "\n".join(messages(written([*entries.items()])))


def test_a_document_with_another_word_fails() -> None:
    """The gate compares with the document, not with the book itself."""
    other = document(front=document().pages[1].html.replace("no more", "much more"))
    plain = epub.make(document())
    assert "words of page `front`" in epub_structure.check(other, plain)[0].message


def test_a_document_in_another_language_fails() -> None:
    other = document(metadata=replace(document().metadata, language="cy"))
    found = {finding.rule for finding in epub_structure.check(other, epub.make(document()))}
    assert found == {"epub-package"}


def test_a_picture_too_large_for_shops_has_its_line(shop: Shop) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#0b5563").save(file, "PNG")
    shop.write("source/a-guide/images/large.png", file.getvalue())
    shop.guide(TEXT + "\n![A square.](images/large.png)\n", formats='["ebook"]')
    (finding,) = (each for each in shop.build().diagnostics if each.rule == "epub-picture")
    assert brief(finding) == f"source/a-guide/en-GB.md:{TEXT.count(chr(10)) + 2} epub-picture"


def test_original_fonts_are_read() -> None:
    """The reader of font tables agrees with fontTools on every bundled font."""
    from bindery.font_tables import characters  # noqa: PLC0415 (only here)

    for name in FONTS:
        data = (ROOT / "styles" / name).read_bytes()
        best = TTFont(io.BytesIO(data)).getBestCmap()
        assert characters(data) == frozenset(map(chr, best))
