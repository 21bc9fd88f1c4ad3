"""The font that a reader's own words are set in, when a form is filled in on a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from bindery.font_files import Typeface, usable_typefaces
from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf

from .font_objects import NONSYMBOLIC, described

_TAG = "WRITEI"
_LATIN = "cp1252"  # what PDF calls WinAnsiEncoding
# Numbers that WinAnsiEncoding leaves free, for letters that the guide's language has beside it.
_FREE = (*range(1, 32), 127, 129, 141, 143, 144, 157)
# Letters of names that are common far from where they come from.
_OFTEN = "ŵŷąćęłńśźżčěřšžăğş"
# Names of letters in the Adobe Glyph List: most are made of the letter and its accent.
_NAMED = {"ł": "lslash", "Ł": "Lslash", "đ": "dcroat", "Đ": "Dcroat"}
_ACCENTS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "circumflex",
    "\u0303": "tilde",
    "\u0304": "macron",
    "\u0306": "breve",
    "\u0307": "dotaccent",
    "\u0308": "dieresis",
    "\u030a": "ring",
    "\u030b": "hungarumlaut",
    "\u030c": "caron",
    "\u0327": "cedilla",
    "\u0328": "ogonek",
}


def embed(pdf: Pdf, fonts: Iterable[bytes], text: str) -> Object:
    """Put the first of ``fonts`` that has Latin letters into ``pdf``, to fill in a form with.

    It has the letters of Western Europe, those of ``text`` and some of names, as far as they
    have room; a viewer takes others from its own fonts. ValueError if no font can be used.
    """
    latin = {number: bytes([number]).decode(_LATIN, "ignore") for number in range(32, 256)}
    known = {number: letter for number, letter in latin.items() if letter.isprintable()}
    letters = dict.fromkeys((*_letters(text), *_letters(_OFTEN)))
    wanted = [letter for letter in letters if letter not in known.values()]
    more = dict(zip(_FREE, wanted, strict=False))
    for face in usable_typefaces(fonts, "".join({*known.values(), *more.values()})):
        if "a" in face.glyphs:
            mine = {number: letter for number, letter in more.items() if letter in face.glyphs}
            return _font(pdf, face, {**known, **mine}, mine)
    raise ValueError("there is no font to fill in a form with")


def _letters(text: str) -> list[str]:
    """The letters of ``text`` and their other case that a PDF can name, in order."""
    letters = sorted({*text, *text.upper(), *text.lower()})
    return [letter for letter in letters if _glyph_name(letter)]


def _glyph_name(letter: str) -> str:
    """What the Adobe Glyph List calls an accented Latin letter: "wcircumflex"; empty if nothing."""
    if letter in _NAMED:
        return _NAMED[letter]
    parts = unicodedata.normalize("NFD", letter)
    plain, accent = parts[:1], _ACCENTS.get(parts[1:], "")
    return f"{plain}{accent}" if accent and plain.isascii() and plain.isalpha() else ""


def _font(pdf: Pdf, face: Typeface, coded: dict[int, str], more: dict[int, str]) -> Object:
    name, descriptor = described(pdf, face, _TAG, NONSYMBOLIC)
    encoding: Object = Name.WinAnsiEncoding
    if more:
        places = [part for at, one in more.items() for part in (at, Name(f"/{_glyph_name(one)}"))]
        encoding = Dictionary(
            Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array(places)
        )
    widths = [face.glyphs.get(coded.get(number, ""), (0, 0))[1] for number in range(256)]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            FirstChar=0,
            LastChar=255,
            Widths=Array(widths),
            Encoding=encoding,
            FontDescriptor=descriptor,
        )
    )
