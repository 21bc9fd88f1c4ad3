"""What there is to say of a project's guides before anything is made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import checks
from .diagnostics import Diagnostic, Failure, Severity, did_you_mean, error, stops
from .explain import rules
from .formats import FORMATS
from .guide import Guide
from .plan import must_exist
from .project import Project, read
from .survey import folder_of


@dataclass(frozen=True, slots=True)
class Review:
    """The findings, and the paths (:attr:`Guide.path`) of guides that must not be printed.

    ``of_checks`` are those that the checks have, by the path of the guide.
    """

    findings: tuple[Diagnostic, ...]
    refused: frozenset[str]
    of_checks: dict[str, tuple[Diagnostic, ...]]


def check(source: Path, guides: Collection[str], today: date) -> tuple[Diagnostic, ...]:
    """Every finding about ``guides`` (names; all, if none) of the project around ``source``.

    Raises:
        Failure: if there is no project, or no guide of one of those names.
    """
    project = read(source, today, [format_.name for format_ in FORMATS])
    must_exist("guide", guides, project.names)
    return review_of(project, guides, today).findings


def review_of(
    project: Project, guides: Collection[str], today: date, *, strict: bool = False
) -> Review:
    """Every finding about ``guides`` (names; all, if none) and about what they share.

    With ``strict`` a warning refuses a guide as an error does.
    """
    others = project.names - set(guides) if guides else frozenset()
    found = [
        fault for fault in project.diagnostics if folder_of(fault, project.source) not in others
    ]
    refused = set(project.faulty)
    texts = {(guide.name, guide.language): guide for guide in project.guides}
    of_checks: dict[str, tuple[Diagnostic, ...]] = {}
    for guide in project.guides:
        if guide.name in others:
            continue
        first = guide.settings.languages[0]
        # None where the first language has faults of its own: nothing to compare with.
        original = texts.get((guide.name, first)) if guide.language != first else None
        findings = checks.of_guide(guide, project.ledger, today, original)
        # Errors have been weighed where they were found; a warning weighs in a strict build.
        warned = [fault for fault in project.diagnostics if _warns_of(fault, guide, project)]
        if stops((*findings, *warned), strict=strict):
            refused.add(guide.path)
        found += findings
        of_checks[guide.path] = findings
    ordered = sorted(set(found), key=lambda finding: finding.sort_key)
    return Review(tuple(ordered), frozenset(refused), of_checks)


def chosen(
    findings: Iterable[Diagnostic], select: Collection[str], ignore: Collection[str]
) -> tuple[Diagnostic, ...]:
    """The findings of the rules ``select`` (all, if none) that are not to ``ignore``.

    Raises:
        Failure: ``unknown-rule`` for each name that no rule has.
    """
    unknown = [name for name in (*select, *ignore) if name not in rules()]
    if unknown:
        raise Failure(
            *(
                error(
                    "unknown-rule", f"no rule is called `{name}`", None, did_you_mean(name, rules())
                )
                for name in unknown
            )
        )
    return tuple(
        finding
        for finding in findings
        if (not select or finding.rule in select) and finding.rule not in ignore
    )


def _warns_of(fault: Diagnostic, guide: Guide, project: Project) -> bool:
    """Whether a fault is a warning in a guide's folder, but not in another language's text."""
    file = fault.span.file if fault.span else ""
    inside = folder_of(fault, project.source) == guide.name and (
        file == guide.path or file[-3:] != ".md"
    )
    return inside and fault.severity is Severity.WARNING
