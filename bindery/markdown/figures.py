"""A picture with its caption and, for a diagram, a description in words."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Span
from bindery.guide import Picture

from .nodes import Node, walk
from .pictures import is_local, make_picture
from .reading import Reading
from .render import inline, plain
from .shapes import LISTS, PARAGRAPHS, is_image

DESCRIPTION = "description"
# What plain text can say again: everything else in a description would be lost.
_SPOKEN = PARAGRAPHS | LISTS | {"list_item"}


def lone_picture(image: Node, reading: Reading) -> Picture:
    """A picture without a fence; the words in quotation marks after its file are its caption."""
    return make_picture(
        image, plain(image.children, reading), inline(_short_caption(image), reading)
    )


def fenced_picture(node: Node, reading: Reading) -> Picture | None:
    """The picture that a fence holds; None if it holds none that can be printed."""
    image = next((child.children[0] for child in node.children if is_image(child)), None)
    if image is None or not is_local(image.detail):
        return None
    captions = _captions(node)
    return make_picture(
        image,
        plain(image.children, reading),
        inline(captions[0].children if captions else _short_caption(image), reading),
        "\n".join(
            plain(spoken.children, reading)
            for spoken in walk(_described(node))
            if spoken.kind in PARAGRAPHS
        ),
    )


def figure_faults(node: Node) -> Iterator[tuple[str, Span]]:
    """What is wrong with what a fence around a picture holds, and where."""
    images = [child for child in node.children if is_image(child)]
    captions = _captions(node)
    if not images:
        yield "has no picture", node.span
    elif captions and images[0].children[0].text:
        yield "has two captions", captions[0].span
    descriptions = [child for child in node.children if _is_description(child)]
    expected = [*images[:1], *captions[:1], *descriptions[:1]]
    for child in node.children:
        if child not in expected:
            yield "holds something besides a picture, its caption and description", child.span
    yield from _description_faults(node)


def _description_faults(node: Node) -> Iterator[tuple[str, Span]]:
    for inner in walk(_described(node)):
        if inner.kind == "note_mark":
            yield "has a footnote's mark in its description", inner.span
    for block in _blocks_in(_described(node)):
        if block.kind not in _SPOKEN:
            yield "has more than paragraphs and lists in its description", block.span


def _blocks_in(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if node.kind in _SPOKEN - PARAGRAPHS:
            yield from _blocks_in(node.children)


def _is_description(node: Node) -> bool:
    return node.kind == "block" and node.text == DESCRIPTION


def _described(node: Node) -> tuple[Node, ...]:
    found = next((child for child in node.children if _is_description(child)), None)
    return tuple(child for child in found.children if child.kind != "note") if found else ()


def _captions(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind in PARAGRAPHS and not is_image(child)]


def _short_caption(image: Node) -> tuple[Node, ...]:
    return (Node("text", image.span, image.text),) if image.text else ()
