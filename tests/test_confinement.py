"""What a worker cannot do, because the kernel refuses it; and what it still can."""

import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from package_code import ROOT
from pdf_sample import png

from bindery import build as building
from bindery import confinement, crew
from bindery.confinement import confine, die_with_parent, landlock_version
from bindery.crew import Terms, run
from bindery.formats import FORMATS
from bindery.guide import Press
from bindery.making import Answer, make
from bindery.order import Order
from bindery.plan import Job, jobs_for
from bindery.project import read
from bindery.warming import terms_for

pytestmark = pytest.mark.filterwarnings("default:This process:DeprecationWarning")

VERSION = landlock_version()
FILES, TCP, OTHERS = 1, 4, 6  # the versions of Landlock since which each can be refused
DONE, REFUSED = "done", "refused"


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers begin as copies of this process: no library is used that had threads in it."""
    monkeypatch.setattr(crew, "_can_fork", lambda: True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that may be read, beside one that may not, and a server on this computer."""
    for name in ("open", "secret"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    (tmp_path / "open" / "way-out").symlink_to(tmp_path / "secret" / "file")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        (tmp_path / "port").write_text(str(server.getsockname()[1]))
        yield tmp_path


def _deed(job: tuple[str, Path, int]) -> str:
    name, folder, port = job
    try:
        DEEDS[name](folder, port)
    except PermissionError:
        return REFUSED
    return DONE


def _connect(_folder: Path, port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), 5)):
        pass


def _listen(_folder: Path, _port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))):
        pass


def _keep(_folder: Path, _port: int) -> None:
    with tempfile.TemporaryDirectory() as own:
        (Path(own) / "one").write_text("kept")
        (Path(own) / "one").rename(Path(own) / "two")
        assert (Path(own) / "two").read_text() == "kept"


DEEDS: dict[str, Callable[[Path, int], Any]] = {
    "read what may be read": lambda folder, _: (folder / "open" / "file").read_text(),
    "list what may be read": lambda folder, _: list((folder / "open").iterdir()),
    "work in its own folder": _keep,
    "throw away": lambda *_: Path(os.devnull).write_text("nothing"),
    "read the system's libraries": lambda *_: list(Path("/usr/lib").iterdir()),
    "read outside": lambda folder, _: (folder / "secret" / "file").read_text(),
    "follow a link outside": lambda folder, _: (folder / "open" / "way-out").read_text(),
    "list outside": lambda folder, _: list((folder / "secret").iterdir()),
    "list everything": lambda *_: list(Path("/").iterdir()),
    "read who has an account": lambda *_: Path("/etc/passwd").read_text(),
    "read its environment": lambda *_: Path("/proc/self/environ").read_bytes(),
    "read its parent's environment": lambda *_: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    "write where it may read": lambda folder, _: (folder / "open" / "new").write_text("new"),
    "remove where it may read": lambda folder, _: (folder / "open" / "file").unlink(),
    "write outside": lambda folder, _: (folder / "secret" / "new").write_text("new"),
    "start a program": lambda *_: subprocess.run(["/bin/true"], check=True),
    "connect": _connect,
    "listen": _listen,
    "signal its parent": lambda *_: os.kill(os.getppid(), 0),
}
ALLOWED = tuple(DEEDS)[:5]
FORBIDDEN = {
    **dict.fromkeys(tuple(DEEDS)[5:-3], FILES),
    **dict.fromkeys(("connect", "listen"), TCP),
    "signal its parent": OTHERS,
}


def _done(folder: Path, readable: tuple[Path, ...] | None) -> dict[str, object]:
    """What becomes of each deed in a worker that may read so much."""
    port = int((folder / "port").read_text())
    jobs = [(name, folder, port) for name in DEEDS]
    return {jobs[i][0]: told for i, told in run(jobs, _deed, 1, terms=Terms(readable=readable))}


@pytest.mark.usefixtures("forks")
def test_a_confined_worker_can_do_its_work_and_nothing_else(folder: Path) -> None:
    since = {**dict.fromkeys(ALLOWED, VERSION + 1), **FORBIDDEN}
    told = _done(folder, (folder / "open",))
    # Where this kernel has not learned to refuse something yet, it is done.
    assert told == {name: REFUSED if since[name] <= VERSION else DONE for name in DEEDS}
    assert (folder / "open" / "file").exists() is (VERSION >= FILES)


@pytest.mark.usefixtures("forks")
def test_a_worker_that_is_not_confined_can_do_all_of_it(folder: Path) -> None:
    assert set(_done(folder, None).values()) == {DONE}


ASTRAY = ("read outside", "read who has an account", "read its parent's environment")


def _go_astray(job: Job) -> tuple[Answer, ...]:
    """Make files that say what became of deeds that are nobody's business who makes leaflets."""
    told = " ".join(_deed((name, job.equipment.folders[0], 0)) for name in ASTRAY)
    return tuple(Answer(told.encode(), (), 8) for _ in job.editions)


@pytest.mark.usefixtures("forks")
def test_the_workers_of_a_build_are_confined(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "make", _go_astray)
    shop.write("secret/file", "secret")
    shop.guide(formats='["web"]')
    shop.build(workers=1)
    told = shop.made()["a-guide.en-GB.web.html"].decode().split()
    assert told == [REFUSED if VERSION >= FILES else DONE] * len(ASTRAY)


@pytest.mark.usefixtures("forks")
def test_where_there_is_no_landlock_nothing_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "landlock_version", lambda: 0)
    assert confine([folder], [folder]) is False
    assert set(_done(folder, ()).values()) == {DONE}


def test_a_kernel_that_answers_no_call_has_no_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_CREATE_RULESET", 99_999)
    assert landlock_version() == 0
    monkeypatch.setattr(confinement, "landlock_version", lambda: VERSION)
    assert confine([], []) is False


def test_other_systems_are_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert landlock_version() == 0
    assert die_with_parent(os.getppid()) is False


def _confined_as(version: int) -> tuple[bool, str]:
    confinement.landlock_version = lambda: version
    own = Path(tempfile.gettempdir())
    confined = confine([], [own])
    (own / "file").write_text("kept")
    return confined, _deed(("read who has an account", own, 0))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
@pytest.mark.usefixtures("forks")
def test_older_kernels_are_asked_for_what_they_know(version: int) -> None:
    (answer,) = (told for _, told in run([version], _confined_as, 1, terms=Terms()))
    assert answer == (True, REFUSED)


def _orphan(_job: int) -> int:
    die_with_parent(os.getppid() + 1)
    return 0


@pytest.mark.usefixtures("forks")
def test_a_worker_whose_parent_has_gone_already_leaves() -> None:
    (answer,) = (str(told) for _, told in run([1], _orphan, 1, terms=Terms()))
    assert answer == "the process that made it ended by itself (exit status 1)"


def test_a_confined_worker_makes_the_same_files(shop: Shop) -> None:
    shop.write("source/a-guide/images/dot.png", png(1600, 1200))
    picture = (
        "# A guide\n\nSummary.\n\n## A section\n\n![A dot](images/dot.png)\n\n"
        + "Some more words. " * 60
    )
    formats = [format_.name for format_ in FORMATS]
    shop.guide(picture, formats=json.dumps(formats))
    shop.write("styles/base.css", (ROOT / "styles" / "base.css").read_text() + "/* own */")
    shop.write("press/own.icc", (ROOT / Press().profile).read_bytes())
    settings = (shop.source / "handout.toml").read_text()
    own_press = '[press]\nprofile = "press/own.icc"\ncondition = "FOGRA39"\n'
    shop.write("source/handout.toml", settings + own_press)
    project = read(shop.source, shop.today, formats)
    jobs = jobs_for(project, Order(shop.source, shop.out, shop.today))
    told = dict(run(jobs, make, 1, terms=terms_for(jobs)))
    for index, job in enumerate(jobs):
        here, there = make(job), told[index]
        assert isinstance(there, tuple)
        assert [answer.data for answer in there] == [answer.data for answer in here]
        assert all(answer.data for answer in here)
