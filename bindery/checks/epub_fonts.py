"""Fonts of a finished e-book: sound, and without a gap that cutting them down made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bindery.font_tables import BrokenFont, characters

from .epub_book import FOLDER, NAV, STYLE, Book

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FAMILY = re.compile(r"""font-family:\s*["']?([^"';]+)""")
_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")


def font_faults(book: Book) -> Iterator[str]:
    """Damaged fonts, fonts left out, and characters whose glyph was lost."""
    packed = book.content.get(STYLE, b"").decode("utf-8", "replace")
    handed = _COMMENT.sub("", "\n".join(sheet.css for sheet in book.document.stylesheets))
    text = _text(book)
    covered: set[str] = set()
    for family, names in _families(packed).items():
        try:
            kept = {name: characters(book.content.get(FOLDER + name, b"")) for name in names}
        except BrokenFont as problem:
            yield f"a font of `{family}` is damaged: {problem}"
            return
        served = text.intersection(set[str]().union(*kept.values()))
        covered |= served
        for name, has in kept.items():
            lost = (served & _original(book, name)) - has
            yield from _told(lost, f"`{name}` lost the glyph of")
    before = {
        character
        for family, names in _families(handed).items()
        if handed.lower().count(family) > len(names)  # named by more than its own faces
        for name in names
        for character in _original(book, name)
    }
    yield from _told((text & before) - covered, "no font in the book still has")


def _families(css: str) -> Mapping[str, Sequence[str]]:
    """Font files by family name in lower case, from the font faces of ``css``."""
    families: dict[str, list[str]] = {}
    for face in _FACE.findall(css):
        family = _FAMILY.search(face)
        name = family[1].strip().lower() if family else ""
        families.setdefault(name, []).extend(_URL.findall(face))
    return families


def _original(book: Book, name: str) -> frozenset[str]:
    """The characters of a font as it was handed over."""
    try:
        return characters(book.document.files[name].data)
    except (KeyError, BrokenFont):
        return frozenset()


def _text(book: Book) -> set[str]:
    """Every character the book shows, blanks left out."""
    roots = [*(root for _, root in book.pages()), book.trees.get(NAV)]
    bodies = [body for root in roots if root and (body := root.find("body"))]
    return {c for body in bodies for c in body.text() if not c.isspace()}


def _told(lost: set[str], what: str) -> Iterator[str]:
    if lost:
        yield f"{what} {', '.join(f'`{c}` U+{ord(c):04X}' for c in sorted(lost)[:12])}"
