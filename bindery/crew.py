"""Work in parallel that never loses a name: every piece of work answers or is reported.

A worker that dies (killed, out of memory, a crash in a library) breaks Python's pool and
takes the names of all its work with it. Here what is left is then done one piece at a time,
each in a process of its own, so that the piece that kills its worker is known by name.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")

# fork starts a worker at once and shares what is loaded; elsewhere only spawn is safe.
_CONTEXT = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
_ORPHAN_CHECK_SECONDS = 0.5


class WorkerDiedError(Exception):
    """A worker ended without an answer."""


def run(
    jobs: Sequence[Job], work: Callable[[Job], Answer], workers: int
) -> Generator[tuple[int, Answer | WorkerDiedError], None, None]:
    """Do ``work`` on every job and yield (index of the job, answer) as each is done.

    With fewer than two workers, or where processes cannot work together, all is done in
    this process. ``work`` must be importable by name, and jobs and answers must pickle. An
    exception in ``work`` is a bug and is raised. Close what is returned to stop the workers.
    """
    if workers < 2 or not _can_pool():  # noqa: PLR2004 (one worker is none beside this process)
        for index, job in enumerate(jobs):
            yield index, work(job)
        return
    left = dict(enumerate(jobs))
    try:
        for index, answer in _in_pool(left, work, workers):
            del left[index]
            yield index, answer
    except BrokenProcessPool:
        yield from _one_by_one(left, work)


def _can_pool() -> bool:
    """Whether this machine lets processes share a lock: some containers have no /dev/shm."""
    try:
        _CONTEXT.Lock()
    except (OSError, ImportError):
        return False
    return True


def _one_by_one(
    jobs: dict[int, Job], work: Callable[[Job], Answer]
) -> Iterator[tuple[int, Answer | WorkerDiedError]]:
    for index, job in jobs.items():
        try:
            yield from _in_pool({index: job}, work, 1)
        except BrokenProcessPool:
            yield index, WorkerDiedError("the process that made it was killed or crashed")


def _in_pool(
    jobs: dict[int, Job], work: Callable[[Job], Answer], workers: int
) -> Iterator[tuple[int, Answer]]:
    pool = ProcessPoolExecutor(
        workers, mp_context=_CONTEXT, initializer=_begin, initargs=(os.getpid(),)
    )
    try:
        waiting = {pool.submit(work, job): index for index, job in jobs.items()}
        for done in as_completed(waiting):
            yield waiting[done], done.result()
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now: after Ctrl-C nobody waits for a layout to finish."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 (no public way)
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _begin(parent: int) -> None:
    """Set a worker up: Ctrl-C is the parent's business, and no worker outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK_SECONDS)
    os._exit(1)
