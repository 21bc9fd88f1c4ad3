"""What to remember of a build, so that the next one need not do the same again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .freshness import View, entry_digest, inputs_of, shared_from
from .manifest import MANIFEST
from .record import Folder, Kept, Reading, Record, Seals
from .seals import ABSENT, digest_of, seal_file
from .survey import BOOKS, Known, Survey, contents, look, recorded_others

if TYPE_CHECKING:
    from .due import Due


def refreshed(view: View) -> Record:
    """The record with the seals that files have now, of all that is still as it was.

    Of a file that was touched and has not changed this saves reading it next time.
    """
    record, survey = view.record, view.survey
    surroundings = dict(record.surroundings)
    if survey.surroundings and survey.state in surroundings:
        surroundings[survey.state] = survey.surroundings
    return replace(
        record,
        surroundings=surroundings,
        books={
            kind: book
            for kind, book in survey.books.items()
            if kind in record.books and digest_of(book.seal) == digest_of(record.books[kind].seal)
        },
        folders={
            name: replace(folder, files=_files(survey, name, folder.reading))
            if view.changes.get(name) == ()
            else folder
            for name, folder in record.folders.items()
        },
        kept={name: replace(record.kept[name], seal=seal) for name, seal in view.whole.items()},
        manifest=seal_file(view.order.out / MANIFEST, record.manifest) or "",
    )


def remembered(view: View, due: Due, kept: Mapping[str, Kept], proved: Collection[str]) -> Record:
    """The record after a build.

    ``kept`` are the files that are there, ``proved`` the names of those that were made or found
    fresh when their guides were read. Of what somebody changed in the meantime nothing is
    remembered but the files themselves.
    """
    order, before = view.order, view.survey
    others = {name for reading in due.readings.values() for name in reading.others}
    known = Known(before.seals, before.books, recorded_others(view.record) | others)
    after = look(order.source, order.today, known)
    same = _same_around(before, after)
    new = dict(_folders(before, after, due.readings)) if same else {}
    old = refreshed(view)
    folders = {name: each for name, each in old.folders.items() if name in due.names} | new
    around = dict(old.surroundings)
    if after.surroundings:
        around[after.state] = after.surroundings
    used = {folder.surroundings for folder in folders.values()}
    return Record(
        surroundings={name: each for name, each in around.items() if name in used},
        books=after.books,
        folders=folders,
        kept={
            name: replace(each, inputs=new[each.edition.guide].inputs)
            if name in proved and each.edition.guide in new
            else each
            for name, each in kept.items()
        },
        shared=due.shared,
        shared_from=shared_from(after, due.refs) if same else "",
        manifest=seal_file(order.out / MANIFEST, old.manifest) or "",
    )


def _same_around(before: Survey, after: Survey) -> bool:
    """Whether what all guides share is the same, and can be told, at two looks."""
    if not before.state or not after.state:
        return False
    books = all(digest_of(before.books[k].seal) == digest_of(after.books[k].seal) for k in BOOKS)
    return books and before.state == after.state


def _folders(
    before: Survey, after: Survey, readings: Mapping[str, Reading]
) -> Iterator[tuple[str, Folder]]:
    """The folders that were read, of those that stayed as they were meanwhile."""
    around = after.state
    books = {kind: digest_of(book.seal) for kind, book in after.books.items()}
    for name, reading in readings.items():
        then, now = before.folders.get(name), after.folders.get(name)
        if then is None or now is None or contents(then) != contents(now):
            continue
        files = _files(after, name, reading)
        entries = {entry: entry_digest(after, entry) for entry in reading.entries}
        yield (
            name,
            Folder(
                reading=reading,
                surroundings=around,
                files=files,
                entries=entries,
                # What a check says may speak of entries that the guide does not name.
                books=books if reading.findings else {},
                inputs=inputs_of(files, entries, around),
            ),
        )


def _files(survey: Survey, name: str, reading: Reading) -> Seals:
    """The seals of a folder's files, and of those outside that its guide names."""
    others = {other: survey.others.get(other, ABSENT) for other in reading.others}
    return (survey.folders[name] or {}) | others
