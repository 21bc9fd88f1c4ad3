"""The only door to pikepdf: the objects of a finished PDF, opened, changed and saved again.

What goes in twice comes out the same twice: no clock and no chance has a part in saving.
"""

from __future__ import annotations

from io import BytesIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)

__all__ = [
    "Array",
    "Dictionary",
    "Name",
    "Object",
    "Operator",
    "Page",
    "Pdf",
    "Stream",
    "String",
    "open_pdf",
    "parse_content_stream",
    "save_pdf",
    "unparse_content_stream",
]


def open_pdf(data: bytes) -> Pdf:
    """The PDF whose bytes are ``data``; close it, or use it in a ``with``."""
    return Pdf.open(BytesIO(data))


def save_pdf(pdf: Pdf) -> bytes:
    """The bytes of ``pdf``: objects in the order in which they are reached, from the catalog on.

    The file's identifier is made of its content. The XMP packet is written as it is, and
    uncompressed, so that any tool can read it.
    """
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,
        linearize=False,
        object_stream_mode=ObjectStreamMode.generate,
    )
    return target.getvalue()
