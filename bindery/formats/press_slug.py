"""A line of text set by hand, for what stands beside a page and not on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bindery.font_files import Typeface, usable_typefaces
from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf, Stream, String

from .font_objects import SYMBOLIC, described

_MISSING = "?"  # for a character that the font does not have
_TAG = "SLUGLN"
_MAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_MOST_IN_RANGE = 100  # entries that a block of a CMap may have


@dataclass(frozen=True, slots=True)
class SlugFont:
    """A font in a file, with ``glyphs``: the number and width of each character."""

    font: Object
    glyphs: dict[str, tuple[int, int]]

    def encoded(self, text: str) -> str:
        """``text`` as the operand of an operator that shows text: ``<00410042>``."""
        return f"<{''.join(f'{self._glyph(character)[0]:04x}' for character in text)}>"

    def width(self, text: str, size: float) -> float:
        """How wide ``text`` is in points."""
        return sum(self._glyph(character)[1] for character in text) * size / 1000

    def _glyph(self, character: str) -> tuple[int, int]:
        return self.glyphs.get(character) or self.glyphs[_MISSING]


def embed(pdf: Pdf, fonts: Iterable[bytes], text: str) -> SlugFont:
    """Put the one of ``fonts`` that has most of ``text`` into ``pdf``, cut down to that.

    ValueError if none can be used.
    """
    face = max(
        usable_typefaces(fonts, text + _MISSING), key=lambda each: len(each.glyphs), default=None
    )
    if face is None or _MISSING not in face.glyphs:
        raise ValueError("there is no font for the line beside the pages")
    return SlugFont(_font(pdf, face), face.glyphs)


def _font(pdf: Pdf, face: Typeface) -> Object:
    name, descriptor = described(pdf, face, _TAG, SYMBOLIC)
    widths = [part for number, width in sorted(face.glyphs.values()) for part in (number, [width])]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=descriptor,
        W=Array(widths),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, _to_unicode(face)),
        )
    )


def _to_unicode(face: Typeface) -> bytes:
    """The table from glyphs back to characters."""
    lines = [
        f"<{number:04x}> <{character.encode('utf-16-be').hex()}>"
        for character, (number, _) in sorted(face.glyphs.items())
    ]
    blocks = [lines[at : at + _MOST_IN_RANGE] for at in range(0, len(lines), _MOST_IN_RANGE)]
    ranges = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return _MAP.format(ranges=ranges).encode()
