"""Processes that a test begins, and which still run, read from the system's own list."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from package_code import ROOT


def begun(temporary: Path, *words: object) -> subprocess.Popen[str]:
    """Python at work in a session of its own, with its folder for temporary files."""
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
    )


def alive(pids: Iterable[int]) -> set[int]:
    """Those of ``pids`` that still run; one that has only to be waited for does not."""
    return {pid for pid in pids if (fields := _stat(pid)) and fields[0] != "Z"}


def in_session(session: int) -> set[int]:
    """The processes of a session that still run."""
    return {pid for pid in alive(_all()) if (fields := _stat(pid)) and int(fields[3]) == session}


def children() -> set[int]:
    """The processes that this one has started and not waited for, running or not."""
    own = str(os.getpid())
    return {pid for pid in _all() if (fields := _stat(pid)) and fields[1] == own}


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether something became true within so many seconds."""
    late = time.monotonic() + seconds
    while not true():
        if time.monotonic() > late:
            return False
        time.sleep(0.02)
    return True


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """State, parent, group, session and more of a process; nothing if there is none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return []
