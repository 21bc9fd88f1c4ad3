"""One build at a time in a folder, and no longer than it lives."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from package_code import ROOT
from processes import wait_until

from bindery import lock
from bindery.diagnostics import Failure
from bindery.lock import LOCK, held

HOLDER = """
import sys, time
from pathlib import Path
from bindery.lock import held
with held(Path(sys.argv[1]), lambda sentence: print(sentence, flush=True)):
    print("held", flush=True)
    time.sleep(60)
"""


def _silent(_: str) -> None:
    raise AssertionError("nobody is waited for")


def _holder(folder: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", HOLDER, str(folder)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder that was made for it and stayed empty goes too, one that was there stays."""
    new = tmp_path / "a" / "out"
    with held(new, _silent):
        assert (new / LOCK).read_text("ascii").startswith(f"{os.getpid()} ")
    assert list(tmp_path.iterdir()) == []
    new.mkdir(parents=True)
    with held(new, _silent):
        pass
    assert list(new.iterdir()) == []


def test_a_lock_is_let_go_of_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path, _silent):
        raise ZeroDivisionError
    with held(tmp_path, _silent, wait=False):
        pass


def test_who_may_not_wait_is_told_who_is_at_work(tmp_path: Path) -> None:
    with _holder(tmp_path) as other:
        assert _line(other) == "held"
        with pytest.raises(Failure) as caught, held(tmp_path, _silent, wait=False):
            pass
        other.kill()
    (found,) = caught.value.diagnostics
    assert found.rule == "build-running"
    assert found.message.startswith("another build is at work in `")
    assert f"(process {other.pid}, since " in found.message


def test_who_waits_says_so_once_and_goes_on_when_the_other_is_killed(tmp_path: Path) -> None:
    """What a killed process leaves of its lock is in nobody's way."""
    with _holder(tmp_path) as other:
        assert _line(other) == "held"
        with _holder(tmp_path) as waiting:
            said = _line(waiting)
            time.sleep(3 * lock._PAUSE)
            other.kill()
            assert _line(waiting) == "held"
            waiting.kill()
    assert said.startswith("Another build is at work in `")
    assert said.endswith("Waiting until it has finished.")
    assert (tmp_path / LOCK).exists()
    with held(tmp_path, _silent, wait=False):
        pass
    assert not (tmp_path / LOCK).exists()


def test_ctrl_c_ends_the_waiting(tmp_path: Path) -> None:
    with _holder(tmp_path) as other:
        assert _line(other) == "held"
        with _holder(tmp_path) as waiting:
            assert "Waiting" in _line(waiting)
            waiting.send_signal(signal.SIGINT)
            assert wait_until(lambda: waiting.poll() is not None, 5)
        other.kill()


@pytest.mark.parametrize("text", ["", "x", "1 \x1b[31mred", "9" * 500, "\xff\xfe"])
def test_what_stands_in_the_file_decides_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text, "utf-8")
    with held(tmp_path, _silent, wait=False):
        (tmp_path / LOCK).write_text(text, "utf-8")
        assert lock._owner(tmp_path / LOCK) == f"build is at work in `{tmp_path.name}`"


def test_of_many_that_come_and_go_only_one_is_ever_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []
    most: list[int] = []

    def visit() -> None:
        for _ in range(20):
            with held(tmp_path / "out", lambda _: None):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    monkeypatch.setattr(lock, "_PAUSE", 0.001)
    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(most) == 80
    assert max(most) == 1


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_folder_that_cannot_be_one_is_told_before_anything_is_done(
    tmp_path: Path, kind: str
) -> None:
    if kind == "link":
        (tmp_path / "out").symlink_to("nowhere")
    else:
        (tmp_path / "out").write_bytes(b"no folder")
    with pytest.raises(Failure, match="cannot write `out`"), held(tmp_path / "out", _silent):
        pass
