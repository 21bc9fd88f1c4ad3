"""The only door to pikepdf: the objects of a finished PDF, opened, changed and saved again.

What goes in twice comes out the same twice: no clock and no chance has a part in saving. It
stands below formats and checks, as the ones change files and the others read them.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast
from zlib import adler32

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    PdfError,
    PdfImage,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)

__all__ = [
    "Array",
    "ContentStreamInstruction",
    "Dictionary",
    "Name",
    "Object",
    "Operator",
    "Page",
    "Pdf",
    "PdfError",
    "Stream",
    "String",
    "is_even",
    "open_pdf",
    "parse_content_stream",
    "pixels",
    "save_pdf",
    "unparse_content_stream",
]

_CARRIAGE_RETURN = 0x0D


def open_pdf(data: bytes) -> Pdf:
    """The PDF whose bytes are ``data``; close it, or use it in a ``with``."""
    return Pdf.open(BytesIO(data))


def pixels(image: Object) -> tuple[str, int, int, bytes]:
    """An image as it is seen, without its mask: mode, width, height and its samples.

    The mode is "L", "RGB" or "CMYK", of 8 bits a channel, rows from the top.
    """
    with PdfImage(cast(Stream, image)).as_pil_image(apply_mask=False) as picture:
        mode = picture.mode if picture.mode in {"L", "RGB", "CMYK"} else "RGB"
        if picture.mode in {"1", "I", "I;16", "F"}:
            mode = "L"
        return mode, picture.width, picture.height, picture.convert(mode).tobytes()


def save_pdf(pdf: Pdf, version: str = "") -> bytes:
    """The bytes of ``pdf``: objects in the order in which they are reached, from the catalog on.

    The file's identifier is made of its content. The XMP packet is written as it is, and
    uncompressed, so that any tool can read it. ``version`` ("1.6") is the version of PDF that
    the file is to name; empty leaves it as it is.
    """
    _even_out(pdf)
    data = _written(pdf, ObjectStreamMode.generate, version)
    # Without streams that gather other objects, the file is larger and even.
    return data if is_even(data) else _written(pdf, ObjectStreamMode.disable, version)


def is_even(data: bytes) -> bool:
    """Whether no stream of the file ``data`` ends in a carriage return.

    One that does is good PDF, but a validator may take the byte for part of the line's end
    and find the stream too short.
    """
    return b"\r\nendstream" not in data


def _even_out(pdf: Pdf) -> None:
    """Add an empty line to each stream yet to be compressed that would end in that byte.

    What is compressed ends in a sum of what it was made of.
    """
    for item in pdf.objects:
        if isinstance(item, Stream) and "/Filter" not in item:
            data = item.read_bytes()
            while adler32(data) & 0xFF == _CARRIAGE_RETURN:
                data += b"\n"
                item.write(data)


def _written(pdf: Pdf, mode: ObjectStreamMode, version: str) -> bytes:
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,
        linearize=False,
        object_stream_mode=mode,
        force_version=version,
    )
    return target.getvalue()
