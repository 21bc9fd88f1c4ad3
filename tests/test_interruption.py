"""However a program that has workers is ended: none of them is left, and it says how."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import begun, in_session, wait_until

from bindery import scratch
from bindery.interruption import Stopped, exit_status, postponed, stoppable

GONE_SECONDS = 5

PROGRAM = """
import os, sys, time
from bindery import crew, worker
from bindery.interruption import exit_status, stoppable

def work(number):
    os.write(1, b"at work\\n")
    time.sleep(3600)

if "--watch" in sys.argv:
    worker.die_with_parent = lambda parent: False
try:
    with stoppable():
        os.write(1, b"begun\\n")
        list(crew.run([1, 2, 3, 4], work, 2))
except KeyboardInterrupt as stop:
    sys.exit(exit_status(stop))
"""


@contextmanager
def _program(temporary: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A program that sets two workers to work for an hour, in a session of its own."""
    with begun(temporary, "-c", PROGRAM, *words) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        try:
            yield process
        finally:
            process.kill()


def _wait_for_work(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert [process.stdout.readline() for _ in range(2)] == ["at work\n"] * 2
    assert len(in_session(process.pid)) == 3


def _end(process: subprocess.Popen[str], number: int) -> str:
    """End it by a signal; what it said to a person, once nothing of it is left."""
    process.send_signal(number)
    process.wait(30)
    assert wait_until(lambda: not in_session(process.pid), GONE_SECONDS)
    assert process.stderr
    return process.stderr.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_asked_to_end_leaves_nothing(number: int, tmp_path: Path) -> None:
    with _program(tmp_path) as process:
        _wait_for_work(process)
        assert not _end(process, number)
    assert process.returncode == 128 + number
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [(), ("--watch",)])
def test_no_worker_outlives_a_parent_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with _program(tmp_path, *words) as process:
        _wait_for_work(process)
        assert not _end(process, signal.SIGKILL)
    assert len(list(tmp_path.iterdir())) == 2, "its folder and the lock beside it"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with scratch.opened() as folder:
        assert {path for path in tmp_path.iterdir() if path.is_dir()} == {folder}
    assert not list(tmp_path.iterdir()), "they go with the next build"


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 0.05])
def test_ctrl_c_while_workers_are_being_started(tmp_path: Path, pause: float) -> None:
    """A terminal sends it to all of them, and to a worker that is only half begun."""
    with _program(tmp_path) as process:
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
        assert wait_until(lambda: not in_session(process.pid), GONE_SECONDS)
        assert process.stderr
        assert not process.stderr.read()
    assert process.returncode == 130
    assert not list(tmp_path.iterdir())


# ---- signals


def _be_ended_twice() -> None:
    with stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), signal.SIGHUP)
            time.sleep(0)


def test_only_the_first_request_to_end_disturbs() -> None:
    with pytest.raises(Stopped) as caught:
        _be_ended_twice()
    assert exit_status(caught.value) == 143
    assert str(caught.value) == "SIGTERM"
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_thread_has_no_say_in_signals() -> None:
    seen = []

    def enter() -> None:
        with stoppable():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


@pytest.mark.parametrize("threads", [0, 1])
@pytest.mark.parametrize(
    ("number", "kind"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Stopped)]
)
def test_a_request_waits_until_what_is_begun_is_known(
    threads: int, number: int, kind: type[KeyboardInterrupt]
) -> None:
    """Another thread of the process may be the one that the system tells."""
    over = threading.Event()
    others = [threading.Thread(target=over.wait) for _ in range(threads)]
    done: list[str] = []

    def begin() -> None:
        with stoppable(), postponed():
            os.kill(os.getpid(), number)
            time.sleep(0.05)
            done.append("begun")

    for thread in others:
        thread.start()
    try:
        with pytest.raises(kind):
            begin()
    finally:
        over.set()
    assert done == ["begun"]
    assert exit_status(KeyboardInterrupt()) == 130
