"""Labels: the words the program adds to a guide, such as "Page" and "Version".

A language's words are in ``templates/labels/<code>.toml``. A project's own file of that name
replaces single words of the packaged one, and is all there is for a language that the program
does not ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from .diagnostics import Diagnostic, Failure, Span, did_you_mean, error, warning
from .equipment import Equipment
from .toml_source import TomlSource, parse

_ENGLISH = "templates/labels/en.toml"
# The readers of a guide are the project's to name; all other labels are the program's.
_OWN = "audience."
_BLANK = re.compile(r"\{\w+\}")


@cache
def labels(equipment: Equipment, codes: tuple[str, ...]) -> dict[str, str]:
    """The words of a language by dotted key; ``codes`` are its tag and less specific forms.

    Raises:
        Failure: ``missing-labels`` if no language of ``codes`` has any; else with every fault
            of their files, and ``missing-label`` for each word that none of them has.
    """
    names = [f"templates/labels/{code}.toml" for code in reversed(codes)]
    layers = [(name, text) for name in names for text in equipment.layers(name)]
    if not layers:
        raise Failure(_no_labels(codes))
    english = _entries(_source(_ENGLISH, equipment.layers(_ENGLISH)[0]))
    words: dict[str, object] = {}
    faults: list[Diagnostic] = []
    for name, text in layers:
        source = _source(name, text)
        own = _entries(source)
        faults += _faults(own, english, source)
        words |= own
    faults += _missing(words, english, Span(layers[0][0]))
    if faults:
        raise Failure(*faults)
    return {key: str(text) for key, text in words.items()}


def untranslated(equipment: Equipment, codes: tuple[str, ...]) -> Iterator[Diagnostic]:
    """A warning for each label file of a language whose words are partly the English ones.

    Single words are passed over: "Version" is one in many languages. ``codes`` are as for
    :func:`labels`, which says what else is wrong.
    """
    english = _entries(_source(_ENGLISH, equipment.layers(_ENGLISH)[0]))
    for name in (f"templates/labels/{code}.toml" for code in codes):
        if codes[-1] == "en" or not equipment.find(name):
            continue
        source = _source(name, equipment.read_text(name))
        same = [
            key
            for key, text in _entries(source).items()
            if text == english.get(key) and " " in _BLANK.sub("", str(text)).strip()
        ]
        if same:
            more = f", and {len(same) - 1} more below" if same[1:] else ""
            message = f"the label `{same[0]}` is still in English{more}"
            span = source.key_span(*same[0].split(".", 1))
            hint = "translate the words in quotation marks"
            yield warning("untranslated-label", message, span, hint)


def _source(name: str, text: str) -> TomlSource:
    source = parse(text, name)
    if source.diagnostics:
        raise Failure(*source.diagnostics)
    return source


def _entries(source: TomlSource) -> dict[str, object]:
    """A label file by dotted key; what is no table keeps its own key."""
    return {
        ".".join(filter(None, (table, key))): value
        for table, entries in source.values.items()
        for key, value in (entries if isinstance(entries, dict) else {"": entries}).items()
    }


def _faults(
    own: Mapping[str, object], english: Mapping[str, object], source: TomlSource
) -> Iterator[Diagnostic]:
    """What is wrong with the labels of one file."""
    for key, text in own.items():
        span = source.key_span(*key.split(".", 1))
        if key not in english and not key.startswith(_OWN):
            hint = did_you_mean(key, english)
            yield error("unknown-key", f"there is no label `{key}`", span, hint)
        elif not isinstance(text, str):
            hint = f'write words in quotation marks: {key.rpartition(".")[2]} = "…"'
            yield error("wrong-type", f"the label `{key}` should be text", span, hint)
        else:
            yield from _blank_faults(key, text, str(english.get(key, "")), span)


def _blank_faults(key: str, text: str, pattern: str, span: Span) -> Iterator[Diagnostic]:
    """Whether a label is filled in as the English one is."""
    blanks = dict.fromkeys(_BLANK.findall(pattern))
    hint = f"the English words are `{pattern}`"
    for blank in blanks:
        if blank not in text:
            yield error("bad-label", f"the label `{key}` has to hold `{blank}`", span, hint)
            return
    if set("{}") & set(_BLANK.sub("", text)) or set(_BLANK.findall(text)) - set(blanks):
        message = f"the label `{key}` has a brace that fills nothing"
        yield error("bad-label", message, span, hint)


def _missing(
    words: Mapping[str, object], english: Mapping[str, object], span: Span
) -> Iterator[Diagnostic]:
    for key, text in english.items():
        if text and not str(words.get(key, "")).strip():
            hint = f"its English words are `{text}`"
            yield error("missing-label", f"the label `{key}` is missing", span, hint)


def _no_labels(codes: tuple[str, ...]) -> Diagnostic:
    name = f"templates/labels/{codes[-1]}.toml"
    return error(
        "missing-labels",
        f"no labels for language `{codes[0]}`",
        Span(name),
        f"run `handout copy {_ENGLISH} {name}`, and translate its words",
    )
