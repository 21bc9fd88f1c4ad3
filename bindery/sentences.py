"""English text parted into sentences, and words into syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

# The groups of a phone number, held together by no-break spaces, are one word.
_IN_A_NUMBER = re.compile(r"(?<=\d)\u00a0(?=\d)")
_BETWEEN_WORDS = ("\u2013", "\u2014", "\u2026")
_AROUND_WORDS = (
    "\u201c\u201d\u2018\u2019\"'()[]{}<>.,:;!?/&%*+=~#|_-"
    "\u2011\u2022\u2192\u00b7\u00a3\u20ac$\ufffc"
)
_ENDS = (".", "!", "?", "\u2026")
_STOP = re.compile(r"[.!?\u2026]+[\"\u201d\u2019)\]]*(?=\s|$)")
# Characters before a full stop that hold the two words before it, unless they are very long.
_TWO_WORDS = 60
# Never the last word of a sentence.
_BEFORE_A_NAME = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "sr", "st"})
_BEFORE_MORE = frozenset({"e.g", "eg", "i.e", "ie", "approx", "vs", "cf"})
_BEFORE_A_NUMBER = frozenset({"no", "nos", "fig", "figs", "p", "pp", "tel", "ext", "vol"})
_INITIAL = re.compile(r"[A-Z](?:\.[A-Z])*")


class Sentence(NamedTuple):
    """A sentence of a text: ``text[start:end]``, without the blanks around it."""

    start: int
    end: int
    words: tuple[str, ...]


def is_english(language: str) -> bool:
    """Whether a BCP 47 code is English, of whichever country."""
    return language.split("-", 1)[0].lower() == "en"


def words_of(text: str) -> tuple[str, ...]:
    """The words of ``text``, numbers among them, without the marks around them.

    A word may hold apostrophes, hyphens, points and slashes: "o'clock", "5.30", "and/or".
    """
    if "\u00a0" in text:
        text = _IN_A_NUMBER.sub("", text)
    for mark in _BETWEEN_WORDS:
        if mark in text:
            text = text.replace(mark, " ")
    words = [each if each.isalnum() else each.strip(_AROUND_WORDS) for each in text.split()]
    return tuple([word for word in words if word])


@lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of ``text``; what stands at its end without a full stop is one too."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    # Most texts are one sentence, which is seen at once.
    inner = text.rstrip()[:-1]
    several = any(end in inner for end in _ENDS)
    ends = [stop.end() for stop in _STOP.finditer(text) if _is_end(text, stop)] if several else []
    for end in (*ends, len(text)):
        piece = text[start:end]
        if words := words_of(piece):
            begin = start + len(piece) - len(piece.lstrip())
            yield Sentence(begin, start + len(piece.rstrip()), words)
            start = end


def _is_end(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop (or a question or exclamation mark) ends a sentence."""
    rest = text[stop.end() :].lstrip()
    if not rest:
        return True
    if rest[0].islower():
        return False
    if stop.group()[0] != ".":
        return True
    before = text[max(0, stop.start() - _TWO_WORDS) : stop.start()].split()
    word = before[-1].lstrip("(\u201c\u2018\"'[") if before else ""
    known = word.lower()
    if known in _BEFORE_A_NAME or known in _BEFORE_MORE:
        return False
    if known in _BEFORE_A_NUMBER and rest[0].isdigit():
        return False
    return not (_INITIAL.fullmatch(word) and _stands_before_a_name(before[:-1]))


def _stands_before_a_name(before: list[str]) -> bool:
    """Whether a letter is an initial ("Dr J. Smith") and not a name's end ("vitamin K.")."""
    if not before:
        return True
    word = before[-1]
    return (
        word.lower().rstrip(".") in _BEFORE_A_NAME
        or word[-1] in ".!?"
        or _INITIAL.fullmatch(word.rstrip(".")) is not None
    )


# ---- syllables

# What the patterns below do not tell.
_SYLLABLES = {
    "aches": 1,
    "area": 3,
    "areas": 3,
    "areola": 4,
    "baseline": 2,
    "beyond": 2,
    "breastfed": 2,
    "creating": 3,
    "equal": 2,
    "every": 2,
    "everyday": 3,
    "everyone": 3,
    "everything": 3,
    "fluid": 2,
    "fluids": 2,
    "headaches": 2,
    "idea": 3,
    "ideas": 3,
    "likewise": 2,
    "linear": 3,
    "million": 2,
    "nausea": 3,
    "opinion": 3,
    "opinions": 3,
    "rely": 2,
    "rhythm": 2,
    "royal": 2,
    "safety": 2,
    "therefore": 2,
    "tired": 2,
    "tongue": 1,
}
_VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not said: make, used, makes; but not in table, needed, catches.
_SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l)e$"
    r"|(?:[^aeiouytdl]|[aeiouyl]l)ed$"
    r"|(?:[^aeiouycgslxz](?<![cs]h)|[aeiouyl]l)es$"
)
_SILENT_WITHIN = re.compile(
    r"[^aeiouyl]e(?:ful|less|ly|ment|ness|times?|body|one|thing|where)(?:s|ly|ness)?$"
)
# Two vowels side by side that are said one by one: be-ing, medi-a, radi-o, di-et, u-su-al.
_PARTED = re.compile(
    r"[aeiouy]ing"
    r"|i[au](?!ge)"
    r"|(?<![cgstx])io"
    r"|eo(?!ple|us|ns?$)"
    r"|ie[tn](?=[ct]|$)(?!nt$)"
    r"|uou|ual|uate|uar[yi]"
    r"|[^aeiou]ier"
    r"|[^gq]uet"
)
_JOINED = re.compile(r"[cstx]ia[ln]|cia(?!t)|tia(?=l)|gia[ln]|[ct]ient")
# A syllable without a vowel: spas-m, does-n't.
_SMALL = re.compile(r"sms?$|[^aeiouy]n['\u2019]t$")
# Letters said one by one: up to so many, or without a vowel. Longer ones may be shouted words.
_SHORT = 3
_SPELT_OUT = re.compile(r"[A-Z]{2,}s?|[A-Z]&[A-Z]")


@cache
def syllables(word: str) -> int:
    """How many syllables ``word`` has, by its spelling; 1 for a number.

    Letters that are said one by one (NHS) count one each; W counts one too. Of ordinary
    words about one in fifty comes out one too high or too low.
    """
    if _SPELT_OUT.fullmatch(word) and (len(word) <= _SHORT or not _VOWELS.search(word.lower())):
        return sum(letter.isupper() for letter in word)
    return max(1, sum(_spoken(part) for part in re.split(r"[^a-z'\u2019]+", word.lower()) if part))


def _spoken(word: str) -> int:
    word = re.sub(r"['\u2019]s?$", "", word)
    if word in _SYLLABLES:
        return _SYLLABLES[word]
    count = len(_VOWELS.findall(word)) + len(_PARTED.findall(word)) + len(_SMALL.findall(word))
    silent = (_SILENT, _SILENT_WITHIN, _JOINED)
    return max(1, count - sum(len(pattern.findall(word)) for pattern in silent))
