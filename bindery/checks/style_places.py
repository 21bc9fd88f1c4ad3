"""Where in the style sheets that stands which a finished file does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from bindery import css_syntax
from bindery.diagnostics import Span
from bindery.document import Document, Stylesheet

_HOLDS_RULES = frozenset({"media", "container", "supports", "layer"})


def style_place(document: Document, selector: str, name: str) -> Span | None:
    """Where a rule for ``selector`` sets the property ``name`` for good; None where none does.

    A shorthand that begins so counts too: ``background`` for its colour, ``font`` for its size.
    """
    names = {name, name.partition("-")[0]}
    found = [
        (node.important, number, Span(sheet.name, node.source_line, node.source_column))
        for number, sheet in enumerate(document.stylesheets)
        for node, said in _settings(sheet)
        if said == selector and node.lower_name in names
    ]
    return max(found, key=lambda each: (*each[:2], each[2].line), default=(0, 0, None))[2]


@lru_cache(maxsize=16)
def _settings(sheet: Stylesheet) -> tuple[tuple[Any, str], ...]:
    """Every declaration of a sheet, with its rule's selector."""
    return tuple(_within(css_syntax.rules(sheet.css)))


def _within(nodes: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    for node in nodes:
        if node.type == "qualified-rule":
            selector = css_syntax.prelude(node)
            parts = css_syntax.content(node)
            yield from ((part, selector) for part in parts if part.type == "declaration")
        elif node.type == "at-rule" and node.lower_at_keyword in _HOLDS_RULES and node.content:
            yield from _within(css_syntax.inner_rules(node))
