"""The proof: one picture with every page of every file."""

from io import BytesIO

import pytest
from conftest import Shop
from PIL import Image

from bindery.diagnostics import Failure, WrongUsage
from bindery.proof import prove


def test_every_page_of_every_file_is_drawn(shop: Shop) -> None:
    shop.guide(formats='["leaflet", "ebook", "press"]')
    pages = [artifact.page_count for artifact in shop.build().artifacts]
    (path,) = prove(shop.source, shop.out, "a-guide", print)
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


def test_a_guide_without_files_is_told(shop: Shop) -> None:
    shop.guide()
    with pytest.raises(Failure, match="no files of `a-guide`"):
        prove(shop.source, shop.out, "a-guide", print)


@pytest.mark.parametrize("name", ["a-giude", "*"])
def test_a_name_that_no_guide_has_is_wrong_usage(shop: Shop, name: str) -> None:
    """Whatever lies in `out`: a name is not a pattern of names either."""
    shop.guide()
    shop.write("out/a-giude.en-GB.leaflet.pdf", "of a guide that was renamed")
    with pytest.raises(WrongUsage) as told:
        prove(shop.source, shop.out, name, print)
    assert [(fault.rule, fault.hint) for fault in told.value.diagnostics] == [
        (
            "unknown-guide",
            "did you mean `a-guide`?" if name == "a-giude" else "use one of `a-guide`",
        )
    ]
