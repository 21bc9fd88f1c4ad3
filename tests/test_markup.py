from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery.markup import NotWellFormed, parse

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
# Every character XML can hold; a carriage return is written as a reference, or it is a line end.
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff").filter(
        lambda c: c >= " " or c in "\t\n"
    )
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_names_are_short() -> None:
    root = parse(
        f'<html {XHTML} xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="cy" epub:type="x">'
        '<s xmlns="http://www.w3.org/2000/svg" viewBox="0"/><u xmlns="urn:u" a="1"/><v xmlns=""/>'
        "</html>".encode()
    )
    assert root.attributes == {"xml:lang": "cy", "epub:type": "x"}
    assert [element.tag for element in root.walk()] == ["html", "svg:s", "{urn:u}u", "{}v"]


def test_places_are_offsets_into_the_text() -> None:
    data = f"<!DOCTYPE html>\n<html {XHTML}><head><title>é</title></head>\n<p/></html>".encode()
    root = parse(data)
    head, paragraph = root.find("head"), root.find("p")
    assert head
    assert paragraph
    assert data[head.start :].startswith(b"<head>")
    assert data[head.end :].startswith(b"</head>")
    assert data[paragraph.start :].startswith(b"<p/>")
    assert (head.line, paragraph.line) == (2, 3)


@given(TEXT, TEXT)
def test_text_comes_back_whole(before: str, inside: str) -> None:
    data = f"<a>{escaped(before)}<b>{escaped(inside)}</b></a>".encode()
    assert parse(data).text() == before + inside


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a><b></a>", "mismatched tag"),
        ("<a>", "no element found"),
        ("", "no element found"),
        ("<a/><b/>", "junk after document element"),
        ("<a b='1' b='2'/>", "duplicate attribute"),
        ("<a>&nbsp;</a>", "undefined entity"),
        ("<a>\x0b</a>", "not well-formed"),
        ("<a>\uffff</a>", "not well-formed"),
        ("<x:a/>", "unbound prefix"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entity is declared"),
        ('<!DOCTYPE a [<!ENTITY % b "c">]><a/>', "entity is declared"),
        ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "outside DTD"),
        ('<!DOCTYPE a PUBLIC "a" "file:///etc/passwd"><a>&b;</a>', "outside DTD"),
        ('<?xml-stylesheet href="http://example.org/a.css"?><a/>', "outside style sheet"),
        ("<a>" * 300 + "</a>" * 300, "more than 256 deep"),
    ],
)
def test_what_is_not_trusted_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(text.encode())
    assert said in caught.value.message
    assert caught.value.line == 1


def test_other_encodings_are_refused() -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse("<?xml version='1.0' encoding='iso-8859-1'?>\n<a>é</a>".encode("iso-8859-1"))
    assert (caught.value.message, caught.value.line) == ("a byte that is not UTF-8", 2)


def test_depth_up_to_the_limit_is_read() -> None:
    assert len(list(parse(b"<a>" * 256 + b"</a>" * 256).walk())) == 256


def test_a_doctype_alone_is_fine() -> None:
    assert parse(b"<!DOCTYPE html><a/>").tag == "{}a"
