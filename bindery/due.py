"""What is due: the guides that have to be looked at, read and checked, and what to make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .diagnostics import Diagnostic, stops
from .edition import Edition
from .formats import FORMATS
from .freshness import View, references
from .guide import Guide
from .order import Order, is_asked, must_exist
from .plan import Job, editions_of, jobs_for, silent_on
from .project import Project, read
from .record import Folder, Reading
from .reviewing import Review, review_of
from .survey import EQUIPMENT, folder_of


@dataclass(frozen=True, slots=True)
class Due:
    """What a build has to do, and has to say before it is done.

    ``editions`` are all that are asked for, in order, and ``refused`` those of them that must
    not be made. ``findings`` are about the guides asked for and what they share; of these
    ``shared`` are about the latter. ``readings`` are what may be remembered of the folders just
    read; ``refs`` are the references of all guides, empty for one that is withdrawn.
    """

    jobs: tuple[Job, ...]
    editions: tuple[Edition, ...]
    refused: tuple[Edition, ...]
    findings: tuple[Diagnostic, ...]
    shared: tuple[Diagnostic, ...]
    readings: Mapping[str, Reading]
    refs: Mapping[str, str]
    names: frozenset[str]


def due(view: View) -> Due:
    """Read and check the guides of which something has changed, and plan their editions.

    Raises:
        Failure: if there is no project to build, or the order names a guide, a language or a
            format that does not exist.
    """
    order, unread = view.order, view.unread
    known_refs = references(unread)
    project = read(order.source, order.today, [each.name for each in FORMATS], known_refs)
    new_refs = {guide.name: guide.settings.control.ref for guide in project.guides}
    _must_exist(order, project, unread.values())
    review = review_of(
        project, order.guides, order.today, strict=order.strict, state=view.equipment_state
    )
    editions = {guide.path: _wanted(order, editions_of(guide)) for guide in project.guides}
    fresh = {e.file_name for own in editions.values() for e in own if view.is_fresh(e)}
    stopped = [e for path, own in editions.items() if path in review.refused for e in own]
    unread_editions = [e for folder in unread.values() for e in view.wanted(folder)]
    stopped += [e for e in unread_editions if _is_stopped(e.guide, project, order)]
    absent = {
        (guide.name, guide.language)
        for guide in project.guides
        if guide.path in review.refused
        and not any(e.file_name in view.record.kept for e in editions_of(guide))
    }
    jobs = jobs_for(project, order, fresh, view.known(), view.equipment_state)
    return Due(
        jobs=tuple(silent_on(job, absent) for job in jobs if job.guide.path not in review.refused),
        editions=_in_order(*editions.values(), unread_editions),
        refused=_in_order(stopped),
        findings=(*review.findings, *_known_findings(order, unread)),
        shared=project.shared,
        readings=dict(_readings(order, project, review)),
        refs=known_refs | dict.fromkeys(project.withdrawn, "") | new_refs,
        names=project.names,
    )


def _must_exist(order: Order, project: Project, unread: Iterable[Folder]) -> None:
    must_exist("guide", order.guides, project.names)
    languages = {e.language for folder in unread for e in folder.reading.editions}
    languages |= {guide.language for guide in project.guides}
    must_exist("language", order.languages, languages)
    must_exist("format", order.formats, {format_.name for format_ in FORMATS})


def _wanted(order: Order, editions: Iterable[Edition]) -> tuple[Edition, ...]:
    return tuple(edition for edition in editions if order.wants(edition))


def _in_order(*groups: Iterable[Edition]) -> tuple[Edition, ...]:
    """Editions by guide; those of one guide stay in the order that they have."""
    editions = [edition for group in groups for edition in group]
    return tuple(sorted(editions, key=lambda edition: edition.guide))


def _is_stopped(name: str, project: Project, order: Order) -> bool:
    """Whether a guide that was not read must not be made for what came of others."""
    own = [fault for fault in project.shared if folder_of(fault, project.source) == name]
    return stops(own, strict=order.strict)


def _known_findings(order: Order, unread: Mapping[str, Folder]) -> Iterator[Diagnostic]:
    """What was found in the folders that were not read, of guides that are asked for."""
    for name, folder in unread.items():
        if is_asked(name, order.guides):
            yield from folder.reading.findings


def _readings(order: Order, project: Project, review: Review) -> Iterator[tuple[str, Reading]]:
    """What may be remembered: of folders asked for in which there is no error."""
    for name, own in project.own.items():
        guides = [guide for guide in project.guides if guide.name == name]
        findings = [*own, *(f for guide in guides for f in review.of_checks.get(guide.path, ()))]
        faulty = any(guide.path in project.faulty for guide in guides)
        if name in project.withdrawn and not stops(own, strict=False):
            yield name, Reading(ref="", editions=(), entries=(), others=(), findings=own)
        elif (
            guides
            and is_asked(name, order.guides)
            and not (faulty or stops(findings, strict=False))
        ):
            yield name, _reading(guides, findings)


def _reading(guides: Sequence[Guide], findings: Iterable[Diagnostic]) -> Reading:
    """One folder's guides, which have one settings file and so one reference and one press."""
    entries = {f"contact {name}" for guide in guides for name in guide.contacts}
    entries |= {f"fact {name}" for guide in guides for name in guide.facts}
    settings = guides[0].settings
    others = {settings.press.profile, settings.publisher.logo}
    return Reading(
        ref=guides[0].settings.control.ref,
        editions=tuple(edition for guide in guides for edition in editions_of(guide)),
        entries=tuple(sorted(entries)),
        others=tuple(sorted(name for name in others if name and not _is_equipment(name))),
        findings=tuple(findings),
    )


def _is_equipment(name: str) -> bool:
    """Whether a file of this name is looked at in any case."""
    return name.startswith(tuple(f"{area}/" for area in EQUIPMENT))
