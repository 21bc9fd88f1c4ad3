"""Fonts read, and cut down to the characters that are used.

The only door to HarfBuzz, which cuts a font in a thousandth of a second, the same in any place:
its version is that of a package, not of the system.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz

from .diagnostics import Diagnostic, Span, error
from .font_tables import BrokenFont, tables

_FEATURES = (b"tnum", b"lnum")  # beside the usual ones: figures that line up in tables
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)  # the last two: licence, which must travel along
_FAMILY, _POSTSCRIPT_NAME = 1, 6
_BOLD = 600  # the weight from which a face counts as bold
_RESTRICTED = 0x0002  # the font's maker forbids embedding
_TRUETYPE = (b"\0\1\0\0", b"true")
_OTHER_FONTS = (b"OTTO", b"ttcf", b"wOFF", b"wOF2")
_NEEDED = frozenset({"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})


class UnusableFontError(ValueError):
    """A font that cannot be embedded; the text completes "the font …"."""


def unusable_font(name: str, problem: UnusableFontError) -> Diagnostic:
    """What there is to say of the font that a style sheet knows as ``name``."""
    hint = (
        "use a TrueType font free to embed, copy this one again from where it came from, or have a "
        "font editor save it anew"
    )
    place = Span(f"styles/{name}")
    return error("unusable-font", f"the font `{name}` {problem}", place, hint)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font cut down to a line of text, as a page that is drawn by hand needs it.

    ``glyphs`` gives each character's number in the font and how far it moves on; that, like
    ``box`` (left, bottom, right, top), ``ascent`` and ``descent``, in thousandths of the size.
    """

    name: str
    data: bytes
    glyphs: dict[str, tuple[int, int]]
    box: tuple[int, ...]
    ascent: int
    descent: int


@lru_cache(maxsize=64)
def characters(data: bytes) -> frozenset[str]:
    """The characters a font has glyphs for.

    Raises:
        UnusableFontError: if it is no TrueType font, damaged, or may not be embedded.
    """
    _check_tables(data)
    face = uharfbuzz.Face(data)
    (embedding,) = _numbers(face, "OS/2", ">8xH")
    if embedding & _RESTRICTED:
        raise UnusableFontError("may not be embedded: its maker forbids it")
    if not face.glyph_count or not face.unicodes:
        raise UnusableFontError("cannot be read: it has no characters")
    return frozenset(map(chr, face.unicodes))


@lru_cache(maxsize=64)
def advances(data: bytes) -> dict[str, float]:
    """How far each character of a font moves on, as a share of the size; not to be changed.

    Empty for a font that cannot be used.
    """
    try:
        known = characters(data)
    except UnusableFontError:
        return {}
    face = uharfbuzz.Face(data)
    return {each: width / face.upem for each, (_, width) in _glyphs(face, known).items()}


@lru_cache(maxsize=64)
def cut(data: bytes, wanted: frozenset[str]) -> bytes:
    """``data`` with the glyphs of ``wanted`` only: the same bytes for the same arguments.

    Raises:
        UnusableFontError: as :func:`characters` does, or if a table makes no sense.
    """
    characters(data)
    order = uharfbuzz.SubsetInput()
    order.unicode_set.update(map(ord, wanted))
    order.layout_feature_tag_set.update(int.from_bytes(tag, "big") for tag in _FEATURES)
    order.name_id_set.clear()
    order.name_id_set.update(_NAMES)
    flags = uharfbuzz.SubsetFlags
    order.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE
    try:
        return bytes(uharfbuzz.subset(uharfbuzz.Face(data), order).blob.data)
    except (RuntimeError, uharfbuzz.HarfBuzzError) as problem:
        raise UnusableFontError(f"cannot be cut down: {problem}") from problem


def family(data: bytes) -> tuple[str, bool]:
    """The name of the family that a font belongs to, and whether it is its bold face.

    Raises:
        UnusableFontError: as :func:`characters` does.
    """
    characters(data)
    face = uharfbuzz.Face(data)
    (weight,) = _numbers(face, "OS/2", ">4xH")
    return str(face.get_name(_FAMILY) or ""), weight >= _BOLD


def typeface(data: bytes, text: Iterable[str]) -> Typeface:
    """The font ``data`` with what of ``text`` it has glyphs for.

    Raises:
        UnusableFontError: as :func:`cut` does.
    """
    wanted = characters(data) & frozenset(text)
    small = cut(data, wanted)
    face = uharfbuzz.Face(small)
    left, bottom, right, top = _numbers(face, "head", ">36x4h")
    ascent, descent = _numbers(face, "hhea", ">4x2h")

    em = int(face.upem)

    def scaled(length: int) -> int:
        return round(length * 1000 / em)

    return Typeface(
        name=str(face.get_name(_POSTSCRIPT_NAME) or "Font").replace(" ", ""),
        data=small,
        glyphs={
            each: (number, scaled(width)) for each, (number, width) in _glyphs(face, wanted).items()
        },
        box=(scaled(left), scaled(bottom), scaled(right), scaled(top)),
        ascent=scaled(ascent),
        descent=scaled(descent),
    )


def usable_typefaces(fonts: Iterable[bytes], text: str) -> Iterator[Typeface]:
    """A :func:`typeface` of each of ``fonts`` that can be used; the layout tells of others."""
    for data in fonts:
        with suppress(UnusableFontError):
            yield typeface(data, text)


def _glyphs(face: uharfbuzz.Face, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The number of each character's glyph, and how far it moves on in units of the font."""
    font = uharfbuzz.Font(face)
    numbers = {each: font.get_nominal_glyph(ord(each)) or 0 for each in sorted(wanted)}
    return {each: (number, font.get_glyph_h_advance(number)) for each, number in numbers.items()}


def _numbers(face: uharfbuzz.Face, table: str, layout: str) -> tuple[int, ...]:
    """The integers that stand in ``table`` as ``layout`` (of :mod:`struct`) has them."""
    try:
        return struct.unpack_from(layout, face.reference_table(table).data)
    except struct.error as problem:
        raise UnusableFontError(f"cannot be read: its table `{table}` is too short") from problem


def _check_tables(data: bytes) -> None:
    """Refuse what HarfBuzz would read as a font without glyphs, or draw as other shapes."""
    if data[:4] in _OTHER_FONTS:
        raise UnusableFontError("is not a TrueType font")
    if data[:4] not in _TRUETYPE:
        raise UnusableFontError("cannot be read: it is no font")
    try:
        names = {name for name, _ in tables(data)}
    except BrokenFont as problem:
        raise UnusableFontError(f"cannot be read: {problem}") from problem
    if "CFF " in names or "CFF2" in names:
        raise UnusableFontError("is not a TrueType font")
    if lacking := _NEEDED - names:
        raise UnusableFontError(f"cannot be read: it has no table `{min(lacking)}`")
