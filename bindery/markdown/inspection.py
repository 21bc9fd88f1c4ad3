"""What can be said of a node by looking at it alone: HTML, links, pictures, references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from bindery.diagnostics import Diagnostic, error, warning

from .links import check_link
from .nodes import Node, walk
from .pictures import check_picture
from .reading import Reading
from .references import check_reference
from .render import plain

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_NEARLY_ALLOWANCE = re.compile(r"<!--\s*allow\b", re.IGNORECASE)
_DELIMITER_ROW = re.compile(r"\n[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?(?:\n|\Z)")
_NO_NOTE_IN = {"heading": "a heading", "link": "a link", "image": "a picture's words"}
_NOT_IN_HEADING = {"image": "a picture", "link": "a link", "break": "a line break"}


def inspect(everything: Sequence[Node], reading: Reading) -> None:
    """Look at every node of a text, given in the text's order."""
    for node in everything:
        check = _CHECKS.get(node.kind)
        if check:
            reading.found.extend(check(node, reading))
    reading.found.extend(_raw_html(node for node in everything if node.kind == "raw_html"))


def _raw_html(nodes: Iterable[Node]) -> Iterator[Diagnostic]:
    """HTML; the end tag that closes a start tag is not told again."""
    opened: Counter[str] = Counter()
    for node in nodes:
        if _NEARLY_ALLOWANCE.match(node.text):
            yield _nearly_allowance(node)
            continue
        tag = _TAG.match(node.text)
        name = tag[1].lower() if tag else ""
        if node.text.startswith("</") and opened[name]:
            opened[name] -= 1
            continue
        opened[name] += 1
        shown = node.text.split("\n", 1)[0]
        yield error("raw-html", f"raw HTML, `{shown}`", node.span, _instead(name))


def _nearly_allowance(node: Node) -> Diagnostic:
    """A comment that was meant for the checks and does not stand as one."""
    message, hint = "this allowance is not closed on its line", "end it with `-->`"
    if node.text.endswith("-->"):
        hint = "write it on one line, up to its `-->`"
        if "\n" not in node.text:
            message = "an allowance shares its line with other words"
            hint = "put it on a line of its own, before the paragraph, list or block that it is for"
    return error("bad-allowance", message, node.span, hint)


def _instead(name: str) -> str:
    if name in {"b", "strong"}:
        return "write `**bold**`"
    if name in {"i", "em"}:
        return "write `*emphasis*`"
    if name == "br":
        return "end the line with a backslash"
    if not name:
        return "delete it; notes to other authors belong in another file"
    return "write it in Markdown, or `\\<` for a less-than sign"


def _reference(node: Node, reading: Reading) -> Iterator[Diagnostic]:
    yield from check_reference(node, reading.terms.ledger, reading.terms.today)


def _link(node: Node, reading: Reading) -> Iterator[Diagnostic]:
    yield from check_link(node, plain(node.children, reading))
    yield from _marks_in(node)


def _image(node: Node, reading: Reading) -> Iterator[Diagnostic]:
    yield from check_picture(node, plain(node.children, reading))
    yield from _marks_in(node)


def _heading(node: Node, reading: Reading) -> Iterator[Diagnostic]:
    yield from _marks_in(node)
    for inner in walk(node.children):
        if inner.kind in _NOT_IN_HEADING:
            what = _NOT_IN_HEADING[inner.kind]
            hint = "move it into the text below"
            yield error("heading-content", f"{what} in a heading", inner.span, hint)
        if inner.attributes.id:
            hint = "write it at the heading's end, after a space"
            yield error("stray-attribute", "an id inside a heading", inner.span, hint)
    if not plain(node.children, reading):
        yield error("heading-content", "this heading is empty", node.span, "write it, or delete it")


def _marks_in(node: Node) -> Iterator[Diagnostic]:
    for inner in walk(node.children):
        if inner.kind == "note_mark":
            message = f"a footnote's mark in {_NO_NOTE_IN[node.kind]}"
            yield error("footnote-place", message, inner.span, "move it into the text that follows")


def _brace(node: Node, _reading: Reading) -> Iterator[Diagnostic]:
    yield error(
        "unknown-reference",
        f"`{node.text}` is not a reference",
        node.span,
        "write `{contact:name.phone}` or `{fact:name}`, or `\\{` for a brace",
    )


def _attributes(node: Node, _reading: Reading) -> Iterator[Diagnostic]:
    yield error(
        "stray-attribute",
        f"`{node.text}` belongs to nothing",
        node.span,
        "put it right after a closing bracket, like `[words]{lang=cy}`, or at a heading's end",
    )


def _code_block(node: Node, _reading: Reading) -> Iterator[Diagnostic]:
    if node.detail == "indented":
        yield warning(
            "indented-code",
            "lines indented by four spaces print as program code",
            node.span,
            "take the spaces away; inside a list, indent to where the item's words begin",
        )


_CHECKS: dict[str, Callable[[Node, Reading], Iterator[Diagnostic]]] = {
    "heading": _heading,
    "reference": _reference,
    "link": _link,
    "image": _image,
    "brace": _brace,
    "attributes": _attributes,
    "code_block": _code_block,
}
