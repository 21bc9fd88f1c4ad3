"""Pictures of the first guide's e-book in a reader, for people to look at.

    python bench/reader_pictures.py [--folder docs/pictures]

Builds the book, opens it in foliate-js in a browser (as the tests do: ``make test`` installs
both), and writes two small pictures: three phones (plain, dark, text at 200 %), and an e-ink
screen in its greys.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import READERS, surroundings  # noqa: E402 (found through the line above)

GUIDE = "expressing-by-hand"
STEP, STEPS, HELP, SAFE = (
    f"EPUB/front.xhtml#{name}"
    for name in (
        "how-to-express-step-by-step.1.4",
        "how-to-express-step-by-step",
        "when-to-get-help",
        "keeping-your-milk-safe",
    )
)
PHONES = (("phone", STEP), ("dark", HELP), ("large", STEPS))
E_INK = (("e-ink", HELP), ("e-ink", SAFE))
GAP, GROUND, COLOURS = 24, (206, 212, 212), 64


def pictures(book: Path, places: Sequence[tuple[str, str]]) -> list[Image.Image]:
    """What each place of ``book`` looks like on its screen."""
    shots = []
    with tempfile.TemporaryDirectory() as folder:
        for screen, place in places:
            command = ["node", str(READERS / "pictures.mjs"), str(book), folder, screen, place]
            subprocess.run(command, check=True, env=surroundings())
            with Image.open(Path(folder) / f"{screen}-1.png") as shot:
                shots.append(shot.convert("RGB"))
    return shots


def beside(shots: Sequence[Image.Image], height: int) -> Image.Image:
    """Pictures side by side on a grey ground, each ``height`` pixels high."""
    sized = [shot.resize((round(shot.width * height / shot.height), height)) for shot in shots]
    width = sum(shot.width for shot in sized) + GAP * (len(sized) + 1)
    ground = Image.new("RGB", (width, height + 2 * GAP), GROUND)
    at = GAP
    for shot in sized:
        ground.paste(shot, (at, GAP))
        at += shot.width + GAP
    return ground


def main() -> None:
    """Build, look and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "pictures")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as out:
        build = [sys.executable, "handout.py", "build", GUIDE, "--format", "ebook", "--out", out]
        subprocess.run(build, check=True, cwd=ROOT)
        book = Path(out) / f"{GUIDE}.en-GB.ebook.epub"
        phones = beside(pictures(book, PHONES), 640)
        greys = beside(pictures(book, E_INK), 640).convert("L").quantize(16)
    phones.quantize(COLOURS).save(folder / "ebook-phones.png", optimize=True)
    greys.save(folder / "ebook-e-ink.png", optimize=True)


if __name__ == "__main__":
    main()
