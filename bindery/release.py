"""A release: the papers for the people who sign a guide off, and a record of what was signed.

For each language of a guide a control sheet is made: who, when, from which sources, with which
numbers, what the checks found, and what has changed since the last release. When the guide is
approved, what was released is recorded beside it: a digest in ``guide.toml``, so that a change
without a new version is noticed, and the words in ``released.json``, to compare with next time.
What the checks have against a guide keeps it from being recorded, and not from its papers: they
tell what has to be done, such as which changes are to be translated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import checks, writing
from .checks.findings import of_edition
from .compose import compose
from .diagnostics import Diagnostic, Failure, Severity, error, stops
from .edition import Edition
from .equipment import equipment_for
from .formats import FORMATS
from .formats.printed import OFFICE
from .guide import Guide
from .ledger import Contact, Ledger, Provenance
from .ledger_words import seen_in
from .lock import held
from .order import must_exist
from .project import Project, read
from .readability import measure
from .reading import TEXT_SUFFIX
from .reviewing import review_of
from .snapshot import Change, Snapshot, changes, digest, from_data, take

RECORD = "released.json"

CONTROL_SHEET = replace(
    OFFICE,
    name="release",
    description="the papers for a sign-off meeting",
    stylesheets=("tokens.css", "base.css", "print.css", "sheet.css", "release.css"),
    template="print/release.html",
    claims=("PDF/UA-1",),
    levers=(),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the control sheet: a ledger value that the guide prints.

    ``original`` is the value in the project's first language, where that is another.
    """

    name: str
    value: str
    original: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: the control sheets, and whether the release was recorded.

    ``findings`` are all there are on the guide; it is not recorded with an error among them.
    """

    sheets: tuple[Path, ...]
    recorded: bool
    findings: tuple[Diagnostic, ...]


def release(
    source: Path, out: Path, name: str, today: date, tell: Callable[[str], None]
) -> Released:
    """Make the control sheets of the guide ``name``; record it if approved and without errors.

    While a build is at work in ``out`` it is waited for, and ``tell`` gets a sentence on that.

    Raises:
        Failure: if there is no such guide, if it is withdrawn, or with its errors if it could not
            be read whole.
    """
    project = read(source, today, [format_.name for format_ in FORMATS])
    must_exist("guide", (name,), project.names)
    if name in project.withdrawn:
        raise Failure(*_withdrawn(name, project.own[name]))
    guides = [guide for guide in project.guides if guide.name == name]
    review = review_of(project, (name,), today)
    of_checks = {finding for found in review.of_checks.values() for finding in found}
    if not guides or stops(set(review.findings) - of_checks, strict=False):
        raise Failure(*review.findings)
    record = source.resolve() / name / RECORD
    earlier = _earlier(record)
    sheets = []
    with held(out, tell):
        for guide in guides:
            data = _sheet(guide, project, review.findings, earlier.get(guide.language))
            edition = Edition(guide.name, guide.language, CONTROL_SHEET.name, CONTROL_SHEET.suffix)
            path = out / edition.file_name
            writing.write_atomically(path, data)
            sheets.append(path)
    approved = guides[0].settings.control.status == "approved"
    recorded = approved and not stops(review.findings, strict=False)
    if recorded:
        _record(source.resolve() / name, guides, project.ledger, today)
    return Released(tuple(sheets), recorded, review.findings)


def _withdrawn(name: str, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What was ``found`` in the folder of a withdrawn guide, as what stops its release."""
    for fault in found:
        if fault.rule == "withdrawn-guide":
            message = f"`{name}` is withdrawn, so that there is nothing to sign off"
            hint = 'to have it reviewed and signed off anew, set its `status` to "draft"'
            yield error("withdrawn-guide", message, fault.span, hint)
        else:
            yield fault


def _earlier(record: Path) -> dict[str, Snapshot]:
    """What was released last, by language; nothing where nothing was."""
    try:
        languages = json.loads(record.read_bytes())["languages"].items()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    found = ((code, from_data(data)) for code, data in languages)
    return {code: snapshot for code, snapshot in found if snapshot}


def _sheet(
    guide: Guide, project: Project, findings: Iterable[Diagnostic], earlier: Snapshot | None
) -> bytes:
    """The control sheet of one language, proved like any leaflet."""
    note: tuple[Change, ...] = changes(earlier, take(guide, project.ledger)) if earlier else ()
    own = [finding for finding in findings if not _is_of_another_text(finding, guide)]
    values: Mapping[str, object] = {
        "entries": tuple(_entries(guide, project.ledger)),
        "findings": own,
        "counts": {str(s): sum(f.severity is s for f in own) for s in Severity},
        "earlier": earlier,
        "changes": note,
        "untold": not note and _is_changed(guide),
        "readability": measure(guide),
    }
    document = compose(guide, CONTROL_SHEET, equipment_for(project.root), (), values)
    document = replace(document, claims=checks.provable(document.claims))
    made = CONTROL_SHEET.make(document)
    _, found = checks.of_made(document, made)
    against = of_edition(document.edition, (*made.diagnostics, *found))
    if stops(against, strict=False):
        raise Failure(*against)
    return made.data


def _is_changed(guide: Guide) -> bool:
    """Whether it is not what was released, whatever is recorded of that beside its digest."""
    released, content = guide.settings.released, digest(guide)
    return released is not None and released.content.get(guide.language, content) != content


def _is_of_another_text(finding: Diagnostic, guide: Guide) -> bool:
    """Whether a finding is about the same guide in another language."""
    file = finding.span.file if finding.span else ""
    return file.endswith(TEXT_SUFFIX) and file != guide.path


def _entries(guide: Guide, ledger: Ledger) -> Iterator[Entry]:
    seen = seen_in(ledger, guide.language)
    for name in guide.facts:
        fact, own = seen.facts[name], ledger.facts[name].value
        yield Entry(name, fact.value, own if own != fact.value else "", fact.provenance)
    for name in guide.contacts:
        contact, own = seen.contacts[name], _way(ledger.contacts[name])
        way = _way(contact)
        yield Entry(name, way, own if own != way else "", contact.provenance)


def _way(contact: Contact) -> str:
    """How to reach a contact, as its name alone prints it."""
    return contact.phone or contact.web or contact.email


# ---- the record

_TABLE = re.compile(r"\n*^\[released\]\n(?:(?!^\[).*\n?)*", re.MULTILINE)


def _record(folder: Path, guides: Sequence[Guide], ledger: Ledger, today: date) -> None:
    """Write down what was released; the settings last, so that they never promise too much."""
    snapshots = {guide.language: take(guide, ledger) for guide in guides}
    languages = {code: snapshot.as_data() for code, snapshot in snapshots.items()}
    text = json.dumps({"languages": languages}, indent=1, ensure_ascii=False, sort_keys=True)
    writing.write_atomically(folder / RECORD, f"{text}\n".encode())
    settings = folder / "guide.toml"
    try:
        written = settings.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise Failure(
            error("bad-file", f"`{settings.name}` cannot be read: {problem}")
        ) from problem
    version = next(iter(snapshots.values())).version
    digests = ", ".join(f'"{guide.language}" = "{digest(guide)}"' for guide in guides)
    table = (
        "\n\n# Written by `handout release`.\n[released]\n"
        f"version = {json.dumps(version, ensure_ascii=False)}\n"
        f"day = {today.isoformat()}\n"
        f"content = {{ {digests} }}\n"
    )
    kept = _TABLE.sub("\n", written.replace("\n# Written by `handout release`.\n", "\n"))
    writing.write_atomically(settings, (kept.rstrip("\n") + table).encode())
