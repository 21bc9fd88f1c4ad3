"""Themes: what a file of tokens gives, and everything that can be wrong with one."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Shop, places
from hypothesis import given
from hypothesis import strategies as st
from package_code import ROOT
from sheet_reading import MM, PIXELS, sides

from bindery.compose import compose
from bindery.diagnostics import Diagnostic, Failure
from bindery.document import Stylesheet
from bindery.equipment import equipment_for
from bindery.formats.ebook import EBOOK
from bindery.formats.epub_styles import flatten
from bindery.formats.printed import LEAFLET
from bindery.theme import INHERITED, MOST_INK, TOKENS, contrast, grey, read_theme

THEMES = sorted((ROOT / "styles" / "themes").glob("*.css"))
GOOD = (ROOT / "styles" / "themes" / "calm.css").read_text(encoding="utf-8")
TEXT = ("--ink", "--brand", "--quiet")
GROUNDS = ("--paper", "--sand", "--sage")


def changed(*pairs: tuple[str, str]) -> str:
    """The calm theme with each first text replaced by the second, which it must hold once."""
    text = GOOD
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def faults(text: str) -> tuple[Diagnostic, ...]:
    return read_theme(text, "t.css")[1]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_a_theme_of_the_shop_is_complete_and_has_no_faults(path: Path) -> None:
    theme, found = read_theme(path.read_text(encoding="utf-8"), path.name)
    assert found == ()
    assert set(theme.tokens) == set(TOKENS)
    stated = {token.value for token in theme.tokens.values() if token.value != INHERITED}
    assert set(theme.inks) == stated, "a press is told how to print every colour"


def test_there_are_two_finished_themes() -> None:
    assert {path.stem for path in THEMES} >= {"calm", "high-contrast"}


def test_high_contrast_is_what_it_says_in_colour_and_in_grey() -> None:
    path = ROOT / "styles" / "themes" / "high-contrast.css"
    theme, _ = read_theme(path.read_text(encoding="utf-8"), path.name)
    colour = {name: token.value for name, token in theme.tokens.items()}
    pairs = [(colour[text], colour[ground]) for text in TEXT for ground in GROUNDS]
    pairs += [(colour["--on-brand"], colour["--brand"])]
    pairs += [
        (colour["--on-care"], colour[f"--care-{level}"])
        for level in ("non-urgent", "urgent", "emergency")
    ]
    for pair in pairs:
        assert contrast(*pair) >= 7
        assert contrast(*map(grey, pair)) >= 7
    assert colour["--brand-on-any"] == INHERITED


def test_styles_use_no_token_that_nobody_sets() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in (ROOT / "styles").glob("*.css")}
    own = {name for text in sheets.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used - own <= set(TOKENS)
    assert not own & set(TOKENS), "colours are the theme's alone"


def test_colours_and_inks_are_read_with_their_places() -> None:
    theme, _ = read_theme(GOOD, "t.css")
    brand = theme.tokens["--brand"]
    assert brand.value == "#0b5563"
    assert (brand.span.file, brand.span.line) == ("t.css", line_of(GOOD, "--brand:"))
    row = GOOD.splitlines()[(brand.span.line or 0) - 1]
    start = (brand.span.column or 0) - 1
    assert row[start : start + brand.span.length] == "#0b5563"
    assert theme.inks["#0b5563"] == (90, 35, 40, 40)


def test_short_and_capital_colours_are_the_same_colours() -> None:
    text = changed(("--paper: #ffffff;", "--paper: #FFF;"))
    theme, found = read_theme(text, "t.css")
    assert found == ()
    assert theme.tokens["--paper"].value == "#ffffff"


def test_comments_count_for_nothing_but_their_lines() -> None:
    text = changed(("--brand: #0b5563;", "/* --ink: #fff;\n */ --brand: /* deepest */ #0b5563;"))
    theme, found = read_theme(text, "t.css")
    assert found == ()
    assert theme.tokens["--brand"].span.line == line_of(text, "deepest")


def test_a_theme_need_not_state_inks() -> None:
    text = re.sub(r"  --[\w-]+-cmyk:.*\n", "", GOOD)
    theme, found = read_theme(text, "t.css")
    assert found == ()
    assert theme.inks == {}


CASES = {
    "missing": (("  --quiet: #4c5a63;\n", ""), "", "theme-missing"),
    "unknown": (("--sage:", "--sag:"), "--sag:", "theme-unknown"),
    "unknown-ink": (("--sage-cmyk:", "--sage-cmyb:"), "--sage-cmyb:", "theme-unknown"),
    "word": (("#0b5563", "navy"), "navy", "theme-value"),
    "reference": (("#0b5563", "var(--ink)"), "var(--ink)", "theme-value"),
    "inherited": (("--brand: #0b5563", "--brand: currentcolor"), "currentcolor", "theme-value"),
    "twice": (("--paper-cmyk", "--ink: #000000;\n--paper-cmyk"), "#000000", "theme-value"),
    "three-inks": (("90 35 40 40", "90 35 40"), "90 35 40;", "theme-value"),
    "no-numbers": (("90 35 40 40", "a b c d"), "a b c d", "theme-value"),
    "over-100": (("90 35 40 40", "90 35 40 101"), "90 35 40 101", "theme-value"),
    "below-0": (("90 35 40 40", "90 -5 40 40"), "90 -5 40 40", "theme-value"),
    "not-a-number": (("90 35 40 40", "nan 5 40 40"), "nan 5 40 40", "theme-value"),
    "two-inks": (("--on-care-cmyk: 0 0 0 0", "--on-care-cmyk: 5 0 0 0"), "5 0 0 0", "theme-value"),
    "much-ink": (("90 35 40 40", "90 90 90 40"), "90 90 90 40", "theme-ink"),
    "pale": (("--quiet: #4c5a63", "--quiet: #9aa5ab"), "#9aa5ab", "theme-contrast"),
    # 4.7:1 in colour, but a printer without colour makes too dark a grey of it.
    "pale-in-grey": (("#fbf5ee", "#b4e059"), "#b4e059", "theme-contrast"),
    "pale-ground": (("#d5281b", "#f08a80"), "#f08a80", "theme-contrast"),
    "other-rule": (("}\n", "}\np { color: red }\n"), "p {", "theme-content"),
    "other-property": (("  --paper:", "  color: red;\n  --paper:"), "color: red", "theme-content"),
    "import": (("}\n", '}\n@import "x.css";\n'), "@import", "theme-content"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told_at_its_place(name: str) -> None:
    pair, part, rule = CASES[name]
    text = changed(pair)
    found = faults(text)
    assert {fault.rule for fault in found} - {"theme-missing"} == {rule} - {"theme-missing"}
    assert rule in {fault.rule for fault in found}
    (first, *_) = [fault for fault in found if fault.rule == rule]
    assert first.hint
    if part:
        assert first.span is not None
        assert first.span.line == line_of(text, part)


@pytest.mark.parametrize(
    ("token", "below"), [("--ink", ":root"), ("--quiet", "--sage:"), ("--on-care", "emergency:")]
)
def test_a_missing_token_is_told_where_a_line_for_it_belongs(token: str, below: str) -> None:
    text = re.sub(rf"  {token}: .*\n", "", GOOD)
    (fault,) = (fault for fault in faults(text) if fault.rule == "theme-missing")
    assert fault.span is not None
    assert fault.span.line == line_of(text, below)


def test_of_a_theme_without_a_rule_every_missing_token_is_told_on_its_first_line() -> None:
    missing = [fault for fault in faults("/* to come */") if fault.rule == "theme-missing"]
    assert [fault.span and fault.span.line for fault in missing] == [1] * len(TOKENS)


@pytest.mark.parametrize("token", TOKENS)
def test_the_line_to_add_is_that_of_the_default_theme(token: str) -> None:
    """So that whoever copies it from the hint has a theme without faults."""
    (line,) = (row.strip() for row in GOOD.splitlines() if row.strip().startswith(f"{token}:"))
    (fault,) = (f for f in faults(changed((line, ""))) if f.rule == "theme-missing")
    assert fault.hint is not None
    assert fault.hint.endswith(f", such as {line}")


def test_grey_counts_where_colour_would_do() -> None:
    (found,) = faults(changed(("#fbf5ee", "#b4e059")))
    assert contrast("#4c5a63", "#b4e059") >= 4.5
    assert found.message == "`--quiet` on `--sand` has a contrast of 4.0:1 when printed in grey"


def test_words_on_a_ground_blame_the_ground() -> None:
    text = changed(("#d5281b", "#f08a80"))
    assert {fault.span.line for fault in faults(text) if fault.span} == {line_of(text, "#f08a80")}


def test_every_fault_is_told_at_once() -> None:
    text = changed(("#0b5563", "teal"), ("--sage:", "--sag:"), ("0 95 90 5", "0 95"))
    assert sorted(fault.rule for fault in faults(text)) == [
        *("theme-missing", "theme-unknown", "theme-value", "theme-value"),
    ]


def test_a_mistyped_token_is_recognised() -> None:
    (unknown, *_) = [f for f in faults(changed(("--sage:", "--sag:"))) if f.rule != "theme-missing"]
    assert unknown.hint == "did you mean `--sage`?"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for given_text in (text, f":root {{ {text} }}", GOOD + text):
        theme, found = read_theme(given_text, "t.css")
        assert found or set(theme.tokens) == set(TOKENS)
        assert all(sum(inks) <= MOST_INK or found for inks in theme.inks.values())


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_symmetric_and_within_bounds(one: int, other: int) -> None:
    first, second = f"#{one:06x}", f"#{other:06x}"
    assert 1 <= contrast(first, second) <= 21
    assert contrast(first, second) == contrast(second, first)
    assert len(set(re.findall("..", grey(first)[1:]))) == 1


def test_contrast_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


# ---- where themes are used


def test_inks_disturb_neither_layout_nor_book() -> None:
    sheet = Stylesheet("t.css", GOOD + "\np { color: var(--brand) }")
    styles, found = flatten((sheet,))
    assert found == ()
    assert styles.css == "p { color: #0b5563; }\n"


def test_a_guide_with_a_faulty_theme_is_not_made(shop: Shop) -> None:
    shop.guide(theme='"own"')
    shop.write("styles/themes/own.css", changed(("--quiet: #4c5a63", "--quiet: #cccccc")))
    (guide,) = shop.read().guides
    for format_ in (LEAFLET, EBOOK):
        with pytest.raises(Failure) as caught:
            compose(guide, format_, equipment_for(shop.root))
        assert {fault.rule for fault in caught.value.diagnostics} == {"theme-contrast"}
        line = line_of(GOOD, "--quiet:")
        assert places(caught.value.diagnostics)[0].startswith(f"{line}:")


@pytest.mark.parametrize("name", [path.stem for path in THEMES])
def test_a_document_carries_the_inks_of_its_theme(shop: Shop, name: str) -> None:
    shop.guide(theme=f'"{name}"')
    (guide,) = shop.read().guides
    document = compose(guide, LEAFLET, equipment_for(shop.root))
    theme, _ = read_theme((ROOT / "styles" / "themes" / f"{name}.css").read_text(), "t.css")
    assert document.inks == theme.inks
    assert LEAFLET.make(document).diagnostics == ()


@pytest.mark.parametrize("name", [path.stem for path in THEMES])
@pytest.mark.parametrize(
    "block", [f"::: inset\n{'Words. ' * 20}", "::: key-points\n### One\n\n- Two"]
)
def test_a_panel_has_a_rule_at_its_head_and_its_foot(shop: Shop, name: str, block: str) -> None:
    """Under any theme, whose grounds may be the paper's own white, and in grey."""
    shop.guide(f"# A guide\n\nWords.\n\n{block}\n:::\n\n## Three\n\nFour.\n", theme=f'"{name}"')
    (guide,) = shop.read().guides
    made = LEAFLET.make(compose(guide, LEAFLET, equipment_for(shop.root)))
    with sides(made.data) as pages:
        dots = PIXELS * MM
        # Between the words and the end of the panel, from its head to the heading behind it.
        strip = pages[1].picture().crop((round(130 * dots), 0, round(133 * dots), round(70 * dots)))
        rows = [max(strip.crop((0, y, strip.width, y + 1)).tobytes()) for y in range(strip.height)]
    dark = [level < 230 for level in rows]
    assert sum(after and not before for before, after in pairwise(dark)) == 2
