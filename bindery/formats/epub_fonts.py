"""The fonts of an e-book or a web page: each family cut down to the characters that reach it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, error, warning
from bindery.edition import File
from bindery.font_files import UnusableFontError, characters, cut

from .epub_styles import Styles

# Readers draw these by themselves: list numbers and bullets, hyphens where they break words.
_ALWAYS = "0123456789.-\u2010\u2022 "
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
            covered[name] = characters(files[name].data)
        except KeyError:
            continue  # no such file: the check of references says so
        except UnusableFontError as problem:
            message = f"the font `{name}` {problem}"
            findings.append(error("epub-font", message, hint="use a TrueType font free to embed"))
    needed, missing = _share_out(styles, covered, _wanted(text))
    missing.intersection_update(text)  # the other case of a letter is wanted, not needed
    if covered and missing:
        findings.append(_missing_glyphs(missing))
    packed = {
        url: cut(files[url].data, frozenset(needed[face.family]))
        for face in styles.faces
        if needed.get(face.family)
        for url in face.urls
        if url in covered
    }
    families = tuple(family for family in needed if needed[family])
    return Embedded(packed, families), tuple(findings)


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
    for family, served in needed.items():
        if served:
            served.update(reach[family].intersection(_ALWAYS))
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
