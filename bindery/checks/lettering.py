"""A finished drawing: whole, as it was handed over, but for the fonts of its words; and these."""

from __future__ import annotations

import re
from base64 import b64decode

from bindery.document import File
from bindery.font_tables import BrokenFont, characters
from bindery.markup import Element, NotWellFormed, parse

# What lettering adds: the words of a drawing keep their font and their width in any reader.
_ADDED = {
    "svg:text": {"textLength", "lengthAdjust"},
    "svg:tspan": {"textLength", "lengthAdjust"},
    "svg:svg": {"font-family"},
}
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_URL = re.compile(r"url\(([^)]*)\)")
_DATA = re.compile(r"data:font/[\w-]+;base64,([\w+/=]+)")
_FONT = re.compile(rf"""["']?{_DATA.pattern}["']?""")
_LABELS = frozenset({"svg:text", "svg:tspan"})


def came_through(file: File, packed: bytes) -> bool:
    """Whether ``packed`` is the picture ``file``, or that drawing with sound fonts, no more."""
    if packed == file.data:
        return True
    try:
        before, after = list(parse(file.data).walk()), list(parse(packed).walk())
    except NotWellFormed:
        return False
    styles = [each for each in after if each.tag == "svg:style"]
    after = [each for each in after if each.tag != "svg:style"]
    return (
        len(before) == len(after)
        and all(map(_same, before, after))
        and all(map(_holds_fonts, styles))
    )


def words_and_letters(packed: bytes) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """The words of a finished drawing, and the characters of each font that it brings.

    Nothing of a drawing that cannot be read, or has a font that cannot: others tell that.
    """
    try:
        elements = list(parse(packed).walk())
        styles = "".join(each.text() for each in elements if each.tag == "svg:style")
        letters = tuple(characters(b64decode(font)) for font in _DATA.findall(styles))
    except (NotWellFormed, BrokenFont, ValueError):
        return (), ()
    words = (_words(each) for each in elements if each.tag in _LABELS)
    return tuple(each for each in words if each.strip()), letters


def _same(before: Element, after: Element) -> bool:
    old, new = before.attributes, after.attributes
    return (
        before.tag == after.tag
        and old.items() <= new.items()
        and new.keys() - old.keys() <= _ADDED.get(before.tag, set())
        and _words(before) == _words(after)
    )


def _words(element: Element) -> str:
    """The element's own text."""
    return "".join(child for child in element.children if isinstance(child, str))


def _holds_fonts(style: Element) -> bool:
    """Whether a style element of a drawing has font faces alone, each with a whole font in it."""
    faces, rest = _FACE.findall(style.text()), _FACE.sub("", style.text())
    fonts = [_FONT.fullmatch(url) for face in faces for url in _URL.findall(face)]
    return not rest.strip() and all(font and _is_sound(font[1]) for font in fonts)


def _is_sound(font: str) -> bool:
    try:
        return bool(characters(b64decode(font)))
    except (BrokenFont, ValueError):
        return False
