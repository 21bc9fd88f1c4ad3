"""A guide's English as the checks on words read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bindery.diagnostics import Diagnostic, Span
from bindery.guide import Guide
from bindery.sentences import Sentence, is_english, sentences, words_of
from bindery.wording import Passage, Run

# Stands for a character that a check must not read; neither a letter, a digit nor a blank.
BLANK = "\ufffc"
_INNER_POINT = re.compile(r"[.@/]\w")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*\w/?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|edu|eu|gov|info|int|net|nhs|org|scot|uk|wales)\b(?:/[\w/#?=&%.-]*\w/?)?"
)
_QUOTATION = re.compile(r"\u201c[^\u201d]*\u201d?|\u2018[^\u2019]+\u2019(?!\w)")
_DIGIT = re.compile(r"\d")
_CAPITALISED = re.compile(r" ([A-Z][a-z]+)\b")
_SHOWN_WORDS = 6
# A block for some readers (midwives, say) may speak their language.
FOR_SOME = "for"


@dataclass(frozen=True, slots=True)
class Prose:
    """A passage with what a check may read of it; its three texts are of one length.

    ``text`` is what is printed. In ``form`` is blanked what has no English form: code,
    contacts, addresses and other languages. In ``own`` it is these and all that the author
    does not say in words of their own: facts, links and quotations.
    """

    passage: Passage
    text: str
    form: str
    own: str

    @property
    def kind(self) -> str:
        """The passage's kind."""
        return self.passage.kind

    @property
    def is_mixed(self) -> bool:
        """Whether some of its words are in another language."""
        return any(map(_is_foreign, self.passage.runs))

    @property
    def is_for_some(self) -> bool:
        """Whether it is in a block for some readers only."""
        return FOR_SOME in self.passage.fences

    @property
    def lead(self) -> int:
        """Where its bold beginning ends, as a step's or an inset's does; 0 if it has none."""
        first, *rest = self.passage.runs
        if "strong" not in first.looks or not rest:
            return 0
        ends_itself = first.text.rstrip()[-1:] in tuple(".:?!")
        return len(first.text) if ends_itself or rest[0].text[0] in ".:?!" else 0

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences; a bold beginning is none of them."""
        found = sentences(self.text)
        return tuple(each for each in found if each.end > self.lead + 1) if self.lead else found

    def place(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the file."""
        return self.passage.place(start, end)

    def begins_sentence(self, at: int) -> bool:
        """Whether the word at ``at`` is the first of a sentence, an item or a quotation."""
        before = self.text[:at].rstrip()
        return not before or before[-1] in ".!?:(\u201c\u2018\u201d\u2026\u2013"


@dataclass(frozen=True, slots=True)
class English:
    """A guide in English: what is printed, in reading order, and which words are no names.

    ``numbers`` are the passages that print a number. ``whole`` is all that is printed, in
    small letters and with plain spaces: a rule that looks for "111" can see there whether to
    look at all. ``words`` are its words in small letters, ``common`` those that it writes so,
    ``names`` those that it begins with a capital letter in the middle of a sentence.
    """

    guide: Guide
    passages: tuple[Prose, ...]
    numbers: tuple[Prose, ...]
    whole: str
    words: frozenset[str]
    common: frozenset[str]
    names: frozenset[str]

    def of(self, *kinds: str) -> Iterator[Prose]:
        """The passages of these kinds."""
        return (each for each in self.passages if each.kind in kinds)


def english(guide: Guide) -> English | None:
    """A guide as the checks on words read it; None if it is not in English."""
    if not is_english(guide.language):
        return None
    prose = tuple(map(_prose, guide.wording.passages))
    own = set(words_of("\n".join([each.own for each in prose]).replace("/", " ")))
    told = "\n".join([each.text for each in prose if each.kind not in {"title", "heading"}])
    return English(
        guide,
        prose,
        tuple(each for each in prose if _DIGIT.search(each.text)),
        "\n".join([each.text.replace("\n", " ") for each in prose]).lower().replace("\u00a0", " "),
        frozenset(map(str.lower, own)),
        frozenset([word for word in own if word.islower() and word.isalpha()]),
        frozenset(_names(told)),
    )


def _names(text: str) -> Iterator[str]:
    """Words with a capital after a word or a comma: no sentence begins with them."""
    for match in _CAPITALISED.finditer(text):
        before = text[match.start() - 1]
        if before == "," or before.islower():
            yield match[1]


def _prose(passage: Passage) -> Prose:
    text = passage.text
    form = own = text
    if len(passage.runs) > 1 or _is_borrowed(passage.runs[0]):
        form = "".join(_unless(_has_no_form(run), run.text) for run in passage.runs)
        own = "".join(_unless(_is_borrowed(run), run.text) for run in passage.runs)
    if _INNER_POINT.search(text):
        form, own = _ADDRESS.sub(_blank, form), _ADDRESS.sub(_blank, own)
    if "\u201c" in text or "\u2018" in text:
        own = _QUOTATION.sub(_blank, own)
    if passage.quoted:
        own = BLANK * len(text)
    return Prose(passage, text, form, own)


def _is_foreign(run: Run) -> bool:
    return run.language != "" and not is_english(run.language)


def _has_no_form(run: Run) -> bool:
    return _is_foreign(run) or run.origin in {"code", "contact"}


def _is_borrowed(run: Run) -> bool:
    return _has_no_form(run) or run.origin != "words" or "link" in run.looks


def _unless(blanked: bool, text: str) -> str:  # noqa: FBT001 (the pair is what a run becomes)
    return BLANK * len(text) if blanked else text


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match.group())


def shown(words: str) -> str:
    """``words`` as a message quotes them: in one row, and only the first of many."""
    pieces = words.split()
    more = " \u2026" if len(pieces) > _SHOWN_WORDS else ""
    return f"`{' '.join(pieces[:_SHOWN_WORDS])}{more}`"


def mended(finding: Diagnostic, words: str, fix: str) -> Diagnostic:
    """``finding`` with ``fix`` to write for ``words``, if these stand there letter by letter."""
    span = finding.span
    certain = span is not None and span.column is not None and span.length == len(words)
    return replace(finding, fix=fix) if certain else finding
