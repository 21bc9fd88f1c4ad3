"""What the checks say of a project's guides, read all together or one folder after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import checks, crew, garbage
from .checks.allowable import ALLOWABLE
from .checks.findings import Verdict, unheeded
from .diagnostics import Diagnostic, Severity, Span, error, stops
from .equipment import Equipment, equipment_for
from .formats import FORMATS
from .guide import Guide
from .guide_folder import Shared, read_folder
from .ledger import Ledger
from .needs import unmet, unusable_press
from .project import Project, read_shared
from .reading import file_name
from .remembered import Found
from .settings import allowances_of
from .source_folder import SourceFolder, outside
from .survey import folder_of
from .wording import Allowance

_LEAST = 20  # folders a worker has to have before it is worth its start
_MOST_AT_ONCE = 16  # folders in a batch: all workers are busy until nearly the end


@dataclass(frozen=True, slots=True)
class Review:
    """The findings, and the paths (:attr:`Guide.path`) of guides that must not be printed.

    ``of_checks`` are those that the checks have, by the path of the guide.
    """

    findings: tuple[Diagnostic, ...]
    refused: frozenset[str]
    of_checks: dict[str, tuple[Diagnostic, ...]]


def review_of(
    project: Project,
    guides: Collection[str],
    today: date,
    *,
    strict: bool = False,
    state: str = "",
) -> Review:
    """Every finding about ``guides`` (names; all, if none) and about what they share.

    With ``strict`` a warning refuses a guide as an error does. ``state`` is that of the
    project's equipment.
    """
    others = project.names - set(guides) if guides else frozenset()
    found: list[Diagnostic] = []
    warnings: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for fault in project.diagnostics:
        name = folder_of(fault, project.source)
        found += [] if name in others else [fault]
        warnings[name] += [fault] if fault.severity is Severity.WARNING else []
    refused = set(project.faulty)
    of_checks: dict[str, tuple[Diagnostic, ...]] = {}
    chosen = [guide for guide in project.guides if guide.name not in others]
    equipment = equipment_for(project.root, state)
    judged = _findings_of(chosen, project.faulty, project.ledger, today, equipment)
    for guide, findings in judged:
        # Errors have been weighed where they were found; a warning weighs in a strict build.
        warned = (fault for fault in warnings[guide.name] if _is_about(fault, guide))
        if stops((*findings, *warned), strict=strict):
            refused.add(guide.path)
        found += findings
        of_checks[guide.path] = findings
    ordered = sorted(set(found), key=lambda finding: finding.sort_key)
    return Review(tuple(ordered), frozenset(refused), of_checks)


def _is_about(fault: Diagnostic, guide: Guide) -> bool:
    """Whether a fault in a guide's folder is not in the text of another language."""
    file = fault.span.file if fault.span else ""
    return file == guide.path or not file.endswith(".md")


def _findings_of(
    guides: Sequence[Guide],
    faulty: Collection[str],
    ledger: Ledger,
    today: date,
    equipment: Equipment,
) -> Iterator[tuple[Guide, tuple[Diagnostic, ...]]]:
    """Each of ``guides`` and what the checks find in it. Translations of one are among them."""
    subjects: defaultdict[str, dict[str, Guide]] = defaultdict(dict)
    for guide in guides:
        subjects[guide.name][guide.language] = guide
    for texts in subjects.values():
        for guide, verdict in _verdicts(texts, faulty, ledger, today, equipment):
            yield guide, verdict.findings


def _verdicts(
    texts: Mapping[str, Guide],
    faulty: Collection[str],
    ledger: Ledger,
    today: date,
    equipment: Equipment,
) -> list[tuple[Guide, Verdict]]:
    """What the checks say of the ``texts`` of one subject, by language, and what these lack.

    Of one in a file that is ``faulty`` not all may have been read.
    """
    judged = []
    for language, guide in texts.items():
        first = guide.settings.languages[0]
        # None where the first language has faults of its own: nothing to compare with.
        original = texts.get(first) if language != first else None
        judged.append((guide, checks.of_guide(guide, ledger, today, original)))
    heeded = frozenset[Allowance]().union(*(verdict.heeded for _, verdict in judged))
    lacking = {guide.path: tuple(unmet(guide, equipment)) for guide in texts.values()}
    whole = [guide for guide in texts.values() if guide.path not in faulty]
    idle = unheeded(whole, heeded) if whole else ()
    return [
        (guide, replace(verdict, findings=(*verdict.findings, *lacking[guide.path], *idle)))
        for guide, verdict in judged
    ]


# ---- folder by folder


@dataclass(frozen=True, slots=True)
class Batch:
    """Some folders of a project, to be reviewed one after another in one process."""

    folders: tuple[Path, ...]
    shared: Shared
    today: date


@dataclass(frozen=True, slots=True)
class FolderReviews:
    """What is to be said of what guides share, and of each folder.

    ``lost`` are the folders of which nothing is known, because a process ended over them; what
    is said of them is that.
    """

    shared: Found
    by_folder: dict[Path, Found]
    lost: frozenset[Path] = frozenset()


def review_folders(
    source: SourceFolder, folders: Sequence[Path], today: date, workers: int
) -> FolderReviews:
    """What there is to say of ``folders`` of ``source``, each read, checked and let go of.

    ``workers`` processes share the work where there is enough for them.
    """
    shared, faults = read_shared(source, today, [format_.name for format_ in FORMATS])
    workers = min(workers, len(folders) // _LEAST)
    size = max(1, min(_MOST_AT_ONCE, len(folders) // (4 * max(1, workers))))
    starts = range(0, len(folders), size)
    jobs = [Batch(tuple(folders[start : start + size]), shared, today) for start in starts]
    by_folder: dict[Path, Found] = {}
    lost: set[Path] = set()
    with closing(crew.run(jobs, review_batch, workers)) as answers:
        for index, answer in answers:
            held = jobs[index].folders
            if isinstance(answer, crew.WorkerDiedError):
                lost.update(held)
                by_folder |= {folder: _lost(folder, source.root, answer) for folder in held}
            else:
                by_folder.update(zip(held, answer, strict=True))
    named = (rule for each in allowances_of(shared.defaults) for rule in each.rules)
    allows = (rule for rule in named if rule in ALLOWABLE)
    of_shared = Found(tuple(dict.fromkeys(faults)), allows=tuple(allows))
    return FolderReviews(of_shared, by_folder, frozenset(lost))


def review_batch(batch: Batch) -> list[Found]:
    """What there is to say of each folder, in order. Runs in a worker."""
    with garbage.left_lying():
        return [_review_folder(folder, batch.shared, batch.today) for folder in batch.folders]


def _review_folder(folder: Path, shared: Shared, today: date) -> Found:
    """What reading a guide's ``folder`` tells, and what the checks find in its guides."""
    if fault := outside(folder, shared.root):
        return Found((fault,))
    read = read_folder(folder, shared)
    found = list(read.diagnostics)
    texts = {guide.language: guide for guide in read.guides}
    heeded: set[str] = set()
    equipment = equipment_for(shared.root)
    for _, verdict in _verdicts(texts, read.faulty, shared.ledger, today, equipment):
        found += verdict.findings
        heeded.update(rule for each in verdict.heeded for rule in each.rules)
    # Without it one format alone cannot be made: a build tells it there, and makes the others.
    found += (fault for guide in read.guides for fault in unusable_press(guide, equipment))
    # All its guides have the same settings.
    ref = read.guides[0].settings.control.ref if read.guides else ""
    return Found(tuple(dict.fromkeys(found)), ref, tuple(sorted(heeded)))


def _lost(folder: Path, root: Path, reason: crew.WorkerDiedError) -> Found:
    message = f"`{folder.name}` was not checked: {reason}"
    hint = "check it alone with --jobs 0 to see more, and tell the program's developers"
    return Found((error("worker-died", message, Span(file_name(folder, root)), hint),))
