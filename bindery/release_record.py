"""``[released]``: what ``handout release`` wrote down of a guide's last release."""

from __future__ import annotations

from datetime import date

from .fields import Field, Schema, Values, as_text
from .guide import Release
from .readers import day, words
from .toml_source import TomlSource


def _digests(field: Field) -> dict[str, str] | None:
    """Digests by language."""
    table = field.value
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        hint = "delete [released], and run `handout release` again"
        field.refuse("wrong-type", "`content` should be digests by language", hint)
        return None
    return table


SCHEMA: Schema = {"version": words, "day": day, "content": _digests}


def read_release(values: Values, source: TomlSource) -> Release | None:
    """The record of the table ``values``, None where there is none that can be read.

    ``source`` is the guide's own file, where its version stands.
    """
    content, recorded = values.get("content"), values.get("day")
    if not isinstance(content, dict) or not isinstance(recorded, date):
        return None
    return Release(as_text(values, "version"), recorded, content, source.value_span("version"))
