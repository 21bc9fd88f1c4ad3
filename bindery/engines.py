"""What makes an edition besides its document: this program, its libraries, and the system's."""

from __future__ import annotations

import sys
import zlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import __version__
from .digests import digest
from .machine import libraries
from .seals import digest_of, seal_tree

# Those that the bytes of a finished file depend on, or the pages that are laid out.
_PACKAGES = (
    *("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "cffi"),
    *(
        "ebooklib",
        "lxml",
        "uharfbuzz",
        "fonttools",
        "brotli",
        "zopfli",
        "pikepdf",
        "pillow",
        "pypdfium2",
    ),
    *("jinja2", "markupsafe", "babel", "segno", "zxing-cpp", "page-validation"),
)
_PACKAGE = Path(__file__).resolve().parent
# A document carries what it has of the first; the others are for people.
_APART = ("/equipment/", "/rules/", "/starter/")


@cache
def engines() -> str:
    """A digest of the versions of all that makes an edition, the same on any such machine."""
    return digest(
        __version__,
        _code(),
        [sys.version_info[:3], zlib.ZLIB_RUNTIME_VERSION],
        [_version(name) for name in _PACKAGES],
        [(library.name, library.found) for library in libraries()],
    )


def _code() -> list[tuple[str, str]]:
    """The program itself: whoever works on it need not count a version up to see a change."""
    seals = seal_tree(_PACKAGE, "", {}, follow=True) or {}
    return sorted(
        (path, digest_of(seal)) for path, seal in seals.items() if not f"/{path}".startswith(_APART)
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
