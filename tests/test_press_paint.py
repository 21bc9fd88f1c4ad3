"""Colours turned into inks: single ones, pictures, gradients, and all that contains them."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_code import ROOT
from pikepdf import Array, Dictionary, Name
from press_sample import PROFILE, press_file, theme

from bindery.diagnostics import Failure
from bindery.formats.press_content import Ink, Repainting
from bindery.formats.press_mixer import InkMixer, LightMixer
from bindery.formats.press_paint import Painter
from bindery.rasters.inks import Profile, in_grey, limited, most_chroma, most_ink
from bindery.samples import Samples, strips
from bindery.theme import MOST_INK

FOGRA39 = Profile((ROOT / PROFILE).read_bytes())
MIXER = InkMixer(FOGRA39, theme().inks)
PART = st.floats(0, 1)
BYTES = st.binary(min_size=4, max_size=400).map(lambda data: data[: len(data) // 4 * 4])


def percent(colour: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(round(part * 100) for part in colour)


def rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


# ---- single colours


@pytest.mark.parametrize("colour", sorted(theme().inks))
def test_colours_of_the_theme_have_its_inks(colour: str) -> None:
    assert percent(MIXER.of_rgb(*rgb(colour))) == theme().inks[colour]


@pytest.mark.parametrize(
    ("colour", "black"),
    [("#000000", 100), ("#ffffff", 0), ("#202020", 98), ("#101020", 100), ("#2a2a30", 93)],
)
def test_greys_and_near_blacks_are_black_alone(colour: str, black: int) -> None:
    *coloured, ink = percent(MIXER.of_rgb(*rgb(colour)))
    assert coloured == [0, 0, 0]
    assert ink == pytest.approx(black, abs=3)


@given(st.integers(0, 255), st.integers(0, 255))
def test_a_darker_grey_never_has_less_black(one: int, other: int) -> None:
    light, dark = sorted((one, other), reverse=True)
    assert MIXER.of_grey(light / 255)[3] <= MIXER.of_grey(dark / 255)[3]


@pytest.mark.parametrize("level", range(20, 256, 15))
def test_a_grey_is_as_light_on_paper_as_on_a_screen(level: int) -> None:
    black = round(MIXER.of_grey(level / 255)[3] * 255)
    (printed,) = FOGRA39.lightness(bytes((0, 0, 0, black)))
    part = level / 255
    light = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    shown = 116 * light ** (1 / 3) - 16 if light > 0.008856 else light * 903.3
    # Black ink is not quite black: what is darker has all of it.
    assert printed == pytest.approx(max(shown, FOGRA39.lightness(b"\0\0\0\xff")[0]), abs=1)


@given(PART, PART, PART)
def test_no_colour_of_a_screen_has_too_much_ink(red: float, green: float, blue: float) -> None:
    inks = MIXER.of_rgb(red, green, blue)
    assert all(0 <= ink <= 1 for ink in inks)
    assert sum(inks) * 100 <= MOST_INK


@given(PART, PART, PART, PART)
def test_stated_inks_are_kept_as_far_as_paper_dries(c: float, m: float, y: float, k: float) -> None:
    inks = MIXER.of_cmyk(c, m, y, k)
    assert inks[3] == k
    assert sum(inks) * 100 <= MOST_INK + 1e-9
    if c + m + y + k <= MOST_INK / 100:
        assert inks == pytest.approx((c, m, y, k))


def test_black_point_compensation_keeps_shadows_apart() -> None:
    shadows = [sum(MIXER.of_rgb(level / 255, 0, 0)) for level in (96, 72, 56)]
    assert shadows == sorted(shadows)
    assert len(set(shadows)) == len(shadows)


def test_lab_is_a_colour_too() -> None:
    cyan, magenta, yellow, _ = MIXER.of_lab(50, 60, 40)
    assert magenta > 0.7 > cyan
    assert yellow > 0.5
    assert percent(MIXER.of_lab(100, 0, 0)) == (0, 0, 0, 0)
    for level in (40, 120, 200):
        grey = MIXER.of_grey(level / 255)
        lightness = 116 * (((level / 255 + 0.055) / 1.055) ** 2.4) ** (1 / 3) - 16
        assert MIXER.of_lab(lightness, 0.5, -0.5) == pytest.approx(grey, abs=0.01)


def test_in_a_mask_a_colour_is_so_much_light() -> None:
    mixer = LightMixer()
    assert mixer.of_grey(0.4) == (0.4,)
    assert mixer.of_rgb(1, 1, 1) == pytest.approx((1,))
    assert mixer.of_rgb(0, 1, 0) == pytest.approx((0.59,))
    assert mixer.of_cmyk(0, 0, 0, 0.25) == pytest.approx((0.75,))
    assert mixer.of_cmyk(1, 1, 1, 1) == (0,)
    assert mixer.of_lab(50, 9, 9) == (0.5,)


# ---- pictures


def cmyk(data: bytes) -> Samples:
    return Samples("CMYK", len(data) // 4, 1, data)


@given(BYTES, st.integers(100, 400))
def test_pictures_keep_to_the_limit_and_their_black(data: bytes, limit: int) -> None:
    picture = limited(cmyk(data), limit)
    assert most_ink(picture) <= limit + 1e-6 or limit < max(data[3::4]) / 2.55
    assert picture.data[3::4] == data[3::4]
    for at in range(0, len(data), 4):
        before, after = data[at : at + 4], picture.data[at : at + 4]
        assert all(less <= more for less, more in zip(after, before, strict=True))
        if sum(before) / 2.55 <= limit:
            assert after == before


@given(BYTES)
def test_the_most_ink_is_that_of_the_fullest_pixel(data: bytes) -> None:
    fullest = max(sum(data[at : at + 4]) for at in range(0, len(data), 4))
    assert most_ink(cmyk(data)) == pytest.approx(fullest / 2.55)


def test_a_picture_is_the_same_in_strips_of_any_height(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photograph of 25 million pixels would need most of a worker's memory at once."""
    data = random.Random(1).randbytes(7 * 5 * 4)  # noqa: S311 (a picture, no secret)
    inks, light = Samples("CMYK", 7, 5, data), Samples("RGB", 7, 5, data[: 7 * 5 * 3])

    def reckoned() -> list[object]:
        made = [limited(inks, 150), in_grey(light), MIXER.of_picture(light)]
        return [*made, most_ink(inks), most_chroma(light)]

    whole = reckoned()
    for pixels in (1, 14, 20):
        monkeypatch.setattr("bindery.samples._STRIP", pixels)
        assert len(list(strips(inks))) > 2
        assert reckoned() == whole


def test_a_picture_is_grey_if_all_of_it_is() -> None:
    grey = Samples("RGB", 2, 1, bytes((128, 128, 129, 0, 0, 0)))
    assert most_chroma(grey) == 1
    made = MIXER.of_picture(grey)
    assert (made.mode, made.data[1]) == ("L", 0)
    assert made.data[0] == pytest.approx(255 * (1 - MIXER.of_grey(128 / 255)[3]), abs=2)
    tinted = Samples("RGB", 2, 1, bytes((128, 128, 128, 200, 0, 0)))
    assert MIXER.of_picture(tinted).mode == "CMYK"
    assert in_grey(grey).data == bytes((128, 0))


# ---- instructions


def repainted(content: str, ink: Ink | None = None, **resources: Any) -> str:
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, content.encode())
        repainting = Repainting(ink or Ink(MIXER), Dictionary(**resources))
        return " ".join(repainting.run(stream).decode().split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("0.043137 0.333333 0.388235 rg", "0.9 0.35 0.4 0.4 k"),
        ("0.043137 0.333333 0.388235 RG", "0.9 0.35 0.4 0.4 K"),
        ("0 g 1 G", "0 0 0 1 k 0 0 0 0 K"),
        ("0.1 0.2 0.3 0.4 k", "0.1 0.2 0.3 0.4 k"),
        ("1 1 1 0.5 k", "0.8333 0.8333 0.8333 0.5 k"),
        ("/DeviceRGB cs 0 0 0 sc", "0 0 0 1 k 0 0 0 1 k"),
        ("/DeviceGray CS 1 SCN", "0 0 0 1 K 0 0 0 0 K"),
        ("/DeviceCMYK cs 0 1 0 0 scn", "0 0 0 1 k 0 1 0 0 k"),
        ("/Pattern cs /P1 scn", "/Pattern cs /P1 scn"),
        ("q 1 0 0 1 5 5 cm 0 0 9 9 re f Q", "q 1 0 0 1 5 5 cm 0 0 9 9 re f Q"),
        # What a colour's numbers are is part of what `q` keeps.
        (
            "/DeviceCMYK cs q /DeviceGray cs 1 sc Q 0 1 0 0 sc",
            "0 0 0 1 k q 0 0 0 1 k 0 0 0 0 k Q 0 1 0 0 k",
        ),
        ("/Span <</MCID 0>> BDC BT ET EMC /Artifact BMC EMC /T MP", "BT ET"),
        (
            "/Span <</MCID 0 /ActualText (x)>> BDC /P <</MCID 1>> BDC EMC EMC",
            "/Span << /ActualText (x) >> BDC EMC",
        ),
    ],
)
def test_instructions_are_painted_again(before: str, after: str) -> None:
    assert repainted(before) == after


def test_named_spaces_are_looked_up() -> None:
    spaces = Dictionary(
        R=Array([Name.CalRGB, Dictionary()]),
        G=Array([Name.CalGray, Dictionary()]),
        L=Array([Name.Lab, Dictionary()]),
    )
    assert repainted("/R cs 1 1 1 sc", ColorSpace=spaces) == "0 0 0 1 k 0 0 0 0 k"
    assert repainted("/G CS 1 SC", ColorSpace=spaces) == "0 0 0 1 K 0 0 0 0 K"
    assert repainted("/L cs 100 0 0 sc", ColorSpace=spaces) == "0 0 0 1 k 0 0 0 0 k"


def test_the_spot_colour_takes_the_place_of_its_colour_alone() -> None:
    ink = Ink(MIXER, frozenset({(0x0B, 0x55, 0x63)}), Name.Separation)
    spot = repainted("0.043137 0.333333 0.388235 rg 0.05 0.333333 0.388235 rg", ink)
    assert spot.startswith("/Spot cs 1 scn ")
    assert spot.endswith(" k")
    assert repainted("0.043137 0.333333 0.388235 RG", ink) == "/Spot CS 1 SCN"


# ---- what instructions name


def painted(content: str, make: Any) -> tuple[str, Dictionary]:
    """What becomes of ``content`` whose resources ``make`` gives for a file."""
    with pikepdf.new() as pdf:
        resources = Dictionary({kind: Dictionary(each) for kind, each in make(pdf).items()})
        stream = pikepdf.Stream(pdf, content.encode())
        data, made = Painter(pdf, Ink(MIXER)).content(stream, resources)
        # Written out, as objects do not outlive their file.
        return data.decode(), Dictionary(
            {kind: Dictionary(dict(each.items())) for kind, each in made.items()}
        )


def test_only_what_is_used_is_kept() -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType)
    _, made = painted(
        "/A gs /F 9 Tf",
        lambda _pdf: {
            "/ExtGState": {"/A": Dictionary(ca=1), "/B": Dictionary(ca=1)},
            "/Font": {"/F": font, "/G": font},
            "/ColorSpace": {"/lab": Name.DeviceRGB},
        },
    )
    assert {kind: set(each.keys()) for kind, each in made.items()} == {
        "/ExtGState": {"/A"},
        "/Font": {"/F"},
    }


def _image(pdf: pikepdf.Pdf, **entries: Any) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, entries.pop("data", bytes((200, 30, 30) * 4)))
    known = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": 2,
        "Height": 2,
        "BitsPerComponent": 8,
        "ColorSpace": Name.DeviceRGB,
    }
    for key, value in {**known, **entries}.items():
        stream[f"/{key}"] = value
    return pdf.make_indirect(stream)


def test_a_stencil_stays_and_indexed_pictures_are_read() -> None:
    with pikepdf.new() as pdf:
        stencil = _image(pdf, ImageMask=True, BitsPerComponent=1, data=b"\x80\x40")
        del stencil.ColorSpace
        palette = Array([Name.Indexed, Name.DeviceRGB, 1, bytes((200, 30, 30, 255, 255, 255))])
        indexed = _image(pdf, ColorSpace=palette, data=b"\x00\x01\x01\x00")
        things = Dictionary(XObject=Dictionary(S=stencil, I=indexed))
        content = pikepdf.Stream(pdf, b"/S Do /I Do")
        _, made = Painter(pdf, Ink(MIXER)).content(content, things)
        assert made.XObject.S.objgen == stencil.objgen
        assert made.XObject.I.ColorSpace == "/DeviceCMYK"
        pixels = made.XObject.I.read_bytes()
        assert pixels[4:8] == bytes(4)
        assert percent(tuple(ink / 255 for ink in pixels[:4])) == percent(
            MIXER.of_rgb(200 / 255, 30 / 255, 30 / 255)
        )


def test_what_is_shared_is_made_once() -> None:
    with pikepdf.new() as pdf:
        image = _image(pdf)
        form = pdf.make_indirect(
            pikepdf.Stream(
                pdf,
                b"/I Do",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=[0, 0, 9, 9],
                Resources=Dictionary(XObject=Dictionary(I=image)),
            )
        )
        things = Dictionary(XObject=Dictionary(F=form, I=image))
        painter = Painter(pdf, Ink(MIXER))
        _, first = painter.content(pikepdf.Stream(pdf, b"/F Do /I Do"), things)
        _, again = painter.content(pikepdf.Stream(pdf, b"/F Do"), things)
        assert first.XObject.F.objgen == again.XObject.F.objgen
        assert first.XObject.F.Resources.XObject.I.objgen == first.XObject.I.objgen


def test_letters_that_are_drawings_are_painted_too() -> None:
    def make(pdf: pikepdf.Pdf) -> dict[str, Any]:
        glyph = pikepdf.Stream(pdf, b"9 0 d0 0 0 0 rg 0 0 9 9 re f")
        return {
            "/Font": {
                "/T": Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=glyph))
            }
        }

    with pikepdf.new() as pdf:
        resources = Dictionary({k: Dictionary(each) for k, each in make(pdf).items()})
        stream = pikepdf.Stream(pdf, b"BT /T 9 Tf (a) Tj ET")
        _, made = Painter(pdf, Ink(MIXER)).content(stream, resources)
        assert b"0 0 0 1 k" in made.Font.T.CharProcs.a.read_bytes()


def between(first: list[float], last: list[float]) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=first, C1=last, N=1)


def shading(**entries: Any) -> Dictionary:
    known = {
        "ShadingType": 2,
        "ColorSpace": Name.DeviceRGB,
        "Coords": [0, 0, 9, 0],
        "Function": between([0.043137, 0.333333, 0.388235], [1, 1, 1]),
    }
    return Dictionary({f"/{key}": value for key, value in {**known, **entries}.items()})


def test_a_gradient_runs_between_the_inks_of_its_ends() -> None:
    _, made = painted("/S sh", lambda _pdf: {"/Shading": {"/S": shading(Background=[0, 0, 0])}})
    gradient = made["/Shading"]["/S"]
    assert gradient.ColorSpace == "/DeviceCMYK"
    assert [float(ink) for ink in gradient.Function.C0] == [0.9, 0.35, 0.4, 0.4]
    assert [float(ink) for ink in gradient.Function.C1] == [0, 0, 0, 0]
    assert [float(ink) for ink in gradient.Background] == [0, 0, 0, 1]


def test_a_mask_of_light_stays_light() -> None:
    with pikepdf.new() as pdf:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        form = pikepdf.Stream(
            pdf, b"1 1 1 rg 0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9], Group=group
        )
        mask = Dictionary(S=Name.Luminosity, G=pdf.make_indirect(form), BC=[1, 1, 1])
        states = Dictionary(ExtGState=Dictionary(M=Dictionary(SMask=mask, OP=True)))
        painter = Painter(pdf, Ink(MIXER))
        _, made = painter.content(pikepdf.Stream(pdf, b"/M gs"), states)
        state = made.ExtGState.M
        assert painter.transparent
        assert "/OP" not in state
        assert state.SMask.G.Group.CS == "/DeviceGray"
        assert [float(level) for level in state.SMask.BC] == [1]
        assert state.SMask.G.read_bytes().split() == b"1 g 0 0 9 9 re f".split()


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a spot colour": (
        "/C cs",
        {"/ColorSpace": {"/C": Array([Name.Separation, Name.Teal, Name.DeviceRGB, Dictionary()])}},
    ),
    "a picture in the text": ("BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI", {}),
    "a net of colours": ("/S sh", {"/Shading": {"/S": shading(ShadingType=4)}}),
    "a function of samples": (
        "/S sh",
        {"/Shading": {"/S": shading(Function=Dictionary(FunctionType=0))}},
    ),
    "functions in a row": (
        "/S sh",
        {"/Shading": {"/S": shading(Function=Array([between([0], [1])] * 3))}},
    ),
    "a missing name": ("/X Do", {}),
    "a curved mask": (
        "/M gs",
        {"/ExtGState": {"/M": Dictionary(SMask=Dictionary(S=Name.Alpha, TR=between([0], [1])))}},
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_turned_is_refused_and_not_passed_on(name: str) -> None:
    content, resources = REFUSED[name]
    with pytest.raises(Failure) as caught:
        painted(content, lambda _pdf: resources)
    (fault,) = caught.value.diagnostics
    assert fault.rule == "press-colour"
    assert fault.message.startswith("the leaflet has ")
    assert fault.hint


def test_more_that_is_refused() -> None:
    def tile(pdf: pikepdf.Pdf) -> dict[str, Any]:
        stream = pikepdf.Stream(pdf, b"", PatternType=1, PaintType=2)
        return {"/Pattern": {"/P": pdf.make_indirect(stream)}}

    def keyed(pdf: pikepdf.Pdf) -> dict[str, Any]:
        return {"/XObject": {"/I": _image(pdf, Mask=[0, 1, 0, 1, 0, 1])}}

    def cut_short(pdf: pikepdf.Pdf) -> dict[str, Any]:
        return {"/XObject": {"/I": _image(pdf, data=b"\x00", Filter=Name.DCTDecode)}}

    def endless(pdf: pikepdf.Pdf) -> dict[str, Any]:
        form = pdf.make_indirect(
            pikepdf.Stream(pdf, b"/F Do", Subtype=Name.Form, BBox=[0, 0, 9, 9])
        )
        form.Resources = Dictionary(XObject=Dictionary(F=form))
        return {"/XObject": {"/F": form}}

    cases = {
        "/Pattern cs /P scn": tile,
        "/Pattern cs 1 0 0 /P scn": tile,
        "/I Do": keyed,
        "/I Do q Q": cut_short,
        "/F Do": endless,
    }
    for content, make in cases.items():
        with pytest.raises(Failure):
            painted(content, make)


def test_it_reads_back_what_it_writes() -> None:
    """A whole file, painted again twice: the second time nothing is left to do."""
    with pikepdf.open(BytesIO(press_file().data)) as pdf:
        leaf = pdf.pages[1].Resources.XObject.Leaf
        data, _ = Painter(pdf, Ink(MIXER)).content(leaf, leaf.Resources)
        assert data.split() == leaf.read_bytes().split()
