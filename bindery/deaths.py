"""Why a worker ended without an answer, in words for the person whose guide it was making."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .limits import Limits

_UNITS = ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB"), (1, "bytes"))
_CRASHES = frozenset({"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP", "SIGSYS"})

# What libraries do on purpose, and most often because they are given no more memory.
_GIVING_UP = frozenset({"SIGABRT", "SIGTRAP"})


class WorkerDiedError(Exception):
    """A job ended without an answer; as text, why.

    ``traceback`` is there where the cause is a fault in the program, for its developers.
    """

    def __init__(self, reason: str, traceback: str = "") -> None:
        super().__init__(reason)
        self.traceback = traceback


def of_time(limits: Limits) -> str:
    """The reason where a job was not done in time."""
    return f"making it took longer than {_in_seconds(limits.seconds)}"


def of_memory(limits: Limits | None) -> str:
    """The reason where a job would have needed more memory; None where the limit is not ours."""
    allowed = f"the {in_words(limits.memory)} it may have" if limits else "there was"
    return f"making it needed more memory than {allowed}"


def of_exit(status: int | None, limits: Limits, *, starved: bool) -> str:
    """The reason where the process ended by itself or by a signal, told by its exit status.

    ``starved`` says that the system has killed some process meanwhile for want of memory.
    """
    if status is None or status >= 0:
        return f"the process that made it ended by itself (exit status {status or 0})"
    name = _signal_name(-status)
    if name == "SIGXCPU":
        return f"making it took more than {_in_seconds(limits.processor_seconds)} of processor time"
    if name == "SIGKILL" and starved:
        return "the computer ran out of memory, and the system killed the process that made it"
    if name in _CRASHES:
        perhaps = ", perhaps for want of memory" if name in _GIVING_UP else ""
        return f"the process that made it crashed ({name}){perhaps}"
    return f"the process that made it was killed ({name})"


def of_exception(problem: BaseException, limits: Limits | None) -> WorkerDiedError:
    """What to report of an exception: want of memory, or else a fault in the program."""
    if any(isinstance(each, MemoryError) for each in _chain(problem)):
        return WorkerDiedError(of_memory(limits))
    said = "".join(traceback.format_exception_only(problem)).partition("\n")[0]
    details = "".join(traceback.format_exception(problem))
    return WorkerDiedError(f"the program has a fault: {said}", details)


def starved_so_far() -> int:
    """How many processes the system has killed for want of memory since it was started."""
    with suppress(OSError, ValueError):
        for line in Path("/proc/vmstat").read_text("ascii").splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
    return 0


def in_words(size: int) -> str:
    """A number of bytes as a person says it: ``1.5 GiB``."""
    unit, name = next((pair for pair in _UNITS if size >= pair[0]), _UNITS[-1])
    return f"{size / unit:.4g} {name}"


def _in_seconds(number: float) -> str:
    return "1 second" if number == 1 else f"{number:g} seconds"


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it was raised from or while handling, and so on."""
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or problem.__context__


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
