"""A guide in one format as a document: what is in it, and what holds it together."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import every_block
import pytest
from conftest import DRAWING, HANDOUT, TEXT, Shop
from package_code import ROOT

from bindery.compose import compose
from bindery.diagnostics import Diagnostic, Failure, Span
from bindery.document import Document
from bindery.enclosures import QR_FILE
from bindery.equipment import equipment_for
from bindery.formats import FORMATS, format_named
from bindery.guide import Guide
from bindery.markdown.blocks import COMPONENTS
from bindery.markup import parse
from bindery.selection import every_block as blocks_of

LAYOUTS = [format_.name for format_ in FORMATS if not format_.base]
PRINTED = [name for name in LAYOUTS if format_named(name).medium == "print"]


def guide_of(shop: Shop, language: str = "en-GB") -> Guide:
    project = shop.read()
    assert project.diagnostics == ()
    return next(guide for guide in project.guides if guide.language == language)


def document(
    shop: Shop, format_: str = "leaflet", language: str = "en-GB", others: tuple[str, ...] = ()
) -> Document:
    guide = guide_of(shop, language)
    return compose(guide, format_named(format_), equipment_for(shop.root), others)


def html(shop: Shop, format_: str = "leaflet") -> str:
    """All pages of a document."""
    return "".join(page.html for page in document(shop, format_).pages)


def faults(shop: Shop, format_: str = "leaflet") -> list[Diagnostic]:
    with pytest.raises(Failure) as caught:
        document(shop, format_)
    return list(caught.value.diagnostics)


def section(text: str) -> str:
    """A guide with one section."""
    return f"# Title\n\nSummary.\n\n## One\n\n{text}\n"


# ---- the whole


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    every_block.write(shop)
    return shop


def test_the_sample_uses_every_block_and_every_part(stocked: Shop) -> None:
    text = (stocked.source / every_block.NAME / "en-GB.md").read_text("utf-8")
    assert set(re.findall(r"^::: ([\w-]+)", text, flags=re.MULTILINE)) == set(COMPONENTS)
    kinds = {block.kind for block in blocks_of(guide_of(stocked))} - {"only"}
    parts = {path.stem for path in (ROOT / "templates" / "parts").iterdir()}
    assert kinds <= parts


@pytest.mark.parametrize("name", ["leaflet", "ebook"])
def test_every_block_as_html(stocked: Shop, golden: Callable[[str, str], None], name: str) -> None:
    pages = document(stocked, name, others=("cy",)).pages
    golden(
        f"every-block.{name}.html",
        "".join(
            f"<!-- {page.role}: {page.name}: {page.title} -->\n{page.html}\n" for page in pages
        ),
    )


@pytest.mark.parametrize("language", ["en-GB", "cy"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_page_is_well_formed_and_every_link_in_it_leads_somewhere(
    stocked: Shop, name: str, language: str
) -> None:
    pages = document(stocked, name, language).pages
    assert len({page.name for page in pages}) == len(pages)
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for page in pages:
        elements = list(parse(page.html.encode()).walk())
        found = Counter(e.attributes["id"] for e in elements if "id" in e.attributes)
        assert not [identifier for identifier, times in found.items() if times > 1]
        ids[page.name] = set(found)
        for element in elements:
            labels = element.attributes.get("aria-labelledby", "").split()
            assert set(labels) <= set(found)
            links += [(page.name, element.attributes["href"])] if element.tag == "a" else []
    for here, link in links:
        # A web page leads to the other files of its guide, too.
        if not link.startswith(("https://", "tel:", "mailto:", f"{every_block.NAME}.")):
            file, _, anchor = link.partition("#")
            assert anchor in ids[file.removesuffix(".xhtml") or here]


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_is_shown_that_does_not_travel_with_the_pages(stocked: Shop, name: str) -> None:
    made = document(stocked, name)
    for part in [made, made.cover] if made.cover else [made]:
        shown = {
            element.attributes["src"]
            for page in part.pages
            for element in parse(page.html.encode()).walk()
            if element.tag == "img"
        }
        assert shown - {"cover.jpg"} <= set(part.files)


def test_a_welsh_guide_has_no_english_label(stocked: Shop) -> None:
    """Each label of the sample's Welsh begins with a mark."""
    about = document(stocked, "ebook", "cy").pages[-1].html
    assert "<dt>ŵ Reference</dt>" in about
    assert not re.search(r">(?!ŵ )[A-Z][a-z]+ (of|by|review)", about)


def test_headings_may_be_called_like_the_parts_that_the_program_adds(shop: Shop) -> None:
    names = ["About", "Notes", "Note", "Ref", "Title", "Control", "Guide", "Lead", "Cover", "Front"]
    sections = "".join(f"## {name}\n\nWords.[^1] See [it](#{name.lower()}).\n\n" for name in names)
    shop.guide(f"# Title\n\nSummary.\n\n{sections}[^1]: A note.\n")
    for layout in LAYOUTS:
        made = document(shop, layout)
        for page in made.pages:
            found = Counter(re.findall(r'\sid="([^"]+)"', page.html))
            assert {identifier for identifier, times in found.items() if times > 1} == set()
    book = {page.name: page.html for page in document(shop, "ebook").pages}
    assert 'href="#about"' in book["front"]
    assert '<h2 id="about">About</h2>' in book["front"]


def test_the_same_guide_gives_the_same_document(stocked: Shop) -> None:
    for name in LAYOUTS:
        assert document(stocked, name) == document(stocked, name)


# ---- what a format prints


def test_blocks_are_kept_for_the_formats_they_name(shop: Shop) -> None:
    shop.guide(
        section(
            "::: only print\nIn print.\n:::\n\n::: only ebook\nIn the book.\n:::\n\n"
            "::: only leaflet\nIn the leaflet.\n:::\n\n"
            "::: inset\nIn all.\n\n::: only ebook\nInside.\n:::\n:::"
        )
    )
    said = {
        name: re.findall(r"(In print|In the book|In the leaflet|In all|Inside)\.", html(shop, name))
        for name in ("leaflet", "office", "ebook")
    }
    assert said == {
        "leaflet": ["In print", "In the leaflet", "In all"],
        "office": ["In print", "In all"],
        "ebook": ["In the book", "In all", "Inside"],
    }


def test_a_note_for_midwives_is_printed_and_not_in_the_book(shop: Shop) -> None:
    note = section("All.\n\n::: for midwives\nShow them.\n:::")
    shop.guide(note, audience='["parents", "midwives"]')
    leaflet = html(shop)
    assert "For midwives</h3>" in leaflet
    assert "For parents and midwives" in leaflet
    assert "Show them." in leaflet
    assert "Show them." not in html(shop, "ebook")


def test_a_section_of_which_nothing_is_left_is_left_out(shop: Shop) -> None:
    shop.guide(section("Here.") + "\n## Two\n\n::: only print\nOn paper.\n:::\n")
    book = document(shop, "ebook")
    assert [page.name for page in book.pages] == ["cover", "front", "about"]
    assert [entry.text for entry in book.outline] == ["Title", "One", "About this guide"]
    assert "<h2" in html(shop)
    assert ">Two</h2>" in html(shop)


def test_an_audience_without_a_word_is_told_with_its_place(shop: Shop) -> None:
    shop.guide(section("::: for teachers\nShow them.\n:::"), audience='["parents", "teachers"]')
    found = faults(shop)
    assert [(each.rule, each.message) for each in found] == [
        ("missing-label", "no word for the audience `teachers`"),
        ("missing-label", "no word for the audience `teachers`"),
    ]
    assert [each.span and (each.span.file, each.span.line) for each in found] == [
        ("source/a-guide/guide.toml", 7),
        ("source/a-guide/en-GB.md", 7),
    ]
    assert found[0].hint
    assert "`health-visitors`" in found[0].hint
    assert "templates/labels/en.toml" in found[0].hint


def test_an_audience_that_a_project_names_is_printed(shop: Shop) -> None:
    shop.guide(TEXT, audience='["parents", "teachers"]')
    shop.write("templates/labels/en.toml", '[audience]\nteachers = "teachers & aides"\n')
    assert "For parents and teachers &amp; aides" in html(shop)


LEVELS = """\
# Title

Summary.

::: urgent
### Call 111 if:

::: do
- this
:::
:::

::: key-points
- One.
:::

## One

::: question
### Why?

::: do-not
- that
:::
:::
"""


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_heading_leaves_out_a_level(shop: Shop, name: str) -> None:
    """Before the first section a block's title stands right below the guide's own."""
    shop.guide(LEVELS)
    levels = re.findall(r"<h([1-6])[^>]*>(?:<span.*?</span>)?([^<]*)", html(shop, name))
    assert [level for level, _ in levels if level in "12"][:5] == ["1", "2", "2", "2", "2"]
    above = ["0", *(level for level, _ in levels)]
    assert all(int(below) <= int(over) + 1 for over, below in pairwise(above))
    titles = {"Why?": "3", "Do not": "3", "Do": "2", "Key points": "2", "One": "2"}
    assert {words.strip(): level for level, words in levels}.items() >= titles.items()


# ---- footnotes


NOTES = """\
# Title

Summary.

## One

First.[^a] Again.[^a]

::: only print
On paper.[^a] Also.[^paper]
:::

## Two

Later.[^a] Last.[^b]

::: figure
![A picture.](images/a.svg)

A caption.[^c]
:::

[^a]: Note A, see [two](#two).
[^b]: Note B.
[^c]: Note C.
[^paper]: Note P.
"""


@pytest.fixture
def noted(shop: Shop) -> Shop:
    shop.guide(NOTES)
    shop.write("source/a-guide/images/a.svg", DRAWING)
    return shop


@pytest.mark.parametrize("name", PRINTED)
def test_notes_stand_together_at_the_end_of_a_printed_guide(noted: Shop, name: str) -> None:
    page = html(noted, name)
    assert re.findall(r"Note [A-Z]\b", page.partition('class="notes"')[2]) == [
        *("Note A", "Note P", "Note B", "Note C")
    ]
    assert page.count('role="doc-backlink"') == page.count('role="doc-noteref"') == 7


def test_a_note_of_a_book_stands_after_the_section_that_calls_it(noted: Shop) -> None:
    page = next(page.html for page in document(noted, "ebook").pages if page.name == "front")
    one, two = page.split('<h2 id="two">')
    assert re.findall(r"Note [A-Z]\b", one) == ["Note A"]
    assert re.findall(r"Note [A-Z]\b", two) == ["Note B", "Note C"]


@pytest.fixture
def parted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of books hold one section each."""
    monkeypatch.setattr("bindery.chapters.MOST_IN_A_FILE", 0)


@pytest.mark.usefixtures("parted")
def test_a_long_book_is_parted_between_sections(shop: Shop) -> None:
    shop.guide(section("Here.") + "\n## Two\n\nHere.\n\n### More\n\nThere.\n\n## Three\n\nOn.\n")
    book = document(shop, "ebook")
    assert [page.name for page in book.pages] == [
        *("cover", "front", "section-two", "section-three", "about")
    ]
    told = [(entry.text, entry.page, entry.anchor) for entry in book.outline]
    assert told == [
        *(("Title", "front", ""), ("One", "front", "one"), ("Two", "section-two", "two")),
        *(("Three", "section-three", "three"), ("About this guide", "about", "")),
    ]
    (more,) = book.outline[2].children
    assert (more.page, more.anchor) == ("section-two", "more")


def test_sections_of_one_name_stand_in_two_files(shop: Shop) -> None:
    shop.guide(section("Here.") + "\n## Two\n\nThere.\n\n## ONE {#one-2}\n\nOn.\n")
    pages = [page.name for page in document(shop, "ebook").pages]
    assert pages == ["cover", "front", "section-one-2", "about"]


def test_sections_share_a_file_as_long_as_readers_take_it_with_ease(shop: Shop) -> None:
    long = ("Words and words. " * 110 + "\n\n") * 10
    sections = "".join(f"\n## Number {number}\n\n{long}\n" for number in range(12))
    shop.guide(f"# Title\n\nSummary.\n{sections}")
    pages = document(shop, "ebook").pages
    assert len(pages) == 5, "twelve sections of 20 KB in three files, cover and end"
    assert max(len(page.html) for page in pages) < 110_000


@pytest.mark.usefixtures("parted")
def test_a_note_stands_in_the_first_chapter_that_calls_it(noted: Shop) -> None:
    pages = {page.name: page.html for page in document(noted, "ebook").pages}
    one, two = pages["front"], pages["section-two"]
    assert re.findall(r"Note [A-Z]\b", one) == ["Note A"]
    assert re.findall(r"Note [A-Z]\b", two) == ["Note B", "Note C"]
    assert 'see <a href="section-two.xhtml#two">two</a>' in one
    assert 'href="front.xhtml#guide.note.' in two


@pytest.mark.usefixtures("parted")
def test_a_note_leads_back_to_the_calls_that_this_format_prints(noted: Shop) -> None:
    pages = {page.name: page.html for page in document(noted, "ebook").pages}
    back = re.findall(r'role="doc-backlink" href="([^"]*)"', pages["front"])
    calls = {
        f"{'' if name == 'front' else name + '.xhtml'}#{anchor}"
        for name, page in pages.items()
        for anchor in re.findall(r'<a role="doc-noteref"[^>]*id="([^"]+)"', page)
    }
    assert len(back) == 3
    assert set(back) <= calls


def test_a_note_that_only_another_format_calls_is_left_out(noted: Shop) -> None:
    assert "Note P" in html(noted)
    assert "Note P" not in html(noted, "ebook")


def test_a_note_that_only_a_note_calls_is_printed_with_it(shop: Shop) -> None:
    notes = "[^1]: First.[^2]\n\n[^2]: Second.[^3]\n\n[^3]: Third.\n"
    shop.guide(section("::: only print\nSee.[^1]\n:::\n\nHere.") + "\n" + notes)
    assert re.findall(r"(First|Second|Third)\.", html(shop)) == ["First", "Second", "Third"]
    assert html(shop).count('role="doc-backlink"') == 3
    assert not re.findall(r"(First|Second|Third)\.", html(shop, "ebook"))


# ---- what is printed of settings


def test_a_guide_on_the_web_has_its_address_and_its_code(shop: Shop) -> None:
    shop.guide(web='"www.example.org/by-hand"')
    made = document(shop)
    assert f'<img class="qr" src="{QR_FILE}" alt="QR code: ' in made.pages[0].html
    assert 'href="https://www.example.org/by-hand">example.org/by-hand</a>' in made.pages[0].html
    assert made.files[QR_FILE].media_type == "image/svg+xml"
    book = html(shop, "ebook")
    assert "example.org/by-hand" in book
    assert QR_FILE not in book


def test_where_to_write_to_can_be_followed_on_a_screen(shop: Shop) -> None:
    shop.write("source/handout.toml", HANDOUT.replace("web =", 'feedback = "See e.org/x."\nweb ='))
    shop.guide()
    for format_ in ("ebook", "leaflet"):
        assert 'See <a dir="ltr" href="https://e.org/x">e.org/x</a>.</p>' in html(shop, format_)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_guide_that_is_on_paper_alone_has_neither(shop: Shop, name: str) -> None:
    shop.guide()
    made = document(shop, name)
    assert QR_FILE not in made.files
    assert "Read this guide online" not in html(shop, name)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "web"])
def test_translations_are_named_as_their_readers_name_them(shop: Shop, name: str) -> None:
    shop.guide()
    pages = document(shop, name, others=("ar", "cy", "pl")).pages
    line = (
        'Also available in: <span lang="ar" dir="rtl">العربية</span>, '
        '<span lang="cy" dir="ltr">Cymraeg</span> and <span lang="pl" dir="ltr">Polski</span>'
    )
    assert line in "".join(page.html for page in pages)
    assert "Also available in" not in html(shop, name)


@pytest.mark.parametrize(
    ("status", "reviewers", "printed"),
    [
        ('"draft"', "[]", "Draft, not for use. Do not print."),
        ('"approved"', '["Ann", "Bo"]', "Approved. Do not print."),
    ],
)
def test_the_control_block_says_what_the_paper_is_worth(
    shop: Shop, status: str, reviewers: str, printed: str
) -> None:
    shop.guide(status=status, reviewers=reviewers, notice='"Do not print."')
    for name in LAYOUTS:
        page = html(shop, name)
        rows = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
        assert rows["Status"] == printed
        assert rows["Reference"] == "REF-1"
        assert rows["Last reviewed"] == "1\u00a0November\u00a02026"
        assert rows["Next review"] == "1\u00a0November\u00a02027"
        assert rows["Reviewed by"] == ("Nobody yet" if reviewers == "[]" else "Ann and Bo")


def test_settings_are_text_in_every_template(shop: Shop) -> None:
    shop.guide(
        "# A & B `<i>`\n\nSummary.\n\n## C\n\nWords.\n",
        authors="['<b>x</b> & y']",
        notice="'\"><img src=x>'",
    )
    for name in LAYOUTS:
        for page in document(shop, name).pages:
            parse(page.html.encode())
            assert "<b>x</b>" not in page.html
            assert "<img src=x" not in page.html


# ---- metadata, files and styles


def test_the_book_says_of_itself_what_the_guide_says(stocked: Shop) -> None:
    metadata = document(stocked, "ebook").metadata
    assert metadata.title == "Keeping milk & using it"
    assert metadata.description == "How to keep your milk for 3\u00a0days, and how to use it."
    assert metadata.authors == ("Ann Example, midwife", "Bo Example")
    assert (metadata.language, metadata.direction) == ("en-GB", "ltr")
    assert (metadata.ref, metadata.version) == ("TEST-001", "2.1")
    assert metadata.modified.isoformat() == "2026-11-01"


def test_a_guide_keeps_its_identifier_through_versions_and_each_language_has_its_own(
    stocked: Shop,
) -> None:
    first = document(stocked).metadata.identifier
    settings = stocked.source / every_block.NAME / "guide.toml"
    settings.write_text(settings.read_text("utf-8").replace('"2.1"', '"3.0"'), "utf-8")
    later = document(stocked).metadata
    assert (later.version, later.identifier) == ("3.0", first)
    assert document(stocked, "ebook").metadata.identifier == first
    assert document(stocked, language="cy").metadata.identifier != first
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", first)


def test_a_document_carries_the_pictures_it_shows_and_no_others(shop: Shop) -> None:
    shop.guide(
        "# T\n\nS.\n\n![C](images/c.svg){.cover}\n\n## One\n\n"
        "::: only print\n![P](images/p.svg)\n:::\n\n::: only ebook\n![E](images/e.svg)\n:::\n"
    )
    for name in "cpe":
        shop.write(f"source/a-guide/images/{name}.svg", DRAWING)
    leaflet, book = document(shop), document(shop, "ebook")
    assert {name for name in leaflet.files if "images" in name} == {"images/c.svg", "images/p.svg"}
    assert {name for name in book.files if "images" in name} == {"images/e.svg"}
    assert book.cover
    assert "images/c.svg" in book.cover.files


def test_a_document_carries_pictures_inside_lists_and_quotations(shop: Shop) -> None:
    shop.guide("# T\n\nS.\n\n## One\n\n- A\n\n  ![P](images/p.svg)\n\n> ![Q](images/q.svg)\n")
    for name in "pq":
        shop.write(f"source/a-guide/images/{name}.svg", DRAWING)
    for format_ in ("leaflet", "ebook"):
        assert {"images/p.svg", "images/q.svg"} <= document(shop, format_).files.keys()


def test_styles_end_with_the_theme_and_a_projects_own_sheet_wins(shop: Shop) -> None:
    shop.guide(theme='"night"')
    calm = (ROOT / "styles" / "themes" / "calm.css").read_text("utf-8")
    shop.write("styles/themes/night.css", calm)
    shop.write("styles/leaflet.css", "/* mine */")
    sheets = document(shop).stylesheets
    assert sheets[-1].name == "styles/themes/night.css"
    assert next(sheet.css for sheet in sheets if sheet.name == "styles/leaflet.css") == "/* mine */"


def test_a_theme_that_is_not_there_is_told(shop: Shop) -> None:
    shop.guide(theme='"clam"')
    (found,) = faults(shop)
    assert (found.rule, found.span) == ("unknown-theme", Span("source/a-guide/guide.toml", 7, 9, 6))
    assert found.hint == "did you mean `calm`?"


def test_a_language_without_labels_makes_no_guide(shop: Shop, tmp_path: Path) -> None:
    del tmp_path
    shop.guide(language="pl", languages='["pl"]')
    guide = guide_of(shop, "pl")
    with pytest.raises(Failure) as caught:
        compose(guide, format_named("leaflet"), equipment_for(shop.root))
    assert [each.rule for each in caught.value.diagnostics] == ["missing-labels"]


def test_an_arabic_guide_runs_from_right_to_left(shop: Shop) -> None:
    labels = (ROOT / "templates" / "labels" / "en.toml").read_text("utf-8")
    shop.write("templates/labels/ar.toml", labels)
    shop.guide(language="ar", languages='["ar"]')
    for name in LAYOUTS:
        made = document(shop, name, "ar")
        assert made.metadata.direction == "rtl"
        assert all(' dir="rtl"' in page.html.partition("<head>")[0] for page in made.pages)
