"""QR codes, drawn as SVG and read from a page. The only door to segno and to ZXing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4  # modules of white on each side: ISO/IEC 18004, 6.3.8
_ERRORS = "m"  # the level of error correction: a leaflet is folded, stained and photocopied


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that was read: what it holds, and the rectangle it fills, in pixels."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


def qr_code(content: str) -> bytes:
    """An SVG of a QR code holding ``content``, black on white with its quiet zone.

    Error correction level M (15 %).
    """
    target = io.BytesIO()
    segno.make(content, error=_ERRORS, micro=False).save(
        target,
        kind="svg",
        border=QUIET_ZONE,
        xmldecl=False,
        omitsize=True,
        light="#ffffff",
        dark="#000000",
    )
    return target.getvalue()


@lru_cache(maxsize=64)  # every format made of one guide asks, and each more than once
def modules(content: str) -> int:
    """How many modules a side of the code of ``content`` has, its quiet zone left out."""
    width, _ = segno.make(content, error=_ERRORS, micro=False).symbol_size(border=0)
    return int(width)


def read_codes(grey: bytes, size: tuple[int, int]) -> tuple[Code, ...]:
    """The QR codes in a picture of one byte a pixel; ``size`` is its height and width."""
    # Some 2 MB that only a finished leaflet with a code needs.
    import zxingcpp  # noqa: PLC0415

    image = memoryview(grey).cast("B", size)
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=kind)
    codes = []
    for each in found:
        place = each.position
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        codes.append(Code(each.text, min(across), min(down), max(across), max(down)))
    return tuple(codes)
