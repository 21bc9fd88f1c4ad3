"""The publisher's logo: one picture for all guides, named in the settings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .assets import Album, PictureFile, is_there, picture_names, read_asset
from .diagnostics import Diagnostic, Span, did_you_mean, error, warning
from .guide import Asset
from .settings import Layer

# What it is called in a made file, beside the guide's own pictures.
_NAME = "images/publisher-logo"
# It is printed 12 mm high and never wider than 56 mm, 16 and 76 mm in large print (tokens.css,
# large-print.css). One seven times as wide as high comes out 8 mm high, which leaves two lines of
# words at the least size that is legal; one twice as high as wide comes out 6 mm wide.
_WIDEST, _TALLEST = 7, 2
_HIGH, _WIDE = 16, 76
_SHARP = 300 / 25.4  # points of a photograph, a millimetre, that print without steps


def read_logo(root: Path, layers: tuple[Layer, Layer], album: Album) -> PictureFile | None:
    """The logo that ``layers`` (what guides share, then a guide's own) name; None if none do.

    It is named from the project's folder ``root`` on, as all files of the settings are.
    """
    for layer in reversed(layers):
        table = layer.values.get("publisher")
        name = table.get("logo") if isinstance(table, dict) else None
        if isinstance(name, str):
            return _read(root, name, layer.source.value_span("publisher", "logo"), album)
    return None


def _read(root: Path, name: str, span: Span, album: Album) -> PictureFile:
    if not is_there(root, name):
        return PictureFile(None, (_absence(root, name, span),))
    read = read_asset(root, name, name, span, album)
    if read.asset is None:
        return read
    asset = replace(read.asset, name=_NAME + PurePosixPath(name).suffix.lower())
    return PictureFile(asset, (*read.diagnostics, *_unfit(asset, name, span)))


def _absence(root: Path, name: str, span: Span) -> Diagnostic:
    folder = PurePosixPath(name).parent
    known = [(folder / other).as_posix() for other in picture_names(root / folder)]
    hint = did_you_mean(name, known) or "name it from the project's folder on: `source/logo.svg`"
    return error("missing-image", f"there is no picture `{name}` in the project", span, hint)


def _unfit(asset: Asset, name: str, span: Span) -> Iterator[Diagnostic]:
    """Why ``asset`` does not suit the place that a logo has, in print."""
    shape = asset.width / asset.height
    if shape > _WIDEST or shape < 1 / _TALLEST:
        most, one, other = (_WIDEST, "wide", "high")
        if shape < 1:
            most, one, other = (_TALLEST, "high", "wide")
        message = f"the logo `{name}` is more than {most} times as {one} as it is {other}"
        hint = "use a more compact one: this one would be printed too small to be read"
        yield warning("logo-shape", message, span, hint)
    needed = math.ceil(min(_HIGH, _WIDE / shape) * _SHARP)
    if asset.media_type != "image/svg+xml" and asset.height < needed:
        message = f"the logo `{name}` is {asset.height:.0f} pixels high: print needs {needed}"
        hint = "use the SVG of it, which is sharp at every size, or a larger picture"
        yield warning("small-logo", message, span, hint)
