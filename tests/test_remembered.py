"""What a check remembers: it is as good as reading again, or it is not used."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import DRAWING, TEXT, Shop
from package_code import ROOT
from test_floors import HEAVY

from bindery import record, remembered, reviewing
from bindery.checking import check
from bindery.crew import WorkerDiedError
from bindery.diagnostics import Diagnostic
from bindery.guide import Press
from bindery.remembered import FILE, FOLDER, recall

FOGRA39 = (ROOT / Press().profile).read_bytes()
PICTURE = "\n![What to do](images/a.svg)\n\n<b>{contact:helpline}</b> {fact:keeps}\n"


@pytest.fixture
def two(shop: Shop) -> Shop:
    """Two guides with faults and findings, pictures, ledger entries, and a logo for both."""
    shop.contact()
    shop.fact()
    for name in ("a-guide", "b-guide"):
        shop.guide(TEXT + PICTURE, name=name, next_review="2026-11-30")
        shop.write(f"source/{name}/images/a.svg", DRAWING)
    shop.write("source/stray.md", TEXT)
    settings = (shop.source / "handout.toml").read_text()
    shop.write("source/handout.toml", settings + 'logo = "source/logo.svg"\n')
    shop.write("source/logo.svg", DRAWING)
    return shop


def afresh(shop: Shop, *guides: str) -> tuple[Diagnostic, ...]:
    return check(shop.source, guides, shop.today)


def from_memory(shop: Shop, *guides: str, workers: int = 0) -> tuple[Diagnostic, ...]:
    return check(shop.source, guides, shop.today, workers=workers, with_memory=True)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders that checks read from now on."""
    names: list[str] = []
    review = reviewing.review_folders

    def spy(source: Path, folders: Sequence[Path], *others: object) -> object:
        names.extend(folder.name for folder in folders)
        return review(source, folders, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(reviewing, "review_folders", spy)
    return names


def test_what_is_remembered_is_what_was_found(two: Shop, read: list[str]) -> None:
    found = afresh(two)
    assert {"raw-html", "review-due", "missing-settings"} <= {each.rule for each in found}
    read.clear()
    assert from_memory(two) == found
    assert read == ["a-guide", "b-guide"]
    assert from_memory(two) == found
    assert from_memory(two, "b-guide") == afresh(two, "b-guide")
    assert read == ["a-guide", "b-guide", "a-guide", "b-guide"]  # the last two by `afresh`


def test_one_guide_is_told_what_it_shares_with_another_that_is_not_asked_for(two: Shop) -> None:
    two.guide(TEXT, name="b-guide", ref='"REF-1"')
    assert "same-ref" in {fault.rule for fault in from_memory(two, "b-guide")}
    assert "same-ref" not in {fault.rule for fault in from_memory(two, "a-guide")}
    assert from_memory(two, "b-guide") == afresh(two, "b-guide")


def test_many_processes_find_what_one_does(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        shop.guide(TEXT + PICTURE, name=f"guide-{number}")
    monkeypatch.setattr(reviewing, "_LEAST", 2)
    assert from_memory(shop, workers=2) == afresh(shop) == from_memory(shop)


CHANGES: dict[str, tuple[Callable[[Shop], object], set[str]]] = {
    "text": (lambda shop: shop.guide(TEXT), {"a-guide"}),
    "settings of one": (
        lambda shop: shop.guide(TEXT + PICTURE, next_review="2026-11-20"),
        {"a-guide"},
    ),
    "picture": (lambda shop: shop.write("source/a-guide/images/a.svg", "<svg/>"), {"a-guide"}),
    "picture gone": (lambda shop: (shop.source / "a-guide/images/a.svg").unlink(), {"a-guide"}),
    "file that is new": (lambda shop: shop.write("source/a-guide/cy.md", TEXT), {"a-guide"}),
    "guide that is new": (lambda shop: shop.guide(name="c-guide"), {"c-guide"}),
    "settings of all": (
        lambda shop: shop.write("source/handout.toml", 'languages = ["cy"]\n'),
        {"a-guide", "b-guide"},
    ),
    "ledger": (lambda shop: shop.contact(phone='"0300 100 021"'), {"a-guide", "b-guide"}),
    "ledger gone": (
        lambda shop: (shop.source / "facts.toml").unlink(),
        {"a-guide", "b-guide"},
    ),
    "logo": (lambda shop: shop.write("source/logo.svg", "<svg/>"), {"a-guide", "b-guide"}),
    "theme": (
        lambda shop: shop.write("styles/themes/own.css", ":root {}\n"),
        {"a-guide", "b-guide"},
    ),
    "labels": (
        lambda shop: shop.write("templates/labels/en.toml", '[audience]\naides = "aides"\n'),
        {"a-guide", "b-guide"},
    ),
    "logo gone": (lambda shop: (shop.source / "logo.svg").unlink(), {"a-guide", "b-guide"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_guide_is_read_again_when_something_it_depends_on_changes(
    two: Shop, read: list[str], change: str
) -> None:
    from_memory(two)
    read.clear()
    make, changed = CHANGES[change]
    make(two)
    found = from_memory(two)
    assert set(read) == changed
    assert found == afresh(two)


def test_a_guide_is_read_again_when_the_profile_of_its_press_changes(
    two: Shop, read: list[str]
) -> None:
    settings = two.source / "handout.toml"
    press = '[press]\nprofile = "source/own.icc"\ncondition = "OWN"\n'
    formats = settings.read_text().replace("formats = [", 'formats = ["press", ')
    assert formats != settings.read_text()
    settings.write_text(formats + press)
    two.write("source/own.icc", FOGRA39)
    assert "press-profile" not in {each.rule for each in from_memory(two)}
    read.clear()
    two.write("source/own.icc", FOGRA39[:-1])
    found = from_memory(two)
    assert set(read) == {"a-guide", "b-guide"}
    assert [str(each.span) for each in found if each.rule == "press-profile"] == [
        f"source/handout.toml:{settings.read_text().count(chr(10)) - 1}:11"
    ]


def test_a_guide_is_read_again_on_another_day(two: Shop, read: list[str]) -> None:
    from_memory(two)
    read.clear()
    two.today += timedelta(days=30)
    assert from_memory(two) == afresh(two)
    assert "review-overdue" in {each.rule for each in from_memory(two)}
    assert "a-guide" in read


def test_a_guide_is_read_again_by_another_version(
    two: Shop, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_memory(two)
    read.clear()
    monkeypatch.setattr(remembered, "_program", lambda: iter([b"another"]))
    from_memory(two)
    assert read == ["a-guide", "b-guide"]


def test_what_changes_while_it_is_read_is_not_remembered(
    two: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = reviewing.review_folders

    def slow(*given: object) -> object:
        found = review(*given)  # type: ignore[arg-type]
        two.guide(TEXT)
        return found

    monkeypatch.setattr(reviewing, "review_folders", slow)
    from_memory(two)
    monkeypatch.setattr(reviewing, "review_folders", review)
    assert from_memory(two) == afresh(two)


def test_a_damaged_memory_is_noticed_and_mended(two: Shop, read: list[str]) -> None:
    found = from_memory(two)
    path = two.root / FOLDER / FILE
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        read.clear()
        assert from_memory(two) == found
        assert read or recall(two.root)
        assert path.read_bytes() == whole
    for damaged in (whole[: len(whole) // 2], b"", b"\0" * 99):
        path.write_bytes(damaged)
        assert from_memory(two) == found
        assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "written",
    [
        "[]",
        "{}",
        '{"ref": "", "findings": [["r", "error", "m", null, null]]}',
        '{"ref": "", "findings": [["r", "fatal", "m", null, null, null]]}',
        '{"ref": "", "findings": [["r", "error", 1, null, null, null]]}',
        '{"ref": "", "findings": [["r", "error", "m", ["f", "1", 1, 1], null, null]]}',
        '{"ref": null, "findings": []}',
        "[" * 100_000,
        "nothing",
    ],
)
def test_what_this_program_does_not_write_is_not_read(two: Shop, written: str) -> None:
    found = from_memory(two)
    path = two.root / FOLDER / FILE
    header, *lines = path.read_bytes().split(b"\n")
    forged = [header]
    for line in lines:
        rest = line.split(b" ")[1] + b" " + written.encode()
        forged.append(sha256(rest).hexdigest().encode() + b" " + rest)
    path.write_bytes(b"\n".join(forged))
    assert recall(two.root) == {}
    assert from_memory(two) == found


def test_the_memory_holds_plain_data_and_tells_others_to_leave_it_alone(two: Shop) -> None:
    from_memory(two)
    folder = two.root / FOLDER
    assert folder.name == record.FOLDER  # one folder for all that is remembered
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", FILE]
    assert (folder / ".gitignore").read_text().endswith("\n*\n")
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f0688")
    _, *lines = (folder / FILE).read_text().split("\n")
    keys = {"allows", "ref", "findings"}
    assert all(json.loads(line.split(" ", 2)[2]).keys() == keys for line in lines)


def test_what_was_left_is_forgotten(two: Shop) -> None:
    from_memory(two)
    (two.source / "b-guide" / "guide.toml").unlink()
    (two.source / "b-guide" / "en-GB.md").unlink()
    two.guide(TEXT)
    from_memory(two)
    assert len(recall(two.root)) == len(("what is shared", "a-guide"))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_folder_with_a_link_in_it_is_read_each_time(two: Shop, read: list[str]) -> None:
    (two.source / "a-guide" / "extra.md").symlink_to(two.source / "stray.md")
    for _ in range(2):
        read.clear()
        assert from_memory(two) == afresh(two)
    assert read == ["a-guide", "a-guide", "b-guide"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_folder_that_is_a_link_is_not_looked_into(two: Shop) -> None:
    elsewhere = two.write("../elsewhere/en-GB.md", TEXT).parent
    (two.source / "c-guide").symlink_to(elsewhere)
    key = remembered.shared_key(two.source, ("handout.toml",), two.today)
    assert key
    assert remembered.folder_key(two.source / "a-guide", key)
    assert remembered.folder_key(two.source / "c-guide", key) is None
    assert from_memory(two) == afresh(two)


def test_a_guide_with_a_logo_of_its_own_is_read_each_time(two: Shop, read: list[str]) -> None:
    settings = two.source / "a-guide" / "guide.toml"
    settings.write_text(settings.read_text() + '[publisher]\nlogo = "source/logo.svg"\n')
    from_memory(two)
    read.clear()
    from_memory(two)
    assert read == ["a-guide"]


def test_a_project_that_cannot_be_written_to_is_checked_all_the_same(two: Shop) -> None:
    (two.root / FOLDER).write_bytes(b"in the way")
    assert from_memory(two) == afresh(two)
    assert recall(two.root) == {}


def test_a_folder_over_which_a_process_died_is_named_and_not_remembered(
    two: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(*_: object) -> object:
        yield 0, WorkerDiedError("it was killed")
        yield 1, WorkerDiedError("it was killed")

    with monkeypatch.context() as patch:
        patch.setattr("bindery.reviewing.crew.run", deadly)
        dead = [fault for fault in from_memory(two) if fault.rule == "worker-died"]
    assert [str(fault.span) for fault in dead] == ["source/a-guide", "source/b-guide"]
    assert "it was killed" in dead[0].message
    assert from_memory(two) == afresh(two)


def test_nothing_that_reads_guides_is_loaded_when_nothing_has_changed(two: Shop) -> None:
    program = (
        "import json, sys, handout\n"
        "try:\n    handout.main()\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", program, "check", "--source", str(two.source)]
    command += ["--today", str(two.today), "--report", "json"]
    runs = [
        subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            cwd=two.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    loaded = [{name.split(".")[0] for name in json.loads(run.stdout)} for run in runs]
    assert loaded[0] & HEAVY
    assert loaded[1] & HEAVY == set()
    assert "bindery.project" not in json.loads(runs[1].stdout)
    assert runs[0].stderr == runs[1].stderr
