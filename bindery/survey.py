"""What lies in a project now, by content: files are read only if they have been touched.

Nothing is understood here and nothing heavy is imported, so that a build which has nothing to
do ends at once. What a guide is made from is its folder, the ledger entries it names, and its
surroundings: all that guides share, the program and what it stands on included.
"""

from __future__ import annotations

import os
import sys
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import __version__
from .diagnostics import Diagnostic
from .digests import digest
from .equipment import equipment_for
from .reading import CONTACTS, FACTS, holds_guide, leads_out
from .record import Book, Record, Seals, Surroundings
from .seals import ABSENT, digest_of, seal_file, seal_tree

BOOKS = {"contact": CONTACTS, "fact": FACTS}
"""The ledgers: the kind of their entries, and their file."""

PROGRAM = "program"
"""What stands for the folder of the program in the names of its files."""

_PACKAGE = Path(__file__).resolve().parent
EQUIPMENT = ("templates", "styles")
"""The folders of a project whose files are looked at whether or not a guide names them."""

# Where systems note which libraries they have: a new Pango may break lines elsewhere.
_SYSTEM = (
    "/etc/ld.so.cache",
    "/opt/homebrew/lib/libpango-1.0.0.dylib",
    "/usr/local/lib/libpango-1.0.0.dylib",
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found. None stands for what cannot be told, because a link leads elsewhere.

    ``folders`` are those of guides, with the seals of their files; ``others`` the seals of
    files outside them that guides name. ``state`` stands for the content of the surroundings:
    it is the same for two with the same, and empty where that cannot be told.
    """

    surroundings: Surroundings | None
    state: str
    books: dict[str, Book]
    folders: dict[str, Seals | None]
    others: Seals

    @property
    def seals(self) -> Seals:
        """All seals, by path."""
        found = dict(self.others)
        for files in self.folders.values():
            found |= files or {}
        return found | (self.surroundings.files if self.surroundings else {})


def recorded_seals(record: Record) -> Seals:
    """All seals in a record, by path."""
    found: Seals = {}
    for folder in record.folders.values():
        found |= folder.files
    for surroundings in record.surroundings.values():
        found |= surroundings.files
    return found


def recorded_others(record: Record) -> frozenset[str]:
    """The files outside their folders that guides name, as far as is recorded."""
    return frozenset(name for each in record.folders.values() for name in each.reading.others)


@dataclass(frozen=True, slots=True)
class Known:
    """What was found at an earlier look, and the ``others`` to look at."""

    seals: Mapping[str, str]
    books: Mapping[str, Book]
    others: frozenset[str]


def look(source: Path, today: date, known: Known) -> Survey:
    """Look at the project around ``source``; what is untouched since ``known`` is not read."""
    source = source.resolve()
    root = source.parent
    folders, files = _parts(source)
    others = {name: _other(root, name, known.seals.get(name)) for name in known.others}
    surroundings = _surroundings(source, files, today, dict(known.seals))
    return Survey(
        surroundings=surroundings,
        state=_state(surroundings) if surroundings else "",
        books={kind: _book(source / file, known.books.get(kind)) for kind, file in BOOKS.items()},
        folders={
            name: seal_tree(source / name, f"{source.name}/{name}", known.seals) if own else None
            for name, own in sorted(folders.items())
        },
        others={name: seal for name, seal in others.items() if seal},
    )


def contents(seals: Mapping[str, str]) -> dict[str, str]:
    """The digests of the contents of sealed files, by path."""
    return {path: digest_of(seal) for path, seal in seals.items()}


def _state(surroundings: Surroundings) -> str:
    return digest(sorted(contents(surroundings.files).items()), sorted(surroundings.words.items()))


def folder_of(finding: Diagnostic, source: str) -> str:
    """The guide's folder in ``source`` that a finding lies in; empty for what all share."""
    first, _, inside = (finding.span.file if finding.span else "").partition("/")
    return inside.partition("/")[0] if first == source else ""


def _parts(source: Path) -> tuple[dict[str, bool], list[str]]:
    """The folders of guides, each with whether it lies here itself; and the single files."""
    folders: dict[str, bool] = {}
    files: list[str] = []
    try:
        with os.scandir(source) as entries:
            for entry in entries:
                if not entry.is_dir():
                    files.append(entry.name)
                elif not entry.name.startswith(".") and (
                    (entry.is_symlink() and leads_out(Path(entry.path), source.parent))
                    or holds_guide(os.listdir(entry.path))  # noqa: PTH208 (names, of thousands)
                ):
                    folders[entry.name] = not entry.is_symlink()
    except OSError:
        return {}, []
    return folders, [name for name in sorted(files) if name not in BOOKS.values()]


def _other(root: Path, name: str, known: str | None) -> str | None:
    """The seal of a file that a guide names from the project's root, and that lies below it."""
    path = root / name
    return seal_file(path, known) if path.resolve().is_relative_to(root) else ABSENT


def _surroundings(source: Path, files: list[str], today: date, seals: Seals) -> Surroundings | None:
    """What all guides share; ``files`` are those that lie in ``source`` beside the guides."""
    root = source.parent
    trees = [seal_tree(root / name, name, seals) for name in EQUIPMENT]
    trees.append(seal_tree(_PACKAGE, PROGRAM, seals, follow=True))
    for folder in equipment_for(root).folders[1:]:
        if not folder.is_relative_to(_PACKAGE):
            trees += [
                seal_tree(folder / name, f"{PROGRAM}/{name}", seals, follow=True)
                for name in EQUIPMENT
            ]
    found: Seals = {}
    for tree in trees:
        if tree is None:
            return None
        found |= tree
    singly = {f"{source.name}/{name}": source / name for name in files}
    for name, path in (singly | {name: Path(name) for name in _SYSTEM}).items():
        seal = None if name in singly and path.is_symlink() else seal_file(path, seals.get(name))
        if seal is None:
            return None
        found[name] = seal
    return Surroundings(found, _words(today))


def _words(today: date) -> dict[str, str]:
    """What the program stands on, and the day: review dates are judged by it."""
    return {
        "version": __version__,
        "python": f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}",
        "packages": digest(sorted(_packages())),
        "day": today.isoformat(),
    }


def _packages() -> Iterator[str]:
    """The names of the installed packages with their versions, as their folders say."""
    for place in dict.fromkeys(sys.path):
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 (names alone)
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))


def _book(path: Path, known: Book | None) -> Book:
    """A ledger, read only if it is not the one that is known; behind a link it cannot be told."""
    linked = path.is_symlink()
    seal = "" if linked else seal_file(path, known.seal if known else None) or ""
    if not seal:
        return Book(seal, None)
    if known and digest_of(seal) == digest_of(known.seal):
        return Book(seal, known.entries)
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except (OSError, ValueError, RecursionError):
        return Book(seal, None)
    written = {name: repr(table) for name, table in tables.items()}
    return Book(seal, {name: digest(text) for name, text in written.items()})
