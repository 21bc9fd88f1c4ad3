"""What can be seen on a finished page: words, pictures and marks, with their places.

Read from the bytes of a file, never from what was meant. Lengths are points (1/72 inch), from
the lower left of the page's own space.
"""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number by which tags point to what is painted on ``page`` (from 0).

    ``forms`` is the way to the form that holds it: the first number counts the forms that the
    page draws, the next those that this one draws, and so on; empty for the page itself.
    """

    page: int
    forms: tuple[int, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words that were painted in one go: on one line, in one font and colour.

    ``size`` is the height of the type as printed and ``foot`` the height of the line that it
    stands on. ``colour`` is red, green, blue and opacity (0 to 255). ``mark`` is None for words
    that no tag can point to. ``upright`` is false for words that are turned.
    """

    text: str
    size: float
    box: Box
    foot: float
    colour: tuple[int, int, int, int]
    font: str
    bold: bool
    upright: bool
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of pixels: ``width`` by ``height`` of them, printed in ``box``.

    ``per_inch`` is how many of them are printed in an inch, in the coarser direction.
    """

    width: int
    height: int
    box: Box
    per_inch: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as it is seen: pixels of three bytes (RGB), row by row from the top.

    ``scale`` is the number of pixels in a point.
    """

    width: int
    height: int
    scale: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed page. ``box`` is where it will be cut, ``number`` counts from 0.

    ``text`` is its text layer in the order of its content, ``words`` the same as it is painted.
    ``x_heights`` are the size of type and the height of small letters as high as an x.
    ``strange_fonts`` are fonts that are used and are not in the file.
    """

    number: int
    box: Box
    text: str
    words: tuple[Words, ...]
    photos: tuple[Photo, ...]
    x_heights: tuple[tuple[float, float], ...]
    strange_fonts: tuple[str, ...]
    drawing: Drawing
