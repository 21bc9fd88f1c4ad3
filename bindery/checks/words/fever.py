"""A baby's temperature: the number by age at which to get help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, error, warning

from .prose import English, Prose, shown
from .scenes import Scene, scenes

_YOUNGEST, _YOUNG, _OLDER = "under 3 months", "3 to 6 months", "older"
_RIGHT = {_YOUNGEST: 38.0, _YOUNG: 39.0}
_LEAST, _MOST = 37.0, 42.0
_BELOW = r"(?:under|below|younger\sthan|less\sthan|up\sto)"
_AGE = re.compile(
    rf"\b(?:{_BELOW}\s(?P<youngest>3|three)\smonths"
    r"|(?P<young>(?:3|three)\s?(?:to|and|-|\u2013)\s?(?:6|six)\smonths)"
    r"|(?P<older>(?:over|older\sthan|above)\s(?:6|six)\smonths|(?:6|six)\smonths\s(?:or|and)\s(?:over|older)"
    r"|aged?\s\d+\sto\s\d+\syears|adults))\b",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(
    r"(?<![\d.-])(?P<number>\d\d(?:\.\d)?)\s?(?:[\u00b0\u00ba\u02da]\s?C|C|degrees(?:\sC\w*)?)(?!\w)"
)
_EITHER = re.compile(r"\bor\b(?!\s(?:more|above|higher|over|older))")
_FEVER = re.compile(r"\b(?:temperature|fever)\b", re.IGNORECASE)
# What is warm in that sentence is something else, or as it should be; or a fever means more to
# this reader than to others.
_OTHERWISE = re.compile(
    r"\b(?:bath|room|water|fridge|freezer|milk|oven|bottle|normal|usual|average"
    r"|chemotherapy|cancer|immune|transplant|spleen)\b",
    re.IGNORECASE,
)
_TOO_LOW = re.compile(r"\b(?:under|below|(?:lower|less)\sthan)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A temperature for an age, and where it is said."""

    age: str
    number: float
    prose: Prose
    match: re.Match[str]


def fever_numbers(guide: English) -> Iterator[Diagnostic]:
    """Temperatures for babies that are not those agreed for their age, and any for others."""
    for scene in scenes(guide, _TEMPERATURE):
        for said in _said(scene):
            words = shown(said.match.group())
            place = said.prose.place(*said.match.span())
            if said.age == _OLDER:
                message = f"{words} is a temperature for a person over 6 months"
                advice = "write `a high temperature`: no number is asked of them"
                yield warning("fever-number", message, place, advice)
            elif said.number != _RIGHT[said.age]:
                message = f"{words} is not when to get help for a baby {said.age}"
                advice = f"write `{_RIGHT[said.age]:.0f}C or more`"
                yield error("fever-number", message, place, advice)


def _said(scene: Scene) -> Iterator[_Said]:
    """The temperatures of a scene whose age is certain.

    That is an age in the same sentence, or else the one age in what leads in to a list.
    """
    if not any(_FEVER.search(prose.text) for prose in scene):
        return
    first, *rest = scene
    leading = {_age(match) for match in _AGE.finditer(first.text)} if rest else set()
    for prose in scene:
        for sentence in prose.sentences:
            ages = tuple(_AGE.finditer(prose.text, sentence.start, sentence.end))
            temperatures = [
                match
                for match in _TEMPERATURE.finditer(prose.text, sentence.start, sentence.end)
                if _is_fever(match, sentence.start)
            ]
            if ages:
                yield from _paired(prose, ages, temperatures)
            elif prose is not first and len(leading) == 1:
                age = next(iter(leading))
                yield from (_Said(age, float(each["number"]), prose, each) for each in temperatures)


def _age(match: re.Match[str]) -> str:
    kinds = {"youngest": _YOUNGEST, "young": _YOUNG, "older": _OLDER}
    return kinds[match.lastgroup or "older"]


def _is_fever(match: re.Match[str], begin: int) -> bool:
    """Whether a temperature, in the sentence that begins at ``begin``, may be a fever's."""
    if _OTHERWISE.search(match.string, begin, match.start()):
        return False
    return _LEAST <= float(match["number"]) <= _MOST and not _TOO_LOW.search(
        match.string, begin, match.start()
    )


def _paired(
    prose: Prose, ages: Sequence[re.Match[str]], temperatures: Sequence[re.Match[str]]
) -> Iterator[_Said]:
    """Ages and temperatures of a sentence one by one, where it is certain which go together."""
    if len(ages) != len(temperatures):
        return
    for age, match in zip(ages, temperatures, strict=True):
        between = prose.text[min(age.end(), match.end()) : max(age.start(), match.start())]
        # "Is under 3 months, or has a temperature of 39C": two signs and not one.
        if not _EITHER.search(between):
            yield _Said(_age(age), float(match["number"]), prose, match)
