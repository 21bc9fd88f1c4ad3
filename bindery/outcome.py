"""What a build says while it is at work, and what it says at the end."""

from __future__ import annotations

from dataclasses import dataclass

from .diagnostics import Diagnostic, Severity
from .edition import Artifact, Edition
from .timing import Seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """One edition is done: ``artifact`` is None where it was refused.

    A ``fresh`` one was composed and found to be what it is already.
    """

    edition: Edition
    artifact: Artifact | None
    done: int
    total: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Timings:
    """How long a build took by its own ``stages``, and each of its ``editions`` in a worker."""

    stages: Seconds = ()
    editions: tuple[tuple[Edition, Seconds], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made, what it refused, and everything there is to say about it.

    ``artifacts`` are all that were asked for and are there, in order; those whose paths are in
    ``fresh`` were there before. ``reasons`` says of each edition why it was fresh or was not.
    ``left`` are files in ``out`` of guides, languages and formats that the project has no more.
    """

    artifacts: tuple[Artifact, ...]
    refused: tuple[Edition, ...]
    diagnostics: tuple[Diagnostic, ...]
    fresh: frozenset[str] = frozenset()
    reasons: tuple[tuple[Edition, str], ...] = ()
    left: tuple[str, ...] = ()
    timings: Timings = Timings()

    @property
    def failed(self) -> bool:
        """Whether anything was refused or any error found."""
        return bool(self.refused) or any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def made(self) -> tuple[Artifact, ...]:
        """The artifacts that this build made."""
        return tuple(each for each in self.artifacts if each.path not in self.fresh)
