"""Nodes become blocks: prose, pictures, and the components that authors write in fences.

A kind of component is one entry in :data:`COMPONENTS` and, if it is filled like no other, one
function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bindery.diagnostics import Span, did_you_mean
from bindery.guide import Block

from .figures import DESCRIPTION, fenced_picture, figure_faults, lone_picture
from .nodes import Node
from .pictures import is_local
from .prose import heading_html, prose_html, title_html
from .reading import Reading
from .references import check_entry
from .render import inline
from .shapes import LISTS, PARAGRAPHS, apart, is_image, lead_and_rest, without_line


@dataclass(frozen=True, slots=True)
class Component:
    """A kind of component.

    ``part`` is its :attr:`Block.kind`. ``fill`` completes the block from the node whose
    children are what it holds, heading taken out. ``holds`` tells an author what to write
    in it, ``word`` what stands after its name (empty: nothing does).
    """

    part: str
    fill: Callable[[Block, Node, Reading], Block]
    holds: str
    heading: Literal["none", "optional", "needed"] = "none"
    word: str = ""


def flow(nodes: tuple[Node, ...], prefix: str, reading: Reading) -> tuple[Block, ...]:
    """The blocks of ``nodes``, their ids numbered after ``prefix``."""
    return tuple(
        _block(node, f"{prefix}.{number}", reading)
        for number, node in enumerate(apart(_shown(nodes)), 1)
    )


def _shown(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """``nodes`` without footnotes' definitions, which print elsewhere."""
    return tuple(node for node in nodes if node.kind != "note")


def _block(node: Node, block_id: str, reading: Reading) -> Block:
    if node.kind == "block":
        return _component(node, block_id, reading)
    if node.kind == "heading":
        block_id = node.attributes.id or reading.ids.get(node.span, block_id)
        return Block("prose", block_id, node.span, html=heading_html(node, block_id, reading))
    if is_image(node) and is_local(node.children[0].detail):
        image = node.children[0]
        return Block("figure", block_id, image.span, picture=lone_picture(image, reading))
    return Block("prose", block_id, node.span, html=prose_html(node, block_id, reading))


def _component(node: Node, block_id: str, reading: Reading) -> Block:
    kind = COMPONENTS.get(node.text)
    if kind is None:
        whole = did_you_mean(_hyphened(node), COMPONENTS) or ""
        hint = did_you_mean(node.text.strip("{}.#"), COMPONENTS, whole)
        reading.fault("unknown-block", f"no block `{node.text}`", node.span, hint)
        return Block("inset", block_id, node.span, children=flow(node.children, block_id, reading))
    _check_word(node, kind, reading)
    contents, title, own_id = _shown(node.children), "", node.attributes.id
    if kind.heading != "none" and contents and contents[0].kind == "heading":
        heading, *rest = contents
        contents, title = tuple(rest), title_html(heading, reading)
        if own_id and heading.attributes.id:
            hint = "take one of the two away"
            reading.fault("stray-attribute", "this block has an id already", heading.span, hint)
        own_id = own_id or heading.attributes.id
    elif kind.heading == "needed":
        _misshapen(node, "has no heading", node.span, reading)
    argument = node.detail if kind.word else node.text if kind.part == "card" else ""
    block = Block(kind.part, own_id or block_id, node.span, title=title, argument=argument)
    return kind.fill(block, node._replace(children=apart(contents)), reading)


def _hyphened(node: Node) -> str:
    """A block's name and the words after it as one: ``key-points`` of ``::: key points``."""
    return "-".join((node.text, *node.detail.split()))


def _misshapen(node: Node, message: str, span: Span, reading: Reading) -> None:
    hint = f"it takes {COMPONENTS[node.text].holds}"
    reading.fault("block-content", f"`{node.text}` {message}", span, hint)


def _check_word(node: Node, kind: Component, reading: Reading) -> None:
    """Check that there is a word after the block's name, or none."""
    if kind.word and not node.detail:
        message = f"`{node.text}` needs {kind.word} after its name"
        reading.fault("block-argument", message, node.span, f"write `::: {node.text} ...`")
    elif node.detail and not kind.word:
        message = f"`{node.text}` takes no word after its name"
        meant = _hyphened(node)
        hint = (
            f"did you mean `{meant}`?" if meant in COMPONENTS else f"write `::: {node.text}` alone"
        )
        reading.fault("block-argument", message, node.detail_span or node.span, hint)


def _check_known(node: Node, known: tuple[str, ...], what: str, reading: Reading) -> None:
    if node.detail and known and node.detail not in known:
        span = node.detail_span or node.span
        hint = did_you_mean(node.detail, known)
        reading.fault("block-argument", f"no {what} `{node.detail}`", span, hint)


# How blocks are filled


def _blocks(block: Block, node: Node, reading: Reading) -> Block:
    if not node.children:
        _misshapen(node, "is empty", node.span, reading)
    return replace(block, children=flow(node.children, block.id, reading))


def _only(block: Block, node: Node, reading: Reading) -> Block:
    _check_known(node, reading.terms.media, "kind of edition", reading)
    return _blocks(block, node, reading)


def _for(block: Block, node: Node, reading: Reading) -> Block:
    _check_known(node, reading.terms.audiences, "audience", reading)
    return _blocks(block, node, reading)


def _contact(block: Block, node: Node, reading: Reading) -> Block:
    """A contact card; what stands in it is printed with it, and may be nothing."""
    ledger = reading.terms.ledger
    if node.detail:
        span = node.detail_span or node.span
        against = (ledger.contacts, reading.terms.today)
        reading.found.extend(check_entry("contact", node.detail, span, against))
    children = flow(node.children, block.id, reading)
    return replace(block, contact=ledger.contacts.get(node.detail), children=children)


def _one_list(node: Node, kinds: frozenset[str], reading: Reading) -> tuple[Node, ...]:
    """The items of the one list that ``node`` should hold."""
    lists = [child for child in node.children if child.kind in kinds]
    if not lists:
        _misshapen(node, "has no list", node.span, reading)
        return ()
    others = [child for child in node.children if child is not lists[0]]
    if others:
        _misshapen(node, "holds something besides its list", others[0].span, reading)
    return lists[0].children


def _items(block: Block, node: Node, reading: Reading) -> Block:
    """A block of items, each one paragraph."""
    children = []
    for number, item in enumerate(_one_list(node, LISTS, reading), 1):
        contents = _shown(item.children)
        words = contents[0].children if contents and contents[0].kind in PARAGRAPHS else ()
        html = inline(without_line(words) if block.kind == "write-in" else words, reading)
        if not html or len(contents) > 1:
            _misshapen(node, "has an item that is not one paragraph", item.span, reading)
        children.append(Block("item", f"{block.id}.{number}", item.span, html=html))
    return replace(block, children=tuple(children))


def _steps(block: Block, node: Node, reading: Reading) -> Block:
    items = _one_list(node, frozenset({"ordered_list"}), reading)
    numbered = next((child for child in node.children if child.kind == "ordered_list"), None)
    if numbered and numbered.detail != "1":
        _misshapen(node, f"begins with {numbered.detail}, not 1", numbered.span, reading)
    steps = tuple(
        _step(item, f"{block.id}.{number}", node, reading) for number, item in enumerate(items, 1)
    )
    return replace(block, children=steps)


def _step(item: Node, step_id: str, node: Node, reading: Reading) -> Block:
    """A step: its bold beginning, its picture, and the blocks that explain it."""
    contents = tuple(
        child._replace(kind="paragraph") if child.kind == "words" else child
        for child in apart(_shown(item.children))
    )
    divided = lead_and_rest(contents[0]) if contents else None
    title = ""
    if divided:
        lead, rest = divided
        title = inline(lead, reading)
        first = (contents[0]._replace(children=rest),) if rest else ()
        contents = (*first, *contents[1:])
    else:
        _misshapen(node, "has a step without a bold beginning", item.span, reading)
    children = flow(contents, step_id, reading)
    pictures = [child for child in children if child.kind == "figure"]
    for extra in pictures[1:]:
        _misshapen(node, "has a step with two pictures", extra.span, reading)
    return Block(
        "step",
        step_id,
        item.span,
        title=title,
        children=tuple(child for child in children if child.kind != "figure"),
        picture=pictures[0].picture if pictures else None,
    )


def _figure(block: Block, node: Node, reading: Reading) -> Block:
    for message, span in figure_faults(node):
        _misshapen(node, message, span, reading)
    return replace(block, picture=fenced_picture(node, reading))


def _misplaced(block: Block, node: Node, reading: Reading) -> Block:
    reading.fault(
        "block-content",
        f"`{node.text}` stands outside a `figure`",
        node.span,
        "write it inside `::: figure`, after the picture and its caption",
    )
    return _blocks(block, node, reading)


_LIST = "a list, each item one paragraph"
_TEXT = "paragraphs, lists or pictures"
_CARD = "a heading (`### When to call`), then paragraphs or a list"
COMPONENTS: dict[str, Component] = {
    "key-points": Component("key-points", _items, f"{_LIST}, perhaps under a heading", "optional"),
    "steps": Component(
        "steps",
        _steps,
        "a numbered list, each item with a bold beginning: `1. **Wash your hands.** Use soap.`; "
        "indent what belongs to an item by three spaces",
    ),
    "non-urgent": Component("card", _blocks, _CARD, "needed"),
    "urgent": Component("card", _blocks, _CARD, "needed"),
    "emergency": Component("card", _blocks, _CARD, "needed"),
    "do": Component("do", _items, _LIST),
    "do-not": Component("do-not", _items, _LIST),
    "inset": Component("inset", _blocks, _TEXT),
    "question": Component(
        "question", _blocks, "a heading with the question, then the answer", "needed"
    ),
    "checklist": Component("checklist", _items, f"{_LIST}, perhaps under a heading", "optional"),
    "contact": Component("contact", _contact, _TEXT, word="a contact's name"),
    "write-in": Component("write-in", _items, "a list of labels, like `- Your midwife: ____`"),
    "figure": Component(
        "figure",
        _figure,
        "one picture, then perhaps a paragraph for its caption and `::: description`",
    ),
    DESCRIPTION: Component("inset", _misplaced, "paragraphs and lists"),
    "for": Component("for", _for, _TEXT, word="an audience"),
    "only": Component("only", _only, _TEXT, word="`print` or `screen`"),
}
