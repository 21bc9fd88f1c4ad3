"""What a project holds, and what a build made, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from .edition import Artifact
from .order import Order
from .outcome import Outcome, Timings

if TYPE_CHECKING:  # a build with nothing to do knows no guides
    from .guide import Control, Guide, Settings

_HEADINGS = ("guide", "language", "ref", "version", "status", "last review", "next review")


def due_within(guides: Iterable[Guide], today: date, days: int) -> tuple[Guide, ...]:
    """The guides to be reviewed within so many days, or before ``today``, what is due first."""
    last = today + timedelta(days=days)
    due = [guide for guide in guides if guide.settings.control.next_review <= last]
    return tuple(sorted(due, key=lambda guide: guide.settings.control.next_review))


def guide_lines(
    guides: Iterable[Guide], withdrawn: Mapping[str, Settings] = MappingProxyType({})
) -> tuple[str, ...]:
    """A table of guides, a line each below a line of headings; no lines for no guides.

    Those ``withdrawn``, with their settings by name, stand last, in the languages that they list.
    """
    rows = [_row(guide.name, guide.language, guide.settings.control) for guide in guides]
    rows += (
        _row(name, language, settings.control)
        for name, settings in withdrawn.items()
        for language in settings.languages
    )
    return table((_HEADINGS, *rows)) if rows else ()


def _row(name: str, language: str, control: Control) -> tuple[str, ...]:
    dates = (control.last_review.isoformat(), control.next_review.isoformat())
    return (name, language, control.ref, control.version, control.status, *dates)


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


def summary_lines(outcome: Outcome, order: Order) -> tuple[str, ...]:
    """What a build of ``order`` made, what it did not, and what no file claims."""
    out = order.out
    lines: list[str] = []
    if outcome.made:
        lines.append(f"Made {_files(len(outcome.made))} in {out}/")
        lines += [f"  {line}" for line in artifact_lines(outcome.made)]
    if fresh := len(outcome.artifacts) - len(outcome.made):
        more, verb = " more" if outcome.made else "", "is" if fresh == 1 else "are"
        lines.append(f"{_files(fresh, more)} in {out}/ {verb} up to date")
    if not (outcome.artifacts or outcome.refused):
        lines.append(f"Nothing to make: {'; '.join(_why_nothing(outcome, order))}.")
    if unproved := _unproved(outcome.artifacts):
        lines.append(
            f"No file claims {' or '.join(unproved)}: page-validation, which proves that, "
            "is not installed. `handout doctor` says how to get it."
        )
    if outcome.refused:
        lines.append("Not made, because of the errors above (earlier files are as they were):")
        lines += [f"  {edition.file_name}" for edition in outcome.refused]
    if outcome.left:
        lines.append(f"Still in {out}/, and not made any more (delete what nobody needs):")
        lines += [f"  {name}" for name in outcome.left]
    return tuple(lines)


def _why_nothing(outcome: Outcome, order: Order) -> Iterator[str]:
    """Why no guide that is asked for has an edition that is."""
    withdrawn = [
        PurePosixPath(each.span.file).parent.name
        for each in outcome.diagnostics
        if each.span and each.rule == "withdrawn-guide"
    ]
    asked = (("has the format", order.formats), ("in the language", order.languages))
    if not order.guides or set(order.guides) - set(withdrawn):
        told = [f"{what} {_listed(names, 'or')}" for what, names in asked if names]
        if told:
            yield f"no guide asked for {' '.join(told)}"
    if withdrawn:
        yield f"{_listed(withdrawn, 'and')} {'are' if withdrawn[1:] else 'is'} withdrawn"
    if outcome.failed:
        yield "the errors above stand in the way"


def _listed(names: Sequence[str], last: str) -> str:
    """At least one name, as a sentence has them."""
    *most, end = (f"`{name}`" for name in names)
    return f"{', '.join(most)} {last} {end}" if most else end


def reason_lines(outcome: Outcome) -> tuple[str, ...]:
    """Why each edition was made or was not, a line for each."""
    return tuple(f"{edition}: {reason}" for edition, reason in outcome.reasons)


def timing_lines(timings: Timings) -> tuple[str, ...]:
    """How long a build took, and each edition in its worker, the longest first."""
    names = list(dict.fromkeys(name for _, laps in timings.editions for name, _ in laps))
    rows = [
        (str(edition), *(f"{laps.get(name, 0):.2f}" for name in names), f"{sum(laps.values()):.2f}")
        for edition, laps in sorted(
            ((edition, dict(laps)) for edition, laps in timings.editions),
            key=lambda each: -sum(each[1].values()),
        )
    ]
    lines = list(
        table([("Seconds", ""), *((name, f"{took:.2f}") for name, took in timings.stages)])
    )
    if rows:
        lines += ["", *table([("Seconds in a worker", *names, "together"), *rows])]
    return tuple(lines)


def _files(count: int, more: str = "") -> str:
    return f"{count}{more} {'file' if count == 1 else 'files'}"


def _unproved(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The standards that formats aim for and that could not be proved of a file.

    A file that was judged and failed is no artifact, so these had nobody to judge them: of
    none of its standards, and only PDFs are judged by somebody who may not be there.
    """
    silent = {each.edition.format for each in artifacts if _is_silent(each)}
    if not silent:
        return ()
    # What makes formats is loaded only where there is something to tell.
    from .formats import FORMATS  # noqa: PLC0415

    aims = (standard for each in FORMATS if each.name in silent for standard in each.claims)
    return tuple(dict.fromkeys(aims))


def _is_silent(artifact: Artifact) -> bool:
    return artifact.edition.suffix == "pdf" and not artifact.claims


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
