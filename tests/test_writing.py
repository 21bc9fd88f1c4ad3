"""Files in ``out/``: the old one or the new one, whole, whatever goes wrong."""

import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bindery.diagnostics import Failure
from bindery.writing import probe, sweep, write_atomically

_ROOT = Path(__file__).parents[1]


def _refuse(code: int) -> Any:
    def refusal(*_arguments: object, **_options: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return refusal


def test_the_content_arrives_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "leaflet.pdf"
    write_atomically(path, b"first")
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert [each.name for each in path.parent.iterdir()] == ["leaflet.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_others_may_read_what_was_written_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "leaflet.pdf", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "leaflet.pdf").stat().st_mode) == 0o644


def test_the_data_is_on_the_disk_before_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        steps.append("sync")
        sync(handle)

    def noted_replace(old: Path, new: Path) -> None:
        steps.append("name")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_atomically(tmp_path / "leaflet.pdf", b"x")
    assert steps == (["sync", "name"] if os.name == "nt" else ["sync", "name", "sync"])


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_refusal_leaves_the_old_file_whole_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    path = tmp_path / "leaflet.pdf"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, step, _refuse(code))
    with pytest.raises(Failure) as caught:
        write_atomically(path, b"new")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.rule == "not-written"
    assert diagnostic.message == f"cannot write `leaflet.pdf`: {os.strerror(code).lower()}"
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["leaflet.pdf"]


def test_a_file_held_open_elsewhere_is_named_in_the_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", _refuse(errno.EACCES))
    with pytest.raises(Failure) as caught:
        write_atomically(tmp_path / "leaflet.pdf", b"new")
    assert "close `leaflet.pdf`" in str(caught.value.diagnostics[0].hint)


def test_an_interruption_leaves_the_old_file_whole_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> NoReturn:
        raise KeyboardInterrupt

    path = tmp_path / "leaflet.pdf"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["leaflet.pdf"]


def test_a_disk_that_cannot_sync_a_folder_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", _refuse(errno.EINVAL))
    write_atomically(tmp_path / "leaflet.pdf", b"x")
    assert (tmp_path / "leaflet.pdf").read_bytes() == b"x"


def test_a_file_where_the_folder_should_be_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"not a folder")
    with pytest.raises(Failure, match=r"cannot write `leaflet\.pdf`"):
        write_atomically(tmp_path / "out" / "leaflet.pdf", b"x")


@pytest.mark.skipif(os.name == "nt", reason="Windows wants a privilege to make links")
def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    (tmp_path / "leaflet.pdf").symlink_to(elsewhere)
    write_atomically(tmp_path / "leaflet.pdf", b"new")
    assert elsewhere.read_bytes() == b"precious"
    assert not (tmp_path / "leaflet.pdf").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs in another way")
def test_a_killed_program_never_leaves_a_torn_file(tmp_path: Path) -> None:
    """Kill writers at moments spread over the time that they take; look at what is there."""
    path = tmp_path / "leaflet.pdf"
    contents = {letter * 500_000 for letter in (b"a", b"b")}
    program = (
        "import sys; from pathlib import Path; from bindery.writing import write_atomically\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for letter in (b'a', b'b'): write_atomically(Path(sys.argv[1]), letter * 500_000)\n"
    )
    for attempt in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, cwd=_ROOT
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.02 + attempt * 0.003)
            writer.kill()
        assert not path.exists() or path.read_bytes() in contents
    assert path.exists()


def test_all_temporaries_of_ours_are_swept_whatever_the_clock_says(tmp_path: Path) -> None:
    names = (".handout-00.part", ".handout-11.part", "leaflet.pdf", ".other.part")
    for name, day in zip(names, (0, 2**32, 0, 0), strict=True):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (day, day))
    assert sweep(tmp_path) == tuple(tmp_path / name for name in names[:2])
    assert {each.name for each in tmp_path.iterdir()} == set(names[2:])


def test_a_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    probe(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_probe_tells_that_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "fsync", _refuse(code))
    with pytest.raises(Failure, match=os.strerror(code).lower()):
        probe(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_an_interrupted_write_leaves_is_what_sweep_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", _refuse(errno.EIO))
    monkeypatch.setattr(Path, "unlink", _refuse(errno.EIO))
    with pytest.raises(Failure):
        write_atomically(tmp_path / "leaflet.pdf", b"x")
    monkeypatch.undo()
    (left,) = tmp_path.iterdir()
    assert sweep(tmp_path) == (left,)
