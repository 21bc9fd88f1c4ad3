"""Dates and sign-off: whether a guide is still good to hand out."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from bindery.diagnostics import Diagnostic, Severity, Span, error
from bindery.guide import Guide


def approved_unreviewed(guide: Guide, _today: date) -> tuple[Diagnostic, ...]:
    """An approved guide names nobody who reviewed it."""
    control = guide.settings.control
    if control.status != "approved" or control.reviewers:
        return ()
    return (
        error(
            "approved-unreviewed",
            "this guide is `approved` but names no reviewer",
            _settings_of(guide),
            'name who signed it off in `reviewers`, or set `status = "draft"`',
        ),
    )


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
            _settings_of(guide),
            "review it, then set `last-review` and `next-review`",
        ),
    )


def _settings_of(guide: Guide) -> Span:
    return Span(str(PurePosixPath(guide.path).with_name("guide.toml")))
