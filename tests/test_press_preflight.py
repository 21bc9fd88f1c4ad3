"""The preflight: each fault that a printer would ring about is planted, and must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from press_sample import document, press_file

from bindery.checks.press import prove
from bindery.diagnostics import Diagnostic
from bindery.guide import Press

Plant = Callable[[pikepdf.Pdf], None]

SRGB = Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])


def found_in(data: bytes, press: Press | None = None) -> tuple[Diagnostic, ...]:
    claims, found = prove(data, replace(document(), press=press or Press()))
    assert bool(claims) == (not found), "the claim follows the check"
    return found


def with_fault(plant: Plant, **saving: Any) -> bytes:
    """The sample's press file with a fault planted in it."""
    target = BytesIO()
    with pikepdf.open(BytesIO(press_file().data)) as pdf:
        plant(pdf)
        pdf.save(target, fix_metadata_version=False, **saving)
    return target.getvalue()


def leaf(pdf: pikepdf.Pdf, page: int = 1) -> Any:
    """What is printed of a page (from 0)."""
    return pdf.pages[page].Resources.XObject.Leaf


def painted(instructions: str, resources: dict[str, Any] | None = None) -> Plant:
    """Instructions added to a page, and resources that they name."""

    def plant(pdf: pikepdf.Pdf) -> None:
        form = leaf(pdf)
        form.write(form.read_bytes() + b"\n" + instructions.encode())
        for kind, things in (resources or {}).items():
            if kind not in form.Resources:
                form.Resources[kind] = Dictionary()
            for name, thing in things.items():
                form.Resources[kind][name] = thing(pdf) if callable(thing) else thing

    return plant


def text_in_rgb(pdf: pikepdf.Pdf) -> None:
    form = leaf(pdf)
    data = form.read_bytes()
    at = data.index(b" k\nBT")
    start = data.rindex(b"\n", 0, at)
    form.write(data[:start] + b"\n0 0 1 rg\nBT" + data[at + len(b" k\nBT") :])


def picture_in_rgb(pdf: pikepdf.Pdf) -> None:
    image = next(iter(leaf(pdf, 2).Resources.XObject.values()))
    assert image.Subtype == "/Image"
    image.write(bytes(3 * 64))
    image.Width = image.Height = 8
    image.ColorSpace = Name.DeviceRGB


def dark_picture(pdf: pikepdf.Pdf) -> None:
    picture_in_rgb(pdf)
    image = next(iter(leaf(pdf, 2).Resources.XObject.values()))
    image.write(b"\xff\xff\xff\x10" * 64)
    image.ColorSpace = Name.DeviceCMYK


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def bleed_at_the_trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].BleedBox = pdf.pages[2].TrimBox


def font_left_out(pdf: pikepdf.Pdf) -> None:
    font = next(iter(leaf(pdf).Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def link(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 90])
    pdf.pages[1].Annots = Array([pdf.make_indirect(note)])


def group_in_rgb(pdf: pikepdf.Pdf) -> None:
    groups = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form" and "/Group" in item
    ]
    groups[0].Group.CS = Name.DeviceRGB


# What the issue of every printer's complaints begins with; then all the others.
PLANTED: dict[str, tuple[str, Plant]] = {
    "text in RGB": ("press-colour", text_in_rgb),
    "a picture in RGB": ("press-colour", picture_in_rgb),
    "no output intent": ("press-intent", no_intent),
    "a wrong box": ("press-box", bleed_at_the_trim),
    "a font that is not embedded": ("press-font", font_left_out),
    "a link": ("press-interactive", link),
    "a group blended in RGB": ("press-colour", group_in_rgb),
    "too much ink": ("press-ink", painted("1 1 0.8 0.5 k 0 0 9 9 re f")),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_eight_faults_are_found(name: str) -> None:
    rule, plant = PLANTED[name]
    found = found_in(with_fault(plant))
    assert {each.rule for each in found} == {rule}, [str(each.message) for each in found]


def test_the_sample_has_none_of_them() -> None:
    assert found_in(press_file().data) == ()
    assert found_in(with_fault(lambda _pdf: None, force_version="1.6")) == ()


# ---- the file


def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def intent_of_archives(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


def drop(*path: str) -> Plant:
    """Something below the catalog is left out."""

    def plant(pdf: pikepdf.Pdf) -> None:
        place: Any = pdf.Root
        for key in path[:-1]:
            place = place[int(key)] if key.isdigit() else place[key]
        del place[path[-1]]

    return plant


def put(value: Any, *path: str) -> Plant:
    """Something below the catalog is given another value."""

    def plant(pdf: pikepdf.Pdf) -> None:
        place: Any = pdf.Root
        for key in path[:-1]:
            place = place[int(key)] if key.isdigit() else place[key]
        place[path[-1]] = value

    return plant


def said(old: str, new: str) -> Plant:
    """The XMP packet says something else."""

    def plant(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new).encode())

    return plant


def told(key: str, value: str) -> Plant:
    """The information dictionary says something else."""

    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = Name(value) if value.startswith("/") else value

    return plant


def compressed_packet(pdf: pikepdf.Pdf) -> None:
    # What is called metadata is never compressed when a file is saved.
    del pdf.Root.Metadata.Type


def page(key: str, value: Any) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj[key] = value

    return plant


def without_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2]


def other_size(pdf: pikepdf.Pdf) -> None:
    for name in ("/TrimBox", "/BleedBox"):
        box = pdf.pages[1].obj[name]
        box[3] = float(box[3]) - 20


def no_group(pdf: pikepdf.Pdf) -> None:
    for each in pdf.pages:
        del each.obj["/Group"]


FILE_FAULTS: dict[str, tuple[str, Plant]] = {
    "a newer version": ("press-file", put(Name("/1.7"), "/Version")),
    "three pages": ("press-file", without_page),
    "a form": ("press-interactive", put(Dictionary(Fields=[]), "/AcroForm")),
    "a script": ("press-interactive", put(Dictionary(JavaScript=Dictionary()), "/Names")),
    "a file": ("press-interactive", put(Dictionary(EmbeddedFiles=Dictionary()), "/Names")),
    "an action": ("press-interactive", put(Dictionary(S=Name.JavaScript), "/OpenAction")),
    "a page's action": ("press-interactive", page("/AA", Dictionary())),
    "two intents": ("press-intent", two_intents),
    "an archive's intent": ("press-intent", intent_of_archives),
    "no profile": ("press-intent", drop("/OutputIntents", "0", "/DestOutputProfile")),
    "another press": (
        "press-intent",
        put("FOGRA51", "/OutputIntents", "0", "/OutputConditionIdentifier"),
    ),
    "no registry": ("press-intent", drop("/OutputIntents", "0", "/RegistryName")),
    "no words": ("press-intent", drop("/OutputIntents", "0", "/Info")),
    "three inks": ("press-intent", put(3, "/OutputIntents", "0", "/DestOutputProfile", "/N")),
    "no packet": ("press-metadata", drop("/Metadata")),
    "a compressed packet": ("press-metadata", compressed_packet),
    "a broken packet": ("press-metadata", said("</x:xmpmeta>", "")),
    "another standard": ("press-metadata", said("PDF/X-4", "PDF/X-3")),
    "no trapping": ("press-metadata", said("<pdf:Trapped>False</pdf:Trapped>", "")),
    "other trapping": ("press-metadata", told("/Trapped", "/True")),
    "another title": ("press-metadata", told("/Title", "Another")),
    "another day": ("press-metadata", told("/ModDate", "D:20200101")),
    "no version": ("press-metadata", said("xmpMM:VersionID", "xmpMM:Other")),
    "no rendition": ("press-metadata", said("xmpMM:RenditionClass", "xmpMM:Other")),
    "no identity": ("press-metadata", said("xmpMM:DocumentID", "xmpMM:Other")),
    "no day": ("press-metadata", said("xmp:MetadataDate", "xmp:Other")),
    "no trim": ("press-box", lambda pdf: pdf.pages[1].obj.__delitem__("/TrimBox")),
    "an art box": ("press-box", page("/ArtBox", Array([40, 40, 90, 90]))),
    "a turned page": ("press-box", page("/Rotate", 90)),
    "a scaled page": ("press-box", page("/UserUnit", 2)),
    "a bleed off the paper": ("press-box", page("/MediaBox", Array([40, 40, 300, 400]))),
    "two sizes": ("press-box", other_size),
    "no group for what shines through": ("press-colour", no_group),
}


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_faults_of_the_file_are_found(name: str) -> None:
    rule, plant = FILE_FAULTS[name]
    found = found_in(with_fault(plant, force_version="1.6"))
    assert {each.rule for each in found} == {rule}, [str(each.message) for each in found]


def test_a_newer_file_a_locked_one_and_one_without_identifier() -> None:
    newer = with_fault(lambda _pdf: None, force_version="1.7")
    assert [each.rule for each in found_in(newer)] == ["press-file"]
    locked = with_fault(
        lambda _pdf: None, encryption=pikepdf.Encryption(owner="x", user="", R=4, aes=True)
    )
    assert "the file is encrypted" in [each.message for each in found_in(locked)]
    assert press_file().data.count(b"/ID [") == 1
    nameless = press_file().data.replace(b"/ID [", b"/IX [")
    assert [each.message for each in found_in(nameless)] == ["the file has no identifier"]
    assert [each.rule for each in found_in(b"%PDF-1.6 not really")] == ["press-file"]


def test_the_settings_name_the_press() -> None:
    other = Press(condition="FOGRA52", registry="http://www.color.org")
    assert {each.rule for each in found_in(press_file().data, other)} == {"press-intent"}


# ---- what is painted


def gradient(space: Any, first: list[float], last: list[float]) -> Dictionary:
    between = Dictionary(FunctionType=2, Domain=[0, 1], C0=first, C1=last, N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 9, 0], Function=between)


def sampled(pdf: pikepdf.Pdf) -> Dictionary:
    function = pikepdf.Stream(pdf, bytes(8))
    function.FunctionType, function.Domain, function.Size = 0, [0, 1], [2]
    function.BitsPerSample, function.Range = 8, [0, 1] * 4
    return Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 0], Function=function
    )


def spot(name: str, inks: list[float], space: Name = Name.DeviceCMYK) -> Array:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * len(inks), C1=inks, N=1)
    return Array([Name.Separation, Name(f"/{name}"), space, tint])


def drawing(content: bytes, **entries: Any) -> Callable[[pikepdf.Pdf], pikepdf.Stream]:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        stream = pikepdf.Stream(pdf, content)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        return stream

    return make


FORM = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 9, 9]}
TILE = {
    "Type": Name.Pattern,
    "PatternType": 1,
    "PaintType": 1,
    "TilingType": 1,
    "BBox": [0, 0, 9, 9],
    "XStep": 9,
    "YStep": 9,
    "Resources": Dictionary(),
}


def drawn_font(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 9, 9],
        FontMatrix=[1, 0, 0, 1, 0, 0],
        CharProcs=Dictionary(a=pikepdf.Stream(pdf, b"9 0 d0 1 0 0 rg 0 0 9 9 re f")),
        Encoding=Dictionary(Differences=[97, Name("/a")]),
        FirstChar=97,
        LastChar=97,
        Widths=[9],
    )


def soft_mask(pdf: pikepdf.Pdf) -> Dictionary:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    form = drawing(b"0.5 g 0 0 9 9 re f", **FORM, Group=group)(pdf)
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form))


PAINTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "lines in RGB": ("press-colour", "0 0 1 RG 0 0 m 9 9 l S", {}),
    "a device space": ("press-colour", "/DeviceRGB cs 0 0 1 sc", {}),
    "a calibrated space": ("press-colour", "", {"/ColorSpace": {"/C": SRGB}}),
    "spaces inside": (
        "press-colour",
        "",
        {"/ColorSpace": {"/I": Array([Name.Indexed, Name.DeviceRGB, 0, b"abc"])}},
    ),
    "a pattern's space": (
        "press-colour",
        "",
        {"/ColorSpace": {"/P": Array([Name.Pattern, Name.DeviceRGB])}},
    ),
    "an inline picture": (
        "press-colour",
        "q BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q",
        {},
    ),
    "ink in a chosen space": ("press-ink", "/DeviceCMYK cs 1 1 1 1 sc", {}),
    "a gradient in RGB": (
        "press-colour",
        "",
        {"/Shading": {"/S": gradient(Name.DeviceRGB, [0, 0, 0], [1, 1, 1])}},
    ),
    "a gradient of much ink": (
        "press-ink",
        "",
        {"/Shading": {"/S": gradient(Name.DeviceCMYK, [0, 0, 0, 0], [1, 1, 1, 0.2])}},
    ),
    "a gradient unknown": ("press-ink", "", {"/Shading": {"/S": sampled}}),
    "a pattern that is a gradient": (
        "press-colour",
        "",
        {
            "/Pattern": {
                "/P": Dictionary(
                    PatternType=2, Shading=gradient(Name.DeviceRGB, [0, 0, 0], [1, 1, 1])
                )
            }
        },
    ),
    "a tile in RGB": (
        "press-colour",
        "",
        {"/Pattern": {"/P": drawing(b"1 0 0 rg 0 0 9 9 re f", **TILE)}},
    ),
    "a form in a form": (
        "press-colour",
        "/F Do",
        {"/XObject": {"/F": drawing(b"1 0 0 rg 0 0 9 9 re f", **FORM)}},
    ),
    "a program": (
        "press-file",
        "",
        {"/XObject": {"/P": drawing(b"", Type=Name.XObject, Subtype=Name.PS)}},
    ),
    "a stand-in": (
        "press-file",
        "",
        {"/XObject": {"/F": drawing(b"", **FORM, OPI=Dictionary())}},
    ),
    "a spot colour in RGB": (
        "press-colour",
        "",
        {"/ColorSpace": {"/S": spot("Teal", [0, 0, 1], Name.DeviceRGB)}},
    ),
    "a spot colour of much ink": (
        "press-ink",
        "",
        {"/ColorSpace": {"/S": spot("Teal", [1, 1, 1, 1])}},
    ),
    "a spot colour mixed twice": (
        "press-colour",
        "",
        {
            "/ColorSpace": {
                "/S": spot("Teal", [1, 0, 0, 0]),
                "/T": spot("Teal", [0.9, 0, 0, 0]),
            }
        },
    ),
    "the ink of all plates on the page": (
        "press-ink",
        "",
        {"/ColorSpace": {"/R": spot("All", [1, 1, 1, 1])}},
    ),
    "a blend": ("press-ink", "", {"/ExtGState": {"/B": Dictionary(BM=Name.Multiply)}}),
    "a curve": (
        "press-colour",
        "",
        {"/ExtGState": {"/C": Dictionary(TR=Dictionary(FunctionType=2, N=1, Domain=[0, 1]))}},
    ),
    "a mask blended in RGB": ("press-colour", "", {"/ExtGState": {"/M": soft_mask}}),
    "letters drawn in RGB": ("press-colour", "", {"/Font": {"/T": drawn_font}}),
    "a font of the printer's": (
        "press-font",
        "",
        {"/Font": {"/H": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)}},
    ),
}


@pytest.mark.parametrize("name", PAINTED)
def test_faults_of_what_is_painted_are_found(name: str) -> None:
    rule, instructions, resources = PAINTED[name]
    found = found_in(with_fault(painted(instructions, resources)))
    assert {each.rule for each in found} == {rule}, [str(each.message) for each in found]
    assert all("page 2" in each.message for each in found)


def test_a_dark_picture_has_too_much_ink() -> None:
    (found,) = found_in(with_fault(dark_picture))
    assert found.rule == "press-ink"
    assert "306 %" in found.message


def test_every_fault_is_told_but_not_a_thousand_times() -> None:
    def plant(pdf: pikepdf.Pdf) -> None:
        text_in_rgb(pdf)
        link(pdf)
        for each in pdf.pages:
            each.obj.BleedBox = each.obj.TrimBox

    rules = [each.rule for each in found_in(with_fault(plant))]
    assert {rule: rules.count(rule) for rule in rules} == {
        "press-interactive": 1,
        "press-box": 5,
        "press-colour": 1,
    }
