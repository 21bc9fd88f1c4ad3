"""Links: where they may lead, and whether there is anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bindery.diagnostics import Diagnostic, Span, did_you_mean, error
from bindery.web_addresses import address_fault, leads_elsewhere, number_fault

from .nodes import Node

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# No part of a host is empty but the last: e-readers' validators refuse `https://../`.
_HOST = r"(?!\.|[^\s/?#]*\.\.)[^\s/?#]+"
_SAFE = re.compile(rf"https?://{_HOST}|mailto:[^@\s]+@[^@\s]+|tel:\+?[0-9]|#.", flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a text prints: ``address`` as in ``href``, its words, its place."""

    address: str
    text: str
    span: Span


def is_safe(address: str) -> bool:
    """Whether a link may lead to ``address``: the web, mail, phone, or this guide."""
    return _SAFE.match(address) is not None


def check_link(node: Node, words: str) -> Iterator[Diagnostic]:
    """Say what is wrong with the link ``node``, whose plain text is ``words``."""
    span = node.detail_span or node.span
    scheme = _SCHEME.match(node.detail)
    if not node.detail:
        hint = "write an address in the round brackets, like `(https://example.org)`"
        yield error("unknown-link", "this link leads nowhere", node.span, hint)
    elif scheme and scheme[1].lower() not in {"http", "https", "mailto", "tel"}:
        hint = "use `https:`, `mailto:`, `tel:`, or `#` and the id of a heading"
        yield error("unsafe-link", f"a link cannot lead to `{scheme[0]}`", span, hint)
    elif not is_safe(node.detail):
        yield error(
            "unknown-link", f"`{unquote(node.detail)}` is not an address", span, _where(node.detail)
        )
    elif fault := _mistakable(node.detail, words):
        hint = "compare the address with its source, letter by letter"
        yield error("unsafe-link", fault, span, hint)
    if not words:
        hint = "write in the square brackets where the link leads"
        yield error("empty-link", "this link has no words", node.span, hint)


def _mistakable(address: str, words: str) -> str | None:
    """Why a reader may take a link to ``address``, shown as ``words``, for another one."""
    if address.startswith("#"):
        return None
    if address.lower().startswith("tel:"):
        return number_fault(address)
    if real := leads_elsewhere(words, address):
        return f"the words are the address `{words}`, but the link leads to `{real}`"
    return address_fault(address)


def _where(address: str) -> str:
    """What an author who wrote ``address`` may have meant."""
    if re.match(r"(?:www\.|[\w-]+\.(?:org|com|net|uk|nhs|gov|ie|wales)\b)", address):
        return f"did you mean `https://{address}`?"
    if _SCHEME.match(address):
        return "write the whole address, like `https://example.org` or `tel:03001000212`"
    return (
        "paper cannot follow a link to another file: name the guide by its title, or give "
        "its web address"
    )


def broken_links(links: Iterable[Link], anchors: Collection[str]) -> Iterator[Diagnostic]:
    """Links to a place in this guide that is not there."""
    for link in links:
        if link.address.startswith("#") and unquote(link.address[1:]) not in anchors:
            anchor = unquote(link.address[1:])
            named = [known for known in anchors if "." not in known]
            hint = did_you_mean(anchor, named) or "give a heading an id: `## Where {#where}`"
            message = f"no heading or block `#{anchor}` in this guide"
            yield error("broken-link", message, link.span, hint)
