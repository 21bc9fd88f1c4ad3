"""The only door to markdown-it: CommonMark with tables, footnotes, definition lists, and ours.

Five rules are our own. A line that begins with ``:::`` is a *marker* wherever a paragraph
could begin or end, and a comment that begins with ``allow`` an *allowance*; ``[words]`` with
braces after it is a *span*; an opening brace is a *reference*, *attributes* or a stray
*brace*; and what looks like an HTML tag or comment becomes *raw_html*, so that it can be
refused in its place and swallows nothing.

Each inline token carries ``meta["at"]``: where in its text it begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, smartquotes
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .typography import quotes_for

__all__ = ("Definition", "Parsed", "Token", "normalise_address", "parse", "set_quotes")

# Past this level the parser drops text. A list takes two levels, so the limit of `nesting`
# is reached, and refused, before: settings allow no more than that. Higher costs time: brackets
# are tried at every level.
_DEEPEST = 32

_ATTRIBUTES = re.compile(r"\{(?=\s*(?:[#.]|[\w:-]+=))[^{}\n]*\}")
# What an opening brace can begin, the first that matches; the last always does.
_BRACES = {
    "reference": re.compile(r"\{[a-z]+:[^{}\s]*\}"),
    "attributes": _ATTRIBUTES,
    "brace": re.compile(r"\{+[^{}\n]*\}*"),
}
_TAG = re.compile(r"<(?:[!?][A-Za-z\[]|/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]))[^<>]*>?")
_COMMENT, _COMMENT_END = "<!--", "-->"
_ALLOWANCE = re.compile(r"<!--\s*(?i:allow)\b.*-->\s*\Z")
# Rules whose tokens need no position of their own.
_UNPLACED = frozenset({"text", "newline", "escape", "emphasis"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A link definition (``[label]: address``) that prints nothing. ``line`` is from 1."""

    label: str
    line: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text's tokens. ``inline_notes`` holds the content of ``^[notes]`` by number from 0.

    ``deepest`` is how many levels its lists, quotations and blocks may lie in one another.
    """

    language: str
    deepest: int
    tokens: list[Token]
    inline_notes: dict[int, list[Token]] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()


def parse(text: str, language: str, deepest: int) -> Parsed:
    """Parse Markdown; quotation marks follow ``language``. Never raises for any text."""
    env: MutableMapping[str, Any] = {}
    tokens = _parser(quotes_for(language)).parse(text, env)
    notes = env.get("footnotes", {}).get("list", {})
    inline_notes = {number: note["tokens"] for number, note in notes.items() if "tokens" in note}
    if not env.get("references"):
        return Parsed(language, deepest, tokens, inline_notes)
    used = set(_labels([*tokens, *(token for note in inline_notes.values() for token in note)]))
    return Parsed(language, deepest, tokens, inline_notes, tuple(_idle_definitions(used, env)))


def set_quotes(text: str, language: str) -> str:
    """Plain ``text`` with the quotation marks of ``language``, as :func:`parse` sets them."""
    token, words = Token("inline", "", 0, content=text), Token("text", "", 0, content=text)
    token.children = [words]
    smartquotes(StateCore("", _parser(quotes_for(language)), {}, [token]))
    return words.content


def normalise_address(address: str) -> str:
    """``address`` as the parser gives it for a link: percent-encoded."""
    return _parser(None).normalizeLink(address)


@cache
def _parser(quotes: tuple[str, str, str, str] | None) -> MarkdownIt:
    options = {"maxNesting": _DEEPEST, "store_labels": True, "typographer": quotes is not None}
    parser = MarkdownIt("commonmark", {**options, "quotes": list(quotes or ())})
    parser.enable(["table", "smartquotes"])
    # Text keeps its escapes and entities apart until `tree` has looked at them.
    parser.disable(["html_block", "text_join"])
    parser.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    parser.use(deflist_plugin)
    for name, rule in (("marker", _marker), ("allowance", _allowance)):
        parser.block.ruler.before(
            "table", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
        )
    parser.inline.ruler.at("html_inline", _raw_html)
    parser.inline.ruler.after("link", "span", _span)
    parser.inline.ruler.after("span", "brace", _brace)
    # Addresses are judged by us, with an error; the parser would print the link as text.
    parser.validateLink = _any_link  # type: ignore[method-assign]
    rules = parser.inline.ruler
    for name, inline in zip(rules.get_active_rules(), rules.getRules(""), strict=True):
        if name not in _UNPLACED:
            rules.at(name, _noting(inline))
    return parser


def _any_link(url: str) -> bool:  # noqa: ARG001 - the parser's signature
    return True


def _noting(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """``rule``, and the tokens it makes remember where in the text they came from."""

    def noted(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
        start, known = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[known:]:
                if token.type != "text":
                    token.meta.setdefault("at", (start, state.pos))
        return matched

    return noted


def _marker(state: StateBlock, start_line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """A line of three or more colons and perhaps a block's name."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(":::", start) or state.is_code_block(start_line):
        return False
    if not silent:
        token = state.push("marker", "", 0)
        token.map = [start_line, start_line + 1]
        token.content = state.src[start : state.eMarks[start_line]]
        state.line = start_line + 1
    return True


def _allowance(state: StateBlock, start_line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """A line that is a comment to the checks: ``<!-- allow long-sentence: a quotation -->``."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(_COMMENT, start) or state.is_code_block(start_line):
        return False
    match = _ALLOWANCE.match(state.src, start, state.eMarks[start_line])
    if match is None:
        return False
    if not silent:
        token = state.push("allowance", "", 0)
        token.map = [start_line, start_line + 1]
        token.content = match.group().rstrip()
        state.line = start_line + 1
    return True


def _span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """``[words]`` directly followed by attributes; these come as the next token."""
    if state.src[state.pos] != "[" or _last_span_end(state) < state.pos:
        return False
    start, limit = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start)
    if end < 0 or not _ATTRIBUTES.match(state.src, end + 1, limit):
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push("span_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = end + 1, limit
    return True


def _last_span_end(state: StateInline) -> int:
    """Where the last bracket with a brace after it stands, found once for each text."""
    text, last = state.env.get("last_span_end", (None, -1))
    if text is not state.src:
        last = state.src.rfind("]{")
        state.env["last_span_end"] = (state.src, last)
    return int(last)


def _brace(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A ledger reference, attributes, or a brace that is neither."""
    if state.src[state.pos] != "{":
        return False
    matches = (pattern.match(state.src, state.pos, state.posMax) for pattern in _BRACES.values())
    match = next(match for match in matches if match)
    if not silent:
        kind = next(kind for kind, pattern in _BRACES.items() if pattern is match.re)
        token = state.push(kind, "", 0)
        token.markup = match.group()
        # Quotation marks look at their neighbours' content: a reference prints a word or
        # number there, attributes print nothing.
        token.content = "x" if kind == "reference" else ""
    state.pos = match.end()
    return True


def _raw_html(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """What HTML would take for a tag, a comment or a declaration, finished or not."""
    if state.src[state.pos] != "<":
        return False
    if state.src.startswith(_COMMENT, state.pos):
        end = state.src.find(_COMMENT_END, state.pos, state.posMax)
        end = end + len(_COMMENT_END) if end >= 0 else state.posMax
    elif match := _TAG.match(state.src, state.pos, state.posMax):
        end = match.end()
    else:
        return False
    if not silent:
        state.push("raw_html", "", 0).markup = state.src[state.pos : end]
    state.pos = end
    return True


def _idle_definitions(used: set[str], env: MutableMapping[str, Any]) -> Iterator[Definition]:
    """Definitions that no link uses, and those that a first one of the same label hides."""
    for label, reference in env.get("references", {}).items():
        if label not in used:
            yield Definition(label, reference["map"][0] + 1, repeated=False)
    for reference in env.get("duplicate_refs", ()):
        yield Definition(reference["label"], reference["map"][0] + 1, repeated=True)


def _labels(tokens: list[Token]) -> Iterator[str]:
    """The labels that links and pictures ask for."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if "label" in token.meta and token.type in {"link_open", "image"}:
            yield token.meta["label"]
        waiting.extend(token.children or ())
