"""What a person sees while a command works: findings, progress, and why it stopped.

Findings and progress go to the error stream, so that the output of a command can be piped. The
commands themselves are in ``handout.py``, what they can be told in :mod:`bindery.options`; these
three modules are the door to Click.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from .diagnostics import Diagnostic
    from .edition import Edition
    from .outcome import Progress

_CHANGES_SHOWN = 3
_SPECIAL = frozenset(" &()[]{}^=;!'+,`~%")  # what a shell of Windows takes for more than a letter


@contextmanager
def failures(report: str, source: Path) -> Iterator[None]:
    """Turn a Failure into its diagnostics and an exit status: the one place that does.

    It is 2 where the command asks for what does not exist, as for an option that there is not.
    """
    from .diagnostics import Failure, WrongUsage
    from .interruption import exit_status, stoppable

    try:
        with stoppable():
            yield
    except Failure as failure:
        show(failure.diagnostics, report, source)
        sys.exit(2 if isinstance(failure, WrongUsage) else 1)
    except KeyboardInterrupt as stop:
        click.echo("\nStopped. Every file in the out folder is whole: old or new.", err=True)
        sys.exit(exit_status(stop))


def show(
    diagnostics: Iterable[Diagnostic], style: str, source: Path, *, hints: bool = True
) -> None:
    """Write diagnostics to stderr, and for a person how many there were.

    Files are named from the folder that the command is given in, where the project lies in it:
    what an editor or a pull request opens is looked for from there.

    Without ``hints`` a person, who is making something, is only told that there are some.
    """
    from .diagnostics import Severity
    from .report import render, summary, wants_colour

    root, here = source.resolve().parent, Path.cwd()
    way = root.relative_to(here) if root.is_relative_to(here) else Path()
    found = tuple(_seen_from_here(each, way) for each in diagnostics)
    for_a_person = style in {"full", "concise"}
    kept = tuple(each for each in found if each.severity is not Severity.HINT)
    shown = found if hints or not for_a_person else kept
    base = here if way.parts else root

    def line_of(file: str, number: int) -> str | None:
        try:
            return (base / file).read_text("utf-8-sig").split("\n")[number - 1]
        except (OSError, UnicodeDecodeError, IndexError):
            return None

    colour = wants_colour(sys.stderr, os.environ)
    click.echo(render(shown, style, line_of, colour=colour), err=True, nl=False, color=True)
    if found and for_a_person:
        more = "" if shown == found else " (`handout check` shows the hints)"
        click.echo(summary(found) + more, err=True)


def _seen_from_here(finding: Diagnostic, way: Path) -> Diagnostic:
    """``finding`` with its file named by the ``way`` to the project and from there."""
    span = finding.span
    if span is None or not way.parts or Path(span.file).is_relative_to(way):
        return finding
    return replace(finding, span=replace(span, file=(way / span.file).as_posix()))


def teller(report: str) -> Callable[[str], None]:
    """What tells a person a sentence meanwhile; nothing is told beside a report for programs."""
    if report != "full":
        return lambda _: None
    return lambda sentence: click.echo(sentence, err=True)


def typed(path: Path) -> str:
    """``path`` as it is typed in the shell of this system, blanks and all."""
    words = str(path)
    if os.name != "nt":
        return shlex.quote(words)
    return f'"{words}"' if set(words) & _SPECIAL else words


def say_changed(names: tuple[str, ...]) -> None:
    """Say which files have changed: the first few, and how many more; nothing for none."""
    if names:
        more = len(names) - _CHANGES_SHOWN
        listed = ", ".join(names[:_CHANGES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        click.echo(f"\nChanged: {listed}", err=True)


@contextmanager
def progress(report: str) -> Iterator[Callable[[Progress], None]]:
    """Show each edition as it is done: a bar on a terminal, lines elsewhere.

    Nothing is shown beside a report that other programs read.
    """

    def line(step: Progress) -> None:
        if not step.fresh:
            done = "made" if step.artifact else "refused"
            click.echo(f"[{step.done}/{step.total}] {done} {step.edition}", err=True)

    began = time.monotonic()
    bar: ProgressBar[Edition] | None = None

    def advance(step: Progress) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(
                length=step.total,
                label="Making",
                show_pos=True,
                show_percent=True,
                item_show_func=lambda edition: str(edition) if edition else None,
                file=sys.stderr,
            )
        bar.label = f"Making, {_rate(step.done, time.monotonic() - began)}"
        bar.update(1, step.edition)

    if report != "full":
        yield lambda _: None
        return
    try:
        yield advance if sys.stderr.isatty() else line
    finally:
        # It has hidden the cursor.
        if bar is not None:
            bar.render_finish()


def _rate(count: int, seconds: float) -> str:
    """How fast things go, in whole numbers of a size that can be grasped."""
    each_second = count / max(seconds, 0.1)
    return f"{each_second:.0f} a second" if each_second >= 1 else f"{60 * each_second:.0f} a minute"
