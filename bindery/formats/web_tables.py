"""Wide tables for narrow screens: each cell is told the heading of its column.

On a phone the style sheet shows such a table as a list of its rows, and a cell then brings
its heading along.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bindery.markup import Element

LEAST_COLUMNS = 3  # two fit side by side on any screen


def labelled(data: bytes, root: Element) -> bytes:
    """The page ``data``, parsed as ``root``, with labels (``data-label``) in its wide tables."""
    tables = (element for element in root.walk() if element.tag == "table")
    additions = sorted(addition for table in tables for addition in _additions(table))
    pieces: list[bytes] = []
    done = 0
    for place, text in additions:
        pieces += (data[done:place], text.encode())
        done = place
    return b"".join([*pieces, data[done:]])


def _additions(table: Element) -> Iterator[tuple[int, str]]:
    """Attributes for a table and its cells, each with the offset at which it goes in."""
    head = table.find("thead")
    headings = [" ".join(cell.text().split()) for cell in _cells(head.find("tr"))] if head else []
    if len(headings) < LEAST_COLUMNS:
        return
    yield _inside(table), f' data-columns="{len(headings)}"'
    for row in (element for element in table.walk() if element.tag == "tr"):
        for cell, heading in zip(_cells(row), headings, strict=False):
            if cell.tag == "td" and heading:
                yield _inside(cell), f' data-label="{escape(heading)}"'


def _cells(row: Element | None) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element)] if row else []


def _inside(element: Element) -> int:
    """The offset just after the element's name in its start tag."""
    return element.start + 1 + len(element.tag)
