"""What is remembered of a build: what each edition was made from, and what it then was.

The record lies in ``.handout/`` beside ``source/``, one file for each ``out`` folder. It saves
work and decides nothing that it cannot prove: a record that is damaged, of another version or
not there at all only means that everything is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .diagnostics import Diagnostic, from_data
from .digests import Fingerprint
from .edition import Artifact, Claim, Edition
from .seals import digest_of

FOLDER = ".handout"
"""Where records are kept, beside ``source/``."""

_VERSION = b"handout record 1 "
_IGNORE = "# What the last builds were made from; it may be deleted at any time.\n*\n"

Seals = dict[str, str]
"""Seals of files (see :mod:`bindery.seals`) by path from the project's root."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all guides share: ``files`` and, in ``words``, all else, such as versions."""

    files: Seals = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger: the seal of its file, and a digest of each entry; None if it cannot be read."""

    seal: str
    entries: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a guide's folder: all its editions in order, and what is to be said.

    ``entries`` are those of the ledgers that the guide names ("fact keeps"), ``others`` the
    files outside its folder that it names.
    """

    ref: str
    editions: tuple[Edition, ...]
    entries: tuple[str, ...]
    others: tuple[str, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A guide's folder as it was read: what from, and the ``inputs`` that sums that up.

    ``surroundings`` names those in :attr:`Record.surroundings`. ``entries`` are digests of
    ledger entries by name; ``books`` are digests of whole ledgers, if findings speak of them.
    """

    reading: Reading
    surroundings: str
    files: Seals
    entries: dict[str, str]
    books: dict[str, str]
    inputs: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An artifact as it was put away: ``seal`` is of its file, ``inputs`` that of its guide."""

    edition: Edition
    seal: str
    size: int
    page_count: int | None
    claims: tuple[Claim, ...]
    findings: tuple[Diagnostic, ...]
    made_from: Fingerprint
    inputs: str

    @property
    def artifact(self) -> Artifact:
        """The artifact itself."""
        name, digest = self.edition.file_name, digest_of(self.seal)
        return Artifact(self.edition, name, self.size, digest, self.page_count, self.claims)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything remembered for one ``out`` folder.

    ``shared`` are the findings about what guides share, true while ``shared_from`` is;
    ``manifest`` is the seal of the list of artifacts, ``left`` are the files in it of which the
    project has no more.
    """

    surroundings: dict[str, Surroundings] = field(default_factory=dict)
    books: dict[str, Book] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    shared: tuple[Diagnostic, ...] = ()
    shared_from: str = ""
    manifest: str = ""
    left: tuple[str, ...] = ()


def record_file(source: Path, out: Path) -> Path:
    """Where the record of builds from ``source`` into ``out`` lies; it moves with the project."""
    root = source.resolve().parent
    try:
        where = os.path.relpath(out.resolve(), root)
    except ValueError:  # another drive
        where = str(out.resolve())
    name = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return root / FOLDER / f"{name}.json"


def load(path: Path) -> Record:
    """The record at ``path``; an empty one if it is not there, or not as it was written."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != _head(body):
            return Record()
        return _record(json.loads(body))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return Record()


def save(path: Path, record: Record) -> bool:
    """Put ``record`` at ``path``, all of it or nothing; whether that was possible.

    It is not forced to the disk: what a power cut leaves of it is told by its digest.
    """
    body = json.dumps(_data(record), separators=(",", ":")).encode()
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        for left in path.parent.glob(f"{path.stem}.*.part"):
            left.unlink(missing_ok=True)
        if not (ignored := path.with_name(".gitignore")).exists():
            ignored.write_text(_IGNORE, "utf-8")
        temporary.write_bytes(_head(body) + b"\n" + body)
        temporary.replace(path)
    except OSError:
        return False
    return True


def _head(body: bytes) -> bytes:
    return _VERSION + hashlib.sha256(body).hexdigest().encode()


# ---- as JSON, in lists where names would be repeated a thousand times


def _data(record: Record) -> dict[str, Any]:
    return {
        "surroundings": {key: [s.files, s.words] for key, s in record.surroundings.items()},
        "books": {name: [book.seal, book.entries] for name, book in record.books.items()},
        "folders": {name: _folder_data(each) for name, each in record.folders.items()},
        "kept": {name: _kept_data(each) for name, each in record.kept.items()},
        "shared": [each.as_data() for each in record.shared],
        "shared_from": record.shared_from,
        "manifest": record.manifest,
        "left": record.left,
    }


def _record(data: dict[str, Any]) -> Record:
    return Record(
        surroundings={key: Surroundings(*each) for key, each in data["surroundings"].items()},
        books={name: Book(*each) for name, each in data["books"].items()},
        folders={name: _folder(each) for name, each in data["folders"].items()},
        kept={name: _kept(each) for name, each in data["kept"].items()},
        shared=_findings(data["shared"]),
        shared_from=data["shared_from"],
        manifest=data["manifest"],
        left=tuple(data["left"]),
    )


def _folder_data(folder: Folder) -> list[Any]:
    reading = folder.reading
    return [
        *(reading.ref, [_edition_data(each) for each in reading.editions]),
        *(reading.entries, reading.others, [each.as_data() for each in reading.findings]),
        *(folder.surroundings, folder.files, folder.entries, folder.books, folder.inputs),
    ]


def _folder(data: list[Any]) -> Folder:
    ref, editions, entries, others, findings, *rest = data
    found = tuple(Edition(*each) for each in editions)
    reading = Reading(ref, found, tuple(entries), tuple(others), _findings(findings))
    return Folder(reading, *rest)


def _kept_data(kept: Kept) -> list[Any]:
    return [
        *(_edition_data(kept.edition), kept.seal, kept.size, kept.page_count),
        [[claim.standard, claim.check] for claim in kept.claims],
        [each.as_data() for each in kept.findings],
        *(kept.made_from.content, kept.made_from.places, kept.inputs),
    ]


def _kept(data: list[Any]) -> Kept:
    edition, seal, size, pages, claims, findings, content, places, inputs = data
    return Kept(
        edition=Edition(*edition),
        seal=seal,
        size=size,
        page_count=pages,
        claims=tuple(Claim(*each) for each in claims),
        findings=_findings(findings),
        made_from=Fingerprint(content, places),
        inputs=inputs,
    )


def _edition_data(edition: Edition) -> list[str]:
    return [edition.guide, edition.language, edition.format, edition.suffix]


def _findings(data: list[Any]) -> tuple[Diagnostic, ...]:
    return tuple(map(from_data, data))
