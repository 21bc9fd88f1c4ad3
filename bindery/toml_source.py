"""TOML with positions: every value of a file, and the place where its author wrote it.

:mod:`tomllib` reads the values; :mod:`bindery.toml_places` finds them again in the text.
A line that is not TOML becomes a diagnostic and is set aside, and the rest of the file is
still read, so that one slip of the keyboard does not hide the next.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .diagnostics import Diagnostic, Span, error
from .text_safety import REPLACEMENT, check_text, find_unsafe, replace_unsafe, unsafe_character
from .toml_places import KeyPath, Place, find_places
from .toml_slips import Slip, explain

MOST_FAULTS = 50
"""Faults of syntax reported for one file before the rest of it is given up."""


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
    places: dict[KeyPath, Place] = field(default_factory=dict)
    line_starts: tuple[int, ...] = (0,)

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
        line = bisect_right(self.line_starts, start)
        return Span(self.file, line, start - self.line_starts[line - 1] + 1, max(1, end - start))


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
        if isinstance(read, tuple):
            values, places = read
            source = TomlSource(
                file=file,
                text=text,
                values=values,
                whole=whole,
                faulty=frozenset(path for path, at in places.items() if at.value[0] in holes),
                places=places,
                line_starts=_line_starts(text),
            )
            return _without_unsafe(source, faults)
        faults.append(read.diagnostic)
        if read.mended is None or read.mended == text:
            break
        text = read.mended
        whole = whole and not read.loses
        if read.hole is not None:
            holes.add(read.hole)
    return TomlSource(file, text, diagnostics=tuple(faults), whole=False)


def _read(text: str, file: str) -> tuple[dict[str, object], dict[KeyPath, Place]] | Slip:
    """Values and places of a text, or the first slip in it."""
    try:
        return tomllib.loads(text), find_places(text)
    except tomllib.TOMLDecodeError as problem:
        return explain(text, str(problem), file)
    except RecursionError:
        return Slip(error("bad-toml", "values are nested too deeply", Span(file)))
    except ValueError:  # Python refuses an integer of more than 4,300 digits
        return Slip(error("bad-toml", "a number has too many digits", Span(file)))


def _line_starts(text: str) -> tuple[int, ...]:
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return tuple(starts)


def _without_unsafe(source: TomlSource, faults: list[Diagnostic]) -> TomlSource:
    """The source with texts that hold unsafe characters marked as faulty.

    Those that an escape sequence brings in unseen are reported here; the others have been.
    """
    faulty = set(source.faulty)
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
