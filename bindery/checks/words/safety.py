"""Words that send a reader for help: to a number that answers, and to someone who is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bindery.diagnostics import Diagnostic, error, suggestion, warning

from .prose import English, Prose, mended, shown
from .scenes import scenes

_ONLINE = re.compile(
    r"\b111\s(?:online|website)\b|\b111\.nhs\.uk\b|\bNHS\s111\sonline\b", re.IGNORECASE
)
_BABY = r"(?:bab(?:y|ies)|newborns?|toddlers?|infants?)"
_BELOW = r"(?:under|younger\sthan|less\sthan|below)(?:\sthe\sage\sof)?"
_FEW = r"(?:[1-5]|one|two|three|four|five)"
# The baby is who is ill, and not who was born ("if you have had a baby").
_UNDER_5 = re.compile(
    rf"\b{_BABY}(?:\s(?:is|are|has|have|had|was|seems?|looks?|feels?|cannot|can|do|does|did|will|gets?"
    r"|becomes?|starts?|stops?|keeps?|vomits?|refuses?|under|who|with)\b|['\u2019]s\s(?:skin|breathing"
    r"|temperature|lips|nappy|nappies|cry)\b)"
    rf"|\bfor\s(?:an?\s|your\s|the\s)?(?:\w+\s)?{_BABY}\b"
    rf"|\b(?:child(?:ren)?|aged?|anyone|someone)\s(?:is\s|are\s|who\s(?:is|are)\s)?{_BELOW}\s{_FEW}\b"
    rf"|\b{_BELOW}\s(?:{_FEW}(?:\syears?\b|s\b)|\d+\s(?:weeks|months)\b)(?!\s(?:pregnant|after|ago|before))",
    re.IGNORECASE,
)
# A sentence that already says who may not use it, or who may.
_WARNED = re.compile(
    r"\b(?:not|never|cannot|n't|n\u2019t|only|unless|aged|over|older|instead)\b|\b5\s(?:and|or|years)\b",
    re.IGNORECASE,
)
_DIALLED = re.compile(
    r"\b(?P<it>(?P<verb>[Rr]ing|[Dd]ial|[Pp]hone|[Tt]elephone)(?=\s(?:NHS\s)?(?:111|999)\b))"
)
_YOUR_GP = re.compile(
    r"\b(?:see|contact|call|phone|ring|visit|ask|(?:speak|talk)\s(?:to|with)|go\sto)\s"
    r"(?P<it>your\sGP)\b(?!\s(?:surgery|practice|team|nurse|receptionist))(?!['\u2019]s)",
    re.IGNORECASE,
)


def online_for_young(guide: English) -> Iterator[Diagnostic]:
    """111 online for a child under 5, whom it does not serve."""
    for scene in scenes(guide, _ONLINE):
        told = [(prose, match) for prose in scene for match in _ONLINE.finditer(prose.text)]
        if _is_for_young(scene) and not any(_warns(*each) for each in told):
            prose, match = told[0]
            yield error(
                "online-111",
                f"{shown(match.group())} is not for children under 5",
                prose.place(*match.span()),
                "write `call 111`",
            )


def _is_for_young(scene: Sequence[Prose]) -> bool:
    return any(_UNDER_5.search(prose.text) for prose in scene)


def _warns(prose: Prose, match: re.Match[str]) -> bool:
    """Whether the sentence that names the website says whom it is for."""
    around = (
        prose.text[sentence.start : sentence.end]
        for sentence in prose.sentences
        if sentence.start <= match.start() < sentence.end
    )
    return any(_WARNED.search(sentence) for sentence in around)


def dialled(guide: English) -> Iterator[Diagnostic]:
    """What is rung or dialled and should be called: 111 and 999."""
    for prose in guide.numbers:
        for match in _DIALLED.finditer(prose.text):
            words = match["it"]
            right = "Call" if words[0].isupper() else "call"
            finding = warning(
                "call-111",
                f"{shown(words)} is not what other guides say of 111 and 999",
                prose.place(*match.span("it")),
                f"write `{right}`",
            )
            yield mended(finding, words, right)


def your_gp(guide: English) -> Iterator[Diagnostic]:
    """A GP of one's own for a reader who needs help: not everyone has one, and any will do."""
    if "your gp" not in guide.whole:
        return
    for prose in guide.passages:
        for match in _YOUR_GP.finditer(prose.own):
            words = match["it"]
            yield suggestion(
                "a-gp",
                f"{shown(words)} may keep a reader waiting for one doctor, or who has none",
                prose.place(*match.span("it")),
                "write `a GP`, if any of them can help",
            )
