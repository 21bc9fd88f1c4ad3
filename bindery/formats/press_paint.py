"""Pages and forms of a PDF painted again in other colours: every operator that sets one.

What a content stream paints with, it names among its resources. A new stream is made with new
resources, which hold no more than it uses; the old one is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable

from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf, Stream

from .press_content import SPOT, Ink, Repainting
from .press_mixer import LightMixer
from .press_objects import UnpaintableError, decimals, gradient, kind_of_space, mix, picture

# What of a graphics state has to do with painting; the rest is a press's own business.
_STATES = ("/ca", "/CA", "/AIS", "/BM", "/LW", "/LC", "/LJ", "/ML", "/D", "/SA", "/TK", "/Type")


class Painter:
    """Paints what is in ``pdf`` again with ``ink``.

    ``transparent`` tells whether anything lets through what is below it.
    """

    def __init__(self, pdf: Pdf, ink: Ink) -> None:
        self.pdf = pdf
        self.ink = ink
        self.transparent = False
        self._done: dict[tuple[int, int], Object | None] = {}
        self._lights: Painter | None = None

    def form(self, form: Object) -> Object:
        """A form that looks like ``form``."""
        return self._once(form, self._form)

    def content(self, content: Object, resources: Object) -> tuple[bytes, Dictionary]:
        """The instructions of ``content`` (a stream or a page), and what they name."""
        repainting = Repainting(self.ink, resources)
        data = repainting.run(content)
        return data, self.resources(repainting)

    def resources(self, repainting: Repainting) -> Dictionary:
        """New resources with everything that ``repainting`` has named."""
        convert: dict[str, Callable[[Object], Object]] = {
            "/XObject": self._x_object,
            "/ExtGState": self._state,
            "/Shading": self._shading,
            "/Font": self._font,
            "/Pattern": self._pattern,
        }
        made = Dictionary()
        for kind, names in sorted(repainting.used.items()):
            made[kind] = Dictionary()
            for name in sorted(names):
                found = repainting.resources.get(kind, Dictionary()).get(name)
                if found is None:
                    raise UnpaintableError(f"something called `{name}` that is not there")
                made[kind][name] = convert[kind](found)
        if repainting.with_spot:
            made.ColorSpace = Dictionary({SPOT: self.ink.spot})
        return made

    def _once(self, thing: Object, convert: Callable[[Object], Object]) -> Object:
        """The converted ``thing``, the same for every place that shares it."""
        key = thing.objgen
        if key == (0, 0):
            return convert(thing)
        if key not in self._done:
            self._done[key] = None
            self._done[key] = self.pdf.make_indirect(convert(thing))
        done = self._done[key]
        if done is None:
            raise UnpaintableError("a drawing that contains itself")
        return done

    def _form(self, form: Object) -> Object:
        data, resources = self.content(form, form.get("/Resources", Dictionary()))
        made = Stream(
            self.pdf,
            data,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=form.BBox,
            Resources=resources,
        )
        if "/Matrix" in form:
            made.Matrix = form.Matrix
        if "/Group" in form:
            self.transparent = True
            made.Group = group(self.ink.mixer.space)
            for key in ("/I", "/K"):
                if key in form.Group:
                    made.Group[key] = form.Group[key]
        return made

    def _x_object(self, thing: Object) -> Object:
        if thing.Subtype == Name.Form:
            return self.form(thing)
        if thing.Subtype != Name.Image:
            raise UnpaintableError(f"a thing of the kind `{thing.Subtype}`")
        self.transparent = self.transparent or "/SMask" in thing
        return self._once(thing, lambda image: picture(self.pdf, image, self.ink.mixer))

    def _shading(self, thing: Object) -> Object:
        return self._once(thing, lambda shading: gradient(shading, self.ink.mixer))

    def _pattern(self, thing: Object) -> Object:
        return self._once(thing, self._tile if isinstance(thing, Stream) else self._gradient)

    def _tile(self, tile: Object) -> Object:
        if int(tile.PaintType) != 1:
            raise UnpaintableError("a pattern without colours of its own")
        data, resources = self.content(tile, tile.get("/Resources", Dictionary()))
        made = Stream(self.pdf, data, Type=Name.Pattern, Resources=resources)
        kept = ("PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Matrix")
        for key in kept:
            if f"/{key}" in tile:
                made[f"/{key}"] = tile[f"/{key}"]
        return made

    def _gradient(self, pattern: Object) -> Object:
        made = Dictionary(Type=Name.Pattern, PatternType=2, Shading=self._shading(pattern.Shading))
        if "/Matrix" in pattern:
            made.Matrix = pattern.Matrix
        if "/ExtGState" in pattern:
            made.ExtGState = self._state(pattern.ExtGState)
        return made

    def _state(self, thing: Object) -> Object:
        return self._once(thing, self._graphics_state)

    def _graphics_state(self, state: Object) -> Object:
        made = Dictionary({key: state[key] for key in _STATES if key in state})
        mask = state.get("/SMask")
        if mask is not None:
            made.SMask = self._mask(mask) if isinstance(mask, Dictionary) else mask
        lets_through = any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        blends = state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
        if lets_through or blends or isinstance(mask, Dictionary):
            self.transparent = True
        return made

    def _mask(self, mask: Object) -> Dictionary:
        """A soft mask. Of one that lets light through, the colours are levels of light."""
        if mask.get("/TR", Name.Identity) != Name.Identity:
            raise UnpaintableError("a mask with a curve")
        painter, by_light = self, bool(Name.Luminosity == mask.S)
        if by_light:
            self._lights = self._lights or Painter(self.pdf, Ink(LightMixer()))
            painter = self._lights
        made = Dictionary(Type=Name.Mask, S=mask.S, G=painter.form(mask.G))
        if by_light and "/BC" in mask:
            kind = kind_of_space(mask.G.Group.get("/CS", Name.DeviceGray))
            made.BC = Array(decimals(mix(painter.ink.mixer, kind, mask.BC)))
        return made

    def _font(self, font: Object) -> Object:
        return self._once(font, self._drawn_font) if font.Subtype == Name.Type3 else font

    def _drawn_font(self, font: Object) -> Object:
        """A font whose letters are drawings, such as coloured signs."""
        made = Dictionary({key: value for key, value in font.items() if key != "/Resources"})
        repainting = Repainting(self.ink, font.get("/Resources", Dictionary()))
        made.CharProcs = Dictionary(
            {
                name: self.pdf.make_stream(repainting.run(glyph))
                for name, glyph in font.CharProcs.items()
            }
        )
        made.Resources = self.resources(repainting)
        return made


def group(space: str) -> Dictionary:
    """A group that is blended in the colour space ``space``."""
    return Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name(space))
