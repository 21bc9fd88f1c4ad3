"""What this machine lacks for making leaflets and e-books, what that costs, and how to get it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from . import machine
from .confinement import landlock_version
from .equipment import equipment_for
from .machine import Finding, Need, System
from .programs import programs, validators

_COMMANDS = {
    System.ANY: "python -m pip install",
    System.DEBIAN: "sudo apt-get install",
    System.FEDORA: "sudo dnf install",
    System.MACOS: "brew install",
    System.WINDOWS: "winget install --exact --id",
    System.MSYS2: "pacman -S",
}
_INDENT = " " * 10


def examine(project: Path | None = None) -> tuple[Finding, ...]:
    """Everything there is to know, the weightiest first.

    ``project`` is the folder that holds ``source/`` (None for the present one); its own fonts
    count.
    """
    findings = (
        machine.python(),
        *machine.packages(),
        *machine.libraries(),
        _fonts(project or Path.cwd()),
        _confinement(),
        *validators(),
        *programs(),
    )
    weight = tuple(Need)
    return tuple(sorted(findings, key=lambda finding: weight.index(finding.need)))


def this_system() -> System | None:
    """The system this machine runs, or None for one that no command here is for."""
    if sys.platform in {"darwin", "win32"}:
        return System.MACOS if sys.platform == "darwin" else System.WINDOWS
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return None
    kinds = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if kinds & {"debian", "ubuntu"}:
        return System.DEBIAN
    return System.FEDORA if "fedora" in kinds else None


def commands(finding: Finding, system: System | None) -> tuple[tuple[System, str], ...]:
    """Systems, each with the command that installs ``finding`` there.

    For ``system`` alone, or for every one if it is None.
    """
    here = {System.ANY, system} | ({System.MSYS2} if system is System.WINDOWS else set())
    return tuple(
        (each, f"{_COMMANDS[each]} {package}")
        for each, package in finding.packages.items()
        if system is None or each in here
    )


def format_findings(findings: Iterable[Finding], system: System | None = None) -> str:
    """``findings`` for a person: what is there, and for what is not, its cost and commands.

    Commands are for ``system``, else for the one this machine runs, else for every one.
    """
    system = system or this_system()
    parts = []
    for need, group in groupby(findings, key=lambda finding: finding.need):
        lines = [line for finding in group for line in _lines(finding, system)]
        parts.append("\n".join([str(need), *lines]) + "\n")
    return "\n".join(parts)


def _lines(finding: Finding, system: System | None) -> list[str]:
    state = "ok" if finding.present else "WRONG" if finding.fault else "MISSING"
    detail = ", ".join(part for part in (finding.found, finding.fault) if part)
    lines = [f"  {state:8}{finding.name:20}{detail}".rstrip()]
    if finding.present:
        return lines
    lines.append(_INDENT + finding.cost)
    lines += (f"{_INDENT}{each}: {command}" for each, command in commands(finding, system))
    if finding.note:
        lines.append(_INDENT + finding.note)
    return lines


def _confinement() -> Finding:
    """Whether the kernel confines the workers of a build."""
    version = landlock_version()
    return Finding(
        "Landlock",
        Need.CONFINEMENT,
        f"version {version}" if version else None,
        "Without it what a guide may name is checked all the same, but by this program alone.",
        note="It is part of Linux since 5.13; the kernel has to have it switched on.",
    )


def _fonts(project: Path) -> Finding:
    """The fonts that ship with the program, or that the project puts in their place."""
    names = equipment_for(project).names("styles/fonts", ".ttf")
    return Finding(
        "Fonts",
        Need.BUILD,
        f"{len(names)} files" if names else None,
        "Without them leaflets look different on every machine.",
        note="They are part of the program: install it anew.",
    )
