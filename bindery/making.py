"""One job done: a layout made once, the formats derived from it, and each file proved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import checks
from .compose import compose
from .diagnostics import Diagnostic, Failure, Severity, stops
from .edition import Claim, Document, Format, Made
from .formats import format_named
from .plan import Job


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one edition: ``data`` is None where it must not be handed out."""

    data: bytes | None
    diagnostics: tuple[Diagnostic, ...]
    page_count: int | None = None
    claims: tuple[Claim, ...] = ()


def make(job: Job) -> tuple[Answer, ...]:
    """Make every format of a job; one answer for each, in order. Runs in a worker."""
    try:
        document, made = _laid_out(job)
    except Failure as failure:
        return tuple(Answer(None, failure.diagnostics) for _ in job.formats)
    except Exception as bug:
        bug.add_note(f"while making {job.editions[0]}")
        raise
    return tuple(_answer(format_named(name), document, made, job) for name in job.formats)


def _laid_out(job: Job) -> tuple[Document, Made]:
    layout = format_named(job.layout)
    document = compose(job.guide, layout, job.equipment, job.translations)
    return document, layout.make(replace(document, claims=checks.provable(document.claims)))


def _answer(format_: Format, layout: Document, made: Made, job: Job) -> Answer:
    """One format of a job: made if it is not the layout's own, then proved."""
    edition = replace(layout.edition, format=format_.name, suffix=format_.suffix)
    try:
        if format_.paged_by == job.layout:
            document, made = _with_page_numbers(format_, made, job)
        else:
            aims = layout.claims if format_.name == job.layout else format_.claims
            document = replace(layout, edition=edition, claims=checks.provable(aims))
            made = format_.derive(made, document) if format_.derive else made
        proved, found = checks.of_made(document, made)
    except Failure as failure:
        return Answer(None, (*made.diagnostics, *failure.diagnostics))
    except Exception as bug:
        bug.add_note(f"while making {edition}")
        raise
    diagnostics = (*made.diagnostics, *found)
    if stops(diagnostics, strict=job.strict):
        return Answer(None, diagnostics)
    return Answer(made.data, diagnostics, made.page_count, proved)


def _with_page_numbers(format_: Format, paper: Made, job: Job) -> tuple[Document, Made]:
    """A book with the page numbers of ``paper``, of which only errors matter to it.

    Failure where those are: nobody will hold these pages, so no book may speak of them.
    """
    if errors := [fault for fault in paper.diagnostics if fault.severity is Severity.ERROR]:
        raise Failure(*errors)
    document = compose(job.guide, format_, job.equipment, job.translations)
    document = replace(document, claims=checks.provable(document.claims), paper=paper.page_map)
    return document, format_.make(document)
