"""One job done: a layout made once, the formats derived from it, and each file proved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import checks
from .compose import compose
from .diagnostics import Diagnostic, Failure, Severity
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
    layout = format_named(format_named(job.formats[0]).base or job.formats[0])
    try:
        document = compose(job.guide, layout, job.equipment, job.translations)
        made = layout.make(replace(document, claims=checks.provable(document.claims)))
    except Failure as failure:
        return tuple(Answer(None, failure.diagnostics) for _ in job.formats)
    except Exception as bug:
        bug.add_note(f"while making {job.editions[0]}")
        raise
    return tuple(_answer(format_named(name), document, made, job) for name in job.formats)


def _answer(format_: Format, layout: Document, made: Made, job: Job) -> Answer:
    """One format of the layout: derived if it is not the layout's own, then proved."""
    edition = replace(layout.edition, format=format_.name, suffix=format_.suffix)
    document = replace(layout, edition=edition, claims=checks.provable(format_.claims))
    try:
        if format_.derive:
            made = format_.derive(made, document)
        claims, found = checks.of_made(document, made)
    except Failure as failure:
        return Answer(None, (*made.diagnostics, *failure.diagnostics))
    except Exception as bug:
        bug.add_note(f"while making {edition}")
        raise
    diagnostics = (*made.diagnostics, *found)
    if stops(diagnostics, strict=job.strict):
        return Answer(None, diagnostics)
    return Answer(made.data, diagnostics, made.page_count, claims)


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether these findings keep a file from being handed out: ``strict`` counts warnings."""
    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(diagnostic.severity in heavy for diagnostic in diagnostics)
