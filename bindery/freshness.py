"""Which editions are as they would be made again, and why the others are not.

An edition is fresh if its file is as it was put away and the folder, the ledger entries and
the surroundings of its guide are, in content, what they were. That can be told without
understanding any of them. What has changed may still not be printed in an edition: that is
found out where it is composed (:mod:`bindery.making`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .diagnostics import stops
from .digests import Fingerprint, digest
from .edition import Edition
from .order import Order
from .record import Folder, Kept, Record, Surroundings
from .seals import ABSENT, digest_of, seal_file
from .survey import (
    BOOKS,
    Known,
    Survey,
    contents,
    look,
    recorded_others,
    recorded_seals,
)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was: ``what`` is a file, an entry ("fact keeps") or a word."""

    what: str
    how: str = "changed"


@dataclass(frozen=True)
class View:
    """The project as it is now beside what is recorded of it.

    ``changes`` are those of each guide's folder since it was read, None where nothing is
    recorded of that. ``whole`` has the seals of the recorded files that are as they were put
    away, by name; ``lost`` says what became of the others.
    """

    order: Order
    record: Record
    survey: Survey
    changes: Mapping[str, tuple[Change, ...] | None]
    whole: Mapping[str, str]
    lost: Mapping[str, str]

    @cached_property
    def unread(self) -> dict[str, Folder]:
        """The folders that need not be read: of their guides all is known and all is made."""
        return {
            name: folder
            for name, folder in self.record.folders.items()
            if self._is_read(name) and all(map(self.is_fresh, self.wanted(folder)))
        }

    @cached_property
    def equipment_state(self) -> str:
        """What stands for the content of templates and styles; each time another if unknown."""
        return self.survey.state or os.urandom(16).hex()

    def wanted(self, folder: Folder) -> Iterator[Edition]:
        """The editions of a folder that are asked for."""
        return (each for each in folder.reading.editions if self.order.wants(each))

    def is_fresh(self, edition: Edition) -> bool:
        """Whether it need not even be composed to see that nothing of it has changed."""
        folder, kept = self.record.folders.get(edition.guide), self.usable(edition)
        return (
            folder is not None
            and kept is not None
            and self._is_read(edition.guide)
            and kept.inputs == folder.inputs
        )

    def usable(self, edition: Edition) -> Kept | None:
        """What is recorded of an edition, if its file is there and may stay there."""
        kept = self.record.kept.get(edition.file_name)
        if kept is None or self.order.force or edition.file_name not in self.whole:
            return None
        return None if stops(kept.findings, strict=self.order.strict) else kept

    def known(self) -> dict[str, Fingerprint]:
        """What usable files were made from. Places matter only to what is said of them."""
        found = {}
        for name, each in self.record.kept.items():
            if kept := self.usable(each.edition):
                places = kept.made_from.places if kept.findings else ""
                found[name] = replace(kept.made_from, places=places)
        return found

    def _is_read(self, name: str) -> bool:
        """Whether a folder is as it was read, and what was found then stops nothing now."""
        if self.changes.get(name) != ():
            return False
        findings = self.record.folders[name].reading.findings
        return not stops(findings, strict=self.order.strict)

    @property
    def is_complete(self) -> bool:
        """Whether there is nothing to do, and nothing to say that has not been said before."""
        record, order = self.record, self.order
        editions = [e for folder in record.folders.values() for e in folder.reading.editions]
        return (
            bool(record.folders)
            and set(self.survey.folders) == set(record.folders) == set(self.unread)
            and record.shared_from == shared_from(self.survey, references(record.folders))
            and not (order.strict and stops(record.shared, strict=True))
            and not order.force
            and _are_known(order.guides, record.folders)
            and _are_known(order.languages, {each.language for each in editions})
            and _are_known(order.formats, {each.format for each in editions})
        )


def compare(order: Order, record: Record) -> View:
    """Look at the project of ``order``, and at its ``out`` folder, beside what is recorded."""
    known = Known(recorded_seals(record), record.books, recorded_others(record))
    survey = look(order.source, order.today, known)
    changes = {
        name: _changes(record, survey, name) if name in record.folders else None
        for name in survey.folders
    }
    return View(order, record, survey, changes, *_files(order, record))


def surroundings_changes(then: Surroundings, now: Surroundings) -> tuple[Change, ...]:
    """What has changed of all that guides share."""
    files = _differences(contents(then.files), contents(now.files))
    return (*files, *_differences(then.words, now.words))


def inputs_of(files: Mapping[str, str], entries: Mapping[str, str], surroundings: str) -> str:
    """A digest of all that a guide's editions are made from."""
    return digest(sorted(contents(files).items()), sorted(entries.items()), surroundings)


def shared_from(survey: Survey, refs: Mapping[str, str]) -> str:
    """A digest of all that findings about shared things come from; empty if it cannot be told."""
    books = [digest_of(book.seal) for book in survey.books.values()]
    if not survey.state or not all(books):
        return ""
    return digest(survey.state, books, sorted(refs.items()))


def references(folders: Mapping[str, Folder]) -> dict[str, str]:
    """The reference of each guide."""
    return {name: folder.reading.ref for name, folder in folders.items()}


def entry_digest(survey: Survey, entry: str) -> str:
    """The digest of a ledger's entry ("fact keeps"); empty if the ledger cannot be read."""
    kind, _, name = entry.partition(" ")
    entries = survey.books[kind].entries
    return "" if entries is None else entries.get(name, ABSENT)


def _changes(record: Record, survey: Survey, name: str) -> tuple[Change, ...]:
    """What is not as it was when a folder was read."""
    folder, files = record.folders[name], survey.folders[name]
    if files is None or survey.surroundings is None:
        return (Change("link"),)
    others = {other: survey.others.get(other, ABSENT) for other in folder.reading.others}
    found: list[Change] = []
    if (present := files | others) != folder.files:
        found += _differences(contents(folder.files), contents(present))
    for entry, then in folder.entries.items():
        if not then or entry_digest(survey, entry) != then:
            found.append(Change(entry))
    for kind, then in folder.books.items():
        if not then or digest_of(survey.books[kind].seal) != then:
            found.append(Change(BOOKS[kind]))
    if folder.surroundings != survey.state:
        then_around = record.surroundings.get(folder.surroundings, Surroundings())
        found += surroundings_changes(then_around, survey.surroundings)
    return tuple(found)


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    found = [Change(name, "is gone") for name in then if name not in now]
    found += [Change(name, "is new") for name in now if name not in then]
    found += [Change(name) for name, content in now.items() if then.get(name, content) != content]
    return sorted(found, key=lambda change: change.what)


def _files(order: Order, record: Record) -> tuple[dict[str, str], dict[str, str]]:
    """The seals of the recorded files in ``out`` that are whole, and what the others are."""
    whole: dict[str, str] = {}
    lost: dict[str, str] = {}
    for name, kept in record.kept.items():
        seal = seal_file(order.out / name, kept.seal)
        if seal and digest_of(seal) == digest_of(kept.seal):
            whole[name] = seal
        else:
            lost[name] = "is not there" if seal == ABSENT else "is not as it was made"
    return whole, lost


def _are_known(asked: Collection[str], known: Collection[str]) -> bool:
    return set(asked) <= set(known)
