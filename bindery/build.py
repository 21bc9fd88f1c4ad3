"""Read, plan, make side by side, and put the finished files in ``out/`` whole.

A guide with an error is refused with every one of its errors; the others are made. An
artifact is written to a temporary file and moved into place, so that a failed or stopped
build leaves the previous one as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter

from . import crew, writing
from .checking import review_of
from .diagnostics import Diagnostic, Failure, Severity, error
from .edition import Artifact, Edition
from .formats import FORMATS
from .making import Answer, make
from .plan import Job, Order, jobs_for
from .project import read
from .warming import terms_for, weight


@dataclass(frozen=True, slots=True)
class Progress:
    """One edition is done: ``artifact`` is None where it was refused."""

    edition: Edition
    artifact: Artifact | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made, what it refused, and everything there is to say about it."""

    artifacts: tuple[Artifact, ...]
    refused: tuple[Edition, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether anything was refused or any error found."""
        return bool(self.refused) or any(d.severity is Severity.ERROR for d in self.diagnostics)


def build(order: Order, progress: Callable[[Progress], None]) -> Outcome:
    """Make what ``order`` asks for and write it to its ``out`` folder.

    ``progress`` is called once for each edition, as it is done.

    Raises:
        Failure: if there is no project to build, or ``order`` names a guide, a language or a
            format that does not exist.
    """
    project = read(order.source, order.today, [format_.name for format_ in FORMATS])
    planned = jobs_for(project, order)
    review = review_of(project, order.guides, order.today, strict=order.strict)
    found, faulty = list(review.findings), review.refused
    jobs = [job for job in planned if job.guide.path not in faulty]
    refused = [edition for job in planned if job.guide.path in faulty for edition in job.editions]
    writing.sweep(order.out)
    made: list[tuple[tuple[int, int], Artifact]] = []
    total, done = sum(len(job.formats) for job in jobs), 0
    try:
        # Closed on the way out, whatever happens: nobody waits for workers nobody listens to.
        answering = crew.run(jobs, make, order.workers, weight=weight, terms=terms_for(jobs))
        with closing(answering) as answers:
            for place, edition, answer in _by_edition(jobs, answers):
                artifact, diagnostics = _put_away(edition, answer, order)
                found += diagnostics
                if artifact:
                    made.append((place, artifact))
                else:
                    refused.append(edition)
                done += 1
                progress(Progress(edition, artifact, done, total))
    finally:
        # A build that was stopped has replaced files too, and the list of them stays true.
        artifacts = tuple(artifact for _, artifact in sorted(made, key=itemgetter(0)))
        found += _listed(artifacts, order)
    ordered = tuple(sorted(set(found), key=lambda diagnostic: diagnostic.sort_key))
    return Outcome(artifacts, tuple(refused), ordered)


def _by_edition(
    jobs: Sequence[Job], answers: Iterable[tuple[int, tuple[Answer, ...] | crew.WorkerDiedError]]
) -> Iterator[tuple[tuple[int, int], Edition, Answer | crew.WorkerDiedError]]:
    """Each edition's place in the order of things, the edition, and what became of it."""
    for index, answer in answers:
        for number, edition in enumerate(jobs[index].editions):
            own = answer if isinstance(answer, crew.WorkerDiedError) else answer[number]
            yield (index, number), edition, own


def _listed(artifacts: tuple[Artifact, ...], order: Order) -> tuple[Diagnostic, ...]:
    """List what was made in the manifest; the reasons if that cannot be done."""
    try:
        if artifacts:
            writing.write_manifest(order.out, artifacts)
    except Failure as failure:
        return failure.diagnostics
    return ()


def _put_away(
    edition: Edition, answer: Answer | crew.WorkerDiedError, order: Order
) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
    """Write a finished edition into ``out``; None with the reasons where there is nothing to."""
    if isinstance(answer, crew.WorkerDiedError):
        hint = "build it alone with --jobs 0 to see more, and tell the program's developers"
        return None, (error("worker-died", f"{edition} was not made: {answer}", hint=hint),)
    if answer.data is None:
        return None, answer.diagnostics
    try:
        writing.write_atomically(order.out / edition.file_name, answer.data)
    except Failure as failure:
        return None, (*answer.diagnostics, *failure.diagnostics)
    artifact = Artifact(
        edition=edition,
        path=edition.file_name,
        size=len(answer.data),
        sha256=hashlib.sha256(answer.data).hexdigest(),
        page_count=answer.page_count,
        claims=answer.claims,
    )
    return artifact, answer.diagnostics
