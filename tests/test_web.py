"""The web page: whole, alone, and with every word; and a check that sees when it is not."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from urllib.parse import unquote_to_bytes

import pytest
from conftest import DRAWING, HANDOUT, Shop
from every_block import write as write_every_block
from hypothesis import given, settings
from hypothesis import strategies as st
from package_code import ROOT

from bindery.checks import web_page
from bindery.compose import compose
from bindery.diagnostics import Failure, Span
from bindery.document import Document, Made
from bindery.equipment import equipment_for
from bindery.font_tables import characters
from bindery.formats import FORMATS
from bindery.formats.web import WEB
from bindery.formats.web_colours import dark_tokens
from bindery.labels import labels
from bindery.markup import Element, parse
from bindery.project import read
from bindery.theme import TOKENS, Theme, Token, contrast, read_theme

TEXT = """\
# A guide to \\<tea> & cups

What it is for.

![A cup](images/cup.svg){.cover}

## A section {#first}

Some words.[^1] Call {contact:helpline}, and see [the next](#second).

[^1]: A note.

## Another {#second}

![A cup again](images/cup.svg)

::: only print
Only on paper.
:::

::: only screen
Only on a screen.
:::
"""


def composed(shop: Shop, language: str = "en-GB", others: tuple[str, ...] = ()) -> Document:
    project = read(shop.source, shop.today, [format_.name for format_ in FORMATS])
    assert not project.diagnostics
    (guide,) = (guide for guide in project.guides if guide.language == language)
    return compose(guide, WEB, equipment_for(shop.root), others)


def made(shop: Shop, language: str = "en-GB") -> tuple[Document, Made]:
    document = composed(shop, language)
    return document, WEB.make(document)


@pytest.fixture
def document(shop: Shop) -> Document:
    shop.contact()
    shop.write("source/a-guide/images/cup.svg", DRAWING)
    shop.guide(
        TEXT,
        formats='["leaflet", "web"]',
        web='"example.org/tea"',
        audience='["parents"]',
        reviewers='["A midwife"]',
    )
    return composed(shop, others=("cy",))


@pytest.fixture
def page(document: Document) -> bytes:
    return WEB.make(document).data


def elements(page: bytes, tag: str) -> list[Element]:
    return [element for element in parse(page).walk() if element.tag == tag]


def test_the_page_is_clean_and_the_same_each_time(document: Document, page: bytes) -> None:
    assert web_page.check(document, Made(page)) == ()
    assert WEB.make(document).data == page


def test_all_it_shows_is_in_it(page: bytes) -> None:
    assert {e.attributes["src"][:19] for e in elements(page, "img")} == {"data:image/svg+xml,"}
    fonts = re.findall(rb'src: url\("(data:font/ttf;base64,)', page)
    assert len(fonts) == 2
    (style,) = elements(page, "style")
    assert "/*" not in style.text().removeprefix("/*").removesuffix("/**/")


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_every_block_is_on_the_page(shop: Shop, language: str) -> None:
    write_every_block(shop)
    assert web_page.check(*made(shop, language)) == ()


def test_it_leads_to_the_guide_s_other_files(page: bytes) -> None:
    links = {e.attributes.get("href", ""): e for e in elements(page, "a")}
    assert links["a-guide.en-GB.leaflet.pdf"].attributes["type"] == "application/pdf"
    assert links["a-guide.cy.web.html"].attributes["hreflang"] == "cy"
    assert "a-guide.en-GB.ebook.epub" not in links
    assert "tel:03001000212" in links


def test_it_leads_to_its_translations_by_their_own_names(shop: Shop) -> None:
    shop.guide()
    page = WEB.make(composed(shop, others=("ar", "cy"))).data
    arabic, welsh = (e for e in elements(page, "a") if "hreflang" in e.attributes)
    assert (arabic.text(), welsh.text()) == ("العربية", "Cymraeg")
    assert (arabic.attributes["lang"], arabic.attributes["dir"]) == ("ar", "rtl")
    alternates = [e.attributes for e in elements(page, "link") if "hreflang" in e.attributes]
    assert [(e["rel"], e["href"]) for e in alternates] == [
        ("alternate", "a-guide.ar.web.html"),
        ("alternate", "a-guide.cy.web.html"),
    ]


def test_machines_read_what_it_is(page: bytes) -> None:
    (script,) = elements(page, "script")
    about = json.loads(script.text())
    assert about["@type"] == "MedicalWebPage"
    assert about["name"] == "A guide to <tea> & cups"
    assert about["lastReviewed"] == "2026-11-01"
    assert about["reviewedBy"] == [{"@type": "Person", "name": "A midwife"}]
    assert about["audience"] == [{"@type": "Audience", "audienceType": "parents"}]
    told = {
        e.attributes.get("property"): e.attributes.get("content") for e in elements(page, "meta")
    }
    assert told["og:title"] == "A guide to <tea> & cups"
    assert told["og:url"] == "https://example.org/tea"


def test_only_chooses_the_screen(page: bytes) -> None:
    text = parse(page).text()
    assert "Only on a screen." in text
    assert "Only on paper." not in text


def test_a_title_cannot_end_the_data(shop: Shop) -> None:
    shop.guide('# A \\</script>\\<b> "guide"\n\nWhat.\n\n## B\n\nWords.\n', formats='["web"]')
    page = made(shop)[1].data
    assert page.count(b"</script>") == 1
    assert json.loads(elements(page, "script")[0].text())["name"] == "A </script><b> “guide”"


PLANTED: dict[str, tuple[str, str, str]] = {
    # words and elements
    "a word": ("Some words.", "Some word.", "words of the page were changed"),
    "a blank": ("Some words.", "Some  words.", "words of the page were changed"),
    "a number": ("0300\N{NO-BREAK SPACE}100", "0300\N{NO-BREAK SPACE}101", "words of the page"),
    "words elsewhere": ("Some words.<", "<", "words of the page were changed"),
    "another telephone": ('href="tel:03001000212"', 'href="tel:0300"', "elements of the page"),
    "other words for a picture": ('alt="A cup again"', 'alt="A mug"', "elements of the page"),
    "a class": ('<main id="guide.start"', '<main class="x" id="guide.start"', "elements of the"),
    "an element": ("<main", "<hr /><main", "words of the page were changed"),
    "another description": ('content="What it is for."', 'content="What"', "elements of the page"),
    "data of another kind": ('"MedicalWebPage"', '"Recipe"', "words of the page were changed"),
    # headings and landmarks
    "a second title": ('<h2 id="second">Another</h2>', "<h1>Another</h1>", "2 main headings"),
    "a level": ('<h2 id="second">Another</h2>', '<h4 id="second">Another</h4>', "left out"),
    "an empty heading": ('<h2 id="second">Another</h2>', "<h2></h2>", "heading has no words"),
    "no main part": ("main", "section", "0 `main` elements"),
    "no foot": ("footer", "div", "0 `footer` elements"),
    "no way past the contents": (
        'href="#guide.start"',
        'href="#first"',
        "does not lead to the text",
    ),
    # links and names
    "an id twice": ('id="second"', 'id="first"', "is there 2 times"),
    "a dead link": ('href="#second"', 'href="#third"', "which is not in it"),
    "a script link": ('href="#second"', 'href="javascript:x"', "links to `javascript:x`"),
    "a link to another file": ('href="#second"', 'href="/etc/x"', "links to `/etc/x`"),
    "a link without words": (">the next</a>", "></a>", "has no words"),
    "no name": ('aria-labelledby="guide.about"', 'aria-labelledby="none"', "`none` should name"),
    # pictures
    "a picture from outside": ('src="data:', 'src="https://example.org/', "the page loads"),
    "no words for a picture": (' alt="A cup"', "", "no words for those"),
    "blank words for a picture": (' alt="A cup"', ' alt=" "', "no words for those"),
    "empty words for a picture": (' alt="A cup"', ' alt=""', "elements of the page"),
    "another picture": ("M0%200h9", "M0%200h8", "`images/cup.svg` was changed"),
    "a picture that runs": ("%3C/svg%3E", "%3Cscript/%3E%3C/svg%3E", "was changed"),
    "a style in a picture": (
        "%3C/svg%3E",
        "%3Cstyle%3Epath%7Bdisplay:none%7D%3C/style%3E%3C/svg%3E",
        "was changed",
    ),
    # what runs
    "a script": ("<main", "<script>1</script><main", "the page has `script`"),
    "a handler": ("<main", '<main onclick="x"', "the page has `onclick`"),
    "a form": ("<main", "<form></form><main", "the page has `form`"),
    "a page that leaves": (
        "<title>",
        '<meta http-equiv="Refresh" content="0;url=https://a.b" /><title>',
        "leads elsewhere",
    ),
    # language
    "another language": ('lang="en-GB"', 'lang="en"', "language and direction"),
    "another direction": ('dir="ltr"', 'dir="rtl"', "language and direction"),
    # what is loaded
    "a style from outside": ("<style>", "<style>@import 'https://a.b/c';", "the styles load"),
    "a font from outside": ("<style>", "<style>a{src:url(https://a.b/c)}", "the styles load"),
    "a ground from outside": ("<main", '<main style="background:url(x.png)"', "the styles load"),
    "a style sheet": ("<style>", '<link rel="stylesheet" href="a.css" /><style>', "loads `a.css`"),
    "a preload": ("<style>", '<link rel="preload" href="a.css" /><style>', "loads `a.css`"),
    "no policy": ("default-src 'none'", "default-src *", "does not forbid loading"),
    # fonts
    "a damaged font": ("font/ttf;base64,AAEAAAA", "font/ttf;base64,AAEAAAB", "is damaged"),
    "no fonts": ("data:font/ttf", "data:text/plain", "has no fonts"),
    # the form
    "an open element": ("<main", "<span/><main", "`span` is left open"),
    "an open tag": ("<main", "<b><main", "not well-formed"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(document: Document, page: bytes, fault: str) -> None:
    change, to, told = PLANTED[fault]
    written = page.decode()
    assert change in written
    # A tag that goes, goes as a whole, with its end.
    times = -1 if change in {"main", "footer", "data:font/ttf"} else 1
    faulty = written.replace(change, to, times).encode()
    found = web_page.check(document, Made(faulty))
    assert any(told in each.message for each in found), found


def test_a_large_page_is_a_warning(document: Document, page: bytes) -> None:
    large = page.replace(b"<style>", b"<style>" + b" " * 1_000_000)
    (found,) = web_page.check(document, Made(large))
    assert (found.rule, found.severity) == ("web-size", "warning")


def test_every_format_that_it_leads_to_has_its_words(shop: Shop) -> None:
    words = labels(equipment_for(shop.root), ("en-GB", "en"))
    assert {f"web.{format_.name}" for format_ in WEB.offers} <= set(words)
    assert "press" not in {format_.name for format_ in WEB.offers}, "that is for the printer"


def test_addresses_in_a_sentence_are_links(shop: Shop) -> None:
    shop.guide()
    shop.write(
        "source/handout.toml",
        HANDOUT.replace(
            "web =", 'feedback = "Write to a.b@example.org, or <c> at e.org/x."\nweb ='
        ),
    )
    page = made(shop)[1].data.decode()
    assert '<a dir="ltr" href="mailto:a.b@example.org">a.b@example.org</a>, or &lt;c&gt; ' in page
    assert '<a dir="ltr" href="https://e.org/x">e.org/x</a>.</p>' in page


# ---- wide tables

TABLE = """\
# A guide

What it is for.

## A table

| | Fridge & shelf | How long | Why |
|:--|:--|--:|:--|
| Milk | cold | 3 days | {because} |
| Tea | | 1 hour | |

| Two | Columns |
|:--|:--|
| a | b |
"""


def test_the_cells_of_a_wide_table_know_their_headings(shop: Shop) -> None:
    shop.guide(TABLE.replace("{because}", "it keeps"))
    page = made(shop)
    assert web_page.check(*page) == ()
    wide, narrow = elements(page[1].data, "table")
    cells = [element for element in wide.walk() if element.tag == "td"]
    labelled = [(each.text(), each.attributes["data-label"]) for each in cells if each.text()]
    assert labelled == [
        *(("cold", "Fridge & shelf"), ("3 days", "How long"), ("it keeps", "Why")),
        ("1 hour", "How long"),
    ]
    assert wide.attributes["data-columns"] == "4"
    assert [(e.tag, e.attributes["role"]) for e in wide.walk()][:5] == [
        *(("table", "table"), ("thead", "rowgroup"), ("tr", "row"), ("td", "cell")),
        ("th", "columnheader"),
    ]
    assert not {"data-columns", "data-label", "role"} & {
        key for e in narrow.walk() for key in e.attributes
    }


@pytest.mark.parametrize(
    ("left", "right", "wide"),
    [
        ("Freezer", "6 months", False),
        ("Freezer or the like", "for up to 6 months", False),
        ("Muttermilch", "Aufbewahrung", True),
        ("Mutter-Milch", "Aufbewahrung", False),
        ("Gefrierfach", "6\u00a0Monate", True),
        ("Gefrierfach", "6 Monate", False),
    ],
)
def test_two_columns_of_long_words_are_too_wide_for_a_phone(
    shop: Shop, left: str, right: str, *, wide: bool
) -> None:
    """What is counted are letters that stay together: a number stays with its unit."""
    table = f"| At | How |\n|:--|:--|\n| in a fridge | 3 days |\n| {left} | {right} |\n"
    shop.guide(f"# A guide\n\nWhat it is for.\n\n## A table\n\n{table}")
    (found,) = elements(made(shop)[1].data, "table")
    assert ("data-columns" in found.attributes) is wide


# ---- words in drawings

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">'
    '<text x="2" y="9" font-family="Atkinson Hyperlegible Next" font-size="9">{words}</text></svg>'
)


def test_the_words_of_a_drawing_have_their_font(shop: Shop) -> None:
    shop.write("source/a-guide/images/ribs.svg", DRAWN.format(words="ribs"))
    shop.guide("# A guide\n\nWhat.\n\n## B\n\n![Your ribs](images/ribs.svg)\n")
    document, page = made(shop)
    assert web_page.check(document, page) == ()
    (picture,) = elements(page.data, "img")
    drawing = parse(unquote_to_bytes(picture.attributes["src"].partition(",")[2]))
    (style,) = (element for element in drawing.walk() if element.tag == "svg:style")
    assert style.text().count("@font-face") == 1, "nothing in it is bold"
    (font,) = re.findall(r"base64,([^\")]+)", style.text())
    assert set("ribs") <= characters(b64decode(font))


# ---- colours on a dark screen

PAIRS = (
    *(
        (text, ground, 4.5)
        for text in ("--ink", "--brand", "--quiet", "--accent")
        for ground in ("--paper", "--sand", "--sage")
    ),
    ("--on-brand", "--brand", 4.5),
    ("--on-cover", "--cover", 4.5),
    *(
        (line, ground, 3.0)
        for line in ("--care-line", "--care-line-urgent", "--care-line-emergency")
        for ground in ("--paper", "--sand", "--sage")
    ),
)


def _pale(theme: Theme) -> list[tuple[str, str]]:
    tokens = dark_tokens(theme)
    return [(one, other) for one, other, least in PAIRS if _between(tokens, one, other) < least]


def _between(tokens: dict[str, str], one: str, other: str) -> float:
    return contrast(tokens[one], tokens[other])


def _shipped(name: str) -> Theme:
    path = ROOT / "styles" / "themes" / f"{name}.css"
    theme, faults = read_theme(path.read_text("utf-8"), path.name)
    assert not faults
    return theme


THEMES = sorted(path.stem for path in (ROOT / "styles" / "themes").glob("*.css"))


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_can_be_read_on_a_dark_screen(name: str) -> None:
    assert _pale(_shipped(name)) == []


@pytest.mark.parametrize("name", THEMES)
def test_a_dark_screen_is_dark(name: str) -> None:
    tokens = dark_tokens(_shipped(name))
    assert all(contrast("#ffffff", tokens[f"--{each}"]) >= 12 for each in ("paper", "sand", "sage"))


def test_black_and_white_stay_so_in_the_dark() -> None:
    tokens = dark_tokens(_shipped("high-contrast"))
    assert tokens["--paper"] == tokens["--sand"] == tokens["--sage"] == "#000000"
    assert tokens["--ink"] == tokens["--brand"] == tokens["--quiet"] == tokens["--hairline"]
    assert _between(tokens, "--ink", "--paper") > 15


def _colours(least: int, most: int) -> st.SearchStrategy[str]:
    channels = st.tuples(*[st.integers(least, most)] * 3)
    return channels.map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


LIGHT = ("--paper", "--on-brand", "--sand", "--sage", "--hairline", "--on-care")
ANY_THEME = st.fixed_dictionaries(
    {name: _colours(215, 255) if name in LIGHT else _colours(0, 95) for name in TOKENS}
)


@settings(max_examples=40, deadline=None)
@given(colours=ANY_THEME)
def test_any_theme_can_be_read_on_a_dark_screen(colours: dict[str, str]) -> None:
    span = Span("a.css")
    tokens = {name: Token(name, colour, span) for name, colour in colours.items()}
    assert _pale(Theme("a.css", tokens)) == []


@pytest.mark.parametrize("name", THEMES)
def test_the_page_brings_its_dark_colours(shop: Shop, name: str) -> None:
    shop.guide(theme=f'"{name}"')
    css = elements(made(shop)[1].data, "style")[0].text()
    dark = css.partition("@media screen and (prefers-color-scheme: dark) {\n:root {")[2]
    assert dict(re.findall(r"(--[\w-]+): (#\w+);", dark)) == dark_tokens(_shipped(name))


def test_a_style_sheet_cannot_end_the_styles(shop: Shop) -> None:
    shop.guide()
    sheet = (ROOT / "styles" / "web.css").read_text("utf-8")
    ends = 'p::before { content: "</style><script>]]>/*" } /* gone */ p > em { color: #000000 }'
    shop.write("styles/web.css", f"{sheet}\n{ends}\n")
    document, page = made(shop)
    assert web_page.check(document, page) == ()
    assert page.data.count(b"</style>") == 1
    assert b"p > em" in page.data
    assert b"gone" not in page.data


# ---- what cannot be made


def test_a_page_that_is_not_well_formed_is_refused(document: Document) -> None:
    (sheet,) = document.pages
    broken = replace(document, pages=(replace(sheet, html=sheet.html.replace("</main>", "")),))
    with pytest.raises(Failure) as caught:
        WEB.make(broken)
    assert [fault.rule for fault in caught.value.diagnostics] == ["web-page"]


@pytest.mark.parametrize("name", ["images/cup.svg", "fonts/AtkinsonHyperlegibleNext-Bold.ttf"])
def test_a_file_that_is_not_there_is_told(document: Document, name: str) -> None:
    files = {each: file for each, file in document.files.items() if each != name}
    with pytest.raises(Failure, match=name):
        WEB.make(replace(document, files=files))
