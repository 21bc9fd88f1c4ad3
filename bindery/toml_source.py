"""TOML with positions: every value of a file, and the place where its author wrote it.

:mod:`tomllib` reads the values; :mod:`bindery.toml_places` finds them again in the text.
A line that is not TOML becomes a diagnostic and is set aside, and the rest of the file is
still read, so that one slip of the keyboard does not hide the next.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .diagnostics import Diagnostic, Span, error
from .text_safety import REPLACEMENT, check_text, find_unsafe, replace_unsafe, unsafe_character
from .toml_places import KeyPath, Place, find_places
from .toml_slips import Slip, explain

# A key of very many parts would fill the memory: its places grow with their square.
_MOST_PARTS = 32
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_ENDLESS = (
    (
        re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}\.[ \t]*+){{{_MOST_PARTS}}}"),
        f"a key has more than {_MOST_PARTS} parts",
        "write a key of one or two words",
    ),
    (
        re.compile("0[xob][0-9A-Fa-f_]{1000}"),  # Python reads these and cannot write them
        "a number has too many digits",
        "write it in quotation marks if it is no number",
    ),
)

MOST_FAULTS = 50
"""Faults of syntax reported for one file before the rest of it is given up."""

_MANY_BRACKETS = 100


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A TOML file: ``values`` as :mod:`tomllib` gives them, and where each stands.

    ``file`` is the project-relative name. ``whole`` is False where lines had to be left
    out: then nothing may be called missing. ``faulty`` holds the paths of values already
    reported, whose content means nothing.
    """

    file: str
    text: str = ""
    values: dict[str, object] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    whole: bool = True
    faulty: frozenset[KeyPath] = frozenset()

    @property
    def places(self) -> Mapping[KeyPath, Place]:
        """Where each value stands, looked for when it is asked: hardly a file has a fault."""
        return find_places(self.text) if self.values else {}

    def key_span(self, *path: str | int) -> Span:
        """The place of a key (for a table, of its header); the file alone if it has none."""
        place = self.places.get(path)
        return Span(self.file) if place is None else self._span(*place.key)

    def value_span(self, *path: str | int) -> Span:
        """The place of a value, cut at the end of its first line; the file alone if none."""
        place = self.places.get(path)
        return Span(self.file) if place is None else self._span(*place.value)

    def written(self, *path: str | int) -> str:
        """A value as its author typed it: ``1.10`` where :attr:`values` has 1.1."""
        place = self.places.get(path)
        return "" if place is None else self.text[place.value[0] : place.value[1]]

    def _span(self, start: int, end: int) -> Span:
        ends = _line_ends(self.text)
        line = bisect_left(ends, start)
        column = start - (ends[line - 1] if line else -1)
        return Span(self.file, line + 1, column, max(1, end - start))


@lru_cache(maxsize=8)  # as find_places: whoever asks for one place will ask for another
def _line_ends(text: str) -> tuple[int, ...]:
    """Where the lines of ``text`` end."""
    return tuple(found.start() for found in re.finditer("\n", text))


def parse(text: str, file: str) -> TomlSource:
    """Read ``text``, the content of ``file``, whose newlines are already line feeds.

    Never raises: every fault is in the result's ``diagnostics``.
    """
    faults = list(check_text(text, file))
    text = replace_unsafe(text)
    if not text.endswith("\n"):  # so that a fault at the very end has a column
        text += "\n"
    most = len(faults) + MOST_FAULTS
    holes: set[int] = set()
    whole = True
    while len(faults) < most:
        read = _read(text, file)
        if isinstance(read, dict):
            source = TomlSource(file, text, read, whole=whole)
            paths = (path for path, at in source.places.items() if at.value[0] in holes)
            return _without_unsafe(source, frozenset(paths) if holes else frozenset(), faults)
        faults.append(read.diagnostic)
        if read.mended is None or read.mended == text:
            break
        text = read.mended
        whole = whole and not read.loses
        if read.hole is not None:
            holes.add(read.hole)
    return TomlSource(file, text, diagnostics=tuple(faults), whole=False)


def _read(text: str, file: str) -> dict[str, object] | Slip:
    """The values of a text, or the first slip in it."""
    for pattern, message, hint in _ENDLESS:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            span = Span(file, line, found.start() - text.rfind("\n", 0, found.start()))
            return Slip(error("bad-toml", message, span, hint))
    try:
        values = tomllib.loads(text)
        if text.count("[") + text.count("{") > _MANY_BRACKETS:
            find_places(text)  # which reaches the limit of nesting before tomllib does
    except tomllib.TOMLDecodeError as problem:
        return explain(text, str(problem), file)
    except RecursionError:
        return Slip(error("bad-toml", "values are nested too deeply", Span(file)))
    except ValueError:  # Python refuses an integer of more than 4,300 digits
        return Slip(error("bad-toml", "a number has too many digits", Span(file)))
    return values


def _without_unsafe(
    source: TomlSource, holes: frozenset[KeyPath], faults: list[Diagnostic]
) -> TomlSource:
    """The source with texts that hold unsafe characters marked as faulty, beside the ``holes``.

    Those that an escape sequence brings in unseen are reported here; the others have been.
    """
    faulty = set(holes)
    if "\\" not in source.text and REPLACEMENT not in source.text:
        return replace(source, faulty=holes, diagnostics=tuple(faults))
    for path, value in _strings(source.values, ()):
        for unsafe in find_unsafe(value):
            faulty.add(path)
            if REPLACEMENT not in source.written(*path):
                faults.append(unsafe_character(unsafe, source.value_span(*path)))
    return replace(source, faulty=frozenset(faulty), diagnostics=tuple(faults))


def _strings(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
