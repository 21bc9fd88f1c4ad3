"""Documents to make press files of: one with every kind of colour, and the leaflet's own."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from functools import cache

from package_code import ROOT
from pdf_sample import leaflet

from bindery.document import Document, File, Made
from bindery.edition import Edition
from bindery.formats import pdf
from bindery.formats.press import PRESS, derive
from bindery.guide import Press
from bindery.theme import Theme, read_theme

PROFILE = Press().profile
THEME = "styles/themes/calm.css"

CSS = """\
@page { bleed: 3mm; margin: 13mm; size: 148mm 210mm; @bottom-left { content: "Ref 1" } }
@page cover { margin: 0; @bottom-left { content: none } }
html { font: 12pt/17.5pt "Atkinson Hyperlegible Next", sans-serif; color: #1d1d1b }
body { margin: 0 }
section { break-after: page }
.cover { page: cover }
.art { background: #0b5563; height: 118mm; margin: -3mm -3mm 0; }
h1 { margin: 8mm 13mm }
h1, h2, a { color: #0b5563 }
.box { height: 12mm; margin: 2mm 0 }
.straight { background: linear-gradient(90deg, #0b5563, #fbf5ee 40%, #d5281b) }
.round { background: radial-gradient(circle, #005eb8, #ffffff) }
.fading { background: linear-gradient(rgba(11, 85, 99, 0.2), #b4432f) }
.shadow { box-shadow: 1mm 1mm 2mm #888 }
.faint { background: #d5281b; opacity: 0.5 }
.dark { background: #040030 }
.rare { background: #3f7a2a }
.lab { background: lab(50% 20 20) }
.panel { background: #fbf5ee; color: #4c5a63 }
.card { background: #d5281b; color: white }
img { image-rendering: crisp-edges; width: 30mm }
"""
BODY = """
<section class="cover"><div class="art"></div><h1>A leaflet</h1></section>
<section><h2>Colours</h2>
<p>Black words, <strong>bold</strong> ones, and <a href="https://example.org">a link</a>.</p>
<p style="color: #4c5a63">Quiet words. <span style="color: #101020">Nearly black ones.</span></p>
<p class="panel">On sand.</p><p class="card">On red.</p>
<div class="box straight"></div><div class="box round"></div><div class="box fading"></div>
<div class="box shadow"></div><div class="box faint"></div>
<div class="box dark"></div><div class="box rare"></div><div class="box lab"></div></section>
<section><h2>Pictures</h2>
<p><img src="images/photo.png" alt="A photo" /> <img src="images/grey.png" alt="A grey one" />
<img src="images/faded.png" alt="A faded one" /> <img src="images/dark.png" alt="A dark one" /></p>
<p><img src="images/drawing.svg" alt="A drawing" style="width: 60mm" /></p></section>
<div id="last"><h2>About</h2><p>The last page.</p></div>
"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
<defs><linearGradient id="g"><stop offset="0" stop-color="#0b5563"/>
<stop offset="1" stop-color="#ffffff" stop-opacity="0.3"/></linearGradient>
<pattern id="p" width="5" height="5" patternUnits="userSpaceOnUse">
<rect width="3" height="3" fill="#b4432f"/></pattern>
<mask id="m"><rect width="50" height="25" fill="white"/></mask></defs>
<rect width="30" height="50" fill="url(#g)" stroke="#1d1d1b"/>
<rect x="32" width="30" height="50" fill="url(#p)"/>
<circle cx="80" cy="25" r="20" fill="#005eb8" opacity="0.4"/>
<g mask="url(#m)"><circle cx="20" cy="20" r="15" fill="#00ff00"/></g>
<text x="2" y="46" font-size="10" font-family="Atkinson Hyperlegible Next">Words</text>
</svg>
"""


def picture(*pixels: bytes, width: int = 8) -> bytes:
    """A PNG of rows made of the ``pixels``: of three bytes each, or of four with transparency."""
    row = b"".join(pixels[at % len(pixels)] for at in range(width))
    kind = {3: 2, 4: 6}[len(pixels[0])]
    header = struct.pack(">IIBBBBB", width, width, 8, kind, 0, 0, 0)
    rows = (b"\0" + row) * width
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind_ + data + struct.pack(">I", zlib.crc32(kind_ + data))
        for kind_, data in chunks
    )


FILES = (
    File("images/photo.png", "image/png", picture(b"\xc0\x40\x20", b"\x20\xa0\x60")),
    File("images/grey.png", "image/png", picture(b"\x80\x80\x80", b"\x20\x20\x20")),
    File("images/faded.png", "image/png", picture(b"\xc0\x40\x20\x80", b"\x20\xa0\x60\xff")),
    # Full of shadows that the profile alone would print with more than 300 % of ink.
    File("images/dark.png", "image/png", picture(b"\x22\x22\x1e", b"\0\0\0", b"\x80\0\0")),
    File("images/drawing.svg", "image/svg+xml", DRAWING.encode()),
)


@cache
def theme(name: str = THEME) -> Theme:
    """A theme of the shop, which has no faults."""
    read, faults = read_theme((ROOT / name).read_text(encoding="utf-8"), name)
    assert not faults
    return read


def document(body: str = BODY, css: str = CSS) -> Document:
    """What a press file is made from, in the colours of the shop's own theme."""
    profile = File(PROFILE, "application/vnd.iccprofile", (ROOT / PROFILE).read_bytes())
    plain = leaflet(body, css, files=(*FILES, profile))
    return replace(
        plain,
        edition=Edition("a-guide", "en-GB", "press", "pdf"),
        claims=PRESS.claims,
        inks=theme().inks,
    )


def laid_out(of: Document) -> Made:
    """The leaflet that a press file of the document ``of`` is derived from."""
    made = pdf.make(replace(of, claims=("PDF/UA-1", "PDF/A-2a")))
    assert not made.diagnostics, [str(each) for each in made.diagnostics]
    return made


@cache
def base() -> Made:
    """The leaflet with every kind of colour."""
    return laid_out(document())


@cache
def press_file() -> Made:
    """The press file of :func:`base`."""
    return derive(base(), document())
