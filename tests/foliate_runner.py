"""foliate-js, the engine of the Foliate apps, reading real books on a screen like a phone's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import by_file


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents, page list or landmarks, ``depth`` levels deep (1: the highest).

    ``there``: its place exists; ``shown``: whoever follows it then sees that place.
    """

    label: str
    href: str
    depth: int
    there: bool
    shown: bool
    type: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PoppedUp:
    """What popped up at a click on ``label``, which has the id ``id``.

    ``text`` is what is read there, ``note`` the id of the note, ``back`` where its links back
    lead; ``hidden``: the note does not stand in the text as well.
    """

    label: str
    id: str
    text: str
    note: str
    back: tuple[str, ...]
    type: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A document of a book as it was shown; ``faults`` are broken links, pictures and fonts."""

    id: str
    text: str
    language: str
    direction: str
    pictures: int
    faults: tuple[str, ...]
    notes: tuple[PoppedUp, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got: ``cover`` in pixels (None without one), lists, and every document.

    ``wide`` names what is wider than the screen of a phone at 200 % text, tables of more than
    two columns aside; ``faults`` is what went wrong: errors of scripts, and requests for
    anything outside the book.
    """

    title: str
    language: str
    direction: str
    cover: tuple[int, int] | None
    toc: tuple[Line, ...]
    pages: tuple[Line, ...]
    landmarks: tuple[Line, ...]
    sections: tuple[Section, ...]
    wide: tuple[str, ...]
    faults: tuple[str, ...]


def readings(files: Iterable[Path]) -> dict[Path, dict[str, Any]]:
    """What a reader gets from each of ``files``, as :func:`reading` takes it."""
    return by_file("foliate.mjs", files)


def reading(told: dict[str, Any]) -> Reading:
    """What was told of one book."""
    cover = told["cover"]
    return Reading(
        title=told["title"],
        language=told["language"],
        direction=told["direction"],
        cover=(cover["width"], cover["height"]) if cover else None,
        toc=_lines(told["toc"]),
        pages=_lines(told["pages"]),
        landmarks=_lines(told["landmarks"]),
        sections=tuple(_section(section) for section in told["sections"]),
        wide=tuple(told["wide"]),
        faults=tuple(told["faults"]),
    )


def _lines(told: list[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(**{**line, "type": tuple(line.get("type") or ())}) for line in told)


def _section(told: dict[str, Any]) -> Section:
    notes = tuple(PoppedUp(**{**note, "back": tuple(note["back"])}) for note in told["notes"])
    return Section(**{**told, "faults": tuple(told["faults"]), "notes": notes})
