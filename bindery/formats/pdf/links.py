"""A layout's links: one clickable area each, and none that leads where it must not."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bindery.diagnostics import Diagnostic, error

from .door import boxes, children
from .fetcher import BASE
from .shapes import Box, Layout, page_box

#: What a reader's device may be asked to do.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def keep_links(layout: Layout) -> None:
    """Drop areas that lie inside another of the same link, and those in running footers.

    WeasyPrint makes an area for every box in a link, so a link with a bold word in it would
    be announced twice. What is in a page's margin is no part of the text, and an area there
    would have nothing to belong to.
    """
    for page in layout.pages:
        linked = {id(link[3]) for link in page.links}
        outer = {id(box) for box in _outer(page_box(page), linked)}
        page.links = [link for link in page.links if id(link[3]) in outer]


def _outer(box: Box, linked: set[int]) -> Iterator[Box]:
    if isinstance(box, boxes.MarginBox):
        return
    if id(box) in linked:
        yield box
        return
    for child in children(box):
        yield from _outer(child, linked)


def refuse_links(layout: Layout) -> tuple[Diagnostic, ...]:
    """Drop links that a reader must not be given, with an error for each.

    Those are links to files beside the leaflet, files to be carried along, and odd schemes.
    """
    found: dict[Diagnostic, None] = {}
    for page in layout.pages:
        for link in tuple(page.links):
            if link[0] != "internal" and (diagnostic := _judge(link[0], link[1])):
                found[diagnostic] = None
                page.links.remove(link)
    return tuple(found)


def _judge(kind: str, target: str) -> Diagnostic | None:
    if kind == "attachment" or target.startswith(BASE):
        return error(
            "loose-link",
            f"the link to `{target.removeprefix(BASE)}` leads out of the leaflet to nowhere",
            hint="a leaflet is held on its own: link to a heading with `#` or to a whole address",
        )
    if urlsplit(target).scheme.lower() not in SCHEMES:
        return error(
            "unsafe-link",
            f"the link `{target}` is of a kind that a leaflet may not carry",
            hint="use an address that starts with https:, mailto: or tel:",
        )
    return None
