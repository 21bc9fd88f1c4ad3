"""The only door to WeasyPrint and pydyf: the names this package uses of them, with types.

WeasyPrint is pinned to one version, because not all of these names are public. What each
is needed for is said where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import weasyprint.images
import weasyprint.pdf
from weasyprint import CSS, HTML, VERSION
from weasyprint.css import ColorProfile
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream as ContentStream
from weasyprint.svg import Node as SvgNode
from weasyprint.text.ffi import fontconfig
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bindery.document import Stylesheet

from .shapes import Box, Layout, Pdf

__all__ = [
    "VERSION",
    "Array",
    "ContentStream",
    "Dictionary",
    "Stream",
    "String",
    "Styles",
    "SvgNode",
    "URLFetcher",
    "URLFetcherResponse",
    "boxes",
    "children",
    "lay_out",
    "tags_by",
]

# Loading WeasyPrint tells Pillow to accept pictures with their end missing, which then print
# black. A picture is whole or it is an error.
weasyprint.images.ImageFile.LOAD_TRUNCATED_IMAGES = False

# WeasyPrint moves a picture without a size of its own, in text that runs to the left, before it
# has placed it; where it is then placed is right.
boxes.InlineReplacedBox.position_x = 0

# The International Color Consortium's own description of sRGB, which WeasyPrint carries.
_SRGB = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

Tagger = Callable[[Pdf, Layout, object, list[Any]], None]


class Dictionary(pydyf.Dictionary):  # type: ignore[misc]
    """A PDF dictionary. Values are numbers, bytes, PDF objects, or text that is PDF already."""

    reference: bytes
    data: bytes

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(dict(values))


class Array(pydyf.Array):  # type: ignore[misc]
    """A PDF array of such values as a :class:`Dictionary` has."""

    data: bytes

    def __init__(self, values: Iterable[object] = ()) -> None:
        super().__init__(list(values))


class String(pydyf.String):  # type: ignore[misc]
    """A PDF string that holds any Unicode text."""

    data: bytes

    def __init__(self, text: str) -> None:
        super().__init__(text)


class Stream(pydyf.Stream):  # type: ignore[misc]
    """A PDF stream of uncompressed ``data`` with the entries ``extra``."""

    reference: bytes

    def __init__(self, data: bytes, extra: Mapping[str, object]) -> None:
        super().__init__([data], Dictionary(extra))


class Styles:
    """The style sheets of one document, and what they share: fonts, counters, layers."""

    def __init__(self, base_url: str, fetcher: URLFetcher) -> None:
        self.places = {"base_url": base_url, "url_fetcher": fetcher}
        self.shared: dict[str, Any] = {
            "font_config": FontConfiguration(),
            "counter_style": CounterStyle(),
            # WeasyPrint would open the file for every leaflet and leave it open.
            "color_profiles": {"srgb": _srgb()},
        }
        self.layers: list[str] = []
        self.sheets: list[CSS] = []

    @property
    def font_count(self) -> int:
        """How many fonts there are to set text in; with none, Pango takes the process down."""
        configuration = self.shared["font_config"]._config  # noqa: SLF001 - no other way to ask
        count: int = fontconfig.FcConfigGetFonts(configuration, fontconfig.FcSetSystem).nfont
        return count

    def add(self, sheet: Stylesheet) -> None:
        """Read ``sheet``, after those before it."""
        options = {**self.places, **self.shared, "layers": self.layers}
        self.sheets.append(CSS(string=sheet.css, **options))


def lay_out(html: str, styles: Styles) -> tuple[Layout, Element]:
    """Lay ``html`` out; returns the layout and the element tree that its boxes point into."""
    page = HTML(string=html, **styles.places)
    layout: Layout = page.render(stylesheets=styles.sheets, output_intent="srgb", **styles.shared)
    root: Element = page.etree_element
    return layout, root


def _srgb() -> ColorProfile:
    channels = (["r"], ["g"], ["b"])
    return ColorProfile(BytesIO(_SRGB), "sRGB2014.icc", "relative-colorimetric", channels)


@contextmanager
def tags_by(tagger: Tagger) -> Iterator[None]:
    """Within, WeasyPrint leaves the tags of the files it writes to ``tagger``."""
    own = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = tagger
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = own


def children(box: Box) -> Iterator[Box]:
    """The boxes directly in ``box``, those moved to another place too."""
    for child in getattr(box, "children", ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child  # noqa: SLF001
