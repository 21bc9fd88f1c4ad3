"""Work in parallel that never loses a name: every job answers, or is named with the reason.

The parent hands one job at a time to each worker and so knows what each holds. A worker that
dies, or takes too long and is killed, is replaced; the job it held is reported, and no other
job is lost or done twice. Whatever ends the parent ends the workers too.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from . import deaths, scratch
from .deaths import WorkerDiedError, of_exception
from .interruption import postponed
from .limits import Limits
from .worker import Done, Post, Ready, Terms, serve, unpickled

__all__ = ["Limits", "Terms", "WorkerDiedError", "run", "run_on"]

Job = TypeVar("Job")
Answer = TypeVar("Answer")
Answers = Generator[tuple[int, Answer | WorkerDiedError], None, None]

_TICK = 0.25  # seconds: how often the clock is looked at while nobody answers
_MOST_COUNTED = 1.0  # seconds: who was stopped with Ctrl-Z has not used the time it was asleep
_FAREWELL = 1.0  # seconds a worker that no longer speaks is given to end by itself
_GLANCE = 0.01  # seconds between two looks whether it has
_MOST_JOBS = 40  # of one worker: the system's libraries keep half a megabyte of every layout
_FALSE_STARTS = 3  # workers in a row that died before their first job: the next will too


def run(
    jobs: Sequence[Job],
    work: Callable[[Job], Answer],
    workers: int,
    *,
    weight: Callable[[Job], float] | None = None,
    terms: Terms | None = None,
) -> Answers[Answer]:
    """Do ``work`` on every job and yield (index of the job, answer) as each is done.

    The jobs that ``weight`` says are heaviest are begun first. ``work`` must be importable by
    name, and jobs and answers must pickle. Close what is returned to stop the workers.

    With 0 workers all is done in this process, in order, and an exception in ``work`` is
    raised as it is. In a crew it is a :class:`WorkerDiedError` with a traceback, like every
    other end of one job, and the others go on. Terms can be kept only by processes of their
    own: one worker is one if ``terms`` are given, and this process otherwise.
    """
    if workers < (1 if terms else 2):
        for index, job in enumerate(jobs):
            yield index, work(job)
        return
    with scratch.opened() as folder:
        crew = _Crew(jobs, work, terms or Terms(), folder)
        try:
            yield from crew.answers(_heaviest_first(jobs, weight), workers)
        finally:
            crew.dismiss()


def run_on(
    executor: Executor,
    jobs: Sequence[Job],
    work: Callable[[Job], Answer],
    *,
    weight: Callable[[Job], float] | None = None,
) -> Answers[Answer]:
    """Do as :func:`run` does on an ``executor`` of somebody else, who also shuts it down.

    Limits are the executor's business. A job that it cancels, or that breaks it, is reported
    like any other that has no answer. Close what is returned to cancel what has not begun.
    """
    waiting: dict[Future[Answer], int] = {}
    try:
        for index in _heaviest_first(jobs, weight):
            try:
                waiting[executor.submit(work, jobs[index])] = index
            except RuntimeError as problem:  # it is broken, or somebody has shut it down
                yield index, WorkerDiedError(f"nobody took it: {problem}")
        for done in as_completed(tuple(waiting)):
            outcome = _outcome(done)
            yield waiting.pop(done), outcome
    finally:
        for future in waiting:
            future.cancel()


def _outcome(done: Future[Answer]) -> Answer | WorkerDiedError:
    try:
        return done.result()
    except CancelledError:
        return WorkerDiedError("it was cancelled, or whoever was to make it has gone")
    except BrokenExecutor as problem:
        said = f": {problem}" if str(problem) else ""
        return WorkerDiedError(f"the process that made it was killed or crashed{said}")
    except Exception as problem:  # noqa: BLE001 (told, not swallowed)
        return of_exception(problem, None)


def _can_fork() -> bool:
    """Whether workers may begin as copies of this process, which is fast and shares memory.

    A copy has no thread of its original, and a library that was used here may wait for its own.
    """
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _heaviest_first(jobs: Sequence[Job], weight: Callable[[Job], float] | None) -> list[int]:
    weights = [weight(job) for job in jobs] if weight else [0.0] * len(jobs)
    return sorted(range(len(jobs)), key=weights.__getitem__, reverse=True)


@dataclass(slots=True, eq=False)
class _Hand:
    """A worker as its parent knows it: ``index`` is the job it holds.

    ``spent`` are seconds on this job, or on settling in before it is ``ready``. ``verdict`` is
    why it has been killed, or must not be trusted with another job. ``done`` counts its answers.
    """

    process: BaseProcess
    line: Connection
    folder: Path
    index: int | None = None
    ready: bool = False
    done: int = 0
    spent: float = 0.0
    verdict: WorkerDiedError | None = None


class _Crew:
    """The workers of one run; whoever makes one dismisses it."""

    def __init__(
        self, jobs: Sequence[Any], work: Callable[[Any], Any], terms: Terms, folder: Path
    ) -> None:
        self.jobs, self.work, self.folder = jobs, work, folder
        if terms.prepare and _can_fork():
            # What is loaded before the fork is shared, unless loading it has begun a thread.
            terms.prepare()
        self.forks = _can_fork()
        self.terms = replace(terms, prepare=None) if self.forks else terms
        self.context: Any = multiprocessing.get_context("fork" if self.forks else "spawn")
        self.hands: list[_Hand] = []
        self.hired = self.false_starts = 0
        self.refusal = WorkerDiedError("no process could be started")
        self.looked = time.monotonic()
        self.starved = deaths.starved_so_far()

    def answers(self, order: Sequence[int], size: int) -> Iterator[tuple[int, Any]]:
        """The answer to each job in ``order``, or why there is none, from ``size`` workers."""
        queue = deque(order)
        while queue or self._busy():
            self._hire(min(size, self._busy() + len(queue)))
            if not self.hands:
                yield from ((index, self.refusal) for index in queue)
                return
            for hand, told in self._heard():
                index, hand.index, hand.spent = hand.index, None, 0.0
                if isinstance(told, WorkerDiedError):
                    self._replace(hand, told)
                else:
                    hand.ready, self.false_starts = True, 0
                    self._retire(hand, told)
                self._hand_out(queue)
                if index is not None:
                    yield index, told.answer if isinstance(told, Done) else told

    def dismiss(self, *hands: _Hand) -> None:
        """Kill these workers, or all: nobody waits for a layout that nobody wants."""
        leaving = hands or tuple(self.hands)
        with postponed():
            for hand in leaving:
                hand.process.kill()
            for hand in leaving:
                hand.process.join(_FAREWELL)  # one that waits for a dead disk is not waited for
                hand.line.close()
                shutil.rmtree(hand.folder, ignore_errors=True)
                self.hands.remove(hand)

    def _busy(self) -> int:
        return sum(hand.index is not None for hand in self.hands)

    def _hire(self, wanted: int) -> None:
        """Have ``wanted`` workers if the system gives them, or make do with those there are."""
        while len(self.hands) < wanted and self.false_starts < _FALSE_STARTS:
            try:
                self._start()
            except OSError as problem:
                reason = f"no process could be started: {problem.strerror or problem}"
                self.refusal = WorkerDiedError(reason)
                return

    def _start(self) -> None:
        self.hired += 1
        folder = self.folder / str(self.hired)
        folder.mkdir()
        line, theirs = self.context.Pipe()
        with theirs:
            inherited = (line, *(hand.line for hand in self.hands)) if self.forks else ()
            post = Post(theirs, os.getpid(), folder, inherited)
            process = self.context.Process(
                target=serve, args=(post, self.work, self.terms), daemon=True
            )
            with postponed():
                process.start()
                self.hands.append(_Hand(process, line, folder))

    def _retire(self, hand: _Hand, told: Ready | Done) -> None:
        """Let a worker that has done enough go; another will have its memory."""
        hand.done += isinstance(told, Done)
        if hand.done == _MOST_JOBS:
            self.dismiss(hand)

    def _replace(self, hand: _Hand, reason: WorkerDiedError) -> None:
        """Take leave of a worker; the next turn of the loop hires another if there is need."""
        self.dismiss(hand)
        if not hand.ready:
            self.false_starts += 1
            self.refusal = reason

    def _hand_out(self, queue: deque[int]) -> None:
        """Give each worker that waits for one its next job."""
        for hand in self.hands:
            if queue and hand.ready and hand.index is None and hand.verdict is None:
                index = queue.popleft()
                try:
                    hand.line.send_bytes(pickle.dumps(self.jobs[index]))
                    hand.index = index
                except OSError:  # it died while it waited, which will be heard
                    queue.appendleft(index)

    def _heard(self) -> Iterator[tuple[_Hand, Ready | Done | WorkerDiedError]]:
        """Each worker that has something to say or has died, after waiting for one a little."""
        ears: dict[Any, _Hand] = {hand.line: hand for hand in self.hands}
        ears |= {hand.process.sentinel: hand for hand in self.hands}
        speaking = list(dict.fromkeys(ears[each] for each in wait(tuple(ears), _TICK)))
        now = time.monotonic()
        counted, self.looked = min(now - self.looked, _MOST_COUNTED), now
        for hand in self.hands:
            if hand not in speaking:
                self._watch(hand, counted)
        for hand in speaking:
            yield hand, self._message(hand)

    def _watch(self, hand: _Hand, seconds: float) -> None:
        """Count the time a worker takes, and kill it when that is too much."""
        if hand.index is not None or not hand.ready:
            hand.spent += seconds
            if hand.spent > self.terms.limits.seconds:
                hand.verdict = WorkerDiedError(deaths.of_time(self.terms.limits))
                hand.process.kill()

    def _message(self, hand: _Hand) -> Ready | Done | WorkerDiedError:
        """What a worker says, or why it no longer can."""
        with suppress(EOFError, OSError):
            if hand.line.poll():
                return unpickled(hand.line.recv_bytes())
        _let_end(hand.process)
        if hand.verdict:
            return hand.verdict
        if hand.process.exitcode is None:
            return WorkerDiedError("the process that made it no longer answers")
        before, self.starved = self.starved, deaths.starved_so_far()
        hungry = self.starved > before
        return WorkerDiedError(
            deaths.of_exit(hand.process.exitcode, self.terms.limits, starved=hungry)
        )


def _let_end(process: BaseProcess) -> None:
    """Give a process a moment to be gone after its last word.

    ``join`` would wait for one that has closed everything and lives on.
    """
    late = time.monotonic() + _FAREWELL
    while process.exitcode is None and time.monotonic() < late:
        time.sleep(_GLANCE)
