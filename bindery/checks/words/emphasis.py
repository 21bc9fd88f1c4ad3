"""Emphasis: no italics, no words in capitals, and bold only where words begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, suggestion, warning
from bindery.sentences import is_english

from .prose import English, shown

_RUNNING = ("summary", "paragraph", "item", "definition", "note")
_CAPITALS = re.compile("[A-Z]{2}")
_SHOUTED = re.compile(
    r"(?<![\w&/.\ufffc-])[A-Z]{2,}(?:['\u2019][A-Z]+)?(?:,? [A-Z]{2,})*(?![\w&/\ufffc-]|\.\w)"
)
_TYPED = re.compile(r"\b(?:text|press|type|enter|reply|marked|labelled|says?)\s$", re.IGNORECASE)
_STRESSED = frozenset(
    (
        *("ALL", "ALWAYS", "AND", "ANY", "BEFORE", "AFTER", "CALL", "DANGER", "DO"),
        *("EVERY", "IF", "IMMEDIATELY", "IMPORTANT", "MUST", "NEVER", "NO", "NONE"),
        *("NOT", "NOTE", "NOW", "ONLY", "OR", "PLEASE", "STOP", "URGENT", "VERY"),
        *("WARNING", "WITH", "WITHOUT", "YES", "YOU", "YOUR", "ARE", "CANNOT", "EACH", "FIRST"),
        *("FROM", "HERE", "KEEP", "LESS", "MORE", "ONCE", "READ", "TAKE", "THAT", "THE", "THEM"),
        *("THEN", "THIS", "TOUCH", "WHEN", "WILL"),
    )
)
# Short forms that are words as well.
_SHORT_FORMS = frozenset(
    (
        *("AIDS", "ALL", "AS", "ACT", "CAT", "COPE", "FAST", "FIT", "HELP", "HER"),
        *("HOPE", "ICE", "IT", "LAST", "MIND", "PET", "PIN", "REST", "RICE", "SAD"),
        *("SAFE", "SANDS", "SHE", "STEP", "TEXT", "US", "WHO"),
    )
)


def italics(guide: English) -> Iterator[Diagnostic]:
    """Words in italics; those of another language may be."""
    for prose in guide.passages:
        at = 0
        for run in prose.passage.runs:
            start, at = at, at + len(run.text)
            foreign = run.language != "" and not is_english(run.language)
            if "em" in run.looks and not foreign and run.text.strip():
                yield warning(
                    "italics",
                    f"{shown(run.text)} is in italics, which are hard to read",
                    prose.place(start, at),
                    "take the `*` or `_` away; the words around it can say what matters",
                )


def bold_words(guide: English) -> Iterator[Diagnostic]:
    """Bold words in the middle of a sentence."""
    for prose in guide.of(*_RUNNING):
        at = 0
        for run in prose.passage.runs:
            start, at = at, at + len(run.text)
            if "strong" in run.looks and not prose.begins_sentence(start):
                yield suggestion(
                    "bold-words",
                    f"{shown(run.text)} is bold in the middle of a sentence",
                    prose.place(start, at),
                    "keep bold for the words that begin a step or a paragraph",
                )


def capitals(guide: English) -> Iterator[Diagnostic]:
    """Words in capitals; short forms such as NHS are none."""
    for prose in guide.passages:
        if not _CAPITALS.search(prose.own):
            continue
        for match in _SHOUTED.finditer(prose.own):
            # "Text STOP to 12345", "press STOP": what a reader has to type, or sees.
            if _TYPED.search(prose.own, 0, match.start()):
                continue
            words = re.findall("[A-Z]+", match.group())
            if "T" in words or any(_is_stressed(word, guide) for word in words):
                yield warning(
                    "capitals",
                    f"{shown(match.group())} is in capitals, which are hard to read and shout",
                    prose.place(*match.span()),
                    "write it in small letters",
                )


def _is_stressed(word: str, guide: English) -> bool:
    if word in _SHORT_FORMS:
        return False
    return word in _STRESSED or (len(word) > 3 and word.lower() in guide.common)  # noqa: PLR2004
