"""Spaces that layout drops, given back to the text.

The space at the end of a line and the one between two words of different style leave no ink,
and WeasyPrint paints neither; a row of dots in a list of contents is no word. Who only
listens, copies or searches would get words run together: "handsfirst". So each word before
such a gap is painted with its space, which changes nothing to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .door import boxes, children
from .shapes import Box, Layout, page_box

# Enough of the words around a gap to find it again in the source.
_SPAN = 24
_SPACES = (" ", "\N{NO-BREAK SPACE}")
_HYPHENS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}")


@dataclass(slots=True)
class Run:
    """The state of the walk: the last text seen, and in each block the last with its line.

    ``owes`` is true after a gap that the next text has to fill. ``texts`` are the sources of
    the blocks; ``hyphenated`` the ids of text boxes that end in a hyphen which layout put
    there.
    """

    last: Box | None = None
    owes: bool = False
    in_block: dict[Element, tuple[Box, Box]] = field(default_factory=dict)
    texts: dict[Element, str] = field(default_factory=dict)
    hyphenated: set[int] = field(default_factory=set)


def keep_spaces(layout: Layout) -> set[int]:
    """Give the spaces in ``layout`` back; call before it is painted.

    Returns the ids of the text boxes that end in a hyphen which layout put there.
    """
    run = Run()
    for page in layout.pages:
        for line, text in _texts(page_box(page), None):
            if text.is_leader or not text.pango_layout.text.strip():
                _fill(run)
                continue
            if run.owes:
                _prepend(text)
            if line is not None and line.element is not None:
                _join(run, line, line.element, text)
            run.last, run.owes = text, False
    return run.hyphenated


def _texts(box: Box, line: Box | None) -> Iterator[tuple[Box | None, Box]]:
    """Each text box and leader below ``box`` with its line, in order, margins left out."""
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox) or box.is_leader:
        yield line, box
        return
    for child in children(box):
        yield from _texts(child, box if isinstance(box, boxes.LineBox) else line)


def _join(run: Run, line: Box, block: Element, text: Box) -> None:
    """Fill the gap before ``text`` if it begins another line of ``block``."""
    before = run.in_block.get(block)
    run.in_block[block] = (line, text)
    if before is None or before[0] is line:
        return
    if block not in run.texts:
        run.texts[block] = source_text(block)
    gap = gap_between(before[1].pango_layout.text, text.pango_layout.text, run.texts[block])
    if gap == "hyphen":
        run.hyphenated.add(id(before[1]))
    elif gap == "space" and not _append(before[1]):
        _prepend(text)


def _fill(run: Run) -> None:
    """Fill a gap after the last text, or have the next one do so."""
    run.owes = run.last is not None and not _append(run.last)


def _append(text: Box) -> bool:
    """End ``text`` with a space, if that is free, and say whether it is.

    Text that runs to the left is painted from its left end, where a space would move it.
    """
    if text.style["direction"] != "ltr":
        return False
    words = text.pango_layout.text
    text.pango_layout.text = words if words.endswith(_SPACES) else words + " "
    return True


def _prepend(text: Box) -> None:
    """Begin ``text`` with a space if it runs to the left; there its right end is free."""
    words = text.pango_layout.text
    if text.style["direction"] == "rtl" and not words.startswith(_SPACES):
        text.pango_layout.text = " " + words


def source_text(block: Element) -> str:
    """The text of ``block`` as the source has it: spaces single, letters folded."""
    return _fold("".join(_strings(block)))


def _strings(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return  # a comment
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from _strings(child)
        yield child.tail or ""


def _fold(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split()).casefold()


def gap_between(before: str, after: str, source: str) -> str:
    """What stands between two lines in ``source``: "space", "join" or "hyphen" (put in)."""
    tail, head = _fold(before)[-_SPAN:], _fold(after)[:_SPAN]
    # The second line may itself end in a hyphen that is not the source's.
    for start in (head, head.rstrip("".join(_HYPHENS))):
        if f"{tail} {start}" in source:
            return "space"
        if f"{tail}{start}" in source:
            return "join"
        if tail.endswith(_HYPHENS) and f"{tail[:-1]}{start}" in source:
            return "hyphen"
    # Words of the style sheet are in the way: a break is at a space, or after a hyphen.
    return "join" if tail.endswith(_HYPHENS) else "space"
