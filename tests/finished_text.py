"""Whether finished files carry every word of their guide, and nothing that could do harm."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from conftest import Shop
from hostile_project import SECRET

_WORD = re.compile(r"\w+")
_RUNS_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ACTIVE = re.compile(
    rb"<script|<iframe|<object|<embed|<form|\son[a-z]+\s*=|javascript:|file:", re.IGNORECASE
)
_FETCHED = re.compile(
    rb"""(?:\ssrc|<link[^>]*\shref)\s*=\s*["'](?:https?:|//)|@import|url\(\s*["']?(?:https?:|//)"""
)
_BAD_KEYS = frozenset(
    {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/EmbeddedFiles",
        "/EF",
        "/OpenAction",
        "/AA",
        "/GoToR",
        "/SubmitForm",
    }
)


def harm(shop: Shop, made: Iterable[str]) -> Iterator[str]:
    """Everything that is wrong with the files ``made``, held against the guides of ``shop``."""
    names = list(made)
    if not names:
        return
    words = {
        f"{guide.name}.{guide.language}": _words(
            " ".join(p.text for p in guide.wording.passages if p.kind != "alt")
        )
        for guide in shop.read().guides
    }
    for name in names:
        path = shop.out / name
        text = _text(path)
        if SECRET in text or SECRET.encode() in path.read_bytes():
            yield f"{name} holds what lies outside of the project"
        here = _words(text)
        lost = words[".".join(name.split(".")[:2])] - here
        if lost:
            yield f"{name} lacks {sorted(lost)[:5]}"
        yield from (f"{name} {fault}" for fault in _active(path))


def _words(text: str) -> set[str]:
    """The words of a text; of those that run to the left only their letters, in order."""
    plain = unicodedata.normalize(
        "NFKC", text.replace("\u00ad", "").replace("\ufffe", "")
    ).casefold()
    plain = re.sub(r"[-\u2010\u2011\x02]\s*\n?", "", plain)
    found = set()
    for word in _WORD.findall(plain):
        found |= set(word) if _RUNS_LEFT.search(word) else {word}
    return found


def _text(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            pages = [
                book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")
            ]
        return "\n".join(map(_of_html, pages))
    return _of_html(path.read_text("utf-8"))


def _of_html(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in {"a", "b", "i", "em", "strong", "span", "bdi", "code", "sup", "sub", "wbr"}:
            self.found.append("\n")


def _active(path: Path) -> Iterator[str]:
    """What in a file could run, be fetched or be taken out of it."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                    yield from _of_object(thing)
    elif path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.startswith("/") or re.search(r"\.\.|[\\:]", name):
                    yield f"has an entry `{name}`"
                yield from _of_part(name, book.read(name))
    else:
        yield from _of_part(path.name, path.read_bytes())


def _of_part(name: str, data: bytes) -> Iterator[str]:
    """What in a page, a drawing or a style sheet could run or be fetched."""
    if name.endswith((".xhtml", ".html", ".svg", ".opf", ".css")):
        markup = _without_words(data)
        if found := _ACTIVE.search(markup) or _FETCHED.search(markup):
            yield f"holds {found[0]!r} in {name}"


def _without_words(markup: bytes) -> bytes:
    """The markup alone: an author may write about `<script>` in words."""
    return b" ".join(re.findall(rb"<[^>]*>", markup)) if b"<" in markup else markup


def _of_object(thing: Any) -> Iterator[str]:
    keys = set(thing.keys())
    if bad := keys & _BAD_KEYS:
        yield f"holds {sorted(bad)}"
    if "/URI" in keys and not re.match(r"https?://|mailto:|tel:", str(thing["/URI"])):
        yield f"links to {thing['/URI']}"
    if thing.get("/S") in ("/Launch", "/JavaScript", "/GoToR", "/SubmitForm"):
        yield f"holds an action {thing['/S']}"
