"""What a benchmark has measured: named figures and their aims, as a table and as JSON.

Figures are ratios of one run wherever they can be, because machines differ and are noisy.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, and what it should be ("<= 1.2"), if it has an aim."""

    name: str
    value: float
    aim: str = ""


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in Markdown, and the machine they are of."""
    lines = ["| measured | figure | aim |", "|:--|--:|:--|"]
    lines += [f"| {each.name} | {each.value:.2f} | {each.aim} |" for each in figures]
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    lines += ["", f"{machine}, {os.getloadavg()[0]:.1f} programs wanting one at the end."]
    return "\n".join(lines) + "\n"


def told(figures: Sequence[Figure], folder: Path | None, name: str) -> None:
    """Print the table; write it as ``name.md`` and ``name.json`` too, if there is a folder."""
    text = table(figures)
    print(text, end="")
    if folder:
        kept(text, [asdict(each) for each in figures], folder, name)


def kept(text: str, data: object, folder: Path, name: str) -> None:
    """Write a table and its figures to ``folder``, as ``name.md`` and ``name.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / f"{name}.json").write_text(f"{json.dumps(data, indent=2)}\n", "utf-8")


def surroundings(**more: str) -> dict[str, str]:
    """The variables a measured program runs with.

    An installed program keeps its byte code, and so does one that is measured.
    """
    return {
        name: value
        for name, value in {**os.environ, **more}.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
