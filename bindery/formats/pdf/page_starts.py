"""Where each printed page begins, told so that an e-book can find the same place.

A place is an element with an id and a number of marks in it: characters that are neither blank
nor put there by layout, of which no element with an id of its own further in is nearer. That
rule needs nothing but the document, so it finds the same character in another layout of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from bindery.document import Metadata, PageMap, PageStart

from .door import boxes, children
from .shapes import Box, Layout, page_box
from .structure import Area, Cell, Ink, Piece

_UNMARKED = frozenset("\u00ad\u200b\u2060\ufeff")
_WORDS = 24  # marks that are told of what a page begins with
# The class of the element that templates print a page's number in.
_NUMBER = "page-number"


def page_map(
    layout: Layout,
    pieces: Sequence[Piece],
    root: Element,
    hyphenated: Container[int],
    metadata: Metadata,
) -> PageMap:
    """The map of the pages of ``layout``.

    ``pieces`` is what the pages hold in reading order, ``root`` the document, ``hyphenated``
    are the ids of the text boxes that end in a hyphen of the layout's own.
    """
    labels = _labels(layout)
    found = _starts(pieces, root, hyphenated)
    starts: list[PageStart] = []
    following = PageStart("", "", -1, "")  # behind the last page there is nothing
    for number in reversed(range(len(labels))):
        # An empty page begins where the next one does.
        following = found.get(number, following)
        starts.append(replace(following, label=labels[number]))
    if starts:
        # The front of the paper is the front of the book, whatever either shows there.
        starts[-1] = PageStart(labels[0], "", 0, "")
    anchors = tuple(element.attrib["id"] for element in root.iter() if element.get("id"))
    version = metadata.labels.get("page.version", "{version}").format(version=metadata.version)
    source = ", ".join(filter(None, (metadata.title, metadata.ref, version)))
    return PageMap(source, tuple(reversed(starts)), anchors)


def _starts(
    pieces: Sequence[Piece], root: Element, hyphenated: Container[int]
) -> dict[int, PageStart]:
    """Where each page (numbered from 0) begins that shows anything, without its label."""
    parents = {child: parent for parent in root.iter() for child in parent}
    pages: dict[int, list[Ink | Cell]] = {}
    for piece in _spoken(pieces):
        pages.setdefault(piece.page, []).append(piece)
    marks: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    starts = {}
    for number, shown in sorted(pages.items()):
        first, ink = shown[0], [each for each in shown if isinstance(each, Ink)]
        anchor = _anchor(first.element, parents)
        words = "".join(_marks(each, hyphenated) for each in ink[:_WORDS])[:_WORDS]
        starts[number] = PageStart(
            label="",
            anchor=anchor,
            offset=marks[anchor],
            words=words,
            picture=isinstance(first, Ink) and first.picture is not None,
            cell=cells[anchor] if isinstance(first, Cell) else -1,
        )
        for each in shown:
            around = _anchor(each.element, parents)
            if isinstance(each, Ink):
                marks[around] += len(_marks(each, hyphenated))
            else:
                cells[around] += 1
    return starts


def _spoken(pieces: Sequence[Piece]) -> Iterator[Ink | Cell]:
    """What says something of the document's own: no markers, no running lines.

    A cell that goes on over a page's foot is told once, where it begins.
    """
    known: set[Element] = set()
    for piece in pieces:
        if isinstance(piece, Cell):
            if piece.element not in known:
                known.add(piece.element)
                yield piece
        elif not isinstance(piece, Area) and not piece.artifact and not piece.pseudo:
            yield piece


def _anchor(element: Element | None, parents: Mapping[Element, Element]) -> str:
    """The id nearest to ``element``, its own or that of one around it; empty if none."""
    while element is not None:
        if identifier := element.get("id"):
            return identifier
        element = parents.get(element)
    return ""


def _marks(ink: Ink, hyphenated: Container[int]) -> str:
    if not isinstance(ink.box, boxes.TextBox):
        return ""
    text = ink.box.text[:-1] if id(ink.box) in hyphenated else ink.box.text
    return "".join(sign for sign in text if not sign.isspace() and sign not in _UNMARKED)


# ---- what is printed at the foot


def _labels(layout: Layout) -> list[str]:
    """The number of each page as printed; where there is none, its place from 1."""
    places = [str(number) for number in range(1, len(layout.pages) + 1)]
    printed = ["".join(_number(page_box(page), margin=False)) for page in layout.pages]
    labels = [own or place for own, place in zip(printed, places, strict=True)]
    # A number that two pages have tells neither from the other.
    return labels if len(set(labels)) == len(labels) else places


def _number(box: Box, *, margin: bool) -> Iterator[str]:
    """The words of the page number in the margins of ``box``."""
    margin = margin or isinstance(box, boxes.MarginBox)
    element = box.element
    classes = "" if element is None else element.get("class", "")
    if margin and isinstance(box, boxes.TextBox) and _NUMBER in classes.split():
        yield box.text.strip()
    for child in children(box):
        if margin or isinstance(child, boxes.MarginBox):
            yield from _number(child, margin=margin)
