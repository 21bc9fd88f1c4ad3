"""Type as it is printed: its size, the height of its letters, and the length of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from bindery.diagnostics import Diagnostic, error, warning
from bindery.document import Document
from bindery.paper import MM, Paper, Words

from .page_view import View, lines_of, quoted
from .whereabouts import place_of, place_of_picture

_HAIR = 0.05  # points: what rounding takes away
_SOME = 1 / 3  # of the letters: headings and lead-ins alone are no text of their size
_LEAST_X_MM = 2.0
_MOST_IN_A_LINE = 70
_MANY_LINES = 10  # full ones, from which the length of lines can be judged
_NAMED = 4  # words of one drawing
_PARAGRAPHS = frozenset({"P", "LBody"})


def small_type(view: View) -> Iterator[Diagnostic]:
    """Words too small for those the format is for, and a text too small as a whole."""
    needed = view.document.legibility
    drawn: defaultdict[str, list[tuple[Paper, Words]]] = defaultdict(list)
    for paper, words in view.printed():
        if words.size >= needed.smallest - _HAIR:
            continue
        if drawing := view.drawing_of(words):
            drawn[drawing].append((paper, words))
            continue
        yield error(
            "small-type",
            f"{quoted(words.text)} on page {paper.number + 1} is printed in "
            f"{_points(words.size)} type; the smallest that can be read is "
            f"{_points(needed.smallest)}",
            view.place(words),
            "make it larger in the style sheet",
        )
    for drawing, labels in drawn.items():
        yield _small_in_a_drawing(view.document, drawing, labels)
    sizes = _body_sizes(view)
    if sum(size >= needed.body - _HAIR for size in sizes) < len(sizes) * _SOME:
        yield error(
            "small-type",
            f"most of the text is printed in {_points(median(sizes))} type, and should be in "
            f"{_points(needed.body)} or more",
            hint="set a larger `--size-body` in the style sheet",
        )


def _small_in_a_drawing(
    document: Document, drawing: str, labels: Sequence[tuple[Paper, Words]]
) -> Diagnostic:
    """The small words of one drawing, told together: one change makes all of them larger."""
    texts = list(dict.fromkeys(words.text for _, words in labels))
    named = ", ".join(map(quoted, texts[:_NAMED]))
    more = f" and {len(texts) - _NAMED} more" if len(texts) > _NAMED else ""
    return error(
        "small-type",
        f"{named}{more} in `{drawing}` on page {labels[0][0].number + 1} of {document.edition} "
        f"{'is' if len(texts) == 1 else 'are'} printed in "
        f"{_points(min(words.size for _, words in labels))} type; the smallest that can be read "
        f"is {_points(document.legibility.smallest)}",
        place_of_picture(document, drawing),
        "show the picture larger (`{.wide}`), give its words a larger font, or leave it out of "
        "this format (`::: only`)",
    )


def small_letters(view: View) -> Iterator[Diagnostic]:
    """A typeface whose small letters are too low at the size of the text (RNIB: 2 mm)."""
    least = view.document.legibility.body - _HAIR
    found = [each for paper in view.papers for each in paper.x_heights if each[0] >= least]
    smallest = min((size for size, _ in found), default=0)
    heights = [height / MM for size, height in found if size <= smallest + _HAIR]
    if heights and median(heights) < _LEAST_X_MM:
        yield warning(
            "small-letters",
            f"a small x of the text is {median(heights):.2f} mm high, and should be "
            f"{_LEAST_X_MM:g} mm",
            hint="choose a typeface with larger small letters, or a larger size",
        )


def long_lines(view: View) -> Iterator[Diagnostic]:
    """Lines so long that the eye loses the way back to the next (RNIB: 60 to 70 characters)."""
    full = [line for line in _full_lines(view) if line]
    if len(full) < _MANY_LINES:
        return
    usual = median(map(len, full))
    if usual > _MOST_IN_A_LINE:
        longest = max(full, key=len)
        yield warning(
            "long-lines",
            f"a full line of text has {usual:.0f} characters, and should have "
            f"{_MOST_IN_A_LINE} at most, as in {quoted(longest)}",
            place_of(view.document, longest),
            "use larger type or wider margins, or give paragraphs a `max-width`",
        )


def _full_lines(view: View) -> Iterator[str]:
    """The lines of paragraphs and items that go on in another line."""
    blocks: defaultdict[tuple[int, int], list[Words]] = defaultdict(list)
    for paper in view.papers:
        for words in paper.words:
            tag = view.tag_of(words)
            if tag and not _PARAGRAPHS.isdisjoint(tag.roles) and "Figure" not in tag.roles:
                blocks[tag.block, paper.number].append(words)
    for block in blocks.values():
        for line in lines_of(block)[:-1]:
            yield " ".join("".join(words.text for words in line).split())


def _body_sizes(view: View) -> list[float]:
    """The size of each letter in paragraphs; of every letter, where no tag tells paragraphs."""
    sizes: list[float] = []
    for _, words in view.printed():
        tag = view.tag_of(words)
        if not view.tags or (tag and "P" in tag.roles and "Figure" not in tag.roles):
            sizes += [words.size] * len(words.text)
    return sizes


def _points(size: float) -> str:
    return f"{round(size, 1):g} pt"
