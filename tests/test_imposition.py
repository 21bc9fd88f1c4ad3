"""The order and the places of pages on sheets: for every number of pages, and both spines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery.imposition import (
    EDGE_MM,
    MM,
    PANELS_MM,
    SHEET_MM,
    DoesNotFitError,
    Placement,
    Plan,
    Size,
    Spine,
    booklet,
    creep,
    folded,
    letter_fold,
    saddle_stitch,
    spine_of,
)

A5 = (148 * MM, 210 * MM)
COUNTS = st.integers(1, 64)
SPINES = st.sampled_from(Spine)
PAPER = st.floats(0, 0.3)


# ---- the order


@given(COUNTS, SPINES)
def test_a_booklet_has_every_page_once_on_as_few_sheets_as_will_do(
    count: int, spine: Spine
) -> None:
    sides = saddle_stitch(count, spine)
    assert sorted(page for side in sides for page in side.pages if page) == [*range(1, count + 1)]
    assert [side.sheet for side in sides] == [at // 2 for at in range(len(sides))]
    assert len(sides) // 2 == -(-count // 4)
    assert {len(side.pages) for side in sides} == {2}


@given(COUNTS, SPINES)
def test_folded_and_read_from_the_spine_the_pages_come_in_order_and_blanks_last(
    count: int, spine: Spine
) -> None:
    """Lay the sheets into each other as a hand would, fold them, and turn the leaves."""
    sides = saddle_stitch(count, spine)
    right, left = (1, 0) if spine is Spine.LEFT else (0, 1)
    sheets = [(sides[at], sides[at + 1]) for at in range(0, len(sides), 2)]
    # A sheet is two leaves. Turned over its short edge, the back of the right end is the left.
    first_half = [page for front, back in sheets for page in (front.pages[right], back.pages[left])]
    second_half = [
        page for front, back in reversed(sheets) for page in (back.pages[right], front.pages[left])
    ]
    read = [*first_half, *second_half]
    assert read == [*range(1, count + 1), *[None] * (len(read) - count)]


def test_eight_pages_lie_as_every_printer_knows() -> None:
    left = [side.pages for side in saddle_stitch(8, Spine.LEFT)]
    assert left == [(8, 1), (2, 7), (6, 3), (4, 5)]
    right = [side.pages for side in saddle_stitch(8, Spine.RIGHT)]
    assert right == [(1, 8), (7, 2), (3, 6), (5, 4)]
    assert [side.pages for side in saddle_stitch(1, Spine.LEFT)] == [(None, 1), (None, None)]


def test_six_panels_are_front_inside_flap_and_back() -> None:
    outside, inside = letter_fold(6, Spine.LEFT)
    assert (outside.pages, inside.pages) == ((5, 6, 1), (2, 3, 4))
    outside, inside = letter_fold(6, Spine.RIGHT)
    assert (outside.pages, inside.pages) == ((1, 6, 5), (4, 3, 2))


@given(st.integers(1, 6), SPINES)
def test_a_short_folded_leaflet_has_its_last_page_on_the_back(count: int, spine: Spine) -> None:
    outside, inside = letter_fold(count, spine)
    pages = (*outside.pages, *inside.pages)
    assert sorted(page for page in pages if page) == [*range(1, count + 1)]
    assert outside.pages[1] == (count if count > 1 else None)
    assert outside.pages[2 if spine is Spine.LEFT else 0] == 1


@given(SPINES)
def test_the_face_of_a_panel_and_the_one_behind_it_are_equally_wide(spine: Spine) -> None:
    outside, inside = letter_fold(6, spine)
    fronts = [PANELS_MM[page] for page in outside.pages if page]
    backs = [PANELS_MM[page] for page in inside.pages if page]
    assert fronts == backs[::-1]
    assert sum(fronts) == SHEET_MM[0]


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_cannot_be_bound(count: int) -> None:
    with pytest.raises(ValueError, match="no booklet"):
        saddle_stitch(count, Spine.LEFT)


@pytest.mark.parametrize("count", [0, 7])
def test_a_folded_leaflet_has_one_to_six_pages(count: int) -> None:
    with pytest.raises(ValueError, match="no folded leaflet"):
        letter_fold(count, Spine.LEFT)


def test_a_language_is_bound_where_its_lines_begin() -> None:
    assert spine_of("ltr") is Spine.LEFT
    assert spine_of("rtl") is Spine.RIGHT


# ---- the places


def _printed(place: Placement) -> tuple[float, float, float, float]:
    """What is printed of a page, in millimetres from the sheet's lower left corner."""
    left, bottom, right, top = place.clip
    inked = (place.x + left, place.y + bottom, place.x + right, place.y + top)
    return tuple(edge / MM for edge in inked)  # type: ignore[return-value]


def _keeps_clear(plan: Plan) -> bool:
    """Whether every page keeps out of the edge of its sheet and out of its neighbours."""
    width, height = (length / MM for length in plan.size)
    for side in plan.sides:
        inked = [_printed(place) for place in side.placements]
        if any(one[2] > two[0] + 1e-6 for one, two in pairwise(inked)):
            return False
        if inked and (
            min(edge for box in inked for edge in box[:2]) < EDGE_MM - 1e-6
            or max(box[2] for box in inked) > width - EDGE_MM + 1e-6
            or max(box[3] for box in inked) > height - EDGE_MM + 1e-6
        ):
            return False
    return True


@given(COUNTS, SPINES, PAPER)
def test_no_page_prints_on_the_edge_or_over_the_fold(
    count: int, spine: Spine, paper: float
) -> None:
    plan = booklet([A5] * count, spine, paper)
    assert _keeps_clear(plan)
    assert sorted(plan.side_of) == [*range(1, count + 1)]
    for side in plan.sides:
        for place in side.placements:
            left, _, right, _ = _printed(place)
            assert right <= SHEET_MM[0] / 2 + 1e-6 or left >= SHEET_MM[0] / 2 - 1e-6


@given(COUNTS, SPINES, PAPER)
def test_inner_sheets_move_to_the_spine_by_the_paper_around_them(
    count: int, spine: Spine, paper: float
) -> None:
    fold = SHEET_MM[0] / 2
    plan = booklet([A5] * count, spine, paper)
    for position, side in enumerate(plan.sides):
        shift = creep(position // 2, paper) / MM
        assert shift == pytest.approx(position // 2 * paper)
        for place in side.placements:
            at = place.x / MM
            wanted = fold - 148 + shift if at < fold - 100 else fold - shift
            assert at == pytest.approx(wanted)


def test_an_office_printer_has_its_white_edge() -> None:
    assert 5 <= EDGE_MM < 5.5, "below it, and a leaflet's last line would be cut"


def test_an_a5_page_keeps_its_size_and_all_that_is_not_on_the_edge() -> None:
    plan = booklet([A5] * 4, Spine.LEFT)
    back, front = plan.sides[0].placements
    assert (front.page, back.page) == (1, 4)
    assert _printed(front) == pytest.approx((148.5, EDGE_MM, 297 - EDGE_MM, 210 - EDGE_MM))
    assert _printed(back) == pytest.approx((EDGE_MM, EDGE_MM, 148.5, 210 - EDGE_MM))
    assert [side.folds for side in plan.sides] == [(pytest.approx(148.5 * MM),), ()]


@given(st.integers(1, 6), SPINES)
def test_panels_lie_side_by_side_between_the_folds(count: int, spine: Spine) -> None:
    back = PANELS_MM[6]
    sizes = [(PANELS_MM[page] * MM, 210 * MM) for page in range(1, count)]
    plan = folded([*sizes, (back * MM, 210 * MM)], spine)
    assert _keeps_clear(plan)
    folds = [97, 197] if spine is Spine.LEFT else [100, 200]
    assert [fold / MM for fold in plan.sides[0].folds] == pytest.approx(folds)
    assert not plan.sides[1].folds
    for side in plan.sides:
        # Seen from the other side, the folds lie the other way round.
        marks = [0, *folds] if side.folds else [0, *sorted(297 - fold for fold in folds)]
        assert all(
            min(abs(place.x / MM - mark) for mark in marks) < 1e-6 for place in side.placements
        )


@given(COUNTS, SPINES)
def test_the_line_for_the_printer_is_on_the_back_beside_the_front(count: int, spine: Spine) -> None:
    for plan in (booklet([A5] * count, spine), folded([(97 * MM, 210 * MM)] * 6, spine)):
        left, bottom, right, top = (edge / MM for edge in plan.strip)
        front = next(place for place in plan.sides[0].placements if place.page == 1)
        room = _printed(front)
        assert right < room[0] if spine is Spine.LEFT else left > room[2]
        assert any(
            abs(fold / MM - edge) < 5 for fold in plan.sides[0].folds for edge in (left, right)
        )
        assert bottom >= EDGE_MM + 3
        assert top <= SHEET_MM[1] - EDGE_MM - 3


@pytest.mark.parametrize("size", [(150.0, 210.0), (148.0, 212.0)])
def test_a_page_larger_than_half_a_sheet_is_refused(size: Size) -> None:
    with pytest.raises(
        DoesNotFitError, match=r"page 2 is 1.+ mm, and its place is 148\.5 by 210 mm"
    ):
        booklet([A5, (size[0] * MM, size[1] * MM)], Spine.LEFT)


def test_a_page_wider_than_its_panel_is_refused() -> None:
    with pytest.raises(DoesNotFitError, match="page 5 is 100 by 210 mm, and its place is 97 by"):
        folded([(100 * MM, 210 * MM)] * 6, Spine.LEFT)
