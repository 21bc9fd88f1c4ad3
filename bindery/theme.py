"""Themes: the colours of a project, read from one file of custom properties and judged.

A theme is a style sheet that sets the tokens of :data:`TOKENS` on ``:root`` and nothing else.
Beside ``--brand: #0b5563;`` it may say which inks print that colour on a press, in percent of
cyan, magenta, yellow and black: ``--brand-cmyk: 90 35 40 40;``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .diagnostics import Diagnostic, Span, did_you_mean, error

Inks = tuple[float, float, float, float]
"""Percent of cyan, magenta, yellow and black."""

_USES = {
    "--ink": ("all text", "#1d1d1b"),
    "--paper": ("the page", "#ffffff"),
    "--brand": ("headings and the cover", "#0b5563"),
    "--on-brand": ("what stands on `--brand`", "#ffffff"),
    "--brand-on-any": ("headings of a book, on any page", "#188194"),
    "--accent": ("the arrows in pictures", "#b4432f"),
    "--sand": ("panels of things not to miss", "#fbf5ee"),
    "--sage": ("the panel of key points", "#e5f0ee"),
    "--quiet": ("captions and footers", "#4c5a63"),
    "--hairline": ("thin rules", "#b9cbc9"),
    "--care-non-urgent": ("cards of non-urgent advice", "#005eb8"),
    "--care-urgent": ("cards of urgent advice", "#d5281b"),
    "--care-emergency": ("cards for an emergency", "#212b32"),
    "--on-care": ("what stands on care cards", "#ffffff"),
}
"""What each token colours, and the colour it has in the default theme, to begin with."""

TOKENS = tuple(_USES)
"""What a theme sets; every style sheet takes its colours from these."""

MOST_INK = 300.0  # percent: with more, coated paper dries slowly and the sheets stick together
INHERITED = "currentcolor"  # the reader's own colour of text, in a book

_TEXT, _LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3; the second also holds for shapes (1.4.11)
_GROUNDS = ("--paper", "--sand", "--sage")
_CARDS = ("--care-non-urgent", "--care-urgent", "--care-emergency")
_PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, _TEXT) for text in ("--ink", "--brand", "--quiet") for ground in _GROUNDS),
    ("--on-brand", "--brand", _TEXT),
    *(("--on-care", card, _TEXT) for card in _CARDS),
    *(("--accent", ground, _LARGE) for ground in ("--paper", "--sand")),
    *((card, "--paper", _LARGE) for card in _CARDS),
    # Headings of a book stand on whatever the reader's own page is.
    *(("--brand-on-any", page, _LARGE) for page in ("#ffffff", "#000000")),
)
"""What stands on what in the styles, and the contrast that it needs."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# A selector begins where a rule ended: a long one would else be tried at each of its letters.
_RULE = re.compile(r"(?P<selector>(?<![^{}])[^{}]*+)\{(?P<content>[^{}]*+)\}?", re.DOTALL)
_ROOT = re.compile(r":root\s*\{")
_SETTING = re.compile(r"\s*(?P<name>--[\w-]+)\s*:\s*(?P<value>\S(?:[^\n]*\S)?)\s*")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_CMYK = "-cmyk"
_HINT = "write one line for each token, `--ink: #1d1d1b;`, between `:root {` and `}`"


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property: its value in small letters, and where that stands."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a theme by token (``"--brand"``: ``"#0b5563"``) and where each is set.

    ``inks`` are the percents of ink that the theme states for a colour (``"#0b5563"``).
    """

    file: str
    tokens: dict[str, Token] = field(default_factory=dict)
    inks: dict[str, Inks] = field(default_factory=dict)


def read_theme(text: str, file: str) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme in ``text``, the content of ``file``, and everything that is wrong with it."""
    faults: list[Diagnostic] = []
    theme = Theme(file)
    source = _Source(text, file)
    stated: dict[str, tuple[Inks, Span]] = {}
    seen: dict[str, Span] = {}
    for token in _settings(source, faults):
        if token.name in TOKENS:
            _set_colour(theme, token, faults, again=token.name in seen)
            seen[token.name] = token.span
        elif token.name.removesuffix(_CMYK) in TOKENS:
            if inks := _inks(token, faults):
                stated[token.name.removesuffix(_CMYK)] = (inks, token.span)
        else:
            known = [*TOKENS, *(f"{name}{_CMYK}" for name in TOKENS)]
            hint = did_you_mean(token.name, known)
            message = f"a theme has no token `{token.name}`"
            faults.append(error("theme-unknown", message, token.span, hint))
    faults += _missing(source, seen)
    faults += _match(theme, stated)
    faults += _pale(theme)
    return theme, tuple(faults)


# ---- reading


class _Source:
    """A style sheet with its comments blanked out, so that every character keeps its place."""

    def __init__(self, text: str, file: str) -> None:
        blank = re.compile(r"[^\n]")
        self.text = _COMMENT.sub(lambda comment: blank.sub(" ", comment[0]), text)
        self.file = file
        self.starts = [0, *(end.end() for end in re.finditer(r"\n", text))]

    def span(self, start: int, end: int) -> Span:
        line = bisect_right(self.starts, start)
        return Span(self.file, line, start - self.starts[line - 1] + 1, max(1, end - start))


def _settings(source: _Source, faults: list[Diagnostic]) -> Iterator[Token]:
    """The custom properties of ``:root``; whatever else there is goes to ``faults``."""
    for rule in _RULE.finditer(source.text):
        selector = rule["selector"].strip()
        if selector == ":root":
            yield from _of_rule(source, rule, faults)
            continue
        start = rule.start("selector") + len(rule["selector"]) - len(rule["selector"].lstrip())
        span = source.span(start, start + len(selector))
        message = f"a theme sets colours on `:root` alone, not on `{selector}`"
        faults.append(error("theme-content", message, span, "move it to a style sheet of its own"))
    rest = _RULE.sub(lambda rule: " " * len(rule[0]), source.text)
    if stray := rest.strip():
        start = rest.index(stray)
        span = source.span(start, start + len(stray.split("\n")[0]))
        faults.append(error("theme-content", "this is not part of any rule", span, _HINT))


def _of_rule(source: _Source, rule: re.Match[str], faults: list[Diagnostic]) -> Iterator[Token]:
    at = rule.start("content")
    for written in rule["content"].split(";"):
        setting = _SETTING.fullmatch(written)
        if setting:
            span = source.span(at + setting.start("value"), at + setting.end("value"))
            yield Token(setting["name"], setting["value"].lower(), span)
        elif content := written.strip():
            start = at + written.index(content)
            span = source.span(start, start + len(content.split("\n")[0]))
            message = f"`{content.split(':')[0].strip()}` is not a token of a theme"
            faults.append(error("theme-content", message, span, _HINT))
        at += len(written) + 1


def _set_colour(theme: Theme, token: Token, faults: list[Diagnostic], *, again: bool) -> None:
    if again:
        message = f"`{token.name}` is set twice"
        faults.append(error("theme-value", message, token.span, "keep one of the two"))
    elif _COLOUR.fullmatch(token.value):
        digits = token.value[1:]
        value = f"#{digits}" if len(digits) > len("rgb") else "#" + "".join(d * 2 for d in digits)
        theme.tokens[token.name] = Token(token.name, value, token.span)
    elif token.name == "--brand-on-any" and token.value == INHERITED:
        theme.tokens[token.name] = token
    else:
        message = f"`{token.value}` is not a colour that a theme can have"
        hint = f"write it as six digits: {token.name}: #0b5563;"
        faults.append(error("theme-value", message, token.span, hint))


def _inks(token: Token, faults: list[Diagnostic]) -> Inks | None:
    """The percents that a token states, if they are such and a press can print them."""
    hint = f"write cyan, magenta, yellow and black in percent: {token.name}: 90 35 40 40;"
    try:
        cyan, magenta, yellow, black = (float(part) for part in token.value.split())
    except ValueError:
        message = f"`{token.value}` does not state four inks"
        faults.append(error("theme-value", message, token.span, hint))
        return None
    inks = (cyan, magenta, yellow, black)
    if not all(0 <= ink <= 100 for ink in inks):  # noqa: PLR2004 - percent
        message = f"`{token.value}` is not in percent"
        faults.append(error("theme-value", message, token.span, hint))
        return None
    if sum(inks) > MOST_INK:
        message = f"`{token.name}` asks for {sum(inks):g} % of ink; a press dries {MOST_INK:g} %"
        hint = "take some of the cyan, magenta and yellow away and add black"
        faults.append(error("theme-ink", message, token.span, hint))
    return inks


# ---- judging


def _missing(source: _Source, seen: dict[str, Span]) -> Iterator[Diagnostic]:
    """The tokens that nobody set, each where a line for it belongs: below the one before it."""
    root = _ROOT.search(source.text)
    line = source.span(root.start(), root.end()).line if root else 1
    for name, (use, colour) in _USES.items():
        if name in seen:
            line = seen[name].line
            continue
        hint = f"add a line for the colour of {use}, such as {name}: {colour};"
        message = f"the theme does not set `{name}`"
        yield error("theme-missing", message, Span(source.file, line), hint)


def _match(theme: Theme, stated: dict[str, tuple[Inks, Span]]) -> Iterator[Diagnostic]:
    """Give each colour its inks; two tokens of one colour must not differ in them."""
    for name, (inks, span) in stated.items():
        token = theme.tokens.get(name)
        if token and theme.inks.setdefault(token.value, inks) != inks:
            message = f"`{token.value}` is printed with other inks for another token"
            hint = "a press prints one colour in one way: state the same inks, or state them once"
            yield error("theme-value", message, span, hint)


def _pale(theme: Theme) -> Iterator[Diagnostic]:
    """Text and shapes too pale against what they stand on, in colour or printed in grey."""
    paper = theme.tokens.get("--paper")
    for front, back, needed in _PAIRS:
        text, ground = theme.tokens.get(front), theme.tokens.get(back)
        behind = ground.value if ground else back
        if text is None or text.value == INHERITED or not behind.startswith("#"):
            continue
        ratio, where = min(_contrasts(text.value, behind))
        if ratio < needed:
            # What is fine on paper has the wrong ground; so has a word made for one ground.
            fine = paper is not None and min(_contrasts(text.value, paper.value))[0] >= needed
            blamed = ground if ground and (fine or front.startswith("--on-")) else text
            what = "text" if needed == _TEXT else "large text or a shape"
            message = f"`{front}` on `{back}` has a contrast of {int(ratio * 10) / 10:.1f}:1{where}"
            hint = f"{what} needs {needed:g}:1: make the two differ more in lightness"
            yield error("theme-contrast", message, blamed.span, hint)


def _contrasts(one: str, other: str) -> tuple[tuple[float, str], ...]:
    """The contrast of two colours as they are, and when a printer has no colour."""
    return (
        (contrast(one, other), ""),
        (contrast(grey(one), grey(other)), " when printed in grey"),
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (``#rrggbb``) as WCAG 2 counts it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def grey(colour: str) -> str:
    """``colour`` as printers that have no colour print it: by luma (ITU-R BT.601)."""
    red, green, blue = _channels(colour)
    return "#" + f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02x}" * 3


def lightness(colour: str) -> float:
    """How light ``colour`` is to the eye (CIE L*): 0 is black, 100 the white of a screen."""
    light = _luminance(colour)
    return 116 * light ** (1 / 3) - 16 if light > 216 / 24389 else light * 24389 / 27


def _luminance(colour: str) -> float:
    linear = [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for level in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
