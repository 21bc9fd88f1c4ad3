"""The record of builds: read back as it was written, or not at all."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bindery.diagnostics import Diagnostic, Severity, Span, warning
from bindery.digests import Fingerprint
from bindery.edition import Claim, Edition
from bindery.record import (
    FOLDER,
    Book,
    Folder,
    Kept,
    Reading,
    Record,
    Surroundings,
    load,
    record_file,
    save,
)

EDITION = Edition("by-hand", "en-GB", "leaflet", "pdf")
FINDING = warning("same-ref", "a “warning”", Span("source/by-hand/guide.toml", 3, 1, 4), "a hint")
SEAL = f"4 1 2 3 {'0' * 64}"
RECORD = Record(
    surroundings={"id": Surroundings({"styles/base.css": SEAL}, {"day": str(date.max)})},
    books={"fact": Book(SEAL, {"keeps": "1" * 64}), "contact": Book("absent", None)},
    folders={
        "by-hand": Folder(
            reading=Reading("REF-1", (EDITION,), ("fact keeps",), ("a.icc",), (FINDING,)),
            surroundings="id",
            files={"source/by-hand/en-GB.md": SEAL, "a.icc": "absent"},
            entries={"fact keeps": "1" * 64},
            books={"fact": "0" * 64},
            inputs="2" * 64,
        )
    },
    kept={
        EDITION.file_name: Kept(
            edition=EDITION,
            seal=SEAL,
            size=4,
            page_count=8,
            claims=(Claim("PDF/UA-1", "a checker"),),
            findings=(Diagnostic("text-lost", Severity.HINT, "no place", fix="x"),),
            made_from=Fingerprint("3" * 64, "4" * 64),
            inputs="2" * 64,
        )
    },
    shared=(FINDING,),
    shared_from="5" * 64,
    manifest=SEAL,
    left=("old.en-GB.leaflet.pdf",),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("project") / FOLDER / "record.json"
    assert save(path, RECORD)
    return path


def test_what_was_saved_is_loaded(written: Path) -> None:
    loaded = load(written)
    assert loaded == RECORD
    assert loaded.shared[0].severity is Severity.WARNING
    assert loaded.kept[EDITION.file_name].artifact.sha256 == "0" * 64


def test_git_ignores_it_and_no_temporary_is_left(written: Path) -> None:
    assert {each.name for each in written.parent.iterdir()} == {".gitignore", "record.json"}
    assert (written.parent / ".gitignore").read_text("utf-8").endswith("\n*\n")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_a_record_with_one_bit_changed_is_no_record(data: some.DataObject, written: Path) -> None:
    content = bytearray(written.read_bytes())
    place = data.draw(some.integers(0, 8 * len(content) - 1))
    content[place // 8] ^= 1 << place % 8
    damaged = written.with_name("damaged.json")
    damaged.write_bytes(content)
    assert load(damaged) == Record()
    damaged.unlink()


@pytest.mark.parametrize("kept", [0, 1, 50, 120, -1])
def test_a_record_that_was_cut_short_is_no_record(written: Path, kept: int, tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(written.read_bytes()[:kept])
    assert load(tmp_path / "cut") == Record()


def test_a_record_of_another_version_is_no_record(written: Path, tmp_path: Path) -> None:
    content = written.read_bytes()
    assert content.startswith(b"handout record 1 ")
    (tmp_path / "other").write_bytes(content.replace(b"record 1 ", b"record 2 ", 1))
    assert load(tmp_path / "other") == Record()
    assert load(tmp_path / "none") == Record()


def test_where_nothing_can_be_written_nothing_is_saved(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"a file")
    assert not save(tmp_path / FOLDER / "record.json", RECORD)
    assert (tmp_path / FOLDER).read_bytes() == b"a file"


def test_a_killed_save_leaves_the_old_record_and_is_tidied_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / FOLDER / "record.json"
    save(path, RECORD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            save(path, Record())
    assert load(path) == RECORD
    save(path, Record())
    assert {each.name for each in path.parent.iterdir()} == {".gitignore", "record.json"}


def test_each_out_folder_has_its_own_record_that_moves_with_the_project(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first = record_file(here / "source", here / "out")
    assert first.parent == here / FOLDER
    assert record_file(here / "source", tmp_path / "out") != first
    assert record_file(there / "source", there / "out").name == first.name
