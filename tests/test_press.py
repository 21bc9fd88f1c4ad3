"""The file for a commercial printer: boxes, marks, words, and the plates a printer makes of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from conftest import Shop
from hypothesis import assume, given
from hypothesis import strategies as st
from package_code import ROOT
from PIL import Image, ImageCms
from press_sample import BODY, CSS, PROFILE, base, document, laid_out, press_file, theme
from sheet_reading import text_of_pages
from validators import plates, qpdf_complaints, verapdf

from bindery import checks
from bindery.compose import compose
from bindery.diagnostics import Diagnostic, Failure, Severity, Span
from bindery.document import File, Made
from bindery.equipment import equipment_for
from bindery.formats import FORMATS
from bindery.formats.press import PRESS, derive
from bindery.formats.press_file import with_blanks
from bindery.formats.printed import LEAFLET
from bindery.guide import Press
from bindery.project import read
from bindery.rasters.inks import BadProfileError, Profile

MM = 72 / 25.4
PROCESS = {"Cyan", "Magenta", "Yellow", "Black"}
COLOURED = ("Cyan", "Magenta", "Yellow")
PLATES = (*COLOURED, "Black")
DPI = 100
A5 = (148.0, 210.0)
ROOM = 12.0  # mm of paper around the page


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's press file."""
    path = tmp_path_factory.mktemp("press") / "sample.pdf"
    path.write_bytes(press_file().data)
    return path


@pytest.fixture(scope="module")
def separated(file: Path) -> list[dict[str, Image.Image]]:
    """What Ghostscript puts on each plate of each of its pages."""
    return plates(file, DPI)


def stopped_by(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What keeps a file from the press: the sample has pictures of few pixels, to count them."""
    return [finding for finding in found if finding.rule != "coarse-picture"]


def opened(made: Made) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made.data))


def pixel(x: float, y: float) -> tuple[int, int]:
    """The pixel that lies ``x`` mm right of and ``y`` mm below the corner of the page as cut."""
    return round((ROOM + x) / 25.4 * DPI), round((ROOM + y) / 25.4 * DPI)


def area(plate: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """The part of a plate between these distances (mm) from the corner of the page as cut."""
    return plate.crop((*pixel(left, top), *pixel(right, bottom)))


def inks_at(page: dict[str, Image.Image], x: float, y: float) -> list[int]:
    """The percent of ink of each plate at a place (mm) of the page as cut."""
    return [round(int(str(page[name].getpixel(pixel(x, y)))) / 2.55) for name in PLATES]


def printed(page: dict[str, Image.Image], *box: float) -> set[tuple[int, ...]]:
    """Every mixture of inks, in percent, between these distances (mm) on the page as cut."""
    levels = [area(page[name], *box).tobytes() for name in PLATES]
    return {tuple(round(ink / 2.55) for ink in inks) for inks in zip(*levels, strict=True)}


# ---- the sheet


def test_the_boxes_are_exact() -> None:
    with opened(press_file()) as pdf:
        for page in pdf.pages:
            media, bleed, trim = (
                [float(edge) / MM for edge in page.obj[name]]
                for name in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert trim == pytest.approx([ROOM, ROOM, ROOM + A5[0], ROOM + A5[1]], abs=0.01)
            assert bleed == pytest.approx(
                [trim[0] - 3, trim[1] - 3, trim[2] + 3, trim[3] + 3], abs=0.01
            )
            assert media == pytest.approx([0, 0, A5[0] + 2 * ROOM, A5[1] + 2 * ROOM], abs=0.01)
            assert "/CropBox" not in page.obj
            assert "/ArtBox" not in page.obj


def test_artwork_runs_into_the_bleed_and_ends_there(
    separated: list[dict[str, Image.Image]],
) -> None:
    cover = separated[0]
    for x, y in ((-1.5, 50), (149.5, 50), (70, -1.5), (-2.5, -2.5)):
        assert inks_at(cover, x, y) == [90, 35, 40, 40]
    for x, y in ((-3.5, 50), (151.5, 50), (70, -3.5)):
        assert inks_at(cover, x, y) == [0, 0, 0, 0]


def test_marks_stand_clear_of_the_bleed_on_every_plate(
    separated: list[dict[str, Image.Image]],
) -> None:
    right, bottom = A5
    for page in separated:
        for plate in page.values():
            for x in (0.0, right):
                assert area(plate, x - 0.5, -8, x + 0.5, -5).getextrema()[1] == 255
                assert area(plate, x - 0.5, bottom + 5, x + 0.5, bottom + 8).getextrema()[1] == 255
            for y in (0.0, bottom):
                assert area(plate, -8, y - 0.5, -5, y + 0.5).getextrema()[1] == 255
                assert area(plate, right + 5, y - 0.5, right + 8, y + 0.5).getextrema()[1] == 255
            for ring in (
                (-3.9, -3.9, right + 3.9, -3.2),
                (-3.9, bottom + 3.2, right + 3.9, bottom + 3.9),
                (-3.9, -3.9, -3.2, bottom + 3.9),
                (right + 3.2, -3.9, right + 3.9, bottom + 3.9),
            ):
                assert area(plate, *ring).getextrema() == (0, 0)


def test_the_line_beside_each_page_tells_which_it_is(
    separated: list[dict[str, Image.Image]],
) -> None:
    for number, text in enumerate(text_of_pages(press_file().data), 1):
        line = f"REF-1 · version 1.0 · page {number} of 4 · reviewed 2026-11-24 · a-guide.en-GB"
        assert line in " ".join(text.split())
    for page in separated:
        for plate in page.values():
            # Below the bleed, between the marks, and nowhere else beside the page.
            shown = area(plate, 2, A5[1] + 4, A5[0] - 2, A5[1] + ROOM - 1).getbbox()
            assert shown is not None
            assert shown[2] - shown[0] > 60 / 25.4 * DPI
            assert area(plate, 2, -ROOM + 1, A5[0] - 2, -4).getbbox() is None


def test_a_long_line_is_set_smaller() -> None:
    long = replace(document(), metadata=replace(document().metadata, version="2 " + "x" * 150))
    with opened(derive(base(), long)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    (size,) = re.findall(r"/Slug ([\d.]+) Tf", content)
    assert 2 < float(size) < 4


def test_a_letter_that_no_font_has_does_not_break_the_line() -> None:
    odd = replace(document(), metadata=replace(document().metadata, ref="R\u4e00\U0001f600"))
    assert "R?? · version" in " ".join(text_of_pages(derive(base(), odd).data)[0].split())


def test_a_damaged_font_among_others_does_not_break_the_line() -> None:
    given = document()
    damaged = {"fonts/damaged.ttf": File("fonts/damaged.ttf", "font/ttf", b"no font")}
    text = text_of_pages(derive(base(), replace(given, files={**damaged, **given.files})).data)[0]
    assert " · version" in " ".join(text.split())


# ---- inks


def test_there_are_four_plates_and_no_more(separated: list[dict[str, Image.Image]]) -> None:
    assert len(separated) == 4
    for page in separated:
        assert set(page) == PROCESS


def test_colours_of_the_theme_are_printed_with_the_inks_it_states(
    separated: list[dict[str, Image.Image]],
) -> None:
    assert inks_at(separated[0], 70, 50) == [90, 35, 40, 40]
    for inks in ((0, 2, 6, 0), (0, 0, 0, 70), (0, 95, 90, 5), (0, 0, 0, 100)):
        assert inks in printed(separated[1], 0, 0, *A5), inks


def test_words_in_black_and_grey_are_on_the_black_plate_alone(tmp_path: Path) -> None:
    body = "".join(
        f'<p style="color: {colour}">Words that are read, {number} of them</p>'
        for number, colour in enumerate(
            ("#000", "#1d1d1b", "#4c5a63", "#808080", "#101020", "rgba(0, 0, 0, 0.6)")
        )
    )
    of = document(f'<div style="background: #fff">{body}</div>')
    path = tmp_path / "words.pdf"
    path.write_bytes(derive(laid_out(of), of).data)
    (page,) = plates(path, 200)
    box = tuple(round(edge / 25.4 * 200) for edge in (ROOM, ROOM, ROOM + A5[0], ROOM + A5[1]))
    assert len(box) == 4
    inked = sum(page["Black"].crop(box).histogram()[64:])
    assert inked > 5000
    for name in COLOURED:
        assert page[name].crop(box).getextrema() == (0, 0)


def test_black_words_on_a_panel_leave_no_colour_below_them(
    separated: list[dict[str, Image.Image]],
) -> None:
    page = separated[1]
    levels = [area(page[name], 0, 0, A5[0], 45).tobytes() for name in PLATES]
    words = [inks[:3] for inks in zip(*levels, strict=True) if inks[3] == 255]
    assert len(words) > 500
    assert set(words) == {(0, 0, 0)}


def test_no_place_has_more_ink_than_paper_dries(separated: list[dict[str, Image.Image]]) -> None:
    most = 0
    for page in separated:
        levels = [area(plate, -3, -3, A5[0] + 3, A5[1] + 3).tobytes() for plate in page.values()]
        most = max(most, *map(sum, zip(*levels, strict=True)))
    # The dark picture comes up to the bound; plates have whole levels.
    assert 290 < most / 2.55 <= 300.5


def test_a_grey_picture_is_printed_in_black_alone() -> None:
    kinds: dict[str, int] = {}
    with opened(press_file()) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                colours = str(item.ColorSpace)
                kinds[colours] = kinds.get(colours, 0) + 1
    # Grey: the grey picture, and the mask of the faded one.
    assert kinds == {"/DeviceCMYK": 3, "/DeviceGray": 2}


def test_what_the_theme_does_not_state_looks_the_same_on_paper(
    separated: list[dict[str, Image.Image]],
) -> None:
    wanted = (0x3F, 0x7A, 0x2A)
    assert "#3f7a2a" not in theme().inks
    press = ImageCms.ImageCmsProfile(BytesIO((ROOT / PROFILE).read_bytes()))
    back = ImageCms.buildTransform(
        press,
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    seen = []
    for inks in printed(separated[1], 0, 0, *A5):
        levels = bytes(round(ink * 2.55) for ink in inks)
        seen.append(back.apply(Image.frombytes("CMYK", (1, 1), levels)).tobytes())
    assert any(max(map(abs, map(int.__sub__, rgb, wanted))) <= 4 for rgb in seen)


def test_a_spot_colour_has_a_plate_of_its_own(tmp_path: Path) -> None:
    of = replace(document(), spots={"#0b5563": "PANTONE 3165 C"})
    made = derive(base(), of)
    assert not stopped_by(checks.of_made(of, made)[1])
    path = tmp_path / "spot.pdf"
    path.write_bytes(made.data)
    cover = plates(path, DPI)[0]
    assert set(cover) == {*PROCESS, "PANTONE 3165 C"}
    spot = cover.pop("PANTONE 3165 C")
    assert spot.getpixel(pixel(70, 50)) == 255
    assert [plate.getpixel(pixel(70, 50)) for plate in cover.values()] == [0, 0, 0, 0]
    # Marks are on every plate there is.
    assert area(spot, -8, -0.5, -5, 0.5).getextrema()[1] == 255


def test_the_first_guide_comes_off_the_press_as_it_should(tmp_path: Path) -> None:
    project = read(ROOT / "source", date(2026, 11, 24), [format_.name for format_ in FORMATS])
    guide = next(each for each in project.guides if each.name == "expressing-by-hand")
    of = replace(compose(guide, LEAFLET, equipment_for(ROOT)), claims=PRESS.claims)
    made = derive(LEAFLET.make(replace(of, claims=())), of)
    assert not stopped_by(checks.of_made(of, made)[1])
    path = tmp_path / "first.pdf"
    path.write_bytes(made.data)
    most = words = 0
    for page in plates(path, DPI):
        levels = [area(page[name], -3, -3, A5[0] + 3, A5[1] + 3).tobytes() for name in PLATES]
        pixels = set(zip(*levels, strict=True))
        most = max(most, *map(sum, pixels))
        # All that is black in it is words and lines: it has no photographs.
        assert {inks[:3] for inks in pixels if inks[3] == 255} <= {(0, 0, 0)}
        words += levels[3].count(b"\xff")
    assert words > 20_000
    assert most / 2.55 <= 300
    with opened(made) as pdf:
        sizes = {tuple(float(edge) / MM for edge in page.TrimBox) for page in pdf.pages}
        assert len(pdf.pages) % 4 == 0
    (trim,) = sizes
    assert trim == pytest.approx((ROOM, ROOM, ROOM + A5[0], ROOM + A5[1]), abs=0.01)
    assert qpdf_complaints(path) == ""


# ---- what the file says


def test_the_intent_names_the_press_and_has_its_profile() -> None:
    with opened(press_file()) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4
        assert intent.DestOutputProfile.read_bytes() == (ROOT / PROFILE).read_bytes()
        assert pdf.pdf_version == "1.6"


def test_nothing_is_left_of_links_and_tags() -> None:
    with opened(base()) as pdf:
        assert any("/Annots" in page.obj for page in pdf.pages)
    with opened(press_file()) as pdf:
        assert set(pdf.Root.keys()) == {
            *("/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents"),
        }
        for page in pdf.pages:
            assert set(page.obj.keys()) == {
                *("/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox"),
                *("/Resources", "/Contents", "/Group"),
            }
    for word in (b"/StructParents", b"/MCID", b"BDC", b"/Annots", b"/DeviceRGB", b"/ICCBased"):
        assert word not in _uncompressed(press_file().data), word


def _uncompressed(data: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(
            target,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return target.getvalue()


def test_every_word_of_the_leaflet_is_there() -> None:
    assert not stopped_by(checks.of_made(document(), press_file())[1])


def test_leaflets_that_run_to_the_left_are_bound_on_the_right() -> None:
    arabic = replace(document(), metadata=replace(document().metadata, direction="rtl"))
    with opened(derive(base(), arabic)) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_the_claim_is_proved_by_the_preflight() -> None:
    assert checks.provable(PRESS.claims) == ("PDF/X-4",)
    (claim,), found = checks.of_made(document(), press_file())
    assert (claim.standard, claim.check) == ("PDF/X-4", "handout preflight")
    assert not stopped_by(found)


def test_the_structure_is_sound(file: Path) -> None:
    assert qpdf_complaints(file) == ""


SCHEMAS = """<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag>{0}{1}</rdf:Bag></pdfaExtension:schemas>"""
SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{space}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>Of a press</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li>"""


def claiming_archive(data: bytes) -> bytes:
    """A press file that claims PDF/A-2b too, with the same profile."""
    schemas = SCHEMAS.format(
        SCHEMA.format(
            name="GTS_PDFXVersion", space="http://www.npes.org/pdfx/ns/id/", prefix="pdfxid"
        ),
        SCHEMA.format(name="Trapped", space="http://ns.adobe.com/pdf/1.3/", prefix="pdf"),
    )
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        intent = pikepdf.Dictionary(dict(pdf.Root.OutputIntents[0].items()))
        intent.S = pikepdf.Name.GTS_PDFA1
        pdf.Root.OutputIntents.append(intent)
        packet = pdf.Root.Metadata.read_bytes().decode()
        packet = packet.replace("</rdf:Description>", f"{schemas}</rdf:Description>")
        pdf.Root.Metadata.write(packet.encode())
        pdf.save(target, fix_metadata_version=False)
    return target.getvalue()


def test_another_validator_finds_no_screen_colour_and_no_missing_font(tmp_path: Path) -> None:
    """veraPDF does not know PDF/X; but PDF/A-2b asks the same of colours, fonts and groups."""
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(claiming_archive(press_file().data))
    stray = press_file().data
    with pikepdf.open(BytesIO(stray)) as pdf:
        leaf = pdf.pages[1].Resources.XObject.Leaf
        leaf.write(leaf.read_bytes() + b"\n1 0 0 rg 0 0 100 100 re f")
        target = BytesIO()
        pdf.save(target)
    bad.write_bytes(claiming_archive(target.getvalue()))
    verdicts = verapdf([good, bad], "2b")
    (verdict,) = verdicts[good]
    assert verdict.passed, verdict.broken
    (verdict,) = verdicts[bad]
    assert any("DeviceRGB" in broken for broken in verdict.broken), verdict.broken


# ---- the same every time


def test_twice_the_same_bytes() -> None:
    assert derive(base(), document()).data == press_file().data


def test_the_same_bytes_in_another_process_and_folder(tmp_path: Path) -> None:
    program = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from press_sample import press_file\n"
        "print(hashlib.sha256(press_file().data).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(ROOT), str(ROOT / "tests")]
    told = {
        subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, folder in (("1", "UTC", ROOT), ("2", "Pacific/Auckland", tmp_path))
    }
    assert len(told) == 1


# ---- blanks


@given(st.integers(1, 64))
def test_pages_come_in_fours_and_the_last_stays_outside(count: int) -> None:
    order = with_blanks(count)
    assert [page for page in order if page is not None] == list(range(count))
    assert order[0] == 0
    assert order[-1] == count - 1
    assert len(order) - count < 4
    assert len(order) % 4 == 0 or len(order) == count <= 2
    inside = [place for place, page in enumerate(order) if page is None]
    assert all(place < len(order) - 1 for place in inside)
    assert inside == list(range(len(order) - 1 - len(inside), len(order) - 1))


def test_blank_pages_are_told_and_named_and_counted() -> None:
    extra = BODY + '<section style="break-before: page" id="end"><p>The end.</p></section>'
    of = document(extra)
    leaflet = laid_out(of)
    assert leaflet.page_count == 5
    made = derive(leaflet, of)
    assert made.page_count == 8
    assert (made.block_pages["last"], made.block_pages["end"]) == (4, 8)
    (told,) = made.diagnostics
    assert (told.rule, told.severity) == ("press-blank-pages", Severity.HINT)
    assert told.message.startswith("3 pages are blank before the last, so that the 5 pages")
    texts = [" ".join(text.split()) for text in text_of_pages(made.data)]
    assert "The last page." in texts[3]
    assert "The end." in texts[7]
    for number in (5, 6, 7):
        assert texts[number - 1].startswith(f"REF-1 · version 1.0 · page {number} of 8")
    assert not stopped_by(checks.of_made(of, made)[1])
    with opened(made) as pdf:
        assert {tuple(map(float, page.TrimBox)) for page in pdf.pages} == {
            tuple(map(float, pdf.pages[0].TrimBox))
        }


def test_inks_that_look_nothing_like_their_colour_are_told() -> None:
    slips = {"#0b5563": (9.0, 35.0, 4.0, 4.0), "#fbf5ee": (0.0, 2.0, 6.0, 90.0)}
    made = derive(base(), replace(document(), inks={**theme().inks, **slips}))
    told = [(each.rule, each.severity, each.message) for each in made.diagnostics]
    ends = "with the inks that the theme states for it"
    assert told == [
        ("press-unlike", Severity.WARNING, f"`#0b5563` is printed much lighter {ends}"),
        ("press-unlike", Severity.WARNING, f"`#fbf5ee` is printed much darker {ends}"),
    ]


@pytest.mark.parametrize("name", ["calm", "high-contrast"])
def test_the_inks_of_the_shop_look_like_their_colours(name: str) -> None:
    inks = theme(f"styles/themes/{name}.css").inks
    assert derive(base(), replace(document(), inks=inks)).diagnostics == ()


# ---- the press that settings name


def profiled(data: bytes | None) -> Made:
    """The press file under a profile of the project's own, named on line 7."""
    press = Press(profile="own.icc", condition="OWN", span=Span("source/handout.toml", 7))
    of = replace(document(), press=press)
    if data is not None:
        of.files["own.icc"] = File("own.icc", "application/vnd.iccprofile", data)
    return derive(base(), of)


FOGRA39 = (ROOT / PROFILE).read_bytes()


def unsealed(profile: bytes) -> bytes:
    """An ICC profile that does not tell its checksum: it need not."""
    return profile[:84] + bytes(16) + profile[100:]


def test_a_profile_need_not_tell_its_checksum() -> None:
    assert stopped_by(profiled(unsealed(FOGRA39)).diagnostics) == []


@given(place=st.integers(0, len(FOGRA39) - 1), bit=st.integers(0, 7))
def test_one_bit_of_a_profile_that_changes_is_told(place: int, bit: int) -> None:
    """But for what programs may change in its head: flags and intent."""
    assume(not 44 <= place < 48)
    assume(not 64 <= place < 68)
    changed = bytearray(FOGRA39)
    changed[place] ^= 1 << bit
    with pytest.raises(BadProfileError):
        Profile(bytes(changed))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "there is no file `own.icc`"),
        (b"", "is no ICC profile, or it is damaged"),
        (b"some text", "is no ICC profile, or it is damaged"),
        (
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
            "is not for printing in CMYK: it is for RGB colours",
        ),
        (FOGRA39[:2000], "is damaged"),
        (FOGRA39[:70_000] + b"\0" + FOGRA39[70_001:], "is damaged"),
        (unsealed(FOGRA39)[:2000], "has no tables to turn colours into inks"),
    ],
)
def test_a_profile_that_will_not_do_is_told_where_it_is_named(
    data: bytes | None, message: str
) -> None:
    with pytest.raises(Failure) as caught:
        profiled(data)
    (fault,) = caught.value.diagnostics
    assert fault.rule == "press-profile"
    assert message in fault.message
    assert fault.span == Span("source/handout.toml", 7)


PRESS_SETTINGS = """
[press]
profile = "source/press/own.icc"
condition = "FOGRA51"
condition-name = "Offset on premium coated paper"
registry = "https://www.color.org"
spot = "PANTONE 3165 C"
"""


def test_a_project_names_its_own_press(shop: Shop) -> None:
    handout = (shop.source / "handout.toml").read_text() + PRESS_SETTINGS
    shop.write("source/handout.toml", handout)
    shop.write("source/press/own.icc", (ROOT / PROFILE).read_bytes())
    shop.guide()
    (guide,) = shop.read().guides
    of = compose(guide, LEAFLET, equipment_for(shop.root))
    of = replace(of, claims=PRESS.claims)
    assert of.press.span is not None
    assert of.press.span.line == handout[: handout.index("profile =")].count("\n") + 1
    assert of.spots == {"#0b5563": "PANTONE 3165 C"}
    made = derive(LEAFLET.make(replace(of, claims=())), of)
    assert not [each for each in made.diagnostics if each.severity is Severity.ERROR]
    with opened(made) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA51"
        assert str(intent.RegistryName) == "https://www.color.org"
        assert str(intent.OutputCondition) == "Offset on premium coated paper"
    assert not stopped_by(checks.of_made(of, made)[1])


def test_no_spot_colour_where_the_brand_is_the_colour_of_text(shop: Shop) -> None:
    shop.guide(theme='"high-contrast"')
    shop.write("source/handout.toml", (shop.source / "handout.toml").read_text() + PRESS_SETTINGS)
    shop.write("source/press/own.icc", b"")
    (guide,) = shop.read().guides
    assert compose(guide, LEAFLET, equipment_for(shop.root)).spots == {}


SETTINGS_FAULTS = [
    ('profile = "own.icc"', "missing-key"),
    ('profile = "../own.icc"\ncondition = "X"', "outside-project"),
    ('profile = "/own.icc"\ncondition = "X"', "outside-project"),
    ("profile = 'C:\\own.icc'\ncondition = \"X\"", "outside-project"),
    ("profile = 1", "wrong-type"),
    ('spot = "Black"', "bad-name"),
    ('spot = "all"', "bad-name"),
    ('registry = "fogra"', "bad-web"),
    ('conditoin = "X"', "unknown-key"),
]


@pytest.mark.parametrize(("lines", "rule"), SETTINGS_FAULTS)
def test_faults_in_the_settings_of_the_press(shop: Shop, lines: str, rule: str) -> None:
    written = (shop.source / "handout.toml").read_text() + f"\n[press]\n{lines}\n"
    shop.write("source/handout.toml", written)
    shop.guide()
    (fault,) = shop.read().diagnostics
    assert fault.rule == rule
    assert fault.span is not None
    assert fault.span.line == written[: written.index("[press]")].count("\n") + 2


def test_the_sample_is_laid_out_as_leaflets_are() -> None:
    assert "bleed: 3mm" in CSS
    assert "bleed: 3mm" in (ROOT / "styles" / "leaflet.css").read_text(encoding="utf-8")
