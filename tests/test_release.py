"""``handout release``: the papers for a sign-off, and the record of what was signed."""

import json
import re
import tomllib

import pytest
from conftest import TEXT, Shop, brief
from sheet_reading import text_of_pages

from bindery import checks
from bindery.checking import check
from bindery.diagnostics import Failure, Severity, error
from bindery.release import Released, release
from bindery.snapshot import Snapshot, changes, from_data

APPROVED = {"status": '"approved"', "reviewers": '["A midwife"]'}
GUIDE = TEXT.replace("Some words.", "It keeps for {fact:keeps}. Call {contact:helpline}.")


@pytest.fixture
def ready(shop: Shop) -> Shop:
    shop.fact()
    shop.contact()
    shop.guide(GUIDE, **APPROVED)
    return shop


def _release(shop: Shop) -> Released:
    return release(shop.source, shop.out, "a-guide", shop.today, print)


def _paper(released: Released) -> str:
    return " ".join(" ".join(text_of_pages(released.sheets[0].read_bytes())).split())


def _errors(released: Released) -> list[str]:
    return [fault.rule for fault in released.findings if fault.severity is Severity.ERROR]


def test_the_papers_hold_what_a_meeting_needs(ready: Shop) -> None:
    released = _release(ready)
    assert [path.name for path in released.sheets] == ["a-guide.en-GB.release.pdf"]
    paper = _paper(released)
    for said in ("REF-1", "An author", "A midwife", "3 days", "0300 100 0212", "Its website"):
        assert said in paper, said
    assert "has not been released before" in paper
    assert "Errors: 0." in paper


def test_what_is_wrong_with_the_papers_says_so(
    ready: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = error("claim-unproved", "the file does not meet PDF/UA-1: a reason")
    monkeypatch.setattr(checks, "of_made", lambda *_: ((), (fault,)))
    with pytest.raises(Failure, match=r"^a-guide \(en-GB, release\): the file does not meet"):
        _release(ready)


def test_the_papers_say_how_hard_the_guide_is_to_read(ready: Shop) -> None:
    paper = _paper(_release(ready))
    assert "The hardest sentences:" in paper
    assert "line 7, 5 words. “It keeps for 3 days." in paper
    assert "SMOG" not in paper  # too short for a score
    ready.guide(GUIDE + "\nYour midwife can help you with this.\n" * 30, "a-guide", **APPROVED)
    paper = _paper(_release(ready))
    assert re.search(r"SMOG \d\.\d the US school grade of readers aged about \d+", paper)
    assert re.search(r"Flesch ease \d+\.\d from 0 \(hard\) to 100 \(easy\)", paper)


def test_a_release_is_recorded_and_a_change_noticed(ready: Shop) -> None:
    assert _release(ready).recorded
    settings = ready.root / "source/a-guide/guide.toml"
    assert tomllib.loads(settings.read_text())["released"]["version"] == "1.0"
    assert not _rules(ready, "same-version")
    written = settings.read_text()
    _release(ready)
    assert settings.read_text() == written  # the table is replaced, not added
    ready.write("source/a-guide/en-GB.md", GUIDE.replace("It keeps", "Milk keeps"))
    assert _rules(ready, "same-version") == ["error"]
    settings.write_text(written.replace('version = "1.0"', 'version = "1.1"', 1))
    assert not _rules(ready, "same-version")


def _rules(shop: Shop, rule: str) -> list[str]:
    found = check(shop.source, (), shop.today)
    return [str(fault.severity) for fault in found if fault.rule == rule]


def test_the_change_note_tells_what_changed(ready: Shop) -> None:
    _release(ready)
    (ready.root / "source/facts.toml").unlink()
    ready.fact(value='"4 days"')
    ready.write("source/a-guide/en-GB.md", GUIDE.replace("What it is for", "Whom it is for"))
    record, settings = (ready.root / "source/a-guide" / n for n in ("released.json", "guide.toml"))
    before = record.read_bytes(), settings.read_bytes()
    stopped = _release(ready)
    assert not stopped.recorded
    assert _errors(stopped) == ["same-version"]
    # What was signed as 1.0 stays what it was.
    assert (record.read_bytes(), settings.read_bytes()) == before
    settings.write_text(settings.read_text().replace('version = "1.0"', 'version = "1.1"', 1))
    released = _release(ready)
    assert released.recorded
    assert _errors(released) == []
    for paper in (_paper(stopped), _paper(released)):
        assert "Since version 1.0:" in paper
        for said in ("What it is for.", "Whom it is for.", "fact keeps", "3 days", "4 days"):
            assert said in paper, said
    again = _paper(_release(ready))
    assert "Nothing has changed since version 1.1." in again


def test_who_is_to_translate_the_changes_gets_them_from_the_papers(ready: Shop) -> None:
    """The advice of `translation-behind` leads there, and what else is behind is no obstacle."""
    ready.write("source/a-guide/en-US.md", GUIDE)
    settings = ready.root / "source/a-guide/guide.toml"
    settings.write_text(f'languages = ["en-GB", "en-US"]\n{settings.read_text()}')
    assert _release(ready).recorded
    settings.write_text(settings.read_text().replace('version = "1.0"', 'version = "1.1"', 1))
    changed = GUIDE.replace("It keeps", "Milk keeps") + "\n::: inset\nA new block.\n:::\n"
    ready.write("source/a-guide/en-GB.md", changed)
    released = _release(ready)
    assert not released.recorded
    assert _errors(released) == ["translation-behind", "translation-blocks"]
    hints = [each.hint or "" for each in released.findings if each.rule == "translation-behind"]
    assert "`handout release a-guide`" in hints[0]
    original, translation = (" ".join(text_of_pages(path.read_bytes())) for path in released.sheets)
    for said in ("It keeps for", "Milk keeps for", "A new block.", "Name and role"):
        assert said in original, said
    assert "Nothing has changed since version 1.0." in translation
    assert "Errors: 2." in translation
    assert "Name and role" not in translation
    assert "Not to be signed" in translation


@pytest.mark.parametrize("lost", [True, False], ids=["the record is lost", "a card more"])
def test_papers_do_not_say_that_nothing_has_changed_where_something_has(
    ready: Shop, *, lost: bool
) -> None:
    _release(ready)
    if lost:
        (ready.root / "source/a-guide/released.json").unlink()
    changed = "Milk keeps for" if lost else "\n::: contact helpline\n:::\n\nIt keeps for"
    ready.write("source/a-guide/en-GB.md", GUIDE.replace("It keeps for", changed))
    released = _release(ready)
    assert _errors(released) == ["same-version"]
    paper = _paper(released)
    assert "has changed since version 1.0, and the record of that release does not tell" in paper
    assert "Nothing has changed" not in paper
    assert "has not been released before" not in paper


def test_a_draft_has_papers_and_is_not_recorded(shop: Shop) -> None:
    shop.guide()
    assert not _release(shop).recorded
    assert not (shop.root / "source/a-guide/released.json").exists()


def test_of_a_guide_that_cannot_be_read_whole_there_are_no_papers(shop: Shop) -> None:
    shop.guide(TEXT + "\n<b>Bold</b>\n", **APPROVED)
    with pytest.raises(Failure, match="raw HTML"):
        _release(shop)
    assert not shop.out.exists()


def test_a_withdrawn_guide_is_not_released_and_it_says_why(shop: Shop) -> None:
    shop.guide(status='"withdrawn"')
    with pytest.raises(Failure) as told:
        _release(shop)
    (fault,) = told.value.diagnostics
    assert brief(fault) == "source/a-guide/guide.toml:3:10 withdrawn-guide"
    assert (fault.severity, fault.message) == (
        *("error", "`a-guide` is withdrawn, so that there is nothing to sign off"),
    )
    assert not shop.out.exists()


def test_the_same_release_gives_the_same_bytes(ready: Shop) -> None:
    first = _release(ready).sheets[0].read_bytes()
    (ready.root / "source/a-guide/released.json").unlink()
    assert _release(ready).sheets[0].read_bytes() == first


def test_a_picture_is_compared_by_its_content() -> None:
    before = Snapshot("1", (), {}, {"images/a.svg": "1", "images/b.svg": "2"})
    after = Snapshot("2", (), {}, {"images/a.svg": "3"})
    told = [(each.where, each.before, each.after) for each in changes(before, after)]
    assert told == [
        ("images/a.svg", "as it was", "another picture"),
        ("images/b.svg", "as it was", ""),
    ]


def test_a_snapshot_survives_its_file() -> None:
    whole = Snapshot("1", (("title", "A"),), {"fact x": "1"}, {"a.svg": "2"})
    assert from_data(json.loads(json.dumps(whole.as_data()))) == whole
    assert from_data({"version": "1"}) is None
    assert from_data([]) is None
