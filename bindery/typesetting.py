"""Words of settings and ledgers with the quotation marks of a language, as its texts have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from .guide import Control, Publisher, Settings
from .ledger import Contact, Fact, Ledger
from .markdown import set_quotes

# What is typed into a browser or a telephone stays as it is.
_OF_CONTACT = ("title", "hours", "helps_with", "address")
_OF_FACT = ("value", "statement")

_Entry = TypeVar("_Entry", Contact, Fact)
_Value = TypeVar("_Value", Contact, Fact, Publisher, Control)


def typeset_ledger(ledger: Ledger) -> Ledger:
    """``ledger`` with the marks of its language, and of those that its entries have words in."""
    return replace(
        ledger,
        contacts={
            name: _entry(each, _OF_CONTACT, ledger.language)
            for name, each in ledger.contacts.items()
        },
        facts={
            name: _entry(each, _OF_FACT, ledger.language) for name, each in ledger.facts.items()
        },
    )


def typeset_settings(settings: Settings, language: str) -> Settings:
    """``settings`` with the marks of ``language`` in all that a guide prints of them."""
    control = settings.control
    sources = tuple(
        replace(each, title=_set(each.title, language), publisher=_set(each.publisher, language))
        for each in control.sources
    )
    printed = replace(
        _with_marks(control, ("notice",), language),
        authors=tuple(_set(each, language) for each in control.authors),
        reviewers=tuple(_set(each, language) for each in control.reviewers),
        sources=sources,
    )
    publisher = _with_marks(settings.publisher, ("name", "address", "feedback"), language)
    return replace(settings, publisher=publisher, control=printed)


def _entry(entry: _Entry, fields: tuple[str, ...], language: str) -> _Entry:
    """A contact or a fact, with its source and its words in other languages."""
    words = {
        code: replace(each, words=_words(each.words, fields, code))
        for code, each in entry.translations.items()
    }
    source = _set(entry.provenance.source, language)
    provenance = replace(entry.provenance, source=source)
    with_source = replace(entry, translations=words, provenance=provenance)
    return _with_marks(with_source, fields, language)


def _with_marks(value: _Value, fields: tuple[str, ...], language: str) -> _Value:
    words = {field: getattr(value, field) for field in fields}
    return replace(value, **_words(words, fields, language))  # type: ignore[arg-type]  # all are text


def _words(words: Mapping[str, str], fields: tuple[str, ...], language: str) -> dict[str, str]:
    return {
        field: _set(text, language) if field in fields else text for field, text in words.items()
    }


def _set(text: str, language: str) -> str:
    """Most words have no marks, and the search for them takes time."""
    return set_quotes(text, language) if "'" in text or '"' in text else text
