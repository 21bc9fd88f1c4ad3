"""Files of a project as bytes and text: the only place where an author's files are opened.

A file must lie inside its folder once links are followed, be a regular file (a pipe or a
device would hang the build) and stay under a limit that no leaflet needs.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from .diagnostics import Diagnostic, Span, error

SETTINGS = "handout.toml"
CONTACTS = "contacts.toml"
FACTS = "facts.toml"
GUIDE_SETTINGS = "guide.toml"
TEXT_SUFFIX = ".md"

MOST_TEXT_BYTES = 1024 * 1024

# NOFOLLOW: a file that was swapped for a link after it was checked is refused.
# NONBLOCK: a pipe opens at once, to be refused, instead of waiting for a writer.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_DEVICE = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
_MARK = b"\xef\xbb\xbf"
_AS_UTF_8 = "save the file as UTF-8 in your editor"
_LOOKED_AT = 8  # bytes that tell UTF-16: "# A " or "ref "
_AS_TEXT = "copy the words into a plain text file, and save that as UTF-8"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# How the files of word processors and viewers begin, whatever they are called.
_NO_TEXTS = (
    (b"PK\x03\x04", "a document of a word processor"),
    (b"\xd0\xcf\x11\xe0", "a document of a word processor"),
    (b"{\\rtf", "a document of a word processor"),
    (b"%PDF-", "a PDF"),
)


def file_name(path: Path, root: Path) -> str:
    """The name of ``path`` from ``root``, with forward slashes, for diagnostics."""
    written, start = os.fspath(path), os.fspath(root) + os.sep
    if written.startswith(start):  # as nearly all are, and dividing the two ways takes time
        return printable(written.removeprefix(start).replace(os.sep, "/"))
    return printable(path.relative_to(root).as_posix())


def printable(name: str) -> str:
    """A file's name with ``?`` for what cannot be printed, or would do something to a terminal."""
    if name.isprintable():
        return name
    name = name.encode("utf-8", "replace").decode()
    return "".join(sign if unicodedata.category(sign)[0] != "C" else "?" for sign in name)


def is_reserved(name: str) -> bool:
    """Whether Windows knows ``name`` as a device, whatever its ending: no file can have it."""
    return _DEVICE.fullmatch(name.partition(".")[0]) is not None


def holds_guide(names: Iterable[str]) -> bool:
    """Whether a folder with files of these names is a guide's."""
    return any(name == GUIDE_SETTINGS or name.endswith(TEXT_SUFFIX) for name in names)


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path``, once links are followed, lies outside of ``folder``."""
    return not path.resolve().is_relative_to(folder.resolve())


def list_folder(folder: Path, file: str) -> tuple[Path, ...] | Diagnostic:
    """What lies in ``folder``, in order; ``file`` is its project-relative name."""
    try:
        return tuple(sorted(folder.iterdir()))
    except OSError as problem:
        return _unreadable(folder, problem, Span(file))


def read_bytes(folder: Path, path: Path, most: int, span: Span) -> bytes | Diagnostic:
    """The content of ``path``, which must lie in ``folder`` and hold at most ``most`` bytes.

    ``span`` is where a fault is reported: the file itself, or the words that name it.
    """
    real = real_inside(folder, path)
    if real is None:
        return error(
            "outside-project",
            f"`{printable(path.name)}` is a link that leads out of `{folder.name}`",
            span,
            "put a copy of the file in its place",
        )
    try:
        data = _regular_bytes(Path(real), most + 1)
    except OSError as problem:
        return _unreadable(path, problem, span)
    if data is None:
        return error(
            "bad-file", f"`{printable(path.name)}` is not a file", span, "put a file in its place"
        )
    if len(data) > most:
        message = f"`{printable(path.name)}` is larger than {most // (1024 * 1024)} MiB"
        return error("bad-file", message, span, "make it smaller, or divide it")
    return data


def real_inside(folder: Path, path: Path) -> str | None:
    """``path`` with all links below ``folder`` followed; None if it then does not lie in it.

    Where there is none, ``path`` is its own way, and that of ``folder`` need not be followed: a
    project has thousands of files, and each step of a way is asked of the system.
    """
    written = os.fspath(path)
    if _is_straight(os.fspath(folder) + os.sep, written):
        return written
    base, real = os.path.realpath(folder), os.path.realpath(path)
    return real if f"{real}{os.sep}".startswith(base.rstrip(os.sep) + os.sep) else None


def _is_straight(start: str, written: str) -> bool:
    """Whether the way ``written`` goes on from the folder ``start`` with no link and no turn."""
    if not written.startswith(start):
        return False
    way = start.removesuffix(os.sep)
    for part in written.removeprefix(start).split(os.sep):  # noqa: PTH206 (as below)
        way = f"{way}{os.sep}{part}"
        if part in {"", ".", ".."} or os.path.islink(way):  # noqa: PTH114 (a Path takes time)
            return False
    return True


def _unreadable(path: Path, problem: OSError, span: Span) -> Diagnostic:
    reason = (problem.strerror or str(problem)).lower()
    hint = "see that it is there and that you may read it"
    return error("bad-file", f"`{printable(path.name)}` cannot be read: {reason}", span, hint)


def _regular_bytes(path: Path, most: int) -> bytes | None:
    """At most ``most`` bytes of a regular file; None for anything else."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(descriptor)


def read_text(folder: Path, path: Path, file: str) -> str | Diagnostic:
    """The text of ``path`` with newlines as line feeds; ``file`` is its project-relative name."""
    data = read_bytes(folder, path, MOST_TEXT_BYTES, Span(file))
    if isinstance(data, Diagnostic):
        return data
    if data.startswith(_OTHER_MARKS):
        return error("bad-encoding", "the file is saved as UTF-16", Span(file), _AS_UTF_8)
    if kind := next((kind for begin, kind in _NO_TEXTS if data.startswith(begin)), None):
        return error("bad-encoding", f"this is {kind}, not plain text", Span(file), _AS_TEXT)
    if _is_wide(data):
        return error("bad-encoding", "the file is saved as UTF-16", Span(file), _AS_UTF_8)
    data = data.removeprefix(_MARK)
    try:
        return _lines(data.decode())
    except UnicodeDecodeError as problem:
        before = _lines(data[: problem.start].decode())
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"{_told(data[problem.start])} is not UTF-8"
        return error("bad-encoding", message, Span(file, line, column), _AS_UTF_8)


def _is_wide(data: bytes) -> bool:
    """Whether every second byte at the beginning is zero, as in UTF-16 without its mark."""
    start = data[:_LOOKED_AT]
    return len(start) >= _LOOKED_AT and (not any(start[1::2]) or not any(start[::2]))


def _told(byte: int) -> str:
    """A byte, and what an older program on Windows meant by it."""
    meant = bytes((byte,)).decode("cp1252", "replace")
    shown = meant.isprintable() and meant != "\N{REPLACEMENT CHARACTER}"
    return f"byte {byte:#04x}" + (f" (`{meant}` in Windows-1252)" if shown else "")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
