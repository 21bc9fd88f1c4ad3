"""What a node holds, asked without any side effect: a lone picture, a bold beginning, a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .nodes import Node

PARAGRAPHS = frozenset({"paragraph", "words"})
LISTS = frozenset({"bullet_list", "ordered_list"})
# What an author draws to be written on, after a label.
_LINE_TO_WRITE_ON = re.compile(r"[\s:_.\u2026]*\Z")
_END_OF_SENTENCE = re.compile(r"[.:!?\u2026\u061f\u06d4\u3002]")


def is_image(node: Node) -> bool:
    """Whether ``node`` is a paragraph that holds one picture and nothing else."""
    return node.kind in PARAGRAPHS and [child.kind for child in node.children] == ["image"]


def apart(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """``nodes`` with each picture that has a row to itself in a paragraph of its own."""
    return tuple(piece for node in nodes for piece in _apart(node))


def _apart(node: Node) -> Iterator[Node]:
    if node.kind not in PARAGRAPHS or not any(child.kind == "image" for child in node.children):
        yield node
        return
    rest: list[Node] = []
    for index, child in enumerate(node.children):
        if child.kind == "image" and _has_own_row(node.children, index):
            if rest := _trimmed(rest):
                yield node._replace(children=tuple(rest))
            yield node._replace(children=(child,))
            rest = []
        else:
            rest.append(child)
    if rest := _trimmed(rest):
        yield node._replace(children=tuple(rest))


def _has_own_row(children: tuple[Node, ...], index: int) -> bool:
    before = children[index - 1] if index else None
    after = children[index + 1] if index + 1 < len(children) else None
    return (before is None or _ends_row(before, before.text.endswith("\n"))) and (
        after is None or _ends_row(after, after.text.startswith("\n"))
    )


def _ends_row(node: Node, at_line_end: bool) -> bool:  # noqa: FBT001
    return node.kind == "break" or (node.kind == "text" and at_line_end)


def _trimmed(nodes: list[Node]) -> list[Node]:
    """``nodes`` without line ends and spaces at either end."""
    nodes = list(nodes)
    while nodes and (nodes[0].kind == "break" or _is_blank(nodes[0])):
        del nodes[0]
    while nodes and (nodes[-1].kind == "break" or _is_blank(nodes[-1])):
        del nodes[-1]
    if nodes and nodes[0].kind == "text":
        nodes[0] = nodes[0]._replace(text=nodes[0].text.lstrip(" \n"))
    if nodes and nodes[-1].kind == "text":
        nodes[-1] = nodes[-1]._replace(text=nodes[-1].text.rstrip(" \n"))
    return nodes


def _is_blank(node: Node) -> bool:
    return node.kind == "text" and not node.text.strip(" \n")


def lead_and_rest(node: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]] | None:
    """A paragraph's bold beginning and what follows; None if it does not begin in bold.

    A full stop after the bold words belongs to them.
    """
    if node.kind not in PARAGRAPHS or not node.children or node.children[0].kind != "strong":
        return None
    lead, rest = node.children[0].children, list(node.children[1:])
    if rest and rest[0].kind == "text" and _END_OF_SENTENCE.match(rest[0].text):
        stop = rest[0]._replace(text=rest[0].text[0])
        lead, rest[0] = (*lead, stop), rest[0]._replace(text=rest[0].text[1:])
    return lead, tuple(_trimmed(rest))


def without_line(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """A label without the colon, dots and underscores at its end."""
    kept = list(nodes)
    while kept:
        last = kept[-1]
        if last.children:
            shorter = last._replace(children=without_line(last.children))
            kept[-1:] = [shorter] if shorter.children else []
            break
        if last.kind != "text":
            break
        kept[-1] = last._replace(text=_LINE_TO_WRITE_ON.sub("", last.text))
        if kept[-1].text:
            break
        kept.pop()
    return tuple(kept)
