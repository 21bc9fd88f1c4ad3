"""XML read strictly, once, with the place of every element kept.

Finished pages, pictures and package files are read here: no entity is declared or looked
up, nothing is fetched, nothing is repaired. Names come back short and readable: ``p`` for
XHTML, ``svg:path``, ``epub:type``, ``xml:lang``; a name of an unknown namespace stays
``{namespace}name``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

XHTML = "http://www.w3.org/1999/xhtml"
_PREFIXES = {
    XHTML: "",
    "http://www.w3.org/2000/svg": "svg:",
    "http://www.w3.org/1998/Math/MathML": "math:",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.idpf.org/2007/ops": "epub:",
    "http://www.idpf.org/2007/opf": "opf:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.daisy.org/z3986/2005/ncx/": "ncx:",
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf:",
}
_DEPTH = 256  # far below what any reader's parser gives up at; a page of ours has about 12


class NotWellFormed(ValueError):
    """The text is not XML that can be trusted. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Element:
    """An element and its content.

    ``start`` is the byte offset of its ``<`` in the encoded text, ``end`` the offset just
    before its end tag (for an empty-element tag, of its ``<`` again), ``line`` the line of
    its start tag, from 1.
    """

    tag: str
    attributes: dict[str, str]
    children: tuple[Element | str, ...]
    line: int
    start: int
    end: int

    def walk(self) -> Iterator[Element]:
        """The element itself and every element in it, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(c for c in reversed(element.children) if isinstance(c, Element))

    def find(self, tag: str) -> Element | None:
        """The first element called ``tag`` in document order, or None."""
        return next((element for element in self.walk() if element.tag == tag), None)

    def text(self) -> str:
        """All character data in it, in document order."""
        return "".join(self._strings())

    def _strings(self) -> Iterator[str]:
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield node
            else:
                stack.extend(reversed(node.children))


@dataclass(slots=True)
class _Open:
    """An element whose end tag has not come yet."""

    tag: str
    attributes: dict[str, str]
    line: int
    start: int
    children: list[Element | str]


def parse(data: bytes) -> Element:
    """The root element of ``data`` (UTF-8, whatever its declaration says).

    Raises :class:`NotWellFormed` where it is not well-formed, where it declares an entity or
    names an outside DTD or style sheet, or where elements stand more than 256 deep.
    """
    try:
        data.decode("utf-8")  # expat would read another encoding if the declaration names one
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise NotWellFormed("a byte that is not UTF-8", line, 1) from problem
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    reader = _Reader(parser)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - positional in the standard library
    except expat.ExpatError as problem:
        text = expat.ErrorString(problem.code)
        raise NotWellFormed(text, problem.lineno, problem.offset + 1) from problem
    return reader.root()


class _Reader:
    """Builds elements from the parser's calls."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._open: list[_Open] = [_Open("", {}, 1, 0, [])]
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction

    def root(self) -> Element:
        """The document's element."""
        return next(child for child in self._open[0].children if isinstance(child, Element))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEPTH:
            self._refuse(f"elements more than {_DEPTH} deep")
        short = {_short(key, element=False): value for key, value in attributes.items()}
        place = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
        self._open.append(_Open(_short(name, element=True), short, *place, []))

    def _end(self, _name: str) -> None:
        done = self._open.pop()
        children = tuple(done.children)
        end = self._parser.CurrentByteIndex
        element = Element(done.tag, done.attributes, children, done.line, done.start, end)
        self._open[-1].children.append(element)

    def _characters(self, text: str) -> None:
        self._open[-1].children.append(text)

    def _entity(self, *declaration: object) -> NoReturn:
        self._refuse(f"an entity is declared, `{declaration[0]}`")

    def _doctype(self, _name: str, system: str | None, _public: str | None, _subset: bool) -> None:  # noqa: FBT001 - called by expat
        if system is not None:
            self._refuse(f"an outside DTD is named, `{system}`")

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("an outside style sheet is named")

    def _refuse(self, message: str) -> NoReturn:
        place = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        raise NotWellFormed(message, *place)


def _short(name: str, *, element: bool) -> str:
    namespace, brace, local = name.rpartition("}")
    if not brace:
        # An element without a namespace is not XHTML; an attribute without one is usual.
        return f"{{}}{local}" if element else local
    prefix = _PREFIXES.get(namespace)
    return f"{{{namespace}}}{local}" if prefix is None else prefix + local
