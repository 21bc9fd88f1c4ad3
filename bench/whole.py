"""Everything about speed and scale that has an aim, in one run, as one table.

    python bench/whole.py [--out FOLDER] [--guides 200] [--growth 500] [--scale 500] [--rounds 7]
    python bench/whole.py ... --peers 10 --pandoc PATH --typst PYTHON

Runs ``cold``, ``workers`` and ``scale`` one after the other on projects that ``synthetic`` makes
by varying real guides; nothing is fetched. Prints one table in Markdown; with ``--out`` writes it
there too, as ``whole.md`` and ``whole.json``. In full it takes an hour and a half on two cores;
``--guides 20 --growth 0 --scale 20`` takes five minutes, and says nothing of memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cold
import scale
import workers
from figures import told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    workers.add_options(parser)
    parser.add_argument("--scale", type=int, default=500, help="guides of the smaller project")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, help="folder for whole.md and whole.json")
    options = parser.parse_args()
    found = cold.figures(options.rounds)
    found += workers.figures(workers.asked_by(options))
    found += scale.figures(options.scale, options.rounds)
    told(found, options.out, "whole")


if __name__ == "__main__":
    main()
