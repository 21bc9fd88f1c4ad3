"""Words that would come out in the wrong order in a text that runs from right to left.

There, a number followed by a unit in Latin letters falls apart: "1.25 mg" is shown as "mg 1.25".
A sign moves to the other side of its number, and the groups of a phone number change places. Such
runs are set apart, so that each is shown in its own order (Unicode Standard Annex 9). What is shown
right by itself is left alone: single words and numbers, whether Latin or not, and ranges, which are
read in the direction of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape

from .language import direction, is_language

# Letters of the scripts that run to the right, with their accents.
_LETTERS = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u058f\u1e00-\u1fff"
)
_WORD = f"[0-9{_LETTERS}]+"
_BLANK = "[ \u00a0\u202f\n]"
# What may stand between the words of one run; a full stop with a space after it ends one.
_JOINT = rf"{_BLANK}?[-\u2013\u2212+\u00d7=<>\u2264\u2265&/\u00b0%]{_BLANK}?"
_BETWEEN = rf"(?:{_JOINT}|[.,:'\u2019](?=\w)|{_BLANK})"
_SIGN = rf"(?<![\w)])[-\u2212+\u00b1<>\u2264\u2265~\u2248]{_BLANK}?(?=[0-9])"
_RUN = re.compile(rf"(?:{_SIGN})?{_WORD}(?:{_BETWEEN}{_WORD})*[%\u00b0]?")
_DISORDERED = re.compile(rf"^(?:{_SIGN})|[0-9]{_BETWEEN}[{_LETTERS}]|[0-9]{_BLANK}[0-9]")
_STRONG = re.compile(rf"([{_LETTERS}])|([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])")


@cache
def runs_left(language: str) -> bool:
    """Whether a text in ``language`` runs from right to left; one that is no language does not."""
    return is_language(language) and direction(language) == "rtl"


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces, each with whether it must be set apart in a text that runs left."""
    done = 0
    for run in _RUN.finditer(text):
        if _DISORDERED.search(run[0]):
            yield text[done : run.start()], False
            yield run[0], True
            done = run.end()
    yield text[done:], False


def set_apart(text: str, language: str) -> str:
    """``text`` of a text in ``language`` as HTML, escaped, with such runs in elements."""
    if not runs_left(language):
        return _plain(text)
    return "".join(_apart(piece) if apart else _plain(piece) for piece, apart in runs(text))


def value_apart(value: str, language: str) -> str:
    """As :func:`set_apart`, for an address or a name: one that is Latin stands apart whole."""
    strong = _STRONG.search(value)
    if not runs_left(language) or strong is None or not strong[1]:
        return set_apart(value, language)
    return _apart(value)


def _apart(text: str) -> str:
    return f'<bdi dir="ltr">{_plain(text)}</bdi>'


def _plain(text: str) -> str:
    return escape(text, quote=False)
