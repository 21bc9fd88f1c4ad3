"""Lengths: of sentences, paragraphs and titles."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, Span, suggestion, warning
from bindery.readability import HardSentence, measure

from .prose import FOR_SOME, English, shown

_MOST_WORDS = 20
_MOST_SENTENCES = 3
_MOST_CHARACTERS = 65
_TOLD = ("summary", "paragraph", "item", "definition", "note", "caption", "alt", "cell")
_PARAGRAPHS = ("summary", "paragraph", "item", "definition", "note")


def long_sentences(guide: English) -> Iterator[Diagnostic]:
    """Sentences of more than 20 words, if they are the author's own."""
    for prose in guide.of(*_TOLD):
        for sentence in prose.sentences:
            count = len(sentence.words)
            if count > _MOST_WORDS and not (prose.is_mixed or prose.passage.quoted):
                words = shown(prose.text[sentence.start : sentence.end])
                yield warning(
                    "long-sentence",
                    f"{words} is a sentence of {count} words",
                    prose.place(sentence.start, sentence.end),
                    f"make two of it: {_MOST_WORDS} words are enough for one",
                )


def long_paragraphs(guide: English) -> Iterator[Diagnostic]:
    """Paragraphs of more than 3 sentences; a description or a quotation may be longer."""
    for prose in guide.of(*_PARAGRAPHS):
        count = len(prose.sentences)
        told = prose.passage.quoted or "description" in prose.passage.fences
        if count > _MOST_SENTENCES and not told:
            yield warning(
                "long-paragraph",
                f"{shown(prose.text)} is a paragraph of {count} sentences",
                prose.passage.span,
                f"begin a new one after {_MOST_SENTENCES} at most, or make a list of it",
            )


def long_titles(guide: English) -> Iterator[Diagnostic]:
    """A title of more than 65 characters."""
    for prose in guide.of("title"):
        if len(prose.text) > _MOST_CHARACTERS:
            yield warning(
                "long-title",
                f"{shown(prose.text)} is a title of {len(prose.text)} characters",
                prose.passage.span,
                f"keep it to {_MOST_CHARACTERS}, so that it fits a cover and a list of guides",
            )


def readability(guide: English) -> Iterator[Diagnostic]:
    """The scores of a guide with hard sentences, and the five hardest of these."""
    found = measure(guide.guide)
    hard = [each for each in found.hardest if each.is_hard and not _is_for_some(each)]
    if hard:
        title = next(iter(guide.of("title")), None)  # none is another finding
        places = ", ".join(f"line {each.span.line} ({shown(each.text)})" for each in hard)
        yield suggestion(
            "readability",
            f"some sentences of this guide are hard to read ({found})",
            title.passage.span if title else Span(guide.guide.path),
            f"begin with the hardest: {places}",
        )


def _is_for_some(sentence: HardSentence) -> bool:
    return FOR_SOME in sentence.passage.fences
