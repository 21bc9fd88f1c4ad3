"""The choice of words: plain ones, in British spelling, and "do not" in full.

The words are in ``word_list.toml``, which says what its tables are for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bindery.diagnostics import Diagnostic, suggestion, warning

from .prose import English, Prose, mended, shown

_WORD = re.compile(r"[a-z]+(?:['\u2019.-][a-z]+)*")
_AFTER_A_NAME_FOR_IT = re.compile(
    r"\b(?:called|named|known\sas|means|the\s(?:word|term))\s(?:an?\s|the\s)?\W?$", re.IGNORECASE
)
_BEFORE_ITS_MEANING = re.compile(
    r"\W?\s(?:\(|means\b|is\s(?:the|a)\s(?:medical\s)?(?:word|name|term)\b)"
)
_ARTICLE = re.compile(r"\ba(?P<n>n?)\s$", re.IGNORECASE)
_CONTRACTION = re.compile(
    r"(?P<it>\b(?P<stem>[A-Za-z]+)n['\u2019]t)\b(?!['\u2019])"
    r"(?P<turned>\s(?:I|you|we|they|it|he|she|there|that|this|these|those)\b)?"
)
_STEMS = {"ca": "can", "wo": "will ", "sha": "shall "}
# A word stands beside a phrase with so many characters between them, or fewer.
_BESIDE = 3
# "Ain't" has no one full form.
_NO_STEMS = frozenset({"ai"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of the list. ``words`` is it, in small letters, word by word.

    ``table`` says how sure one can be of ``use``, ``around`` are longer phrases in which it
    is right.
    """

    words: tuple[str, ...]
    use: str
    table: str
    around: tuple[str, ...] = ()


@cache
def _list() -> Mapping[str, tuple[Entry, ...]]:
    """The entries of the word list by their first words, of one word the longest first."""
    text = (files(__package__) / "word_list.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    right = tables.pop("right")
    entries: dict[str, list[Entry]] = {}
    for table, pairs in tables.items():
        for avoid, use in pairs.items():
            words = tuple(avoid.split())
            entry = Entry(words, use, table, tuple(right.get(avoid, ())))
            entries.setdefault(words[0], []).append(entry)
    return {
        first: tuple(sorted(found, key=lambda entry: -len(entry.words)))
        for first, found in entries.items()
    }


def word_list(guide: English) -> Iterator[Diagnostic]:
    """Words that have a plainer one, and words that are spelt otherwise in Britain."""
    listed = _in_it(guide)
    for prose in guide.passages:
        small = prose.own.lower()
        if prose.is_for_some or prose.kind == "term" or not any(word in small for word in listed):
            continue
        words = [(match.group(), match.start()) for match in _WORD.finditer(small)]
        for number, (word, start) in enumerate(words):
            for entry in listed.get(word, ()):
                end = _end(entry, words, number)
                if end is None:
                    continue
                if _is_meant(prose, entry, start, end):
                    yield _found(prose, entry, start, end)
                break


def _in_it(guide: English) -> Mapping[str, tuple[Entry, ...]]:
    """The entries that may be found in a guide, by their first words."""
    listed = _list()
    american = guide.guide.language.lower() == "en-us"
    there: dict[str, tuple[Entry, ...]] = {}
    for first in listed.keys() & guide.words:
        for entry in listed[first]:
            if american and entry.table == "spelling":
                continue
            if " ".join(entry.words) in guide.whole:
                there[first] = (*there.get(first, ()), entry)
    return there


def _end(entry: Entry, words: list[tuple[str, int]], number: int) -> int | None:
    """Where an entry ends that may begin with the word ``number``; None if it does not."""
    here = words[number : number + len(entry.words)]
    if tuple(word for word, _ in here) != entry.words:
        return None
    last, start = here[-1]
    end = start + len(last)
    # The words of a phrase stand a blank apart, with no comma or full stop between them.
    length = sum(map(len, entry.words)) + len(entry.words) - 1
    return end if end - here[0][1] == length else None


def _is_meant(prose: Prose, entry: Entry, start: int, end: int) -> bool:
    """Whether a word is used as one's own: no name, no term explained, no longer phrase."""
    text = prose.own
    if text[start].isupper() and not prose.begins_sentence(start):
        return False
    if text.rfind("(", 0, start) > text.rfind(")", 0, start):
        return False
    if _AFTER_A_NAME_FOR_IT.search(text, 0, start) or _BEFORE_ITS_MEANING.match(text, end):
        return False
    small = text.lower().replace("\n", " ")
    return not any(_is_part(phrase, small, start, end) for phrase in entry.around)


def _is_part(phrase: str, small: str, start: int, end: int) -> bool:
    """Whether ``small[start:end]`` stands in ``phrase``, or beside it."""
    reach = len(phrase) + _BESIDE
    return phrase in small[max(0, start - reach) : end + reach]


def _found(prose: Prose, entry: Entry, start: int, end: int) -> Diagnostic:
    words = prose.text[start:end]
    use = entry.use[0].upper() + entry.use[1:] if words[0].isupper() else entry.use
    place = prose.place(start, end)
    match entry.table:
        case "spelling":
            message = f"{shown(words)} is not British spelling or use"
            finding = warning("british-spelling", message, place, f"write `{use}`")
            return mended(finding, words, use) if _fits(prose, use, start) else finding
        case "fix":
            message = f"{shown(words)} has a plainer or more usual form"
            finding = warning("word-choice", message, place, f"write `{use}`")
            return mended(finding, words, use) if _fits(prose, use, start) else finding
        case "advice":
            message = f"{shown(words)} is a word that many readers do not use"
            return warning("word-choice", message, place, f"write {_or(use)}")
        case _:
            message = f"{shown(words)} may be harder than it needs to be"
            return suggestion("word-choice", message, place, f"think of {_or(use)}")


def _fits(prose: Prose, use: str, start: int) -> bool:
    """Whether ``use`` goes with an "a" or "an" that may stand before ``start``."""
    article = _ARTICLE.search(prose.text, 0, start)
    return article is None or (article["n"] != "") == (use[0].lower() in "aeiou")


def _or(use: str) -> str:
    return " or ".join(f"`{each}`" for each in use.split("; "))


def contractions(guide: English) -> Iterator[Diagnostic]:
    """Short forms with "not", whose end is easily overlooked: don't, can't, isn't."""
    if "n't" not in guide.whole and "n\u2019t" not in guide.whole:
        return
    for prose in guide.passages:
        for match in _CONTRACTION.finditer(prose.own):
            stem = match["stem"]
            if stem.lower() in _NO_STEMS:
                continue
            words, place = match["it"], prose.place(*match.span("it"))
            full = _STEMS.get(stem.lower(), f"{stem.lower()} ")
            right = (full[0].upper() + full[1:] if stem[0].isupper() else full) + "not"
            finding = warning(
                "contraction",
                f"{shown(words)} can be misread as its opposite",
                place,
                "write it out" if match["turned"] else f"write `{right}`",
            )
            yield finding if match["turned"] else mended(finding, words, right)
