"""Wide tables for narrow screens: each cell is told the heading of its column.

A table is wide that has many columns, or words too long to stand beside each other. Where there
is no room the style sheets show such a table as a list of its rows, and a cell then brings its
heading along. Browsers take what is not shown as a table for none, so that every part says what
it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from bindery.markup import Element

LEAST_COLUMNS = 3  # two fit side by side on any screen, unless their words are long
MOST_LETTERS = 18  # of the longest words of all columns together, on 320 pixels with their margins
_BREAKS = re.compile(r"[ \n\t-]+")  # not the spaces that hold a number and its unit together
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def table_labels(root: Element) -> Iterator[tuple[Element, str]]:
    """Attributes that the parts of every wide table in ``root`` get, each with its element."""
    for table in (element for element in root.walk() if element.tag == "table"):
        head = table.find("thead")
        top = _cells(head.find("tr")) if head else []
        headings = [" ".join(cell.text().split()) for cell in top]
        if not _is_wide(table, len(headings)):
            continue
        yield table, f' data-columns="{len(headings)}"'
        yield from _roles(table, top)
        for row in (element for element in table.walk() if element.tag == "tr"):
            for cell, heading in zip(_cells(row), headings, strict=False):
                if cell.tag == "td" and heading:
                    yield cell, f' data-label="{escape(heading)}"'


def _roles(table: Element, top: list[Element]) -> Iterator[tuple[Element, str]]:
    for part in table.walk():
        role = _ROLES.get(part.tag)
        if part.tag == "th":
            role = "columnheader" if any(part is cell for cell in top) else "rowheader"
        if role and "role" not in part.attributes:
            yield part, f' role="{role}"'


def _is_wide(table: Element, columns: int) -> bool:
    return columns >= LEAST_COLUMNS or (columns > 1 and _widest(table) > MOST_LETTERS)


def _widest(table: Element) -> int:
    """The letters of what cannot be broken in each column, where it is longest, taken together."""
    longest: dict[int, int] = {}
    for row in (element for element in table.walk() if element.tag == "tr"):
        for column, cell in enumerate(_cells(row)):
            parts = _BREAKS.split(cell.text())
            longest[column] = max(longest.get(column, 0), *map(len, parts))
    return sum(longest.values())


def _cells(row: Element | None) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element)] if row else []
