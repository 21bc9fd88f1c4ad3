"""How hard a guide's English is to read, by four formulas, and its hardest sentences.

Formulas count letters' patterns, not sense: they help to choose what to look at, and no score
is a pass or a fail.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from .diagnostics import Span
from .guide import Guide
from .sentences import Sentence, is_english, sentences, syllables, words_of
from .wording import Passage

# What has sentences. Headings and cells count as words alone; what a picture shows is said
# to those who do not see it, and most readers never meet it.
_SENTENCES = ("summary", "paragraph", "item", "definition", "note")
_FRAGMENTS = ("heading", "cell", "header-cell", "term", "caption")
_LONG_WORD = 3  # syllables
_SMOG_SENTENCES = 30
_FLESCH_WORDS = 100
_FORCAST_WORDS = 150
_WORST = 5
# What makes a sentence hard by itself: more words than it may have, or so many long ones.
_MANY_WORDS = 20
_MANY_LONG_WORDS = 4
# A long word costs a reader about as much as so many more words.
_COST_OF_A_LONG_WORD = 4
_EASE = "Flesch ease"
_AGE_IN_GRADE_0 = 5


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence that is harder than others, where it stands, and its long words."""

    passage: Passage
    sentence: Sentence
    long_words: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words, in one row."""
        return " ".join(self.passage.text[self.sentence.start : self.sentence.end].split())

    @property
    def span(self) -> Span:
        """Where it stands in the guide's file."""
        return self.passage.place(self.sentence.start, self.sentence.end)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.sentence.words)

    @property
    def is_hard(self) -> bool:
        """Whether it is hard by itself, and not only next to easier ones."""
        long_words = {word.lower() for word in self.long_words}
        return self.words > _MANY_WORDS or len(long_words) >= _MANY_LONG_WORDS


# A sentence, the passage that it stands in, and its long words.
_Read = tuple[Passage, Sentence, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """What a formula makes of a text: a US school grade, or Flesch's ease from 0 to 100."""

    name: str
    value: float
    is_grade: bool

    @property
    def age(self) -> int | None:
        """The age of a reader in that grade."""
        return round(self.value + _AGE_IN_GRADE_0) if self.is_grade else None


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts of a guide's text, its scores, and up to five of its hardest sentences.

    ``smog``, ``flesch_kincaid`` and ``forcast`` are US school grades, ``flesch_ease`` runs from
    0 (hard) to 100 (easy). A score is None where the text is too short for its formula.
    """

    sentences: int = 0
    words: int = 0
    smog: float | None = None
    flesch_kincaid: float | None = None
    flesch_ease: float | None = None
    forcast: float | None = None
    hardest: tuple[HardSentence, ...] = ()

    @property
    def scores(self) -> tuple[Score, ...]:
        """The score of each formula that the text is long enough for."""
        told = (
            ("SMOG", self.smog),
            ("Flesch-Kincaid", self.flesch_kincaid),
            (_EASE, self.flesch_ease),
            ("FORCAST", self.forcast),
        )
        return tuple(Score(name, value, name != _EASE) for name, value in told if value is not None)

    def __str__(self) -> str:
        told = (f"{score.name} {score.value:.1f}" for score in self.scores)
        return ", ".join(told) or "too short for a score"


def measure(guide: Guide) -> Readability:
    """The readability of an English guide; of one in another language nothing is known.

    A list item counts as a sentence, and so do the words that lead in to a list.
    """
    if not is_english(guide.language):
        return Readability()
    read: list[_Read] = []
    sounds: list[int] = []
    for passage in guide.wording.of(*_SENTENCES):
        if "description" in passage.fences or not _in_english(passage):
            continue
        for sentence in sentences(passage.text):
            counts = list(map(syllables, sentence.words))
            sounds += counts
            read.append((passage, sentence, _long(sentence, counts)))
    return _scored(read, sounds, sounds + _outside_sentences(guide))


def _scored(read: Sequence[_Read], sounds: Sequence[int], every: Sequence[int]) -> Readability:
    """The scores of sentences; ``sounds`` are the syllables of their words, ``every`` of all."""
    long_words = sum(len(long) for _, _, long in read)
    per_sentence = len(sounds) / max(1, len(read))
    per_word = sum(sounds) / max(1, len(sounds))
    enough = len(sounds) >= _FLESCH_WORDS
    return Readability(
        len(read),
        len(sounds),
        smog(long_words, len(read)) if len(read) >= _SMOG_SENTENCES else None,
        flesch_kincaid(per_sentence, per_word) if enough else None,
        flesch_ease(per_sentence, per_word) if enough else None,
        forcast(every.count(1) / len(every)) if len(every) >= _FORCAST_WORDS else None,
        tuple(HardSentence(*each) for each in nlargest(_WORST, read, key=_weight)),
    )


def _weight(read: _Read) -> int:
    """How hard a sentence is, in words: a long one counts for several."""
    _, sentence, long_words = read
    return len(sentence.words) + _COST_OF_A_LONG_WORD * len(long_words)


def _outside_sentences(guide: Guide) -> list[int]:
    """The syllables of each word that stands in no sentence, as in headings and tables."""
    text = "\n".join(passage.text for passage in guide.wording.of(*_FRAGMENTS))
    return list(map(syllables, words_of(text)))


def smog(long_words: int, sentence_count: int) -> float:
    """SMOG grade of a text with that many words of three syllables or more.

    G. H. McLaughlin, "SMOG grading: a new readability formula", Journal of Reading 12 (1969);
    made for 30 sentences or more.
    """
    return 1.0430 * math.sqrt(long_words * 30 / sentence_count) + 3.1291


def flesch_kincaid(words_per_sentence: float, syllables_per_word: float) -> float:
    """Flesch-Kincaid grade.

    J. P. Kincaid and others, Research Branch Report 8-75, US Naval Technical Training (1975).
    """
    return 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59


def flesch_ease(words_per_sentence: float, syllables_per_word: float) -> float:
    """Flesch reading ease, from 0 (hard) to 100 (easy).

    R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948).
    """
    return 206.835 - 1.015 * words_per_sentence - 84.6 * syllables_per_word


def forcast(share: float) -> float:
    """FORCAST grade of a text in which ``share`` (0 to 1) of the words have one syllable.

    It needs no sentences, so it suits lists and tables. J. S. Caylor and others, "Methodologies
    for determining reading requirements", HumRRO Technical Report 73-5 (1973), made for samples
    of 150 words.
    """
    return 20 - share * _FORCAST_WORDS / 10


def _in_english(passage: Passage) -> bool:
    return any(not run.language or is_english(run.language) for run in passage.runs)


def _long(sentence: Sentence, counts: Sequence[int]) -> tuple[str, ...]:
    """The long words of a sentence, whose words have so many syllables."""
    if max(counts, default=0) < _LONG_WORD:
        return ()
    return tuple(
        word for word, count in zip(sentence.words, counts, strict=True) if count >= _LONG_WORD
    )
