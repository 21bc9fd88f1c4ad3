"""Empty boxes on a finished page, where a font has no glyph for a character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bindery.diagnostics import Diagnostic, Span, error
from bindery.document import Document
from bindery.pdf_glyphs import Run

from .findings import EMPTY_BOX
from .page_view import View, quoted
from .whereabouts import place_of

_AROUND = 25  # letters before and after a box that tell a person where it is
_FEW = 10  # letters that do not tell it by themselves
_NAMED = 12  # characters of one text


def missing_glyph(view: View) -> Iterator[Diagnostic]:
    """Characters for which a page shows an empty box: an error for each, where it is first."""
    told: set[str] = set()
    for number, runs in enumerate(view.runs):
        for at, run in enumerate(runs):
            if new := [sign for sign in run.lacking if sign not in told]:
                told.update(new)
                yield error(
                    "missing-glyph",
                    f"page {number + 1} {EMPTY_BOX}"
                    f" {signs_named(new)} in {around(_with_more(runs, at), new[0])}",
                    place_of_sign(view.document, (run.text, new[0])),
                    "use another character, or add a font that has it to `styles/fonts`",
                )


def signs_named(signs: Sequence[str]) -> str:
    """``signs`` as a person and a program can look them up; one may stand for nothing."""
    named = [_named(each) for each in signs[:_NAMED]]
    more = len(signs) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _named(sign: str) -> str:
    codes = " ".join(f"U+{ord(each):04X}" for each in sign)
    return f"`{sign}` ({codes})" if sign else "a character that the file does not name"


def around(text: str, sign: str) -> str:
    """The words of ``text`` around ``sign``, quoted."""
    before, found, after = text.partition(sign) if sign else (text, "", "")
    begun = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
    ended = after if len(after) <= _AROUND else f"{after[:_AROUND]}…"
    return quoted(f"{begun}{found}{ended}")


def place_of_sign(document: Document, texts: Iterable[str]) -> Span | None:
    """Where in the source the first of ``texts`` stands that is found there."""
    places = (place_of(document, text) for text in texts if text)
    return next((place for place in places if place), None)


def _with_more(runs: Sequence[Run], at: int) -> str:
    """The words of a run, with those before and after if it has few."""
    if len(runs[at].text) >= _FEW:
        return runs[at].text
    return " ".join(run.text for run in runs[max(at - 1, 0) : at + 2])
