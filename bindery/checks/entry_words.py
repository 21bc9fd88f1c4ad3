"""Ledger entries that a guide prints in a language that is not its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bindery.diagnostics import Diagnostic, Span
from bindery.guide import Block, Guide
from bindery.ledger import Contact, Fact, Ledger
from bindery.ledger_words import is_foreign, words_in

from .findings import weighed
from .quantities import says_words

# A contact's title is a name, and its address is where letters go.
_WORDS = {"fact": ("value",), "contact": ("helps-with", "hours")}

Use = tuple[str, str, str, Span]
"""A ledger, the name of an entry in it, the field that is printed, and where."""


def untranslated_entry(guide: Guide, ledger: Ledger, _today: date) -> Iterator[Diagnostic]:
    """Words of an entry that are printed and not in the guide's language: where they come first."""
    if not is_foreign(ledger, guide.language):
        return
    told = set()
    for kind, name, field, span in _uses(guide):
        entry = (ledger.facts if kind == "fact" else ledger.contacts).get(name)
        if entry and (kind, name, field) not in told and _is_untranslated(entry, field, guide):
            told.add((kind, name, field))
            text = _text(entry, field)
            yield weighed(
                guide,
                "untranslated-entry",
                f"`{text}` is printed here and is not in the language of this guide",
                span,
                _what_to_write(entry, field, guide.language),
            )


def _what_to_write(entry: Contact | Fact, field: str, code: str) -> str:
    written = entry.translations.get(code)
    span = written.span if written else entry.span
    place, table = f"{span.file}, line {span.line}", f"[{entry.name}.in.{code}]"
    if written:
        return f'add {field} = "…" to {table} in {place}'
    return f'below the entry in {place}, add {table} and {field} = "…"'


def _is_untranslated(entry: Contact | Fact, field: str, guide: Guide) -> bool:
    text = _text(entry, field)
    return says_words(text) and field.replace("-", "_") not in words_in(entry, guide.language)


def _text(entry: Contact | Fact, field: str) -> str:
    return str(getattr(entry, field.replace("-", "_")))


def _uses(guide: Guide) -> Iterator[Use]:
    """The fields with words in them that the guide prints, in the order of its text."""
    named = [
        (each.ledger, each.name, field, each.span)
        for passage in guide.wording.passages
        for each in passage.references()
        for field in _WORDS[each.ledger]
        if field == (each.field or "value")
    ]
    blocks = (*guide.lead, *(block for section in guide.sections for block in section.blocks))
    named += _in_cards(blocks)
    yield from sorted(named, key=lambda use: (use[3].line or 0, use[3].column or 0))


def _in_cards(blocks: Iterable[Block]) -> Iterator[Use]:
    for block in blocks:
        if block.contact:
            for field in _WORDS["contact"]:
                yield "contact", block.contact.name, field, block.span
        yield from _in_cards(block.children)
