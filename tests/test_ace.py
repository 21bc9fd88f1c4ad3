"""Ace by DAISY finds nothing in any finished book, and something in a spoiled one."""

from __future__ import annotations

import re
from pathlib import Path

import browser
import every_block
import pytest
from ace_runner import ace
from epub_sample import document
from finished import FIRST
from finished_books import ARABIC, EXAMPLES, STRESS
from validators import MissingValidatorError

from bindery.formats import epub

BOOKS = (
    f"{FIRST}.en-GB.ebook.epub",
    f"{every_block.NAME}.en-GB.ebook.epub",
    f"{every_block.NAME}.cy.ebook.epub",
    STRESS,
    EXAMPLES,
    ARABIC,
)


def test_nothing_is_found_in_any_book(violations: dict[str, list[dict[str, str]]]) -> None:
    assert set(violations) >= set(BOOKS)
    assert {name: found for name, found in violations.items() if found} == {}


def test_a_spoiled_book_is_found_out(tmp_path: Path) -> None:
    """A picture without words, and a page without a language: not seen by EPUBCheck."""
    spoiled = re.sub(r' alt="[^"]*"', "", document().pages[1].html)
    path = tmp_path / "spoiled.epub"
    path.write_bytes(epub.make(document(front=spoiled)).data)
    found = ace([path])[path]
    assert "image-alt" in {violation.rule for violation in found}
    assert all(violation.place.startswith("front.xhtml") for violation in found)


def test_what_is_no_book_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "no.epub"
    path.write_bytes(b"no zip")
    with pytest.raises(MissingValidatorError, match="Ace could not judge"):
        ace([path])


def test_a_missing_browser_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "CHROMIUM", ("no-such-browser",))
    with pytest.raises(MissingValidatorError, match="no `chromium`"):
        ace([])


def test_missing_packages_are_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser, "READERS", tmp_path)
    with pytest.raises(MissingValidatorError, match="no packages"):
        ace([])


def test_a_missing_node_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingValidatorError, match="no `node`"):
        ace([])
