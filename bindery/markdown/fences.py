"""Lines of colons become blocks: ``::: name argument`` opens one, a bare ``:::`` closes it.

A bare line always closes the innermost open block, whatever its number of colons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, error

from . import attributes
from .attributes import NO_ATTRIBUTES
from .nesting import too_deep
from .nodes import Node
from .positions import narrowed
from .shapes import LISTS

# Spaces of any kind divide: some keyboards make no-break spaces. What is no end matches.
_END = re.compile(r":{3,}[\s:]*")
_BEGINNING = re.compile(
    r":{3,}[\s:]*(?P<name>[^\s:]\S*?)(?:\s+(?P<argument>\S.*?))??\s*(?P<raw>\{[^{}]*\})?[\s:]*"
)
_HOLDS_BLOCKS = frozenset(
    {"bullet_list", "ordered_list", "list_item", "blockquote", "dl", "dd", "note"}
)
_SECTION_LEVELS = frozenset({"1", "2"})


@dataclass(slots=True)
class _Open:
    """A block that waits for its end, or (without a marker) the surroundings of all."""

    marker: Node | None
    children: list[Node]


def pair(
    nodes: tuple[Node, ...], found: list[Diagnostic], deepest: int, depth: int = 0
) -> tuple[Node, ...]:
    """``nodes`` with every pair of markers and what lies between them made one block.

    ``depth`` is the number of blocks around them. A block must end where it began: inside
    the same list item or quotation. Where an end is missing, blocks end before the next
    section, so that one slip gives one diagnostic. A block that lies more than ``deepest``
    levels deep gives what it holds to the block around it.
    """
    nodes = _with_ends_freed(nodes, found)
    stack = [_Open(None, [])]
    complete = _is_complete(nodes)
    for node in nodes:
        if node.kind != "marker":
            if not complete and node.kind == "heading" and node.detail in _SECTION_LEVELS:
                _close_all(stack, found, deepest - depth)
            around = depth + len(stack) - 1
            stack[-1].children.append(_with_inside_paired(node, found, deepest, around))
        elif not _END.fullmatch(node.text):
            stack.append(_Open(node, []))
            if depth + len(stack) - 1 == deepest + 1:
                found.append(too_deep(node.span, deepest))
        elif len(stack) > 1:
            _close(stack, found, deepest - depth)
        else:
            found.append(_stray(node))
    _close_all(stack, found, deepest - depth)
    return tuple(stack[0].children)


def _is_complete(nodes: tuple[Node, ...]) -> bool:
    """Whether every block that opens among ``nodes`` is closed among them."""
    depth = 0
    for node in nodes:
        if node.kind == "marker":
            depth = max(0, depth - 1) if _END.fullmatch(node.text) else depth + 1
    return depth == 0


def _with_ends_freed(nodes: tuple[Node, ...], found: list[Diagnostic]) -> tuple[Node, ...]:
    """``nodes`` with each end that was indented into a list put after it, and told.

    Only where a block before the list waits for it: one slip is not to be told at both ends.
    """
    if _is_complete(nodes):
        return nodes
    freed: list[Node] = []
    depth = 0
    for node in nodes:
        rest, end = _without_last_end(node) if depth and node.kind in LISTS else (node, None)
        freed.append(rest)
        if end:
            hint = "take the spaces before it away"
            message = "this `:::` belongs to the list item above it"
            found.append(error("stray-fence", message, end.span, hint))
            freed.append(end)
        if end or node.kind == "marker":
            depth = max(0, depth - 1) if end or _END.fullmatch(node.text) else depth + 1
    return tuple(freed)


def _without_last_end(node: Node) -> tuple[Node, Node | None]:
    """A list or an item, and the end of a block that stands last in it and closes nothing there."""
    if len(node.children) > 1 and node.children[-1].kind == "marker":
        *rest, last = node.children
        markers = [child for child in node.children if child.kind == "marker"]
        ends = sum(1 for marker in markers if _END.fullmatch(marker.text))
        if _END.fullmatch(last.text) and 2 * ends > len(markers):
            return node._replace(children=tuple(rest)), last
    elif node.children and node.children[-1].kind in {*LISTS, "list_item"}:
        *rest, last = node.children
        inner, end = _without_last_end(last)
        return node._replace(children=(*rest, inner)), end
    return node, None


def _with_inside_paired(node: Node, found: list[Diagnostic], deepest: int, depth: int) -> Node:
    if node.kind not in _HOLDS_BLOCKS:
        return node
    inside = pair(node.children, found, deepest, depth)
    return node if inside == node.children else node._replace(children=inside)


def _close(stack: list[_Open], found: list[Diagnostic], most: int) -> None:
    """Close the innermost; of more than ``most`` that are open it is not kept."""
    finished = stack.pop()
    if finished.marker is None or len(stack) > most:
        stack[-1].children.extend(finished.children)
    else:
        stack[-1].children.append(_block(finished.marker, tuple(finished.children), found))


def _close_all(stack: list[_Open], found: list[Diagnostic], most: int) -> None:
    """Close what is open, and say so once, at the outermost: which end is missing is a guess."""
    markers = [unfinished.marker for unfinished in stack if unfinished.marker is not None]
    if not markers:
        return
    names = [_beginning(marker)["name"] for marker in markers]
    hint = f"write `:::` on a line of its own where `{names[0]}` ends"
    if len(markers) > 1:
        inner = ", ".join(
            f"`{name}` (line {marker.span.line})"
            for name, marker in zip(names[1:], markers[1:], strict=True)
        )
        hint += f"; open inside it: {inner}"
    outermost = markers[0]
    found.append(error("unclosed-block", f"`{names[0]}` is not closed", outermost.span, hint))
    while len(stack) > 1:
        _close(stack, found, most)


def _beginning(marker: Node) -> re.Match[str]:
    match = _BEGINNING.fullmatch(marker.text)
    if match is None:
        raise AssertionError(f"`{marker.text}` neither begins nor ends a block")
    return match


def _block(marker: Node, children: tuple[Node, ...], found: list[Diagnostic]) -> Node:
    """The block that ``marker`` opens. Its span is the place of its name."""
    match = _beginning(marker)
    read = NO_ATTRIBUTES
    if match["raw"]:
        read, faults = attributes.parse(
            match["raw"], "block", narrowed(marker.span, *match.span("raw"))
        )
        found.extend(faults)
    argument = match["argument"] or ""
    place = narrowed(marker.span, *match.span("argument")) if argument else None
    span = narrowed(marker.span, *match.span("name"))
    return Node("block", span, match["name"], argument, children, read, place)


def _stray(node: Node) -> Diagnostic:
    return error(
        "stray-fence",
        "this `:::` closes nothing",
        node.span,
        "every block needs one line that opens it (`::: inset`) and one that closes it",
    )
