"""Checks over thirty pages of well-written guides: no false error, and hardly a warning.

The texts in ``cases/corpus/`` were written for this: twenty guides on as many subjects, as a
careful author writes. What the checks find in them is either a fault of the text, and is
mended there, or a fault of a check.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import DRAWING, Shop

from bindery import checks
from bindery.checks.words import in_english
from bindery.diagnostics import Diagnostic, Severity
from bindery.project import Project
from bindery.readability import measure

CORPUS = sorted((Path(__file__).parent / "cases" / "corpus").glob("*.md"))
# An A5 page of a leaflet holds about so many words.
WORDS_ON_A_PAGE = 350
SETTINGS = """\
languages = ["en-GB"]
formats = ["leaflet"]
audience = ["parents", "midwives"]

[publisher]
name = "A service"
web = "https://example.org"
feedback = "Tell us: example.org/feedback"

[allow]
typed-value = "a sample: its numbers are no advice"
"""
# Hints that are right to make one think, by guide and rule.
EXPECTED = {
    # "call us if you vomit the laxative": here it is the right word.
    ("colonoscopy", "word-choice"): 1,
}


@pytest.fixture
def project(shop: Shop) -> Project:
    shop.write("source/handout.toml", SETTINGS)
    shop.contact()
    for path in CORPUS:
        shop.write(f"source/{path.stem}/images/picture.svg", DRAWING)
        shop.guide(path.read_text(), path.stem, sources='[{title = "A", checked = 2026-11-01}]')
    project = shop.read()
    assert not project.diagnostics
    return project


def _counted(found: Iterable[Diagnostic], name: str) -> Counter[tuple[str, str]]:
    return Counter((name, finding.rule) for finding in found)


def test_the_corpus_is_thirty_pages_of_every_block(project: Project) -> None:
    passages = [each for guide in project.guides for each in guide.wording.passages]
    assert sum(len(each.text.split()) for each in passages) >= 30 * WORDS_ON_A_PAGE
    assert {fence for each in passages for fence in each.fences} >= {
        *("key-points", "steps", "do", "do-not", "inset", "question", "checklist", "write-in"),
        *("figure", "description", "non-urgent", "urgent", "emergency", "for", "contact"),
    }
    kinds = {each.kind for each in passages}
    assert kinds >= {"cell", "header-cell", "term", "definition", "note", "alt", "caption"}


def test_well_written_words_are_left_alone(project: Project) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for guide in project.guides:
        found += _counted(in_english(guide, guide.settings.control.last_review), guide.name)
    assert found == EXPECTED


def test_no_check_finds_an_error_in_a_well_written_guide(project: Project, shop: Shop) -> None:
    found = [
        finding
        for guide in project.guides
        for finding in checks.of_guide(guide, project.ledger, shop.today)
        if finding.severity is not Severity.HINT
    ]
    assert not [finding for finding in found if finding.severity is Severity.ERROR]
    assert len(found) <= len(CORPUS) // 2, "under one warning on two pages"


def test_well_written_guides_have_the_scores_of_plain_english(project: Project) -> None:
    for guide in project.guides:
        found = measure(guide)
        # What people of 9 to 14 read, on the formula that is kindest and the one that is least.
        assert found.flesch_kincaid is not None
        assert found.flesch_kincaid < 6, guide.name
        assert found.smog is not None
        assert found.smog < 9, guide.name
