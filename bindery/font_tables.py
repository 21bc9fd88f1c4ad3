"""A TrueType font's own word on itself, read from its tables: checksums and characters.

Written without the library that cuts the fonts down, so that it can check its work.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache

_TABLE = struct.Struct(">4sIII")
_CHECKSUM_ADJUSTMENT = 8  # the one field of `head` that its own checksum leaves out
_SEGMENTS = 4
_GROUPS = 12


class BrokenFont(ValueError):
    """The font cannot be trusted; the text says why."""


@lru_cache(maxsize=64)  # a book's fonts are asked for by two checks
def characters(data: bytes) -> frozenset[str]:
    """The characters the font has glyphs for.

    Raises :class:`BrokenFont` if a table is cut short or does not match its checksum.
    """
    try:
        codes = set(_codes(dict(tables(data))["cmap"]))
    except (struct.error, KeyError, IndexError) as problem:
        raise BrokenFont("its tables cannot be read") from problem
    return frozenset(map(chr, codes))


def tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each table of a font.

    Raises :class:`BrokenFont` if one is cut short or does not match its checksum.
    """
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        listed = [_TABLE.unpack_from(data, 12 + number * _TABLE.size) for number in range(count)]
    except struct.error as problem:
        raise BrokenFont("it is cut off") from problem
    for tag, told, start, length in listed:
        table = data[start : start + length]
        name = tag.decode("latin-1")
        if len(table) != length:
            raise BrokenFont(f"its table `{name.strip()}` is damaged: it is cut off")
        if checksum(name, table) != told:
            raise BrokenFont(f"its table `{name.strip()}` is damaged")
        yield name, table


def checksum(name: str, table: bytes) -> int:
    """What a font says of its table ``name`` if that is as it was made (OpenType 1.9)."""
    if name == "head":
        adjusted = _CHECKSUM_ADJUSTMENT
        table = table[:adjusted] + bytes(4) + table[adjusted + 4 :]
    table += bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(table) // 4}I", table)
    return sum(words) & 0xFFFFFFFF


def _codes(cmap: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    for number in range(count):
        _platform, _encoding, start = struct.unpack_from(">HHI", cmap, 4 + number * 8)
        (layout,) = struct.unpack_from(">H", cmap, start)
        if layout == _SEGMENTS:
            yield from _segments(cmap, start)
        elif layout == _GROUPS:
            yield from _groups(cmap, start)


def _segments(cmap: bytes, start: int) -> Iterator[int]:
    """Characters of a format 4 table: runs of codes, each with a glyph or a zero."""
    (doubled,) = struct.unpack_from(">H", cmap, start + 6)
    row = f">{doubled // 2}H"
    ends = struct.unpack_from(row, cmap, start + 14)
    starts, deltas, offsets = (
        struct.unpack_from(row, cmap, start + 16 + doubled * number) for number in (1, 2, 3)
    )
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        place = start + 16 + doubled * 3 + number * 2
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                where = place + offsets[number] + (code - first) * 2
                (glyph,) = struct.unpack_from(">H", cmap, where)
                if not glyph:
                    continue
            if (glyph + deltas[number]) & 0xFFFF:
                yield code


def _groups(cmap: bytes, start: int) -> Iterator[int]:
    """Characters of a format 12 table."""
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", cmap, start + 16 + number * 12)
        yield from (code for code in range(first, last + 1) if glyph + code - first)
