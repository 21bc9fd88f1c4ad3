"""Addresses that are not what they look like: told by their characters, without asking anyone.

A reader compares an address on paper with one on a screen, letter by letter. A Cyrillic letter
among Latin ones, an invisible character or a name before ``@`` makes two addresses of one.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

# Scripts whose letters are mistaken for one another; each stands in the names of its letters.
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?([^/?#]*)", re.IGNORECASE)
_SHOWN = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.IGNORECASE)
_NUMBER = re.compile(r"tel:\+?[0-9 ().-]+(?:;[a-z0-9=+-]*)*", re.IGNORECASE)
_PUNYCODE = "xn--"


def address_fault(address: str) -> str | None:
    """Why the web or mail ``address`` may be mistaken for another; None if it may not."""
    before, at, host = host_of(address).rpartition("@")
    written = unquote(address) + host
    if hidden := next((sign for sign in written if unicodedata.category(sign) == "Cf"), ""):
        return f"`{address}` holds an invisible character, U+{ord(hidden):04X}"
    if at and not address.lower().startswith("mailto:"):
        return f"`{before}` in front of `@` is not where the address leads: that is `{host}`"
    for label in host.split("."):
        scripts = {script for sign in label for script in _ALIKE if _is_of(sign, script)}
        if len(scripts) > 1:
            both = " and ".join(sorted(script.title() for script in scripts))
            return f"`{label}` mixes {both} letters, which look alike"
        if unicodedata.normalize("NFKC", label) != label:
            return f"`{label}` holds signs that only look like letters"
    return None


def number_fault(address: str) -> str | None:
    """Why the ``tel:`` address cannot be dialled as it is shown; None if it can."""
    written = unquote(address)
    return None if _NUMBER.fullmatch(written) else f"`{written}` holds more than a number"


def leads_elsewhere(words: str, address: str) -> str | None:
    """The host that ``address`` leads to, where ``words`` are an address of another one."""
    shown = _SHOWN.fullmatch(words.strip())
    if shown is None or not address.lower().startswith(("http:", "https:")):
        return None
    said, real = (name.lower().removeprefix("www.") for name in (shown[1], host_of(address)))
    return None if real == said or real.endswith(f".{said}") else real


def host_of(address: str) -> str:
    """The host of an address as people read it, with what stands before an ``@``."""
    match = _HOST.match(address)
    host = unquote(match[1]) if match else ""
    return ".".join(map(_as_read, host.split(".")))


def _as_read(label: str) -> str:
    """A part of a host, put back from the letters that machines write it in (RFC 3492)."""
    if not label.lower().startswith(_PUNYCODE):
        return label
    try:
        return label[len(_PUNYCODE) :].encode().decode("punycode")
    except UnicodeError:
        return label


def _is_of(sign: str, script: str) -> bool:
    return unicodedata.name(sign, "").startswith(f"{script} ")
