"""Characters that must not reach a reader's page, found in any text before it is used.

Some characters cannot be seen and yet change what is read: an override turns ``5.0`` into
``0.5``. Others break a file (control characters, surrogates) or print as an empty box
(private use). Joiners, direction marks, isolates, soft hyphens and flags stay: languages
need them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .diagnostics import Diagnostic, Span, error

RULE = "unsafe-character"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MOST_REPORTED = 50

# Each entry is the inside of a regular expression's character set, and what to say about it.
_REASONS: tuple[tuple[str, str, str], ...] = (
    (
        "\x00-\x08\x0b-\x1f\x7f-\x9f",
        "a control character",
        "delete it; it often comes from copying out of another program",
    ),
    (
        "\u202d\u202e",
        "an override that prints text backwards",
        "delete it; use U+2067 and U+2069 around words of another direction",
    ),
    ("\u2028\u2029", "a line separator of another program", "press Enter there instead"),
    ("\u206a-\u206f\ufff9-\ufffb", "an outdated formatting character", "delete it"),
    (
        "\ufeff",
        "a byte order mark inside the text",
        "delete it; it belongs at the very start of a file only",
    ),
    (
        "\ufffd",
        "a sign that a character was lost",
        "type the lost character again and save the file as UTF-8",
    ),
    ("\ud800-\udfff", "half a character", "type the character again and save the file as UTF-8"),
    (
        "\ue000-\uf8ff\U000f0000-\U0010ffff",
        "a private character that only one font can show",
        "type an ordinary character; lists make their own bullets",
    ),
    (
        "\ufdd0-\ufdef\ufffe\uffff"
        + "".join(
            chr(plane + last)
            for plane in range(0x10000, 0xF0000, 0x10000)
            for last in (0xFFFE, 0xFFFF)
        ),
        "not a character at all",
        "delete it",
    ),
    ("\U000e0000-\U000e007f", "an invisible tag character", "delete it"),
)
# Needed between letters, but between figures they only hide that two numbers differ.
_UNSEEN = "\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064"
# Hebrew with its vowels and accents has four; more would be printed over the lines around it.
_MOST_MARKS = 8
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# The flags of England, Scotland and Wales: a black flag, tag letters, a cancel tag.
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{3,6}\U000e007f"
_ALL = "".join(characters for characters, *_ in _REASONS)
_UNSAFE = re.compile(
    rf"{_FLAG}|(?P<anywhere>[{_ALL}])|(?P<number>(?<=\d)[{_UNSEEN}]+(?=\d))"
    rf"|(?P<pile>(?<=[{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]+)"
)
_IN_PLACE = {
    "number": ("an invisible character inside a number", "delete it"),
    "pile": (f"a mark too many: a letter has {_MOST_MARKS} already", "delete those not needed"),
}
# Most texts hold none, and this tells so in a twentieth of the time: all that is beyond the
# Basic Multilingual Plane is one range here, where a set of many is tried one by one.
_ASTRAL = "\U00010000-\U0010ffff"
_SUSPECT = re.compile(
    f"[{re.sub(f'[{_ASTRAL}](?:-[{_ASTRAL}])?', '', _ALL)}{_UNSEEN}{_MARKS}{_ASTRAL}]"
)


@dataclass(frozen=True, slots=True)
class Unsafe:
    """A character to refuse: ``index`` from 0, ``what`` it is and a ``hint`` what to do."""

    index: int
    character: str
    what: str
    hint: str


def find_unsafe(text: str) -> Iterator[Unsafe]:
    """Every character of ``text`` that must be refused, in order; of several alike the first."""
    if not _SUSPECT.search(text):
        return
    for match in _UNSAFE.finditer(text):
        if match.lastgroup:
            character = match[0][0]
            what, hint = _IN_PLACE.get(match.lastgroup) or next(
                (what, hint)
                for characters, what, hint in _REASONS
                if re.match(f"[{characters}]", character)
            )
            yield Unsafe(match.start(), character, what, hint)


def replace_unsafe(text: str) -> str:
    """``text`` of the same length with U+FFFD for every refused character."""
    if not _SUSPECT.search(text):
        return text
    return _UNSAFE.sub(
        lambda match: REPLACEMENT * len(match[0]) if match.lastgroup else match[0], text
    )


def unsafe_character(unsafe: Unsafe, span: Span) -> Diagnostic:
    """The diagnostic for one refused character at ``span``."""
    name = unicodedata.name(unsafe.character, "")
    code = f"U+{ord(unsafe.character):04X}"
    named = f"`{code}` ({name.lower()})" if name else f"`{code}`"
    return error(RULE, f"{named} is {unsafe.what}", span, unsafe.hint)


def check_text(text: str, file: str, first_line: int = 1) -> tuple[Diagnostic, ...]:
    """Refuse unsafe characters in ``text``, which begins on ``first_line`` of ``file``.

    Lines end at a line feed only, as editors count them. The first fifty are reported, the
    last of these with the number of those left out.
    """
    found: list[Diagnostic] = []
    line, line_start, left_out = first_line, 0, 0
    for unsafe in find_unsafe(text):
        if len(found) == MOST_REPORTED:
            left_out += 1
            continue
        line += text.count("\n", line_start, unsafe.index)
        line_start = text.rfind("\n", 0, unsafe.index) + 1
        found.append(unsafe_character(unsafe, Span(file, line, unsafe.index - line_start + 1)))
    if left_out:
        found.append(error(RULE, f"and {left_out} more such characters", Span(file, line)))
    return tuple(found)
