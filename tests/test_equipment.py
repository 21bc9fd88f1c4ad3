"""The shop's equipment: a project's own file first, and never a file from elsewhere."""

from pathlib import Path

import pytest
from conftest import Shop, brief
from package_code import ROOT

from bindery.diagnostics import Failure
from bindery.equipment import Equipment, equipment_for, fonts

SHEET = "styles/print.css"


def rule(equipment: Equipment, name: str) -> str:
    with pytest.raises(Failure) as caught:
        equipment.read_text(name)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.rule


def test_a_project_replaces_a_file_and_gets_the_others(shop: Shop) -> None:
    shop.write(SHEET, "/* mine */")
    equipment = equipment_for(shop.root)
    packaged = (ROOT / SHEET).read_text("utf-8")
    assert equipment.read_text(SHEET) == "/* mine */"
    assert equipment.layers(SHEET) == (packaged, "/* mine */")
    assert equipment.read_text("styles/base.css") == (ROOT / "styles" / "base.css").read_text()
    assert equipment.layers("styles/nothing.css") == ()


def test_the_program_itself_can_be_a_project() -> None:
    """Its own folder is looked through once."""
    assert equipment_for(ROOT).folders == (ROOT,)
    assert len(equipment_for(ROOT).layers(SHEET)) == 1


@pytest.mark.parametrize(
    "name", ["styles/../source/handout.toml", "../project/source/handout.toml", "styles/none.css"]
)
def test_a_name_that_leads_out_of_its_folder_is_not_found(shop: Shop, name: str) -> None:
    equipment = equipment_for(shop.root)
    assert equipment.find(name) is None
    assert rule(equipment, name) == "missing-equipment"


def test_a_link_out_of_the_project_is_refused_and_one_inside_it_followed(shop: Shop) -> None:
    secret = shop.root.parent / "secret.css"
    secret.write_text("secret")
    shop.write("styles/own.css", "own")
    (shop.root / "styles" / "out.css").symlink_to(secret)
    (shop.root / "styles" / "in.css").symlink_to("own.css")
    equipment = equipment_for(shop.root)
    assert rule(equipment, "styles/out.css") == "outside-project"
    assert equipment.read_text("styles/in.css") == "own"
    assert "styles/in.css" in equipment.names("styles", ".css")
    assert "styles/out.css" in equipment.names("styles", ".css"), "so that somebody reads it"


def test_what_no_style_sheet_can_be_is_refused(shop: Shop) -> None:
    shop.write("styles/latin.css", b"caf\xe9")
    shop.write("styles/large.css", b" " * (4 * 1024 * 1024 + 1))
    (shop.root / "styles" / "folder.css").mkdir()
    equipment = equipment_for(shop.root)
    assert rule(equipment, "styles/latin.css") == "bad-encoding"
    assert rule(equipment, "styles/large.css") == "bad-file"
    assert rule(equipment, "styles/folder.css") == "bad-file"


def test_a_whole_folder_of_styles_may_not_lie_elsewhere(shop: Shop) -> None:
    (shop.root.parent / "elsewhere").mkdir()
    (shop.root.parent / "elsewhere" / "print.css").write_text("secret")
    shop.root.mkdir(exist_ok=True)
    (shop.root / "styles").symlink_to("../elsewhere")
    assert rule(equipment_for(shop.root), SHEET) == "outside-project"


def test_a_style_sheet_is_text_that_can_be_printed(shop: Shop) -> None:
    shop.write(SHEET, "p::before {\n  content: '5\u202e0' }")
    with pytest.raises(Failure) as caught:
        equipment_for(shop.root).read_text(SHEET)
    assert [brief(fault) for fault in caught.value.diagnostics] == [
        f"{SHEET}:2:14 unsafe-character"
    ]


def test_a_projects_fonts_join_the_bundled_ones(shop: Shop) -> None:
    font = (ROOT / "styles" / "fonts" / "AtkinsonHyperlegibleNext-Bold.ttf").read_bytes()
    shop.write("styles/fonts/Own.ttf", font)
    shop.write("styles/fonts/notes.txt", "no font")
    found = dict(fonts(equipment_for(shop.root)))
    bundled = {f"fonts/{path.name}" for path in Path(ROOT / "styles" / "fonts").glob("*.ttf")}
    assert set(found) == {*bundled, "fonts/Own.ttf"}
    assert found["fonts/Own.ttf"] == font
