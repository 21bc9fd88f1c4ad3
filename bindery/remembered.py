"""What the last check found, by all that it depended on, so that a guide is read once only.

The memory is a file in ``.handout/`` beside ``source/``. It saves work and is never trusted: a
line that is not whole, or not as this program writes it, counts as absent, and the guide that
it was about is checked anew. It holds findings and nothing that could run.

A key sums up all that the findings in one guide's folder depend on: this program and the
libraries that it reads with, the day, the settings and ledgers that guides share, and every
file in the folder. What cannot be summed up (a link, an unreadable file) is not remembered.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from .diagnostics import Diagnostic, Failure, Severity, Span
from .reading import GUIDE_SETTINGS

FOLDER = ".handout"
"""Where the memory lies, beside ``source/``; it may be deleted at any time."""
FILE = "checked"

_HEADER = b"handout checked 2"
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# What handout remembers of its last check.\n"
_IGNORE = b"# What handout remembers; it may be deleted at any time.\n*\n"
# Those whose versions change what is found.
_LIBRARIES = ("markdown_it", "mdit_py_plugins", "babel", "phonenumbers", "defusedxml", "PIL")
_MOST_BYTES = 64 * 1024 * 1024
_MOST_IN_FILE = 16 * 1024 * 1024
_ELSEWHERE = re.compile(rb"\b(logo|profile)\b|\\[uU]")  # or a key written in another way
_NAMED = (("publisher", "logo"), ("press", "profile"))
_EQUIPMENT = ("styles/themes", "templates/labels")  # of the project's own, what guides name
# A file that is not as it should be (TOML and UTF-8 too: these are ValueErrors).
_NO_KEY = (OSError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to say of one guide's folder, or of what all guides share.

    ``ref`` is the reference of the guide in it; empty if none could be read. ``allows`` are the
    rules that its settings allow, of a guide's folder those of which something was found.
    """

    findings: tuple[Diagnostic, ...]
    ref: str = ""
    allows: tuple[str, ...] = ()


Memory = dict[str, Found]
"""What was found, by key."""


# ---- keys


def shared_key(source: Path, shared: tuple[str, ...], today: date) -> str | None:
    """The key of all that guides share: ``shared`` are files of ``source``, settings first.

    None if it cannot be told: then nothing is remembered.
    """
    digest = hashlib.sha256(os.fsencode(f"{sys.version} {today} {source.name}"))
    try:
        for part in _program():
            digest.update(part)
        for name in shared:
            there = os.path.lexists(source / name)
            digest.update(_content(source / name) if there else b"absent;")
        for part in _equipment(source.parent):
            digest.update(part)
        for part in _named(source.parent, source / shared[0]):
            digest.update(part)
    except _NO_KEY:
        return None
    return digest.hexdigest()


def folder_key(folder: Path, shared: str) -> str | None:
    """The key of a guide's ``folder`` beside what is ``shared``; None if it cannot be told."""
    digest = hashlib.sha256(os.fsencode(f"{shared} {folder.name}"))
    if folder.is_symlink():
        return None
    try:
        for name, path in sorted(_files(os.fspath(folder))):
            digest.update(os.fsencode(name) + b"\0" + _content(Path(path)))
        if _ELSEWHERE.search((folder / GUIDE_SETTINGS).read_bytes()):
            return None  # it lies elsewhere, and the file does not say in a word where
    except _NO_KEY:
        return None
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """The digest of a file, and its length.

    Raises:
        ValueError: it is a link or no file, or too large.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_IN_FILE:
        raise ValueError(path)
    data = path.read_bytes()
    return b"%d:" % len(data) + hashlib.sha256(data).digest()


def _equipment(root: Path) -> Iterator[bytes]:
    """The project's own files of the kinds that guides name, and what is in them."""
    for folder in _EQUIPMENT:
        if (root / folder).is_dir():
            for name, path in sorted(_files(os.fspath(root / folder))):
                yield os.fsencode(f"{folder}/{name}") + b"\0" + _content(Path(path))


def _named(root: Path, settings: Path) -> Iterator[bytes]:
    """The files that ``settings`` name and that lie elsewhere, and what is in them.

    Raises:
        ValueError: it is not there, or not in these capitals: what is said then depends on more.
    """
    written = tomllib.loads(settings.read_text("utf-8-sig")) if settings.exists() else {}
    for table, key in _NAMED:
        values = written.get(table)
        name = values.get(key) if isinstance(values, dict) else None
        if not isinstance(name, str):
            continue
        path = root / name
        if path.name not in {other.name for other in path.parent.iterdir()}:
            raise ValueError(name)
        yield f"{key} ".encode() + _content(path)


def _files(folder: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Every file below ``folder``: its name from there, and its path. Folders count by these."""
    with os.scandir(folder) as entries:
        for entry in entries:
            inside = f"{name}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{inside}/")
            else:
                yield inside, entry.path


def _program() -> Iterator[bytes]:
    """What a change of this program or of a library it reads with changes."""
    for name, path in sorted(_files(os.fspath(Path(__file__).parent))):
        if "__pycache__" not in name:
            yield _signature(name, Path(path))
    for library in _LIBRARIES:
        found = find_spec(library)
        if found and found.origin:
            yield _signature(library, Path(found.origin))


def _signature(name: str, path: Path) -> bytes:
    status = path.stat()
    return os.fsencode(f"{name} {path} {status.st_size} {status.st_mtime_ns};")


# ---- the file


def recall(root: Path) -> Memory:
    """What is remembered of the project in ``root``; nothing if nothing can be."""
    memory: Memory = {}
    try:
        path = root / FOLDER / FILE
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            return {}
        header, *lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    if header != _HEADER:
        return {}
    for line in lines:
        seal, _, rest = line.partition(b" ")
        if hashlib.sha256(rest).hexdigest().encode() == seal:
            key, _, written = rest.partition(b" ")
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                memory[key.decode()] = _read(json.loads(written))
    return memory


def remember(root: Path, memory: Mapping[str, Found]) -> None:
    """Keep ``memory`` for the project in ``root``, in place of what was kept before.

    A folder that cannot be written to is no fault: there is then nothing to recall.
    """
    # Loaded by the first check alone: when nothing has changed there is nothing to write.
    from .writing import write_atomically  # noqa: PLC0415

    lines, size = [_HEADER], 0
    for key, found in sorted(memory.items()):
        rest = f"{key} {json.dumps(_written(found), ensure_ascii=True)}".encode()
        size += len(rest) + 80
        if size > _MOST_BYTES:
            break
        lines.append(hashlib.sha256(rest).hexdigest().encode() + b" " + rest)
    with suppress(Failure):
        for name, text in ((".gitignore", _IGNORE), ("CACHEDIR.TAG", _TAG)):
            if not (root / FOLDER / name).exists():
                write_atomically(root / FOLDER / name, text)
        write_atomically(root / FOLDER / FILE, b"\n".join(lines))


class _Row(NamedTuple):
    """A finding as it is written; read from a file, any of it may be anything."""

    rule: str
    severity: str
    message: str
    place: tuple[str, int | None, int | None, int] | None
    hint: str | None
    fix: str | None


def _written(found: Found) -> dict[str, Any]:
    rows = [_row(each) for each in found.findings]
    return {"ref": found.ref, "allows": found.allows, "findings": rows}


def _row(finding: Diagnostic) -> _Row:
    span = finding.span
    place = (span.file, span.line, span.column, span.length) if span else None
    words = finding.message, place, finding.hint, finding.fix
    return _Row._make((finding.rule, finding.severity.value, *words))


def _read(written: dict[str, Any]) -> Found:
    """What was written; an error of some kind if it was not this program that wrote it."""
    findings = tuple(_finding(_Row._make(row)) for row in written["findings"])
    return Found(findings, _text(written["ref"]), tuple(map(_text, written["allows"])))


def _finding(row: _Row) -> Diagnostic:
    for text in (row.rule, row.message, row.hint or "", row.fix or ""):
        _text(text)
    span = None
    if row.place is not None:
        file, line, column, length = row.place
        span = Span(_text(file), _number(line), _number(column), _number(length) or 1)
    return Diagnostic(row.rule, Severity(row.severity), row.message, span, row.hint, row.fix)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _number(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(value)
