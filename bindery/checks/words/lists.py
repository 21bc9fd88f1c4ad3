"""Lists: short, even, and in one of two forms: fragments after a colon, or whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bindery.diagnostics import Diagnostic, suggestion, warning
from bindery.sentences import words_of

from .prose import English, Prose, mended, shown
from .scenes import CARDS

_MOST_ITEMS = 6
# Lists that are ticked or filled in: as long as they need to be, and labels of any form.
_FORMS = frozenset({"checklist", "write-in"})
_DO = frozenset({"do", "do-not"})
_STEPS = "steps"
_SENTENCE_END = re.compile(r"[.!?:\u2026][\u201d\u2019)]*\s*$")
_STOP = re.compile(r"(?<=[\w)])(?P<mark>[.;,])\s*$")
_JOINED = re.compile(r"[,;]?\s(?P<word>and|or)\s*[,;]?\s*$")
_FIRST_WORD = re.compile(r"[A-Z][a-z]*(?=[\s,:])")
_SMALL_WORD = re.compile(r"[a-z]+(?=[\s,.:;!?]|$)")
_ABBREVIATED = re.compile(r"\b(?:etc|e\.g|i\.e|[ap]\.m|Ltd)\.\s*$")
# Words that begin an item and are never names; others count if the guide writes them small.
_NO_NAMES = frozenset(
    (
        *("a", "an", "any", "are", "ask", "avoid", "be", "been", "bleeding", "can"),
        *("check", "do", "feel", "feeling", "feels", "give", "go", "had", "has", "have"),
        *("having", "how", "if", "in", "is", "it", "keep", "keeping", "losing", "lots"),
        *("make", "more", "no", "not", "on", "pain", "put", "signs", "some", "take"),
        *("taking", "that", "the", "their", "there", "these", "they", "this", "to"),
        *("try", "use", "using", "wash", "was", "wear", "what", "when", "you", "your"),
    )
)
_LONG_ITEM = 15  # words, when its neighbours are a quarter of that
_UNEVEN = 4
_FEWEST_TO_COMPARE = 3


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list: ``items`` are the words each item begins with, ``lead`` what leads in to them.

    ``numbers`` tells which items go on in further paragraphs or lists of their own.
    """

    items: tuple[Prose, ...]
    lead: Prose | None
    longer: frozenset[int]

    @property
    def fences(self) -> frozenset[str]:
        """The blocks around it."""
        return frozenset(self.items[0].passage.fences)

    @property
    def is_numbered(self) -> bool:
        """Whether its items are numbered."""
        return self.items[0].passage.ordered

    @property
    def is_led_in(self) -> bool:
        """Whether its items go on a sentence that a colon, or a block's own title, began."""
        if self.fences & _DO:
            return True
        return self.lead is not None and self.lead.text.rstrip().endswith(":")


def lists(guide: English) -> tuple[ItemList, ...]:
    """The guide's lists, sub-lists among them, each with the words before it."""
    items: dict[int, list[Prose]] = {}
    leads: dict[int, Prose | None] = {}
    longer: dict[int, set[int]] = {}
    for before, prose in pairwise((None, *guide.passages)):
        if prose is None or not prose.passage.list:
            continue
        passage = prose.passage
        if passage.kind != "item":
            longer.setdefault(passage.list, set()).add(passage.item)
            continue
        if passage.list not in items:
            leads[passage.list] = before if before and _leads(before, prose) else None
        items.setdefault(passage.list, []).append(prose)
    return tuple(
        ItemList(tuple(found), leads[number], frozenset(longer.get(number, ())))
        for number, found in items.items()
    )


def _leads(before: Prose, item: Prose) -> bool:
    """Whether a passage leads in to the list that ``item`` begins."""
    one, other = before.passage, item.passage
    if one.kind == "heading":
        return one.title and one.fences == other.fences
    if one.fences != other.fences or one.kind not in {"paragraph", "summary", "item"}:
        return False
    return one.depth == other.depth - 1


def long_lists(guide: English) -> Iterator[Diagnostic]:
    """Lists of more than 6 items that are neither steps nor forms."""
    for each in lists(guide):
        count = len(each.items)
        if count <= _MOST_ITEMS or each.is_numbered or each.fences & _FORMS:
            continue
        message = f"this list has {count} items"
        advice = f"part it into lists of {_MOST_ITEMS} at most, each with its own lead-in"
        place = each.items[0].passage.span
        # A card's signs are what they are; an author may still find two groups in them.
        if each.fences & CARDS:
            yield suggestion("long-list", message, place, advice)
        else:
            yield warning("long-list", message, place, advice)


def uneven_lists(guide: English) -> Iterator[Diagnostic]:
    """Lists with an item that is much longer than the others."""
    for each in lists(guide):
        if len(each.items) < _FEWEST_TO_COMPARE or each.is_numbered or each.fences & _FORMS:
            continue
        counts = [len(words_of(item.text)) for item in each.items]
        most = max(counts)
        if most >= _LONG_ITEM and most >= _UNEVEN * median(counts):
            longest = each.items[counts.index(most)]
            yield suggestion(
                "uneven-list",
                f"{shown(longest.text)} is much longer than the other items of its list",
                longest.passage.span,
                "shorten it, or take what it explains out of the list",
            )


def forms(guide: English) -> Iterator[Diagnostic]:
    """Lists whose items are not of the form that what stands before them asks for."""
    for each in lists(guide):
        if each.is_numbered or each.fences & _FORMS:
            continue
        if each.is_led_in:
            for item in each.items:
                yield from _led_in(item, guide)
        elif lead := each.lead:
            yield from _without_colon(lead)


def _led_in(item: Prose, guide: English) -> Iterator[Diagnostic]:
    """What is wrong with an item that goes on a sentence."""
    if len(item.sentences) > 1:
        yield warning(
            "list-form",
            f"{shown(item.text)} is a list item of {len(item.sentences)} sentences",
            item.passage.span,
            "keep each item to one, and put the rest below the list",
        )
        return
    first = _FIRST_WORD.match(item.own)
    if first and not item.lead and _is_no_name(first.group(), guide):
        small = first.group().lower()
        yield mended(
            warning(
                "list-form",
                f"{shown(item.text)} goes on a sentence and begins with a capital",
                item.place(*first.span()),
                f"write `{small}`",
            ),
            first.group(),
            small,
        )
    yield from _ends(item)


def _is_no_name(word: str, guide: English) -> bool:
    if word == "I" or word in guide.names:
        return False
    return word.lower() in _NO_NAMES or word.lower() in guide.common


def _ends(item: Prose) -> Iterator[Diagnostic]:
    """What an item that goes on a sentence should not end with."""
    if match := _JOINED.search(item.own):
        yield warning(
            "list-form",
            f"{shown(item.text)} is a list item that ends in `{match['word']}`",
            item.place(*match.span("word")),
            "leave it out: the lead-in can say whether one of them or all of them count",
        )
        return
    match = _STOP.search(item.own)
    if match is None or _ABBREVIATED.search(item.text):
        return
    start = item.text.rfind(" ", 0, match.start()) + 1
    words = item.text[start : match.end("mark")]
    yield mended(
        warning(
            "list-form",
            f"{shown(item.text)} is a list item that ends in `{match['mark']}`",
            item.place(start, match.end("mark")),
            f"leave the `{match['mark']}` out",
        ),
        words,
        words[:-1],
    )


def _without_colon(lead: Prose) -> Iterator[Diagnostic]:
    """A lead-in without its colon; what is no lead-in ends as a sentence does."""
    text = lead.text.rstrip()
    if lead.kind == "heading" or not text[-1].isalnum():
        return
    start = max(text.rfind(" "), text.rfind("\n")) + 1
    finding = warning(
        "list-form",
        f"{shown(text)} leads in to a list and ends without a colon",
        lead.place(start, len(text)),
        "end it with a colon",
    )
    # A colon is none of a link's words.
    linked = "link" in lead.passage.run_at(len(text) - 1).looks
    yield finding if linked else mended(finding, text[start:], f"{text[start:]}:")


def step_forms(guide: English) -> Iterator[Diagnostic]:
    """Steps that do not begin with a capital, or do not end as sentences do."""
    for each in lists(guide):
        if _STEPS not in each.fences or not each.is_numbered:
            continue
        for item in each.items:
            if first := _SMALL_WORD.match(item.own):
                yield _capital(item, first)
            if item.passage.item not in each.longer and not _SENTENCE_END.search(item.text):
                yield _full_stop(item)


def _capital(item: Prose, first: re.Match[str]) -> Diagnostic:
    words = first.group()
    right = words.capitalize()
    place = item.place(*first.span())
    message = f"{shown(item.text)} is a step and begins with a small letter"
    return mended(warning("step-form", message, place, f"write `{right}`"), words, right)


def _full_stop(item: Prose) -> Diagnostic:
    text = item.text.rstrip()
    start = max(text.rfind(" "), text.rfind("\n")) + 1
    message = f"{shown(text)} is a step and ends without a full stop"
    finding = warning("step-form", message, item.place(start, len(text)), "end it with a full stop")
    return mended(finding, text[start:], f"{text[start:]}.")
