"""Pictures: what is safe and whole gets in, and all else is refused with its place."""

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from conftest import DRAWING
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from bindery.assets import MOST_BYTES, Album, PictureFile, picture_names, read_asset
from bindery.diagnostics import Severity, Span
from bindery.limits import Limits
from bindery.rasters.pictures import MOST_ON_A_SIDE

SPAN = Span("source/a/en-GB.md", 5, 3)


def put(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def look(folder: Path, name: str, album: Album | None = None) -> PictureFile:
    return read_asset(folder, name, f"source/a/{name}", SPAN, album or Album(Limits().pixels))


def refusal(folder: Path, name: str) -> str:
    """The one fault of a picture that is refused, as ``line:column rule``."""
    read = look(folder, name)
    (fault,) = read.diagnostics
    assert read.asset is None
    assert fault.severity is Severity.ERROR
    assert fault.hint
    return f"{str(fault.span).removeprefix('source/a/')} {fault.rule}"


def photograph(kind: str = "PNG", size: tuple[int, int] = (8, 6), **options: object) -> bytes:
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)  # noqa: S311 (a picture, no secret)
    data = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(data, kind, **options)
    return data.getvalue()


# ---- what is accepted


def test_a_picture_is_checked_once_however_many_guides_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = Album(Limits().pixels)
    put(tmp_path, "logo.svg", DRAWING)
    first = look(tmp_path, "logo.svg", album)
    monkeypatch.delattr("bindery.assets.read_drawing")
    put(tmp_path, "images/again.svg", DRAWING)
    again = look(tmp_path, "images/again.svg", album)
    assert first.asset
    assert again.asset
    assert again.asset.name == "images/again.svg"
    assert again.asset.data is first.asset.data


def test_a_picture_with_a_fault_is_told_in_every_guide_that_has_it(tmp_path: Path) -> None:
    album = Album(Limits().pixels)
    put(tmp_path, "logo.svg", DRAWING.replace("<path", '<path onload="x()"'))
    faults = [look(tmp_path, "logo.svg", album).diagnostics for _ in range(2)]
    assert [fault.rule for (fault,) in faults] == ["unsafe-picture"] * 2


def test_a_drawing_is_accepted_with_its_bytes_and_its_size(tmp_path: Path) -> None:
    put(tmp_path, "images/a.svg", DRAWING)
    read = look(tmp_path, "images/a.svg")
    assert read.diagnostics == ()
    assert read.asset
    assert read.asset.data == DRAWING.encode()
    assert (read.asset.name, read.asset.media_type) == ("images/a.svg", "image/svg+xml")
    assert (read.asset.width, read.asset.height) == (40, 30)


def test_a_fault_inside_a_drawing_is_placed_in_the_drawing(tmp_path: Path) -> None:
    put(tmp_path, "images/a.svg", DRAWING.replace("<path", "\n<script/><path"))
    assert refusal(tmp_path, "images/a.svg") == "images/a.svg:2:1 unsafe-picture"


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("b.JPEG", "JPEG", "image/jpeg"),
    ],
)
def test_a_photograph_is_accepted_with_its_bytes_and_its_size(
    tmp_path: Path, name: str, kind: str, media_type: str
) -> None:
    put(tmp_path, name, photograph(kind))
    read = look(tmp_path, name)
    assert read.diagnostics == ()
    assert read.asset
    assert (read.asset.data, read.asset.media_type) == (photograph(kind), media_type)
    assert (read.asset.width, read.asset.height) == (8, 6)


def test_a_photograph_taken_on_its_side_has_the_size_it_is_seen_in(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    put(tmp_path, "a.jpg", photograph("JPEG", exif=exif))
    read = look(tmp_path, "a.jpg")
    assert read.asset
    assert (read.asset.width, read.asset.height) == (6, 8)


def test_a_photograph_that_tells_its_place_is_warned_of(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    put(tmp_path, "a.jpg", photograph("JPEG", exif=exif))
    read = look(tmp_path, "a.jpg")
    assert read.asset
    assert [(fault.rule, fault.severity) for fault in read.diagnostics] == [
        ("picture-location", Severity.WARNING)
    ]


def test_a_photograph_in_inks_is_refused_where_it_is_named(tmp_path: Path) -> None:
    """No leaflet can hold it and be what it claims to be, which a person could make nothing of."""
    data = io.BytesIO()
    Image.new("CMYK", (8, 6)).save(data, "JPEG")
    put(tmp_path, "images/a.jpg", data.getvalue())
    (fault,) = look(tmp_path, "images/a.jpg").diagnostics
    assert (fault.rule, fault.span) == ("bad-picture", SPAN)
    assert "(CMYK)" in fault.message


# ---- names


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../b/images/a.svg", "outside-project"),
        ("images/../../a.svg", "outside-project"),
        ("%2e%2e/%2e%2e/etc/passwd", "outside-project"),
        ("..%2f..%2fetc/passwd", "outside-project"),
        ("images\\..\\..\\a.svg", "outside-project"),
        ("/etc/passwd", "outside-project"),
        ("\\\\host\\share\\a.svg", "outside-project"),
        ("file:///etc/passwd", "outside-project"),
        ("https://example.org/a.svg", "outside-project"),
        ("C:a.svg", "outside-project"),
        ("images/%252e%252e/a.svg", "bad-name"),
        ("images/a b.svg", "bad-name"),
        ("images//a.svg", "bad-name"),
        ("./images/a.svg", "bad-name"),
        ("images/.hidden.svg", "bad-name"),
        ("images/\u00fc.svg", "bad-name"),
        ("images/a.svg\x00.png", "bad-name"),
        ("images/a.svg?x", "bad-name"),
        ("", "bad-name"),
        ("images/b.svg", "missing-image"),
        ("images/A.svg", "missing-image"),
        ("images", "bad-file"),
        ("images/con.svg", "bad-name"),
        ("images/LPT1.tar.svg", "bad-name"),
    ],
)
def test_a_name_that_means_no_picture_of_the_guide_is_refused(
    tmp_path: Path, name: str, rule: str
) -> None:
    put(tmp_path, "b/images/a.svg", DRAWING)
    put(tmp_path, "a/images/a.svg", DRAWING)
    assert refusal(tmp_path / "a", name) == f"en-GB.md:5:3 {rule}"


def test_a_name_with_the_slash_of_windows_is_shown_with_the_other(tmp_path: Path) -> None:
    (fault,) = look(tmp_path, "images\\a.svg").diagnostics
    assert fault.rule == "bad-name"
    assert fault.hint == "write `/` between folder and file: `images/a.svg`"


def test_a_missing_picture_brings_the_nearest_one_to_mind(tmp_path: Path) -> None:
    for name in ("images/press.svg", "images/where.svg", "cover.PNG", "notes.txt"):
        put(tmp_path, name, DRAWING)
    (fault,) = look(tmp_path, "images/pres.svg").diagnostics
    assert fault.hint == "did you mean `images/press.svg`?"
    assert picture_names(tmp_path) == ("cover.PNG", "images/press.svg", "images/where.svg")


@pytest.mark.parametrize("folder", [False, True])
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path, *, folder: bool) -> None:
    put(tmp_path, "secret/a.svg", DRAWING)
    guide = tmp_path / "guide"
    (guide / "images").mkdir(parents=True)
    if folder:
        (guide / "more").symlink_to(tmp_path / "secret")
        assert refusal(guide, "more/a.svg") == "en-GB.md:5:3 outside-project"
    else:
        (guide / "images/a.svg").symlink_to("../../secret/a.svg")
        assert refusal(guide, "images/a.svg") == "en-GB.md:5:3 outside-project"


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "images/a.svg", DRAWING)
    (tmp_path / "images/b.svg").symlink_to("a.svg")
    assert look(tmp_path, "images/b.svg").asset


def test_a_link_that_leads_nowhere_or_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.svg").symlink_to("gone.svg")
    (tmp_path / "b.svg").symlink_to("b.svg")
    for name in ("a.svg", "b.svg"):
        (fault,) = look(tmp_path, name).diagnostics
        assert fault.rule == "bad-file"


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.svg")
    assert refusal(tmp_path, "a.svg") == "en-GB.md:5:3 bad-file"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "a.png", photograph() + bytes(MOST_BYTES))
    assert refusal(tmp_path, "a.png") == "en-GB.md:5:3 bad-file"


# ---- kinds


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.png", photograph("JPEG"), "holds a JPEG"),
        ("a.jpg", photograph("PNG"), "holds a PNG"),
        ("a.png", DRAWING.encode(), "holds an SVG"),
        ("a.svg", photograph("PNG"), "holds a PNG"),
        ("a.png", b"GIF89a...", "is a GIF"),
        ("a.jpg", b"RIFF....WEBP", "is a WebP"),
        ("a.svg", b"\x1f\x8b\x08", "is a compressed file"),
        ("a.svg", b"<!DOCTYPE html><html>", "is no picture"),
        ("a.svg", b"hello", "is no picture"),
        ("a.png", b"", "is empty"),
    ],
)
def test_the_content_decides_what_a_picture_is(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    put(tmp_path, name, data)
    (fault,) = look(tmp_path, name).diagnostics
    assert fault.rule == "bad-picture"
    assert says in fault.message


# ---- photographs


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it has ``side`` by ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))


@pytest.mark.parametrize("side", [5001, 13_300, 65_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    tmp_path: Path, side: int
) -> None:
    put(tmp_path, "a.png", bomb(side))
    (fault,) = look(tmp_path, "a.png").diagnostics
    assert fault.rule == "bad-picture"
    assert "25 million pixels" in fault.message
    assert fault.hint
    assert "save it smaller" in fault.hint
    can_be_allowed = side == 5001
    assert ("`megapixels` under [limits]" in fault.hint) is can_be_allowed


def test_the_limit_of_pixels_is_where_it_is_said_to_be(tmp_path: Path) -> None:
    put(tmp_path, "a.png", photograph(size=(10, 5)))
    assert look(tmp_path, "a.png", Album(50)).asset
    (fault,) = look(tmp_path, "a.png", Album(49)).diagnostics
    assert "million pixels" in fault.message


def test_a_picture_that_moves_or_is_a_mere_line_is_refused(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:])
    Image.new("1", (1, MOST_ON_A_SIDE + 1)).save(tmp_path / "b.png")
    for name, says in (("a.png", "moving"), ("b.png", "20,000 pixels on one side")):
        (fault,) = look(tmp_path, name).diagnostics
        assert (fault.rule, says in fault.message) == ("bad-picture", True)


def test_what_lies_outside_is_not_even_listed(tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    guide.mkdir()
    (tmp_path / "secret").mkdir()
    (guide / "images").symlink_to("../secret")
    assert refusal(guide, "images/a.svg") == "en-GB.md:5:3 outside-project"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("lenient", [False, True])
def test_half_a_picture_is_refused_even_where_an_engine_would_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    data = photograph(kind, (64, 64))
    name = f"a.{kind.lower()}"
    put(tmp_path, name, data[: len(data) // 2])
    assert refusal(tmp_path, name) == "en-GB.md:5:3 bad-picture"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_photograph_is_whole_or_refused_but_no_traceback(
    tmp_path: Path, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG"]))
    whole = bytearray(photograph(kind, (16, 16)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    name = f"a.{kind.lower()}"
    put(tmp_path, name, bytes(whole))
    read = look(tmp_path, name)
    assert (read.asset is None) == any(
        fault.severity is Severity.ERROR for fault in read.diagnostics
    )
