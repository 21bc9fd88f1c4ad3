"""Ledgers: the contacts and facts that guides print by name.

An entry is corrected in one place (``source/contacts.toml``, ``source/facts.toml``) and
every guide and format follows. An entry that is unverified or past its review date cannot
be printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .diagnostics import Span


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an entry comes from and how long it may be trusted.

    ``status`` is "verified" or "unverified"; ``checked`` is the day the source was last
    read; after ``review_by`` the entry has expired.
    """

    status: str
    source: str
    url: str
    checked: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Translation:
    """An entry's words in another language, by the names of its fields (``helps_with``).

    ``places`` are those of its web address, as :attr:`Contact.places`.
    """

    words: dict[str, str]
    span: Span
    places: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """A helpline, service or website. ``phone`` is as printed, with plain spaces.

    ``kind`` is "service" for one that gives care, "support" for a charity or a helpline, or
    empty where the ledger does not say. ``translations`` are by language code. ``places`` tell
    where its web addresses stand, by key (``web``, ``url``).
    """

    name: str
    title: str
    provenance: Provenance
    span: Span
    phone: str = ""
    web: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    helps_with: str = ""
    kind: str = ""
    translations: dict[str, Translation] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, time, dose or amount, as printed (``value``) and as a sentence (``statement``).

    ``translations`` are by language code, ``places`` as a contact's.
    """

    name: str
    value: str
    statement: str
    provenance: Provenance
    span: Span
    translations: dict[str, Translation] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of a project, by name, with the words of the project's first ``language``.

    ``views`` hold, by language code, the entries that have words in it, with these words;
    :func:`bindery.ledger_words.seen_in` lays them over the others.
    """

    contacts: dict[str, Contact] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    language: str = "en"
    views: dict[str, Ledger] = field(default_factory=dict)
