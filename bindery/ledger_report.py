"""The ledgers as a list: every entry, how far it can be trusted, when it is due, who prints it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .catalogue import table
from .diagnostics import Span
from .guide import Guide
from .ledger import Contact, Fact
from .project import Project
from .selection import every_block

_HEADINGS = ("review by", "status", "entry", "value", "languages", "printed in")
_UNUSED = "nowhere"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a ledger. ``kind`` is "fact" or "contact".

    ``status`` is "verified", "unverified" or "expired", ``due`` the last day on which the entry
    can be printed, ``language`` the one that it is written in; ``uses`` are the lines of guides
    that print it, in order.
    """

    kind: str
    entry: Contact | Fact
    language: str
    status: str
    uses: tuple[Span, ...]

    @property
    def due(self) -> date:
        """The last day on which the entry can be printed."""
        return self.entry.provenance.review_by

    @property
    def value(self) -> str:
        """What it prints."""
        if isinstance(self.entry, Fact):
            return self.entry.value
        return self.entry.phone or self.entry.web or self.entry.email

    @property
    def languages(self) -> tuple[str, ...]:
        """The language that the entry is written in, and those that it has words in beside."""
        return (self.language, *sorted(self.entry.translations))


def ledger_report(project: Project, today: date, days: int | None = None) -> tuple[Line, ...]:
    """Every entry, first what is due first; with ``days`` only what is due within so many."""
    ledger, uses = project.ledger, _uses(project.guides)
    entries: list[tuple[str, Contact | Fact]] = [
        *(("contact", contact) for contact in ledger.contacts.values()),
        *(("fact", fact) for fact in ledger.facts.values()),
    ]
    lines = [
        Line(kind, entry, ledger.language, _status(entry, today), uses.get((kind, entry.name), ()))
        for kind, entry in entries
    ]
    kept = [line for line in lines if days is None or (line.due - today).days <= days]
    return tuple(sorted(kept, key=lambda line: (line.due, line.kind, line.entry.name)))


def text_lines(report: Sequence[Line]) -> tuple[str, ...]:
    """The report as a table for a person: a line of headings, then one for each entry."""
    rows = [
        (
            line.due.isoformat(),
            line.status,
            f"{line.kind} {line.entry.name}",
            line.value,
            ", ".join(line.languages),
            ", ".join(map(str, line.uses)) or _UNUSED,
        )
        for line in report
    ]
    return table((_HEADINGS, *rows)) if rows else ()


def as_json(report: Iterable[Line]) -> str:
    """The report for other programs."""
    return json.dumps([_as_data(line) for line in report], indent=2, ensure_ascii=False)


def _as_data(line: Line) -> dict[str, object]:
    provenance = line.entry.provenance
    return {
        "ledger": line.kind,
        "name": line.entry.name,
        "value": line.value,
        "status": line.status,
        "source": provenance.source,
        "url": provenance.url,
        "checked": provenance.checked.isoformat(),
        "review_by": line.due.isoformat(),
        "file": line.entry.span.file,
        "line": line.entry.span.line,
        "language": line.language,
        "in": {code: _words(line.entry, code) for code in line.languages[1:]},
        "used": [{"file": use.file, "line": use.line} for use in line.uses],
    }


def _words(entry: Contact | Fact, code: str) -> dict[str, str]:
    words = entry.translations[code].words
    return {field.replace("_", "-"): text for field, text in words.items()}


def _status(entry: Contact | Fact, today: date) -> str:
    return "expired" if entry.provenance.review_by < today else entry.provenance.status


def _uses(guides: Iterable[Guide]) -> Mapping[tuple[str, str], tuple[Span, ...]]:
    """Where each entry is printed, by ledger and name: lines, without their columns."""
    found: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for guide in guides:
        for kind, name, span in _named(guide):
            found[kind, name].add((span.file, span.line or 0))
    return {
        entry: tuple(Span(file, line or None) for file, line in sorted(places))
        for entry, places in found.items()
    }


def _named(guide: Guide) -> Iterator[tuple[str, str, Span]]:
    for passage in guide.wording.passages:
        yield from ((each.ledger, each.name, each.span) for each in passage.references())
    for block in every_block(guide):
        if block.contact:
            yield "contact", block.contact.name, block.span
