"""The list of artifacts in ``out/``: what a file is, and who proved what of it.

One object for each artifact, ordered by path, the same bytes for the same artifacts. The list
names only files that are there and are what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .edition import Artifact
from .writing import write_atomically

MANIFEST = "manifest.json"
"""The name of the list in ``out/``."""

Entries = dict[str, dict[str, Any]]
"""Lines of the list by the path of their file."""


def read_manifest(folder: Path) -> Entries:
    """The lines of the list in ``folder``; none if it cannot be read."""
    try:
        entries = json.loads((folder / MANIFEST).read_bytes())["artifacts"]
        return {str(entry["path"]): dict(entry) for entry in entries}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def write_manifest(folder: Path, artifacts: Iterable[Artifact], earlier: Entries) -> None:
    """List ``artifacts``, which are in ``folder`` as they say, and ``earlier`` lines still true.

    Nothing is written where the list says so already, or there is nothing to list.

    Raises:
        Failure: ``not-written``; the previous list is untouched.
    """
    entries = {artifact.path: _entry(artifact) for artifact in artifacts}
    for path, entry in earlier.items():
        if path not in entries and _is_true(folder, path, entry):
            entries[path] = entry
    listed = [entries[path] for path in sorted(entries)]
    text = json.dumps({"artifacts": listed}, indent=2, ensure_ascii=False) + "\n"
    present = _present(folder)
    if text.encode() != present and (listed or present):
        write_atomically(folder / MANIFEST, text.encode())


def _present(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return b""


def _is_true(folder: Path, path: str, entry: Mapping[str, Any]) -> bool:
    """Whether a line says of a file in ``folder`` what it is."""
    file = folder / path
    if Path(path).name != path or not file.is_file() or file.is_symlink():
        return False
    try:
        if file.stat().st_size != entry.get("size"):
            return False
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == entry.get("sha256")
    except OSError:
        return False


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
