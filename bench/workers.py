"""What hundreds of guides cost: time, cores and memory, beside the bare engine and other programs.

    python bench/workers.py [--guides 200] [--growth 500] [--peers 0] [--out FOLDER]
    python bench/workers.py --peers 10 --pandoc PATH --typst PYTHON

Guides are variations of the first one, each as leaflet and e-book. Prints a table in Markdown, and
with ``--out`` writes it there too, as ``workers.md`` and ``workers.json``:

- processor time of a whole ``handout build --jobs 1``, for each guide, over that of bare WeasyPrint
  (``render()`` and ``write_pdf()``, tagged as ours are) on the HTML of its leaflet, all in one warm
  process: of leaflets alone, and of leaflets and e-books;
- time on the clock of two workers over that of one;
- the most memory a worker has of its own, and with all that it shares with others and its parent
  (which has read all the guides); and what it holds after the last guide over what it held after
  the hundredth, or half of fewer than 200 (``--growth 0`` leaves this out; Linux alone tells it);
- with ``--peers``, time on the clock of a loop over so many guides of ``pandoc`` (PDF by the
  ``weasyprint`` command, and EPUB), and of pandoc and Typst (PDF alone), over ours for as many.
  PANDOC is the program (pypandoc_binary has one); PYTHON one that can import ``typst``.

Ratios of one run, because machines differ. Times on the clock mean little on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

from figures import Figure, surroundings, told
from synthetic import FIRST, ROOT, TODAY, project

from bindery import crew
from bindery.compose import compose
from bindery.formats import FORMATS, format_named
from bindery.making import make
from bindery.order import Order
from bindery.plan import Job, jobs_for
from bindery.project import read
from bindery.warming import terms_for

BOTH = ("leaflet", "ebook")
WARM = 2  # guides that bare WeasyPrint makes before its time is counted
SETTLED = 100  # guides after which a worker's memory should grow no more
MIB = 1024 * 1024

BARE = """
import sys, time
from weasyprint import HTML
warm, *names = sys.argv[1:]
for number, name in enumerate(names):
    if number == int(warm):
        start = time.process_time()
    HTML(filename=name).render().write_pdf(pdf_variant="pdf/ua-1")
print((time.process_time() - start) / (len(names) - int(warm)))
"""
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of the processors, its workers' included, and of the clock."""

    processor: float
    clock: float


def cost(*words: str | Path) -> Cost:
    """Run a command in the project's root, or end with what it had to say."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, cwd=ROOT, env=surroundings())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode())
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start)


def build(source: Path, workers: int, formats: Sequence[str] = BOTH) -> Cost:
    """``handout build`` from nothing."""
    asked = [word for name in formats for word in ("--format", name)]
    return cost(*_build(source), "--jobs", f"{workers}", *asked)


def _build(source: Path) -> tuple[str | Path, ...]:
    out = source.parent / "out"
    program = (sys.executable, "handout.py", "build", "--force", "--quiet", "--today", f"{TODAY}")
    return (*program, "--source", source, "--out", out)


def jobs_of(source: Path, formats: Sequence[str] = BOTH) -> list[Job]:
    """The jobs of the whole project."""
    guides = read(source, TODAY, [format_.name for format_ in FORMATS])
    return jobs_for(guides, Order(source, source.parent / "out", TODAY, formats=tuple(formats)))


# ---- the bare engine


def bare(source: Path, folder: Path) -> float:
    """Seconds of the processor that bare WeasyPrint needs for a leaflet, warm."""
    leaflets = [_page(job, folder) for job in jobs_of(source, ("leaflet",))]
    warm = f"{min(WARM, len(leaflets) - 1)}"
    words: list[str | Path] = [sys.executable, "-c", BARE, warm, *leaflets]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=surroundings())
    return float(done.stdout)


def _page(job: Job, folder: Path) -> Path:
    """A leaflet as a plain page with its styles in it, beside its pictures and fonts."""
    document = compose(job.guide, format_named("leaflet"), job.equipment, job.translations)
    for file in document.files.values():
        path = folder / job.guide.name / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    styles = "".join(f"<style>{sheet.css}</style>" for sheet in document.stylesheets)
    page = folder / job.guide.name / "leaflet.html"
    page.write_text(document.pages[0].html.replace("</head>", f"{styles}</head>"), "utf-8")
    return page


# ---- memory


def _weighed(job: Job) -> tuple[int, int, int]:
    """Make a guide; bytes that this process holds now, held at most, and shares with others."""
    if not all(answer.data for answer in make(job)):
        raise RuntimeError(f"{job.editions[0]} cannot be made")
    now, most = _kilobytes("status", "VmRSS", "VmHWM")
    shared = _kilobytes("smaps_rollup", "Shared_Clean", "Shared_Dirty")
    return now * 1024, most * 1024, sum(shared) * 1024


def _kilobytes(file: str, *names: str) -> list[int]:
    """What the system says of this process under ``names``."""
    lines = Path(f"/proc/self/{file}").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    return [int(told[name].split()[0]) for name in names]


def memory(source: Path) -> list[Figure]:
    """What one worker holds while it makes the whole project."""
    jobs = jobs_of(source)
    # A confined worker may not even read how much memory it has.
    terms = replace(terms_for(jobs), readable=None)
    told = [answer for _, answer in crew.run(jobs, _weighed, 1, terms=terms)]
    held = [answer for answer in told if isinstance(answer, tuple)]
    if len(held) < len(jobs):
        raise SystemExit("; ".join(str(answer) for answer in told if not isinstance(answer, tuple)))
    settled = min(SETTLED, len(held) // 2)
    first, last = held[settled - 1][0], held[-1][0]
    own = max(most - shared for _, most, shared in held)
    most = max(most for _, most, _ in held)
    return [
        Figure("the most memory a worker has of its own, in MiB", own / MIB, "<= 200"),
        Figure("the same with all that it shares, in MiB", most / MIB),
        Figure(f"its memory after guide {len(held)} / guide {settled}", last / first, "<= 1.05"),
    ]


# ---- other programs


def peers(source: Path, count: int, pandoc: Path, typst: Path | None) -> list[Figure]:
    """A loop over guides of other programs, beside our build of as many."""
    guides = sorted(path.parent for path in source.glob("*/en-GB.md"))[:count]
    names = [guide.name for guide in guides]
    asked = [word for name in BOTH for word in ("--format", name)]
    ours = cost(*_build(source), *asked, *names).clock
    engine = Path(sys.executable).with_name("weasyprint")
    theirs = sum(_with_weasyprint(guide, pandoc, engine) for guide in guides)
    found = [Figure("pandoc, PDF by weasyprint and EPUB / ours", theirs / ours, ">= 8")]
    if typst:
        seconds = sum(_with_typst(guide, pandoc, typst) for guide in guides)
        found.append(Figure("pandoc and Typst, PDF alone / ours", seconds / ours, ">= 1"))
    return found


def _with_weasyprint(guide: Path, pandoc: Path, engine: Path) -> float:
    convert = partial(cost, pandoc, guide / "en-GB.md", f"--resource-path={guide}")
    return sum(
        convert("--metadata=title:Guide", "-o", guide.parent.parent / f"their.{end}", *words).clock
        for end, words in (("pdf", (f"--pdf-engine={engine}",)), ("epub", ()))
    )


def _with_typst(guide: Path, pandoc: Path, typst: Path) -> float:
    text = guide / "their.typ"
    read_in = cost(pandoc, guide / "en-GB.md", "--standalone", "--to=typst", "-o", text)
    return read_in.clock + cost(typst, "-c", TYPST, text, text.with_suffix(".pdf")).clock


# ---- all of it


def work(source: Path, guides: int, folder: Path) -> list[Figure]:
    """What the work costs, and what a second worker saves."""
    engine = bare(source, folder)
    alone = build(source, 1, ("leaflet",)).processor / guides
    one, two = build(source, 1), build(source, 2)
    return [
        Figure("leaflets / bare WeasyPrint, processor", alone / engine, "<= 1.15"),
        Figure("leaflets and e-books / the same", one.processor / guides / engine, ""),
        Figure("two workers / one, clock", two.clock / one.clock, "<= 0.58"),
        Figure("bare WeasyPrint for a leaflet, seconds", engine, ""),
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """How much to measure: numbers of guides, and the programs to stand beside."""

    guides: int = 200
    growth: int = 500
    peers: int = 0
    pandoc: Path = Path("pandoc")
    typst: Path | None = None


def figures(asked: Asked) -> list[Figure]:
    """All that is measured here."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.guides:
            source = project(folder / "work", asked.guides, of=(FIRST,))
            found += work(source, asked.guides, folder / "bare")
        if asked.growth:
            found += memory(project(folder / "growth", asked.growth, of=(FIRST,)))
        if asked.peers:
            source = project(folder / "peers", asked.peers, of=(FIRST,))
            found += peers(source, asked.peers, asked.pandoc, asked.typst)
    return found


def add_options(parser: argparse.ArgumentParser) -> None:
    """Have a command ask for what :class:`Asked` holds."""
    usual = Asked()
    parser.add_argument("--guides", type=int, default=usual.guides)
    parser.add_argument("--growth", type=int, default=usual.growth, help="0, or 2 guides at least")
    parser.add_argument("--peers", type=int, default=usual.peers)
    parser.add_argument("--pandoc", type=Path, default=usual.pandoc)
    parser.add_argument("--typst", type=Path)


def asked_by(options: argparse.Namespace) -> Asked:
    """What :func:`add_options` was answered."""
    return Asked(**{each.name: getattr(options, each.name) for each in fields(Asked)})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add_options(parser)
    parser.add_argument("--out", type=Path, help="folder for workers.md and workers.json")
    options = parser.parse_args()
    told(figures(asked_by(options)), options.out, "workers")


if __name__ == "__main__":
    main()
