"""Files written into a page: as addresses that hold them (RFC 2397)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from bindery.diagnostics import Diagnostic, Failure, error
from bindery.edition import File
from bindery.markup import parse

from .epub_fonts import embed
from .epub_styles import Styles

SVG = "image/svg+xml"
_BOLD = "bold"

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_ROOT_TAG = re.compile(r"""<svg(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")
_PLAIN = "!$()*+,-./:;=?@_~"  # beside letters and figures: safe in an address and an attribute


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a page: pictures and fonts as they were handed over, and its ``styles``.

    ``labels`` are the words of all drawings. They share one font, because to cut one down takes
    longer than all else.
    """

    handed: Mapping[str, File]
    styles: Styles
    labels: str

    @staticmethod
    def of(handed: Mapping[str, File], styles: Styles) -> Files:
        """The files ``handed``."""
        drawings = (file.data for file in handed.values() if file.media_type == SVG)
        return Files(handed, styles, "".join(parse(drawing).text() for drawing in drawings))

    def picture(self, name: str) -> str:
        """The picture ``name`` as an address.

        Raises:
            Failure: ``web-page`` if there is no such file.
        """
        file = self._file(name)
        if file.media_type != SVG:
            return _encoded(file.media_type, file.data)
        drawing = file.data.decode()
        return f"data:{SVG},{quote(self._with_fonts(drawing), safe=_PLAIN)}"

    def faces(self, text: str, weights: str = _BOLD) -> tuple[str, tuple[Diagnostic, ...]]:
        """The font faces that ``text`` needs, cut down to it, and what is wrong with them.

        Bold ones are left out if ``weights``, all that is said of the text's look, has no bold.

        Raises:
            Failure: ``web-page`` if there is no such font.
        """
        faces = [face for face in self.styles.faces if _BOLD in weights or _BOLD not in face.css]
        for name in (name for face in faces for name in face.urls):
            self._file(name)
        styles = replace(self.styles, faces=tuple(faces))
        fonts, findings = embed(styles, self.handed, text)
        written = {
            name: f'url("{_encoded(self.handed[name].media_type, data)}")'
            for name, data in fonts.files.items()
        }
        packed = [
            _URL.sub(lambda url: written[url[1]], face.css)
            for face in faces
            if all(name in written for name in face.urls)
        ]
        return "".join(packed), findings

    def _with_fonts(self, drawing: str) -> str:
        """A drawing with the fonts of its words, which it cannot take from the page around it."""
        if not any(face.family in drawing.lower() for face in self.styles.faces):
            return drawing
        faces, _ = self.faces(self.labels, drawing)
        return _ROOT_TAG.sub(lambda tag: f"{tag[0]}<style>{faces}</style>", drawing, count=1)

    def _file(self, name: str) -> File:
        if name not in self.handed:
            message = f"the page needs the file `{name}`, which is not there"
            raise Failure(error("web-page", message, hint="put it back into the guide's folder"))
        return self.handed[name]


def _encoded(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"
