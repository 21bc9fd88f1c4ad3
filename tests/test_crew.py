"""Parallel work: every piece of it answers, or is named as the one that did not."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest
from package_code import ROOT
from processes import alive, wait_until

from bindery import crew
from bindery.crew import WorkerDiedError, run

# Python warns of a fork beside other threads; those of a test runner hold nothing of ours.
pytestmark = pytest.mark.filterwarnings("default:This process:DeprecationWarning")

ORPHAN_SECONDS = 5


def _double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def _work(name: str) -> str:
    """Answer in capitals; some names kill their worker, end it, interrupt it or are a bug."""
    if name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("exit"):
        os._exit(0)
    if name.startswith("interrupt"):
        os.kill(os.getpid(), signal.SIGINT)
    if name.startswith("bug"):
        problem = ValueError(f"cannot do {name}")
        problem.add_note(f"while doing {name}")
        raise problem
    return name.upper()


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _answers(jobs: list[str], workers: int) -> dict[str, str]:
    """What each job answered, or why it did not; each job once."""
    told = [(jobs[index], str(answer)) for index, answer in run(jobs, _work, workers)]
    assert len(told) == len(dict(told)) == len(jobs)
    return dict(told)


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_every_job_answers_once_under_its_own_number(workers: int) -> None:
    jobs = list(range(7))
    answers = dict(run(jobs, _double, workers))
    assert not any(isinstance(answer, WorkerDiedError) for answer in answers.values())
    doubled = {i: answer[0] for i, answer in answers.items() if isinstance(answer, tuple)}
    assert doubled == {number: 2 * number for number in jobs}


def test_no_jobs_are_no_work() -> None:
    assert list(run([], _double, 2)) == []


@pytest.mark.parametrize(("workers", "apart"), [(0, False), (1, False), (2, True)])
def test_fewer_than_two_workers_are_this_process(workers: int, *, apart: bool) -> None:
    answers = [answer for _, answer in run([1, 2, 3], _double, workers)]
    pids = {answer[1] for answer in answers if isinstance(answer, tuple)}
    assert (os.getpid() not in pids) is apart


def test_an_answer_is_told_as_soon_as_it_is_there() -> None:
    start = time.monotonic()
    with closing(run([5.0, 0.0], _sleep, 2)) as answers:
        index, _ = next(answers)
    assert index == 1
    assert time.monotonic() - start < 4, "and the other is not waited for once nobody asks"


@pytest.mark.parametrize("how", ["kill", "exit"])
def test_a_worker_that_dies_is_reported_by_name_and_the_others_answer(how: str) -> None:
    jobs = ["a", how, "b", "c", "d"]
    answers = _answers(jobs, 2)
    assert answers.pop(how) == "the process that made it was killed or crashed"
    assert answers == {"a": "A", "b": "B", "c": "C", "d": "D"}


def test_several_workers_that_die_are_all_reported() -> None:
    answers = _answers(["kill 1", "a", "kill 2", "kill 3", "b"], 2)
    died = {name for name, answer in answers.items() if "killed" in answer}
    assert died == {"kill 1", "kill 2", "kill 3"}
    assert (answers["a"], answers["b"]) == ("A", "B")


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    """A terminal sends it to all of them, and only one should say that it stopped."""
    assert _answers(["a", "interrupt"], 2) == {"a": "A", "interrupt": "INTERRUPT"}


@pytest.mark.parametrize("workers", [0, 2])
def test_a_bug_stays_an_exception_with_its_note(workers: int) -> None:
    with pytest.raises(ValueError, match="cannot do bug") as caught:
        _answers(["a", "bug", "b"], workers)
    assert caught.value.__notes__ == ["while doing bug"]


def test_whoever_stops_listening_leaves_no_worker_behind() -> None:
    answers = run([0.0, 0.0, 60.0, 60.0], _sleep, 2)
    pids = {answer for _, answer in (next(answers), next(answers)) if isinstance(answer, int)}
    assert alive(pids) == pids
    answers.close()
    assert alive(pids) == set()


PARENT = """
import os, time
from bindery import crew

def work(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

list(crew.run([1, 2, 3, 4], work, 2))
"""


def test_no_worker_outlives_a_parent_that_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout
        try:
            pids = {int(parent.stdout.readline()) for _ in range(2)}
            assert alive(pids) == pids
        finally:
            parent.kill()
        assert wait_until(lambda: not alive(pids), ORPHAN_SECONDS)


def test_where_processes_cannot_share_a_lock_all_is_done_in_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OSError("no /dev/shm")

    monkeypatch.setattr(crew._CONTEXT, "Lock", refuse)
    answers = [answer for _, answer in run([1, 2, 3], _double, 2)]
    assert answers == [(2, os.getpid()), (4, os.getpid()), (6, os.getpid())]
