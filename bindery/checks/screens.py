"""The words of a finished e-book or web page: large enough, and easy to tell from their ground.

Each is looked at as on a phone and on a wide screen, light and dark; a web page on paper, too. In a
book the reader's own page may be of any colour, so both white and black are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import floor

from bindery.cascade import Sheet, read_sheet
from bindery.css_queries import Screen, holds
from bindery.css_syntax import Tone
from bindery.diagnostics import Diagnostic, Span, error
from bindery.document import Document, Legibility
from bindery.markup import Element
from bindery.theme import contrast, grey

from .looks import Seen, seen_on
from .page_view import a_few, quoted
from .screen_glyphs import missing_glyph
from .style_places import style_place

_LARGE, _LARGE_BOLD = 18, 14  # points from which type is large (WCAG 2.2)
_READERS = 12  # points of the type that readers' programs begin with
_HAIR = 0.05  # points: what rounding takes away
_SOME = 1 / 3  # of the letters: headings and lead-ins alone are no text of their size
_WIDTHS = (320, 480, 700, 960, 1280, 1600)  # pixels: phones, tablets, computers
_PRINTED = Screen("in print", "print", "light", 700)
_BOOK = (
    Screen("on a white page", "screen", "light", 320),
    Screen("on a black page", "screen", "dark", 320, "#ffffff", "#000000", "#9e9eff"),
)
_WEB = (Screen("on a light screen", "screen", "light", 320),)
_DARK_CANVAS = ("#ffffff", "#121212", "#9e9eff")
_DARK = re.compile(r"color-scheme\s*:[^;}]*\bdark\b")


def check(
    document: Document, pages: Iterable[Element], styles: str, font: Callable[[str], bytes]
) -> tuple[Diagnostic, ...]:
    """What is hard to read on ``pages``, the finished ones of ``document``, under ``styles``.

    ``font`` gives the bytes of a font for its address in the styles, none where there is none.
    Rules: ``small-type``, ``faint-text``, ``missing-glyph``.
    """
    sheet = read_sheet(styles)
    kinds = _apart(sheet, _screens(document, styles))
    seen = [
        each
        for page, rules in [(page, sheet.matched(page)) for page in pages]
        for screens in kinds
        for each in seen_on(page, rules, screens)
    ]
    # Words that look the same are judged once, and what is wrong everywhere is told once.
    looks = {id(each.look): each for each in reversed(seen)}
    found: dict[tuple[str, Span | int], Diagnostic] = {}
    for each in reversed(looks.values()):
        for finding in (*_small(document, each), *_faint(document, each)):
            found.setdefault((finding.rule, finding.span or id(each.element)), finding)
    unlettered = missing_glyph(document, seen, sheet.faces, font)
    return tuple(a_few([*found.values(), *_small_as_a_whole(document, seen), *unlettered]))


def _screens(document: Document, styles: str) -> Iterator[Screen]:
    """Where the pages may be looked at."""
    if document.edition.suffix == "html":
        dark = replace(_WEB[0], name="on a dark screen", scheme="dark")
        if _DARK.search(styles):
            ink, ground, link = _DARK_CANVAS
            dark = replace(dark, ink=ink, ground=ground, link=link)
        kinds: tuple[Screen, ...] = (*_WEB, dark)
    else:
        kinds = _BOOK
    for kind, width in product(kinds, _WIDTHS):
        yield replace(kind, width=width)
    if document.edition.suffix == "html":
        yield _PRINTED


def _apart(sheet: Sheet, screens: Iterable[Screen]) -> list[list[Screen]]:
    """Those of ``screens`` that the styles tell apart, with those of one name together."""
    kinds: dict[str, dict[tuple[bool, ...], Screen]] = {}
    for screen in screens:
        told = tuple(holds(condition, screen) for condition in sheet.conditions)
        kinds.setdefault(screen.name, {}).setdefault(told, screen)
    return [list(each.values()) for each in kinds.values()]


# ---- size


def _small(document: Document, each: Seen) -> Iterator[Diagnostic]:
    """Words smaller than is needed."""
    least = document.legibility.smallest
    if each.look.points < least - _HAIR:
        yield error(
            "small-type",
            f"{quoted(each.text)} in {_name(each)} is set in {each.look.points:.3g} pt"
            f" {each.screen.name}; the smallest that can be read is {_share(least)}",
            style_place(document, each.look.said["font-size"], "font-size"),
            "give it a larger `font-size` in the style sheet",
        )


def _small_as_a_whole(document: Document, seen: Sequence[Seen]) -> Iterator[Diagnostic]:
    needed = document.legibility
    letters = sum(len(each.text) for each in seen)
    large = (len(each.text) for each in seen if each.look.points >= needed.body - _HAIR)
    if sum(large) < letters * _SOME:
        yield error(
            "small-type",
            f"most of the text is set in less than {_share(needed.body)}",
            hint="let the text have the size that a reader chose: `body { font-size: 1rem; }`",
        )


def _share(points: float) -> str:
    """A size, and what share of the type that a reader chose that is."""
    return f"{points:g} pt, {points / _READERS:.3g} of the reader's own size"


# ---- colour


def _faint(document: Document, each: Seen) -> Iterator[Diagnostic]:
    """Words that do not stand out from their ground (WCAG 2.2, 1.4.3), in colour or in grey."""
    inks, said = each.look.inks(), each.look.said
    problem = _problem(each, inks, document.legibility) if inks else None
    if problem:
        place = style_place(document, said["color"], "color")
        yield error(
            "faint-text",
            f"{quoted(each.text)} in {_name(each)} {problem}",
            place or style_place(document, said["background-color"], "background-color"),
            "let the words and their ground differ more in lightness, here or in the theme",
        )


def _problem(each: Seen, inks: tuple[Tone, Tone], needed: Legibility) -> str | None:
    """The contrast of words that have too little of it, and what they need."""
    look = each.look
    large = look.points + _HAIR >= (_LARGE_BOLD if look.bold else _LARGE)
    least = needed.contrast_large if large else needed.contrast
    ink, ground = map(_code, inks)
    looks = ((contrast(ink, ground), ""), (contrast(grey(ink), grey(ground)), " in grey"))
    ratio, how = min(looks)
    if ratio >= least:
        return None
    rounded = floor(ratio * 10) / 10
    return (
        f"has a contrast of {rounded:g}:1 with its ground{how} {each.screen.name}; "
        f"{least:g}:1 is needed"
    )


def _code(colour: Tone) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in colour[:3])


def _name(each: Seen) -> str:
    """The element as a selector would name it, between backticks."""
    classes = each.element.attributes.get("class", "").split()
    return "`" + ".".join((each.element.tag, *classes)) + "`"
