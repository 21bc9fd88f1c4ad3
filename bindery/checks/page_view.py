"""A made leaflet as it is seen, beside the document that it was made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, Span
from bindery.document import Document
from bindery.paper import Mark, Paper, Words
from bindery.pdf_glyphs import Run, drawn_runs
from bindery.pdf_pages import read_papers
from bindery.pdf_tags import Tag, tags_of

from .whereabouts import drawing_with, place_of, place_of_picture

_SHOWN = 5  # of one rule: a few places are enough to see why
_LONGEST = 60  # characters of a text that is quoted
_ONE_LINE = 0.3  # of the type's size: what stands so near is on the same line


@dataclass(frozen=True, slots=True)
class View:
    """The pages of a made file, its tags in reading order, and the tag of each mark.

    ``runs`` are the glyphs of each page in the order they are drawn in: where a document runs to
    the left, that of the text layer is a guess.
    """

    document: Document
    papers: tuple[Paper, ...]
    runs: tuple[tuple[Run, ...], ...]
    tags: tuple[Tag, ...]
    by_mark: dict[Mark, Tag]

    def tag_of(self, words: Words) -> Tag | None:
        """The tag that reads ``words`` out; None for what no one reads out, as a footer."""
        return self.by_mark.get(words.mark) if words.mark else None

    def printed(self) -> Iterator[tuple[Paper, Words]]:
        """All words that are left on the paper when it has been cut."""
        for paper in self.papers:
            for words in self.words_on(paper):
                yield paper, words

    def words_on(self, paper: Paper) -> Iterator[Words]:
        """The words of one page that are left when it has been cut."""
        return (words for words in paper.words if _inside(words, paper))

    def drawing_of(self, words: Words) -> str:
        """The name of the drawing that ``words`` stand in; empty for those of the text."""
        tag = self.tag_of(words)
        if tag is None or "Figure" not in tag.roles:
            return ""
        beside = (each for paper in self.papers for each in paper.words)
        mine = (each.text for each in beside if self._is_read_with(each, tag))
        return drawing_with(self.document, mine)

    def place(self, words: Words) -> Span | None:
        """Where in the source ``words`` stand; None for what a template adds, as a footer."""
        if drawing := self.drawing_of(words):
            return place_of_picture(self.document, drawing)
        if self.tags and self.tag_of(words) is None:
            return None
        return place_of(self.document, words.text)

    def _is_read_with(self, words: Words, tag: Tag) -> bool:
        """Whether ``words`` are of the same picture, or paragraph, as what ``tag`` holds."""
        own = self.tag_of(words)
        return own is not None and own.block == tag.block


def view_of(document: Document, data: bytes, dots_per_inch: float) -> View:
    """Look at the PDF ``data``; its pages are drawn once, with so many pixels in an inch."""
    tags = tags_of(data)
    by_mark = {mark: tag for tag in tags for mark in tag.marks}
    return View(document, read_papers(data, dots_per_inch), drawn_runs(data), tags, by_mark)


def _inside(words: Words, paper: Paper) -> bool:
    """Whether any part of ``words`` is within the paper's edges."""
    left, bottom, right, top = words.box
    return (
        left < paper.box[2]
        and right > paper.box[0]
        and bottom < paper.box[3]
        and top > paper.box[1]
    )


def quoted(text: str) -> str:
    """``text`` on one line and not too long, between backticks."""
    line = " ".join(text.replace("`", "'").split())
    return f"`{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}`"


def lines_of(words: Iterable[Words]) -> list[list[Words]]:
    """``words`` of one text in lines from the top, each from left to right."""
    lines: list[list[Words]] = []
    for each in sorted(words, key=lambda one: -one.foot):
        if lines and lines[-1][0].foot - each.foot < _ONE_LINE * each.size:
            lines[-1].append(each)
        else:
            lines.append([each])
    return [sorted(line, key=lambda one: one.box[0]) for line in lines]


def a_few(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """``found`` without repetitions, and of each rule no more than an author needs to see why."""
    counts: defaultdict[str, int] = defaultdict(int)
    for finding in dict.fromkeys(found):
        counts[finding.rule] += 1
        if counts[finding.rule] <= _SHOWN:
            yield finding
