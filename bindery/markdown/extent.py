"""How large a text may be: what no leaflet holds is told at once, instead of after an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, Span, error

from .engine import Token
from .positions import SourceFile

RULE = "too-large"
MOST_LETTERS = 250_000
"""Of one text: a hundred pages."""
MOST_PARTS = 8_000
"""Paragraphs, items, rows and cells of one text."""
MOST_IN_PARAGRAPH = 20_000
"""Letters of one paragraph: ten pages."""
MOST_IN_WORD = 1_000
"""Letters without a place where a line may end; the longest address is shorter."""

# Between letters of scripts that are written without blanks a line may end anywhere.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ufaff\uff00-\uffef"
_LONG_WORD = re.compile(rf"[^\s{_SPACELESS}]{{{MOST_IN_WORD},}}")


def beyond(text: str, file: str) -> Diagnostic | None:
    """The fault of a text with too many letters, at the line where they are too many."""
    if len(text) <= MOST_LETTERS:
        return None
    message = f"the text has {len(text):,} characters"
    hint = f"divide it into guides of at most {MOST_LETTERS:,}"
    return error(RULE, message, Span(file, text.count("\n", 0, MOST_LETTERS) + 1), hint)


def oversized(tokens: list[Token], source: SourceFile) -> Iterator[Diagnostic]:
    """The part of a text that is one too many, and words that fit on no line."""
    parts = [token for token in tokens if token.nesting > 0]
    if len(parts) > MOST_PARTS:
        line = next((part.map[0] + 1 for part in parts[MOST_PARTS:] if part.map), None)
        message = f"the text has {len(parts):,} paragraphs, items and cells"
        hint = f"divide it into guides of at most {MOST_PARTS:,}"
        yield error(RULE, message, Span(source.file, line), hint)
    for token in tokens:
        if len(token.content) > MOST_IN_PARAGRAPH and token.map:
            message = f"a paragraph of {len(token.content):,} characters"
            span = Span(source.file, token.map[0] + 1)
            yield error(RULE, message, span, "divide it into paragraphs")
    for number, row in enumerate(source.rows, 1):
        if word := _LONG_WORD.search(row):
            span = Span(source.file, number, word.start() + 1, len(word[0]))
            message = f"a word of {len(word[0]):,} characters fits on no line"
            yield error(RULE, message, span, "put spaces where a line may end")
