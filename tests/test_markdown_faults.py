"""Every fault a text can have, at its line and column: the cases in ``cases/markdown``.

A case is a text, a line ``=== finds``, and what is found there: the place (``line:column+length``,
or the line alone where the column is not certain), the rule and the message, and the hint
on a line of its own. ``=== next`` divides cases. A file has the name of the rule that each
of its cases breaks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_sample import HEAD, TERMS
from package_code import modules
from rule_names import rules_in

from bindery.diagnostics import Diagnostic, Severity
from bindery.explain import manual
from bindery.markdown import read

# Rules whose message repeats the marked words.
QUOTED = {
    "broken-link",
    "expired-entry",
    "outside-picture",
    "raw-html",
    "stray-fence",
    "stray-markup",
    "unknown-block",
    "unknown-contact",
    "unknown-fact",
    "unknown-reference",
    "unverified-entry",
}
CASES = Path(__file__).parent / "cases" / "markdown"
FILE = "en-GB.md"


def _cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(CASES.glob("*.md")):
        content = path.read_text(encoding="utf-8")
        for case in content.split("=== next\n"):
            text, _, expected = case.partition("=== finds\n")
            yield path.stem, text, expected


ALL = list(_cases())
NAMES = [f"{rule}-{number}" for number, (rule, *_) in enumerate(ALL)]


def _shown(fault: Diagnostic) -> str:
    assert fault.span
    assert fault.span.file == FILE
    column = f":{fault.span.column}+{fault.span.length}" if fault.span.column else ""
    hint = f"\n    {fault.hint}" if fault.hint else ""
    return f"{fault.span.line}{column} {fault.rule}: {fault.message}{hint}\n"


@pytest.mark.parametrize(("rule", "text", "expected"), ALL, ids=NAMES)
def test_a_fault_is_found_in_its_place(rule: str, text: str, expected: str) -> None:
    found = read(text, FILE, "en-GB", TERMS).diagnostics
    assert "".join(map(_shown, found)) == expected
    assert rule in {fault.rule for fault in found}
    rows = text.split("\n")
    for fault in found:
        if fault.span and fault.span.line and fault.span.column:
            start = fault.span.column - 1
            marked = rows[fault.span.line - 1][start : start + fault.span.length]
            assert len(marked) == fault.span.length
            assert marked in fault.message or fault.rule not in QUOTED


@pytest.mark.parametrize(("rule", "text", "expected"), ALL, ids=NAMES)
def test_windows_line_ends_move_nothing(rule: str, text: str, expected: str) -> None:
    found = read(text.replace("\n", "\r\n"), FILE, "en-GB", TERMS).diagnostics
    assert "".join(map(_shown, found)) == expected, rule


def test_every_rule_of_the_reader_has_a_case() -> None:
    inside = [module for module in modules() if module.name.startswith("bindery.markdown")]
    rules = set(rules_in([*inside, *(m for m in modules() if m.name == "bindery.text_safety")]))
    assert {rule for rule, *_ in ALL} == rules


def _shown_in_manual(rule: str) -> Iterator[tuple[str, bool]]:
    """The Markdown that a rule's page shows: the faulty text, then the right one."""
    _, example, instead = re.split(r"^## (?:Example|Instead)\n", manual(rule), flags=re.MULTILINE)
    for part, faulty in ((example, True), (instead, False)):
        for text in re.findall(r"^```markdown\n(.*?)^```$", part, re.MULTILINE | re.DOTALL):
            whole = text.startswith("# ") or rule == "missing-title"
            yield text if whole else HEAD + text, faulty


@pytest.mark.parametrize("rule", sorted({rule for rule, *_ in ALL}))
def test_the_manual_shows_the_fault_and_its_cure(rule: str) -> None:
    shown = list(_shown_in_manual(rule))
    assert len(shown) == 2 or rule in {"expired-entry", "too-large", "unverified-entry"}
    for text, faulty in shown:
        found = {fault.rule for fault in read(text, FILE, "en-GB", TERMS).diagnostics}
        assert found == ({rule} if faulty else set())


def test_only_what_may_be_meant_is_a_warning() -> None:
    found = {
        fault.rule
        for _, text, _ in ALL
        for fault in read(text, FILE, "en-GB", TERMS).diagnostics
        if fault.severity is not Severity.ERROR
    }
    assert found == {"indented-code"}


def test_faults_are_collected_and_in_the_order_of_the_text() -> None:
    text = "\n\n".join(case.rstrip() for _, case, _ in ALL[:20])
    found = read(text, FILE, "en-GB", TERMS).diagnostics
    assert len(found) > len(ALL[:20])
    assert list(found) == sorted(found, key=lambda fault: fault.sort_key)
