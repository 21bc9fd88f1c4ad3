"""Other computers at work: a real scheduler and two real workers, each a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from package_code import ROOT

from bindery import cluster
from bindery.cluster import connect
from bindery.crew import run_on
from bindery.diagnostics import Failure
from bindery.formats import FORMATS
from bindery.guide import Press
from bindery.order import Order
from bindery.plan import Job, jobs_for
from bindery.project import read
from bindery.travel import make_parcel, packed

SCHEDULER = ("distributed.cli.dask_scheduler", "--port", "0")
WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60")
HERE = ("--host", "127.0.0.1", "--no-dashboard")


@dataclass(frozen=True)
class Cluster:
    """Its address, and the process that answers there."""

    address: str
    scheduler: "subprocess.Popen[str]"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers, who know nothing of the folder that the tests run in."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as processes:
        scheduler = _begin(folder, SCHEDULER, processes)
        assert scheduler.stderr
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        for _ in range(2):
            _begin(folder, (*WORKER, address), processes)
        while len(_workers(address)) < 2:
            time.sleep(0.1)
        yield Cluster(address, scheduler)


def _begin(folder: Path, words: tuple[str, ...], processes: ExitStack) -> "subprocess.Popen[str]":
    """Start one of Dask's programs in ``folder``; killed when the tests are over."""
    settings = {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        # A job that kills its worker is not tried on the other.
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
        "TMPDIR": str(folder),
    }
    process = processes.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", *words, *HERE],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd=folder,
            env={**os.environ, **settings},
        )
    )
    processes.callback(process.kill)
    return process


def _workers(address: str) -> dict[str, object]:
    """Who works for a cluster now."""
    try:
        with connect(address) as executor:
            inner: Any = executor
            return dict(inner._inner._client.nthreads())
    except Failure:
        return {}


def _jobs(shop: Shop) -> list[Job]:
    names = [format_.name for format_ in FORMATS]
    project = read(shop.source, shop.today, names)
    return jobs_for(project, Order(shop.source, shop.out, shop.today))


def _work(name: str) -> str:
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "faulty":
        raise ValueError("cannot do it")
    if name == "asleep":
        time.sleep(3600)
    return name.upper()


def _own_project(shop: Shop) -> None:
    """Two guides, with a template, a style sheet and a press of the project's own."""
    own = (ROOT / "templates" / "parts" / "contact.html").read_text()
    shop.write("templates/parts/contact.html", own + "<p>Our own words.</p>")
    shop.write("styles/print.css", (ROOT / "styles" / "print.css").read_text() + "p{color:#333}")
    shop.write("press/own.icc", (ROOT / Press().profile).read_bytes())
    settings = (shop.source / "handout.toml").read_text()
    press = '[press]\nprofile = "press/own.icc"\ncondition = "FOGRA39"\n'
    shop.write("source/handout.toml", settings + press)
    shop.contact()
    words = "Some more words. " * 60
    text = f"# A guide\n\nSummary.\n\n## A section\n\n{words}\n\n::: contact helpline\n:::\n"
    for name, formats in (("one", '["press"]'), ("two", '["leaflet", "ebook"]')):
        shop.guide(text.replace("A guide", f"Guide {name}"), name, formats=formats)


def test_a_cluster_makes_the_same_files_without_the_project_s_folder(
    two: Cluster, shop: Shop
) -> None:
    _own_project(shop)
    assert len(shop.build().artifacts) == 3
    here = shop.made()
    outcome = shop.build(cluster=two.address, force=True)
    assert len(outcome.artifacts) == 3
    assert not outcome.fresh
    assert shop.made() == here
    jobs = _jobs(shop)
    parcels = packed(jobs)
    shutil.rmtree(shop.root)
    with connect(two.address) as executor, closing(run_on(executor, parcels, make_parcel)) as told:
        for index, answers in told:
            assert isinstance(answers, tuple)
            names = [edition.file_name for edition in jobs[index].editions]
            assert [answer.data for answer in answers] == [here[name] for name in names]


def test_what_a_cluster_cannot_do_is_named_and_so_is_what_it_loses(two: Cluster) -> None:
    """One worker is lost here, and then the rest: no test can follow."""
    with connect(two.address) as executor:
        faulty = "the program has a fault: ValueError: cannot do it"
        assert _told(executor, ["a", "faulty", "b"]) == ["A", faulty, "B"]
        killed = "the process that made it was killed or crashed"
        assert _told(executor, ["killed"]) == [killed]
        assert _told(executor, ["c", "d"]) == ["C", "D"], "by the worker that is left"
        answers = run_on(executor, ["asleep", "asleep", "a"], _work, weight=len)
        two.scheduler.kill()
        gone = "it was cancelled, or whoever was to make it has gone"
        assert {index: str(answer) for index, answer in answers} == dict.fromkeys(range(3), gone)


def _told(executor: Executor, jobs: list[str]) -> list[str]:
    """What each job answered, or why it did not, in order."""
    told = {index: str(answer) for index, answer in run_on(executor, jobs, _work)}
    return [told[index] for index in range(len(jobs))]


def _rule(caught: pytest.ExceptionInfo[Failure]) -> str:
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.rule


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://", "127.0.0.1:port"])
def test_a_cluster_that_does_not_answer_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", "200ms")
    with pytest.raises(Failure, match="no cluster answers at") as caught, connect(address):
        pass
    assert _rule(caught) == "cluster-unreachable"


def test_without_dask_there_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Failure, match="not installed") as caught, connect("tcp://127.0.0.1:9"):
        pass
    assert _rule(caught) == "cluster-missing"


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        ({}, "cluster-unreachable"),
        ({"tcp://a": "same", "tcp://b": "other"}, "cluster-unlike"),
        ({"tcp://a": ModuleNotFoundError("bindery")}, "cluster-unlike"),
    ],
)
def test_computers_that_would_make_other_files_are_refused(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, object], rule: str
) -> None:
    monkeypatch.setattr(cluster, "engines", lambda: "same")
    with pytest.raises(Failure) as caught:
        cluster._insist_on_likeness(found, "tcp://c")
    assert _rule(caught) == rule
