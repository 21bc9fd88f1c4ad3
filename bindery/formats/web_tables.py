"""Wide tables for narrow screens: each cell is told the heading of its column.

On a phone the style sheet shows such a table as a list of its rows, and a cell then brings
its heading along.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bindery.insertion import after_name, inserted
from bindery.markup import Element

LEAST_COLUMNS = 3  # two fit side by side on any screen


def labelled(data: bytes, root: Element) -> bytes:
    """The page ``data``, parsed as ``root``, with labels (``data-label``) in its wide tables."""
    tables = (element for element in root.walk() if element.tag == "table")
    additions = (addition for table in tables for addition in _additions(table))
    return inserted(
        data, [(after_name(data, element), text.encode()) for element, text in additions]
    )


def _additions(table: Element) -> Iterator[tuple[Element, str]]:
    """Attributes for a table and its cells, each with its element."""
    head = table.find("thead")
    headings = [" ".join(cell.text().split()) for cell in _cells(head.find("tr"))] if head else []
    if len(headings) < LEAST_COLUMNS:
        return
    yield table, f' data-columns="{len(headings)}"'
    for row in (element for element in table.walk() if element.tag == "tr"):
        for cell, heading in zip(_cells(row), headings, strict=False):
            if cell.tag == "td" and heading:
                yield cell, f' data-label="{escape(heading)}"'


def _cells(row: Element | None) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element)] if row else []
