from __future__ import annotations

from dataclasses import replace

from epub_sample import document, page
from hypothesis import given
from hypothesis import strategies as st

from bindery.document import OutlineEntry, Page
from bindery.formats.epub_navigation import Place, nav_page, places, toc_ncx
from bindery.formats.epub_pages import Sheet, read_pages
from bindery.markup import parse

METADATA = document().metadata


def sheets(*pages: Page) -> tuple[Sheet, ...]:
    read, findings = read_pages(pages or document().pages)
    assert findings == ()
    return read


def contents(*outline: OutlineEntry, pages: tuple[Sheet, ...] | None = None) -> tuple[Place, ...]:
    found, findings = places(outline, pages or sheets(), METADATA)
    assert findings == ()
    return found


def test_pages_left_out_get_a_line() -> None:
    """The cover is called by its label, another page by its title, each at its place."""
    assert contents(OutlineEntry("By hand", "front", "title")) == (
        Place("Cover", "cover.xhtml"),
        Place("By hand", "front.xhtml#title"),
        Place("Notes", "notes.xhtml"),
    )


def test_page_reached_by_a_deeper_line_gets_no_other() -> None:
    outline = OutlineEntry("By hand", "front", "", (OutlineEntry("Notes", "notes"),))
    assert [place.text for place in contents(outline)] == ["Cover", "By hand"]


def test_page_without_a_title_is_called_like_the_book() -> None:
    pages = sheets(Page("a", "", "chapter", page("<p/>")))
    assert contents(pages=pages) == (Place("By hand & more", "a.xhtml"),)


def test_deep_lines_come_up() -> None:
    """Kindle and most readers show two levels; nothing below is dropped."""
    deep = OutlineEntry("3", "front", "care", (OutlineEntry("4", "notes", "notes"),))
    outline = OutlineEntry("1", "front", "", (OutlineEntry("2", "front", "steps", (deep,)),))
    (_, line) = contents(outline)
    assert [(child.text, child.children) for child in line.children] == [
        ("2", ()),
        ("3", ()),
        ("4", ()),
    ]


def test_depth_of_the_ncx_is_told() -> None:
    flat = toc_ncx(contents(OutlineEntry("a", "front")), sheets(), METADATA)
    assert b'name="dtb:depth" content="1"' in flat
    outline = OutlineEntry("a", "front", "", (OutlineEntry("b", "front", "care"),))
    assert b'name="dtb:depth" content="2"' in toc_ncx(contents(outline), sheets(), METADATA)


def test_lines_with_one_target_share_their_play_order() -> None:
    outline = OutlineEntry(
        "a", "front", "", (OutlineEntry("b", "front"), OutlineEntry("c", "notes"))
    )
    points = [
        e
        for e in parse(toc_ncx(contents(outline), sheets(), METADATA)).walk()
        if "navPoint" in e.tag
    ]
    assert [p.attributes["playOrder"] for p in points] == ["1", "2", "2", "3"]
    assert len({p.attributes["id"] for p in points}) == 4


def test_landmarks_are_those_there_are() -> None:
    def kinds(*pages: Page) -> list[str]:
        nav = parse(nav_page(contents(pages=sheets(*pages)), sheets(*pages), METADATA))
        return [
            e.attributes["epub:type"] for e in nav.walk() if e.tag == "a" and len(e.attributes) > 1
        ]

    cover, front, notes = document().pages
    assert kinds(cover, front, notes) == ["cover", "toc", "bodymatter", "backmatter"]
    assert kinds(front) == ["toc", "bodymatter"]


def test_words_are_escaped() -> None:
    awkward = replace(
        METADATA, title='<a> & "b"', labels={**METADATA.labels, "nav.contents": "A & B"}
    )
    line = Place('<b> & "c"', "front.xhtml")
    nav = parse(nav_page((line,), sheets(), awkward))
    assert "A & B" in nav.text()
    assert '<b> & "c"' in nav.text()
    assert '<a> & "b"' in parse(toc_ncx((line,), sheets(), awkward)).text()


NAMES = st.text("abcdefgh", min_size=1, max_size=3)


@given(
    st.recursive(
        st.builds(OutlineEntry, NAMES, st.sampled_from(["cover", "front", "notes"])),
        lambda entries: st.builds(
            OutlineEntry,
            NAMES,
            st.sampled_from(["cover", "front", "notes"]),
            st.just(""),
            st.lists(entries, max_size=3).map(tuple),
        ),
        max_leaves=8,
    )
)
def test_no_line_is_lost(entry: OutlineEntry) -> None:
    """However the outline is nested, every line and every page is there, two levels deep."""

    def every(line: OutlineEntry) -> list[tuple[str, str]]:
        return [(line.text, line.page), *(pair for c in line.children for pair in every(c))]

    found = contents(entry)
    lines = [(p.text, p.href) for top in found for p in (top, *top.children)]
    assert all(child.children == () for top in found for child in top.children)
    for text, name in every(entry):
        assert (text, f"{name}.xhtml") in lines
    assert {href for _, href in lines} == {"cover.xhtml", "front.xhtml", "notes.xhtml"}
