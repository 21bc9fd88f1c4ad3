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
from .ledger import Contact, Fact, Provenance
from .readers import NAME, NAME_HINT, choice, day, never_empty, paragraph, past_day, words
from .settings import Known
from .toml_source import TomlSource

STATUSES = ("verified", "unverified")
_WAYS = ("phone", "web", "email")
_KINDS = ("service", "support")
_PROVENANCE = ("source", "checked", "review-by", "status")


Entry = TypeVar("Entry", Contact, Fact)


@dataclass(frozen=True, slots=True)
class Entries(Generic[Entry]):
    """What one ledger gives: entries by name, and the names of those that have an error.

    ``whole`` is False where lines were lost: then no entry may be called unknown.
    """

    by_name: dict[str, Entry]
    faulty: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    whole: bool = True


def read_contacts(source: TomlSource, known: Known) -> Entries[Contact]:
    """Read the contacts: each a table with a title and, if verified, a way to reach it."""
    schema = {
        "title": words,
        "phone": never_empty(phone(known.region)),
        "web": never_empty(web),
        "email": never_empty(email),
        "address": postal(paragraph, known.region),
        "hours": words,
        "helps-with": words,
        "kind": choice(_KINDS),
        **_provenance_schema(known.today),
    }

    def make(field: Field, values: Values) -> Contact:
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
        )

    return _read(source, schema, ("title", *_PROVENANCE), make)


def read_facts(source: TomlSource, known: Known) -> Entries[Fact]:
    """Read the facts: each a table with a value as printed, and a whole sentence."""
    schema = {"value": words, "statement": words, **_provenance_schema(known.today)}

    def make(field: Field, values: Values) -> Fact:
        return Fact(
            name=field.key,
            value=_as_written(field, values, "value"),
            statement=_as_written(field, values, "statement"),
            provenance=_provenance(values, known.today),
            span=source.key_span(field.key),
        )

    return _read(source, schema, ("value", "statement", *_PROVENANCE), make)


def _read(
    source: TomlSource,
    schema: Schema,
    required: tuple[str, ...],
    make: Callable[[Field, Values], Entry],
) -> Entries[Entry]:
    """Read every table of a ledger by ``schema`` and make its entry."""
    found: dict[str, Entry] = {}
    faulty = {str(path[0]) for path in source.faulty}
    diagnostics = list(source.diagnostics)
    for name, value in source.values.items():
        field = Field(source, (name,), value, [])
        if not NAME.fullmatch(name):
            span = source.key_span(name)
            field.faults.append(error("bad-name", f"`{name}` is not a name", span, NAME_HINT))
        values = read_table(field, schema)
        if isinstance(value, dict):
            require(field, values, required)
            _check_order(field, values)
        found[name] = make(field, values)
        diagnostics.extend(field.faults)
        if stops(field.faults, strict=False):
            faulty.add(name)
    return Entries(found, frozenset(faulty), tuple(diagnostics), source.whole)


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
