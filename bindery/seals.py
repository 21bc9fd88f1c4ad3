"""Seals: files known again without being read, as long as nobody has touched them.

A seal is a text: the signature that the file system gave when the file was looked at, and the
digest (SHA-256) of what was in it. While a file has the signature of its seal, its content is
that of the seal; else it is read again, and the digest alone decides.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ABSENT = "absent"
"""The seal of a file that is not there."""

_DIGEST = 64  # characters
_UNSURE = "?"
# A file that was changed so shortly before it was looked at could change once more and keep
# its signature: clocks of file systems tick (2 s on a memory stick).
_TICK = 2_000_000_000  # ns
# What is larger is no part of any guide, and takes too long to read.
_MOST = 64 * 1024 * 1024


def digest_of(seal: str) -> str:
    """The digest of the content that was sealed."""
    return seal[-_DIGEST:]


def signature(status: os.stat_result) -> str:
    """What a change of the file changes, whatever the clock says."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def seal_file(path: Path, known: str | None = None) -> str | None:
    """The seal of the file at ``path``; of two with one digest, the later has the new signature.

    ``known`` is its earlier seal. :data:`ABSENT` where there is nothing; None for what cannot
    be read, or is no regular file.
    """
    try:
        return _seal(os.fspath(path), path.stat(), known)
    except FileNotFoundError:
        return ABSENT
    except OSError:
        return None


def seal_made(path: Path, status: str, digest: str) -> str:
    """The seal of a file just written with ``digest``, whose signature then was ``status``."""
    try:
        now = path.stat()
    except OSError:
        return f"{_UNSURE} {digest}"
    return f"{status if signature(now) == status and _settled(now) else _UNSURE} {digest}"


def seal_tree(
    folder: Path, name: str, known: Mapping[str, str], *, follow: bool = False
) -> dict[str, str] | None:
    """The seals of all files in ``folder`` and below it, by path; ``name`` stands for the folder.

    ``known`` are earlier seals, by path. A link could lead anywhere: None if there is one,
    unless links to files are to be followed (``follow``), or if something cannot be read.
    Byte-code that Python keeps is left out. A folder that is not there has no files.
    """
    if folder.is_symlink() and not follow:
        return None
    seals: dict[str, str] = {}
    try:
        for path, entry in _files(folder, name):
            linked = entry.is_symlink() and not follow
            seal = None if linked else _seal(entry.path, entry.stat(), known.get(path))
            if seal is None:
                return None
            seals[path] = seal
    except OSError:
        return seals if not folder.exists() else None
    return seals


def _files(folder: Path, name: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    waiting = [(os.fspath(folder), name)]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = f"{prefix}/{entry.name}" if prefix else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    yield path, entry
                elif entry.name != "__pycache__":
                    waiting.append((entry.path, path))


def _seal(path: str, status: os.stat_result, known: str | None) -> str | None:
    """The seal of a file by its ``status``, which was asked for before it is read."""
    now = signature(status)
    if known and known[: -_DIGEST - 1] == now:
        return known
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size > _MOST:
        digest = hashlib.sha256(now.encode()).hexdigest()
    else:
        with open(path, "rb") as file:  # noqa: PTH123 (a Path for each of thousands takes time)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{now if _settled(status) else _UNSURE} {digest}"


def _settled(status: os.stat_result) -> bool:
    """Whether a file has been left alone for long enough that a change would show."""
    return max(status.st_mtime_ns, status.st_ctime_ns) < time.time_ns() - _TICK
