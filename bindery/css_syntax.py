"""Style sheets, read into rules and values. The only door to tinycss2.

Nodes and tokens are tinycss2's, and are looked at by their ``type`` and ``value`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tinycss2 import ast, color5, parser, serializer

_MAX_TOKENS = 4096  # of one value after substitution: a real one has about ten
_OPAQUE = 255

Tone = tuple[float, float, float, float]
"""Red, green and blue from 0 to 255, and opacity from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Unresolved(Exception):
    """A value that cannot be written without ``var()``; ``reason`` completes a sentence."""

    reason: str


def rules(css: str) -> list[Any]:
    """The rules of a style sheet, in order."""
    return list(parser.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def inner_rules(node: Any) -> list[Any]:  # noqa: ANN401 - a tinycss2 node
    """The rules that a rule such as ``@media`` holds."""
    return list(parser.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def content(node: Any) -> list[Any]:  # noqa: ANN401 - a tinycss2 node
    """The declarations of a rule, and the rules in it."""
    return list(
        parser.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    )


def declarations(css: str) -> list[Any]:
    """The declarations of a ``style`` attribute."""
    return list(parser.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True))


def prelude(rule: Any) -> str:  # noqa: ANN401 - a tinycss2 node
    """What stands before a rule's braces, on one line: its selector, or its condition."""
    tokens = [token for token in rule.prelude if token.type != "comment"]
    return " ".join(serializer.serialize(tokens).split())


def values(css: str) -> list[Any]:
    """``css`` as tokens, without comments."""
    return list(parser.parse_component_value_list(css, skip_comments=True))


def written(tokens: Iterable[Any]) -> str:
    """Tokens as text."""
    return str(serializer.serialize(list(tokens)))


def trimmed(tokens: Iterable[Any]) -> list[Any]:
    """Tokens without comments, and without blanks around them."""
    kept = [token for token in tokens if token.type != "comment"]
    while kept and kept[0].type == "whitespace":
        del kept[0]
    while kept and kept[-1].type == "whitespace":
        del kept[-1]
    return kept


def parted(tokens: Iterable[Any]) -> list[list[Any]]:
    """``tokens`` between commas."""
    parts: list[list[Any]] = [[]]
    for each in tokens:
        if each == ",":
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def resolved(
    tokens: Iterable[Any], known: Mapping[str, list[Any]], trail: tuple[str, ...] = ()
) -> list[Any]:
    """``tokens`` with every ``var()`` replaced, at any depth, by what is ``known`` of its name.

    Raises :class:`Unresolved` if one has no value, or none that ends.
    """
    result: list[Any] = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            result += _variable(token, known, trail)
        elif token.type == "function":
            inner = resolved(token.arguments, known, trail)
            place = (token.source_line, token.source_column)
            result.append(ast.FunctionBlock(*place, token.name, inner))
        else:
            result.append(token)
        if len(result) > _MAX_TOKENS:
            raise Unresolved("grows without end when its custom properties are written out")
    return result


def _variable(token: Any, known: Mapping[str, list[Any]], trail: tuple[str, ...]) -> list[Any]:  # noqa: ANN401
    arguments = trimmed(token.arguments)
    name = arguments[0].value if arguments and arguments[0].type == "ident" else ""
    if name in trail:
        raise Unresolved(f"depends on itself through `{name}`")
    if name in known:
        return resolved(known[name], known, (*trail, name))
    if len(arguments) > 1 and arguments[1] == ",":
        return resolved(trimmed(arguments[2:]), known, trail)
    raise Unresolved(f"uses `{name}`, which is not set on `:root`")


def tone(token: Any, scheme: str) -> Tone | str | None:  # noqa: ANN401 - a tinycss2 token
    """The colour that ``token`` is; "currentcolor" for that of the text, None for no colour.

    ``scheme`` ("light" or "dark") chooses from ``light-dark()``.
    """
    found = color5.parse_color(token, color_schemes=(scheme,))
    if found is None or found == "currentcolor":
        return None if found is None else "currentcolor"
    red, green, blue, opacity = found.to("srgb")
    channels = (min(1.0, max(0.0, part or 0.0)) * _OPAQUE for part in (red, green, blue))
    return (*channels, 1.0 if opacity is None else opacity)  # type: ignore[return-value]
