"""What it costs to make every printed format of a guide, beside what its layouts alone cost.

    python bench/formats.py [--rounds 5]

Prints a ratio of medians: all printed formats of the first guide, composed, laid out, derived and
proved, over bare WeasyPrint (``render()`` and ``write_pdf()``, tagged as ours are) on the HTML and
styles of those that are laid out: leaflet, office and large print. Booklet, press and fillable
leaflet are made of the leaflet's pages, so nothing stands for them below the line.

Everything runs in one process, warm, and the two take turns; what is measured is that process's
own time, so that a busy machine changes little.
Then the steps are listed, as shares of the whole.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from weasyprint import CSS, HTML  # noqa: E402 (found through the line above)
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from bindery import checks  # noqa: E402
from bindery.compose import compose  # noqa: E402
from bindery.document import Document, File, Format  # noqa: E402
from bindery.equipment import equipment_for  # noqa: E402
from bindery.formats import FORMATS, format_named  # noqa: E402
from bindery.making import make  # noqa: E402
from bindery.plan import Job  # noqa: E402
from bindery.project import read  # noqa: E402

Result = TypeVar("Result")

TODAY = date(2026, 11, 24)
BASE = "guide:///"
# The folded leaflet is for guides that ask for it: the first one is too long.
PRINTED = tuple(each for each in FORMATS if each.medium == "print" and each.name != "folded")
LAYOUTS = tuple(each.name for each in PRINTED if not each.base)


class FromMemory(URLFetcher):  # type: ignore[misc]
    """Serves the pictures of a document, and nothing else."""

    def __init__(self, files: dict[str, File]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file that ``url`` names."""
        file = self.files[url.removeprefix(BASE)]
        return URLFetcherResponse(
            url, file.data, {"Content-Type": file.media_type, **(headers or {})}
        )


def bare(document: Document) -> int:
    """Lay out and write ``document`` with WeasyPrint as it comes; the size of the file."""
    fonts, fetcher = FontConfiguration(), FromMemory(document.files)
    places = {"base_url": BASE, "url_fetcher": fetcher}
    styles = [CSS(string=each.css, font_config=fonts, **places) for each in document.stylesheets]
    layout = HTML(string=document.pages[0].html, **places).render(
        stylesheets=styles, font_config=fonts
    )
    return len(layout.write_pdf(pdf_tags=True))


def seconds(work: Callable[[], object]) -> float:
    """Time of this process's own that ``work`` takes: others on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def jobs() -> list[Job]:
    """The work: one job for each layout of the first guide, with the formats derived from it."""
    project = read(ROOT / "source", TODAY, [each.name for each in FORMATS])
    guide, equipment = project.guides[0], equipment_for(project.root)
    # A promise of pages may take a second layout: that is another measure.
    guide = replace(guide, settings=replace(guide.settings, pages={}))
    return [
        Job(
            guide,
            layout,
            tuple(each.name for each in PRINTED if layout in {each.name, each.base}),
            equipment,
            (),
            strict=False,
        )
        for layout in LAYOUTS
    ]


def made(work: list[Job]) -> None:
    """Make every format of ``work``, as a build does."""
    for job in work:
        for answer in make(job):
            if answer.data is None:
                raise SystemExit("\n".join(fault.message for fault in answer.diagnostics))


def steps(work: list[Job]) -> dict[str, float]:
    """How long each step of ``work`` takes, one after the other, in seconds."""
    told: dict[str, float] = {}
    for job in work:
        layout = format_named(job.layout)

        def composed(job: Job = job, layout: Format = layout) -> Document:
            return compose(job.guide, layout, job.equipment, job.translations)

        document = timed(told, "compose", composed)
        base = timed(told, f"lay out and paint {layout.name}", partial(layout.make, document))
        for name in job.formats:
            format_ = format_named(name)
            edition = replace(document.edition, format=name)
            own = replace(document, edition=edition, claims=format_.claims)
            file = base
            if format_.derive:
                file = timed(told, f"derive {name}", partial(format_.derive, base, own))
            timed(told, f"prove {name}", partial(checks.of_made, own, file))
    return told


def timed(told: dict[str, float], step: str, work: Callable[[], Result]) -> Result:
    """What ``work`` gives; how long it took is added to ``step`` in ``told``."""
    start = time.process_time()
    result = work()
    told[step] = told.get(step, 0) + time.process_time() - start
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    work = jobs()
    documents = [compose(job.guide, format_named(job.layout), job.equipment) for job in work]
    pairs, spent = [], []
    for _ in range(rounds + 1):
        ours = seconds(lambda: made(work))
        theirs = seconds(lambda: [bare(document) for document in documents])
        pairs.append((ours, theirs))
        spent.append(steps(work))
    own, other = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    ratios = sorted(ours / theirs for ours, theirs in pairs[1:])
    print(f"{len(PRINTED)} printed formats / bare layouts of {len(LAYOUTS)}: {own / other:.2f}")
    print(f"(medians of {rounds} rounds: {own:.2f} s and {other:.2f} s;", end=" ")
    print(f"single rounds {ratios[0]:.2f} to {ratios[-1]:.2f})")
    whole = statistics.median(sum(each.values()) for each in spent[1:])
    for step in spent[-1]:
        share = statistics.median(each[step] for each in spent[1:]) / whole
        print(f"  {step}: {share:.1%}")


if __name__ == "__main__":
    main()
