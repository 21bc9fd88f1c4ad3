"""The guide of this repository, as a reader gets it: read back from its finished files."""

import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from finished import FIRST, Build
from package_code import ROOT
from pdf_tree import Tag, TaggedPdf
from PIL import Image
from sheet_reading import type_sizes
from validators import poppler_text

from bindery.markup import Element, parse

SOURCE = ROOT / "source"
HEADING = re.compile("H[1-6]")
PAGES, LARGE_PAGES = 8, 10
MOST_BYTES = 400 * 1024
BODY_POINTS, LEAST_POINTS = 12, 10.5
HAIR = 0.05  # what a size may be off by when it is read back
WEB = "https://example.org/by-hand"
# The sample's sources misprint a helpline's number; it must never be ours.
MISPRINT = re.compile(r"0300\s?100\s?021(?!\s?\d)")


@pytest.fixture(scope="module")
def leaflet(out: Path) -> Path:
    return out / f"{FIRST}.en-GB.leaflet.pdf"


@pytest.fixture(scope="module")
def tagged(leaflet: Path) -> TaggedPdf:
    return TaggedPdf(leaflet.read_bytes())


@pytest.fixture(scope="module")
def book(out: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(out / f"{FIRST}.en-GB.ebook.epub") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def chapters(book: dict[str, bytes]) -> dict[str, Element]:
    """The pages of the book in reading order, as trees."""
    package = parse(book["EPUB/content.opf"])
    files = {
        element.attributes["id"]: element.attributes["href"]
        for element in package.walk()
        if element.tag == "opf:item"
    }
    spine = [e.attributes["idref"] for e in package.walk() if e.tag == "opf:itemref"]
    return {files[name]: parse(book[f"EPUB/{files[name]}"]) for name in spine}


@pytest.fixture(scope="module")
def web(out: Path) -> Element:
    """The web page as a tree."""
    return parse((out / f"{FIRST}.en-GB.web.html").read_bytes())


# ---- every word of the source


def _ledger(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((SOURCE / f"{name}.toml").read_text("utf-8"))


def _printed(line: str) -> str:
    """A line of the source without its marks, and with its ledger entries."""
    contacts, facts = _ledger("contacts"), _ledger("facts")
    line = re.sub(r"\{fact:([\w-]+)\}", lambda name: str(facts[name[1]]["value"]), line)
    line = re.sub(r"\{contact:([\w-]+)\}", lambda name: str(contacts[name[1]]["phone"]), line)
    line = re.sub(r"!\[(.*)\]\(.*\)(\{.*\})?", r"\1", line)
    line = re.sub(r"^\s*(#+|-|\d+\.) ", "", line)
    return re.sub(r"\*\*|_{4}$", "", line).strip().removesuffix(":")


def _texts() -> Iterator[str]:
    """Every text that an author wrote for the reader, in the order of the source."""
    for line in (SOURCE / FIRST / "en-GB.md").read_text("utf-8").splitlines():
        if line.startswith(":::") or re.fullmatch(r"[|: -]*", line):
            continue
        cells = line.strip("|").split("|") if line.startswith("|") else [line]
        yield from (_printed(cell.strip()) for cell in cells)


def _letters(text: str) -> str:
    """A text without spaces, and with one kind of quotation mark."""
    return re.sub(r"[\s\u00ad\u2060]", "", text).translate(str.maketrans("“”‘’", "\"\"''"))


def _all_text(chapters: dict[str, Element]) -> str:
    """The words of a book, and those that stand for its pictures."""
    alternatives = [
        element.attributes.get("alt", "") for page in chapters.values() for element in page.walk()
    ]
    return "\n".join([*(page.text() for page in chapters.values()), *alternatives])


def test_the_source_is_taken_apart_as_it_should() -> None:
    texts = list(_texts())
    assert len(texts) > 70
    assert "Fridge at 5C to 10C, or not sure how cold" in texts
    assert "your baby is under 3 months and feels hot to you" in texts
    assert not [text for text in texts if re.search(r"[{}*|]|:::|\]\(", text)]


def test_the_leaflet_says_everything_its_author_wrote(tagged: TaggedPdf) -> None:
    """As a screen reader reads it: alternative texts too, and footers not."""
    said = _letters(tagged.tree.text)
    assert [text for text in _texts() if _letters(text) not in said] == []


def test_the_book_says_everything_its_author_wrote(chapters: dict[str, Element]) -> None:
    said = _letters(_all_text(chapters))
    assert [text for text in _texts() if _letters(text) not in said] == []


def test_the_web_page_says_everything_its_author_wrote(web: Element) -> None:
    said = _letters(_all_text({"page": web}))
    assert [text for text in _texts() if _letters(text) not in said] == []


# ---- helplines


def _agreed() -> list[str]:
    """How the guide's contacts are reached, as printed."""
    text = (SOURCE / FIRST / "en-GB.md").read_text("utf-8")
    contacts = _ledger("contacts")
    names = re.findall(r"::: contact ([\w-]+)|\{contact:([\w-]+)\}", text)
    used = [contacts[card or reference] for card, reference in names]
    assert all(contact["status"] == "verified" for contact in used)
    return [contact.get("phone") or contact["web"] for contact in used]


def test_helplines_are_the_agreed_ones() -> None:
    assert sorted(_agreed()) == ["0300 100 0212", "0300 330 0700", "111", "ukamb.org"]


def test_each_helpline_is_printed_in_both_files_and_the_misprint_in_none(
    leaflet: Path, chapters: dict[str, Element]
) -> None:
    for text in (poppler_text(leaflet), _all_text(chapters)):
        plain = text.replace("\u00a0", " ")
        assert [line for line in _agreed() if line not in plain] == []
        assert not MISPRINT.search(text)


def test_no_file_of_the_book_nor_byte_of_the_source_has_the_misprint(
    book: dict[str, bytes],
) -> None:
    assert MISPRINT.search("Call 0300 100 021.")
    assert not MISPRINT.search("Call 0300 100 0212.")
    texts = [data.decode() for name, data in book.items() if not name.endswith((".jpg", ".ttf"))]
    texts += [path.read_text("utf-8") for path in SOURCE.rglob("*.*") if path.is_file()]
    assert not [text for text in texts if MISPRINT.search(text)]


# ---- the leaflet


def test_nothing_was_found_wrong_with_it(
    builds: tuple[Build, Build], complaints: dict[str, list[str]]
) -> None:
    """Neither by the build nor by veraPDF (PDF/UA-1, PDF/A-2a), qpdf and EPUBCheck."""
    assert builds[0].status == 0
    assert not re.search(r"^(error|warning)", builds[0].stderr, flags=re.MULTILINE)
    for name in (f"{FIRST}.en-GB.leaflet.pdf", f"{FIRST}.en-GB.ebook.epub"):
        assert complaints[name] == []


def test_the_leaflet_is_eight_pages_of_a5(leaflet: Path) -> None:
    with pikepdf.open(leaflet) as pdf:
        sizes = {
            tuple(round(float(edge) / 72 * 25.4) for edge in page.mediabox) for page in pdf.pages
        }
        assert len(pdf.pages) == PAGES
    assert sizes == {(0, 0, 148, 210)}


def test_the_fonts_are_in_it_and_only_their_letters_that_it_uses(leaflet: Path) -> None:
    with pikepdf.open(leaflet) as pdf:
        fonts = [font for font in map(_as_dictionary, pdf.objects) if font.get("/Type") == "/Font"]
        for font in fonts:
            assert re.fullmatch(r"/[A-Z]{6}\+Atkinson-Hyperlegible-Next.*", str(font["/BaseFont"]))
            assert "/ToUnicode" in font or "/CIDSystemInfo" in font
        inner = [font for font in fonts if "/FontDescriptor" in font]
        assert len(inner) == 2
        whole = min(path.stat().st_size for path in (ROOT / "styles" / "fonts").glob("*.ttf"))
        for font in inner:
            data = font["/FontDescriptor"]["/FontFile2"].read_bytes()
            assert 0 < len(data) < whole / 2


def _as_dictionary(entry: Any) -> Any:
    return entry if isinstance(entry, pikepdf.Dictionary) else {}


def test_body_text_is_twelve_points_and_nothing_is_below_ten_and_a_half(
    leaflet: Path, chapters: dict[str, Element]
) -> None:
    sizes = list(type_sizes(leaflet))
    assert len(sizes) > 4000
    assert min(size for _, size in sizes) >= LEAST_POINTS - HAIR
    small = _letters("".join(sign for sign, size in sizes if size < BODY_POINTS - HAIR))
    assert "Sources" in small, "the control block is small, so that small text is found"
    parts = chapters["front.xhtml"].walk()
    sections = [part for part in parts if part.attributes.get("class") == "section"]
    body = [
        _letters(element.text())
        for section in sections
        for element in section.walk()
        if element.tag in {"p", "li", "td", "th"} and "label" not in str(element.attributes)
    ]
    assert len(body) > 60
    assert [text for text in body if len(text) > 20 and text in small] == []


@pytest.mark.parametrize(
    ("name", "least", "body"),
    [("booklet", 10.5, 12), ("office", 10.5, 14), ("large-print", 16, 18)],
)
def test_no_word_of_another_format_is_too_small(
    out: Path, name: str, least: float, body: float
) -> None:
    """In footers, captions and pictures too; most of the text is as large as the body."""
    sizes = [size for _, size in type_sizes(out / f"{FIRST}.en-GB.{name}.pdf")]
    assert min(sizes) >= least - HAIR
    assert sum(size >= body - HAIR for size in sizes) > len(sizes) / 2


def test_large_print_takes_no_sheet_more_than_it_must(out: Path) -> None:
    """Both care cards are seen at once, and the last page is more than a control block."""
    tagged = TaggedPdf((out / f"{FIRST}.en-GB.large-print.pdf").read_bytes())
    assert len(tagged.pdf.pages) == LARGE_PAGES
    on = {
        tag.text: max(page for part in tag.walk() for page in part.pages)
        for tag in tagged.tree.walk()
        if HEADING.fullmatch(tag.role)
    }
    cards = [page for heading, page in on.items() if "advice" in heading]
    assert len(cards) == 2
    assert len(set(cards)) == 1
    assert on["About this guide"] == LARGE_PAGES - 1


def test_no_heading_stands_alone_at_the_foot_of_a_page(tagged: TaggedPdf) -> None:
    for heading, after in _followed(tagged):
        assert max(heading.pages) == min(after.pages), heading.text


def test_no_card_step_or_table_is_broken_over_pages(tagged: TaggedPdf) -> None:
    """What has to be read at a glance stands on one page."""
    blocks = [tag for tag in tagged.tree.walk() if tag.role in {"Table", "Figure"}]
    blocks += [tag for tag in tagged.tree.all("Sect") if _is_card(tag)]
    assert len(blocks) > 8
    for block in blocks:
        assert len({page for tag in block.walk() for page in tag.pages}) == 1, block.text


def _is_card(tag: Tag) -> bool:
    return bool(re.match(r"Non-urgent advice|Urgent advice|Do not", tag.text))


def _followed(tagged: TaggedPdf) -> Iterator[tuple[Tag, Tag]]:
    """Each heading, with its pages, and the next tag behind it that has ink."""
    tags = list(tagged.tree.walk())
    found = 0
    for number, tag in enumerate(tags):
        if not HEADING.fullmatch(tag.role):
            continue
        inside = list(tag.walk())
        tag.pages = {page for part in inside for page in part.pages}
        rest = tags[number + len(inside) :]
        yield tag, next(after for after in rest if after.pages)
        found += 1
    assert found > 15


def test_headings_go_down_one_level_at_a_time(tagged: TaggedPdf) -> None:
    levels = [int(tag.role[1]) for tag in tagged.tree.walk() if HEADING.fullmatch(tag.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= level + 1 for level, later in pairwise(levels))


def test_the_qr_code_on_the_printed_page_leads_to_the_web_version(leaflet: Path) -> None:
    """At the sharpness of a cheap phone camera, and of a good one."""
    with pypdfium2.PdfDocument(leaflet) as pdf:
        for dots_per_inch in (100, 300):
            page = pdf[PAGES - 1].render(scale=dots_per_inch / 72).to_pil()
            assert [code.text for code in zxingcpp.read_barcodes(page)] == [WEB]


def test_every_page_has_its_number_and_what_the_paper_is(tagged: TaggedPdf) -> None:
    """As an artifact: nobody wants it read out on each page."""
    footers = {
        page: "".join(a.text for a in tagged.artifacts if a.page == page and a.subtype == "/Footer")
        for page in range(1, PAGES)
    }
    for page, footer in footers.items():
        words = _letters(footer)
        assert "MAT-001·Version1.0·Reviewby24November2027" in words
        assert f"Page{page + 1}of{PAGES}" in words


# ---- links


def _leaflet_links(leaflet: Path) -> list[str]:
    with pikepdf.open(leaflet) as pdf:
        annotations: list[Any] = [
            annotation for page in pdf.pages for annotation in page.obj.get("/Annots", [])
        ]
        actions = [annotation.get("/A", pikepdf.Dictionary()) for annotation in annotations]
        return [str(action.URI) for action in actions if action.get("/S") == "/URI"]


def test_links_can_be_followed_and_lead_to_the_web_or_the_phone(
    leaflet: Path, chapters: dict[str, Element], web: Element
) -> None:
    printed = set(_leaflet_links(leaflet))
    in_book, on_page = (
        {
            element.attributes["href"]
            for page in pages
            for element in page.walk()
            if element.tag == "a" and ":" in element.attributes["href"]
        }
        for pages in (chapters.values(), [web])
    )
    reached = {"tel:03001000212", "tel:03003300700", "https://ukamb.org"}
    assert WEB in printed & in_book
    for links in (printed, in_book, on_page):
        assert reached <= links
        assert not [link for link in links if not re.match(r"https://[\w.-]+|tel:\d+$", link)]


def test_no_file_names_a_file_of_this_computer(out: Path) -> None:
    for file in out.iterdir():
        data = file.read_bytes()
        if file.suffix == ".epub":
            with zipfile.ZipFile(file) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        assert b"file:" not in data
        assert str(ROOT).encode() not in data
        assert str(out.parent).encode() not in data


# ---- the book


def test_the_book_is_small_and_has_a_cover(out: Path, book: dict[str, bytes]) -> None:
    assert (out / f"{FIRST}.en-GB.ebook.epub").stat().st_size <= MOST_BYTES
    with Image.open(io.BytesIO(book["EPUB/cover.jpg"])) as cover:
        assert (cover.format, cover.size) == ("JPEG", (1500, 2400))


def test_the_picture_of_the_cover_reaches_its_edges(book: dict[str, bytes]) -> None:
    """The margin of 8 pixels that engines give a page would be a white frame round it."""
    with Image.open(io.BytesIO(book["EPUB/cover.jpg"])) as cover:
        grey = cover.convert("L")
        right = grey.width - 1
        points = [(x, y) for x in (0, right) for y in (0, 5, 200)]
        seen = [grey.crop((x, y, x + 1, y + 1)).tobytes()[0] for x, y in points]
        assert max(seen) < 245


def test_the_book_is_laid_out_as_listed(
    book: dict[str, bytes], chapters: dict[str, Element], golden: Callable[[str, str], None]
) -> None:
    """Its files in order, what it says of itself, its reading order and its contents."""
    package, nav = parse(book["EPUB/content.opf"]), parse(book["EPUB/nav.xhtml"])
    golden(
        "first-guide.ebook.txt",
        "\n".join(
            [
                "files",
                *(f"  {name}" for name in book),
                "says of itself",
                *(f"  {line}" for line in _described(package)),
                "reading order",
                *(f"  {name}" for name in chapters),
                "contents",
                *_contents(nav),
                "",
            ]
        ),
    )


def _described(package: Element) -> Iterator[str]:
    for element in package.walk():
        if element.tag.startswith("dc:"):
            yield f"{element.tag.removeprefix('dc:')}: {element.text()}"
        elif element.tag == "opf:meta" and "property" in element.attributes:
            yield f"{element.attributes['property']}: {element.text()}"


def _contents(nav: Element) -> Iterator[str]:
    toc = next(element for element in nav.walk() if element.attributes.get("id") == "toc")
    for link in (element for element in toc.walk() if element.tag == "a"):
        yield f"  {link.text()} -> {link.attributes['href']}"


# ---- the web page


def test_the_web_page_is_small_and_leads_to_files_that_are_there(out: Path, web: Element) -> None:
    assert (out / f"{FIRST}.en-GB.web.html").stat().st_size <= MOST_BYTES
    links = [e.attributes["href"] for e in web.walk() if e.tag == "a"]
    files = [link for link in links if link.startswith(FIRST)]
    assert len(files) == 6
    assert all((out / file).is_file() for file in files)


def test_a_draft_on_the_web_says_so_and_is_not_listed(web: Element) -> None:
    robots = [e.attributes for e in web.walk() if e.attributes.get("name") == "robots"]
    assert [each["content"] for each in robots] == ["noindex"]
    header = web.find("header")
    assert header is not None
    assert "Draft, not for use. Sample content, not clinically approved." in header.text()
