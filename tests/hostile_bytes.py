"""Pictures and fonts that want to be too much for whoever opens them, made when asked for."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache
from typing import Any

from package_code import ROOT
from PIL import Image

FONT = ROOT / "styles" / "fonts" / "AtkinsonHyperlegibleNext-Bold.ttf"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {"RGB": 3, "CMYK": 4, "L": 1}


def noise(size: int) -> bytes:
    """Bytes that mean nothing, the same every time."""
    return random.Random(size).randbytes(size)  # noqa: S311 - no secret


@cache
def zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed into a thousandth of them."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def header(width: int, height: int, colour: int = 0) -> bytes:
    """The piece of a PNG that says how large it is; ``colour`` 3 has a palette."""
    depth = 8 if colour else 1
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def png(size: tuple[int, int], extra: bytes = b"", data: bytes | None = None) -> bytes:
    """A PNG of ``size`` that is white all over, unless ``data`` are its rows."""
    width, height = size
    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * height)) if data is None else data
    return b"".join(
        [_SIGNATURE, header(width, height), extra, chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    )


def photograph(kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A small picture of noise."""
    target = io.BytesIO()
    picture = Image.frombytes(mode, (8, 6), noise(8 * 6 * _CHANNELS[mode]))
    picture.save(target, kind, **options)
    return target.getvalue()


def moving() -> bytes:
    """A PNG of three pictures, one after the other."""
    target = io.BytesIO()
    first, *others = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green"))
    first.save(target, "PNG", save_all=True, append_images=others)
    return target.getvalue()


def font() -> bytes:
    """A font that is whole."""
    return FONT.read_bytes()
