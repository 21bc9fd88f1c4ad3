"""Writing into ``out/``: a file is the old one or the new one, whole, whatever goes wrong.

A file is written beside its place, forced to the disk, and only then given its name. What an
interrupted program leaves behind is a temporary file that no one mistakes for a leaflet, and
:func:`sweep` removes it later.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .diagnostics import Failure, error
from .edition import Artifact

MANIFEST = "manifest.json"
"""The name of the list of artifacts in ``out/``."""

_PREFIX, _SUFFIX = ".handout-", ".part"
_STALE = 600  # seconds: writing one file takes well under a second, on a slow disk too


def write_atomically(path: Path, data: bytes) -> None:
    """Make ``data`` the content of ``path``, all of it or none.

    Folders that are missing are made. A link at ``path`` is replaced, not written through.

    Raises:
        Failure: ``not-written``; what was at ``path`` before is untouched.
    """
    temporary = path.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
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
        raise _not_written(path, problem) from problem


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove the temporary files that a stopped program left in ``folder``; says which.

    Files younger than ten minutes stay: another build may be writing them now.
    """
    swept = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink()
                swept.append(path)
    return tuple(swept)


def write_manifest(folder: Path, artifacts: Iterable[Artifact]) -> None:
    """List ``artifacts``, just written into ``folder``, in its ``manifest.json``.

    One object for each artifact, ordered by path, the same bytes for the same artifacts.
    An artifact of an earlier build stays listed as long as its file is there, at its size.

    Raises:
        Failure: ``not-written``; the previous manifest is untouched.
    """
    entries = {entry["path"]: entry for entry in _still_true(folder)}
    entries |= {artifact.path: _entry(artifact) for artifact in artifacts}
    listed = [entries[path] for path in sorted(entries)]
    text = json.dumps({"artifacts": listed}, indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / MANIFEST, text.encode())


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


def _not_written(path: Path, problem: OSError) -> Failure:
    reason = (problem.strerror or str(problem)).lower()
    hint = "free some space on the disk, or make the folder writable, and build again"
    if isinstance(problem, PermissionError):
        hint = f"close `{path.name}` in other programs, and see that its folder may be written to"
    return Failure(error("not-written", f"cannot write `{path.name}`: {reason}", hint=hint))


def _still_true(folder: Path) -> list[dict[str, Any]]:
    """The entries of the present manifest whose files are there; none if it cannot be read."""
    try:
        entries = json.loads((folder / MANIFEST).read_bytes())["artifacts"]
        return [entry for entry in entries if _size(folder / entry["path"]) == entry["size"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _entry(artifact: Artifact) -> dict[str, Any]:
    edition = artifact.edition
    return {
        "path": artifact.path,
        "guide": edition.guide,
        "language": edition.language,
        "format": edition.format,
        "size": artifact.size,
        "sha256": artifact.sha256,
        "pages": artifact.page_count,
        "claims": [{"standard": claim.standard, "check": claim.check} for claim in artifact.claims],
    }
