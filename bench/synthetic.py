"""Projects of any size for the benchmarks, made by varying real guides. Nothing is fetched.

    from synthetic import FIRST, project
    source = project(folder, 500, of=(FIRST,))
    # handout build --source {source} --today {TODAY}

A variation keeps everything that a layout or a check sees of its original: as many words, of
the same lengths, in the same places, with the same blocks, pictures and ledger entries. Only
which of its own words stands where is another in each, so that hardly a sentence is in two of
them and nothing can be quick by having seen it before. Headings and pictures are the same.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import every_block  # noqa: E402 (found through the line above)
import stress_guide  # noqa: E402
from conftest import Shop  # noqa: E402

TODAY = date(2026, 11, 24)
"""The day to name with ``--today``: every date in the originals is in order on it."""

FIRST = "expressing-by-hand"
"""The first guide, 8 pages of A5 with five drawings: what a usual leaflet is."""
EVERY_BLOCK = every_block.NAME
"""A short guide that holds every block."""
STRESS = stress_guide.NAME
"""A guide of 24 pages with long tables and photographs."""

Vary = Callable[[str, int], str]
"""A guide's Markdown and a number from 1: the text of that variation."""

_LEDGERS = ("contacts.toml", "facts.toml")
_LANGUAGE = "en-GB"
# What follows a number stays: with a unit the two would be something to check.
_WORD = re.compile(r"(?<!\d )\b[a-z]{4,}\b")
# Rows in which a letter may be more than a letter, and headings, to which links may lead.
_MARKED = re.compile(r"\s*(?:#|:::|\||<!--|\[\^)|.*(?:[{\[<`]|https?:)")
_REF = re.compile(r'^ref = "([^"]*)"', re.MULTILINE)
_LANGUAGES = re.compile(r"^languages = .*\n", re.MULTILINE)


def project(
    folder: Path,
    guides: int,
    of: Sequence[str] = (FIRST, EVERY_BLOCK, STRESS),
    vary: Vary | None = None,
) -> Path:
    """Write a project of ``guides`` guides in one language into ``folder``; its source folder.

    The originals ``of`` (:data:`FIRST`, :data:`EVERY_BLOCK`, :data:`STRESS`) take turns, and
    number 17 of the first one is called ``expressing-by-hand-0017`` and has that reference too.
    The ledgers hold the entries of all originals. The same call writes the same bytes;
    what else lies in ``folder`` stays.
    """
    change = vary or reworded
    source = folder / "source"
    for name, data in _shared().items():
        _write(source / name, data)
    for number in range(1, guides + 1):
        original = of[(number - 1) % len(of)]
        for name, data in _guide(original).items():
            path = source / f"{original}-{number:04}" / name
            _write(path, _varied(name, data, number, change))
    return source


def reworded(text: str, number: int) -> str:
    """``text`` with its words of each length in another order, another one for each number.

    Only words of four small letters or more move, and only in rows without markup of their own.
    """
    rows = text.split("\n")
    plain = [index for index, row in enumerate(rows) if not _MARKED.match(row)]
    heaps: defaultdict[int, list[str]] = defaultdict(list)
    for index in plain:
        for word in _WORD.findall(rows[index]):
            heaps[len(word)].append(word)
    order = random.Random(number)  # noqa: S311 (another order, and the same each time)
    for heap in heaps.values():
        order.shuffle(heap)
    for index in plain:
        rows[index] = _WORD.sub(lambda word: heaps[len(word[0])].pop(), rows[index])
    return "\n".join(rows)


def _varied(name: str, data: bytes, number: int, vary: Vary) -> bytes:
    """A file of a guide as variation ``number`` has it; pictures are the same in all."""
    if name == f"{_LANGUAGE}.md":
        title, _, rest = data.decode().partition("\n")
        return f"{title} {number}\n{vary(rest, number)}".encode()
    if name == "guide.toml":
        return _REF.sub(rf'ref = "\1-{number:04}"', data.decode(), count=1).encode()
    return data


@cache
def _guide(name: str) -> Mapping[str, bytes]:
    """The files of an original in one language, by name from its folder."""
    files = {
        path.removeprefix(f"{name}/"): data
        for path, data in _originals().items()
        if path.startswith(f"{name}/")
    }
    settings = _LANGUAGES.sub(f'languages = ["{_LANGUAGE}"]\n', files["guide.toml"].decode())
    others = {file for file in files if file.endswith(".md")} - {f"{_LANGUAGE}.md"}
    kept = {file: data for file, data in files.items() if file not in others}
    return {**kept, "guide.toml": settings.encode()}


@cache
def _shared() -> Mapping[str, bytes]:
    """The settings and ledgers for all originals together."""
    own = ROOT / "source"
    ledgers = {name: (own / name).read_bytes() + b"\n" + _originals()[name] for name in _LEDGERS}
    return {"handout.toml": (own / "handout.toml").read_bytes(), **ledgers}


@cache
def _originals() -> Mapping[str, bytes]:
    """The files of every original, and the ledgers of those that the tests write."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        every_block.write(shop)
        stress_guide.write(shop)
        written = _files(shop.source)
    return {**written, **_files(ROOT / "source", FIRST)}


def _files(source: Path, inside: str = "") -> dict[str, bytes]:
    """Every file below ``source / inside``, by name from ``source``."""
    paths = (path for path in sorted((source / inside).rglob("*")) if path.is_file())
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
