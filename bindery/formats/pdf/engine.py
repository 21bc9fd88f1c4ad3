"""From document to file: layout, painting, tags, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Lock

from bindery.diagnostics import Diagnostic, Failure, Span, error
from bindery.document import Document, Made, Stylesheet

from .arrange import arrange
from .blanks import blank_blocks, read_blanks
from .boxes import Reading, read
from .door import Styles, lay_out, tags_by
from .fetcher import BASE, MemoryFetcher
from .finish import contraband, even_out, finish, is_even
from .fontconfig import MEDIA_TYPES, only_fonts
from .labels import whole_labels
from .links import keep_areas, keep_links, refuse_links
from .log import Log
from .marks import read_marks
from .order import paint_in_order
from .page_starts import page_map
from .shapes import Content, Layout, Pdf
from .spaces import keep_spaces
from .structure import Builder, Node, build
from .tags import Writer, write_tags

_TAG = re.compile(r"<[^>]*>")
_WORDS_AROUND = 3
# Fonts, log and tags are the process's: two threads would take them from each other.
_ALONE = Lock()
# What a number without end, values and rules in one another, or a page for every piece of a margin
# raise in WeasyPrint. It compiles selectors as Python.
_BEYOND = (ArithmeticError, RecursionError, SyntaxError, AssertionError)
# See :func:`is_even`: one file in ten needs a second, one in a hundred a third.
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """A document after layout, before it is painted.

    ``builder`` has the tree of its tags; ``hyphenated`` are the ids of the text boxes that
    end in a hyphen which layout put there.
    """

    layout: Layout
    reading: Reading
    builder: Builder
    hyphenated: set[int]


def make_pdf(document: Document) -> Made:
    """See :func:`bindery.formats.pdf.make`."""
    with _ALONE, only_fonts(document.files), whole_labels():
        try:
            fitted, proof, log = _fit(document)
            with log.listening():
                data = _paint(fitted, proof, log)
        except _BEYOND as problem:
            raise Failure(_beyond(problem)) from problem
    return Made(
        data,
        log.diagnostics,
        page_count=len(proof.layout.pages),
        block_pages=proof.reading.first_pages,
        page_lines=tuple(proof.reading.lines),
        page_fill=tuple(proof.reading.fill),
        levers=tuple(lever.name for lever in document.levers if lever not in fitted.levers),
        page_map=page_map(
            proof.layout,
            proof.reading.pieces,
            proof.builder.root,
            proof.hyphenated,
            document.metadata,
        ),
        blanks=read_blanks(proof.layout, proof.builder.parents),
    )


def _beyond(problem: Exception, sheet: str = "") -> Diagnostic:
    """A number too large, rules in rules, a box where none is expected: only styles hold such."""
    reason = str(problem).partition("\n")[0] or "it meets what it takes for impossible"
    return error(
        "engine-notice",
        f"the PDF engine cannot use these styles: {reason}",
        Span(sheet) if sheet else None,
        hint="look in the project's own styles for a very large number, values in values, or an "
        "odd `display`",
    )


def _fit(document: Document) -> tuple[Document, Proof, Log]:
    """Lay out, again with one lever more as long as there are too many pages and levers left.

    Gives the document with the styles it was laid out with and the levers that were not used,
    and what the engine said of that layout alone.
    """
    while True:
        log = Log(finder(document.pages[0].html), document.stylesheets)
        with log.listening():
            proof = _lay_out(document, log)
        fits = not document.page_budget or len(proof.layout.pages) <= document.page_budget
        if fits or not document.levers:
            return document, proof, log
        lever, *others = document.levers
        sheet = Stylesheet(f"the lever for {lever.name}", lever.css)
        document = replace(
            document, stylesheets=(*document.stylesheets, sheet), levers=tuple(others)
        )


def _lay_out(document: Document, log: Log) -> Proof:
    """Read the styles one by one, so that each complaint names its sheet, then lay out."""
    styles = Styles(BASE, MemoryFetcher(document.files))
    _insist_on_fonts(document, styles.font_count)
    for sheet in document.stylesheets:
        try:
            with log.about(sheet.name):
                styles.add(sheet)
        except _BEYOND as problem:
            raise Failure(_beyond(problem, sheet.name)) from problem
    try:
        layout, root = lay_out(document.pages[0].html, styles)
    except TypeError as problem:  # for a box in a place that WeasyPrint does not expect it in
        raise Failure(_beyond(problem)) from problem
    _insist_on_length(document, len(layout.pages))
    if layout.metadata.attachments:
        layout.metadata.attachments.clear()
        log.add(error("outside-file", "the leaflet asks to carry another file"))
    log.add(*refuse_links(layout))
    keep_links(layout)
    paint_in_order(layout)
    hyphenated = keep_spaces(layout)
    reading = read(layout)
    builder = build(root, reading.pieces)
    keep_areas(layout, builder.areas)
    arrange(builder.tree, root)
    log.add(*_unnamed(builder.tree))
    return Proof(layout, reading, builder, hyphenated)


def _insist_on_length(document: Document, pages: int) -> None:
    """Raise Failure if there are more pages than may be, before they are painted."""
    if document.page_limit and pages > document.page_limit:
        message = f"{document.edition} has {pages} pages; {document.page_limit} are allowed"
        hint = "make several guides of it, or allow more: `pages` under [limits] in handout.toml"
        raise Failure(error("too-many-pages", message, hint=hint))


def _insist_on_fonts(document: Document, usable: int) -> None:
    """Raise Failure unless every font of ``document`` is among the ``usable`` ones."""
    given = sum(file.media_type in MEDIA_TYPES for file in document.files.values())
    if not given:
        raise Failure(error("font-failed", "no font travels with the leaflet"))
    if usable < given:
        message = f"{given - usable} of the leaflet's {given} fonts cannot be read"
        raise Failure(error("font-failed", message, hint="put the font file there again"))


def _paint(document: Document, proof: Proof, log: Log) -> bytes:
    """Paint the pages and write the file, with our tags in place of WeasyPrint's."""

    def tagger(pdf: Pdf, layout: Layout, _version: object, contents: list[Content]) -> None:
        marks = read_marks(pdf, contents, layout.fonts.values())
        named = blank_blocks(proof.builder.parents)
        writer = Writer(pdf, marks, proof.reading.markers, proof.hyphenated, named)
        write_tags(writer, proof.builder, runs_left=document.metadata.direction == "rtl")

    def written(attempt: int) -> bytes:
        def finisher(_layout: Layout, pdf: Pdf) -> None:
            finish(pdf, document)
            even_out(pdf, attempt)
            log.add(*contraband(pdf))

        return proof.layout.write_pdf(
            pdf_tags=True, pdf_version="1.7", pdf_identifier=True, finisher=finisher
        )

    with tags_by(tagger):
        try:
            even = (data for data in map(written, range(_ATTEMPTS)) if is_even(data))
            return next(even, None) or written(0)
        except OSError as problem:
            # Pillow reads pictures again while the file is written.
            message = f"a picture cannot be read to its end: {problem}"
            raise Failure(*log.diagnostics, error("picture-failed", message)) from problem


def _unnamed(tree: Node) -> Iterator[Diagnostic]:
    """Errors for pictures and links that a screen reader could not name."""
    for node in tree.walk():
        if node.role in ("Figure", "Link") and not node.alternative and node.element is not None:
            kind = "picture" if node.role == "Figure" else "link"
            what = node.element.get("src") or node.element.get("href") or ""
            yield error(
                "unnamed-element",
                f"the {kind} `{what}` has no words for those who cannot see it",
                hint="say what the reader should learn from it; leave it empty for decoration",
            )


def finder(html: str) -> Callable[[str], str]:
    """A function that says in words where in the body of ``html`` a character stands."""
    words = _TAG.sub(" ", html.partition("</head>")[2]).split()

    def where(character: str) -> str:
        for at, word in enumerate(words):
            if character in word:
                around = " ".join(words[max(0, at - _WORDS_AROUND) : at + _WORDS_AROUND + 1])
                return f", used in `{around}`"
        return ", which the leaflet's styles or drawings print"

    return where
