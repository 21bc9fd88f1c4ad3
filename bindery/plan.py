"""What to build: the editions asked for, grouped by the layout they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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

    ``layout`` names the format that is laid out, whether or not it was asked for. ``formats``
    are names: of the layout's own format, of formats derived from it, and of those that take
    their page numbers from it. ``translations`` are the codes of the guide's other languages.
    """

    guide: Guide
    layout: str
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
    must_exist("guide", order.guides, project.names)
    must_exist("language", order.languages, {guide.language for guide in project.guides})
    must_exist("format", order.formats, {format_.name for format_ in FORMATS})
    equipment = equipment_for(project.root)
    return [
        Job(guide, layout, formats, equipment, _translations(guide, project.guides), order.strict)
        for guide in project.guides
        if _wanted(guide.name, order.guides) and _wanted(guide.language, order.languages)
        for layout, formats in _by_layout(guide.settings.formats, order.formats)
    ]


def _wanted(name: str, asked: Sequence[str]) -> bool:
    return not asked or name in asked


def _by_layout(names: Sequence[str], asked: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A guide's formats ``names`` that are ``asked`` for, in groups that share a layout.

    Each group has the name of its layout and stands where its first format was named.
    """
    laid_out = {format_named(name).base or name for name in names}
    groups: dict[str, tuple[str, ...]] = {}
    for name in names:
        if _wanted(name, asked):
            layout = _layout_of(name, laid_out)
            groups[layout] = (*groups.get(layout, ()), name)
    return groups.items()


def _layout_of(name: str, laid_out: Collection[str]) -> str:
    """The layout that the format ``name`` needs, of a guide that has the layouts ``laid_out``.

    A book has the page numbers of a leaflet only where there is one to be held.
    """
    format_ = format_named(name)
    return format_.paged_by if format_.paged_by in laid_out else format_.base or name


def _translations(guide: Guide, guides: Iterable[Guide]) -> tuple[str, ...]:
    codes = {other.language for other in guides if other.name == guide.name}
    return tuple(sorted(codes - {guide.language}))


def must_exist(kind: str, asked: Iterable[str], known: Iterable[str]) -> None:
    """Raise Failure with a diagnostic for each of the names ``asked`` that is not ``known``."""
    unknown = [name for name in asked if name not in set(known)]
    if unknown:
        raise Failure(
            *(
                error(f"unknown-{kind}", f"no {kind} `{name}`", hint=did_you_mean(name, known))
                for name in unknown
            )
        )
