"""Which inks print a colour: the theme's own, black alone for greys, the profile for the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bindery.rasters.inks import Profile, in_grey, limited, most_chroma
from bindery.samples import Samples
from bindery.theme import MOST_INK, Inks, lightness

Colour = tuple[float, ...]
"""The parts of a colour, each from 0 to 1."""

_GREY = 2  # levels of 255 that the channels of a grey may be apart
# What is this dark is meant to be black, whatever its tint: text in it must stay on one plate.
_BLACK, _BLACK_TINT = 0x40, 0x10
_MOST = 255
_LUMA = (0.3, 0.59, 0.11)  # what PDF makes of a colour where it stands for a light (11.5.3)


class Mixer(Protocol):
    """Turns the colours of a file into those of one colour space."""

    space: str

    def of_grey(self, level: float) -> Colour:
        """What prints the grey ``level``."""

    def of_rgb(self, red: float, green: float, blue: float) -> Colour:
        """What prints a colour of a screen."""

    def of_cmyk(self, *inks: float) -> Colour:
        """What prints a colour that is stated in inks."""

    def of_lab(self, lightness: float, a: float, b: float) -> Colour:
        """What prints a colour in CIE Lab: ``lightness`` from 0 to 100."""

    def of_picture(self, picture: Samples) -> Samples:
        """What prints a picture."""


@dataclass(slots=True)
class InkMixer:
    """Mixes inks for a press. ``palette`` holds those of a theme's colours (``"#0b5563"``)."""

    profile: Profile
    palette: Mapping[str, Inks]
    space: str = "/DeviceCMYK"
    _known: dict[tuple[int, int, int], Colour] = field(default_factory=dict)
    _blacks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        levels = self.profile.lightness(b"".join(bytes((0, 0, 0, k)) for k in range(256)))
        # From light to dark they fall: turned round they can be searched.
        darks = [-level for level in levels]
        wanted = [bisect_left(darks, -lightness(_hex((level,) * 3))) for level in range(256)]
        self._blacks = (*(min(black, _MOST) for black in wanted[:-1]), 0)

    def of_grey(self, level: float) -> Colour:
        """Black alone, as much as looks as light on paper as ``level`` does on a screen."""
        return self.of_rgb(level, level, level)

    def of_rgb(self, red: float, green: float, blue: float) -> Colour:
        """The theme's inks, else black alone for what is grey or nearly black, else the profile's.

        Each from 0 to 1, and never more than the most ink in all.
        """
        levels = (round(red * _MOST), round(green * _MOST), round(blue * _MOST))
        if levels not in self._known:
            self._known[levels] = self._mixed(levels)
        return self._known[levels]

    def of_cmyk(self, *inks: float) -> Colour:
        """The inks themselves, with less cyan, magenta and yellow if there is too much in all."""
        *coloured, black = inks
        wanted = sum(coloured)
        scale = min(1.0, (MOST_INK / 100 - black) / wanted) if wanted else 1.0
        return (*(ink * scale for ink in coloured), black)

    def of_lab(self, lightness: float, a: float, b: float) -> Colour:
        """The profile's inks, or black alone for a grey."""
        if max(abs(a), abs(b)) <= _GREY:
            return self.of_grey(_level(lightness))
        inks = self.profile.inks_of_lab(lightness, a, b)
        return self.of_cmyk(*(ink / _MOST for ink in inks))

    def of_picture(self, picture: Samples) -> Samples:
        """The picture in inks, or in black alone ("L": 0 is black) where all of it is grey."""
        if picture.mode == "CMYK":
            return limited(picture, MOST_INK)
        if picture.mode == "L" or most_chroma(picture) <= _GREY:
            return in_grey(picture, bytes(_MOST - black for black in self._blacks))
        return self.profile.inks(picture, MOST_INK)

    def _mixed(self, levels: tuple[int, int, int]) -> Colour:
        if stated := self.palette.get(_hex(levels)):
            return self.of_cmyk(*(ink / 100 for ink in stated))
        if _is_grey(levels):
            return (0.0, 0.0, 0.0, self._blacks[round(sum(levels) / len(levels))] / _MOST)
        inks = self.profile.inks(Samples("RGB", 1, 1, bytes(levels)), MOST_INK)
        return tuple(ink / _MOST for ink in inks.data)


class LightMixer:
    """Mixes greys for a mask, where a colour stands for how much it lets through."""

    space = "/DeviceGray"

    def of_grey(self, level: float) -> Colour:
        """The level itself."""
        return (level,)

    def of_rgb(self, red: float, green: float, blue: float) -> Colour:
        """The luminosity of a colour."""
        return (sum(part * weight for part, weight in zip((red, green, blue), _LUMA, strict=True)),)

    def of_cmyk(self, *inks: float) -> Colour:
        """The luminosity of what the inks leave of the paper's white."""
        *coloured, black = inks
        light = zip(coloured, _LUMA, strict=True)
        return (1.0 - min(1.0, sum(ink * weight for ink, weight in light) + black),)

    def of_lab(self, lightness: float, _a: float, _b: float) -> Colour:
        """The lightness, as a grey of a screen has it."""
        return (lightness / 100,)

    def of_picture(self, picture: Samples) -> Samples:
        """The luminosity of each pixel."""
        return in_grey(picture)


def _hex(levels: tuple[int, ...]) -> str:
    return "#" + bytes(levels).hex()


def _is_grey(levels: tuple[int, int, int]) -> bool:
    spread = max(levels) - min(levels)
    return spread <= _GREY or (max(levels) <= _BLACK and spread <= _BLACK_TINT)


def _level(lightness: float) -> float:
    """The grey of sRGB (0 to 1) with a CIE lightness (0 to 100): the other way round."""
    light = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness * 27 / 24389  # noqa: PLR2004
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004
