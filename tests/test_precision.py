"""All checks over well-written guides, every finding judged by hand: what is worth a change?

The texts in ``cases/corpus/`` were written for this: thirty-one guides on as many subjects.
Twenty keep to the rules as a careful author does; the others are plain English as good writers
outside the shop write it. ``cases/corpus.txt`` lists all that the checks find in them, each with
a verdict: ``right`` if a copy editor would thank for it, ``false`` if not. ``--refresh-golden``
writes the list anew, with ``unjudged`` before what is new in it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import DRAWING, Shop

from bindery import checks
from bindery.diagnostics import Diagnostic
from bindery.project import Project
from bindery.readability import measure

CASES = Path(__file__).parent / "cases"
CORPUS = sorted((CASES / "corpus").glob("*.md"))
VERDICTS = CASES / "corpus.txt"
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
"""
APPROVED = {
    "status": '"approved"',
    "reviewers": '["A midwife"]',
    "sources": '[{title = "A", checked = 2026-11-01}]',
}


@pytest.fixture
def project(shop: Shop) -> Project:
    shop.write("source/handout.toml", SETTINGS)
    shop.contact(kind='"service"')
    for path in CORPUS:
        shop.write(f"source/{path.stem}/images/picture.svg", DRAWING)
        shop.guide(path.read_text(), path.stem, **APPROVED)
    project = shop.read()
    assert not project.diagnostics
    return project


@pytest.fixture
def found(project: Project, shop: Shop) -> tuple[Diagnostic, ...]:
    return tuple(
        finding
        for guide in project.guides
        for finding in sorted(
            checks.of_guide(guide, project.ledger, shop.today).findings,
            key=lambda each: each.sort_key,
        )
    )


def _pages(project: Project) -> int:
    passages = (each for guide in project.guides for each in guide.wording.passages)
    return sum(len(each.text.split()) for each in passages) // WORDS_ON_A_PAGE


def _lines(found: tuple[Diagnostic, ...]) -> Iterator[str]:
    """What is found, each in a line; typed values are a list of their own."""
    for each in found:
        if each.rule != "typed-value":
            place = str(each.span).removeprefix("source/").replace("/en-GB.md", "")
            yield f"{place} {each.severity}[{each.rule}] {each.message}"


def _judged() -> dict[str, str]:
    rows = (row.partition(" ") for row in VERDICTS.read_text().splitlines())
    return {line: verdict for verdict, _, line in rows}


def test_the_corpus_is_many_pages_of_every_block(project: Project) -> None:
    assert _pages(project) >= 50
    passages = [each for guide in project.guides for each in guide.wording.passages]
    assert {fence for each in passages for fence in each.fences} >= {
        *("key-points", "steps", "do", "do-not", "inset", "question", "checklist", "write-in"),
        *("figure", "description", "non-urgent", "urgent", "emergency", "for", "contact"),
    }
    kinds = {each.kind for each in passages}
    assert kinds >= {"cell", "header-cell", "term", "definition", "note", "alt", "caption"}
    assert any(each.quoted for each in passages)


def test_what_the_checks_find_is_worth_a_change(
    project: Project, found: tuple[Diagnostic, ...], pytestconfig: pytest.Config
) -> None:
    judged = _judged()
    if pytestconfig.getoption("--refresh-golden"):
        lines = (f"{judged.get(line, 'unjudged')} {line}\n" for line in _lines(found))
        VERDICTS.write_text("".join(lines))
        judged = _judged()
    assert list(_lines(found)) == list(judged)
    assert set(judged.values()) <= {"right", "false"}, "judge what is new"
    false = Counter(
        severity
        for line, verdict in judged.items()
        for severity in ("error", "warning", "hint")
        if verdict == "false" and f" {severity}[" in line
    )
    assert false["error"] == 0
    assert false["warning"] < _pages(project)


def test_what_is_told_to_be_typed_is_a_quantity(
    found: tuple[Diagnostic, ...], golden: Callable[[str, str], None]
) -> None:
    """No guide of the corpus has facts, so its quantities are all found; this is what they are."""
    words = {each.message.split("`")[1] for each in found if each.rule == "typed-value"}
    golden("corpus-quantities.txt", "".join(f"{each}\n" for each in sorted(words)))


def test_plain_english_has_the_scores_of_plain_english(project: Project) -> None:
    for guide in project.guides:
        scores = measure(guide)
        # What people of 11 to 15 read, on the formula that is kindest and the one that is least.
        assert scores.flesch_kincaid is not None
        assert scores.flesch_kincaid < 7, guide.name
        assert scores.smog is not None
        assert scores.smog < 10, guide.name
