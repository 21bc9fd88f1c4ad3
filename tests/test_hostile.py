"""Hostile projects: each is refused at its place or made harmless, with nothing lost or leaked.

Every attack is built in a process of its own with 30 seconds, 1 GiB and an audit hook (see
:mod:`hostile_runner`). What it must come to stands in ``tests/cases/hostile.txt``, a line for each:
its name and either "made" or the errors, the first three of many. ``--refresh-golden`` writes that
file anew, to be read before it is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from finished import once
from hostile_cases import ATTACKS
from package_code import ROOT

EXPECTED = ROOT / "tests" / "cases" / "hostile.txt"
MEBIBYTES = 1024
_PROCESSES = 2
_SHOWN = 3

Verdicts = dict[str, dict[str, Any]]


def _judged(folder: Path) -> Verdicts:
    """The verdict on each attack, by its name; ``folder`` is for what the processes leave."""

    def run(first: int) -> str:
        runner = str(ROOT / "tests" / "hostile_runner.py")
        paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        done = subprocess.run(
            [sys.executable, "-P", runner, str(first), str(_PROCESSES)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(folder)},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    with ThreadPoolExecutor() as pool:
        lines = [line for told in pool.map(run, range(_PROCESSES)) for line in told.splitlines()]
    return {verdict["name"]: verdict for verdict in map(json.loads, lines)}


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    told: Verdicts = once(tmp_path_factory, "hostile", _judged)
    return told


def _summary(verdict: dict[str, Any]) -> str:
    """What became of an attack, in one line."""
    errors = [fault.encode("unicode_escape").decode() for fault in verdict["errors"]]
    left = len(errors) - _SHOWN
    told = [*errors[:_SHOWN], *([f"{left} more"] if left > 0 else [])]
    return "; ".join([*told, *(["made"] if verdict["made"] else [])])


def _expected() -> dict[str, str]:
    lines = EXPECTED.read_text("utf-8").splitlines()
    return dict(line.split(" => ", 1) for line in lines)


@pytest.mark.parametrize("name", [attack.name for attack in ATTACKS])
def test_no_attack_does_harm(name: str, verdicts: Verdicts, request: pytest.FixtureRequest) -> None:
    verdict = verdicts[name]
    assert not verdict["crash"], verdict["crash"]
    assert not verdict["harm"]
    assert verdict["mebibytes"] <= MEBIBYTES
    assert verdict["errors"] or verdict["made"], "neither refused nor made"
    if not request.config.getoption("--refresh-golden"):
        assert _summary(verdict) == _expected()[name], verdict["messages"][:_SHOWN]


def test_what_each_attack_comes_to_is_written_down(
    verdicts: Verdicts, request: pytest.FixtureRequest
) -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(names) == len(set(names))
    if request.config.getoption("--refresh-golden"):
        lines = (f"{name} => {_summary(verdicts[name])}\n" for name in names)
        EXPECTED.write_text("".join(lines), "utf-8")
    assert list(_expected()) == names
