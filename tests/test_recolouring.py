"""Drawings under another theme: their colours follow, and nothing else of them changes."""

from __future__ import annotations

import re

import pytest
from conftest import HANDOUT, Shop
from package_code import ROOT

from bindery.compose import compose
from bindery.document import Document
from bindery.equipment import equipment_for
from bindery.formats import format_named
from bindery.recolouring import recoloured
from bindery.theme import Theme, read_theme

THEMES = ROOT / "styles" / "themes"
TEXT = """\
# A guide

What it is for.

![A cover.](images/cover.svg){.cover}

## A section

![Where to press.](images/where.svg)
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">'
    '<path d="M0 0h9" fill="#0B5563" stroke="#1d1d1b"/></svg>'
)


def _theme(name: str) -> Theme:
    theme, faults = read_theme((THEMES / f"{name}.css").read_text("utf-8"), name)
    assert faults == ()
    return theme


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('fill="#0b5563"', 'fill="#000000"'),
        ("stroke = '#B4432F'", "stroke = '#000000'"),
        ('style="fill:#fbf5ee;stroke: #1d1d1b"', 'style="fill:#ffffff;stroke: #000000"'),
        ("stop-color: #e5f0ee", "stop-color: #ffffff"),
        ('fill="#fff"', 'fill="#ffffff"'),
        ('fill="#123456"', 'fill="#123456"'),
        ('fill="#0b55634"', 'fill="#0b55634"'),
        ('fill="url(#0b5563)" href="#0b5563"', 'fill="url(#0b5563)" href="#0b5563"'),
        (">fill the cup #0b5563<", ">fill the cup #0b5563<"),
    ],
)
def test_the_colours_of_the_theme_it_was_drawn_in_become_the_others(
    before: str, after: str
) -> None:
    found = recoloured(before.encode(), _theme("calm"), _theme("high-contrast"))
    assert found.decode() == after


def test_under_the_theme_it_was_drawn_in_it_looks_the_same() -> None:
    calm = _theme("calm")
    for path in (ROOT / "source").rglob("*.svg"):
        assert recoloured(path.read_bytes(), calm, calm) == path.read_bytes()


def _documents(shop: Shop, theme: str) -> list[Document]:
    shop.write("source/handout.toml", HANDOUT + 'logo = "source/logo.svg"\n')
    shop.write("source/logo.svg", DRAWING)
    shop.guide(TEXT, theme=f'"{theme}"')
    for name in ("cover", "where"):
        shop.write(f"source/a-guide/images/{name}.svg", DRAWING)
    project = shop.read()
    assert project.diagnostics == ()
    equipment = equipment_for(shop.root)
    leaflet, book = (
        compose(project.guides[0], format_named(name), equipment) for name in ("leaflet", "ebook")
    )
    assert book.cover
    return [leaflet, book, book.cover]


def test_every_picture_of_a_document_follows_its_theme_but_never_the_logo(shop: Shop) -> None:
    for document in _documents(shop, "high-contrast"):
        drawn = {
            name: file.data.decode()
            for name, file in document.files.items()
            if name.endswith(".svg") and "qr" not in name
        }
        assert drawn.pop("images/publisher-logo.svg") == DRAWING
        assert drawn
        for data in drawn.values():
            assert 'fill="#000000" stroke="#000000"' in data
    for document in _documents(shop, "calm"):
        assert document.files["images/where.svg"].data.decode() == DRAWING


@pytest.mark.parametrize("theme", sorted(path.stem for path in THEMES.glob("*.css")))
def test_our_own_drawings_have_no_colour_that_a_theme_does_not_judge(theme: str) -> None:
    """So what holds for a theme, in colour and in grey, holds for them."""
    shown = _theme(theme)
    judged = {token.value for token in shown.tokens.values()}
    for path in (ROOT / "source").rglob("*.svg"):
        drawing = recoloured(path.read_bytes(), _theme("calm"), shown).decode()
        found = set(re.findall(r'="(#[0-9a-f]+)"', drawing))
        assert found
        assert found <= judged, path.name


def test_the_office_sheet_has_black_lines_on_white_whatever_the_theme(shop: Shop) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#fbf5ee"/></svg>'
    )
    shop.write("source/a-guide/images/a.svg", drawing)
    shop.guide("# A guide\n\nWords.\n\n## More\n\n![A picture.](images/a.svg)\n")
    shown = {
        name: compose(shop.read().guides[0], format_named(name), equipment_for(shop.root))
        .files["images/a.svg"]
        .data
        for name in ("leaflet", "office")
    }
    assert b"#fbf5ee" in shown["leaflet"]
    assert b"#ffffff" in shown["office"]
