"""What a finished web page shows, held against the document that it was made from."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from bindery.document import Document
from bindery.font_tables import BrokenFont, characters
from bindery.markup import Element

from .additions import ADDED_TO_TABLES
from .lettering import came_through

# What making adds to the head.
_ADDED = frozenset({("style", ""), ("meta", "theme-color")})
_FONT = re.compile(r"""url\(\s*["']?data:font/[\w-]+;base64,([\w+/=]+)""")


def content_faults(document: Document, handed: Element, root: Element) -> Iterator[str]:
    """Everything that is lost or changed in words, elements, pictures and fonts.

    ``handed`` is the page of ``document``, ``root`` the finished one.
    """
    before = list(handed.walk())
    after = [element for element in root.walk() if not _is_added(element)]
    if _text(before) != _text(after):
        yield "the words of the page were changed"
    elif len(before) != len(after) or not all(map(_same, before, after)):
        yield "the elements of the page were changed"
    for old, new in zip(before, after, strict=False):
        if old.tag == new.tag == "img":
            yield from _picture(document, old.attributes.get("src", ""), new)
    yield from _fonts(document, root)
    yield from _data(root)


def drawings(document: Document, handed: Element, root: Element) -> dict[str, bytes]:
    """The finished drawings of a page by the names of those that they were made from."""
    return {
        name: written_in(address)
        for name, address in zip(_sources(handed), _sources(root), strict=False)
        if name in document.files and document.files[name].media_type == "image/svg+xml"
    }


def _sources(root: Element) -> list[str]:
    """The addresses of the pictures of a page, in order."""
    return [each.attributes.get("src", "") for each in root.walk() if each.tag == "img"]


def _is_added(element: Element) -> bool:
    return (element.tag, element.attributes.get("name", "")) in _ADDED


def _text(elements: list[Element]) -> list[str]:
    """The text in each element, that of others in it left out."""
    own = ("".join(part for part in each.children if isinstance(part, str)) for each in elements)
    # Where something was added to the head there is a line more.
    return [text if text.strip() else "" for text in own]


def _same(before: Element, after: Element) -> bool:
    old, new = dict(before.attributes), dict(after.attributes)
    if before.tag == "img":
        old.pop("src", None)
        new.pop("src", None)
    added = new.keys() - old.keys()
    return (
        before.tag == after.tag
        and old.items() <= new.items()
        and added <= ADDED_TO_TABLES.get(before.tag, frozenset())
    )


def _picture(document: Document, name: str, shown: Element) -> Iterator[str]:
    """A picture is shown as it was handed over; a drawing may bring fonts for its words."""
    file = document.files.get(name)
    data = written_in(shown.attributes.get("src", ""))
    if file is None or not came_through(file, data):
        yield f"the picture `{name}` was changed"


def written_in(address: str) -> bytes:
    """What a ``data:`` address holds; nothing where it is none, or cannot be read."""
    head, comma, content = address.partition(",")
    if not comma or not head.startswith("data:"):
        return b""
    raw = unquote_to_bytes(content)
    try:
        return b64decode(raw) if head.endswith(";base64") else raw
    except ValueError:
        return b""


def _fonts(document: Document, root: Element) -> Iterator[str]:
    """Fonts of the page are sound, and have what they had of the page's letters."""
    body = root.find("body")
    words = {sign for sign in (body.text() if body else "") if not sign.isspace()}
    styles = "".join(element.text() for element in root.walk() if element.tag == "style")
    fonts = _FONT.findall(styles)
    handed = "".join(sheet.css for sheet in document.stylesheets)
    named = {name: file.data for name, file in document.files.items() if f'("{name}")' in handed}
    originals = {name: data for name, data in named.items() if name.endswith(".ttf")}
    if originals and not fonts:
        yield "the page has no fonts"
    try:
        kept = [characters(b64decode(font)) for font in fonts]
    except (BrokenFont, ValueError) as problem:
        yield f"a font of the page is damaged: {problem}"
        return
    for name, data in originals.items():
        lost = (words & characters(data)) - frozenset[str]().union(*kept)
        if lost and fonts:
            yield f"`{name}` lost the glyph of {', '.join(sorted(lost)[:12])}"


def _data(root: Element) -> Iterator[str]:
    """What search engines are told can be read."""
    for script in (element for element in root.walk() if element.tag == "script"):
        try:
            told = json.loads(script.text())
        except ValueError:
            yield "what the page tells search engines cannot be read"
            continue
        if not isinstance(told, dict) or told.get("@type") != "MedicalWebPage":
            yield "the page does not tell search engines what it is"
