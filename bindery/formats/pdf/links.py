"""A layout's links: one clickable area each, and none that leads where it must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bindery.diagnostics import Diagnostic, error

from .door import children
from .fetcher import BASE
from .shapes import Box, Layout, page_box
from .structure import Area

#: What a reader's device may be asked to do.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def keep_links(layout: Layout) -> None:
    """Drop areas that lie inside another of the same link.

    WeasyPrint makes an area for every box in a link, so a link with a bold word in it would
    be announced twice.
    """
    for page in layout.pages:
        linked = {id(link[3]) for link in page.links}
        outer = {id(box) for box in _outer(page_box(page), linked)}
        page.links = [link for link in page.links if id(link[3]) in outer]


def keep_areas(layout: Layout, areas: Iterable[Area]) -> None:
    """Drop all but ``areas``: those in a page's margin, in a repeated table head, in decoration.

    What is no part of the text can be read but has no tag that an area could belong to.
    """
    kept = {id(area.box) for area in areas}
    for page in layout.pages:
        page.links = [link for link in page.links if id(link[3]) in kept]


def _outer(box: Box, linked: set[int]) -> Iterator[Box]:
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
