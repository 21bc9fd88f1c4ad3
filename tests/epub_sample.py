"""A small e-book document with one of everything, for tests to make and to spoil."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from bindery.document import COVER_FILE, Document, File, Metadata, OutlineEntry, Page, Stylesheet
from bindery.edition import Edition

ROOT = Path(__file__).resolve().parent.parent
FONTS = ("fonts/AtkinsonHyperlegibleNext-Regular.ttf", "fonts/AtkinsonHyperlegibleNext-Bold.ttf")

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><linearGradient id="g">'
    b'<stop offset="0" stop-color="#fff"/></linearGradient><path d="M0 0h20v10z" fill="url(#g)"/>'
    b'<text x="2" y="8" font-family="Atkinson" font-size="3">1cm</text></svg>'
)
INLINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" role="img" aria-label="a circle">'
    '<circle cx="2" cy="2" r="2"/></svg>'
)
CSS = """\
/* The tokens. */
:root { --ink: #1d1d1b; --rule: 0.1em solid var(--ink); --face: "Atkinson", sans-serif }
@font-face { font-family: "Atkinson"; font-weight: 400;
  src: url("fonts/AtkinsonHyperlegibleNext-Regular.ttf") format("truetype") }
@font-face { font-family: "Atkinson"; font-weight: 700;
  src: url("fonts/AtkinsonHyperlegibleNext-Bold.ttf") format("truetype") }
body { font-family: var(--face) }
sub { font-size: 1em }
h2 { border-bottom: var(--rule) }
"""


def page(
    body: str, *, title: str = "Words", language: str = "en-GB", direction: str = "ltr"
) -> str:
    """A complete page around ``body``."""
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8" />
<title>{title}</title>
</head>
<body>
{body}
</body>
</html>
"""


COVER = page(
    f'<section><img role="doc-cover" src="{COVER_FILE}" alt="By hand. The clinic." /></section>'
)
FRONT = page(
    f"""<h1 id="title">By hand</h1>
<p id="lead">Give <span>1.25</span> mg of <b>Hb</b><i>A</i><sub>1c</sub> &amp; no more.\
<a role="doc-noteref" id="ref-1" href="notes.xhtml#note-1">1</a> \
<span lang="cy">Bore da</span></p>
<figure><img src="images/where.svg" alt="Above and below." />
<details><summary>What it shows</summary><p>Two hands.</p></details></figure>
<h2 id="steps">Steps</h2><p>{INLINE}</p>
<h2 id="care">Care</h2><p><a href="tel:111">111</a></p>"""
)
NOTES = page(
    '<h2 id="notes">Notes</h2><aside role="doc-footnote" id="note-1"><p>See '
    '<a href="https://example.org/a?b=1&amp;c=2">here is more</a>. '
    '<a role="doc-backlink" href="front.xhtml#ref-1">Back to the text</a></p></aside>'
)


@cache
def labels() -> dict[str, str]:
    """The shop's English words."""
    tables = tomllib.loads((ROOT / "templates/labels/en.toml").read_text("utf-8"))
    return {
        f"{table}.{key}": str(value) for table in tables for key, value in tables[table].items()
    }


@cache
def cover_picture() -> bytes:
    """A JPEG."""
    written = BytesIO()
    Image.new("RGB", (60, 96), (11, 85, 99)).save(written, "JPEG")
    return written.getvalue()


@cache
def _files() -> dict[str, File]:
    fonts = {name: File(name, "font/ttf", (ROOT / "styles" / name).read_bytes()) for name in FONTS}
    return {
        COVER_FILE: File(COVER_FILE, "image/jpeg", cover_picture()),
        "images/where.svg": File("images/where.svg", "image/svg+xml", DRAWING),
        **fonts,
    }


def document(**changes: object) -> Document:
    """The document, with fields replaced by ``changes``; ``front`` replaces the first chapter."""
    front = changes.pop("front", FRONT)
    metadata = Metadata(
        title="By hand & more",
        language="en-GB",
        direction="ltr",
        identifier="urn:uuid:6f1d3f3e-5a0b-4a50-9d0c-6d5b1c1f7a52",
        publisher="The clinic",
        authors=("Ana B", "Cai D"),
        description="How to.",
        modified=date(2026, 3, 1),
        ref="BF-012",
        version="1.2",
        labels=labels(),
    )
    whole = Document(
        edition=Edition("by-hand", "en-GB", "ebook", "epub"),
        metadata=metadata,
        pages=(
            Page("cover", "Cover", "cover", COVER),
            Page("front", "By hand", "chapter", str(front)),
            Page("notes", "Notes", "backmatter", NOTES),
        ),
        stylesheets=(Stylesheet("styles/base.css", CSS),),
        files=dict(_files()),
        outline=(
            OutlineEntry(
                "By hand",
                "front",
                "title",
                (OutlineEntry("Steps", "front", "steps"), OutlineEntry("Care", "front", "care")),
            ),
        ),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def with_body(body: str) -> Document:
    """A document of one chapter holding ``body``, without fonts or outline."""
    return document(
        pages=(Page("front", "By hand", "chapter", page(body)),),
        stylesheets=(),
        files={},
        outline=(),
    )


def arabic() -> Document:
    """A document that is read from right to left, without fonts."""
    text = page('<h1 id="a">باليد</h1><p><bdi>1.25 mg</bdi></p>', language="ar", direction="rtl")
    return document(
        metadata=replace(document().metadata, language="ar", direction="rtl", title="باليد"),
        pages=(Page("front", "باليد", "chapter", text),),
        stylesheets=(),
        files={},
        outline=(OutlineEntry("باليد", "front", "a"),),
    )
