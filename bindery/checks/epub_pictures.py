"""The size of an e-book's pictures, counted as bookshops count it."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, warning
from bindery.rasters.pictures import size

from .epub_book import FOLDER, Book
from .whereabouts import place_of_picture

# Apple Books takes no more, and others no fewer.
MOST_PIXELS = 4_000_000
_COUNTED = frozenset({"image/jpeg", "image/png"})


def picture_faults(book: Book) -> Iterator[Diagnostic]:
    """Pictures that a shop would turn the whole book away for. Damaged ones are not counted."""
    for item in book.items:
        data = book.content.get(FOLDER + item.href)
        if data is None or item.media_type not in _COUNTED:
            continue
        width, height = size(data) or (0, 0)
        if width * height > MOST_PIXELS:
            yield warning(
                "epub-picture",
                f"`{item.href}` has {width} by {height} pixels, more than bookshops take",
                place_of_picture(book.document, item.href),
                f"make it smaller: {MOST_PIXELS // 1_000_000} million pixels at most, "
                "such as 2000 by 2000",
            )
