"""The engine's doors: what it may open, what it says, and what becomes of it."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_sample import FONTS, leaflet, png
from pdf_tree import TaggedPdf
from sheet_reading import text_of_pages

from bindery.diagnostics import Diagnostic, Failure, Severity
from bindery.document import File, Stylesheet
from bindery.formats.pdf import make
from bindery.formats.pdf.door import URLFetcherResponse
from bindery.formats.pdf.fetcher import BASE, MemoryFetcher, name_of
from bindery.formats.pdf.fontconfig import only_fonts
from bindery.formats.pdf.log import Log


def _said(body: str, css: str = "") -> tuple[Diagnostic, ...]:
    return make(leaflet(body, css)).diagnostics


def _rules(body: str, css: str = "") -> list[str]:
    return [diagnostic.rule for diagnostic in _said(body, css)]


# What it may open.


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "../../etc/hostname",
        "/etc/hostname",
        "images/%2e%2e/%2e%2e/etc/hostname",
        "//example.org/a.png",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "images/missing.png",
    ],
)
def test_a_picture_from_elsewhere_is_refused_and_reported(source: str) -> None:
    (diagnostic,) = _said(f'<p>one</p><img src="{source}" alt="two" />')
    assert (diagnostic.rule, diagnostic.severity) == ("picture-failed", Severity.ERROR)
    assert source.removeprefix("../../").removeprefix("/") in diagnostic.message


@pytest.mark.parametrize(
    ("body", "css", "rule"),
    [
        ("<p>one</p>", "@import 'https://example.org/a.css';", "outside-file"),
        ("<p>one</p>", "@import 'file:///etc/hostname';", "outside-file"),
        ("<p>one</p>", "p { background: url(file:///etc/hostname) }", "picture-failed"),
        ("<p>one</p>", "@font-face { font-family: Own; src: url(/etc/hostname) }", "font-failed"),
        ("<p><a rel='attachment' href='file:///etc/hostname'>a</a></p>", "", "loose-link"),
        ("<p>one</p><object data='file:///etc/hostname'></object>", "", "picture-failed"),
        ("<p>one</p><embed src='file:///etc/hostname' />", "", "picture-failed"),
    ],
)
def test_nothing_else_is_fetched_from_elsewhere(body: str, css: str, rule: str) -> None:
    found = [each for each in _said(body, css) if each.rule == rule]
    assert found
    if css:
        assert all(each.span and each.span.line == 1 for each in found)


def test_no_file_is_opened_and_no_connection_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert _rules('<p>a</p><img src="https://example.org/a.png" alt="b" />') == ["picture-failed"]


def test_a_file_cannot_be_carried_along() -> None:
    document = leaflet("<p>one</p>")
    html = document.pages[0].html.replace(
        "</head>", '<link rel="attachment" href="images/a.svg" /></head>'
    )
    made = make(replace(document, pages=(replace(document.pages[0], html=html),)))
    assert [diagnostic.rule for diagnostic in made.diagnostics] == ["outside-file"]
    assert b"EmbeddedFile" not in made.data


def test_the_fetcher_serves_bytes_with_their_type_and_no_path() -> None:
    file = File("images/b c.png", "image/png", png())
    response = MemoryFetcher({file.name: file})(BASE + "images/b%20c.png?x#y")
    assert isinstance(response, URLFetcherResponse)
    assert (response.read(), response.content_type) == (file.data, "image/png")
    assert response.path is None, "a path would be opened again when the file is written"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (BASE + "images/a.svg", "images/a.svg"),
        (BASE, None),
        ("https://asset.invalid.example.org/a", None),
        ("file:///images/a.svg", None),
    ],
)
def test_only_addresses_under_ours_have_a_name(url: str, name: str | None) -> None:
    assert name_of(url) == name


@pytest.mark.parametrize("cut", [40, 70])
def test_a_picture_with_its_end_missing_is_no_picture(cut: int) -> None:
    document = leaflet(
        '<p>one</p><img src="images/b.png" alt="two" />',
        files=(File("images/b.png", "image/png", png(300, 200)[:-cut]),),
    )
    try:
        rules = [diagnostic.rule for diagnostic in make(document).diagnostics]
    except Failure as failure:
        rules = [diagnostic.rule for diagnostic in failure.diagnostics]
    assert rules == ["picture-failed"]


def test_a_drawing_that_cannot_be_drawn_is_reported() -> None:
    broken = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text rotate="x">a</text></svg>'
    )
    document = leaflet(
        '<p>one</p><img src="images/c.svg" alt="two" width="30" />',
        files=(File("images/c.svg", "image/svg+xml", broken),),
    )
    assert {diagnostic.rule for diagnostic in make(document).diagnostics} == {"picture-failed"}


# What it says.


@pytest.mark.parametrize(
    ("css", "place", "words"),
    [
        ("p {\n  colour: red;\n}", (2, 3), "colour"),
        ("p { color: rred }", (1, 5), "color"),
        ("p { color: var(--none) }", (1, 12), "color"),
        (":root { --a: 1px }\np { color: var(--a) }", (2, 12), "color"),
        ("p::before { content: 'x }", (1, 13), "content"),
        ("p:hovver { color: red }", (1, 1), "hovver"),
        ("@page :wrong { margin: 0 }", (1, 1), "wrong"),
        ("p { color: red } @media (x) { p { color: red } }", (1, 25), "media"),
        ("@page { @middle { content: 'x' } }", (1, 9), "middle"),
    ],
)
def test_a_style_that_is_dropped_is_an_error_with_its_place(
    css: str, place: tuple[int, int], words: str
) -> None:
    diagnostic = next(each for each in _said("<p>one</p>", css) if each.rule == "style-ignored")
    assert diagnostic.severity is Severity.ERROR
    assert words in diagnostic.message.lower()
    assert diagnostic.span is not None
    assert diagnostic.span.file == "styles/sample.css"
    assert (diagnostic.span.line, diagnostic.span.column) == place


def test_each_sheet_is_named_for_its_own_faults() -> None:
    sheets = (Stylesheet("styles/a.css", "p { a: 1 }"), Stylesheet("styles/b.css", "\np { b: 1 }"))
    said = make(replace(leaflet("<p>one</p>"), stylesheets=sheets)).diagnostics
    assert [str(diagnostic.span) for diagnostic in said] == ["styles/a.css:1:5", "styles/b.css:2:5"]


def test_later_sheets_win_over_earlier_ones_and_layers_over_none() -> None:
    first = Stylesheet("a.css", "@layer x, y; @layer y { p { width: 4em } } .z { color: red }")
    second = Stylesheet("b.css", "@layer x { p { width: 1em } } .z { color: rgb(1, 2, 3) }")
    data = make(replace(leaflet("<p class='z'>aa bb</p>"), stylesheets=(first, second))).data
    assert "aa bb" in text_of_pages(data)[0]


def test_a_character_that_no_font_has_is_an_error_that_shows_where() -> None:
    (diagnostic,) = _said("<p>Take care \u4e2d of it</p>")
    assert (diagnostic.rule, diagnostic.severity) == ("missing-glyph", Severity.ERROR)
    assert "`\u4e2d` (U+4E2D)" in diagnostic.message
    assert "`Take care \u4e2d of it`" in diagnostic.message


def test_a_character_of_a_style_sheet_is_said_to_be_its() -> None:
    (diagnostic,) = _said("<p>one</p>", "p::before { content: '\u2610' }")
    assert "styles" in diagnostic.message


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p><a href="#none">one</a></p>', "missing-anchor"),
        ('<p><a href="other.md">one</a></p>', "loose-link"),
        ('<p><a href="javascript:alert(1)">one</a></p>', "unsafe-link"),
        ('<p><a href="file:///etc/hostname">one</a></p>', "unsafe-link"),
        ('<p><a href="https://a.org"><img src="images/a.svg" alt=""/></a></p>', "unnamed-element"),
    ],
)
def test_a_link_that_leads_nowhere_good_is_an_error(body: str, rule: str) -> None:
    assert _rules(body) == [rule]


@pytest.mark.parametrize("scheme", ["https://a.org/b", "http://a.org", "mailto:a@b.org", "tel:111"])
def test_links_of_the_good_kinds_are_let_through(scheme: str) -> None:
    assert _rules(f'<p><a href="{scheme}">one</a></p>') == []


def test_what_is_not_known_is_said_all_the_same() -> None:
    log = Log()
    with log.listening():
        logging.getLogger("weasyprint").warning("something new")
        logging.getLogger("weasyprint").error("something worse")
        logging.getLogger("weasyprint").info("nothing")
        logging.getLogger("weasyprint").warning("something new")
    said = [(each.rule, each.severity, each.message) for each in log.diagnostics]
    assert said == [
        ("engine-notice", "warning", "the PDF engine says: something new"),
        ("engine-notice", "error", "the PDF engine says: something worse"),
    ]
    assert log not in logging.getLogger("weasyprint").handlers


def test_a_slow_way_with_fonts_is_no_error() -> None:
    log = Log()
    with log.listening():
        logging.getLogger("weasyprint").warning(
            'Using fontTools instead of HarfBuzz-Subset for font "%s". This will …', "A Font"
        )
    (diagnostic,) = log.diagnostics
    assert (diagnostic.rule, diagnostic.severity) == ("slow-fonts", Severity.WARNING)
    assert "`A Font`" in diagnostic.message


def test_nothing_is_said_outside_of_making(capfd: pytest.CaptureFixture[str]) -> None:
    assert _rules("<p>\u4e2d</p>", "p { a: b }") == ["style-ignored", "missing-glyph"]
    assert capfd.readouterr() == ("", "")


# Fonts.


def test_fontconfig_is_ours_within_and_as_it_was_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_PATH", "/elsewhere")
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    with only_fonts(leaflet("").files):
        configuration = Path(os.environ["FONTCONFIG_FILE"])
        assert "FONTCONFIG_PATH" not in os.environ
        assert "<dir>" in configuration.read_text()
        assert len(list((configuration.parent / "fonts").iterdir())) == len(
            list(FONTS.glob("*.ttf"))
        )
    assert not configuration.exists()
    assert os.environ["FONTCONFIG_PATH"] == "/elsewhere"
    assert "FONTCONFIG_FILE" not in os.environ


@pytest.mark.parametrize("data", [None, b"not a font" * 100])
def test_without_a_readable_font_there_is_no_leaflet(data: bytes | None) -> None:
    """Pango would take the process down with it."""
    document = leaflet("<p>one</p>")
    files = {name: file for name, file in document.files.items() if file.media_type != "font/ttf"}
    if data:
        files["fonts/a.ttf"] = File("fonts/a.ttf", "font/ttf", data)
    with pytest.raises(Failure) as caught:
        make(replace(document, files=files))
    assert [diagnostic.rule for diagnostic in caught.value.diagnostics] == ["font-failed"]


def test_words_like_sans_serif_mean_the_shops_font_too() -> None:
    made = make(leaflet("<p>one</p>", "p { font-family: Arial, monospace }"))
    assert made.diagnostics == ()
    assert all("Atkinson" in name for name in TaggedPdf(made.data).fonts())
