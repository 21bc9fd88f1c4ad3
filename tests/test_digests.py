"""Digests of values: two values that differ in anything have two, and places count apart."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bindery.diagnostics import Span
from bindery.digests import digest, fingerprint


@dataclass(frozen=True)
class _Line:
    text: str
    span: Span | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    text: str
    span: Span | None = None
    more: tuple[str, ...] = ()


DIFFERENT: list[list[Any]] = [
    ["ab", "c"],
    ["a", "bc"],
    ["abc"],
    [b"abc"],
    [["abc"]],
    [("abc",)],
    [("a", "bc")],
    [("a", ("bc",))],
    [{"a": "bc"}],
    [{"bc": "a"}],
    [{"a": "b", "c": "d"}],
    [{"c": "d", "a": "b"}],
    [1],
    [True],
    ["1"],
    [1.0],
    [None],
    ["None"],
    [date(2026, 1, 1)],
    ["2026-01-01"],
    [_Line("a")],
    [_Row("a")],
    [_Line("a", more=("b",))],
    [frozenset({"a"})],
    [frozenset({"a", "b"})],
    [b"x" * 20_000],
    [b"x" * 20_001],
    [],
]


def test_different_values_have_different_digests() -> None:
    digests = [digest(*values) for values in DIFFERENT]
    contents = [fingerprint(*values).content for values in DIFFERENT]
    assert len(set(digests)) == len(set(contents)) == len(DIFFERENT)


_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text() | some.binary(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@given(_VALUES, _VALUES)
def test_digests_are_equal_as_the_values_are(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) is (repr(one) == repr(other))


def test_a_set_has_one_digest_in_whatever_order_it_is_kept() -> None:
    assert digest(frozenset("abc")) == digest(frozenset("cba"))


def test_a_place_changes_no_content() -> None:
    line = _Line("a", Span("a.md", 3, 1))
    moved = replace(line, span=Span("a.md", 4, 1))
    assert fingerprint(line).content == fingerprint(moved).content
    assert fingerprint(line).places != fingerprint(moved).places
    assert digest(line) != digest(moved)


def test_what_cannot_be_written_out_is_refused() -> None:
    with pytest.raises(TypeError, match="no digest of a function"):
        digest({"a": test_a_place_changes_no_content})
