"""Whatever goes wrong with a build, it goes wrong for what it concerns, and nothing is torn."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Shop
from deeds import DEEDS
from package_code import ROOT
from processes import children, in_session, wait_until

from bindery import build as building
from bindery import crew
from bindery.making import Answer
from bindery.plan import Job

pytestmark = pytest.mark.filterwarnings("default:This process:DeprecationWarning")

TESTS = Path(__file__).parent
KILLS = 50
GONE_SECONDS = 5


def _program(folder: Path, *words: object, **options: Any) -> "subprocess.Popen[str]":
    """A program of these tests, whose temporary files lie in ``folder``."""
    temporary = folder / "temporary"
    temporary.mkdir()
    path = os.pathsep.join((str(ROOT), str(TESTS)))
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary)},
        **options,
    )


# ---- saboteurs


def _sabotage(job: Job) -> tuple[Answer, ...]:
    """Answer at once, unless the guide is named after a deed."""
    if job.guide.name in DEEDS:
        DEEDS[job.guide.name]()
    return tuple(Answer(str(edition).encode(), (), 8) for edition in job.editions)


SABOTEURS = {
    "killed": {"the process that made it was killed (SIGKILL)"},
    "asleep": {"making it took longer than 4 seconds"},
    "greedy": {"making it needed more memory than the 300 MiB it may have"},
    "looping": {
        "making it took more than 1 second of processor time",
        "making it took longer than 4 seconds",  # on a busy computer
    },
    "crashing": {"the process that made it crashed (SIGSEGV)"},
    "faulty": {"the program has a fault: ValueError: cannot do it"},
}


def test_six_saboteurs_among_sixty_editions_are_named_and_the_others_made(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "make", _sabotage)
    monkeypatch.setattr(crew, "_can_fork", lambda: True)  # no library is used that has threads
    before = children()
    settings = (shop.source / "handout.toml").read_text()
    limits = "[limits]\nseconds = 4\nprocessor-seconds = 1\nmemory-mib = 300\n"
    shop.write("source/handout.toml", settings + limits)
    for name in SABOTEURS:
        shop.guide(name=name, formats='["leaflet"]')
    for number in range(27):
        shop.guide(name=f"guide-{number}", formats='["leaflet", "web"]')
    outcome = shop.build(workers=2)
    assert children() <= before
    assert outcome.failed
    assert {edition.guide for edition in outcome.refused} == set(SABOTEURS)
    assert len(outcome.artifacts) == 54
    assert not {artifact.edition.guide for artifact in outcome.artifacts} & set(SABOTEURS)
    assert {artifact.path for artifact in outcome.artifacts} <= shop.made().keys()
    told = {
        fault.message.partition(" ")[0]: fault.message.partition(" was not made: ")[2]
        for fault in outcome.diagnostics
        if fault.rule == "worker-died"
    }
    assert told.keys() == SABOTEURS.keys()
    assert all(told[name] in reasons for name, reasons in SABOTEURS.items())


# ---- the parent is ended

STAYS_AT_WORK = """
import os, time
import handout
from bindery import build

def make(job):
    os.write(1, b"at work\\n")  # in one piece: two write at once
    time.sleep(3600)

build.make = make
handout.main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_a_build_is_ended_nothing_of_it_goes_on(
    shop: Shop, tmp_path: Path, number: signal.Signals
) -> None:
    for name in ("one", "two", "three"):
        shop.guide(name=name, formats='["leaflet"]')
    words = ("build", "--jobs", "2", "--today", TODAY, "--source", shop.source, "--out", shop.out)
    with _program(tmp_path, "-c", STAYS_AT_WORK, *words, start_new_session=True) as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["at work\n"] * 2
        process.send_signal(number)
        process.wait(30)
        assert wait_until(lambda: not in_session(process.pid), GONE_SECONDS)
        assert process.stderr
        said = process.stderr.read()
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
        assert not said
    else:
        assert process.returncode == 128 + number
        assert said == "\nStopped. Every file in the out folder is whole: old or new.\n"
        assert not list((tmp_path / "temporary").iterdir())


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder that no disk has to keep up with, where the system has one."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own in it)
    folder = memory if os.access(memory, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield Path(name)


@pytest.mark.parametrize("part", [1, 2])
def test_a_build_that_is_killed_at_any_moment_tears_nothing(
    shop: Shop, in_memory: Path, part: int
) -> None:
    seed = random.randrange(1_000_000)  # noqa: S311 (moments, not secrets)
    (in_memory / "handout.toml").write_bytes((shop.source / "handout.toml").read_bytes())
    with _program(in_memory, TESTS / "disturbed.py", in_memory, seed, KILLS) as process:
        problems, said = process.communicate()
    assert (problems, said, process.returncode) == ("", "", 0), f"seed {seed}, part {part}"


# ---- the disk


def test_a_disk_that_is_full_costs_nothing_that_was_there(shop: Shop, tmp_path: Path) -> None:
    with _program(tmp_path, TESTS / "full_disk.py", shop.root) as process:
        told, said = process.communicate()
    assert not said
    report = json.loads(told)
    small, large, again = report["builds"]
    for build in (small, again):
        assert build["made"] == [f"guide-{n}.en-GB.leaflet.pdf" for n in range(6)]
        assert not build["failed"]
        assert set(build["sizes"].values()) == {1_000}
    assert large["failed"]
    assert large["refused"]
    assert sorted(large["made"] + large["refused"]) == small["made"]
    assert large["rules"] == ["not-written"]
    assert large["said"] == [report["reason"]]
    for name, size in large["sizes"].items():
        assert size == (1_000 if name in large["refused"] else 300_000)
    assert all(build["sizes"].keys() == set(small["made"]) for build in report["builds"])
    assert all(build["true"] for build in report["builds"])


# ---- two at once


def test_two_builds_at_once_in_one_folder_leave_one_whole_set(shop: Shop, tmp_path: Path) -> None:
    for number in range(4):
        shop.guide(name=f"guide-{number}", formats='["web"]')
    words = ("build", "--jobs", "1", "--today", TODAY, "--source", shop.source, "--out", shop.out)
    processes = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        processes.append(_program(tmp_path / name, ROOT / "handout.py", *words))
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert [status for _, status in ends] == [0, 0], ends
    together = shop.made()
    for path in shop.out.iterdir():
        path.unlink()
    shop.build()
    assert together == shop.made()
