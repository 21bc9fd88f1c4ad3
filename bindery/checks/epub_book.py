"""An opened e-book, as the checks see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bindery.document import Document
from bindery.markup import Element

FOLDER = "EPUB/"
NAV = FOLDER + "nav.xhtml"
NCX = FOLDER + "toc.ncx"
STYLE = FOLDER + "book.css"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the manifest."""

    id: str
    href: str
    media_type: str
    properties: frozenset[str]

    @staticmethod
    def of(element: Element) -> Item:
        """The line that ``element`` is; what it lacks is empty."""
        get = element.attributes.get
        return Item(
            get("id", ""),
            get("href", ""),
            get("media-type", ""),
            frozenset(get("properties", "").split()),
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The document that was handed over, and the finished file's ``content`` by entry name.

    ``trees`` are the entries that are XML; ``package`` and ``items`` the package document
    and its manifest.
    """

    document: Document
    content: dict[str, bytes]
    trees: dict[str, Element]
    package: Element
    items: tuple[Item, ...]

    def pages(self) -> Iterator[tuple[str, Element]]:
        """Name and tree of every page of the document that the book holds, in order."""
        for page in self.document.pages:
            name = f"{FOLDER}{page.name}.xhtml"
            if name in self.trees:
                yield name, self.trees[name]

    def leads(self, origin: str, target: str) -> bool:
        """Whether ``target``, a link in the entry ``origin``, leads to something in the book."""
        place = self.place(origin, target)
        if place is None:
            return False
        name, anchor = place
        if name not in self.content:
            return False
        return not anchor or (name in self.trees and anchor in anchors(self.trees[name]))

    def place(self, origin: str, target: str) -> tuple[str, str] | None:
        """Entry and anchor that ``target`` names, or None if it leads out of the book."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        name = FOLDER + unquote(parts.path) if parts.path else origin
        return name, unquote(parts.fragment)


def anchors(root: Element) -> list[str]:
    """The ids in a page, in document order."""
    return [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
