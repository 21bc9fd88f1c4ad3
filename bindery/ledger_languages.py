"""The words that a ledger's entry has in other languages, read and checked.

[first-expressing.in.pl]
value = "2 godzin"
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from .diagnostics import Diagnostic, error, stops, warning
from .fields import Field, Schema, as_text, kind_of, read_table
from .language import fallbacks
from .ledger import Translation
from .numerals import differences, numerals
from .readers import MOST_LETTERS, code_hint, is_code

IN = "in"
"""The key of an entry that holds its words in other languages."""
_MOST_LANGUAGES = 100  # more than any service prints
_NUMBERED = {"value": error, "statement": warning, "helps-with": warning}


@dataclass(frozen=True, slots=True)
class Translated:
    """The words of an entry by language code, and the codes of those that have an error."""

    by_code: dict[str, Translation]
    faulty: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def read_translations(
    entry: Field, words: Schema, once: Collection[str], language: str
) -> Translated:
    """Read what an entry holds under ``in``. Its faults stop the guides in their language alone.

    ``words`` are the readers of what may be translated; the keys ``once`` are the entry's own
    in every language; ``language`` is the one that the entry itself is written in.
    """
    read: dict[str, Translation] = {}
    faults: list[Diagnostic] = []
    place = (*entry.path, IN)
    faulty = {str(path[2]) for path in entry.source.faulty if path[:2] == place and path[2:]}
    for code, value in _tables(entry, faults).items():
        field = Field(entry.source, (*place, code), value, [])
        if fault := _code_fault(field, language):
            faults.append(fault)
            continue
        read[code] = _translation(field, words, once)
        field.faults.extend(_number_faults(entry, field, language))
        if stops(field.faults, strict=False):
            faulty.add(code)
        faults.extend(field.faults)
    return Translated(read, frozenset(faulty), tuple(faults))


def refuse_misplaced(field: Field) -> None:
    """Refuse words in another language that stand in the entry itself, not under ``in``."""
    code, span = field.key, field.source.key_span(*field.path)
    hint = f"write [{field.path[0]}.{IN}.{code}]"
    field.faults.append(error("unknown-key", f"no key is called `{code}`", span, hint))


def _tables(entry: Field, faults: list[Diagnostic]) -> dict[str, object]:
    """What stands under ``in``, by language code."""
    tables = entry.value.get(IN, {}) if isinstance(entry.value, dict) else {}
    field = Field(entry.source, (*entry.path, IN), tables, faults)
    if not isinstance(tables, dict):
        message = f"`{IN}` should be a table, not {kind_of(tables)}"
        hint = f"write [{entry.key}.{IN}.pl], and the words in Polish on the lines below"
        field.refuse("wrong-type", message, hint)
        return {}
    if len(tables) > _MOST_LANGUAGES:
        message = f"`{entry.key}` has words in {len(tables):,} languages"
        field.refuse("too-large", message, f"keep the {_MOST_LANGUAGES} that guides are in")
    return dict(islice(tables.items(), _MOST_LANGUAGES))


def _code_fault(field: Field, language: str) -> Diagnostic | None:
    """What is wrong with the language that ``field`` names, if anything is."""
    code, span = field.key, field.source.key_span(*field.path)
    if not is_code(code):
        return error("bad-language", f"`{code}` is not a language code", span, code_hint(code))
    if code in fallbacks(language):
        message = f"the entry itself is in `{language}`"
        return error("duplicate-value", message, span, "correct the entry's own words instead")
    return None


def _translation(field: Field, words: Schema, once: Collection[str]) -> Translation:
    """The words in one language. A key that is the entry's own is refused in its own words."""
    span = field.source.key_span(*field.path)
    if field.value == {}:
        hint = f"write its {' or '.join(words)}, or delete it"
        message = f"nothing stands in `{field.key}`"
        field.faults.append(error("empty-value", message, span, hint))
    values = read_table(field, {**dict.fromkeys(once, _own), **words})
    texts = {key: as_text(values, key) for key in words}
    own = {key.replace("-", "_"): text for key, text in texts.items() if text}
    return Translation(own, span, field.places("web"))


def _own(field: Field) -> None:
    """Refuse a key that has one value for all languages."""
    message = f"`{field.key}` is the same in every language"
    span = field.source.key_span(*field.path)
    hint = "delete it here: the entry's own is taken"
    field.faults.append(error("same-for-all", message, span, hint))


def _text(field: Field, key: str) -> str:
    """The text as written at ``key`` of a table; empty if there is none that can be printed."""
    text = field.value.get(key) if isinstance(field.value, dict) else None
    return text.strip() if isinstance(text, str) and len(text) <= MOST_LETTERS else ""


def _number_faults(entry: Field, field: Field, language: str) -> Iterator[Diagnostic]:
    """Words in another language whose numbers are not those of the entry's own."""
    for key, finding in _NUMBERED.items():
        ours, theirs = _text(entry, key), _text(field, key)
        if not ours or not theirs:
            continue
        lacking, added = differences(ours, theirs, language)
        if not lacking and not added:
            continue
        span = field.source.value_span(*field.path, key)
        if next(numerals(theirs), None) is None:
            message = f"nothing tells whether this is `{ours}`: it has no digits"
            hint = "write its numbers as digits if the language allows it"
            yield warning("translated-numbers", message, span, hint)
        else:
            line = field.source.value_span(*entry.path, key).line
            told = [f"{', '.join(lacking)} is missing"] if lacking else []
            told += [f"{', '.join(added)} is not there"] if added else []
            message = f"the numbers are not those of `{ours}`: {'; '.join(told)}"
            hint = f"correct this, or line {line}: whichever is not up to date"
            yield finding("translated-numbers", message, span, hint)
