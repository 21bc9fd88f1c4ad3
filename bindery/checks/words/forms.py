"""Forms: what is written in one way all through a guide, such as times, dates and units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bindery.diagnostics import Diagnostic, Severity

from .prose import English, Prose, mended, shown


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write that is not the guide's.

    ``pattern`` finds it, and what is to be mended is its group ``it``. ``right`` tells what to
    write instead: "" where only the author knows, None where what was found is right after
    all. ``fault`` ends the sentence that begins with what was found; ``advice`` says what to
    do where only the author knows. ``cues`` are words or marks in small
    letters, one of which is in everything that the pattern finds: where there is none, there
    is no need to look. Without cues one always looks.
    """

    rule: str
    severity: Severity
    pattern: re.Pattern[str]
    right: Callable[[re.Match[str]], str | None]
    fault: str
    advice: str = ""
    cues: tuple[str, ...] = ()

    def may_be_in(self, small: str) -> bool:
        """Whether a text in small letters may hold it."""
        # A loop, being asked for each form in each passage: `any` costs as much again.
        for cue in self.cues:
            if cue in small:
                return True
        return not self.cues


def unfit(guide: English, forms: Iterable[Form]) -> Iterator[Diagnostic]:
    """Every place where ``guide`` writes in one of ``forms``, all of which hold digits."""
    numbers = [(prose, prose.form.lower()) for prose in guide.numbers]
    every = "\n".join(small for _, small in numbers)
    for form in (each for each in forms if each.may_be_in(every)):
        for prose in (each for each, small in numbers if form.may_be_in(small)):
            for match in form.pattern.finditer(prose.form):
                right = form.right(match)
                if right is not None and right != match["it"]:
                    yield _finding(form, prose, match, right)


def _finding(form: Form, prose: Prose, match: re.Match[str], right: str) -> Diagnostic:
    start, end = match.span("it")
    words = prose.text[start:end]
    advice = f"write `{right}`" if right else form.advice
    if "fact" in prose.passage.origins(start, end):
        advice = f"{advice} in `facts.toml`, where these words come from"
    finding = Diagnostic(
        form.rule,
        form.severity,
        f"{shown(words)} {form.fault}",
        prose.place(start, end),
        advice,
    )
    return mended(finding, words, right) if right else finding
