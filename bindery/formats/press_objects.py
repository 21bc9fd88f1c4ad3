"""Pictures and gradients of a PDF in other colours; colour spaces told apart."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from decimal import Decimal

from bindery.diagnostics import Failure, error
from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, pixels
from bindery.samples import Samples

from .press_mixer import Colour, Mixer

_DEVICE = {"/DeviceGray": "grey", "/DeviceRGB": "rgb", "/DeviceCMYK": "cmyk"}
_CALIBRATED = {"/CalGray": "grey", "/CalRGB": "rgb", "/Lab": "lab"}
_BY_COUNT = {1: "grey", 3: "rgb", 4: "cmyk"}
_SPACES = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}
_EXPONENTIAL, _STITCHING = 2, 3  # types of functions
_AXIAL, _RADIAL = 2, 3  # types of gradients


class UnpaintableError(Failure):
    """Something in a file whose colours cannot be turned into others."""

    def __init__(self, what: str) -> None:
        message = f"the leaflet has {what}, which cannot be turned into inks"
        hint = "draw it in plain colours, or leave `press` out of the guide's formats"
        super().__init__(error("press-colour", message, hint=hint))


def kind_of_space(space: Object) -> str:
    """What the numbers of ``space`` are: "grey", "rgb", "cmyk", "lab" or "pattern".

    UnpaintableError for any other colour space.
    """
    listed = isinstance(space, Array)
    name = str(space[0]) if listed else str(space)
    if name == "/ICCBased" and listed:
        return _BY_COUNT[int(space[1].N)]
    if name in _DEVICE or (name in _CALIBRATED and listed):
        return {**_DEVICE, **_CALIBRATED}[name]
    if name == "/Pattern" and (not listed or len(space) == 1):
        return "pattern"
    raise UnpaintableError(f"a colour of the kind `{name.removeprefix('/')}`")


def mix(mixer: Mixer, kind: str, numbers: Iterable[object]) -> Colour:
    """The colour of ``numbers``, of a kind that :func:`kind_of_space` tells."""
    mixing: dict[str, Callable[..., Colour]] = {
        "grey": mixer.of_grey,
        "rgb": mixer.of_rgb,
        "cmyk": mixer.of_cmyk,
        "lab": mixer.of_lab,
    }
    return mixing[kind](*(float(str(number)) for number in numbers))


def decimals(colour: Colour) -> list[Decimal]:
    """The parts of a colour as a file writes them."""
    return [Decimal(f"{part:.4f}").normalize() + 0 for part in colour]


def picture(pdf: Pdf, image: Object, mixer: Mixer) -> Object:
    """An image in the colours of ``mixer``, without loss. Its mask stays as it is."""
    if image.get("/ImageMask", False):
        return image  # a stencil: it has the colour of whatever is painted through it
    if isinstance(image.get("/Mask"), Array):
        raise UnpaintableError("a picture with one colour left out")
    try:
        samples = mixer.of_picture(Samples(*pixels(image)))
    except (PdfError, OSError, ValueError, NotImplementedError) as problem:
        raise UnpaintableError(f"a picture that cannot be read ({problem})") from problem
    made = Stream(
        pdf,
        zlib.compress(samples.data),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=samples.width,
        Height=samples.height,
        BitsPerComponent=8,
        ColorSpace=Name(_SPACES[samples.mode]),
        Filter=Name.FlateDecode,
    )
    for key in ("/SMask", "/Mask"):
        if key in image:
            made[key] = image[key]
    return pdf.make_indirect(made)


def gradient(shading: Object, mixer: Mixer) -> Dictionary:
    """A gradient between the colours that ``mixer`` makes of those it ran between."""
    if int(shading.ShadingType) not in {_AXIAL, _RADIAL}:
        raise UnpaintableError("a gradient that is neither straight nor round")
    kind = kind_of_space(shading.ColorSpace)
    made = Dictionary(
        ShadingType=shading.ShadingType,
        ColorSpace=Name(mixer.space),
        Coords=shading.Coords,
        Function=_between(shading.Function, kind, mixer),
    )
    for key in ("/Domain", "/Extend", "/BBox", "/AntiAlias"):
        if key in shading:
            made[key] = shading[key]
    if "/Background" in shading:
        made.Background = Array(decimals(mix(mixer, kind, shading.Background)))
    return made


def _between(function: Object, kind: str, mixer: Mixer) -> Dictionary:
    """A function from place to colour. Between two stops the inks change evenly.

    Mixing only the stops keeps to the theme's inks there, and to the most ink everywhere.
    """
    type_ = int(function.FunctionType) if isinstance(function, Dictionary) else 0
    if type_ == _EXPONENTIAL:
        stops = (function.get("/C0", [0]), function.get("/C1", [1]))
        first, last = (Array(decimals(mix(mixer, kind, stop))) for stop in stops)
        made = Dictionary(
            FunctionType=type_, Domain=function.Domain, C0=first, C1=last, N=function.N
        )
    elif type_ == _STITCHING:
        made = Dictionary(
            FunctionType=type_,
            Domain=function.Domain,
            Functions=Array([_between(part, kind, mixer) for part in function.Functions]),
            Bounds=function.Bounds,
            Encode=function.Encode,
        )
    else:
        raise UnpaintableError("a gradient between colours that are not named")
    return made
