"""Typographic care: quotation marks by language, and spaces that must not break.

A line may not end between a number and its unit, or inside a phone number. In a text that
runs from right to left this is more than looks: a no-break space keeps the groups of a
phone number one number, which is shown in its own order.
"""

from __future__ import annotations

import re

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_ENGLISH = ("\u201c", "\u201d", "\u2018", "\u2019")
_LOW_HIGH = ("\u201e", "\u201c", "\u201a", "\u2018")
_GUILLEMETS = ("\u00ab", "\u00bb", "\u201c", "\u201d")
# Outer pair, inner pair. A language that is not here keeps the marks its author typed.
QUOTES: dict[str, tuple[str, str, str, str]] = {
    "en": _ENGLISH,
    "cy": _ENGLISH,
    "ga": _ENGLISH,
    "gd": _ENGLISH,
    "nl": _ENGLISH,
    "pt": _ENGLISH,
    "so": _ENGLISH,
    "tr": _ENGLISH,
    "bg": _LOW_HIGH,
    "cs": _LOW_HIGH,
    "de": _LOW_HIGH,
    "sk": _LOW_HIGH,
    "lt": _LOW_HIGH,
    "hu": ("\u201e", "\u201d", "\u00bb", "\u00ab"),
    "pl": ("\u201e", "\u201d", "\u00ab", "\u00bb"),
    "ro": ("\u201e", "\u201d", "\u00ab", "\u00bb"),
    "es": _GUILLEMETS,
    "it": _GUILLEMETS,
    "uk": _GUILLEMETS,
    "fr": (
        f"\u00ab{NO_BREAK_SPACE}",
        f"{NO_BREAK_SPACE}\u00bb",
        "\u201c",
        "\u201d",
    ),
}

_UNIT = (
    r"mcg|mg|kg|g|ml|mL|dl|cl|l|mm|cm|km|m|kcal|kJ|mmol|IU|hrs?|mins?|secs?|am|pm|%|"
    r"\u00b0\s?[CF]|[CF]|\u00b5g"
)
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d)[ \n](?=(?:{_UNIT})(?!\w))")
_NUMBER_AND_WORD = re.compile(r"(?<=\d)[ \n](?=[^\W\d_]|%|\u00b0)")
_PHONE = re.compile(r"(?<![\w+])(?:\+\d{1,3}|0\d{2,5})(?:[ \n]\d{2,6}){1,4}(?!\w)")
_SPACE = re.compile(r"[ \n]")
_MAY_BE_SET = re.compile(r"[\d\n]")
# A row's end between two ideographs or kana is no space.
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])\n(?=[{_WIDE}])")


def quotes_for(language: str) -> tuple[str, str, str, str] | None:
    """Opening and closing marks, outer then inner, for a BCP 47 ``language``; None to leave."""
    return QUOTES.get(language.split("-", 1)[0].lower())


def set_text(text: str) -> str:
    """Prose with no-break spaces before units and inside phone numbers."""
    if not _MAY_BE_SET.search(text):
        return text
    text = _PHONE.sub(lambda match: _SPACE.sub(NO_BREAK_SPACE, match.group()), text)
    text = _NUMBER_AND_UNIT.sub(NO_BREAK_SPACE, text)
    return _WIDE_BREAK.sub("", text)


def set_value(value: str) -> str:
    """A ledger value (``2 hours``): as prose, and every number tied to the word after it."""
    return _NUMBER_AND_WORD.sub(NO_BREAK_SPACE, set_text(value))


def set_phone(phone: str) -> str:
    """A phone number that stays on one line."""
    return _SPACE.sub(NO_BREAK_SPACE, phone.strip())
