"""Fonts of our own and no others: a fontconfig file that names one folder.

Pango asks fontconfig for fonts, and fontconfig reads the file that ``FONTCONFIG_FILE``
names. Ours knows only the fonts that travel with the document, so a leaflet looks the same,
byte for byte, on a machine full of fonts and on one without any.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from bindery import scratch
from bindery.document import File

MEDIA_TYPES = frozenset({"font/ttf", "font/otf"})
# Fontconfig reads these too; they must not bend our file.
VARIABLES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")


@contextmanager
def only_fonts(files: dict[str, File]) -> Iterator[None]:
    """Within, fontconfig finds the fonts among ``files`` and nothing else.

    The configuration is read when a font map is made, the fonts when text is laid out and
    when the file is written: keep all three within. The environment is put back afterwards
    and the private folder removed.
    """
    with scratch.opened() as folder:
        configuration = write_fonts(files, folder)
        before = {variable: os.environ.pop(variable, None) for variable in VARIABLES}
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            os.environ.update({key: value for key, value in before.items() if value is not None})


def write_fonts(files: dict[str, File], folder: Path) -> Path:
    """Write the fonts among ``files`` and their configuration into ``folder``; return its path."""
    fonts = folder / "fonts"
    fonts.mkdir()
    for position, name in enumerate(sorted(files)):
        if files[name].media_type in MEDIA_TYPES:
            # A number keeps the order of the names and rules out clashes and odd characters.
            (fonts / f"{position:03}{Path(name).suffix}").write_bytes(files[name].data)
    configuration = folder / "fonts.conf"
    configuration.write_text(configuration_text(fonts, folder / "cache"), encoding="utf-8")
    return configuration


def configuration_text(fonts: Path, cache: Path) -> str:
    """The XML of a fontconfig file that knows ``fonts`` and keeps its notes in ``cache``."""
    return (
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        "<fontconfig>\n"
        f"  <dir>{escape(str(fonts))}</dir>\n"
        f"  <cachedir>{escape(str(cache))}</cachedir>\n"
        "</fontconfig>\n"
    )
