"""Ids: which there are, which headings get, and which are given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bindery.diagnostics import Span

from .nodes import Node
from .reading import Reading
from .render import plain
from .slugs import slug


@dataclass(slots=True)
class _Ids:
    """Ids given so far, and where."""

    places: dict[str, Span] = field(default_factory=dict)
    headings: dict[Span, str] = field(default_factory=dict)
    nameless: list[Node] = field(default_factory=list)


def allot(
    everything: Iterable[Node], headings: Iterable[Node], reading: Reading
) -> tuple[dict[Span, str], frozenset[str]]:
    """The id of each of the ``headings`` by its span, and all ids.

    Ids that an author wrote and ids made from headings must differ; the later one is at
    fault. A heading whose script gives no ASCII id gets a number.
    """
    ids = _Ids()
    own = {heading.span for heading in headings}
    for node in everything:
        if node.attributes.id:
            _explicit(node, ids, reading)
        if node.kind == "heading" and node.span in own:
            _heading(node, ids, reading)
    for number, node in enumerate(ids.nameless, 1):
        ids.headings[node.span] = _free(f"section-{number}", ids)
    return ids.headings, frozenset(ids.places)


def _explicit(node: Node, ids: _Ids, reading: Reading) -> None:
    name = node.attributes.id
    if name in ids.places:
        message = f"`#{name}` is already on line {ids.places[name].line}"
        reading.fault("duplicate-id", message, node.span, "give one of them another id")
    ids.places.setdefault(name, node.span)


def _heading(node: Node, ids: _Ids, reading: Reading) -> None:
    if node.attributes.id:
        ids.headings[node.span] = node.attributes.id
        return
    words = plain(node.children, reading)
    name = slug(words)
    if not name:
        ids.nameless.append(node)
    elif name in ids.places:
        reading.fault(
            "duplicate-id",
            f"the heading on line {ids.places[name].line} has the same id, `#{name}`",
            node.span,
            f"give this one its own: `{'#' * int(node.detail)} {words} {{#{name}-2}}`",
        )
        ids.headings[node.span] = _free(f"{name}-2", ids)
    else:
        ids.places[name] = node.span
        ids.headings[node.span] = name


def _free(name: str, ids: _Ids) -> str:
    """``name``, or the first numbered form of it that is not taken; it is taken now."""
    candidates: Iterator[str] = (f"{name}-{number}" for number in range(2, len(ids.places) + 3))
    free = name if name not in ids.places else next(c for c in candidates if c not in ids.places)
    ids.places[free] = Span("")
    return free
