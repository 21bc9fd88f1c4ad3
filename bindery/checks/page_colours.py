"""Words and their ground as they are seen: in colour, and on a black-and-white copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import ceil, floor

from bindery.diagnostics import Diagnostic, error
from bindery.document import Legibility
from bindery.paper import Box, Paper, Words
from bindery.rasters.pages import Colour, Sight
from bindery.theme import contrast, grey

from .page_view import View, quoted

_LARGE, _LARGE_BOLD = 18, 14  # points from which type is large (WCAG 2.2)
_AROUND = 2  # pixels: a rim of the ground around the letters
_OPAQUE = 255
# The part of its ink that the darkest pixel of a word shows at least, however thin its lines.
_SEEN = 0.4


def faint_text(view: View) -> Iterator[Diagnostic]:
    """Words that do not stand out from their ground (WCAG 2.2, 1.4.3 and 1.4.6)."""
    for paper in view.papers:
        drawing = paper.drawing
        sight = Sight(drawing.width, drawing.height, drawing.data)
        for words in view.words_on(paper):
            colours = sight.colours(*_pixels(words.box, paper))
            if not colours:
                continue
            _, ground = max(colours)
            if problem := _problem(words, ground, colours, view.document.legibility):
                yield error(
                    "faint-text",
                    f"{quoted(words.text)} on page {paper.number + 1} {problem}",
                    view.place(words),
                    "choose a darker colour for the words, or a lighter ground, in the theme or "
                    "the picture",
                )


def _problem(
    words: Words, ground: Colour, colours: Iterable[tuple[int, Colour]], needed: Legibility
) -> str | None:
    """What is wrong with the colour of ``words``, if anything is."""
    ink = _blended(words.colour, ground)
    if ink != ground and not _shows(ink, ground, colours):
        return "is hidden, or hardly to be seen"
    large = words.size >= _LARGE or (words.bold and words.size >= _LARGE_BOLD)
    least = needed.contrast_large if large else needed.contrast
    ratio, how = _least_contrast(ink, ground)
    if ratio >= least:
        return None
    rounded = floor(ratio * 10) / 10
    return f"has a contrast of {rounded:g}:1 with its ground{how}; {least:g}:1 is needed"


@lru_cache(maxsize=256)  # a leaflet has few colours, and thousands of words in them
def _least_contrast(ink: Colour, ground: Colour) -> tuple[float, str]:
    """The contrast of two colours where it is lowest, and when that is: in colour or copied."""
    one, other = _code(ink), _code(ground)
    looks = ((contrast(one, other), ""), (contrast(grey(one), grey(other)), " when copied in grey"))
    return min(looks)


def _pixels(box: Box, paper: Paper) -> tuple[int, int, int, int]:
    """The rectangle of the page's drawing that shows ``box`` and a rim around it."""
    left, bottom, right, top = box
    scale = paper.drawing.scale
    return (
        floor((left - paper.box[0]) * scale) - _AROUND,
        floor((paper.box[3] - top) * scale) - _AROUND,
        ceil((right - paper.box[0]) * scale) + _AROUND,
        ceil((paper.box[3] - bottom) * scale) + _AROUND,
    )


def _blended(colour: tuple[int, int, int, int], ground: Colour) -> Colour:
    """A colour that lets the ground through, as it is seen."""
    part = colour[3] / _OPAQUE
    red, green, blue = (
        round(part * own + (1 - part) * below)
        for own, below in zip(colour[:3], ground, strict=True)
    )
    return red, green, blue


def _shows(ink: Colour, ground: Colour, colours: Iterable[tuple[int, Colour]]) -> bool:
    """Whether a pixel goes far enough on the way from the ground to the ink."""
    red, green, blue = (own - below for own, below in zip(ink, ground, strict=True))
    start = ground[0] * red + ground[1] * green + ground[2] * blue
    far = start + _SEEN * (red * red + green * green + blue * blue)
    return any(r * red + g * green + b * blue >= far for _, (r, g, b) in colours)


def _code(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
