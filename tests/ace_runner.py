"""Ace by DAISY, run on real books, all of them in one browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from browser import by_file


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that Ace has against a book. ``place`` is a file and a CSS selector in it."""

    rule: str
    place: str
    impact: str
    message: str


def ace(files: Iterable[Path]) -> dict[Path, tuple[Violation, ...]]:
    """What Ace has against each of ``files``."""
    return {
        path: tuple(Violation(**violation) for violation in found)
        for path, found in by_file("ace.mjs", files).items()
    }
