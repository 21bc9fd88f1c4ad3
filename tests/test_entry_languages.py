"""Entries in other languages, from the ledger to what is printed, made again and signed."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from conftest import DRAWING, HANDOUT, TEXT, Shop
from package_code import ROOT
from quick_making import make_quickly
from sheet_reading import text_of_pages

from bindery import links
from bindery.outcome import Outcome
from bindery.release import release
from bindery.snapshot import take

BOTH = '["en-GB", "pl"]'
EVERYWHERE = """\
# {fact:keeps} a

{fact:keeps} b.

![{fact:keeps} c](images/a.svg){.cover}

## {fact:keeps} d

- **{fact:keeps}** e, [{fact:keeps} f](https://example.org)

| {fact:keeps} g | a |
|:--|:--|
| {fact:keeps} h | b |

::: urgent
### Call {contact:helpline.title} if:

- {fact:keeps} i[^1]
:::

![{fact:keeps} j](images/a.svg "{contact:helpline.hours} k")

::: inset
::: contact helpline
:::
:::

[^1]: {contact:helpline.helps-with}, {contact:helpline.web}, {contact:helpline.address}
"""
ENGLISH = {
    "title": "A helpline",
    "helps_with": "Feeding",
    "hours": "every day",
    "web": "example.org/en",
    "address": "1 The Street",
}
POLISH = {
    "title": "Linia",
    "helps-with": "Karmienie",
    "hours": "co dzień",
    "web": "example.org/pl",
    "address": "ul. Prosta 1",
}


def in_polish(shop: Shop, ledger: str, name: str, **words: str) -> None:
    """Add Polish words to the entry ``name`` that was written last."""
    lines = "".join(f'{key.replace("_", "-")} = "{text}"\n' for key, text in words.items())
    path = shop.source / f"{ledger}.toml"
    path.write_text(f"{path.read_text('utf-8')}[{name}.in.pl]\n{lines}", "utf-8")


def replaced(shop: Shop, name: str, old: str, new: str) -> None:
    text = (shop.root / name).read_text("utf-8")
    assert text.count(old) == 1
    shop.write(name, text.replace(old, new))


def bilingual(shop: Shop, text: str, name: str = "a-guide", **settings: str) -> None:
    labels = (ROOT / "templates/labels/en.toml").read_text("utf-8")
    shop.write("templates/labels/pl.toml", labels)
    for code in ("en-GB", "pl"):
        shop.guide(text, name, code, languages=BOTH, **settings)


# ---- printed


def test_a_guide_prints_the_words_of_its_language_everywhere(shop: Shop) -> None:
    shop.fact()
    in_polish(shop, "facts", "keeps", value="3 dni")
    shop.contact(kind='"service"', **{key: f'"{text}"' for key, text in ENGLISH.items()})
    in_polish(shop, "contacts", "helpline", **POLISH)
    shop.write("source/a-guide/images/a.svg", DRAWING)
    bilingual(shop, EVERYWHERE, formats='["web"]')
    assert not shop.build(formats=("web",)).failed
    english, polish = ({"3 days", *ENGLISH.values()}, {"3 dni", *POLISH.values()})
    for code, ours, theirs in (("en-GB", english, polish), ("pl", polish, english)):
        page = unescape(shop.made()[f"a-guide.{code}.web.html"].decode())
        page = re.sub(r"\s+", " ", re.sub(r"</?(?:span|strong|bdi)[^>]*>|\u2060", "", page))
        own = min(ours & {"3 days", "3 dni"})
        assert [each for each in "abcdefghij" if f"{own} {each}" not in page] == []
        assert {words for words in ours if words not in page} == set()
        assert {words for words in theirs if words in page} == set()
        assert "0300 100 0212" in page


def test_words_that_are_wrong_stop_the_guides_in_their_language_alone(shop: Shop) -> None:
    shop.fact()
    in_polish(shop, "facts", "keeps", value="4 dni")
    bilingual(shop, TEXT + "\nIt keeps {fact:keeps}.\n")
    shop.guide(name="other", language="pl", languages='["pl"]')
    assert shop.faults() == ["source/facts.toml:9:9 translated-numbers"]
    assert shop.read().faulty == {"source/a-guide/pl.md"}


def test_a_page_in_a_language_is_tried_out_with_the_others(shop: Shop) -> None:
    shop.contact(web='"example.org/en"')
    in_polish(shop, "contacts", "helpline", web="example.org/pl")
    shop.guide()
    found = links.addresses(shop.read())
    assert [str(span) for span in found["https://example.org/pl"]] == ["source/contacts.toml:10:7"]


# ---- made again


def correct(shop: Shop, old: str, new: str) -> None:
    """Correct the number of the fact in both languages."""
    for unit in ("days", "dni"):
        replaced(shop, "source/facts.toml", f'value = "{old} {unit}"', f'value = "{new} {unit}"')


EDITIONS = {
    f"{guide}.{code}.{format_}"
    for guide in ("calls", "keeps")
    for code in ("en-GB", "pl")
    for format_ in ("leaflet", "ebook")
}
Change = Callable[[Shop], object]
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "a translated value": (
        lambda shop: replaced(shop, "source/facts.toml", '"3 dni"', '"do 3 dni"'),
        {"keeps.pl.leaflet", "keeps.pl.ebook"},
    ),
    "a translated statement, which nobody prints": (
        lambda shop: replaced(shop, "source/facts.toml", '"Do 3 dni."', '"Trzy: 3 dni."'),
        set(),
    ),
    "translated hours": (
        lambda shop: replaced(shop, "source/contacts.toml", '"co dzień"', '"codziennie"'),
        {"calls.pl.leaflet", "calls.pl.ebook"},
    ),
    "an English value and its translation": (
        lambda shop: correct(shop, "3", "4"),
        {edition for edition in EDITIONS if edition.startswith("keeps")},
    ),
    "English hours that have a translation": (
        lambda shop: replaced(shop, "source/contacts.toml", '"every day"', '"daily"'),
        {"calls.en-GB.leaflet", "calls.en-GB.ebook"},
    ),
    "words in a language that no guide is in": (
        lambda shop: shop.write(
            "source/facts.toml",
            (shop.source / "facts.toml").read_text() + '[keeps.in.cy]\nvalue = "3 diwrnod"\n',
        ),
        set(),
    ),
    "a translation less": (
        lambda shop: replaced(shop, "source/facts.toml", 'value = "3 dni"\n', ""),
        {"keeps.pl.leaflet", "keeps.pl.ebook"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_again_the_language_that_prints_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    make_quickly(monkeypatch)
    shop.fact()
    in_polish(shop, "facts", "keeps", value="3 dni", statement="Do 3 dni.")
    shop.contact(hours='"every day"')
    in_polish(shop, "contacts", "helpline", hours="co dzień")
    bilingual(shop, TEXT + "\nIt keeps {fact:keeps}.\n", "keeps")
    bilingual(shop, TEXT + "\n::: contact helpline\n:::\n", "calls")
    assert made(shop.build()) == EDITIONS
    act, expected = CHANGES[change]
    act(shop)
    assert made(shop.build()) == expected
    assert made(shop.build()) == set()


def made(outcome: Outcome) -> set[str]:
    """What was made, each as guide, language and format."""
    assert not outcome.failed
    editions = (each.edition for each in outcome.made)
    return {f"{each.guide}.{each.language}.{each.format}" for each in editions}


# ---- signed


def test_the_papers_of_a_translation_show_the_words_of_both_languages(shop: Shop) -> None:
    shop.fact()
    in_polish(shop, "facts", "keeps", value="3 dni")
    bilingual(shop, TEXT + "\nIt keeps {fact:keeps}.\n")
    first, second = release(shop.source, shop.out, "a-guide", shop.today, print).sheets
    english, polish = (
        " ".join(" ".join(text_of_pages(sheet.read_bytes())).split()) for sheet in (first, second)
    )
    assert "3 dni (3 days)" in polish
    assert "3 dni" not in english


def test_a_change_note_is_about_the_words_of_its_language(shop: Shop) -> None:
    shop.write("source/handout.toml", HANDOUT)
    shop.fact()
    in_polish(shop, "facts", "keeps", value="3 dni")
    shop.contact(hours='"every day"')
    in_polish(shop, "contacts", "helpline", hours="co dzień")
    bilingual(shop, TEXT + "\n{fact:keeps}, {contact:helpline.hours}\n")
    project = shop.read()
    told = [take(guide, project.ledger).values for guide in project.guides]
    assert [each["fact keeps"] for each in told] == ["3 days", "3 dni"]
    assert [each["contact helpline hours"] for each in told] == ["every day", "co dzień"]
    assert [each["contact helpline phone"] for each in told] == ["0300 100 0212"] * 2
