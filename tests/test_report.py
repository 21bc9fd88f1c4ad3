"""Diagnostics as text, in every style: what a person or a program really gets to see."""

import io
import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import by_file
from conftest import Shop

from bindery.diagnostics import Diagnostic, Severity, Span, error, warning
from bindery.excerpt import WIDTH, excerpt, visible
from bindery.explain import manual
from bindery.report import STYLES, render, summary, wants_colour

SOURCE = {
    ("source/clean-water/en-GB.md", 14): "![A pan on a stove](boil.svg)",
    ("source/clean-water/en-GB.md", 9): "## Wann kochen?",
    ("source/handout.toml", 3): "\ttheme = 'clam'  # Ruhe",
}
IMAGE = error(
    "missing-image",
    "no image `boil.svg` in this guide",
    Span("source/clean-water/en-GB.md", 14, 21, 8),
    "did you mean `boiling.svg`?",
)
HEADING = warning("heading-question", "a question", Span("source/clean-water/en-GB.md", 9))
THEME = error("unknown-value", "no theme `clam`", Span("source/handout.toml", 3, 10, 6))
GONE = error("missing-key", "no `ref`", Span("source/a, b/guide.toml", 2, 4), "100%: add one")
FOLDER = Diagnostic("empty-folder", Severity.HINT, "nothing here", Span("source/extra"))
NOWHERE = warning("slow-fonts", "one, two: three", hint="first\nsecond")


def read_line(file: str, number: int) -> str | None:
    return SOURCE.get((file, number))


FULL = {
    IMAGE: """\
error[missing-image]: no image `boil.svg` in this guide
  --> source/clean-water/en-GB.md:14:21
   |
14 | ![A pan on a stove](boil.svg)
   |                     ^^^^^^^^
   = hint: did you mean `boiling.svg`?
""",
    HEADING: """\
warning[heading-question]: a question
 --> source/clean-water/en-GB.md:9
  |
9 | ## Wann kochen?
""",
    THEME: """\
error[unknown-value]: no theme `clam`
 --> source/handout.toml:3:10
  |
3 |     theme = 'clam'  # Ruhe
  |             ^^^^^^
""",
    GONE: """\
error[missing-key]: no `ref`
 --> source/a, b/guide.toml:2:4
  = hint: 100%: add one
""",
    FOLDER: """\
hint[empty-folder]: nothing here
 --> source/extra
""",
    NOWHERE: """\
warning[slow-fonts]: one, two: three
  = hint: first␊second
""",
}


@pytest.mark.parametrize("diagnostic", FULL, ids=lambda diagnostic: diagnostic.rule)
def test_full(diagnostic: Diagnostic) -> None:
    assert render([diagnostic], "full", read_line) == FULL[diagnostic]


def test_full_has_a_blank_line_between_and_the_order_of_the_files() -> None:
    found = render([THEME, NOWHERE, IMAGE, HEADING, THEME], "full", read_line)
    assert found == "\n".join(FULL[each] for each in (NOWHERE, HEADING, IMAGE, THEME))


def test_colour_changes_nothing_but_the_colour() -> None:
    plain = render(FULL, "full", read_line)
    coloured = render(FULL, "full", read_line, colour=True)
    for code in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;34m", "\x1b[1m"):
        assert code in coloured
        coloured = coloured.replace(code, "")
    assert coloured.replace("\x1b[0m", "") == plain
    assert "\x1b" not in plain


def test_concise() -> None:
    assert render(FULL, "concise", read_line).splitlines() == [
        "warning[slow-fonts] one, two: three",
        "source/a, b/guide.toml:2:4: error[missing-key] no `ref`",
        "source/clean-water/en-GB.md:9: warning[heading-question] a question",
        "source/clean-water/en-GB.md:14:21: error[missing-image] no image `boil.svg` in this guide",
        "source/extra: hint[empty-folder] nothing here",
        "source/handout.toml:3:10: error[unknown-value] no theme `clam`",
    ]


def test_json_has_the_same_keys_for_every_diagnostic() -> None:
    entries = json.loads(render([IMAGE, NOWHERE, HEADING], "json", read_line))
    assert entries == [
        {
            "rule": "slow-fonts",
            "severity": "warning",
            "message": "one, two: three",
            "hint": "first\nsecond",
            "fix": None,
            "file": None,
            "line": None,
            "column": None,
            "length": None,
        },
        {
            "rule": "heading-question",
            "severity": "warning",
            "message": "a question",
            "hint": None,
            "fix": None,
            "file": "source/clean-water/en-GB.md",
            "line": 9,
            "column": None,
            "length": None,
        },
        {
            "rule": "missing-image",
            "severity": "error",
            "message": "no image `boil.svg` in this guide",
            "hint": "did you mean `boiling.svg`?",
            "fix": None,
            "file": "source/clean-water/en-GB.md",
            "line": 14,
            "column": 21,
            "length": 8,
        },
    ]


def test_github() -> None:
    assert render(FULL, "github", read_line).splitlines() == [
        "::warning title=slow-fonts::one, two: three%0Ahint: first%0Asecond",
        (
            "::error file=source/a%2C b/guide.toml,line=2,col=4,endColumn=5,title=missing-key"
            "::no `ref`%0Ahint: 100%25: add one"
        ),
        "::warning file=source/clean-water/en-GB.md,line=9,title=heading-question::a question",
        (
            "::error file=source/clean-water/en-GB.md,line=14,col=21,endColumn=29,"
            "title=missing-image::no image `boil.svg` in this guide%0A"
            "hint: did you mean `boiling.svg`?"
        ),
        "::notice file=source/extra,title=empty-folder::nothing here",
        (
            "::error file=source/handout.toml,line=3,col=10,endColumn=16,title=unknown-value"
            "::no theme `clam`"
        ),
    ]


@pytest.mark.parametrize("text", ["%", "a\r\nb", "::error::x", "%0A", "a,b:c"])
def test_no_message_can_end_a_github_command_or_begin_another(text: str) -> None:
    file = f"source/{text}.md"
    rendered = render([error("r", text, Span(file, 1))], "github", read_line)
    assert rendered.count("\n") == 1
    assert "\r" not in rendered
    properties, message = rendered.rstrip("\n").removeprefix("::error ").split("::", 1)
    for mark, code in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        properties, message = properties.replace(mark, code), message.replace(mark, code)
    assert properties.replace("%25", "%") == f"file={file},line=1,title=r"
    assert message.replace("%25", "%") == text


def test_sarif() -> None:
    log = json.loads(render([IMAGE, NOWHERE, GONE, FOLDER], "sarif", read_line))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == ["empty-folder", "missing-image", "missing-key", "slow-fonts"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    assert [each["level"] for each in run["results"]] == ["warning", "error", "error", "note"]
    assert [each["locations"][0]["physicalLocation"] for each in run["results"]] == [
        {"artifactLocation": {"uri": "source/handout.toml"}},
        {
            "artifactLocation": {"uri": "source/a%2C%20b/guide.toml"},
            "region": {"startLine": 2, "startColumn": 4, "endColumn": 5},
        },
        {
            "artifactLocation": {"uri": "source/clean-water/en-GB.md"},
            "region": {"startLine": 14, "startColumn": 21, "endColumn": 29},
        },
        {"artifactLocation": {"uri": "source/extra"}},
    ]
    assert run["results"][2]["message"]["text"].endswith("\nhint: did you mean `boiling.svg`?")


def test_sarif_explains_its_rules() -> None:
    log = json.loads(render([IMAGE, FOLDER], "sarif", read_line))
    nameless, known = log["runs"][0]["tool"]["driver"]["rules"]
    assert nameless == {"id": "empty-folder"}
    assert known["shortDescription"]["text"] in manual("missing-image")
    assert known["help"]["markdown"].startswith(known["shortDescription"]["text"] + "\n\n## Why")
    assert known["help"]["text"] == known["help"]["markdown"]


def faults_by_schema(tmp_path: Path, *logs: Any) -> list[list[str]]:
    """What the schema of SARIF 2.1.0 has against each of ``logs``."""
    paths = [tmp_path / f"{number}.sarif" for number in range(len(logs))]
    for path, log in zip(paths, logs, strict=True):
        path.write_text(json.dumps(log), "utf-8")
    return list(by_file("sarif.mjs", paths).values())


def test_sarif_keeps_to_its_schema(tmp_path: Path, shop: Shop) -> None:
    shop.guide("# A guide\n\n[here](#none) for 5 mins ![](none.png)\n\n    code\n", status='"x"')
    found = shop.read().diagnostics
    assert len(found) > 4
    samples = ((), (IMAGE,), (replace(IMAGE, fix="a"), HEADING, NOWHERE, GONE, FOLDER), found)
    logs = [json.loads(render(each, "sarif", read_line)) for each in samples]
    assert faults_by_schema(tmp_path, *logs) == [[]] * len(samples)


def test_the_schema_of_sarif_finds_what_is_wrong(tmp_path: Path) -> None:
    sound = json.loads(render([IMAGE], "sarif", read_line))
    region = {"physicalLocation": {"region": {"startLine": 0}}}
    planted = [
        {**sound, "version": "2.0"},
        {**sound, "runs": [{**sound["runs"][0], "result": []}]},
        {**sound, "runs": [{**sound["runs"][0], "results": [{"level": "error"}]}]},
        {
            **sound,
            "runs": [
                {**sound["runs"][0], "results": [{"message": {"text": "a"}, "locations": [region]}]}
            ],
        },
    ]
    assert all(faults_by_schema(tmp_path, *planted))


@pytest.mark.parametrize(
    ("style", "nothing"), [("full", ""), ("concise", ""), ("github", ""), ("json", "[]\n")]
)
def test_nothing_found(style: str, nothing: str) -> None:
    assert render([], style, read_line) == nothing
    assert json.loads(render([], "sarif", read_line))["runs"][0]["results"] == []


def test_an_unknown_style_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        render([IMAGE], "fancy", read_line)


@pytest.mark.parametrize("style", STYLES)
def test_each_is_reported_once(style: str) -> None:
    assert render([IMAGE, IMAGE], style, read_line) == render([IMAGE], style, read_line)


@pytest.mark.parametrize("style", ["full", "concise"])
@pytest.mark.parametrize(
    "trick", ["\x1b[2J", "\r", "\x07", "\u202e", "\u2028", "\x9b31m", "\udcff"]
)
def test_nothing_in_a_guide_can_steer_the_terminal(style: str, trick: str) -> None:
    tricky = error("r", f"a{trick}b", Span(f"x{trick}.md", 1, 1), f"c{trick}d")
    rendered = render([tricky], style, lambda _file, _line: f"line{trick}end")
    assert trick not in rendered
    assert all(mark == "\n" or unicodedata.category(mark) not in {"Cc", "Cs"} for mark in rendered)
    rendered.encode()


# A line, where in it, and what is shown of both.
EXCERPTS = {
    "plain": ("pan", 2, 1, "pan", " ^"),
    "whole line": ("pan", 1, 3, "pan", "^^^"),
    "past the end": ("pan", 2, 99, "pan", " ^^"),
    "just after the end": ("pan", 4, 1, "pan", "   ^"),
    "outside": ("pan", 5, 1, "pan", ""),
    "no column": ("pan", None, 1, "pan", ""),
    "no length": ("pan", 2, 0, "pan", " ^"),
    "empty line": ("", 1, 1, "", "^"),
    "line end": ("pan\r\n", 1, 3, "pan", "^^^"),
    "tab before": ("\tpan", 2, 3, "    pan", "    ^^^"),
    "tab within": ("a\tb", 1, 3, "a    b", "^^^^^^"),
    "tab marked": ("a\tb", 2, 1, "a    b", " ^^^^"),
    "accents in one": ("über alles", 6, 5, "über alles", "     ^^^^^"),
    "accents apart": ("u\u0308ber alles", 7, 5, "u\u0308ber alles", "     ^^^^^"),
    "ideographs": ("水を 沸かす", 4, 3, "水を 沸かす", "     ^^^^^^"),
    "fullwidth": ("\uff21b", 2, 1, "\uff21b", "  ^"),
    "joiner": ("می\u200cخواهم", 4, 5, "می\u200cخواهم", "  ^^^^^"),
    "override": ("a\u202eb", 3, 1, "a\ufffdb", "  ^"),
    "control": ("a\x1bb", 3, 1, "a␛b", "  ^"),
}


@pytest.mark.parametrize("case", EXCERPTS)
def test_excerpt(case: str) -> None:
    text, column, length, line, carets = EXCERPTS[case]
    shown = excerpt(text, column, length)
    assert (shown.line, shown.carets) == (line, carets)


@pytest.mark.parametrize("column", [1, 2, 40, 97, 98, 500, 901, 995, 1000, 1001])
@pytest.mark.parametrize("letter", ["x", "水"])
def test_a_long_line_is_cut_around_the_place(column: int, letter: str) -> None:
    text = letter * (column - 1) + "HERE" + letter * (1000 - column)
    shown = excerpt(text, column, 4)
    start = shown.line.index("HERE")
    cells = sum(2 if mark == "水" else 1 for mark in shown.line[:start])
    assert shown.carets == " " * cells + "^^^^"
    assert sum(2 if mark == "水" else 1 for mark in shown.line) <= WIDTH + 2
    assert shown.line.strip("…") in text


def test_carets_stay_within_a_line_that_was_cut() -> None:
    shown = excerpt("x" * 1000, 200, 700)
    assert len(shown.carets) <= len(shown.line)


def test_a_line_that_just_fits_is_not_cut() -> None:
    assert excerpt("x" * WIDTH, 1).line == "x" * WIDTH
    assert excerpt("x" * (WIDTH + 1), 1).line == "x" * WIDTH + "…"


def test_visible_leaves_ordinary_text_alone() -> None:
    text = "Zażółć gęślą jaźń – ‘مرحبا’ 水 👩\u200d🍼"
    assert visible(text) == text


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], ""),
        ([IMAGE], "1 error"),
        ([IMAGE, IMAGE], "1 error"),
        ([IMAGE, GONE, NOWHERE], "2 errors, 1 warning"),
        ([NOWHERE, HEADING, FOLDER], "2 warnings, 1 hint"),
    ],
)
def test_summary(found: list[Diagnostic], words: str) -> None:
    assert summary(found) == words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    stream: io.StringIO, environment: dict[str, str], *, wanted: bool
) -> None:
    assert wants_colour(stream, environment) is wanted


def test_a_fix_is_told_to_programs() -> None:
    mended = replace(IMAGE, fix="boiling.svg")
    assert json.loads(render([mended], "json", read_line))[0]["fix"] == "boiling.svg"
    (result,) = json.loads(render([mended], "sarif", read_line))["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "source/clean-water/en-GB.md"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 14, "startColumn": 21, "endColumn": 29},
            "insertedContent": {"text": "boiling.svg"},
        }
    ]
