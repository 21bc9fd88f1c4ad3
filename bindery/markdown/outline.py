"""Headings in their order, and the parts of a guide between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bindery.diagnostics import Span

from .blocks import COMPONENTS
from .nodes import Node, walk
from .prose import DEEPEST_HEADING
from .reading import Reading
from .shapes import PARAGRAPHS, apart, is_image

_SECTION = 2


@dataclass(slots=True)
class Part:
    """A section's heading and nodes."""

    heading: Node
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A text in its parts. What is missing is None, and has been refused."""

    title: Node | None = None
    summary: Node | None = None
    cover: Node | None = None
    lead: list[Node] = field(default_factory=list)
    sections: list[Part] = field(default_factory=list)


def divide(nodes: tuple[Node, ...], reading: Reading) -> Outline:
    """Divide a text at its first- and second-level headings."""
    outline = Outline()
    before: list[Node] = []
    for node in apart(nodes):
        level = int(node.detail) if node.kind == "heading" else 0
        if level == 1 and outline.title is None:
            outline.title = node
        elif level in {1, _SECTION}:
            outline.sections.append(Part(node))
        elif outline.sections:
            outline.sections[-1].nodes.append(node)
        elif outline.title is None:
            before.append(node)
        else:
            outline.lead.append(node)
    _check_title(outline, before, reading)
    _check_levels(nodes, reading)
    _take_cover(outline, reading)
    _take_summary(outline, reading)
    outline.lead[:0] = before
    return outline


def _check_title(outline: Outline, before: list[Node], reading: Reading) -> None:
    if outline.title is None:
        reading.fault(
            "missing-title",
            "this guide has no title",
            Span(reading.file, 1),
            "begin with a line like `# Expressing milk by hand`",
        )
        return
    first = next((node for node in before if node.kind != "note"), None)
    if _comes_late(outline.title, outline):
        first = first or outline.sections[0].heading
    if first:
        hint = "put the line that begins with `#` first"
        reading.fault("heading-order", "this stands before the title", first.span, hint)
    if outline.title.attributes.id:
        hint = "take the braces away; a link to the guide needs no place in it"
        reading.fault("stray-attribute", "the title takes no id", outline.title.span, hint)


def _comes_late(title: Node, outline: Outline) -> bool:
    """Whether a section stands before the title."""
    if not outline.sections:
        return False
    return (outline.sections[0].heading.span.line or 0) < (title.span.line or 0)


def _check_levels(nodes: tuple[Node, ...], reading: Reading) -> None:
    """One title, and no level left out on the way down."""
    last, titles = 1, 0
    for node in nodes:
        if node.kind == "block":
            _check_inside(node, last, reading)
        if node.kind != "heading":
            continue
        level = int(node.detail)
        titles += level == 1
        if titles > 1 and level == 1:
            hint = "write `##` for a section"
            reading.fault("heading-order", "a second title", node.span, hint)
        elif level > DEEPEST_HEADING:
            _too_deep(node, reading)
        elif level > last + 1:
            message = f"a heading of level {level} under one of level {last}"
            hint = f"write `{'#' * (last + 1)}`"
            reading.fault("heading-order", message, node.span, hint)
        last = max(level, _SECTION) if titles > 1 else level


def _check_inside(block: Node, last: int, reading: Reading) -> None:
    """Inside a block no section begins and no level is left out; ``last`` is that before it."""
    # What a block's title becomes: before the first section it stands right below the guide's.
    title_level = 2 if last == 1 else 3
    titles: list[Node] = []
    for node in walk((block,)):
        if node.kind == "block":
            titles.extend(_title(node))
        if node.kind != "heading":
            continue
        level = int(node.detail)
        if level <= _SECTION:
            hint = "write `###`, or close the block before it with `:::`"
            reading.fault("heading-order", "a section begins inside a block", node.span, hint)
        elif level > DEEPEST_HEADING:
            _too_deep(node, reading)
        elif node in titles:
            level = title_level
        elif level > last + 1:
            message = f"a heading of level {level} under one of level {last}"
            hint = f"write `{'#' * (last + 1)}`" if last >= _SECTION else "make its words bold"
            reading.fault("heading-order", message, node.span, hint)
        last = level


def _title(block: Node) -> tuple[Node, ...]:
    """The heading that a block prints as its own; one whose name is misspelt may have one."""
    kind = COMPONENTS.get(block.text)
    first = next((child for child in block.children if child.kind != "note"), None)
    is_title = first and first.kind == "heading" and not (kind and kind.heading == "none")
    return (first,) if first and is_title else ()


def _too_deep(heading: Node, reading: Reading) -> None:
    hint = f"use at most {DEEPEST_HEADING} number signs, or make the words bold"
    reading.fault("heading-order", "headings go no deeper than `####`", heading.span, hint)


def _is_cover(node: Node) -> bool:
    return is_image(node) and "cover" in node.children[0].attributes.classes


def _take_cover(outline: Outline, reading: Reading) -> None:
    covers = [node for node in outline.lead if _is_cover(node)]
    if covers:
        outline.cover = covers[0].children[0]
        outline.lead.remove(covers[0])
    for image in _covers(outline):
        reading.fault(
            "block-content",
            "a cover picture is a paragraph of its own before the first section, and there is one",
            image.span,
            "move it up, or take `.cover` away",
        )


def _covers(outline: Outline) -> Iterator[Node]:
    nodes = [*outline.lead, *(node for part in outline.sections for node in part.nodes)]
    for node in walk(tuple(nodes)):
        if node.kind == "image" and "cover" in node.attributes.classes:
            yield node


def _take_summary(outline: Outline, reading: Reading) -> None:
    """The first paragraph; only footnotes' definitions may stand before it."""
    first = next((node for node in outline.lead if node.kind != "note"), None)
    if first and first.kind in PARAGRAPHS and not is_image(first):
        outline.summary = first
        outline.lead.remove(first)
    elif outline.title is not None and not _comes_late(outline.title, outline):
        reading.fault(
            "missing-summary",
            "no summary after the title",
            outline.title.span,
            "write a paragraph that says in a sentence or two whom the guide helps with what",
        )
