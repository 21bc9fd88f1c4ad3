"""Guides in the scripts of readers who do not read Latin letters, with the fonts that go along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from conftest import HANDOUT, INCOMPLETE, Shop

from bindery.checks.lettering import words_and_letters
from bindery.compose import compose
from bindery.document import Document
from bindery.equipment import equipment_for, script_fonts
from bindery.font_files import characters, family
from bindery.formats import format_named

ROOT = Path(__file__).resolve().parent.parent
ARABIC = Path(__file__).with_name("cases") / "arabic"
# What a project that is no translation of anything else has in each script.
WORDS = {
    "am": "በማንኛውም ጊዜ ወተት በእጅ ማውጣት ይችላሉ።",
    "bn": "আপনি যেকোনো সময় হাত দিয়ে বুকের দুধ বের করতে পারেন।",
    "el": "Μπορείτε να βγάλετε γάλα με το χέρι όποτε θέλετε.",
    "gu": "તમે ગમે ત્યારે હાથથી દૂધ કાઢી શકો છો.",
    "he": "אפשר לסחוט חלב אם ביד בכל עת.",
    "hi": "आप किसी भी समय हाथ से स्तन का दूध निकाल सकती हैं।",
    "pa": "ਤੁਸੀਂ ਕਿਸੇ ਵੀ ਸਮੇਂ ਹੱਥ ਨਾਲ ਦੁੱਧ ਕੱਢ ਸਕਦੇ ਹੋ।",
    "ta": "நீங்கள் எந்த நேரத்திலும் கையால் தாய்ப்பாலை எடுக்கலாம்.",
    "uk": "Ви можете зціджувати молоко руками будь-коли.",
    "ur": "آپ کسی بھی وقت ہاتھ سے دودھ نکال سکتی ہیں۔",
}
TEXT = """\
# {words}

{words}

## {words}

{words} **{words}** Paracetamol 500 mg.

| {words} | 1 |
|:--|:--|
| {words} | 0300 100 0212 |
"""
ATKINSON = ["fonts/AtkinsonHyperlegibleNext-Bold.ttf", "fonts/AtkinsonHyperlegibleNext-Regular.ttf"]


def _fonts(document: Document) -> list[str]:
    return sorted(name for name, file in document.files.items() if file.media_type == "font/ttf")


def _composed(shop: Shop, format_: str) -> Document:
    return compose(shop.read().guides[0], format_named(format_), equipment_for(shop.root))


@pytest.mark.parametrize("language", WORDS)
def test_a_guide_in_each_script_is_made(shop: Shop, language: str) -> None:
    """Every check on the finished files passes: no word is lost and no letter is missing."""
    shop.write(f"templates/labels/{language}.toml", (ROOT / "templates/labels/en.toml").read_text())
    allowed = INCOMPLETE + 'typed-phone = "a test"\ntyped-value = "a test"\n'
    shop.write("source/handout.toml", HANDOUT + "\n" + allowed)
    text = TEXT.format(words=WORDS[language])
    shop.guide(
        text, language=language, languages=f'["{language}"]', formats='["leaflet", "ebook", "web"]'
    )
    outcome = shop.build()
    assert outcome.diagnostics == ()
    assert len(outcome.artifacts) == 3


def test_fonts_of_other_scripts_stay_behind_where_nobody_needs_them(shop: Shop) -> None:
    shop.guide()
    document = _composed(shop, "leaflet")
    assert _fonts(document) == ATKINSON
    assert "fonts of scripts" not in [sheet.name for sheet in document.stylesheets]


@pytest.mark.parametrize("format_", ["leaflet", "ebook", "web"])
def test_one_word_in_another_script_brings_its_font(shop: Shop, format_: str) -> None:
    shop.guide("# A guide\n\nIt says [أهلا]{lang=ar}.\n\n## More\n\nWords.\n")
    document = _composed(shop, format_)
    named = ["fonts/scripts/NotoSansArabic-Bold.ttf", "fonts/scripts/NotoSansArabic-Regular.ttf"]
    assert _fonts(document) == sorted([*ATKINSON, *named])
    (sheet,) = (sheet for sheet in document.stylesheets if sheet.name == "fonts of scripts")
    assert '--fonts-of-scripts: "Noto Sans Arabic";' in sheet.css
    assert sheet.css.count("@font-face") == (0 if format_ == "leaflet" else 2)


def test_letters_of_a_drawing_bring_their_font(shop: Shop) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text y="20">دم</text></svg>'
    )
    shop.write("source/a-guide/images/a.svg", drawing)
    shop.guide("# A guide\n\nWords.\n\n## More\n\n![Blood.](images/a.svg)\n")
    assert "fonts/scripts/NotoSansArabic-Regular.ttf" in _fonts(_composed(shop, "leaflet"))


@pytest.mark.parametrize("named", ["", ' font-family="Atkinson Hyperlegible Next"'])
@pytest.mark.parametrize("words", ["دم", "Кровь 2"])
def test_a_drawing_has_its_letters_in_any_reader(shop: Shop, words: str, named: str) -> None:
    """Whatever font its labels name; and where that is no script that joins, their width."""
    label = f'<text y="20" font-size="9"{named}>{words}</text>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">{label}</svg>'
    shop.write("source/a-guide/images/a.svg", drawing)
    shop.guide("# A guide\n\nWords.\n\n## More\n\n![Blood.](images/a.svg)\n", formats='["ebook"]')
    outcome = shop.build()
    assert "missing-glyph" not in {each.rule for each in outcome.diagnostics}
    with zipfile.ZipFile(shop.out / "a-guide.en-GB.ebook.epub") as book:
        packed = book.read("EPUB/images/a.svg")
    shown, letters = words_and_letters(packed)
    assert shown == (words,)
    assert frozenset().union(*letters) >= set(words.replace(" ", ""))
    assert (b"textLength=" in packed) is words.startswith("К")


def test_a_project_adds_a_script_of_its_own(shop: Shop) -> None:
    font = (ROOT / "styles/fonts/scripts/NotoSansHebrew-Regular.ttf").read_bytes()
    shop.write("styles/fonts/scripts/Own.ttf", font)
    shop.guide("# A guide\n\nIt says [שלום]{lang=he}.\n\n## More\n\nWords.\n")
    assert "fonts/scripts/Own.ttf" in _fonts(_composed(shop, "leaflet"))


def test_every_bundled_font_has_a_bold_and_a_regular_face_and_its_licence() -> None:
    faces = [family(data) for _, data in script_fonts(equipment_for(ROOT))]
    assert {name for name, bold in faces if bold} == {name for name, bold in faces if not bold}
    assert len(faces) == len(set(faces)) == 18
    licence = (ROOT / "styles/fonts/scripts/OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_scripts_do_not_share_letters() -> None:
    """So that the order of the fonts decides nothing but dots and blanks."""
    faces = script_fonts(equipment_for(ROOT))
    known: dict[str, set[str]] = {}
    for _, data in faces:
        known.setdefault(family(data)[0], set()).update(c for c in characters(data) if c.isalpha())
    letters = [letter for each in known.values() for letter in each]
    assert len(letters) == len(set(letters))


@pytest.fixture
def arabic(shop: Shop) -> Shop:
    """A guide with every kind of block, in Arabic from cover to control block."""
    shop.write("templates/labels/ar.toml", (ARABIC / "labels.toml").read_text("utf-8"))
    allowed = '\n[allow]\ntyped-value = "a test"\nmissing-feedback = "a test"\n'
    shop.write("source/handout.toml", HANDOUT + allowed)
    for name in ("cover", "where", "press"):
        drawing = (ROOT / f"source/expressing-by-hand/images/{name}.svg").read_text("utf-8")
        shop.write(f"source/a-guide/images/{name}.svg", drawing)
    shop.contact()
    shop.contact("website", phone="", web='"example.org/milk"', helps_with='"Milk banks."')
    with (shop.source / "contacts.toml").open("a", encoding="utf-8") as contacts:
        contacts.write('[website.in.ar]\nhelps-with = "بنوك الحليب."\n')
    shop.fact()
    with (shop.source / "facts.toml").open("a", encoding="utf-8") as facts:
        facts.write('[keeps.in.ar]\nvalue = "3 أيام"\nstatement = "يحفظ 3 أيام."\n')
    return shop


def test_an_arabic_guide_is_made_in_every_format(arabic: Shop) -> None:
    formats = ["leaflet", "booklet", "fillable", "office", "large-print", "press", "ebook", "web"]
    arabic.guide(
        (ARABIC / "guide.md").read_text("utf-8"),
        language="ar",
        languages='["ar"]',
        formats=json.dumps(formats),
        web='"example.org/milk"',
        sources='[{title = "A page", publisher = "A service", checked = 2026-11-01}]',
    )
    outcome = arabic.build()
    assert [finding.rule for finding in outcome.diagnostics] == ["press-blank-pages"]
    assert len(outcome.artifacts) == len(formats)
