"""The publisher's logo: read like all pictures, shown where it should be, and in no guide's way."""

from __future__ import annotations

from io import BytesIO

import pytest
from conftest import HANDOUT, Shop
from epubcheck_runner import epubcheck
from pdf_tree import TaggedPdf
from PIL import Image
from sheet_reading import sides

from bindery.compose import compose
from bindery.document import Document
from bindery.equipment import equipment_for
from bindery.formats import FORMATS, format_named

MM = 72 / 25.4
NAME = "images/publisher-logo.svg"
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 50">
<rect width="150" height="50" fill="#6a1b9a"/>
</svg>
"""
LINE = 'logo = "source/images/logo.svg"\n'


@pytest.fixture
def named(shop: Shop) -> Shop:
    """A shop whose publisher has a logo."""
    shop.write("source/handout.toml", HANDOUT + LINE)
    shop.write("source/images/logo.svg", LOGO)
    shop.guide()
    return shop


def _document(shop: Shop, format_: str) -> Document:
    project = shop.read()
    assert project.diagnostics == ()
    return compose(project.guides[0], format_named(format_), equipment_for(shop.root))


@pytest.mark.parametrize("format_", [each.name for each in FORMATS if not each.base])
def test_every_format_shows_it_with_the_publishers_name_for_words(
    named: Shop, format_: str
) -> None:
    document = _document(named, format_)
    html = "".join(page.html for page in document.pages)
    picture = f'<img class="logo" src="{NAME}" alt="A service" />'
    assert html.count(picture) == (2 if format_named(format_).medium == "print" else 1)
    assert document.files[NAME].data == LOGO.encode()
    if document.cover:
        assert picture in document.cover.pages[0].html


@pytest.mark.parametrize("format_", ["leaflet", "large-print"])
def test_it_keeps_its_size_and_its_shape_and_stands_clear(named: Shop, format_: str) -> None:
    high, clear = (12, 4) if format_ == "leaflet" else (16, 6)
    made = format_named(format_).make(_document(named, format_))
    assert made.diagnostics == ()
    (first, last) = (tag for tag in TaggedPdf(made.data).tree.all("Figure"))
    for figure in (first, last):
        assert str(figure.entries["Alt"]) == "A service"
        left, bottom, right, top = (float(edge) / MM for edge in figure.attribute("BBox"))
        assert (right - left, top - bottom) == pytest.approx((3 * high, high), abs=0.1)
        with sides(made.data) as pages:
            page = pages[next(iter(figure.pages))]
            letters = [box for found in page.letters().values() for box in found]
            near = (left - clear, bottom - clear, right + clear, top + clear)
            assert not [box for box in letters if _touch(box, near)]


def _touch(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def test_a_wide_one_is_fitted_in(named: Shop) -> None:
    named.write("source/images/logo.svg", LOGO.replace("150", "300"))
    made = format_named("leaflet").make(_document(named, "leaflet"))
    with sides(made.data) as pages:
        ink = pages[0].ink((5, 5, 148, 40))
    assert ink is not None
    assert 55.5 <= ink[2] - ink[0] <= 56.5


@pytest.mark.parametrize(
    ("file", "logo", "rule"),
    [
        ("logo.svg", LOGO.replace("150", "340"), ""),
        ("logo.svg", LOGO.replace("150", "360"), "logo-shape"),
        ("logo.svg", LOGO.replace("150", "26"), ""),
        ("logo.svg", LOGO.replace("150", "24"), "logo-shape"),
        ("logo.png", (570, 190), ""),
        ("logo.png", (564, 188), "small-logo"),
        # Fitted into 76 mm it is 13 mm high.
        ("logo.png", (930, 155), ""),
        ("logo.png", (894, 149), "small-logo"),
    ],
)
def test_one_that_its_place_does_not_suit_is_told_where_it_is_named(
    named: Shop, file: str, logo: str | tuple[int, int], rule: str
) -> None:
    if isinstance(logo, tuple):
        picture = BytesIO()
        Image.new("RGB", logo, "#6a1b9a").save(picture, "PNG")
        named.write(f"source/images/{file}", picture.getvalue())
    else:
        named.write(f"source/images/{file}", logo)
    named.write("source/handout.toml", HANDOUT + LINE.replace("logo.svg", file))
    assert named.faults() == ([f"source/handout.toml:7:8 {rule}"] if rule else [])


def test_a_guide_may_have_a_logo_of_its_own(named: Shop) -> None:
    named.guide(publisher='{ logo = "source/a-guide/images/partner.png" }')
    named.write("source/a-guide/images/partner.png", b"\x89PNG")
    assert named.faults() == ["source/a-guide/guide.toml:7:22 bad-picture"]


@pytest.mark.parametrize(
    ("line", "rule", "message"),
    [
        (
            'logo = "source/images/loga.svg"\n',
            "missing-image",
            "there is no picture `source/images/loga.svg` in the project",
        ),
        (
            'logo = "../logo.svg"\n',
            "outside-project",
            "`../logo.svg` is not the name of a file in the project",
        ),
        (
            'logo = "source/images/logo.pdf"\n',
            "bad-picture",
            "`source/images/logo.pdf` is a PDF",
        ),
    ],
)
def test_what_is_wrong_with_it_is_told_where_it_is_named(
    named: Shop, line: str, rule: str, message: str
) -> None:
    named.write("source/handout.toml", HANDOUT + line)
    named.write("source/images/logo.pdf", "%PDF-1.7")
    (fault,) = named.read().diagnostics
    assert (fault.rule, fault.message) == (rule, message)
    assert fault.span is not None
    assert (fault.span.file, fault.span.line) == ("source/handout.toml", 7)


def test_an_unsafe_one_is_refused_where_the_danger_stands(named: Shop) -> None:
    named.write("source/images/logo.svg", LOGO.replace("<rect", "<script>1</script><rect"))
    (fault,) = named.read().diagnostics
    assert fault.rule == "unsafe-picture"
    assert fault.span is not None
    assert (fault.span.file, fault.span.line) == ("source/images/logo.svg", 2)


def test_a_book_with_one_is_a_good_book(named: Shop) -> None:
    named.guide(formats='["ebook"]')
    assert not [each for each in named.build().diagnostics if each.severity == "error"]
    book = next(named.out.glob("*.epub"))
    assert not any(epubcheck([book]).values())


def test_without_one_nothing_is_shown(shop: Shop) -> None:
    shop.guide()
    for format_ in FORMATS:
        if not format_.base:
            document = _document(shop, format_.name)
            assert not [name for name in document.files if "logo" in name]
            assert not any("<img class=" in page.html for page in document.pages)
