"""Paragraphs, lists, tables and headings as HTML: what no component has a template for."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .nodes import Node, walk
from .reading import Reading
from .render import inline, language_html, plain, unlinked

DEEPEST_HEADING = 4

_Writer = Callable[[Node, str, Reading], str]


def prose_html(node: Node, block_id: str, reading: Reading) -> str:
    """A block node as one HTML element that carries ``block_id``."""
    for inner in walk(node.children):
        if inner.kind == "block":
            reading.fault(
                "block-content",
                f"block `{inner.text}` cannot stand inside a list, table or quotation",
                inner.span,
                "end the list before it; only a numbered list in `::: steps` can hold blocks",
            )
        elif inner.kind == "heading":
            reading.fault(
                "heading-order",
                "a heading cannot stand inside a list or quotation",
                inner.span,
                "move it out, or make it bold",
            )
    return _html(node, f' id="{escape(block_id)}"', reading)


def heading_html(node: Node, heading_id: str, reading: Reading) -> str:
    """A third- or fourth-level heading."""
    level = min(int(node.detail), DEEPEST_HEADING)
    return f'<h{level} id="{escape(heading_id)}">{title_html(node, reading)}</h{level}>'


def title_html(node: Node, reading: Reading) -> str:
    """A heading's words as an HTML fragment, in their language."""
    words = unlinked(node.children, reading).strip()
    language = language_html(node.attributes.language)
    return f"<span{language}>{words}</span>" if language else words


def _html(node: Node, start: str, reading: Reading) -> str:
    """``node`` as HTML; ``start`` is put after the element's name.

    A kind that is not known here has been refused where it stands; its words stay, so that
    nothing is lost.
    """
    return _FLOW.get(node.kind, _branch("div"))(node, start, reading)


def _branch(tag: str) -> _Writer:
    """A writer of an element that holds other blocks."""

    def html(node: Node, start: str, reading: Reading) -> str:
        # A space after words would take room in their line, where WeasyPrint 70 breaks for it.
        inside = "".join(
            _html(child, "", reading) + ("" if child.kind == "words" else "\n")
            for child in node.children
        )
        return f"<{tag}{start}>{inside.removesuffix(chr(10))}</{tag}>"

    return html


def _leaf(tag: str) -> _Writer:
    """A writer of an element that holds words."""

    def html(node: Node, start: str, reading: Reading) -> str:
        return f"<{tag}{start}>{inline(node.children, reading)}</{tag}>"

    return html


def _words(node: Node, _start: str, reading: Reading) -> str:
    return inline(node.children, reading)


def _heading(node: Node, start: str, reading: Reading) -> str:
    return f"<p{start}><strong>{title_html(node, reading)}</strong></p>"


def _code_block(node: Node, start: str, _reading: Reading) -> str:
    return f"<pre{start}><code>{escape(node.text, quote=False)}</code></pre>"


def _rule(_node: Node, start: str, _reading: Reading) -> str:
    return f"<hr{start} />"


def _ordered_list(node: Node, start: str, reading: Reading) -> str:
    first = "" if node.detail == "1" else f' start="{escape(node.detail)}"'
    return _branch("ol")(node, start + first, reading)


def _nothing(_node: Node, _start: str, _reading: Reading) -> str:
    return ""


def _table(node: Node, start: str, reading: Reading) -> str:
    """A table.

    Its first column heads the rows, unless cells in it are left empty to be filled in: most
    tables of a leaflet are read along a row, and a screen reader then says which it is.
    """
    rows = [row for row in walk(node.children) if row.kind == "tr"]
    header, *body = rows
    names = [plain(cell.children, reading) for cell in header.children]
    firsts = [plain(row.children[0].children, reading) for row in body]
    heads_rows = len(names) > 1 and (all(firsts) or not names[0])
    head = ""
    if any(names):
        cells = "".join(
            _cell("th", ' scope="col"', cell, reading) if name else "<td></td>"
            for cell, name in zip(header.children, names, strict=True)
        )
        head = f"<thead><tr>{cells}</tr></thead>\n"
    lines = "\n".join(_row(row, reading, heads_rows=heads_rows) for row in body)
    inside = f"<tbody>{lines}</tbody>" if body else ""
    return f"<table{start}>{head}{inside}</table>"


def _row(row: Node, reading: Reading, *, heads_rows: bool) -> str:
    cells = [_cell("td", "", cell, reading) for cell in row.children]
    if heads_rows and row.children[0].children:
        cells[0] = _cell("th", ' scope="row"', row.children[0], reading)
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, start: str, cell: Node, reading: Reading) -> str:
    aligned = f' class="align-{cell.detail}"' if cell.detail in {"right", "center"} else ""
    return f"<{tag}{start}{aligned}>{inline(cell.children, reading)}</{tag}>"


_FLOW: dict[str, _Writer] = {
    "paragraph": _leaf("p"),
    "words": _words,
    "heading": _heading,
    "code_block": _code_block,
    "hr": _rule,
    "bullet_list": _branch("ul"),
    "ordered_list": _ordered_list,
    "list_item": _branch("li"),
    "blockquote": _branch("blockquote"),
    "dl": _branch("dl"),
    "dt": _leaf("dt"),
    "dd": _branch("dd"),
    "table": _table,
    # A footnote's definition prints at the end.
    "note": _nothing,
}
