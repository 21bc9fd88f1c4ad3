"""Photographs and other pixel pictures, decoded once to prove them whole. The door to Pillow."""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFile

MOST_PIXELS = 25_000_000
_TURNED = range(5, 9)  # the values of the EXIF orientation that swap width and height


@dataclass(frozen=True, slots=True)
class Raster:
    """A pixel picture as it will be seen: ``width`` and ``height`` in pixels, upright.

    ``has_place`` says that the file tells where the picture was taken.
    """

    width: int
    height: int
    has_place: bool


def decode(data: bytes, kind: str) -> Raster | str:
    """Decode a picture of ``kind`` ("PNG" or "JPEG") fully; what is wrong with it, if it fails."""
    truncated_allowed = ImageFile.LOAD_TRUNCATED_IMAGES
    # WeasyPrint switches this on for the whole process, and half a picture then prints black.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # odd EXIF data harms no print
            return _decode(data, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return _TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        return "it is damaged or cut short"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated_allowed


_TOO_LARGE = f"it has more than {MOST_PIXELS // 1_000_000} million pixels"


def _decode(data: bytes, kind: str) -> Raster | str:
    with Image.open(BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            return _TOO_LARGE
        image.load()
        exif = image.getexif()
        if exif.get(ExifTags.Base.Orientation) in _TURNED:
            width, height = height, width
        return Raster(width, height, has_place=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)))
