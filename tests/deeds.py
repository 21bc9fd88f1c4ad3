"""What a worker can do instead of its work: each way to end without an answer, and others."""

import ctypes
import faulthandler
import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MIB = 1024 * 1024


def _fill(seen: list[bytearray]) -> None:
    while True:
        seen.append(bytearray(MIB))


def _swallow() -> None:
    seen: list[bytearray] = []
    try:
        _fill(seen)
    except MemoryError:
        return


class _Dying:
    """What it does when it goes is told to nobody."""

    def __del__(self) -> None:
        bytearray(1024 * MIB)


def _loop() -> None:
    while True:
        pass


def _fault() -> None:
    problem = ValueError("cannot do it")
    problem.add_note("while trying")
    raise problem


def _wrapped() -> None:
    try:
        _fill([])
    except MemoryError as problem:
        raise RuntimeError("something went wrong") from problem


def _quietly(crash: Callable[..., object], *arguments: object) -> None:
    """Crash without the page of notes that a test runner has asked for."""
    faulthandler.disable()
    crash(*arguments)


def _close_everything() -> None:
    os.closerange(3, 200)
    time.sleep(3600)


def _write_much() -> None:
    (Path(tempfile.gettempdir()) / "much").write_bytes(bytes(2 * MIB))


DEEDS: dict[str, Callable[[], object]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
    "asleep": lambda: time.sleep(3600),
    "greedy": lambda: _fill([]),
    "wrapped": _wrapped,
    "swallowing": _swallow,
    "dying": _Dying,
    "looping": _loop,
    "crashing": lambda: _quietly(ctypes.string_at, 0),
    "aborting": lambda: _quietly(os.abort),
    "leaving": lambda: os._exit(0),
    "failing": lambda: os._exit(3),
    "faulty": _fault,
    "exiting": lambda: (_ for _ in ()).throw(SystemExit(2)),
    "writing": _write_much,
    "mute": _close_everything,
}
