"""Words of settings and ledgers have the quotation marks that the text of their guide has."""

import re

import pytest
from conftest import INCOMPLETE, Shop

from bindery.compose import compose
from bindery.equipment import equipment_for, packaged
from bindery.formats import FORMATS, format_named
from bindery.project import Project

TEXT = '# A guide\n\nIt\'s "here".\n\n## A section\n\n::: contact helpline\n:::\n\n{fact:keeps}.\n'
HANDOUT = """\
languages = ["en-GB", "de"]

[publisher]
name = "St Mary's"
address = "1 King's Road, Anytown"
web = "https://example.org/it's"
feedback = 'What is "good"?'
"""
LAYOUTS = [format_.name for format_ in FORMATS if not format_.base]


@pytest.fixture
def project(shop: Shop) -> Project:
    """A project with the marks of a typewriter in all that it prints, in two languages."""
    shop.write("source/handout.toml", HANDOUT + INCOMPLETE)
    shop.guide(
        TEXT,
        authors='["Ann O\'Brien"]',
        reviewers='["Bob\'s team"]',
        notice="'It is a \"sample\".'",
        sources='[{ title = "Parents\' guide", publisher = "Guy\'s", checked = 2026-11-01 }]',
    )
    shop.write("source/a-guide/de.md", TEXT)
    shop.contact(title="'The \"line\"'", helps_with='"A baby\'s feed"', hours='"9 o\'clock"')
    shop.fact(value='"3 days\' rest"', statement='"It\'s 3 days."', source='"St Thomas\'"')
    with (shop.source / "contacts.toml").open("a") as ledger:
        ledger.write("[helpline.in.de]\ntitle = 'Die \"Nummer\"'\nhelps-with = '\"Alles\"'\n")
    shop.write("templates/labels/de.toml", packaged("templates/labels/en.toml"))
    read = shop.read()
    assert [str(fault) for fault in read.diagnostics] == []
    return read


def test_settings_have_the_marks_of_each_language(project: Project) -> None:
    english, german = (guide.settings for guide in project.guides)
    assert english.publisher.name == german.publisher.name == "St Mary’s"
    assert english.publisher.address == "1 King’s Road, Anytown"
    assert english.publisher.web == "https://example.org/it's"
    assert (english.publisher.feedback, german.publisher.feedback) == (
        "What is “good”?",
        "What is „good“?",
    )
    assert (english.control.notice, german.control.notice) == (
        "It is a “sample”.",
        "It is a „sample“.",
    )
    assert (*english.control.authors, *english.control.reviewers) == ("Ann O’Brien", "Bob’s team")
    (source,) = english.control.sources
    assert (source.title, source.publisher) == ("Parents’ guide", "Guy’s")


def test_ledgers_have_the_marks_of_the_language_that_their_words_are_in(project: Project) -> None:
    contact, fact = project.ledger.contacts["helpline"], project.ledger.facts["keeps"]
    assert (contact.title, contact.hours) == ("The “line”", "9 o’clock")
    assert contact.translations["de"].words["title"] == "Die „Nummer“"
    assert project.ledger.views["de"].contacts["helpline"].helps_with == "„Alles“"
    assert (fact.value, fact.statement) == ("3 days’ rest", "It’s 3 days.")
    assert fact.provenance.source == "St Thomas’"


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_typewriter_mark_is_printed(project: Project, shop: Shop, name: str) -> None:
    for guide in project.guides:
        document = compose(guide, format_named(name), equipment_for(shop.root))
        pages = "".join(page.html for page in document.pages)
        words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", pages, flags=re.DOTALL)
        assert "Mary’s" in words
        assert re.search("['\"]|&#3[49];", words.replace("example.org/it&#39;s", "")) is None
