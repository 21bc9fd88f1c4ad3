"""The tree of tags: what a screen reader hears, built from the document and its layout.

The tree follows the document, not the boxes: every piece of ink on a page is given to the
element that it came from. A table that runs over three pages is therefore one table, and a
paragraph that breaks is one paragraph, without anything being joined afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .roles import alternative, is_silent, language, readable, role_of
from .shapes import Box

#: PDF coordinates (points, origin at the lower left): left, bottom, right, top.
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A run of text or a picture, as painted on a page (numbered from 0).

    ``box`` is the engine's own handle. ``pseudo`` names the pseudo-element that made it
    ("before", "after", "marker") or is empty. ``picture`` is where a picture lies, None for
    text. ``artifact`` is not empty for ink that is no part of what the document says:
    "Header", "Footer", "Pagination" or "Layout".
    """

    element: Element | None
    page: int
    box: Box
    pseudo: str = ""
    picture: Rectangle | None = None
    artifact: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A clickable rectangle of the link ``element``; ``box`` is the engine's handle."""

    element: Element
    page: int
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A table cell's place; it has a tag even when nothing is printed in it."""

    element: Element
    page: int


Piece = Ink | Area | Cell


@dataclass(slots=True, eq=False)
class Node:
    """A tag. ``kids`` are tags, ink and link areas in reading order.

    ``language`` is set where it differs from the parent's. ``box`` is a picture's rectangle.
    """

    role: str
    element: Element | None = None
    pseudo: str = ""
    kids: list[Node | Ink | Area] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    expansion: str = ""
    box: Rectangle | None = None

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    @property
    def nodes(self) -> list[Node]:
        """The kids that are tags."""
        return [kid for kid in self.kids if isinstance(kid, Node)]


@dataclass(slots=True)
class Builder:
    """Grows the tree from the pieces of the layout, in the order of the layout."""

    root: Element
    parents: dict[Element, Element]
    tree: Node = field(default_factory=lambda: Node("Document"))
    found: dict[tuple[Element, str], Node] = field(default_factory=dict)
    artifacts: list[tuple[Ink, str]] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Give ``piece`` to the tag of its element, or put it among the artifacts."""
        if isinstance(piece, (Cell, Area)):
            if not self.silent(piece.element):
                node = self.node(piece.element)
                node.kids.extend([piece] if isinstance(piece, Area) else [])
            return
        kind = self.artifact_kind(piece)
        if kind or piece.element is None:
            self.artifacts.append((piece, kind or "Layout"))
            return
        node = self.node(piece.element, piece.pseudo)
        node.kids.append(piece)
        node.box = piece.picture or node.box

    @property
    def areas(self) -> list[Area]:
        """The clickable areas that belong to a tag."""
        return [kid for node in self.tree.walk() for kid in node.kids if isinstance(kid, Area)]

    def artifact_kind(self, ink: Ink) -> str:
        """Why ``ink`` is passed over by a reader; empty if it is not."""
        if ink.artifact or ink.element is None:
            return ink.artifact
        # A picture that a style sheet adds has no alternative: it can only be decoration.
        added = bool(ink.picture and ink.pseudo)
        return "Layout" if added or self.silent(ink.element) else ""

    def silent(self, element: Element) -> bool:
        """Whether ``element`` or one around it is decoration."""
        here: Element | None = element
        while here is not None:
            if is_silent(here):
                return True
            here = self.parents.get(here)
        return False

    def node(self, element: Element, pseudo: str = "") -> Node:
        """The tag that content of ``element`` belongs to, made when first asked for."""
        # A style sheet may draw a list item's number itself, before the item.
        label = pseudo == "marker" or (pseudo == "before" and element.tag == "li")
        key = (element, "marker" if label else "")
        if key in self.found:
            return self.found[key]
        if label:
            node = self.attach(Node("Lbl", element, "marker"), self.node(element))
        elif (role := role_of(element)) is None:
            node = self.node(self.parents[element]) if element in self.parents else self.tree
        else:
            node = self.attach(Node(role, element), self.parent_node(element))
            self.describe(node, element)
        self.found[key] = node
        return node

    def parent_node(self, element: Element) -> Node:
        """The tag around ``element``."""
        return self.node(self.parents[element]) if element in self.parents else self.tree

    @staticmethod
    def attach(node: Node, parent: Node) -> Node:
        """Hang ``node`` under ``parent``, and a note's call under a Reference, as PDF wants."""
        if node.element is not None and node.element.get("role") == "doc-noteref":
            reference = Node("Reference")
            reference.kids.append(node)
            parent.kids.append(reference)
        else:
            parent.kids.append(node)
        return node

    def describe(self, node: Node, element: Element) -> None:
        """Give ``node`` the words that ``element`` has for a reader who cannot see it."""
        spoken, around = self.spoken(element), self.spoken(self.parents.get(element))
        if spoken != around:
            node.language = spoken
        if node.role == "Figure":
            node.alternative = alternative(element)
        elif node.role == "Link":
            node.alternative = readable(element)
        elif element.tag == "abbr":
            node.expansion = element.get("title", "")

    def spoken(self, element: Element | None) -> str:
        """The language that ``element`` is in."""
        while element is not None:
            if declared := language(element):
                return declared
            element = self.parents.get(element)
        return ""


def build(root: Element, pieces: Iterable[Piece]) -> Builder:
    """The tree of a document whose element tree is ``root`` and whose layout is ``pieces``."""
    builder = Builder(root, {child: parent for parent in root.iter() for child in parent})
    for piece in pieces:
        builder.add(piece)
    return builder
