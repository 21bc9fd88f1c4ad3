"""What of a guide is compared between two releases: its words, its ledger values, its pictures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from .guide import Guide
from .ledger import Ledger
from .ledger_words import seen_in

_BLANKS = re.compile(r"\s+")
_CONTACT_FIELDS = ("title", "phone", "web", "email", "address", "hours", "helps_with")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A guide in one language as it was at a release.

    ``passages`` are (kind, text) in reading order, ``values`` the ledger values that it prints
    by name (``fact keeps``, ``contact helpline phone``), ``pictures`` the SHA-256 of each file.
    """

    version: str
    passages: tuple[tuple[str, str], ...]
    values: dict[str, str]
    pictures: dict[str, str]

    def as_data(self) -> dict[str, Any]:
        """The snapshot as JSON knows it."""
        return {
            "version": self.version,
            "passages": [list(passage) for passage in self.passages],
            "values": self.values,
            "pictures": self.pictures,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two releases.

    ``what`` is "text", "number" or "picture", ``where`` the heading, entry or file it is about;
    ``before`` is empty for what is new, ``after`` for what is gone.
    """

    what: str
    where: str
    before: str
    after: str


def digest(guide: Guide) -> str:
    """SHA-256 of what a guide prints, as hexadecimal digits; settings are left out."""
    content = [_passages(guide), _cards(guide), sorted(_pictures(guide).items())]
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def take(guide: Guide, ledger: Ledger) -> Snapshot:
    """The snapshot of ``guide`` as it stands, with the words of its language."""
    ledger = seen_in(ledger, guide.language)
    values = {f"fact {name}": ledger.facts[name].value for name in guide.facts}
    for name in guide.contacts:
        for field in _CONTACT_FIELDS:
            if value := getattr(ledger.contacts[name], field):
                values[f"contact {name} {field.replace('_', '-')}"] = value
    version = guide.settings.control.version
    return Snapshot(version, _passages(guide), values, _pictures(guide))


def _passages(guide: Guide) -> tuple[tuple[str, str], ...]:
    return tuple(
        (passage.kind, _BLANKS.sub(" ", passage.text).strip()) for passage in guide.wording.passages
    )


def _pictures(guide: Guide) -> dict[str, str]:
    return {
        name: hashlib.sha256(asset.data).hexdigest() for name, asset in sorted(guide.assets.items())
    }


def _cards(guide: Guide) -> list[list[str]]:
    """What the contact cards of a guide print."""
    waiting = [*guide.lead, *(block for section in guide.sections for block in section.blocks)]
    cards = []
    while waiting:
        block = waiting.pop()
        waiting.extend(block.children)
        if block.contact:
            cards.append([getattr(block.contact, field) for field in _CONTACT_FIELDS])
    return sorted(cards)


def from_data(data: object) -> Snapshot | None:
    """The snapshot that :meth:`Snapshot.as_data` gave; None if it is not one."""
    try:
        whole: Any = data
        return Snapshot(
            str(whole["version"]),
            tuple((str(kind), str(text)) for kind, text in whole["passages"]),
            {str(key): str(value) for key, value in whole["values"].items()},
            {str(key): str(value) for key, value in whole["pictures"].items()},
        )
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """What differs, in reading order: text, then numbers and contacts, then pictures."""
    return (
        *_text_changes(before, after),
        *_entry_changes("number", before.values, after.values, show=True),
        *_entry_changes("picture", before.pictures, after.pictures, show=False),
    )


def _text_changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = before.passages, after.passages
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in (
        code for code in matcher.get_opcodes() if code[0] != "equal"
    ):
        gone, come = old[old_start:old_end], new[new_start:new_end]
        for number in range(max(len(gone), len(come))):
            was = gone[number][1] if number < len(gone) else ""
            now = come[number][1] if number < len(come) else ""
            where = _heading(new, new_start + number) if now else _heading(old, old_start + number)
            yield Change("text", where, was, now)


def _heading(passages: tuple[tuple[str, str], ...], at: int) -> str:
    """The heading that the passage ``at`` stands under, or is."""
    above = (text for kind, text in reversed(passages[: at + 1]) if kind in {"heading", "title"})
    return next(above, "")


def _entry_changes(
    what: str, before: Mapping[str, str], after: Mapping[str, str], *, show: bool
) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            yield Change(
                what,
                name,
                was if show else "as it was" if was else "",
                now if show else "another picture" if was and now else "new" if now else "",
            )
