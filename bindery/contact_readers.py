"""Readers of ways to reach somebody: web and email addresses, phone numbers."""

from __future__ import annotations

import re

from .fields import Field, Reader
from .readers import text
from .web_addresses import address_fault

_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
_WEB = re.compile(rf"(?:https?://)?{_HOST}(?::\d+)?(?:[/?#][^\s<>\"\\]*)?")
_PHONE = re.compile(r"\+?[0-9]+(?: [0-9]+)*")
_EMAIL = re.compile(rf"[\w+'-]+(?:\.[\w+'-]+)*@{_HOST}")
_MOST_IN_ADDRESS = 500  # letters; a QR code with more cannot be photographed
_MARKS = re.compile(r"[\s()./\u2010-\u2013-]+")
_LONG_PHONE = 9


def web(field: Field) -> str | None:
    """A web address as printed, with or without ``https://``; perhaps empty."""
    value = text(field)
    if value and len(value) > _MOST_IN_ADDRESS:
        hint = f"give one of at most {_MOST_IN_ADDRESS}: people have to type it"
        field.refuse("bad-web", f"an address of {len(value):,} characters", hint)
        return None
    if value and not _WEB.fullmatch(value):
        hint = "write it as example.org/page or https://example.org/page"
        field.refuse("bad-web", f"`{value}` is not a web address", hint)
        return None
    if value and (fault := address_fault(value)):
        field.refuse("bad-web", fault, "compare it with its source, letter by letter")
        return None
    return value


def url(field: Field) -> str | None:
    """A whole web address, with ``https://``; perhaps empty."""
    value = web(field)
    if value and not value.startswith(("https://", "http://")):
        field.refuse("bad-web", f"`{value}` is not a whole address", f"write https://{value}")
        return None
    return value


def email(field: Field) -> str | None:
    """An email address; perhaps empty."""
    value = text(field)
    if value and not _EMAIL.fullmatch(value):
        hint = "write it as name@example.org"
        field.refuse("bad-email", f"`{value}` is not an email address", hint)
        return None
    return value


def phone(region: str | None) -> Reader:
    """A reader of a phone number as dialled in ``region`` (``GB``); perhaps empty."""

    def read(field: Field) -> str | None:
        value = text(field)
        if not value:
            return value
        # Its tables take 30 ms to load: only a project that prints a number waits for them.
        from .phone import grouped, phone_fault  # noqa: PLC0415

        if not _PHONE.fullmatch(value):
            hint = "use digits and single spaces, with a plus only at the start"
            right = grouped(_MARKS.sub("", value), region)
            field.refuse("bad-phone", f"`{value}` is not a phone number", hint, right)
            return None
        if fault := phone_fault(value, region):
            field.refuse("bad-phone", *fault)
            return None
        right = grouped(value, region)
        if right and len(value) >= _LONG_PHONE and " " not in value:
            field.warn("phone-spacing", f"`{value}` is hard to read and to dial", right)
        return value

    return read
