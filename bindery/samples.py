"""A picture as bytes, and what is reckoned from it without holding all of its numbers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

_STRIP = 1_000_000  # pixels; of a whole photograph the numbers take thirty bytes for each


@dataclass(frozen=True, slots=True)
class Samples:
    """An opaque picture as bytes, row by row. ``mode`` is "L", "RGB" or "CMYK", 8 bits each."""

    mode: str
    width: int
    height: int
    data: bytes


def strips(picture: Samples) -> Iterator[Samples]:
    """The picture in parts from the top, each of some whole rows."""
    row = picture.width * len(picture.mode)
    rows = max(1, _STRIP // picture.width)
    for top in range(0, picture.height, rows):
        data = picture.data[top * row : (top + rows) * row]
        yield replace(picture, height=len(data) // row, data=data)


def by_strips(change: Callable[[Samples], Samples], picture: Samples) -> Samples:
    """``picture``, of one pixel at least, with a ``change`` that looks at each pixel alone."""
    parts = [change(strip) for strip in strips(picture)]
    return replace(picture, mode=parts[0].mode, data=b"".join(part.data for part in parts))
