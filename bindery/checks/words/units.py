"""Units: close to their numbers, metric, and never one that is misread for another."""

from __future__ import annotations

import re

from bindery.diagnostics import Severity

from .forms import Form

# Begins with a digit and looks back from there, so that a search skips from digit to digit.
_NUMBER = r"(?P<number>\d(?<![\w.,/]\d)(?:\d{0,2}(?:,\d{3})+|\d*(?:\.\d+)?))"
# Opens the group `it`, which the unit closes.
_TEMPERATURE = (
    r"(?P<it>(?:(?<![\w)\u2212-])(?P<minus>[-\u2212])|(?<![\w.,]))(?P<number>\d+(?:\.\d+)?)"
)
_WARMTH = re.compile(
    r"\b(?:temperature|fever|fridge|freezer|thermometer|oven|boil\w*|cool\w*|warm\w*)\b",
    re.IGNORECASE,
)
_ANGLE = re.compile(
    r"\b(?:angle|bend\w*|bent|turn\w*|tilt\w*|rotat\w*|rais\w*|lift\w*|slop\w*|lean\w*)\b",
    re.IGNORECASE,
)
_DRINK = re.compile(r"\b(?:beer|lager|cider|alcohol|pub)\b", re.IGNORECASE)
_METRIC = re.compile(r"\d\s?(?:ml|litres?|cm|mm|m|metres?|g|kg)\b")
_FEEDING = re.compile(r"\b(?:feeds?|feeding|formula|milk|bottles?)\b", re.IGNORECASE)
_MEDICINE = re.compile(r"\b(?:insulin|heparin|dose|inject\w*|units?|vitamin)\b", re.IGNORECASE)
# A fever in Fahrenheit without a degree sign.
_LOWEST_FEVER, _HIGHEST_FEVER = 95.0, 110.0


def _closed_up(match: re.Match[str]) -> str:
    return f"{match['number']}{match['unit']}"


def _celsius(match: re.Match[str]) -> str:
    return f"{'-' if match['minus'] else ''}{match['number']}C"


def _lone_letter(match: re.Match[str]) -> str | None:
    """A temperature whose C stands apart; None where nothing is said of warmth."""
    return _celsius(match) if _WARMTH.search(match.string) else None


def _lone_degrees(match: re.Match[str]) -> str | None:
    """What "38 degrees" should be: only the author knows of what. None for an angle."""
    text = match.string
    return "" if _WARMTH.search(text) and not _ANGLE.search(text) else None


def _fahrenheit(match: re.Match[str]) -> str | None:
    """None for a size or a room (34F)."""
    fever = _LOWEST_FEVER <= float(match["number"]) <= _HIGHEST_FEVER
    return "" if match["sign"] or fever else None


def _imperial(match: re.Match[str]) -> str | None:
    """None where the metric amount stands beside it and no milk is measured, and in a pub."""
    text = match.string
    if _DRINK.search(text):
        return None
    return None if _METRIC.search(text) and not _FEEDING.search(text) else ""


def _micrograms(match: re.Match[str]) -> str:
    if match.string[match.end() :].startswith("/"):
        return ""
    return f"{match['number']} microgram{'' if match['number'] == '1' else 's'}"


def _units(match: re.Match[str]) -> str | None:
    """None for a size (12U) where nothing is said of a medicine."""
    if not _MEDICINE.search(match.string):
        return None
    return f"{match['number']} unit{'' if match['number'] == '1' else 's'}"


def _after_a_digit(letter: str, *blanks: str) -> tuple[str, ...]:
    return tuple(f"{digit}{blank}{letter}" for digit in range(10) for blank in blanks)


_BLANKS = (" ", "\u00a0", "\n")
_DEGREES = ("\u00b0", "\u00ba", "\u02da", "degree")
_UNIT_CUES = tuple(f"{blank}{letter}" for blank in _BLANKS for letter in "mkcdg%")

FORMS = (
    Form(
        "unit-space",
        Severity.WARNING,
        re.compile(rf"(?P<it>{_NUMBER}\s(?P<unit>mg|kg|ml|cl|dl|cm|mm|km|kcal|kJ|g|%))(?!\w)"),
        _closed_up,
        "has a space before its unit",
        cues=_UNIT_CUES,
    ),
    Form(
        "temperature-form",
        Severity.WARNING,
        re.compile(
            _TEMPERATURE + r"\s?(?:[\u00b0\u00ba\u02da]\s?(?:C\b|Celsius)"
            r"|degrees\s(?:C\b|Celsius|centigrade)|\s?(?:Celsius|centigrade)\b))",
            re.IGNORECASE,
        ),
        _celsius,
        "is not how temperatures are written here",
        cues=(*_DEGREES, "celsius", "centigrade"),
    ),
    Form(
        "temperature-form",
        Severity.WARNING,
        re.compile(_TEMPERATURE + r"\sC)(?![\w+])"),
        _lone_letter,
        "is not how temperatures are written here",
        cues=_after_a_digit("c", *_BLANKS),
    ),
    Form(
        "temperature-form",
        Severity.WARNING,
        re.compile(
            _TEMPERATURE + r"(?:\sdegrees\b|\s?\u00b0))(?!\s?(?:[CF]\b|C[a-z]|c[a-z]+ade|Fahr))"
        ),
        _lone_degrees,
        "does not say degrees of what",
        "write the number and `C`, as in `38C`",
        _DEGREES,
    ),
    Form(
        "temperature-form",
        Severity.WARNING,
        re.compile(
            r"(?<![\w.,])(?P<it>(?P<number>\d+(?:\.\d+)?)\s?"
            r"(?P<sign>[\u00b0\u00ba\u02da]\s?|degrees\s)?(?:F\b|(?P<word>Fahrenheit)))"
        ),
        _fahrenheit,
        "is in Fahrenheit, which few readers know",
        "write it in Celsius, as in `38C`",
        (*_DEGREES, "fahrenheit", *_after_a_digit("f", "", *_BLANKS)),
    ),
    Form(
        "imperial-unit",
        Severity.WARNING,
        re.compile(
            rf"(?P<it>{_NUMBER}\s?(?:fl\.?\s?oz|fluid\sounces?|oz|ounces?|pints?|inch(?:es)?|lbs?|gallons?))\b"
        ),
        _imperial,
        "is not metric",
        "write millilitres, centimetres or kilograms, as in `150ml`",
        ("oz", "ounce", "pint", "inch", "lb", "gallon"),
    ),
    Form(
        "unsafe-unit",
        Severity.ERROR,
        re.compile(rf"(?P<it>{_NUMBER}\s?(?:[\u00b5\u03bc]g|mcg|ug))\b"),
        _micrograms,
        "can be read as milligrams, a thousand times as much",
        "write the unit in full",
        ("\u00b5g", "\u03bcg", "mcg", "ug"),
    ),
    Form(
        "unsafe-unit",
        Severity.ERROR,
        re.compile(rf"(?P<it>{_NUMBER}\s?U)\b(?![\w&-])"),
        _units,
        "can be read with a 0 at its end, ten times as much",
        "write the unit in full",
        _after_a_digit("u", "", *_BLANKS),
    ),
)
