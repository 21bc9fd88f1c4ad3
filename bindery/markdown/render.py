"""Nodes become HTML fragments that are well-formed as XML, or plain text.

Every element that can come out is written in this file; text and attribute values are
always escaped, and no named entity is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from bindery.bidirectional import runs_left, set_apart, value_apart
from bindery.language import direction

from .attributes import Attributes
from .links import is_safe
from .nodes import Node
from .pictures import alternative, asset_name, is_local
from .reading import Reading
from .references import Resolved, resolve

# No-break spaces stay.
_SPACES = re.compile(r"[ \t\n]+")


def inline(nodes: Iterable[Node], reading: Reading) -> str:
    """The HTML of inline nodes."""
    return "".join(_INLINE[node.kind](node, reading, inline) for node in nodes)


def unlinked(nodes: Iterable[Node], reading: Reading) -> str:
    """The HTML of inline nodes without links and footnote marks: for headings, inside links."""
    return "".join(
        unlinked(node.children, reading)
        if node.kind == "link"
        else _UNLINKED.get(node.kind, _INLINE[node.kind])(node, reading, unlinked)
        for node in nodes
    )


def plain(nodes: Iterable[Node], reading: Reading) -> str:
    """The words of inline nodes on one line."""
    return _SPACES.sub(" ", "".join(_words(nodes, reading))).strip()


def _words(nodes: Iterable[Node], reading: Reading) -> Iterable[str]:
    for node in nodes:
        if node.kind in {"text", "code"}:
            yield node.text
        elif node.kind == "break":
            yield " "
        elif node.kind == "reference":
            resolved = resolve(node, reading.terms.ledger)
            yield resolved.text if resolved else ""
        elif node.kind != "note_mark":
            yield from _words(node.children, reading)


_Children = Callable[[Iterable[Node], Reading], str]


def attributes_html(attributes: Attributes) -> str:
    """What an element says of itself, with a leading space."""
    html = f' id="{escape(attributes.id)}"' if attributes.id else ""
    if attributes.classes:
        html += f' class="{escape(" ".join(attributes.classes))}"'
    return html + language_html(attributes.language)


def language_html(language: str) -> str:
    """The language of a passage and the direction that follows from it, with a leading space."""
    return f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""


def _text(node: Node, reading: Reading, _children: _Children) -> str:
    return set_apart(node.text, reading.language)


def _element(tag: str) -> Callable[[Node, Reading, _Children], str]:
    def html(node: Node, reading: Reading, children: _Children) -> str:
        start = f"<{tag}{attributes_html(node.attributes)}>"
        return f"{start}{children(node.children, reading)}</{tag}>"

    return html


def _code(node: Node, reading: Reading, _children: _Children) -> str:
    attributes = attributes_html(node.attributes)
    if runs_left(reading.language) and not node.attributes.language:
        attributes += ' dir="ltr"'  # codes are typed from left to right everywhere
    return f"<code{attributes}>{escape(node.text, quote=False)}</code>"


def _link(node: Node, reading: Reading, _children: _Children) -> str:
    words = unlinked(node.children, reading)
    if not is_safe(node.detail):
        return words
    title = f' title="{escape(node.text)}"' if node.text else ""
    attributes = attributes_html(node.attributes)
    return f'<a{attributes} href="{escape(node.detail)}"{title}>{words}</a>'


def _image(node: Node, reading: Reading, _children: _Children) -> str:
    if not is_local(node.detail):
        return ""
    name = escape(asset_name(node.detail))
    words = escape(alternative(node, plain(node.children, reading)))
    return f'<img{attributes_html(node.attributes)} src="{name}" alt="{words}" />'


def _break(_node: Node, _reading: Reading, _children: _Children) -> str:
    return "<br />\n"


def _reference(node: Node, reading: Reading, _children: _Children) -> str:
    resolved = resolve(node, reading.terms.ledger)
    return _resolved_html(resolved, node, reading) if resolved else ""


def _reference_words(node: Node, reading: Reading, _children: _Children) -> str:
    resolved = resolve(node, reading.terms.ledger)
    return value_apart(resolved.text, reading.language) if resolved else ""


def _resolved_html(resolved: Resolved, node: Node, reading: Reading) -> str:
    """A fact in a text that runs left is set apart; links have a direction of their own."""
    apart = value_apart(resolved.text, reading.language)
    if apart == escape(resolved.text, quote=False) or " dir=" in resolved.html:
        return resolved.html
    return f'<span class="fact">{apart}</span>' if node.text == "fact" else apart


def _note_mark(node: Node, _reading: Reading, _children: _Children) -> str:
    number, _, use = node.text.partition(".")
    return (
        f'<sup class="note"><a role="doc-noteref" href="#guide.note.{number}" '
        f'id="guide.ref.{number}.{use}">{number}</a></sup>'
    )


def _nothing(_node: Node, _reading: Reading, _children: _Children) -> str:
    return ""


_Renderer = Callable[[Node, Reading, _Children], str]
_INLINE: dict[str, _Renderer] = {
    "text": _text,
    "em": _element("em"),
    "strong": _element("strong"),
    "span": _element("span"),
    "code": _code,
    "link": _link,
    "image": _image,
    "break": _break,
    "reference": _reference,
    "note_mark": _note_mark,
    # Each of these has been refused with an error; its words stay so that nothing is lost.
    "brace": _text,
    "attributes": _text,
    "raw_html": _text,
}
_UNLINKED: dict[str, _Renderer] = {"reference": _reference_words, "note_mark": _nothing}
