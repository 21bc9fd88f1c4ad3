"""Documents: what an edition is made of, what is made of it, and the formats that do that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .diagnostics import Diagnostic, Span
from .edition import Edition
from .guide import Certification, Press
from .theme import Inks

COVER_FILE = "cover.jpg"  # what a book calls the picture on its front


@dataclass(frozen=True, slots=True)
class File:
    """A file that travels with a document: a picture or a font."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A style sheet as text; ``name`` is the file diagnostics point to."""

    name: str
    css: str


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file of a document, a complete XHTML text.

    A leaflet has one; an e-book has a cover, chapters and back matter in reading order.
    ``role`` is "sheet", "cover", "chapter" or "backmatter"; ``name`` is an ASCII stem.
    """

    name: str
    title: str
    role: str
    html: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the contents: ``page`` is a :attr:`Page.name`, ``anchor`` an id in it or empty."""

    text: str
    page: str
    anchor: str = ""
    children: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself.

    ``identifier`` is a ``urn:uuid:`` that stays the same between versions of one guide in
    one language; ``modified`` is the guide's revision date, never the clock's.
    ``direction`` is "ltr" or "rtl"; ``labels`` are the language's words by dotted key.
    """

    title: str
    language: str
    direction: str
    identifier: str
    publisher: str
    authors: tuple[str, ...]
    description: str
    modified: date
    ref: str
    version: str
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lever:
    """A way to save space on paper: custom properties (CSS) that replace the styles' own.

    ``name`` says in words what gives way: "the space between blocks". No lever goes below
    what the field's rules allow: 12 pt, 16 pt in large print.
    """

    name: str
    css: str


@dataclass(frozen=True, slots=True)
class Legibility:
    """What print must offer the eyes of those it is for; sizes of type are points.

    ``smallest`` is for anything at all, ``body`` for most of the text (UKAAF G003: clear print 12,
    large print 16). ``contrast`` is that of text with its ground, and ``contrast_large`` that of
    large type (WCAG 2.2, 1.4.3 and 1.4.6). ``per_inch`` is the fewest pixels of a picture in an
    inch.
    """

    smallest: float = 10.5
    body: float = 12
    contrast: float = 4.5
    contrast_large: float = 3
    per_inch: float = 150


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins, told so that it can be found in another document.

    ``label`` is the page's number as printed. The page begins ``offset`` marks (characters
    that are not blank) into the element with the id ``anchor``, and goes on with ``words``: the
    next marks, as many as are needed to recognise the place. ``anchor`` is empty where no
    element around the place has an id. ``picture`` says that a picture comes first; ``cell`` is
    the number of the table's cells before the one that comes first, -1 where none does.
    """

    label: str
    anchor: str
    offset: int
    words: str
    picture: bool = False
    cell: int = -1


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of a laid-out document: ``source`` says in words which document that is.

    ``starts`` has each page in order, ``anchors`` the ids of the document's elements, as read.
    """

    source: str
    starts: tuple[PageStart, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The complete, self-contained hand-over from composing to making: nothing else is read.

    File names in ``files`` are what the pages' ``src`` and the styles' ``url()`` say.
    ``claims`` are the standards the made file may declare ("PDF/UA-1", "PDF/A-2a").
    ``page_limit`` is the number of pages that nothing may exceed, 0 for none.
    ``page_budget`` is the number of pages promised, 0 for none, and ``levers`` what may be
    given way to keep it, in order. ``places`` says where in the source a block's id stands.
    ``cover`` is the picture on an e-book's front, laid out as a document of one page.
    ``inks`` are those that a press prints the theme's colours with (``"#0b5563"``), ``spots``
    the names of the spot colours that print some of them, and ``press`` is where that is done.
    ``paper`` are the printed pages whose numbers the document gives, None if it has none to give.
    ``certification`` is a person's signature for one of the ``claims``, if it has one.
    ``legibility`` is what print must offer, and ``online`` the address its QR code holds, if any.
    """

    edition: Edition
    metadata: Metadata
    pages: tuple[Page, ...]
    stylesheets: tuple[Stylesheet, ...]
    files: dict[str, File]
    outline: tuple[OutlineEntry, ...] = ()
    claims: tuple[str, ...] = ()
    page_budget: int = 0
    page_limit: int = 0
    levers: tuple[Lever, ...] = ()
    places: dict[str, Span] = field(default_factory=dict)
    cover: Document | None = None
    inks: dict[str, Inks] = field(default_factory=dict)
    spots: dict[str, str] = field(default_factory=dict)
    press: Press = field(default_factory=Press)
    paper: PageMap | None = None
    certification: Certification | None = None
    legibility: Legibility = field(default_factory=Legibility)
    online: str = ""


PRESS_STANDARD = "PDF/X-4"
"""What a file for a commercial printer declares (ISO 15930-7)."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place on a printed page for a reader to fill in.

    ``name`` is the id of its block and ``label`` what is asked there; ``kind`` is "line" (to
    write on) or "box" (to tick). ``area`` is what may be written on of the page numbered
    ``page`` (from 1): left, bottom, right, top in points from its lower left corner.
    """

    name: str
    label: str
    kind: str
    page: int
    area: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: bytes, what the engine had to say, and facts read from the layout.

    ``block_pages`` maps the id of each element that has one to the page (from 1) on which
    it begins; it is empty for formats without pages. ``page_lines`` counts the lines of text
    on each page, ``page_fill`` says how far down each is filled (0 to 1), running headers and
    footers left out. ``levers`` names what gave way to keep the page budget. ``page_map`` says
    where each page begins, for formats that give these pages' numbers, and ``blanks`` where a
    reader is to write.
    """

    data: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    page_count: int | None = None
    block_pages: dict[str, int] = field(default_factory=dict)
    page_lines: tuple[int, ...] = ()
    page_fill: tuple[float, ...] = ()
    levers: tuple[str, ...] = ()
    page_map: PageMap | None = None
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of edition. ``medium`` is "print", "ebook" or "web": it decides what ``only`` keeps.

    ``template`` (below ``templates/``) makes the one page of a format; a book has none,
    and is made of its chapters. ``stylesheets`` (below ``styles/``) are read in order, the
    theme after them; ``cover_stylesheets`` are those of the cover picture, for a format that
    has one. ``claims`` are the standards the format aims for, ``levers`` what it may give way
    in, in order, to keep a page budget. ``drawn_in`` is the theme whose colours drawings have,
    where that is not the guide's.

    A derived format is made from another's finished file, so that one layout serves both:
    ``base`` names that format and ``derive`` makes this one of it. ``paged_by`` names the format
    whose page numbers this one gives: it has pages of its own, but no numbers of its own.
    ``certifiable`` are the standards that a person may sign for: those are then claimed too.
    ``offers`` are formats that this one leads to, where the guide has them. ``legibility`` is what
    print must offer its readers.
    """

    name: str
    suffix: str
    medium: str
    description: str
    stylesheets: tuple[str, ...]
    make: Callable[[Document], Made]
    template: str = ""
    claims: tuple[str, ...] = ()
    cover_stylesheets: tuple[str, ...] = ()
    drawn_in: str = ""
    levers: tuple[Lever, ...] = ()
    base: str = ""
    derive: Callable[[Made, Document], Made] | None = None
    paged_by: str = ""
    certifiable: tuple[str, ...] = ()
    offers: tuple[Format, ...] = ()
    legibility: Legibility = field(default_factory=Legibility)
