"""From the parser's tokens to a tree of nodes with places in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bindery.diagnostics import Diagnostic, Span, error

from .engine import Parsed, Token
from .inline import InlineText, grow_inline, with_attributes
from .nesting import Depth, nest
from .nodes import Node
from .positions import Passage, SourceFile, cells_of
from .slips import slips_in_rows

# Tags of what may contain blocks; a footnote's definition has none.
_CONTAINERS = frozenset({"ul", "ol", "blockquote", "dl", ""})
_NAMES = {"footnote_reference": "note", "fence": "code_block"}


def grow(parsed: Parsed, source: SourceFile) -> tuple[tuple[Node, ...], tuple[Diagnostic, ...]]:
    """The text's nodes, in order, and the faults met on the way."""
    tokens = parsed.tokens
    found: list[Diagnostic] = []
    cells = _cell_numbers(tokens)

    def leaf(index: int) -> Iterable[Node]:
        token = tokens[index]
        if token.type != "inline":
            return (_leaf(token, source),)
        passage = _passage(token, tokens[index - 1], cells.get(index, 0), source)
        if tokens[index - 1].type == "paragraph_open":
            found.extend(slips_in_rows(passage))
        return grow_inline(InlineText(token.children or [], passage, parsed, found))

    def branch(opening: Token, children: tuple[Node, ...]) -> Node:
        if opening.tag == "tr":
            found.extend(_lost_cells(opening, children, source))
            row = Span(source.file, _line(opening) or 1)  # the parser tells no line of a cell
            children = tuple(c._replace(cell=n, span=row) for n, c in enumerate(children))
        if opening.type == "heading_open":
            return _heading(opening, children, source, found)
        return _branch(opening, children, source)

    allowed = Depth(_CONTAINERS, parsed.deepest)
    return nest(tokens, leaf, branch, allowed, found), tuple(found)


def _line(token: Token) -> int | None:
    return token.map[0] + 1 if token.map else None


def _cell_numbers(tokens: Sequence[Token]) -> dict[int, int]:
    """For the inline token of each table cell, by index: the number of its cell from 0."""
    numbers, cell = {}, 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            cell = 0
        elif token.type in {"td_open", "th_open"}:
            numbers[index + 1] = cell
            cell += 1
    return numbers


def _passage(token: Token, opening: Token, cell: int, source: SourceFile) -> Passage:
    line = _line(token) or 1
    if opening.tag in {"td", "th"}:
        return source.cell(token.content, line, cell)
    if opening.type == "heading_open" and opening.markup.startswith("#"):
        return source.heading(token.content, line)
    return source.paragraph(token.content, line)


def _leaf(token: Token, source: SourceFile) -> Node:
    kind = _NAMES.get(token.type, token.type)
    line = _line(token) or 1
    span = Span(source.file, line)
    if kind == "marker":
        span = source.paragraph(token.content, line).span(0, len(token.content))
    elif kind == "allowance":
        span = source.comment(token.content, line)
    indented = "indented" if token.type == "code_block" else ""
    return Node(kind, span, token.content, indented)


def _branch(opening: Token, children: tuple[Node, ...], source: SourceFile) -> Node:
    kind = opening.type.removesuffix("_open")
    kind = "words" if opening.hidden else _NAMES.get(kind, kind)
    detail = ""
    if kind == "note":
        detail = opening.meta["label"]
    elif kind == "ordered_list":
        detail = str(opening.attrs.get("start", 1))
    elif kind in {"td", "th"}:
        detail = str(opening.attrs.get("style", "")).removeprefix("text-align:")
    rows = opening.map[1] - opening.map[0] if opening.map else 1
    return Node(kind, _place(opening, detail, source), detail=detail, children=children, rows=rows)


def _place(opening: Token, detail: str, source: SourceFile) -> Span:
    """The place of a footnote's name; of other blocks only the line is told."""
    line = _line(opening) or 1
    name = f"[^{detail}]"
    start = source.row(line).find(name) if opening.type == "footnote_reference_open" else -1
    return Span(source.file, line, start + 1, len(name)) if start >= 0 else Span(source.file, line)


def _heading(
    opening: Token, children: tuple[Node, ...], source: SourceFile, found: list[Diagnostic]
) -> Node:
    """A heading; attributes at its end are its own."""
    line = _line(opening) or 1
    row = source.row(line).rstrip()
    start = row.find("#") if opening.markup.startswith("#") else -1
    span = (
        Span(source.file, line, start + 1, len(row) - start)
        if start >= 0
        else Span(source.file, line)
    )
    node = Node("heading", span, detail=opening.tag.removeprefix("h"), children=children)
    if not children or children[-1].kind != "attributes":
        return node
    *rest, written = children
    if rest and rest[-1].kind == "text":
        rest[-1] = rest[-1]._replace(text=rest[-1].text.rstrip())
    return with_attributes(node._replace(children=tuple(rest)), written, found)


def _lost_cells(
    opening: Token, children: tuple[Node, ...], source: SourceFile
) -> Iterable[Diagnostic]:
    """Cells beyond the header's number, which the parser leaves out."""
    line = _line(opening) or 1
    cells = cells_of(source.row(line))
    if len(cells) > len(children) and children[0].kind == "td":
        start, content = cells[len(children)]
        yield error(
            "table-cells",
            f"this row has {len(cells)} cells, its header {len(children)}",
            Span(source.file, line, start + 1, max(1, len(content))),
            "give every row as many cells as the header; write a bar inside a cell as `\\|`",
        )
