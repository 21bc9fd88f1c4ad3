"""The proof: one picture with every page of every file."""

from io import BytesIO
from pathlib import Path

import pytest
from conftest import Shop
from package_code import ROOT
from PIL import Image

from bindery.diagnostics import Failure
from bindery.equipment import equipment_for
from bindery.proof import prove


def test_every_page_of_every_file_is_drawn(shop: Shop) -> None:
    shop.guide(formats='["leaflet", "ebook", "press"]')
    pages = [artifact.page_count for artifact in shop.build().artifacts]
    (path,) = prove(shop.out, "a-guide", equipment_for(ROOT), print)
    assert path.name == "a-guide.en-GB.proof.png"
    with Image.open(BytesIO(path.read_bytes())) as sheet:
        assert sheet.format == "PNG"
        # The widest row is the press file's, a page 240 pixels wide with a gap of 16.
        assert sheet.width == max(page or 1 for page in pages) * (240 + 16) + 16
        rows = sheet.convert("RGB").crop((17, 0, 18, sheet.height)).tobytes()
    desk = bytes((236, 238, 238))
    strips = "".join("." if rows[at : at + 3] == desk else "#" for at in range(0, len(rows), 3))
    # The book's cover, the leaflet, and the press file in colour and in grey.
    assert len([strip for strip in strips.split(".") if len(strip) > 200]) == 4


def test_a_guide_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no files of `a-guide`"):
        prove(tmp_path, "a-guide", equipment_for(ROOT), print)
