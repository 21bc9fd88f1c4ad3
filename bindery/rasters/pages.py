"""Pages as pictures: their colours where they are looked at, and sheets of many."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


class Sight:
    """A drawn page: ``data`` has three bytes (RGB) for each of ``width`` by ``height`` pixels."""

    def __init__(self, width: int, height: int, data: bytes) -> None:
        self._image = Image.frombuffer("RGB", (width, height), data, "raw", "RGB", 0, 1)

    def colours(self, left: int, top: int, right: int, bottom: int) -> list[tuple[int, Colour]]:
        """How many pixels of a rectangle have which colour; empty outside the page."""
        box = (max(0, left), max(0, top), min(self._image.width, right), bottom)
        box = (*box[:3], min(self._image.height, bottom))
        if box[0] >= box[2] or box[1] >= box[3]:
            return []
        found: Any = self._image.crop(box).getcolors((box[2] - box[0]) * (box[3] - box[1]))
        return list(found)

    def grey(self) -> tuple[bytes, tuple[int, int]]:
        """The page as a black-and-white copier sees it, a byte a pixel; its height and width."""
        image = self._image.convert("L")
        return image.tobytes(), (image.height, image.width)


# ---- contact sheets

_DESK, _INK, _GAP, _LINE = (236, 238, 238), (29, 29, 27), 16, 26  # colours; pixels


def contact_sheet(rows: Sequence[tuple[str, Sequence[bytes]]], font: bytes, width: int) -> bytes:
    """Pictures in rows, each row below its words, as one PNG; pictures are ``width`` pixels wide.

    ``font`` is the TrueType font of the words.
    """
    strips = [(words, [_scaled(data, width) for data in pictures]) for words, pictures in rows]
    strips = [(words, pictures) for words, pictures in strips if pictures]
    across = max(sum(each.width + _GAP for each in pictures) for _, pictures in strips)
    heights = [max(each.height for each in pictures) + _LINE + _GAP for _, pictures in strips]
    sheet = Image.new("RGB", (across + _GAP, sum(heights) + _GAP), _DESK)
    pen, letters = ImageDraw.Draw(sheet), ImageFont.truetype(BytesIO(font), 15)
    top = _GAP
    for (words, pictures), height in zip(strips, heights, strict=True):
        pen.text((_GAP, top - 4), words, _INK, letters)
        left = _GAP
        for picture in pictures:
            sheet.paste(picture, (left, top + _LINE - 4))
            left += picture.width + _GAP
        top += height
    target = BytesIO()
    sheet.save(target, "PNG", optimize=True)
    return target.getvalue()


def greyed(data: bytes) -> bytes:
    """A JPEG as a mono printer would show it."""
    target = BytesIO()
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        image.convert("L").save(target, "JPEG", quality=85)
    return target.getvalue()


def _scaled(data: bytes, width: int) -> Image.Image:
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        height = round(image.height * width / image.width)
        return image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
