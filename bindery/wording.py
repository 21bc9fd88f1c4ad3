"""A guide's words as checks read them: passages in reading order, each with its place.

Blocks hold HTML for printing; here is the same text as plain words, with what a check needs
to know of them: what kind of text it is, which words come from a ledger or a link, and where
in the file any of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .diagnostics import Span

# What an author types, and what typographic care may make of it in print.
_DOUBLE, _SINGLE = '"\u201c\u201d\u201e\u00ab\u00bb', "'\u2018\u2019\u201a"
_AS_TYPED = {mark: f"[{marks}]" for marks in (_DOUBLE, _SINGLE) for mark in marks[1:3]}
_PLAIN = str.maketrans(
    {mark: marks[0] for marks in (_DOUBLE, _SINGLE) for mark in marks[1:]}
    | dict.fromkeys("\u00a0\n\t", " ")
)
_BLANKS = re.compile(r"[\s\u00a0]+")
_REFERENCE = re.compile(r"(?<!\\)\{(fact|contact):([a-z0-9-]+)(?:\.([a-z-]+))?\}")


class Reference(NamedTuple):
    """A ledger entry that a text names: "fact" or "contact", its name, perhaps a field of it."""

    ledger: str
    name: str
    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of a passage that have one origin and one look.

    ``origin`` is "words" (the author's own), "fact" or "contact" (from a ledger) or "code".
    ``looks`` may hold "em", "strong" and "link"; ``href`` is the link's address.
    ``language`` is a BCP 47 code where the author marked one, else empty.
    """

    text: str
    origin: str = "words"
    looks: frozenset[str] = frozenset()
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is read in one go: a paragraph, a heading, an item, a cell.

    ``kind`` is "title", "summary", "heading", "paragraph", "item" (the words that a list
    item begins with), "cell", "header-cell", "term", "definition", "alt", "caption" or
    "note". ``level`` is a heading's (2 to 4). ``fences`` names the blocks around it, from the
    outermost ("steps"; a card by its level, "urgent"). ``title`` says that a heading is the
    title of the innermost of them. ``list`` numbers the list that an item or what stands in
    it belongs to (0: none; sub-lists have numbers of their own), ``item`` the item in it from
    1, ``ordered`` whether its items are numbered, ``depth`` how many lists are around it.
    ``quoted`` says that it stands in a quotation, so that its words are somebody else's.
    ``span`` is where it begins; ``rows`` are the rows of the file that it was written in.
    """

    kind: str
    runs: tuple[Run, ...]
    span: Span
    rows: tuple[str, ...]
    level: int = 0
    fences: tuple[str, ...] = ()
    title: bool = False
    list: int = 0
    item: int = 0
    ordered: bool = False
    depth: int = 0
    quoted: bool = False

    @property
    def text(self) -> str:
        """Its plain words as printed: ledger values filled in, line ends and all."""
        return "".join(run.text for run in self.runs)

    def origins(self, start: int, end: int) -> frozenset[str]:
        """The origins of ``text[start:end]``."""
        found, at = set(), 0
        for run in self.runs:
            if at < end and at + len(run.text) > start:
                found.add(run.origin)
            at += len(run.text)
        return frozenset(found)

    def run_at(self, offset: int) -> Run:
        """The run that holds the character at ``offset`` of :attr:`text`."""
        for run in self.runs:
            if offset < len(run.text):
                return run
            offset -= len(run.text)
        raise IndexError(offset)

    def place(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the file.

        The column is told only where it is certain: where those words occur in the passage's
        rows as often as in its text. Words that go on in the next row get the length that
        they have in their first one.
        """
        if self.span.line is None:
            return self._line
        source = "\n".join(self.rows)
        here, there = _occurrences(self.text[start:end], self.text, source)
        if start not in here or len(here) != len(there):
            return self._line
        first, last = there[here.index(start)]
        row = source.count("\n", 0, first)
        column = first - source.rfind("\n", 0, first)
        length = len(source[first:last].partition("\n")[0])
        return Span(self.span.file, self.span.line + row, column, max(1, length))

    def references(self) -> Iterator[Reference]:
        """The ledger entries named in its rows, and where."""
        if self.span.line is None:
            return
        for number, row in enumerate(self.rows):
            for match in _REFERENCE.finditer(row):
                line, length = self.span.line + number, len(match.group())
                span = Span(self.span.file, line, match.start() + 1, length)
                yield Reference(match[1], match[2], match[3] or "", span)

    @property
    def _line(self) -> Span:
        return replace(self.span, column=None, length=1)


def _occurrences(words: str, text: str, source: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Where ``words`` begin in ``text``, and where they begin and end in ``source``."""
    if not words.strip():
        return [], []
    plain = source.translate(_PLAIN)
    if "  " in plain.strip():
        # Blanks in a row, as where a line is indented, are one to a reader.
        pattern = _pattern(words)
        here = [match.start() for match in pattern.finditer(text)]
        return here, [match.span() for match in pattern.finditer(source)]
    wanted = words.translate(_PLAIN)
    there = _starts(wanted, plain)
    return _starts(wanted, text.translate(_PLAIN)), [(at, at + len(words)) for at in there]


def _starts(wanted: str, text: str) -> list[int]:
    """Where ``wanted`` begins in ``text``, time after time."""
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + len(wanted))
    return found


def _pattern(words: str) -> re.Pattern[str]:
    """What finds ``words`` as they may have been typed."""
    pieces = re.split(f"({_BLANKS.pattern})", words)
    typed = (
        _BLANKS.pattern
        if _BLANKS.fullmatch(piece)
        else "".join(_AS_TYPED.get(character, re.escape(character)) for character in piece)
        for piece in pieces
        if piece
    )
    return re.compile("".join(typed))


@dataclass(frozen=True, slots=True)
class Allowance:
    """An author's word that a finding is meant: ``<!-- allow long-sentence: a quotation -->``.

    It holds for the findings of ``rules`` in the lines ``first`` to ``last`` of the guide's
    text (the block that follows it); one from the settings holds for the whole guide, and its
    ``first`` and ``last`` are None. ``reason`` is why, in the author's words.
    """

    rules: tuple[str, ...]
    reason: str
    span: Span
    first: int | None = None
    last: int | None = None

    def covers(self, rule: str, span: Span | None) -> bool:
        """Whether a finding of ``rule`` at ``span`` is allowed."""
        if rule not in self.rules:
            return False
        if self.first is None or self.last is None:
            return True
        if span is None or span.line is None or span.file != self.span.file:
            return False
        return self.first <= span.line <= self.last


@dataclass(frozen=True, slots=True)
class Wording:
    """All passages of a guide in reading order, and the allowances written in its text."""

    passages: tuple[Passage, ...] = ()
    allowances: tuple[Allowance, ...] = field(default=())

    def of(self, *kinds: str) -> Iterator[Passage]:
        """The passages of these kinds."""
        return (passage for passage in self.passages if passage.kind in kinds)
