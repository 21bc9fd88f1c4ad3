"""A ledger as it is seen in a language: the one place where entries get their words.

Whoever prints, compares or records entries for a guide looks at them through :func:`seen_in`.
A word that an entry lacks in a language is that of a less specific form of it (``pt`` for
``pt-BR``), and else that of the project's first language.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from .language import fallbacks, is_same_language
from .ledger import Contact, Fact, Ledger

Entry = TypeVar("Entry", Contact, Fact)


def with_views(ledger: Ledger) -> Ledger:
    """``ledger`` with its views: by language code, the entries that have words in it."""
    views: dict[str, Ledger] = {}
    for contact in ledger.contacts.values():
        for code in contact.translations:
            view = views.setdefault(code, Ledger(language=ledger.language))
            view.contacts[contact.name] = _seen(contact, code)
    for fact in ledger.facts.values():
        for code in fact.translations:
            view = views.setdefault(code, Ledger(language=ledger.language))
            view.facts[fact.name] = _seen(fact, code)
    return replace(ledger, views=views)


def seen_in(ledger: Ledger, code: str) -> Ledger:
    """``ledger`` with the words of the language ``code`` wherever it has them."""
    views = [ledger.views[each] for each in reversed(fallbacks(code)) if each in ledger.views]
    contacts, facts = ledger.contacts, ledger.facts
    for view in views:  # the most specific last
        contacts, facts = contacts | view.contacts, facts | view.facts
    return replace(ledger, contacts=contacts, facts=facts) if views else ledger


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


def _seen(entry: Entry, code: str) -> Entry:
    words = words_in(entry, code)
    if not words:
        return entry
    own = [entry.translations[each] for each in fallbacks(code) if each in entry.translations]
    places = entry.places | {
        key: span for each in reversed(own) for key, span in each.places.items()
    }
    return replace(entry, places=places, **words)  # type: ignore[arg-type]  # all are text
