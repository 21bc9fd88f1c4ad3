"""Markdown that is nearly right, and so prints as it stands.

The parser never complains: a heading without its space, a link whose bracket is missing or
a bold passage without its end come out as ordinary text, signs and all. Here they are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bindery.diagnostics import Diagnostic, error

from .engine import Token
from .positions import Passage


class _Slip(NamedTuple):
    """A pattern whose first group is the slip, and what to say about it."""

    pattern: re.Pattern[str]
    rule: str
    message: str
    hint: str


# In the rows of a paragraph as its author wrote them.
_IN_ROWS = (
    _Slip(
        re.compile(r"^[ \t]*(:::+)", re.MULTILINE),
        "stray-fence",
        "`{}` inside a paragraph, where it does nothing",
        "put it on a line of its own, no further in than the text around it",
    ),
    _Slip(
        re.compile(r"^[ \t]*(::)(?=[ \t]*[a-z])", re.MULTILINE),
        "stray-fence",
        "`{}` begins no block: it takes three colons",
        "write `:::`, a space and the block's name",
    ),
    _Slip(
        re.compile(
            r"(?<=\n)[ \t]*(\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?)[ \t]*$", re.MULTILINE
        ),
        "table-cells",
        "this is not a table: `{}` and the line above differ in their cells",
        "give the line of hyphens as many cells as the header",
    ),
    _Slip(
        re.compile(r"^[ \t]*(#{1,6})(?=[^\s#\d]|\u00a0)", re.MULTILINE),
        "stray-markup",
        "`{}` does not make a heading here and prints as it stands",
        "put an ordinary space after it, or a backslash before it",
    ),
    _Slip(
        re.compile(r"^[ \t]*(\d{1,2}[.)])(?=[^\W\d_]|\*\*|\u00a0)", re.MULTILINE),
        "stray-markup",
        "`{}` does not make a list here and prints as it stands",
        "put an ordinary space after it",
    ),
    _Slip(
        re.compile(
            r"^[ \t]*([\u2022\u2023\u25aa\u25cf\u25e6\u00b7]|[-*+](?=\u00a0)"
            # A dash may begin a sentence that was broken off: a second one makes it a list.
            r"|[\u2013\u2014](?=[ \t\u00a0].*\n[ \t]*[-\u2013\u2014][ \t\u00a0]))",
            re.MULTILINE,
        ),
        "stray-markup",
        "`{}` does not make a list here and prints as it stands",
        "begin each item with a hyphen and a space: `- Wash your hands.`",
    ),
)
_SPACED_PICTURE = r"[^()\n:]*\.(?:svg|png|jpe?g)[ \t]*\)"
# In text that no rule of Markdown has used.
_IN_TEXT = (
    _Slip(
        re.compile(rf"(\]\()(?={_SPACED_PICTURE})", re.IGNORECASE),
        "stray-markup",
        "`{}` does not show a picture here and prints as it stands",
        "rename the picture's file with hyphens in place of spaces, and write that name",
    ),
    _Slip(
        re.compile(rf"(\]\()(?!{_SPACED_PICTURE})", re.IGNORECASE),
        "stray-markup",
        "`{}` does not make a link here and prints as it stands",
        "close the link's round bracket, write `%20` for a space in its address, and keep "
        "footnotes and other links out of its words",
    ),
    _Slip(
        re.compile(r"(\]\[)"),
        "stray-markup",
        "`{}` does not make a link here and prints as it stands",
        "write the address after the words: `[words](https://example.org)`",
    ),
    _Slip(
        re.compile(r"(\*\*+)"),
        "stray-markup",
        "`{}` has no partner and prints as it stands",
        "write two asterisks right before and right after the bold words",
    ),
)
# Every slip in rows begins a row with something that is no letter.
_ODD_ROW = re.compile(r"^[ \t]*(?:[^\w\s]|\d)", re.MULTILINE)
_SIGN = re.compile(r"[\]*]")  # one of which every slip in text has


def slips_in_rows(passage: Passage) -> Iterator[Diagnostic]:
    """Slips that show in a paragraph's source; of each kind the first."""
    for slip in _IN_ROWS if _ODD_ROW.search(passage.text) else ():
        if match := slip.pattern.search(passage.text):
            span = passage.span(*match.span(1))
            yield error(slip.rule, slip.message.format(match[1]), span, slip.hint)


def slips_in_text(tokens: Sequence[Token], passage: Passage) -> Iterator[Diagnostic]:
    """Slips that show in what is left as text; of each kind the first in a piece."""
    slips = [
        (index, slip, match)
        for index, token in enumerate(tokens)
        if token.type == "text" and _SIGN.search(token.content)
        for slip in _IN_TEXT
        if (match := slip.pattern.search(token.content))
    ]
    starts = _starts(tokens, passage.text) if slips else []
    for index, slip, match in slips:
        start = starts[index]
        span = passage.line
        if start is not None:
            span = passage.span(start + match.start(), start + match.end())
        yield error(slip.rule, slip.message.format(match[1]), span, slip.hint)


def _starts(tokens: Sequence[Token], text: str) -> list[int | None]:
    """Where each token begins in ``text``: None from the first that cannot be found.

    Tokens without a place of their own are looked for after the one before them. What they
    stand for is in the text as it is, but for quotation marks.
    """
    starts: list[int | None] = []
    end = 0
    for token in tokens:
        if "at" in token.meta:
            start, end = token.meta["at"]
            end = start + 1 if token.nesting > 0 else end
        else:
            written = "\n" if token.type == "softbreak" else token.markup or token.content
            match = re.compile(_SET_QUOTE.sub(".", re.escape(written))).search(text, end)
            if match is None:
                break
            start, end = match.span()
        starts.append(start)
    return starts + [None] * (len(tokens) - len(starts))


_SET_QUOTE = re.compile(
    "\u00ab\u00a0|\u00a0\u00bb|[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]"
)
