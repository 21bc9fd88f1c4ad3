"""``[limits]`` of ``handout.toml``: what one guide may use. A guide cannot raise its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .diagnostics import Diagnostic, error
from .fields import Field, Reader, Schema
from .limits import MIB, Limits
from .toml_source import TomlSource

_KEY = "limits"
_MILLION = 1_000_000


def _between(least: int, most: int) -> Reader:
    """A reader of a whole number from ``least`` to ``most``."""

    def read(field: Field) -> int | None:
        value = field.value
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        message = f"`{field.key}` should be a whole number from {least} to {most}"
        field.refuse("bad-limit", message, "leave the key out to have the usual limit")
        return None

    return read


# With less memory no leaflet can be made. The picture library refuses to open what has many more
# pixels, and the Markdown parser drops what lies much deeper.
SCHEMA: Schema = {
    "seconds": _between(1, 86_400),
    "processor-seconds": _between(1, 86_400),
    "memory-mib": _between(300, 1_048_576),
    "pages": _between(1, 5_000),
    "megapixels": _between(1, 80),
    "megapixels-in-all": _between(1, 5_000),
    "nesting": _between(1, 14),
}
_UNITS = {
    "memory-mib": ("memory", MIB),
    "megapixels": ("pixels", _MILLION),
    "megapixels-in-all": ("all_pixels", _MILLION),
}


def read_limits(table: object) -> Limits:
    """The limits of the table, as :data:`SCHEMA` read it; the usual ones for what it lacks."""
    values = table if isinstance(table, dict) else {}
    own = {
        name: value * unit
        for key, value in values.items()
        if isinstance(value, int)
        for name, unit in (_UNITS.get(key, (key.replace("-", "_"), 1)),)
    }
    return replace(Limits(), **own)


def refuse_limits(source: TomlSource) -> Iterator[Diagnostic]:
    """A fault if a guide's own settings have limits."""
    if _KEY in source.values:
        message = "limits are the same for all guides of a project"
        hint = "move [limits] to handout.toml"
        yield error("bad-limit", message, source.key_span(_KEY), hint)
