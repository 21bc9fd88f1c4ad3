"""Ledger entries that a guide prints: still good for a while, and to be reached safely.

That an entry is unverified or has expired is told where the text names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bindery.diagnostics import Diagnostic, Span, warning
from bindery.guide import Guide, settings_of, source_of
from bindery.ledger import Contact, Fact, Ledger

from .sign_off import MOST_YEARS, SOON, years_after

_OPEN = "http://"


def entry_due(guide: Guide, ledger: Ledger, today: date) -> Iterator[Diagnostic]:
    """An entry that the guide prints is to be reviewed soon."""
    for entry in _printed(guide, ledger):
        due = entry.provenance.review_by
        if today <= due <= today + SOON:
            yield warning(
                "entry-due",
                f"`{entry.name}` is to be reviewed by {due}",
                entry.span,
                "check it against its source now: after that day no guide can print it",
            )


def entry_interval(guide: Guide, ledger: Ledger, _today: date) -> Iterator[Diagnostic]:
    """An entry that the guide prints is trusted for too long."""
    for entry in _printed(guide, ledger):
        latest = years_after(entry.provenance.checked, MOST_YEARS)
        if date.max > entry.provenance.review_by > latest:
            yield warning(
                "review-interval",
                f"`{entry.name}` is trusted until {entry.provenance.review_by}, more than "
                f"{MOST_YEARS} years after it was checked",
                entry.span,
                f"set `review-by` to {latest} at the latest",
            )


def insecure_link(guide: Guide, ledger: Ledger, _today: date) -> Iterator[Diagnostic]:
    """A web address that is printed or linked and sends what is read over an open line."""
    for address, span in _addresses(guide, ledger):
        if address.startswith(_OPEN):
            yield warning(
                "insecure-link",
                f"`{address}` is not a secure address",
                span,
                "see whether the site answers with https:// and write that",
            )


def _printed(guide: Guide, ledger: Ledger) -> Iterator[Contact | Fact]:
    """The entries that a guide prints; those that are not in the ledger have been told."""
    yield from (ledger.contacts[name] for name in guide.contacts if name in ledger.contacts)
    yield from (ledger.facts[name] for name in guide.facts if name in ledger.facts)


def _addresses(guide: Guide, ledger: Ledger) -> Iterator[tuple[str, Span]]:
    """Every address of the web that a guide prints or links to, and where it is written."""
    for passage in guide.wording.passages:
        start = 0
        for run in passage.runs:
            if run.href and run.origin != "contact":
                yield run.href, passage.place(start, start + len(run.text))
            start += len(run.text)
    for name in guide.contacts:
        if name in ledger.contacts:
            contact = ledger.contacts[name]
            yield contact.web, contact.places.get("web", contact.span)
    settings = guide.settings
    yield settings.publisher.web, settings_of(guide, "publisher", "web")
    yield settings.web, settings_of(guide, "web")
    for number, source in enumerate(settings.control.sources):
        yield source.url, source_of(guide, number, "url")
