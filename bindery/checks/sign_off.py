"""Dates and sign-off: whether a guide is still good to hand out, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bindery.diagnostics import Diagnostic, Severity, error, suggestion, warning
from bindery.guide import Guide, settings_of, source_of

SOON = timedelta(days=60)
MOST_YEARS = 3
STALE = timedelta(days=183)
"""How long before a review its sources may have been read: a review takes its time."""


def approved_unreviewed(guide: Guide, _today: date) -> tuple[Diagnostic, ...]:
    """An approved guide names nobody who reviewed it."""
    control = guide.settings.control
    if control.status != "approved" or control.reviewers:
        return ()
    return (
        error(
            "approved-unreviewed",
            "this guide is `approved` but names no reviewer",
            settings_of(guide, "status"),
            'name who signed it off in `reviewers`, or set `status = "draft"`',
        ),
    )


def self_review(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Everybody who reviewed the guide had written it."""
    control = guide.settings.control
    authors = {_name(author) for author in control.authors}
    if control.reviewers and {_name(reviewer) for reviewer in control.reviewers} <= authors:
        message = "this guide was reviewed by nobody but its authors"
        advice = "ask someone else to read it: we do not see our own slips"
        yield suggestion("self-review", message, settings_of(guide, "reviewers"), advice)


def review_overdue(guide: Guide, today: date) -> tuple[Diagnostic, ...]:
    """The next review was due before today: an approved guide may not be printed."""
    control = guide.settings.control
    if today <= control.next_review:
        return ()
    severity = Severity.ERROR if control.status == "approved" else Severity.WARNING
    return (
        Diagnostic(
            "review-overdue",
            severity,
            f"the review of this guide was due on {control.next_review}",
            settings_of(guide, "next-review"),
            "review it, then set `last-review` and `next-review`",
        ),
    )


def review_due(guide: Guide, today: date) -> Iterator[Diagnostic]:
    """The next review is due soon."""
    control = guide.settings.control
    if today <= control.next_review <= today + SOON:
        yield warning(
            "review-due",
            f"the review of this guide is due on {control.next_review}",
            settings_of(guide, "next-review"),
            "begin it now: what is printed today will be in use after that day",
        )


def review_interval(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """The next review is too far from the last."""
    control = guide.settings.control
    latest = years_after(control.last_review, MOST_YEARS)
    if control.next_review > latest:
        yield warning(
            "review-interval",
            f"the next review, {control.next_review}, is more than {MOST_YEARS} years "
            f"after the last, {control.last_review}",
            settings_of(guide, "next-review"),
            f"set `next-review` to {latest} at the latest",
        )


def old_source(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """Sources that the last review cannot have looked at: read long before, or nobody knows."""
    control = guide.settings.control
    hint = "read them again, and write the day in `checked`"
    if control.sources and not any(source.checked for source in control.sources):
        message = "no source of this guide says when it was read"
        yield warning("old-source", message, settings_of(guide, "sources"), hint)
    for number, source in enumerate(control.sources):
        if source.checked and source.checked < control.last_review - STALE:
            yield warning(
                "old-source",
                f"`{source.title}` was read on {source.checked}, long before the review "
                f"of {control.last_review}",
                source_of(guide, number, "checked"),
                "read it again, and write the day in `checked`",
            )


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _name(person: str) -> str:
    """A person's name without the role after it."""
    return " ".join(person.partition(",")[0].split()).casefold()
