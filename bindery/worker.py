"""The worker's side of a crew: settle in once, then one job after the other until it is killed.

It answers with :class:`Ready`, :class:`Done` or :class:`WorkerDiedError`, pickled. After the
last of these it cannot be trusted with another job.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from . import deaths, garbage, interruption, limits
from .confinement import confine, die_with_parent
from .deaths import WorkerDiedError
from .limits import Limits


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a worker works.

    With ``readable`` a worker can open nothing but those files and folders and what Python and
    the system need, if the kernel can confine it; with None it is not confined. ``prepare``
    loads what is heavy: before the workers are forked, or else in each; it must pickle.
    """

    limits: Limits = field(default_factory=Limits)
    readable: tuple[Path, ...] | None = None
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has settled in and waits for its first job."""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a job."""

    answer: Any


@dataclass(frozen=True, slots=True)
class Post:
    """A worker's desk: its end of the pipe, its parent, its folder, what it has inherited."""

    line: Connection
    parent: int
    folder: Path
    inherited: tuple[Connection, ...] = ()


def serve(post: Post, work: Callable[[Any], Any], terms: Terms) -> None:
    """Do every job that comes through the pipe until nobody is at its other end; never returns.

    It leaves without tidying up, as some libraries crash when they are: the parent tidies up.
    """
    with suppress(EOFError, OSError):
        held = _settled(post, terms)
        while True:
            job = post.line.recv_bytes()
            post.line.send_bytes(_told(job, work, terms.limits, held))
    os._exit(0)


def unpickled(message: bytes) -> Ready | Done | WorkerDiedError:
    """What a worker says, from its message."""
    try:
        # A message of this program to itself, through a pipe that nobody else has.
        told: Ready | Done | WorkerDiedError = pickle.loads(message)  # noqa: S301
    except Exception as problem:  # noqa: BLE001 (told, not swallowed)
        return deaths.of_exception(problem, None)
    return told


def _settled(post: Post, terms: Terms) -> int:
    """Make ready for the first job, and say that it is, or why not; the memory held by then."""
    held = 0
    try:
        held = _settle(post, terms)
        told = pickle.dumps(Ready())
    except BaseException as problem:  # noqa: BLE001 (told, not swallowed)
        told = pickle.dumps(deaths.of_exception(problem, terms.limits))
    post.line.send_bytes(told)
    return held


def _settle(post: Post, terms: Terms) -> int:
    interruption.leave_to_parent()
    for other in post.inherited:
        other.close()
    if not die_with_parent(post.parent):
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    tempfile.tempdir = os.environ["TMPDIR"] = str(post.folder)
    if terms.prepare:
        terms.prepare()
    # What was there before the first job is never rubbish, and stays shared with the parent.
    gc.freeze()
    garbage.looked_for_as_usual()
    held = limits.impose(terms.limits)
    if terms.readable is not None:
        confine(terms.readable, [post.folder])
    return held


def _told(job: bytes, work: Callable[[Any], Any], allowed: Limits, held: int) -> bytes:
    """What there is to say of a job, pickled."""
    before, lost = limits.peak_memory(), _listen_for_lost_memory()
    limits.allow_processor_time(allowed.processor_seconds)
    try:
        told = pickle.dumps(Done(work(pickle.loads(job))))  # noqa: S301 (from this program to itself)
    except BaseException as problem:  # noqa: BLE001 (told, not swallowed)
        limits.lift_memory()
        return pickle.dumps(deaths.of_exception(problem, allowed))
    if lost or limits.came_near(allowed, held, before):
        limits.lift_memory()
        return pickle.dumps(WorkerDiedError(deaths.of_memory(allowed)))
    return told


def _listen_for_lost_memory() -> list[bool]:
    """A list that is no longer empty once memory ran out where nobody could be told."""
    lost: list[bool] = []
    ordinary = sys.__unraisablehook__

    def note(unraisable: sys.UnraisableHookArgs) -> None:
        if isinstance(unraisable.exc_value, MemoryError):
            lost.append(True)
        else:
            ordinary(unraisable)

    sys.unraisablehook = note
    return lost


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
