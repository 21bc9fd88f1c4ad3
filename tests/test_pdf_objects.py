"""Saving a PDF: the same bytes every time, and none that a validator stumbles over."""

from __future__ import annotations

import re
from io import BytesIO
from zlib import adler32, decompress

import pikepdf
from pdf_sample import leaflet

from bindery.checks.conformance import prove
from bindery.formats.pdf import make
from bindery.pdf_objects import Pdf, String, is_even, open_pdf, save_pdf


def _page(content: bytes, title: str = "") -> Pdf:
    pdf = Pdf.new()
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(content)
    pdf.docinfo.Title = String(title)
    return pdf


def _ends_in_a_return(content: bytes) -> bool:
    return adler32(content) % 256 == ord("\r")


def test_opened_and_saved_a_file_is_the_same_twice_and_says_the_same() -> None:
    data = make(leaflet("<h1>One</h1><p>two</p>")).data
    with open_pdf(data) as one, open_pdf(data) as other:
        saved = save_pdf(one)
        assert save_pdf(other) == saved
    with pikepdf.open(BytesIO(saved)) as after, pikepdf.open(BytesIO(data)) as before:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert before.Root.Metadata.read_bytes() in saved, "not compressed"
        assert dict(after.docinfo) == dict(before.docinfo)
        assert not after.is_linearized
    assert prove(saved, ("PDF/UA-1", "PDF/A-2a"))[1] == ()


def test_the_identifier_is_made_of_the_content() -> None:
    first, same, other = (save_pdf(_page(content)) for content in (b"q Q", b"q Q", b"q Q q Q"))
    assert first == same
    with pikepdf.open(BytesIO(first)) as one, pikepdf.open(BytesIO(other)) as two:
        assert one.trailer.ID[1] != two.trailer.ID[1]


def test_no_stream_of_content_ends_in_a_carriage_return() -> None:
    content = next(c for n in range(999) if _ends_in_a_return(c := b"q Q " + b"n " * n))
    plain = BytesIO()
    _page(content).save(plain)
    assert not is_even(plain.getvalue()), "without care, it would"
    saved = save_pdf(_page(content))
    assert is_even(saved)
    with pikepdf.open(BytesIO(saved)) as pdf:
        assert pdf.pages[0].Contents.read_bytes().strip() == content.strip()


def test_nor_does_a_stream_of_objects() -> None:
    for number in range(5000):
        pdf = _page(
            b"q Q", "".join(chr(65 + (number * place + place**3) % 57) for place in range(40))
        )
        plain = BytesIO()
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
        saved = save_pdf(pdf)
        assert is_even(saved)
        if b"/ObjStm" not in saved:
            break
    else:
        raise AssertionError("no file was found that needs care")
    with pikepdf.open(BytesIO(saved)) as again:
        assert again.docinfo.Title == pdf.docinfo.Title


def test_small_files_gather_their_objects() -> None:
    saved = save_pdf(_page(b"q Q"))
    assert b"/ObjStm" in saved
    (length,) = re.findall(rb"/ObjStm /Length (\d+)", saved)
    start = saved.index(b"stream\n") + 7
    assert b"/Catalog" in decompress(saved[start : start + int(length)])
