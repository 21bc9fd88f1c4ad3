"""Boxes: where a page is cut, how far its print goes beyond, and the paper around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bindery.diagnostics import Diagnostic, error
from bindery.imposition import MM
from bindery.pdf_objects import Object, Page, Pdf

_BLEED_MM = 3.0
_NEAR_MM = 0.1
_EDGES = ("left", "bottom", "right", "top")
_INNER_TO_OUTER = ("/TrimBox", "/BleedBox", "/CropBox", "/MediaBox")

Box = tuple[float, float, float, float]


def boxes(pdf: Pdf) -> Iterator[Diagnostic]:
    """What is wrong with the boxes of the pages: one by one, and one against the others."""
    sizes = set()
    for number, page in enumerate(pdf.pages, 1):
        found = {name: box for name in _INNER_TO_OUTER if (box := _box(page, name))}
        for problem in (*_missing(page, found), *_nesting(found), *_bleed(found)):
            yield error("press-box", f"page {number}: {problem}")
        if trim := found.get("/TrimBox"):
            sizes.add((round((trim[2] - trim[0]) / MM, 1), round((trim[3] - trim[1]) / MM, 1)))
    if len(sizes) > 1:
        listed = ", ".join(f"{width:g} by {height:g}" for width, height in sorted(sizes))
        yield error("press-box", f"the pages are not of one size (mm): {listed}")


def _box(page: Page, name: str) -> Box | None:
    box = page.obj.get(name)
    if box is None and name == "/MediaBox":
        box = page.mediabox
    if box is None:
        return None
    left, bottom, right, top = (float(edge) for edge in box)
    return left, bottom, right, top


def _missing(page: Page, found: dict[str, Box]) -> Iterator[str]:
    for name in ("/TrimBox", "/BleedBox"):
        if name not in found:
            yield f"there is no `{name}`"
    if "/ArtBox" in page.obj:
        yield "there is an `/ArtBox` beside the `/TrimBox`"
    if _number(page.obj.get("/UserUnit"), 1) != 1 or _number(page.obj.get("/Rotate"), 0) != 0:
        yield "the page is scaled or turned"


def _number(value: Object | None, default: float) -> float:
    return default if value is None else float(value)


def _nesting(found: dict[str, Box]) -> Iterator[str]:
    names = [name for name in _INNER_TO_OUTER if name in found]
    for inner, outer in pairwise(names):
        (left, bottom, right, top), around = found[inner], found[outer]
        near = _NEAR_MM * MM
        if (
            left < around[0] - near
            or bottom < around[1] - near
            or right > around[2] + near
            or top > around[3] + near
        ):
            yield f"the `{inner}` reaches beyond the `{outer}`"


def _bleed(found: dict[str, Box]) -> Iterator[str]:
    trim, bleed = found.get("/TrimBox"), found.get("/BleedBox")
    if trim is None or bleed is None:
        return
    beyond = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    for edge, distance in zip(_EDGES, beyond, strict=True):
        if abs(distance / MM - _BLEED_MM) > _NEAR_MM:
            yield f"the bleed at the {edge} is {distance / MM:.1f} mm, not {_BLEED_MM:g} mm"
