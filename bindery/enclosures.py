"""What travels with a document's pages: pictures, fonts, and the code of the guide's address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from .edition import File, Page
from .equipment import Equipment, fonts
from .guide import Asset, Guide
from .qr import qr_code
from .recolouring import DRAWN_IN, recoloured
from .selection import every_block
from .templating import web_uri
from .theme import Theme, read_theme

QR_FILE = "images/online-qr.svg"
_DRAWING = "image/svg+xml"


def files_of(
    guide: Guide, equipment: Equipment, theme: Theme, *, with_cover: bool
) -> dict[str, File]:
    """The pictures this edition uses, in the colours of ``theme``, the logo, and the fonts."""
    pictures = _pictures(guide)
    if with_cover and guide.cover:
        pictures.add(guide.cover.asset)
    shown = [guide.assets[name] for name in sorted(pictures)]
    if guide.settings.theme != DRAWN_IN:
        name = f"styles/themes/{DRAWN_IN}.css"
        drawn_in, _ = read_theme(equipment.read_text(name), name)
        shown = [_recoloured(asset, drawn_in, theme) for asset in shown]
    shown += [guide.logo] if guide.logo else []
    files = {asset.name: File(asset.name, asset.media_type, asset.data) for asset in shown}
    for name, data in fonts(equipment):
        files[name] = File(name, "font/ttf", data)
    return files


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
