"""Drawings: lines, shapes, words and flat colour get in; all else is refused at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery import drawings
from bindery.drawings import read_drawing

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
BOX = 'viewBox="0 0 40 30"'


def svg(inside: str, root: str = BOX) -> str:
    return SVG.format(root, f"\n{inside}\n")


def refusal(text: str) -> str:
    """The one fault of a drawing that is refused, as ``line:column rule``."""
    (fault,) = read_drawing(text.encode(), "a.svg").diagnostics
    assert fault.hint
    return f"{str(fault.span).removeprefix('a.svg:')} {fault.rule}"


# ---- what is accepted

ACCEPTED = [
    '<path d="M0 0h40v30H0z" fill="#fbf5ee" stroke="none"/>',
    '<g style="fill:#fff; stroke-width:1.5px; -inkscape-stroke:none"><circle r="3"/></g>',
    '<g transform="translate(3 4) rotate(-1e-5)" fill="rgb(1, 2, 3)"><rect rx="1"/></g>',
    '<linearGradient id="a"><stop stop-color="red"/></linearGradient><g fill="url(#a) red"/>',
    '<linearGradient id="a"/><linearGradient id="b" xlink:href="#a" spreadMethod="pad"/>',
    '<radialGradient id="a"/><rect style="fill:url(\'#a\') none"/>',
    '<defs><marker id="m" orient="auto"><path/></marker></defs><line marker-end="url(#m)"/>',
    '<clipPath id="c"><rect width="9" height="9"/></clipPath><g clip-path="url(#c)"/>',
    '<g id="g"><path d="M0 0"/></g><use href="#g" x="5"/><use xlink:href="#g"/>',
    "<title>Where to press</title><desc>Thumb above</desc>",
    '<text x="3" y="4" font-size="9" xml:lang="ur">رکھیں <tspan>یہاں</tspan></text>',
    "<!-- a note from the one who drew it --><path d='M0 0'/>",
]


@pytest.mark.parametrize("inside", ACCEPTED)
def test_a_plain_drawing_is_accepted_with_its_size(inside: str) -> None:
    drawing = read_drawing(svg(inside).encode(), "a.svg")
    assert drawing.diagnostics == ()
    assert (drawing.width, drawing.height) == (40, 30)


def test_a_drawing_may_begin_with_a_declaration_and_a_byte_order_mark() -> None:
    start = '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    assert not read_drawing((start + svg("<path/>")).encode(), "a.svg").diagnostics


# ---- what is refused

UNSAFE = [
    ("<script>alert(1)</script>", "2:1 unsafe-picture"),
    ("<style>path{stroke:red}</style>", "2:1 unsafe-picture"),
    ("<foreignObject/>", "2:1 unsafe-picture"),
    ('<image href="https://example.org/a.png"/>', "2:1 unsafe-picture"),
    ('<g>\n  <image href="data:image/png;base64,AA"/></g>', "3:3 unsafe-picture"),
    ('<a href="#x"><path/></a>', "2:1 unsafe-picture"),
    ("<animate/>", "2:1 unsafe-picture"),
    ('<pattern id="p"/>', "2:1 unsafe-picture"),
    ("<filter/>", "2:1 unsafe-picture"),
    ("<mask/>", "2:1 unsafe-picture"),
    ("<switch/>", "2:1 unsafe-picture"),
    ("<svg/>", "2:1 unsafe-picture"),
    ('<path xmlns="http://www.w3.org/1999/xhtml"/>', "2:1 unsafe-picture"),
    ('<path onclick="x()"/>', "2:1 unsafe-picture"),
    ('<path ONLOAD="x()"/>', "2:1 unsafe-picture"),
    ('<path data-x="1"/>', "2:1 unsafe-picture"),
    ('<path xml:base="https://example.org"/>', "2:1 unsafe-picture"),
    ('<path xmlns:i="urn:i" i:label="Layer"/>', "2:1 unsafe-picture"),
    ('<path href="#a"/>', "2:1 unsafe-picture"),
    ('<use href="other.svg#a"/>', "2:1 unsafe-picture"),
    ('<use xlink:href="https://example.org/#a"/>', "2:1 unsafe-picture"),
    ('<use href="#a"/>', "2:1 unsafe-picture"),
    ('<path fill="url(https://example.org/a)"/>', "2:1 unsafe-picture"),
    ('<path fill="url(a.svg#b)"/>', "2:1 unsafe-picture"),
    ('<path id="a&quot; onload=&quot;x"/>', "2:1 unsafe-picture"),
    ('<path fill="url(#gone)"/>', "2:1 unsafe-picture"),
    ('<path id="p" fill="url(#p)"/>', "2:1 unsafe-picture"),
    ('<path fill="u\\72l(x)"/>', "2:1 unsafe-picture"),
    ('<path fill="url(#a"/>', "2:1 unsafe-picture"),
    ('<path fill="var(--x)"/>', "2:1 unsafe-picture"),
    ('<path filter="url(#f)"/>', "2:1 unsafe-picture"),
    ('<path style="fill:url(//example.org)"/>', "2:1 unsafe-picture"),
    ('<path style="background:red"/>', "2:1 unsafe-picture"),
    ('<path style="fill:/**/red"/>', "2:1 unsafe-picture"),
    ('<path style="@import x"/>', "2:1 unsafe-picture"),
    ('<linearGradient spreadMethod="repeat"/>', "2:1 unsafe-picture"),
    ('<linearGradient id="a" href="#a"/>', "2:1 unsafe-picture"),
    ('<g id="a">\n<use href="#a"/></g>', "3:1 unsafe-picture"),
    ('<clipPath id="c"><path clip-path="url(#c)"/></clipPath>', "2:18 unsafe-picture"),
    ('<marker id="m"><path marker-end="url(#m)"/></marker>', "2:16 unsafe-picture"),
    ('<path id="a"/><path id="a"/>', "2:15 unsafe-picture"),
    ('<path d="zzz 1 q"/>', "2:1 unsafe-picture"),
    ('<path d="M0 0h9 x"/>', "2:1 unsafe-picture"),
    ('<path d="M1"/>', "2:1 unsafe-picture"),
    ('<path d="L1 1"/>', "2:1 unsafe-picture"),
    ('<path d="M1 1a1 1 0 2 0 3 3"/>', "2:1 unsafe-picture"),
    ('<rect x="nan"/>', "2:1 unsafe-picture"),
    ('<g transform="rotate(Infinity)"/>', "2:1 unsafe-picture"),
    ('<path stroke-width="NaN"/>', "2:1 unsafe-picture"),
    ('<path opacity="abc"/>', "2:1 unsafe-picture"),
    ('<path d="M0 0L1e9 0"/>', "2:1 unsafe-picture"),
    ('<path transform="scale(999999)"/>', "2:1 unsafe-picture"),
    ('<text style="font-size:1000000px">a</text>', "2:1 unsafe-picture"),
    ('<?xml-stylesheet href="a.css"?>', "2:1 unsafe-picture"),
    ("<text>5\u202e0</text>", "2:8 unsafe-character"),
    ("<text>&#x202e;0</text>", "2:7 unsafe-character"),
    ('<text aria-label="&#x202e;0"/>', "2:1 unsafe-character"),
    ("<path>", "3:3 bad-picture"),
    ("<path/></svg><svg>", "2:14 bad-picture"),
    ("<path d='a' d='b'/>", "2:13 bad-picture"),
    ("<text>&eacute;</text>", "2:7 bad-picture"),
]


@pytest.mark.parametrize(("inside", "expected"), UNSAFE)
def test_what_is_no_drawing_is_refused_at_its_place(inside: str, expected: str) -> None:
    assert refusal(svg(inside)) == expected


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("", "1:1 bad-picture"),
        ('viewBox=""', "1:1 bad-picture"),
        ('viewBox="0 0 40"', "1:1 bad-picture"),
        ('viewBox="0 0 40 0"', "1:1 bad-picture"),
        ('viewBox="0 0 -40 30"', "1:1 bad-picture"),
        ('viewBox="0 0 nan 30"', "1:1 bad-picture"),
        ('viewBox="0 0 inf 30"', "1:1 bad-picture"),
        ('viewBox="0 0 1000000 30"', "1:1 unsafe-picture"),
        ('viewBox="0 0 40 30" onload="x()"', "1:1 unsafe-picture"),
    ],
)
def test_a_drawing_says_its_size(root: str, expected: str) -> None:
    assert refusal(svg("<path/>", root)) == expected


STOPS = f'<linearGradient id="s">{"<stop/>" * 100}</linearGradient>'
LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>\n"
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (LAUGHS + svg("<text>&i;</text>"), "unsafe-picture"),
        ("<!DOCTYPE svg>" + svg("<path/>"), "unsafe-picture"),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg("<path/>"), "unsafe-picture"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"), "unsafe-picture"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + svg("<path/>"), "bad-encoding"),
        ('<?xml version="1.0" encoding="utf-7"?>' + svg("<path/>"), "bad-encoding"),
        ("<svg viewBox='0 0 1 1'/>", "bad-picture"),
        ("<html xmlns='http://www.w3.org/2000/svg'/>", "bad-picture"),
        ("<math/>", "bad-picture"),
        (svg("<g>" * 40 + "</g>" * 40), "unsafe-picture"),
        (svg("<g>" * 50_000), "unsafe-picture"),
        (svg("<g>" * 30 + "</g>" * 30), ""),
        (svg("<path/>" * 6_000), ""),
        (svg("<path/>" * 7_000), "unsafe-picture"),
        (svg(f'<path id="a" d="{"M0 0" * 9000}"/>' + '<use href="#a"/>' * 60), "unsafe-picture"),
        (svg(STOPS + '<path fill="url(#s)"/>' * 20), ""),
        (svg(STOPS + '<path fill="url(#s)"/>' * 40), "unsafe-picture"),
        (svg(f"<text>{'a' * 6_000}</text>"), ""),
        (svg(f"<text>{'a' * 7_000}</text>"), "unsafe-picture"),
        (svg(f'<path d="{"M0 0" * 270_000}"/>'), "bad-picture"),
    ],
)
def test_a_drawing_that_would_grow_without_end_is_refused(text: str, rule: str) -> None:
    found = read_drawing(text.encode(), "a.svg").diagnostics
    assert ", ".join(fault.rule for fault in found) == rule


def test_uses_of_uses_are_refused_however_they_are_nested() -> None:
    levels = "".join(
        f'<g id="a{level + 1}">{f"<use href={chr(34)}#a{level}{chr(34)}/>" * 10}</g>'
        for level in range(8)
    )
    found = read_drawing(svg(f'<path id="a0"/>{levels}').encode(), "a.svg").diagnostics
    assert found
    assert {fault.rule for fault in found} == {"unsafe-picture"}


def test_each_kind_of_fault_is_told_once_and_all_of_them_up_to_a_limit() -> None:
    found = read_drawing(svg("<script/>" * 50 + "<style/>").encode(), "a.svg").diagnostics
    assert len(found) == 2
    many = "".join(f"<x{number}/>" for number in range(90))
    assert len(read_drawing(svg(many).encode(), "a.svg").diagnostics) == drawings.MOST_REPORTED


@given(st.data())
def test_a_damaged_drawing_is_judged_inside_its_lines_and_without_a_traceback(
    data: st.DataObject,
) -> None:
    text = svg(data.draw(st.sampled_from(ACCEPTED + [inside for inside, _ in UNSAFE])))
    start = data.draw(st.integers(0, len(text)))
    noise = data.draw(st.text('<>/"=&;#:() agx', max_size=6))
    text = text[:start] + noise + text[start + data.draw(st.integers(0, 9)) :]
    for fault in read_drawing(text.encode("utf-8", "replace"), "a.svg").diagnostics:
        assert fault.span
        assert 1 <= (fault.span.line or 1) <= text.count("\n") + 1
