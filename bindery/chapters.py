"""A book's pages and its contents: the guide in no more files than readers want it in.

Readers begin each file on a fresh page. With a file for every section most pages of a small
screen stood nearly empty, so sections follow each other in one file, as on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .document import OutlineEntry, Page
from .guide import Footnote, Guide, Section
from .selection import called
from .templating import Filler

# In characters: some readers take no file above 300 KB, and turn its pages slowly long before.
MOST_IN_A_FILE = 100_000
_LOCAL_LINK = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r'\sid="([^"]+)"')


@dataclass(slots=True)
class _Chapter:
    """What one file will hold: its ``name``, its sections' headings and their HTML."""

    name: str
    title: str
    headings: set[str] = field(default_factory=set)
    sections: list[str] = field(default_factory=list)

    def has_room(self, section: Section, html: str) -> bool:
        """Whether ``section`` can be read with ease in the same file, and told from the others."""
        size = sum(map(len, (*self.sections, html)))
        return not self.sections or (
            size <= MOST_IN_A_FILE and section.text.casefold() not in self.headings
        )


def book_pages(guide: Guide, filler: Filler, words: Mapping[str, str]) -> tuple[Page, ...]:
    """Cover, title page with the sections, more sections where they are many, control block."""
    title = words["nav.cover"]
    pages = [Page("cover", title, "cover", filler.fill("ebook/cover.xhtml", title=title))]
    notes = called(guide.footnotes, guide.lead)
    for number, chapter in enumerate(_chapters(guide, filler, set(notes))):
        values = {"title": chapter.title, "sections": chapter.sections, "footnotes": notes}
        html = filler.fill(f"ebook/{'section' if number else 'front'}.xhtml", **values)
        pages.append(Page(chapter.name, chapter.title, "chapter", html))
    title = words["about.title"]
    pages.append(Page("about", title, "backmatter", filler.fill("ebook/about.xhtml", title=title)))
    return tuple(_linked(pages))


def _chapters(guide: Guide, filler: Filler, shown: set[Footnote]) -> list[_Chapter]:
    """The sections in as few chapters as hold them. A section is never parted.

    Two of one name are two landmarks that a screen reader calls the same: they stand in two.
    ``shown`` are the notes that stand before all sections; those of the sections are put to them.
    """
    chapters = [_Chapter("front", guide.title)]
    for section in guide.sections:
        # A note stands once, after the first section that calls it; later calls link back there.
        notes = tuple(n for n in called(guide.footnotes, section.blocks) if n not in shown)
        shown.update(notes)
        html = filler.fill("parts/section.html", section=section)
        html += filler.fill("ebook/notes.xhtml", footnotes=notes)
        if not chapters[-1].has_room(section, html):
            chapters.append(_Chapter(f"section-{section.id}", section.text))
        last = chapters[-1]
        last.headings.add(section.text.casefold())
        last.sections.append(html)
    return chapters


def _linked(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages with each link to an anchor on another page naming that page's file."""
    home = _homes(pages)
    for page in pages:

        def target(link: re.Match[str], here: str = page.name) -> str:
            there = home.get(link[1], here)
            return link[0] if there == here else f'href="{there}.xhtml#{link[1]}"'

        yield replace(page, html=_LOCAL_LINK.sub(target, page.html))


def _homes(pages: Sequence[Page]) -> dict[str, str]:
    """The name of the page that each anchor stands on."""
    return {anchor: page.name for page in pages for anchor in _ID.findall(page.html)}


def book_outline(
    guide: Guide, pages: Sequence[Page], words: Mapping[str, str]
) -> tuple[OutlineEntry, ...]:
    """The contents of a book: two levels at most, as Kindle shows no more (KPG 2019.2)."""
    home = _homes(pages)
    front = OutlineEntry(guide.title, "front")
    sections = (_entry(section, home[section.id]) for section in guide.sections)
    return (front, *sections, OutlineEntry(words["about.title"], "about"))


def _entry(section: Section, page: str) -> OutlineEntry:
    headings = (OutlineEntry(heading.text, page, heading.id) for heading in section.headings)
    return OutlineEntry(section.text, page, section.id, tuple(headings))
