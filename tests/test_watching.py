"""Watching a project: what is told of a change, and guides that are made again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from conftest import TEXT, Shop
from package_code import ROOT
from processes import wait_until

from bindery import watching
from bindery.diagnostics import Failure
from bindery.watching import changes

MADE = "a-guide.en-GB.web.html"
PATIENCE = 60  # seconds: far more than it takes, on a machine that does much else


def test_watching_has_begun_when_the_first_answer_comes(shop: Shop) -> None:
    shop.guide()
    (shop.root / "styles").mkdir()
    told = changes(shop.source)
    assert next(told) == ()
    shop.write("source/a-guide/en-GB.md", TEXT + "\nMore.\n")
    shop.write("styles/print.css", "")
    seen: set[str] = set()
    while len(seen) < len({"the text", "the style"}):
        seen |= set(next(told))
    assert seen == {"source/a-guide/en-GB.md", "styles/print.css"}


def test_a_folder_that_is_made_later_is_watched_too(shop: Shop) -> None:
    shop.guide()
    told = changes(shop.source)
    assert next(told) == ()
    shop.write("styles/themes/mine.css", ":root {}")
    assert next(told) == ("styles/themes/mine.css",)
    shop.write("styles/themes/mine.css", ":root { }")
    assert next(told) == ("styles/themes/mine.css",)


def test_what_a_program_keeps_for_a_moment_is_not_told(shop: Shop) -> None:
    shop.guide()
    told = changes(shop.source)
    next(told)
    shop.write("source/b-guide/.handout-1.part", "")
    shop.write("source/b-guide/en-GB.md", TEXT)
    assert set(next(told)) == {"source/b-guide/en-GB.md"}


def test_without_the_library_it_says_what_to_install(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "find_spec", lambda _: None)
    with pytest.raises(Failure) as failure:
        next(changes(shop.source))
    (fault,) = failure.value.diagnostics
    assert fault.rule == "no-watcher"
    assert "pip install watchfiles" in (fault.hint or "")


@contextmanager
def running(shop: Shop, *options: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """``handout watch`` at work in a shop, and what it says, line by line."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "handout", "watch", "--today", f"{shop.today}", *options]
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=shop.root,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        listener = Thread(target=said.extend, args=(process.stdout,))
        listener.start()
        try:
            yield process, said
        finally:
            process.kill()
            listener.join()


def _waits(said: list[str], times: int) -> bool:
    return sum(line.startswith("Waiting for a change") for line in said) == times


def test_a_saved_text_is_made_again_and_a_fault_does_not_end_it(shop: Shop) -> None:
    shop.guide(formats='["web"]')
    made = shop.out / MADE
    with running(shop) as (process, said):
        assert wait_until(lambda: _waits(said, 1), PATIENCE), said
        assert "Some words." in made.read_text()
        text = Path(shop.source / "a-guide/en-GB.md")
        text.write_text(TEXT.replace("Some words.", "<b>Words.</b>"))
        assert wait_until(lambda: _waits(said, 2), PATIENCE), said
        assert any("error[raw-html]" in line for line in said)
        assert "Some words." in made.read_text()
        text.write_text(TEXT.replace("Some words.", "Other words."))
        assert wait_until(lambda: _waits(said, 3), PATIENCE), said
        assert "Other words." in made.read_text()
        assert "Changed: source/a-guide/en-GB.md\n" in said
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 128 + signal.SIGINT


def test_what_was_asked_wrongly_ends_it(shop: Shop) -> None:
    shop.guide()
    with running(shop, "no-such-guide") as (process, said):
        assert process.wait(PATIENCE) == 2
        assert wait_until(lambda: any("error[unknown-guide]" in line for line in said), PATIENCE)
