"""How long a person waits: a cold build, measured against its own engine in the same run.

    python bench/cold.py [--rounds 7]

Prints ratios of medians, because machines differ and are noisy:

- the whole of ``handout build`` (the first guide as leaflet and e-book, every check, files written)
  over the bare ``weasyprint`` command on the same HTML, with tagged output as ours has it;
- ``handout --help`` over ``python -c "import click"``.

The runs alternate, so that a slow minute slows both sides.
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
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def ratio(name: str, ours: Sequence[str | Path], theirs: Sequence[str | Path], rounds: int) -> None:
    """Run both in turn, once to warm the disk's cache, and print the ratio of medians."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds + 1)][1:]
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name}: {own / other:.2f} (median of {rounds}: {own:.2f} s over {other:.2f} s)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        html, pdf = bare_html(folder), folder / "bare.pdf"
        build: list[str | Path] = [
            *(sys.executable, "handout.py", "build", "--force", "--today", f"{TODAY}"),
            *("--out", folder / "out", "--format", "leaflet", "--format", "ebook"),
        ]
        bare: list[str | Path] = [SCRIPTS / "weasyprint", "--pdf-variant", "pdf/ua-1", html, pdf]
        ratio("handout build / bare weasyprint", build, bare, rounds)
        ratio("handout build --jobs 0 / bare weasyprint", [*build, "--jobs", "0"], bare, rounds)
    click: list[str | Path] = [sys.executable, "-c", "import click"]
    ratio("handout --help / import click", [sys.executable, "handout.py", "--help"], click, rounds)


if __name__ == "__main__":
    main()
