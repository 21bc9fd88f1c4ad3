"""The zip file an e-book travels in: the same bytes for the same content, on every day.

Times, permissions and order of the entries are fixed here, because the packaging library
stamps each entry with the clock.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

MIMETYPE = "mimetype"
_FIRST = (MIMETYPE, "META-INF/container.xml", "EPUB/content.opf")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip entry can carry
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_PACKED = (".jpg", ".jpeg", ".png")  # compressed already: deflating them gains nothing


def entries(archive: bytes) -> dict[str, bytes]:
    """What ``archive`` holds, in its order."""
    with zipfile.ZipFile(BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist()}


def pack(content: Mapping[str, bytes]) -> bytes:
    """``content`` as an e-book's zip: mimetype first and stored, the rest in given order."""
    names = [name for name in _FIRST if name in content]
    names += [name for name in content if name not in _FIRST]
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            stored = name == MIMETYPE or name.lower().endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            target.writestr(entry, content[name], compresslevel=9)
    return written.getvalue()
