"""The shapes PDF asks of lists, and paragraphs for text that stands in no element of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from .roles import GROUPING, INLINE
from .structure import Area, Ink, Node

_LAST = 1 << 30


def arrange(tree: Node, root: Element) -> None:
    """Put ``tree`` into the order of the document ``root`` and into PDF's shapes, in place."""
    rank = {element: position for position, element in enumerate(root.iter())}
    for node in tuple(tree.walk()):
        if all(isinstance(kid, Node) for kid in node.kids):
            # A style sheet may lay blocks out in another order than they are read in.
            node.kids.sort(key=lambda kid: _position(kid, rank))
    for node in tuple(tree.walk()):
        if node.role == "L":
            _arrange_list(node)
        elif node.role in GROUPING:
            _add_paragraphs(node)


def _position(kid: Node | Ink | Area, rank: dict[Element, int]) -> int:
    if kid.element is None:
        inner = [_position(below, rank) for below in kid.kids] if isinstance(kid, Node) else []
        return min(inner, default=_LAST)
    return rank.get(kid.element, _LAST)


def _arrange_list(node: Node) -> None:
    """Make every kid of a list an item with a label and a body."""
    if node.element is not None and node.element.tag == "dl":
        node.kids = list(_definitions(node.kids))
        return
    for position, kid in enumerate(node.kids):
        if not isinstance(kid, Node) or kid.role not in ("LI", "L", "Caption"):
            node.kids[position] = _item([kid])
        elif kid.role == "LI":
            _arrange_item(kid)


def _arrange_item(item: Node) -> None:
    labels = [kid for kid in item.kids if isinstance(kid, Node) and kid.role == "Lbl"]
    rest = [kid for kid in item.kids if not (isinstance(kid, Node) and kid.role == "Lbl")]
    item.kids = [*labels, Node("LBody", kids=rest)] if rest else [*labels]


def _item(kids: Iterable[Node | Ink | Area]) -> Node:
    return Node("LI", kids=[Node("LBody", kids=list(kids))])


def _definitions(kids: Iterable[Node | Ink | Area]) -> Iterator[Node]:
    """Items of a definition list: the terms and definitions of each group together.

    HTML puts a group in a ``div`` or leaves it to follow from the order.
    """
    item: Node | None = None
    for kid in kids:
        if not isinstance(kid, Node) or kid.role not in ("Lbl", "LBody", "Div"):
            yield _item([kid])
        elif kid.role == "Div":
            yield from _definitions(kid.kids)
        else:
            begins = kid.role == "Lbl" and item is not None and item.kids[-1] in _bodies(item)
            if item is None or begins:
                item = Node("LI")
                yield item
            item.kids.append(kid)


def _bodies(item: Node) -> list[Node]:
    return [kid for kid in item.nodes if kid.role == "LBody"]


def _add_paragraphs(node: Node) -> None:
    """Wrap text that stands directly in a grouping ``node`` in paragraphs."""
    if node.role == "Div" and node.kids and all(_is_inline(kid) for kid in node.kids):
        node.role = "P"
        return
    kids: list[Node | Ink | Area] = []
    for inline, run in groupby(node.kids, key=_is_inline):
        together = list(run)
        kids.extend([Node("P", kids=together)] if inline else together)
    node.kids = kids


def _is_inline(kid: Node | Ink | Area) -> bool:
    return not isinstance(kid, Node) or kid.role in INLINE
