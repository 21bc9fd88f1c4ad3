"""Footnotes: numbered by first use, each with every place that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bindery.diagnostics import did_you_mean
from bindery.guide import Footnote

from .nodes import Node
from .reading import Reading
from .render import inline
from .shapes import PARAGRAPHS


def collect(everything: Sequence[Node], reading: Reading) -> tuple[Footnote, ...]:
    """The footnotes among all nodes of a text, in the order of their numbers."""
    definitions = _definitions(everything, reading)
    marks: dict[int, list[Node]] = {}
    for node in everything:
        if node.kind == "note_mark":
            marks.setdefault(int(node.text.partition(".")[0]), []).append(node)
    used = {mark.detail for uses in marks.values() for mark in uses}
    for label, note in definitions.items():
        if label not in used:
            hint = f"write `[^{label}]` where it belongs, or delete it"
            message = f"footnote `{label}` is not used and would not be printed"
            reading.fault("unused-footnote", message, note.span, hint)
    notes = [_footnote(number, marks[number], definitions, reading) for number in sorted(marks)]
    return tuple(note for note in notes if note)


def _definitions(everything: Iterable[Node], reading: Reading) -> dict[str, Node]:
    """The first definition of each label."""
    found: dict[str, Node] = {}
    for node in everything:
        if node.kind == "note" and node.detail in found:
            message = f"footnote `{node.detail}` is already on line {found[node.detail].span.line}"
            reading.fault("duplicate-id", message, node.span, "give one of them another name")
        elif node.kind == "note":
            found[node.detail] = node
    return found


def _footnote(
    number: int, uses: list[Node], definitions: dict[str, Node], reading: Reading
) -> Footnote | None:
    label = uses[0].detail
    content = uses[0].children if not label else ()
    if label and label not in definitions:
        hint = did_you_mean(label, definitions) or f"write `[^{label}]: ...` on a line of its own"
        for use in uses:
            reading.fault("unknown-footnote", f"no footnote `{label}`", use.span, hint)
        return None
    if label:
        content = _one_paragraph(definitions[label], reading)
    references = tuple(f"guide.ref.{use.text}" for use in uses)
    return Footnote(f"guide.note.{number}", number, inline(content, reading), references)


def _one_paragraph(note: Node, reading: Reading) -> tuple[Node, ...]:
    paragraphs = [child for child in note.children if child.kind in PARAGRAPHS]
    if len(paragraphs) != 1 or len(note.children) != 1:
        message = f"footnote `{note.detail}` is not one paragraph"
        hint = "say it in one paragraph, or put it into the text"
        reading.fault("block-content", message, note.span, hint)
    return tuple(node for paragraph in paragraphs for node in paragraph.children)
