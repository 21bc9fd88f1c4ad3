"""Faults of TOML syntax in an author's words, and the text without them.

:mod:`tomllib` stops at the first fault and describes it to a programmer. Here the line is
looked at again: most slips are a missing quotation mark or a date in another order, and a
line that can be set aside lets the rest of the file be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .diagnostics import Diagnostic, Span, error

DATE_HINT = "write a date as year-month-day, without quotes: 2026-11-24"

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_ASSIGNMENT = re.compile(
    r"""(?P<key>[ \t]*(?:[A-Za-z0-9_.-]|"[^"\n]*"|'[^'\n]*')+)[ \t]*=[ \t]*(?P<value>.*)"""
)
_SEVERAL_WORDS = re.compile(r"[ \t]*([A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+)+)[ \t]*=")
_DATE_LIKE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2} [A-Za-z]{3,9},? \d{2,4}"
)
_YEAR_FIRST = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = re.compile(r"[^,\]}#\n]*")
_QUOTED = re.compile("'([^']*)'")
_NOTE = re.compile(r"[ \t]+#")
_PIECE = re.compile(r"""(?P<key>[\w-]+)[ \t]*=|"[^"]*"|'[^']*'|[\d{][^\s,\]}]*""")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]")
_TWICE = ("Cannot overwrite", "Duplicate inline", "Cannot declare", "Cannot mutate")
_SAYINGS = (
    ("Illegal character '\\n'", "the text is not closed on its line", 'end it with `"`'),
    ("Illegal character", "the text holds a control character", "delete it and type it again"),
    (
        "Unescaped '\\'",
        "`\\` has a special meaning in double quotes",
        "write `\\\\`, or put the text in single quotes",
    ),
    ("Unterminated string", "the text is never closed", 'end it with `"""`'),
    ('Expected "\'"', "the text is never closed", "end it with `'`"),
    (
        "Expected '=' after a key",
        "this line is neither a key with its value nor a comment",
        "write key = value, or begin it with `#`",
    ),
    (
        "Expected newline or end",
        "more follows the value on its line",
        "start a new line, or write `#` before a note",
    ),
    ("Unclosed array", "the list is not closed, or a comma is missing", "close it with `]`"),
    ("Unclosed inline table", "the table is not closed, or a comma is missing", "close it"),
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault of syntax and what is left without it.

    ``mended`` is the text, of the same length, with the fault blanked out; None if that
    cannot be done. ``hole`` is the offset of a value that now means nothing. ``loses`` says
    that a line of unknown meaning was blanked out.
    """

    diagnostic: Diagnostic
    mended: str | None = None
    hole: int | None = None
    loses: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """The line at fault: its offset and number, and the fault's index in it (None: not sure)."""

    start: int
    number: int
    text: str
    index: int | None


def explain(text: str, problem: str, file: str) -> Slip:
    """What ``problem``, tomllib's message about ``text``, means to the file's author."""
    where = _WHERE.search(problem)
    saying = problem[: where.start()] if where else problem
    line = _line(text, where)
    assigned = _ASSIGNMENT.match(line.text)
    if saying.startswith(_TWICE):
        return _twice(text, line, assigned, (saying, file))
    if line.index is None and saying == "Invalid value":
        span = _span(line, file)
        return Slip(error("bad-toml", "a list or a table is never closed", span, "close it"))
    if assigned and line.index is not None and line.index >= assigned.start("value"):
        return _bad_value(text, line, assigned, (saying, file))
    said = (
        _not_a_key(saying, line, file)
        or _no_comma(saying, line, file)
        or _said(saying, _span(line, file))
    )
    stray = saying.startswith(("Expected '=' after a key", "Invalid statement"))
    return Slip(said, _blanked(text, line, 0) if stray else None, loses=True)


def _line(text: str, where: re.Match[str] | None) -> _Line:
    """The line that tomllib names; for "end of document", the last that is not blank."""
    if where and where[1]:
        number, index = int(where[1]), int(where[2]) - 1
    else:
        number, index = text.rstrip().count("\n") + 1, None
    rows = text.split("\n")
    return _Line(sum(len(row) + 1 for row in rows[: number - 1]), number, rows[number - 1], index)


def _span(line: _Line, file: str, start: int | None = None, length: int = 1) -> Span:
    index = line.index if start is None else start
    return Span(file, line.number, None if index is None else index + 1, length)


def _said(saying: str, span: Span) -> Diagnostic:
    """The saying of tomllib in plain words, or its own where there are none."""
    for begins, message, hint in _SAYINGS:
        if saying.startswith(begins):
            return error("bad-toml", message, span, hint)
    message = saying[:1].lower() + saying[1:]
    return error("bad-toml", message, span, "compare the line with the ones around it")


def _not_a_key(saying: str, line: _Line, file: str) -> Diagnostic | None:
    """A key of several words."""
    words = _SEVERAL_WORDS.match(line.text)
    if words is None or not saying.startswith("Expected '=' after a key"):
        return None
    span = _span(line, file, words.start(1), len(words[1]))
    hint = f"write it as one word: {'-'.join(words[1].split())}"
    return error("bad-toml", f"`{words[1]}` is not a key", span, hint)


def _twice(text: str, line: _Line, assigned: re.Match[str] | None, told: tuple[str, str]) -> Slip:
    """A key or table that was given before."""
    problem, file = told
    inline = _QUOTED.search(problem) if problem.startswith("Duplicate inline") else None
    written = inline[1] if inline else (assigned["key"] if assigned else line.text).strip()
    start = line.text.rfind(written, 0, line.index)
    span = _span(line, file, max(0, start), len(written))
    found = error("duplicate-key", f"`{written}` is given twice", span, "keep one of the two")
    if assigned is None:  # without its header, a table's keys would fall to the one before
        return Slip(found)
    return Slip(found, _blanked(text, line, 0), loses=inline is not None)


def _bad_value(text: str, line: _Line, assigned: re.Match[str], told: tuple[str, str]) -> Slip:
    """A fault in the value of ``key = value``: the value is set aside if it ends on its line."""
    saying, file = told
    value = assigned["value"].rstrip()
    begin = assigned.start("value")
    diagnostic = (
        _not_a_date(line, begin, value, file)
        or (_not_quoted(line, line.index, file) if saying == "Invalid value" else None)
        or _goes_on(saying, line, begin, file)
        or _no_comma(saying, line, file)
        or _said(saying, _span(line, file, _start(saying, line)))
    )
    closing = {"[": "]", "{": "}"}.get(value[:1], "")
    if value[:3] in ('"""', "'''") or not value.endswith(closing):
        return Slip(diagnostic)
    return Slip(diagnostic, _blanked(text, line, begin, "0"), line.start + begin)


def _start(saying: str, line: _Line) -> int | None:
    """Where the fault begins: tomllib names the end of an escape that it does not know."""
    return line.text.rfind("\\", 0, line.index) if saying.startswith("Unescaped") else line.index


def _not_a_date(line: _Line, begin: int, value: str, file: str) -> Diagnostic | None:
    """A fault inside something that was meant as a date."""
    for written in _DATE_LIKE.finditer(value):
        start, end = begin + written.start(), begin + written.end()
        if line.index is None or not start <= line.index <= end:
            continue
        message = f"`{written.group()}` is not a date"
        if _YEAR_FIRST.fullmatch(written.group()):
            try:
                date.fromisoformat(written.group())
            except ValueError:
                message = f"`{written.group()}` is not a day of the calendar"
            else:  # the day is fine; what follows it is not
                return None
        return error("bad-date", message, _span(line, file, start, end - start), DATE_HINT)
    return None


def _not_quoted(line: _Line, index: int | None, file: str) -> Diagnostic:
    """A value that is neither text in quotes nor anything else TOML knows; it is at ``index``."""
    found = _WORDS.match(line.text, index or 0)
    words = found.group().strip() if found else ""
    if not words:
        span = _span(line, file)
        return error("bad-toml", "there is no value after `=`", span, 'write one: key = "text"')
    span = _span(line, file, index, len(words))
    if _CURLY.match(words):
        hint = 'use straight quotation marks: "text"'
        return error("bad-toml", f"`{words[0]}` is not a quotation mark here", span, hint)
    if words in {"True", "TRUE", "False", "FALSE"}:
        return error("bad-toml", f"`{words}` has capitals", span, f"write {words.lower()}")
    hint = f'put text in straight quotation marks: "{words}"'
    return error("bad-toml", f"`{words}` is not in quotes", span, hint)


def _goes_on(saying: str, line: _Line, begin: int, file: str) -> Diagnostic | None:
    """Words that are no value as a whole, though their beginning is one: ``0300 100 0212``."""
    if not saying.startswith("Expected newline or end") or _ASSIGNMENT.match(
        line.text, line.index or 0
    ):
        return None
    value = _NOTE.split(line.text[begin:], maxsplit=1)[0]
    if line.text.startswith(",", line.index):
        hint = f"put a list in square brackets: [{value}]"
        return error("bad-toml", "a second value follows", _span(line, file), hint)
    if value[:1] in {'"', "'"}:
        return _ends_early(line, begin, file)
    if value[:1] in {"[", "{"} or _YEAR_FIRST.match(value):
        return None
    return _not_quoted(line, begin, file)


def _ends_early(line: _Line, begin: int, file: str) -> Diagnostic:
    """A text that holds a quotation mark of the kind it stands in: ``"The "best" service"``."""
    written = _NOTE.split(line.text[begin:], maxsplit=1)[0].rstrip()
    mark = written[0]
    # An apostrophe may end a word; after a double mark that ends one, another text begins.
    apart = mark == '"' and line.text[: line.index].endswith((" ", "\t"))
    inside = written[1:-1] if written.endswith(mark) and not apart else written
    return _quoted_inside(_in_other_marks(inside, mark), _span(line, file))


def _in_other_marks(words: str, mark: str) -> str:
    """``words`` as TOML has them in other quotation marks than ``mark``; empty if not sure."""
    other = "'" if mark == '"' else '"'
    if "\\" in words:
        return ""
    if other in words:
        return '"' + words.replace('"', '\\"') + '"'
    return f"{other}{words}{other}"


def _quoted_inside(right: str, span: Span) -> Diagnostic:
    """What to say of a text that ends before its author meant it to; ``right`` may be empty."""
    hint = 'put it in the other quotation marks, or write `\\"` for one inside it'
    hint = f"write it as {right}" if right else hint
    return error("bad-toml", "the text ends at a quotation mark inside it", span, hint)


def _no_comma(saying: str, line: _Line, file: str) -> Diagnostic | None:
    """A list or a table in braces that goes on without a comma."""
    if line.index is None or not saying.startswith(("Unclosed array", "Unclosed inline")):
        return None
    piece = _PIECE.match(line.text, line.index)
    if piece is None or bool(piece["key"]) != saying.startswith("Unclosed inline"):
        is_text = line.text[: line.index].endswith(("'", '"'))
        return _quoted_inside("", _span(line, file)) if is_text and not piece else None
    written = piece["key"] or piece.group()
    span = _span(line, file, line.index, len(written))
    return error("bad-toml", "a comma is missing", span, f"write a comma before `{written}`")


def _blanked(text: str, line: _Line, index: int, filler: str = "") -> str:
    """The text with the rest of the line from ``index`` on replaced by blanks."""
    rest = len(line.text) - index
    start = line.start + index
    return text[:start] + filler.ljust(rest)[:rest] + text[start + rest :]
