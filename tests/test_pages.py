"""What is measured on finished pages: each check sees the fault that was planted for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import every_block
import pikepdf
import pytest
from conftest import Shop
from fontTools.ttLib import TTFont
from package_code import ROOT
from pdf_sample import leaflet
from PIL import Image
from sheet_sample import short_guide

from bindery.checks import pages
from bindery.diagnostics import Diagnostic
from bindery.document import File, Legibility, Made
from bindery.formats.folded import FOLDED
from bindery.formats.pdf import make
from bindery.qr import qr_code

LINE = "Milk keeps for a while in a fridge, and for longer in a freezer, if it is a cold one. "
TEXT = f"""\
# A guide

What it is for.

## A section

{LINE * 8}

{LINE * 8}
"""
REGULAR = "styles/fonts/AtkinsonHyperlegibleNext-Regular.ttf"
SEEN = {
    *("small-type", "small-letters", "long-lines", "text-at-edge", "text-on-text"),
    *("faint-text", "qr-code"),
    *("coarse-picture", "strange-font", "reading-order", "stranded-heading", "text-lost"),
}


def style(shop: Shop, css: str, name: str = "leaflet.css") -> None:
    """Put ``css`` at the end of one of the program's style sheets, for this project alone."""
    shop.write(f"styles/{name}", (ROOT / "styles" / name).read_text("utf-8") + css)


def found(shop: Shop, text: str = TEXT, format_: str = "leaflet") -> list[Diagnostic]:
    """What building a guide of ``text`` in one format finds on its pages."""
    shop.guide(text, formats=json.dumps([format_]))
    return [each for each in shop.build().diagnostics if each.rule in SEEN]


def told(findings: list[Diagnostic]) -> list[str]:
    """The severity, rule and line of each finding."""
    return [f"{each.severity} {each.rule} {each.span and each.span.line}" for each in findings]


# ---- nothing is found where nothing is wrong


@pytest.mark.parametrize("format_", ["leaflet", "booklet", "office", "large-print", "press"])
def test_nothing_is_found_on_a_guide_with_every_block(shop: Shop, format_: str) -> None:
    every_block.write(shop)
    settings = shop.source / every_block.NAME / "guide.toml"
    settings.write_text(f'formats = ["{format_}"]\n{settings.read_text("utf-8")}', "utf-8")
    outcome = shop.build(languages=("en-GB",))
    assert [each for each in outcome.diagnostics if each.rule in SEEN] == []
    assert len(outcome.artifacts) == 1


def test_nothing_is_found_on_a_folded_leaflet(tmp_path: Path) -> None:
    document = short_guide(tmp_path, FOLDED)
    assert pages.check(document, FOLDED.make(document)) == ()


# ---- type


def test_a_footer_of_eight_points_is_too_small(shop: Shop) -> None:
    style(shop, ".running-footer { font-size: 8pt }")
    findings = found(shop)
    assert set(told(findings)) == {"error small-type None"}, "no line of the guide has it"
    assert "page 2 is printed in 8 pt type; the smallest that can be read is 10.5 pt" in str(
        [finding.message for finding in findings]
    )


OF_ELEVEN = "most of the text is printed in 11 pt type, and should be in 12 pt or more"


def test_a_text_of_eleven_points_is_too_small_as_a_whole(shop: Shop) -> None:
    style(shop, ":root { --size-body: 11pt; --size-small: 1em }", "tokens.css")
    (message,) = (each.message for each in found(shop) if each.rule == "small-type")
    assert message == f"a-guide (en-GB, leaflet): {OF_ELEVEN}"


def _drawing(*labels: str, size: int = 20) -> str:
    words = "".join(
        f'<text x="9" y="{40 * row}" font-family="Atkinson Hyperlegible Next" font-size="{size}">'
        f"{label}</text>"
        for row, label in enumerate(labels, 1)
    )
    ground = '<rect width="900" height="300" fill="#fbf5ee"/>'
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300">'
    return f"{start}{ground}{words}</svg>"


SMALLEST = "the smallest that can be read is 10.5 pt"


def test_labels_that_shrink_with_their_picture_are_told_together_at_its_line(shop: Shop) -> None:
    """A word of the text that is the same is not where they stand."""
    labels = ("fridge", "freezer", "day", "night", "year")
    shop.write("source/a-guide/images/a.svg", _drawing(*labels))
    (finding,) = found(shop, TEXT + "\n![A place.](images/a.svg)\n")
    assert told([finding]) == ["error small-type 11"]
    assert re.sub(r"[\d.]+ pt type", "9 pt type", finding.message) == (
        "`fridge`, `freezer`, `day`, `night` and 1 more in `images/a.svg` on page 2 of "
        f"a-guide (en-GB, leaflet) are printed in 9 pt type; {SMALLEST}"
    )
    assert finding.hint == (
        "show the picture larger (`{.wide}`), give its words a larger font, or leave it out of "
        "this format (`::: only`)"
    )


def test_each_picture_has_its_own_finding(shop: Shop) -> None:
    shop.write("source/a-guide/images/a.svg", _drawing("milk", "fridge"))
    shop.write("source/a-guide/images/b.svg", _drawing("milk"))
    pictures = "\n![One.](images/a.svg)\n\n![Another.](images/b.svg)\n"
    findings = found(shop, TEXT + pictures)
    assert told(findings) == ["error small-type 11", "error small-type 13"]
    assert findings[0].message.startswith("`milk`, `fridge` in `images/a.svg` on page ")
    assert findings[1].message.startswith("`milk` in `images/b.svg` on page ")
    assert " is printed in " in findings[1].message


def test_faint_words_in_a_picture_have_its_line(shop: Shop) -> None:
    drawing = _drawing("milk", size=40).replace("<text", '<text fill="#e8e0d8"')
    shop.write("source/a-guide/images/a.svg", drawing)
    findings = found(shop, TEXT + "\n![A place.](images/a.svg)\n")
    assert told(findings) == ["error faint-text 11"]


def test_words_that_a_picture_lost_have_its_line(shop: Shop) -> None:
    drawing = _drawing("igloo", size=40).replace('x="9"', 'x="2000"')
    shop.write("source/a-guide/images/a.svg", drawing)
    findings = found(shop, TEXT + "\n![A place.](images/a.svg)\n")
    assert told(findings) == ["error text-lost 11"]


def test_what_has_no_place_names_its_edition_and_what_has_one_is_told_once(shop: Shop) -> None:
    style(shop, ":root { --size-body: 11pt; --size-small: 1em }", "tokens.css")
    style(shop, ".section h2 { color: #ddd }")
    shop.guide(TEXT, formats='["leaflet", "booklet"]')
    findings = [each for each in shop.build().diagnostics if each.rule in SEEN]
    small = [each.message for each in findings if each.rule == "small-type"]
    assert small == [f"a-guide (en-GB, {name}): {OF_ELEVEN}" for name in ("booklet", "leaflet")]
    (faint,) = (each for each in findings if each.rule == "faint-text")
    assert faint.message.startswith("`A section` on page 2 has a contrast of ")


def test_large_print_has_no_word_under_sixteen_points(shop: Shop) -> None:
    style(shop, ".control { font-size: 15pt }", "large-print.css")
    findings = found(shop, format_="large-print")
    assert {finding.rule for finding in findings} == {"small-type"}
    assert "15 pt type; the smallest that can be read is 16 pt" in findings[0].message


def test_a_typeface_of_low_letters_is_found_by_its_x(shop: Shop) -> None:
    with TTFont(ROOT / REGULAR) as font:
        # More units to the em: every letter shrinks, and 12 points are still 12 points.
        font["head"].unitsPerEm = font["head"].unitsPerEm * 5 // 4
        target = BytesIO()
        font.save(target)
    shop.write(REGULAR, target.getvalue())
    style(shop, ".section p { width: 90mm }")
    assert told(found(shop)) == ["warning small-letters None"]


def test_lines_over_a_wide_page_are_too_long_and_one_is_named_where_it_stands(shop: Shop) -> None:
    style(shop, "@page { size: 230mm 210mm }")
    (finding,) = found(shop)
    assert told([finding]) == ["warning long-lines 7"]
    assert "characters, and should have 70 at most, as in `" in finding.message


# ---- edges


def test_words_that_run_over_the_edge_are_an_error_at_their_line(shop: Shop) -> None:
    style(shop, ".section p { white-space: nowrap }")
    findings = found(shop)
    assert set(told(findings)) == {"error text-at-edge 7", "error text-lost 7"}
    assert any("runs over the edge of the paper" in finding.message for finding in findings)
    assert not shop.made()


def test_words_where_no_printer_reaches_are_a_warning(shop: Shop) -> None:
    style(shop, ".section h2 { margin-left: -11mm }")
    (finding,) = found(shop)
    assert told([finding]) == ["warning text-at-edge 5"]
    assert "`A section` on page 2 is 1.0 mm" in finding.message


def test_words_on_top_of_others_are_named_both(shop: Shop) -> None:
    style(shop, ".section h2 { margin-bottom: -9mm }")
    (finding,) = found(shop)
    assert told([finding]) == ["error text-on-text 5"]
    assert "`A section`" in finding.message
    assert "`Milk keeps for a while" in finding.message


# ---- what pages bring with them


def test_a_picture_of_few_pixels_is_named_with_how_many_it_needs(shop: Shop) -> None:
    file = BytesIO()
    Image.new("RGB", (400, 200), "#0b5563").save(file, "PNG")
    shop.write("source/a-guide/images/small.png", file.getvalue())
    (finding,) = found(shop, TEXT + "\n![A square.](images/small.png)\n")
    assert told([finding]) == ["warning coarse-picture 11"]
    assert finding.message.startswith("`images/small.png` on page 3 has 96 ")
    assert finding.hint
    assert finding.hint.startswith("use one that is 625 pixels wide")


def _changed(made: Made, change: Any) -> Made:
    with pikepdf.open(BytesIO(made.data)) as pdf:
        change(pdf)
        target = BytesIO()
        pdf.save(target)
    return replace(made, data=target.getvalue())


def _without_fonts(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def test_a_font_that_is_not_in_the_file_is_named() -> None:
    document = leaflet("<h1>One</h1><p>Two</p>", "@page { margin: 20mm }")
    made = make(document)
    assert pages.check(document, made) == ()
    findings = pages.check(document, _changed(made, _without_fonts))
    assert {finding.rule for finding in findings} == {"strange-font"}
    assert "Atkinson-Hyperlegible-Next" in findings[0].message


# ---- colours

COVERED = (
    ".section { position: relative } .section::after "
    "{ background: white; content: ''; inset: 0; position: absolute }"
)


@pytest.mark.parametrize(
    ("css", "problem"),
    [
        (".section p { color: #8a8a8a }", "has a contrast of 3.4:1 with its ground; 4.5:1"),
        (".section p { color: #ffffff }", "has a contrast of 1:1 with its ground; 4.5:1"),
        (".section p { opacity: 0.3 }", "is hidden, or hardly to be seen"),
        (
            ".section p { background: #ff3030 }",
            "has a contrast of 3.3:1 with its ground when copied in grey; 4.5:1",
        ),
        (
            COVERED,
            "is hidden, or hardly to be seen",
        ),
    ],
    ids=["pale", "white", "see-through", "grey", "covered"],
)
def test_words_that_do_not_stand_out_are_found_at_their_line(
    shop: Shop, css: str, problem: str
) -> None:
    style(shop, css)
    findings = [each for each in found(shop) if each.rule == "faint-text"]
    assert findings
    assert "error faint-text 7" in told(findings)
    assert any(problem in finding.message for finding in findings)


def test_large_type_may_be_paler_and_large_print_must_be_darker(shop: Shop) -> None:
    css = ".control, .section h2, .section p { color: #767676 }"
    style(shop, css)
    style(shop, css, "large-print.css")
    assert found(shop) == []
    messages = [finding.message for finding in found(shop, format_="large-print")]
    assert messages
    assert all("4.5:1 with its ground; 7:1 is needed" in each for each in messages)
    assert not any("`Milk" in each for each in messages), "at 18 points type is large"


# ---- the QR code


def _online(shop: Shop, css: str) -> list[Diagnostic]:
    style(shop, css)
    shop.guide(TEXT, formats='["leaflet"]', web='"example.org/by-hand"')
    return [each for each in shop.build().diagnostics if each.rule in SEEN]


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (
            ".online .qr { opacity: 0.02 }",
            "the QR code for `https://example.org/by-hand` cannot be read from any page",
        ),
        (
            ".online .qr { height: 23mm; width: 23mm }",
            "the QR code on page 3 is 18 mm wide, and should be 20 mm for a phone",
        ),
        (
            ".online .qr { margin-bottom: -3mm }",
            "the QR code on page 3 has too little white around it: 4 of its squares are needed",
        ),
    ],
)
def test_a_code_that_a_phone_cannot_read_is_found(shop: Shop, css: str, message: str) -> None:
    named = f"a-guide (en-GB, leaflet): {message}"
    assert [(each.rule, each.message) for each in _online(shop, css)] == [("qr-code", named)]


def test_a_code_is_read_from_the_page_and_leads_where_it_is_meant_to() -> None:
    code = File("images/code.svg", "image/svg+xml", qr_code("https://example.org/elsewhere"))
    body = '<h1>One</h1><p><img src="images/code.svg" alt="Code" style="width: 40mm" /></p>'
    document = leaflet(body, "@page { margin: 20mm }", files=(code,))
    made = make(document)
    right = replace(document, online="https://example.org/elsewhere")
    assert pages.check(right, made) == ()
    (finding,) = pages.check(replace(document, online="https://example.org/by-hand"), made)
    assert finding.message == (
        "the QR code on page 1 leads to `https://example.org/elsewhere`, not to "
        "`https://example.org/by-hand`"
    )


# ---- order

ORDER = """
<h1 id="a">A heading</h1>
<p id="b">The first of two paragraphs.</p>
<p id="c">The second of two paragraphs.</p>
"""


def _turned_round(pdf: pikepdf.Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot.K
    root = root[0] if isinstance(root, pikepdf.Array) else root
    kids = list(root.K)
    root.K = pikepdf.Array([kids[0], *reversed(kids[1:])])


def test_what_is_read_aloud_in_another_order_is_found_in_the_tags() -> None:
    document = leaflet(ORDER, "@page { margin: 20mm }")
    made = make(document)
    assert pages.check(document, made) == ()
    (finding,) = pages.check(document, _changed(made, _turned_round))
    assert finding.rule == "reading-order"
    assert finding.message == (
        "`The first of two paragraphs.` is read aloud after `The second of two paragraphs.`, and "
        "comes before it in the guide"
    )


def test_a_heading_alone_at_the_foot_of_a_page_is_found(shop: Shop) -> None:
    style(shop, ".section h2 { break-after: page }")
    (finding,) = found(shop)
    assert told([finding]) == ["warning stranded-heading 5"]
    assert finding.message == "the heading `A section` stands alone at the foot of page 2"


def test_a_heading_alone_at_the_foot_of_a_column_is_found() -> None:
    css = """@page { margin: 20mm; size: 200mm 120mm } h2, p { position: absolute }
    h2 { left: 0; top: 65mm } p { left: 80mm; top: 0 }"""
    body = '<h1>One</h1><h2 id="a">Two words</h2><p>Three.</p>'
    document = leaflet(body, css)
    made = make(document)
    assert [finding.rule for finding in pages.check(document, made)] == ["stranded-heading"]


def test_a_panel_of_a_folded_leaflet_is_a_column(tmp_path: Path) -> None:
    document = short_guide(tmp_path, FOLDED, "# A guide\n\nWhat for.\n\n## Alone\n\nWords.\n")
    *sheets, last = document.stylesheets
    css = last.css + "#alone { break-after: page }"
    bent = replace(document, stylesheets=(*sheets, replace(last, css=css)))
    (finding,) = pages.check(bent, FOLDED.make(bent))
    assert finding.message == "the heading `Alone` stands alone at the foot of page 2"


def test_of_one_rule_a_few_findings_are_enough() -> None:
    body = "".join(f"<p>Words number {number}.</p>" for number in range(40))
    document = replace(
        leaflet(body, "@page { margin: 20mm }"), legibility=Legibility(smallest=30, body=10)
    )
    assert len(pages.check(document, make(document))) == 5
