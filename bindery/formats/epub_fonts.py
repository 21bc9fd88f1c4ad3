"""Fonts cut down to the characters that are used: for e-books, and for a line drawn by hand.

The only door to fontTools.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from bindery.diagnostics import Diagnostic, error, warning
from bindery.edition import File

from .epub_styles import Styles

# Readers draw these by themselves: list numbers and bullets, hyphens where they break words.
_ALWAYS = "0123456789.-\u2010\u2022 "
_FEATURES = ("tnum", "lnum")  # beside the usual ones: figures that line up in tables
_RESTRICTED = 0x0002  # the font's maker forbids embedding
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Embedded:
    """Fonts ready to pack: ``files`` by name, and the ``families`` (lower case) they serve."""

    files: dict[str, bytes]
    families: tuple[str, ...]


def embed(
    styles: Styles, files: Mapping[str, File], text: str
) -> tuple[Embedded, tuple[Diagnostic, ...]]:
    """The fonts that ``text`` needs under ``styles``, subset; and what is wrong with them.

    A character goes to the first family of each font list that has it, as in a reader, so a
    family that no character reaches is left out. A character that no family has is a
    ``missing-glyph`` warning; a font that cannot be used is an ``epub-font`` error.
    """
    findings: list[Diagnostic] = []
    covered = {}
    for name in dict.fromkeys(url for face in styles.faces for url in face.urls):
        try:
            covered[name] = _characters(files[name].data)
        except KeyError:
            continue  # no such file: the check of references says so
        except _Unusable as problem:
            message = f"the font `{name}` {problem}"
            findings.append(error("epub-font", message, hint="use a TrueType font free to embed"))
    needed, missing = _share_out(styles, covered, _wanted(text))
    missing.intersection_update(text)  # the other case of a letter is wanted, not needed
    if covered and missing:
        findings.append(_missing_glyphs(missing))
    packed = {
        url: _subset(files[url].data, frozenset(needed[face.family]))
        for face in styles.faces
        if needed.get(face.family)
        for url in face.urls
        if url in covered
    }
    families = tuple(family for family in needed if needed[family])
    return Embedded(packed, families), tuple(findings)


class _Unusable(Exception):
    """A font that cannot be embedded; the text completes "the font …"."""


@lru_cache(maxsize=64)
def _characters(data: bytes) -> frozenset[str]:
    """The characters a font has glyphs for."""
    try:
        font = TTFont(BytesIO(data), lazy=True)
        if vars(font["OS/2"])["fsType"] & _RESTRICTED:
            raise _Unusable("may not be embedded: its maker forbids it")
        if "glyf" not in font:
            raise _Unusable("is not a TrueType font")
        return frozenset(map(chr, font.getBestCmap() or {}))
    except (TTLibError, KeyError, AssertionError) as problem:
        raise _Unusable(f"cannot be read: {problem}") from problem


@lru_cache(maxsize=64)
def advances(data: bytes) -> dict[str, float]:
    """How far each character of a font moves on, as a share of the size; not to be changed.

    Empty for a font that cannot be used.
    """
    try:
        characters = _characters(data)
    except _Unusable:
        return {}
    font = TTFont(BytesIO(data), lazy=True)
    names, metrics, em = font.getBestCmap(), font["hmtx"].metrics, vars(font["head"])["unitsPerEm"]
    return {each: metrics[names[ord(each)]][0] / em for each in characters}


def _wanted(text: str) -> set[str]:
    """Characters to have glyphs for, with the other case of each letter (small capitals)."""
    return {
        character
        for character in text + text.upper() + text.lower()
        if unicodedata.category(character)[0] not in "CZ"
    }


def _share_out(
    styles: Styles, covered: Mapping[str, frozenset[str]], wanted: set[str]
) -> tuple[dict[str, set[str]], set[str]]:
    """Which characters each family is for, and which no family has."""
    reach: dict[str, set[str]] = {}
    for face in styles.faces:
        for url in face.urls:
            reach.setdefault(face.family, set()).update(covered.get(url, ()))
    needed: dict[str, set[str]] = {family: set() for family in reach}
    missing: set[str] = set()
    for stack in styles.stacks:
        left = set(wanted)
        families = [family for family in stack if family in reach]
        for family in families:
            needed[family] |= left & reach[family]
            left -= reach[family]
        missing |= left if families else set()
    for family, characters in needed.items():
        if characters:
            characters.update(reach[family].intersection(_ALWAYS))
    return needed, missing


def _missing_glyphs(missing: Iterable[str]) -> Diagnostic:
    ordered = sorted(missing)
    names = [f"`{c}` U+{ord(c):04X}" for c in ordered[:_SHOWN]]
    if len(ordered) > _SHOWN:
        names.append(f"{len(ordered) - _SHOWN} more")
    return warning(
        "missing-glyph",
        f"no embedded font has {', '.join(names)}",
        hint="use another character, or add a font that has it to the theme",
    )


@lru_cache(maxsize=64)
def _subset(data: bytes, characters: frozenset[str]) -> bytes:
    """``data`` with the glyphs of ``characters`` only: the same bytes for the same arguments."""
    options = subset.Options(
        hinting=False,
        notdef_outline=True,
        layout_features=[*subset.Options._layout_features_default, *_FEATURES],  # noqa: SLF001
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],  # the last two: licence, which must travel along
        recalc_timestamp=False,
    )
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(font)
    written = BytesIO()
    font.save(written, reorderTables=True)
    return written.getvalue()


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


def typeface(data: bytes, text: str) -> Typeface:
    """The font ``data`` with what of ``text`` it has glyphs for.

    ValueError if it is no TrueType font that may be embedded.
    """
    try:
        characters = _characters(data) & frozenset(text)
    except _Unusable as problem:
        raise ValueError(f"the font {problem}") from problem
    cut = _subset(data, characters)
    font = TTFont(BytesIO(cut), lazy=True)
    head, line = vars(font["head"]), vars(font["hhea"])
    numbers = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    widths = [font["hmtx"].metrics[name][0] for name in font.getGlyphOrder()]

    em = int(head["unitsPerEm"])

    def scaled(length: int) -> int:
        return round(length * 1000 / em)

    return Typeface(
        name=str(font["name"].getDebugName(6) or "Font").replace(" ", ""),
        data=cut,
        glyphs={each: (number, scaled(widths[number])) for each, number in numbers.items()},
        box=(*map(scaled, (head["xMin"], head["yMin"], head["xMax"], head["yMax"])),),
        ascent=scaled(line["ascent"]),
        descent=scaled(line["descent"]),
    )
