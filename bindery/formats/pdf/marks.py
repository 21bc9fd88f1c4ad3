"""The marked content of painted pages: where each box's ink is, and what text it carries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .door import ContentStream
from .shapes import Content, Font, Pdf, marked_boxes, same_page

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_DIGITS_IN_GLYPH = 4
# Unicode's categories of signs that are written on a letter.
_SIGNS = ("Mn", "Mc", "Me")


@dataclass(slots=True, eq=False)
class Mark:
    """One marked-content sequence: its place in ``content`` and the text its glyphs stand for.

    ``content.stream[at]`` is the tag's name and the next item its property list. ``form`` is
    true when the sequence lies in a form of its own, as faded content does.
    """

    content: Content
    at: int
    form: bool
    shown: str

    def rename(self, name: str, properties: object) -> None:
        """Give the sequence the tag ``name`` and the property list ``properties``."""
        self.content.stream[self.at : self.at + 2] = [f"/{name}", properties]


def read_marks(pdf: Pdf, pages: Iterable[Content], fonts: Iterable[Font]) -> dict[int, Mark]:
    """The mark of every painted box, by the box's id.

    ``pages`` are the pages' content streams; ``fonts`` the fonts of the layout.
    """
    # Where two fonts share a name, the file keeps the last one's map, and so does this.
    maps = {font.hash.encode(): font.to_unicode for font in fonts}
    contents: list[Content] = [item for item in pdf.objects if isinstance(item, ContentStream)]
    marks: dict[int, Mark] = {}
    for page in pages:
        boxes = marked_boxes(page)
        for content in contents:
            if same_page(content, page):
                for number, at in _sequences(content.stream):
                    shown = "".join(_shown(content.stream[at + 3 :], maps))
                    marks[id(boxes[number])] = Mark(content, at, content is not page, shown)
    return marks


def _sequences(items: list[Any]) -> Iterator[tuple[int, int]]:
    """The number and place of each marked-content sequence in a stream's ``items``."""
    for at, item in enumerate(items):
        if isinstance(item, dict) and "MCID" in item:
            yield item["MCID"], at - 1


def _shown(items: list[Any], maps: dict[bytes, dict[int, str]]) -> Iterator[str]:
    """The text that a reader takes from a sequence whose inside begins with ``items``."""
    font: dict[int, str] = {}
    depth = 1
    for item in items:
        if not isinstance(item, bytes):
            continue
        depth += (item in (b"BDC", b"BMC")) - (item == b"EMC")
        if not depth:
            return
        if match := _FONT.fullmatch(item):
            font = maps.get(match[1], {})
        elif item.endswith(b" TJ"):
            for glyphs in _GLYPHS.findall(item):
                for start in range(0, len(glyphs), _DIGITS_IN_GLYPH):
                    yield font.get(int(glyphs[start : start + _DIGITS_IN_GLYPH], 16), "")


def is_faithful(shown: str, text: str) -> bool:
    """Whether every reader takes ``text`` from glyphs that stand for the characters ``shown``.

    Signs above and below a letter are glyphs of their own in many scripts, and readers sort
    glyphs by where they lie. Text that runs to the left is stored in the order in which it
    lies, so there only the stock of characters is compared: readers that turn glyphs round
    would turn a given text round too.
    """
    shown, text = _bare(shown), _bare(text)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return sorted(shown) == sorted(text)
    return shown == text and not any(unicodedata.category(letter) in _SIGNS for letter in text)


def _bare(text: str) -> str:
    """``text`` without marks that leave no ink, all spaces alike."""
    letters = (letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc"))
    return " ".join("".join(letters).split())
