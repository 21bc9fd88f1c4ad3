"""Where in a guide's source that stands which is found on a finished page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bindery.diagnostics import Span
from bindery.document import Document
from bindery.markup import Element, NotWellFormed, parse


def place_of(document: Document, text: str) -> Span | None:
    """The line of the smallest block that has the words ``text``, or else of a label that is them.

    None where there is none.
    """
    wanted = _squeezed(text)
    place = _place(document, lambda element: wanted in _squeezed(element.text()))
    return place or place_of_picture(document, _drawing(document, lambda has: wanted in has))


def place_of_picture(document: Document, name: str) -> Span | None:
    """The line of the smallest block that shows the picture ``name``; None where none does."""
    return _place(
        document, lambda element: any(e.attributes.get("src") == name for e in element.walk())
    )


def drawing_with(document: Document, texts: Iterable[str]) -> str:
    """The name of the drawing whose labels have all of ``texts``; empty where there is none.

    Of several it is the one with the fewest labels beside.
    """
    wanted = [_squeezed(text) for text in texts]
    return _drawing(
        document, lambda has: all(any(text in label for label in has) for text in wanted)
    )


def _drawing(document: Document, has: Callable[[tuple[str, ...]], bool]) -> str:
    drawings = [each for each in document.files.values() if each.media_type == "image/svg+xml"]
    found = [(len(_labels(each.data)), each.name) for each in drawings if has(_labels(each.data))]
    return min(found, default=(0, ""))[1]


@lru_cache(maxsize=64)  # every label on a page asks for those of all drawings
def _labels(drawing: bytes) -> tuple[str, ...]:
    """The words of each label of a drawing, squeezed."""
    try:
        elements = list(parse(drawing).walk())
    except NotWellFormed:
        return ()
    return tuple(_squeezed(each.text()) for each in elements if each.tag == "svg:text")


def _place(document: Document, has: Callable[[Element], bool]) -> Span | None:
    places = document.places
    found = [
        (len(element.text()), places[element.attributes["id"]])
        for page in document.pages
        for element in _elements(page.html)
        if element.attributes.get("id") in places and has(element)
    ]
    if not found:
        return None
    # Without a column: a block's is where it begins, and not where these words are.
    return replace(min(found, key=lambda each: each[0])[1], column=None, length=1)


def _elements(html: str) -> Iterator[Element]:
    try:
        yield from parse(html.encode()).walk()
    except (NotWellFormed, UnicodeEncodeError):
        return


def _squeezed(text: str) -> str:
    """``text`` without blanks and capitals, as the layout changes both."""
    return "".join(text.casefold().split())
