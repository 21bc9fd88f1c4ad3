"""What travels with a document's pages: pictures, fonts, and the code of the guide's address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from .diagnostics import Failure
from .document import File, Page, Stylesheet
from .equipment import Equipment, fonts, script_fonts
from .font_files import UnusableFontError, characters, family, unusable_font
from .guide import Asset, Guide
from .qr import qr_code
from .recolouring import DRAWN_IN, recoloured
from .selection import every_block
from .templating import web_uri
from .theme import Theme, read_theme

QR_FILE = "images/online-qr.svg"
_DRAWING = "image/svg+xml"
_FONT = "font/ttf"
_SCRIPTS = "fonts/scripts/"
_SEEN = frozenset("LMNPS")  # Unicode's categories of what leaves ink: letters, marks, numbers ...


def files_of(
    guide: Guide, equipment: Equipment, theme: Theme, pages: Iterable[Page], *, with_cover: bool
) -> dict[str, File]:
    """The pictures this edition uses, in the colours of ``theme``, the logo, and the fonts.

    Of the fonts of other scripts only those go along that the words of ``pages``, or of a
    drawing on them, need.

    Raises:
        Failure: ``unusable-font`` for each of these that is damaged, or not free to embed.
    """
    pictures = _pictures(guide)
    if with_cover and guide.cover:
        pictures.add(guide.cover.asset)
    shown = [guide.assets[name] for name in sorted(pictures)]
    name = f"styles/themes/{DRAWN_IN}.css"
    if theme.file != name:
        drawn_in, _ = read_theme(equipment.read_text(name), name)
        shown = [_recoloured(asset, drawn_in, theme) for asset in shown]
    shown += [guide.logo] if guide.logo else []
    files = {asset.name: File(asset.name, asset.media_type, asset.data) for asset in shown}
    drawn = (file.data.decode() for file in files.values() if file.media_type == _DRAWING)
    text = set[str]().union(*(page.html for page in pages), *drawn)
    for name, data in (*fonts(equipment), *_fonts_for(text, equipment)):
        files[name] = File(name, _FONT, data)
    _insist_on_fonts(files.values())
    return files


def _fonts_for(text: set[str], equipment: Equipment) -> list[tuple[str, bytes]]:
    """The fonts of scripts that have a character of ``text`` which those of the shop lack."""
    seen = {each for each in text if unicodedata.category(each)[0] in _SEEN}
    lacking = seen.difference(*(_known(data) for _, data in fonts(equipment)))
    if not lacking:
        return []
    return [each for each in script_fonts(equipment) if lacking & _known(each[1], lacking)]


def _known(data: bytes, otherwise: Iterable[str] = ()) -> frozenset[str]:
    """The characters of a font: ``otherwise`` of one that will be told to be unusable."""
    try:
        return characters(data)
    except UnusableFontError:
        return frozenset(otherwise)


def _insist_on_fonts(files: Iterable[File]) -> None:
    """Raise Failure with what is wrong with each font among ``files`` that cannot be used."""
    faults = []
    for file in files:
        if file.media_type == _FONT:
            try:
                characters(file.data)
            except UnusableFontError as problem:
                faults.append(unusable_font(file.name, problem))
    if faults:
        raise Failure(*faults)


def script_styles(files: Iterable[File], medium: str) -> tuple[Stylesheet, ...]:
    """A sheet that has the families of other scripts among ``files`` used, if there are any.

    On paper a family is known by its name; elsewhere a rule says where each face is.
    """
    faces = {file.name: family(file.data) for file in files if file.name.startswith(_SCRIPTS)}
    if not faces:
        return ()
    families = ", ".join(f'"{name}"' for name in dict.fromkeys(name for name, _ in faces.values()))
    rules = [f":root {{ --fonts-of-scripts: {families}; }}"]
    if medium != "print":
        rules += [
            f'@font-face {{ font-family: "{name}"; font-weight: {"bold" if bold else "normal"}; '
            f'src: url("{file}"); }}'
            for file, (name, bold) in faces.items()
        ]
    return (Stylesheet("fonts of scripts", "\n".join(rules)),)


def _recoloured(asset: Asset, drawn_in: Theme, theme: Theme) -> Asset:
    """``asset`` in the colours of ``theme``, if it is a drawing."""
    if asset.media_type != _DRAWING:
        return asset
    return replace(asset, data=recoloured(asset.data, drawn_in, theme))


def online_code(guide: Guide, pages: Iterable[Page]) -> dict[str, File]:
    """The QR code of the guide's address, if a page shows it."""
    if not guide.settings.web or not any(f'src="{QR_FILE}"' in page.html for page in pages):
        return {}
    code = qr_code(web_uri(guide.settings.web))
    return {QR_FILE: File(QR_FILE, _DRAWING, code)}


def _pictures(guide: Guide) -> set[str]:
    """The names of the text's pictures, all but the cover: blocks, and those inside prose."""
    blocks = tuple(every_block(guide))
    prose = "".join([*(block.html for block in blocks), *(note.html for note in guide.footnotes)])
    alone = {block.picture.asset for block in blocks if block.picture}
    return alone | {name for name in guide.assets if f'src="{escape(name)}"' in prose}
