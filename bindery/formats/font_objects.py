"""How a PDF describes a font that it carries: what every kind of font object points to."""

from __future__ import annotations

from bindery.font_files import Typeface
from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf, Stream

#: Its characters are numbered in an order of its own (ISO 32000-1, table 123).
SYMBOLIC = 4
#: Its characters are Latin letters, in an encoding that PDF has a name for.
NONSYMBOLIC = 32

_STEM = 80  # thousandths of the type's size: what viewers take for a text face that they draw


def described(pdf: Pdf, face: Typeface, tag: str, flags: int) -> tuple[Object, Object]:
    """The name of ``face`` in ``pdf`` and its descriptor, which carries the font's own file.

    ``tag`` is the six letters that stand before the name of a font that is cut down, ``flags``
    what kind of characters it has.
    """
    name = Name(f"/{tag}+{face.name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=flags,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=_STEM,
        MissingWidth=0,
        FontFile2=Stream(pdf, face.data, Length1=len(face.data)),
    )
    return name, pdf.make_indirect(descriptor)
