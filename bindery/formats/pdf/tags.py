"""Writing the tree of tags into the PDF."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from .door import Array, Dictionary, String
from .marks import Mark, is_faithful
from .roles import ROLE_MAP, numbering, scope
from .shapes import Pdf
from .structure import Area, Builder, Ink, Node

_EDGES = {"Header": "Top", "Footer": "Bottom"}
# The flag of an annotation that is printed with its page.
_PRINTED = 4


@dataclass(slots=True)
class Writer:
    """The objects of one file's tags as they grow.

    ``marks`` are the marked content by the id of its box, ``markers`` the CSS marker styles
    of list items, ``hyphenated`` the ids of text boxes with a hyphen that is not the text's,
    ``named`` the ids of elements whose tags must be found again in the file.
    ``parents`` is PDF's way back from content to tags: for each page or form, the tag of
    each of its marks in order; for each link, its tag.
    """

    pdf: Pdf
    marks: dict[int, Mark]
    markers: dict[Element, str]
    hyphenated: set[int]
    named: frozenset[str] = frozenset()
    parents: dict[int, object] = field(default_factory=dict)
    contents: dict[int, list[object]] = field(default_factory=lambda: defaultdict(Array))
    names: list[tuple[str, bytes]] = field(default_factory=list)

    def write(self, node: Node, parent: bytes, around: tuple[Node, ...] = ()) -> Dictionary:
        """Write ``node`` and all below it under the tag with the reference ``parent``."""
        kids = Array()
        tag = Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent, "K": kids})
        self.pdf.add_object(tag)
        self.describe(tag, node, around)
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self.write(kid, tag.reference, (*around, node)).reference)
            elif isinstance(kid, Area):
                kids.extend(self.link(kid, node, tag))
            elif mark := self.marks.get(id(kid.box)):
                kids.append(self.ink(kid, mark, tag))
        return tag

    def describe(self, tag: Dictionary, node: Node, around: tuple[Node, ...]) -> None:
        """Add what ``node`` says besides its kids."""
        if node.language:
            tag["Lang"] = String(node.language)
        if node.role == "Figure":
            tag["Alt"] = String(node.alternative)
        if node.expansion:
            tag["E"] = String(node.expansion)
        if name := self.name(node):
            tag["ID"] = String(name)
            self.names.append((name, tag.reference))
        if attributes := self.attributes(node, around):
            tag["A"] = Dictionary(attributes)

    def name(self, node: Node) -> str:
        """The name that the tag of ``node`` is found by; most have none."""
        if node.element is None or node.pseudo:
            return ""
        own = node.element.get("id", "")
        if node.role == "Note":
            return own or f"note-without-id-{len(self.names) + 1}"
        return own if own in self.named else ""

    def attributes(self, node: Node, around: tuple[Node, ...]) -> dict[str, object]:
        """The attribute dictionary of ``node``: of a list, a picture or a table cell."""
        if node.role == "L":
            return {"O": "/List", "ListNumbering": f"/{self.numbering(node)}"}
        if node.role == "Figure" and node.box:
            return {"O": "/Layout", "BBox": Array(node.box)}
        if node.role in ("TH", "TD") and node.element is not None:
            return _cell(node, node.element, around)
        return {}

    def numbering(self, node: Node) -> str:
        """How the items of the list ``node`` are numbered."""
        items = [kid for kid in node.nodes if kid.role == "LI"]
        labelled = any(kid.role == "Lbl" for item in items for kid in item.nodes)
        elements = [item.element for item in items if item.element is not None]
        marker = self.markers.get(elements[0], "") if elements else ""
        tag = "" if node.element is None else node.element.tag
        return numbering(tag, marker, labelled=labelled)

    def link(self, area: Area, node: Node, tag: Dictionary) -> list[bytes]:
        """Join a clickable area to the tag of its link, if it leads anywhere."""
        annotation: Any = area.box.link_annotation
        if annotation is None:
            return []
        annotation["Contents"] = String(node.alternative)
        annotation["F"] = _PRINTED
        annotation["StructParent"] = self.key(tag.reference)
        page = self.pdf.page_references[area.page]
        return [Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page}).data]

    def key(self, value: object) -> int:
        """A new key of the parent tree, for ``value``."""
        key = max(self.parents, default=-1) + 1
        self.parents[key] = value
        return key

    def ink(self, ink: Ink, mark: Mark, tag: Dictionary) -> object:
        """Number the mark of ``ink``, join it to ``tag``, return what stands among the kids."""
        owners = self.owners(mark, ink.page)
        properties: dict[str, object] = {"MCID": len(owners)}
        if (text := self.spoken(ink, mark)) is not None:
            properties["ActualText"] = String(text)
        mark.rename("Figure" if ink.picture else "Span", Dictionary(properties))
        owners.append(tag.reference)
        page = self.pdf.page_references[ink.page]
        if not mark.form and tag.setdefault("Pg", page) == page:
            return properties["MCID"]
        content = {"Type": "/MCR", "Pg": page, "MCID": properties["MCID"]}
        if mark.form:
            content["Stm"] = mark.content.reference
        return Dictionary(content).data

    def owners(self, mark: Mark, page: int) -> list[object]:
        """The parent tree's list for the stream that ``mark`` is in: the tag of each mark."""
        if not mark.form:
            return self.contents[page]
        extra = mark.content.extra
        if "StructParents" not in extra:
            extra["StructParents"] = self.key(Array())
        owners = self.parents[extra["StructParents"]]
        assert isinstance(owners, list)  # noqa: S101 - put there two lines above
        return owners

    def spoken(self, ink: Ink, mark: Mark) -> str | None:
        """The text to give in place of the glyphs' own, where theirs is not what was written."""
        if ink.picture:
            return None
        text = ink.box.pango_layout.text
        if id(ink.box) in self.hyphenated:
            return text.rstrip().rstrip("-\N{HYPHEN}\N{SOFT HYPHEN}")
        return None if is_faithful(mark.shown, text) else text

    def silence(self, ink: Ink, kind: str) -> None:
        """Mark ``ink`` as an artifact of ``kind``."""
        if mark := self.marks.get(id(ink.box)):
            properties: dict[str, object] = {
                "Type": "/Layout" if kind == "Layout" else "/Pagination"
            }
            # Nobody reads it out, but whoever copies a page, or looks for a word, gets it.
            if kind in _EDGES and (text := self.spoken(ink, mark)) is not None:
                properties["ActualText"] = String(text)
            if edge := _EDGES.get(kind):
                properties |= {"Subtype": f"/{kind}", "Attached": f"[/{edge}]"}
            mark.rename("Artifact", Dictionary(properties))


def _cell(node: Node, element: Element, around: tuple[Node, ...]) -> dict[str, object]:
    """The attributes of a table cell: what it spans and, if it is a header, its scope."""
    attributes: dict[str, object] = {}
    for key, name in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
        if (span := element.get(name, "1")).isdigit() and int(span) > 1:
            attributes[key] = int(span)
    if node.role == "TH":
        in_head = any(outer.role == "THead" for outer in around)
        first = bool(around) and around[-1].nodes[:1] == [node]
        attributes["Scope"] = f"/{scope(element, in_head=in_head, first=first)}"
    return {"O": "/Table", **attributes} if attributes else {}


def write_tags(writer: Writer, builder: Builder, *, runs_left: bool) -> None:
    """Write ``builder``'s tree and artifacts into the file of ``writer``."""
    pdf = writer.pdf
    root = Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    # WeasyPrint gave each page the key of its number.
    writer.parents.update((page, writer.contents[page]) for page in range(len(pdf.page_references)))
    for ink, kind in builder.artifacts:
        writer.silence(ink, kind)
    document = writer.write(builder.tree, root.reference)
    if runs_left:
        document["A"] = Dictionary({"O": "/Layout", "WritingMode": "/RlTb"})
    numbers = [part for key in sorted(writer.parents) for part in (key, writer.parents[key])]
    parents = Dictionary({"Nums": Array(numbers)})
    pdf.add_object(parents)
    root["K"] = Array([document.reference])
    root["RoleMap"] = Dictionary({own: f"/{known}" for own, known in ROLE_MAP.items()})
    root["ParentTree"] = parents.reference
    root["ParentTreeNextKey"] = len(writer.parents)
    if writer.names:
        names = [part for name, tag in sorted(writer.names) for part in (String(name), tag)]
        root["IDTree"] = Dictionary({"Names": Array(names)})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = Dictionary({"Marked": "true"})
