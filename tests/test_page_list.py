"""The e-book's page numbers against the paper: every break at the very word, in every guide."""

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
import stress_guide
from conftest import DRAWING, Shop
from epub_sample import document
from epubcheck_runner import epubcheck
from package_code import ROOT
from pdf_sample import leaflet as pdf_document
from sheet_reading import text_of_pages

from bindery.checks import epub_structure
from bindery.document import Made, Page, PageMap, PageStart
from bindery.formats.epub import make
from bindery.formats.epub_container import entries, pack
from bindery.formats.epub_page_breaks import number_pages
from bindery.formats.pdf import make as make_leaflet

BREAK = re.compile(
    r'<span[^>]* role="doc-pagebreak" id="([^"]+)" aria-label="([^"]+)"[^>]*></span>'
)
# What layout puts before words: bullets, boxes and the numbers of steps.
MARKERS = "[•◦□☐0-9.]{0,3}"
WORDS = 6
INLINE = re.compile(r"</?(?:a|abbr|bdi|code|em|span|strong|sub|sup)\b[^>]*>")


@dataclass(frozen=True)
class Break:
    """A page break of a book: its number, the words after it, whether a picture comes first."""

    label: str
    words: tuple[str, ...]
    picture: bool


def marks(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in "\u00ad\u200b\u2060")


# What the book alone shows: notes at the end of each chapter, descriptions of pictures.
BOOK_ONLY = re.compile(
    r'<details.*?</details>|<div class="notes".*?</aside>\s*</div>|<title>.*?</title>', re.DOTALL
)


# And on paper, where all of them stand at the end.
NOTES = re.compile(r"Notes1\D.*Backtothetext")


def breaks_of(book: Path) -> list[Break]:
    """The breaks that the page-list of a book leads to, in its order."""
    with zipfile.ZipFile(book) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if "html" in name}
        package = archive.read("EPUB/content.opf").decode()
    files = dict(re.findall(r'<item href="([^"]+)" id="([^"]+)"', package))
    spine = re.findall(r'<itemref idref="([^"]+)"', package)
    order = [f"EPUB/{name}" for item in spine for name, own in files.items() if own == item]
    nav = pages["EPUB/nav.xhtml"]
    listed = nav.partition('epub:type="page-list"')[2].partition("</nav>")[0]
    found = []
    for target, label in re.findall(r'<a href="([^"]+)">([^<]+)</a>', listed):
        name, _, anchor = target.partition("#")
        page = pages[f"EPUB/{name}"]
        (place,) = (match for match in BREAK.finditer(page) if match[1] == anchor)
        assert place[2] == label
        after = order[order.index(f"EPUB/{name}") + 1 :]
        following = BOOK_ONLY.sub(
            "", "".join([page[place.end() :], *(pages[file] for file in after)])
        )
        before_picture = re.sub(r"<(?!img)[^>]*>", "", following).lstrip().startswith("<img")
        text = unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", following)))
        words = tuple(marks(word) for word in text.split()[:WORDS])
        found.append(Break(label, words, before_picture))
    return found


def assert_agrees(leaflet: Path, book: Path, paper_only: str = "") -> None:
    """Every page of the paper begins with the words that follow its number in the book.

    ``paper_only`` is what the book leaves out.
    """
    pages = [
        NOTES.sub("", marks(page.replace("\ufffe", "-").replace(paper_only, "")))
        for page in text_of_pages(leaflet.read_bytes())
    ]
    breaks = breaks_of(book)
    assert [each.label for each in breaks] == [str(n) for n in range(1, len(pages) + 1)]
    foot = _shared_end(pages[1:])
    for each, paper, before in zip(breaks[1:], pages[1:], pages, strict=False):
        told = f"page {each.label} begins {paper[:60]!r}, the book {each}"
        alone = each.picture and re.sub(r"\d+", "#", paper) == foot
        place = 0 if alone else _place_of(each.words, paper, foot)
        assert place is not None, told
        # The words of a drawing come first where a page begins with one, and those of a
        # table's head where it goes on.
        skipped = paper[:place]
        # A page of notes alone: the book has each of them at the end of its chapter.
        notes = skipped.endswith(marks("Back to the text"))
        marker = re.fullmatch(MARKERS, skipped)
        assert marker or each.picture or notes or skipped in before, told


def _shared_end(pages: list[str]) -> str:
    """What runs at the foot of all of ``pages``, without the page's number."""
    first = re.sub(r"\d+", "#", pages[0])
    lengths = range(len(first), 0, -1)
    texts = [re.sub(r"\d+", "#", page) for page in pages]
    length = next(n for n in lengths if all(text.endswith(first[-n:]) for text in texts))
    return first[-length:]


def _place_of(words: tuple[str, ...], paper: str, foot: str) -> int | None:
    """Where ``words`` stand on a page; the last of them may stand on the next one."""
    for number in range(len(words), 0, -1):
        pattern = MARKERS.join(map(re.escape, words[:number]))
        if found := re.search(pattern, paper):
            at_end = re.sub(r"\d+", "#", paper[found.end() :]) == foot
            if number == WORDS or at_end:
                return found.start()
    return None


def _pairs(out: Path) -> list[tuple[Path, Path]]:
    books = sorted(out.glob("*.ebook.epub"))
    return [
        (book.with_name(book.name.replace("ebook.epub", "leaflet.pdf")), book) for book in books
    ]


def test_every_page_of_the_finished_books_begins_where_the_paper_does(out: Path) -> None:
    pairs = _pairs(out)
    assert len(pairs) >= 2
    for leaflet, book in pairs:
        assert_agrees(leaflet, book)


def test_every_page_of_a_long_guide_too(shop: Shop) -> None:
    stress_guide.write(shop)
    outcome = shop.build(formats=("leaflet", "ebook"))
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(shop.out)
    assert_agrees(leaflet, book)
    assert len(breaks_of(book)) >= 22
    assert not epubcheck([book])[book]


PARAGRAPH = " ".join(f"On day {n} we walked {n + 3} miles along the river." for n in range(100))
SPLIT = {
    "paragraph": PARAGRAPH,
    "item": "- First.\n- " + PARAGRAPH,
    "step": "::: steps\n1. **Walk.** " + PARAGRAPH + "\n:::",
    "definition": "A walk\n: " + PARAGRAPH,
    "card": "::: urgent\n### Walk if:\n\n" + PARAGRAPH + "\n:::",
    "quotation": "> " + PARAGRAPH,
    "table": "| A | B |\n|---|---|\n"
    + "".join(f"| row {n} | {n} words here |\n" for n in range(60)),
    "note": "Words.[^1]\n\n[^1]: A note.\n\n" + PARAGRAPH,
    "entity": " ".join(f"Salt & pepper are {n} < {n + 1}." for n in range(160)),
}


@pytest.mark.parametrize("kind", SPLIT)
def test_a_break_stands_inside_what_runs_over_a_page(shop: Shop, kind: str) -> None:
    shop.guide(f"# A guide\n\nWhat it is for.\n\n## A section\n\n{SPLIT[kind]}\n")
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(shop.out)
    assert_agrees(leaflet, book)
    assert not epubcheck([book])[book]


EVERYTHING = """\
# A guide

What it is for.

## A section

Words before.

### A heading of its own

Words below it.

- one item
- another **item**

A term
: its meaning

| Where | How long |
|--|--|
| Fridge | 3 days |
| | |
| Freezer | 6 months |

::: only print
Only the leaflet says this.
:::

Both say this.

![Milk parts into two layers.](images/a.svg)

After the picture.

::: urgent
### Call somebody if:

- your baby sleeps
:::

::: write-in
- Your midwife: ____
:::

::: do-not
- do not wait
:::
"""
# Where the style sheet begins a page, and what the book then has around the page's number.
FORCED = {
    "h3": '{}<h3 id="a-heading-of-its-own">',
    "li + li": "<li>{}another <strong>",
    "dd": "<dd>{}its meaning",
    "tbody tr:first-child": '<th scope="col">{}Where',  # the head is printed on that page
    "tbody tr:nth-child(2)": "<tr><td>{}</td><td></td></tr>",  # to be filled in: no words
    "#a-section\\.7\\.1": '<p id="a-section.8">{}Both say this.',  # for the leaflet alone
    "figure": '<figure class="" id="a-section.9">{}<img',
    "figure + p": '<p id="a-section.10">{}After the picture.',
    ".card": '{}<h3 class="title" id="a-section.11.title">',
    ".write-in": '{}<span class="label">Your midwife',
    ".do-not": '{}<h3 class="title" id="a-section.13.title">',
}


@pytest.fixture
def forced(shop: Shop) -> Shop:
    """A guide of everything, each beginning a page."""
    css = (ROOT / "styles/leaflet.css").read_text("utf-8")
    shop.write("styles/leaflet.css", f"{css}\n{', '.join(FORCED)} {{ break-before: page }}\n")
    shop.write("source/a-guide/images/a.svg", DRAWING)
    shop.guide(EVERYTHING)
    return shop


def test_a_page_may_begin_with_anything(forced: Shop) -> None:
    outcome = forced.build()
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(forced.out)
    assert_agrees(leaflet, book, paper_only="Only the leaflet says this.")
    with zipfile.ZipFile(book) as archive:
        page = archive.read("EPUB/front.xhtml").decode()
        cover = archive.read("EPUB/cover.xhtml").decode()
    shown = BREAK.sub(lambda found: f"|{found[2]}|", page)
    for number, expected in enumerate(FORCED.values(), start=3):
        assert expected.format(f"|{number}|") in shown
    assert '|1|<img role="doc-cover"' in BREAK.sub(r"|\2|", cover)
    assert not epubcheck([book])[book]


def test_a_page_with_nothing_on_it_begins_where_the_next_one_does(shop: Shop) -> None:
    css = (ROOT / "styles/leaflet.css").read_text("utf-8")
    shop.write("styles/leaflet.css", f"{css}\n.section + .section {{ break-before: left }}\n")
    shop.guide("# A guide\n\nWhat.\n\n## One\n\nWords.\n\n## Two\n\nMore words.\n")
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(shop.out)
    assert [each.words[:2] for each in breaks_of(book)[1:]] == [
        ("One", "Words."),
        ("Two", "More"),
        ("Two", "More"),
    ]
    assert len(text_of_pages(leaflet.read_bytes())) == 4


def test_pages_are_called_by_the_numbers_printed_on_them(shop: Shop) -> None:
    css = (ROOT / "styles/leaflet.css").read_text("utf-8")
    shop.write("styles/leaflet.css", f"{css}\n@page {{ counter-increment: page 3 }}\n")
    shop.guide()
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(shop.out)
    printed = re.findall(r"Page (\d+) of", text_of_pages(leaflet.read_bytes())[1])
    # The cover has no number printed on it: it keeps its place.
    assert [each.label for each in breaks_of(book)] == ["1", *printed]
    assert printed != ["2"]
    assert not epubcheck([book])[book]


def test_a_text_that_runs_from_right_to_left() -> None:
    """In Latin letters, for the shop's fonts have no others; lines and pages run to the left."""
    words = " ".join(f'On day {n} give <bdi dir="ltr">{n}.25 mg</bdi> more.' for n in range(300))
    body = f'<h2 id="a">A section</h2><ul><li>One.</li><li><p id="b">{words}</p></li></ul>'
    made = make_leaflet(pdf_document(body, language="ar"))
    assert made.page_map
    pages, breaks = number_pages([_page("p", body)], made.page_map)
    printed = text_of_pages(made.data)
    assert len(breaks) == len(printed) > 3
    for number, after in enumerate(BREAK.split(pages[0].html)[6::3], start=1):
        text = unescape(re.sub(r"<[^>]*>", "", after)).split()
        for word in text[:WORDS]:
            # The words of a line are told from its left end, and so in any order.
            assert word.strip(".") in printed[number][:120]


def test_another_language(shop: Shop) -> None:
    labels = (Path(__file__).parents[1] / "templates/labels/en.toml").read_text()
    shop.write("templates/labels/cy.toml", labels)
    shop.write("source/handout.toml", 'languages = ["cy"]\n[publisher]\nname = "A"\n')
    words = " ".join(f"Cerddwn i'r afon {n} waith a dod yn ôl." for n in range(150))
    shop.guide(f"# Taith\n\nBeth yw hi.\n\n## Cerdded\n\n{words}\n", language="cy")
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    ((leaflet, book),) = _pairs(shop.out)
    assert_agrees(leaflet, book)


def test_a_book_without_a_leaflet_knows_no_pages(shop: Shop) -> None:
    shop.guide(formats='["ebook"]')
    assert not shop.build().failed
    with zipfile.ZipFile(shop.out / "a-guide.en-GB.ebook.epub") as archive:
        package = archive.read("EPUB/content.opf").decode()
        nav = archive.read("EPUB/nav.xhtml").decode()
    assert "pageBreak" not in package
    assert "page-list" not in nav


def test_a_book_made_alone_has_the_pages_of_its_leaflet(shop: Shop) -> None:
    shop.guide()
    assert not shop.build(formats=("ebook",)).failed
    alone = shop.made()["a-guide.en-GB.ebook.epub"]
    assert not shop.build().failed
    assert shop.made()["a-guide.en-GB.ebook.epub"] == alone
    with zipfile.ZipFile(shop.out / "a-guide.en-GB.ebook.epub") as archive:
        package = archive.read("EPUB/content.opf").decode()
    assert '<meta property="pageBreakSource">A guide, REF-1, Version 1.0</meta>' in package
    assert ">pageNavigation<" in package


def _page(name: str, body: str) -> Page:
    return Page(
        name, name, "chapter", f"<html><head><title>t</title></head><body>{body}</body></html>"
    )


def _numbered(bodies: list[str], *starts: PageStart, anchors: tuple[str, ...] = ()) -> list[str]:
    pages = [_page(f"p{number}", body) for number, body in enumerate(bodies)]
    numbered, _ = number_pages(pages, PageMap("", starts, anchors))
    shown = re.compile(r'<span role="doc-pagebreak" id="[^"]*" aria-label="(\d+)"></span>')
    return [shown.sub(r"|\1|", page.html.partition("<body>")[2][:-14]) for page in numbered]


@pytest.mark.parametrize(
    ("body", "start", "expected"),
    [
        ('<p id="a">One two</p>', PageStart("2", "a", 3, "two"), '<p id="a">One |2|two</p>'),
        # A word that the layout parted stays whole.
        ('<p id="a">One two</p>', PageStart("2", "a", 4, "wo"), '<p id="a">One |2|two</p>'),
        # Not inside a link.
        (
            '<p id="a">One <a href="#b">two three</a></p>',
            PageStart("2", "a", 6, "three"),
            '<p id="a">One |2|<a href="#b">two three</a></p>',
        ),
        (
            '<p id="a">A &amp; &#65;</p>',
            PageStart("2", "a", 2, "A"),
            '<p id="a">A &amp; |2|&#65;</p>',
        ),
        # What an element with an id of its own holds is counted there.
        (
            '<div id="a">X <p id="b">one</p> Y</div>',
            PageStart("2", "a", 1, "Y"),
            '<div id="a">X <p id="b">one</p> |2|Y</div>',
        ),
        # Nor inside a heading, which is called by all that is in it.
        (
            '<div><h2 id="a">One <em>two</em></h2></div>',
            PageStart("2", "a", 3, "two"),
            '<div>|2|<h2 id="a">One <em>two</em></h2></div>',
        ),
        # Before the elements that begin there.
        (
            '<p id="a">One <strong><em>two</em></strong></p>',
            PageStart("2", "a", 3, "two"),
            '<p id="a">One |2|<strong><em>two</em></strong></p>',
        ),
        # A word may be in several elements, and hold an invisible hyphen.
        (
            '<p id="a">Of <b>Hb</b><i>A&#173;</i><sub>1c</sub></p>',
            PageStart("2", "a", 3, "bA1c"),
            '<p id="a">Of |2|<b>Hb</b><i>A&#173;</i><sub>1c</sub></p>',
        ),
        # Two lines are two words.
        (
            "<p id='a'>One<br/>two</p>",
            PageStart("2", "a", 3, "two"),
            "<p id='a'>One<br/>|2|two</p>",
        ),
        # A script without blanks: a page begins at any sign.
        (
            '<p id="a">\u7528\u624b\u6324\u5976</p>',
            PageStart("2", "a", 2, "\u6324\u5976"),
            '<p id="a">\u7528\u624b|2|\u6324\u5976</p>',
        ),
        # A cell may be empty.
        (
            '<table id="a"><tr><td>One</td></tr><tr><td title="x > y"></td></tr></table>',
            PageStart("2", "a", 3, "", cell=1),
            '<table id="a"><tr><td>One</td></tr><tr><td title="x > y">|2|</td></tr></table>',
        ),
        # The words are elsewhere in the book: there once, so it is there.
        (
            '<p id="a">Words. <span>Keep it cold, always.</span></p>',
            PageStart("2", "b", 9, "Keepitcold"),
            '<p id="a">Words. |2|<span>Keep it cold, always.</span></p>',
        ),
        # The front of the paper is the front of the book.
        ('<p id="a">One two</p>', PageStart("2", "", 0, "two"), '<p id="a">|2|One two</p>'),
        (
            '<div id="a">X <img src="i" alt="n"/> Y</div>',
            PageStart("2", "a", 1, "Y", picture=True),
            '<div id="a">X |2|<img src="i" alt="n"/> Y</div>',
        ),
    ],
)
def test_a_place_is_found(body: str, start: PageStart, expected: str) -> None:
    assert _numbered([body], start, anchors=("a", "b")) == [expected]


def test_what_the_book_lacks_is_what_follows_it() -> None:
    bodies = ['<p id="a">One.</p>', '<p id="c">Three.</p>']
    starts = (PageStart("2", "b", 0, "Printonly"), PageStart("3", "c", 0, "Three."))
    assert _numbered(bodies, *starts, anchors=("a", "b", "c")) == [
        '<p id="a">One.</p>',
        '<p id="c">|2||3|Three.</p>',
    ]


def test_pages_stay_in_order_where_the_book_does_not() -> None:
    bodies = ['<p id="n">Note one.</p><p id="a">Alpha.</p>', "<p>About this.</p>"]
    starts = (PageStart("1", "a", 0, "Alpha."), PageStart("2", "n", 0, "Noteone."))
    assert _numbered(bodies, *starts, anchors=("a", "n")) == [
        '<p id="n">Note one.</p><p id="a">|1|Alpha.</p>',
        "<p>|2|About this.</p>",
    ]


# ---- the gate


def _made(change: str, to: str, entry: str) -> list[str]:
    """What the gate says of a book whose ``entry`` was changed after it was made."""
    paper = PageMap("A leaflet", (PageStart("1", "", 0, ""), PageStart("2", "", 9, "")), ())
    whole = document(paper=paper)
    content = entries(make(whole).data)
    assert change in content[entry].decode(), content[entry].decode()
    content[entry] = content[entry].decode().replace(change, to, 1).encode()
    made = Made(pack(content))
    return [fault.message for fault in epub_structure.check(whole, made)]


def test_the_gate_sees_a_page_at_another_word() -> None:
    paper = PageMap(
        "A leaflet", (PageStart("1", "", 0, ""), PageStart("2", "lead", 0, "Give1.25")), ()
    )
    whole = document(paper=paper)
    content = entries(make(whole).data)
    page = content["EPUB/front.xhtml"].decode()
    found = next(found for found in BREAK.finditer(page) if found[2] == "2")
    moved = page.replace(found[0], "").replace("Steps</h2>", f"Steps{found[0]}</h2>")
    assert moved.count("doc-pagebreak") == page.count("doc-pagebreak")
    content["EPUB/front.xhtml"] = moved.encode()
    told = [fault.message for fault in epub_structure.check(whole, Made(pack(content)))]
    assert any("printed page 2 begins with `Give1.25`" in message for message in told)


@pytest.mark.parametrize(
    ("change", "to", "entry", "told"),
    [
        ('playOrder="2"', 'playOrder="9"', "EPUB/toc.ncx", "play order"),
        (">2</a>", ">3</a>", "EPUB/nav.xhtml", "the list of pages is not 1 to 2"),
        ("guide.page.2", "guide.page.1", "EPUB/nav.xhtml", "differ"),
        ('epub:type="page-list"', 'epub:type="lot"', "EPUB/nav.xhtml", "does not list"),
        ("<navLabel><text>2<", "<navLabel><text>9<", "EPUB/toc.ncx", "the NCX lists other pages"),
        (
            'totalPageCount" content="2"',
            'totalPageCount" content="0"',
            "EPUB/toc.ncx",
            "counts other pages",
        ),
        ("A leaflet</meta>", "B</meta>", "EPUB/content.opf", "does not say which printed pages"),
    ],
)
def test_the_gate_sees_a_wrong_page(change: str, to: str, entry: str, told: str) -> None:
    assert any(told in message for message in _made(change, to, entry))
