"""Attributes in braces: ``{#id .class lang=cy}`` after a heading, link, picture or span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bindery.diagnostics import Diagnostic, Span, did_you_mean, error
from bindery.language import code_named, is_language

from .positions import narrowed

RULE = "unknown-attribute"

# What each kind of host takes: keys, and classes where it takes any.
KEYS: dict[str, tuple[str, ...]] = {
    "heading": ("id", "lang"),
    "span": ("id", "lang", "class"),
    "link": ("id", "lang"),
    "code": ("lang",),
    "image": ("class",),
    "block": ("id",),
}
CLASSES: dict[str, tuple[str, ...]] = {
    "image": ("cover", "wide", "small", "decorative"),
    "span": ("nowrap",),
}
HOST_NAMES = {
    "heading": "a heading",
    "span": "a passage in brackets",
    "link": "a link",
    "code": "a piece of code",
    "image": "a picture",
    "block": "a block",
}

_PIECE = re.compile(
    r"""\#(?P<id>[^\s\#]+)|\.(?P<class>[^\s.\#]+)
    |(?P<key>[\w:-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S*))|(?P<other>\S+)""",
    re.VERBOSE,
)
# Ids are kept to what an XML name, a URL and every e-reader agree on; the dot is left out
# because ids that the program makes contain one, so the two can never meet.
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What an author wrote in braces; empty where nothing was said."""

    id: str = ""
    classes: tuple[str, ...] = ()
    language: str = ""


NO_ATTRIBUTES = Attributes()


class _Piece(NamedTuple):
    key: str
    value: str
    start: int
    end: int


def _pieces(raw: str) -> Iterator[_Piece]:
    """The pieces of ``raw`` (braces included), with their places in it."""
    for match in _PIECE.finditer(raw[1:-1]):
        start, end = match.start() + 1, match.end() + 1
        if match["id"]:
            yield _Piece("id", match["id"], start, end)
        elif match["class"]:
            yield _Piece("class", match["class"], start, end)
        elif match["key"]:
            yield _Piece(match["key"], match["quoted"] or match["bare"] or "", start, end)
        else:
            yield _Piece("", match["other"], start, end)


def parse(raw: str, host: str, span: Span) -> tuple[Attributes, tuple[Diagnostic, ...]]:
    """Read ``raw`` (``{...}``) for a ``host`` of :data:`KEYS`.

    ``span`` is its place. Pieces with a fault are left out of the result.
    """
    attributes, found = NO_ATTRIBUTES, []
    for piece in _pieces(raw):
        fault = _fault(piece, host)
        if fault:
            message, hint = fault
            found.append(error(RULE, message, narrowed(span, piece.start, piece.end), hint))
        elif piece.key == "id":
            attributes = replace(attributes, id=piece.value)
        elif piece.key == "class":
            attributes = replace(attributes, classes=(*attributes.classes, piece.value))
        else:
            attributes = replace(attributes, language=piece.value)
    return attributes, tuple(found)


def _fault(piece: _Piece, host: str) -> tuple[str, str | None] | None:
    """What is wrong with a piece, and the hint; None if nothing is."""
    if piece.key not in KEYS[host]:
        shown = piece.key or piece.value
        taken = ", ".join(_SHOWN[key] for key in KEYS[host])
        return f"{HOST_NAMES[host]} takes no `{shown}`", f"it takes {taken}"
    if piece.key == "class" and piece.value not in CLASSES[host]:
        return f"no class `{piece.value}`", did_you_mean(piece.value, CLASSES[host])
    if piece.key == "id" and not _ID.fullmatch(piece.value):
        return (
            f"`{piece.value}` cannot be an id",
            "begin with a letter and use a to z, digits, `-` and `_` only",
        )
    if piece.key == "lang" and not is_language(piece.value):
        likely = code_named(piece.value)
        hint = f"did you mean `{likely}`?" if likely else "write one like `cy`, `ur` or `pt-BR`"
        return f"`{piece.value}` is not a language code", hint
    return None


_SHOWN = {
    "id": "an id like `#wash`",
    "class": "a class like `.wide`",
    "lang": "a language like `lang=cy`",
}
