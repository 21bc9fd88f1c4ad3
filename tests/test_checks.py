"""Every check on guides against its cases: what it finds, what it leaves, what is allowed.

``cases/checks/<rule>.md`` holds cases parted by ``=== next``. A case is a guide's text,
perhaps after settings and ledger entries in TOML::

    === settings
    status = "approved"
    === facts
    [cold]
    value = "4C"
    === original
    # The text in en-GB that this one translates, if it is a translation
    === text
    # Keeping milk
    ...
    === finds
    7:1+12 error: the message
        the hint
        fix: the right words

Only findings of the file's own rule count. ``--refresh-golden`` writes what is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import HANDOUT, TODAY, Shop
from package_code import ROOT, modules
from rule_names import rules_in

from bindery import checks
from bindery.checks.allowable import ALLOWABLE
from bindery.checks.translations import TRANSLATION_CHECKS
from bindery.diagnostics import Diagnostic, Severity
from bindery.explain import rules
from bindery.formats import FORMATS
from bindery.project import read

CASES = Path(__file__).parent / "cases" / "checks"
# A guide that breaks one of these cannot be trusted as it stands.
NEVER_ALLOWED = {"approved-unreviewed", "review-overdue"}
OF_ALLOWANCES = {"bad-allowance", "unused-allowance"}
GUIDE_CHECKS = (*checks.GUIDE_CHECKS, *checks.LEDGER_CHECKS, *TRANSLATION_CHECKS)
HARMLESS = "# A guide\n\nWhat it is for.\n\n## A section\n\nSome words.\n"
_PART = re.compile(r"^=== (settings|facts|contacts|original|text|finds)\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case: the parts of a guide, and what should be found in it."""

    rule: str
    number: int
    parts: dict[str, str]

    def __str__(self) -> str:
        return f"{self.rule}-{self.number}"

    @property
    def text(self) -> str:
        return self.parts["text"]


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        for number, written in enumerate(path.read_text().split("=== next\n"), 1):
            first, *rest = _PART.split(written)
            parts = dict(zip(rest[::2], rest[1::2], strict=True))
            yield Case(path.stem, number, {"text": first, "finds": "", **parts})


ALL = tuple(_cases())


def findings(shop: Shop, case: Case) -> list[Diagnostic]:
    """What the checks find in a case's guide, its own rule alone, in order."""
    own = {fault for fault in told(shop, case) if fault.rule == case.rule}
    return sorted(own, key=lambda fault: fault.sort_key)


def told(shop: Shop, case: Case) -> list[Diagnostic]:
    """All that is told of a case's guide."""
    shop.write("source/handout.toml", HANDOUT)
    shop.fact()
    shop.contact()
    for ledger in ("facts", "contacts"):
        entries = _complete(case.parts.get(ledger, ""))
        path = shop.root / f"source/{ledger}.toml"
        path.write_text(path.read_text() + entries)
    shop.guide(case.text)
    settings = shop.root / "source/a-guide/guide.toml"
    settings.write_text(_override(settings.read_text(), case.parts.get("settings", "")))
    original = None
    if "original" in case.parts:
        shop.write("source/a-guide/cy.md", case.text)
        shop.write("source/a-guide/en-GB.md", case.parts["original"])
        settings.write_text('languages = ["en-GB", "cy"]\n' + settings.read_text())
    project = shop.read()
    guide = project.guides[-1]
    if "original" in case.parts:
        original = project.guides[0]
    return [
        *checks.of_guide(guide, project.ledger, shop.today, original).findings,
        *project.diagnostics,
    ]


def _complete(entries: str) -> str:
    """Ledger entries with the provenance that every entry needs, unless they have their own."""
    provenance = {
        "source": '"A source"',
        "checked": "2026-11-01",
        "review-by": "2027-11-01",
        "status": '"verified"',
    }
    whole = ""
    for entry in re.split(r"(?=^\[)", entries, flags=re.MULTILINE):
        missing = [key for key in provenance if f"\n{key} =" not in entry]
        whole += entry + "".join(f"{key} = {provenance[key]}\n" for key in missing if entry)
    return whole


def _override(settings: str, own: str) -> str:
    """``settings`` with the lines of ``own`` in place of those of the same key."""
    top, *tables = re.split(r"(?=^\[)", own, flags=re.MULTILINE)
    keys = set(re.findall(r"^([\w-]+) =", top, re.MULTILINE))
    kept = [row for row in settings.splitlines() if row.partition(" =")[0] not in keys]
    return "\n".join([top.strip("\n"), *kept]) + "\n" + "".join(tables)


def shown(fault: Diagnostic) -> str:
    """A finding as case files write it."""
    place = ""
    if fault.span:
        column = f":{fault.span.column}+{fault.span.length}" if fault.span.column else ""
        name = fault.span.file.removeprefix("source/a-guide/")
        file = "" if name in {"en-GB.md", "cy.md"} else f"{name}:"
        place = f"{file}{fault.span.line or ''}{column} "
    lines = [f"{place}{fault.severity}: {fault.message}"]
    lines += [f"    {fault.hint}"] if fault.hint else []
    lines += [f"    fix: {fault.fix}"] if fault.fix is not None else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_check_finds_what_its_case_says(
    shop: Shop, case: Case, pytestconfig: pytest.Config
) -> None:
    found = "".join(map(shown, findings(shop, case)))
    if pytestconfig.getoption("--refresh-golden") and found != case.parts["finds"]:
        _rewrite(case, found)
    else:
        assert found == case.parts["finds"]


def _rewrite(case: Case, found: str) -> None:
    path = CASES / f"{case.rule}.md"
    cases = path.read_text().split("=== next\n")
    body = cases[case.number - 1].partition("=== finds\n")[0]
    if not body.endswith("\n"):
        body += "\n"
    cases[case.number - 1] = f"{body}=== finds\n{found}" if found else body
    path.write_text("=== next\n".join(cases))


def test_a_fix_mends_its_finding(shop: Shop) -> None:
    """What a fix writes is not found again, in any of the cases."""
    for case in ALL:
        fixes = [fault for fault in findings(shop, case) if fault.fix is not None]
        for fault in fixes:
            assert fault.span is not None, case
            assert fault.span.line is not None, case
            assert fault.span.column is not None, case
            rows = case.text.split("\n")
            row, start = rows[fault.span.line - 1], fault.span.column - 1
            rows[fault.span.line - 1] = (
                row[:start] + (fault.fix or "") + row[start + fault.span.length :]
            )
            mended = Case(case.rule, case.number, {**case.parts, "text": "\n".join(rows)})
            assert len(findings(shop, mended)) < len(findings(shop, case)), case


@pytest.mark.parametrize("rule", sorted({case.rule for case in ALL}))
def test_every_check_has_something_to_find_something_to_leave_and_something_allowed(
    rule: str,
) -> None:
    own = [case for case in ALL if case.rule == rule]
    assert any(case.parts["finds"] for case in own), "nothing that it finds"
    left = [case for case in own if not case.parts["finds"]]
    assert any("allow" not in case.text for case in left), "nothing that it leaves"
    if rule not in NEVER_ALLOWED | OF_ALLOWANCES:
        words = "".join(case.text + case.parts.get("settings", "") for case in left)
        assert re.search(rf"allow {rule}\b|^\[allow\]\n{rule} = ", words, re.MULTILINE), "allowed"


# ---- what is allowed


def test_what_the_checks_find_in_a_guide_can_be_allowed_and_nothing_else() -> None:
    program = list(modules())
    ours = {check.__module__ for check in GUIDE_CHECKS}
    rest = [each for each in program if not each.name.startswith(tuple(ours))]
    of_checks = rules_in(program).keys() - rules_in(rest).keys()
    assert of_checks - NEVER_ALLOWED == ALLOWABLE
    assert not NEVER_ALLOWED & ALLOWABLE


@pytest.mark.parametrize("rule", rules())
def test_an_allowance_is_heeded_or_told_to_be_none(shop: Shop, rule: str) -> None:
    """Whatever the rule: with its line in the settings nothing is told, or that it cannot be."""
    found = [case for case in ALL if case.rule == rule and case.parts["finds"]]
    case = found[0] if rule in ALLOWABLE else Case(rule, 1, {"text": HARMLESS})
    settings = re.sub(r"^\[allow\]\n", "", case.parts.get("settings", ""), flags=re.MULTILINE)
    allowing = Case(rule, 1, {**case.parts, "settings": f"{settings}\n[allow]\n{rule} = 'why'\n"})
    about = [each for each in told(shop, allowing) if each.rule in {rule, *OF_ALLOWANCES}]
    messages = [] if rule in ALLOWABLE else [f"`{rule}` cannot be allowed"]
    assert [each.message for each in about] == messages


@pytest.mark.parametrize("rule", rules())
def test_a_comment_that_allows_says_nothing_untrue(shop: Shop, rule: str) -> None:
    """That a rule is not broken is said of none that is, and of none that cannot be allowed."""
    text = HARMLESS.replace("Some words.", f"<!-- allow {rule}: why -->\nSome words.")
    found = told(shop, Case(rule, 1, {"text": text}))
    about = [each.message for each in found if each.rule in OF_ALLOWANCES]
    if rule not in ALLOWABLE:
        assert about == [f"`{rule}` cannot be allowed"]
    elif any(each.rule == rule for each in found):
        assert about == [f"`{rule}` is found outside of this text, and cannot be allowed in it"]
    else:
        assert about == [f"nothing here breaks `{rule}`, so there is nothing to allow"]


def test_what_is_found_in_the_settings_is_allowed_there(shop: Shop) -> None:
    """A comment cannot cover what is found of the whole guide, and is not told to be needless."""
    text = HARMLESS.replace("Some words.", "<!-- allow review-due: why -->\nSome words.")
    parts = {"text": text, "settings": "next-review = 2026-12-01"}
    about = {each.rule: each for each in told(shop, Case("review-due", 1, parts))}
    assert about.keys() >= {"review-due", "unused-allowance"}
    idle = about["unused-allowance"]
    assert idle.message == "`review-due` is found outside of this text, and cannot be allowed in it"
    assert idle.hint == "give the reason under `[allow]` in guide.toml, and delete this allowance"


@pytest.mark.parametrize(
    ("status", "reviewers"), [("draft", ()), ("approved", ("A midwife", "A parent"))]
)
def test_the_first_guide_is_clean(status: str, reviewers: tuple[str, ...]) -> None:
    """Whatever its status, with its ledgers in order, no check has anything against it."""
    project = read(ROOT / "source", TODAY, [format_.name for format_ in FORMATS])
    assert project.diagnostics == ()
    for guide in project.guides:
        control = replace(guide.settings.control, status=status, reviewers=reviewers)
        own = replace(guide, settings=replace(guide.settings, control=control))
        found = checks.of_guide(own, project.ledger, TODAY).findings
        assert [fault for fault in found if fault.severity is not Severity.HINT] == []
