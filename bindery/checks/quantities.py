"""Quantities in a text: numbers with a unit, times, doses, shares, prices, phone numbers.

Counts of things ("2 pillows"), dates, ages without a unit and the numbers of steps, pages
and days are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[\u00bc\u00bd\u00be]?"
_GAP = r"[\s\u00a0\u202f-]?"
_JOIN = r"[\s\u00a0]?(?:to|[-\u2013\u2014x\u00d7])[\s\u00a0]?"
_AND = r"[\s\u00a0](?:and|by|or)[\s\u00a0]"
_SYMBOLS = (
    r"%|\u00b0[\s\u00a0]?[CF]?|[CF]|mmol/l|mmHg|bpm|mcg|[\u00b5\u03bc]g|[mk]?g|mm|cm|km|"
    r"[mcd]?[lL]|m|kcal|kJ|fl oz|oz|lbs?|IU"
)
_ENGLISH = (
    r"per ?cent|degrees?(?: (?:Celsius|centigrade|Fahrenheit|C|F))?|"
    r"(?:milli|centi|kilo)?(?:met|lit)(?:re|er)s?|(?:milli|micro|kilo)?grams?|kilos?|miles?|"
    r"inch(?:es)?|ounces?|pints?|calories|kilocalories|"
    r"(?:second|sec|minute|min|hour|hr|day|night|week|fortnight|month|year|decade)s?|times|"
    r"(?:unit|drop|puff|spray|tablet|capsule|sachet|dose|scoop|portion|spoonful)s?|"
    r"(?:tea|table)spoon(?:ful)?s?"
)
_WHICH = r"(?:(?:working|full|whole|more|level|heaped|further|extra)[\s\u00a0])?"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})?[\s\u00a0]?[ap]m\b|(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:]))"
_MONEY = rf"[\u00a3\u20ac$]{_NUMBER}|{_NUMBER}p\b"
_SHARE = r"(?P<part>\d[\d,]*)[\s\u00a0](?:in(?: every)?|out of)[\s\u00a0](?P<whole>\d[\d,]*\d|\d)\b"


def _pattern(words: str) -> re.Pattern[str]:
    """What finds a quantity, its units being the symbols and ``words`` (perhaps none)."""
    units = rf"(?:(?:{_SYMBOLS})(?!\w)"
    units += rf"|{_WHICH}(?:{words})\b(?![\u2019']s\b))" if words else ")"
    amount = rf"{_NUMBER}(?:(?:{_GAP}{units})?{_JOIN}[-\u2212]?{_NUMBER}|{_AND}{_NUMBER})?"
    return re.compile(
        rf"(?<![\w.,:])(?=[-\u2212\u00a3\u20ac$]?\d)(?:{_MONEY}|{_SHARE}|{_CLOCK}(?:{_JOIN}{_CLOCK})?|"
        rf"[-\u2212]?{amount}{_GAP}{units})"
    )


_UNIT = re.compile(rf"(?:{_SYMBOLS})(?:/(?:{_SYMBOLS}))*")
_LETTERS = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)*")
_IN_ENGLISH = _pattern(_ENGLISH)
_ANYWHERE = _pattern("")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_IGNORED = re.compile(r"[\s\u00a0\u202f\u00b0,]")

_PHONE = re.compile(r"(?<![\w.,/+-])(?=[+(0])(?:\+\d|\(?0\d)[\d\s\u00a0()-]{6,16}\d(?!\w)")
FEWEST_DIGITS = 5  # of any phone number, those of emergency services left out
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15  # of one with its area's code
_SHORT_PHONE = re.compile(
    r"\b(?:call|dial|phone|ring|text)\b[^.\n\d]{0,30}?(?P<number>\d{3}[\s\u00a0]\d{3}|\d{5,6})\b"
    r"(?![\s\u00a0-]?\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at ``text[start:end]``. ``key`` is the same for all ways to write it."""

    start: int
    end: int
    text: str
    key: str


def quantities(text: str, *, english: bool) -> Iterator[Quantity]:
    """The quantities in ``text``, phone numbers left out; units that are words in English only."""
    for match in (_IN_ENGLISH if english else _ANYWHERE).finditer(text):
        if match["whole"] is None or _is_share(match["part"], match["whole"]):
            yield Quantity(match.start(), match.end(), match.group(), key_of(match.group()))


def phones(text: str, *, english: bool) -> Iterator[Quantity]:
    """The phone numbers in ``text``, those of emergency services left out; ``key`` is digits."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
            yield Quantity(match.start(), match.end(), match.group(), digits)
    for match in _SHORT_PHONE.finditer(text) if english else ():
        start, end = match.span("number")
        yield Quantity(start, end, match["number"], re.sub(r"\D", "", match["number"]))


def key_of(written: str) -> str:
    """A quantity without what may differ between two ways to write it: "38 °C" is "38C"."""
    return _IGNORED.sub("", written).replace("\u2212", "-").replace("\u2013", "-").casefold()


def says_words(text: str) -> bool:
    """Whether there is more in ``text`` than numbers and the symbols of units: "2cm to 3cm"."""
    return any(not _UNIT.fullmatch(word) for word in _LETTERS.findall(text))


def _is_share(part: str, whole: str) -> bool:
    """Whether "1 in 7" says how many of how many, and not "2 in 1" or "day 3 in 2026"."""
    few, many = int(part.replace(",", "")), int(whole.replace(",", ""))
    return few < many and not _FIRST_YEAR <= many <= _LAST_YEAR
