"""Pages of a finished PDF, read back: text, pictures, and how they look. The only door to PDFium.

PDFium knows nothing of how the file came about: it sees what a reader's program will show.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ctypes import byref, c_float, c_uint, create_string_buffer
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .paper import Box, Drawing, Mark, Paper, Photo, Words

_POINTS = 72  # in an inch
_BOLD = 600  # the weight from which a face counts as bold
_TURNED = 0.01  # the sine of an angle that nobody sees
_FLAT = frozenset(map(ord, "vwxz"))  # small letters as high as an x, with no curve that goes over

_Matrix = tuple[float, float, float, float, float, float]


def picture_of_page(data: bytes, number: int, width: int) -> bytes:
    """Page ``number`` (from 0) as a JPEG ``width`` pixels wide, the same bytes every time."""
    with _opened(data) as document:
        return _picture(document[number], width)


def pictures_of_pages(data: bytes, width: int) -> tuple[bytes, ...]:
    """Every page, as :func:`picture_of_page` gives one."""
    with _opened(data) as document:
        return tuple(_picture(page, width) for page in document)


def read_papers(data: bytes, dots_per_inch: float) -> tuple[Paper, ...]:
    """Everything that is seen on each page, drawn once with so many pixels in an inch."""
    with _opened(data) as document:
        return tuple(_paper(page, number, dots_per_inch) for number, page in enumerate(document))


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


# ---- what is seen on a page


def _paper(page: pypdfium2.PdfPage, number: int, dots_per_inch: float) -> Paper:
    text = page.get_textpage()
    look = _Look(number, text.raw)
    look.at(page.raw, raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, _Place())
    return Paper(
        number,
        page.get_trimbox(),
        text.get_text_bounded(),
        tuple(look.words),
        tuple(look.photos),
        tuple(_x_heights(text)),
        tuple(sorted(name for name, embedded in look.fonts.values() if not embedded)),
        _drawing(page, dots_per_inch),
    )


def _drawing(page: pypdfium2.PdfPage, dots_per_inch: float) -> Drawing:
    scale = dots_per_inch / _POINTS
    # Where the page is cut, whatever is around it: that is what a reader holds.
    left, bottom, right, top = page.get_mediabox()
    inner = page.get_trimbox()
    crop = (inner[0] - left, inner[1] - bottom, right - inner[2], top - inner[3])
    # In the order of bytes that is wanted: to turn them round takes as long as to draw.
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True)
    return Drawing(bitmap.width, bitmap.height, scale, bytes(bitmap.buffer))


def _x_heights(text: pypdfium2.PdfTextPage) -> Iterator[tuple[float, float]]:
    matrix = raw.FS_MATRIX()
    for index in range(text.count_chars()):
        if raw.FPDFText_GetUnicode(text, index) in _FLAT:
            raw.FPDFText_GetMatrix(text, index, matrix)
            if abs(matrix.b) < _TURNED:
                size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
                _, bottom, _, top = text.get_charbox(index)
                yield size, top - bottom


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a form's content goes: its matrix, the way to it, and the mark around it."""

    matrix: _Matrix = (1, 0, 0, 1, 0, 0)
    forms: tuple[int, ...] = ()
    mark: Mark | None = None


@dataclass(slots=True)
class _Look:
    """A look at everything that one page paints, in forms too. ``fonts`` has each once."""

    page: int
    text: Any
    words: list[Words] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    fonts: dict[int, tuple[str, bool]] = field(default_factory=dict)

    def at(self, owner: Any, count: int, get: Any, place: _Place) -> None:  # noqa: ANN401 - PDFium's handles
        """Look at the ``count`` things of a page or form, which ``get`` gives one by one."""
        drawn = 0
        for index in range(count):
            thing = get(owner, index)
            kind = raw.FPDFPageObj_GetType(thing)
            own = raw.FPDFPageObj_GetMarkedContentID(thing)
            mark = place.mark if own < 0 else Mark(self.page, place.forms, own)
            matrix = _times(_matrix(thing), place.matrix)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._words(thing, matrix, place, mark)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._photo(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                inside = _Place(matrix, (*place.forms, drawn), mark)
                drawn += 1
                within = raw.FPDFFormObj_CountObjects(thing)
                self.at(thing, within, raw.FPDFFormObj_GetObject, inside)

    def _words(self, thing: Any, matrix: _Matrix, place: _Place, mark: Mark | None) -> None:  # noqa: ANN401
        text = self._text(thing)
        if not text.strip():
            return
        size = c_float()
        raw.FPDFTextObj_GetFontSize(thing, size)
        edges = [c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(thing, *edges)
        colour = [c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(thing, *colour)
        font = raw.FPDFTextObj_GetFont(thing)
        red, green, blue, opacity = (part.value for part in colour)
        self.words.append(
            Words(
                text,
                size.value * hypot(matrix[2], matrix[3]),
                _moved(tuple(edge.value for edge in edges), place.matrix),
                matrix[5],
                (red, green, blue, opacity),
                self._font(font),
                raw.FPDFFont_GetWeight(font) >= _BOLD,
                abs(matrix[1]) < _TURNED * abs(matrix[0] or 1),
                mark,
            )
        )

    def _text(self, thing: Any) -> str:  # noqa: ANN401
        length = raw.FPDFTextObj_GetText(thing, self.text, None, 0)
        buffer = create_string_buffer(length)
        raw.FPDFTextObj_GetText(
            thing, self.text, raw.cast(buffer, raw.POINTER(raw.FPDF_WCHAR)), length
        )
        return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")

    def _font(self, font: Any) -> str:  # noqa: ANN401
        key = raw.cast(font, raw.c_void_p).value or 0
        if key not in self.fonts:
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = create_string_buffer(length)
            raw.FPDFFont_GetBaseFontName(font, buffer, length)
            name = buffer.value.decode("utf-8", "replace")
            self.fonts[key] = (name, raw.FPDFFont_GetIsEmbedded(font) == 1)
        return self.fonts[key][0]

    def _photo(self, thing: Any, matrix: _Matrix) -> None:  # noqa: ANN401
        width, height = c_uint(), c_uint()
        if not raw.FPDFImageObj_GetImagePixelSize(thing, width, height):
            return
        a, b, c, d = matrix[:4]
        across, down = hypot(a, b), hypot(c, d)
        if across and down and width.value and height.value:
            density = min(width.value / across, height.value / down) * _POINTS
            box = _moved((0, 0, 1, 1), matrix)
            self.photos.append(Photo(width.value, height.value, box, density))


def _matrix(thing: Any) -> _Matrix:  # noqa: ANN401
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that does first what ``inner`` does, then what ``outer`` does."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(box: tuple[float, ...], matrix: _Matrix) -> Box:
    """The upright box around ``box`` as ``matrix`` moves and turns it."""
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)
