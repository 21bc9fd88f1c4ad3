"""Temporary folders: none is left, whoever is killed, and none goes that somebody lives in."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from conftest import TODAY, Shop
from package_code import ROOT
from processes import begun, in_session, wait_until

from bindery import lock, scratch
from bindery.document import File
from bindery.formats.pdf.fontconfig import only_fonts

GONE_SECONDS = 5

LIVES_IN_A_FOLDER = """
import time
from bindery import scratch

with scratch.opened() as folder:
    (folder / "file").write_text("mine")
    print(folder, flush=True)
    time.sleep(3600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of each test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def _killed(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()
    assert wait_until(lambda: not in_session(process.pid), GONE_SECONDS)


def test_a_folder_is_there_within_and_only_then(temporary: Path) -> None:
    with scratch.opened() as one, scratch.opened() as other:
        (one / "file").write_text("mine")
        assert one != other
        assert one.stat().st_mode & 0o077 == 0
        assert scratch.sweep() == ()
        assert (one / "file").read_text() == "mine"
    assert not list(temporary.iterdir())


def test_what_a_killed_program_had_goes_and_what_a_living_one_has_stays(temporary: Path) -> None:
    with begun(temporary, "-c", LIVES_IN_A_FOLDER) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        assert scratch.sweep() == ()
        assert (folder / "file").read_text() == "mine"
        _killed(process)
    assert (folder / "file").exists()
    assert scratch.sweep() == (folder,)
    assert not list(temporary.iterdir())


def test_a_killed_build_leaves_nothing_behind_the_next_one(temporary: Path, shop: Shop) -> None:
    """Parent and workers at once, and while fonts and pages lie in their folders."""
    shop.guide(name="one", formats='["leaflet"]')
    shop.guide(name="two", formats='["leaflet"]')
    words = ("build", "--jobs", "2", "--today", TODAY, "--source", shop.source, "--out", shop.out)
    with begun(temporary, ROOT / "handout.py", *words) as process:
        assert wait_until(lambda: bool(list(temporary.rglob("fonts.conf"))), 60)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert wait_until(lambda: not in_session(process.pid), GONE_SECONDS)
    assert list(temporary.rglob("*.ttf"))
    with begun(temporary, ROOT / "handout.py", *words) as process:
        _, said = process.communicate()
    assert (process.returncode, list(temporary.iterdir())) == (0, []), said


def test_a_layout_in_this_process_sweeps_too(temporary: Path) -> None:
    with begun(temporary, "-c", LIVES_IN_A_FOLDER) as process:
        assert process.stdout
        process.stdout.readline()
        _killed(process)
    with only_fonts({"a.ttf": File("a.ttf", "font/ttf", b"")}):
        assert len([path for path in temporary.iterdir() if path.is_dir()]) == 1
    assert not list(temporary.iterdir())


def test_a_program_that_died_between_the_lock_and_its_folder(temporary: Path) -> None:
    (temporary / "handout-scratch-0.lock").touch()
    assert scratch.sweep() == (temporary / "handout-scratch-0",)
    assert not list(temporary.iterdir())


def test_only_what_is_ours_is_swept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    precious = temporary / "precious"
    names = ("precious", "handout-scratch-no-lock", "handout-scratch-theirs")
    for folder in (temporary / name for name in names):
        folder.mkdir()
        (folder / "file").write_text("mine")
    (temporary / "handout-scratch-link").symlink_to(precious)
    (temporary / "handout-scratch-link.lock").touch()
    (temporary / "handout-scratch-linked.lock").symlink_to(precious / "file")
    before = sorted(temporary.rglob("*"))
    assert scratch.sweep() == ()
    assert sorted(temporary.rglob("*")) == before
    (temporary / "handout-scratch-theirs.lock").touch()
    before = sorted(temporary.rglob("*"))
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    assert scratch.sweep() == ()
    assert sorted(temporary.rglob("*")) == before
    assert (precious / "file").read_text() == "mine"


def test_what_cannot_be_removed_yet_is_tried_again(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows nothing is removed that a dying worker has open."""
    monkeypatch.setattr("shutil.rmtree", lambda *_args, **_options: None)
    with scratch.opened() as folder:
        pass
    assert folder.exists()
    monkeypatch.undo()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    assert scratch.sweep() == (folder,)
    assert not list(temporary.iterdir())


def test_a_lock_that_is_swept_away_before_it_is_held_is_begun_anew(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly = lock.take
    came: list[int] = []

    def late(handle: int) -> bool:
        if not came:
            came.append(handle)
            next(temporary.glob("*.lock")).unlink()
        return truly(handle)

    monkeypatch.setattr(lock, "take", late)
    with scratch.opened() as folder:
        assert folder.is_dir()
        assert len(list(temporary.iterdir())) == 2
    assert came
    assert not list(temporary.iterdir())


def test_a_disk_without_locks_will_do(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int) -> bool:
        raise OSError("no locks available")

    monkeypatch.setattr(lock, "take", refuse)
    with scratch.opened() as folder:
        assert folder.is_dir()
        assert scratch.sweep() == ()
        assert folder.is_dir()
    assert not list(temporary.iterdir())
