"""Drawings (SVG), read once to prove that they are drawings and nothing else.

The only door to defusedxml. The picture is read as a stream of elements, never as a tree;
the bytes that passed are the bytes that every engine gets.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from .diagnostics import Diagnostic, Span, error
from .svg_subset import (
    ELEMENTS,
    GRADIENTS,
    SHAPES,
    SVG,
    attribute_fault,
    references,
)
from .text_safety import check_text, find_unsafe, unsafe_character

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 32
MOST_WEIGHT = 1_000_000
"""What a drawing may cost to print, in characters of a path: about 4 seconds of WeasyPrint."""
ELEMENT_WEIGHT = 150
LETTER_WEIGHT = 150
MOST_REPORTED = 20

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PLAIN = "save it from your drawing program as plain SVG, with lines and shapes only"
_TARGETS = {
    "use": SHAPES | {"g"},
    "fill": GRADIENTS,
    "stroke": GRADIENTS,
    "href": GRADIENTS,
    "clip-path": frozenset({"clipPath"}),
    "marker-start": frozenset({"marker"}),
    "marker-end": frozenset({"marker"}),
}
_REPEATING = frozenset({"use", "clip-path", "marker-start", "marker-end"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing's size in viewBox units (0 by 0 if it has none), and what is wrong with it."""

    width: float
    height: float
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Element:
    """An element while it is read: its ``weight`` includes what is inside it."""

    name: str
    span: Span
    weight: int = 0
    refers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference of ``kind`` ("use", "href" or a property) to the element ``id``."""

    kind: str
    id: str
    span: Span


def read_drawing(data: bytes, file: str) -> Drawing:
    """Read the SVG ``data`` of ``file`` (project-relative, for diagnostics)."""
    if len(data) > MOST_BYTES:
        message = f"the drawing is larger than {MOST_BYTES // 1024} KiB"
        hint = "simplify its paths, or save it as a PNG"
        return _refused(error("bad-picture", message, Span(file), hint))
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        return _refused(_not_utf_8(file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(_not_utf_8(file))
    if unsafe := check_text(text, file):
        return _refused(*unsafe)
    # Without a reference (`&#x202E;`) no attribute holds a character that the text does not.
    reading = _Reading(file, spelt_out="&" not in text)
    _parse(text, reading)
    return Drawing(reading.width, reading.height, tuple(reading.faults))


def _parse(text: str, reading: _Reading) -> None:
    """Send the elements of ``text`` through ``reading``, and then its references."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)  # noqa: FBT003 (the library's own signature)
    parser.setContentHandler(reading)
    try:
        parser.parse(BytesIO(text.encode()))
        reading.check_references()
    except _Enough:
        return
    except SAXParseException as problem:
        message = f"the drawing is not whole: {problem.getMessage()}"
        reading.faults.append(error("bad-picture", message, reading.span, "save it again"))
    except DefusedXmlException:
        message = "the drawing defines its own document type"
        hint = "delete everything from `<!DOCTYPE` to its `>`"
        reading.faults.append(error("unsafe-picture", message, reading.span, hint))


def _refused(*diagnostics: Diagnostic) -> Drawing:
    return Drawing(0, 0, diagnostics)


def _not_utf_8(file: str) -> Diagnostic:
    return error("bad-encoding", "the drawing is not in UTF-8", Span(file), "save it as UTF-8")


class _Enough(Exception):
    """Raised inside the parser to stop reading: what follows would only repeat."""


class _Reading(ContentHandler):
    """Receives the elements of one drawing and notes what is wrong."""

    def __init__(self, file: str, *, spelt_out: bool) -> None:
        super().__init__()
        self.file = file
        self.spelt_out = spelt_out
        self.faults: list[Diagnostic] = []
        self.width = self.height = 0.0
        self._locator: Locator | None = None
        self._open: list[_Element] = []
        self._by_id: dict[str, _Element] = {}
        self._references: list[_Reference] = []
        self._said: set[str] = set()
        self._weight = 0

    @property
    def span(self) -> Span:
        """Where the parser stands."""
        if self._locator is None:
            return Span(self.file)
        line, column = self._locator.getLineNumber(), self._locator.getColumnNumber()
        return Span(self.file, line, None if column is None else column + 1)

    # ---- called by the parser

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """The parser says where it will tell its place."""
        self._locator = locator

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        """An element begins."""
        del qname
        namespace, local = name
        element = _Element(local, self.span)
        if not self._open:
            self._check_root(namespace, local, attrs)
            self._check_attributes(element, attrs)
        elif local == "svg" or namespace != SVG or local not in ELEMENTS:
            self._refuse("unsafe-picture", f"`<{local}>` may not be in a drawing", element.span)
        else:
            self._check_attributes(element, attrs)
        self._open.append(element)
        self._weigh(element, ELEMENT_WEIGHT)
        if len(self._open) > MOST_DEPTH:
            self._stop(f"the drawing has more than {MOST_DEPTH} groups inside one another")

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        """An element ends: what is inside it counts for what surrounds it."""
        del name, qname
        element = self._open.pop()
        if self._open:
            self._open[-1].weight += element.weight
            self._open[-1].refers |= element.refers

    def characters(self, content: str) -> None:
        """Words, or blanks between elements."""
        if words := content.strip():
            self._check_words(words)
            self._weigh(self._open[-1], len(words) * LETTER_WEIGHT)

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: N802
        """An instruction to some program, such as a style sheet to load."""
        del data
        self._refuse("unsafe-picture", f"`<?{target}?>` may not be in a drawing", self.span)

    # ---- checks

    def _check_root(self, namespace: str | None, local: str, attrs: AttributesNSImpl) -> None:
        if (namespace, local) != (SVG, "svg"):
            hint = f'begin it with <svg xmlns="{SVG}" viewBox="0 0 …">'
            self.faults.append(error("bad-picture", "the file is not an SVG", self.span, hint))
            raise _Enough
        box = attrs.get((None, "viewBox"), "")
        numbers = [_number(part) for part in re.split(r"[\s,]+", box.strip())]
        if len(numbers) == 4 and all(map(math.isfinite, numbers)) and min(numbers[2:]) > 0:  # noqa: PLR2004
            self.width, self.height = numbers[2:]
            return
        message = (
            f'`viewBox="{box}"` is not four numbers' if box else "the drawing has no `viewBox`"
        )
        hint = 'give its size: <svg viewBox="0 0 400 300" …>'
        self.faults.append(error("bad-picture", message, self.span, hint))

    def _check_attributes(self, element: _Element, attrs: AttributesNSImpl) -> None:
        for (namespace, name), value in attrs.items():
            self._weigh(element, len(value))
            self._check_words(value)
            if fault := attribute_fault(element.name, namespace or "", name, value):
                self._refuse("unsafe-picture", fault, element.span)
            elif name == "href":
                kind = "use" if element.name == "use" else "href"
                self._refer(element, kind, value.removeprefix("#"))
            elif name == "id":
                self._name(element, value)
            else:
                for property_, target in references(name, value):
                    self._refer(element, property_, target)

    def _refer(self, element: _Element, kind: str, target: str) -> None:
        element.refers.add(kind)
        self._references.append(_Reference(kind, target, element.span))

    def _name(self, element: _Element, name: str) -> None:
        if name in self._by_id:
            self._refuse("unsafe-picture", f"two elements are called `{name}`", element.span)
        self._by_id[name] = element

    def _weigh(self, element: _Element, weight: int) -> None:
        element.weight += weight
        self._weight += weight
        if self._weight > MOST_WEIGHT:
            self._stop("the drawing has too many parts to print")

    def _check_words(self, words: str) -> None:
        if self.spelt_out:
            return
        for unsafe in find_unsafe(words):
            self.faults.append(unsafe_character(unsafe, self.span))

    def check_references(self) -> None:
        """Once all is read: every reference meets its kind, and none repeats a repetition."""
        for reference in self._references:
            target = self._by_id.get(reference.id)
            if target is None or target.name not in _TARGETS.get(reference.kind, frozenset()):
                message = f"`#{reference.id}` is not something that `{reference.kind}` can show"
                self._refuse("unsafe-picture", message, reference.span)
                continue
            bad = {"href"} if reference.kind == "href" else _REPEATING
            if reference.kind in {"use", "href", *_REPEATING} and target.refers & bad:
                message = f"`#{reference.id}` is repeated and repeats others itself"
                self._refuse("unsafe-picture", message, reference.span)
            self._weight += 2 * target.weight  # a part costs more to repeat than to draw
        if self._weight > MOST_WEIGHT:
            message = "the drawing repeats its parts too often"
            self._refuse("unsafe-picture", message, Span(self.file))

    def _refuse(self, rule: str, message: str, span: Span) -> None:
        """Note a fault, each message once: a drawing program writes the same thing everywhere."""
        if message not in self._said:
            self._said.add(message)
            self.faults.append(error(rule, message, span, _PLAIN))
        if len(self._said) == MOST_REPORTED:
            raise _Enough

    def _stop(self, message: str) -> None:
        self._refuse("unsafe-picture", message, self.span)
        raise _Enough


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return math.nan
