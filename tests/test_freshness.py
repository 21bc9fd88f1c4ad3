"""What is made again and what is not: only what would become something else."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import DRAWING, HANDOUT, TEXT, Shop, brief
from package_code import ROOT
from quick_making import make_quickly
from test_floors import HEAVY

from bindery import build as building
from bindery import checks, engines, making, seals, survey
from bindery.diagnostics import Diagnostic, Failure, warning
from bindery.document import Document, Made
from bindery.manifest import MANIFEST
from bindery.outcome import Outcome
from bindery.plan import Job
from bindery.record import FOLDER

BOTH = {"leaflet", "ebook"}
GUIDES = ("calls", "facts", "pictured", "plain")
ALL = {f"{guide}.{format_}" for guide in GUIDES for format_ in BOTH}
BOOKS = {f"{guide}.ebook" for guide in GUIDES}


@pytest.fixture
def four(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Four guides, made once: with a contact, with a fact, with a picture, with none of them."""
    make_quickly(monkeypatch)
    shop.contact()
    shop.contact("clinic")
    shop.fact()
    shop.fact("warm", value='"2 hours"', statement='"Use it within 2 hours."')
    shop.guide(TEXT + "\n::: contact helpline\n:::\n", "calls")
    shop.guide(TEXT + "\nIt keeps for {fact:keeps}.\n", "facts")
    shop.write("source/pictured/images/a.svg", DRAWING)
    shop.guide(TEXT + "\n![A bottle.](images/a.svg)\n", "pictured")
    shop.guide(name="plain")
    outcome = shop.build()
    assert not outcome.failed
    assert made(outcome) == ALL
    return shop


def made(outcome: Outcome) -> set[str]:
    """What was made, each as guide and format."""
    return {f"{each.edition.guide}.{each.edition.format}" for each in outcome.made}


def is_quick(outcome: Outcome) -> bool:
    """Whether nothing was read to find that there is nothing to do."""
    return [stage for stage, _ in outcome.timings.stages] == ["looking"]


def replaced(shop: Shop, name: str, old: str, new: str) -> None:
    text = (shop.root / name).read_text("utf-8")
    assert old in text
    shop.write(name, text.replace(old, new))


def touch(shop: Shop) -> None:
    for path in shop.root.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


def another_language(shop: Shop) -> None:
    shop.guide(name="plain", languages='["en-GB", "en-IE"]')
    shop.write("source/plain/en-IE.md", TEXT)


def a_style(shop: Shop, name: str) -> None:
    style = (ROOT / "styles" / name).read_text("utf-8")
    shop.write(f"styles/{name}", f"{style}\n.no-such-thing {{ color: black }}\n")


Change = Callable[[Shop], object]
# What is done to a project, and what has to be made again because of it.
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "every file touched": (touch, set()),
    "a comment in the settings": (
        lambda shop: shop.write("source/handout.toml", f"# Ours\n{HANDOUT}"),
        set(),
    ),
    "a comment in a ledger": (
        lambda shop: replaced(shop, "source/facts.toml", "[keeps]", "# cold\n[keeps]"),
        set(),
    ),
    "a blank line in a text": (
        lambda shop: replaced(shop, "source/plain/en-GB.md", "## A", "\n## A"),
        set(),
    ),
    "a contact": (
        lambda shop: replaced(shop, "source/contacts.toml", "0300 100 0212", "0300 123 1453"),
        {"calls.leaflet", "calls.ebook"},
    ),
    "a fact": (
        lambda shop: replaced(shop, "source/facts.toml", '"3 days"', '"4 days"'),
        {"facts.leaflet", "facts.ebook"},
    ),
    "a fact that is not printed": (
        lambda shop: replaced(shop, "source/facts.toml", '"2 hours"', '"3 hours"'),
        set(),
    ),
    "a new fact": (lambda shop: shop.fact("new", value='"5 ml"'), set()),
    "a text": (
        lambda shop: replaced(shop, "source/plain/en-GB.md", "Some", "Other"),
        {"plain.leaflet", "plain.ebook"},
    ),
    "a picture": (
        lambda shop: shop.write("source/pictured/images/a.svg", DRAWING.replace("h9", "h8")),
        {"pictured.leaflet", "pictured.ebook"},
    ),
    "a picture that is not shown": (
        lambda shop: shop.write("source/plain/images/a.svg", DRAWING),
        set(),
    ),
    "a guide's version": (
        lambda shop: replaced(shop, "source/plain/guide.toml", '"1.0"', '"1.1"'),
        {"plain.leaflet", "plain.ebook"},
    ),
    "the publisher": (
        lambda shop: replaced(shop, "source/handout.toml", "A service", "Another service"),
        ALL,
    ),
    "a style of books": (lambda shop: a_style(shop, "ebook.css"), BOOKS),
    # Books give the leaflet's page numbers.
    "a style of leaflets": (lambda shop: a_style(shop, "leaflet.css"), ALL),
    "a style of neither": (lambda shop: a_style(shop, "office.css"), set()),
    "a label": (
        lambda shop: shop.write("templates/labels/en.toml", '[nav]\ncover = "Front"\n'),
        ALL,
    ),
    "a label of another language": (
        lambda shop: shop.write("templates/labels/cy.toml", '[nav]\ncover = "Clawr"\n'),
        set(),
    ),
    "a template of books": (
        lambda shop: shop.write(
            "templates/ebook/about.xhtml",
            (ROOT / "templates/ebook/about.xhtml")
            .read_text("utf-8")
            .replace("<h3 ", "<p>Ours</p><h3 "),
        ),
        BOOKS,
    ),
    "a font": (
        lambda shop: shop.write(
            "styles/fonts/AtkinsonHyperlegibleNext-Bold.ttf",
            (ROOT / "styles/fonts/AtkinsonHyperlegibleNext-Regular.ttf").read_bytes(),
        ),
        ALL,
    ),
    "another language": (another_language, {"plain.leaflet", "plain.ebook"}),
    "another guide": (
        lambda shop: shop.guide(name="new"),
        {"new.leaflet", "new.ebook"},
    ),
    "a guide less": (lambda shop: shutil.rmtree(shop.source / "plain"), set()),
    "a file that is gone": (
        lambda shop: (shop.out / "plain.en-GB.ebook.epub").unlink(),
        {"plain.ebook"},
    ),
    "a file that was damaged": (
        lambda shop: shop.write("out/plain.en-GB.leaflet.pdf", b"torn"),
        {"plain.leaflet"},
    ),
    "the record gone": (lambda shop: shutil.rmtree(shop.root / FOLDER), ALL),
    "another day": (lambda shop: setattr(shop, "today", shop.today + timedelta(1)), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_again_what_it_changes_and_nothing_else(four: Shop, change: str) -> None:
    act, expected = CHANGES[change]
    before = four.made()
    act(four)
    outcome = four.build()
    assert made(outcome) == expected
    assert not outcome.failed
    after = four.made()
    assert {name for name in before if after.get(name) != before[name]} <= {
        *(artifact.path for artifact in outcome.made),
        MANIFEST,
    }
    again = four.build()
    assert made(again) == set()
    assert is_quick(again)
    assert four.progress == []
    assert again.artifacts == outcome.artifacts
    assert again.diagnostics == outcome.diagnostics
    assert undisturbed(four) == four.made()


def undisturbed(shop: Shop) -> dict[str, bytes]:
    """What a first build into an empty folder makes of the project, with what was left over."""
    out = shop.root / "elsewhere"
    building.build(replace(shop.order(), out=out), lambda _: None)
    fresh = {path.name: path.read_bytes() for path in out.iterdir()}
    left = {name: data for name, data in shop.made().items() if name not in fresh}
    if left:  # the list has them too
        listed = json.loads(shop.made()[MANIFEST])["artifacts"]
        assert {each["path"] for each in listed} == {*fresh, *left} - {MANIFEST}
        fresh[MANIFEST] = shop.made()[MANIFEST]
    return fresh | left


def test_another_version_of_the_program_or_of_an_engine_makes_all_again(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "__version__", "another")
    monkeypatch.setattr(making, "engines", lambda: "others")
    assert made(four.build()) == ALL


def test_another_package_that_makes_nothing_makes_nothing_again(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not known to be none of ours until everything was composed once more."""
    monkeypatch.setattr(survey, "_packages", lambda: iter(["a_game-1.0.dist-info"]))
    outcome = four.build()
    assert made(outcome) == set()
    assert not is_quick(outcome)
    assert {step.fresh for step in four.progress} == {True}
    assert is_quick(four.build())


def test_the_engines_have_one_digest_in_every_process() -> None:
    program = "from bindery.engines import engines; print(engines())"
    done = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        for _ in range(2)
    ]
    assert done[0] == done[1]
    assert len(done[0].strip()) == 64
    assert engines._version("no-such-package") == ""


def test_a_guide_that_is_refused_is_looked_at_each_time(four: Shop) -> None:
    """Its earlier files stay listed; when it is mended as it was they are fresh."""
    before = four.made()
    text = (four.source / "plain" / "en-GB.md").read_text("utf-8")
    four.write("source/plain/en-GB.md", text + "\n[a](#nowhere)\n")
    for _ in range(2):
        outcome = four.build()
        assert {fault.rule for fault in outcome.diagnostics} >= {"broken-link"}
        assert [edition.guide for edition in outcome.refused] == ["plain", "plain"]
        assert made(outcome) == set()
        assert four.made() == before
    four.write("source/plain/en-GB.md", text)
    assert made(four.build()) == set()
    assert four.made() == before


# ---- what is said


def _warn(monkeypatch: pytest.MonkeyPatch, guide: str) -> None:
    def of_made(document: Document, _: Made) -> tuple[tuple[()], tuple[Diagnostic, ...]]:
        span = document.places[next(iter(document.places))]
        finding = warning("style-ignored", f"a warning of {document.edition}", span)
        return (), (finding,) if document.edition.guide == guide else ()

    monkeypatch.setattr(checks, "of_made", of_made)


def test_a_warning_of_a_fresh_edition_is_said_again(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _warn(monkeypatch, "plain")
    first = four.build(force=True)
    again = four.build()
    assert is_quick(again)
    assert "style-ignored" in {finding.rule for finding in again.diagnostics}
    assert again.diagnostics == first.diagnostics
    replaced(four, "source/facts.toml", '"3 days"', '"4 days"')
    assert four.build().diagnostics == first.diagnostics
    spans = [finding.span for finding in four.build(guides=("calls",)).diagnostics]
    assert "source/plain/en-GB.md" not in {span.file for span in spans if span}


def test_a_warning_names_the_line_where_its_cause_stands_now(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition of which nothing is said need not be made again for a line that moved."""
    _warn(monkeypatch, "plain")
    four.build(force=True)
    for guide in ("plain", "facts"):
        replaced(four, f"source/{guide}/en-GB.md", "## A", "\n\n## A")
    outcome = four.build()
    assert made(outcome) == {"plain.leaflet", "plain.ebook"}


def test_a_strict_build_refuses_what_was_made_with_a_warning(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes nothing for good that it would not have made itself."""
    _warn(monkeypatch, "plain")
    four.build(force=True)
    assert not is_quick(four.build(strict=True))
    assert {edition.guide for edition in four.build(strict=True).refused} >= {"plain"}


def test_each_edition_has_its_reason(four: Shop) -> None:
    a_style(four, "ebook.css")
    replaced(four, "source/facts.toml", '"3 days"', '"4 days"')
    (four.out / "plain.en-GB.leaflet.pdf").unlink()
    four.write("out/calls.en-GB.leaflet.pdf", b"torn")
    reasons = {
        f"{edition.guide}.{edition.format}": reason for edition, reason in four.build().reasons
    }
    unused = "fresh: it prints nothing of what changed (`styles/ebook.css` is new)"
    assert reasons == {
        "calls.leaflet": "stale: `out/calls.en-GB.leaflet.pdf` is not as it was made",
        "calls.ebook": "stale: `styles/ebook.css` is new",
        "facts.leaflet": "stale: the fact `keeps` changed",
        "facts.ebook": "stale: the fact `keeps` changed, `styles/ebook.css` is new",
        "pictured.leaflet": unused,
        "pictured.ebook": "stale: `styles/ebook.css` is new",
        "plain.leaflet": "stale: `out/plain.en-GB.leaflet.pdf` is not there",
        "plain.ebook": "stale: `styles/ebook.css` is new",
    }
    again = four.build().reasons
    assert {reason for _, reason in again} == {"fresh: nothing it is made from has changed"}
    forced = four.build(force=True)
    assert {reason for _, reason in forced.reasons} == {"stale: all is made anew with --force"}
    assert made(forced) == ALL


def test_what_the_project_has_no_more_is_told_and_left(four: Shop) -> None:
    shutil.rmtree(four.source / "plain")
    replaced(four, "source/facts/guide.toml", "ref =", 'formats = ["leaflet"]\nref =')
    left = (
        "facts.en-GB.ebook.epub",
        "plain.en-GB.ebook.epub",
        "plain.en-GB.leaflet.pdf",
    )
    assert four.build().left == left
    again = four.build()
    assert is_quick(again)
    assert again.left == left
    assert four.build(guides=("calls",)).left == ()
    assert four.build(guides=("facts",)).left == left[:1]
    assert four.build(formats=("leaflet",)).left == left[2:]
    for name in left:
        (four.out / name).unlink()
    assert four.build().left == ()


def test_what_is_left_of_a_withdrawn_guide_is_told_until_it_is_gone(four: Shop) -> None:
    replaced(four, "source/plain/guide.toml", '"draft"', '"withdrawn"')
    replaced(four, "source/plain/en-GB.md", "Some words.", "{fact:nothing} <b>")
    left = ("plain.en-GB.ebook.epub", "plain.en-GB.leaflet.pdf")
    outcome = four.build()
    assert not outcome.failed
    assert made(outcome) == set()
    assert outcome.left == left
    assert [brief(each) for each in outcome.diagnostics if each.rule == "withdrawn-guide"] == [
        "source/plain/guide.toml:3:10 withdrawn-guide"
    ]
    again = four.build()
    assert is_quick(again)
    assert again.left == left
    assert again.diagnostics == outcome.diagnostics
    alone = four.build(guides=("plain",))
    assert is_quick(alone)
    assert alone.left == left
    assert four.build(guides=("plain",), force=True).left == left
    for name in left:
        (four.out / name).unlink()
    assert four.build().left == ()
    assert made(four.build(guides=("plain",), force=True)) == set()
    replaced(four, "source/plain/guide.toml", '"withdrawn"', '"draft"')
    assert four.build().failed


# ---- a part of it


def test_what_was_not_asked_for_is_not_taken_for_fresh(four: Shop) -> None:
    """Each format is compared with what itself was made from."""
    replaced(four, "source/plain/en-GB.md", "Some", "Other")
    assert made(four.build(formats=("ebook",))) == {"plain.ebook"}
    assert made(four.build(guides=("calls",))) == set()
    assert made(four.build()) == {"plain.leaflet"}


def test_one_guide_is_built_without_reading_the_others(four: Shop) -> None:
    replaced(four, "source/plain/en-GB.md", "Some", "Other")
    replaced(four, "source/calls/en-GB.md", "Some", "Other")
    assert made(four.build(guides=("plain",))) == {"plain.leaflet", "plain.ebook"}
    assert made(four.build()) == {"calls.leaflet", "calls.ebook"}


def test_two_guides_with_one_reference_are_told_although_one_is_not_read(four: Shop) -> None:
    ref = '"REF-1"'
    assert ref in (four.source / "calls" / "guide.toml").read_text("utf-8")
    replaced(four, "source/plain/guide.toml", '"REF-4"', ref)
    for _ in range(2):
        (found,) = (each for each in four.build().diagnostics if each.rule == "same-ref")
        assert found.span
        assert found.span.file == "source/plain/guide.toml"
    replaced(four, "source/calls/guide.toml", ref, '"REF-9"')
    assert "same-ref" not in {each.rule for each in four.build().diagnostics}
    assert "same-ref" not in {each.rule for each in four.build().diagnostics}


# ---- nothing is believed


def test_a_damaged_record_never_makes_a_wrong_file(four: Shop) -> None:
    """A bit here or there: all is made again, or what is there is right."""
    (record,) = (four.root / FOLDER).glob("*.json")
    replaced(four, "source/plain/en-GB.md", "Some", "Other")
    content = record.read_bytes()
    expected = undisturbed(four)
    chance = random.Random(6)  # noqa: S311 (the same places every time)
    old = four.made()
    for _ in range(12):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        record.write_bytes(damaged)
        for name, data in old.items():
            four.write(f"out/{name}", data)
        assert made(four.build()) == ALL
        assert four.made() == expected


def test_a_damaged_file_is_made_again_whatever_its_times_say(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_TICK", -3_600_000_000_000)
    four.build()
    expected = four.made()
    chance = random.Random(6)  # noqa: S311 (as above)
    for _ in range(20):
        path = four.out / chance.choice(sorted(set(expected) - {MANIFEST}))
        before, data = path.stat(), bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert len(four.build().made) == 1
        assert four.made() == expected


@pytest.mark.parametrize("text", [b"", b"{}", b'{"artifacts": []}'])
def test_a_list_that_somebody_changed_is_mended(four: Shop, text: bytes) -> None:
    expected = four.made()
    four.write(f"out/{MANIFEST}", text)
    assert is_quick(four.build())
    assert four.made() == expected
    (four.out / MANIFEST).unlink()
    four.build()
    assert four.made() == expected


def test_a_file_that_is_gone_is_off_the_list_whatever_is_asked_for(four: Shop) -> None:
    (four.out / "plain.en-GB.ebook.epub").unlink()
    assert is_quick(four.build(guides=("calls",)))
    listed = json.loads(four.made()[MANIFEST])["artifacts"]
    assert {each["path"] for each in listed} == set(four.made()) - {MANIFEST}


def test_a_source_that_changes_while_it_is_built_is_built_again(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made is what was read, and the next build sees that it is old."""
    original = (four.source / "plain" / "en-GB.md").read_text("utf-8")
    true = building.make

    def disturbed(job: Job) -> tuple[making.Answer, ...]:
        four.write("source/plain/en-GB.md", original)
        return true(job)

    four.write("source/plain/en-GB.md", original.replace("Some", "Other"))
    monkeypatch.setattr(building, "make", disturbed)
    assert made(four.build()) == {"plain.leaflet", "plain.ebook"}
    monkeypatch.setattr(building, "make", true)
    assert made(four.build()) == {"plain.leaflet", "plain.ebook"}
    assert undisturbed(four) == four.made()


def test_behind_a_link_nothing_is_taken_for_unchanged(four: Shop) -> None:
    """What a link leads to may change without a trace: it is read, and compared when composed."""
    text = four.source / "plain" / "en-GB.md"
    text.rename(four.source / "plain" / "text.txt")
    text.symlink_to("text.txt")
    four.build()
    again = four.build()
    assert made(again) == set()
    assert not is_quick(again)
    replaced(four, "source/plain/text.txt", "Some", "Other")
    assert made(four.build()) == {"plain.leaflet", "plain.ebook"}


def test_where_nothing_can_be_remembered_all_is_made_each_time(shop: Shop) -> None:
    shop.write(FOLDER, "a file")
    shop.guide(formats='["ebook"]')
    for _ in range(2):
        outcome = shop.build()
        assert made(outcome) == {"a-guide.ebook"}
        assert "not-remembered" in {finding.rule for finding in outcome.diagnostics}
        assert not outcome.failed


# ---- for real


def test_a_build_with_nothing_to_do_loads_nothing_heavy(shop: Shop) -> None:
    shop.guide(formats='["ebook"]')
    assert made(shop.build()) == {"a-guide.ebook"}
    words = ["build", "--today", str(shop.today), "--source", str(shop.source), "--out"]
    program = (
        "import json, sys, handout\n"
        f"sys.argv = ['handout', *{words}, {str(shop.out)!r}]\n"
        "try:\n    handout.main()\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "1 file in" in done.stdout
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    loaded = {name.split(".")[0] for name in modules}
    assert loaded & (HEAVY | {"multiprocessing", "phonenumbers"}) == set()
    assert "bindery.build" in modules
    # What only those need who read guides or make something of them.
    assert modules.isdisjoint(f"bindery.{name}" for name in ("document", "guide", "formats"))


def test_where_nothing_can_be_written_what_is_fresh_is_fresh(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_quickly(monkeypatch)
    shop.guide()
    first = shop.build()

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bindery.lock._opened", refuse)
    again = shop.build()
    assert (again.made, again.artifacts) == ((), first.artifacts)
    (shop.out / "manifest.json").write_bytes(b"{}")
    with pytest.raises(Failure, match="cannot write `out`"):
        shop.build()


def test_a_translation_that_nobody_can_have_is_not_announced(shop: Shop) -> None:
    """Refused and never made: no page says that it is there, and no link leads to it."""
    shop.labels("cy")
    shop.guide(languages='["en-GB", "cy"]', formats='["web"]')
    page = shop.out / "a-guide.en-GB.web.html"
    welsh = shop.source / "a-guide/cy.md"

    welsh.write_text("# Canllaw\n\nAr gyfer beth.\n\n## Adran\n\n<b>Geiriau.</b>\n")
    shop.build()
    assert "Cymraeg" not in page.read_text().partition("</head>")[2]
    assert "a-guide.cy.web.html" not in page.read_text()

    welsh.write_text("# Canllaw\n\nAr gyfer beth.\n\n## Adran\n\nGeiriau.\n")
    shop.build()
    assert "a-guide.cy.web.html" in page.read_text()

    welsh.write_text("# Canllaw\n\nAr gyfer beth.\n\n## Adran\n\n<b>Geiriau.</b>\n")
    shop.build()
    assert "a-guide.cy.web.html" in page.read_text(), "the one made before is still there"
