"""Settings: ``handout.toml`` (the publisher and defaults) and each guide's ``guide.toml``.

Both files know the same keys and the guide's own value wins, key by key, inside
``[publisher]``, ``[pages]``, ``[press]`` and ``[certification]`` too; what either allows is
allowed. ``[limits]`` is the publisher's alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from .addresses import postal
from .certification import SCHEMA as CERTIFICATION
from .certification import read_certification
from .contact_readers import email, phone, url, web
from .diagnostics import Diagnostic, Span, error
from .explain import ALL_RULES, rules
from .fields import Field, Reader, Schema, Values, as_day, as_text, as_texts, read_table, require
from .guide import Certification, Control, Press, Publisher, Settings, Source
from .limits import Limits
from .limits_settings import SCHEMA as LIMITS
from .limits_settings import refuse_limits
from .press_settings import SCHEMA as PRESS
from .press_settings import read_press
from .readers import (
    choice,
    count,
    day,
    filled,
    items,
    language,
    lines,
    name,
    past_day,
    path,
    tables,
    text,
    words,
)
from .release_record import SCHEMA as RELEASED
from .release_record import read_release
from .toml_source import TomlSource
from .wording import Allowance

WITHDRAWN = "withdrawn"
STATUSES = ("draft", "approved", WITHDRAWN)
DEFAULT_FORMATS = ("leaflet", "ebook")  # what every guide can be; others are asked for
_REGION = re.compile("[A-Z]{2}")
_REQUIRED = ("ref", "version", "status", "last-review", "next-review", "languages")


@dataclass(frozen=True, slots=True)
class Known:
    """What settings are judged by: the names of the formats, the day, and the country.

    ``language`` is the first of ``languages`` in ``handout.toml``. ``limits`` are what all guides
    are held to, once that has been read.
    """

    formats: Collection[str]
    today: date
    region: str | None = None
    limits: Limits = field(default_factory=Limits)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Layer:
    """The settings of one file. A key that is there but was refused has the value None."""

    source: TomlSource
    values: Values
    diagnostics: tuple[Diagnostic, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it lists, those refused left out."""
        return as_texts(self.values, "languages")

    @property
    def language_refused(self) -> bool:
        """Whether it lists something that is no language, or one twice."""
        listed = self.source.values.get("languages")
        return isinstance(listed, list) and len(listed) != len(self.languages)

    def language_span(self, code: str) -> Span:
        """Where the list of languages names ``code``."""
        listed = self.source.values.get("languages")
        index = listed.index(code) if isinstance(listed, list) and code in listed else 0
        return self.source.value_span("languages", index)


def read_layer(source: TomlSource, known: Known) -> Layer:
    """Read one file of settings."""
    faults = list(source.diagnostics)
    root = Field(source, (), source.values, faults)
    values = read_table(root, _schema(known))
    return Layer(source, values, tuple(faults))


def region_of(languages: Iterable[str]) -> str | None:
    """The country of the first language that names one: ``GB`` for ``en-GB``."""
    parts = (part for code in languages for part in code.split("-")[1:])
    return next((part for part in parts if _REGION.fullmatch(part)), None)


def merge(
    defaults: Layer, own: Layer, known: Known
) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    """One guide's settings, or None where the two files do not make them up.

    The diagnostics are those of the two together: what both lack, and dates out of order.
    """
    faults: list[Diagnostic] = []
    values = {**defaults.values, **own.values}
    publisher = _together("publisher", defaults, own)
    complete = _complete(defaults, own, values, faults)
    if _lacks_publisher(defaults, own, publisher):
        faults.append(_no_publisher(defaults, own))
    faults.extend(refuse_limits(own.source))
    last, next_ = values.get("last-review"), values.get("next-review")
    if isinstance(last, date) and isinstance(next_, date) and next_ <= last:
        layer = own if "next-review" in own.values else defaults
        span = layer.source.value_span("next-review")
        message = f"the next review, {next_}, is not after the last, {last}"
        faults.append(error("bad-date", message, span, "correct one of the two dates"))
    if not complete or not publisher.get("name"):
        return None, tuple(faults)
    settings = Settings(
        publisher=Publisher(**{key: as_text(publisher, key) for key in _PUBLISHER_KEYS}),
        control=_control(values, known),
        languages=as_texts(values, "languages"),
        formats=as_texts(values, "formats", DEFAULT_FORMATS),
        audience=as_texts(values, "audience"),
        theme=as_text(values, "theme", "calm"),
        web=as_text(values, "web"),
        pages=_pages(_together("pages", defaults, own)),
        press=_press(defaults, own, faults),
        allowances=(*allowances_of(defaults), *allowances_of(own)),
        released=read_release(_table(own, "released"), own.source),
        certification=_certification(defaults, own, faults),
        limits=known.limits,
        written=(own.source, defaults.source),
    )
    return settings, tuple(faults)


# ---- one file

_PUBLISHER_KEYS = ("name", "address", "web", "email", "phone", "feedback", "logo")
# What is written above the first table: all keys below it are the table's.
_PLAIN = (
    *("languages", "formats", "theme", "audience", "pages", "ref", "version", "status", "notice"),
    *("authors", "reviewers", "last-review", "next-review"),
)


def _schema(known: Known) -> Schema:
    def table(schema: Schema, listed: str = "") -> Reader:
        return partial(read_table, schema=schema, above=_PLAIN, listed=listed)

    publisher: Schema = {
        "name": words,
        "address": postal(lines, known.region),
        "web": web,
        "email": email,
        "phone": phone(known.region),
        "feedback": text,
        "logo": path,
    }
    return {
        "publisher": table(publisher),
        "languages": filled(items(language)),
        "formats": filled(items(choice(known.formats))),
        "theme": name,
        "audience": items(words),
        "web": web,
        "pages": partial(read_table, schema=dict.fromkeys(known.formats, count)),
        "press": table(PRESS),
        "ref": words,
        "version": words,
        "status": choice(STATUSES),
        "notice": lines,
        "authors": items(words),
        "reviewers": items(words),
        "last-review": past_day(known.today),
        "next-review": day,
        "sources": tables(_source_reader(past_day(known.today))),
        "released": table(RELEASED),
        "certification": table(CERTIFICATION),
        "limits": table(LIMITS),
        "allow": table(dict.fromkeys(rules(), words), ALL_RULES),
    }


def _source_reader(checked: Reader) -> Reader:
    schema: Schema = {"title": words, "publisher": text, "url": url, "checked": checked}

    def read(field: Field) -> Source | None:
        values = read_table(field, schema, _PLAIN)
        if not isinstance(field.value, dict) or not require(field, values, ("title",)):
            return None
        day_checked = values.get("checked")
        return Source(
            title=as_text(values, "title"),
            publisher=as_text(values, "publisher"),
            url=as_text(values, "url"),
            checked=day_checked if isinstance(day_checked, date) else None,
        )

    return read


# ---- two files together


def _table(layer: Layer, key: str) -> Values:
    """A table of one file; empty where it has none."""
    table = layer.values.get(key)
    return table if isinstance(table, dict) else {}


def _together(key: str, defaults: Layer, own: Layer) -> Values:
    """A table that both files may give, key by key."""
    return {**_table(defaults, key), **_table(own, key)}


def _complete(defaults: Layer, own: Layer, values: Values, faults: list[Diagnostic]) -> bool:
    """Report required keys that neither file has; whether all have a value."""
    if not defaults.source.whole:  # what it would have given is not known
        return all(values.get(key) is not None for key in _REQUIRED)
    return require(Field(own.source, (), own.source.values, faults), values, _REQUIRED)


def _lacks_publisher(defaults: Layer, own: Layer, publisher: Values) -> bool:
    """Whether nobody wrote the publisher's name (a name that was refused is not lacking)."""
    if "name" in publisher or not (defaults.source.whole and own.source.whole):
        return False
    tables = [layer.values["publisher"] for layer in (defaults, own) if "publisher" in layer.values]
    return all(isinstance(table, dict) for table in tables)


def _no_publisher(defaults: Layer, own: Layer) -> Diagnostic:
    source = own.source if "publisher" in own.values else defaults.source
    return error(
        "missing-key",
        "the publisher has no `name`",
        source.key_span("publisher"),
        'write it in handout.toml under [publisher]: name = "…"',
    )


def _control(values: Values, known: Known) -> Control:
    sources = values.get("sources")
    found = sources if isinstance(sources, tuple) else ()
    return Control(
        ref=as_text(values, "ref"),
        version=as_text(values, "version"),
        status=as_text(values, "status"),
        authors=as_texts(values, "authors"),
        reviewers=as_texts(values, "reviewers"),
        last_review=as_day(values, "last-review", known.today),
        next_review=as_day(values, "next-review", known.today),
        sources=tuple(source for source in found if isinstance(source, Source)),
        notice=as_text(values, "notice"),
    )


def _pages(table: Values) -> dict[str, int]:
    return {key: value for key, value in table.items() if isinstance(value, int)}


def _certification(defaults: Layer, own: Layer, faults: list[Diagnostic]) -> Certification | None:
    """The signature for this version: what all guides share signs for none of them."""
    if not isinstance(own.source.values.get("certification"), dict):
        return None
    version = as_text(own.values, "version") or as_text(defaults.values, "version")
    values = _together("certification", defaults, own)
    return read_certification(values, own.source, version, faults)


def allowances_of(layer: Layer) -> Iterator[Allowance]:
    """What ``[allow]`` says: a rule, and why its findings are meant in the whole guide."""
    for rule, reason in _table(layer, "allow").items():
        if isinstance(reason, str):
            yield Allowance((rule,), reason, layer.source.key_span("allow", rule))


def _press(defaults: Layer, own: Layer, faults: list[Diagnostic]) -> Press:
    """The press; the guide's own file names the profile, or the one that all share."""
    layer = own if "profile" in _table(own, "press") else defaults
    return read_press(_together("press", defaults, own), layer.source, faults)
