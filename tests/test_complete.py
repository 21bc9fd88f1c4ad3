"""What grows by adding a file is complete: rules, labels, formats and commands."""

import ast
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from package_code import ROOT, Module, modules
from rule_names import rules_in

import handout
from bindery import options, report
from bindery.checking import chosen
from bindery.diagnostics import Failure
from bindery.equipment import equipment_for
from bindery.explain import manual, rules
from bindery.formats import FORMATS

LABELS = sorted((ROOT / "templates" / "labels").glob("*.toml"))
FLAGS = re.MULTILINE | re.DOTALL
SECTIONS = ["Why it matters", "Example", "Instead"]


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    used = rules_in(modules())
    lacking = {rule: place for rule, place in used.items() if rule not in rules()}
    assert not lacking, "these rules have no page in bindery/rules/"
    assert set(rules()) - set(used) == set(), "no code breaks these rules"


CODE = """
from x import error, warning
OLD = "by-constant"
class Kind:
    pattern: str
    rule: str
KINDS = (Kind("a", "by-record"), Kind("b", rule="by-keyword"))
def made(kind): return Diagnostic(kind.rule, 1, "m")
def refuse(self, rule, message): self.found.append(error(rule, message))
def _missing(kind): return warning(f"missing-{kind}", "m")
def use(field):
    field.refuse("by-method", "m")
    _missing("cat"); _missing("dog" if field else "bird")
    error(OLD, "m"); error(rule="plain", message="m")
"""


def test_rules_are_found_however_the_code_names_them() -> None:
    found = rules_in([Module("bindery.x", ast.parse(CODE), is_package=False)])
    assert set(found) == {
        *("by-constant", "by-record", "by-keyword", "by-method", "plain"),
        *("missing-cat", "missing-dog", "missing-bird"),
    }


@pytest.mark.parametrize("call", ["error(rule(), 'm')", "error('a' + b, 'm')", "error(b, 'm')"])
def test_a_rule_that_nobody_can_look_up_is_refused(call: str) -> None:
    with pytest.raises(AssertionError, match=r"bindery\.x:1: "):
        rules_in([Module("bindery.x", ast.parse(call), is_package=False)])


@pytest.mark.parametrize("rule", rules())
def test_a_page_has_its_parts_in_order(rule: str) -> None:
    page = manual(rule)
    # An example may show headings of its own.
    outside = re.sub(
        r"^```.+?^```$", lambda code: code[0].replace("\n#", "\n #"), page, flags=FLAGS
    )
    head, *parts = re.split(r"^## (.+)\n", outside, flags=re.MULTILINE)
    title, finds, *more = head.rstrip().split("\n")
    assert title == f"# {rule}"
    assert re.fullmatch(r"\S.*\.", finds), "one sentence under the title says what it finds"
    assert not more, "that sentence is the whole of the paragraph"
    headings, texts = parts[::2], parts[1::2]
    assert headings in (SECTIONS, [*SECTIONS, "Source"])
    assert all(text.strip() for text in texts), "no section is empty"
    assert re.search(r"^```\w+\n.+\n```$", texts[1], flags=re.MULTILINE | re.DOTALL)
    assert page.endswith("\n")


@pytest.mark.parametrize("rule", rules())
def test_a_page_is_written_for_authors(rule: str) -> None:
    page = manual(rule)
    assert not re.search(r"\b(TODO|FIXME|TBD|bindery/|\.py\b)", page)
    assert max(map(len, page.splitlines())) <= 400


@pytest.mark.parametrize("asked", [manual, lambda name: chosen((), (name,), ())])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("not-writen", "did you mean `not-written`?"),
        ("xyzzy", "`handout explain` lists them all"),
    ],
)
def test_an_unknown_rule_brings_the_nearest_one_to_mind(
    asked: Callable[[str], object], name: str, hint: str
) -> None:
    with pytest.raises(Failure) as caught:
        asked(name)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.rule == "unknown-rule"
    assert diagnostic.hint == hint


@pytest.mark.parametrize("name", ["../diagnostics", "not-written.md", "", "."])
def test_a_rule_is_a_name_and_not_a_path(name: str) -> None:
    with pytest.raises(Failure):
        manual(name)


def _keys(path: Path) -> set[str]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{table}.{key}" for table, entries in tables.items() for key in entries}


def _blanks(path: Path) -> dict[str, list[str]]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{table}.{key}": sorted(re.findall(r"\{\w*\}", str(text)))
        for table, entries in tables.items()
        for key, text in entries.items()
    }


@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.stem)
def test_every_language_has_the_same_labels(path: Path) -> None:
    english = ROOT / "templates" / "labels" / "en.toml"
    assert _keys(path) == _keys(english)
    assert _blanks(path) == _blanks(english), "a translation fills in the same things"


@pytest.mark.parametrize("name", [format_.name for format_ in FORMATS])
def test_every_format_finds_its_styles(name: str) -> None:
    format_ = next(each for each in FORMATS if each.name == name)
    equipment = equipment_for(ROOT)
    missing = [sheet for sheet in format_.stylesheets if not equipment.find(f"styles/{sheet}")]
    assert not missing
    assert format_.description


@pytest.mark.parametrize("name", sorted(handout.main.commands))
def test_every_command_has_help_and_a_line_in_the_documentation(name: str) -> None:
    assert handout.main.commands[name].help
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(f"handout {name}" in page.read_text(encoding="utf-8") for page in pages)


def test_the_command_offers_every_style_of_report() -> None:
    assert tuple(report.STYLES) == options.REPORTS
