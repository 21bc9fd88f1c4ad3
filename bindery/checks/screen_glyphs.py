"""Characters that no font of a finished e-book or web page has, where words ask for its fonts.

A reader's program then takes another font of its device, and shows an empty box if none has the
character: on a phone rarely, on a small e-reader often. So it is a warning, not an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bindery.cascade import Face
from bindery.diagnostics import Diagnostic, warning
from bindery.document import Document
from bindery.font_tables import BrokenFont, characters

from .lettering import words_and_letters
from .looks import Seen
from .page_glyphs import around, place_of_sign, signs_named
from .whereabouts import place_of_picture

_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")
_VARIANTS = "\ufe00-\ufe0f"  # say which form of the letter before them is meant
_UNSEEN = re.compile(f"[{_VARIANTS}]")

_ANOTHER = "use another character, or add a font that has it: some readers show an empty box"

_Covered = Mapping[tuple[str, bool], frozenset[str]]


def missing_glyph(
    document: Document, seen: Iterable[Seen], faces: Sequence[Face], font: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """Warnings for words whose families are in the file, and none of these has a character.

    ``font`` gives the bytes of a font for its address. Words in a family that is not in the file
    are the reader's affair, and so is all text where a font cannot be read: others tell that.
    """
    covered = _covered(faces, font)
    told: set[str] = set()
    judged: dict[tuple[tuple[str, ...], bool], set[str]] = {}
    for each in seen if covered else ():
        families, bold = each.look.families, each.look.bold
        before = judged.setdefault((families, bold), set())
        if before.issuperset(each.text):
            continue
        before.update(each.text)
        known = [covered[name, bold] for name in families if (name, bold) in covered]
        lacking = _lacking(each.text, known) if known else ()
        if new := [sign for sign in lacking if sign not in told]:
            told.update(new)
            yield warning(
                "missing-glyph",
                f"no font in the file has {signs_named(new)}, in {around(each.text, new[0])}",
                place_of_sign(document, (each.text, each.element.text(), new[0])),
                _ANOTHER,
            )


def missing_in_drawings(document: Document, drawings: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Warnings for the words of finished ``drawings``, by name, that lack a character.

    A drawing that brings no font is shown in the reader's own.
    """
    for name, data in drawings.items():
        words, letters = words_and_letters(data)
        told: set[str] = set()
        for each in words if letters else ():
            if lacking := [sign for sign in _lacking(each, letters) if sign not in told]:
                told.update(lacking)
                yield warning(
                    "missing-glyph",
                    f"no font of the drawing `{name}` has {signs_named(lacking)},"
                    f" in {around(each.strip(), lacking[0])}",
                    place_of_picture(document, name),
                    _ANOTHER,
                )


def _covered(faces: Sequence[Face], font: Callable[[str], bytes]) -> _Covered:
    """The characters of each family, in plain and in bold type; nothing if a font is unreadable."""
    found: dict[tuple[str, bool], frozenset[str]] = {}
    try:
        each = [(face, _characters(face, font)) for face in faces]
    except BrokenFont:
        return {}
    for family in {face.family for face in faces}:
        mine = [(face.bold, has) for face, has in each if face.family == family]
        for bold in (False, True):
            # Of a family without a bold face the plain one is made bolder, and the other way.
            right = [has for is_so, has in mine if is_so == bold] or [has for _, has in mine]
            found[family, bold] = frozenset[str]().union(*right)
    return found


def _characters(face: Face, font: Callable[[str], bytes]) -> frozenset[str]:
    urls = _URL.findall(face.source)
    if not urls:
        raise BrokenFont("it is not in the file")
    has = frozenset[str]().union(*(characters(font(url)) for url in urls))
    if not face.ranges:
        return has
    return frozenset(
        sign for sign in has if any(low <= ord(sign) <= high for low, high in face.ranges)
    )


def _lacking(text: str, known: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The characters of ``text`` that none of ``known`` has, each once, in order."""
    signs = dict.fromkeys(unicodedata.normalize("NFC", _UNSEEN.sub("", text)))
    return tuple(
        sign
        for sign in signs
        if unicodedata.category(sign)[0] not in "CZ" and not any(_has(each, sign) for each in known)
    )


def _has(known: frozenset[str], sign: str) -> bool:
    """Whether a font can show ``sign``, by itself or put together of its parts."""
    return sign in known or known.issuperset(unicodedata.normalize("NFD", sign))
