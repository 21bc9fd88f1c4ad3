"""One job done: a layout made once, the formats derived from it, and each file proved.

A format whose document is, to the byte, what its present file was made from is not made again;
where that is true of all of them nothing is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from . import checks
from .checks.findings import of_edition, told_once
from .completeness import left_out
from .compose import compose
from .diagnostics import Diagnostic, Failure, Severity, stops
from .digests import Fingerprint, fingerprint
from .document import Document, Format, Made
from .edition import Claim, Edition
from .engines import engines
from .formats import format_named
from .plan import Job
from .timing import Clock


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one edition: ``data`` is None where it must not be handed out.

    It is None too where the edition is ``fresh``, because it would be what it is already.
    ``made_from`` stands for everything that went into it. ``seconds`` is how long each stage
    took; what a job does once for all its formats counts for the first.
    """

    data: bytes | None
    diagnostics: tuple[Diagnostic, ...]
    page_count: int | None = None
    claims: tuple[Claim, ...] = ()
    made_from: Fingerprint | None = None
    fresh: bool = False
    seconds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """A format that has to be made, of its own document."""

    format: Format
    document: Document
    made_from: Fingerprint


def make(job: Job) -> tuple[Answer, ...]:
    """Make every format of a job; one answer for each, in order. Runs in a worker."""
    clock = Clock()
    try:
        with _named(job.editions[0]):
            layout = _composed(job, format_named(job.layout))
    except Failure as failure:
        return tuple(Answer(None, failure.diagnostics) for _ in job.formats)
    tasks = [_task(format_named(name), layout, job) for name in job.formats]
    clock.lap("composing")
    made: Made | Failure | None = None
    answers = []
    for task in tasks:
        if isinstance(task, _Task):
            made = made or _laid_out(layout, job, clock)
            answer = _answer(task, made, job, clock)
        else:
            answer = task
        answers.append(replace(answer, seconds=clock.told()))
    found = [finding for answer in answers for finding in answer.diagnostics]
    return tuple(
        replace(answer, diagnostics=told_once(answer.diagnostics, found)) for answer in answers
    )


def _composed(job: Job, format_: Format) -> Document:
    """The guide in a format, with the claims that can be proved here.

    Failure where templates or styles are wrong, or a part of the guide is not in it.
    """
    document = compose(job.guide, format_, job.equipment, job.translations)
    if faults := left_out(job.guide, format_, document):
        raise Failure(*faults)
    return replace(document, claims=checks.provable(document.claims))


def _task(format_: Format, layout: Document, job: Job) -> _Task | Answer:
    """What there is to do for a format, or the answer if that is nothing."""
    edition = replace(layout.edition, format=format_.name, suffix=format_.suffix)
    try:
        with _named(edition):
            if format_.paged_by == job.layout:
                document = _composed(job, format_)
            elif format_.name == job.layout:
                document = layout
            else:
                claims = checks.provable(format_.claims)
                document = replace(layout, edition=edition, claims=claims)
            # A book is made of the layout too: its page numbers are.
            now = fingerprint(engines(), format_.name, document, layout)
    except Failure as failure:
        return Answer(None, failure.diagnostics)
    known = job.known.get(format_.name)
    if known and known.content == now.content and known.places in {"", now.places}:
        return Answer(None, (), made_from=now, fresh=True)
    return _Task(format_, document, now)


def _laid_out(layout: Document, job: Job, clock: Clock) -> Made | Failure:
    try:
        with _named(job.editions[0]), _told_of(layout.edition):
            made = format_named(job.layout).make(layout)
            return replace(made, diagnostics=of_edition(layout.edition, made.diagnostics))
    except Failure as failure:
        return failure
    finally:
        clock.lap("laying out")


def _answer(task: _Task, layout: Made | Failure, job: Job, clock: Clock) -> Answer:
    """One format of a job: made if it is not the layout's own, then proved."""
    if isinstance(layout, Failure):
        return Answer(None, layout.diagnostics)
    made, edition = layout, task.document.edition
    try:
        with _named(edition), _told_of(edition):
            made, document = _made(task, layout, job)
            clock.lap("making")
            proved, found = checks.of_made(document, made)
            diagnostics = of_edition(edition, (*made.diagnostics, *found))
            if job.validators:
                diagnostics += checks.by_validators(document, made)
            clock.lap("proving")
    except Failure as failure:
        return Answer(None, (*of_edition(edition, made.diagnostics), *failure.diagnostics))
    if stops(diagnostics, strict=job.strict):
        return Answer(None, diagnostics)
    return Answer(made.data, diagnostics, made.page_count, proved, task.made_from)


def _made(task: _Task, layout: Made, job: Job) -> tuple[Made, Document]:
    """One format of the layout, and the document that it is held against."""
    if task.format.paged_by == job.layout:
        return _with_page_numbers(task, layout)
    if task.format.derive:
        return task.format.derive(layout, task.document), task.document
    return layout, task.document


def _with_page_numbers(task: _Task, paper: Made) -> tuple[Made, Document]:
    """A book with the page numbers of ``paper``, of which only errors matter to it.

    Failure where those are: nobody will hold these pages, so no book may speak of them.
    """
    if errors := [fault for fault in paper.diagnostics if fault.severity is Severity.ERROR]:
        raise Failure(*errors)
    document = replace(task.document, paper=paper.page_map)
    return task.format.make(document), document


@contextmanager
def _named(edition: Edition) -> Iterator[None]:
    """Have an exception that is a bug say what was being made."""
    try:
        yield
    except Failure:
        raise
    except Exception as bug:
        bug.add_note(f"while making {edition}")
        raise


@contextmanager
def _told_of(edition: Edition) -> Iterator[None]:
    """Have a file that cannot be made or judged say which it is."""
    try:
        yield
    except Failure as failure:
        raise Failure(*of_edition(edition, failure.diagnostics)) from failure
