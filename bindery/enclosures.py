"""What travels with a document's pages: pictures, fonts, and the code of the guide's address."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .edition import File, Page
from .equipment import Equipment, fonts
from .guide import Guide
from .qr import qr_code
from .selection import every_block
from .templating import web_uri

QR_FILE = "images/online-qr.svg"


def files_of(guide: Guide, equipment: Equipment, *, with_cover: bool) -> dict[str, File]:
    """The pictures this edition uses, the logo, and the shop's fonts."""
    pictures = _pictures(guide)
    if with_cover and guide.cover:
        pictures.add(guide.cover.asset)
    shown = [guide.assets[name] for name in sorted(pictures)]
    shown += [guide.logo] if guide.logo else []
    files = {asset.name: File(asset.name, asset.media_type, asset.data) for asset in shown}
    for name, data in fonts(equipment):
        files[name] = File(name, "font/ttf", data)
    return files


def online_code(guide: Guide, pages: Iterable[Page]) -> dict[str, File]:
    """The QR code of the guide's address, if a page shows it."""
    if not guide.settings.web or not any(f'src="{QR_FILE}"' in page.html for page in pages):
        return {}
    code = qr_code(web_uri(guide.settings.web))
    return {QR_FILE: File(QR_FILE, "image/svg+xml", code)}


def _pictures(guide: Guide) -> set[str]:
    """The names of the text's pictures, all but the cover: blocks, and those inside prose."""
    blocks = tuple(every_block(guide))
    prose = "".join([*(block.html for block in blocks), *(note.html for note in guide.footnotes)])
    alone = {block.picture.asset for block in blocks if block.picture}
    return alone | {name for name in guide.assets if f'src="{escape(name)}"' in prose}
