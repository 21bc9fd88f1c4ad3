"""What values of a style come to: sizes of type in pixels, weights, families, colours.

Values are tokens as :mod:`css_syntax` reads them, with no ``var()`` left in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .css_queries import PIXELS, READER_SIZE, Screen
from .css_syntax import Tone, parted, tone, values

# Sizes by name, of a reader whose own is 16 (CSS Fonts 4, 2.5).
_NAMED = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": READER_SIZE,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_STEP = 1.2  # how much larger `larger` is
_BOLD = 600  # the weight from which a face counts as bold
_SYSTEM = {"canvas": "ground", "canvastext": "ink", "linktext": "link"}


@dataclass(frozen=True, slots=True)
class Basis:
    """What lengths are shares of: the type ``around``, that of the ``root``, the screen's width."""

    around: float
    root: float
    width: float

    def unit(self, name: str) -> float:
        """The pixels of a unit. Raises KeyError for one that is not known."""
        relative = {"em": self.around, "rem": self.root, "vw": self.width / 100}
        return relative[name] if name in relative else PIXELS[name]


def size(value: Sequence[Any], basis: Basis) -> float | None:
    """The size of type in pixels that a value of ``font-size`` or ``font`` comes to, if any."""
    for token in value:
        if token.type == "ident" and token.lower_value in {"smaller", "larger"}:
            return basis.around * (_STEP if token.lower_value == "larger" else 1 / _STEP)
        if token.type == "ident" and token.lower_value in _NAMED:
            return _NAMED[token.lower_value]
        if token.type in {"dimension", "percentage", "function"}:
            return _Sum([token], basis).result()
    return None


class _Sum:
    """Reckons with lengths: what is in ``calc()``, ``min()``, ``max()`` and ``clamp()``."""

    def __init__(self, tokens: Sequence[Any], basis: Basis) -> None:
        self._left = [token for token in tokens if token.type not in {"whitespace", "comment"}]
        self._basis = basis

    def result(self) -> float | None:
        """The pixels; None for what cannot be reckoned."""
        try:
            total = self._product()
            while self._left:
                sign = self._left.pop(0)
                total += self._product() * {"+": 1, "-": -1}[sign.value]
        except (LookupError, AttributeError, TypeError, ValueError, ZeroDivisionError):
            return None
        return total

    def _product(self) -> float:
        product = self._one()
        while self._left and self._left[0] in ("*", "/"):
            times = self._left.pop(0) == "*"
            factor = self._one()
            product = product * factor if times else product / factor
        return product

    def _one(self) -> float:
        token = self._left.pop(0)
        if token.type == "number":
            return float(token.value)
        if token.type == "percentage":
            return float(token.value) / 100 * self._basis.around
        if token.type == "dimension":
            return float(token.value) * self._basis.unit(token.lower_unit)
        inner = token.arguments if token.type == "function" else token.content
        found = [_Sum(part, self._basis).result() for part in parted(inner)]
        name = token.lower_name if token.type == "function" else "calc"
        return float(_FUNCTIONS[name](found))


def _only(found: list[Any]) -> float:
    (one,) = found
    return one  # type: ignore[no-any-return]


def _clamped(found: list[Any]) -> float:
    least, wished, most = found
    return max(least, min(wished, most))  # type: ignore[no-any-return]


_FUNCTIONS: dict[str, Any] = {"calc": _only, "min": min, "max": max, "clamp": _clamped}


def is_bold(value: Sequence[Any]) -> bool | None:
    """Whether a value of ``font-weight`` or ``font`` is a bold one; None if it does not say."""
    for each in value:
        if each.type == "ident" and each.lower_value in {"bold", "bolder", "normal", "lighter"}:
            return each.lower_value in {"bold", "bolder"}
        if each.type == "number" and each.value >= 1:
            return bool(each.value >= _BOLD)
        if each == "/":  # what follows is a height of lines
            break
    return None


def colour(value: Sequence[Any], screen: Screen) -> Tone | str | None:
    """The first colour of a value: "currentcolor" for that of the text, None where there is none.

    "unknown" is one that a reader's program may know, and this one does not.
    """
    for token in value:
        if token.type == "ident" and token.lower_value in _SYSTEM:
            (token,) = values(getattr(screen, _SYSTEM[token.lower_value]))  # noqa: PLW2901
        found = tone(token, screen.scheme)
        if found is not None:
            return found
        if token.type == "function" and token.lower_name.endswith(("color", "color-mix", "mix")):
            return "unknown"
    return None


def pictures(value: Sequence[Any], screen: Screen) -> tuple[Tone | str, ...]:
    """What a picture behind words shows: the colours of a gradient, "picture" for a file."""
    found: list[Tone | str] = []
    for token in value:
        if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
            found.append("picture")
        elif token.type == "function" and token.lower_name.endswith("gradient"):
            stops = (colour(part, screen) for part in parted(token.arguments))
            found += [stop for stop in stops if stop is not None]
    return tuple(found)
