"""What is left blank for a reader: write-in lines, and the boxes of a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from bindery.document import Blank

from .boxes import POINT
from .door import children
from .roles import readable
from .shapes import Box, Layout, page_box, walk

# Elements with a blank in them: the tag, and the class of what is around it.
_BLANK = {("p", "write-in"), ("li", "checklist")}

Parents = Mapping[Element, Element]


def blank_blocks(parents: Parents) -> frozenset[str]:
    """The ids of all blocks that have a blank: :attr:`Blank.name`."""
    return frozenset(filter(None, (_name(element, parents) for element in parents)))


def read_blanks(layout: Layout, parents: Parents) -> tuple[Blank, ...]:
    """The blanks of a layout, in the order of its pages. A blank that is parted counts once."""
    found: dict[str, Blank] = {}
    for number, page in enumerate(layout.pages, 1):
        paper = page_box(page)
        for box in walk(paper, children):
            for name, kind, label in _found(box, parents):
                area = _area(box, paper.margin_height())
                found.setdefault(name, Blank(name, label, kind, number, area))
    return tuple(found.values())


def _found(box: Box, parents: Parents) -> Iterator[tuple[str, str, str]]:
    """The name, kind and label of the blank that ``box`` is, if it is one."""
    element = box.element
    if element is None:
        return
    block = parents.get(element)
    if element.get("class") == "line" and block is not None and (name := _name(block, parents)):
        label = next((child for child in block if child.get("class") == "label"), block)
        yield name, "line", readable(label)
    elif box.element_tag == "li::before" and (name := _name(element, parents)):
        yield name, "box", readable(element)


def _name(block: Element, parents: Parents) -> str:
    """The id of ``block`` if it has a blank, else nothing."""
    around = parents.get(block)
    blank = around is not None and (block.tag, around.get("class")) in _BLANK
    return block.get("id", "") if blank else ""


def _area(box: Box, height: float) -> tuple[float, float, float, float]:
    """What is inside the border of ``box`` in PDF points, from the paper's lower left corner."""
    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, height - top - box.height, left + box.width, height - top)
    first, second, third, fourth = (round(POINT * edge, 3) for edge in edges)
    return first, second, third, fourth
