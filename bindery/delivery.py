"""Finished editions put into ``out/``, listed there and remembered.

The list of artifacts names only files that are what it says, at every moment: before the first
file is replaced all that may be are taken off it, and when all is done they are listed again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from . import writing
from .diagnostics import Diagnostic, Failure, Severity, error
from .edition import Artifact, Edition, edition_in
from .freshness import View
from .manifest import Entries, read_manifest, write_manifest
from .memory import refreshed, remembered
from .order import Order
from .outcome import Outcome, Timings
from .reasons import REFUSED, reason
from .record import FOLDER, Kept, record_file, save
from .seals import seal_made, signature
from .suspects import with_suspects
from .timing import Seconds

if TYPE_CHECKING:  # what is heavy is imported where there is something to make
    from .crew import WorkerDiedError
    from .due import Due
    from .making import Answer

_SAVED_EVERY = 10.0  # seconds: so much work may be lost when the machine stops


@dataclass(slots=True)
class Delivery:
    """A build's files on their way into ``out``.

    ``artifacts`` and ``kept`` are of all files that are there, by name; ``earlier`` is the list
    of artifacts as it was. ``proved`` are the names of files made, or found to be what they
    would become; the latter, and those not looked at, are ``fresh``.
    """

    view: View
    due: Due
    earlier: Entries
    artifacts: dict[str, Artifact]
    kept: dict[str, Kept]
    fresh: set[str]
    refused: list[Edition]
    found: list[Diagnostic]
    proved: set[str] = field(default_factory=set)
    seconds: list[tuple[Edition, Seconds]] = field(default_factory=list)
    has_begun: bool = False
    saved: float = field(default_factory=time.monotonic)

    def take(self, edition: Edition, answer: Answer | WorkerDiedError) -> Artifact | None:
        """Put an edition where it belongs; None where there is nothing to hand out."""
        artifact = self._put_away(edition, answer)
        if artifact is None:
            self.refused.append(edition)
        if time.monotonic() - self.saved > _SAVED_EVERY:
            order = self.view.order
            save(record_file(order.source, order.out), replace(self.view.record, kept=self.kept))
            self.saved = time.monotonic()
        return artifact

    def finish(self) -> None:
        """List what is in ``out`` and remember it, however the build ended."""
        order = self.view.order
        faults = listed(order, self.artifacts.values(), self.earlier)
        self.found += faults
        kept = {name: _settled(order, each) for name, each in self.kept.items()}
        record = remembered(self.view, self.due, kept, self.proved)
        record = replace(record, left=self._left(), manifest="" if faults else record.manifest)
        if record != self.view.record and not save(record_file(order.source, order.out), record):
            self.found.append(_not_remembered())

    def outcome(self, timings: Timings) -> Outcome:
        """What became of everything that was asked for."""
        refused = {edition.file_name for edition in self.refused}
        there = [e for e in self.due.editions if e.file_name not in refused]
        self.found += [
            finding
            for edition in there
            if edition.file_name in self.fresh
            for finding in self.kept[edition.file_name].findings
        ]
        return Outcome(
            artifacts=tuple(self.artifacts[edition.file_name] for edition in there),
            refused=tuple(self.refused),
            diagnostics=in_order(self.found),
            fresh=frozenset(self.fresh),
            reasons=tuple(
                (edition, self._reason(edition, refused)) for edition in self.due.editions
            ),
            left=left_told(self.view.order, self._left()),
            timings=timings,
        )

    def _reason(self, edition: Edition, refused: set[str]) -> str:
        if edition.file_name in refused:
            return REFUSED
        return reason(self.view, edition, fresh=edition.file_name in self.fresh)

    def _put_away(self, edition: Edition, answer: Answer | WorkerDiedError) -> Artifact | None:
        """Write a finished edition into ``out``, or say why not."""
        if isinstance(answer, Exception):
            hint = "build it alone with --jobs 0 to see more, and tell the program's developers"
            message = f"{edition} was not made: {answer}"
            self.found += self._explained([error("worker-died", message, hint=hint)])
            return None
        name = edition.file_name
        self.seconds.append((edition, answer.seconds))
        if answer.fresh:
            self.fresh.add(name)
            self.proved.add(name)
            return self.artifacts[name]
        answer = replace(answer, diagnostics=self._explained(answer.diagnostics))
        self.found += answer.diagnostics
        if answer.data is None or not self._written(name, answer.data):
            return None
        self._keep(edition, answer, answer.data)
        return self.artifacts[name]

    def _explained(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        return with_suspects(findings, self.view.order.source.resolve().parent)

    def _written(self, name: str, data: bytes) -> bool:
        order = self.view.order
        self._begin()
        try:
            writing.write_atomically(order.out / name, data)
        except Failure as failure:
            self.found += failure.diagnostics
            return False
        return True

    def _begin(self) -> None:
        """Take what may be replaced off the list. If that cannot be, the end will tell."""
        if self.has_begun:
            return
        self.has_begun = True
        names = {edition.file_name for job in self.due.jobs for edition in job.editions}
        if names & self.earlier.keys():
            staying = [each for name, each in self.artifacts.items() if name not in names]
            others = {name: line for name, line in self.earlier.items() if name not in names}
            listed(self.view.order, staying, others)

    def _keep(self, edition: Edition, answer: Answer, data: bytes) -> None:
        name, digest = edition.file_name, hashlib.sha256(data).hexdigest()
        self.artifacts[name] = Artifact(
            edition, name, len(data), digest, answer.page_count, answer.claims
        )
        self.kept.pop(name, None)
        if answer.made_from is None:
            return
        status = signature((self.view.order.out / name).stat())
        self.kept[name] = Kept(
            edition=edition,
            seal=f"{status} {digest}",
            size=len(data),
            page_count=answer.page_count,
            claims=answer.claims,
            findings=answer.diagnostics,
            made_from=answer.made_from,
            inputs="",
        )
        self.proved.add(name)

    def _left(self) -> tuple[str, ...]:
        """The files in ``out`` that the project has no more, as far as that is certain."""
        there = {name: each.edition.guide for name, each in self.artifacts.items()}
        there |= {name: str(line.get("guide")) for name, line in self.earlier.items()}
        return tuple(sorted(name for name, guide in there.items() if self._is_left(name, guide)))

    def _is_left(self, name: str, guide: str) -> bool:
        if guide not in self.due.names:
            return True
        folder = self.view.unread.get(guide)
        reading = folder.reading if folder else self.due.readings.get(guide)
        if reading is None:
            return False
        known = {edition.file_name for edition in reading.editions}
        return name not in known


def delivery(view: View, due: Due) -> Delivery:
    """The delivery of a build that has yet to begin."""
    kept = refreshed(view).kept
    stopped = {edition.file_name for edition in due.refused}
    asked = {edition.file_name for job in due.jobs for edition in job.editions} | stopped
    return Delivery(
        view=view,
        due=due,
        earlier=read_manifest(view.order.out),
        artifacts={name: each.artifact for name, each in kept.items()},
        kept=dict(kept),
        fresh={e.file_name for e in due.editions if e.file_name not in asked},
        refused=list(due.refused),
        found=list(due.findings),
    )


def listed(order: Order, artifacts: Iterable[Artifact], earlier: Entries) -> tuple[Diagnostic, ...]:
    """List the artifacts that are in ``out``; the reasons if that cannot be done."""
    try:
        write_manifest(order.out, artifacts, earlier)
    except Failure as failure:
        return failure.diagnostics
    return ()


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings in the order in which a person mends them, each once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.sort_key))


def left_told(order: Order, left: Iterable[str]) -> tuple[str, ...]:
    """Those of the files ``left`` over that are there, and of what is asked for."""
    return tuple(
        name for name in left if order.wants(edition_in(name)) and (order.out / name).is_file()
    )


def _settled(order: Order, kept: Kept) -> Kept:
    """What was kept with the seal that its file has now, in case it was only just written."""
    digest = kept.artifact.sha256
    status = kept.seal[: -len(digest) - 1]
    return replace(kept, seal=seal_made(order.out / kept.edition.file_name, status, digest))


def _not_remembered() -> Diagnostic:
    hint = f"make the folder `{FOLDER}` beside the guides writable"
    message = "what was made cannot be remembered, so that the next build makes all again"
    return Diagnostic("not-remembered", Severity.HINT, message, None, hint)
