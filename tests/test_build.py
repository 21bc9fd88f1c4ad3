"""Building: what is good is made, what is not is refused whole, and nothing is lost."""

import hashlib
import json
import multiprocessing
import os
import re
import signal
import time
import zipfile
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import every_block
import pytest
from conftest import TEXT, WELSH, Shop, brief
from finished import FIRST, LONG_FORMATS, Build
from pdf_tree import TaggedPdf

from bindery import build as building
from bindery.checks import conformance
from bindery.diagnostics import Diagnostic, Failure, Severity, error, warning
from bindery.edition import Edition
from bindery.making import Answer
from bindery.manifest import MANIFEST
from bindery.outcome import Outcome, Progress
from bindery.plan import Job


def names(outcome: Outcome) -> list[str]:
    return [artifact.path for artifact in outcome.artifacts]


def refused(outcome: Outcome) -> list[str]:
    return [edition.file_name for edition in outcome.refused]


def told(outcome: Outcome) -> list[str]:
    return [brief(fault) for fault in outcome.diagnostics]


def rules(outcome: Outcome) -> list[str]:
    return [fault.rule for fault in outcome.diagnostics]


def _quick(job: Job) -> tuple[Answer, ...]:
    """Make what costs no time: each edition's name, or what its guide's title asks for."""
    title = job.guide.title
    if title == "Kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if title == "Stop":
        raise KeyboardInterrupt
    if title == "Sleep":
        time.sleep(3600)  # whoever waits for this fails by never ending
    findings: tuple[Diagnostic, ...] = ()
    if title == "Warn":
        findings = (warning("style-ignored", "a warning of the engine"),)
    if title == "Fail":
        findings = (error("text-lost", "an error of a check"),)
    whole = title != "Fail" and not (job.strict and findings)
    return tuple(
        Answer(f"{title}: {edition}".encode() if whole else None, findings, 8)
        for edition in job.editions
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan, refuse and put away for real, but make nothing real."""
    monkeypatch.setattr(building, "make", _quick)


def manifest(shop: Shop) -> dict[str, dict[str, Any]]:
    entries = json.loads((shop.out / MANIFEST).read_bytes())["artifacts"]
    assert [entry["path"] for entry in entries] == sorted(entry["path"] for entry in entries)
    return {entry["path"]: entry for entry in entries}


def true_of_files(shop: Shop) -> bool:
    """Whether the manifest says of each file that it lists what the file is."""
    made = shop.made()
    return all(
        entry["sha256"] == hashlib.sha256(made[path]).hexdigest()
        and entry["size"] == len(made[path])
        for path, entry in manifest(shop).items()
    )


# ---- planted faults

FAULTY = """\
# A faulty guide

What it is for.

::: key-point
- One thing.
:::

## One

It keeps {fact:keeps}. Call {contact:helpline}.

## One

See [the end](#the-ned).

![A bottle.](images/missing.svg)

![](images/there.svg)
"""
FAULTY_SETTINGS = {
    "languages": '["en-GB", "cy"]',
    "last_review": '"1 November 2026"',
    "colour": '"blue"',
}
TEN = {
    "unknown-key": "source/faulty/guide.toml:8:1",
    "bad-date": "source/faulty/guide.toml:5:15",
    "missing-translation": "source/faulty/guide.toml:7:23",
    "unknown-block": "source/faulty/en-GB.md:5:5",
    "expired-entry": "source/faulty/en-GB.md:11:16",
    "unverified-entry": "source/faulty/en-GB.md:11:38",
    "duplicate-id": "source/faulty/en-GB.md:13:1",
    "broken-link": "source/faulty/en-GB.md:15:15",
    "missing-image": "source/faulty/en-GB.md:17:14",
    "missing-alt": "source/faulty/en-GB.md:19:1",
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def test_ten_faults_are_told_in_one_run_and_stop_one_guide(shop: Shop) -> None:
    """The earlier files of the faulty guide stay as they are, and the other guide is made."""
    shop.guide(name="faulty")
    shop.guide(name="good")
    shop.contact()
    shop.fact()
    assert not shop.build().failed
    before = shop.made()
    shop.write("source/contacts.toml", "")
    shop.write("source/facts.toml", "")
    shop.contact(status='"unverified"')
    shop.fact(review_by="2026-11-20")
    shop.write("source/faulty/images/there.svg", DRAWING)
    shop.guide(FAULTY, "faulty", **FAULTY_SETTINGS)
    shop.guide(TEXT.replace("Some words", "Other words"), "good")
    outcome = shop.build()
    assert {fault.rule: str(fault.span) for fault in outcome.diagnostics} == TEN
    assert len(outcome.diagnostics) == len(TEN)
    assert {fault.severity for fault in outcome.diagnostics} == {Severity.ERROR}
    assert all(fault.hint for fault in outcome.diagnostics)
    assert outcome.failed
    assert names(outcome) == ["good.en-GB.leaflet.pdf", "good.en-GB.ebook.epub"]
    after = shop.made()
    changed = {name for name in before if after[name] != before[name]}
    assert set(before) == set(after)
    assert changed == {"good.en-GB.leaflet.pdf", "good.en-GB.ebook.epub", "manifest.json"}


def test_a_faulty_guide_without_settings_is_refused_by_its_settings(
    shop: Shop, quick: None
) -> None:
    del quick
    shop.guide(name="good")
    shop.write("source/bad/en-GB.md", TEXT)
    outcome = shop.build()
    assert rules(outcome) == ["missing-settings"]
    assert outcome.failed
    assert names(outcome) == ["good.en-GB.leaflet.pdf", "good.en-GB.ebook.epub"]


def test_an_error_in_what_all_share_stops_all(shop: Shop, quick: None) -> None:
    del quick
    shop.write("source/handout.toml", 'languages = ["en-GB"]\n[publisher]\nnme = "A"\n')
    shop.guide()
    outcome = shop.build()
    assert names(outcome) == []
    assert outcome.failed
    assert not shop.out.exists()


# ---- sign-off


@pytest.mark.parametrize(
    ("settings", "rule", "severity"),
    [
        (
            {"status": '"approved"', "reviewers": '["A"]', "next_review": "2026-11-23"},
            "review-overdue",
            Severity.ERROR,
        ),
        ({"status": '"draft"', "next_review": "2026-11-23"}, "review-overdue", Severity.WARNING),
        ({"status": '"approved"'}, "approved-unreviewed", Severity.ERROR),
        ({"status": '"approved"', "reviewers": "[]"}, "approved-unreviewed", Severity.ERROR),
        (
            {"status": '"approved"', "reviewers": '["A"]', "next_review": "2026-11-24"},
            "review-due",
            Severity.WARNING,
        ),
        ({"status": '"draft"', "reviewers": "[]"}, None, None),
    ],
)
def test_a_guide_is_printed_only_while_someone_answers_for_it(
    shop: Shop, quick: None, settings: dict[str, str], rule: str | None, severity: Severity | None
) -> None:
    del quick
    shop.guide(**settings)
    outcome = shop.build()
    found = [(fault.rule, fault.severity, str(fault.span)) for fault in outcome.diagnostics]
    place = "source/a-guide/guide.toml:" + ("3:10" if rule == "approved-unreviewed" else "6:15")
    assert found == ([(rule, severity, place)] if rule else [])
    assert bool(outcome.refused) is outcome.failed is (severity is Severity.ERROR)


def test_time_alone_takes_a_guide_out_of_print(shop: Shop, quick: None) -> None:
    """Review is due on the first of the month: on that day it may be printed, not after it."""
    del quick
    shop.guide(status='"approved"', reviewers='["A"]', next_review="2026-12-01")
    for today, failed in [(date(2026, 12, 1), False), (date(2026, 12, 2), True)]:
        shop.today = today
        assert shop.build().failed is failed


# ---- strictness


@pytest.mark.parametrize("title", ["Warn", "Good"])
def test_warnings_are_told_and_stop_nothing(shop: Shop, quick: None, title: str) -> None:
    del quick
    shop.guide(TEXT.replace("A guide", title), next_review="2026-11-23")
    outcome = shop.build(formats=("leaflet",))
    assert names(outcome) == ["a-guide.en-GB.leaflet.pdf"]
    assert not outcome.failed
    assert len(outcome.diagnostics) == (2 if title == "Warn" else 1)


def test_a_strict_build_refuses_what_has_a_warning(shop: Shop, quick: None) -> None:
    """Of the engine, of a check, or of the text: but a text beside it is no part of it."""
    del quick
    shop.guide(name="good")
    shop.guide(TEXT.replace("A guide", "Warn"), "engine")
    shop.guide(name="overdue", next_review="2026-11-23")
    shop.labels("cy")
    shop.guide(TEXT + "\n    code\n", "text", languages='["en-GB", "cy"]')
    shop.write("source/text/cy.md", WELSH)
    shop.guide(name="unlisted")
    shop.write("source/unlisted/pl.md", TEXT)
    outcome = shop.build(strict=True, formats=("leaflet",))
    assert sorted(rules(outcome)) == [
        *("indented-code", "review-overdue", "style-ignored", "unlisted-language")
    ]
    assert names(outcome) == [
        *("good.en-GB.leaflet.pdf", "text.cy.leaflet.pdf", "unlisted.en-GB.leaflet.pdf")
    ]
    assert sorted(refused(outcome)) == [
        "engine.en-GB.leaflet.pdf",
        "overdue.en-GB.leaflet.pdf",
        "text.en-GB.leaflet.pdf",
    ]


# ---- what is asked for


@pytest.fixture
def three(shop: Shop, quick: None) -> Shop:
    """Three guides, one of them in two languages."""
    del quick
    shop.guide(name="one")
    shop.labels("cy")
    shop.guide(name="two", languages='["en-GB", "cy"]')
    shop.write("source/two/cy.md", WELSH)
    shop.guide(name="three", formats='["leaflet"]')
    return shop


def test_all_is_made_in_order_of_guide_language_and_format(three: Shop) -> None:
    outcome = three.build()
    assert names(outcome) == [
        "one.en-GB.leaflet.pdf",
        "one.en-GB.ebook.epub",
        "three.en-GB.leaflet.pdf",
        "two.en-GB.leaflet.pdf",
        "two.en-GB.ebook.epub",
        "two.cy.leaflet.pdf",
        "two.cy.ebook.epub",
    ]
    assert set(three.made()) == {*names(outcome), "manifest.json"}


@pytest.mark.parametrize(
    ("choices", "made"),
    [
        ({"guides": ("one",)}, ["one.en-GB.leaflet.pdf", "one.en-GB.ebook.epub"]),
        (
            {"guides": ("one", "three"), "formats": ("leaflet",)},
            ["one.en-GB.leaflet.pdf", "three.en-GB.leaflet.pdf"],
        ),
        ({"languages": ("cy",)}, ["two.cy.leaflet.pdf", "two.cy.ebook.epub"]),
        ({"guides": ("three",), "formats": ("ebook",)}, []),
    ],
)
def test_a_part_of_it_is_made(three: Shop, choices: dict[str, Any], made: list[str]) -> None:
    outcome = three.build(**choices)
    assert names(outcome) == made
    assert outcome.diagnostics == ()
    assert not outcome.failed


def test_of_another_guide_nothing_is_told(three: Shop) -> None:
    """Whoever builds one guide can do nothing about the others."""
    three.guide("# Bad\n\n[a](#b)\n", "two", next_review="2026-01-01", colour='"red"')
    assert three.build(guides=("two",)).failed
    outcome = three.build(guides=("one",))
    assert outcome.diagnostics == ()
    assert not outcome.failed


def test_what_all_share_is_told_to_whoever_builds_one(three: Shop) -> None:
    three.contact(colour='"red"')
    assert rules(three.build(guides=("one",))) == ["unknown-key"]


@pytest.mark.parametrize(
    ("choices", "rule", "hint"),
    [
        ({"guides": ("tow",)}, "unknown-guide", "did you mean `two`?"),
        ({"languages": ("en",)}, "unknown-language", "use one of `cy`, `en-GB`"),
        ({"formats": ("leaflets",)}, "unknown-format", "did you mean `leaflet`?"),
    ],
)
def test_a_name_that_is_not_known_makes_nothing(
    three: Shop, choices: dict[str, Any], rule: str, hint: str
) -> None:
    with pytest.raises(Failure) as caught:
        three.build(**choices)
    (found,) = caught.value.diagnostics
    assert found.rule == rule
    assert found.hint
    assert found.hint.startswith(hint)
    assert not three.out.exists()


def test_every_name_that_is_not_known_is_told(three: Shop) -> None:
    with pytest.raises(Failure) as caught:
        three.build(guides=("one", "x", "y"))
    assert [found.message for found in caught.value.diagnostics] == ["no guide `x`", "no guide `y`"]


# ---- as it goes


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.filterwarnings("default:This process:DeprecationWarning")
def test_progress_counts_what_can_be_made(three: Shop, workers: int) -> None:
    """Guides that are refused before anything is made are not waited for."""
    three.guide("# Bad\n", "one")
    three.guide(TEXT.replace("A guide", "Fail"), "three", formats='["leaflet"]')
    outcome = three.build(workers=workers)
    assert [step.done for step in three.progress] == [1, 2, 3, 4, 5]
    assert {step.total for step in three.progress} == {5}
    failed = [step.edition.file_name for step in three.progress if step.artifact is None]
    assert failed == ["three.en-GB.leaflet.pdf"]
    assert sorted(refused(outcome)) == [
        *("one.en-GB.ebook.epub", "one.en-GB.leaflet.pdf", "three.en-GB.leaflet.pdf")
    ]


@pytest.mark.filterwarnings("default:This process:DeprecationWarning")
def test_a_guide_that_kills_its_worker_is_told_by_name_and_the_others_are_made(
    three: Shop,
) -> None:
    three.guide(TEXT.replace("A guide", "Kill"), "one", formats='["leaflet"]')
    outcome = three.build(workers=2)
    assert refused(outcome) == ["one.en-GB.leaflet.pdf"]
    assert len(outcome.artifacts) == 5
    (found,) = outcome.diagnostics
    assert found.rule == "worker-died"
    assert found.message.startswith("one (en-GB, leaflet) was not made")


def test_a_build_that_is_stopped_has_whole_files_and_a_true_list_of_them(three: Shop) -> None:
    three.build()
    three.guide(TEXT.replace("A guide", "Newer"), "one")
    three.guide(TEXT.replace("A guide", "Stop"), "three", formats='["leaflet"]')
    with pytest.raises(KeyboardInterrupt):
        three.build()
    assert three.made()["one.en-GB.leaflet.pdf"].startswith(b"Newer")
    assert len(manifest(three)) == 7
    assert true_of_files(three)
    assert not list(three.out.glob(".*"))


@pytest.mark.filterwarnings("default:This process:DeprecationWarning")
def test_whoever_is_stopped_between_two_files_leaves_no_worker_behind(three: Shop) -> None:
    three.guide(TEXT.replace("A guide", "Sleep"), "three", formats='["leaflet"]')

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        building.build(three.order(workers=2), stop)
    # The exception is still held, and with it all that was going on.
    assert caught.value
    assert multiprocessing.active_children() == []


def test_a_bug_names_the_edition(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    shop.guide()
    monkeypatch.setattr("bindery.making.compose", fail)
    with pytest.raises(ZeroDivisionError) as caught:
        shop.build()
    assert caught.value.__notes__ == ["while making a-guide (en-GB, leaflet)"]


# ---- what is put away


def test_a_file_that_cannot_be_written_is_told_and_the_others_are(three: Shop) -> None:
    (three.out / "one.en-GB.leaflet.pdf").mkdir(parents=True)
    outcome = three.build()
    assert rules(outcome) == ["not-written"]
    assert refused(outcome) == ["one.en-GB.leaflet.pdf"]
    assert len(outcome.artifacts) == 6


def test_a_list_that_cannot_be_written_hides_no_finding(three: Shop) -> None:
    (three.out / "manifest.json").mkdir(parents=True)
    three.guide("# Bad\n", "one")
    outcome = three.build()
    assert {"not-written", "missing-summary"} <= set(rules(outcome))
    assert len(outcome.artifacts) == 5
    assert outcome.failed


def test_the_manifest_keeps_what_another_build_made_while_it_is_there(three: Shop) -> None:
    three.build()
    (three.out / "one.en-GB.ebook.epub").unlink()
    three.build(guides=("three",))
    assert len(manifest(three)) == 6
    assert true_of_files(three)


def test_a_project_may_lie_in_any_folder(shop: Shop, quick: None) -> None:
    """The folder of the texts need not be called source, and faults name it as it is."""
    del quick
    shop.guide()
    shop.guide("# Bad\n", "bad")
    texts = shop.root / "texts"
    shop.source.rename(texts)
    order = replace(shop.order(), source=texts, guides=("a-guide",))
    assert not building.build(order, shop.progress.append).failed
    order = replace(order, guides=("bad",))
    found = building.build(order, shop.progress.append).diagnostics
    assert {fault.span.file for fault in found if fault.span} == {"texts/bad/en-GB.md"}


# ---- real files


def test_without_the_checker_a_leaflet_claims_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A card before the first section: a heading there must leave out no level.
    card = "::: urgent\n### Call 111 if:\n\n- it is urgent\n:::\n\n## A section"
    shop.guide(TEXT.replace("## A section", card))
    with_checker = shop.build(formats=("leaflet",))
    assert with_checker.diagnostics == ()
    assert [claim.standard for claim in with_checker.artifacts[0].claims] == [
        *("PDF/UA-1", "PDF/A-2a")
    ]
    assert b"<pdfuaid:part>" in shop.made()["a-guide.en-GB.leaflet.pdf"]
    monkeypatch.setattr(conformance, "available", lambda: False)
    outcome = shop.build(formats=("leaflet",), force=True)
    assert outcome.diagnostics == ()
    assert outcome.artifacts[0].claims == ()
    assert manifest(shop)["a-guide.en-GB.leaflet.pdf"]["claims"] == []
    made = shop.made()["a-guide.en-GB.leaflet.pdf"]
    assert b"<dc:title>" in made
    assert b"pdfuaid:part" not in made
    assert b"pdfaid:part" not in made


def test_a_checker_that_objects_refuses_the_leaflet(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.guide()
    objection = error("claim-unproved", "the file does not meet PDF/UA-1: a reason")
    monkeypatch.setattr(conformance, "prove", lambda *_: ((), (objection,)))
    outcome = shop.build(formats=("leaflet",))
    said = f"a-guide (en-GB, leaflet): {objection.message}"
    assert outcome.diagnostics == (replace(objection, message=said),)
    assert refused(outcome) == ["a-guide.en-GB.leaflet.pdf"]
    assert shop.made() == {}


def test_two_builds_in_different_surroundings_give_the_same_bytes(
    builds: tuple[Build, Build],
) -> None:
    """Folders, processes, hash seeds, time zones, one worker or two."""
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in build.out.iterdir()}
        for build in builds
    )
    assert first == second
    assert len(first) > 2 * len(LONG_FORMATS)
    assert {path.partition(".")[0] for path in first} == {"manifest", FIRST, every_block.NAME}


def test_every_block_in_every_format_and_two_languages_passes_every_validator(
    builds: tuple[Build, Build], complaints: dict[str, list[str]]
) -> None:
    assert [build.status for build in builds] == [0, 0]
    for build in builds:
        assert not re.search(r"^(error|warning)", build.stderr, flags=re.MULTILINE)
    judged = {name for name in complaints if name.startswith(every_block.NAME)}
    assert judged == {
        Edition(every_block.NAME, language, format_.name, format_.suffix).file_name
        for language in ("en-GB", "cy")
        for format_ in LONG_FORMATS
        if format_.suffix != "html"  # judged by its own check in the build, and in a browser
    }
    assert {name: found for name, found in complaints.items() if found} == {}


def test_footnotes_are_notes_in_the_leaflet_and_in_the_book(builds: tuple[Build, Build]) -> None:
    """Five are called in print, five in the book, one of them twice in each."""
    out = builds[0].out
    tagged = TaggedPdf((out / f"{every_block.NAME}.en-GB.leaflet.pdf").read_bytes())
    notes = [note.text for note in tagged.tree.all("Note")]
    said = [
        "At 4C, says a source.",
        "With a magnet.",
        "It gets hot spots.",
        "Below 5C.",
        "Swirl it",
    ]
    assert len(notes) == len(said)
    assert all(words in note for words, note in zip(said, notes, strict=True))
    assert len(tagged.tree.all("Reference")) == 6
    with zipfile.ZipFile(out / f"{every_block.NAME}.en-GB.ebook.epub") as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if ".xhtml" in name]
    book = "".join(pages)
    assert book.count('epub:type="noteref"') == book.count('role="doc-noteref"') == 6
    assert book.count('role="doc-backlink"') == 6
    assert book.count('epub:type="footnote"') == 5


def test_the_manifest_says_what_each_file_is_and_who_proved_it(builds: tuple[Build, Build]) -> None:
    out = builds[0].out
    entries = {entry["path"]: entry for entry in builds[0].manifest()}
    assert set(entries) == {path.name for path in out.iterdir()} - {"manifest.json"}
    for name, entry in entries.items():
        data = (out / name).read_bytes()
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        file_name = f"{entry['guide']}.{entry['language']}.{entry['format']}{Path(name).suffix}"
        assert file_name == name
        assert (entry["pages"] is None) is name.endswith((".epub", ".html"))
    leaflet = entries[f"{FIRST}.en-GB.leaflet.pdf"]
    checker = f"page-validation {version('page-validation')}"
    assert leaflet["claims"] == [
        {"standard": "PDF/UA-1", "check": checker},
        {"standard": "PDF/A-2a", "check": checker},
    ]


def test_a_file_claims_what_the_manifest_says_was_proved(builds: tuple[Build, Build]) -> None:
    for entry in builds[0].manifest():
        data = (builds[0].out / entry["path"]).read_bytes()
        proved = {claim["standard"] for claim in entry["claims"]}
        claimed = {
            standard
            for standard, mark in {
                "PDF/UA-1": b"<pdfuaid:part>1<",
                "PDF/A-2a": b"<pdfaid:conformance>A<",
                "PDF/X-4": b"<pdfxid:GTS_PDFXVersion>PDF/X-4<",
            }.items()
            if mark in data
        }
        assert claimed == proved
