"""What to build: the editions asked for, grouped by the layout they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .digests import Fingerprint
from .edition import Edition
from .equipment import Equipment, equipment_for
from .formats import format_named
from .guide import Guide
from .order import Order
from .project import Project


@dataclass(frozen=True, slots=True)
class Job:
    """One layout of one guide, and the formats that are made from it.

    ``layout`` names the format that is laid out, whether or not it was asked for. ``formats``
    are names: of the layout's own format, of formats derived from it, and of those that take
    their page numbers from it. ``translations`` are the codes of the guide's other languages.
    ``known`` says what a format's present file was made from: it need not be made from the same
    again. ``validators`` has the field's own validators judge each file, too.
    """

    guide: Guide
    layout: str
    formats: tuple[str, ...]
    equipment: Equipment
    translations: tuple[str, ...]
    strict: bool
    known: Mapping[str, Fingerprint] = field(default_factory=dict)
    validators: bool = False

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The edition of each format, in order."""
        return tuple(edition_of(self.guide, name) for name in self.formats)


def jobs_for(
    project: Project,
    order: Order,
    fresh: Collection[str] = (),
    known: Mapping[str, Fingerprint] = MappingProxyType({}),
    state: str = "",
) -> list[Job]:
    """The jobs of an order, in the order of guide, language and format.

    Left out are the files ``fresh``, of which nothing has changed; ``known`` says of others, by
    their names too, what they were made from. ``state`` is that of the equipment.
    """
    equipment = equipment_for(project.root, state)
    jobs = (
        Job(guide, layout, formats, equipment, _translations(guide, project.guides), order.strict)
        for guide in project.guides
        for layout, formats in _by_layout(guide.settings.formats)
    )
    return [job for each in jobs if (job := _reduced(each, order, fresh, known)).formats]


def silent_on(job: Job, absent: Collection[tuple[str, str]]) -> Job:
    """The job without a word of ``absent`` translations (guide, language) that nobody can have."""
    kept = (code for code in job.translations if (job.guide.name, code) not in absent)
    return replace(job, translations=tuple(kept))


def editions_of(guide: Guide) -> tuple[Edition, ...]:
    """Every edition of a guide, in the order in which they are made."""
    return tuple(
        edition_of(guide, name)
        for _, formats in _by_layout(guide.settings.formats)
        for name in formats
    )


def edition_of(guide: Guide, format_: str) -> Edition:
    """The edition of a guide in the format of that name."""
    return Edition(guide.name, guide.language, format_, format_named(format_).suffix)


def _reduced(
    job: Job, order: Order, fresh: Collection[str], known: Mapping[str, Fingerprint]
) -> Job:
    """The job with the formats that are asked for and not fresh, and what is known of them."""
    editions = [each for each in job.editions if order.wants(each) and each.file_name not in fresh]
    made_from = {each.format: known[each.file_name] for each in editions if each.file_name in known}
    names = tuple(each.format for each in editions)
    return replace(job, formats=names, known=made_from, validators=order.validators)


def _by_layout(names: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A guide's formats ``names`` in groups that share a layout.

    Each group has the name of its layout and stands where its first format was named.
    """
    laid_out = {format_named(name).base or name for name in names}
    groups: dict[str, tuple[str, ...]] = {}
    for name in names:
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
