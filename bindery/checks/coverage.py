"""Numbers that were typed where a ledger should be asked: they will be forgotten one day.

A picture's words cannot hold a reference in every place, so they may repeat what the guide
prints from its ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bindery.diagnostics import Diagnostic
from bindery.guide import Guide
from bindery.ledger import Contact, Fact, Ledger
from bindery.wording import Passage

from .findings import is_english, weighed
from .quantities import FEWEST_DIGITS, Quantity, key_of, phones, quantities

_REPEATING = frozenset({"alt", "caption"})
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARED_WORDS = 2


def typed_value(guide: Guide, ledger: Ledger, today: date) -> Iterator[Diagnostic]:
    """A number with a unit, a time, a dose, a share or a price that comes from no ledger."""
    english = is_english(guide)
    printed: frozenset[str] | None = None
    for passage in _with_digits(guide):
        for found in _typed_values(passage, english=english):
            if passage.kind in _REPEATING:
                printed = printed or _printed_values(guide, ledger, english=english)
                if found.key in printed:
                    continue
            yield _typed_value(guide, passage, found, _like(found, passage, ledger, today))


def typed_phone(guide: Guide, ledger: Ledger, today: date) -> Iterator[Diagnostic]:
    """A phone number that comes from no ledger."""
    for passage in _with_digits(guide):
        masked = _typed(passage)
        if len(_DIGIT.findall(masked)) < FEWEST_DIGITS:
            continue
        for found in phones(passage.text, english=is_english(guide)):
            if _DIGIT.search(masked[found.start : found.end]):
                hint, fix = _contact_like(found, ledger, today)
                finding = weighed(
                    guide,
                    "typed-phone",
                    f"`{_on_one_line(found)}` is typed, not taken from the contacts",
                    passage.place(found.start, found.end),
                    hint,
                )
                yield _with_fix(finding, fix, passage, found)


def _typed_values(passage: Passage, *, english: bool) -> Iterator[Quantity]:
    """The quantities of a passage whose number its author typed, those in phone numbers not."""
    text, masked = passage.text, _typed(passage)
    found = [
        each
        for each in quantities(text, english=english)
        if _DIGIT.search(masked[each.start : each.end])
    ]
    calls = list(phones(text, english=english)) if found else ()
    for each in found:
        if not any(call.start < each.end and each.start < call.end for call in calls):
            yield each


def _typed_value(
    guide: Guide, passage: Passage, found: Quantity, like: tuple[str, str]
) -> Diagnostic:
    hint, fix = like
    finding = weighed(
        guide,
        "typed-value",
        f"`{_on_one_line(found)}` is typed, not taken from the facts",
        passage.place(found.start, found.end),
        hint,
    )
    return _with_fix(finding, fix, passage, found)


def _on_one_line(found: Quantity) -> str:
    return " ".join(found.text.split())


def _with_fix(finding: Diagnostic, fix: str, passage: Passage, found: Quantity) -> Diagnostic:
    """The finding with its fix, where it has one that can be written.

    A fix is written into one row, all of it, and a caption behind a picture's name is printed
    as it is.
    """
    span = finding.span
    whole = span is not None and span.column is not None and span.length == len(found.text)
    return replace(finding, fix=fix) if fix and whole and passage.kind != "caption" else finding


def _with_digits(guide: Guide) -> Iterator[Passage]:
    """The passages in which an author typed a digit."""
    for passage in guide.wording.passages:
        if any(run.origin == "words" and _DIGIT.search(run.text) for run in passage.runs):
            yield passage


def _typed(passage: Passage) -> str:
    """The passage's text with blanks in place of all that its author did not type."""
    return "".join(
        run.text if run.origin == "words" else " " * len(run.text) for run in passage.runs
    )


def _printed_values(guide: Guide, ledger: Ledger, *, english: bool) -> frozenset[str]:
    """The keys of the facts that the guide prints, and of the quantities in them."""
    values = [ledger.facts[name].value for name in guide.facts if name in ledger.facts]
    inside = (each.key for value in values for each in quantities(value, english=english))
    return frozenset([*map(key_of, values), *inside])


def _like(found: Quantity, passage: Passage, ledger: Ledger, today: date) -> tuple[str, str]:
    """What to do about a typed value, and what to write for it if only one thing can be meant.

    That is one of the same value which speaks of the same thing: its sentence and the passage
    have words in common. Two things that happen to take 3 days must not become one fact.
    """
    same = [fact for fact in ledger.facts.values() if key_of(fact.value) == found.key]
    good = [fact for fact in same if _good(fact, today)]
    if not same:
        hint = "put it into source/facts.toml with its source, and write {fact:…} here"
        return hint, ""
    if not good:
        name = same[0].name
        return f"`{name}` in the facts has this value and is not verified, or out of date", ""
    names = " or ".join(f"{{fact:{fact.name}}}" for fact in good)
    if len(good) == 1 and _speaks_of(good[0], passage):
        return f"write {names}", names
    return f"write {names} if that is what is meant, or add a fact of its own", ""


def _speaks_of(fact: Fact, passage: Passage) -> bool:
    said, told, unit = (
        {word.casefold() for word in _WORD.findall(text)}
        for text in (fact.statement, passage.text, fact.value)
    )
    return len((said & told) - unit) >= _SHARED_WORDS


def _contact_like(found: Quantity, ledger: Ledger, today: date) -> tuple[str, str]:
    """What to do about a typed phone number, and what to write for it if a contact has it."""
    for contact in ledger.contacts.values():
        digits = re.sub(r"\D", "", contact.phone)
        reference = f"{{contact:{contact.name}}}"
        if digits == found.key and _good(contact, today):
            return f"write {reference}", reference
        if digits == found.key:
            name = contact.name
            return f"`{name}` in the contacts has it and is not verified, or out of date", ""
        if digits.startswith(found.key):
            return f"it is too short: write {reference}, which is {contact.phone}", ""
    return "put it into source/contacts.toml with its source, and write {contact:…} here", ""


def _good(entry: Contact | Fact, today: date) -> bool:
    """Whether an entry can be printed."""
    return entry.provenance.status == "verified" and today <= entry.provenance.review_by
