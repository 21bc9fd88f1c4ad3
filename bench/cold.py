"""How long a person waits: a cold build, measured against its own engine in the same run.

    python bench/cold.py [--rounds 7] [--out FOLDER]

Measures ratios of medians, because machines differ and are noisy:

- the whole of ``handout build`` (the first guide as a leaflet, every check, files written) over the
  bare ``weasyprint`` command on the same HTML, with tagged output as ours has it; and as leaflet
  and e-book, in workers and in one process;
- ``handout --help`` over ``python -c "import click"``.

The runs alternate, so that a slow minute slows both sides. Prints a table in Markdown; with
``--out`` writes it there too, as ``cold.md`` and ``cold.json``.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from figures import Figure, surroundings, told  # noqa: E402 (found through the line above)

from bindery.compose import compose  # noqa: E402 (found through the line above)
from bindery.equipment import equipment_for  # noqa: E402
from bindery.formats import FORMATS, format_named  # noqa: E402
from bindery.project import read  # noqa: E402

TODAY = date(2026, 11, 24)
SCRIPTS = Path(sys.executable).parent


def bare_html(folder: Path) -> Path:
    """The first guide's leaflet as a folder of plain files, for the bare ``weasyprint``."""
    project = read(ROOT / "source", TODAY, [format_.name for format_ in FORMATS])
    document = compose(project.guides[0], format_named("leaflet"), equipment_for(project.root))
    for file in document.files.values():
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    styles = "".join(f"<style>{sheet.css}</style>" for sheet in document.stylesheets)
    path = folder / "leaflet.html"
    path.write_text(document.pages[0].html.replace("</head>", f"{styles}</head>"), "utf-8")
    return path


def seconds(command: Sequence[str | Path]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=surroundings())
    return time.perf_counter() - start


def ratio(
    name: str,
    ours: Sequence[str | Path],
    theirs: Sequence[str | Path],
    rounds: int,
    aim: str = "",
) -> Figure:
    """Run both in turn, once to warm the disk's cache; the ratio of medians."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds + 1)][1:]
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Figure(f"{name} ({own:.2f} s over {other:.2f} s)", own / other, aim)


def figures(rounds: int) -> list[Figure]:
    """All that is measured here, each as the median of so many rounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        html, pdf = bare_html(folder), folder / "bare.pdf"
        leaflet: list[str | Path] = [
            *(sys.executable, "handout.py", "build", "--force", "--today", f"{TODAY}"),
            *("--out", folder / "out", "--format", "leaflet"),
        ]
        both = [*leaflet, "--format", "ebook"]
        bare: list[str | Path] = [SCRIPTS / "weasyprint", "--pdf-variant", "pdf/ua-1", html, pdf]
        engine = "bare weasyprint, cold"
        found = [
            ratio(f"leaflet / {engine}", leaflet, bare, rounds, "<= 1.2"),
            ratio(f"leaflet and e-book / {engine}", both, bare, rounds),
            ratio(f"the same in one process / {engine}", [*both, "--jobs", "0"], bare, rounds),
        ]
    click: list[str | Path] = [sys.executable, "-c", "import click"]
    asked: list[str | Path] = [sys.executable, "handout.py", "--help"]
    return [*found, ratio("handout --help / import click", asked, click, rounds)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, help="folder for cold.md and cold.json")
    options = parser.parse_args()
    told(figures(options.rounds), options.out, "cold")


if __name__ == "__main__":
    main()
