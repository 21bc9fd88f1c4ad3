"""Pictures: read once, by this one function, and checked before any engine sees them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from .diagnostics import Diagnostic, Span, did_you_mean, error, warning
from .drawings import read_drawing
from .guide import Asset, Picture
from .reading import is_reserved, read_bytes, real_inside

MOST_BYTES = 8 * 1024 * 1024

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_OTHERS = (
    (b"GIF8", "a GIF"),
    (b"RIFF", "a WebP"),
    (b"II*\x00", "a TIFF"),
    (b"MM\x00*", "a TIFF"),
    (b"%PDF", "a PDF"),
    (b"%!PS", "PostScript"),
    (b"BM", "a bitmap"),
    (b"\x1f\x8b", "a compressed file"),
)
_ENDINGS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "SVG": (".svg",)}
_KINDS = "save the picture as SVG, PNG or JPEG"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """What a picture's name gave: the asset, or None, and what is wrong with it."""

    asset: Asset | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Album:
    """A project's pictures: how many pixels one may have, and those read and found good.

    These are kept by their bytes: a logo that lies in every guide's folder is checked once.
    """

    most_pixels: int
    good: dict[bytes, Asset] = field(default_factory=dict)


def read_asset(folder: Path, name: str, file: str, span: Span, album: Album) -> PictureFile:
    """Read the picture ``name`` (``images/where.svg``) of the guide in ``folder``.

    ``file`` is the picture's project-relative name, for faults inside it; ``span`` is the
    place of the words that name it, for all others. A good one is added to ``album``.
    """
    fault = _name_fault(name, span) or _absence(folder, name, span)
    if fault:
        return PictureFile(None, (fault,))
    data = read_bytes(folder, folder / name, MOST_BYTES, span)
    if isinstance(data, Diagnostic):
        return PictureFile(None, (data,))
    kind = _kind(data)
    if kind is None or not name.lower().endswith(_ENDINGS[kind]):
        return PictureFile(None, (_wrong_kind(name, data, kind, span),))
    if known := album.good.get(data):
        return PictureFile(replace(known, name=name))
    read = (
        _drawing(name, data, file)
        if kind == "SVG"
        else _raster(name, data, kind, span, album.most_pixels)
    )
    if read.asset and not read.diagnostics:
        album.good[data] = read.asset
    return read


def picture_names(folder: Path) -> tuple[str, ...]:
    """The names of the pictures that lie in a guide's folder, in order; links are not followed."""
    endings = tuple(ending for some in _ENDINGS.values() for ending in some)
    found = [
        (Path(where) / file).relative_to(folder).as_posix()
        for where, _, files in os.walk(folder)
        for file in files
        if file.lower().endswith(endings)
    ]
    return tuple(sorted(found))


def is_there(folder: Path, name: str) -> bool:
    """Whether ``folder`` has a file ``name``; capitals count, as they do on most machines.

    What a link leads out to is not even listed: it counts as there, and reading it is refused.
    """
    path = folder / name
    parent = path.parent
    if parent != folder and real_inside(folder, parent) is None:
        return True
    try:
        with os.scandir(parent) as entries:
            return any(entry.name == path.name for entry in entries)
    except OSError:
        return False


def _name_fault(name: str, span: Span) -> Diagnostic | None:
    """Why ``name`` cannot be the name of a picture of this guide, or None."""
    parts = unquote(name).replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or re.match("[A-Za-z][A-Za-z0-9+.-]*:", name):
        hint = "put a copy into the guide's `images` folder and name it `images/…`"
        return error("outside-project", f"`{name}` leads out of the guide's folder", span, hint)
    if not _NAME.fullmatch(name) or any(map(is_reserved, parts)):
        hint = "rename it with the letters a to z, digits and hyphens"
        if "\\" in name:
            hint = f"write `/` between folder and file: `{name.replace(chr(92), '/')}`"
        return error("bad-name", f"`{name}` is not a plain file name", span, hint)
    return None


def _absence(folder: Path, name: str, span: Span) -> Diagnostic | None:
    """Why the guide in ``folder`` has no picture ``name``, or None if it has one."""
    if is_there(folder, name):
        return None
    known = picture_names(folder)
    hint = did_you_mean(name, known) or "put it into the guide's `images` folder"
    return error("missing-image", f"there is no picture `{name}` in this guide", span, hint)


def _kind(data: bytes) -> str | None:
    """The kind of picture that the bytes are, whatever the name says."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024]
    return "SVG" if start.startswith(b"<") and b"<html" not in start.lower() else None


def _wrong_kind(name: str, data: bytes, kind: str | None, span: Span) -> Diagnostic:
    if kind is not None:
        message = f"`{name}` holds {'an' if kind == 'SVG' else 'a'} {kind}"
        return error("bad-picture", message, span, f"let its name end in `{_ENDINGS[kind][0]}`")
    if not data:
        return error("bad-picture", f"`{name}` is empty", span, _KINDS)
    other = next((other for magic, other in _OTHERS if data.startswith(magic)), "no picture")
    return error("bad-picture", f"`{name}` is {other}", span, _KINDS)


def _drawing(name: str, data: bytes, file: str) -> PictureFile:
    drawing = read_drawing(data, file)
    asset = Asset(name, "image/svg+xml", data, drawing.width, drawing.height)
    return PictureFile(None if drawing.diagnostics else asset, drawing.diagnostics)


def _raster(name: str, data: bytes, kind: str, span: Span, most_pixels: int) -> PictureFile:
    """Decode a photograph fully, so that no engine meets a broken one."""
    # Pillow takes 45 ms to load: a guide of drawings alone need not wait for it.
    from .rasters.pictures import Unusable, decode  # noqa: PLC0415

    raster = decode(data, kind, most_pixels)
    if isinstance(raster, Unusable):
        message = f"`{name}` cannot be used: {raster.problem}"
        return PictureFile(None, (error("bad-picture", message, span, raster.hint),))
    asset = Asset(name, f"image/{kind.lower()}", data, raster.width, raster.height)
    if not raster.has_place:
        return PictureFile(asset)
    message = f"`{name}` tells the place where it was taken"
    hint = "save it without its location before anyone gets a copy"
    return PictureFile(asset, (warning("picture-location", message, span, hint),))


def too_many_pixels(
    pictures: Iterable[Picture], assets: Mapping[str, Asset], most: int
) -> Iterator[Diagnostic]:
    """A fault at the photograph with which a guide has more than ``most`` pixels in all."""
    held, seen = 0.0, set[str]()
    for picture in pictures:
        asset = assets.get(picture.asset)
        if asset is None or asset.media_type == "image/svg+xml" or picture.asset in seen:
            continue
        seen.add(picture.asset)
        held += asset.width * asset.height
        if held > most:
            message = (
                f"with `{picture.asset}` the photographs have over {most // 1_000_000} million"
            )
            hint = "make them smaller: 300 pixels to an inch of paper are enough"
            yield error("bad-picture", f"{message} pixels in all", picture.span, hint)
            return
