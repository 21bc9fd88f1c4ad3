"""What the steps of reading share: the text's surroundings, and the list of faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bindery.diagnostics import Diagnostic, Span, error
from bindery.ledger import Ledger
from bindery.limits import Limits

MEDIA = ("print", "screen", "ebook", "web", "leaflet")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text may name that stands outside it.

    ``audiences`` are the words that ``::: for`` takes (any, where none are given), ``media``
    those that ``::: only`` takes. ``nesting`` is how many levels lists, quotations and blocks may
    lie in one another.
    """

    ledger: Ledger
    today: date
    audiences: tuple[str, ...] = ()
    media: tuple[str, ...] = MEDIA
    nesting: int = Limits().nesting


@dataclass(frozen=True, slots=True)
class Reading:
    """One text being read. Faults are added to ``found`` as they are met.

    ``ids`` are the ids of headings by their places.
    """

    file: str
    language: str
    terms: Terms
    found: list[Diagnostic]
    ids: Mapping[Span, str] = field(default_factory=dict)

    def fault(self, rule: str, message: str, span: Span, hint: str | None = None) -> None:
        """Note an error; reading goes on."""
        self.found.append(error(rule, message, span, hint))
