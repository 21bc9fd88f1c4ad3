"""Being stopped from outside: Ctrl-C, an end asked for politely, a terminal that was closed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# A terminal that closes sends the second; Windows has neither of the last two as a person knows.
_POLITE = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_ALL = (signal.SIGINT, *_POLITE)
# Who asks twice at once (a terminal that closes, a service that is stopped) is asking once.
_TIDYING = 2.0  # seconds


class Stopped(KeyboardInterrupt):
    """The program was asked to end by a signal other than that of Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def exit_status(stop: KeyboardInterrupt) -> int:
    """The status to exit with, as a shell reports it: 130 after Ctrl-C, 143 after SIGTERM."""
    return 128 + (stop.number if isinstance(stop, Stopped) else signal.SIGINT)


@contextmanager
def stoppable() -> Iterator[None]:
    """Within, a request to end raises :class:`Stopped`, so that all is tidied up on the way out.

    Only the first does: what follows it at once would only disturb the tidying. One that comes
    later ends the program where it is, as a library may have swallowed the first. A signal that
    is being ignored (``nohup``) stays so. Outside the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _POLITE}
    ours = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    asked: list[float] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(time.monotonic())
        if len(asked) == 1:
            raise Stopped(number)
        if asked[-1] - asked[0] > _TIDYING:
            os._exit(128 + number)

    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


@contextmanager
def postponed() -> Iterator[None]:
    """Within, requests to stop wait: what is begun here is finished, or known to have begun.

    A process that is started within begins with these signals blocked, too.
    """
    with _blocked():
        came: list[int] = []
        before = _told_to(lambda number, _frame: came.append(number))
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for number in came:
                signal.raise_signal(number)


@contextmanager
def _blocked() -> Iterator[None]:
    """Within, the system keeps the signals back from this thread, where it can."""
    if os.name == "nt":
        yield
        return
    before: Any = signal.pthread_sigmask(signal.SIG_BLOCK, _ALL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told_to(note: Callable[[int, FrameType | None], None]) -> dict[int, Any]:
    """Have ``note`` get the signals that other threads let through; what got them before."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    before = {number: signal.getsignal(number) for number in _ALL}
    ours = {n: old for n, old in before.items() if old not in {None, signal.SIG_IGN}}
    for number in ours:
        signal.signal(number, note)
    return ours


def leave_to_parent() -> None:
    """In a worker: Ctrl-C is the parent's business, and any other request ends it at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _POLITE:
        signal.signal(number, signal.SIG_DFL)
    if os.name != "nt":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ALL)
