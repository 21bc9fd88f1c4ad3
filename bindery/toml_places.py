"""Where the values of a TOML text stand: a second, simpler reading that keeps offsets.

It runs only over text that :mod:`tomllib` has accepted, so it need not know what is
wrong, only where each key and value begins and ends.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists (``("sources", 0, "title")``)."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""(?:[A-Za-z0-9_ \t.-]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')+""")
_SCALAR = re.compile(
    r'''"""(?:\\.|[^\\])*?"""(?:"{0,2})'''
    r"""|\'\'\'.*?\'\'\'(?:'{0,2})"""
    r'''|"(?:[^"\\\n]|\\.)*"'''
    r"""|'[^'\n]*'"""
    r"""|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*"""  # a date and a time with a space between
    r"""|[^\s,\]}#]+""",
    re.DOTALL,
)


class Place(NamedTuple):
    """Offsets (start, end) of a key and of its value, each within one line.

    A list's item has no key: its value stands for it. A table's value is its header.
    """

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(slots=True)
class _Reading:
    """The text, how far it is read, and what was found."""

    text: str
    at: int = 0
    places: dict[KeyPath, Place] = field(default_factory=dict)
    list_lengths: dict[KeyPath, int] = field(default_factory=dict)

    def next(self) -> str:
        """Step over blanks and comments; the next character, or "" at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]


@lru_cache(maxsize=8)  # whoever asks for one place of a file will ask for another
def find_places(text: str) -> Mapping[KeyPath, Place]:
    """The place of every key, table and list item of a valid TOML text."""
    reading = _Reading(text)
    table: KeyPath = ()
    while character := reading.next():
        if character == "[":
            table = _header(reading)
        else:
            _assignment(reading, table)
    return reading.places


def _header(reading: _Reading) -> KeyPath:
    """Read ``[table]`` or ``[[table]]``: the path of the table that it opens."""
    start = reading.at
    is_list = reading.text.startswith("[[", start)
    reading.at += 2 if is_list else 1
    keys, _ = _key(reading)
    reading.at = reading.text.index("]", reading.at) + (2 if is_list else 1)
    here = (start, reading.at)
    path = _into_lists(reading, (), keys[:-1])
    path = (*path, keys[-1]) if is_list else _into_lists(reading, path, keys[-1:])
    for length in range(1, len(path)):
        reading.places.setdefault(path[:length], Place(here, here))
    if not is_list:
        reading.places[path] = Place(here, here)
    else:
        reading.places.setdefault(path, Place(here, here))
        count = reading.list_lengths.get(path, 0)
        reading.list_lengths[path] = count + 1
        path = (*path, count)
        reading.places[path] = Place(here, here)
    return path


def _into_lists(reading: _Reading, path: KeyPath, keys: tuple[str, ...]) -> KeyPath:
    """Follow ``keys``, entering the last table of each list of tables on the way."""
    for key in keys:
        path = (*path, key)
        if path in reading.list_lengths:
            path = (*path, reading.list_lengths[path] - 1)
    return path


def _assignment(reading: _Reading, table: KeyPath) -> None:
    """Read ``key = value``, whose key may be dotted."""
    keys, key_span = _key(reading)
    reading.at = reading.text.index("=", reading.at) + 1
    path = (*table, *keys)
    value_span = _value(reading, path)
    reading.places[path] = Place(key_span, value_span)
    for length in range(len(table) + 1, len(path)):
        reading.places.setdefault(path[:length], Place(key_span, value_span))


def _key(reading: _Reading) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Read a key: its parts and its offsets."""
    reading.next()
    start = reading.at
    found = _KEY.match(reading.text, start)
    written = found.group().rstrip(" \t") if found else ""
    reading.at = start + len(written)
    return _parts(written), (start, reading.at)


def _parts(written: str) -> tuple[str, ...]:
    """The parts of a key as written; quoted ones are read by tomllib itself."""
    if "'" not in written and '"' not in written:
        return tuple(part.strip(" \t") for part in written.split("."))
    parts: list[str] = []
    value: object = tomllib.loads(f"{written} = 0")
    while isinstance(value, dict):
        key, value = next(iter(value.items()))
        parts.append(key)
    return tuple(parts)


def _value(reading: _Reading, path: KeyPath) -> tuple[int, int]:
    """Read a value and what is inside it: its offsets, cut at the end of its first line."""
    opening = reading.next()
    start = reading.at
    if opening == "[":
        _items(reading, path)
    elif opening == "{":
        _pairs(reading, path)
    elif scalar := _SCALAR.match(reading.text, start):
        reading.at = scalar.end()
    line_end = reading.text.find("\n", start, reading.at)
    return (start, reading.at if line_end < 0 else line_end)


def _items(reading: _Reading, path: KeyPath) -> None:
    """Read the items of a list, from ``[`` to ``]``."""
    reading.at += 1
    count = 0
    while reading.next() != "]":
        span = _value(reading, (*path, count))
        reading.places[*path, count] = Place(span, span)
        count += 1
        if reading.next() == ",":
            reading.at += 1
    reading.at += 1


def _pairs(reading: _Reading, path: KeyPath) -> None:
    """Read the assignments of an inline table, from ``{`` to ``}``."""
    reading.at += 1
    while reading.next() != "}":
        _assignment(reading, path)
        if reading.next() == ",":
            reading.at += 1
    reading.at += 1
