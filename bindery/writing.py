"""Writing into ``out/``: a file is the old one or the new one, whole, whatever goes wrong.

A file is written beside its place, forced to the disk, and only then given its name. What an
interrupted program leaves behind is a temporary file that no one mistakes for a leaflet, and
:func:`sweep` removes it later.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .diagnostics import Failure, error

_PREFIX, _SUFFIX = ".handout-", ".part"
_PROBE = 64 * 1024  # bytes


def write_atomically(path: Path, data: bytes) -> None:
    """Make ``data`` the content of ``path``, all of it or none.

    Folders that are missing are made. A link at ``path`` is replaced, not written through.

    Raises:
        Failure: ``not-written``; what was at ``path`` before is untouched.
    """
    temporary = _temporary(path.parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_durably(temporary, data)
            temporary.replace(path)
        except BaseException:  # an interruption too must not leave the temporary behind
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as problem:
        raise not_written(path, problem) from problem


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove the temporary files that a stopped program left in ``folder``; says which.

    The caller has the folder to itself (:mod:`bindery.lock`), so that nobody is writing them.
    """
    swept = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        with suppress(OSError):
            path.unlink()
            swept.append(path)
    return tuple(swept)


def probe(folder: Path) -> None:
    """See that a file can be written into ``folder``, before work is done for it.

    Raises:
        Failure: ``not-written``.
    """
    path = _temporary(folder)
    try:
        try:
            _write_durably(path, bytes(_PROBE))
        finally:
            path.unlink(missing_ok=True)
    except OSError as problem:
        raise not_written(folder, problem) from problem


def _temporary(folder: Path) -> Path:
    return folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"


def _write_durably(path: Path, data: bytes) -> None:
    """Create ``path`` with ``data`` in it, on the disk and not only in the system's memory."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` outlast a power cut, where the system can promise that.

    The file is in place and whole by now, so a refusal (some network disks) is no failure.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def not_written(path: Path, problem: OSError) -> Failure:
    """The failure to write ``path``, with what to do about ``problem``."""
    reason = (problem.strerror or str(problem)).lower()
    hint = "free some space on the disk, or make the folder writable, and build again"
    if isinstance(problem, PermissionError):
        hint = f"close `{path.name}` in other programs, and see that its folder may be written to"
    return Failure(error("not-written", f"cannot write `{path.name}`: {reason}", hint=hint))
