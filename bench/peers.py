"""Our e-book beside those of other programs: the same Markdown, judged by the same judges.

    pip install pypandoc_binary sphinx myst-parser
    python bench/peers.py [--rounds 5]

The packages above are for this comparison alone. Prints a table in Markdown. The text is the
first guide in plain Markdown, without blocks of our own, so that everyone reads all of it.
Time is the wall time of a whole run from the command line, as a median, and as a ratio to ours:
machines differ and are noisy. The runs take turns, so that a slow minute slows all.

EPUBCheck is errors / warnings, Ace violations; pages and landmarks are the lines listed, "told"
the facts of accessibility in the metadata, and "same" whether two runs gave the same bytes.

Below the table stands how long our book alone takes in a program that runs already, page
numbers aside, over pandoc's whole run.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from ace_runner import ace  # noqa: E402 (found through the lines above)
from book_programs import PEERS, TODAY, Peer, stock  # noqa: E402
from epubcheck_runner import epubcheck  # noqa: E402

from bindery.compose import compose  # noqa: E402
from bindery.equipment import equipment_for  # noqa: E402
from bindery.formats import FORMATS, format_named  # noqa: E402
from bindery.project import read  # noqa: E402

# What the standards ask a book to tell of itself, or advise.
TOLD = (
    *("schema:accessMode", "schema:accessModeSufficient", "schema:accessibilityFeature"),
    *("schema:accessibilityHazard", "schema:accessibilitySummary"),
)


def _seconds(peer: Peer, folder: Path) -> tuple[float, Path]:
    start = time.perf_counter()
    made = peer.run(folder)
    return time.perf_counter() - start, made


def measured(base: Path, rounds: int) -> tuple[dict[str, float], dict[str, Path], dict[str, bool]]:
    """Median seconds, a book, and whether two books were the same, of each program."""
    folders = {}
    for peer in PEERS:
        for name in ("one", "two"):
            folders[peer.name, name] = base / peer.name.replace(" ", "-") / name
            stock(folders[peer.name, name])
    times: dict[str, list[float]] = {peer.name: [] for peer in PEERS}
    books, same = {}, {}
    for turn in range(rounds + 1):
        for peer in PEERS:
            spent, books[peer.name] = _seconds(peer, folders[peer.name, "one"])
            times[peer.name] += [spent] if turn else []  # the first warms the disk's cache
    for peer in PEERS:
        other = peer.run(folders[peer.name, "two"])
        same[peer.name] = other.read_bytes() == books[peer.name].read_bytes()
    return {name: statistics.median(each) for name, each in times.items()}, books, same


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a book: how many pages and landmarks are listed, and what it tells of itself."""

    pages: int
    landmarks: int
    told: int
    cover: bool


def seen(book: Path) -> Seen:
    """What is in a book, whoever made it."""
    with zipfile.ZipFile(book) as archive:
        names = archive.namelist()
        package = next(archive.read(name).decode() for name in names if name.endswith(".opf"))
        texts = [archive.read(name).decode() for name in names if "html" in name.rpartition(".")[2]]
    return Seen(
        pages=_listed(texts, "page-list"),
        landmarks=_listed(texts, "landmarks"),
        told=sum(f'"{name}"' in package for name in TOLD),
        cover='properties="cover-image"' in package,
    )


def _listed(pages: Sequence[str], kind: str) -> int:
    lists = (re.search(rf'<nav[^>]*"{kind}".*?</nav>', page, flags=re.DOTALL) for page in pages)
    return sum(found[0].count("<li") for found in lists if found)


def table(base: Path, rounds: int) -> tuple[list[str], float]:
    """The rows of the table, and the median seconds of pandoc's whole run."""
    times, books, same = measured(base, rounds)
    errors, violations = epubcheck(books.values()), ace(books.values())
    rows = [
        "| program | EPUBCheck | Ace | pages | landmarks | told | cover | same | kB | s | ratio |",
        "|:--|--:|--:|--:|--:|--:|:--|:--|--:|--:|--:|",
    ]
    for name, book in books.items():
        there = seen(book)
        heavy = [each.severity for each in errors[book.resolve()]]
        counts = (sum(each in {"ERROR", "FATAL"} for each in heavy), heavy.count("WARNING"))
        cells = (
            *(name, f"{counts[0]} / {counts[1]}", len(violations[book.resolve()])),
            *(there.pages or "no", there.landmarks or "no", f"{there.told} of {len(TOLD)}"),
            *("yes" if there.cover else "no", "yes" if same[name] else "no"),
            *(round(book.stat().st_size / 1000), f"{times[name]:.2f}"),
            f"{times[name] / times['ours']:.2f}",
        )
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows, times["pandoc"]


def warm(folder: Path, rounds: int) -> float:
    """Median seconds for the book alone in a program that runs already, without page numbers."""
    stock(folder)
    project = read(folder / "source", TODAY, [format_.name for format_ in FORMATS])
    equipment = equipment_for(project.root)
    ebook = format_named("ebook")
    spent = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        document = compose(project.guides[0], ebook, equipment)
        ebook.make(replace(document, claims=()))
        spent.append(time.perf_counter() - start)
    return statistics.median(spent[1:])


def main() -> None:
    """Make, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        rows, theirs = table(Path(name), rounds)
        own = warm(Path(name) / "warm", rounds)
    print("\n".join(rows))
    print(
        f"\nOur book alone, warm, over pandoc's whole run: {own / theirs:.2f} "
        f"(median of {rounds}: {own * 1000:.0f} ms over {theirs * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    main()
