"""The list of artifacts: true of the files that are there, and the same for the same files."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bindery.diagnostics import Failure
from bindery.edition import Artifact, Claim, Edition
from bindery.manifest import MANIFEST, read_manifest, write_manifest


def _artifact(folder: Path, guide: str, data: bytes = b"%PDF") -> Artifact:
    edition = Edition(guide, "en-GB", "leaflet", "pdf")
    (folder / edition.file_name).write_bytes(data)
    claims = (Claim("PDF/UA-1", "veraPDF"),)
    digest = hashlib.sha256(data).hexdigest()
    return Artifact(edition, edition.file_name, len(data), digest, 8, claims)


def _listed(folder: Path) -> list[Any]:
    entries = json.loads((folder / MANIFEST).read_bytes())["artifacts"]
    return list(entries)


def test_a_line_says_all_there_is_to_know(tmp_path: Path) -> None:
    write_manifest(tmp_path, [_artifact(tmp_path, "by-hand")], {})
    assert _listed(tmp_path) == [
        {
            "path": "by-hand.en-GB.leaflet.pdf",
            "guide": "by-hand",
            "language": "en-GB",
            "format": "leaflet",
            "size": 4,
            "sha256": hashlib.sha256(b"%PDF").hexdigest(),
            "pages": 8,
            "claims": [{"standard": "PDF/UA-1", "check": "veraPDF"}],
        }
    ]


def test_the_order_of_building_does_not_show(tmp_path: Path) -> None:
    artifacts = [_artifact(tmp_path, guide) for guide in ("b", "c", "a")]
    write_manifest(tmp_path, artifacts, {})
    first = (tmp_path / MANIFEST).read_bytes()
    write_manifest(tmp_path, reversed(artifacts), {})
    assert (tmp_path / MANIFEST).read_bytes() == first
    assert [each["guide"] for each in _listed(tmp_path)] == ["a", "b", "c"]


def test_a_list_that_would_be_the_same_is_not_written(tmp_path: Path) -> None:
    artifacts = [_artifact(tmp_path, "a")]
    write_manifest(tmp_path, artifacts, {})
    before = (tmp_path / MANIFEST).stat()
    write_manifest(tmp_path, artifacts, read_manifest(tmp_path))
    assert (tmp_path / MANIFEST).stat().st_ino == before.st_ino


def test_where_nothing_is_listed_none_is_begun(tmp_path: Path) -> None:
    write_manifest(tmp_path, [], {})
    assert list(tmp_path.iterdir()) == []


def test_earlier_lines_stay_while_they_are_true(tmp_path: Path) -> None:
    """A file that is gone, torn, or another of the same size is no longer what was listed."""
    write_manifest(tmp_path, [_artifact(tmp_path, guide) for guide in "abcde"], {})
    (tmp_path / "a.en-GB.leaflet.pdf").unlink()
    (tmp_path / "b.en-GB.leaflet.pdf").write_bytes(b"torn by someone else")
    (tmp_path / "c.en-GB.leaflet.pdf").write_bytes(b"%PDf")
    newer = _artifact(tmp_path, "e", b"%PDF, longer")
    write_manifest(tmp_path, [newer], read_manifest(tmp_path))
    assert [(each["guide"], each["size"]) for each in _listed(tmp_path)] == [("d", 4), ("e", 12)]


def test_a_line_about_a_file_elsewhere_is_dropped(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    outside = _artifact(tmp_path, "a")
    path = f"../{outside.path}"
    line = {"path": path, "size": outside.size, "sha256": outside.sha256}
    write_manifest(out, [_artifact(out, "b")], {path: line})
    assert [each["guide"] for each in _listed(out)] == ["b"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"artifacts": 3}', '{"artifacts": [3]}', '{"artifacts": [{}]}', "\x00"]
)
def test_a_list_that_cannot_be_read_is_written_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) == {}
    write_manifest(tmp_path, [_artifact(tmp_path, "a")], {})
    assert [each["guide"] for each in _listed(tmp_path)] == ["a"]


def test_a_list_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    write_manifest(tmp_path, [_artifact(tmp_path, "a")], {})
    before = (tmp_path / MANIFEST).read_bytes()
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Failure):
        write_manifest(tmp_path, [_artifact(tmp_path, "b")], {})
    assert (tmp_path / MANIFEST).read_bytes() == before
