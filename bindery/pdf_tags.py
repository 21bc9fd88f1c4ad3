"""The tags of a finished PDF in the order in which they are read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .diagnostics import Failure, error
from .paper import Mark
from .pdf_objects import (
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    PdfError,
    open_pdf,
    parse_content_stream,
)

# Tags of words in a line; all others begin a text of their own.
_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Code", "Em", "Strong"})
_DEEPEST = 200  # tags in tags: a file that goes deeper was not made by us


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with content of its own, or a part of it between the tags inside.

    ``roles`` are those of the tags around it and its own, the outermost first. ``block`` is the
    number, in reading order, of the paragraph, heading or cell that it is or stands in a line of.
    ``marks`` is what it holds.
    """

    block: int
    roles: tuple[str, ...]
    marks: tuple[Mark, ...]


def tags_of(data: bytes) -> tuple[Tag, ...]:
    """The tags of the PDF ``data`` that hold something printed, in reading order.

    Empty for a file without tags.

    Raises:
        Failure: ``engine-notice`` if it is no PDF, as where a style asks for a number that a PDF
            cannot hold.
    """
    try:
        with open_pdf(data) as pdf:
            root = pdf.Root.get("/StructTreeRoot")
            return tuple(_Walk(pdf).tags(root)) if root is not None else ()
    except PdfError as problem:
        message = "the file that the PDF engine wrote is none that can be read"
        hint = "look in the project's own styles for a very large number"
        raise Failure(error("engine-notice", message, hint=hint)) from problem


class _Walk:
    """The walk through one file's tags; pages and forms are found by their objects' numbers."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._drawn = [page.obj for page in pdf.pages]
        self._ways: dict[int, dict[tuple[int, int], tuple[int, ...]]] = {}
        self._count = 0

    def tags(self, root: Object) -> Iterator[Tag]:
        for kid in _listed(root.get("/K")):
            if isinstance(kid, Dictionary):
                yield from self._tag(kid, (), 0)

    def _tag(self, tag: Object, around: tuple[str, ...], block: int) -> Iterator[Tag]:
        self._count += 1
        role = str(tag.get("/S", "/")).removeprefix("/")
        block, roles = block if role in _INLINE else self._count, (*around, role)
        marks: list[Mark] = []
        for kid in _listed(tag.get("/K")):
            if isinstance(kid, Dictionary) and "/S" in kid:
                if marks:
                    yield Tag(block, roles, tuple(marks))
                    marks = []
                if len(roles) < _DEEPEST:
                    yield from self._tag(kid, roles, block)
            elif mark := self._mark(kid, tag):
                marks.append(mark)
        if marks:
            yield Tag(block, roles, tuple(marks))

    def _mark(self, kid: int | Object, tag: Object) -> Mark | None:
        """The mark that ``kid`` of ``tag`` points to; None for an annotation or a loose end."""
        if isinstance(kid, int):
            page, number, form = tag.get("/Pg"), kid, None
        elif "/MCID" in kid:
            page, number, form = kid.get("/Pg", tag.get("/Pg")), int(kid.MCID), kid.get("/Stm")
        else:
            return None
        at = self._pages.get(page.objgen) if page is not None else None
        if at is None:
            return None
        return Mark(at, self._way(at, form) if form is not None else (), number)

    def _way(self, page: int, form: Object) -> tuple[int, ...]:
        """The way to ``form`` from ``page``, as :class:`~bindery.paper.Mark` has it."""
        if page not in self._ways:
            self._ways[page] = dict(_ways(self._drawn[page], ()))
        return self._ways[page].get(form.objgen, (-1,))


def _ways(owner: Object, way: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], tuple[int, ...]]]:
    """The number of each form that ``owner`` draws, in forms too, and the way to it."""
    things = owner.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    forms = {name for name, thing in things.items() if thing.get("/Subtype") == Name.Form}
    if not forms or len(way) > _DEEPEST:
        return
    drawn = 0
    for instruction in parse_content_stream(owner, "Do"):
        name = str(instruction.operands[0])
        if name in forms:
            here = (*way, drawn)
            drawn += 1
            yield things[name].objgen, here
            yield from _ways(things[name], here)


def _listed(kids: int | Object | None) -> list[int | Object]:
    """A tag's kids as a list: one that is alone may stand without an array."""
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
