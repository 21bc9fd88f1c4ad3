"""Whatever a project holds: what is wrong is told at its place, and nothing goes without a word.

The judges are those of ``tests/fuzz.py``. What that has found stands below, each the least text
that broke a promise.
"""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import judge_settings, judge_text
from markdown_sample import HEAD
from package_code import ROOT

from bindery.diagnostics import Failure
from bindery.drawings import read_drawing
from bindery.equipment import Equipment
from bindery.svg_subset import ELEMENTS
from bindery.templating import Filler

_CASES = ROOT / "tests" / "cases"
BLOCKS = st.sampled_from(
    [
        *("A sentence of tea.", "- one\n- two", "1. one\n2. two", "> quoted", "### A part"),
        *("| a | b |\n|---|---|\n| c | d |", "Term\n: its meaning", "```\ncode\n```", "A *b* c."),
        *("Call {contact:helpline} in {fact:wait}.", "![A cup](images/a.svg)", "A note.[^1]"),
        *("[there](https://example.org/x)", "**bold** `code` &amp; \\*", "[^1]: A note of it."),
        *("::: inset\nInside.\n:::", "::: only print\nHere.\n:::", "::: steps\n1. Go\n2. On\n:::"),
    ]
)
NOISE = st.text("*_`[](){}<>!#:|-&;\\^'\" \n\tab\u0627\u202e", max_size=12)
KEYS = st.sampled_from(
    [
        *("ref", "version", "status", "languages", "formats", "theme", "audience", "web", "notice"),
        *("authors", "reviewers", "last-review", "next-review", "publisher.name", "pages.leaflet"),
        *("publisher.phone", "publisher.logo", "limits.pages", "press.profile", "allow.few-items"),
        *("title", "phone", "value", "statement", "source", "checked", "review-by", "kind", "a-b"),
        *("in", "in.pl", "in.pl.value", "in.pl.title", "in.pl.phone", "in.x.value", "pl.value"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *('"a"', '""', '"0300 100 0212"', '["en-GB"]', '["leaflet"]', "2026-11-01", "8", "1.5"),
            *('"draft"', '"calm"', "true", "[]", "{}", '{ title = "a" }', "10:00:00", '"../x"'),
            *('"verified"', '"https://example.org"', '"""a\nb"""', "'a'", "nan", "x", "[[", '"'),
        ]
    ),
    st.text("ab\u00e9\u0627\u202e\x00\\\"'#=[]{}.,- \n", max_size=8),
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(" = ".join),
    st.sampled_from(["[helpline]", "[keeps]", "[[sources]]", "[publisher]", "# a", "", "[limits]"]),
    st.sampled_from(["[helpline.in.pl]", "[keeps.in.pl]", "[keeps.in]", "[in.pl]"]),
)

# What was found, and is no more.
TEXTS = [f"{HEAD}![On the second{{contact:helpline}} floor](images/a.svg)\n"]


@settings(max_examples=150)
@given(st.lists(st.tuples(BLOCKS, NOISE), max_size=6), st.sampled_from(["\n\n", "\n", " "]))
def test_words_typed_are_read_and_printed_and_no_others(
    pieces: list[tuple[str, str]], between: str
) -> None:
    judge_text(HEAD + between.join(part for piece in pieces for part in piece) + "\n")


@settings(max_examples=60)
@given(st.lists(BLOCKS, min_size=1, max_size=8))
def test_a_text_without_a_slip_has_all_its_words_in_every_document(pieces: list[str]) -> None:
    judge_text(f"{HEAD}## A section\n\n" + "\n\n".join(pieces) + "\n")


@settings(max_examples=150)
@given(st.lists(LINES, max_size=10).map("\n".join))
def test_settings_and_ledgers_are_kept_as_typed_or_refused(text: str) -> None:
    judge_settings(text)


@settings(max_examples=100)
@given(st.data())
def test_settings_that_were_damaged_are_kept_as_typed_or_refused(data: st.DataObject) -> None:
    files = sorted([*_CASES.rglob("*.toml"), *(ROOT / "source").rglob("*.toml")])
    text = data.draw(st.sampled_from(files)).read_text("utf-8")[:3_000]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    judge_settings(text[:start] + data.draw(VALUES) + text[end:])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_once_broke_a_promise_keeps_it(text: str) -> None:
    judge_text(text)


# ---- drawings

_NUMBER = st.sampled_from(["0", "1", "-3", "1e9", "1e999", "nan", "50%", "", "9" * 40, "url(#a)"])
_SHAPES = st.builds(
    lambda name, attributes: (name, attributes),
    st.sampled_from(sorted(ELEMENTS)),
    st.dictionaries(
        st.sampled_from(["x", "y", "r", "d", "id", "fill", "href", "width", "transform", "onload"]),
        _NUMBER | st.sampled_from(["a", "#a", "M0 0h9", "red", "rotate(9)", "scale(1e9)"]),
        max_size=4,
    ),
)


def _drawn(shapes: list[tuple[str, dict[str, str]]], *, nested: bool) -> str:
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox="0 0 40 30")
    parent = root
    for name, attributes in shapes:
        child = ET.SubElement(parent, name, attributes)
        parent = child if nested else root
    return ET.tostring(root, encoding="unicode")


@settings(max_examples=100)
@given(st.lists(_SHAPES, max_size=6), st.integers(0, 1))
def test_a_drawing_is_judged_by_one_list_and_never_loads_or_runs(
    shapes: list[tuple[str, dict[str, str]]], nesting: int
) -> None:
    text = _drawn(shapes, nested=nesting > 0)
    read = read_drawing(text.encode(), "a.svg")
    if not read.diagnostics:
        assert not re.search(r"onload|nan|1e999|href=\"[^#]", text)
        assert (read.width, read.height) == (40, 30)
    for fault in read.diagnostics:
        assert fault.span
        assert fault.span.file == "a.svg"
        assert (fault.span.line or 1) <= text.count("\n") + 1


# ---- templates of a project's own

_CODE = st.sampled_from(
    [
        *("{{ guide.title }}", "{{ nothing }}", "{{ words['x'] }}", "{{ 1 / 0 }}", "{{ guide() }}"),
        *("{% if guide %}", "{% endif %}", "{% for a in [1, 2] %}", "{% endfor %}", "{{", "}}"),
        *("{% include 'a.html' %}", "{% raw %}", "{{ ''.__class__ }}", "{{ [1] | sum }}", "word"),
        *("{{ 'a' | day }}", "{{ 1 | linked }}", "{{ none | postal }}", "{{ parts(1) }}", "{#"),
        *("{{ 'x' * 9 }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% set a = 1 %}"),
    ]
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.lists(_CODE, max_size=4).map("\n".join))
def test_a_template_is_filled_or_its_slip_is_told_in_its_file(tmp_path: Path, code: str) -> None:
    (tmp_path / "templates").mkdir(exist_ok=True)
    (tmp_path / "templates" / "a.html").write_text(code, "utf-8")
    filler = Filler(Equipment((tmp_path,), code), "en-GB", {"guide": None, "today": TODAY})
    try:
        filler.fill("a.html")
    except Failure as failure:
        for fault in failure.diagnostics:
            assert fault.span
            assert fault.span.file.startswith("templates/")
            assert (fault.span.line or 1) <= code.count("\n") + 1
