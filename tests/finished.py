"""Finished files, made once for all tests: by the command, as a person would make them.

The guide of this repository and the sample that uses every block, in every format, twice:
in other folders, by other processes, in other surroundings. Validators judge all of them in
one run each.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import every_block
import pytest
from conftest import Shop
from epubcheck_runner import epubcheck
from locales import odd_locale
from package_code import ROOT
from validators import qpdf_complaints, verapdf

from bindery.formats import FORMATS

FIRST = "expressing-by-hand"
TODAY = "2026-11-24"
# What veraPDF calls the standards that it can judge.
_FLAVOURS = {"PDF/UA-1": "ua1", "PDF/A-2a": "2a"}
# What a build must not depend on.
_SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": odd_locale(), "NO_COLOR": "1"},
)

# The folded leaflet is for short texts: its own tests have one.
LONG_FORMATS = tuple(format_ for format_ in FORMATS if format_.name != "folded")


@dataclass(frozen=True, slots=True)
class Build:
    """One build: its ``out`` folder and what the command wrote."""

    out: Path
    status: int
    stdout: str
    stderr: str

    def manifest(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = json.loads((self.out / "manifest.json").read_bytes())[
            "artifacts"
        ]
        return entries


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What ``make`` gives for a new folder, as JSON; made once, however many workers ask."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = folder / "answer.json"
        if not answer.exists():
            folder.mkdir()
            answer.write_text(json.dumps(make(folder)), "utf-8")
        return json.loads(answer.read_text("utf-8"))


def stock(root: Path) -> None:
    """A project with both guides."""
    shutil.copytree(ROOT / "source", root / "source")
    shop = Shop(root)
    every_block.write(shop)
    settings = root / "source" / every_block.NAME / "guide.toml"
    formats = json.dumps([format_.name for format_ in LONG_FORMATS])
    settings.write_text(f"formats = {formats}\n{settings.read_text('utf-8')}", "utf-8")


def _begin(root: Path, jobs: int, surroundings: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, str(ROOT / "handout.py"), "build", "--jobs", str(jobs)),
            *("--source", str(root / "source"), "--out", str(root / "out"), "--today", TODAY),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(root), **surroundings},
    )


def build_twice(folder: Path, stock: Callable[[Path], None]) -> list[dict[str, Any]]:
    """Build what ``stock`` puts into a project twice, side by side: each a :class:`Build`."""
    roots = folder / "one", folder / "two" / "a longer way down"
    for root in roots:
        stock(root)
    builds = [
        _begin(root, jobs, surroundings)
        for root, jobs, surroundings in zip(roots, (0, 2), _SURROUNDINGS, strict=True)
    ]
    told = []
    for root, process in zip(roots, builds, strict=True):
        stdout, stderr = process.communicate(timeout=600)
        told.append(asdict(Build(root / "out", process.returncode, stdout, stderr)))
    return [{**build, "out": str(build["out"])} for build in told]


def _judge_pdfs(files: list[Path]) -> dict[str, list[str]]:
    """What qpdf has against each file, and veraPDF by each standard that it ought to meet."""
    aims = {format_.name: format_.claims for format_ in FORMATS}
    complaints = {}
    for file, verdicts in verapdf(files).items():
        standards = aims[file.name.split(".")[-2]]
        flavours = {_FLAVOURS[standard] for standard in standards if standard in _FLAVOURS}
        judged = [verdict for verdict in verdicts if verdict.flavour in flavours]
        complaints[file.name] = [
            *(f"{each.flavour}: {rule}" for each in judged for rule in each.broken),
            *(f"{each.flavour}: not looked at" for each in judged if not each.passed),
            *(["not judged"] if {each.flavour for each in judged} != flavours else []),
            *filter(None, [qpdf_complaints(file)]),
        ]
    return complaints


def _judge_books(files: list[Path]) -> dict[str, list[str]]:
    """What EPUBCheck has to say of each file."""
    return {
        file.name: [f"{each.severity} {each.rule} {each.place} {each.message}" for each in found]
        for file, found in epubcheck(files).items()
    }


def judge(out: Path) -> dict[str, list[str]]:
    """What all validators have against each finished file, side by side."""
    with ThreadPoolExecutor() as threads:
        pdfs = threads.submit(_judge_pdfs, sorted(out.glob("*.pdf")))
        books = threads.submit(_judge_books, sorted(out.glob("*.epub")))
        return {**pdfs.result(), **books.result()}


def both(told: list[dict[str, Any]]) -> tuple[Build, Build]:
    """What :func:`build_twice` told, when it comes back from JSON."""
    first, second = (Build(**{**build, "out": Path(build["out"])}) for build in told)
    return first, second


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """The two builds."""
    return both(once(tmp_path_factory, "finished", lambda folder: build_twice(folder, stock)))


@pytest.fixture(scope="session")
def out(builds: tuple[Build, Build]) -> Path:
    """The folder of finished files of the first build."""
    return builds[0].out


@pytest.fixture(scope="session")
def complaints(out: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the validators have against each finished file, by its name; empty if nothing."""
    judged: dict[str, list[str]] = once(tmp_path_factory, "judged", lambda _: judge(out))
    return judged
