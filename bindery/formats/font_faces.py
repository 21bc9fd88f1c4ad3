"""Font faces with their fonts written into them (RFC 2397), cut down to the text they are for."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bindery.diagnostics import Diagnostic
from bindery.document import File

from .epub_fonts import embed
from .epub_styles import Face, Styles

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_BOLD = re.compile(r"font-weight:\s*(bold|[6-9]00)")


def is_bold(face: Face) -> bool:
    """Whether the face is for bold text."""
    return bool(_BOLD.search(face.css))


def address(file: File) -> str:
    """An address that holds the file itself."""
    return f"data:{file.media_type};base64,{b64encode(file.data).decode()}"


def written_faces(
    styles: Styles, files: Mapping[str, File], text: str, faces: Sequence[Face]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The rules of those of ``faces`` that ``text`` needs, and what is wrong with their fonts.

    A face whose font is not among ``files`` is left out.
    """
    fonts, findings = embed(replace(styles, faces=tuple(faces)), files, text)
    written = {
        name: f'url("{address(File(name, files[name].media_type, data))}")'
        for name, data in fonts.files.items()
    }
    packed = [
        _URL.sub(lambda url: written[url[1]], face.css)
        for face in faces
        if all(name in written for name in face.urls)
    ]
    return "".join(packed), findings
