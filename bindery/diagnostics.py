"""What the reader of an error needs: rule, place, sentence, and what to do.

One type serves settings, Markdown, templates, styles, PDF and EPUB alike. Faults are
collected as values; :class:`Failure` is raised only where a stage has nothing to return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops its guide, a warning and a hint do not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source file.

    ``file`` is relative to the project's root, with forward slashes. ``line`` and
    ``column`` count from 1 (columns in characters). ``column`` is None where it is not
    certain: no caret is better than a wrong one. ``length`` is in characters.
    """

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 1

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``message`` is one lower-case sentence with the offending text in backticks and no
    full stop; ``hint`` says what to do. Every ``rule`` has a manual page in
    ``bindery/rules/<rule>.md``. ``fix`` is what to write in place of the characters at
    ``span``, where only one thing can be right; it needs a span with a column.
    """

    rule: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str | None = None
    fix: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, line and column, then rule: the order a person fixes things in."""
        span = self.span or Span("")
        return (span.file, span.line or 0, span.column or 0, self.rule, self.message)

    def as_data(self) -> list[Any]:
        """The diagnostic as JSON knows it."""
        span = self.span
        place = [span.file, span.line, span.column, span.length] if span else None
        return [self.rule, str(self.severity), self.message, place, self.hint, self.fix]


def from_data(data: list[Any]) -> Diagnostic:
    """The diagnostic that :meth:`Diagnostic.as_data` gave.

    Raises:
        ValueError, TypeError: if it is not one.
    """
    rule, severity, message, place, hint, fix = data
    span = Span(*place) if place else None
    return Diagnostic(rule, Severity(severity), message, span, hint, fix)


_LONG = re.compile(r"`([^`]{200})[^`]+`")
_MOST_LETTERS = 1_000


def _readable(sentence: str) -> str:
    """``sentence`` with what it quotes cut short: a name may be a million letters long."""
    short = _LONG.sub(r"`\1…`", sentence)
    return short if len(short) <= _MOST_LETTERS else f"{short[:_MOST_LETTERS]}…"


def error(rule: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """An error diagnostic."""
    return _finding(rule, Severity.ERROR, message, span, hint)


def warning(
    rule: str, message: str, span: Span | None = None, hint: str | None = None
) -> Diagnostic:
    """A warning diagnostic."""
    return _finding(rule, Severity.WARNING, message, span, hint)


def suggestion(
    rule: str, message: str, span: Span | None = None, advice: str | None = None
) -> Diagnostic:
    """A diagnostic that is worth a thought and never stops anything."""
    return _finding(rule, Severity.HINT, message, span, advice)


def _finding(
    rule: str, severity: Severity, message: str, span: Span | None, hint: str | None
) -> Diagnostic:
    return Diagnostic(rule, severity, _readable(message), span, hint and _readable(hint))


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether these findings keep a file from being handed out: ``strict`` counts warnings."""
    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(diagnostic.severity in heavy for diagnostic in diagnostics)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str | None:
    """A hint naming the known word closest to ``word``.

    Where none is close it is ``otherwise``, or a list of all; None if there are none.
    """
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if otherwise:
        return otherwise
    return "use one of " + ", ".join(f"`{known_word}`" for known_word in words) if words else None


class Failure(Exception):
    """Raised where a stage has nothing to return; carries every diagnostic that explains why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class WrongUsage(Failure):
    """What was asked for does not exist: the command was wrong, and nothing in a file."""
