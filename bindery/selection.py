"""What a format prints of a guide: blocks meant for it, and the footnotes that those call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .diagnostics import Span
from .document import Format
from .guide import Block, Footnote, Guide


def select(guide: Guide, format_: Format) -> Guide:
    """The guide as ``format_`` prints it.

    A section of which nothing is left is left out, and so is a footnote that nothing calls.
    """
    lead = _kept(guide.lead, format_)
    filtered = (
        replace(section, blocks=_kept(section.blocks, format_)) for section in guide.sections
    )
    sections = tuple(section for section in filtered if section.blocks)
    blocks = (*lead, *(block for section in sections for block in section.blocks))
    notes = called(guide.footnotes, blocks)
    text = _text(blocks) + "".join(note.html for note in notes)
    notes = tuple(replace(note, references=_calls(note, text)) for note in notes)
    return replace(guide, lead=lead, sections=sections, footnotes=notes)


def called(footnotes: Sequence[Footnote], blocks: Iterable[Block]) -> tuple[Footnote, ...]:
    """The footnotes that these blocks refer to, and those that such a footnote refers to."""
    text, known = _text(blocks), 0
    notes: tuple[Footnote, ...] = ()
    while True:
        notes = tuple(note for note in footnotes if f'href="#{note.id}"' in text)
        if len(notes) == known:
            return notes
        text, known = text + "".join(note.html for note in notes), len(notes)


def every_block(guide: Guide) -> Iterator[Block]:
    """Every block of a guide, those inside others too, in the order of the text."""
    yield from _walk(guide.lead)
    for section in guide.sections:
        yield from _walk(section.blocks)


def places_of(guide: Guide) -> dict[str, Span]:
    """Where in the source everything with an id stands: blocks and headings."""
    places = {block.id: block.span for block in every_block(guide)}
    for section in guide.sections:
        places |= {section.id: section.span}
        places |= {heading.id: heading.span for heading in section.headings}
    return places


def _kept(blocks: Iterable[Block], format_: Format) -> tuple[Block, ...]:
    """The blocks without those for other formats; notes for professionals stay on paper."""
    kept: list[Block] = []
    for block in blocks:
        children = _kept(block.children, format_)
        if block.kind == "only":
            if _called(format_) & set(block.argument.split()):
                kept.extend(children)
        elif block.kind != "for" or format_.medium == "print":
            kept.append(replace(block, children=children))
    return tuple(kept)


def _called(format_: Format) -> set[str]:
    """The words that mean ``format_`` in ``only``."""
    return {format_.name, format_.medium} | ({"screen"} if format_.medium != "print" else set())


def _calls(note: Footnote, text: str) -> tuple[str, ...]:
    """The places in ``text`` that refer to a footnote: others are in other formats."""
    return tuple(reference for reference in note.references if f'id="{reference}"' in text)


def _text(blocks: Iterable[Block]) -> str:
    """Every HTML fragment of these blocks."""
    return "".join(
        fragment
        for block in _walk(blocks)
        for fragment in (block.title, block.html, block.picture.caption if block.picture else "")
    )


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.children)
