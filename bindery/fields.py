"""Fields of TOML tables, read against what their keys should hold.

A reader (see :mod:`bindery.readers`) takes a :class:`Field` and gives its value, or None
after saying what is wrong. A schema is a dictionary of readers by key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from .diagnostics import Diagnostic, Span, did_you_mean, error, warning
from .toml_places import KeyPath
from .toml_source import TomlSource


@dataclass(frozen=True, slots=True)
class Field:
    """A value of ``source`` at ``path``; what is wrong with it goes to ``faults``."""

    source: TomlSource
    path: KeyPath
    value: object
    faults: list[Diagnostic]

    @property
    def key(self) -> str:
        """The key, for messages: of a list's item, the key of the list."""
        return str(next((part for part in reversed(self.path) if isinstance(part, str)), ""))

    @property
    def span(self) -> Span:
        """The value's place."""
        return self.source.value_span(*self.path)

    def places(self, *keys: str) -> dict[str, Span]:
        """The places of the values that a table has at ``keys``."""
        written = self.value if isinstance(self.value, dict) else {}
        return {key: self.source.value_span(*self.path, key) for key in keys if key in written}

    def refuse(
        self, rule: str, message: str, hint: str | None = None, right: str | None = None
    ) -> None:
        """Say what is wrong with the value; ``right`` is the text it should be, if only one can."""
        self.faults.append(self._mended(error(rule, message, self.span, hint), right))

    def warn(self, rule: str, message: str, right: str) -> None:
        """Say that a text can stay, though ``right`` is better."""
        finding = warning(rule, message, self.span, f"write `{right}`")
        self.faults.append(self._mended(finding, right))

    def _mended(self, finding: Diagnostic, right: str | None) -> Diagnostic:
        """``finding`` with ``right`` to write for the value, if this is a plain text."""
        if right is None or not isinstance(self.value, str):
            return finding
        plain = self.source.written(*self.path) == f'"{self.value}"'
        return replace(finding, fix=f'"{right}"') if plain else finding

    def items(self) -> Iterator[Field]:
        """The items of a list, as fields."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield Field(self.source, (*self.path, index), item, self.faults)


_MOST_UNKNOWN = 20  # keys of one table that are told one by one

Reader = Callable[[Field], object | None]
Schema = Mapping[str, Reader]
Values = dict[str, object | None]
"""What a table gives: a key that is there but refused has the value None."""


def read_table(
    field: Field, schema: Schema, above: Collection[str] = (), listed: str = ""
) -> Values:
    """Read the keys of a table; a key that ``schema`` does not know is a fault.

    The key that it was most likely meant for counts as there but refused, not as missing.
    ``above`` are keys of the file itself, which belong above its first table. Where there are too
    many keys to name them all, ``listed`` is a hint that says where they are.
    """
    if not isinstance(field.value, dict):
        header = ".".join(part for part in field.path if isinstance(part, str))
        header = f"[[{header}]]" if isinstance(field.path[-1], int) else f"[{header}]"
        message = f"`{field.key}` should be a table, not {kind_of(field.value)}"
        field.refuse("wrong-type", message, f"write {header}, and its keys on the lines below")
        return {}
    values: Values = {}
    for key, value in field.value.items():
        path = (*field.path, key)
        if path in field.source.faulty and key in schema:
            values[key] = None
        elif key in schema:
            values[key] = schema[key](Field(field.source, path, value, field.faults))
    return dict.fromkeys(_unknown(field, schema, above, listed)) | values


def _unknown(field: Field, schema: Schema, above: Collection[str], listed: str) -> Iterator[str]:
    """Refuse the keys of a table that ``schema`` does not know; the keys that were meant."""
    table = field.value if isinstance(field.value, dict) else {}
    keys = [key for key in table if key not in schema]
    told = keys[:_MOST_UNKNOWN]
    for key in told:
        span = field.source.key_span(*field.path, key)
        hint = did_you_mean(key, schema, listed)
        if key in above:
            hint = "move it up, above the first line that begins with `[`: below, it is the table's"
        field.faults.append(error("unknown-key", f"no key is called `{key}`", span, hint))
        yield from get_close_matches(key, schema, n=1)
    if left := len(keys) - len(told):
        span = field.source.key_span(*field.path, told[-1])
        message = f"and {left} more keys that nobody knows"
        field.faults.append(error("unknown-key", message, span, "delete them"))


def require(field: Field, values: Values, keys: Collection[str]) -> bool:
    """Report each of ``keys`` that the table ``field`` lacks; whether all have a value."""
    for key in keys:
        if key not in values and field.source.whole:
            where = f"`{'.'.join(map(str, field.path))}` has no" if field.path else "there is no"
            span = field.source.key_span(*field.path)
            field.faults.append(error("missing-key", f"{where} `{key}`", span, example(key)))
    return all(values.get(key) is not None for key in keys)


# ---- values as types


def as_text(values: Values, key: str, default: str = "") -> str:
    """The text at ``key``."""
    value = values.get(key)
    return value if isinstance(value, str) else default


def as_day(values: Values, key: str, default: date) -> date:
    """The date at ``key``."""
    value = values.get(key)
    return value if isinstance(value, date) else default


def as_texts(values: Values, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The list of texts at ``key``."""
    value = values.get(key)
    if not isinstance(value, tuple):
        return default
    return tuple(item for item in value if isinstance(item, str))


# ---- words for messages

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (int, "a number"),
    (float, "a number"),
    (date, "a date"),
    (list, "a list"),
    (dict, "a table"),
)
_EXAMPLES = {
    "ref": '"MAT-001"',
    "version": '"1.0"',
    "status": '"draft"',
    "languages": '["en-GB"]',
    "formats": '["leaflet"]',
    "checked": "2026-11-24",
    "last-review": "2026-11-24",
    "next-review": "2027-11-24",
    "review-by": "2027-11-24",
}


def kind_of(value: object) -> str:
    """What a TOML value is, in words."""
    return next((kind for type_, kind in _KINDS if isinstance(value, type_)), "a time")


def example(key: str) -> str:
    """A hint that shows how to write ``key``."""
    return f"add {key} = {_EXAMPLES.get(key, chr(34) + '…' + chr(34))}"
