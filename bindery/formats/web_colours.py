"""A theme on a dark screen: the colours that it does not state, derived from those it does."""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls

from bindery.theme import Theme, contrast

_WHITE, _BLACK = "#ffffff", "#000000"
_GROUND = 16.0  # contrast of white on the dark page: dark enough for every colour to stand out
_PANEL = 12.0  # the same for a panel
_BODY, _TEXT, _SHAPE = 10.0, 7.0, 4.5
_CALM = 0.7  # of its saturation: a colour that is light on dark glares where it is full
_STEPS = 100


def dark_tokens(theme: Theme) -> dict[str, str]:
    """Custom properties for a dark screen, by name (``"--ink"``: ``"#ededec"``).

    Ink and paper change places; what stands on them is made as light as it needs to be. Two
    tokens of one colour stay of one colour, so that a theme of black and white remains one.
    Care cards keep their bars and the words in them, and get light lines round them
    (``--care-line``); the cover keeps its colours too (``--cover``, ``--on-cover``).
    """
    light = {name: token.value for name, token in theme.tokens.items()}
    paper = _shaded(light["--ink"], _GROUND)
    grounds = {"--paper": paper}
    for name, colour, share in (("--sand", "--sand", 0.07), ("--sage", "--brand", 0.3)):
        tinted = _shaded(_mixed(paper, light[colour], share), _PANEL)
        grounds[name] = paper if light[name] == light["--paper"] else tinted
    ink = _lightened(_mixed(light["--paper"], paper, 0.08), grounds.values(), _BODY)
    tokens = {
        **grounds,
        "--ink": ink,
        "--brand": _lightened(light["--brand"], grounds.values(), _TEXT),
        "--accent": _lightened(light["--accent"], grounds.values(), _SHAPE),
        "--quiet": _lightened(light["--quiet"], grounds.values(), _TEXT),
        "--hairline": _mixed(paper, ink, 0.3),
        "--care-line": _lightened(light["--care-non-urgent"], grounds.values(), _SHAPE),
        "--care-line-urgent": _lightened(light["--care-urgent"], grounds.values(), _SHAPE),
        "--care-line-emergency": ink,
    }
    tokens |= {name: ink for name in tokens if light.get(name) == light["--ink"]}
    return {
        **tokens,
        "--on-brand": paper,
        "--cover": light["--brand"],
        "--on-cover": light["--on-brand"],
    }


def _shaded(colour: str, needed: float) -> str:
    """``colour``, or as little darker as lets white stand on it with the contrast ``needed``."""
    shades = (_mixed(colour, _BLACK, step / _STEPS) for step in range(_STEPS))
    return next((shade for shade in shades if contrast(shade, _WHITE) >= needed), _BLACK)


def _lightened(colour: str, grounds: Iterable[str], needed: float) -> str:
    """``colour``, or as little lighter as it needs to stand on all ``grounds``."""
    grounds = tuple(grounds)
    hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    for step in range(_STEPS):
        lighter = lightness + (1 - lightness) * step / _STEPS
        kept = saturation * (_CALM if step else 1)
        shade = _hex(*(255 * channel for channel in hls_to_rgb(hue, lighter, kept)))
        if all(contrast(shade, ground) >= needed for ground in grounds):
            return shade
    return _WHITE


def _mixed(one: str, other: str, share: float) -> str:
    """``one`` with a ``share`` (0 to 1) of ``other`` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex(*(mine + (yours - mine) * share for mine, yours in pairs))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"
