"""EPUBCheck finds nothing in books of every shape, and something in a spoiled one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from epub_sample import INLINE, arabic, document, page, with_body
from epubcheck_runner import Finding, MissingValidatorError, epubcheck
from finished_books import EXAMPLES, STRESS

from bindery.document import COVER_FILE, Document, OutlineEntry, Page
from bindery.formats import epub

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math>'


def bare() -> Document:
    metadata = replace(
        document().metadata, authors=(), description="", publisher="", ref="", version=""
    )
    return replace(with_body("<p>a</p>"), metadata=metadata)


def awkward() -> Document:
    metadata = replace(
        document().metadata, title='<a> & "b" \u2019', authors=("O\u2019Hara & <Co>",)
    )
    outline = (OutlineEntry('<a> & "b"', "front"),)
    return replace(with_body("<p>a &lt; b</p>"), metadata=metadata, outline=outline)


def deep() -> Document:
    care = OutlineEntry("Care", "front", "care", (OutlineEntry("Notes", "notes", "notes"),))
    steps = OutlineEntry("Steps", "front", "steps", (care,))
    return document(outline=(OutlineEntry("By hand", "front", "title", (steps,)),))


def many() -> Document:
    """Forty chapters, each linking to the next."""
    pages = tuple(
        Page(
            f"c{n}",
            f"Part {n}",
            "chapter",
            page(f'<h2>{n}</h2><a href="c{(n + 1) % 40}.xhtml">on</a>'),
        )
        for n in range(40)
    )
    return document(pages=pages, stylesheets=(), files={}, outline=())


def without_cover() -> Document:
    files = {name: file for name, file in document().files.items() if name != COVER_FILE}
    return document(pages=document().pages[1:], files=files)


BOOKS = {
    "whole": document,
    "arabic": arabic,
    "bare": bare,
    "awkward": awkward,
    "deep": deep,
    "many": many,
    "drawn": lambda: with_body(f"<p>{INLINE}{MATH}</p>"),
    "without a cover": without_cover,
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Finding, ...]]:
    """What EPUBCheck says of each of the books, from one run, and of one that is spoiled."""
    folder = tmp_path_factory.mktemp("books")
    files = {name: folder / f"{number}.epub" for number, name in enumerate([*BOOKS, "spoiled"])}
    for name, make in BOOKS.items():
        files[name].write_bytes(epub.make(make()).data)
    files["spoiled"].write_bytes(
        epub.make(document()).data.replace(b"application/epub+zip", b"application/epub-zip")
    )
    found = epubcheck(files.values())
    return {name: found[path] for name, path in files.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_is_found(reports: dict[str, tuple[Finding, ...]], name: str) -> None:
    assert reports[name] == ()


def test_nothing_is_found_in_a_finished_book(
    epubcheck_findings: dict[str, list[dict[str, str]]],
) -> None:
    assert set(epubcheck_findings) >= {STRESS, EXAMPLES}
    assert {name: found for name, found in epubcheck_findings.items() if found} == {}


def test_spoiled_book_is_found_out(reports: dict[str, tuple[Finding, ...]]) -> None:
    assert [finding.rule for finding in reports["spoiled"]] == ["PKG-007"]


def test_missing_java_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingValidatorError, match="no `java`"):
        epubcheck([])
