"""A guide of 25 pages with all that makes a layout hard, in every format, as a reader gets it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from finished import LONG_FORMATS, Build
from finished_stress import stress_file
from pdf_tree import Tag, TaggedPdf
from sheet_reading import sides, type_sizes, within
from sheet_sample import short_guide
from validators import plates

from bindery.formats.folded import FOLDED

PAGES = 25
MM = 72 / 25.4
HAIR = 0.05  # what a size in points may be off by when it is read back
MOST_INK = 300  # percent of a point of paper: more does not dry
# Of each format: its least type and its body's, in points.
TYPE = {
    "leaflet": (10.5, 12),
    "booklet": (10.5, 12),
    "fillable": (10.5, 12),
    "folded": (10.5, 12),
    "press": (10.5, 12),
    "office": (10.5, 14),
    "large-print": (16, 18),
}
LAID_OUT = ("leaflet", "office", "large-print")


@pytest.fixture(scope="module")
def trees(stressed_out: Path) -> dict[str, Tag]:
    """The tags of each layout."""
    return {name: TaggedPdf(stress_file(stressed_out, name).read_bytes()).tree for name in LAID_OUT}


# ---- every format


def test_it_is_made_in_every_format_without_an_error_or_a_warning(
    stressed: tuple[Build, Build],
) -> None:
    for build in stressed:
        assert not re.findall(r"^(?:error|warning).*", build.stderr, flags=re.MULTILINE)
        assert build.status == 0
        made = {entry["format"] for entry in build.manifest()}
        assert made == {format_.name for format_ in LONG_FORMATS}


def test_its_pages_are_counted_and_blanks_stand_before_the_last(
    stressed: tuple[Build, Build], stressed_out: Path
) -> None:
    """A stitched leaflet has four pages a sheet, and its last page is its back."""
    pages = {entry["format"]: entry.get("pages") for entry in stressed[0].manifest()}
    assert pages["leaflet"] == pages["fillable"] == PAGES
    assert pages["press"] == 28
    assert pages["booklet"] == 14
    with sides(stress_file(stressed_out, "press").read_bytes()) as leaves:
        # Each has a line of words for the printer beside it.
        printed = [len(leaf.words()) > 30 for leaf in leaves]
    assert printed == [True] * (PAGES - 1) + [False] * 3 + [True]


def test_every_claim_is_proved_and_no_validator_objects(
    stressed: tuple[Build, Build], stress_complaints: dict[str, list[str]]
) -> None:
    """veraPDF by each standard that a format is to meet, qpdf and EPUBCheck."""
    claims = {
        entry["format"]: {claim["standard"] for claim in entry["claims"]}
        for entry in stressed[0].manifest()
    }
    assert claims == {format_.name: set(format_.claims) for format_ in LONG_FORMATS}
    assert {name: found for name, found in stress_complaints.items() if found} == {}
    printed = {format_.name for format_ in LONG_FORMATS if format_.suffix == "pdf"}
    assert {name.split(".")[-2] for name in stress_complaints if name.endswith(".pdf")} == printed


def test_two_builds_in_different_surroundings_give_the_same_bytes(
    stressed: tuple[Build, Build],
) -> None:
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in build.out.iterdir()}
        for build in stressed
    )
    assert first == second
    assert len(first) == len(LONG_FORMATS) + 1


# ---- what a reader sees


@pytest.mark.parametrize("name", TYPE)
def test_no_letter_is_smaller_than_its_format_allows(
    name: str, stressed_out: Path, tmp_path: Path
) -> None:
    """In footers, captions, notes and pictures too; most of the text is as large as the body."""
    file = stress_file(stressed_out, name)
    if name == "folded":
        file = tmp_path / "folded.pdf"
        file.write_bytes(FOLDED.make(short_guide(tmp_path / "shop", FOLDED)).data)
    least, body = TYPE[name]
    sizes = [size for _, size in type_sizes(file, trimmed=name == "press")]
    assert min(sizes) >= least - HAIR
    assert sum(size >= body - HAIR for size in sizes) > len(sizes) / 2


@pytest.mark.parametrize("name", LAID_OUT)
def test_every_letter_is_on_the_paper_and_every_page_is_used(name: str, stressed_out: Path) -> None:
    """Nothing nearer to the edge than an office printer reaches; no page left all but empty."""
    with sides(stress_file(stressed_out, name).read_bytes()) as pages:
        footer = 29 if name == "large-print" else 20
        for number, page in enumerate(pages, 1):
            width, height = page.size
            boxes = [box for found in page.letters().values() for box in found]
            assert all(within(box, (5, 5, width - 5, height - 5)) for box in boxes), number
            lowest = min(box[1] for box in boxes if box[1] > footer)
            assert number in {1, len(pages)} or lowest < height * 0.8, number


@pytest.mark.parametrize("name", LAID_OUT)
def test_nothing_is_parted_that_belongs_together(name: str, trees: dict[str, Tag]) -> None:
    tree = trees[name]
    cards = [
        tag for kind in ("Sect", "Div") for tag in tree.all(kind) if re.match(_CARDS, tag.text)
    ]
    steps = [tag for tag in tree.all("LI") if re.match(r"\d(?:Fix|Count|Go|If|Get)", tag.text)]
    assert len(cards) == 5
    assert len(steps) == 5
    for whole in [*cards, *steps, *tree.all("Figure"), *tree.all("TR")]:
        assert len(_pages(whole)) <= 1, whole.text
    for heading, after in _followed(tree):
        assert max(_pages(heading)) == min(_pages(after)), heading.text
    for label, body in _labelled(tree):
        assert max(_pages(label)) == min(_pages(body)), label.text


_CARDS = r"Non-urgent advice|Urgent advice|Immediate action|Do not|Do•"


def _pages(tag: Tag) -> set[int]:
    return {page for part in tag.walk() for page in part.pages}


def _followed(tree: Tag) -> Iterator[tuple[Tag, Tag]]:
    """Each heading and the next tag behind it that has ink."""
    tags = list(tree.walk())
    found = 0
    for number, tag in enumerate(tags):
        if re.fullmatch("H[1-6]", tag.role):
            rest = tags[number + len(list(tag.walk())) :]
            yield tag, next(after for after in rest if _pages(after))
            found += 1
    assert found > 25


def _labelled(tree: Tag) -> Iterator[tuple[Tag, Tag]]:
    """The number, bullet or term of each item of a list, and what comes first behind it."""
    for item in tree.all("LI"):
        label, *rest = item.kids
        if label.role == "Lbl" and _pages(label):
            yield label, next(after for after in rest if _pages(after))


@pytest.mark.parametrize("name", LAID_OUT)
def test_a_long_table_goes_on_under_its_head(
    name: str, trees: dict[str, Tag], stressed_out: Path
) -> None:
    """As one table in the tags, with its head once; printed anew on each page."""
    diary = next(tag for tag in trees[name].all("Table") if "Mon, 1" in tag.text)
    pages = sorted(_pages(diary))
    assert len(pages) > 1
    assert diary.text.count("Times awake") == 1
    with sides(stress_file(stressed_out, name).read_bytes()) as leaves:
        for page in pages:
            assert "awake" in leaves[page].words(), page


# ---- the press


def test_it_comes_off_the_press_as_it_should(stressed_out: Path) -> None:
    """Four plates, black letters on one of them, and no more ink than paper dries."""
    most = black = 0
    for page in plates(stress_file(stressed_out, "press"), 72):
        assert set(page) == {"Cyan", "Magenta", "Yellow", "Black"}
        levels = (page[name].tobytes() for name in ("Cyan", "Magenta", "Yellow", "Black"))
        pixels = set(zip(*levels, strict=True))
        most = max(most, *(sum(mixture) for mixture in pixels if mixture != (255,) * 4))
        solid = {mixture[:3] for mixture in pixels if mixture[3] == 255}
        # Marks are in every ink, words in black alone.
        assert solid <= {(0, 0, 0), (255, 255, 255)}
        black += page["Black"].tobytes().count(b"\xff")
    assert black > 10_000
    assert most / 2.55 <= MOST_INK


def test_the_boxes_of_the_press_file_are_exact(stressed_out: Path) -> None:
    with pikepdf.open(stress_file(stressed_out, "press")) as pdf:
        for page in pdf.pages:
            trim, bleed = (
                [float(edge) / MM for edge in page.obj[name]] for name in ("/TrimBox", "/BleedBox")
            )
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((148, 210), abs=0.1)
            around = [trim[0] - 3, trim[1] - 3, trim[2] + 3, trim[3] + 3]
            assert bleed == pytest.approx(around, abs=0.1)
