"""The wheel: everything the program needs when there is no checkout around it, and no more."""

import re
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
from package_code import ROOT

import bindery

INFO = f"handout-{bindery.__version__}.dist-info"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"),
            *("--disable-pip-version-check", "--no-build-isolation", "--wheel-dir", folder, ROOT),
        ],
        check=True,
        cwd=folder,
    )
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files in it, as an installer leaves them."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _files(*folders: str) -> set[str]:
    """Files below ``folders`` of the checkout, without what Python leaves there."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_program_and_its_equipment_and_no_more(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(INFO)}
    equipment = {f"bindery/equipment/{name}" for name in _files("templates", "styles")}
    assert names == {"handout.py", *_files("bindery"), *equipment}


@pytest.mark.parametrize(
    "name",
    [
        "bindery/rules/unknown-rule.md",
        "bindery/starter/project/source/handout.toml",
        "bindery/equipment/templates/print/leaflet.html",
        "bindery/equipment/templates/labels/en.toml",
        "bindery/equipment/styles/base.css",
        "bindery/equipment/styles/fonts/OFL.txt",
        f"{INFO}/licenses/LICENSE",
        "bindery/equipment/styles/icc/FOGRA39L_coated.icc",
        f"{INFO}/licenses/styles/fonts/OFL.txt",
        f"{INFO}/licenses/styles/icc/LICENCE.txt",
    ],
)
def test_the_wheel_holds(installed: Path, name: str) -> None:
    assert (installed / name).stat().st_size > 0


def test_the_wheel_says_what_it_is(installed: Path) -> None:
    data = message_from_bytes((installed / INFO / "METADATA").read_bytes())
    assert data["Name"] == "handout"
    assert data["Version"] == bindery.__version__
    assert data["License-Expression"] == "AGPL-3.0-or-later"
    assert data["Requires-Python"] == ">=3.11"
    assert "weasyprint==70.0" in data.get_all("Requires-Dist", [])
    assert (installed / INFO / "entry_points.txt").read_text(encoding="utf-8").split() == [
        *("[console_scripts]", "handout", "=", "handout:main")
    ]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE\n")
    assert "13. Remote Network Interaction" in text
    numbers = re.findall(r"^  (\d+)\. [A-Z]", text, flags=re.MULTILINE)
    assert [int(number) for number in numbers] == list(range(18))
    assert "END OF TERMS AND CONDITIONS" in text


def _run(installed: Path, folder: Path, program: str) -> str:
    """What ``program`` prints when only the wheel's own files are there to import."""
    # The folder of the checkout is on the path of an editable install: it must come last.
    first = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", first + program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_finds_its_equipment_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    program = """
from pathlib import Path
from bindery import equipment, explain
found = equipment.equipment_for(Path())
print(found.find("templates/print/leaflet.html"))
print(len(equipment.fonts(found)), len(explain.rules()))
"""
    template, counts = _run(installed, tmp_path, program).splitlines()
    assert template == str(installed / "bindery/equipment/templates/print/leaflet.html")
    fonts, rules = (int(count) for count in counts.split())
    assert fonts == len(list((ROOT / "styles" / "fonts").glob("*.ttf")))
    assert rules == len(list((ROOT / "bindery" / "rules").glob("*.md")))


def test_the_wheel_begins_a_project_and_builds_it(installed: Path, tmp_path: Path) -> None:
    program = """
import handout, os
handout.main(["init", "clinic"], standalone_mode=False)
os.chdir("clinic")
handout.main(["build", "--jobs", "0", "--strict"])
"""
    _run(installed, tmp_path, program)
    made = {path.suffix for path in (tmp_path / "clinic" / "out").iterdir()}
    assert made == {".pdf", ".epub", ".json"}
