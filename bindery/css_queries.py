"""On which screens a style holds: conditions of ``@media`` and ``@container`` (Media Queries 4).

What a query asks that is not known here does not hold, as in a browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import css_syntax

PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
"""CSS pixels in a unit that stands still."""

READER_SIZE = 16.0
"""Pixels of the type that readers' programs begin with: 12 points."""

_RELATIVE = frozenset({"em", "rem"})


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a page is looked at.

    ``name`` completes "words are grey"; ``medium`` is "screen" or "print", ``scheme`` "light" or
    "dark", ``width`` pixels. ``ink`` and ``ground`` are those of a page that sets no colours, and
    ``link`` is how links look on it.
    """

    name: str
    medium: str
    scheme: str
    width: float
    ink: str = "#000000"
    ground: str = "#ffffff"
    link: str = "#0000ee"


@lru_cache(maxsize=1024)
def holds(condition: str, screen: Screen) -> bool:
    """Whether ``condition``, what stands behind ``@media``, holds for ``screen``."""
    queries = css_syntax.parted(css_syntax.values(condition))
    return any(_query(_without_blanks(query), screen) for query in queries)


def _without_blanks(tokens: Sequence[Any]) -> list[Any]:
    return [each for each in tokens if each.type not in {"whitespace", "comment"}]


def _query(tokens: Sequence[Any], screen: Screen) -> bool:
    """One query, or what is between brackets: parts joined by ``and`` or by ``or``."""
    if tokens and _word(tokens[0]) == "not":
        return not _query(tokens[1:], screen)
    words = {_word(token) for token in tokens}
    parts = [_part(token, screen) for token in tokens if _word(token) not in {"and", "or", "only"}]
    return any(parts) if "or" in words else all(parts)


def _word(token: Any) -> str:  # noqa: ANN401 - a tinycss2 token
    return token.lower_value if token.type == "ident" else ""


def _part(token: Any, screen: Screen) -> bool:  # noqa: ANN401
    if token.type == "ident":
        return token.lower_value in {"all", screen.medium}
    if token.type != "() block":
        return False
    inner = _without_blanks(token.content)
    if inner and (inner[0].type == "() block" or _word(inner[0]) == "not"):
        return _query(inner, screen)
    return _feature(inner, screen)


def _feature(tokens: Sequence[Any], screen: Screen) -> bool:
    """``min-width: 40rem``, ``width >= 40rem`` or ``prefers-color-scheme: dark``."""
    name, *rest = (_word(tokens[0]), *tokens[1:]) if tokens else ("",)
    if name == "prefers-color-scheme":
        return screen.medium == "screen" and _word(rest[-1]) == screen.scheme if rest else True
    length = _length(rest[-1]) if rest else None
    if length is None:
        return False
    signs = "".join(token.value for token in rest[:-1] if token.type == "literal")
    at_least = name in {"min-width", "min-inline-size"} or (name == "width" and signs[0] == ">")
    at_most = name in {"max-width", "max-inline-size"} or (name == "width" and signs[0] == "<")
    return (at_least and screen.width >= length) or (at_most and screen.width <= length)


def _length(token: Any) -> float | None:  # noqa: ANN401
    if token.type == "dimension" and token.lower_unit in _RELATIVE:
        return float(token.value) * READER_SIZE
    if token.type == "dimension" and token.lower_unit in PIXELS:
        return float(token.value) * PIXELS[token.lower_unit]
    return 0.0 if token.type == "number" and not token.value else None
