"""Files written into a page: as addresses that hold them (RFC 2397)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from bindery.diagnostics import Failure, error
from bindery.document import File

from .epub_styles import Styles
from .font_faces import address
from .lettering import SVG, lettered

_PLAIN = "!$()*+,-./:;=?@_~"  # beside letters and figures: safe in an address and an attribute


def insist(names: Iterable[str], files: Mapping[str, File]) -> None:
    """Raise Failure ``web-page`` if a file that a page needs is not among ``files``."""
    for name in names:
        if name not in files:
            message = f"the page needs the file `{name}`, which is not there"
            raise Failure(error("web-page", message, hint="put it back into the guide's folder"))


def pictures(names: Iterable[str], files: Mapping[str, File], styles: Styles) -> dict[str, str]:
    """The pictures called ``names``, each as an address; drawings have the fonts of their words."""
    names = tuple(dict.fromkeys(names))
    insist(names, files)
    shown = {**files, **lettered(names, files, styles)}
    return {name: _written(shown[name]) for name in names}


def _written(file: File) -> str:
    if file.media_type != SVG:
        return address(file)
    return f"data:{SVG},{quote(file.data.decode(), safe=_PLAIN)}"
