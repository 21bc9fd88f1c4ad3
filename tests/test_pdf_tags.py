"""What a leaflet's tags say: its text as it is heard, its lists, tables, notes and pictures."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from pdf_sample import leaflet
from pdf_tree import Tag, TaggedPdf, tree_of
from sheet_reading import text_of_pages
from validators import poppler_text

from bindery.document import Document, Made
from bindery.formats.pdf import make

HTML = "{http://www.w3.org/1999/xhtml}"


def _source(document: Document, tag: str) -> list[str]:
    """The texts of the elements ``tag`` of a document, single-spaced."""
    root = fromstring(document.pages[0].html.partition("\n")[2])  # noqa: S314 - as above
    return [_words(element) for element in root.iter(HTML + tag)]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


# What is heard.


def test_making_it_says_nothing_and_takes_the_pages_it_should(made: Made) -> None:
    assert made.diagnostics == ()
    assert made.page_count == 11
    assert len(text_of_pages(made.data)) == 11


@pytest.mark.parametrize(("element", "role"), [("h2", "H2"), ("h3", "H3"), ("td", "TD")])
def test_each_element_is_heard_as_it_was_written(
    element: str, role: str, document: Document, tree: Tag
) -> None:
    assert [tag.text.strip() for tag in tree.all(role)] == _source(document, element)


def test_a_paragraph_over_lines_and_pages_is_one_and_keeps_its_spaces(
    document: Document, tree: Tag
) -> None:
    written = [text for text in _source(document, "p") if text.startswith("In week")]
    heard = [tag.text for tag in tree.all("P") if tag.text.startswith("In week")]
    assert heard == written
    assert any(len(_pages(tag)) > 1 for tag in tree.all("P")), "one runs over a page's foot"


def _pages(tag: Tag) -> set[int]:
    return set().union(*(below.pages for below in tag.walk()))


def test_every_page_of_text_reads_alike_in_two_readers(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made.data)
    poppler = [text.split() for text in poppler_text(path).split("\f")[:-1]]
    pdfium = [text.replace("\ufffe", "-").split() for text in text_of_pages(made.data)]
    # Readers differ in how they take a row of dots and a raised number.
    dotted, dotted_too = "".join(poppler.pop(1)), "".join(pdfium.pop(1))
    assert poppler == pdfium
    assert dotted == dotted_too


def test_the_parts_are_sections_and_the_tree_has_no_empty_tag(tree: Tag) -> None:
    assert {kid.role for kid in tree.kids} == {"Sect"}
    assert tree.all("Aside")
    assert tree.all("BlockQuote")
    assert [tag.text for tag in tree.walk() if not tag.parts and tag.role != "TD"] == []
    assert "NonStruct" not in tree.shape()


def test_another_language_is_said_once_where_it_is_spoken(tree: Tag) -> None:
    spoken = [tag for tag in tree.walk() if "Lang" in tag.entries]
    assert {str(tag.entries["Lang"]) for tag in spoken} == {"cy"}
    assert {tag.text for tag in spoken} == {"angen apwyntiad ar gyfer hyn"}
    assert len(spoken) == 24


def test_language_is_kept_on_any_element_and_undone_inside() -> None:
    tree = tree_of(
        '<h1>One</h1><section lang="cy"><h2>Dau</h2><p>tri <span lang="en-GB">four</span></p>'
        '<p lang="cy">pump</p><p><img src="images/a.svg" alt="chwech" lang="fr" /></p></section>'
    )
    languages = {tag.text: str(tag.entries["Lang"]) for tag in tree.walk() if "Lang" in tag.entries}
    assert languages == {"Dautri fourpumpchwech": "cy", "four": "en-GB", "chwech": "fr"}


def test_words_beside_blocks_become_paragraphs() -> None:
    tree = tree_of("<section>one <b>two</b><p>three</p>four</section><div>five <i>six</i></div>")
    assert tree.shape() == "Document(Sect(P(Strong) P P) P(Em))"
    assert [tag.text.strip() for tag in tree.all("P")] == ["one two", "three", "four", "five six"]


def test_spaces_between_styles_are_heard() -> None:
    (paragraph,) = tree_of("<p><b>one</b> <i>two</i>\n<a href='https://a.org'>three</a></p>").all(
        "P"
    )
    assert paragraph.text == "one two three"


def test_spaces_are_kept_in_text_that_runs_to_the_left() -> None:
    # Numbers stand in for letters that the shop's font does not have.
    body = "<p>1 <b>2</b> <i>3</i>\n4<!-- 5 --></p><p style='width: 2em'>6 7 8 9 10 11</p>"
    first, second = tree_of(body, language="ar").all("P")
    assert sorted(first.text) == sorted("1 2 3 4")
    assert sorted(second.text) == sorted("6 7 8 9 10 11")


def test_a_line_break_is_a_space() -> None:
    (paragraph,) = tree_of("<p>12 High Street<br />Anytown</p>").all("P")
    assert paragraph.text == "12 High Street Anytown"


def test_no_space_is_put_where_a_line_breaks_within_a_word() -> None:
    css = "p { width: 3em; hyphens: manual; hyphenate-character: '-' }"
    (paragraph,) = tree_of("<p>well-known in\u00adfor\u00adma\u00adtion</p>", css).all("P")
    assert paragraph.text.replace("\u00ad", "") == "well-known information"


def test_an_abbreviation_says_what_it_stands_for(tree: Tag) -> None:
    (span,) = (tag for tag in tree.all("Span") if "E" in tag.entries)
    assert (span.text, str(span.entries["E"])) == ("NOT", "on no account")


def test_faded_text_is_heard_like_any_other(tree: Tag) -> None:
    assert "Faded words." in [tag.text for tag in tree.all("P")]


@pytest.mark.parametrize("text", ["µ m μ", "cafe\u0301"])
def test_text_that_glyphs_alone_would_change_is_given_beside_them(text: str) -> None:
    made = make(leaflet(f"<p>{text}</p>", ""))
    (paragraph,) = TaggedPdf(made.data).tree.all("P")
    assert paragraph.text == text


# Lists, tables, notes.


def test_list_items_have_a_label_and_a_body(tree: Tag) -> None:
    steps = next(tag for tag in tree.all("L") if tag.attribute("ListNumbering") == "Decimal")
    assert [item.kids[0].text for item in steps.kids] == ["1", "2"]
    assert steps.kids[0].shape() == "LI(Lbl LBody(Div(H3 P)))"
    nested = next(tag for tag in tree.all("L") if tag.text.startswith("–"))
    assert nested.shape() == "L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody)))) LI(Lbl LBody))"


@pytest.mark.parametrize(
    ("html", "css", "numbering"),
    [
        ("<ul><li>a</li></ul>", "", "Disc"),
        ("<ol><li>a</li></ol>", "", "Decimal"),
        ("<ol><li>a</li></ol>", "ol { list-style-type: lower-alpha }", "LowerAlpha"),
        ("<ul><li>a</li></ul>", "ul { list-style: none }", "None"),
        ("<ul><li>a</li></ul>", "ul { list-style: none } li::before { content: '-' }", "Disc"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "", "Disc"),
    ],
)
def test_a_list_says_how_it_is_numbered(html: str, css: str, numbering: str) -> None:
    (list_,) = tree_of(html, css).all("L")
    assert list_.attribute("ListNumbering") == numbering


def test_definitions_stand_with_their_terms(tree: Tag) -> None:
    *_, grouped, plain = tree.all("L")
    assert grouped.shape() == "L(LI(Lbl LBody) LI(Lbl LBody))"
    assert plain.shape() == "L(LI(Lbl LBody LBody) LI(Lbl LBody))"
    assert [item.kids[0].text for item in plain.kids] == ["Authors", "Status"]


def test_a_table_over_pages_is_one_table(tagged: TaggedPdf, tree: Tag) -> None:
    (table,) = tree.all("Table")
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert len(table.all("TR")) == 2 + 61
    assert len(_pages(table)) == 4
    assert [tag.text.strip() for tag in table.all("THead")[0].all("TH")] == [
        *("Day", "Feeds", "How many", "How much"),
    ]
    repeated = [each for each in tagged.artifacts if each.text.strip() == "How many"]
    assert [(each.page, each.kind) for each in repeated] == [
        (page, "/Pagination") for page in sorted(_pages(table))[1:]
    ]


def test_every_header_of_a_table_says_what_it_heads(tree: Tag) -> None:
    (table,) = tree.all("Table")
    head, body = table.all("THead")[0], table.all("TBody")[0]
    assert [tag.attribute("Scope") for tag in head.all("TH")] == ["Column"] * 4
    assert [tag.attribute("ColSpan") for tag in head.all("TH")] == [None, 2, None, None]
    assert [tag.attribute("RowSpan") for tag in head.all("TH")] == [2, None, None, None]
    assert {tag.attribute("Scope") for tag in body.all("TH")} == {"Row"}
    assert {row.shape() for row in body.kids} == {"TR(TH TD TD)"}, "the empty cell too"


def test_a_table_without_words_about_scope_has_it_all_the_same() -> None:
    tree = tree_of(
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><th>c</th><td>d</td></tr></tbody></table>"
    )
    assert [tag.attribute("Scope") for tag in tree.all("TH")] == ["Column", "Column", "Row"]


def test_a_note_can_be_found_from_its_call(tagged: TaggedPdf, tree: Tag) -> None:
    (note,) = tree.all("Note")
    assert str(note.entries["ID"]) == "note-1"
    assert [str(part) for part in tagged.pdf.Root.StructTreeRoot.IDTree.Names][::2] == ["note-1"]
    (reference,) = tree.all("Reference")
    assert reference.shape() == "Reference(Link)"


# Pictures.


def test_pictures_say_what_they_are_for(tree: Tag) -> None:
    assert [tag.text for tag in tree.all("Figure")] == [
        "Two hands",
        "Put your thumb above Thumb and fingers are 2 cm apart.",
        "A square",
        "Circles",
    ]


def test_a_picture_and_its_caption_stand_together(tree: Tag) -> None:
    (caption,) = (tag for tag in tree.all("Caption") if tag.text.startswith("Where"))
    assert caption.text == "Where to put your hand"
    assert caption.parent is not None
    assert caption.parent.shape() == "Div(Figure Caption(Em))"


def test_a_picture_says_where_it_lies() -> None:
    css = "@page { size: 100mm 200mm; margin: 0 } img { position: absolute; left: 10mm; top: 20mm;"
    tree = tree_of(
        '<p>a</p><img src="images/a.svg" alt="b" />', css + " width: 30mm; height: 40mm }"
    )
    (figure,) = tree.all("Figure")
    millimetre = 72 / 25.4
    expected = [10 * millimetre, 140 * millimetre, 40 * millimetre, 180 * millimetre]
    assert [float(edge) for edge in figure.attribute("BBox")] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="images/a.svg" alt="" />',
        '<img src="images/a.svg" alt="x" role="presentation" />',
        '<img src="images/a.svg" alt="x" aria-hidden="true" />',
        '<div aria-hidden="true"><img src="images/a.svg" alt="x" /> and <b>words</b></div>',
    ],
)
def test_decoration_is_passed_over(html: str) -> None:
    assert tree_of(f"<p>one</p>{html}").shape() == "Document(P)"


def test_a_picture_without_words_is_an_error() -> None:
    made = make(leaflet('<p><img src="images/a.svg" /></p>'))
    (diagnostic,) = made.diagnostics
    assert (diagnostic.rule, diagnostic.severity) == ("unnamed-element", "error")
    assert "images/a.svg" in diagnostic.message
