"""Chances: as people, not as percentages, and in one way all through a guide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, suggestion, warning

from .prose import English, shown

_WHO = (
    r"people|women|men|babies|children|parents|adults|patients|those|cases|births|pregnancies"
    r"|mothers|users"
)
_PERCENT = r"\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)"
# Of people, or said to be a chance; the strength of a cream or a gel is neither.
_OF_PEOPLE = re.compile(
    rf"(?P<it>{_PERCENT})\s(?:of\s(?:all\s|the\s)?(?:{_WHO})\b|chance\b|risk\b)"
    rf"|\b(?:chance|risk)\s(?:of|is)\s(?:about\s)?(?P<is>{_PERCENT})"
)
_ONE_IN = re.compile(r"\b1\sin\s(?:every\s)?\d")


def percentages(guide: English) -> Iterator[Diagnostic]:
    """A share of people in percent; worse where the guide says "1 in 7" elsewhere."""
    if "%" not in guide.whole and "per cent" not in guide.whole and "percent" not in guide.whole:
        return
    found = [(prose, match) for prose in guide.numbers for match in _OF_PEOPLE.finditer(prose.form)]
    mixed = any(_ONE_IN.search(prose.form) for prose in guide.passages) if found else False
    for prose, match in found:
        group = "it" if match["it"] else "is"
        words, place = shown(match[group]), prose.place(*match.span(group))
        if mixed:
            message = f"{words} stands in a guide that tells other chances as `1 in \u2026`"
            yield warning("mixed-chances", message, place, "tell every chance in the same way")
        else:
            message = f"{words} of people is harder to picture than a number of people"
            yield suggestion("percentage", message, place, "write it as in `1 in 7 people`")
