"""A ledger as it is seen in a language: the one place where entries get their words.

Whoever prints, compares or records entries for a guide looks at them through :func:`seen_in`.
A word that an entry lacks in a language is that of a less specific form of it (``pt`` for
``pt-BR``), and else that of the project's first language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from .language import fallbacks, is_same_language
from .ledger import Contact, Fact, Ledger

Entry = TypeVar("Entry", Contact, Fact)


def with_views(ledger: Ledger) -> Ledger:
    """``ledger`` with its views in every language that one of its entries has words in."""
    codes = {code for entry in entries(ledger) for code in entry.translations}
    return replace(ledger, views={code: _view(ledger, code) for code in sorted(codes)})


def seen_in(ledger: Ledger, code: str) -> Ledger:
    """``ledger`` with the words of the language ``code`` wherever it has them."""
    return next((ledger.views[each] for each in fallbacks(code) if each in ledger.views), ledger)


def words_in(entry: Contact | Fact, code: str) -> dict[str, str]:
    """The words that ``entry`` has in the language ``code``, by the names of its fields."""
    words: dict[str, str] = {}
    for each in reversed(fallbacks(code)):
        if each in entry.translations:
            words |= entry.translations[each].words
    return words


def is_foreign(ledger: Ledger, code: str) -> bool:
    """Whether the language ``code`` is another than the one that entries are written in."""
    return not is_same_language(ledger.language, code)


def entries(ledger: Ledger) -> Iterator[Contact | Fact]:
    """All entries, contacts first."""
    yield from ledger.contacts.values()
    yield from ledger.facts.values()


def _view(ledger: Ledger, code: str) -> Ledger:
    return Ledger(
        {name: _seen(contact, code) for name, contact in ledger.contacts.items()},
        {name: _seen(fact, code) for name, fact in ledger.facts.items()},
        ledger.language,
    )


def _seen(entry: Entry, code: str) -> Entry:
    words = words_in(entry, code)
    return replace(entry, **words) if words else entry  # type: ignore[arg-type]  # all are text
