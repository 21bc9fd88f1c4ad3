"""One build at a time in a folder: the second says for whom it waits, and goes on afterwards.

The operating system holds the lock, and lets go of it when whoever has it ends, however that
happens. What is written in the lock's file is for people: nothing is decided by it.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .diagnostics import Failure, error
from .writing import not_written

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".handout.lock"
"""The name of the lock's file in the folder; it is there only while a build is at work."""

_PAUSE = 0.1  # seconds between two looks at the lock
_TEXT = re.compile(r"(\d+) (\d\d:\d\d:\d\d)\n")
_MOST_TEXT = 100
# Windows locks bytes, not files: one far behind the text, so that others can read that.
_FAR = 1024


@contextmanager
def held(folder: Path, tell: Callable[[str], None], *, wait: bool = True) -> Iterator[None]:
    """Have ``folder`` to oneself, and make it if it is not there; an empty one goes again.

    While another has it, ``tell`` gets one sentence on who that is.

    Raises:
        Failure: ``not-written`` if nothing can be written there; ``build-running`` at once if
            another has it and this is not to ``wait``.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        handle = _taken(folder / LOCK, tell, wait=wait)
    except OSError as problem:
        raise not_written(folder, problem) from problem
    try:
        yield
    finally:
        let_go(folder / LOCK, handle)
        for each in missing:
            with suppress(OSError):  # it is not empty
                each.rmdir()


def _taken(path: Path, tell: Callable[[str], None], *, wait: bool) -> int:
    """The lock at ``path`` as an open file that nobody else has locked."""
    told = False
    while (handle := _attempt(path)) is None:
        if not wait:
            hint = "wait until it has finished, or leave out --no-wait"
            raise Failure(error("build-running", f"another {_owner(path)}", hint=hint))
        if not told:
            tell(f"Another {_owner(path)}. Waiting until it has finished.")
            told = True
        time.sleep(_PAUSE)
    return handle


def _attempt(path: Path) -> int | None:
    """The lock's file, open and locked; None if another has it."""
    while (handle := _opened(path)) is not None:
        try:
            locked = take(handle)
            if locked and is_there(path, handle):
                with suppress(OSError):  # a disk may be full, and it is for people only
                    os.ftruncate(handle, 0)
                    os.write(handle, f"{os.getpid()} {time.strftime('%H:%M:%S')}\n".encode())
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if not locked:
            break
    return None


def _opened(path: Path) -> int | None:
    """The lock's file, in a folder that is there; None on Windows while another removes it."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, flags, 0o666)
        except (FileNotFoundError, FileExistsError):
            if _is_in_the_way(path.parent):
                raise  # else whoever had the lock has just removed the folder too
        except PermissionError:
            if os.name == "nt" and path.exists():
                return None
            raise


def _is_in_the_way(folder: Path) -> bool:
    """Whether something that is no folder, such as a link that leads nowhere, has its name."""
    try:
        return not stat.S_ISDIR(folder.lstat().st_mode)
    except FileNotFoundError:
        return False


def take(handle: int) -> bool:
    """Lock an open file, unless another has; OSError where there are no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_there(path: Path, handle: int) -> bool:
    """Whether the file at ``path`` is the one that is open: its last owner may have removed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def let_go(path: Path, handle: int) -> None:
    """Remove the file, then unlock it: who waits for it finds that it is gone, and begins anew.

    Windows removes no file that is open. A copy of the handle in a worker counts for nothing.
    """
    if sys.platform == "win32":
        os.close(handle)
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_UN)
    os.close(handle)


def _owner(path: Path) -> str:
    """Who has the lock, as far as it can be told."""
    text = ""
    with suppress(OSError), path.open("rb") as file:
        text = file.read(_MOST_TEXT).decode("ascii", "replace")
    said = _TEXT.fullmatch(text)
    who = f" (process {said[1]}, since {said[2]})" if said else ""
    return f"build is at work in `{path.parent.name}`{who}"
