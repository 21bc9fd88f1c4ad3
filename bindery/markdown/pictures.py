"""Pictures: their files' names, their words, and what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bindery.diagnostics import Diagnostic, error
from bindery.guide import Picture

from .nodes import Node

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")


def is_local(address: str) -> bool:
    """Whether ``address`` can only mean a file in the guide's own folder."""
    name = asset_name(address)
    return bool(name) and not _ELSEWHERE.match(name) and ".." not in re.split(r"[/\\]", name)


def asset_name(address: str) -> str:
    """The file that a picture's address means, as its author wrote it."""
    return unquote(address).removeprefix("./")


def alternative(node: Node, words: str) -> str:
    """A picture's alternative text: nothing for one that is said to be decorative."""
    return "" if "decorative" in node.attributes.classes else words


def make_picture(node: Node, words: str, caption: str = "", description: str = "") -> Picture:
    """The picture of an image node. Its span is the place of the file's name."""
    return Picture(
        asset=asset_name(node.detail),
        alt=alternative(node, words),
        span=node.detail_span or node.span,
        caption=caption,
        description=description,
        classes=node.attributes.classes,
    )


def check_picture(node: Node, words: str) -> Iterator[Diagnostic]:
    """Say what is wrong with the picture ``node``, whose alternative text is ``words``."""
    decorative = "decorative" in node.attributes.classes
    if not words and not decorative:
        yield error(
            "missing-alt",
            "this picture has no words for those who cannot see it",
            node.span,
            "say in the square brackets what it shows, or add `{.decorative}` right after it "
            "if it tells nothing",
        )
    if words and decorative:
        hint = "take the words or `.decorative` away"
        yield error("missing-alt", "a decorative picture has no words", node.span, hint)
    if not is_local(node.detail):
        yield error(
            "outside-picture",
            f"picture `{asset_name(node.detail)}` is not a file of this guide",
            node.detail_span or node.span,
            "put it into the guide's `images` folder and write `images/` and its name",
        )
