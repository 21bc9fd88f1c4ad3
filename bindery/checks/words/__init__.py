"""Checks on the words of a guide in English. A rule is one function of the prepared text.

To add one: a function in a file here, and its name in the tuple below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from bindery.diagnostics import Diagnostic
from bindery.guide import Guide

from . import (
    chances,
    choice,
    dates,
    emphasis,
    fever,
    headings,
    lengths,
    links,
    lists,
    numbers,
    safety,
    units,
)
from .forms import unfit
from .prose import English, english

WordRule = Callable[[English], Iterable[Diagnostic]]

_FORMS = (*dates.FORMS, *units.FORMS, *numbers.FORMS)

RULES: tuple[WordRule, ...] = (
    lengths.long_sentences,
    lengths.long_paragraphs,
    lengths.long_titles,
    lengths.readability,
    lists.long_lists,
    lists.uneven_lists,
    lists.forms,
    lists.step_forms,
    headings.stops,
    headings.questions,
    headings.title_case,
    emphasis.italics,
    emphasis.bold_words,
    emphasis.capitals,
    dates.name_ranges,
    numbers.in_words,
    chances.percentages,
    choice.word_list,
    choice.contractions,
    links.link_words,
    safety.online_for_young,
    safety.dialled,
    safety.your_gp,
    fever.fever_numbers,
)


def in_english(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Everything that the rules find in a guide's English; nothing in other languages."""
    prepared = english(guide)
    if prepared is None:
        return
    yield from unfit(prepared, _FORMS)
    for rule in RULES:
        yield from rule(prepared)
