"""From a Markdown text to the parts of a guide, with every fault that is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bindery.diagnostics import Diagnostic, Span, error
from bindery.guide import Block, Footnote, Heading, Picture, Section
from bindery.text_safety import check_text, replace_unsafe
from bindery.wording import Wording

from .anchors import allot
from .blocks import flow
from .engine import Definition, parse
from .extent import beyond, oversized
from .fences import pair
from .inspection import inspect
from .links import Link, broken_links, is_safe
from .nodes import Node, walk
from .notes import collect
from .outline import Outline, Part, divide
from .passages import passages, take_allowances
from .pictures import is_local, make_picture
from .positions import SourceFile
from .prose import title_html
from .reading import Reading, Terms
from .render import inline, plain
from .tree import grow

LEAD = "guide.lead"


@dataclass(frozen=True, slots=True)
class ReadText:
    """A guide's text, read. With errors among the ``diagnostics`` it is not to be printed.

    ``title`` is plain, ``summary`` inline HTML. ``pictures`` are all uses of a picture, the
    cover's too, in the order of the text; ``contacts`` and ``facts`` the names of ledger
    entries that are printed, ``links`` every link, ``anchors`` every id one may lead to.
    ``wording`` is all of its words, for checks.
    """

    title: str
    summary: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    cover: Picture | None
    pictures: tuple[Picture, ...]
    contacts: tuple[str, ...]
    facts: tuple[str, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    wording: Wording = field(default_factory=Wording)


def read(text: str, file: str, language: str, terms: Terms) -> ReadText:
    """Read the Markdown ``text`` of ``file`` (project-relative), written in ``language``.

    Never raises for what is in the text: every fault becomes a diagnostic, in the order of
    the text, and reading goes on.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if fault := beyond(text, file):
        return _unread((fault,))
    found = list(check_text(text, file))
    text = replace_unsafe(text)
    parsed = parse(text, language, terms.nesting)
    source = SourceFile(file, tuple(text.split("\n")))
    if large := tuple(oversized(parsed.tokens, source)):
        return _unread((*found, *large))
    found.extend(_idle(definition, source) for definition in parsed.definitions)
    nodes, faults = grow(parsed, source)
    found.extend(faults)
    paired = pair(nodes, found, terms.nesting)
    nodes, allowances = take_allowances(paired, len(source.rows), found)
    everything = tuple(walk(nodes))
    reading = Reading(file, language, terms, found)
    inspect(everything, reading)
    outline = divide(nodes, reading)
    ids, anchors = allot(everything, _headings(outline), reading)
    wording = Wording(passages(nodes, outline.summary, source, reading), allowances)
    text_read = _assemble(everything, outline, replace(reading, ids=ids), anchors)
    return replace(text_read, wording=wording)


def _unread(found: tuple[Diagnostic, ...]) -> ReadText:
    """What there is of a text that is too large to be looked at."""
    return ReadText(
        *("", "", (), (), (), None, (), (), (), (), frozenset()),
        diagnostics=tuple(sorted(set(found), key=lambda fault: fault.sort_key)),
    )


def _headings(outline: Outline) -> Iterable[Node]:
    """The headings that get ids of their own: sections' and those in them, not components'."""
    for part in outline.sections:
        yield part.heading
        yield from (node for node in part.nodes if node.kind == "heading")
    yield from (node for node in outline.lead if node.kind == "heading")


def _assemble(
    everything: Sequence[Node], outline: Outline, reading: Reading, anchors: frozenset[str]
) -> ReadText:
    lead = flow(tuple(outline.lead), LEAD, reading)
    sections = tuple(_section(part, reading) for part in outline.sections)
    footnotes = collect(everything, reading)
    links = tuple(_links(everything, reading))
    anchors |= {note.id for note in footnotes}
    reading.found.extend(broken_links(links, anchors))
    cover = outline.cover if outline.cover and is_local(outline.cover.detail) else None
    title = outline.title
    return ReadText(
        title=plain(title.children, reading) if title else "",
        summary=_summary(outline, reading),
        lead=lead,
        sections=sections,
        footnotes=footnotes,
        cover=make_picture(cover, plain(cover.children, reading)) if cover else None,
        pictures=tuple(_pictures(everything, reading)),
        contacts=_used("contact", everything),
        facts=_used("fact", everything),
        links=links,
        anchors=anchors,
        diagnostics=tuple(sorted(set(reading.found), key=lambda found: found.sort_key)),
    )


def _section(part: Part, reading: Reading) -> Section:
    heading = part.heading
    section_id = reading.ids[heading.span]
    blocks = flow(tuple(part.nodes), section_id, reading)
    if not blocks:
        message = "nothing stands under this heading"
        reading.fault("empty-section", message, heading.span, "write the section, or delete it")
    return Section(
        id=section_id,
        title=title_html(heading, reading),
        text=plain(heading.children, reading),
        span=heading.span,
        blocks=blocks,
        headings=tuple(
            Heading(reading.ids[node.span], 3, plain(node.children, reading), node.span)
            for node in part.nodes
            if node.kind == "heading" and node.detail == "3"
        ),
    )


def _summary(outline: Outline, reading: Reading) -> str:
    """The summary; it is printed in more than one place, so nothing in it may have an id."""
    if outline.summary is None:
        return ""
    for node in walk(outline.summary.children):
        if node.kind == "note_mark":
            hint = "move it into the text that follows"
            reading.fault("footnote-place", "a footnote's mark in the summary", node.span, hint)
        elif node.kind == "image":
            hint = "put it on a line of its own"
            reading.fault("block-content", "a picture in the summary", node.span, hint)
        elif node.attributes.id:
            hint = "move it into the text that follows"
            reading.fault("stray-attribute", "an id inside the summary", node.span, hint)
    return inline(outline.summary.children, reading)


def _links(everything: Iterable[Node], reading: Reading) -> Iterable[Link]:
    for node in everything:
        if node.kind == "link" and is_safe(node.detail):
            words = plain(node.children, reading)
            yield Link(node.detail, words, node.detail_span or node.span)


def _pictures(everything: Iterable[Node], reading: Reading) -> Iterable[Picture]:
    for node in everything:
        if node.kind == "image" and is_local(node.detail):
            yield make_picture(node, plain(node.children, reading))


def _used(kind: str, everything: Iterable[Node]) -> tuple[str, ...]:
    """Names of the ledger entries of one ``kind``, each once, in the order of first use."""
    names: dict[str, None] = {}
    for node in everything:
        if node.kind == "reference" and node.text == kind:
            names[node.detail.partition(".")[0] if kind == "contact" else node.detail] = None
        elif node.kind == "block" and node.text == kind and node.detail:
            names[node.detail] = None
    return tuple(names)


def _idle(definition: Definition, source: SourceFile) -> Diagnostic:
    """A link definition prints nothing: one that no link uses may hide a sentence."""
    written = re.search(r"\[(.+?)\]:", source.row(definition.line))
    label = written[1] if written else definition.label.lower()
    span = Span(source.file, definition.line)
    if written:
        span = replace(span, column=written.start() + 1, length=len(written[0]))
    if definition.repeated:
        message, hint = f"link definition `{label}` is given twice", "keep one of them"
    else:
        message = f"no link uses the definition `{label}`, so its line is not printed"
        hint = f"delete it, or write `\\[{label}]:` if it is a sentence"
    return error("unused-definition", message, span, hint)
