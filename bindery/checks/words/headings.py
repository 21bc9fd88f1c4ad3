"""Headings: plain statements in sentence case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bindery.diagnostics import Diagnostic, warning
from bindery.sentences import words_of

from .prose import English, Prose, mended, shown

_STOP = re.compile(r"(?<=\w)\.\s*$")
_ABBREVIATED = re.compile(r"\b(?:etc|e\.g|i\.e|Ltd|Inc|St|Dr|[A-Z](?:\.[A-Z])*|[ap]\.m)\.\s*$")
_CAPITALISED = re.compile(r"(?<=[\w,] )[A-Z][a-z]+\b")
_FEWEST_CAPITALS = 2
# Never part of a name but at its beginning, or small in it.
_SMALL = frozenset(
    (
        *("A", "After", "An", "And", "Are", "At", "Before", "Can", "Do", "For", "From", "How"),
        *("If", "Is", "Of", "Or", "To", "What", "When", "With", "You", "Your"),
    )
)
_MOST_OF_THEM = 0.6


def stops(guide: English) -> Iterator[Diagnostic]:
    """Headings that end in a full stop."""
    for prose in guide.of("title", "heading"):
        match = _STOP.search(prose.text)
        if match and not _ABBREVIATED.search(prose.text) and len(prose.sentences) == 1:
            start = prose.text.rfind(" ", 0, match.start()) + 1
            words = prose.text[start : match.start() + 1]
            yield mended(
                warning(
                    "heading-stop",
                    f"{shown(prose.text)} is a heading and ends in a full stop",
                    prose.place(start, match.start() + 1),
                    "leave the full stop out",
                ),
                words,
                words[:-1],
            )


def questions(guide: English) -> Iterator[Diagnostic]:
    """Headings that are questions, which belong to question blocks."""
    for prose in guide.of("title", "heading"):
        if prose.text.rstrip("\u201d\u2019 \n").endswith("?") and not _may_ask(prose):
            yield warning(
                "heading-question",
                f"{shown(prose.text)} is a heading and a question",
                prose.passage.span,
                "say what the section tells, or make it a `question` block",
            )


def _may_ask(prose: Prose) -> bool:
    return prose.passage.title and prose.passage.fences[-1:] == ("question",)


def title_case(guide: English) -> Iterator[Diagnostic]:
    """Headings with Capitals Like These.

    A capital counts where the guide writes that word in small letters elsewhere, and never
    with a capital in the middle of a sentence: such a word is no name.
    """
    for prose in guide.of("title", "heading"):
        capitals = [match.group() for match in _CAPITALISED.finditer(prose.own)]
        common = [word for word in capitals if _is_common(word, guide)]
        common = [word for word in common if word in _SMALL or not _is_named(word, prose, guide)]
        if _is_title_case(prose, capitals, common):
            yield warning(
                "sentence-case",
                f"{shown(prose.text)} has capitals that no sentence would have",
                prose.passage.span,
                f"write {', '.join(f'`{word.lower()}`' for word in common)}",
            )


def _is_title_case(prose: Prose, capitals: Sequence[str], common: Sequence[str]) -> bool:
    """Whether most capitals are of common words, or most words have capitals, small ones too."""
    if len(common) >= _FEWEST_CAPITALS and 2 * len(common) > len(capitals):
        return True
    following = len(words_of(prose.text)) - 1
    many = len(capitals) >= max(_FEWEST_CAPITALS, _MOST_OF_THEM * following)
    return many and not _SMALL.isdisjoint(capitals)


def _is_named(word: str, prose: Prose, guide: English) -> bool:
    """Whether a word is part of a name: beside another capital that is no common word's."""
    neighbours = re.findall(rf"([A-Z][a-z]+) {word}\b|\b{word} ([A-Z][a-z]+)", prose.own[1:])
    return any(not _is_common(each, guide) for pair in neighbours for each in pair if each)


def _is_common(word: str, guide: English) -> bool:
    if word in _SMALL:
        return True
    return word != "The" and word.lower() in guide.common and word not in guide.names
