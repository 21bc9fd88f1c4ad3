"""Pixel pictures that authors bring: decoded once to prove them whole."""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFile

MOST_ON_A_SIDE = 20_000
_TURNED = range(5, 9)  # the values of the EXIF orientation that swap width and height


@dataclass(frozen=True, slots=True)
class Raster:
    """A pixel picture as it will be seen: ``width`` and ``height`` in pixels, upright.

    ``has_place`` says that the file tells where the picture was taken.
    """

    width: int
    height: int
    has_place: bool


def decode(data: bytes, kind: str, most_pixels: int) -> Raster | str:
    """Decode a picture of ``kind`` ("PNG" or "JPEG") fully; what is wrong with it, if it fails.

    It is not decoded if it has more than ``most_pixels``.
    """
    truncated_allowed = ImageFile.LOAD_TRUNCATED_IMAGES
    # WeasyPrint switches this on for the whole process, and half a picture then prints black.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # odd EXIF data harms no print
            return _decode(data, kind, most_pixels)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return _too_large(most_pixels)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        return "it is damaged or cut short"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated_allowed


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels that a PNG or JPEG says it has; None if it does not say."""
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as image:
            return image.size
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError):
        return None


def _too_large(most_pixels: int) -> str:
    return f"it has more than {most_pixels / 1_000_000:g} million pixels"


def _decode(data: bytes, kind: str, most_pixels: int) -> Raster | str:
    with Image.open(BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if max(width, height) > MOST_ON_A_SIDE:
            return f"it has more than {MOST_ON_A_SIDE:,} pixels on one side"
        if width * height > most_pixels:
            return _too_large(most_pixels)
        if kind == "PNG" and getattr(image, "is_animated", False):
            return "it is a moving picture, and paper shows one of its pictures alone"
        if image.mode == "CMYK":
            return "it is in the inks of a press (CMYK) and not in the colours of a screen (RGB)"
        image.load()
        exif = image.getexif()
        if exif.get(ExifTags.Base.Orientation) in _TURNED:
            width, height = height, width
        return Raster(width, height, has_place=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)))
