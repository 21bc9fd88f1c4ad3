"""Fields put onto the blanks of a finished leaflet, each joined to its tag."""

from __future__ import annotations

from dataclasses import dataclass, field

from bindery.diagnostics import Failure, error
from bindery.document import Blank, Document, Made
from bindery.pdf_objects import (
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    Stream,
    String,
    open_pdf,
    save_pdf,
)

from .form_font import embed
from .pdf.finish import CREATOR, PRODUCER
from .pdf.xmp import packet

_PRINTED = 4  # the flag of an annotation that is printed with its page
_FONT = "Body"
_SIZE = 12  # points, as the leaflet's own words
_INK = "0.114 0.114 0.106"  # nearly black, whatever the theme
_RIGHT = 2  # words end at the right
_ON, _OFF = "/Yes", "/Off"
_NO_INK = b"/Tx BMC EMC"
# A tick in a box of the size that it is drawn in, from the lower left corner: no font needed.
_TICK = (
    "q 1.2 w 1 J 1 j {ink} RG {left:.2f} {middle:.2f} m {foot:.2f} {low:.2f} l "
    "{right:.2f} {high:.2f} l S Q"
)


@dataclass(slots=True)
class Form:
    """The fields of ``pdf`` as they grow. ``tags`` has the tag of each block by its name.

    ``runs_left`` says at which end words begin.
    """

    pdf: Pdf
    font: Object
    tags: dict[str, Object]
    runs_left: bool
    fields: list[Object] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, blank: Blank) -> None:
        """Put a field onto ``blank``."""
        page = self.pdf.pages[blank.page - 1].obj
        widget = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            P=page,
            Rect=Array(blank.area),
            F=_PRINTED,
            T=String(self._name(blank)),
            TU=String(blank.label),
            StructParent=int(self._root.get("/ParentTreeNextKey", 0)),
        )
        widget.update(self._box(blank) if blank.kind == "box" else self._line(blank))
        widget = self.pdf.make_indirect(widget)
        page.Annots = Array([*page.get("/Annots", Array()), widget])
        page.Tabs = Name.S
        self._join(widget, blank, page)
        self.fields.append(widget)

    def finish(self) -> None:
        """Tell viewers that there is a form."""
        self.pdf.Root.AcroForm = Dictionary(
            Fields=Array(self.fields),
            DR=Dictionary(Font=Dictionary({f"/{_FONT}": self.font})),
            DA=String(self._appearance),
        )

    @property
    def _appearance(self) -> str:
        return f"/{_FONT} {_SIZE} Tf {_INK} rg"

    @property
    def _root(self) -> Object:
        return self.pdf.Root.StructTreeRoot

    def _name(self, blank: Blank) -> str:
        """A name of its own for a field; a full stop would part it in two."""
        plain = name = blank.name.replace(".", "_")
        number = 1
        while name in self.names:
            number += 1
            name = f"{plain}_{number}"
        self.names.add(name)
        return name

    def _line(self, blank: Blank) -> Dictionary:
        entries = Dictionary(
            FT=Name.Tx,
            DA=String(self._appearance),
            V=String(""),
            AP=Dictionary(N=self._drawn(blank, _NO_INK)),
        )
        if self.runs_left:
            entries.Q = _RIGHT
        return entries

    def _box(self, blank: Blank) -> Dictionary:
        left, bottom, right, top = blank.area
        wide, high = right - left, top - bottom
        tick = _TICK.format(
            ink=_INK,
            left=0.2 * wide,
            middle=0.5 * high,
            foot=0.42 * wide,
            low=0.22 * high,
            right=0.82 * wide,
            high=0.8 * high,
        )
        states = {_ON: self._drawn(blank, tick.encode()), _OFF: self._drawn(blank, b"")}
        return Dictionary(
            FT=Name.Btn, V=Name(_OFF), AS=Name(_OFF), AP=Dictionary(N=Dictionary(states))
        )

    def _drawn(self, blank: Blank, content: bytes) -> Object:
        """What is seen in a field, on top of the page."""
        left, bottom, right, top = blank.area
        return Stream(
            self.pdf,
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(right - left, 3), round(top - bottom, 3)]),
            Resources=Dictionary(Font=Dictionary({f"/{_FONT}": self.font})),
        )

    def _join(self, widget: Object, blank: Blank, page: Object) -> None:
        """Put the field among the tags, behind the words of its line or before those of its box."""
        block = self.tags[blank.name]
        target = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
        tag = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, K=target))
        held = block.get("/K", Array())
        kids = list(held) if isinstance(held, Array) else [held]
        if blank.kind == "box":
            label = Dictionary(Type=Name.StructElem, S=Name.Lbl, P=block, K=Array([tag]))
            label = self.pdf.make_indirect(label)
            tag.P = label
            block.K = Array([label, *kids])
        else:
            tag.P = block
            block.K = Array([*kids, tag])
        root = self._root
        root.ParentTree.Nums = Array([*root.ParentTree.Nums, widget.StructParent, tag])
        root.ParentTreeNextKey = int(widget.StructParent) + 1


def with_fields(made: Made, document: Document) -> bytes:
    """The finished leaflet ``made`` of ``document`` with a field on each of its blanks.

    Failure if no font can be used to fill them in.
    """
    metadata = document.metadata
    fonts = [file for file in document.files.values() if file.media_type == "font/ttf"]
    fonts.sort(key=lambda file: "Regular" not in file.name)
    with open_pdf(made.data) as pdf:
        try:
            font = embed(pdf, (file.data for file in fonts), document.pages[0].html)
        except ValueError as problem:
            raise Failure(error("font-failed", str(problem))) from problem
        form = Form(pdf, font, _named_tags(pdf), runs_left=metadata.direction == "rtl")
        for blank in made.blanks:
            form.add(blank)
        form.finish()
        xmp = packet(metadata, document.claims, PRODUCER, CREATOR)
        pdf.Root.Metadata = Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML)
        return save_pdf(pdf)


def _named_tags(pdf: Pdf) -> dict[str, Object]:
    """The tags of ``pdf`` that have a name, by it."""
    names = list(pdf.Root.StructTreeRoot.get("/IDTree", Dictionary()).get("/Names", Array()))
    return {str(name): tag for name, tag in zip(names[::2], names[1::2], strict=True)}
