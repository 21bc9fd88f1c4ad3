"""The folded leaflet: six panels in their places, and what happens when they are too few."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdf_tree import Tag, TaggedPdf
from sheet_reading import sides, within
from sheet_sample import SHORT, short_guide
from validators import qpdf_complaints, verapdf

from bindery.checks.conformance import prove
from bindery.checks.pages import look_at
from bindery.checks.pdf_text import lost_text
from bindery.diagnostics import Diagnostic, Failure, Severity
from bindery.document import Document, Made
from bindery.formats.folded import FOLDED
from bindery.formats.pdf import make
from bindery.imposition import MM, PANELS_MM, Spine, folded

LIVE = (5.0, 5.0, 292.0, 205.0)
NOTICE = "Print on both sides, flip on the short edge, then fold twice."
# Where the folds are, from the left, on the outside and on the inside.
LEFT_BOUND = ((0, 97, 197, 297), (0, 100, 200, 297))
RIGHT_BOUND = ((0, 100, 200, 297), (0, 97, 197, 297))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return short_guide(tmp_path_factory.mktemp("guide"), FOLDED)


@pytest.fixture(scope="module")
def panels(document: Document) -> Made:
    """The panels as pages, before they are put on the sheet."""
    made = make(document)
    assert made.diagnostics == ()
    return made


@pytest.fixture(scope="module")
def sheet(document: Document) -> Made:
    return FOLDED.make(document)


def _turned_round(document: Document) -> Document:
    """The same text in a language that runs to the left, as far as the layout knows."""
    page = replace(document.pages[0], html=document.pages[0].html.replace('dir="ltr"', 'dir="rtl"'))
    return replace(document, pages=(page,), metadata=replace(document.metadata, direction="rtl"))


def _fault(folder: Path, text: str) -> Diagnostic:
    with pytest.raises(Failure) as caught:
        FOLDED.make(short_guide(folder, FOLDED, text))
    (fault,) = caught.value.diagnostics
    return fault


# ---- what lies where


def test_it_is_one_sheet_of_six_panels(panels: Made, sheet: Made) -> None:
    assert panels.page_count == 6
    assert sheet.page_count == 2
    with sides(sheet.data) as pages:
        assert [side.size for side in pages] == [pytest.approx((297, 210), abs=0.1)] * 2
    with sides(panels.data) as pages:
        widths = [side.size[0] for side in pages]
    assert widths == pytest.approx([PANELS_MM[number] for number in range(1, 7)], abs=0.1)


@pytest.mark.parametrize(
    ("turned", "order", "folds"),
    [
        (False, ((5, 6, 1), (2, 3, 4)), LEFT_BOUND),
        (True, ((1, 6, 5), (4, 3, 2)), RIGHT_BOUND),
    ],
)
def test_each_panel_has_the_text_of_its_page(
    document: Document,
    turned: bool,  # noqa: FBT001 - a parameter of the test
    order: tuple[tuple[int, ...], ...],
    folds: tuple[tuple[int, ...], ...],
) -> None:
    if turned:
        document = _turned_round(document)
        # Of English words in an Arabic line, one reader of text tells the wrong place.
        page = document.pages[0]
        page = replace(page, html=page.html.replace("<body", '<body dir="ltr"'))
        document = replace(document, pages=(page,))
    with sides(FOLDED.make(document).data) as pages, sides(make(document).data) as leaves:
        for side, numbers, edges in zip(pages, order, folds, strict=True):
            for number, (left, right) in zip(numbers, pairwise(edges), strict=True):
                # Text keeps 8 mm from every fold; the line for the printer does not.
                assert sorted(side.words(left + 7, right - 7)) == sorted(leaves[number - 1].words())


def test_the_front_the_key_points_and_the_back_are_where_a_reader_looks(sheet: Made) -> None:
    with sides(sheet.data) as (outside, inside):
        assert "ward" in outside.words(205, 297)
        assert inside.words(5, 95)[:2] == ["Key", "points"]
        assert outside.words(104, 190)[:3] == ["About", "this", "guide"]
        assert "A helpline" in " ".join(outside.words(5, 90))


def test_nothing_is_printed_near_the_edge_and_no_letter_is_cut_off(sheet: Made) -> None:
    with sides(sheet.data) as pages:
        for side, edges in zip(pages, LEFT_BOUND, strict=True):
            assert within(side.ink(), LIVE)
            boxes = [box for found in side.letters().values() for box in found]
            assert all(within(box, LIVE) for box in boxes)
            assert not [box for box in boxes for fold in edges[1:3] if box[0] < fold < box[2]]


def test_the_folds_are_marked_outside_and_the_printing_explained(sheet: Made) -> None:
    plan = folded([(PANELS_MM[number] * MM, 210 * MM) for number in range(1, 7)], Spine.LEFT)
    left, _, right, _ = (edge / MM for edge in plan.strip)
    with sides(sheet.data) as (outside, inside):
        for fold in (97, 197):
            for foot, head in ((201, 205), (5, 9)):
                ink = outside.ink((fold - 1, foot, fold + 1, head))
                assert ink is not None
                assert (ink[0] + ink[2]) / 2 == pytest.approx(fold, abs=0.15)
            assert outside.ink((fold - 1, 10, fold + 1, 200)) is None
        for fold in (100, 200):
            assert inside.ink((fold - 1, 0, fold + 1, 210)) is None
        assert " ".join(outside.words(left, right)) == NOTICE


def test_a_guide_of_few_words_still_has_its_back_on_the_back(tmp_path: Path) -> None:
    short = SHORT[: SHORT.index("## How to wash")]
    made = FOLDED.make(short_guide(tmp_path, FOLDED, short))
    with sides(made.data) as (outside, inside):
        assert outside.words(104, 190)[:3] == ["About", "this", "guide"]
        assert outside.ink((5, 9, 95, 201)) is None, "the flap is blank"
        assert inside.ink((102, 0, 297, 210)) is None
    assert made.block_pages["guide.about"] == 1


def test_the_back_is_as_wide_as_its_panel_whichever_page_it_is(tmp_path: Path) -> None:
    start, end = SHORT.index("## If someone"), SHORT.index("You are always")
    made = make(short_guide(tmp_path, FOLDED, SHORT[:start] + SHORT[end:]))
    assert made.page_count == made.block_pages["guide.about"] == 5, "on the page of a narrow panel"
    with sides(made.data) as pages:
        assert pages[-1].size[0] == pytest.approx(100, abs=0.1)


# ---- too little


def _without(*parts: str) -> str:
    """The short text without the sections whose headings are given."""
    head, *sections = SHORT.split("\n## ")
    kept = [section for section in sections if section.split("\n")[0] not in parts]
    return "\n## ".join([head, *kept])


def test_each_part_has_a_panel_of_its_own_where_panels_would_stay_blank(tmp_path: Path) -> None:
    """So that steps are seen at once, and not over a fold."""
    text = _without("Looking after your skin", "When to tell us", "If someone is in a side room")
    made = FOLDED.make(short_guide(tmp_path, FOLDED, text))
    with sides(made.data) as (_, inside):
        assert "How" not in inside.words(5, 95)
        assert inside.words(105, 195)[:3] == ["How", "to", "wash"]


def test_a_text_that_fills_its_panels_runs_on(sheet: Made) -> None:
    with sides(sheet.data) as (_, inside):
        last = inside.words(205, 292)
        assert last[:2] == ["Looking", "after"]
        assert "side" in last, "a section that would have a panel of its own"


@pytest.mark.parametrize(
    ("parts", "blank"),
    [
        ((), None),
        (("Looking after your skin", "When to tell us"), None),
        (("How to wash", "Looking after your skin", "When to tell us"), 2),
    ],
)
def test_a_sheet_with_half_of_its_inner_panels_blank_is_told(
    tmp_path: Path, parts: tuple[str, ...], blank: int | None
) -> None:
    made = FOLDED.make(short_guide(tmp_path, FOLDED, _without(*parts)))
    told = [(each.rule, each.message.split()[0]) for each in made.diagnostics]
    assert told == ([("blank-panels", str(blank))] if blank else [])


# ---- too much


@pytest.mark.parametrize("paragraphs", [0, 16, 18])
def test_a_text_of_one_panel_too_many_is_refused_and_of_none_is_not(
    tmp_path: Path, paragraphs: int
) -> None:
    more = "And so on, one more sentence in this short leaflet about clean hands.\n\n" * paragraphs
    document = short_guide(tmp_path, FOLDED, f"{SHORT}\n## More\n\n{more}Now it ends.\n")
    pages = make(document).page_count
    if paragraphs:
        assert pages == 7
        with pytest.raises(Failure, match="the text takes 6 panels and has 5 before the back"):
            FOLDED.make(document)
    else:
        assert pages == 6
        assert FOLDED.make(document).page_count == 2


def test_the_first_block_without_room_is_named_where_it_stands(tmp_path: Path) -> None:
    more = "\n\n".join(f"Paragraph {n} says a little more than anyone needs." for n in range(40))
    text = f"{SHORT}\n## More\n\n{more}\n"
    fault = _fault(tmp_path / "long", text)
    assert (fault.rule, fault.severity) == ("too-long", Severity.ERROR)
    assert fault.message.startswith("the text takes ")
    assert "panels and has 5 before the back: `Paragraph " in fault.message
    assert fault.message.endswith("says a little more than anyone …` is the first that has no room")
    assert fault.hint
    number = int(fault.message.partition("`Paragraph ")[2].split()[0])
    if fault.span:
        written = text.splitlines().index(
            f"Paragraph {number} says a little more than anyone needs."
        )
        assert fault.span.line == written + 1
    # With that block and all after it away, the text fits.
    FOLDED.make(short_guide(tmp_path / "cut", FOLDED, text[: text.index(f"Paragraph {number} ")]))


def test_a_back_of_more_than_one_panel_is_an_error(document: Document) -> None:
    page = document.pages[0]
    long = "<p>" + "Words for the back. " * 200 + '</p><dl class="control">'
    html = page.html.replace('<dl class="control">', long)
    with pytest.raises(Failure) as caught:
        FOLDED.make(replace(document, pages=(replace(page, html=html),)))
    (fault,) = caught.value.diagnostics
    assert fault.rule == "too-long"
    assert fault.message == "`About this guide` does not fit on the back, which is one panel"


def test_panels_of_another_size_are_an_error_and_not_cut(document: Document) -> None:
    wide = replace(document.stylesheets[-1], css="@page { size: 100mm 210mm !important }")
    with pytest.raises(Failure) as caught:
        FOLDED.make(replace(document, stylesheets=(*document.stylesheets, wide)))
    (fault,) = caught.value.diagnostics
    assert fault.rule == "page-too-large"
    assert fault.message == "page 5 is 100 by 210 mm, and its place is 97 by 210 mm"


# ---- what a screen reader and a validator make of it


def _heard(tree: Tag) -> list[tuple[str, str]]:
    return [(tag.role, tag.text) for tag in tree.walk()]


def test_the_tags_are_in_the_order_of_reading(panels: Made, sheet: Made) -> None:
    tree = TaggedPdf(sheet.data).tree
    assert _heard(tree) == _heard(TaggedPdf(panels.data).tree)
    assert [tag.text for tag in tree.walk() if tag.role in ("H1", "H2")] == [
        *("Washing your hands on the ward", "Key points", "When to wash", "How to wash"),
        *("Looking after your skin", "When to tell us", "If someone is in a side room"),
        "About this guide",
    ]


def test_links_are_where_their_words_are(sheet: Made) -> None:
    found = set()
    with pikepdf.open(BytesIO(sheet.data)) as pdf, sides(sheet.data) as pages:
        for side, page in zip(pages, pdf.pages, strict=True):
            for link in page.get("/Annots", []):
                found.add(" ".join(side.words_in(link.Rect)))
                assert str(link.Contents) in found
    assert {"0300 100 0212", "example.org/hands", "example.org"} <= found


def test_it_meets_the_standards_it_claims(document: Document, sheet: Made, tmp_path: Path) -> None:
    paths = []
    for number, made in enumerate((sheet, FOLDED.make(_turned_round(document)))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(made.data)
        paths.append(path)
        assert qpdf_complaints(path) == ""
        claims, faults = prove(made.data, FOLDED.claims)
        assert faults == ()
        assert tuple(claim.standard for claim in claims) == FOLDED.claims
    broken = [v for found in verapdf(paths).values() for v in found if not v.passed]
    assert broken == []


def test_its_text_is_the_documents_and_its_bytes_are_always_the_same(
    document: Document, sheet: Made
) -> None:
    assert sheet.diagnostics == ()
    assert list(lost_text(look_at(document, sheet))) == []
    assert FOLDED.make(document).data == sheet.data
