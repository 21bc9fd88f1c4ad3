"""Whether a document has all that its guide says to its readers.

Templates stand between the two, and a project may have some of its own: one that forgets a part of
the text would make a file that looks whole, and passes every check of what it does hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from .diagnostics import Diagnostic, Span, error
from .document import Document, Format
from .guide import Guide
from .selection import every_block, select

_TAG = re.compile(r"<[^>]*>")
_SHOWN = 60
_FEW = 5  # of one rule: enough to see why


def left_out(guide: Guide, format_: Format, document: Document) -> tuple[Diagnostic, ...]:
    """An error for each of the first texts and pictures that ``document`` lacks of ``guide``."""
    html = "".join(page.html for page in document.pages)
    written, said = unescape(html), "".join(_plain(html).split())
    kept = select(guide, format_)
    texts = (
        _error("text-left-out", f"these words: `{_short(text)}`", span)
        for text, span in _texts(kept, format_)
        if "".join(text.split()) not in said
    )
    pictures = (
        _error("picture-left-out", f"the picture `{name}`", span)
        for name, span in _pictures(kept)
        if f'src="{name}"' not in written
    )
    return (*islice(texts, _FEW), *islice(pictures, _FEW))


def _error(rule: str, what: str, span: Span) -> Diagnostic:
    hint = "print every block in your `templates/`, or delete those to have the program's own"
    return error(rule, f"the templates leave out {what}", span, hint)


def _texts(guide: Guide, format_: Format) -> Iterator[tuple[str, Span]]:
    """Everything that ``guide`` says, and where it stands in the source."""
    top = Span(guide.path)
    yield guide.title, top
    yield _plain(guide.summary), top
    for section in guide.sections:
        yield _plain(section.title), section.span
    for block in every_block(guide):
        yield _plain(block.title), block.span
        yield _plain(block.html), block.span
        if block.picture:
            yield _plain(block.picture.caption), block.picture.span
            # On paper nobody needs the long description of a picture.
            yield block.picture.description * (format_.medium != "print"), block.picture.span
        if block.contact:
            yield block.contact.title, block.span
            yield block.contact.phone, block.span
    for note in guide.footnotes:
        yield _plain(note.html), top


def _pictures(guide: Guide) -> Iterator[tuple[str, Span]]:
    for block in every_block(guide):
        if block.picture:
            yield block.picture.asset, block.picture.span


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
