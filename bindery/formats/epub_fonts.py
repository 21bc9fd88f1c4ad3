"""The fonts of an e-book or a web page: each family cut down to the characters that reach it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic
from bindery.document import File
from bindery.font_files import UnusableFontError, characters, cut, unusable_font
from bindery.markup import Element

from .epub_styles import Styles

_ATTRIBUTE = re.compile(r"\battr\(\s*([\w-]+)")
# Readers draw these by themselves: list numbers and bullets, hyphens where they break words.
_ALWAYS = "0123456789.-\u2010\u2022 "


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
    family that no character reaches is left out. A font that cannot be used is an
    ``unusable-font`` error; characters that no family has are found on the finished file.
    """
    findings: dict[str, Diagnostic] = {}
    covered: dict[str, frozenset[str]] = {}
    packed: dict[str, bytes] = {}
    for name in dict.fromkeys(url for face in styles.faces for url in face.urls):
        try:
            covered[name] = characters(files[name].data)
        except KeyError:
            continue  # no such file: the check of references says so
        except UnusableFontError as problem:
            findings[name] = unusable_font(name, problem)
    needed = _share_out(styles, covered, _wanted(text))
    for face in styles.faces:
        wanted = frozenset(needed.get(face.family, ()))
        for url in face.urls:
            try:
                if wanted and url in covered:
                    packed[url] = cut(files[url].data, wanted)
            except UnusableFontError as problem:
                findings[url] = unusable_font(url, problem)
    families = tuple(family for family in needed if needed[family])
    return Embedded(packed, families), tuple(findings.values())


def words_of(roots: Iterable[Element], styles: Styles) -> str:
    """All that pages show: their text, and what ``styles`` put beside it, of attributes too."""
    shown = frozenset(_ATTRIBUTE.findall(styles.css))
    bodies = [body for root in roots if (body := root.find("body"))]
    written = (
        each.attributes[name]
        for body in bodies
        for each in body.walk()
        for name in shown & each.attributes.keys()
    )
    return "".join([*(body.text() for body in bodies), styles.strings, *written])


def _wanted(text: str) -> set[str]:
    """Characters to have glyphs for, with the other case of each letter (small capitals)."""
    return {
        character
        for character in text + text.upper() + text.lower()
        if unicodedata.category(character)[0] not in "CZ"
    }


def _share_out(
    styles: Styles, covered: Mapping[str, frozenset[str]], wanted: set[str]
) -> dict[str, set[str]]:
    """Which characters each family is for."""
    reach: dict[str, set[str]] = {}
    for face in styles.faces:
        for url in face.urls:
            reach.setdefault(face.family, set()).update(covered.get(url, ()))
    needed: dict[str, set[str]] = {family: set() for family in reach}
    for stack in styles.stacks:
        left = set(wanted)
        for family in (family for family in stack if family in reach):
            needed[family] |= left & reach[family]
            left -= reach[family]
    for family, served in needed.items():
        if served:
            served.update(reach[family].intersection(_ALWAYS))
    return needed
