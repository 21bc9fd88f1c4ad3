"""Pixel pictures that authors bring: decoded once to prove them whole."""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFile

MOST_ON_A_SIDE = 20_000
_SMALLER = "save it smaller: 300 pixels to an inch of paper are enough"
_TURNED = range(5, 9)  # the values of the EXIF orientation that swap width and height


@dataclass(frozen=True, slots=True)
class Raster:
    """A pixel picture as it will be seen: ``width`` and ``height`` in pixels, upright.

    ``has_place`` says that the file tells where the picture was taken.
    """

    width: int
    height: int
    has_place: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """What is wrong with a picture, and what to do about it."""

    problem: str
    hint: str = "save it again"


def decode(data: bytes, kind: str, most_pixels: int) -> Raster | Unusable:
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
        return _too_large(most_pixels, _SMALLER)  # no setting allows as many
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        return Unusable("it is damaged or cut short")
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated_allowed


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels that a PNG or JPEG says it has; None if it does not say."""
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as image:
            return image.size
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError):
        return None


def _too_large(most_pixels: int, hint: str) -> Unusable:
    return Unusable(f"it has more than {most_pixels / 1_000_000:g} million pixels", hint)


def _decode(data: bytes, kind: str, most_pixels: int) -> Raster | Unusable:
    with Image.open(BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if max(width, height) > MOST_ON_A_SIDE:
            return Unusable(f"it has more than {MOST_ON_A_SIDE:,} pixels on one side", _SMALLER)
        if width * height > most_pixels:
            setting = "or allow more: `megapixels` under [limits] in handout.toml"
            return _too_large(most_pixels, f"{_SMALLER}, {setting}")
        if kind == "PNG" and getattr(image, "is_animated", False):
            problem = "it is a moving picture, and paper shows one of its pictures alone"
            return Unusable(problem, "save the one that readers are to see")
        if image.mode == "CMYK":
            problem = "it is in the inks of a press (CMYK) and not in the colours of a screen (RGB)"
            return Unusable(problem, "save it in RGB")
        image.load()
        exif = image.getexif()
        if exif.get(ExifTags.Base.Orientation) in _TURNED:
            width, height = height, width
        return Raster(width, height, has_place=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)))
