"""Finished books, and what Ace and a reader make of them: each judged once for all tests.

The books are those of :mod:`finished`, a long guide's, one of all examples of CommonMark, and
one that is read from right to left.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import commonmark_book
import pytest
from ace_runner import ace
from conftest import HANDOUT, Shop
from epub_sample import arabic
from epubcheck_runner import epubcheck
from finished import once
from finished_stress import stress_file
from foliate_runner import Reading, reading, readings

from bindery.formats import epub
from bindery.making import make
from bindery.plan import jobs_for

EXAMPLES = f"{commonmark_book.NAME}.en-GB.ebook.epub"
STRESS = stress_file(Path(), "ebook").name
ARABIC = "arabic.epub"


def _example_book(folder: Path) -> dict[str, Any]:
    """Build the book of examples as any guide is built; what was found in it."""
    shop = Shop(folder)
    shop.write("source/handout.toml", HANDOUT)
    shop.guide(name=commonmark_book.NAME, formats='["ebook"]')
    project = shop.read()
    guide = commonmark_book.guide_of(commonmark_book.all_taken(), project.guides[0])
    (job,) = jobs_for(replace(project, guides=(guide,)), shop.order())
    (answer,) = make(job)
    assert answer.data is not None, "\n".join(each.message for each in answer.diagnostics)
    (folder / EXAMPLES).write_bytes(answer.data)
    found = [f"{each.severity} {each.rule}" for each in answer.diagnostics]
    return {"path": str(folder / EXAMPLES), "found": found}


def _arabic(folder: Path) -> str:
    (folder / ARABIC).write_bytes(epub.make(arabic()).data)
    return str(folder / ARABIC)


@pytest.fixture(scope="session")
def example_book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The ``path`` of the book of all CommonMark examples, and what was ``found`` in making it."""
    made: dict[str, Any] = once(tmp_path_factory, "examples", _example_book)
    return made


@pytest.fixture(scope="session")
def stress(stressed_out: Path) -> Path:
    """The long guide's book; the pages of the other formats lie beside it."""
    return stress_file(stressed_out, "ebook")


@pytest.fixture(scope="session")
def books(
    out: Path,
    example_book: dict[str, Any],
    stress: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, ...]:
    """Every finished book."""
    right_to_left = once(tmp_path_factory, "right-to-left", _arabic)
    return (*sorted(out.glob("*.epub")), stress, *map(Path, (example_book["path"], right_to_left)))


@pytest.fixture(scope="session")
def epubcheck_findings(
    books: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, str]]]:
    """What EPUBCheck has against each book, by its name."""

    def judge(_folder: Path) -> dict[str, list[dict[str, str]]]:
        judged = epubcheck(books)
        return {path.name: [asdict(each) for each in found] for path, found in judged.items()}

    judged: dict[str, list[dict[str, str]]] = once(tmp_path_factory, "epubcheck", judge)
    return judged


@pytest.fixture(scope="session")
def violations(
    books: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, str]]]:
    """What Ace has against each book, by its name."""

    def judge(_folder: Path) -> dict[str, list[dict[str, str]]]:
        return {path.name: [asdict(each) for each in found] for path, found in ace(books).items()}

    judged: dict[str, list[dict[str, str]]] = once(tmp_path_factory, "ace", judge)
    return judged


@pytest.fixture(scope="session")
def reader(books: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """What a reader gets from each book, by its name."""

    def read(_folder: Path) -> dict[str, Any]:
        return {path.name: told for path, told in readings(books).items()}

    return {name: reading(told) for name, told in once(tmp_path_factory, "foliate", read).items()}
