"""The page budget: a promise of so many pages, kept, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, Severity, error, warning
from bindery.document import Document, Made

_HALF = 0.5


def check(document: Document, made: Made) -> tuple[Diagnostic, ...]:
    """What became of the budget: kept as it is, kept with levers, or impossible to keep.

    A file derived from a layout has the facts of that layout: its promise was judged there.
    """
    if not document.page_budget or not made.page_lines:
        return ()
    if len(made.page_lines) > document.page_budget:
        return (_over(document, made),)
    return tuple(_kept(document, made))


def _over(document: Document, made: Made) -> Diagnostic:
    budget = document.page_budget
    lines = sum(made.page_lines[budget:])
    placed = [block for block in made.block_pages if block in document.places]
    late = [block for block in placed if made.block_pages[block] > budget]
    # If only what stands behind the text is too much, the end of the text has to give way.
    block = (late or placed[-1:] or [""])[0]
    over = "1 line" if lines == 1 else f"{lines} lines"
    gave = f", though it has less {_phrase(made.levers)}" if made.levers else ""
    return error(
        "over-budget",
        f"{document.edition} has {len(made.page_lines)} pages and a budget of {budget}{gave}: "
        f"{over} too many",
        document.places.get(block),
        f"cut {over} here or before, or raise the budget in `pages`"
        if late
        else f"the part about the guide has no room: cut {over} of the text before it, list fewer "
        "sources, or raise the budget in `pages`",
    )


def _kept(document: Document, made: Made) -> Iterator[Diagnostic]:
    if made.levers:
        yield Diagnostic(
            "page-budget",
            Severity.HINT,
            f"{document.edition} keeps to {document.page_budget} pages with less "
            f"{_phrase(made.levers)}",
            hint="shorten the text if you want the room back",
        )
    if made.page_fill[-1] < _HALF:
        yield warning(
            "half-empty-page",
            f"the last page of {document.edition} is {made.page_fill[-1]:.0%} full",
            hint="cut as much to save the page, or use the room for a note or a picture",
        )


def _phrase(levers: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(levers[:-1]), levers[-1])))
