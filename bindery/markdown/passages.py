"""The words of a text as passages for checks: kinds, surroundings and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bindery.diagnostics import Diagnostic, error
from bindery.wording import Allowance, Passage, Run

from .nodes import Node
from .pictures import alternative
from .positions import SourceFile, cells_of
from .reading import Reading
from .references import resolve
from .render import plain
from .shapes import LISTS, PARAGRAPHS

_ALLOWANCE = re.compile(
    r"<!--\s*(?P<allow>(?i:allow))(?P<rules>(?:[\s,]+[a-z][a-z0-9-]*)+)\s*:\s*(?P<reason>\S.*?)\s*-->"
)
_LOOKS = {"em": "em", "strong": "strong", "link": "link"}
_TITLED = frozenset({"heading"})
_TEXTS = frozenset({"text", "brace", "raw_html"})
_CELLS = {"dt": "term", "th": "header-cell", "td": "cell"}
_INSIDE = {"dd": "definition", "note": "note"}  # what a paragraph is in one of these


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a node: blocks and lists; ``title`` where a heading is a block's."""

    fences: tuple[str, ...] = ()
    list: int = 0
    item: int = 0
    ordered: bool = False
    depth: int = 0
    title: bool = False
    quoted: bool = False


_NOTHING_AROUND = _Around()


@dataclass(slots=True)
class _Collector:
    """One text being gone through; ``lists`` counts those met so far."""

    source: SourceFile
    reading: Reading
    passages: list[Passage] = field(default_factory=list)
    lists: int = 0


def passages(
    nodes: Sequence[Node], summary: Node | None, source: SourceFile, reading: Reading
) -> tuple[Passage, ...]:
    """Every passage of a text's ``nodes`` in reading order; ``summary`` is one of them."""
    collector = _Collector(source, reading)
    for node in nodes:
        _collect(node, "summary" if node == summary else "paragraph", _NOTHING_AROUND, collector)
    return tuple(collector.passages)


def _collect(node: Node, kind: str, around: _Around, collector: _Collector) -> None:
    """The passages of ``node``; a paragraph is one of ``kind`` here."""
    if node.kind in PARAGRAPHS:
        _add(node, kind, around, collector)
    elif node.kind == "heading":
        _add(node, "title" if node.detail == "1" else "heading", around, collector)
    elif node.kind in _CELLS:
        _add(node, _CELLS[node.kind], around, collector)
    elif node.kind == "block":
        _fence(node, around, collector)
    elif node.kind in LISTS:
        _list(node, around, collector)
    else:
        inside = replace(around, quoted=True) if node.kind == "blockquote" else around
        for child in node.children:
            _collect(child, _INSIDE.get(node.kind, kind), inside, collector)


def _fence(node: Node, around: _Around, collector: _Collector) -> None:
    inside = replace(around, fences=(*around.fences, node.text), title=False)
    for number, child in enumerate(node.children):
        title = number == 0 and child.kind in _TITLED
        caption = node.text == "figure" and child.kind in PARAGRAPHS
        own = replace(inside, title=True) if title else inside
        _collect(child, "caption" if caption else "paragraph", own, collector)


def _list(node: Node, around: _Around, collector: _Collector) -> None:
    collector.lists += 1
    inside = replace(
        around,
        list=collector.lists,
        ordered=node.kind == "ordered_list",
        depth=around.depth + 1,
    )
    for number, item in enumerate(node.children, 1):
        own = replace(inside, item=number)
        for place, child in enumerate(item.children):
            _collect(child, "item" if place == 0 else "paragraph", own, collector)


def _add(node: Node, kind: str, around: _Around, collector: _Collector) -> None:
    """The passage of a node that holds inline text, then those of pictures and notes in it."""
    runs = tuple(_joined(_runs(node.children, Run(""), collector.reading)))
    if any(run.text.strip() for run in runs):
        collector.passages.append(
            Passage(
                kind=kind,
                runs=runs,
                span=node.span,
                rows=_rows(node, collector.source),
                level=int(node.detail) if kind == "heading" else 0,
                fences=around.fences,
                title=around.title,
                list=around.list,
                item=around.item,
                ordered=around.ordered,
                depth=around.depth,
                quoted=around.quoted,
            )
        )
    for inner in _walk_inline(node.children):
        if inner.kind == "image":
            _picture(inner, around, collector)
        elif inner.kind == "note_mark" and inner.children:
            note = inner._replace(kind="paragraph")
            _add(note, "note", replace(around, title=False), collector)


def _picture(image: Node, around: _Around, collector: _Collector) -> None:
    """A picture's words for those who do not see it, and its short caption."""
    rows = _rows(image, collector.source)
    like = Run("", language=image.attributes.language)
    # A reference in them is not something that the author typed.
    words = tuple(_joined(_spoken(image.children, like, collector.reading)))
    if not alternative(image, plain(image.children, collector.reading)):
        words = ()
    for kind, runs in (("alt", words), ("caption", (replace(like, text=image.text),))):
        if any(run.text.strip() for run in runs):
            collector.passages.append(Passage(kind, runs, image.span, rows, fences=around.fences))


def _spoken(nodes: Iterable[Node], like: Run, reading: Reading) -> Iterator[Run]:
    """The runs of words that are read aloud and have no look."""
    return (replace(like, text=run.text, origin=run.origin) for run in _runs(nodes, like, reading))


def _walk_inline(nodes: Iterable[Node]) -> Iterator[Node]:
    """Inline nodes and those in them, but not the words of a note or a picture."""
    for node in nodes:
        yield node
        if node.kind not in {"image", "note_mark"}:
            yield from _walk_inline(node.children)


def _runs(nodes: Iterable[Node], like: Run, reading: Reading) -> Iterator[Run]:
    """The runs of inline nodes; ``like`` has the look of what is around them."""
    for node in nodes:
        if node.kind in _TEXTS:
            yield _run(node.text, like)
        elif node.kind == "reference":
            resolved = resolve(node, reading.terms.ledger)
            origin = node.text if node.text in {"fact", "contact"} else "words"
            yield _run(resolved.text if resolved else "", like, origin)
        elif node.kind == "break":
            yield _run("\n", like)
        elif node.kind == "code":
            yield _run(node.text, _looking(node, like), "code")
        elif node.kind not in {"image", "note_mark"}:
            yield from _runs(node.children, _looking(node, like), reading)


def _run(text: str, like: Run, origin: str = "words") -> Run:
    return Run(text, origin, like.looks, like.href, like.language)


def _looking(node: Node, like: Run) -> Run:
    """What is inside ``node`` looks like this, where what is around it looks ``like`` that."""
    return Run(
        "",
        looks=like.looks | ({_LOOKS[node.kind]} if node.kind in _LOOKS else set()),
        href=node.detail if node.kind == "link" else like.href,
        language=node.attributes.language or like.language,
    )


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs that differ in nothing but their text become one; empty ones go."""
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last is not None and _run("", last, last.origin) == _run("", run, run.origin):
            last = _run(last.text + run.text, last, last.origin)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _rows(node: Node, source: SourceFile) -> tuple[str, ...]:
    """The rows a node was written in, blank where other text shares its row."""
    line = node.span.line or 1
    if node.kind in {"td", "th"} and node.cell is not None:
        row = source.row(line)
        cells = cells_of(row)
        if node.cell < len(cells):
            start, content = cells[node.cell]
            return (" " * start + content,)
        return (row,)
    if node.kind == "image" and node.span.column is not None:
        start = node.span.column - 1
        return (" " * start + source.row(line)[start : start + node.span.length],)
    return tuple(source.row(line + number) for number in range(node.rows))


# ---- allowances


def take_allowances(
    nodes: tuple[Node, ...], last_line: int, found: list[Diagnostic]
) -> tuple[tuple[Node, ...], tuple[Allowance, ...]]:
    """``nodes`` without the allowances among them, and these; ``last_line`` ends the text."""
    allowances: list[Allowance] = []
    kept = _taken(nodes, last_line, allowances, found)
    return kept, tuple(allowances)


def _taken(
    nodes: tuple[Node, ...],
    last_line: int,
    allowances: list[Allowance],
    found: list[Diagnostic],
) -> tuple[Node, ...]:
    kept: list[Node] = []
    for number, node in enumerate(nodes):
        if node.kind == "allowance":
            following = (each for each in nodes[number + 1 :] if each.kind != "allowance")
            allowances.extend(_allowance(node, tuple(islice(following, 2)), last_line, found))
            continue
        end = (nodes[number + 1].span.line or 1) - 1 if number + 1 < len(nodes) else last_line
        inside = _taken(node.children, end, allowances, found) if node.children else ()
        kept.append(node if inside == node.children else node._replace(children=inside))
    return tuple(kept)


def _allowance(
    node: Node, following: Sequence[Node], last_line: int, found: list[Diagnostic]
) -> Iterator[Allowance]:
    written = _ALLOWANCE.fullmatch(node.text.strip())
    if written is None:
        hint = "write `<!-- allow long-sentence: why it is right here -->`"
        message = "this allowance does not say which rule, or why"
        found.append(error("bad-allowance", message, node.span, hint))
        return
    if not following:
        hint = "put it on the line before the paragraph, list or block that it is for"
        found.append(error("bad-allowance", "nothing follows this allowance", node.span, hint))
        return
    if written["allow"] != "allow":  # what it was meant for is not told as well
        hint = "begin the allowance with a small `allow`"
        message = f"`{written['allow']}` has a capital letter"
        found.append(error("bad-allowance", message, node.span, hint))
    first = following[0].span.line or 1
    last = (following[1].span.line or 1) - 1 if len(following) > 1 else last_line
    rules = tuple(re.split(r"[\s,]+", written["rules"].strip(" ,\t")))
    yield Allowance(rules, written["reason"], node.span, first, last)
