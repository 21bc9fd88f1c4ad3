"""What a project holds, and what a build made, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .build import Outcome
from .edition import Artifact
from .formats import format_named
from .guide import Guide

_HEADINGS = ("guide", "language", "ref", "version", "status", "last review", "next review")


def guide_lines(guides: Iterable[Guide]) -> tuple[str, ...]:
    """A table of guides, a line each below a line of headings; no lines for no guides."""
    rows = []
    for guide in guides:
        control = guide.settings.control
        dates = (control.last_review.isoformat(), control.next_review.isoformat())
        rows.append(
            (guide.name, guide.language, control.ref, control.version, control.status, *dates)
        )
    return table((_HEADINGS, *rows)) if rows else ()


def artifact_lines(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """A line for each artifact: name, pages, size and the claims that were proved of it."""
    rows = [
        (
            artifact.path,
            _pages(artifact.page_count),
            human_size(artifact.size),
            ", ".join(claim.standard for claim in artifact.claims),
        )
        for artifact in artifacts
    ]
    return table(rows)


def summary_lines(outcome: Outcome, out: Path) -> tuple[str, ...]:
    """What a build made in the folder ``out``, what it did not, and what no file claims."""
    lines: list[str] = []
    if outcome.artifacts:
        count = len(outcome.artifacts)
        lines.append(f"Made {count} {'file' if count == 1 else 'files'} in {out}/")
        lines += [f"  {line}" for line in artifact_lines(outcome.artifacts)]
    if unproved := _unproved(outcome.artifacts):
        lines.append(
            f"No file claims {' or '.join(unproved)}: page-validation, which proves that, "
            "is not installed. `handout doctor` says how to get it."
        )
    if outcome.refused:
        lines.append("Not made, because of the errors above (earlier files are as they were):")
        lines += [f"  {edition.file_name}" for edition in outcome.refused]
    return tuple(lines)


def _unproved(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The standards that formats aim for and that could not be proved of a file.

    A file that was judged and failed is no artifact, so these had nobody to judge them.
    """
    missing: dict[str, None] = {}
    for artifact in artifacts:
        proved = {claim.standard for claim in artifact.claims}
        aims = format_named(artifact.edition.format).claims
        missing |= dict.fromkeys(standard for standard in aims if standard not in proved)
    return tuple(missing)


def human_size(size: int) -> str:
    """A size as people say it, in units of 1,000 bytes: "143 kB"."""
    if size < 1000:  # noqa: PLR2004 (a kilobyte)
        return f"{size} bytes"
    if size < 999_500:  # noqa: PLR2004 (what rounds to less than a megabyte)
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def _pages(count: int | None) -> str:
    if count is None:
        return ""
    return "1 page" if count == 1 else f"{count} pages"


def table(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Rows as lines whose columns stand below each other; there is at least one row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return tuple(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
