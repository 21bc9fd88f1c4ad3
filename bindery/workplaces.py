"""A folder for each worker's temporary files, which somebody else removes when it is dead."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from .interruption import postponed

if sys.platform != "win32":
    import fcntl

_PREFIX = "handout-crew-"


@contextmanager
def opened() -> Iterator[Path]:
    """A folder of our own that is gone afterwards, and with it what a killed program left.

    Whoever lives in such a folder holds a lock on it. One that nobody holds was left by a
    program that was killed, and all its workers with it.
    """
    with ExitStack() as ours:
        with postponed():  # whoever stops us finds all that we have made
            sweep()
            folder = _locked_folder(ours)
        yield folder


def sweep() -> tuple[Path, ...]:
    """Remove the folders that killed programs of this user left; says which."""
    swept = []
    for folder in sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
        with suppress(OSError), _lock(folder) as lock:
            if lock is not None and os.fstat(lock).st_uid == os.geteuid():
                shutil.rmtree(folder, ignore_errors=True)
                swept.append(folder)
    return tuple(swept)


def _locked_folder(ours: ExitStack) -> Path:
    """A new folder with the lock on it; ``ours`` gives both up."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        ours.callback(shutil.rmtree, folder, ignore_errors=True)
        with suppress(OSError):  # a disk without locks will do: nobody can sweep there either
            ours.enter_context(_lock(folder))
        # Another program may have swept it away before it had its lock.
        if folder.is_dir():
            return folder


@contextmanager
def _lock(folder: Path) -> Iterator[int | None]:
    """Hold the lock on ``folder``, a descriptor; None where the system has no such locks.

    OSError if somebody else holds it, or it is no folder: a link to one is not followed.
    """
    if sys.platform == "win32":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)
