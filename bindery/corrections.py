"""Findings mended where only one thing can be right, and shown as what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from .diagnostics import Diagnostic, Failure, error
from .writing import write_atomically


@dataclass(frozen=True, slots=True)
class Correction:
    """A file before and after: ``file`` is its project-relative name."""

    file: str
    before: str
    after: str
    count: int

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{self.file}",
            f"b/{self.file}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def corrections(root: Path, findings: Iterable[Diagnostic]) -> tuple[Correction, ...]:
    """What the fixes of ``findings`` change in the files below ``root``, one for each file.

    Where two fixes overlap the first in the file is made; the other is found again next time.

    Raises:
        Failure: ``bad-file`` if a file cannot be read again.
    """
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        if finding.fix is not None and finding.span and finding.span.column:
            by_file[finding.span.file].append(finding)
    return tuple(_corrected(root, file, by_file[file]) for file in sorted(by_file))


def write(root: Path, corrected: Iterable[Correction]) -> None:
    """Write corrected files, each whole.

    Raises:
        Failure: ``not-written``; the file is as it was.
    """
    for correction in corrected:
        write_atomically(root / correction.file, correction.after.encode())


def _corrected(root: Path, file: str, findings: Iterable[Diagnostic]) -> Correction:
    try:
        before = (root / file).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise Failure(error("bad-file", f"`{file}` cannot be read again: {problem}")) from problem
    # Rows as they were read: a byte order mark is not one of their characters.
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    rows = before.removeprefix(mark).split("\n")
    count, last = 0, (0, 0)
    made: list[tuple[int, int, int, str]] = []
    for finding in sorted(findings, key=lambda each: each.sort_key):
        span = finding.span
        if span is None or span.line is None or span.column is None or finding.fix is None:
            continue
        start = (span.line, span.column)
        if start >= last and span.line <= len(rows):
            last = (span.line, span.column + span.length)
            made.append((span.line - 1, span.column - 1, span.length, finding.fix))
            count += 1
    for row, column, length, text in reversed(made):
        rows[row] = rows[row][:column] + text + rows[row][column + length :]
    return Correction(file, before, mark + "\n".join(rows), count)
