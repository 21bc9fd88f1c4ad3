"""Inline tokens become nodes: text is joined and set, attributes find what they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, Span
from bindery.text_safety import find_unsafe, replace_unsafe, unsafe_character

from . import attributes
from .engine import Parsed, Token, normalise_address, set_quotes
from .nesting import Depth, nest
from .nodes import Node
from .positions import Passage
from .slips import slips_in_text
from .typography import set_text

_PHRASES = frozenset({"em", "strong", "a", "span"})
_HOSTS = frozenset({"link", "image", "code", "span"})
_LEAVES = {
    "hardbreak": "break",
    "code_inline": "code",
    "reference": "reference",
    "attributes": "attributes",
    "brace": "brace",
    "raw_html": "raw_html",
}
# The end of `](address "title")`: the address with its angle brackets, if any.
_ADDRESS = re.compile(
    r"\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<plain>[^\s<]\S*?))(?:\s+[\"'(].*)?\s*\)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class InlineText:
    """Inline tokens with the passage they stand in; faults are added to ``found``."""

    tokens: Sequence[Token]
    passage: Passage
    parsed: Parsed
    found: list[Diagnostic]


def grow_inline(text: InlineText) -> tuple[Node, ...]:
    """The nodes of one run of inline text."""

    def leaf(index: int) -> Iterable[Node]:
        token = text.tokens[index]
        if token.type == "image":
            return (_image(token, text),)
        if token.type == "footnote_ref":
            return (_note_mark(token, text),)
        return (_leaf(token, text),)

    def branch(opening: Token, children: tuple[Node, ...]) -> Node:
        children = _settle(children, text)
        span = _span(opening, text.passage)
        if opening.type != "link_open":
            return Node(opening.type.removesuffix("_open"), span, children=children)
        address, place = _address(opening, "href", text.passage)
        title = str(opening.attrs.get("title", ""))
        return Node("link", span, title, address, children, detail_span=place)

    text.found.extend(slips_in_text(text.tokens, text.passage))
    allowed = Depth(_PHRASES, text.parsed.deepest)
    return _settle(nest(text.tokens, leaf, branch, allowed, text.found), text)


def _span(token: Token, passage: Passage) -> Span:
    """The place of a token; the passage's line where it has none of its own."""
    at = token.meta.get("at")
    return passage.span(*at) if at else passage.line


def _leaf(token: Token, text: InlineText) -> Node:
    span = _span(token, text.passage)
    kind = _LEAVES.get(token.type)
    if kind == "reference":
        ledger, _, name = token.markup[1:-1].partition(":")
        return Node(kind, span, ledger, name)
    if kind:
        return Node(kind, span, token.content if kind == "code" else token.markup)
    if token.info == "entity":
        for unsafe in find_unsafe(token.content):
            text.found.append(unsafe_character(unsafe, span))
        return Node("text", span, replace_unsafe(token.content))
    return Node("text", span, "\n" if token.type == "softbreak" else token.content)


def _image(token: Token, text: InlineText) -> Node:
    start, end = token.meta["at"]
    alternative = InlineText(
        token.children or [], text.passage.part(start + len("!["), end), text.parsed, text.found
    )
    address, place = _address(token, "src", text.passage)
    title = str(token.attrs.get("title", ""))
    title = set_text(set_quotes(title, text.parsed.language)) if title else ""
    words = grow_inline(alternative)
    return Node("image", _span(token, text.passage), title, address, words, detail_span=place)


def _note_mark(token: Token, text: InlineText) -> Node:
    """A footnote's mark; one written in place (``^[...]``) carries its content."""
    number, use = token.meta["id"], token.meta.get("subId", 0)
    start, end = token.meta["at"]
    content: tuple[Node, ...] = ()
    if number in text.parsed.inline_notes:
        passage = text.passage.part(start + len("^["), end)
        tokens = text.parsed.inline_notes[number]
        content = grow_inline(InlineText(tokens, passage, text.parsed, text.found))
    return Node(
        "note_mark",
        text.passage.span(start, end),
        f"{number + 1}.{use + 1}",
        token.meta.get("label", ""),
        content,
    )


def _address(token: Token, name: str, passage: Passage) -> tuple[str, Span | None]:
    """A link's or picture's address, and its place where it is written out just there."""
    address = str(token.attrs.get(name, ""))
    start, end = token.meta["at"]
    bracket = passage.text.rfind("](", start, end)
    match = _ADDRESS.match(passage.text, bracket, end) if bracket >= 0 else None
    if match:
        written = "pointed" if match["pointed"] is not None else "plain"
        if normalise_address(match[written]) == address:
            return address, passage.span(*match.span(written))
    return address, None


def _settle(nodes: Iterable[Node], text: InlineText) -> tuple[Node, ...]:
    """Join neighbouring text and set it; give attributes to the node they stand right after."""
    settled: list[Node] = []
    words: list[Node] = []
    for node in nodes:
        if node.kind == "text":
            words.append(node)
            continue
        settled.extend(_joined(words))
        words.clear()
        if node.kind == "attributes" and settled and settled[-1].kind in _HOSTS:
            settled[-1] = with_attributes(settled[-1], node, text.found)
        else:
            settled.append(node)
    settled.extend(_joined(words))
    return tuple(settled)


def _joined(words: Sequence[Node]) -> Iterator[Node]:
    """Neighbouring pieces of text as one node, if there is anything in them."""
    joined = "".join(word.text for word in words)
    if joined:
        yield Node("text", words[0].span, set_text(joined))


def with_attributes(host: Node, written: Node, found: list[Diagnostic]) -> Node:
    """``host`` with what the node ``written`` (kind ``attributes``) says of it."""
    read, faults = attributes.parse(written.text, host.kind, written.span)
    found.extend(faults)
    return host._replace(attributes=read)
