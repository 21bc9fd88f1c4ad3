"""Opening and closing tokens become nodes, to a depth that can be printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, Span, error

from .engine import Token
from .nodes import Node

RULE = "nesting"


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep nodes of the ``counted`` tags may lie in one another: ``most`` levels."""

    counted: Collection[str]
    most: int


def nest(
    tokens: Sequence[Token],
    leaf: Callable[[int], Iterable[Node]],
    branch: Callable[[Token, tuple[Node, ...]], Node],
    allowed: Depth,
    found: list[Diagnostic],
) -> tuple[Node, ...]:
    """The nodes of ``tokens``, without recursion: text may nest as deeply as it likes.

    ``leaf`` makes the nodes of the token at an index, ``branch`` a node of an opening token
    and its children. A node that lies deeper than is ``allowed``
    gives its children to the node around it, and the first of a chain is a fault.
    """
    stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
    depth = 0
    for index, token in enumerate(tokens):
        if token.nesting > 0:
            stack.append((token, []))
            depth += token.tag in allowed.counted
        elif token.nesting == 0:
            stack[-1][1].extend(leaf(index))
        else:
            opening, children = stack.pop()
            if opening is None:
                raise AssertionError(f"the parser closed `{token.type}` without opening it")
            node = branch(opening, tuple(children))
            deep = depth - allowed.most if token.tag in allowed.counted else 0
            depth -= token.tag in allowed.counted
            if deep == 1:
                found.append(too_deep(node.span, allowed.most))
            stack[-1][1].extend(node.children if deep > 0 else (node,))
    return tuple(stack[0][1])


def too_deep(span: Span, most: int) -> Diagnostic:
    """The diagnostic for what lies more than ``most`` levels deep."""
    return error(
        RULE,
        f"this lies more than {most} levels deep",
        span,
        "a reader loses the thread after two or three levels; write it flatter",
    )
