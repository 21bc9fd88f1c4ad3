"""What one guide may use of the machine, and what of that the operating system holds it to.

Memory, processor time and file size are limits of the worker's own process; the time on the
clock is kept by the parent, because no library can swallow that.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

MIB = 1024 * 1024
# Above this share of the memory allowed, some library may have asked for more and gone without.
_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Limits:
    """What one guide may use. An ordinary leaflet needs 150 MiB and a second or two.

    ``seconds`` are on the clock and generous, because other programs share the machine;
    ``processor_seconds`` are of the processor's work. ``memory`` and ``file_size`` in bytes.
    Where the system has no such limits (Windows; on macOS the one on memory) ``seconds`` holds.
    These are for all formats of a guide in one language that share a layout.

    A layout has at most so many ``pages`` and a picture so many ``pixels``, the photographs of a
    guide ``all_pixels`` together; ``nesting`` is how many levels lists, quotations and blocks lie
    in one another.
    """

    seconds: float = 120.0
    processor_seconds: int = 25
    memory: int = 1024 * MIB
    file_size: int = 256 * MIB
    pages: int = 200
    pixels: int = 25_000_000
    all_pixels: int = 150_000_000
    nesting: int = 12


def impose(limits: Limits) -> int:
    """Put this process under ``limits``, where the system knows them.

    Memory that it holds by now is not counted: one that was forked holds what its parent had
    read, which may be a thousand guides. Returns the most that it has held, in bytes.
    """
    if sys.platform != "win32":
        _lower(resource.RLIMIT_CORE, 0)
        # Of the address space nothing can be said: libraries reserve room they never touch.
        _lower(resource.RLIMIT_DATA, _held_data() + limits.memory)
        _lower(resource.RLIMIT_FSIZE, limits.file_size)
    return peak_memory()


def allow_processor_time(seconds: int) -> None:
    """Let this process work ``seconds`` more than it has; then the system ends it by SIGXCPU."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, round(used.ru_utime + used.ru_stime) + seconds)


def lift_memory() -> None:
    """Let this process have memory again: what went wrong has to be told in words."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        _lower(resource.RLIMIT_DATA, hard)


def peak_memory() -> int:
    """The most memory this process has held at a time, in bytes; 0 where nobody counts it."""
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def came_near(limits: Limits, held: int, before: int) -> bool:
    """Whether memory has become so scarce since the peak was ``before`` that parts may be lost.

    ``held`` is what :func:`impose` returned. A library that is refused memory may leave a picture
    or a letter out without a word.
    """
    peak = peak_memory()
    return peak > before and peak - held > limits.memory * _NEAR


def _held_data() -> int:
    """The memory that counts against the limit on it, in bytes; 0 where nobody tells."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def _lower(kind: int, value: int) -> None:
    """Set the soft limit: the hard one, once lowered, could never be raised again."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(kind)
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # macOS knows the name of a limit that it does not hold
            return
