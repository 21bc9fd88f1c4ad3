"""The leaflet to fill in on a screen: its fields read back, filled in and looked at."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import every_block
import pikepdf
import pypdfium2
import pytest
from conftest import TEXT, Shop
from package_code import ROOT
from pdf_sample import leaflet
from pdf_tree import Tag, TaggedPdf
from pikepdf.form import CheckboxField, DefaultAppearanceStreamGenerator, TextField
from pikepdf.form import Form as Fields
from PIL import ImageChops
from sheet_reading import within
from validators import qpdf_complaints, verapdf

from bindery import checks
from bindery.checks.conformance import prove
from bindery.compose import compose
from bindery.document import Document, Made
from bindery.equipment import equipment_for
from bindery.formats import FORMATS
from bindery.formats.fillable import FILLABLE
from bindery.formats.form_font import embed
from bindery.formats.printed import LEAFLET
from bindery.project import read

MM = 72 / 25.4
LONG = "What the people who look after your baby should know about you before you come to the ward"
TO_FILL = f"""\
# A plan

What you want, in your own words.

## Before you come

::: checklist
- a bag
- your **notes**
:::

::: write-in
- Your midwife: ____
- {LONG}: ____
- Phone: ____
:::
"""
CSS = """\
@page { margin: 15mm; size: 148mm 210mm }
html { font: 12pt/17.5pt "Atkinson Hyperlegible Next" }
.write-in p { display: flex; gap: 2mm }
.line { border-bottom: 0.6pt solid; flex: 1; height: 6.5mm }
.checklist li { list-style: none }
.checklist li::before { border: 1pt solid; content: ""; display: inline-block }
.checklist li::before { height: 3mm; width: 3mm }
"""
BLANKS = (
    '<h1>{title}</h1><ul class="checklist"><li id="a.1">{words}</li></ul>'
    '<div class="write-in"><p id="a.2"><span class="label">{label}</span> '
    '<span class="line"></span></p></div>'
)


def _with_blanks(language: str, **words: str) -> Document:
    document = leaflet(BLANKS.format(**words), CSS, language=language)
    return replace(document, claims=FILLABLE.claims)


def _welsh() -> Document:
    return _with_blanks("cy", title="Cynllun", words="dŵr", label="Enw’r fydwraig")


def _to_the_left() -> Document:
    """A document that runs to the left, in letters that the shop's font has."""
    return _with_blanks("ar", title="A plan", words="water", label="Your midwife")


def _composed(root: Path, name: str) -> Document:
    project = read(root / "source", date(2026, 11, 24), [format_.name for format_ in FORMATS])
    guide = next(g for g in project.guides if (g.name, g.language) == (name, "en-GB"))
    document = compose(guide, LEAFLET, equipment_for(root))
    edition = replace(document.edition, format="fillable")
    return replace(document, edition=edition, claims=FILLABLE.claims, page_budget=0)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    shop = Shop(tmp_path_factory.mktemp("guide"))
    shop.toml("source/handout.toml", {"languages": '["en-GB"]'}, "")
    shop.guide(TO_FILL, name="plan", publisher='{ name = "A service" }')
    return _composed(shop.root, "plan")


@pytest.fixture(scope="module")
def made(document: Document) -> Made:
    return FILLABLE.make(document)


@dataclass(frozen=True, slots=True)
class Field:
    """A field as a viewer sees it; ``page`` counts from 1, ``rect`` is in points."""

    page: int
    kind: str
    name: str
    label: str
    rect: tuple[float, float, float, float]
    ends: int | None


def _fields(made: Made) -> list[Field]:
    """The fields of a file, in the order in which the Tab key reaches them."""
    found = []
    with pikepdf.open(BytesIO(made.data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            notes: list[Any] = list(page.obj.get("/Annots", []))
            for note in notes:
                if note.Subtype == "/Widget":
                    assert page.obj.Tabs == "/S"
                    assert note.P.objgen == page.obj.objgen
                    left, bottom, right, top = (float(edge) for edge in note.Rect)
                    found.append(
                        Field(
                            number,
                            str(note.FT),
                            str(note.T),
                            str(note.TU),
                            (left, bottom, right, top),
                            note.get("/Q"),
                        )
                    )
    return found


# ---- the fields


def test_each_blank_has_a_field_with_its_words(made: Made) -> None:
    found = [(field.kind, field.label) for field in _fields(made)]
    assert found == [
        ("/Btn", "a bag"),
        ("/Btn", "your notes"),
        ("/Tx", "Your midwife"),
        ("/Tx", LONG),
        ("/Tx", "Phone"),
    ]


def test_names_are_unique_and_whole(made: Made) -> None:
    names = [field.name for field in _fields(made)]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "." in name]


def test_fields_lie_on_the_paper_beside_each_other_and_have_room_for_words(made: Made) -> None:
    fields = _fields(made)
    for field in fields:
        assert within(field.rect, (0, 0, 148 * MM, 210 * MM))
    for a, b in combinations(fields, 2):
        one, two = a.rect, b.rect
        beside = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert a.page != b.page or beside
    for field in fields[2:]:
        left, bottom, right, top = field.rect
        assert right - left >= 44.9 * MM, "long enough for a name, whatever its label"
        assert top - bottom >= 6 * MM


def test_each_field_is_where_its_line_is_drawn(made: Made) -> None:
    with closing(pypdfium2.PdfDocument(made.data)) as pdf:
        for field in _fields(made)[2:]:
            left, bottom, right, _ = field.rect
            page = pdf[field.page - 1]
            picture = page.render(scale=4, may_draw_forms=False).to_pil().convert("L")
            high = page.get_height()
            edges = (left * 4, (high - bottom - 1) * 4, right * 4, (high - bottom + 1) * 4)
            strip = picture.crop(
                (round(edges[0]), round(edges[1]), round(edges[2]), round(edges[3]))
            )
            row = strip.resize((40, 1))
            assert max(row.tobytes()) < 245, "the line is there on paper, from end to end"


def test_each_field_is_a_form_among_the_tags(made: Made) -> None:
    tree = TaggedPdf(made.data).tree
    forms = tree.all("Form")
    assert [str(form.annotations[0].TU) for form in forms] == [
        field.label for field in _fields(made)
    ]
    assert [_above(form) for form in forms] == ["Lbl"] * 2 + ["P"] * 3
    lines = [form.parent for form in forms[2:]]
    assert [line.text.strip() for line in lines if line] == ["Your midwife", LONG, "Phone"]


def _above(form: Tag) -> str:
    return form.parent.role if form.parent else ""


def test_the_way_back_leads_from_each_field_to_its_tag(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tags = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert list(map(int, numbers[::2])) == sorted(tags)
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == max(tags) + 1
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                if note.Subtype == "/Widget":
                    tag: Any = tags[int(note.StructParent)]
                    assert tag.S == "/Form"
                    assert tag.K.Obj.objgen == note.objgen


def test_fields_look_like_something_and_nothing_acts(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as pdf:
        form = pdf.Root.AcroForm
        assert set(form.keys()) == {"/Fields", "/DR", "/DA"}
        assert len(form.Fields) == 5
        (font,) = form.DR.Font.values()
        assert font.FontDescriptor.FontFile2.read_bytes()
        assert len(font.Widths) == 256
        for field in form.Fields:
            assert field.AP.N.keys()
            assert not {"/A", "/AA"} & set(field.keys())
            assert field.F == 4
        assert b"/JavaScript" not in pdf.Root.unparse(resolved=True)
        metadata = pdf.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>1" in metadata
    assert b"<pdfaid:part>" not in metadata


# ---- filling in


def test_words_filled_in_are_seen_in_their_place(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as pdf:
        form = Fields(pdf, DefaultAppearanceStreamGenerator)
        for entry in form:
            if isinstance(entry, TextField):
                entry.value = "Ann Example"
        filled = BytesIO()
        pdf.save(filled)
    for field in _fields(made)[2:]:
        ink = _new_ink(made.data, filled.getvalue(), field.page, field.rect)
        assert ink is not None
        assert ink[2] - ink[0] > 40, "the width of a name in 12 pt"
        everywhere = _new_ink(made.data, filled.getvalue(), field.page)
        assert within(everywhere, (0, 0, 148 * MM, 210 * MM))


def test_a_tick_is_seen_in_its_box(made: Made) -> None:
    box = _fields(made)[0]
    with pikepdf.open(BytesIO(made.data)) as pdf:
        form = Fields(pdf)
        entry = next(iter(form))
        assert isinstance(entry, CheckboxField)
        entry.checked = True
        ticked = BytesIO()
        pdf.save(ticked)
    ink = _new_ink(made.data, ticked.getvalue(), box.page)
    assert within(ink, box.rect, slack=0.5)
    assert ink is not None
    assert ink[2] - ink[0] > (box.rect[2] - box.rect[0]) / 2


def _new_ink(
    before: bytes, after: bytes, number: int, rect: tuple[float, float, float, float] | None = None
) -> tuple[float, float, float, float] | None:
    """The rectangle in points around what is seen in ``after`` and not in ``before``."""
    pictures = []
    for data in (before, after):
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            pdf.init_forms()
            page = pdf[number - 1]
            high = page.get_height()
            pictures.append(page.render(scale=4).to_pil().convert("L"))
    difference = ImageChops.difference(*pictures)
    left, top = 0, 0
    if rect:
        left, top = round(rect[0] * 4), round((high - rect[3]) * 4)
        edges = (left, top, round(rect[2] * 4), round((high - rect[1]) * 4))
        difference = difference.crop(edges)
    box = difference.getbbox()
    if box is None:
        return None
    edges = (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
    return edges[0] / 4, high - edges[3] / 4, edges[2] / 4, high - edges[1] / 4


def test_welsh_and_other_letters_can_be_written(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as pdf:
        (font,) = pdf.Root.AcroForm.DR.Font.values()
        names = {str(name) for name in font.Encoding.Differences if not isinstance(name, int)}
        assert {"/wcircumflex", "/Ycircumflex", "/lslash", "/cacute"} <= names
        codes = [int(code) for code in font.Encoding.Differences if isinstance(code, int)]
        assert all(int(font.Widths[code]) > 100 for code in codes)


@pytest.mark.parametrize("fonts", [[], [b"no font"]])
def test_without_a_font_with_letters_it_is_refused(fonts: list[bytes]) -> None:
    with (
        pikepdf.new() as pdf,
        pytest.raises(ValueError, match="there is no font to fill in a form with"),
    ):
        embed(pdf, fonts, "a")


# ---- whole files


def test_it_meets_what_it_claims_in_every_direction(made: Made, shop: Shop, tmp_path: Path) -> None:
    every_block.write(shop)
    samples = {
        "plan": made,
        "first": FILLABLE.make(_composed(ROOT, "expressing-by-hand")),
        "every-block": FILLABLE.make(_composed(shop.root, every_block.NAME)),
        "welsh": FILLABLE.make(_welsh()),
        "to-the-left": FILLABLE.make(_to_the_left()),
    }
    for name, sample in samples.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(sample.data)
        assert qpdf_complaints(path) == ""
        assert prove(sample.data, FILLABLE.claims)[1] == ()
    paths = [tmp_path / f"{name}.pdf" for name in samples]
    broken = {
        path.stem: verdict.broken
        for path, verdicts in verapdf(paths, "ua1").items()
        for verdict in verdicts
        if not verdict.passed
    }
    assert broken == {}
    for name in ("every-block", "welsh", "to-the-left"):
        kinds = {field.kind for field in _fields(samples[name])}
        assert kinds == {"/Btn", "/Tx"}


def test_nothing_is_found_wrong_with_it(document: Document, made: Made) -> None:
    """Of its text, too: fields take no word away."""
    claims, found = checks.of_made(document, made)
    assert found == ()
    assert [claim.standard for claim in claims] == ["PDF/UA-1"]


def test_words_begin_where_the_language_does() -> None:
    for document, side in ((_welsh(), None), (_to_the_left(), 2)):
        (line,) = (field for field in _fields(FILLABLE.make(document)) if field.kind == "/Tx")
        assert line.ends == side


def test_the_same_bytes_twice(document: Document, made: Made) -> None:
    assert FILLABLE.make(document).data == made.data


def test_a_guide_with_nothing_to_fill_in_is_told(shop: Shop) -> None:
    shop.guide(TEXT, formats='["leaflet", "fillable"]')
    outcome = shop.build()
    assert [fault.rule for fault in outcome.diagnostics] == ["nothing-to-fill"]
    assert {Path(name).suffix for name in shop.made()} == {".pdf", ".json"}


def test_the_leaflet_that_it_is_made_of_has_no_fields(document: Document) -> None:
    assert not _fields(LEAFLET.make(document))
