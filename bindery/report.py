"""Diagnostics as text: for a person, a log, another program, a pull request, a scanner's inbox.

Pure functions of the diagnostics and of the source lines they point to; what is wrong was
decided elsewhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from .diagnostics import Diagnostic, Severity, Span
from .excerpt import excerpt, visible

ReadLine = Callable[[str, int], str | None]
"""Gives line ``number`` (from 1) of ``file``, or None where there is none to show."""

_Paint = Callable[[str, str], str]  # (colour code, text) -> text
_Renderer = Callable[[Sequence[Diagnostic], ReadLine, _Paint], str]

_BOLD = "1"
_MARGIN = "1;34"
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_NO_PLACE = "source/handout.toml"  # stands for the project, which every project has
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def render(
    diagnostics: Iterable[Diagnostic], style: str, read_line: ReadLine, *, colour: bool = False
) -> str:
    """Every diagnostic once, in the order of files and lines, in a style of :data:`STYLES`.

    ``colour`` counts in the style ``full`` alone. The text is empty or ends with a newline.

    Raises:
        KeyError: ``style`` is not one of :data:`STYLES`.
    """
    ordered = sorted(set(diagnostics), key=lambda diagnostic: diagnostic.sort_key)
    return STYLES[style](ordered, read_line, _coloured if colour else _plain)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each severity, in words: "2 errors, 1 warning"; empty for none."""
    counts = Counter(diagnostic.severity for diagnostic in set(diagnostics))
    return ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    )


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a report on ``stream`` should be coloured: on a terminal that did not decline."""
    declined = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return not declined and stream.isatty()


def _plain(_code: str, text: str) -> str:
    return text


def _coloured(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _full(diagnostics: Sequence[Diagnostic], read_line: ReadLine, paint: _Paint) -> str:
    return "\n".join(f"{_block(each, read_line, paint)}\n" for each in diagnostics)


def _block(diagnostic: Diagnostic, read_line: ReadLine, paint: _Paint) -> str:
    shade = _COLOURS[diagnostic.severity]
    span = diagnostic.span
    gutter = " " * len(str(span.line if span and span.line else 0))
    kind = paint(shade, f"{diagnostic.severity}[{diagnostic.rule}]")
    lines = [kind + paint(_BOLD, f": {visible(diagnostic.message)}")]
    if span:
        lines.append(f"{gutter}{paint(_MARGIN, '-->')} {visible(str(span))}")
        lines += _quotation(span, read_line, paint, shade)
    if diagnostic.hint:
        label = paint(_MARGIN, "=") + " " + paint(_BOLD, "hint")
        lines.append(f"{gutter} {label}: {visible(diagnostic.hint)}")
    return "\n".join(lines)


def _quotation(span: Span, read_line: ReadLine, paint: _Paint, shade: str) -> list[str]:
    """The source line that ``span`` points to, marked; nothing where there is none to show."""
    text = read_line(span.file, span.line) if span.line else None
    if text is None:
        return []
    number = str(span.line)
    gutter, bar = " " * len(number), paint(_MARGIN, "|")
    shown = excerpt(text, span.column, span.length)
    lines = [f"{gutter} {bar}", f"{paint(_MARGIN, number)} {bar} {shown.line}".rstrip()]
    if shown.carets:
        lines.append(f"{gutter} {bar} {paint(shade, shown.carets)}")
    return lines


def _concise(diagnostics: Sequence[Diagnostic], _read_line: ReadLine, _paint: _Paint) -> str:
    return "".join(
        (f"{visible(str(each.span))}: " if each.span else "")
        + f"{each.severity}[{each.rule}] {visible(each.message)}\n"
        for each in diagnostics
    )


def _json(diagnostics: Sequence[Diagnostic], _read_line: ReadLine, _paint: _Paint) -> str:
    entries = []
    for each in diagnostics:
        span = each.span
        entries.append(
            {
                "rule": each.rule,
                "severity": str(each.severity),
                "message": each.message,
                "hint": each.hint,
                "fix": each.fix,
                "file": span.file if span else None,
                "line": span.line if span else None,
                "column": span.column if span else None,
                "length": span.length if span and span.column else None,
            }
        )
    return json.dumps(entries, indent=2) + "\n"


def _github(diagnostics: Sequence[Diagnostic], _read_line: ReadLine, _paint: _Paint) -> str:
    commands = []
    for each in diagnostics:
        properties = _github_place(each.span) | {"title": each.rule}
        listed = ",".join(
            f"{key}={_github_escape(value, ':,')}" for key, value in properties.items()
        )
        level = _GITHUB_LEVELS[each.severity]
        commands.append(f"::{level} {listed}::{_github_escape(_sentence(each))}\n")
    return "".join(commands)


def _github_place(span: Span | None) -> dict[str, str]:
    if span is None:
        return {}
    place = {"file": span.file}
    if span.line:
        place["line"] = str(span.line)
        if span.column:
            place["col"] = str(span.column)
            place["endColumn"] = str(span.column + span.length)
    return place


def _github_escape(text: str, marks: str = "") -> str:
    """``text`` with everything that would end a workflow command, or a value in it, encoded."""
    return "".join(f"%{ord(each):02X}" if each in "%\r\n" + marks else each for each in text)


def _sarif(diagnostics: Sequence[Diagnostic], _read_line: ReadLine, _paint: _Paint) -> str:
    rules = sorted({each.rule for each in diagnostics})
    run = {
        "tool": {"driver": {"name": "handout", "rules": [_sarif_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": each.rule,
                "ruleIndex": rules.index(each.rule),
                "level": _SARIF_LEVELS[each.severity],
                "message": {"text": _sentence(each)},
                "locations": _sarif_locations(each.span),
                **_sarif_fixes(each),
            }
            for each in diagnostics
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2) + "\n"


def _sarif_rule(rule: str) -> dict[str, Any]:
    """A rule as a list of findings explains it: what it finds, and its page of the manual."""
    from .explain import manual, rules  # noqa: PLC0415 (only what is written for programs)

    if rule not in rules():
        return {"id": rule}
    page = manual(rule).partition("\n")[2].strip()
    return {
        "id": rule,
        "shortDescription": {"text": page.partition("\n")[0]},
        "help": {"text": page, "markdown": page},
    }


def _sarif_locations(span: Span | None) -> list[dict[str, Any]]:
    """Where a finding is: one place, as code scanning refuses a whole report for one without."""
    span = span or Span(_NO_PLACE)
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(span.file)}}
    if span.line:
        place["region"] = {"startLine": span.line}
        if span.column:
            columns = {"startColumn": span.column, "endColumn": span.column + span.length}
            place["region"] |= columns
    return [{"physicalLocation": place}]


def _sarif_fixes(diagnostic: Diagnostic) -> dict[str, Any]:
    """What would mend it, as an editor can do at a click."""
    if diagnostic.fix is None or diagnostic.span is None:
        return {}
    place = _sarif_locations(diagnostic.span)[0]["physicalLocation"]
    replacement = {
        "deletedRegion": place["region"],
        "insertedContent": {"text": diagnostic.fix},
    }
    change = {"artifactLocation": place["artifactLocation"], "replacements": [replacement]}
    return {"fixes": [{"artifactChanges": [change]}]}


def _sentence(diagnostic: Diagnostic) -> str:
    """Message and hint together, for places that have one field for both."""
    hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
    return diagnostic.message + hint


STYLES: dict[str, _Renderer] = {
    "full": _full,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
