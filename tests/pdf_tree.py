"""The tag tree of a PDF with its text, as a screen reader follows it: read back to be tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pdf_sample import leaflet

from bindery.formats.pdf import make

_PAIR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


@dataclass
class Tag:
    """A structure element. ``parts`` are tags, texts and annotations in reading order."""

    role: str
    entries: dict[str, Any]
    pdf: pikepdf.Pdf = field(repr=False)  # closed, and with it all entries, when nobody has it
    parent: Tag | None = None
    parts: list[Tag | str | pikepdf.Dictionary] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    @property
    def kids(self) -> list[Tag]:
        """The tags directly in this one."""
        return [part for part in self.parts if isinstance(part, Tag)]

    @property
    def text(self) -> str:
        """What is read aloud: the text of this tag and of all in it."""
        if "Alt" in self.entries:
            return str(self.entries["Alt"])
        return "".join(
            part if isinstance(part, str) else part.text if isinstance(part, Tag) else ""
            for part in self.parts
        )

    @property
    def annotations(self) -> list[pikepdf.Dictionary]:
        """The annotations that belong to this tag."""
        return [part for part in self.parts if isinstance(part, pikepdf.Dictionary)]

    def attribute(self, name: str) -> Any:
        """A value of the tag's attribute dictionary, None if it is not there."""
        attributes = self.entries.get("A")
        value = attributes.get(f"/{name}") if attributes is not None else None
        return str(value).removeprefix("/") if isinstance(value, pikepdf.Name) else value

    def walk(self) -> Iterator[Tag]:
        """This tag and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, role: str) -> list[Tag]:
        """All tags of ``role``, in reading order."""
        return [tag for tag in self.walk() if tag.role == role]

    def shape(self) -> str:
        """The roles of this tag and of all below it, as in ``L(LI(Lbl LBody))``."""
        inside = " ".join(kid.shape() for kid in self.kids)
        return f"{self.role}({inside})" if inside else self.role


@dataclass
class Artifact:
    """Content that is no part of the text: the kind it says it is, and its words."""

    page: int
    kind: str
    subtype: str
    text: str


class TaggedPdf:
    """A PDF with its tag tree (``tree``) and its artifacts, page by page."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self.pages: dict[Any, int] = {
            page.objgen: number for number, page in enumerate(self.pdf.pages)
        }
        self.artifacts: list[Artifact] = []
        self.texts: dict[tuple[Any, int], str] = {}
        for number, page in enumerate(self.pdf.pages):
            self._read_content(page.objgen, number, page, page.Resources)
            self._read_forms(number, page.Resources, set())
        kids = self.pdf.Root.StructTreeRoot.K
        self.tree = self._tag(kids[0] if isinstance(kids, pikepdf.Array) else kids, None)

    def fonts(self) -> dict[str, Any]:
        """The descriptor of every font, by the name of the font in the file."""
        fonts = [font for page in self.pdf.pages for font in page.Resources["/Font"].values()]
        inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        return {str(descriptor.FontName).removeprefix("/"): descriptor for descriptor in inner}

    def _tag(self, element: Any, parent: Tag | None) -> Tag:
        entries = {key.removeprefix("/"): value for key, value in element.items()}
        tag = Tag(str(element.S).removeprefix("/"), entries, self.pdf, parent)
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._add(tag, element, kid)
        return tag

    def _add(self, tag: Tag, element: Any, kid: Any) -> None:
        if isinstance(kid, int):
            tag.pages.add(self.pages[element.Pg.objgen])
            tag.parts.append(self.texts[element.Pg.objgen, kid])
        elif kid.get("/Type") == "/MCR":
            tag.pages.add(self.pages[kid.Pg.objgen])
            owner = kid.Stm if "/Stm" in kid else kid.Pg
            tag.parts.append(self.texts[owner.objgen, int(kid.MCID)])
        elif kid.get("/Type") == "/OBJR":
            tag.parts.append(kid.Obj)
        else:
            tag.parts.append(self._tag(kid, tag))

    def _read_forms(self, page: int, resources: Any, seen: set[Any]) -> None:
        """Read the forms that have marks of their own, those inside of others too."""
        for form in resources.get("/XObject", pikepdf.Dictionary()).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                if "/StructParents" in form:
                    self._read_content(form.objgen, page, form, form.Resources)
                self._read_forms(page, form.Resources, seen)

    def _read_content(self, owner: Any, page: int, content: Any, resources: Any) -> None:
        """Note the text of every marked-content sequence of one content stream."""
        fonts = {name: _characters(font) for name, font in resources.get("/Font", {}).items()}
        open_: list[tuple[str, Any, list[str]]] = []
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(content):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BDC" | "BMC":
                    properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
                    open_.append((str(operands[0]), properties, []))
                case "EMC":
                    self._close(owner, page, *open_.pop())
                case "Tf":
                    font = fonts[str(operands[0])]
                case "TJ":
                    shown = "".join(_shown(operands[0], font))
                    if open_:
                        open_[-1][2].append(shown)
                    elif shown:
                        raise AssertionError(f"text outside of any mark: {shown!r}")

    def _close(self, owner: Any, page: int, name: str, properties: Any, shown: list[str]) -> None:
        text = str(properties["/ActualText"]) if "/ActualText" in properties else "".join(shown)
        if "/MCID" in properties:
            self.texts[owner, int(properties.MCID)] = text
        elif name == "/Artifact":
            kind, subtype = properties.get("/Type", ""), properties.get("/Subtype", "")
            self.artifacts.append(Artifact(page, str(kind), str(subtype), text))


def _shown(pieces: Any, font: dict[int, str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            glyphs = bytes(piece)
            for at in range(0, len(glyphs), 2):
                yield font[int.from_bytes(glyphs[at : at + 2], "big")]


def _characters(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for, by the font's own map."""
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _PAIR.findall(font.ToUnicode.read_bytes())
    }


def tree_of(body: str, css: str = "", language: str = "en-GB") -> Tag:
    """The tag tree of a leaflet with the body ``body``, which must be made without a word."""
    made = make(leaflet(body, css, language=language))
    assert made.diagnostics == ()
    return TaggedPdf(made.data).tree
