"""Care cards: what to look for, and whom to call, so that it is seen at a glance.

The three levels and what is asked of them follow the NHS digital service manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bindery.diagnostics import Diagnostic, suggestion
from bindery.guide import Block, Guide
from bindery.ledger import Contact, Ledger
from bindery.wording import Passage

from .findings import is_english, weighed

LEVELS = frozenset({"non-urgent", "urgent", "emergency"})
EMERGENCY_NUMBERS = frozenset({"111", "112", "999"})
MOST_SERVICES = 2

_BOXES = frozenset({"card", "do", "do-not"})
_HEADING = re.compile(r"<h[1-6]\b")
_ACTIONS = (
    "arrange attend ask book bring call check come contact dial do email find get give go leave "
    "make message phone request return ring see seek send speak start stop take talk tell text "
    "turn use visit"
)
_ACTION = re.compile(rf"(?:{'|'.join(_ACTIONS.split())})\b", re.IGNORECASE)
_CONDITION = re.compile(r"\bif:$")
# It says when, and its list has to be read with it: "Call 999 if your child:".
_BEGUN = re.compile(r"\bif\b[^:]*:$")
_SERVICE = re.compile(
    r"\b(?:111|112|999|gps?|a&e|doctors?|nurses?|midwi(?:fe|ves)|health visitors?|dentists?|"
    r"pharmac(?:ist|y)|opticians?|hospital|clinic|surgery|ward|unit|triage|ambulance|team|"
    r"counsellors?|helpline|(?:walk-in|treatment) centre|emergency department)\b|\d[\d ]{4,}\d",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r",|/|\b(?:or|and)\b")
_MORE = re.compile(
    r"\b(?:read|find out|learn) more\b|\bmore (?:information|about)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Card:
    """A card, the formats that it is for (empty: all of them) and the audience (empty: all)."""

    block: Block
    formats: frozenset[str] = frozenset()
    audience: str = ""

    def meets(self, other: _Card) -> bool:
        """Whether one reader can have both."""
        apart = self.formats and other.formats and not self.formats & other.formats
        return self.audience == other.audience and not apart


def second_card(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A second card of one level: readers then have to choose between two calls."""
    seen: list[_Card] = []
    for card in _cards(guide):
        level = card.block.argument
        if any(card.meets(other) and other.block.argument == level for other in seen):
            yield weighed(
                guide,
                "second-card",
                f"this is the second `{level}` card",
                card.block.span,
                "put the signs into one card; if both are needed, allow it and say why",
            )
        seen.append(card)


def card_heading(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A card's heading says what to do and ends in "if:", and names two services at most."""
    if not is_english(guide):
        return
    for passage in _titles(guide):
        text = " ".join(passage.text.split())
        if fault := _heading_fault(text):
            message = f"this card's heading {fault[0]}"
            yield weighed(guide, "card-heading", message, passage.span, fault[1])
        elif not _CONDITION.search(text):
            message = 'this card\'s heading goes on after "if", and all of its signs with it'
            advice = 'end it with "if:", and let each sign say whose it is'
            yield suggestion("card-heading", message, passage.span, advice)


def _heading_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a heading, and what to do about it."""
    if not _BEGUN.search(text):
        return 'does not end in "if:"', "name the signs in the list below it"
    if not _ACTION.match(text):
        return "does not begin with what to do", 'begin with "Call", "See", "Ask" …'
    if _services(text) > MOST_SERVICES:
        hint = "a reader in need should not have to choose: name one, or two"
        return f"names more than {MOST_SERVICES} services", hint
    return None


def emergency_link(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """An emergency card with something to read or to follow: there is no time for it."""
    for passage in guide.wording.passages:
        if "emergency" not in passage.fences:
            continue
        for start, end in _ways_out(passage, english=is_english(guide)):
            yield weighed(
                guide,
                "emergency-link",
                f"an emergency card leads away from itself: `{passage.text[start:end]}`",
                passage.place(start, end),
                "put it into a section of its own after the card",
            )


def text_after_card(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Text that follows a card or a list of dos and don'ts as if it belonged to it."""
    for flow in (guide.lead, *(section.blocks for section in guide.sections)):
        before = None
        for block in _flat(flow):
            text = block.kind == "prose" and not _HEADING.match(block.html)
            if text and before is not None:
                yield weighed(
                    guide,
                    "text-after-card",
                    f"this text follows the block `{before.argument or before.kind}` "
                    "without a heading",
                    block.span,
                    "give it a heading, or put it before the block",
                )
            before = block if block.kind in _BOXES else None


def card_contact(guide: Guide, ledger: Ledger, _today: date) -> Iterator[Diagnostic]:
    """A card that names a charity or a helpline: a card is for services that give care."""
    named = [
        (each.name, each.span)
        for passage in guide.wording.passages
        if LEVELS & set(passage.fences)
        for each in passage.references()
        if each.ledger == "contact"
    ]
    for card in _cards(guide):
        blocks = (block for block in _inside(card.block) if block.contact)
        named += [(block.contact.name, block.span) for block in blocks if block.contact]
    for name, span in dict.fromkeys(named):
        contact = ledger.contacts.get(name)
        if contact and not _gives_care(contact):
            yield weighed(
                guide,
                "card-contact",
                f"a card is for services that give care, and `{name}` is not known as one",
                span,
                "name it in an `inset` or a section of its own; if it is such a service, write "
                f'kind = "service" in {contact.span.file}:{contact.span.line}',
            )


# ---- what cards are made of


def _cards(guide: Guide) -> Iterator[_Card]:
    """Every card in reading order."""
    for flow in (guide.lead, *(section.blocks for section in guide.sections)):
        yield from _cards_in(flow)


def _cards_in(blocks: Iterable[Block]) -> Iterator[_Card]:
    for block in blocks:
        if block.kind == "card":
            yield _Card(block)
        for card in _cards_in(block.children):
            if block.kind == "only":
                yield replace(card, formats=frozenset(block.argument.split()))
            elif block.kind == "for":
                yield replace(card, audience=block.argument)
            else:
                yield card


def _inside(block: Block) -> Iterator[Block]:
    for child in block.children:
        yield child
        yield from _inside(child)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks as they are printed one after another: those for some readers in their places."""
    for block in blocks:
        if block.kind in {"for", "only"}:
            yield from _flat(block.children)
        else:
            yield block


def _titles(guide: Guide) -> Iterator[Passage]:
    return (
        passage
        for passage in guide.wording.passages
        if passage.title and passage.fences and passage.fences[-1] in LEVELS
    )


def _services(heading: str) -> int:
    """How many services a heading offers: those joined by "or", "and" or a comma."""
    return sum(bool(_SERVICE.search(part)) for part in _ALTERNATIVES.split(heading))


def _ways_out(passage: Passage, *, english: bool) -> Iterator[tuple[int, int]]:
    """The parts of a passage that send its reader elsewhere; a number to dial does not."""
    start, links = 0, []
    for run in passage.runs:
        end = start + len(run.text)
        if "link" in run.looks and not run.href.startswith("tel:"):
            links.append((start, end))
        start = end
    yield from links
    for match in _MORE.finditer(passage.text) if english else ():
        if not any(first <= match.start() < last for first, last in links):
            yield match.span()


def _gives_care(contact: Contact) -> bool:
    return contact.kind == "service" or contact.phone in EMERGENCY_NUMBERS
