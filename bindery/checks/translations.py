"""A translation against the text that it translates: it says no less, and nothing else.

Whoever signs a translation off often reads one of the two languages only. What a program can
compare without reading either: blocks, entries of the ledgers, numbers, and what was released.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from bindery.diagnostics import Diagnostic, Span, warning
from bindery.guide import Block, Guide
from bindery.language import is_same_language
from bindery.snapshot import digest
from bindery.wording import Passage

from .findings import weighed

_NUMBER = re.compile(r"\d{1,15}")  # the digits of every script, few enough to be told
_FEWEST_WORDS = 4  # of a passage that two languages hardly have in common
_TEXT = {"prose", "figure"}  # compared by their numbers, and as a picture


def translation_behind(original: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """A translation that is as it was released, of a text that is not."""
    released = guide.settings.released
    if released is None or not {original.language, guide.language} <= set(released.content):
        return
    if digest(original) == released.content[original.language]:
        return
    if digest(guide) == released.content[guide.language]:
        message = (
            f"the {original.language} text has changed since version {released.version} was "
            "released, and this translation has not"
        )
        hint = (
            f"translate the changes: `handout release {guide.name}` lists them on the control "
            f"sheet of {original.language}"
        )
        yield weighed(guide, "translation-behind", message, Span(guide.path), hint)


def translation_blocks(original: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """Blocks that one of the two texts has and the other has not."""
    theirs, ours = list(_components(original)), list(_components(guide))
    names = [name for name, _ in theirs], [name for name, _ in ours]
    # Without autojunk: in a long guide every `step` would count as noise.
    changes = SequenceMatcher(None, *names, autojunk=False).get_opcodes()
    for change, start, end, first, last in changes:
        if change == "equal":
            continue
        # What is missing is missing before what follows it.
        place = ours[min(first, len(ours) - 1)][1] if ours else Span(guide.path)
        if start < end:
            line = theirs[start][1].line
            what = _some(names[0][start:end])
            message = f"missing here: {what} ({original.language}, line {line})"
            hint = "translate it here, so that no reader gets less than the others"
            yield weighed(guide, "translation-blocks", message, place, hint)
        if first < last:
            message = f"not in the {original.language} text: {_some(names[1][first:last])}"
            hint = "write it there too, or take it out here"
            yield weighed(guide, "translation-blocks", message, place, hint)


def translation_entries(original: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """Facts and contacts that one of the two texts prints and the other does not."""
    theirs, ours = _entries(original), _entries(guide)
    for entry in sorted(theirs.keys() - ours.keys()):
        message = f"the {original.language} text prints {entry}, and this translation does not"
        yield weighed(guide, "translation-entries", message, Span(guide.path), _seen(theirs[entry]))
    for entry in sorted(ours.keys() - theirs.keys()):
        message = f"the {original.language} text does not print {entry}"
        yield weighed(guide, "translation-entries", message, ours[entry])


def translation_numbers(original: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """Sections whose typed numbers are not those of the text they translate.

    A warning in an approved guide too: languages write some numbers as words.
    """
    theirs, ours = _numbers(original), _numbers(guide)
    if len(theirs) != len(ours):
        return  # `translation_blocks` says what is missing
    for (there, before), (here, after) in zip(theirs, ours, strict=True):
        if before != after:
            differences = (before - after, "there"), (after - before, "here")
            told = "; ".join(f"{_listed(each)} only {where}" for each, where in differences if each)
            message = (
                "the numbers from here to the next heading are not those of "
                f"{original.language} (line {there.line}): {told}"
            )
            yield warning("translation-numbers", message, here)


def untranslated_text(original: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """Passages that are word for word those of the other language: of each section the first."""
    if is_same_language(original.language, guide.language):
        return
    theirs = {_own_words(passage) for passage in original.wording.passages}
    lines = [1, *(section.span.line or 1 for section in guide.sections), 1 << 62]
    for passages in _between(guide, lines):
        same = [each for each in passages if _is_prose(each) and _own_words(each) in theirs]
        if same:
            more = f", and {len(same) - 1} more before the next heading" if same[1:] else ""
            message = f"this is as in the {original.language} text, not translated{more}"
            hint = "translate it, or say that it is meant: `handout explain untranslated-text`"
            place = same[0].place(0, len(same[0].text))
            yield weighed(guide, "untranslated-text", message, place, hint)


TRANSLATION_CHECKS: tuple[Callable[[Guide, Guide], Iterable[Diagnostic]], ...] = (
    translation_behind,
    translation_blocks,
    translation_entries,
    translation_numbers,
    untranslated_text,
)
"""Each is given the text in the guide's first language, and the translation."""


def _components(guide: Guide) -> Iterator[tuple[str, Span]]:
    """What the guide is built of, in order: what to call it, and its place."""
    yield from _inside(guide.lead)
    for section in guide.sections:
        yield "a section", section.span
        yield from _inside(section.blocks)


def _inside(blocks: Iterable[Block]) -> Iterator[tuple[str, Span]]:
    for block in blocks:
        if block.picture:
            yield "a picture", block.picture.span
        if block.kind == "item":
            yield "an item", block.span
        elif block.kind == "step":
            yield "a step", block.span
        elif block.kind == "contact":
            yield f"a contact (`{block.argument}`)", block.span
        elif block.kind not in _TEXT:
            card = f"a `{block.argument}` card" if block.kind == "card" else ""
            yield card or f"a `{block.kind}` block", block.span
        yield from _inside(block.children)


def _some(names: list[str]) -> str:
    """The first of ``names``, and how many more there are."""
    return names[0] + (f" and {len(names) - 1} more" if names[1:] else "")


def _entries(guide: Guide) -> dict[str, Span]:
    """The ledger entries that the guide prints, in words, and where its text first names each."""
    entries = [("fact", name) for name in guide.facts]
    entries += (("contact", name) for name in guide.contacts)
    found = {f"{ledger} `{name}`": Span(guide.path) for ledger, name in entries}
    for passage in guide.wording.passages:
        for each in passage.references():
            entry = f"{each.ledger} `{each.name}`"
            if found.get(entry) == Span(guide.path):
                found[entry] = each.span
    return found


def _seen(span: Span) -> str | None:
    return f"it stands there in line {span.line}" if span.line else None


def _numbers(guide: Guide) -> list[tuple[Span, Counter[int]]]:
    """The typed numbers of the text before the first section and of each section."""
    starts = [Span(guide.path, 1), *(section.span for section in guide.sections)]
    lines = [*(span.line or 1 for span in starts), 1 << 62]
    return [
        (span, Counter(number for passage in passages for number in _typed(passage)))
        for span, passages in zip(starts, _between(guide, lines), strict=True)
    ]


def _between(guide: Guide, lines: list[int]) -> Iterator[list[Passage]]:
    for first, end in pairwise(lines):
        yield [each for each in guide.wording.passages if first <= (each.span.line or 1) < end]


def _typed(passage: Passage) -> Iterator[int]:
    """The numbers in a passage that its author typed: 1.25 and 1,25 are both 1 and 25."""
    for run in passage.runs:
        if run.origin == "words":
            yield from map(int, _NUMBER.findall(run.text))


def _own_words(passage: Passage) -> str:
    """What its author typed, however it was broken into lines."""
    typed = "".join(run.text for run in passage.runs if run.origin == "words")
    return " ".join(typed.split())


def _is_prose(passage: Passage) -> bool:
    """Whether it is more than a name, in no language that its author marked."""
    words = _own_words(passage).split()
    marked = any(run.language for run in passage.runs) or passage.quoted
    return len(words) >= _FEWEST_WORDS and not marked


def _listed(numbers: Counter[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers.elements()))
