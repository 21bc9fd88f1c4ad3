"""Parallel work: every job answers once, or is named with the reason why it did not."""

import errno
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import resource_tracker
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from deeds import DEEDS, MIB
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import alive, children

from bindery import crew, deaths, limits, worker
from bindery.crew import Limits, Terms, WorkerDiedError, run, run_on

# Python warns of a fork beside other threads; those of a test runner hold nothing of ours.
pytestmark = pytest.mark.filterwarnings("default:This process:DeprecationWarning")

SHORT = Limits(seconds=4, processor_seconds=1, memory=200 * MIB)
PLENTY = Limits(seconds=60, processor_seconds=60)


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test leaves a process or a temporary file behind."""
    before = children()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # The work here uses no library that an earlier test may have started threads of.
    monkeypatch.setattr(crew, "_can_fork", lambda: True)
    yield
    assert children() <= before
    assert not list(tmp_path.glob("handout-scratch-*"))


# ---- work


def _double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _work(name: str) -> str:
    """Answer in capitals, unless the name is that of a deed."""
    if name in DEEDS:
        DEEDS[name]()
    return name.upper()


def _unlike(kind: str) -> object:
    return threading.Lock() if kind == "answer that cannot be pickled" else kind


def _answers(jobs: list[str], workers: int, terms: Terms | None = None) -> dict[str, str]:
    """What each job answered, or why it did not; each job once."""
    told = [(jobs[index], str(answer)) for index, answer in run(jobs, _work, workers, terms=terms)]
    assert len(told) == len(dict(told)) == len(jobs)
    return dict(told)


# ---- answers


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
@pytest.mark.parametrize("terms", [None, Terms()])
def test_every_job_answers_once_under_its_own_number(workers: int, terms: Terms | None) -> None:
    jobs = list(range(7))
    answers = dict(run(jobs, _double, workers, terms=terms))
    doubled = {i: answer[0] for i, answer in answers.items() if isinstance(answer, tuple)}
    assert doubled == {number: 2 * number for number in jobs}


@pytest.mark.parametrize("workers", [0, 2])
def test_no_jobs_are_no_work(workers: int) -> None:
    assert list(run([], _double, workers)) == []


@pytest.mark.parametrize(
    ("workers", "terms", "apart"),
    [
        *((0, None, False), (1, None, False), (2, None, True)),
        *((0, Terms(), False), (1, Terms(), True), (2, Terms(), True)),
    ],
)
def test_terms_need_a_process_of_their_own(
    workers: int, terms: Terms | None, *, apart: bool
) -> None:
    answers = [answer for _, answer in run([1, 2, 3], _double, workers, terms=terms)]
    pids = {answer[1] for answer in answers if isinstance(answer, tuple)}
    assert (os.getpid() not in pids) is apart
    assert 1 <= len(pids) <= max(workers, 1)


def test_an_answer_is_told_as_soon_as_it_is_there() -> None:
    with closing(run([3600.0, 0.0], _sleep, 2)) as answers:
        index, _ = next(answers)
    assert index == 1, "and the other is not waited for once nobody asks"


def test_the_heaviest_is_begun_first_and_equals_stay_in_order() -> None:
    jobs = ["bb", "a", "cc", "dddd", "e"]
    told = [index for index, _ in run(jobs, _work, 1, weight=len, terms=Terms())]
    assert told == [3, 0, 2, 1, 4]


def test_where_only_spawn_is_safe_it_works_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_can_fork", lambda: False)
    answers = _answers(["a", "b", "c"], 1, Terms(prepare=_prepare))
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]  # spawn starts it
    assert answers == {"a": "A", "b": "B", "c": "C"}


CAN_FORK = crew._can_fork


def test_a_process_with_threads_is_not_copied() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        assert CAN_FORK() is False


# ---- what is loaded first

PREPARED: list[int] = []


def _prepare() -> None:
    PREPARED.append(os.getpid())


def _prepared_by(_job: int) -> list[int]:
    return PREPARED


def test_what_is_heavy_is_loaded_once_before_the_workers_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(globals(), "PREPARED", [])
    answers = [
        answer for _, answer in run([1, 2, 3], _prepared_by, 2, terms=Terms(prepare=_prepare))
    ]
    assert answers == [[os.getpid()]] * 3


# ---- saboteurs

REASONS = {
    "killed": "the process that made it was killed (SIGKILL)",
    "asleep": "making it took longer than 4 seconds",
    "greedy": "making it needed more memory than the 200 MiB it may have",
    "crashing": "the process that made it crashed (SIGSEGV)",
    "faulty": "the program has a fault: ValueError: cannot do it",
}
LOOPING = {"making it took more than 1 second of processor time", REASONS["asleep"]}


def test_six_saboteurs_among_sixty_are_named_and_the_others_answer() -> None:
    saboteurs = [*REASONS, "looping"]
    jobs = [f"job {number}" for number in range(54)]
    for place, name in enumerate(saboteurs):
        jobs.insert(place * 9 + 3, name)
    answers = _answers(jobs, 2, Terms(SHORT))
    assert answers.pop("looping") in LOOPING, "on a busy computer either may come first"
    assert {name: answers.pop(name) for name in REASONS} == REASONS
    assert answers == {f"job {n}": f"JOB {n}" for n in range(54)}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("terminated", "the process that made it was killed (SIGTERM)"),
        ("aborting", "the process that made it crashed (SIGABRT), perhaps for want of memory"),
        ("leaving", "the process that made it ended by itself (exit status 0)"),
        ("failing", "the process that made it ended by itself (exit status 3)"),
        ("exiting", "the program has a fault: SystemExit: 2"),
        ("mute", "the process that made it no longer answers"),
        ("wrapped", "making it needed more memory than the 200 MiB it may have"),
        ("looping", "making it took more than 1 second of processor time"),
        ("writing", "the program has a fault: OSError: [Errno 27] File too large"),
        ("interrupted", "INTERRUPTED"),
    ],
)
def test_each_end_has_its_own_words(name: str, reason: str) -> None:
    terms = Terms(Limits(60, 1, memory=200 * MIB, file_size=MIB))
    answers = _answers(["a", name, "b"], 1, terms)
    assert answers == {"a": "A", name: reason, "b": "B"}


@pytest.mark.parametrize("name", ["swallowing", "dying"])
def test_want_of_memory_that_nobody_heard_of_is_no_answer(name: str) -> None:
    answers = _answers([name, "a"], 1, Terms(SHORT))
    assert answers == {name: REASONS["greedy"], "a": "A"}


def test_the_system_s_own_killing_is_told_from_somebody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([7, 8])
    monkeypatch.setattr(deaths, "starved_so_far", lambda: next(counts))
    starved = "the computer ran out of memory, and the system killed the process that made it"
    assert _answers(["killed"], 1, Terms()) == {"killed": starved}


def test_the_system_counts_its_own_killings() -> None:
    counted = [line.split() for line in Path("/proc/vmstat").read_text().splitlines()]
    assert deaths.starved_so_far() >= int(dict(counted).get("oom_kill", "0")) - 1


@pytest.mark.parametrize(
    ("size", "words"),
    [(1024**3, "1 GiB"), (1536 * MIB, "1.5 GiB"), (200 * MIB, "200 MiB"), (7, "7 bytes")],
)
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert deaths.in_words(size) == words


def test_a_fault_in_a_crew_is_reported_with_its_traceback() -> None:
    answers = dict(run(["faulty", "a"], _work, 2))
    assert answers[1] == "A"
    assert isinstance(answers[0], WorkerDiedError)
    assert "in _fault" in answers[0].traceback
    assert answers[0].traceback.endswith("ValueError: cannot do it\nwhile trying\n")


def test_a_fault_in_this_process_stays_an_exception() -> None:
    with pytest.raises(ValueError, match="cannot do it") as caught:
        list(run(["a", "faulty"], _work, 0))
    assert caught.value.__notes__ == ["while trying"]


def test_an_answer_that_cannot_travel_is_a_fault_of_its_own_job() -> None:
    kind = "answer that cannot be pickled"
    answers = dict(run([kind, "a"], _unlike, 2))
    assert str(answers[0]).startswith("the program has a fault: TypeError: cannot pickle")
    assert answers[1] == "a"


class _Unreadable:
    """A job or an answer that is whole only where it was made."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _refuse, (os.getpid(),)


def _refuse(pid: int) -> str:
    if pid != os.getpid():
        raise LookupError("not here")
    return "here"


def _itself(_job: object) -> object:
    return _Unreadable()


@pytest.mark.parametrize(("job", "work"), [(_Unreadable(), _double), ("a", _itself)])
def test_what_cannot_be_read_at_the_other_end_is_a_fault(job: Any, work: Any) -> None:
    (answer,) = (answer for _, answer in run([job], work, 1, terms=Terms()))
    assert str(answer) == "the program has a fault: LookupError: not here"


# ---- workers that come and go


@settings(max_examples=8, deadline=None)
@given(
    deeds=st.lists(
        st.sampled_from(["fine", "killed", "leaving", "faulty", "crashing"]), max_size=9
    ),
    workers=st.integers(1, 3),
)
def test_whoever_dies_each_job_is_told_of_once(deeds: list[str], workers: int) -> None:
    told = list(run(deeds, _work, workers, terms=Terms()))
    assert sorted(index for index, _ in told) == list(range(len(deeds)))
    for index, answer in told:
        assert (answer == "FINE") is (deeds[index] == "fine")
        assert isinstance(answer, WorkerDiedError) is (deeds[index] != "fine")


def test_a_worker_that_dies_with_nothing_to_do_takes_no_job_with_it() -> None:
    with closing(run([0.0, 0.5], _sleep, 2)) as answers:
        _, idle = next(answers)
        assert isinstance(idle, int)
        os.kill(idle, signal.SIGKILL)
        (last,) = answers
    assert last[0] == 1
    assert last[1] != idle


def test_whoever_stops_listening_leaves_no_worker_behind() -> None:
    answers = run([0.0, 0.0, 3600.0, 3600.0], _sleep, 2)
    pids = {answer for _, answer in (next(answers), next(answers)) if isinstance(answer, int)}
    assert alive(pids) == pids
    answers.close()
    assert alive(pids) == set()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_has_done_enough_is_replaced_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(crew, "_MOST_JOBS", 3)
    told = dict(run(list(range(10)), _double, workers, terms=Terms()))
    answers = [told[number] for number in range(10)]
    pids = [answer[1] for answer in answers if isinstance(answer, tuple)]
    assert [answer[0] for answer in answers if isinstance(answer, tuple)] == list(range(0, 20, 2))
    assert max(pids.count(pid) for pid in pids) <= 3
    assert len(set(pids)) >= 4


def _leave(*_: object) -> None:
    os._exit(7)


def test_workers_that_cannot_start_are_not_started_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crew, "serve", _leave)
    answers = _answers(["a", "b", "c"], 2)
    assert set(answers.values()) == {"the process that made it ended by itself (exit status 7)"}


def test_a_worker_that_cannot_settle_in_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "impose", lambda _limits: DEEDS["faulty"]())
    assert _answers(["a", "b"], 1, Terms()) == dict.fromkeys("ab", REASONS["faulty"])


@pytest.mark.parametrize(("given_out", "answered"), [(0, False), (1, True)])
def test_where_the_system_has_no_more_processes_those_there_are_do_it(
    monkeypatch: pytest.MonkeyPatch, given_out: int, *, answered: bool
) -> None:
    context: Any = multiprocessing.get_context("fork")
    pipe, left = context.Pipe, [None] * given_out

    def sparing() -> Any:
        if not left:
            raise OSError(errno.EMFILE, "Too many open files")
        left.pop()
        return pipe()

    monkeypatch.setattr(context, "Pipe", sparing)
    answers = _answers(["a", "b", "c"], 2)
    refused = "no process could be started: Too many open files"
    assert answers == {name: name.upper() if answered else refused for name in "abc"}


def test_a_clock_that_jumps_kills_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(10_000))
    clock = SimpleNamespace(monotonic=lambda: next(hours) * 3600.0, sleep=time.sleep)
    monkeypatch.setattr(crew, "time", clock)
    answers = dict(run([0.6], _sleep, 1, terms=Terms(PLENTY)))
    assert isinstance(answers[0], int)


def test_a_worker_keeps_its_temporary_files_in_a_folder_that_goes_with_it() -> None:
    jobs = ["a", "b"]
    folders = {str(answer) for _, answer in run(jobs, _temporary, 2, terms=Terms())}
    assert not any(Path(folder).exists() for folder in folders)
    assert all(Path(folder).parent.name.startswith("handout-scratch-") for folder in folders)


def _temporary(name: str) -> str:
    path = Path(tempfile.mkdtemp(prefix=name)) / "file"
    path.write_text(name)
    return os.environ["TMPDIR"]


def test_memory_is_told_as_the_system_counts_it() -> None:
    assert limits.peak_memory() > MIB
    assert not limits.came_near(Limits(memory=1), 0, limits.peak_memory() * 2)
    assert worker.Terms().limits == Limits()


# ---- somebody else's executor


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_will_do(kind: Any) -> None:
    jobs = ["a", "faulty", "bbb", "cc"]
    with kind(2) as executor:
        answers = {i: str(answer) for i, answer in run_on(executor, jobs, _work, weight=len)}
    assert answers == {0: "A", 1: REASONS["faulty"], 2: "BBB", 3: "CC"}


class _Slow:
    """An executor that notes what it is given and does nothing yet."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.futures: list[Future[str]] = []

    def submit(self, _work: object, job: str) -> Future[str]:
        if job == "unwelcome":
            raise RuntimeError("cannot schedule new futures after shutdown")
        self.given.append(job)
        self.futures.append(Future())
        return self.futures[-1]


def test_the_heaviest_is_given_to_an_executor_first_and_the_rest_cancelled() -> None:
    executor: Any = _Slow()
    answers = run_on(executor, ["a", "ccc", "bb", "unwelcome"], _work, weight=len)
    refused = next(answers)
    assert refused[0] == 3
    assert str(refused[1]) == "nobody took it: cannot schedule new futures after shutdown"
    executor_done = threading.Timer(0.05, lambda: executor.futures[0].set_result("CCC"))
    executor_done.start()
    assert next(answers) == (1, "CCC")
    executor_done.join()
    answers.close()
    assert executor.given == ["ccc", "bb", "a"]
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_what_an_executor_cancels_or_loses_is_named() -> None:
    executor: Any = _Slow()
    answers = run_on(executor, ["a", "b"], _work)
    executor_done = threading.Timer(
        0.05,
        lambda: (
            [f.cancel() for f in executor.futures]
            and [f.set_running_or_notify_cancel() for f in executor.futures]
        ),
    )
    executor_done.start()
    cancelled = "it was cancelled, or whoever was to make it has gone"
    assert {index: str(answer) for index, answer in answers} == {0: cancelled, 1: cancelled}
    executor_done.join()


def test_a_pool_that_breaks_names_all_that_it_lost() -> None:
    jobs = ["killed", "a", "b"]
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as executor:
        answers = {i: str(answer) for i, answer in run_on(executor, jobs, _work)}
    assert set(answers) == {0, 1, 2}
    assert answers[0].startswith("the process that made it was killed or crashed: ")


def test_what_a_process_held_before_is_not_counted_against_it() -> None:
    """A worker that is forked from a parent with much in it may still need as much as another."""
    burden = bytearray(b"x" * (SHORT.memory + 50 * MIB))
    answers = _answers(["a", "greedy", "b"], 1, Terms(SHORT))
    assert answers == {"a": "A", "greedy": REASONS["greedy"], "b": "B"}
    assert burden
