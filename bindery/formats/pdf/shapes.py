"""The shapes of the engine's own objects, as far as this package looks at them.

WeasyPrint and pydyf are written without types. These say what is read, so that a type
checker can follow it from :mod:`.door` on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol
from xml.etree.ElementTree import Element


class Words(Protocol):
    """The text of a text box, as it will be painted."""

    text: str


class Box(Protocol):
    """A box after layout. Lengths are CSS pixels from the page's upper left corner.

    Only text boxes have ``text`` and ``pango_layout``, only pictures and blocks a size, only
    boxes in a page's margin an ``at_keyword`` and only rows of a table ``is_header``.
    """

    element: Element | None
    element_tag: str
    style: dict[str, Any]
    children: Sequence[Box]
    is_leader: bool
    is_outside_marker: bool
    link_annotation: dict[str, Any] | None
    pango_layout: Words
    text: str
    at_keyword: str
    is_header: bool
    is_footer: bool
    width: float
    height: float
    position_y: float

    def content_box_x(self) -> float:
        """The left edge of the content."""

    def content_box_y(self) -> float:
        """The upper edge of the content."""

    def margin_height(self) -> float:
        """The height with padding, border and margin; of a page, the height of the paper."""


#: The kind of a link ("internal", "external", "attachment"), its target, where it is, its box.
Link = tuple[str, str, tuple[float, ...], Box]


class LaidOutPage(Protocol):
    """A page of a layout."""

    _page_box: Box
    links: list[Link]


class Font(Protocol):
    """A font of the file: ``to_unicode`` maps each glyph to the text it stands for."""

    hash: str
    to_unicode: dict[int, str]


class Layout(Protocol):
    """A document after layout."""

    pages: list[LaidOutPage]
    fonts: dict[object, Font]
    metadata: Any
    write_pdf: Callable[..., bytes]


class PdfObject(Protocol):
    """Anything that has a number in a PDF."""

    reference: bytes


class Content(PdfObject, Protocol):
    """A content stream: ``stream`` holds its operators and operands, ``_tags`` its marks.

    The marks map each marked box to the number of its marked-content sequence.
    """

    stream: list[Any]
    extra: dict[str, Any]
    _tags: dict[Box, dict[str, Any]]


class Pdf(Protocol):
    """A PDF being written."""

    objects: list[Any]
    catalog: dict[str, Any]
    info: dict[str, Any]
    page_references: tuple[bytes, ...]

    def add_object(self, object_: object) -> None:
        """Give an object its number."""


def page_box(page: LaidOutPage) -> Box:
    """The box of a page; the engine does not offer it, though there is no other way in."""
    return page._page_box  # noqa: SLF001


def marked_boxes(content: Content) -> dict[int, Box]:
    """The boxes marked in a content stream by the number of their mark."""
    return {tag["mcid"]: box for box, tag in content._tags.items()}  # noqa: SLF001


def same_page(one: Content, other: Content) -> bool:
    """Whether two content streams belong to one page: then they count their marks together."""
    return one._tags is other._tags  # noqa: SLF001


def walk(box: Box, children: Callable[[Box], Iterator[Box]]) -> Iterator[Box]:
    """``box`` and all below it, in order."""
    yield box
    for child in children(box):
        yield from walk(child, children)
