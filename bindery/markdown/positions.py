"""Where a piece of inline text stands in its file.

The parser joins the rows of a paragraph and drops what surrounds them (indents, quotation
marks, list markers), so an offset in its text says nothing about the file. A
:class:`Passage` keeps, for each row of the joined text, the line and the column at which it
begins; where a row cannot be found again for certain, the column is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bindery.diagnostics import Span


class Row(NamedTuple):
    """A row of joined text: its line in the file and the column of its first character."""

    line: int
    column: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Inline text as the parser sees it, and where each of its rows begins in ``file``."""

    file: str
    text: str
    rows: tuple[Row, ...]

    def span(self, start: int, end: int) -> Span:
        """The place of ``text[start:end]``; its length stops at the end of the first row."""
        number = self.text.count("\n", 0, start)
        row = self.rows[min(number, len(self.rows) - 1)]
        if row.column is None or number >= len(self.rows):
            return Span(self.file, row.line)
        row_start = self.text.rfind("\n", 0, start) + 1
        row_end = self.text.find("\n", start)
        end = min(end, row_end) if row_end >= 0 else end
        return Span(self.file, row.line, row.column + start - row_start, max(1, end - start))

    def part(self, start: int, end: int) -> Passage:
        """The passage of ``text[start:end]``."""
        first = self.text.count("\n", 0, start)
        rows = list(self.rows[first:]) or [self.rows[-1]]
        if rows[0].column is not None:
            moved = start - (self.text.rfind("\n", 0, start) + 1)
            rows[0] = Row(rows[0].line, rows[0].column + moved)
        return Passage(self.file, self.text[start:end], tuple(rows))

    @property
    def line(self) -> Span:
        """The first line of the passage, without a column."""
        return Span(self.file, self.rows[0].line)


def narrowed(span: Span, start: int, end: int) -> Span:
    """The part of ``span`` from ``start`` to ``end``, counted from its column."""
    if span.column is None:
        return span
    return replace(span, column=span.column + start, length=max(1, end - start))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's rows, to find joined text in again. ``rows`` are without line ends."""

    file: str
    rows: tuple[str, ...]

    def row(self, line: int) -> str:
        """The row at ``line`` (from 1), empty past the end."""
        return self.rows[line - 1] if 0 < line <= len(self.rows) else ""

    def paragraph(self, text: str, line: int) -> Passage:
        """The passage of a paragraph's ``text`` that begins on ``line``.

        Whatever the parser drops in front of a row, the row itself runs to the line's end:
        its column follows from its length.
        """
        return Passage(
            self.file,
            text,
            tuple(
                Row(line + number, _column_of_tail(self.row(line + number), piece))
                for number, piece in enumerate(text.split("\n"))
            ),
        )

    def heading(self, text: str, line: int) -> Passage:
        """The passage of a ``#`` heading's ``text``, which stands after the number signs."""
        source = self.row(line)
        signs = re.search(r"#+[ \t]*", source)
        column = signs.end() + 1 if signs and source.startswith(text, signs.end()) else None
        return Passage(self.file, text, (Row(line, column),))

    def comment(self, text: str, line: int) -> Span:
        """The place of a comment, ``text``, that has ``line`` to itself."""
        column = self.row(line).find(text)
        if column < 0:
            return Span(self.file, line)
        return Span(self.file, line, column + 1, len(text))

    def cell(self, text: str, line: int, number: int) -> Passage:
        """The passage of the table cell ``number`` (from 0) on ``line``.

        A cell with an escaped bar is shorter than its source: it gets no column.
        """
        cells = cells_of(self.row(line))
        column = None
        if number < len(cells):
            start, content = cells[number]
            column = start + 1 if content == text else None
        return Passage(self.file, text, (Row(line, column),))


@lru_cache(maxsize=64)  # each cell of a row asks for all of them, when it is read and again
def cells_of(row: str) -> tuple[tuple[int, str], ...]:
    """The cells of a table's source row: where each begins (from 0) and its trimmed text.

    A quotation's or list's marker in front of the first bar becomes part of the first cell,
    so that cell's column stays unknown rather than wrong.
    """
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", row)]
    edges = [-1, *bars, len(row)]
    cells = []
    for left, right in pairwise(edges):
        content = row[left + 1 : right]
        cells.append((left + 1 + len(content) - len(content.lstrip()), content.strip()))
    if cells and not cells[0][1]:
        cells = cells[1:]
    if cells and not cells[-1][1]:
        cells = cells[:-1]
    return tuple(cells)


def _column_of_tail(row: str, piece: str) -> int | None:
    row, piece = row.rstrip(), piece.rstrip()
    return len(row) - len(piece) + 1 if piece and row.endswith(piece) else None
