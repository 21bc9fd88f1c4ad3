"""The parts that a guide cannot do without: where to get help, who answers, what it rests on.

The words that ask for another format are printed in every guide; what can be missing is a way
to reach the people who are to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bindery.diagnostics import Diagnostic, Span
from bindery.guide import Guide, settings_of

from .care_cards import LEVELS
from .findings import weighed

SHORT = 300
"""Words up to which a guide is read at one go, and needs no key points."""


def missing_help(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Neither a care card nor a contact: nobody learns from it when and where to get help."""
    if not guide.contacts and not _has(guide, *LEVELS):
        yield weighed(
            guide,
            "missing-help",
            "this guide does not say when to get help, or from whom",
            Span(guide.path),
            "add a section with a care card (`::: urgent`) and a contact (`::: contact …`)",
        )


def missing_contact(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Care cards, but no contact out of the ledger: a reader is sent off without a number."""
    if not guide.contacts and _has(guide, *LEVELS):
        yield weighed(
            guide,
            "missing-contact",
            "this guide prints no contact",
            Span(guide.path),
            "add one to source/contacts.toml, and `::: contact` with its name to the guide",
        )


def missing_key_points(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A guide of some length that nowhere says in a few lines what matters."""
    if _has(guide, "key-points"):
        return
    words = sum(len(passage.text.split()) for passage in guide.wording.passages)
    if words > SHORT:
        yield weighed(
            guide,
            "missing-key-points",
            f"this guide has about {words} words and no key points",
            Span(guide.path),
            "add `::: key-points` before the first section, with what a reader should remember",
        )


def missing_feedback(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A publisher who does not say how to tell what is wrong with a guide."""
    if not guide.settings.publisher.feedback:
        yield weighed(
            guide,
            "missing-feedback",
            "this guide does not say how to answer its publisher",
            settings_of(guide),
            "write in handout.toml under [publisher]: "
            'feedback = "Tell us what you think of this guide: …"',
        )


def unreachable_publisher(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Readers are told to ask the publisher for another format, and not how."""
    publisher = guide.settings.publisher
    if not (publisher.phone or publisher.email or publisher.web):
        yield weighed(
            guide,
            "unreachable-publisher",
            f"`{publisher.name}` has no phone, email or web address to ask for another format",
            settings_of(guide),
            "write one in handout.toml under [publisher]",
        )


def missing_author(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A control block that does not say who wrote the guide."""
    if not guide.settings.control.authors:
        hint = 'write authors = ["Ann Example, midwife"]'
        message = "this guide does not say who wrote it"
        yield weighed(guide, "missing-author", message, settings_of(guide), hint)


def missing_sources(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A guide that does not say what it rests on."""
    if not guide.settings.control.sources:
        yield weighed(
            guide,
            "missing-sources",
            "this guide names no source",
            settings_of(guide),
            "write [[sources]] with a title and the day it was read",
        )


def _has(guide: Guide, *blocks: str) -> bool:
    """Whether any words stand in one of these blocks."""
    return any(set(blocks) & set(passage.fences) for passage in guide.wording.passages)
