"""Whether a PDF says what its document says: nothing lost, nothing altered.

Fonts, styles and layout stand between the words of a guide and those a reader can hear,
copy or search for. A telephone number with a digit missing looks right to every validator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import accumulate

from bindery.bidirectional import runs
from bindery.diagnostics import Diagnostic, error
from bindery.document import Document

from .page_view import View
from .whereabouts import place_of

# Elements that stand in a line of text; every other begins a text of its own.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|dfn|em|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u"
    "|var|wbr"
)
_SILENT = frozenset({"head", "title", "script", "style", "template", "desc", "metadata", "defs"})
# What stands in an order of its own in its line (CSS: `unicode-bidi: isolate`), and the sign for
# its beginning and its end in the text around it.
_ISOLATED = frozenset({"a", "bdi", "bdo", "code"})
_BOUNDARY = "\u2068"
# Words of Hebrew, Arabic and the scripts between them, and those of their presentation forms.
_OF_THESE = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RUNS_LEFT = re.compile(f"{_OF_THESE}{{2,}}")
# Such words and what stands between them; what separates runs of the other direction, and what
# stands around these, whose place the direction of the text decides.
_LEFTWARD = re.compile(f"{_OF_THESE}+(?:[^\\w{_BOUNDARY}]+{_OF_THESE}+)*")
_APART = re.compile(rf"{_BOUNDARY}|[^\w\s]+\s")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
# A paragraph over three pages with a link or two that say where they lead.
_MOST_PIECES = 6
# Quotation marks, which a style sheet may print around a quotation, in one style or another.
_QUOTES = '"“”„«»'
# PDFium's sign for a hyphen at the end of a line, and marks that leave no ink.
_ALIKE = str.maketrans(
    {"\ufffe": "-", "\x02": "-", "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-"}
    | dict.fromkeys(
        _QUOTES + "\N{SOFT HYPHEN}\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069", ""
    )
)


def lost_text(view: View) -> Iterator[Diagnostic]:
    """Errors for texts of the document that cannot be read from the PDF made of it.

    Every paragraph, heading, item and cell must be there as it was written, on one page or
    running on over several; so must the words in its drawings.
    """
    pages = [without_blanks(paper.text) for paper in view.papers]
    texts = list(dict.fromkeys(texts_of(view.document)))
    if view.document.metadata.direction == "rtl":
        drawn = [without_blanks("".join(run.text for run in page)) for page in view.runs]
        lost = [text for text in texts if not _is_carried_leftward(text, pages, drawn)]
    else:
        lost = [text for text in texts if not is_carried(text, pages)]
    for text in (text.replace(_BOUNDARY, "") for text in lost):
        yield error(
            "text-lost",
            f"the leaflet does not carry these words as they were written: `{_short(text)}`",
            place_of(view.document, text),
            "check that the style sheet shows them and that the font has every letter",
        )


def texts_of(document: Document) -> Iterator[str]:
    """Each text of ``document`` that a reader must find: of its page, then of its drawings."""
    html = document.pages[0].html
    yield from _texts(html)
    for file in document.files.values():
        if file.media_type == "image/svg+xml" and f'"{file.name}"' in html:
            yield from _texts(file.data.decode())


def is_carried(text: str, pages: list[str]) -> bool:
    """Whether the words of ``text`` stand on ``pages`` (page texts without spaces), in order.

    They may run on over a page's foot, and a style sheet may print words of its own between
    them; but never within a word or a number, and not often. On a sheet that is still to be
    folded the next page may be anywhere.
    """
    words = _words(text)
    whole = "".join(words)
    if any(whole in page for page in pages):
        return True
    ends = list(accumulate(map(len, words)))
    done, places = 0, [0] * len(pages)
    for _ in range(_MOST_PIECES):
        reaches = [
            _reach(whole, done, ends, page, at) for page, at in zip(pages, places, strict=True)
        ]
        end = max(reaches, default=done)
        if end == done:
            return False
        number = reaches.index(end)
        places[number] = pages[number].index(whole[done:end], places[number]) + end - done
        done = end
        if done == len(whole):
            return True
    return False


def _is_carried_leftward(text: str, pages: list[str], drawn: list[str]) -> bool:
    """Whether ``text`` is carried where texts run to the left.

    A run that falls apart there, as the groups of a phone number do, must be ``drawn`` in its
    order, from left to right, whatever PDFium makes of it. And as PDFium turns words of other
    scripts round, each run of one direction may be found by itself.
    """
    if not all(is_carried(run, drawn) for run, falls_apart in runs(text) if falls_apart):
        return False
    if is_carried(text, pages):
        return True
    leftward = _LEFTWARD.findall(text)
    rightward = (
        _AROUND.sub("", run) for part in _LEFTWARD.split(text) for run in _APART.split(part)
    )
    return all(is_carried(run, pages) for run in leftward) and all(
        is_carried(run, drawn) or is_carried(run, pages) for run in rightward if run
    )


def _reach(whole: str, done: int, ends: list[int], page: str, at: int) -> int:
    """The end of the last word up to which ``whole[done:]`` stands on ``page`` after ``at``."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= done or page.find(whole[done : ends[middle]], at) >= 0:
            low = middle + 1
        else:
            high = middle
    return max(done, ends[low - 1]) if low else done


def without_blanks(text: str) -> str:
    """``text`` as it is compared, for whoever looks for it elsewhere."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    """The words of ``text``; where lines break and how letters are cased is the layout's part.

    Of a word that runs to the left only the stock of letters is compared: PDFium turns the
    letters of its ligatures round.
    """
    plain = text.translate(_ALIKE).casefold()
    return _RUNS_LEFT.sub(lambda word: "".join(sorted(word[0])), plain).split()


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=64)
def _texts(markup: str) -> tuple[str, ...]:
    """The texts of a page or a drawing; every format made of one layout asks for the same."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tuple(reader.texts())


@dataclass
class _Text:
    """A text being read: the words that stand directly in one block."""

    parts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Takes the texts of HTML or SVG apart, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[_Text] = [_Text()]
        self._silent = 0

    def texts(self) -> Iterator[str]:
        """The texts that were read, single-spaced, empty ones left out."""
        for text in self._found:
            if words := " ".join("".join(text.parts).split()):
                yield words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._begin(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._begin(tag)

    def _begin(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self._found.append(_Text())
        elif tag in _ISOLATED and not self._silent:
            self._found[-1].parts.append(_BOUNDARY)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._found[-1].parts.append(data)
