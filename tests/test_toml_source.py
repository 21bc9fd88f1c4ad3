"""TOML with positions: right places, plain words for slips, never a traceback."""

import json
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery.diagnostics import Span
from bindery.toml_places import KeyPath
from bindery.toml_source import MOST_FAULTS, TomlSource, parse

DOCUMENT = """\
# A comment with = and [brackets]
ref = "MAT-001"   # and another
languages = ["en-GB",
  'cy', # between
]
publisher.name = "A service"
"quoted key" = 1

[publisher.more]
when = 2026-11-24 10:30:00
text = \"\"\"
two "" lines
\"\"\"
inline = { a = 1, b.c = [ 2, {d = 3} ] }

[[sources]]
title = 'one'
[[sources]]
title = "two ]] # not a comment"
[sources.deep]
x = -1.5e3
quotes = [\"\"\"two\"\"\"\"\", '''two''''', 1]
"""
PLACES: list[tuple[KeyPath, str, str]] = [
    (("ref",), "2:1", "2:7"),
    (("languages",), "3:1", "3:13"),
    (("languages", 1), "4:3", "4:3"),
    (("publisher", "name"), "6:1", "6:18"),
    (("quoted key",), "7:1", "7:16"),
    (("publisher", "more"), "9:1", "9:1"),
    (("publisher", "more", "when"), "10:1", "10:8"),
    (("publisher", "more", "text"), "11:1", "11:8"),
    (("publisher", "more", "inline", "b", "c", 1, "d"), "14:31", "14:35"),
    (("sources", 0), "16:1", "16:1"),
    (("sources", 1, "title"), "19:1", "19:9"),
    (("sources", 1, "deep", "x"), "21:1", "21:5"),
    (("sources", 1, "deep", "quotes", 2), "22:37", "22:37"),
]


@pytest.mark.parametrize(("path", "key", "value"), PLACES)
def test_keys_and_values_are_found_where_they_stand(path: KeyPath, key: str, value: str) -> None:
    source = parse(DOCUMENT, "f.toml")
    assert not source.diagnostics
    assert str(source.key_span(*path)) == f"f.toml:{key}"
    assert str(source.value_span(*path)) == f"f.toml:{value}"


def test_a_span_is_as_long_as_what_it_marks_and_ends_with_its_line() -> None:
    source = parse(DOCUMENT, "f.toml")
    assert source.value_span("ref").length == len('"MAT-001"')
    assert source.key_span("publisher", "name").length == len("publisher.name")
    assert source.value_span("languages").length == len('["en-GB",')
    assert source.value_span("publisher", "more", "text").length == len('"""')


def test_what_is_not_there_has_the_file_for_its_place() -> None:
    source = parse(DOCUMENT, "f.toml")
    assert source.key_span("nothing") == source.value_span("nothing") == Span("f.toml")
    assert source.written("nothing") == ""


SLIPS = [
    ("name = Sample Service # x", "1:8 bad-toml", "put text in straight quotation marks"),
    ("name = \u201cSample\u201d", "1:8 bad-toml", "straight quotation marks"),
    ('name = "Sample', "1:15 bad-toml", 'end it with `"`'),
    ('name = "C:\\here"', "1:11 bad-toml", "write `\\\\`"),
    ("name =", "1:7 bad-toml", "write one"),
    ("yes = True", "1:7 bad-toml", "write true"),
    ("languages = [en, cy]", "1:14 bad-toml", '"en"'),
    ("last review = 2026-01-01", "1:1 bad-toml", "last-review"),
    (" [ last review = 2026-01-01", "1:9 bad-toml", "compare the line"),
    ("just some words", "1:6 bad-toml", "begin it with `#`"),
    ("= 1", "1:1 bad-toml", "compare the line"),
    ("a = 1 b = 2", "1:7 bad-toml", "start a new line"),
    ("day = 2026-12-01 by Ann", "1:18 bad-toml", "write `#` before a note"),
    ("phone = 0300 100 0212 # desk", "1:9 bad-toml", 'marks: "0300 100 0212"'),
    ("phone = +44 300 100 0212", "1:9 bad-toml", 'marks: "+44 300 100 0212"'),
    ("version = 1.0.2", "1:11 bad-toml", 'marks: "1.0.2"'),
    ('title = "The "best" service" # say "hi"', "1:15 bad-toml", "'The \"best\" service'"),
    ("title = 'Your mum's service'", "1:19 bad-toml", '"Your mum\'s service"'),
    ("title = 'The nurses' room'", "1:22 bad-toml", '"The nurses\' room"'),
    ('title = "Mum\'s "best" one"', "1:17 bad-toml", '"Mum\'s \\"best\\" one"'),
    ("title = 'Mum's \"best\" one'", "1:14 bad-toml", '"Mum\'s \\"best\\" one"'),
    ("title = 'C:\\mum's'", "1:17 bad-toml", "other quotation marks"),
    ('title = "Yes" or "no"', "1:15 bad-toml", '\'"Yes" or "no"\''),
    ("title = 'Yes' or no", "1:15 bad-toml", "\"'Yes' or no\""),
    ('formats = "leaflet", "ebook"', "1:20 bad-toml", '["leaflet", "ebook"]'),
    ('formats = ["leaflet" "ebook"]', "1:22 bad-toml", 'a comma before `"ebook"`'),
    ('formats = [\n  "leaflet"\n  "ebook",\n]', "3:3 bad-toml", 'a comma before `"ebook"`'),
    ("authors = ['Ann O'Neil', 'B']", "1:19 bad-toml", "other quotation marks"),
    ('formats = ["leaflet"\nref = "A"', "2:1 bad-toml", "close it with `]`"),
    ("a = { b = 1 c = 2 }", "1:13 bad-toml", "a comma before `c`"),
    ("day = 24/11/2026", "1:7 bad-date", "year-month-day"),
    ("day = 24 November 2026", "1:7 bad-date", "year-month-day"),
    ("day = 2026-11-4", "1:7 bad-date", "year-month-day"),
    ("day = 2026-02-30", "1:7 bad-date", "year-month-day"),
    ("day = 2026-13-01", "1:7 bad-date", "year-month-day"),
    ("a = { day = 2026-02-30, b = 1 }", "1:13 bad-date", "year-month-day"),
    ('a = { b = "24/11/2026", c = x }', "1:29 bad-toml", '"x"'),
    ("a = 1\n a = 2", "2:2 duplicate-key", "keep one"),
    ("a = {b = 1, b = 2}", "1:13 duplicate-key", "keep one"),
    ("[a]\nb = 1\n[a]", "3:1 duplicate-key", "keep one"),
    ("a = [1,\n", "1 bad-toml", "close it"),
    ('a = """x\n', "1 bad-toml", 'end it with `"""`'),
    ("[a\nb = 1", "1:3 bad-toml", "compare the line"),
    ("a = " + "[" * 3000, " bad-toml", ""),
    ("a = " + "9" * 5000, " bad-toml", ""),
    ("a = 0x" + "f" * 5000, "1:5 bad-toml", "quotation marks"),
    ("a." * 40 + "b = 1", "1:1 bad-toml", "one or two words"),
    ("x = {" + '"a" . ' * 40 + "b = 1}", "1:6 bad-toml", "one or two words"),
    ('a = "\\u202e5.0"', "1:5 unsafe-character", "delete it"),
    ('a = "\u202e5.0"', "1:6 unsafe-character", "delete it"),
    ('a = "\x07"', "1:6 unsafe-character", "delete it"),
]


@pytest.mark.parametrize(("text", "expected", "hint"), SLIPS)
def test_a_slip_is_reported_once_at_its_place(text: str, expected: str, hint: str) -> None:
    (fault,) = parse(text, "f").diagnostics
    assert f"{fault.span} {fault.rule}" == f"f:{expected}".replace("f: ", "f ")
    assert hint in (fault.hint or "")
    assert not fault.message.endswith(".")


def test_one_slip_does_not_hide_the_next_and_keeps_the_rest() -> None:
    text = 'ref = MAT\nversion = "1.0"\nlast-review = 30/2/26\nages = [a]\nweb = "x\nok = 1\n'
    source = parse(text, "f")
    assert [fault.span and fault.span.line for fault in source.diagnostics] == [1, 3, 4, 5]
    assert source.faulty == {("ref",), ("last-review",), ("ages",), ("web",)}
    assert (source.values["version"], source.values["ok"]) == ("1.0", 1)
    assert source.whole


def test_a_line_that_is_lost_makes_the_file_less_than_whole() -> None:
    source = parse('stray words\nref = "A"\n', "f")
    assert source.values == {"ref": "A"}
    assert not source.whole
    assert not parse("a = [", "f").whole
    assert parse("a = 1\na = 2", "f").whole, "the first of the two is still there"


def test_columns_are_kept_behind_a_value_that_was_set_aside() -> None:
    source = parse("a = 2026-02-30\nb = { c = 2026-02-30, d = 1 }\ne = 1\n", "f")
    assert str(source.key_span("e")) == "f:3:1"
    assert len(source.diagnostics) == 2


def test_faults_of_one_file_are_reported_up_to_a_limit() -> None:
    text = "".join(f"k{number} = x\n" for number in range(MOST_FAULTS * 2))
    assert len(parse(text, "f").diagnostics) == MOST_FAULTS


# ---- documents of every shape

NAMES = st.text("abc-_1", min_size=1, max_size=4) | st.text(
    st.characters(exclude_categories=["C"]), max_size=4
)
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8)
SCALARS = TEXTS | st.integers(-99, 99) | st.booleans() | st.dates(date(1970, 1, 1))
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=5)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TOML text: tables, lists of tables and values, each written in one way of several."""
    return "".join(_table(draw, draw(TABLES), ()))


def _table(draw: st.DrawFn, table: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    plain: list[str] = []
    tables: list[str] = []
    for key, value in table.items():
        inner = (*path, key)
        header = ".".join(_key(draw, part) for part in inner)
        if isinstance(value, dict) and draw(st.booleans()):
            tables += [f"[ {header} ]\n", *_table(draw, value, inner)]
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            for item in value:
                tables += [f"[[{header}]] # a table\n", *_table(draw, item, inner)]
        else:
            plain.append(f"{_blank(draw)}{_assignment(draw, key, value)}{_comment(draw)}\n")
    return plain + tables


def _assignment(draw: st.DrawFn, key: str, value: Any) -> str:
    if isinstance(value, dict) and len(value) == 1 and draw(st.booleans()):
        ((inner, value),) = value.items()
        return f"{_key(draw, key)} . {_key(draw, inner)} = {_value(draw, value)}"
    return f"{_key(draw, key)}={_blank(draw)}{_value(draw, value)}"


def _key(draw: st.DrawFn, key: str) -> str:
    bare = key and all(character in "abc-_1" for character in key)
    return key if bare and draw(st.booleans()) else json.dumps(key, ensure_ascii=False)


def _value(draw: st.DrawFn, value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() if "'" not in value and draw(st.booleans()):
            return draw(st.sampled_from(["'{}'", "'''\n{}'''"])).format(value)
        case str():
            quoted = json.dumps(value, ensure_ascii=False)
            return quoted if draw(st.booleans()) else f'""{quoted}""'
        case list():
            items = (f"{_value(draw, item)}{_gap(draw)},{_gap(draw)}" for item in value)
            return f"[{_gap(draw)}{''.join(items)}]"
        case dict():
            pairs = ", ".join(_assignment(draw, key, inner) for key, inner in value.items())
            return f"{{{_blank(draw)}{pairs}{_blank(draw)}}}"
    return str(value)


def _blank(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", " ", "\t "]))


def _gap(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", " ", "\n", ' # a "comment", ]\n ']))


def _comment(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", " # a = [comment]"]))


def _paths(value: object, path: KeyPath = ()) -> set[KeyPath]:
    """The paths of everything in a document."""
    if isinstance(value, dict):
        inner = [((*path, key), item) for key, item in value.items()]
    elif isinstance(value, list):
        inner = [((*path, index), item) for index, item in enumerate(value)]
    else:
        inner = []
    return {place for place, _ in inner}.union(*(_paths(item, place) for place, item in inner))


def _at(source: TomlSource, path: KeyPath) -> object:
    value: Any = source.values
    for part in path:
        value = value[part]
    return value


@given(documents())
def test_every_value_is_found_again_where_it_was_written(text: str) -> None:
    source = parse(text, "f")
    assert source.values == tomllib.loads(text)
    assert set(source.places) == _paths(source.values)
    for path, place in source.places.items():
        value = _at(source, path)
        if not isinstance(value, (dict, list)) and "\n" not in text[place.value[0] :][:4]:
            assert tomllib.loads(f"x = {source.written(*path)}")["x"] == value


@given(documents(), st.data())
def test_a_damaged_document_gives_faults_inside_it_and_never_raises(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    noise = data.draw(st.text("\"'[]{}=.,#\n 1-\\a", max_size=4) | st.text(max_size=3))
    damaged = text[:start] + noise.replace("\r", "") + text[start + data.draw(st.integers(0, 9)) :]
    _assert_faults_lie_in(damaged)


@given(st.text("\"'[]{}=.,#\n\t 1-\\ab:T\u201c\u202e", max_size=60) | st.text(max_size=60))
def test_any_text_gives_faults_inside_it_and_never_raises(text: str) -> None:
    _assert_faults_lie_in(text.replace("\r", ""))


def _assert_faults_lie_in(text: str) -> None:
    source = parse(text, "f")
    assert source.diagnostics or source.values == tomllib.loads(text)
    rows = text.split("\n")
    for fault in source.diagnostics:
        assert fault.span
        if fault.span.line is not None:
            assert 1 <= fault.span.line <= len(rows)
            assert 1 <= (fault.span.column or 1) <= len(rows[fault.span.line - 1]) + 1
