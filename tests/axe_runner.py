"""axe, run on web pages in a browser: on small and large screens, light and dark, zoomed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ace_runner import Violation
from browser import by_file

# How a page is looked at. A phone at 200 % is 180 CSS pixels wide: less than any standard asks.
SIZES = ("phone", "desktop", "phone at 200 %", "desktop at 200 %")
VIEWS = tuple(f"{size}, {scheme}" for size in SIZES for scheme in ("light", "dark"))


@dataclass(frozen=True, slots=True)
class View:
    """One look at a page.

    ``faults`` are errors of scripts and the console, and requests for anything but the page;
    ``wide`` is by how many CSS pixels it is wider than the screen.
    """

    violations: tuple[Violation, ...]
    faults: tuple[str, ...]
    wide: int


def axe(pages: Iterable[Path]) -> dict[Path, dict[str, View]]:
    """What axe has against each of ``pages`` in each of :data:`VIEWS`."""
    return {
        page: {
            name: View(
                tuple(Violation(**violation) for violation in told["violations"]),
                tuple(told["faults"]),
                told["wide"],
            )
            for name, told in views.items()
        }
        for page, views in by_file("axe.mjs", pages).items()
    }
