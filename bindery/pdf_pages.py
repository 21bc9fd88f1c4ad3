"""Pages of a finished PDF, read back: their text and their pictures. The only door to PDFium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2


def text_of_pages(data: bytes) -> tuple[str, ...]:
    """The text layer of each page, in the order of its content."""
    with _opened(data) as document:
        return tuple(page.get_textpage().get_text_bounded() for page in document)


def picture_of_page(data: bytes, number: int, width: int) -> bytes:
    """Page ``number`` (from 0) as a JPEG ``width`` pixels wide, the same bytes every time."""
    with _opened(data) as document:
        return _picture(document[number], width)


def pictures_of_pages(data: bytes, width: int) -> tuple[bytes, ...]:
    """Every page, as :func:`picture_of_page` gives one."""
    with _opened(data) as document:
        return tuple(_picture(page, width) for page in document)


def _picture(page: pypdfium2.PdfPage, width: int) -> bytes:
    # In the order of bytes that a JPEG is made from: to change it takes longer than to draw.
    image = page.render(scale=width / page.get_width(), rev_byteorder=True).to_pil()
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85, optimize=True, dpi=(300, 300))
    return target.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        yield document
