"""Labels: the words the program adds, complete in every language, and each of them used."""

import re
import tomllib
from pathlib import Path

import pytest
from conftest import Shop
from package_code import ROOT

from bindery.diagnostics import Diagnostic, Failure, Span
from bindery.equipment import equipment_for
from bindery.formats import format_named
from bindery.formats.accessibility import LABELS as ACCESS_LABELS
from bindery.formats.epub_navigation import LABELS as NAV_LABELS
from bindery.formats.notice import LABELS as SHEET_LABELS
from bindery.labels import labels, untranslated
from bindery.language import fallbacks

TEMPLATES = sorted((ROOT / "templates").rglob("*.*html"))
ENGLISH = ROOT / "templates" / "labels" / "en.toml"
# What a template puts together: words["block." ~ block.argument].
_COMPUTED = {
    "audience.": ("parents", "families", "carers", "midwives", "health-visitors", "clinicians"),
    "block.": ("non-urgent", "urgent", "emergency"),
    "control.": ("draft", "approved"),
}


def words(shop: Shop, code: str = "en-GB") -> dict[str, str]:
    return labels(equipment_for(shop.root), fallbacks(code))


def faults(shop: Shop, code: str = "en-GB") -> list[Diagnostic]:
    with pytest.raises(Failure) as caught:
        words(shop, code)
    return list(caught.value.diagnostics)


def _keys(path: Path) -> set[str]:
    tables = tomllib.loads(path.read_text("utf-8"))
    return {f"{table}.{key}" for table, entries in tables.items() for key in entries}


# ---- what the program ships


def _used_keys() -> set[str]:
    """Every label that a template or a module names, or puts together."""
    used = {*NAV_LABELS, *ACCESS_LABELS, *SHEET_LABELS}
    for path in [
        *TEMPLATES,
        *(ROOT / "bindery" / name for name in ("compose.py", "web_values.py")),
    ]:
        text = path.read_text("utf-8")
        used.update(re.findall(r'words\["([\w.-]+)"\]', text))
        for start in re.findall(r'words\["([\w.-]+)" ~', text):
            used.update(f"{start}{end}" for end in _COMPUTED[start])
    used.update(f"web.{offer.name}" for offer in format_named("web").offers)
    return used | {f"audience.{reader}" for reader in _COMPUTED["audience."]}


def test_every_label_that_is_used_exists_and_every_label_is_used() -> None:
    assert _used_keys() == _keys(ENGLISH)


@pytest.mark.parametrize(
    "path", sorted(ENGLISH.parent.glob("*.toml")), ids=lambda path: str(path.stem)
)
def test_every_label_file_has_the_keys_of_the_english_one(path: Path) -> None:
    assert _keys(path) == _keys(ENGLISH)


def test_templates_hold_no_words_of_their_own() -> None:
    """What a template prints is a value or a label, or it could not be translated.

    The papers for a sign-off are not handed out: they are in the language of the checks.
    """
    for path in TEMPLATES:
        if path.name == "release.html":
            continue
        text = re.sub(r"{% block class %}.*?{% endblock %}", "", path.read_text("utf-8"))
        text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
        text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.DOTALL)
        assert not re.findall(r"[^\W\d_]{2,}", text), path.name


# ---- what a project adds


def test_english_serves_every_kind_of_english(shop: Shop) -> None:
    assert words(shop, "en-GB") == words(shop, "en") == words(shop, "en-IE")
    assert words(shop)["page.page"] == "Page"


def test_a_project_replaces_single_words(shop: Shop) -> None:
    shop.write("templates/labels/en.toml", '[block]\nurgent = "Act today"\n')
    shop.write("templates/labels/en-GB.toml", '[page]\npage = "Leaf"\n')
    british, irish = words(shop, "en-GB"), words(shop, "en-IE")
    assert (british["block.urgent"], irish["block.urgent"]) == ("Act today", "Act today")
    assert (british["page.page"], irish["page.page"]) == ("Leaf", "Page")
    assert british["about.title"] == "About this guide"


def test_a_project_adds_an_audience(shop: Shop) -> None:
    shop.write("templates/labels/en.toml", '[audience]\nteachers = "teachers"\n')
    assert words(shop)["audience.teachers"] == "teachers"


def test_a_project_adds_a_language(shop: Shop) -> None:
    shop.write("templates/labels/cy.toml", ENGLISH.read_text("utf-8").replace("Page", "Tudalen"))
    assert words(shop, "cy")["page.page"] == "Tudalen"
    assert words(shop, "cy-GB") == words(shop, "cy")


def test_a_language_without_labels_is_told_how_to_get_them(shop: Shop) -> None:
    (found,) = faults(shop, "pl-PL")
    assert (found.rule, found.span) == ("missing-labels", Span("templates/labels/pl.toml"))
    assert found.message == "no labels for language `pl-PL`"
    assert found.hint
    assert "`handout copy templates/labels/en.toml templates/labels/pl.toml`" in found.hint


def test_a_language_must_have_every_word(shop: Shop) -> None:
    """A translation falls back to nothing: a Polish leaflet has no English in it."""
    text = ENGLISH.read_text("utf-8").replace('page = "Page"\n', "").replace('= "Cover"', '= " "')
    shop.write("templates/labels/pl.toml", text)
    found = faults(shop, "pl")
    assert [(each.rule, each.message) for each in found] == [
        ("missing-label", "the label `page.page` is missing"),
        ("missing-label", "the label `nav.cover` is missing"),
    ]
    assert {each.span for each in found} == {Span("templates/labels/pl.toml")}


@pytest.mark.parametrize(
    ("own", "rule", "message"),
    [
        ('[blok]\nurgent = "x"', "unknown-key", "there is no label `blok.urgent`"),
        ('[block]\nurgnt = "x"', "unknown-key", "there is no label `block.urgnt`"),
        ('urgent = "x"', "unknown-key", "there is no label `urgent`"),
        ("[block]\nurgent = 3", "wrong-type", "the label `block.urgent` should be text"),
        ("[block.urgent]\na = 1", "wrong-type", "the label `block.urgent` should be text"),
        ('[page]\nversion = "V"', "bad-label", "the label `page.version` has to hold `{version}`"),
        (
            '[page]\nversion = "V {versoin}"',
            "bad-label",
            "the label `page.version` has to hold `{version}`",
        ),
        ('[page]\nof = "of {"', "bad-label", "the label `page.of` has a brace that fills nothing"),
        (
            '[page]\nof = "of {total}"',
            "bad-label",
            "the label `page.of` has a brace that fills nothing",
        ),
        (
            '[page]\nversion = "{version} {version.real}"',
            "bad-label",
            "the label `page.version` has a brace that fills nothing",
        ),
        ('[page\nof = "of"', "bad-toml", None),
    ],
)
def test_a_slip_in_a_label_is_told(shop: Shop, own: str, rule: str, message: str | None) -> None:
    shop.write("templates/labels/en.toml", own)
    (found,) = faults(shop)
    assert (found.rule, found.message) == (rule, message or found.message)
    assert found.span
    assert found.span.file == "templates/labels/en.toml"


def test_words_left_in_english_are_told_at_the_first_of_them(shop: Shop) -> None:
    def found(code: str) -> list[str]:
        return [
            f"{each.span} {each.message}"
            for each in untranslated(equipment_for(shop.root), fallbacks(code))
        ]

    english = ENGLISH.read_text("utf-8")
    assert found("en-GB") == []
    shop.write("templates/labels/pl.toml", english)
    (first,) = found("pl")
    assert re.fullmatch(
        r"templates/labels/pl\.toml:\d+:1 the label `audience\.health-visitors` is still in "
        r"English, and \d+ more below",
        first,
    )
    assert found("pl-PL") == [first]
    words = re.sub(r'= "(.* .*)"', r'= "\1 po polsku"', english)
    shop.write("templates/labels/pl.toml", words)
    assert found("pl") == []
    shop.write("templates/labels/pl.toml", words.replace("Key points po polsku", "Key points"))
    assert [each.split(":", 2)[2].split(" ", 1)[1] for each in found("pl")] == [
        "the label `block.key-points` is still in English"
    ]
