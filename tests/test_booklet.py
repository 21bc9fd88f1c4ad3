"""The booklet as a file: what lies where on the sheets, and what a screen reader gets of them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import FORMATS, TODAY
from package_code import ROOT
from pdf_sample import everything, everything_made
from pdf_tree import Tag, TaggedPdf
from sheet_reading import sides, within
from sheet_sample import numbered
from validators import qpdf_complaints, verapdf

from bindery.checks.conformance import prove
from bindery.checks.pages import look_at
from bindery.checks.pdf_text import lost_text
from bindery.compose import compose
from bindery.diagnostics import Failure
from bindery.document import Document, Made
from bindery.equipment import equipment_for
from bindery.formats.booklet import BOOKLET, derive
from bindery.formats.imposed import impose
from bindery.formats.pdf import make
from bindery.imposition import MM, PAPER_MM, Spine, booklet
from bindery.project import read

NOTICE = "Print on both sides, flip on the short edge, then fold."
LABELS = {"sheet.booklet": NOTICE}
LIVE = (5.0, 5.0, 292.0, 205.0)
FOLD = 148.5
HALVES = ((0.0, FOLD - 12), (FOLD + 12, 297.0))  # without the strip along the fold


def _document(page_count: int, language: str = "en-GB") -> Document:
    document = numbered(page_count, language)
    return replace(document, metadata=replace(document.metadata, labels=LABELS))


def _everything() -> Document:
    document = everything()
    return replace(document, metadata=replace(document.metadata, labels=LABELS))


@pytest.fixture(scope="module")
def document() -> Document:
    return _document(6)


@pytest.fixture(scope="module")
def made(document: Document) -> Made:
    """Six pages on two sheets: two halves stay blank."""
    return make(document)


@pytest.fixture(scope="module")
def bound(document: Document, made: Made) -> Made:
    return derive(made, document)


@pytest.fixture(scope="module")
def bound_right() -> Made:
    return BOOKLET.make(_document(6, "ar"))


@pytest.fixture(scope="module")
def whole() -> Made:
    """The booklet of the leaflet with everything in it."""
    return derive(everything_made(), _everything())


@pytest.fixture(scope="module")
def first_guide() -> Made:
    """The booklet of the guide that the project comes with."""
    project = read(ROOT / "source", TODAY, FORMATS)
    return BOOKLET.make(compose(project.guides[0], BOOKLET, equipment_for(ROOT)))


# ---- what lies where


def test_it_is_a4_on_its_side_and_counted_in_sides(bound: Made) -> None:
    with sides(bound.data) as pages:
        assert [side.size for side in pages] == [pytest.approx((297, 210), abs=0.1)] * 4
    assert bound.page_count == 4
    assert [bound.block_pages[f"s{n}"] for n in range(1, 7)] == [1, 2, 3, 4, 4, 3]
    assert bound.diagnostics == ()


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en-GB", [[None, 1], [2, None], [6, 3], [4, 5]]),
        ("ar", [[1, None], [None, 2], [3, 6], [5, 4]]),
    ],
)
def test_each_half_has_the_text_of_its_page(language: str, order: list[list[int | None]]) -> None:
    document = _document(6, language)
    made = make(document)
    with sides(derive(made, document).data) as pages, sides(made.data) as leaves:
        for side, numbers in zip(pages, order, strict=True):
            for number, half in zip(numbers, HALVES, strict=True):
                wanted = leaves[number - 1].words() if number else []
                assert side.words(*half) == wanted


def test_nothing_is_printed_near_the_edge_and_everything_up_to_it(
    bound: Made, bound_right: Made, whole: Made
) -> None:
    for sheets in (bound, bound_right, whole):
        with sides(sheets.data) as pages:
            assert all(within(side.ink(), LIVE) for side in pages)
    with sides(bound.data) as pages:
        # The grounds of these pages reach over the edge of the paper, but for the creep.
        assert pages[3].ink() == pytest.approx(LIVE, abs=PAPER_MM + 0.3)


def test_no_letter_of_the_first_guide_is_cut_off(first_guide: Made) -> None:
    with sides(first_guide.data) as pages:
        assert len(pages) == 4
        for side in pages:
            assert all(within(box, LIVE, 0) for found in side.letters().values() for box in found)
            assert within(side.ink(), LIVE)


def test_a_blank_half_is_white(bound: Made, bound_right: Made) -> None:
    for sheets, blank in (
        (bound, (FOLD + 1, 0.0, 297.0, 210.0)),
        (bound_right, (0.0, 0.0, FOLD - 1, 210.0)),
    ):
        with sides(sheets.data) as pages:
            assert pages[1].ink(blank) is None


def test_inner_pages_move_to_the_fold_by_the_thickness_of_the_paper() -> None:
    sheets = BOOKLET.make(_document(16))
    with sides(sheets.data) as pages:
        fronts = pages[::2]
        # A "C", of "Chapter", begins each page; there are two on a side.
        found = [sorted(box[0] for box in side.letters()["C"]) for side in fronts]
    left = [places[0] for places in found]
    right = [places[-1] for places in found]
    for sheet in range(4):
        assert left[sheet] - left[0] == pytest.approx(sheet * PAPER_MM, abs=0.02)
        assert right[0] - right[sheet] == pytest.approx(sheet * PAPER_MM, abs=0.02)


def test_the_fold_is_marked_outside_at_head_and_foot_and_nowhere_else(bound: Made) -> None:
    with sides(bound.data) as pages:
        for side, marked in zip(pages, (True, False, True, False), strict=True):
            picture = side.picture()
            scale = picture.height / 210
            column = round(FOLD * picture.width / 297)
            # The darkest of a few pixels across, for each row from the top.
            across = picture.crop((column - 2, 0, column + 2, picture.height)).tobytes()
            rows = [min(across[at : at + 4]) for at in range(0, len(across), 4)]
            dark = [row / scale for row, grey in enumerate(rows) if grey < 128]
            at_head = [place for place in dark if 5 <= place <= 8.5]
            at_foot = [place for place in dark if 201.5 <= place <= 205]
            assert bool(at_head) is bool(at_foot) is marked
            assert len(dark) == len(at_head) + len(at_foot)


@pytest.mark.parametrize("name", ["bound", "bound_right", "first_guide"])
def test_whoever_prints_it_is_told_how_beside_the_text(
    name: str, request: pytest.FixtureRequest
) -> None:
    sheets: Made = request.getfixturevalue(name)
    spine = Spine.RIGHT if name == "bound_right" else Spine.LEFT
    left, bottom, right, top = (place / MM for place in booklet([(1, 1)], spine).strip)
    with sides(sheets.data) as pages:
        words = " ".join(pages[0].words(left, right))
        # A reader of text takes an English line among Arabic ones for one that runs left.
        assert sorted(words) == sorted(NOTICE) if name == "bound_right" else words == NOTICE
        boxes = [box for found in pages[0].letters().values() for box in found]
        inside = [box for box in boxes if box[2] > left and box[0] < right]
        assert len(inside) == len(NOTICE.replace(" ", "")), "and stands there alone"
        assert all(within(box, (left, bottom, right, top), 0) for box in inside)
        assert not any(side.words(left, right) for side in pages[1:])


def test_a_page_that_is_too_large_is_an_error_and_not_cut() -> None:
    document = _document(2)
    style = replace(document.stylesheets[0], css="@page { size: 170mm 240mm }")
    with pytest.raises(Failure) as caught:
        BOOKLET.make(replace(document, stylesheets=(style,)))
    (fault,) = caught.value.diagnostics
    assert fault.rule == "page-too-large"
    assert fault.message == "page 1 is 170 by 240 mm, and its place is 148.5 by 210 mm"


@pytest.mark.parametrize("pages", [5, 7])
def test_a_plan_for_other_pages_is_refused(pages: int, made: Made) -> None:
    plan = booklet([(400, 500)] * pages, Spine.LEFT)
    with pytest.raises(ValueError, match="each of 6 pages once"):
        impose(made.data, plan, made.data)


# ---- what a screen reader gets


def _heard(tree: Tag) -> list[tuple[str, str]]:
    return [(tag.role, tag.text) for tag in tree.walk()]


def test_the_tags_are_the_leaflets_in_the_order_of_reading(made: Made, bound: Made) -> None:
    tree = TaggedPdf(bound.data).tree
    assert _heard(tree) == _heard(TaggedPdf(made.data).tree)
    assert [tag.text for tag in tree.all("H2")] == [f"Chapter {n}" for n in range(1, 7)]


def test_tables_pictures_and_faded_words_keep_their_tags(whole: Made) -> None:
    leaves, sheets = TaggedPdf(everything_made().data), TaggedPdf(whole.data)
    assert _heard(sheets.tree) == _heard(leaves.tree)
    assert any("Faded words" in text for _, text in _heard(sheets.tree))
    assert {tag.entries["Alt"] for tag in sheets.tree.all("Figure")} == {
        tag.entries["Alt"] for tag in leaves.tree.all("Figure")
    }


def test_content_leads_back_to_its_tag(whole: Made) -> None:
    with pikepdf.open(BytesIO(whole.data)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents: dict[Any, Any] = dict(zip(numbers[::2], numbers[1::2], strict=True))
        kids = list(_marked(pdf.Root.StructTreeRoot))
        assert len(kids) > 100
        for tag, kid in kids:
            assert parents[kid.Stm.StructParents][int(kid.MCID)].objgen == tag.objgen
            assert kid.Pg.objgen in {page.objgen for page in pdf.pages}


def _marked(tag: Any) -> Any:
    """Every tag with each piece of content in it; none may be a bare number any more."""
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        assert not isinstance(kid, int)
        if kid.get("/Type") == "/MCR":
            yield tag, kid
        elif "/S" in kid:
            yield from _marked(kid)


def test_a_picture_says_where_on_the_sheet_it_lies(whole: Made) -> None:
    tagged = TaggedPdf(whole.data)
    figures = [tag for tag in tagged.tree.all("Figure") if tag.attribute("BBox")]
    assert figures
    for figure in figures:
        (number,) = figure.pages
        box = [float(edge) / MM for edge in figure.attribute("BBox")]
        with sides(whole.data) as pages:
            ink = pages[number].ink((box[0], box[1], box[2], box[3]))
        # A drawing of a frame: its ink goes all round.
        assert ink is not None
        assert within(ink, (box[0], box[1], box[2], box[3]), 0.3)
        if (box[2] - box[0]) > 30:
            assert ink[2] - ink[0] == pytest.approx(box[2] - box[0], rel=0.1)


def test_links_are_where_their_words_are_and_lead_to_the_sheet(bound: Made) -> None:
    with pikepdf.open(BytesIO(bound.data)) as pdf, sides(bound.data) as pages:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
        targets = dict(_named(pdf))
        found: dict[str, str] = {}
        for at, page in enumerate(pdf.pages):
            for link in page.get("/Annots", []):
                assert link.P.objgen == page.objgen
                words = " ".join(pages[at].words_in(link.Rect))
                assert words == str(link.Contents)
                sheet, _, left, top, _ = targets[str(link.Dest)]
                below = (float(left) - 5, float(top) - 40, float(left) + 200, float(top) + 5)
                found[words] = " ".join(pages[numbers[sheet.objgen]].words_in(below)[:2])
    assert found == {f"Onwards from {n}": f"Chapter {n % 6 + 1}" for n in range(1, 7)}


def _named(pdf: pikepdf.Pdf) -> Any:
    names = list(pdf.Root.Names.Dests.Names)
    return zip(map(str, names[::2]), names[1::2], strict=True)


def test_the_outline_leads_to_the_sheets(bound: Made) -> None:
    with pikepdf.open(BytesIO(bound.data)) as pdf, pdf.open_outline() as outline:
        numbers: dict[Any, int] = {page.objgen: at + 1 for at, page in enumerate(pdf.pages)}
        entries: list[Any] = [outline.root[0], *outline.root[0].children]
        found = {str(entry.title): numbers[entry.destination[0].objgen] for entry in entries}
    assert found == {"A booklet": 1} | {
        f"Chapter {n}": bound.block_pages[f"s{n}"] for n in range(1, 7)
    }


def test_of_the_pages_nothing_is_left_but_what_is_on_the_sheets(bound: Made, made: Made) -> None:
    with pikepdf.open(BytesIO(bound.data)) as pdf, pikepdf.open(BytesIO(made.data)) as leaves:
        pages = [item for item in pdf.objects if _is(item, "/Page")]
        assert len(pages) == len(pdf.pages) == 4
        forms = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and "/StructParents" in item
        ]
        assert len(forms) == len(leaves.pages) == 6
        assert pdf.Root.Metadata.read_bytes() == leaves.Root.Metadata.read_bytes()
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def _is(item: Any, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind


# ---- what others make of it


def test_it_meets_the_standards_it_claims(
    bound: Made, bound_right: Made, whole: Made, first_guide: Made, tmp_path: Path
) -> None:
    paths = []
    for name, sheets in enumerate((bound, bound_right, whole, first_guide)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(sheets.data)
        paths.append(path)
        assert qpdf_complaints(path) == ""
        claims, faults = prove(sheets.data, BOOKLET.claims)
        assert faults == ()
        assert tuple(claim.standard for claim in claims) == BOOKLET.claims
    broken = {
        v.flavour: v.broken for found in verapdf(paths).values() for v in found if not v.passed
    }
    assert broken == {}


def test_its_text_is_the_documents(document: Document, bound: Made, whole: Made) -> None:
    assert list(lost_text(look_at(document, bound))) == []
    assert list(lost_text(look_at(_everything(), whole))) == []


def test_the_same_leaflet_makes_the_same_booklet_anywhere(bound: Made, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from test_booklet import BOOKLET, _document\n"
        "sys.stdout.buffer.write(BOOKLET.make(_document(6)).data)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.stdout == bound.data
