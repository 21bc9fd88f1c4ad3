"""Lists of what to do and what not to do: each item says so in itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bindery.diagnostics import Diagnostic
from bindery.guide import Guide
from bindery.wording import Passage

from .findings import is_english, weighed

# "Don't" is a refusal too; that it is better written in full is for the rule on contractions.
_REFUSAL = re.compile(r"\s*do(?: not|n['\u2019]t)\b", re.IGNORECASE)
_DO = re.compile(r"\s*do\b", re.IGNORECASE)
_FEWEST = 2


def do_not_item(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """An item of a `do-not` list that does not begin with "do not"."""
    for passage in _items(guide, "do-not") if is_english(guide) else ():
        if not _REFUSAL.match(passage.text):
            message = 'an item of a `do-not` list begins with "do not"'
            hint = "read alone it must not sound like advice to do it"
            yield weighed(guide, "do-not-item", message, passage.span, hint)


def do_item(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """An item of a `do` list that begins with "do", or with "do not"."""
    for passage in _items(guide, "do") if is_english(guide) else ():
        if _REFUSAL.match(passage.text):
            message = "this says what not to do, in a list of what to do"
            hint = "put it into a `do-not` list"
        elif _DO.match(passage.text):
            message = 'an item of a `do` list does not begin with "do"'
            hint = "begin with what to do: “keep”, “hold”, “ask”"
        else:
            continue
        yield weighed(guide, "do-item", message, passage.span, hint)


def few_items(guide: Guide, _today: date) -> Iterator[Diagnostic]:
    """A list of dos or don'ts that holds a single item."""
    for kind in ("do", "do-not"):
        lists: dict[int, list[Passage]] = {}
        for passage in _items(guide, kind):
            lists.setdefault(passage.list, []).append(passage)
        for items in lists.values():
            if len(items) < _FEWEST:
                message = f"this `{kind}` list has one item"
                hint = "say it in a sentence or an `inset`, or add what belongs with it"
                yield weighed(guide, "few-items", message, items[0].span, hint)


def _items(guide: Guide, kind: str) -> Iterator[Passage]:
    """The items of the blocks of a kind, those of lists inside them left out."""
    return (
        passage
        for passage in guide.wording.of("item")
        if passage.fences and passage.fences[-1] == kind and passage.depth == 1
    )
