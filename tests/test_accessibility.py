from __future__ import annotations

import pytest
from epub_sample import labels, page

from bindery.document import File
from bindery.formats.accessibility import Accessibility, describe
from bindery.markup import parse

# The vocabulary of Schema.org's accessibility properties, as far as it concerns a book of
# words and pictures.
FEATURES = {
    "alternativeText",
    "longDescription",
    "ARIA",
    "MathML",
    "describedMath",
    "displayTransformability",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "unlocked",
}
IMG = '<img src="a.svg" alt="Above." />'
SVG = "http://www.w3.org/2000/svg"
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"{}><mi>x</mi></math>'


def said(
    *bodies: str, styles: tuple[tuple[str, str], ...] = (), files: tuple[File, ...] = ()
) -> Accessibility:
    roots = [parse(page(body).encode()) for body in bodies]
    return describe(roots, styles, {file.name: file for file in files}, labels())


def drawing(inner: str) -> File:
    return File("a.svg", "image/svg+xml", f'<svg xmlns="{SVG}">{inner}</svg>'.encode())


@pytest.mark.parametrize(
    ("body", "modes", "sufficient"),
    [
        ("<p>a</p>", ("textual",), ("textual",)),
        (IMG, ("textual", "visual"), ("textual,visual", "textual")),
        ('<img src="a.svg" alt="" />', ("textual",), ("textual",)),
        ('<img src="a.svg" alt="x" role="presentation" />', ("textual",), ("textual",)),
        ('<img src="a.svg" />', ("textual", "visual"), ("textual,visual",)),
        (IMG + '<img src="b.svg" />', ("textual", "visual"), ("textual,visual",)),
        (f'<svg xmlns="{SVG}"/>', ("textual", "visual"), ("textual,visual",)),
        (f'<svg xmlns="{SVG}" aria-hidden="true"/>', ("textual",), ("textual",)),
        (
            f'<svg xmlns="{SVG}"><title>a</title></svg>',
            ("textual", "visual"),
            ("textual,visual", "textual"),
        ),
    ],
)
def test_modes(body: str, modes: tuple[str, ...], sufficient: tuple[str, ...]) -> None:
    found = said(body)
    assert (found.modes, found.sufficient) == (modes, sufficient)


@pytest.mark.parametrize(
    ("feature", "bodies", "styles", "present"),
    [
        ("alternativeText", [IMG], [], True),
        ("alternativeText", ["<p>a</p>"], [], False),
        ("alternativeText", [IMG, '<img src="b.svg" />'], [], False),
        ("alternativeText", ['<img src="b.svg" alt="" />'], [], False),
        ("longDescription", [f"<figure>{IMG}<details>a</details></figure>"], [], True),
        ("longDescription", [f"<figure>{IMG}</figure><details>a</details>"], [], False),
        ("longDescription", [IMG.replace("/>", 'aria-details="d"/><p id="d"/>')], [], True),
        ("longDescription", [IMG.replace("/>", 'aria-details="d"/>')], [], False),
        ("longDescription", [IMG.replace("/>", 'aria-describedby="d"/><p id="d"/>')], [], True),
        ("ARIA", ['<a role="doc-noteref" href="#a">1</a>'], [], True),
        ("ARIA", ['<img src="a" alt="" role="presentation" />'], [], False),
        ("MathML", [MATH.format("")], [], True),
        ("MathML", ["<p>x</p>"], [], False),
        ("describedMath", [MATH.format(' alttext="x"')], [], True),
        ("describedMath", [MATH.format(' alttext="x"') + MATH.format("")], [], False),
        ("displayTransformability", ["<p/>"], [("font-size", "1.2em")], True),
        ("displayTransformability", ["<p/>"], [("border", "1px solid")], True),
        ("displayTransformability", ["<p/>"], [("font-size", "12px")], False),
        ("displayTransformability", ["<p/>"], [("font", "12pt serif")], False),
        ("displayTransformability", ["<p/>"], [("line-height", "6mm")], False),
        ("readingOrder", ["<p/>"], [("position", "relative")], True),
        ("readingOrder", ["<p/>"], [("position", "absolute")], False),
        ("readingOrder", ["<p/>"], [("order", "2")], False),
        ("readingOrder", ["<p/>"], [("flex-direction", "row-reverse")], False),
        ("structuralNavigation", ["<h1>a</h1><h2>b</h2>", "<h2>c</h2><h3>d</h3>"], [], True),
        ("structuralNavigation", ["<h2>c</h2><h3>d</h3><h2>e</h2>"], [], True),
        ("structuralNavigation", ["<h1>a</h1><h3>b</h3>"], [], False),
        ("structuralNavigation", ["<p>a</p>"], [], False),
        ("tableOfContents", ["<p>a</p>"], [], True),
        ("unlocked", ["<p>a</p>"], [], True),
    ],
)
def test_features(
    feature: str, bodies: list[str], styles: list[tuple[str, str]], *, present: bool
) -> None:
    found = said(*bodies, styles=tuple(styles)).features
    assert (feature in found) is present
    assert set(found) <= FEATURES


@pytest.mark.parametrize(
    ("body", "styles", "files", "hazards"),
    [
        ("<p/>", (), (), ("none",)),
        ("<p/>", (), (drawing("<path/>"),), ("none",)),
        (
            "<p/>",
            (("animation-name", "x"),),
            (),
            ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"),
        ),
        (
            "<p/>",
            (),
            (drawing('<animate attributeName="x"/>'),),
            ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"),
        ),
        (
            "<p/>",
            (),
            (File("a.gif", "image/gif", b"GIF89a"),),
            ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"),
        ),
        (
            "<p/>",
            (),
            (File("a.png", "image/png", b"\x89PNG\r\n\x1a\n....IHDR....acTL"),),
            ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"),
        ),
        (
            f'<svg xmlns="{SVG}"><animate/></svg>',
            (),
            (),
            ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"),
        ),
        (
            "<audio/>",
            (),
            (),
            ("noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"),
        ),
    ],
)
def test_hazards(
    body: str,
    styles: tuple[tuple[str, str], ...],
    files: tuple[File, ...],
    hazards: tuple[str, ...],
) -> None:
    assert said(body, styles=styles, files=files).hazards == hazards


def test_summary_says_what_is_so_and_no_more() -> None:
    words = labels()
    plain = said("<p>a</p>").summary
    assert plain == words["ebook.access-text"]
    full = said(f"<h2>a</h2><figure>{IMG}<details>a</details></figure>").summary
    assert full == " ".join(
        words[f"ebook.access-{name}"] for name in ("text", "pictures", "descriptions", "navigation")
    )
