"""Pixel pictures and colours in the inks of a press, as its ICC profile has them."""

from __future__ import annotations

from functools import lru_cache, partial
from hashlib import md5
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageCms, ImageMath

from bindery.samples import Samples, by_strips, strips

_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


class BadProfileError(ValueError):
    """Data that is no ICC profile of a press; the message completes "the profile ..."."""


class Profile:
    """The ICC profile ``data`` of a printing condition: what inks print which colour there.

    Colours are matched relative to the paper's white, with black-point compensation.
    BadProfileError if ``data`` is not the profile of a press that prints in CMYK.
    """

    def __init__(self, data: bytes) -> None:
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(data))
        except OSError as problem:
            raise BadProfileError("is no ICC profile, or it is damaged") from problem
        if not _is_as_made(data):
            raise BadProfileError("is damaged: its tables are not as they were made")
        facts = profile.profile
        if facts.device_class != "prtr" or facts.xcolor_space.strip() != "CMYK":
            kind = facts.xcolor_space.strip()
            raise BadProfileError(f"is not for printing in CMYK: it is for {kind} colours")
        try:
            self._to_inks = self._transform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK")
            lab = ImageCms.createProfile("LAB")
            self._to_inks_of_lab = self._transform(lab, profile, "LAB", "CMYK")
            self._to_lab = self._transform(profile, lab, "CMYK", "LAB")
        except ImageCms.PyCMSError as problem:
            raise BadProfileError("has no tables to turn colours into inks") from problem
        self.description = str(facts.profile_description or "").strip()

    @staticmethod
    def _transform(source: Any, target: Any, mode: str, new: str) -> ImageCms.ImageCmsTransform:  # noqa: ANN401 - two types of Pillow's that have no name in common
        return ImageCms.buildTransform(source, target, mode, new, _INTENT, flags=_FLAGS)

    def inks(self, picture: Samples, limit: float) -> Samples:
        """The picture ``picture`` ("RGB") in CMYK, with at most ``limit`` percent of ink."""
        return limited(by_strips(self._in_inks, picture), limit)

    def _in_inks(self, picture: Samples) -> Samples:
        return _samples(self._to_inks.apply(_image(picture)))

    def inks_of_lab(self, lightness: float, a: float, b: float) -> bytes:
        """The four inks (0 to 255) of a colour in CIE Lab."""
        pixel = bytes((round(lightness * 2.55), round(a) % 256, round(b) % 256))
        return self._to_inks_of_lab.apply(Image.frombytes("LAB", (1, 1), pixel)).tobytes()

    def lightness(self, inks: bytes) -> tuple[float, ...]:
        """The lightness (0 to 100) that each four of ``inks`` print, black being as on a screen."""
        image = Image.frombytes("CMYK", (len(inks) // 4, 1), inks)
        return tuple(level / 2.55 for level in self._to_lab.apply(image).getchannel(0).tobytes())


def _is_as_made(data: bytes) -> bool:
    """Whether an ICC profile has the checksum that it tells, if it tells one (ICC.1:2022, 7.2.18).

    What programs may change in its head counts as nothing there: flags, intent, the checksum.
    """
    told, plain = data[84:100], bytearray(data)
    for start, end in ((44, 48), (64, 68), (84, 100)):
        plain[start:end] = bytes(end - start)
    return not any(told) or md5(plain, usedforsecurity=False).digest() == told


@lru_cache(maxsize=4)
def profile_of(data: bytes) -> Profile:
    """The :class:`Profile` whose bytes are ``data``: its tables take as long to make as a page.

    BadProfileError as there.
    """
    return Profile(data)


def limited(picture: Samples, limit: float) -> Samples:
    """``picture`` ("CMYK") with less of the three colours where there is over ``limit`` percent."""
    if most_ink(picture) <= limit:
        return picture
    return by_strips(partial(_limited, limit=limit), picture)


def _limited(picture: Samples, limit: float) -> Samples:
    *coloured, black = _image(picture).split()
    cyan, magenta, yellow = coloured
    inks = {"c": cyan, "m": magenta, "y": yellow, "k": black}
    # What is left for the three beside black, as a part of what they ask for.
    scale = ImageMath.lambda_eval(_left, **inks, limit=limit * _LEVELS)
    less = (ImageMath.lambda_eval(_times, band=band, scale=scale) for band in coloured)
    return _samples(Image.merge("CMYK", [*(band.convert("L") for band in less), black]))


def most_ink(picture: Samples) -> float:
    """The most ink that a pixel of ``picture`` ("CMYK") has, in percent."""
    return max(map(_most_in, strips(picture)), default=0.0) / _LEVELS


def _most_in(picture: Samples) -> float:
    bands = dict(zip("cmyk", _image(picture).split(), strict=True))
    total = ImageMath.lambda_eval(lambda a: sum(a["float"](a[ink]) for ink in "cmyk"), **bands)
    return float(total.getextrema()[1])


def most_chroma(picture: Samples) -> int:
    """How far apart the channels of a pixel of ``picture`` ("RGB") are: 0 if all of it is grey."""
    return max(map(_chroma_in, strips(picture)), default=0)


def _chroma_in(picture: Samples) -> int:
    red, green, blue = _image(picture).split()
    pairs = ((red, green), (green, blue), (red, blue))
    counts = (ImageChops.difference(*pair).histogram() for pair in pairs)
    return max(level for count in counts for level, pixels in enumerate(count) if pixels)


def in_grey(picture: Samples, levels: bytes = bytes(range(256))) -> Samples:
    """``picture`` in grey ("L"), each level replaced by its entry in ``levels``."""
    return by_strips(partial(_greyed, levels=list(levels)), picture)


def _greyed(picture: Samples, levels: list[int]) -> Samples:
    return _samples(_image(picture).convert("L").point(levels))


_LEVELS = 2.55  # levels of a channel in one percent


def _left(args: dict[str, Any]) -> Any:  # noqa: ANN401 - an image of numbers, which Pillow hides
    number, least, most = args["float"], args["min"], args["max"]
    wanted = number(args["c"]) + number(args["m"]) + number(args["y"])
    return least((args["limit"] - number(args["k"])) / most(wanted, 1.0), 1.0)


def _times(args: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    return args["int"](args["float"](args["band"]) * args["scale"])  # rounded down: never more


def _image(picture: Samples) -> Image.Image:
    return Image.frombytes(picture.mode, (picture.width, picture.height), picture.data)


def _samples(image: Image.Image) -> Samples:
    return Samples(image.mode, image.width, image.height, image.tobytes())
