"""Readers of single fields: text, dates, names, addresses and lists of them.

Each takes a field and gives its value, or None after saying what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from .diagnostics import did_you_mean
from .fields import Field, Reader, example, kind_of
from .language import code_named, is_language, with_present_region
from .toml_slips import DATE_HINT

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Names of guides, entries and themes: they become file names and addresses."""
MOST_IN_NAME = 100
NAME_HINT = "use small letters a to z, digits and single hyphens"

MOST_LETTERS, MOST_ON_A_LINE = 2_000, 600
"""Of one text, a printed page; and of one that is a single line."""
MOST_ITEMS = 500
"""Of one list."""
_MOST_PAGES = 5_000
_FIRST_YEAR, _LAST_YEAR = 1970, 2100

_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
# What people put between the groups of a phone number.
_ALIEN = re.compile(r"[\\:]")  # of another system's paths
_PRESS_INKS = frozenset({"all", "none", "cyan", "magenta", "yellow", "black"})


def text(field: Field) -> str | None:
    """Text on one line, perhaps empty."""
    value = lines(field)
    if value is not None and "\n" in value:
        field.refuse("wrong-type", f"`{field.key}` has more than one line", "write it on one line")
        return None
    return value if value is None else _of_a_length(field, value, MOST_ON_A_LINE)


def lines(field: Field) -> str | None:
    """Text, perhaps of several lines or empty."""
    if isinstance(field.value, str):
        return _of_a_length(field, field.value.strip(), MOST_LETTERS)
    hint = None
    if not isinstance(field.value, (list, dict)):
        start = "" if isinstance(field.path[-1], int) else f"{field.key} = "
        hint = f'put it in quotes: {start}"{field.source.written(*field.path)}"'
    field.refuse("wrong-type", f"`{field.key}` should be text, not {kind_of(field.value)}", hint)
    return None


def _of_a_length(field: Field, value: str, most: int) -> str | None:
    if len(value) <= most:
        return value
    message = f"`{field.key}` has {len(value):,} characters"
    field.refuse("too-large", message, f"shorten it to {most:,}")
    return None


def words(field: Field) -> str | None:
    """Text on one line that is not empty."""
    return _filled(field, text(field))


def paragraph(field: Field) -> str | None:
    """Text that is not empty, perhaps of several lines."""
    return _filled(field, lines(field))


def name(field: Field) -> str | None:
    """A name in small letters, digits and hyphens."""
    value = words(field)
    if value is not None and not NAME.fullmatch(value):
        field.refuse("bad-name", f"`{value}` is not a name", NAME_HINT)
        return None
    return value


def path(field: Field) -> str | None:
    """A file of the project, named from its root: ``styles/icc/press.icc``."""
    value = words(field)
    if value is not None and (value.startswith("/") or ".." in value or _ALIEN.search(value)):
        message = f"`{value}` is not the name of a file in the project"
        hint = "name it from the project's folder on, with `/` between folders"
        field.refuse("outside-project", message, hint)
        return None
    return value


def colour_name(field: Field) -> str | None:
    """The name of an ink beside the four that every press has."""
    value = words(field)
    if value is not None and value.lower() in _PRESS_INKS:
        message = f"`{value}` is not the name of a spot colour: every press has it"
        field.refuse("bad-name", message, 'write it as its maker does: "PANTONE 3165 C"')
        return None
    return value


def day(field: Field) -> date | None:
    """A date."""
    value = field.value
    if isinstance(value, date) and not isinstance(value, datetime):
        if _FIRST_YEAR <= value.year <= _LAST_YEAR:
            return value
        field.refuse("bad-date", f"`{value}` is in the year {value.year}", "correct the year")
        return None
    if isinstance(value, datetime):
        hint = f"write the day alone: {field.key} = {value.date()}"
        field.refuse("bad-date", f"`{field.key}` has a time of day", hint)
    elif isinstance(value, str):
        hint = f"take the quotes away: {field.key} = {value}" if _is_day(value) else DATE_HINT
        field.refuse("bad-date", f"`{value}` is text, not a date", hint)
    else:
        message = f"`{field.key}` should be a date, not {kind_of(value)}"
        field.refuse("wrong-type", message, DATE_HINT)
    return None


def past_day(today: date) -> Reader:
    """A reader of the date of something that has been done: not after ``today``.

    One day is forgiven, for an author whose calendar is ahead of the machine's.
    """

    def read(field: Field) -> date | None:
        value = day(field)
        if value is not None and value > today + timedelta(days=1):
            field.refuse("bad-date", f"`{field.key}` is in the future", "correct the date")
            return None
        return value

    return read


def language(field: Field) -> str | None:
    """A language code (BCP 47) in its usual capitals: ``en-GB``, ``cy``, ``zh-Hant``."""
    value = words(field)
    if value is None or is_code(value):
        return value
    field.refuse("bad-language", f"`{value}` is not a language code", code_hint(value))
    return None


def code_hint(code: str) -> str:
    """What to write for something that is no language code."""
    likely = code_named(code) or _in_usual_capitals(code)
    return f"did you mean `{likely}`?" if likely != code else "write a code such as en-GB or cy"


def is_code(code: str) -> bool:
    """Whether ``code`` is a language code in its usual capitals, of a language we know."""
    return bool(_LANGUAGE.fullmatch(code)) and is_language(code)


def count(field: Field) -> int | None:
    """A number of pages."""
    value = field.value
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST_PAGES:
        return value
    message = f"`{field.key}` should be a whole number from 1 to {_MOST_PAGES:,}"
    field.refuse("wrong-type", message, f"write it without quotes: {field.key} = 8")
    return None


def choice(known: Collection[str]) -> Reader:
    """A reader of one of the ``known`` words."""

    def read(field: Field) -> str | None:
        value = words(field)
        if value is not None and value not in known:
            field.refuse(
                "unknown-value",
                f"`{value}` is not a known {_singular(field.key)}",
                did_you_mean(value, known),
            )
            return None
        return value

    return read


def items(read_item: Reader) -> Reader:
    """A reader of a list, each item read by ``read_item`` and given once.

    Items that are refused are left out; the list itself is refused only if it is not one.
    """

    def read(field: Field) -> tuple[object, ...] | None:
        if not isinstance(field.value, list):
            kind = kind_of(field.value)
            # A table is written in lines of its own: there is nothing to put in brackets.
            written = field.source.written(*field.path) if kind != "a table" else '"…"'
            hint = f"write {field.key} = [{written}]"
            field.refuse("wrong-type", f"`{field.key}` should be a list, not {kind}", hint)
            return None
        if len(field.value) > MOST_ITEMS:
            message = f"`{field.key}` has {len(field.value):,} entries"
            field.refuse("too-large", message, f"keep the {MOST_ITEMS} that matter")
            return None
        found: list[object] = []
        for item in field.items():
            value = read_item(item)
            if value is not None and value in found:
                what = f"`{value}`" if isinstance(value, str) else "the same entry"
                item.refuse("duplicate-value", f"{what} is in `{field.key}` twice", "keep one")
            elif value is not None:
                found.append(value)
        return tuple(found)

    return read


def tables(read_table: Reader) -> Reader:
    """A reader of a list of tables, each read by ``read_table``.

    A lone ``[table]`` is refused, and read as the one table of the list that it was meant for:
    what it says is not missing.
    """
    read_list = items(read_table)

    def read(field: Field) -> object | None:
        if not isinstance(field.value, dict):
            return read_list(field)
        header = ".".join(map(str, field.path))
        hint = f"write [[{header}]], with two brackets, and its keys on the lines below"
        field.refuse("wrong-type", f"`{field.key}` should be a list of tables, not one", hint)
        value = read_table(field)
        return () if value is None else (value,)

    return read


def filled(read_list: Reader) -> Reader:
    """A reader of a list that must have items."""

    def read(field: Field) -> object | None:
        value = read_list(field)
        if field.value == []:
            field.refuse("empty-value", f"`{field.key}` is empty", example(field.key))
            return None
        return value or None

    return read


def never_empty(read_value: Reader) -> Reader:
    """A reader that refuses an empty text: there, the key is left out instead."""

    def read(field: Field) -> object | None:
        value = read_value(field)
        if value == "":
            hint = f"leave `{field.key}` out if there is none"
            field.refuse("empty-value", f"`{field.key}` is empty", hint)
            return None
        return value

    return read


def _filled(field: Field, value: str | None) -> str | None:
    if value == "":
        field.refuse("empty-value", f"`{field.key}` is empty", example(field.key))
        return None
    return value


def _in_usual_capitals(code: str) -> str:
    """The code with a hyphen between its parts, ``en-GB`` and ``zh-Hant``, and no old region."""
    first, *rest = code.replace("_", "-").split("-")
    usual = {2: str.upper, 4: str.capitalize}
    parts = [first.lower(), *(usual.get(len(part), str.lower)(part) for part in rest)]
    likely = with_present_region("-".join(parts))
    return likely if is_code(likely) else code


def _singular(key: str) -> str:
    return key.removesuffix("s") if key.endswith("ts") else key


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
