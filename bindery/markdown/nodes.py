"""The tree of a text: what the parser found, freed of the parser's own types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bindery.diagnostics import Span

from .attributes import NO_ATTRIBUTES, Attributes


class Node(NamedTuple):
    """A block or a piece of inline text.

    =============  ==============================  =================================
    kind           text                            detail
    =============  ==============================  =================================
    heading                                        level, "1" to "6"
    paragraph      (``words`` in a tight list)
    list_item, bullet_list, blockquote, dl, dt, dd, table, thead, tbody, tr, em, strong, span
    ordered_list                                   first number
    th, td                                         alignment or empty
    code_block     the code
    note           (a footnote's definition)       label
    marker         the row with its colons
    allowance      the comment
    block          name                            argument
    text           the words, set
    code           the code
    link           title                           address
    image          title                           address
    reference      ledger ("contact" or "fact")    name, or name.field
    note_mark      number and use, "2.1"           label, empty for an inline note
    raw_html, brace, attributes: what the author wrote, in text
    =============  ==============================  =================================

    ``detail_span`` is the place of ``detail`` where that can be told apart. ``rows`` is the
    number of rows that a block was written in, ``cell`` a cell's number in its row, from 0.

    A text has thousands of them: a named tuple is made, and compared, several times as fast as
    a frozen dataclass.
    """

    kind: str
    span: Span
    text: str = ""
    detail: str = ""
    children: tuple[Node, ...] = ()
    attributes: Attributes = NO_ATTRIBUTES
    detail_span: Span | None = None
    rows: int = 1
    cell: int | None = None


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node below ``nodes`` and they themselves, in the order of the text."""
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        yield node
        if node.children:
            waiting.extend(reversed(node.children))
