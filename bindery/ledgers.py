"""The two ledgers of a project, ``contacts.toml`` and ``facts.toml``, read and checked.

An entry with a fault stays in the ledger, so that a guide which names it is not told that
there is no such entry; the fault itself stops the guides that print it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from .addresses import postal
from .contact_readers import email, phone, url, web
from .diagnostics import Diagnostic, error, stops
from .fields import Field, Schema, Values, as_day, as_text, read_table, require
from .ledger import Contact, Fact, Provenance, Translation
from .ledger_languages import IN, read_translations, refuse_misplaced
from .readers import (
    NAME,
    NAME_HINT,
    choice,
    day,
    is_code,
    never_empty,
    paragraph,
    past_day,
    words,
)
from .settings import Known
from .toml_source import TomlSource

STATUSES = ("verified", "unverified")
_WAYS = ("phone", "web", "email")
_KINDS = ("service", "support")
_PROVENANCE = ("source", "checked", "review-by", "status")


Entry = TypeVar("Entry", Contact, Fact)
Translations = dict[str, Translation]


@dataclass(frozen=True, slots=True)
class Entries(Generic[Entry]):
    """What one ledger gives: entries by name, and the names of those that have an error.

    ``mistranslated`` are the names and language codes of words in other languages that have
    one: it stops the guides in that language alone. ``whole`` is False where lines were lost:
    then no entry may be called unknown.
    """

    by_name: dict[str, Entry]
    faulty: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    whole: bool = True
    mistranslated: frozenset[tuple[str, str]] = frozenset()


def read_contacts(source: TomlSource, known: Known) -> Entries[Contact]:
    """Read the contacts: each a table with a title and, if verified, a way to reach it."""
    translated = {
        "title": words,
        "web": never_empty(web),
        "address": postal(paragraph, known.region),
        "hours": words,
        "helps-with": words,
    }
    schema = {
        **translated,
        "phone": never_empty(phone(known.region)),
        "email": never_empty(email),
        "kind": choice(_KINDS),
        **_provenance_schema(known.today),
    }

    def make(field: Field, values: Values, translations: Translations) -> Contact:
        if values.get("status") == "verified" and not any(way in values for way in _WAYS):
            field.faults.append(_unreachable(field))
        return Contact(
            name=field.key,
            title=_as_written(field, values, "title"),
            provenance=_provenance(values, known.today),
            span=source.key_span(field.key),
            phone=_as_written(field, values, "phone"),
            web=_as_written(field, values, "web"),
            email=_as_written(field, values, "email"),
            address=_as_written(field, values, "address"),
            hours=_as_written(field, values, "hours"),
            helps_with=_as_written(field, values, "helps-with"),
            kind=as_text(values, "kind"),
            translations=translations,
            places=field.places("web", "url"),
        )

    plan = _Plan(schema, translated, ("title", *_PROVENANCE), known.language)
    return _read(source, plan, make)


def read_facts(source: TomlSource, known: Known) -> Entries[Fact]:
    """Read the facts: each a table with a value as printed, and a whole sentence."""
    translated: Schema = {"value": words, "statement": words}
    schema = {**translated, **_provenance_schema(known.today)}

    def make(field: Field, values: Values, translations: Translations) -> Fact:
        return Fact(
            name=field.key,
            value=_as_written(field, values, "value"),
            statement=_as_written(field, values, "statement"),
            provenance=_provenance(values, known.today),
            span=source.key_span(field.key),
            translations=translations,
            places=field.places("url"),
        )

    plan = _Plan(schema, translated, ("value", "statement", *_PROVENANCE), known.language)
    return _read(source, plan, make)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How entries are read: all keys, those to be translated, those that none may lack.

    ``language`` is the one that entries are written in.
    """

    schema: Schema
    translated: Schema
    required: tuple[str, ...]
    language: str

    @property
    def once(self) -> frozenset[str]:
        """The keys that have one value for all languages."""
        return frozenset(self.schema) - frozenset(self.translated)


def _read(
    source: TomlSource, plan: _Plan, make: Callable[[Field, Values, Translations], Entry]
) -> Entries[Entry]:
    """Read every table of a ledger as ``plan`` says and make its entry."""
    found: dict[str, Entry] = {}
    faulty = {str(path[0]) for path in source.faulty if path[1:2] != (IN,)}
    mistranslated: set[tuple[str, str]] = set()
    diagnostics = list(source.diagnostics)
    for name, value in source.values.items():
        field = Field(source, (name,), value, [])
        if not NAME.fullmatch(name):
            span = source.key_span(name)
            field.faults.append(error("bad-name", f"`{name}` is not a name", span, NAME_HINT))
        values = _own_words(field, plan)
        translated = read_translations(field, plan.translated, plan.once, plan.language)
        found[name] = make(field, values, translated.by_code)
        diagnostics += field.faults
        diagnostics += translated.diagnostics
        mistranslated |= {(name, code) for code in translated.faulty}
        if stops(field.faults, strict=False):
            faulty.add(name)
    told = tuple(diagnostics)
    return Entries(found, frozenset(faulty), told, source.whole, frozenset(mistranslated))


def _own_words(field: Field, plan: _Plan) -> Values:
    """Read the keys of an entry; what stands under ``in`` is read beside them."""
    if not isinstance(field.value, dict):
        return read_table(field, plan.schema)
    misplaced = {
        key: refuse_misplaced
        for key, value in field.value.items()
        if isinstance(value, dict) and key not in plan.schema and is_code(key)
    }
    values = read_table(field, {**plan.schema, **misplaced, IN: lambda inside: inside.value})
    require(field, values, plan.required)
    _check_order(field, values)
    return values


def _as_written(field: Field, values: Values, key: str) -> str:
    """The text at ``key``; one that was refused is kept as written, for it is not missing."""
    written = field.value.get(key, "") if isinstance(field.value, dict) else ""
    return as_text(values, key, str(written))


def _check_order(field: Field, values: Values) -> None:
    checked, review_by = values.get("checked"), values.get("review-by")
    if isinstance(checked, date) and isinstance(review_by, date) and review_by <= checked:
        span = field.source.value_span(*field.path, "review-by")
        message = f"`review-by`, {review_by}, is not after `checked`, {checked}"
        field.faults.append(error("bad-date", message, span, "correct one of the two dates"))


def _unreachable(field: Field) -> Diagnostic:
    return error(
        "missing-key",
        f"`{field.key}` has no phone, web or email",
        field.source.key_span(*field.path),
        "add one way to reach it",
    )


def _provenance_schema(today: date) -> Schema:
    return {
        "source": words,
        "url": never_empty(url),
        "checked": past_day(today),
        "review-by": day,
        "status": choice(STATUSES),
    }


def _provenance(values: Values, today: date) -> Provenance:
    """Where an entry comes from; what is missing is filled so that nothing more is said of it."""
    return Provenance(
        status=as_text(values, "status", "verified"),
        source=as_text(values, "source"),
        url=as_text(values, "url"),
        checked=as_day(values, "checked", today),
        review_by=as_day(values, "review-by", date.max),
    )
