"""Documents to make PDFs of: a small one to bend, and one with everything in it."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from functools import cache
from pathlib import Path

from bindery.document import Document, File, Made, Metadata, Page, Stylesheet
from bindery.edition import Edition
from bindery.formats.pdf import make

FONTS = Path(__file__).resolve().parent.parent / "styles" / "fonts"
CLAIMS = ("PDF/UA-1", "PDF/A-2a")

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300" height="120">
<title>Not printed</title>
<rect x="5" y="5" width="290" height="110" fill="#fbf5ee" stroke="#1d1d1b"/>
<g opacity="0.5"><circle cx="150" cy="60" r="20" fill="#0b5563"/></g>
<text x="20" y="40" font-size="16" font-family="Atkinson Hyperlegible Next">2 cm to 3 cm away</text>
<text x="150" y="90" text-anchor="middle" font-size="16" font-weight="bold">Thumb above</text>
</svg>
"""

CSS = """\
@page {
  margin: 13mm 13mm 17mm 14mm;
  size: 148mm 210mm;
  @top-right { content: element(head) }
  @bottom-left { content: "Ref 1 · v1" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) }
}
@page cover { margin: 0; @bottom-left { content: none } @bottom-right { content: none } }
.head { position: running(head) }
html { font: 12pt/17.5pt "Atkinson Hyperlegible Next", sans-serif; color: #1d1d1b }
.cover { break-after: page; page: cover; height: 210mm; position: relative }
.cover-foot { bottom: 11mm; left: 14mm; position: absolute }
h2, h3 { break-after: avoid; color: #0b5563 }
a { color: #0b5563; text-decoration: none }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
.web a::after { content: " (" attr(href) ")" }
.steps { counter-reset: step; list-style: none; padding: 0 }
.step { counter-increment: step; padding-left: 14mm; position: relative }
.step::before {
  background: #0b5563; border-radius: 50%; color: white; content: counter(step);
  height: 9mm; left: 0; position: absolute; text-align: center; top: 0; width: 9mm;
}
.with-picture { display: flex; gap: 4mm }
.with-picture .words { flex: 1 }
.with-picture figure { margin: 0; width: 40mm }
li ul { list-style-type: "\\2013\\20" }
.card { border: 1pt solid #d5281b; break-inside: avoid }
.card h3 { background: #d5281b; color: white; margin: 0; padding: 2mm }
.level { display: block; font-weight: normal }
.checklist { list-style: none; padding: 0 }
.checklist li::before {
  border: 1pt solid; content: ""; display: inline-block; height: 3mm; margin-right: 2mm; width: 3mm;
}
table { border-collapse: collapse; width: 100% }
th, td { border: 0.5pt solid #1d1d1b; padding: 1mm; text-align: left }
.line { border-bottom: 0.6pt solid; display: inline-block; width: 60mm }
.control > div { display: flex; gap: 4mm }
.control dt { width: 30mm }
.faded { opacity: 0.6 }
sup { font-size: 8pt }
"""


def leaflet(
    body: str,
    css: str = CSS,
    *,
    language: str = "en-GB",
    files: tuple[File, ...] = (),
) -> Document:
    """A document of one HTML page whose body is ``body``, with the fonts of the shop."""
    direction = "rtl" if language == "ar" else "ltr"
    html = (
        f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" '
        f'dir="{direction}"><head><meta charset="utf-8" /><title>A leaflet</title></head>'
        f"<body>{body}</body></html>"
    )
    metadata = Metadata(
        title="A leaflet – with “everything”",
        language=language,
        direction=direction,
        identifier="urn:uuid:7b0f2b5e-0c1d-5e6f-8a9b-000000000001",
        publisher="A service",
        authors=("Ann Author", "Björn Ö"),
        description="What <it> is for & more",
        modified=date(2026, 11, 24),
        ref="REF-1",
        version="1.0",
    )
    travelling = (*fonts(), File("images/a.svg", "image/svg+xml", DRAWING.encode()), *files)
    return Document(
        edition=Edition("a-guide", language, "leaflet", "pdf"),
        metadata=metadata,
        pages=(Page("leaflet", "A leaflet", "leaflet", html),),
        stylesheets=(Stylesheet("styles/sample.css", css),),
        files={file.name: file for file in travelling},
        claims=CLAIMS,
    )


def fonts() -> tuple[File, ...]:
    """The fonts of the shop."""
    paths = sorted(FONTS.glob("*.ttf"))
    return tuple(File(f"fonts/{path.name}", "font/ttf", path.read_bytes()) for path in paths)


def png(width: int = 30, height: int = 20) -> bytes:
    """A picture with some transparency in it."""
    row = b"\0" + bytes((11, 85, 99, 255, 11, 85, 99, 128) * (width // 2))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def everything() -> Document:
    """A leaflet of ten pages with every component, two languages and a table over pages."""
    files = (File("images/b.png", "image/png", png()),)
    return leaflet(_EVERYTHING.format(rows=_ROWS, words=_WORDS), files=files)


@cache
def everything_made() -> Made:
    """The leaflet with everything, made once for all who look at it."""
    return make(everything())


_ROWS = "\n".join(
    f'<tr><th scope="row">Day {day}</th><td>Feed {day} times</td><td>{day * 7} ml</td></tr>'
    for day in range(1, 61)
)
_WORDS = "\n".join(
    f"<p>In week {week} your well-known helper – <em>or</em> <strong>your own</strong> midwife – "
    f"will ring you on 0300 100 {week:04}, and then again, whenever you wish to talk about it. "
    f'Nid oes <span lang="cy">angen apwyntiad ar gyfer hyn</span>, and nobody minds.</p>'
    for week in range(1, 25)
)
_EVERYTHING = """
<div class="head">A leaflet <a href="https://example.org/head">online</a></div>
<section class="cover"><img src="images/a.svg" alt="Two hands" />
<h1>A leaflet</h1><p class="summary">What it is for.</p>
<div class="cover-foot"><p class="publisher">A service</p></div></section>
<main>
<nav class="contents"><ul>
<li><a href="#where">Where</a></li><li><a href="#table">Table</a></li>
</ul></nav>
<section class="key-points" id="key"><h2>Key points</h2>
<ul><li>One point</li><li>Another <b>bold</b> <i>one</i></li></ul></section>
<section id="where"><h2>Where</h2>
<p>See <a href="#table">the <b>table</b> of feeds</a>, <a href="mailto:a@example.org">write to
us</a>, call <a href="tel:03001000212">0300 100 0212</a> or read on<sup><a role="doc-noteref"
href="#note-1" id="ref-1-1">1</a></sup>.</p>
<p class="web">All is on <a href="https://example.org/">our pages</a> too.</p>
<figure id="figure"><img src="images/a.svg" alt="Put your thumb above"
aria-description="Thumb and fingers are 2 cm apart." />
<figcaption>Where to put <em>your</em> hand</figcaption></figure>
<p><img src="images/b.png" alt="A square" /> in a line.<img src="images/b.png" alt="" /></p>
<div aria-hidden="true">~ ~ ~</div>
</section>
<section id="how"><h2>How</h2>
<ol class="steps">
<li class="step" id="step-1"><div class="words"><h3 class="lead">Wash your hands.</h3>
<p>Then dry them.</p></div></li>
<li class="step with-picture" id="step-2"><div class="words">
<p class="lead"><strong>Massage.</strong> Gently.</p>
<ul><li>in circles<ul><li>small ones</li><li>large ones</li></ul></li><li>to the front</li></ul>
</div><figure><img src="images/a.svg" alt="Circles" /></figure></li>
</ol>
<section class="card urgent" id="card" aria-labelledby="card-title">
<h3 id="card-title"><span class="level">Urgent: </span>Call 111 if:</h3>
<ul><li>you feel hot</li></ul></section>
<div class="do"><h3>Do</h3><ul class="checklist"><li>rest</li><li>drink</li></ul></div>
<blockquote><p>It works.</p></blockquote>
<aside class="inset"><p>A thing <abbr title="on no account">NOT</abbr> to miss.</p></aside>
<p class="faded">Faded words.</p>
<div class="write-in"><p><span class="label">Your midwife</span> <span class="line"></span></p>
</div>
</section>
<section id="week"><h2>Week by week</h2>{words}</section>
<section id="table"><h2>Table</h2>
<table><caption>Feeds</caption><thead>
<tr><th rowspan="2">Day</th><th colspan="2" scope="colgroup">Feeds</th></tr>
<tr><th>How many</th><th>How much</th></tr></thead><tbody>
{rows}
<tr><th scope="row">Last</th><td></td><td>none</td></tr>
</tbody></table></section>
<section class="notes"><h2>Notes</h2><aside role="doc-footnote" id="note-1">A note.
<a role="doc-backlink" href="#ref-1-1">Back</a></aside></section>
<section class="about"><h2>About</h2>
<dl class="control"><div><dt>Ref</dt><dd>REF-1</dd></div>
<div><dt>Version</dt><dd>1.0</dd></div></dl>
<dl><dt>Authors</dt><dd>Ann Author</dd><dd>Björn Ö</dd><dt>Status</dt><dd>draft</dd></dl></section>
</main>
"""
