"""Read, plan, make side by side, and put the finished files in ``out/`` whole.

A guide with an error is refused with every one of its errors; the others are made. An
artifact is written to a temporary file and moved into place, so that a failed or stopped
build leaves the previous one as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from . import checks, crew, writing
from .diagnostics import Diagnostic, Failure, Severity, error
from .edition import Artifact, Edition
from .formats import FORMATS
from .making import Answer, make, stops
from .plan import Order, jobs_for
from .project import Project, read


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
    found, faulty = _checked(project, order)
    jobs = [job for job in planned if job.guide.path not in faulty]
    refused = [edition for job in planned if job.guide.path in faulty for edition in job.editions]
    writing.sweep(order.out)
    total = sum(len(job.formats) for job in jobs)
    artifacts: dict[tuple[int, int], Artifact] = {}
    done = 0
    for index, answers in crew.run(jobs, make, min(order.workers, len(jobs))):
        for place, edition in enumerate(jobs[index].editions):
            answer = answers if isinstance(answers, crew.WorkerDiedError) else answers[place]
            artifact, diagnostics = _put_away(edition, answer, order)
            found += diagnostics
            if artifact:
                artifacts[index, place] = artifact
            else:
                refused.append(edition)
            done += 1
            progress(Progress(edition, artifact, done, total))
    made = tuple(artifacts[key] for key in sorted(artifacts))
    if made:
        writing.write_manifest(order.out, made)
    ordered = tuple(sorted(set(found), key=lambda diagnostic: diagnostic.sort_key))
    return Outcome(made, tuple(refused), ordered)


def _checked(project: Project, order: Order) -> tuple[list[Diagnostic], frozenset[str]]:
    """All there is to say of the sources, and the paths of the guides that may not be made."""
    found = [*project.diagnostics]
    faulty = set(project.faulty)
    for guide in project.guides:
        findings = checks.of_guide(guide, order.today)
        found += findings
        if stops(findings, strict=order.strict):
            faulty.add(guide.path)
    return found, frozenset(faulty)


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
