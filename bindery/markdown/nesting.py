"""Opening and closing tokens become nodes, to a depth that can be printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from bindery.diagnostics import Diagnostic, Span, error

from .engine import Token
from .nodes import Node

RULE = "nesting"
DEEPEST = 12


def nest(
    tokens: Sequence[Token],
    leaf: Callable[[int], Iterable[Node]],
    branch: Callable[[Token, tuple[Node, ...]], Node],
    counted: Collection[str],
    found: list[Diagnostic],
) -> tuple[Node, ...]:
    """The nodes of ``tokens``, without recursion: text may nest as deeply as it likes.

    ``leaf`` makes the nodes of the token at an index, ``branch`` a node of an opening token
    and its children. A node of a ``counted`` kind that lies deeper than :data:`DEEPEST`
    gives its children to the node around it, and the first of a chain is a fault.
    """
    stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
    depth = 0
    for index, token in enumerate(tokens):
        if token.nesting > 0:
            stack.append((token, []))
            depth += token.tag in counted
        elif token.nesting == 0:
            stack[-1][1].extend(leaf(index))
        else:
            opening, children = stack.pop()
            if opening is None:
                raise AssertionError(f"the parser closed `{token.type}` without opening it")
            node = branch(opening, tuple(children))
            deep = depth - DEEPEST if token.tag in counted else 0
            depth -= token.tag in counted
            if deep == 1:
                found.append(too_deep(node.span))
            stack[-1][1].extend(node.children if deep > 0 else (node,))
    return tuple(stack[0][1])


def too_deep(span: Span) -> Diagnostic:
    """The diagnostic for what lies too deep."""
    return error(
        RULE,
        f"this lies more than {DEEPEST} levels deep",
        span,
        "a reader loses the thread after two or three levels; write it flatter",
    )
