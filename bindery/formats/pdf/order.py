"""Painting in reading order, as far as that changes nothing to see.

Tags give a screen reader its order. Who copies text, or reads it with a simpler tool, gets
the order of painting, and there WeasyPrint leaves bullets and pictures to the end of a page.
"""

from __future__ import annotations

from .door import boxes, children
from .shapes import Box, Layout, page_box, walk

_UNCROPPED = ("fill", "contain", "scale-down")
_SIDES = ("top", "right", "bottom", "left")


def paint_in_order(layout: Layout) -> None:
    """Have list labels, pictures and unmoved blocks of ``layout`` painted where they stand.

    A positioned box and one that is clipped are painted in a layer of their own, above the
    text. After layout a list's label has its place, a picture that is not cropped does not
    leave its frame, and a block that was positioned only for what is in it lies where it
    would have lain: none of them needs its layer any more.
    """
    for page in layout.pages:
        for box in walk(page_box(page), children):
            for child in children(box):
                if _is_label(child, box) or _is_unmoved(child):
                    child.style["position"] = "static"
                elif isinstance(child, boxes.ReplacedBox) and _is_whole(child):
                    child.style["overflow"] = "visible"


def _is_label(box: Box, parent: Box) -> bool:
    """Whether ``box`` is a list item's label, placed beside blocks.

    Among lines of text a block cannot be painted: there it keeps its layer.
    """
    absolute = box.style["position"] == "absolute"
    label = box.is_outside_marker or (box.element_tag == "li::before" and absolute)
    lines = (boxes.LineBox, boxes.InlineBox)
    beside_lines = any(isinstance(child, lines) for child in children(parent))
    return (
        label
        and isinstance(box, boxes.BlockBox)
        and not isinstance(parent, lines)
        and not beside_lines
    )


def _is_unmoved(box: Box) -> bool:
    """Whether ``box`` is a block positioned without being moved or raised."""
    style = box.style
    return (
        isinstance(box, boxes.BlockLevelBox)
        and style["position"] == "relative"
        and style["z_index"] == "auto"
        and all(style[side] == "auto" for side in _SIDES)
    )


def _is_whole(box: Box) -> bool:
    """Whether the picture ``box`` shows all of it, so that nothing needs to be cut off."""
    return box.style["object_fit"] in _UNCROPPED
