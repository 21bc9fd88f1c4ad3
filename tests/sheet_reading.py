"""Sheets as a person with a ruler sees them: words by place, ink by place. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

MM = 72 / 25.4
PIXELS = 4  # of a picture, for each point

#: Left, bottom, right, top, from the lower left corner.
Box = tuple[float, float, float, float]


def text_of_pages(data: bytes) -> tuple[str, ...]:
    """The text layer of each page of a PDF, in the order of its content."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return tuple(page.get_textpage().get_text_bounded() for page in document)


@dataclass(frozen=True, slots=True)
class Side:
    """One page of a PDF, open to be read."""

    page: Any

    @property
    def size(self) -> tuple[float, float]:
        return self.page.get_width() / MM, self.page.get_height() / MM

    def words(self, left: float = 0, right: float = 1000) -> list[str]:
        """The words whose letters stand between two places across."""
        with closing(self.page.get_textpage()) as text:
            inside = str(text.get_text_bounded(left=left * MM, right=right * MM))
        return inside.replace("\ufffe", "-").split()

    def words_in(self, box: Any) -> list[str]:
        """The words in a rectangle in points, as an annotation has it."""
        with closing(self.page.get_textpage()) as text:
            return str(text.get_text_bounded(*map(float, box))).split()

    def letters(self) -> dict[str, list[Box]]:
        """Where each letter is printed, by letter; spaces left out."""
        found: dict[str, list[Box]] = {}
        with closing(self.page.get_textpage()) as text:
            for at in range(text.count_chars()):
                letter = text.get_text_range(at, 1)
                if letter.strip():
                    left, bottom, right, top = (edge / MM for edge in text.get_charbox(at))
                    found.setdefault(letter, []).append((left, bottom, right, top))
        return found

    def picture(self) -> Image.Image:
        """The page in greys, drawn large."""
        image: Image.Image = self.page.render(scale=PIXELS).to_pil()
        return image.convert("L")

    def ink(self, box: Box | None = None) -> Box | None:
        """The rectangle around all that is printed (in ``box``), None if nothing is."""
        image = self.picture()
        scale = MM * PIXELS
        corner = (0.0, 0.0)
        if box:
            height = self.size[1]
            edges = [box[0], height - box[3], box[2], height - box[1]]
            pixels = [round(edge * scale) for edge in edges]
            image = image.crop((pixels[0], pixels[1], pixels[2], pixels[3]))
            corner = (pixels[0] / scale, pixels[1] / scale)
        found = ImageOps.invert(image).getbbox()
        if found is None:
            return None
        left, upper, right, lower = (edge / scale for edge in found)
        height = self.size[1] - corner[1]
        return left + corner[0], height - lower, right + corner[0], height - upper


@contextmanager
def sides(data: bytes) -> Iterator[list[Side]]:
    """The pages of a PDF, closed again after use."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        pages = list(document)
        try:
            yield [Side(page) for page in pages]
        finally:
            for page in pages:
                page.close()


def within(box: Box | None, outer: Box, slack: float = 0) -> bool:
    """Whether ``box`` keeps inside ``outer``; nothing keeps inside everything."""
    return box is None or (
        box[0] >= outer[0] - slack
        and box[1] >= outer[1] - slack
        and box[2] <= outer[2] + slack
        and box[3] <= outer[3] + slack
    )


def type_sizes(file: Path, *, trimmed: bool = False) -> Iterator[tuple[str, float]]:
    """Each visible character of a PDF and its size in points as printed: in pictures too.

    ``trimmed`` leaves out what is printed beside the page and cut off.
    """
    with closing(pypdfium2.PdfDocument(file)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            kept = page.get_trimbox()
            for number in range(text.count_chars()):
                character = chr(raw.FPDFText_GetUnicode(text, number))
                if character.isspace() or (trimmed and not within(text.get_charbox(number), kept)):
                    continue
                matrix = raw.FS_MATRIX()
                raw.FPDFText_GetMatrix(text, number, matrix)
                yield character, raw.FPDFText_GetFontSize(text, number) * hypot(matrix.c, matrix.d)
