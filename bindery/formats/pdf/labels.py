"""Labels in drawings, shaped as words and not letter by letter.

WeasyPrint places each letter of an SVG text by itself, in case the drawing gives letters
places of their own. Hardly any does; and so letters lose the kerning of their pairs, joined
scripts fall apart, and the spaces between words are not written at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .door import SvgNode

# What places the letters of a text one by one, when it holds more than one value ...
_PLACES = ("x", "y", "dx", "dy")
# ... and what spreads or turns them, whatever it holds.
_SPREADS = ("rotate", "textLength", "letter-spacing")


class Label(str):
    """A text that counts as one letter when it is taken apart."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_labels() -> Iterator[None]:
    """Within, a text in a drawing is shaped whole unless the drawing takes it apart."""
    own = SvgNode.text
    SvgNode.text = property(_text)
    try:
        yield
    finally:
        SvgNode.text = own


def _text(node: SvgNode) -> str | None:
    text: str | None = node._etree_node.text  # noqa: SLF001 - as the property that it stands for
    return Label(text) if text and not _is_taken_apart(node.attrib) else text


def _is_taken_apart(attributes: dict[str, str]) -> bool:
    places = (attributes.get(name, "").replace(",", " ").split() for name in _PLACES)
    return any(len(place) > 1 for place in places) or any(name in attributes for name in _SPREADS)
