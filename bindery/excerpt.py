"""One source line and the marks under it, as a terminal shows them.

A terminal counts cells, not characters: an ideograph fills two, an accent none, a tab as many
as it likes. Nothing from a source file may move the cursor or turn the order of a line round,
so such characters are shown as visible symbols, each one cell wide.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

WIDTH = 96  # cells of source shown: with its margin a line of the report stays within 105
_TAB = " " * 4
_ELLIPSIS = "…"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Marks, embeddings, overrides and isolates, and the two separators that end a line.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line made safe to print, and the line of carets for beneath it (empty for none)."""

    line: str
    carets: str


def visible(text: str) -> str:
    """``text`` on one line, with its control and direction characters as symbols."""
    return "".join(_shown(character) for character in text)


def excerpt(text: str, column: int | None, length: int = 1) -> Excerpt:
    """The excerpt of ``text`` around ``length`` characters from ``column``, both from 1.

    A long line is cut to :data:`WIDTH` cells around the marked part. There are no carets
    where ``column`` is None or lies outside the line: none is better than a wrong one.
    """
    text = text.rstrip("\r\n")
    marked = column is not None and 1 <= column <= len(text) + 1
    start = column - 1 if column is not None and marked else 0
    end = min(start + max(length, 1), len(text)) if marked else 0
    shown = [_shown(character) for character in text]
    cells = [_cells(character, symbol) for character, symbol in zip(text, shown, strict=True)]
    first, last = _window(cells, start)
    left = _ELLIPSIS if first else ""
    right = _ELLIPSIS if last < len(text) else ""
    line = left + "".join(shown[first:last]) + right
    if not marked:
        return Excerpt(line, "")
    margin = len(left) + sum(cells[first:start])
    return Excerpt(line, " " * margin + "^" * max(1, sum(cells[start : min(end, last)])))


def _shown(character: str) -> str:
    """What stands for ``character`` in a report."""
    if character == "\t":
        return _TAB
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    # Control characters of the second set, and halves of surrogate pairs, which do not encode.
    if character in _TURNING or unicodedata.category(character) in {"Cc", "Cs"}:
        return _REPLACEMENT
    return character


def _cells(character: str, symbol: str) -> int:
    if symbol != character:
        return len(symbol)
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _window(cells: list[int], start: int) -> tuple[int, int]:
    """The part of a line to show: indices of its first character and past its last."""
    if sum(cells) <= WIDTH:
        return 0, len(cells)
    first, before = min(start, len(cells)), 0
    while first and before + cells[first - 1] <= WIDTH // 3:
        first -= 1
        before += cells[first]
    last, width = first, 0
    while last < len(cells) and width + cells[last] <= WIDTH:
        width += cells[last]
        last += 1
    while first and width + cells[first - 1] <= WIDTH:  # near the end of the line: fill up
        first -= 1
        width += cells[first]
    return first, last
