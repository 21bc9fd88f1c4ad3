"""In a text that runs to the left, what would be shown out of order is set apart, and no more."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Shop
from epub_sample import cover_picture
from epubcheck_runner import epubcheck
from hypothesis import given
from hypothesis import strategies as st
from package_code import ROOT

from bindery.bidirectional import runs, set_apart, value_apart
from bindery.checks import epub_structure
from bindery.compose import compose
from bindery.document import COVER_FILE, Document, File
from bindery.equipment import equipment_for
from bindery.formats import epub, format_named
from bindery.formats.epub_container import entries

MILK = "الحليب"  # a word on either side
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "run",
    [
        "1.25 mg",
        f"500{NB}mg",
        "30 mL/min",
        "≥ 30 mL/min",
        "2 cm to 3 cm",
        "−18",
        "-18C",
        f"+44{NB}20{NB}7946{NB}0000",
        "0300 100 0212",
        f"0300{NB}100{NB}0212",
        "8 am to 5 pm",
        "1 Example Street",
        "37.5 °C",
        "10 - 20 ml",
    ],
)
def test_what_would_fall_apart_is_set_apart(run: str) -> None:
    assert set_apart(f"{MILK} {run}، {MILK}.", "ar") == (
        f'{MILK} <bdi dir="ltr">{run.replace(">", "&gt;")}</bdi>، {MILK}.'
    )


@pytest.mark.parametrize(
    "text",
    [
        MILK,
        f"{MILK} 20 {MILK}",
        f"{MILK} 1.25 {MILK}",
        f"{MILK} 5C {MILK}",
        f"{MILK} WhatsApp {MILK}",
        f"{MILK} National Breastfeeding Helpline.",
        f"{MILK} Hb A1c",
        # A range is read in the direction of the text.
        f"{MILK} 5-10 {MILK}",
        f"{MILK}-18",
        "٣-٥",
        # A sentence that ends in a number, and the next one.
        f"{MILK} 2026. NHS {MILK}",
        "",
    ],
)
def test_what_is_shown_right_by_itself_is_left_alone(text: str) -> None:
    assert set_apart(text, "ar") == text
    assert set_apart(text, "he") == text


def test_a_text_that_runs_to_the_right_is_only_escaped() -> None:
    assert set_apart('-18C & <1.25 mg> "x"', "en-GB") == '-18C &amp; &lt;1.25 mg&gt; "x"'
    assert value_apart("1 Example Street & Co", "cy") == "1 Example Street &amp; Co"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "1 Example Street, Anytown AN1 1AA",
            '<bdi dir="ltr">1 Example Street, Anytown AN1 1AA</bdi>',
        ),
        ("Guy’s & Co", '<bdi dir="ltr">Guy’s &amp; Co</bdi>'),
        ("3 أيام", "3 أيام"),
        ("أيام 3 days", 'أيام <bdi dir="ltr">3 days</bdi>'),
        ("24/7", "24/7"),
    ],
)
def test_a_latin_name_or_address_stands_apart_whole(value: str, expected: str) -> None:
    assert value_apart(value, "ar") == expected


@given(st.text(alphabet=f"{MILK} 0123ab°%-+<≥.,/:({NB}\n", max_size=40))
def test_nothing_is_lost_and_the_arabic_is_never_set_apart(text: str) -> None:
    pieces = list(runs(text))
    assert "".join(piece for piece, _ in pieces) == text
    for piece, apart in pieces:
        if apart:
            assert not any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in piece)


TEXT = f"""\
# {MILK}

{MILK} 1.25 mg.

## {MILK}

{MILK} 500 mg {MILK} `A-1`. [Good morning]{{lang=en}} {{fact:keeps}}.
{{contact:helpline}} {{contact:helpline.address}}

::: contact helpline
:::
"""


def arabic_book(shop: Shop) -> Document:
    """The guide as a book whose cover is drawn already, which takes long."""
    labels = (ROOT / "templates/labels/en.toml").read_text("utf-8")
    shop.write("templates/labels/ar.toml", labels)
    shop.contact(phone='"+44 20 7946 0000"', address='"1 Example Street"', hours='"8 am to 5 pm"')
    shop.fact()
    shop.guide(TEXT, language="ar", languages='["ar"]')
    project = shop.read()
    assert project.diagnostics == ()
    book = compose(project.guides[0], format_named("ebook"), equipment_for(shop.root))
    cover = File(COVER_FILE, "image/jpeg", cover_picture())
    return replace(book, cover=None, files={**book.files, COVER_FILE: cover})


def test_an_arabic_book_keeps_numbers_names_and_codes_in_order(shop: Shop, tmp_path: Path) -> None:
    book = arabic_book(shop)
    made = epub.make(book)
    assert epub_structure.check(book, made) == ()
    content = {name: data.decode("utf-8", "replace") for name, data in entries(made.data).items()}
    pages = "".join(text for name, text in content.items() if name.endswith(".xhtml"))
    apart = set(re.findall(r'<bdi dir="ltr">([^<]*)</bdi>', pages))
    values = {f"1.25{NB}mg", f"500{NB}mg", f"3{NB}days", "1 Example Street", "8 am to 5 pm"}
    assert values <= apart
    assert '<code dir="ltr">A-1</code>' in pages
    assert re.search(r'<span (?=[^>]*\blang="en")(?=[^>]*xml:lang="en")[^>]*dir="ltr"', pages)
    links = re.findall(r'<a[^>]*href="(?:tel|mailto):[^>]*>', pages)
    assert links
    assert all('dir="ltr"' in link for link in links)
    package = content["EPUB/content.opf"]
    assert 'page-progression-direction="rtl"' in package
    assert re.search(r'<package [^>]*dir="rtl"', package)
    file = tmp_path / "a.epub"
    file.write_bytes(made.data)
    assert epubcheck([file])[file] == ()
