"""Links: words that say where they go, even when they are read out alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, Span, warning

from .prose import English, Prose, shown

_VAGUE = frozenset(
    (
        *("click", "click here", "click on this link", "click this link", "follow this link"),
        *("find out more", "further information", "go", "here", "info", "learn more", "link"),
        *("more", "more details", "more info", "more information", "our website", "page"),
        *("read more", "read more here", "see here", "see more", "see this", "the link"),
        *("the website", "this", "this guide", "this leaflet", "this link", "this page"),
        *("this site", "this website", "view", "visit", "watch", "website", "web page"),
    )
)
_ADDRESS = re.compile(r"https?://|www\.")
_ABBREVIATED = re.compile(r"\b(?:etc|Ltd|Inc|Dr|St|[A-Z]|[ap]\.m)\.$")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a passage: ``text[start:end]`` leads to ``href``."""

    prose: Prose
    start: int
    end: int
    href: str

    @property
    def words(self) -> str:
        """What it says, in one row."""
        return " ".join(self.prose.text[self.start : self.end].split())

    @property
    def span(self) -> Span:
        """Where it stands in the file."""
        return self.prose.place(self.start, self.end)


def link_words(guide: English) -> Iterator[Diagnostic]:
    """Links whose words do not say where they go, or that hold the sentence's full stop."""
    places: dict[str, str] = {}
    for link in _links(guide):
        fault, advice = _fault(link, places)
        if fault:
            yield warning("link-words", f"{shown(link.words)} {fault}", link.span, advice)
        places.setdefault(link.words.lower(), link.href)


def _fault(link: Link, places: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a link's words and what to do; ``places`` are those of links before."""
    words = link.words.lower()
    if words.strip(".!:> \u203a\u2192") in _VAGUE:
        return "does not say where the link goes", "write what a reader finds there"
    if _ADDRESS.match(words):
        return (
            "is an address in place of words",
            "write what a reader finds there, or keep a short address in `contacts.toml`",
        )
    if words.endswith(".") and not _ABBREVIATED.search(link.words):
        return "is a link with a full stop in it", "write the full stop after the link"
    if places.get(words, link.href) != link.href:
        return "names two links that lead to different places", "say in each what is different"
    return "", ""


def _links(guide: English) -> Iterator[Link]:
    """The author's own links; one whose words have several looks is still one."""
    for prose in guide.passages:
        at, begun = 0, 0
        runs = prose.passage.runs
        for number, run in enumerate(runs):
            start, at = at, at + len(run.text)
            if "link" not in run.looks or run.origin in {"contact", "fact"}:
                continue
            if not number or runs[number - 1].href != run.href:
                begun = start
            if number + 1 == len(runs) or runs[number + 1].href != run.href:
                yield Link(prose, begun, at, run.href)
