"""Drawings in the colours of a theme: those of the theme that they were drawn in give way."""

from __future__ import annotations

import re

from .theme import INHERITED, Theme

#: The theme whose colours a drawing is drawn in; a guide may be shown in another.
DRAWN_IN = "calm"

# Where a drawing says a colour, as an attribute or in a style. Names and links are left alone.
_COLOUR = re.compile(
    rb"((?:fill|stroke|stop-color|flood-color|(?<![\w-])color)\s*[:=]\s*[\"']?\s*)"
    rb"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-fA-F])"
)


def recoloured(drawing: bytes, drawn_in: Theme, shown_in: Theme) -> bytes:
    """The SVG ``drawing`` with each colour of ``drawn_in`` as that token is in ``shown_in``.

    A colour that is no token's stays. One that several tokens have is the first one's.
    """
    colours: dict[str, str] = {}
    for name, token in drawn_in.tokens.items():
        target = shown_in.tokens.get(name)
        if target and INHERITED not in (token.value, target.value):
            colours.setdefault(_in_full(token.value), target.value)

    def shown(found: re.Match[bytes]) -> bytes:
        own = f"#{found[2].decode()}".lower()
        return found[1] + colours.get(_in_full(own), own).encode()

    return _COLOUR.sub(shown, drawing)


def _in_full(colour: str) -> str:
    """``colour`` with six digits: ``#ffffff`` for ``#fff``."""
    digits = colour.removeprefix("#")
    return colour if len(digits) > 3 else "#" + "".join(digit * 2 for digit in digits)  # noqa: PLR2004
