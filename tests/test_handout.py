"""The command: what a person types, what they see, and how it ends."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import TEXT, WELSH, Shop
from package_code import ROOT
from processes import in_session, wait_until
from validators import qpdf_complaints

import handout
from bindery import __version__, due, options
from bindery import build as building
from bindery.checks import conformance
from bindery.diagnostics import warning
from bindery.explain import rules
from bindery.making import Answer
from bindery.plan import Job

PROGRAM = [sys.executable, str(ROOT / "handout.py")]
TODAY = "2026-11-24"
STOP_SECONDS = 2
REPORTS = [name for name in options.REPORTS if name != "full"]


def run(shop: Shop, *arguments: str) -> Result:
    """Run the command in this process. ``build`` and ``list`` get the shop's folders."""
    words = [*arguments]
    if arguments[0] in {"build", "list", "new"}:
        words += ["--source", str(shop.source)]
        words += [] if "--today" in arguments else ["--today", TODAY]
    if arguments[0] == "build":
        words += ["--out", str(shop.out)]
        if "--jobs" not in arguments:
            words += ["--jobs", "0"]
    result = CliRunner().invoke(handout.main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def begin(shop: Shop, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Run the command as a process of its own, in a session of its own."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        text=True,
        cwd=shop.root,
        start_new_session=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make nothing real; a guide called Warn has a warning."""

    def make(job: Job) -> tuple[Answer, ...]:
        findings = (warning("style-ignored", "a warning"),) if job.guide.title == "Warn" else ()
        whole = not (job.strict and findings)
        return tuple(Answer(b"made" if whole else None, findings, 8) for _ in job.formats)

    monkeypatch.setattr(building, "make", make)


BAD = "# Bad\n\nSummary.\n\n## One\n\nSee [the end](#end).\n"


@pytest.fixture
def mixed(shop: Shop, quick: None) -> Shop:
    """A good guide, one with a warning and one with an error."""
    del quick
    shop.guide(name="good")
    shop.guide(TEXT.replace("A guide", "Warn"), "warn")
    shop.guide(BAD, "bad")
    return shop


# ---- how it ends


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("build", "good"), 0),
        (("build", "good", "--strict"), 0),
        (("build", "warn"), 0),
        (("build", "warn", "--strict"), 1),
        (("build", "bad"), 1),
        (("build",), 1),
        (("build", "nowhere"), 2),
        (("build", "--format", "leaflets"), 2),
        (("build", "--language", "xx"), 2),
        (("build", "--today", "tomorrow"), 2),
        (("build", "--jobs", "-1"), 2),
        (("build", "--report", "loud"), 2),
        (("build", "--colour"), 2),
        (("list",), 1),
        (("new", "another"), 0),
        (("new", "good"), 1),
        (("new", "Not A Name"), 2),
        (("new",), 2),
        (("explain",), 0),
        (("explain", "broken-link"), 0),
        (("explain", "broken-lnk"), 2),
        (("no-such-command",), 2),
        (("--version",), 0),
        (("--help",), 0),
    ],
)
def test_the_status_says_how_it_went(mixed: Shop, arguments: tuple[str, ...], status: int) -> None:
    assert run(mixed, *arguments).exit_code == status


def test_a_guide_with_a_warning_is_made_unless_it_is_strict(mixed: Shop) -> None:
    run(mixed, "build", "warn", "--strict")
    assert mixed.made() == {}
    run(mixed, "build", "warn")
    assert set(mixed.made()) == {
        *("warn.en-GB.leaflet.pdf", "warn.en-GB.ebook.epub", "manifest.json")
    }


def test_where_there_is_no_project_it_says_how_to_begin_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("build", "list"):
        result = CliRunner().invoke(handout.main, [command])
        assert result.exit_code == 1
        assert "error[no-source]" in result.stderr
        assert "`handout init`" in result.stderr


def test_a_bug_stays_a_traceback(mixed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(due, "jobs_for", fail)
    words = ["build", "--source", str(mixed.source), "--out", str(mixed.out)]
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(handout.main, words, catch_exceptions=False)


# ---- what is seen


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("old",), "`old` is withdrawn"),
        (("old", "older"), "`old` and `older` are withdrawn"),
        (("old", "--format", "leaflet"), "`old` is withdrawn"),
        (
            ("good", "--format", "web", "--format", "booklet", "--language", "en-GB"),
            "no guide asked for has the format `web` or `booklet` in the language `en-GB`",
        ),
        (
            ("good", "old", "--format", "web"),
            "no guide asked for has the format `web`; `old` is withdrawn",
        ),
        (("lost",), "the errors above stand in the way"),
    ],
)
def test_a_build_of_nothing_says_why(mixed: Shop, arguments: tuple[str, ...], why: str) -> None:
    mixed.guide(name="old", status='"withdrawn"')
    mixed.guide(name="older", status='"withdrawn"')
    mixed.guide(name="lost")
    mixed.write("source/lost/guide.toml", "no settings")
    assert run(mixed, "build", *arguments).stdout == f"Nothing to make: {why}.\n"


def test_a_build_of_a_withdrawn_guide_names_its_files(mixed: Shop) -> None:
    run(mixed, "build")
    mixed.guide(name="good", status='"withdrawn"')
    assert run(mixed, "build", "good").stdout == (
        "Nothing to make: `good` is withdrawn.\n"
        f"Still in {mixed.out}/, and not made any more (delete what nobody needs):\n"
        "  good.en-GB.ebook.epub\n"
        "  good.en-GB.leaflet.pdf\n"
    )


def test_findings_go_to_stderr_and_results_to_stdout(mixed: Shop) -> None:
    result = run(mixed, "build", "--format", "leaflet")
    assert result.stdout == (
        f"Made 2 files in {mixed.out}/\n"
        "  good.en-GB.leaflet.pdf  8 pages  4 bytes\n"
        "  warn.en-GB.leaflet.pdf  8 pages  4 bytes\n"
        "No file claims PDF/UA-1 or PDF/A-2a: page-validation, which proves that, is not "
        "installed. `handout doctor` says how to get it.\n"
        "Not made, because of the errors above (earlier files are as they were):\n"
        "  bad.en-GB.leaflet.pdf\n"
    )
    assert (
        result.stderr
        == (
            "[1/2] made good (en-GB, leaflet)\n"
            "[2/2] made warn (en-GB, leaflet)\n"
            "warning[style-ignored]: a warning\n"
            "\n"
            "error[broken-link]: no heading or block `#end` in this guide\n"
            " --> source/bad/en-GB.md:7:15\n"
            "  |\n"
            "7 | See [the end](#end).\n"
            "  |               ^^^^\n"
            "  = hint: did you mean `one`?\n"
            "\n"
            "1 error, 1 warning\n"
        )
        or "use one of" in result.stderr
    )


def test_without_the_checker_the_summary_says_that_nothing_is_claimed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.guide()
    said = "No file claims PDF/UA-1 or PDF/A-2a: page-validation, which proves that, is not"
    with_checker = run(shop, "build", "--format", "leaflet")
    assert said not in with_checker.stdout
    assert "PDF/UA-1, PDF/A-2a" in with_checker.stdout
    monkeypatch.setattr(conformance, "available", lambda: False)
    without = run(shop, "build", "--format", "leaflet", "--force")
    assert without.exit_code == 0
    assert said in without.stdout
    book = run(shop, "build", "--format", "ebook")
    assert said not in book.stdout


def test_a_line_is_quoted_whatever_stands_in_it(shop: Shop, quick: None) -> None:
    """Signs that Python takes for the end of a line do not move the lines below them."""
    del quick
    shop.guide(BAD.replace("Summary.", "A\x85b\u2028c."), "bad")
    result = run(shop, "build")
    assert "7 | See [the end](#end)." in result.stderr


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(
    "arguments", [("build",), ("list",), ("build", "nowhere"), ("build", "good")]
)
def test_a_report_for_programs_stands_alone(
    mixed: Shop, report: str, arguments: tuple[str, ...]
) -> None:
    result = run(mixed, *arguments, "--report", report)
    told = _parsed(result.stderr, report)
    expected = {
        ("build",): {"broken-link", "style-ignored"},
        ("list",): {"broken-link"},
        ("build", "nowhere"): {"unknown-guide"},
        ("build", "good"): set(),
    }[arguments]
    assert told == expected


def _parsed(text: str, report: str) -> set[str]:
    """The rules that a report names, read as a program would."""
    if report == "json":
        return {entry["rule"] for entry in json.loads(text)}
    if report == "sarif":
        (sarif,) = json.loads(text)["runs"]
        return {result["ruleId"] for result in sarif["results"]}
    pattern = (
        r"::(?:error|warning) (?:file=[^,]+,(?:line=\d+,)?(?:col=\d+,endColumn=\d+,)?)?"
        r"title=([\w-]+)::.+"
        if report == "github"
        else r"(?:[^: ]+(?::\d+){0,2}: )?(?:error|warning)\[([\w-]+)\] .+"
    )
    lines = text.splitlines()
    if report == "concise" and lines:
        assert re.fullmatch(r"(\d+ (error|warning)s?(, )?)+", lines.pop())
    matches = [re.fullmatch(pattern, line) for line in lines]
    assert all(matches), text
    return {match[1] for match in matches if match}


def test_every_command_says_what_it_does() -> None:
    result = CliRunner().invoke(handout.main, ["-h"])
    for name, command in handout.main.commands.items():
        assert f"  {name}" in result.stdout
        helped = CliRunner().invoke(handout.main, [name, "--help"])
        assert helped.exit_code == 0
        assert command.help
        assert command.help.split("\n")[0].split(":")[0] in " ".join(helped.stdout.split())


# ---- other commands


def test_the_version_is_that_of_the_package() -> None:
    result = CliRunner().invoke(handout.main, ["--version"])
    assert result.stdout == f"handout {__version__}\n"


def test_list_shows_each_guide_in_each_language(shop: Shop) -> None:
    shop.guide(name="b-guide", languages='["en-GB", "cy"]')
    shop.write("source/b-guide/cy.md", WELSH)
    shop.guide(name="a", status='"approved"', reviewers='["A"]', version='"10.0"')
    result = run(shop, "list")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        "guide    language  ref    version  status    last review  next review\n"
        "a        en-GB     REF-2  10.0     approved  2026-11-01   2027-11-01\n"
        "b-guide  en-GB     REF-1  1.0      draft     2026-11-01   2027-11-01\n"
        "b-guide  cy        REF-1  1.0      draft     2026-11-01   2027-11-01\n"
    )


def test_list_shows_what_is_withdrawn_last_and_never_as_due(shop: Shop) -> None:
    shop.guide(name="b-guide")
    shop.guide(name="a", status='"withdrawn"', languages='["en-GB", "cy"]')
    assert run(shop, "list").stdout == (
        "guide    language  ref    version  status     last review  next review\n"
        "b-guide  en-GB     REF-1  1.0      draft      2026-11-01   2027-11-01\n"
        "a        en-GB     REF-2  1.0      withdrawn  2026-11-01   2027-11-01\n"
        "a        cy        REF-2  1.0      withdrawn  2026-11-01   2027-11-01\n"
    )
    due = run(shop, "list", "--due", "600").stdout.splitlines()
    assert [line.split()[0] for line in due] == ["guide", "b-guide"]


def test_list_shows_what_is_due_what_is_due_first(shop: Shop) -> None:
    days = {"a": "2027-01-23", "b": "2026-12-24", "c": "2027-01-24", "d": "2026-11-20"}
    for name, day in days.items():
        shop.guide(name=name, next_review=day)
    lines = run(shop, "list", "--due", "60").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["guide", "d", "b", "a"]
    assert not run(shop, "list", "--due", "60", "--today", "2026-01-01").stdout


def test_explain_prints_the_page_of_a_rule_and_the_names_of_all() -> None:
    runner = CliRunner()
    page = (ROOT / "bindery" / "rules" / "broken-link.md").read_text("utf-8")
    assert runner.invoke(handout.main, ["explain", "broken-link"]).stdout == page
    assert runner.invoke(handout.main, ["explain"]).stdout.split() == list(rules())
    unknown = runner.invoke(handout.main, ["explain", "broken-lnk"])
    assert "did you mean `broken-link`?" in unknown.stderr


def test_a_release_that_errors_stop_has_papers_and_ends_with_1(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.guide(status='"approved"')
    monkeypatch.chdir(shop.root)
    result = CliRunner().invoke(handout.main, ["release", "a-guide", "--today", TODAY])
    assert result.exit_code == 1
    assert result.stdout == (
        "wrote out/a-guide.en-GB.release.pdf\n"
        "Not recorded as released, because of the errors above.\n"
    )
    assert "error[approved-unreviewed]" in result.stderr
    assert not (shop.source / "a-guide" / "released.json").exists()


def test_doctor_finds_this_computer_fit(shop: Shop) -> None:
    result = run(shop, "doctor")
    assert result.exit_code == 0
    assert "page-validation" in result.stdout


def test_new_writes_a_guide_that_builds(shop: Shop) -> None:
    result = run(shop, "new", "storing-milk")
    folder = shop.source / "storing-milk"
    assert result.stdout == f"wrote {folder}/guide.toml\nwrote {folder}/en-GB.md\n"
    built = run(shop, "build")
    assert built.exit_code == 0
    assert "error" not in built.stderr
    assert "warning" not in built.stderr


def test_from_nothing_to_both_files_in_three_commands(tmp_path: Path) -> None:
    """Just as the README says it."""
    script = "handout init my-leaflets && cd my-leaflets && handout build"
    words = " ".join(f"'{word}'" for word in PROGRAM)
    done = subprocess.run(
        ["/bin/sh", "-c", script.replace("handout ", f"{words} ")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert "Now run: cd my-leaflets && handout build\n" in done.stdout
    assert re.fullmatch(r"(\[\d/\d\] made [^\n]*\n)+\n?", done.stderr)
    made = {path.name for path in (tmp_path / "my-leaflets" / "out").iterdir()}
    assert made == {
        "your-first-guide.en-GB.leaflet.pdf",
        "your-first-guide.en-GB.ebook.epub",
        "manifest.json",
    }


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("build", "nowhere"), "unknown-guide"),
        (("build", "--language", "cy"), "unknown-language"),
        (("build", "--format", "scroll"), "unknown-format"),
        (("check", "nowhere"), "unknown-guide"),
        (("check", "--ignore", "long-sentense"), "unknown-rule"),
        (("release", "nowhere"), "unknown-guide"),
        (("links", "nowhere"), "unknown-guide"),
        (("proof", "nowhere"), "unknown-guide"),
        (("explain", "long-sentense"), "unknown-rule"),
        (("copy", "styles/themes/clam.css"), "missing-equipment"),
        (("copy", "styles/print.css", "print.txt"), "bad-name"),
        (("new", "Sleep!"), "bad-name"),
    ],
)
def test_asking_for_what_does_not_exist_is_wrong_usage(
    mixed: Shop, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], rule: str
) -> None:
    monkeypatch.chdir(mixed.root)
    result = CliRunner().invoke(handout.main, arguments)
    assert (result.exit_code, result.stderr.splitlines()[0].partition("]")[0]) == (
        2,
        f"error[{rule}",
    )


@pytest.mark.skipif(os.name == "nt", reason="its shells quote in another way")
def test_init_says_what_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "M\u00fctter & Kind \u2013 caf\u00e9's"
    done = CliRunner().invoke(handout.main, ["init", str(folder)])
    line = done.stdout.splitlines()[-1].removeprefix("Now run: ").partition(" && ")[0]
    where = subprocess.run(
        ["sh", "-c", f"{line} && pwd"], capture_output=True, text=True, check=True
    )
    assert where.stdout == f"{folder}\n"


def test_files_are_named_from_where_the_command_is_given(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what reads the report finds them, wherever the project lies in a repository."""
    shop.guide(TEXT.replace("Some words.", "<b>x</b>"))
    place, name = f"{shop.root.name}/source/a-guide/en-GB.md:7:1", "a-guide/en-GB.md:7:1"
    for where, expected in ((shop.root.parent, place), (shop.root, f"source/{name}")):
        monkeypatch.chdir(where)
        source = str((shop.root / "source").relative_to(where))
        told = [
            CliRunner()
            .invoke(handout.main, ["check", "--source", source, "--report", style])
            .stderr
            for style in ("concise", "full")
        ]
        assert f"{expected}: error[raw-html]" in told[0]
        assert f"--> {expected}\n" in told[1]
        assert "<b>x</b>" in told[1]
    monkeypatch.chdir(shop.root.parent)
    command = ["new", "a-guide", "--source", str(shop.source.relative_to(shop.root.parent))]
    place = f"--> {shop.root.name}/source/a-guide\n"
    assert place in CliRunner().invoke(handout.main, command).stderr


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_on_what_is_left_stands_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, report: str
) -> None:
    monkeypatch.chdir(shop.root)
    shop.guide(TEXT.replace("Some words.", "The color is 5-10 min. <b>x</b>"))
    command = ["check", "--fix", "--report", report, "--today", "2026-11-24"]
    result = CliRunner().invoke(handout.main, command)
    assert "raw-html" in _parsed(result.stderr, report)
    assert "colour" in (shop.source / "a-guide/en-GB.md").read_text()


def test_init_refuses_a_folder_that_has_a_project(shop: Shop) -> None:
    result = CliRunner().invoke(handout.main, ["init", str(shop.root)])
    assert result.exit_code == 1
    assert "error[already-there]: `source` is already there" in result.stderr


# ---- completion


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("handout build ", {"good", "warn", "bad"}),
        ("handout build g", {"good"}),
        ("handout build --format l", {"leaflet", "large-print"}),
        ("handout build --format eb", {"ebook"}),
        ("handout build --report sa", {"sarif"}),
        ("handout ex", {"explain"}),
    ],
)
def test_the_shell_completes_names(
    mixed: Shop, monkeypatch: pytest.MonkeyPatch, words: str, offered: set[str]
) -> None:
    monkeypatch.chdir(mixed.root)
    variables = {
        "_HANDOUT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    result = CliRunner().invoke(handout.main, [], env=variables, prog_name="handout")
    assert {line.partition(",")[2] for line in result.stdout.split()} == offered


# ---- Ctrl-C


@pytest.fixture
def many(shop: Shop) -> Shop:
    """More guides than can be made in a moment."""
    sections = "".join(f"## Section {n}\n\n{'Some words to lay out. ' * 40}\n\n" for n in range(8))
    for number in range(24):
        shop.guide(f"# Guide {number}\n\nSummary.\n\n{sections}", f"guide-{number}")
    return shop


def _whole(file: Path) -> bool:
    """Whether a finished file can be opened and read to its end."""
    if file.suffix == ".pdf":
        return not qpdf_complaints(file)
    if file.suffix == ".epub":
        with zipfile.ZipFile(file) as book:
            return book.testzip() is None
    return bool(json.loads(file.read_bytes())["artifacts"])


def _interrupt(process: subprocess.Popen[str], to: str) -> float:
    """Press Ctrl-C, as a terminal sends it or to the command alone; seconds until it ends."""
    start = time.monotonic()
    if to == "all":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    return time.monotonic() - start


@pytest.mark.parametrize(("jobs", "to"), [("2", "all"), ("2", "command"), ("0", "command")])
def test_ctrl_c_ends_it_at_once_and_leaves_whole_files(many: Shop, jobs: str, to: str) -> None:
    with begin(many, "build", "--jobs", jobs, "--today", TODAY) as process:
        assert process.stderr
        first = process.stderr.readline()
        assert first.startswith("[1/48] made ")
        seconds = _interrupt(process, to)
        rest = process.stderr.read()
        assert wait_until(lambda: not in_session(process.pid), 1), "no process is left behind"
    assert process.returncode == 128 + signal.SIGINT
    assert seconds < STOP_SECONDS
    assert "Traceback" not in rest
    assert rest.endswith("\nStopped. Every file in the out folder is whole: old or new.\n")
    files = list(many.out.iterdir())
    assert files
    assert not [file for file in files if file.suffix == ".part" or not _whole(file)]
    again = run(many, "build", "guide-7", "--format", "leaflet")
    assert again.exit_code == 0
    assert "Made 1 file in" in again.stdout


# ---- on a terminal


@contextmanager
def _terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal 100 characters wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def _seen(terminal: int) -> str:
    """What is written on a terminal until the last who writes on it has gone."""
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    return seen.decode()


def test_a_build_counts_hints_and_a_check_shows_them(shop: Shop) -> None:
    shop.guide(TEXT.replace("Some words.", "See your GP."), formats='["leaflet"]')
    built = run(shop, "build")
    assert "hint[a-gp]" not in built.stderr
    assert "1 hint (`handout check` shows the hints)" in built.stderr
    assert "hint[a-gp]" in run(shop, "check", "--source", str(shop.source)).stderr
    assert '"a-gp"' in run(shop, "build", "--report", "json").stderr


def test_a_terminal_shows_how_far_it_is_and_what_is_done(shop: Shop) -> None:
    shop.guide(name="one", formats='["leaflet"]')
    shop.guide(name="two", formats='["leaflet"]')
    with _terminal() as (ours, theirs):
        words = ("build", "--jobs", "0", "--today", TODAY)
        with begin(shop, *words, stderr=theirs) as process:
            os.close(theirs)
            seen = _seen(ours)
    assert process.returncode == 0
    assert "50%" in seen
    assert "100%" in seen
    assert " a minute" in seen or " a second" in seen
    assert seen.index("one (en-GB, leaflet)") < seen.index("two (en-GB, leaflet)")
    assert "[1/2]" not in seen


def test_ctrl_c_on_a_terminal_gives_the_cursor_back(many: Shop) -> None:
    with _terminal() as (ours, theirs):
        words = ("build", "--jobs", "2", "--today", TODAY)
        with begin(many, *words, stderr=theirs) as process:
            os.close(theirs)
            seen = os.read(ours, 65536).decode()
            while "(en-GB," not in seen:
                seen += os.read(ours, 65536).decode()
            os.killpg(process.pid, signal.SIGINT)
            seen += _seen(ours)
    assert process.returncode == 128 + signal.SIGINT
    assert seen.count("\x1b[?25l") > 0
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")
    assert "Stopped." in seen
