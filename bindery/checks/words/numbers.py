"""Numbers: in figures, with their commas, and with decimals that cannot be misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, Severity, suggestion

from .forms import Form
from .prose import English, mended, shown

_COUNTED = (
    r"people|babies|children|women|men|parents|births|patients|adults|calories|kcal|steps|times"
    r"|mg|g|ml|micrograms|kg|km|miles|metres|units|IU|pounds|cases|deaths|days|hours"
)
# What a number that may be a year ("in 2025 births rose") cannot count.
_MEASURED = re.compile(r"\s?(?:mg|g|ml|micrograms|kg|kcal|calories|IU)\b")
_YEARS = range(1900, 2100)
_TIMES_AND_PEOPLE = (
    r"minutes?|hours?|days?|weeks?|months?|years?|times|people|babies|children|women|men"
)
_DOSES = r"mg|g|ml|micrograms?|units?"
_FIGURES = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2
    )
}
_WORD = "|".join(_FIGURES)
_MEASURES = (
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|doses?|tablets?|capsules?|drops?"
    r"|puffs?|sides|teaspoons?|tablespoons?|millilitres|centimetres|metres|degrees|feeds|nappies|people|babies|children|adults"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?<!one or )(?<!one to )"
    rf"(?P<it>(?:(?P<low>{_WORD})\s(?P<link>or|to)\s)?(?P<high>{_WORD}))(?=\s(?:{_MEASURES})\b)"
    r"(?!\s\w+\sor\s(?:two|so)\b)"
)


def in_words(guide: English) -> Iterator[Diagnostic]:
    """Counts written as words: "three times a day"; not at the start of a sentence."""
    if guide.common.isdisjoint(_FIGURES):
        return
    for prose in guide.passages:
        for match in _IN_WORDS.finditer(prose.own):
            words, place = match["it"], prose.place(*match.span("it"))
            low = f"{_FIGURES[match['low']]} {match['link']} " if match["low"] else ""
            right = low + _FIGURES[match["high"]]
            finding = suggestion(
                "number-words", f"{shown(words)} is a number in words", place, f"write `{right}`"
            )
            yield mended(finding, words, right)


def _with_commas(match: re.Match[str]) -> str | None:
    """None for what may be a year."""
    before = match.string[: match.start("it")]
    number, measured = int(match["number"]), _MEASURED.match(match.string, match.end("it"))
    if number in _YEARS and not measured and not before.endswith("\u00a3"):
        return None
    return format(number, ",")


_POINTS = tuple(f".{digit}" for digit in range(10))
# Begins with a digit and looks back from there, so that a search skips from digit to digit.
_INTEGER = r"\d(?<![\w.,]\d)\d*"

FORMS = (
    Form(
        "decimal-zero",
        Severity.ERROR,
        re.compile(r"(?P<it>\.(?<![\w.,)\]/\u2026]\.)(?P<digits>\d+))(?![\w.]*\.\w)"),
        lambda match: f"0.{match['digits']}",
        "can be read without its point, ten or a hundred times as much",
        cues=_POINTS,
    ),
    Form(
        "decimal-zero",
        Severity.ERROR,
        re.compile(rf"(?P<it>(?P<whole>{_INTEGER})\.0+)(?=\s?(?:{_DOSES})\b(?!/))"),
        lambda match: match["whole"],
        "can be read without its point, ten or a hundred times as much",
        cues=(".0",),
    ),
    Form(
        "decimal",
        Severity.WARNING,
        re.compile(rf"(?P<it>{_INTEGER}\.\d+(?=\s(?:{_TIMES_AND_PEOPLE})\b))"),
        lambda _: "",
        "is a decimal that readers have to work out",
        "write a whole number, or words such as `2 and a half hours`",
        _POINTS,
    ),
    Form(
        "thousands-comma",
        Severity.WARNING,
        re.compile(
            r"(?P<it>(?P<number>[1-9](?<![\w.,/:+#\u00a0-][1-9])\d{3,6}))"
            rf"(?=\s?(?:{_COUNTED})\b)"
        ),
        _with_commas,
        "has no comma",
    ),
    Form(
        "thousands-comma",
        Severity.WARNING,
        re.compile(r"\u00a3(?P<it>(?P<number>[1-9]\d{3,6}))(?![\d,]|\.\d)"),
        _with_commas,
        "has no comma",
        cues=("\u00a3",),
    ),
)
