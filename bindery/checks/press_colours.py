"""Colours: everything a page paints with, through all that it draws, must be ink of the press.

Whatever a page could use is looked at, whether it does or not: its instructions, and its
resources with those of every form, pattern, mask and font in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bindery.diagnostics import Diagnostic, error
from bindery.pdf_objects import (
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    PdfError,
    Stream,
    parse_content_stream,
    pixels,
)
from bindery.rasters.inks import most_ink
from bindery.samples import Samples
from bindery.theme import MOST_INK

_NEAR = 0.5  # percent: the inks of pictures have 255 levels
_INKS = frozenset({"/DeviceCMYK", "/DeviceGray", "/Pattern"})
_CHANNELS = {"/DeviceCMYK": 4, "/DeviceGray": 1}
_ON_SCREEN = frozenset({"rg", "RG"})
_IN_INKS = frozenset({"k", "K", "sc", "scn", "SC", "SCN"})
_PLAIN = (Name.Normal, Name.Compatible)
_CURVES = ("/TR", "/TR2", "/HTP")
_OUTSIDE = ("/OPI", "/Ref", "/Alternates", "/PS")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_ALL = "/All"


def colours(pdf: Pdf) -> Iterator[Diagnostic]:
    """What is wrong with the colours, inks, groups and fonts of the pages."""
    inspection = _Inspection()
    for number, page in enumerate(pdf.pages, 1):
        inspection.where = f"page {number}"
        yield from inspection.group(page.obj.get("/Group"))
        yield from inspection.content(page.obj)
        yield from inspection.resources(page.resources, on_page=True)
    if inspection.transparent and any("/Group" not in page.obj for page in pdf.pages):
        message = "something lets through what is below it, and a page does not say in what colours"
        yield error("press-colour", message)


class _Inspection:
    """The walk through everything that pages paint with; nothing is looked at twice.

    ``where`` is the page that is walked through, ``transparent`` whether anything so far lets
    through what is below it.
    """

    def __init__(self) -> None:
        self.where = ""
        self.transparent = False
        self._seen: set[tuple[int, int]] = set()
        self._plates: dict[str, str] = {}

    # ---- instructions

    def content(self, stream: Object) -> Iterator[Diagnostic]:
        """Operators that set colours."""
        for instruction in parse_content_stream(stream):
            operands, name = instruction.operands, str(instruction.operator)
            if name in _ON_SCREEN:
                yield self._colour("a colour of a screen (RGB)")
            elif name in _IN_INKS:
                numbers = [100 * float(part) for part in operands if not isinstance(part, Name)]
                yield from self._sum(numbers)
            elif name in {"cs", "CS"} and str(operands[0]).startswith(("/Device", "/Cal")):
                yield from self.space(operands[0])
            elif name == "INLINE IMAGE":
                yield self._colour("a picture among its instructions, whose inks are not known")

    def _sum(self, inks: list[float]) -> Iterator[Diagnostic]:
        if len(inks) == _CHANNELS["/DeviceCMYK"] and sum(inks) > MOST_INK + _NEAR:
            yield self._too_much(sum(inks))

    def _too_much(self, percent: float) -> Diagnostic:
        message = (
            f"{self.where} has {percent:.0f} % of ink in one place; paper dries {MOST_INK:g} %"
        )
        return error(
            "press-ink", message, hint="choose lighter colours, or state less ink for them"
        )

    def _colour(self, what: str) -> Diagnostic:
        return error("press-colour", f"{self.where} has {what}")

    # ---- what instructions name

    def resources(self, resources: Object, *, on_page: bool = False) -> Iterator[Diagnostic]:
        """Everything in a dictionary of resources."""
        for space in _values(resources, "/ColorSpace"):
            yield from self.space(space, on_page=on_page)
        looks: dict[str, Callable[[Object], Iterator[Diagnostic]]] = {
            "/XObject": self._x_object,
            "/Shading": self._shading,
            "/Pattern": self._pattern,
            "/ExtGState": self._state,
            "/Font": self._font,
        }
        for kind, look in looks.items():
            for thing in _values(resources, kind):
                yield from self._once(thing, look)

    def _once(
        self, thing: Object, look: Callable[[Object], Iterator[Diagnostic]]
    ) -> Iterator[Diagnostic]:
        if thing.objgen == (0, 0) or thing.objgen not in self._seen:
            self._seen.add(thing.objgen)
            yield from look(thing)

    def space(self, space: Object, *, on_page: bool = False) -> Iterator[Diagnostic]:
        """A colour space: of inks, or of something else."""
        name = str(space[0]) if isinstance(space, Array) else str(space)
        if name in {"/Indexed", "/Pattern"} and isinstance(space, Array) and len(space) > 1:
            yield from self.space(space[1])
        elif name in {"/Separation", "/DeviceN"}:
            yield from self._plate(space, on_page=on_page)
        elif name not in _INKS:
            yield self._colour(f"a colour that is not ink of the press ({name.removeprefix('/')})")

    def _plate(self, space: Object, *, on_page: bool) -> Iterator[Diagnostic]:
        """A spot colour, or the ink of all plates, which belongs outside the page alone."""
        yield from self.space(space[2])
        name, made_of = str(space[1]), space[3].unparse(resolved=True).hex()
        if self._plates.setdefault(name, made_of) != made_of:
            yield self._colour(f"the spot colour `{name[1:]}` mixed in two ways")
        if name != _ALL:
            yield from self._function(space[3])
        elif not on_page:
            message = f"{self.where} has the ink of all plates in what is printed"
            yield error("press-ink", message)

    def group(self, group: Object | None) -> Iterator[Diagnostic]:
        """A group: the colours in which it is blended."""
        if group is None:
            return
        space = group.get("/CS")
        if space is not None and str(space) not in _CHANNELS:
            kind = str(space[0] if isinstance(space, Array) else space).removeprefix("/")
            yield self._colour(f"something that is blended in colours of the kind {kind}")

    def _x_object(self, thing: Object) -> Iterator[Diagnostic]:
        for key in _OUTSIDE:
            if key in thing:
                yield error("press-file", f"{self.where} has something to be replaced ({key})")
        if thing.get("/Subtype") == Name.Image:
            yield from self._image(thing)
        elif thing.get("/Subtype") == Name.Form:
            self.transparent = self.transparent or "/Group" in thing
            yield from self.group(thing.get("/Group"))
            yield from self._drawing(thing)
        else:
            yield error("press-file", f"{self.where} has a program for another kind of printer")

    def _drawing(self, stream: Object) -> Iterator[Diagnostic]:
        yield from self.content(stream)
        yield from self.resources(stream.get("/Resources", Dictionary()))

    def _image(self, image: Object) -> Iterator[Diagnostic]:
        if image.get("/ImageMask", False):
            return
        space = image.get("/ColorSpace", Name.DeviceRGB)
        wrong = [self._colour("a picture in colours of a screen") for _ in self.space(space)]
        yield from wrong
        mask = image.get("/SMask")
        if mask is not None:
            self.transparent = True
            yield from self._once(mask, self._image)
        if not wrong and str(space) == "/DeviceCMYK":
            try:
                percent = most_ink(Samples(*pixels(image)))
            except (PdfError, OSError, ValueError) as problem:
                yield self._colour(f"a picture that cannot be read: {problem}")
            else:
                if percent > MOST_INK + _NEAR:
                    yield self._too_much(percent)

    def _shading(self, shading: Object) -> Iterator[Diagnostic]:
        yield from self.space(shading.get("/ColorSpace", Name.DeviceRGB))
        yield from self._function(shading.get("/Function"))

    def _function(self, function: Object | None) -> Iterator[Diagnostic]:
        """A function to colours: its inks at both ends, between which they change evenly."""
        if not isinstance(function, Dictionary) or isinstance(function, Stream):
            yield error("press-ink", f"{self.where} has colours whose inks are not known")
            return
        for part in function.get("/Functions", Array()):
            yield from self._function(part)
        for key in ("/C0", "/C1"):
            yield from self._sum([100 * float(ink) for ink in function.get(key, Array())])

    def _pattern(self, pattern: Object) -> Iterator[Diagnostic]:
        if isinstance(pattern, Stream):
            yield from self._drawing(pattern)
            return
        yield from self._shading(pattern.get("/Shading", Dictionary()))
        yield from self._state(pattern.get("/ExtGState", Dictionary()))

    def _state(self, state: Object) -> Iterator[Diagnostic]:
        if any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA")):
            self.transparent = True
        for key in _CURVES:
            if state.get(key, Name.Identity) not in (Name.Identity, Name.Default):
                yield self._colour("colours that are bent by a curve before they are printed")
        if state.get("/BM", Name.Normal) not in _PLAIN:
            message = f"{self.where} mixes colours with those below, so that inks add up unseen"
            yield error("press-ink", message, hint="leave `mix-blend-mode` out of the styles")
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary):
            self.transparent = True
            yield from self.group(mask.G.get("/Group"))
            yield from self._once(mask.G, self._drawing)

    def _font(self, font: Object) -> Iterator[Diagnostic]:
        """A font: its file must be there, or its letters must be drawings in ink."""
        if font.get("/Subtype") == Name.Type3:
            for glyph in font.CharProcs.values():
                yield from self.content(glyph)
            yield from self.resources(font.get("/Resources", Dictionary()))
            return
        own = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = own.get("/FontDescriptor", Dictionary())
        if not any(key in descriptor for key in _FILES):
            name = str(font.get("/BaseFont", "/unnamed")).removeprefix("/")
            message = f"{self.where} is set in `{name}`, which is not in the file"
            yield error("press-font", message)


def _values(resources: Object, kind: str) -> Iterable[Object]:
    found = resources.get(kind, Dictionary())
    return [value for _, value in sorted(found.items())]
