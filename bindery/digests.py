"""Digests of values: what two things are made from is the same if their digests are.

A value is written out with its types and lengths, so that two different values never read
the same: dataclasses, tuples, dicts in their order, texts, bytes, numbers, dates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, lru_cache

from .diagnostics import Span

# Fonts and pictures go into every edition's digest, as the same object each time.
_LARGE = 16 * 1024
_REMEMBERED = 64

_Write = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A value's digests: ``content`` leaves the places in sources out, ``places`` has only them.

    A line put in above a paragraph moves it and prints nothing else; only what is said of
    the paragraph has to name another line.
    """

    content: str
    places: str


def fingerprint(*values: object) -> Fingerprint:
    """The digests of ``values``, in hexadecimal (SHA-256).

    Raises:
        TypeError: a value, or one inside it, is of a type that cannot be written out.
    """
    content, places = hashlib.sha256(), hashlib.sha256()
    for value in values:
        _write(value, content.update, places.update)
    return Fingerprint(content.hexdigest(), places.hexdigest())


def digest(*values: object) -> str:
    """The digest of ``values`` with every place in a source that they name."""
    whole = hashlib.sha256()
    for value in values:
        _write(value, whole.update, whole.update)
    return whole.hexdigest()


def _write(value: object, content: _Write, places: _Write) -> None:
    if isinstance(value, Span):
        places(f"{value.file}\0{value.line}\0{value.column}\0{value.length}\0".encode())
    elif isinstance(value, bytes):
        written = _of_bytes(value) if len(value) > _LARGE else value
        content(b"b%d:" % len(value) + written)
    elif isinstance(value, str):
        written = value.encode("utf-8", "surrogatepass")
        content(b"s%d:" % len(written) + written)
    elif value is None or isinstance(value, bool | int | float | date):
        content(f"{type(value).__name__}:{value!r};".encode())
    else:
        kind, size, parts = _parts(value)
        content(f"{kind}{size}:".encode())
        for part in parts:
            _write(part, content, places)


def _parts(value: object) -> tuple[str, int, Iterator[object]]:
    """The kind of something that has parts, how many it has, and the parts."""
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(type(value))
        return type(value).__qualname__, len(names), (getattr(value, name) for name in names)
    if isinstance(value, Mapping):
        return "dict", len(value), (part for pair in value.items() for part in pair)
    if isinstance(value, tuple | list):
        return type(value).__name__, len(value), iter(value)
    if isinstance(value, set | frozenset):
        return "set", len(value), iter(sorted(value, key=repr))
    raise TypeError(f"no digest of a {type(value).__name__}")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@lru_cache(_REMEMBERED)
def _of_bytes(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
