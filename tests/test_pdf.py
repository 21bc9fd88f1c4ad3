"""What a leaflet's file says: its links, pages, fonts and metadata, read back from it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from package_code import ROOT
from pdf_sample import leaflet
from pdf_tree import Tag, TaggedPdf, tree_of
from sheet_reading import text_of_pages

from bindery.document import Document, Made
from bindery.formats.pdf import engine, make
from bindery.pdf_pages import picture_of_page

# Links.


def test_links_are_called_by_their_words(tree: Tag) -> None:
    names = [str(tag.annotations[0].Contents) for tag in tree.all("Link")]
    assert names == [
        *("Where", "Table", "the table of feeds", "write to us", "0300 100 0212", "1"),
        *("our pages", "Back"),
    ]


def test_every_clickable_area_belongs_to_one_link(tagged: TaggedPdf, tree: Tag) -> None:
    links = tree.all("Link")
    assert not any(inner is not link for link in links for inner in link.all("Link"))
    owned = [annotation.objgen for link in links for annotation in link.annotations]
    there = [area.objgen for page in tagged.pdf.pages for area in page.get("/Annots", ())]
    assert sorted(owned) == sorted(there)
    assert len(set(owned)) == len(owned)
    assert {int(area.F) for page in tagged.pdf.pages for area in page.get("/Annots", ())} == {4}


def test_a_link_over_lines_is_one_link_with_an_area_on_each() -> None:
    (link,) = tree_of(
        "<p style='width: 4em'><a href='https://a.org'>one <b>two</b> three</a></p>"
    ).all("Link")
    assert link.text == "one two three"
    assert len(link.annotations) == 2
    assert {str(area.A.URI) for area in link.annotations} == {"https://a.org"}


def test_a_link_in_the_margin_can_be_read_but_not_followed(made: Made, tagged: TaggedPdf) -> None:
    assert "online" in {each.text for each in tagged.artifacts}
    assert b"example.org/head" not in BytesIO(made.data).getvalue()
    targets = {
        str(area.A.URI)
        for page in tagged.pdf.pages
        for area in page.get("/Annots", ())
        if "/A" in area
    }
    assert targets == {"https://example.org/", "mailto:a@example.org", "tel:03001000212"}


# Pages.


def test_what_runs_on_every_page_is_no_part_of_the_text(tagged: TaggedPdf, tree: Tag) -> None:
    running = {
        page: sorted((each.subtype, each.text.strip()) for each in tagged.artifacts if each.subtype)
        for page in [1]
    }[1]
    assert ("/Footer", "Page 2 of 11") in running
    assert ("/Header", "online") in running
    assert "Page 2 of" not in tree.text
    assert all(each.kind == "/Pagination" for each in tagged.artifacts if each.subtype)


def test_dots_that_lead_to_a_page_number_are_not_read_out(tree: Tag) -> None:
    contents = tree.all("L")[0]
    assert [item.text for item in contents.all("LBody")] == ["Where 2", "Table 8"]


def test_ids_know_their_page(made: Made) -> None:
    texts = text_of_pages(made.data)
    assert made.block_pages["card"] == made.block_pages["how"] == 3
    assert "Call 111 if:" in texts[made.block_pages["card"] - 1]
    assert "Day 1\r\n" in texts[made.block_pages["table"] - 1].replace(" Feed", "\r\n")
    assert made.block_pages["note-1"] == 11


def test_content_leads_back_to_its_tag(tagged: TaggedPdf) -> None:
    numbers = tagged.pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in tagged.pdf.pages:
        for number, owner in enumerate(parents[int(page.StructParents)]):
            assert _holds(owner, page, number)
        for area in page.get("/Annots", ()):
            owner = parents[int(area.StructParent)]
            assert any(kid.get("/Obj") == area for kid in owner.K if not isinstance(kid, int))


def _holds(owner: pikepdf.Object, page: pikepdf.Page, number: int) -> bool:
    """Whether the tag ``owner`` has the mark ``number`` of ``page`` among its kids."""
    return any(
        (kid == number and owner.Pg.objgen == page.objgen)
        if isinstance(kid, int)
        else (kid.get("/MCID") == number and kid.Pg.objgen == page.objgen)
        for kid in owner.K
    )


def test_painting_in_reading_order_changes_nothing_to_see(
    document: Document, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "paint_in_order", lambda _: None)
    plain = make(document)
    assert plain.data != made.data
    for page in (0, 1, 2):
        assert picture_of_page(plain.data, page, 400) == picture_of_page(made.data, page, 400)


def test_labels_and_pictures_are_painted_where_they_stand(made: Made) -> None:
    page = text_of_pages(made.data)[2].replace("\r\n", " ")
    words = ["1", "Wash your hands.", "2", "Massage.", "– in circles", "– small ones", "2 cm to 3"]
    places = [page.index(word) for word in words]
    assert places == sorted(places)


def test_outlines_follow_the_headings(tagged: TaggedPdf) -> None:
    with tagged.pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "A leaflet"
        names = [item.title for item in title.children]
        assert names[:3] == ["Key points", "Where", "How"]
        assert next(iter(title.children[2].children)).title == "Wash your hands."


# The file.


def test_fonts_are_the_shops_embedded_and_in_part(tagged: TaggedPdf) -> None:
    fonts = tagged.fonts()
    assert sorted(re.sub(r"^[A-Z]{6}\+", "", name) for name in fonts) == [
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Bold",
    ]
    assert all("+" in name for name in fonts), "a name with a mark is a part of a font"
    assert all(len(font.FontFile2.read_bytes()) < 25_000 for font in fonts.values())


def test_the_file_says_who_made_what_for_whom(tagged: TaggedPdf, document: Document) -> None:
    pdf, metadata = tagged.pdf, document.metadata
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title) == metadata.title
    assert str(pdf.docinfo.Author) == "Ann Author, Björn Ö"
    assert str(pdf.docinfo.Subject) == metadata.description
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20261124"
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == metadata.title
        assert xmp["dc:creator"] == list(metadata.authors)
        assert xmp["dc:description"] == metadata.description
        assert xmp["dc:publisher"] == {"A service"}
        assert xmp["dc:language"] == {"en-GB"}
        assert xmp["xmp:ModifyDate"] == "2026-11-24"
        assert xmp["xmpMM:DocumentID"] == metadata.identifier
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")


@pytest.mark.parametrize("claims", [(), ("PDF/UA-1",), ("PDF/A-2a",)])
def test_a_file_claims_what_its_document_does(claims: tuple[str, ...]) -> None:
    data = make(replace(leaflet("<p>one</p>"), claims=claims)).data
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        assert ("pdfuaid:part" in xmp) is ("PDF/UA-1" in claims)
        assert ("pdfaid:part" in xmp) is ("PDF/A-2a" in claims)


def test_anyone_can_read_the_metadata(made: Made) -> None:
    assert re.search(rb"<xmp:ModifyDate>2026-11-24</xmp:ModifyDate>", made.data)


def test_a_language_that_runs_to_the_left_turns_the_reader_round() -> None:
    pdf = TaggedPdf(make(leaflet("<h1>1 2</h1>", language="ar")).data)
    assert str(pdf.pdf.Root.ViewerPreferences.Direction) == "/R2L"
    assert pdf.tree.attribute("WritingMode") == "RlTb"


def test_the_same_document_is_the_same_file_wherever_it_is_made(made: Made, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from bindery.formats.pdf import make; from pdf_sample import everything\n"
        "sys.stdout.buffer.write(make(everything()).data)"
    )
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "TMPDIR": str(folder),
        "HOME": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=folder,
        env=environment,
    )
    assert done.stdout == made.data
    assert list(folder.iterdir()) == [], "nothing is left behind"
