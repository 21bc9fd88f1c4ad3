"""What must hold whatever a text or settings say: judged by the suite and by ``tests/fuzz.py``.

Each judge reads one input and fails with an AssertionError where a promise is broken. A fault of
the input is no failure: it has to come out as a diagnostic whose place exists.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from html import unescape
from time import process_time
from xml.etree import ElementTree as ET

from conftest import DRAWING, TODAY
from markdown_sample import LEDGER, TERMS, elements, every_block, printed, roots
from package_code import ROOT

from bindery import checks
from bindery.compose import compose
from bindery.diagnostics import Diagnostic, Severity
from bindery.equipment import Equipment, equipment_for
from bindery.fields import Values
from bindery.formats import FORMATS, format_named
from bindery.guide import Asset, Control, Guide, Publisher, Settings
from bindery.ledgers import read_contacts, read_facts
from bindery.markdown import ReadText, read
from bindery.settings import Known, Layer, merge, read_layer
from bindery.toml_source import TomlSource, parse

SECONDS = 10
"""Processor time for one input of a few thousand characters: a bound on what grows too fast."""

FILE = "source/a-guide/en-GB.md"
_KNOWN = Known([format_.name for format_ in FORMATS], TODAY, "GB")
_WORD = re.compile(r"[^\W_]+")
# What a text holds beside its words: addresses, names of blocks and entries, labels, numbering.
_MARKUP = re.compile(
    r"(?m:(?:```|~~~)[^\n]*$)|<!--.*?-->|\]\(.*?(?:\)\S*|\Z)|\{[^}]*\}?"
    r"|(?m:^[ \t>*+-]*(?:\d+[.)][ \t>]*)*:::[^\n]*$)|\[\^[^\]\[]*\]:?|<[^>\s]*>|&#?\w+;"
    r"|(?m:^[ \t>*+:-]*\d+[.)](?=\s|$))",
    re.DOTALL,
)
_SETTINGS = Settings(
    publisher=Publisher("A service", web="https://example.org"),
    control=Control(
        *("REF-1", "1.0", "draft", ("An author",), ()),
        last_review=date(2026, 11, 1),
        next_review=date(2027, 11, 1),
    ),
    languages=("en-GB",),
    formats=("leaflet", "ebook"),
    audience=("parents", "midwives"),
)


# ---- texts


def judge_text(text: str, language: str = "en-GB") -> None:
    """Read a guide's ``text``; where nothing is wrong with it, check it and compose documents."""
    began = process_time()
    result = read(text, FILE, language, TERMS)
    _assert_places(result.diagnostics, {FILE: text})
    _assert_identifiers(result)
    if not any(fault.severity is Severity.ERROR for fault in result.diagnostics):
        _assert_words_kept(result, text)
        guide = _guide(result, language)
        _assert_places(checks.of_guide(guide, LEDGER, TODAY).findings, {FILE: text})
        for name in ("leaflet", "ebook"):
            _assert_printed(guide, name)
    assert process_time() - began < SECONDS, "it takes too long"


def _assert_identifiers(result: ReadText) -> None:
    """Everything is well-formed, and no two places have one name unless that was told."""
    named = [element.get("id") for element in elements(result)]
    named += [block.id for block in every_block(result) if block.kind != "prose"]
    names = Counter(name for name in named if name)
    told = any(fault.rule == "duplicate-id" for fault in result.diagnostics)
    assert told or max(names.values(), default=1) == 1, names.most_common(1)


def _assert_words_kept(result: ReadText, text: str) -> None:
    """Every word typed is read or printed, and no word is that was not typed."""
    passages = result.wording.passages
    worded = "\n".join(passage.text for passage in passages)
    outside = _MARKUP.sub(" ", text) if "]:" not in text else ""
    _assert_among(_words(outside), f"{worded}\n{printed(result)}", "typed and not read")
    typed = f"{text}\n{unescape(text)}"
    own = (run for passage in passages for run in passage.runs if run.origin in {"words", "code"})
    _assert_among((word for run in own for word in _words(run.text)), typed, "read and not typed")
    if not result.contacts and not result.facts:  # the words of an entry stand in its ledger
        pieces = (piece for root in roots(result) for piece in root.itertext())
        numbers = "\n".join(str(note.number) for note in result.footnotes)
        shown = (word for piece in pieces for word in _words(piece))
        _assert_among(shown, f"{typed}\n{numbers}", "printed and not typed")


def _guide(result: ReadText, language: str) -> Guide:
    names = [each.asset for each in (*result.pictures, *filter(None, [result.cover]))]
    picture = Asset("", "image/svg+xml", DRAWING.encode(), 40, 30)
    return Guide(
        name="a-guide",
        language=language,
        path=FILE,
        title=result.title,
        summary=result.summary,
        settings=_SETTINGS,
        lead=result.lead,
        sections=result.sections,
        footnotes=result.footnotes,
        cover=result.cover,
        assets={name: Asset(name, picture.media_type, picture.data, 40, 30) for name in names},
        contacts=result.contacts,
        facts=result.facts,
        wording=result.wording,
    )


def _assert_printed(guide: Guide, name: str) -> None:
    """The document has every word of the text, unless a part of it is for some readers alone.

    A drawing's long description is for those who cannot see it.
    """
    document = compose(guide, format_named(name), _equipment())
    trees = [ET.fromstring(page.html) for page in document.pages]  # noqa: S314 - our own
    shown = "\n".join(piece for tree in trees for piece in _pieces(tree))
    passages = guide.wording.passages
    if any({"only", "for"} & set(passage.fences) for passage in passages):
        return  # a section of which nothing is for these readers is not printed either
    runs = (run for each in passages if "description" not in each.fences for run in each.runs)
    _assert_among((word for run in runs for word in _words(run.text)), shown, f"not in the {name}")


@cache
def _equipment() -> Equipment:
    return equipment_for(ROOT)


def _pieces(tree: ET.Element) -> Iterator[str]:
    """The text of each page, and the words that stand for pictures."""
    yield "".join(tree.itertext())
    for element in tree.iter():
        yield from (element.get(name, "") for name in ("alt", "aria-label", "title"))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _assert_among(words: Iterable[str], text: str, what: str) -> None:
    lost = [word for word in words if word not in text]
    assert not lost, f"{what}: {lost[:5]}"


# ---- settings and ledgers


def judge_settings(text: str) -> None:
    """Read ``text`` as each of the files of settings that a project has."""
    began = process_time()
    text = _lines(text)
    source = parse(text, "a.toml")
    _assert_values(source, text)
    shared, own = (read_layer(parse(text, name), _KNOWN) for name in ("handout.toml", "guide.toml"))
    for layer in (shared, own):
        _assert_kept(layer)
        _assert_places(layer.diagnostics, {layer.source.file: text})
    merged, faults = merge(shared, own, _KNOWN)
    _assert_places(faults, dict.fromkeys(("handout.toml", "guide.toml"), text))
    assert merged or faults or own.diagnostics, "no settings, and no word why"
    for found in (read_contacts(source, _KNOWN), read_facts(source, _KNOWN)):
        _assert_places(found.diagnostics, {"a.toml": text})
        told = any(fault.severity is Severity.ERROR for fault in found.diagnostics)
        assert told or found.by_name.keys() == source.values.keys(), "an entry was lost"
    assert process_time() - began < SECONDS, "it takes too long"


def _assert_values(source: TomlSource, text: str) -> None:
    """What is TOML is read as such, and what is not is told."""
    try:
        values: dict[str, object] | None = tomllib.loads(text)
    except (ValueError, RecursionError):
        values = None
    if source.diagnostics:
        return
    assert source.whole
    assert values == source.values or repr(values) == repr(source.values), "values differ"


def _assert_kept(layer: Layer) -> None:
    """A value stays what was typed, and none goes without a word."""
    if layer.diagnostics:
        return
    for key, value in layer.source.values.items():
        assert key in layer.values, f"`{key}` was lost"
        assert layer.values[key] is not None, f"`{key}` was refused without a word"
        if isinstance(value, str):
            assert _same(value, layer.values[key]), f"`{key}` was changed"
        elif isinstance(value, dict):
            _assert_table(value, layer.values[key])


def _assert_table(written: dict[str, object], read_as: object) -> None:
    values: Values = read_as if isinstance(read_as, dict) else {}
    for key, value in written.items():
        assert key in values, f"`{key}` was lost"
        if isinstance(value, str):
            assert _same(value, values[key]), f"`{key}` was changed"


def _same(written: str, value: object) -> bool:
    """Whether ``value`` is the text that was written, blanks aside."""
    return isinstance(value, str) and value.split() == written.split()


# ---- both


def _lines(text: str) -> str:
    """``text`` with its lines ended as those of a file that was read."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _assert_places(faults: Iterable[Diagnostic], texts: dict[str, str]) -> None:
    """Every diagnostic has a place in one of ``texts``, by file, and a sentence."""
    for fault in faults:
        assert fault.message, fault
        assert fault.span, fault
        if fault.span.file not in texts:
            assert fault.span.line is None or "/" in fault.span.file, fault
            continue
        if fault.span.line is None:
            assert fault.span.column is None, fault
            continue
        rows = _lines(texts[fault.span.file]).split("\n")
        assert 1 <= fault.span.line <= len(rows), fault
        if fault.span.column is not None:
            row = rows[fault.span.line - 1]
            assert fault.span.column >= 1, fault
            assert fault.span.column - 1 + fault.span.length <= max(len(row) + 1, 1), fault
