"""How fast guides are checked: ``handout check`` on a project of hundreds, start included.

    python bench/checks.py [--guides 500] [--rounds 3] [--out FOLDER]

Makes a project by varying real guides (see ``synthetic``), and measures whole processes from
the command line: the first run, the second with nothing changed, and one with one guide
changed. Processor time is told beside time on the clock, because that is what one core needs,
whatever else the machine is doing; and both as ratios to what is measured in the same run:

- the bare parse of the same texts by markdown-it, which reads no settings, ledgers or pictures
  and checks nothing;
- ``python -c "import click"``, the least that any command costs.

Prints a table in Markdown; with ``--out`` writes it there too, as ``checks.md`` and
``checks.json``.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from figures import kept, surroundings
from synthetic import EVERY_BLOCK, FIRST, ROOT, STRESS, TODAY, project

_BARE = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable("table")
for path in sorted(Path(sys.argv[1]).glob("*/*.md")):
    parser.parse(path.read_text("utf-8"))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one run, on the clock and of the processor (children's too)."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, as medians: ``per_second`` are guides for one core, start included.

    ``ratio`` is its processor time over that of the bare parse of the same texts.
    """

    project: str
    run: str
    guides: int
    clock: float
    processor: float
    per_second: float
    ratio: float


def cost(command: Sequence[str | Path]) -> Cost:
    """What a command costs, its workers included. A finding is no failure."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = surroundings(PYTHONPATH=str(ROOT))
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise SystemExit(done.stderr.decode())
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, used)


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each of the two times."""
    some = list(costs)
    return Cost(
        statistics.median(each.clock for each in some),
        statistics.median(each.processor for each in some),
    )


def rows(name: str, of: Sequence[str], guides: int, rounds: int) -> list[Row]:
    """All runs on one kind of project, taking turns so that a slow minute slows all."""
    with tempfile.TemporaryDirectory() as folder:
        source = project(Path(folder), guides, of)
        check: list[str | Path] = [
            *(sys.executable, "handout.py", "check", "--report", "json"),
            *("--source", source, "--today", f"{TODAY}"),
        ]
        runs: dict[str, tuple[Callable[[], object], list[str | Path]]] = {
            "bare parse by markdown-it": (nullcontext, [sys.executable, "-c", _BARE, source]),
            "first, one process": (lambda: _forget(source), [*check, "--jobs", "0"]),
            "second, nothing changed": (nullcontext, [*check, "--jobs", "0"]),
            "one guide changed": (lambda: _change(source), [*check, "--jobs", "0"]),
            "first, a process for each core": (lambda: _forget(source), check),
        }
        costs: dict[str, list[Cost]] = {run: [] for run in runs}
        for _ in range(rounds):
            for run, (prepare, command) in runs.items():
                prepare()
                costs[run].append(cost(command))
    bare = median(costs["bare parse by markdown-it"]).processor
    return [
        Row(name, run, guides, own.clock, own.processor, guides / own.processor, ratio)
        for run, own in ((run, median(some)) for run, some in costs.items())
        for ratio in (own.processor / bare,)
    ]


def _forget(source: Path) -> None:
    shutil.rmtree(source.parent / ".handout", ignore_errors=True)


def _change(source: Path) -> None:
    text = next(iter(sorted(source.glob("*/en-GB.md"))))
    text.write_text(f"{text.read_text('utf-8').rstrip()} Ask again.\n", "utf-8")


def table(measured: Sequence[Row], start: Cost) -> str:
    """The rows as a table in Markdown, and what no row says."""
    lines = [
        "| project | run | guides | seconds | of a core | guides a second, a core | ÷ parse |",
        "|:--|:--|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.project} | {row.run} | {row.guides} | {row.clock:.2f} | {row.processor:.2f} "
        f"| {row.per_second:.0f} | {row.ratio:.2f} |"
        for row in measured
    ]
    lines += ["", f"`import click` alone: {start.processor:.3f} s of a core. Over that:", ""]
    lines += [
        f"- {row.run}, {row.project}: {row.processor / start.processor:.1f}"
        for row in measured
        if row.run.startswith("second")
    ]
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    lines += ["", f"{machine}, {os.getloadavg()[0]:.0f} programs wanting one at the end."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--guides", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="folder for checks.md and checks.json")
    options = parser.parse_args()
    start = median(cost([sys.executable, "-c", "import click"]) for _ in range(options.rounds))
    measured = rows("the first guide, varied", (FIRST,), options.guides, options.rounds)
    measured += rows(
        "that, every block, 24 pages", (FIRST, EVERY_BLOCK, STRESS), options.guides, options.rounds
    )
    text = table(measured, start)
    print(text)
    if options.out:
        data = {"start": asdict(start), "rows": [asdict(row) for row in measured]}
        kept(text, data, options.out, "checks")


if __name__ == "__main__":
    main()
