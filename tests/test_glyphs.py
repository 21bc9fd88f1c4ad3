"""Empty boxes in finished files, where no font has a character: found on the bytes of each."""

import re
import struct
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from conftest import HANDOUT, INCOMPLETE, TEXT, Shop, brief
from epub_sample import FONTS, FRONT, document, page
from pdf_sample import DRAWING, everything, leaflet

from bindery.checks import epub_structure
from bindery.checks.page_glyphs import missing_glyph
from bindery.checks.pages import look_at
from bindery.checks.screens import check
from bindery.diagnostics import Diagnostic, Severity
from bindery.document import Document, File, Made, Stylesheet
from bindery.font_files import cut
from bindery.formats import epub
from bindery.formats.pdf import make
from bindery.markup import parse
from bindery.pdf_glyphs import Run, drawn_runs
from bindery.pdf_objects import Dictionary, Name, Object, Pdf, Stream, open_pdf, save_pdf

FONT = document().files[FONTS[0]].data


# ---- pages


def boxes(document: Document, made: Made) -> list[Diagnostic]:
    return list(missing_glyph(look_at(document, made)))


def test_a_page_with_an_empty_box_is_named_with_the_words_around_it() -> None:
    handed = leaflet(
        "<p style='break-after: page'>Fine</p><p>Take care \u4e2d of it</p><p>\u4e2d</p>"
    )
    (finding,) = boxes(handed, make(handed))
    assert (finding.rule, finding.severity) == ("missing-glyph", Severity.ERROR)
    assert finding.message == (
        "page 2 shows an empty box instead of `\u4e2d` (U+4E2D) in `Take care \u4e2d of it`"
    )


def test_a_box_between_words_in_another_font_is_shown_with_these() -> None:
    handed = leaflet("<p>Take care <b>\u4e2d</b> of it</p>")
    (finding,) = boxes(handed, make(handed))
    assert "in `Take care \u4e2d of it`" in finding.message


def test_a_box_in_a_drawing_is_found() -> None:
    words = DRAWING.replace("Thumb above", "Thumb \u4e2d above")
    handed = leaflet(
        '<p><img src="a.svg" alt="A hand"/></p>',
        files=(File("a.svg", "image/svg+xml", words.encode()),),
    )
    (finding,) = boxes(handed, make(handed))
    assert "`\u4e2d` (U+4E2D) in `Thumb \u4e2d above`" in finding.message


def test_many_boxes_of_one_text_are_one_finding() -> None:
    signs = "".join(chr(0x4E00 + number) for number in range(15))
    handed = leaflet(f"<p>{signs}</p>")
    (finding,) = boxes(handed, make(handed))
    assert "(U+4E0B) and 3 more in" in finding.message


def test_a_leaflet_with_everything_has_no_empty_box() -> None:
    handed = everything()
    made = make(handed)
    assert boxes(handed, made) == []
    assert sum(len(run.text) for runs in drawn_runs(made.data) for run in runs) > 500


@cache
def sound() -> tuple[Document, Made]:
    handed = leaflet("<p>Give 25 mg of it</p>")
    return handed, make(handed)


def fonts(pdf: Pdf) -> list[Object]:
    found = [item for item in pdf.objects if isinstance(item, Dictionary)]
    return [item for item in found if item.get("/Subtype") == Name.Type0]


def with_few_glyphs(pdf: Pdf) -> None:
    """A font cut off too soon: it says that it has ten glyphs."""
    for font in fonts(pdf):
        file = font.DescendantFonts[0].FontDescriptor.FontFile2
        data = bytearray(file.read_bytes())
        (count,) = struct.unpack_from(">4xH", data)
        entries = [struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(count)]
        (start,) = (start for tag, _, start, _ in entries if tag == b"maxp")
        struct.pack_into(">H", data, start + 4, 10)
        file.write(bytes(data))


def with_a_map_to_nothing(pdf: Pdf) -> None:
    for font in fonts(pdf):
        font.DescendantFonts[0].CIDToGIDMap = Stream(pdf, bytes(2 * 0x10000))


def with_a_code_table_of_its_own(pdf: Pdf) -> None:
    """A table that knows of one row of codes, which nothing on the page has."""
    table = b"1 begincidrange\n<ff00> <ff10> 5\nendcidrange"
    for font in fonts(pdf):
        font.Encoding = Stream(pdf, table)


def with_glyph_0_drawn(pdf: Pdf) -> None:
    """The letter G of the words, drawn as glyph 0, which stands for nothing."""
    content = pdf.pages[0].Contents
    content.write(re.sub(rb"<[0-9a-f]{4}>", b"<0000>", content.read_bytes(), count=1))


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (with_few_glyphs, "`G` (U+0047)"),
        (with_a_map_to_nothing, "`G` (U+0047)"),
        (with_a_code_table_of_its_own, "`G` (U+0047)"),
        (with_glyph_0_drawn, "a character that the file does not name"),
    ],
)
def test_a_box_that_no_log_speaks_of_is_found(harm: Callable[[Pdf], None], named: str) -> None:
    handed, made = sound()
    assert (boxes(handed, made), made.diagnostics) == ([], ())
    with open_pdf(made.data) as pdf:
        harm(pdf)
        data = save_pdf(pdf)
    finding = boxes(handed, replace(made, data=data))[0]
    assert finding.message.startswith(f"page 1 shows an empty box instead of {named}")


def test_runs_say_what_each_glyph_stands_for() -> None:
    _, made = sound()
    assert Run("Give 25 mg of it") in drawn_runs(made.data)[0]


def test_a_build_tells_an_empty_box_once_at_its_line(shop: Shop) -> None:
    shop.write("source/handout.toml", HANDOUT + INCOMPLETE)
    shop.guide(TEXT.replace("Some words.", "Some words, \u4e2d."))
    told = [each for each in shop.build().diagnostics if each.severity is Severity.ERROR]
    assert [brief(each) for each in told] == ["source/a-guide/en-GB.md:7 missing-glyph"]
    assert told[0].message.startswith("page ")


# ---- books and web pages


def test_a_character_that_no_font_of_a_book_has_is_a_warning() -> None:
    handed = document(front=FRONT.replace("Bore da", "\u0416"))
    made = epub.make(handed)
    (finding,) = epub_structure.check(handed, made)
    assert (finding.rule, finding.severity) == ("missing-glyph", Severity.WARNING)
    assert finding.message == "no font in the file has `\u0416` (U+0416), in `\u0416`"
    assert made.diagnostics == ()


LABELS = '<text y="3" font-size="1">Fine</text><text y="4" font-size="1">a \u4e2d</text></svg>'
DRAWN = document().files["images/where.svg"].data.replace(b"</svg>", LABELS.encode())
UNDRAWN = "no font of the drawing `images/where.svg` has `\u4e2d` (U+4E2D), in `a \u4e2d`"


def test_a_character_that_no_font_of_a_drawing_in_a_book_has_is_a_warning() -> None:
    sample = document()
    file = replace(sample.files["images/where.svg"], data=DRAWN)
    handed = replace(sample, files={**sample.files, file.name: file})
    (finding,) = epub_structure.check(handed, epub.make(handed))
    assert (finding.rule, finding.severity) == ("missing-glyph", Severity.WARNING)
    assert finding.message == UNDRAWN


@pytest.mark.parametrize("format_", ["web", "ebook"])
def test_a_build_tells_at_its_line_what_a_drawing_lacks(shop: Shop, format_: str) -> None:
    shop.write("source/handout.toml", HANDOUT + INCOMPLETE)
    shop.guide(TEXT + "\n![A circle.](images/where.svg)\n", formats=f'["{format_}"]')
    shop.write("source/a-guide/images/where.svg", DRAWN)
    told = [each for each in shop.build().diagnostics if each.rule == "missing-glyph"]
    assert [str(each.span) for each in told] == ["source/a-guide/en-GB.md:9"]
    assert told[0].message == UNDRAWN


FACE = '@font-face { font-family: "Ours"; src: url("plain.ttf") } '
BOLD = '@font-face { font-family: "Ours"; font-weight: 700; src: url("bold.ttf") } '
MORE = '@font-face { font-family: More; src: url("more.ttf") } '
FILES = {
    "plain.ttf": cut(FONT, frozenset("abcd\u00e9")),
    "bold.ttf": cut(FONT, frozenset("ab")),
    "more.ttf": cut(FONT, frozenset("xyz")),
}


def lacking(styles: str, body: str) -> list[str]:
    """What is said to be missing in words of a web page, each with its code."""
    sample = document()
    edition = replace(sample.edition, suffix="html")
    handed = replace(sample, edition=edition, stylesheets=(Stylesheet("a.css", styles),))
    root = parse(page(body).encode())
    found = check(handed, [root], styles, lambda name: FILES.get(name, b""))
    return [each.message.partition(" has ")[2] for each in found if each.rule == "missing-glyph"]


OURS = FACE + "p { font-family: Ours, sans-serif }"


@pytest.mark.parametrize(
    ("styles", "body", "said"),
    [
        (OURS, "<p>ab x c</p>", "`x` (U+0078), in `ab x c`"),
        (OURS + "p::before { content: 'z' }", "<p>a</p>", "`z` (U+007A), in `z`"),
        (FACE + BOLD + "p { font-family: Ours }", "<p><b>abc</b></p>", "`c` (U+0063), in `abc`"),
        (
            FACE.replace("}", "; unicode-range: U+61-62, U+7? }") + "p { font: 12pt Ours }",
            "<p>abc</p>",
            "`c` (U+0063), in `abc`",
        ),
        (
            "@media (min-width: 60rem) { p { font-family: More } }" + MORE + OURS,
            "<p>ab</p>",
            "",
        ),
        (OURS + MORE + "@media print { p { font-family: More } }", "<p>ab</p>", "`a` (U+0061)"),
        (OURS, f"<p>{'ab ' * 30}x{' ab' * 30}</p>", " ab x ab "),
    ],
)
def test_what_no_font_of_the_file_has_is_told(styles: str, body: str, said: str) -> None:
    told = lacking(styles, body)
    assert [said in each for each in told] == ([True] if said else [])


@pytest.mark.parametrize(
    ("styles", "body"),
    [
        (OURS, "<p>abc d</p>"),
        ("p { font-family: Ours, sans-serif }", "<p>x</p>"),
        (OURS + "code { font-family: monospace }", "<p>a <code>x</code></p>"),
        (FACE + MORE + "p { font-family: Ours, More }", "<p>a x</p>"),
        (OURS, "<p>a\u00a0b\u200f\u00ad\u2066\t</p>"),
        (OURS, "<p>a\ufe0f</p>"),
        (OURS, "<p>e\u0301</p>"),
        (OURS, "<p hidden=''>x</p>"),
        (OURS, "<h2>x</h2>"),
        (FACE + "p { font-family: Ours; font-weight: bold }", "<p>abc</p>"),
        (FACE.replace("plain", "gone") + "p { font-family: Ours }", "<p>x</p>"),
        (FACE.replace('url("plain.ttf")', "local(Ours)") + "p { font-family: Ours }", "<p>x</p>"),
    ],
)
def test_what_is_there_or_is_the_reader_s_affair_is_not_told(styles: str, body: str) -> None:
    assert lacking(styles, body) == []
