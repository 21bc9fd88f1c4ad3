"""Ledger references: ``{contact:name.field}`` and ``{fact:name}`` become what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import NamedTuple

from bindery.diagnostics import Diagnostic, Span, did_you_mean, error
from bindery.ledger import Contact, Fact, Ledger, Provenance

from .nodes import Node
from .positions import narrowed
from .typography import set_phone, set_text, set_value

FIELDS = ("title", "phone", "web", "email", "address", "hours", "helps-with")
# What a contact's bare name prints: the first of these that it has.
_USUAL = ("phone", "web", "email")
_LEDGERS = ("contact", "fact")


class Resolved(NamedTuple):
    """What a reference prints, as HTML and as plain text; the HTML may be a link."""

    html: str
    text: str


def field_of(contact: Contact, field: str) -> str:
    """A contact's field by its name in the ledger; empty where it has none."""
    return str(getattr(contact, field.replace("-", "_")))


def tel(phone: str) -> str:
    """The address that dials ``phone``: its digits, with a leading plus where it has one.

    A number without its country's code (0300...) stays as it is: phones dial it as at home.
    """
    return "tel:" + ("+" if phone.strip().startswith("+") else "") + re.sub(r"\D", "", phone)


def resolve(node: Node, ledger: Ledger) -> Resolved | None:
    """What the reference ``node`` prints; None if the ledger does not say."""
    name, _, field = node.detail.partition(".")
    if node.text == "fact":
        fact = ledger.facts.get(node.detail)
        return _fact(fact) if fact else None
    contact = ledger.contacts.get(name) if node.text == "contact" else None
    if contact is None:
        return None
    field = field or next((usual for usual in _USUAL if field_of(contact, usual)), "")
    if field not in FIELDS or not field_of(contact, field):
        return None
    return _contact_field(field, field_of(contact, field))


def _fact(fact: Fact) -> Resolved:
    value = set_value(fact.value)
    return Resolved(f'<span class="fact">{escape(value)}</span>', value)


def _contact_field(field: str, value: str) -> Resolved:
    """Numbers and addresses keep their own direction in a text that runs from right to left."""
    if field == "phone":
        return _link("phone", tel(value), set_phone(value))
    if field == "web":
        whole = value if value.startswith(("https://", "http://")) else f"https://{value}"
        return _link("web", whole, whole.split("://", 1)[1].rstrip("/"))
    if field == "email":
        return _link("email", f"mailto:{value}", value)
    text = set_text(value)
    return Resolved(escape(text), text)


def _link(kind: str, address: str, text: str) -> Resolved:
    html = f'<a class="{kind}" dir="ltr" href="{escape(address)}">{escape(text)}</a>'
    return Resolved(html, text)


def check_reference(node: Node, ledger: Ledger, today: date) -> Iterator[Diagnostic]:
    """Say why the reference ``node`` cannot be printed: no such entry, or not to be trusted."""
    start = len(node.text) + len("{:")
    if node.text not in _LEDGERS:
        span = narrowed(node.span, 1, 1 + len(node.text))
        hint = did_you_mean(node.text, _LEDGERS)
        yield error("unknown-reference", f"no ledger `{node.text}`", span, hint)
    elif node.text == "fact":
        span = narrowed(node.span, start, start + len(node.detail))
        yield from check_entry("fact", node.detail, span, (ledger.facts, today))
    else:
        name, dot, field = node.detail.partition(".")
        span = narrowed(node.span, start, start + len(name))
        yield from check_entry("contact", name, span, (ledger.contacts, today))
        contact = ledger.contacts.get(name)
        if contact:
            end = start + len(node.detail)
            place = narrowed(node.span, end - len(field), end) if dot else span
            yield from _check_field(contact, field if dot else None, place)


def check_entry(
    kind: str,
    name: str,
    span: Span,
    against: tuple[Mapping[str, Contact] | Mapping[str, Fact], date],
) -> Iterator[Diagnostic]:
    """Check that the entry ``name`` can be printed, ``against`` its ledger and today's date."""
    entries, today = against
    entry = entries.get(name)
    if entry is None:
        yield error(f"unknown-{kind}", f"no {kind} `{name}`", span, _known(kind, name, entries))
        return
    place = f"{entry.span.file}:{entry.span.line}"
    if entry.provenance.status != "verified":
        yield error(
            "unverified-entry",
            f"{kind} `{name}` is not verified",
            span,
            f'check it against its source, then set `status = "verified"` in {place}, '
            "or leave it out here",
        )
    if entry.provenance.review_by < today:
        yield _expired(kind, name, entry.provenance, span, place)


def _known(kind: str, name: str, entries: Mapping[str, object]) -> str:
    return did_you_mean(name, entries) or f"source/{kind}s.toml has no entries yet"


def _expired(kind: str, name: str, provenance: Provenance, span: Span, place: str) -> Diagnostic:
    return error(
        "expired-entry",
        f"{kind} `{name}` was to be reviewed by {provenance.review_by}",
        span,
        f"check it against its source, then set new dates in {place}",
    )


def _check_field(contact: Contact, field: str | None, span: Span) -> Iterator[Diagnostic]:
    place = f"{contact.span.file}:{contact.span.line}"
    known = [name for name in FIELDS if field_of(contact, name)]
    if field is None:
        if not any(field_of(contact, usual) for usual in _USUAL):
            message = f"contact `{contact.name}` has no phone, web or email"
            yield error("unknown-contact", message, span, f"add one in {place}")
    elif field not in FIELDS:
        hint = did_you_mean(field, FIELDS)
        yield error("unknown-contact", f"a contact has no field `{field}`", span, hint)
    elif field not in known:
        message = f"contact `{contact.name}` has no `{field}`"
        hint = f"add it in {place}, or use one of " + ", ".join(f"`{name}`" for name in known)
        yield error("unknown-contact", message, span, hint)
