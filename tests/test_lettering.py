"""Labels of drawings bring their fonts, keep their width, and are held against the original."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from epub_sample import FONTS, document

from bindery.checks.lettering import came_through
from bindery.document import File, Stylesheet
from bindery.font_tables import characters
from bindery.formats.epub_styles import Styles, flatten
from bindery.formats.lettering import lettered
from bindery.markup import Element, parse

NAME = "images/a.svg"
FILES = document().files
FAMILY = 'font-family="Atkinson, serif"'


def styles() -> Styles:
    flattened, _ = flatten(document().stylesheets)
    return flattened


def drawing(words: str, root: str = "") -> File:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"{root}>{words}</svg>'
    return File(NAME, "image/svg+xml", data.encode())


def drawn(words: str, root: str = "", styled: Styles | None = None) -> Element:
    """The drawing of ``words`` as it is packed."""
    file = drawing(words, root)
    done = lettered([NAME], {**FILES, NAME: file}, styled or styles())
    packed = done.get(NAME, file)
    assert came_through(file, packed.data)
    return parse(packed.data)


def texts(root: Element) -> list[Element]:
    return [each for each in root.walk() if each.tag in {"svg:text", "svg:tspan"}]


def fonts(root: Element) -> list[tuple[str, bytes]]:
    """The weight and the data of each font in a drawing."""
    style = root.find("svg:style")
    found = re.findall(r"font-weight: (\d+);[^}]*base64,([\w+/=]+)", style.text() if style else "")
    return [(weight, b64decode(data)) for weight, data in found]


def test_a_drawing_brings_the_letters_of_its_words_and_no_others() -> None:
    ((weight, font),) = fonts(drawn(f'<text y="9" {FAMILY} font-size="9">ribs</text>'))
    assert weight == "400"
    assert {"r", "i", "b", "s"} <= characters(font)
    assert not {"z", "w"} & characters(font)


@pytest.mark.parametrize(
    "bold",
    [
        f'<text {FAMILY} font-weight="bold">ribs</text>',
        f'<g {FAMILY} style="font-weight: 700"><text>ribs</text></g>',
        f'<text {FAMILY}><tspan font-weight="600">ribs</tspan></text>',
    ],
)
def test_bold_words_bring_the_bold_font(bold: str) -> None:
    assert [weight for weight, _ in fonts(drawn(bold))] == ["700"]


def test_a_drawing_of_both_weights_brings_both() -> None:
    both = f'<text {FAMILY}>ribs<tspan font-weight="bold">hand</tspan></text>'
    assert [weight for weight, _ in fonts(drawn(both))] == ["400", "700"]


def test_a_drawing_without_words_stays_as_it_is() -> None:
    silent = drawing('<path d="M0 0h9"/><text> </text>')
    assert lettered([NAME, FONTS[0]], {**FILES, NAME: silent}, styles()) == {}


def test_a_label_is_as_wide_as_its_letters() -> None:
    (one,) = texts(drawn(f'<text {FAMILY} font-size="10">ribs</text>'))
    (two,) = texts(drawn(f'<g {FAMILY} font-size="20px"><text>\n ribs </text></g>'))
    assert one.attributes["lengthAdjust"] == "spacingAndGlyphs"
    width = float(one.attributes["textLength"])
    assert 15 < width < 25
    assert float(two.attributes["textLength"]) == pytest.approx(2 * width, abs=0.11)


def test_bold_labels_are_wider() -> None:
    thin, bold = texts(
        drawn(
            f'<g {FAMILY} font-size="10"><text>milk-making</text>'
            '<text font-weight="bold">milk-making</text></g>'
        )
    )
    assert float(bold.attributes["textLength"]) > float(thin.attributes["textLength"])


@pytest.mark.parametrize(
    "words",
    [
        f"<text {FAMILY}>no size</text>",
        f'<text {FAMILY} font-size="1.2em">another unit</text>',
        '<text font-family="Other" font-size="9">another font</text>',
        f'<text {FAMILY} font-size="9" letter-spacing="1">apart</text>',
        f'<text {FAMILY} font-size="9" x="1 2 3">one by one</text>',
        f'<text {FAMILY} font-size="9" dx="1">moved</text>',
        f'<text {FAMILY} font-size="9">in <tspan>parts</tspan></text>',
        f'<text {FAMILY} font-size="9" textLength="40">told</text>',
        f'<text {FAMILY} font-size="9">يد</text>',
        f'<text {FAMILY} font-size="9">\u6bcd\u4e73</text>',
    ],
)
def test_a_label_whose_width_is_not_certain_is_left_alone(words: str) -> None:
    assert not any("lengthAdjust" in each.attributes for each in texts(drawn(words)))


def test_parts_that_are_placed_alone_keep_their_width() -> None:
    parts = '<tspan x="1" y="9">milk</tspan><tspan x="1" y="19">ducts</tspan>'
    whole, *lines = texts(drawn(f'<text {FAMILY} font-size="9">{parts}</text>'))
    assert "textLength" not in whole.attributes
    assert all("textLength" in line.attributes for line in lines)


def test_words_that_name_no_font_are_set_in_that_of_the_text() -> None:
    root = drawn('<text font-size="9">ribs</text>')
    assert root.attributes["font-family"] == "atkinson, sans-serif"
    assert [weight for weight, _ in fonts(root)] == ["400"]
    assert "textLength" in texts(root)[0].attributes


def test_without_fonts_a_drawing_stays_as_it_is() -> None:
    plain, _ = flatten((Stylesheet("a.css", "p { color: red }"),))
    root = drawn(f'<text {FAMILY} font-size="9">ribs</text>', styled=plain)
    assert root.find("svg:style") is None
    assert "textLength" not in texts(root)[0].attributes


def test_a_drawing_that_names_its_namespace_stays_one() -> None:
    data = (
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<s:text {FAMILY} font-size="3">ribs</s:text></s:svg>'
    )
    file = File(NAME, "image/svg+xml", data.encode())
    packed = lettered([NAME], {**FILES, NAME: file}, styles())[NAME].data
    assert parse(packed).find("svg:style")
    assert came_through(file, packed)


GOOD = "@font-face { font-family: A; src: url(data:font/ttf;base64,%s) }"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ribs", "ribs "),
        ("M0 0h9", "M0 0h8"),
        ("<path", "<rect/><path"),
        ("</svg>", "<style>path { display: none }</style></svg>"),
        ("</svg>", "<style>@font-face { src: url(https://www.example.org/a) }</style></svg>"),
        ("</svg>", f"<style>{GOOD % 'AAEAAAAB'}</style></svg>"),
        ("<path", '<path fill="none"'),
        ("<text", '<text font-size="40"'),
        ("</svg>", ""),
    ],
)
def test_a_drawing_that_was_changed_is_seen(before: str, after: str) -> None:
    file = drawing('<path d="M0 0h9"/><text>ribs</text>')
    spoiled = file.data.replace(before.encode(), after.encode())
    assert spoiled != file.data
    assert not came_through(file, spoiled)
