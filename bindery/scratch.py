"""Folders for what is needed for a while only, all known by their names and by who holds them.

Whoever has such a folder holds a lock on the file beside it, which the system takes from it
however it ends. One that nobody holds was left by a program that was killed, and goes the next
time that anybody needs a folder, whatever the clock says and whoever has the number of the
process by then.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from . import lock
from .interruption import postponed

_PREFIX = "handout-scratch-"
_LOCK = ".lock"
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def opened() -> Iterator[Path]:
    """A folder of our own that is gone afterwards, and with it what killed programs left.

    It lies where this process has its temporary files. That of a worker lies within its crew's.

    Raises:
        OSError: if no folder can be made there.
    """
    with ExitStack() as ours:
        with postponed():  # whoever stops us finds all that we have made
            sweep()
            folder, handle = _new()
            ours.callback(_clear, folder, handle)
        yield folder


def sweep() -> tuple[Path, ...]:
    """Remove the folders that killed programs of this user left; says which."""
    return tuple(path for path in sorted(map(_folder, _locks())) if _remove_if_left(path))


def _locks() -> Iterator[Path]:
    return Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_LOCK}")


def _folder(lock_file: Path) -> Path:
    return lock_file.with_suffix("")


def _lock_file(folder: Path) -> Path:
    return folder.with_name(folder.name + _LOCK)


def _new() -> tuple[Path, int]:
    """A new folder, and the lock on it as an open file.

    The lock comes first, so that there is no folder of which it is not known whose it is.
    """
    while True:
        folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{os.urandom(8).hex()}"
        path = _lock_file(folder)
        handle = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        if _is_held(path, handle):
            try:
                folder.mkdir(mode=0o700)
            except BaseException:
                lock.let_go(path, handle)
                raise
            return folder, handle
        os.close(handle)


def _is_held(path: Path, handle: int) -> bool:
    """Whether the new lock is ours; not if another has swept it away before we had it."""
    try:
        return lock.take(handle) and lock.is_there(path, handle)
    except OSError:  # a disk without locks will do: nobody can sweep there either
        return True


def _remove_if_left(folder: Path) -> bool:
    """Remove a folder, unless somebody lives in it or it is another user's; says whether."""
    with suppress(OSError):
        handle = os.open(_lock_file(folder), _FLAGS)
        with suppress(OSError):
            if _is_of_this_user(handle) and lock.take(handle):
                return _clear(folder, handle)
        os.close(handle)
    return False


def _is_of_this_user(handle: int) -> bool:
    return sys.platform == "win32" or os.fstat(handle).st_uid == os.geteuid()


def _clear(folder: Path, handle: int) -> bool:
    """Remove a folder and give up its lock; whether it is gone. Else the next sweep tries again."""
    shutil.rmtree(folder, ignore_errors=True)  # which follows no link
    if os.path.lexists(folder):
        os.close(handle)
        return False
    lock.let_go(_lock_file(folder), handle)
    return True
