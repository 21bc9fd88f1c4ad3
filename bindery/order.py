"""What somebody asks for, and whether there is such a thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .diagnostics import WrongUsage, did_you_mean, error
from .edition import Edition


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. Empty tuples mean all; ``workers`` 0 means in this process alone.

    ``force`` makes everything anew, whether or not anything has changed. Where another build
    is at work in the same ``out`` folder, ``wait`` says whether to wait for it. With ``cluster``,
    the address of one (``tcp://192.0.2.7:8786``), its workers do the work. ``validators`` has
    the field's own validators judge what is made, too.
    """

    source: Path
    out: Path
    today: date
    guides: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    workers: int = 0
    strict: bool = False
    force: bool = False
    wait: bool = True
    cluster: str = ""
    validators: bool = False

    def wants(self, edition: Edition) -> bool:
        """Whether ``edition`` is asked for."""
        return (
            is_asked(edition.guide, self.guides)
            and is_asked(edition.language, self.languages)
            and is_asked(edition.format, self.formats)
        )


def is_asked(name: str, asked: Sequence[str]) -> bool:
    """Whether ``name`` is among those ``asked`` for, where an empty list asks for all."""
    return not asked or name in asked


def must_exist(kind: str, asked: Iterable[str], known: Iterable[str]) -> None:
    """Raise WrongUsage with a diagnostic for each of the names ``asked`` that is not ``known``."""
    unknown = [name for name in asked if name not in set(known)]
    if unknown:
        raise WrongUsage(
            *(
                error(f"unknown-{kind}", f"no {kind} `{name}`", hint=did_you_mean(name, known))
                for name in unknown
            )
        )
