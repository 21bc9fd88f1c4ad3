"""What to build: the editions asked for, grouped by the layout they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .diagnostics import Failure, did_you_mean, error
from .edition import Edition
from .equipment import Equipment, equipment_for
from .formats import FORMATS, format_named
from .guide import Guide
from .project import Project


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. Empty tuples mean all; ``workers`` 0 means in this process alone."""

    source: Path
    out: Path
    today: date
    guides: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    workers: int = 0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One layout of one guide, and the formats that are made from it.

    ``formats`` are names: of the layout's own format, of formats derived from it, or both.
    ``translations`` are the codes of the guide's other languages.
    """

    guide: Guide
    formats: tuple[str, ...]
    equipment: Equipment
    translations: tuple[str, ...]
    strict: bool

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The edition of each format, in order."""
        return tuple(
            Edition(self.guide.name, self.guide.language, name, format_named(name).suffix)
            for name in self.formats
        )


def jobs_for(project: Project, order: Order) -> list[Job]:
    """The jobs of an order, in the order of guide, language and format.

    Raises:
        Failure: if the order names a guide, a language or a format that does not exist.
    """
    _must_exist("guide", order.guides, project.names)
    _must_exist("language", order.languages, {guide.language for guide in project.guides})
    _must_exist("format", order.formats, {format_.name for format_ in FORMATS})
    equipment = equipment_for(project.root)
    return [
        Job(guide, formats, equipment, _translations(guide, project.guides), order.strict)
        for guide in project.guides
        if _wanted(guide.name, order.guides) and _wanted(guide.language, order.languages)
        for formats in _by_layout(n for n in guide.settings.formats if _wanted(n, order.formats))
    ]


def _wanted(name: str, asked: Sequence[str]) -> bool:
    return not asked or name in asked


def _by_layout(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Names of formats in groups that share a layout, each where its first was named."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in names:
        layout = format_named(name).base or name
        groups[layout] = (*groups.get(layout, ()), name)
    return list(groups.values())


def _translations(guide: Guide, guides: Iterable[Guide]) -> tuple[str, ...]:
    codes = {other.language for other in guides if other.name == guide.name}
    return tuple(sorted(codes - {guide.language}))


def _must_exist(kind: str, asked: Sequence[str], known: Iterable[str]) -> None:
    unknown = [name for name in asked if name not in set(known)]
    if unknown:
        raise Failure(
            *(
                error(f"unknown-{kind}", f"no {kind} `{name}`", hint=did_you_mean(name, known))
                for name in unknown
            )
        )
