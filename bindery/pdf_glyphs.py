"""The glyphs that a PDF draws: the characters they stand for, and those that its fonts lack.

A run of glyphs is drawn from left to right, whatever the direction of its script, and a PDF says of
each glyph which character it stands for (ISO 32000-1, 9.10.3). Programs that read text make a guess
at the order a person would read it in; here nothing is guessed. Where a font has no glyph for a
code, its glyph 0 is drawn, an empty box (9.7.6.3).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .pdf_objects import (
    Array,
    Dictionary,
    Name,
    Object,
    Stream,
    String,
    open_pdf,
    parse_content_stream,
)

_DEEPEST = 20  # forms in forms: a file that goes deeper was not made by us
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CIDS = re.compile(rb"begincid(?:char|range)(.*?)endcid", re.DOTALL)
_CID = re.compile(rb"<([0-9A-Fa-f]+)>(?:\s*<([0-9A-Fa-f]+)>)?\s*(\d+)")
_CODES = re.compile(rb"<([0-9A-Fa-f]*)>")
_SHOWN = frozenset({"Tj", "TJ", "'", '"'})
_TABLES = 12  # bytes before the first entry of a font's directory of tables
_ENTRY = struct.Struct(">4sIII")
_EVERY_GLYPH = 0x10000  # more than any font has


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs drawn in one go. ``lacking`` are those characters of ``text`` that are boxes.

    One of them is empty where the file does not say what it stands for.
    """

    text: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Font:
    """A font of the file: how many bytes a code has, what each stands for, and its glyph.

    ``glyphs`` is None where codes are not numbers of glyphs and cannot be followed to one.
    ``places`` are the glyphs that ``cids`` lead to, two bytes for each; None: they are the same.
    """

    width: int = 1
    characters: Mapping[int, str] | None = None
    glyphs: int | None = None
    cids: Mapping[int, int] | None = None
    places: bytes | None = None

    def run(self, shown: bytes) -> Run:
        """What is drawn for the codes ``shown``."""
        known = self.characters or {}
        if self.width == 1:
            codes: tuple[int, ...] = tuple(shown)
        else:
            codes = struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2])
        text = "".join([known.get(code, "") for code in codes])
        lacking = {code: None for code in dict.fromkeys(codes) if self._lacks(code)}
        return Run(text, tuple(known.get(code, "") for code in lacking))

    def _lacks(self, code: int) -> bool:
        if self.glyphs is None:
            return False
        glyph = code if self.cids is None else self.cids.get(code, 0)
        if self.places is not None:
            glyph = int.from_bytes(self.places[glyph * 2 : glyph * 2 + 2], "big")
        return not 0 < glyph < self.glyphs


_NONE = _Font()
_Fonts = dict[tuple[int, int], _Font]


def drawn_runs(data: bytes) -> tuple[tuple[Run, ...], ...]:
    """For each page of the PDF ``data`` its runs of glyphs, in the order they are drawn in."""
    known: _Fonts = {}
    with open_pdf(data) as pdf:
        return tuple(tuple(_drawn(page.obj, known, 0)) for page in pdf.pages)


def _drawn(owner: Object, known: _Fonts, depth: int) -> Iterator[Run]:
    """What a page or a form draws, with the forms in it."""
    if depth > _DEEPEST:
        return
    resources = owner.get("/Resources", Dictionary())
    fonts = resources.get("/Font", Dictionary())
    things = resources.get("/XObject", Dictionary())
    font = _NONE
    for instruction in parse_content_stream(owner, "Tf Tj TJ ' \" Do"):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "Tf":
            font = _known(fonts[str(operands[0])], known)
        elif operator in _SHOWN:
            yield font.run(_shown(operands[-1]))
        elif things.get(str(operands[0]), Dictionary()).get("/Subtype") == Name.Form:
            yield from _drawn(things[str(operands[0])], known, depth + 1)


def _shown(operand: Object) -> bytes:
    """The codes of what is shown, without the spaces between them."""
    written = operand.unparse()
    if b"(" not in written:  # numbers of glyphs as a rule: to go from object to object takes long
        return bytes.fromhex(b"".join(_CODES.findall(written)).decode("ascii"))
    if isinstance(operand, Array):
        return b"".join([bytes(each) for each in operand if isinstance(each, String)])
    return bytes(operand) if isinstance(operand, String) else b""


def _known(font: Object, known: _Fonts) -> _Font:
    if not font.is_indirect:
        return _font(font)
    if font.objgen not in known:
        known[font.objgen] = _font(font)
    return known[font.objgen]


def _font(font: Object) -> _Font:
    """``font`` as the files of the shop say it."""
    characters = _characters_of(font)
    if font.get("/Subtype") != Name.Type0:
        return _Font(1, characters)
    inner = font.DescendantFonts[0]
    encoding, places = font.get("/Encoding"), inner.get("/CIDToGIDMap")
    return _Font(
        2,
        characters,
        _glyphs_of(inner.get("/FontDescriptor", Dictionary())),
        _cids_of(encoding.read_bytes()) if isinstance(encoding, Stream) else None,
        places.read_bytes() if isinstance(places, Stream) else None,
    )


def _glyphs_of(descriptor: Object) -> int | None:
    """How many glyphs the font in the file has; None where there is none, or it does not say."""
    if (font := descriptor.get("/FontFile2")) is None:
        return _EVERY_GLYPH if "/FontFile3" in descriptor else None
    data = font.read_bytes()
    (count,) = struct.unpack_from(">4xH", data)
    for at in range(_TABLES, _TABLES + count * _ENTRY.size, _ENTRY.size):
        tag, _, start, _ = _ENTRY.unpack_from(data, at)
        if tag == b"maxp":
            return int(struct.unpack_from(">4xH", data, start)[0])
    return None


def _cids_of(table: bytes) -> dict[int, int]:
    """The number in the font for each code, from a CMap of the file's own."""
    found: dict[int, int] = {}
    for section in _CIDS.findall(table):
        for first, last, start in _CID.findall(section):
            low, high = int(first, 16), int(last or first, 16)
            found |= {code: int(start) + code - low for code in range(low, high + 1)}
    return found


def _characters_of(font: Object) -> dict[int, str]:
    """What each code of ``font`` stands for, as the files of the shop say it."""
    characters: dict[int, str] = {}
    if (table := font.get("/ToUnicode")) is not None:
        for section in _SECTION.findall(table.read_bytes()):
            for code, text in _PAIR.findall(section):
                characters[int(code, 16)] = bytes.fromhex(text.decode()).decode(
                    "utf-16-be", "replace"
                )
    return characters
