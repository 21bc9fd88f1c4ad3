"""Seals: a file is read again when it has been touched, and its content alone decides."""

import hashlib
import os
from io import BufferedReader
from pathlib import Path

import pytest

from bindery import seals
from bindery.seals import ABSENT, digest_of, seal_file, seal_made, seal_tree, signature

LONG_AGO = 1_700_000_000


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that has been left alone for long enough, as far as a clock can tell."""
    monkeypatch.setattr(seals, "_TICK", -3_600_000_000_000)
    path = tmp_path / "folder" / "text.md"
    path.parent.mkdir()
    path.write_bytes(b"words")
    return path


def _is_read(path: Path, known: str | None, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a file was read to seal it."""
    read: list[object] = []
    true = hashlib.file_digest

    def noted(file: BufferedReader, name: str) -> object:
        read.append(file.name)
        return true(file, name)

    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", noted)
        assert seal_file(path, known)
    return bool(read)


def test_an_untouched_file_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = seal_file(file)
    assert _is_read(file, None, monkeypatch)
    assert not _is_read(file, seal, monkeypatch)
    assert seal_file(file, seal) == seal


def test_a_touched_file_is_read_and_found_to_be_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = seal_file(file)
    assert seal
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert _is_read(file, seal, monkeypatch)
    again = seal_file(file, seal)
    assert again
    assert again != seal
    assert digest_of(again) == digest_of(seal)


def test_a_change_is_seen_whatever_its_times_say(file: Path) -> None:
    """Of the same length, with the old time put back, and in place of the old file."""
    seal, before = seal_file(file), file.stat()
    assert seal
    file.write_bytes(b"sword")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed = seal_file(file, seal)
    assert changed
    assert digest_of(changed) != digest_of(seal)
    other = file.with_name("other")
    other.write_bytes(b"words")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    replaced = seal_file(file, changed)
    assert replaced
    assert digest_of(replaced) == digest_of(seal)


def test_a_file_only_just_written_is_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could change once more within one tick of the file system's clock."""
    monkeypatch.setattr(seals, "_TICK", 2_000_000_000)
    assert _is_read(file, seal_file(file), monkeypatch)


def test_a_clock_that_was_put_back_is_no_reason_to_trust(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_TICK", 2_000_000_000)
    ahead = file.stat().st_mtime_ns + 10**15
    os.utime(file, ns=(ahead, ahead))
    assert _is_read(file, seal_file(file), monkeypatch)


def test_what_is_not_there_or_no_file_has_a_seal_of_its_own(file: Path) -> None:
    assert seal_file(file.with_name("nothing")) == ABSENT
    assert seal_file(file.parent) is None
    pipe = file.with_name("pipe")
    os.mkfifo(pipe)
    assert seal_file(pipe) is None


def test_a_made_file_is_trusted_if_nobody_came_between(file: Path) -> None:
    status, digest = signature(file.stat()), digest_of(seal_file(file) or "")
    assert seal_file(file, seal_made(file, status, digest)) == f"{status} {digest}"
    file.write_bytes(b"other")
    made = seal_made(file, status, digest)
    assert digest_of(made) == digest
    assert digest_of(seal_file(file, made) or "") != digest
    assert seal_made(file.with_name("gone"), status, digest) == f"? {digest}"


def test_a_tree_is_sealed_file_by_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = file.parent / "images" / "a.svg"
    inner.parent.mkdir()
    inner.write_bytes(b"<svg/>")
    (file.parent / "__pycache__").mkdir()
    (file.parent / "__pycache__" / "x.pyc").write_bytes(b"")
    sealed = seal_tree(file.parent, "guide", {})
    assert sealed == {
        "guide/text.md": seal_file(file),
        "guide/images/a.svg": seal_file(inner),
    }
    monkeypatch.setattr(hashlib, "file_digest", None)
    assert seal_tree(file.parent, "guide", sealed) == sealed


def test_a_link_is_followed_only_where_that_is_asked(file: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"secret")
    (file.parent / "link.md").symlink_to(outside)
    assert seal_tree(file.parent, "guide", {}) is None
    followed = seal_tree(file.parent, "guide", {}, follow=True)
    assert followed
    assert digest_of(followed["guide/link.md"]) == digest_of(seal_file(outside) or "")


def test_a_folder_that_is_a_link_is_not_looked_into(file: Path, tmp_path: Path) -> None:
    (tmp_path / "styles").symlink_to(file.parent)
    assert seal_tree(tmp_path / "styles", "styles", {}) is None
    assert seal_tree(tmp_path / "styles", "styles", {}, follow=True)


def test_no_folder_has_no_files_and_a_pipe_in_one_cannot_be_told(file: Path) -> None:
    assert seal_tree(file.parent / "none", "guide", {}) == {}
    os.mkfifo(file.parent / "pipe")
    assert seal_tree(file.parent, "guide", {}) is None


def test_a_huge_file_is_known_by_its_signature(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_MOST", 4)
    seal = seal_file(file)
    assert seal
    assert not _is_read(file, None, monkeypatch)
    file.write_bytes(b"more words")
    assert digest_of(seal_file(file, seal) or "") != digest_of(seal)
