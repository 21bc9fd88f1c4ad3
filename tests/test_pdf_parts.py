"""The engine's parts, each by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from pdf_sample import leaflet
from pdf_tree import TaggedPdf
from sheet_reading import text_of_pages

from bindery.document import File
from bindery.formats.pdf import engine, make
from bindery.formats.pdf.arrange import arrange
from bindery.formats.pdf.door import Array, Dictionary, Stream, String, boxes
from bindery.formats.pdf.engine import finder
from bindery.formats.pdf.finish import contraband, even_out, is_even
from bindery.formats.pdf.labels import Label
from bindery.formats.pdf.marks import is_faithful
from bindery.formats.pdf.spaces import gap_between
from bindery.formats.pdf.structure import Node


def _rules(body: str, css: str = "") -> list[str]:
    return [diagnostic.rule for diagnostic in make(leaflet(body, css)).diagnostics]


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ("Wash your", "hands first", "space"),
        ("a well-", "known way", "join"),
        ("from 2 –", "3 cm", "space"),
        ("a long infor-", "mation", "hyphen"),
        ("a long infor-", "ma-", "hyphen"),
        ("Generated", "words", "space"),
        ("Generated-", "words", "join"),
    ],
)
def test_what_stands_between_two_lines(before: str, after: str, gap: str) -> None:
    source = "wash your hands first in a well-known way from 2 – 3 cm. a long information"
    assert gap_between(before, after, source) == gap


@pytest.mark.parametrize(
    ("shown", "text", "faithful"),
    [
        ("one two", "one two ", True),
        ("one two", "one\u00a0two", True),
        ("information", "infor\u00admation", True),
        ("one two", "one too", False),
        ("\u05d2\u05d1\u05d0", "\u05d0\u05d1\u05d2", True),
        ("\u05d2\u05d1\u05d1", "\u05d0\u05d1\u05d2", False),
        ("e\u0301", "e\u0301", False),
    ],
)
def test_whether_glyphs_say_what_was_written(shown: str, text: str, *, faithful: bool) -> None:
    assert is_faithful(shown, text) is faithful


@pytest.mark.parametrize(
    "entry",
    [
        {"S": "/JavaScript", "JS": String("app.alert(1)")},
        {"Type": "/EmbeddedFile"},
        {"S": "/Launch"},
        {"OpenAction": b"1 0 R"},
        {"A": Dictionary({"S": "/URI", "URI": String("FILE:///etc/hostname")})},
        {"Kids": Array([Dictionary({"S": "/Rendition"})])},
    ],
)
def test_contraband_is_found(entry: dict[str, object]) -> None:
    file: Any = SimpleNamespace(
        objects=(Dictionary(entry), Dictionary({"Title": String("Launching JavaScript")}))
    )
    found = contraband(file)
    assert {diagnostic.rule for diagnostic in found} == {"unsafe-content"}


def test_words_and_addresses_may_look_like_contraband() -> None:
    body = '<p>/JS <a href="https://example.org/Launch/AA?file:x">/JavaScript</a> (file:a)</p>'
    assert _rules(body) == []


def test_a_link_in_decoration_or_in_a_repeated_head_has_no_area_to_follow() -> None:
    rows = "<tr><td>one</td></tr>" * 60
    link = '<a href="https://example.org">two</a>'
    body = (
        f"<div aria-hidden='true'>{link}</div>"
        f"<table><thead><tr><th>{link}</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    made = make(leaflet(body))
    assert made.diagnostics == ()
    assert made.page_count == 4
    pdf = TaggedPdf(made.data)
    (shown,) = pdf.tree.all("Link")
    assert len(shown.annotations) == 1
    assert sum(len(page.get("/Annots", ())) for page in pdf.pdf.pages) == 1


def test_a_stream_that_ends_in_a_carriage_return_is_written_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = leaflet("<h1>One</h1><p>two</p>")
    plain = make(document).data
    judged: list[bytes] = []

    def second_best(data: bytes) -> bool:
        judged.append(data)
        return len(judged) > 1

    monkeypatch.setattr(engine, "is_even", second_best)
    other = make(document).data
    assert judged == [plain, other]
    assert other != plain
    assert text_of_pages(other) == text_of_pages(plain)
    assert TaggedPdf(other).tree.shape() == TaggedPdf(plain).tree.shape()


def test_streams_are_evened_out_when_that_is_needed() -> None:
    stream = Stream(b"a\r", {})
    file: Any = SimpleNamespace(objects=[stream], catalog={})
    even_out(file, 0)
    assert not is_even(stream.data)
    assert file.catalog == {}
    even_out(file, 1)
    assert is_even(stream.data)


def test_a_label_counts_as_one_letter() -> None:
    assert list(Label("AV")) == ["AV"]
    assert Label("AV") == "AV"


def test_a_label_is_kerned_and_keeps_its_spaces() -> None:
    def width(text: str, attributes: str = "") -> float:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 50" width="300" height="50">'
            f'<text x="0" y="30" font-size="30" {attributes}>{text}</text></svg>'
        )
        document = leaflet(
            '<p><img src="images/c.svg" alt="a" /></p>',
            files=(File("images/c.svg", "image/svg+xml", svg.encode()),),
        )
        made = make(document)
        assert made.diagnostics == ()
        assert text in text_of_pages(made.data)[0]
        return len(made.data)

    assert width("AV To AV") != width("AV To AV", 'letter-spacing="0"')


def test_blocks_laid_out_of_order_are_read_in_order() -> None:
    made = make(
        leaflet("<div><p>one</p><p>two</p></div>", "div { display: flex } p + p { order: -1 }")
    )
    assert made.diagnostics == ()
    assert text_of_pages(made.data)[0].index("two") < text_of_pages(made.data)[0].index("one")


def test_a_stray_kid_of_a_list_becomes_an_item() -> None:
    root = Element("ul")
    tree = Node("Document", kids=[Node("L", root, kids=[Node("P", Element("p"))])])
    arrange(tree, root)
    (item,) = tree.nodes[0].nodes
    assert (item.role, item.nodes[0].role) == ("LI", "LBody")


def test_where_a_character_stands() -> None:
    where = finder(
        "<title>w</title></head><body><p>one <b>two</b> three four five six seven</p></body>"
    )
    assert where("w") == ", used in `one two three four five`"
    assert "styles" in where("\u2603")


def test_boxes_are_what_we_take_them_for() -> None:
    """The names that we look for in WeasyPrint's layout are still there."""
    assert {"TextBox", "LineBox", "ReplacedBox", "MarginBox", "TableCellBox"} <= set(vars(boxes))
