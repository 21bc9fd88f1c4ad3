"""Where in a book's pages each mark stands: its characters that are not blank, and its pictures.

Marks are counted as :mod:`bindery.formats.pdf.page_starts` counts them in the printed layout: in
the nearest element around them that has an id. Text is read in runs, not sign by sign, because a
book has tens of thousands of signs and needs the places of a few.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[^\s/>!?]+)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*?)(?P<empty>/?)>"
    r"|<!--.*?-->|<[!?][^>]*>|(?P<entity>&[^;\s]+;)|(?P<text>[^<&]+)",
    re.DOTALL,
)
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)')""")
_UNMARKED = "\u00ad\u200b\u2060\ufeff"
_MARK = re.compile(rf"[^\s{_UNMARKED}]")
_BLANKS = re.compile(rf"[\s{_UNMARKED}]+")
_GAP = re.compile("[\\s\u200b]")
# Scripts that set no blanks between words: a line, and so a page, may begin at any sign.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ufaff]")
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q"}
    | {"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
)
# These are called by all the text in them, where a page number has no business.
_NAMED = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6"})
PICTURE = "\0"


@dataclass(frozen=True, slots=True)
class Place:
    """An offset in the text of the page ``sheet`` (from 0) where an element may be put."""

    sheet: int
    offset: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The inside of a table's cell, and the mark that comes next."""

    place: Place
    mark: int


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose end has not come yet; ``mark`` is the first that stands in it."""

    tag: str
    offset: int
    mark: int
    anchor: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Text or a picture: from the mark ``mark`` on, of its anchor the ``own``-th.

    ``around`` are the elements it stands in; ``joined`` says that nothing, no blank and no
    block's edge, is between it and the run before.
    """

    text: str
    place: Place
    mark: int
    own: int
    around: tuple[_Open, ...]
    joined: bool


@dataclass(slots=True)
class Marks:
    """The marks of a book. ``signs`` has one character for each, :data:`PICTURE` for a picture.

    ``anchors`` maps each id to the first mark from it on, ``pictures`` an anchor and the number
    of marks before in it to a picture's mark, ``cells`` a table's anchor and the number of cells
    before to a cell. ``last_sheet`` is the first mark of the last page that has any.
    """

    signs: str = ""
    anchors: dict[str, int] = field(default_factory=dict)
    pictures: dict[tuple[str, int], int] = field(default_factory=dict)
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)
    last_sheet: int = 0
    runs: list[_Run] = field(default_factory=list)
    by_anchor: dict[str, list[_Run]] = field(default_factory=dict)

    def at(self, anchor: str, own: int) -> int | None:
        """The ``own``-th mark (from 0) of ``anchor``; None if it has fewer."""
        runs = self.by_anchor.get(anchor, [])
        index = bisect_right(runs, own, key=lambda run: run.own) - 1
        if index < 0:
            return None
        mark = runs[index].mark + own - runs[index].own
        return mark if own < runs[index].own + len(_marks(runs[index].text)) else None

    def word_start(self, mark: int) -> int:
        """The first mark of the word that ``mark`` is in."""
        while mark and self._joined(mark):
            mark -= 1
        return mark

    def before(self, mark: int) -> Place:
        """Where something may be put before ``mark``: outside what begins or is called there."""
        run = self._run(mark)
        offset = run.place.offset + self._inside(run, mark)
        for element in reversed(run.around):
            if element.tag not in _INLINE or element.mark < mark:
                break
            offset = element.offset
        named = (element for element in run.around if element.tag in _NAMED)
        return Place(run.place.sheet, next((element.offset for element in named), offset))

    def _run(self, mark: int) -> _Run:
        return self.runs[bisect_right(self.runs, mark, key=lambda run: run.mark) - 1]

    @staticmethod
    def _inside(run: _Run, mark: int) -> int:
        """The offset of ``mark`` in the text of ``run``."""
        if mark == run.mark and run.text[:1].strip():
            return 0
        places = [sign.start() for sign in _MARK.finditer(run.text)]
        return places[mark - run.mark] if places else 0

    def _joined(self, mark: int) -> bool:
        """Whether a mark continues the word of the one before."""
        if _SPACELESS.search(self.signs, mark - 1, mark + 1):
            return False
        run = self._run(mark)
        if mark == run.mark:
            return run.joined
        between = run.text[self._inside(run, mark - 1) : self._inside(run, mark)]
        return not _GAP.search(between)


def read_marks(pages: Iterable[str]) -> Marks:
    """The marks of the bodies of ``pages``, XHTML texts, in reading order."""
    marks = Marks()
    own: Counter[str] = Counter()
    for sheet, html in enumerate(pages):
        before = len(marks.signs)
        _Reader(marks, own, sheet).read(html)
        marks.last_sheet = before if len(marks.signs) > before else marks.last_sheet
    return marks


def _marks(text: str) -> str:
    return _BLANKS.sub("", text)


@dataclass(slots=True)
class _Reader:
    """Where the reading of one page is; ``joined`` while nothing has ended the last word."""

    marks: Marks
    own: Counter[str]
    sheet: int
    around: list[_Open] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    joined: bool = False

    def read(self, html: str) -> None:
        """Read the body of a page."""
        for token in _TOKEN.finditer(html, max(html.find("<body"), 0)):
            if token["text"] or token["entity"]:
                self._text(token["text"] or unescape(token["entity"]), token.start())
            elif token["close"]:
                del self.around[-1:]  # the document's own end has no beginning here
                self.joined = self.joined and token["tag"] in _INLINE
            elif token["tag"]:
                self._element(token)

    def _text(self, text: str, offset: int) -> None:
        signs = _marks(text)
        if signs:
            joined = self.joined and not _GAP.match(text)
            self._run(_Run(text, Place(self.sheet, offset), *self._counts(), joined), signs)
        if text:
            self.joined = not _GAP.match(text, len(text) - 1) and (bool(signs) or self.joined)

    def _element(self, token: re.Match[str]) -> None:
        tag, found = token["tag"], _ID.search(token["attributes"])
        anchor = (found[1] or found[2]) if found else self._anchor
        if found:
            self.marks.anchors.setdefault(anchor, len(self.marks.signs))
        if tag == "img":
            key = (anchor, self.own[anchor])
            self.marks.pictures.setdefault(key, len(self.marks.signs))
            self._run(
                _Run("", Place(self.sheet, token.start()), *self._counts(), joined=False), PICTURE
            )
        self.joined = self.joined and tag in _INLINE
        if token["empty"]:
            return
        self.around.append(_Open(tag, token.start(), len(self.marks.signs), anchor))
        if tag in {"td", "th"}:
            place = Place(self.sheet, token.end())
            self.marks.cells[anchor, self.cells[anchor]] = Cell(place, len(self.marks.signs))
            self.cells[anchor] += 1

    @property
    def _anchor(self) -> str:
        return self.around[-1].anchor if self.around else ""

    def _counts(self) -> tuple[int, int, tuple[_Open, ...]]:
        return len(self.marks.signs), self.own[self._anchor], tuple(self.around)

    def _run(self, run: _Run, signs: str) -> None:
        self.marks.runs.append(run)
        self.marks.signs += signs
        if signs != PICTURE:
            self.marks.by_anchor.setdefault(self._anchor, []).append(run)
            self.own[self._anchor] += len(signs)
