"""What a build costs that has little to do: none, or one changed entry of a ledger.

    python bench/scale.py [--guides 500] [--rounds 5] [--out FOLDER]

Builds projects of that many guides, and of twice as many, in three formats (leaflet, e-book, web
page), and measures ratios of medians:

- a build with nothing to do over ``python -c "import click, tomllib"``, and of twice as many
  guides over once;
- a build after one entry has changed that three of the guides print, over a build of those three
  by name; it ends if anything else was made.

A busy machine changes little: what is measured is the processor time of each process. Prints a
table in Markdown; with ``--out`` writes it there too, as ``scale.md`` and ``scale.json``.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from figures import Figure, surroundings, told
from synthetic import FIRST, ROOT, TODAY, project

FORMATS = 'formats = ["leaflet", "ebook", "web"]\n'
PRINTING = 3
"""How many guides print the entry that is changed."""
ENTRY = """
[bench]
value = "{value}"
statement = "It keeps for {value}."
source = "A source"
checked = 2026-11-01
review-by = 2027-11-01
status = "verified"
"""


def stock(folder: Path, guides: int) -> Path:
    """A project of ``guides`` guides in three formats, of which three print one entry more."""
    source = project(folder, guides, of=(FIRST,))
    for number, settings in enumerate(sorted(source.glob("*/guide.toml"))):
        rows = [row for row in settings.read_text("utf-8").splitlines() if row[:9] != "formats ="]
        settings.write_text(FORMATS + "\n".join(rows) + "\n", "utf-8")
        if number < PRINTING:
            text = settings.with_name("en-GB.md")
            text.write_text(text.read_text("utf-8") + "\nIt keeps for {fact:bench}.\n", "utf-8")
    return source


def command(source: Path) -> list[str | Path]:
    """The build of a project."""
    return [
        *(sys.executable, ROOT / "handout.py", "build", "--today", f"{TODAY}"),
        *("--source", source, "--out", source.parent / "out"),
    ]


def seconds(words: Sequence[str | Path]) -> tuple[float, str]:
    """Processor time of one run and of what it started, and what it said."""
    before = _spent()
    done = subprocess.run(
        words, check=True, capture_output=True, text=True, cwd=ROOT, env=surroundings()
    )
    return _spent() - before, done.stdout


def _spent() -> float:
    """Seconds of the processor of all programs that were begun here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(words: Sequence[str | Path], rounds: int) -> float:
    """The median time of several runs, after one that warms the disk's cache."""
    return statistics.median([seconds(words)[0] for _ in range(rounds + 1)][1:])


def figures(guides: int, rounds: int) -> list[Figure]:
    """All that is measured here, on projects of ``guides`` guides and of twice as many."""
    with tempfile.TemporaryDirectory() as name:
        idle = []
        for number in (2 * guides, guides):
            source = stock(Path(name) / str(number), number)
            ledger = source / "facts.toml"
            others = ledger.read_text("utf-8")
            ledger.write_text(others + ENTRY.format(value="3 days"), "utf-8")
            seconds(command(source))
            idle.append(median(command(source), rounds))
        bare = median([sys.executable, "-c", "import click, tomllib"], rounds)
        ledger.write_text(others + ENTRY.format(value="4 days"), "utf-8")
        spent, said = seconds(command(source))
        names = [folder.parent.name for folder in sorted(source.glob("*/guide.toml"))[:PRINTING]]
        alone = median([*command(source), "--force", *names], rounds)
    editions, made = 3 * guides, _made(said)
    if made != 3 * PRINTING:
        raise SystemExit(f"{made} editions were made again, not {3 * PRINTING}:\n{said}")
    python = "import click, tomllib"
    return [
        Figure(f"nothing to do, {editions} editions / {python}", idle[1] / bare, "<= 5"),
        Figure(f"nothing to do, {2 * editions} editions / {editions}", idle[0] / idle[1], "<= 2.2"),
        Figure(f"one entry changed, its {made} editions / those alone", spent / alone, "<= 1.2"),
        Figure("one entry changed, seconds of the processor", spent),
    ]


def _made(said: str) -> int:
    """How many files a build says that it has made."""
    found = re.search(r"^Made (\d+) ", said, re.MULTILINE)
    return int(found[1]) if found else 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--guides", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, help="folder for scale.md and scale.json")
    asked = parser.parse_args()
    told(figures(asked.guides, asked.rounds), asked.out, "scale")


if __name__ == "__main__":
    main()
