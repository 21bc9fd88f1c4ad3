"""The characters that a PDF's glyphs stand for, in the order in which they are drawn.

A run of glyphs is drawn from left to right, whatever the direction of its script, and a PDF says of
each glyph which character it stands for (ISO 32000-1, 9.10.3). Programs that read text make a guess
at the order a person would read it in; here nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .pdf_objects import Array, Dictionary, Name, Object, String, open_pdf, parse_content_stream

_DEEPEST = 20  # forms in forms: a file that goes deeper was not made by us
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN = frozenset({"Tj", "TJ", "'", '"'})

_Glyphs = dict[bytes, str]


def drawn_text(data: bytes) -> tuple[str, ...]:
    """For each page of the PDF ``data`` the characters of its glyphs, as they are drawn."""
    with open_pdf(data) as pdf:
        return tuple("".join(_drawn(page.obj, {}, 0)) for page in pdf.pages)


def _drawn(owner: Object, known: dict[tuple[int, int], _Glyphs], depth: int) -> Iterator[str]:
    """What a page or a form draws, with the forms in it."""
    if depth > _DEEPEST:
        return
    resources = owner.get("/Resources", Dictionary())
    fonts = resources.get("/Font", Dictionary())
    things = resources.get("/XObject", Dictionary())
    glyphs: _Glyphs = {}
    width = 1
    for instruction in parse_content_stream(owner, "Tf Tj TJ ' \" Do"):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "Tf":
            font = fonts[str(operands[0])]
            width = 2 if font.get("/Subtype") == Name.Type0 else 1
            if font.objgen not in known:
                known[font.objgen] = _characters_of(font)
            glyphs = known[font.objgen]
        elif operator in _SHOWN:
            yield from (
                glyphs.get(codes[at : at + width], "")
                for codes in _strings(operands[-1])
                for at in range(0, len(codes), width)
            )
        elif things.get(str(operands[0])) is not None:
            yield from _drawn(things[str(operands[0])], known, depth + 1)


def _strings(operand: Object) -> Iterator[bytes]:
    for each in operand if isinstance(operand, Array) else (operand,):
        if isinstance(each, String):
            yield bytes(each)


def _characters_of(font: Object) -> _Glyphs:
    """What each code of ``font`` stands for, as the files of the shop say it."""
    glyphs: _Glyphs = {}
    if (table := font.get("/ToUnicode")) is not None:
        for section in _SECTION.findall(table.read_bytes()):
            for code, characters in _PAIR.findall(section):
                text = bytes.fromhex(characters.decode()).decode("utf-16-be", "replace")
                glyphs[bytes.fromhex(code.decode())] = text
    return glyphs
