"""Where in a guide's source that stands which is found on a finished page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bindery.diagnostics import Span
from bindery.document import Document
from bindery.markup import Element, NotWellFormed, parse


def place_of(document: Document, text: str) -> Span | None:
    """The line of the smallest block that has the words ``text``; None where none has."""
    wanted = _squeezed(text)
    return _place(document, lambda element: wanted in _squeezed(element.text()))


def place_of_picture(document: Document, name: str) -> Span | None:
    """The line of the smallest block that shows the picture ``name``; None where none does."""
    return _place(
        document, lambda element: any(e.attributes.get("src") == name for e in element.walk())
    )


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
