"""Find out what has changed, make it side by side, and put the finished files in ``out/`` whole.

A guide with an error is refused with every one of its errors; the others are made. An
artifact is written to a temporary file and moved into place, so that a failed or stopped
build leaves the previous one as it was. Where nothing has changed nothing is read or made,
and nothing heavy is imported to find that out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from . import writing
from .delivery import delivery, in_order, left_told, listed
from .diagnostics import Diagnostic, Failure
from .edition import Edition
from .freshness import View, compare
from .lock import held
from .manifest import MANIFEST, read_manifest
from .memory import refreshed
from .order import Order, is_asked
from .outcome import Outcome, Progress, Timings
from .reasons import NOTHING_CHANGED
from .record import load, record_file, save
from .seals import digest_of, seal_file
from .survey import folder_of
from .timing import Clock

if TYPE_CHECKING:  # what is heavy is imported where there is something to make
    from .crew import WorkerDiedError
    from .making import Answer
    from .plan import Job


def _silent(_sentence: str) -> None:
    """Tell nobody."""


def build(
    order: Order, progress: Callable[[Progress], None], tell: Callable[[str], None] = _silent
) -> Outcome:
    """Make what ``order`` asks for and is not there yet, and write it to its ``out`` folder.

    ``progress`` is called once for each edition that was looked at, as it is done; ``tell``
    with a sentence if another build has to be waited for.

    Raises:
        Failure: if there is no project to build, ``order`` names a guide, a language or a
            format that does not exist, nothing can be written, or another build is at work
            and this one is not to wait.
    """
    with ExitStack() as stack:
        began = time.perf_counter()
        try:
            stack.enter_context(held(order.out, tell, wait=order.wait))
        except Failure as failure:
            view = compare(order, load(record_file(order.source, order.out)))
            if not _needs_no_writing(failure, view):
                raise
            return _unchanged(view, ("looking", time.perf_counter() - began))
        began = time.perf_counter()
        writing.sweep(order.out)
        view = compare(order, load(record_file(order.source, order.out)))
        looked = ("looking", time.perf_counter() - began)
        if view.is_complete:
            return _unchanged(view, looked)
        return _renewed(view, progress, looked)


def make(job: Job) -> tuple[Answer, ...]:
    """Do one job. Runs in a worker."""
    from .making import make as make_all  # noqa: PLC0415 (heavy)

    return make_all(job)


# ---- nothing has changed


def _needs_no_writing(failure: Failure, view: View) -> bool:
    """Whether ``out`` cannot be written to and need not be: all is there as it would be made."""
    return (
        {fault.rule for fault in failure.diagnostics} == {"not-written"}
        and view.is_complete
        and not view.lost
        and digest_of(refreshed(view).manifest) == digest_of(view.record.manifest)
    )


def _unchanged(view: View, looked: tuple[str, float]) -> Outcome:
    """The outcome where there is nothing to do: what was said before is said again."""
    order, record = view.order, refreshed(view)
    found = list(_said_before(view))
    editions = [e for _, each in sorted(record.folders.items()) for e in view.wanted(each)]
    kept = [record.kept[edition.file_name] for edition in editions]
    found += [finding for each in kept for finding in each.findings]
    if view.lost or digest_of(record.manifest) != digest_of(view.record.manifest):
        artifacts = [each.artifact for each in record.kept.values()]
        faults = listed(order, artifacts, read_manifest(order.out))
        found += faults
        record = replace(record, manifest="" if faults else seal_file(order.out / MANIFEST) or "")
    if record != view.record:
        save(record_file(order.source, order.out), record)
    return Outcome(
        artifacts=tuple(each.artifact for each in kept),
        refused=(),
        diagnostics=in_order(found),
        fresh=frozenset(edition.file_name for edition in editions),
        reasons=tuple((edition, NOTHING_CHANGED) for edition in editions),
        left=left_told(order, record.left),
        timings=Timings((looked,)),
    )


def _said_before(view: View) -> Iterator[Diagnostic]:
    """What was found about the guides asked for, and about what they share."""
    order, record = view.order, view.record
    source = order.source.resolve().name
    for finding in record.shared:
        place = folder_of(finding, source)
        if place not in record.folders or is_asked(place, order.guides):
            yield finding
    for name, folder in record.folders.items():
        if is_asked(name, order.guides):
            yield from folder.reading.findings


# ---- something has


def _renewed(
    view: View, progress: Callable[[Progress], None], looked: tuple[str, float]
) -> Outcome:
    """Make what is not fresh, whatever becomes of single guides, and remember it."""
    from .due import due  # noqa: PLC0415 (heavy, as the next)
    from .workforce import at_work  # noqa: PLC0415

    order, clock = view.order, Clock()
    on_its_way = delivery(view, due(view))
    jobs = on_its_way.due.jobs
    total = sum(len(job.formats) for job in jobs)
    if jobs:
        writing.probe(order.out)
    clock.lap("reading")
    try:
        with at_work(jobs, make, order) as answers:
            for done, (edition, answer) in enumerate(_by_edition(jobs, answers), 1):
                artifact = on_its_way.take(edition, answer)
                is_fresh = edition.file_name in on_its_way.fresh
                progress(Progress(edition, artifact, done, total, is_fresh))
    finally:
        clock.lap("making")
        # A build that was stopped has replaced files too, and the list of them stays true.
        on_its_way.finish()
    clock.lap("finishing")
    return on_its_way.outcome(Timings((looked, *clock.told()), tuple(on_its_way.seconds)))


def _by_edition(
    jobs: Sequence[Job], answers: Iterable[tuple[int, tuple[Answer, ...] | WorkerDiedError]]
) -> Iterator[tuple[Edition, Answer | WorkerDiedError]]:
    """Each edition, and what became of it."""
    for index, answer in answers:
        for number, edition in enumerate(jobs[index].editions):
            yield edition, answer if isinstance(answer, Exception) else answer[number]
