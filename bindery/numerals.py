"""Numbers as languages write them: whether two texts say the same ones.

Digits of every script count alike, and so do 1,000 and 1 000, or 1.5 and 1,5. Words for
numbers are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .language import decimal_mark

_SPACES = " \u00a0\u2009\u202f"
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![\w.,])[-\u2010\u2011\u2013\u2212][\u200e\u200f\u061c]?)?"
    rf"(?:(?P<digits>\d+(?:[.,\u066b\u066c]\d+|:\d\d(?!\d)|['\u2019{_SPACES}]\d{{3}}(?!\d))*+)"
    rf"(?P<part>[{_FRACTIONS}])?|(?P<fraction>[{_FRACTIONS}]))"
    rf"(?:[{_SPACES}]?(?P<half>[ap])\.?m\b)?"
)
_MARK = re.compile(r"\D")
_DECIMAL = ".,:\u066b"
_GROUPED = 3  # digits between the marks of thousands
_IN_INDIA = 2  # digits between the marks above a thousand: 1,00,000
_NOON = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as ``written``, and the numbers that it may stand for: 1.125 is perhaps 1125."""

    written: str
    readings: frozenset[Decimal]


def numerals(text: str, mark: str = "") -> Iterator[Numeral]:
    """The numbers in ``text``; with ``mark``, what stands before decimals there, read by it."""
    for match in _NUMBER.finditer(text):
        written = match.group().strip()
        for found in _readings(match["digits"] or "0", mark):
            fraction = match["part"] or match["fraction"]
            exact = frozenset(each + _fraction(fraction) for each in found)
            signed = frozenset(-each for each in exact) if match["sign"] else exact
            yield Numeral(written, signed | _on_the_clock(signed, match["half"]))


def differences(original: str, translation: str, language: str) -> tuple[list[str], list[str]]:
    """Numbers of ``original`` that ``translation`` lacks, and those that it has too many.

    ``language`` is that of ``original``.
    """
    mark = decimal_mark(language)
    lacking: list[str] = []
    there = list(numerals(translation))
    for wanted in numerals(original, mark if mark in ".," else "."):
        same = next((each for each in there if each.readings & wanted.readings), None)
        if same:
            there.remove(same)
        else:
            lacking.append(wanted.written)
    return lacking, [each.written for each in there]


def _readings(digits: str, mark: str) -> Iterator[frozenset[Decimal]]:
    """What ``digits`` and the marks between them may stand for: one number, or many (1.2.3)."""
    groups, marks = _MARK.split(digits), _MARK.findall(digits)
    found = set()
    last = marks[-1] if marks else ""
    # A mark that can do both does what the language of the text makes of it.
    may_group = all(each not in "\u066b:" and each != mark for each in marks)
    if may_group and _are_thousands(groups):
        found.add(Decimal("".join(groups)))
    may_part = last in _DECIMAL and not (found and mark and last in ".,")
    if last and may_part and last not in marks[:-1] and _are_thousands(groups[:-1]):
        found.add(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
    if found:
        yield frozenset(found)
    else:
        yield from (frozenset({Decimal(group)}) for group in groups)


def _are_thousands(groups: list[str]) -> bool:
    """Whether the marks between ``groups`` of digits can part thousands, or there are none."""
    first, *rest = groups
    if not rest:
        return True
    sizes = {len(group) for group in rest[:-1]}
    return (
        len(first) <= _GROUPED
        and unicodedata.digit(first[0]) > 0
        and len(rest[-1]) == _GROUPED
        and (sizes <= {_GROUPED} or sizes == {_IN_INDIA})
    )


def _fraction(character: str | None) -> Decimal:
    return Decimal(str(unicodedata.numeric(character))) if character else Decimal(0)


def _on_the_clock(hours: frozenset[Decimal], half: str | None) -> frozenset[Decimal]:
    """What ``hours`` before or after noon ("a", "p") are where a day has 24."""
    if half == "p":
        return frozenset(hour + _NOON for hour in hours if hour < _NOON)
    return frozenset(hour - _NOON for hour in hours if half and _NOON <= hour < _NOON + 1)
