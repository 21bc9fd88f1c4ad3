"""Builds hostile projects, each in a process of its own that is watched and held to limits.

The parent loads everything and builds one good guide. Then it forks for every attack, so that
none of them pays for the engines again and none of them meets what another has left behind.
The child has 30 seconds and 1 GiB; an audit hook notes each socket, each program it starts and
each file it opens outside of the project. Run as a program it reads pickled attacks from its
standard input and writes one line of JSON for each.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import finished_text
from conftest import HANDOUT, INCOMPLETE, Shop, brief
from hostile_cases import ATTACKS
from hostile_project import Attack
from package_code import ROOT

from bindery.diagnostics import Failure, Severity

SECONDS = 30
MEMORY = 1024**3
# What a build loads when it needs it. Nothing is built here: a library that has started threads
# of its own does not answer in a process that was forked afterwards.
LOADED = (
    *(f"bindery.formats.{name}" for name in ("pdf.engine", "epub", "web_page", "press_file")),
    *(f"bindery.checks.{name}" for name in ("conformance", "epub_structure", "web_page", "press")),
    *(f"bindery.checks.{name}" for name in ("certified", "page_budget", "pdf_text")),
    *(f"bindery.rasters.{name}" for name in ("pictures", "inks", "pages")),
    *("bindery.phone", "page"),
)
_SHARES_KERNEL_FILES = "/proc/self"
# Where the equipment of the program and Python's own files lie.
_READABLE = tuple(
    os.path.realpath(path)
    for path in {
        *(str(ROOT / name) for name in ("bindery", "templates", "styles")),
        *sysconfig.get_paths().values(),
        *sys.path,
        sys.base_prefix,
        "/etc/ld.so.cache",  # where the engines' libraries are, by whose versions files are known
    }
    if Path(path).is_absolute()
)
_READ_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})
_WRITE_EVENTS = frozenset(
    f"os.{name}" for name in ("mkdir", "rename", "remove", "rmdir", "link", "symlink", "truncate")
)
_FORBIDDEN = ("socket.", "subprocess.", "urllib.", "ftplib.", "smtplib.", "http.", "webbrowser.")
_FORBIDDEN_TOO = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(slots=True)
class Verdict:
    """What became of one attack."""

    name: str
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    harm: list[str] = field(default_factory=list)
    crash: str = ""
    seconds: float = 0.0
    mebibytes: int = 0


# ---- the child


class Watch:
    """Notes what Python is asked to open, to start and to connect to; it cannot be taken off."""

    def __init__(self, readable: Sequence[str], writable: Sequence[str]) -> None:
        self.readable, self.writable = (*readable, *writable), tuple(writable)
        self.seen: list[str] = []
        self._busy = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            self.seen += self._harm(event, arguments)
        finally:
            self._busy = False

    def _harm(self, event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
        if event.startswith(_FORBIDDEN) or event in _FORBIDDEN_TOO:
            yield f"{event} {arguments!r}"[:200]
        elif event in _READ_EVENTS or event in _WRITE_EVENTS:
            writes = event in _WRITE_EVENTS
            if event == "open":
                _, mode, flags = arguments
                writes = bool((flags or 0) & _WRITES) or (mode or "r")[:1] in {"w", "a", "x"}
            for path in _paths(event, arguments):
                if not _inside(path, self.writable if writes else self.readable):
                    yield f"{event} {path}"


def _paths(event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
    """The real paths that an event is about; a number is a file that is open already."""
    folder = ""
    if event in _WRITE_EVENTS and isinstance(arguments[-1], int) and arguments[-1] >= 0:
        folder = str(Path(f"/proc/self/fd/{arguments[-1]}").readlink())
    for path in arguments[: 2 if event in {"os.rename", "os.link"} else 1]:
        if isinstance(path, (str, bytes, os.PathLike)):
            yield os.path.realpath(Path(folder, os.fsdecode(path)))


def _inside(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def judge(attack: Attack, folder: Path) -> Verdict:
    """Build the project of ``attack`` in ``folder`` and say what came of it."""
    verdict = Verdict(attack.name)
    shop = Shop(folder / "project")
    shop.write("source/handout.toml", HANDOUT.replace("[publisher]", INCOMPLETE + "[publisher]"))
    shop.guide()
    attack.put(shop.root)
    own = folder / "own"
    own.mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(own)
    watch = Watch(_READABLE, (str(shop.root), str(own)))
    sys.addaudithook(watch)
    try:
        outcome = shop.build(formats=attack.formats)
        diagnostics = outcome.diagnostics
        verdict.made = [artifact.path for artifact in outcome.artifacts]
    except Failure as failure:
        diagnostics = failure.diagnostics
    for found in sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key):
        told = verdict.errors if found.severity is Severity.ERROR else verdict.notes
        told.append(brief(found))
        verdict.messages.append(f"{brief(found)}: {found.message}")
    verdict.harm += watch.seen
    verdict.harm += finished_text.harm(shop, verdict.made)
    return verdict


def _in_child(attack: Attack, folder: Path, answer: int) -> None:
    """Judge ``attack`` and write the verdict to the pipe ``answer``; never returns."""
    try:
        os.setpgid(0, 0)
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nobody outlives a test
        used = int(Path(_SHARES_KERNEL_FILES, "statm").read_text().split()[0]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            verdict = judge(attack, folder)
        except BaseException:  # noqa: BLE001 - whatever it is, the report names it
            verdict = Verdict(attack.name, crash=traceback.format_exc())
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(json.dumps(asdict(verdict)).encode())
    finally:
        os._exit(0)


# ---- the parent


def watched(attack: Attack) -> Verdict:
    """The verdict on ``attack``, of a process of its own."""
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as name:
        start = time.monotonic()
        reading, answer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _in_child(attack, Path(name), answer)
        os.close(answer)
        told = _all_of(reading, start + SECONDS)
        if told is None:
            os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
        verdict = _verdict(attack, told, status)
        verdict.seconds = time.monotonic() - start
        verdict.mebibytes = used.ru_maxrss // 1024
        return verdict


def _verdict(attack: Attack, told: bytes | None, status: int) -> Verdict:
    if told is None:
        return Verdict(attack.name, crash=f"still at work after {SECONDS} seconds")
    if not told:
        return Verdict(attack.name, crash=f"ended by signal {os.WTERMSIG(status)}")
    return Verdict(**json.loads(told))


def _all_of(pipe: int, deadline: float) -> bytes | None:
    """Everything that is written to ``pipe``; None if its writer is not done in time."""
    told = b""
    with os.fdopen(pipe, "rb", buffering=0) as file:
        while select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = file.read(65536)
            if not part:
                return told
            told += part
    return None


def main() -> None:
    """Judge every n-th of the attacks, from the i-th on: the arguments are i and n."""
    for module in LOADED:
        importlib.import_module(module)
    gc.freeze()
    first, step = map(int, sys.argv[1:3])
    for attack in ATTACKS[first::step]:
        print(json.dumps(asdict(watched(attack))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
