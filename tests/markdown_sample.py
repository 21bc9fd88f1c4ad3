"""Ledgers, and a reader of short texts, for the tests of the Markdown reader."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree import ElementTree as ET

from bindery.diagnostics import Span
from bindery.guide import Block
from bindery.ledger import Contact, Fact, Ledger, Provenance
from bindery.markdown import ReadText, Terms, read

TODAY = date(2026, 1, 1)
FILE = "source/feeding/en-GB.md"
HEAD = "# Feeding\n\nA summary.\n\n"


def _provenance(status: str = "verified", review_by: date = date(2027, 1, 1)) -> Provenance:
    return Provenance(status, "A source", "https://example.org", date(2025, 1, 1), review_by)


_LAPSED = _provenance(review_by=date(2025, 6, 30))
_CONTACTS = (
    Contact(
        "helpline",
        "Help & support",
        _provenance(),
        Span("source/contacts.toml", 3),
        phone="0300 100 0212",
        hours="24 hours a day",
        helps_with="feeding",
    ),
    Contact(
        "milk-bank",
        "Milk bank",
        _provenance(),
        Span("source/contacts.toml", 12),
        web="example.org/milk/",
        email="help@example.org",
        address="1 High Street <rear>",
    ),
    Contact(
        "film",
        "A film",
        _provenance("unverified"),
        Span("source/contacts.toml", 20),
        web="https://example.org/film",
    ),
    Contact(
        "office",
        "Office",
        _provenance(),
        Span("source/contacts.toml", 36),
        address="1 High Street",
    ),
    Contact(
        "old-line", "Old line", _LAPSED, Span("source/contacts.toml", 28), phone="+44 300 330 0700"
    ),
)
_FACTS = (
    Fact("wait", "2 hours", "Wait 2 hours.", _provenance(), Span("source/facts.toml", 1)),
    Fact(
        "fridge",
        "3 days",
        "It keeps for 3 days.",
        _provenance("unverified", date(2025, 6, 30)),
        Span("source/facts.toml", 9),
    ),
)
LEDGER = Ledger(
    {contact.name: contact for contact in _CONTACTS}, {fact.name: fact for fact in _FACTS}
)
TERMS = Terms(LEDGER, TODAY, audiences=("parents", "midwives"))


def read_sample(text: str, language: str = "en-GB") -> ReadText:
    """A whole text, with faults or without."""
    return read(text, FILE, language, TERMS)


def blocks(text: str, language: str = "en-GB") -> tuple[Block, ...]:
    """The blocks of a text that stands after a title and a summary, and has no fault."""
    result = read_sample(HEAD + text, language)
    assert not result.diagnostics, [str(fault) for fault in result.diagnostics]
    return result.lead


def html(text: str, language: str = "en-GB") -> str:
    """The HTML of one block of prose, without its id."""
    (block,) = blocks(text, language)
    assert block.kind == "prose"
    return block.html.replace(f' id="{block.id}"', "", 1)


def words(text: str, language: str = "en-GB") -> str:
    """What stands inside the one paragraph that ``text`` is."""
    return html(text, language).removeprefix("<p>").removesuffix("</p>")


def every_block(result: ReadText) -> Iterator[Block]:
    """All blocks of a text, those inside others too."""
    yield from _inside(result.lead)
    for section in result.sections:
        yield from _inside(section.blocks)


def _inside(parts: Iterable[Block]) -> Iterator[Block]:
    for block in parts:
        yield block
        yield from _inside(block.children)


def fragments(result: ReadText) -> Iterator[str]:
    """Every piece of HTML that a text gave."""
    yield result.summary
    yield from (section.title for section in result.sections)
    yield from (note.html for note in result.footnotes)
    for block in every_block(result):
        yield block.title
        yield block.html
        if block.picture:
            yield block.picture.caption


def roots(result: ReadText) -> list[ET.Element]:
    """Every fragment as a tree; fails where one is not well-formed."""
    return [ET.fromstring(f"<x>{fragment}</x>") for fragment in fragments(result)]  # noqa: S314


def elements(result: ReadText) -> list[ET.Element]:
    """Every element of every fragment; fails where one is not well-formed."""
    return [element for root in roots(result) for element in root.iter() if element is not root]


def printed(result: ReadText) -> str:
    """All the words of all fragments."""
    return " ".join("".join(root.itertext()) for root in roots(result))
