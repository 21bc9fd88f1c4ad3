"""The part of SVG that a leaflet's drawings may use: lines, shapes, words and flat colour.

Everything that is not named here is refused. The subset is what print, e-readers and
browsers all draw alike, and nothing in it runs, loads or repeats without end.
"""

from __future__ import annotations

import re

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


SHAPES = frozenset(
    {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
)
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
ELEMENTS = (
    SHAPES | GRADIENTS | {"svg", "g", "defs", "title", "desc", "use", "stop", "clipPath", "marker"}
)

_NUMBERS = _names(
    "d points x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate width height viewBox offset"
    " transform gradientTransform markerWidth markerHeight refX refY textLength"
)
_NUMBER_PROPERTIES = _names(
    "fill-opacity stroke-width stroke-miterlimit stroke-dasharray stroke-dashoffset"
    " stroke-opacity opacity stop-opacity font-size letter-spacing word-spacing"
)
_PROPERTIES = _NUMBER_PROPERTIES | _names(
    "fill fill-rule stroke stroke-linecap stroke-linejoin color display visibility overflow"
    " clip-path clip-rule marker-start marker-end stop-color font-family font-weight font-style"
    " font-variant font-stretch text-anchor dominant-baseline baseline-shift vector-effect"
    " paint-order shape-rendering text-rendering direction unicode-bidi line-height"
)
_ATTRIBUTES = (
    _NUMBERS
    | _PROPERTIES
    | _names(
        "id class lang role style href version baseProfile preserveAspectRatio gradientUnits"
        " spreadMethod clipPathUnits markerUnits orient lengthAdjust tabindex focusable"
        " aria-label aria-labelledby aria-describedby aria-hidden"
    )
)
_NAMESPACED = frozenset({(XLINK, "href"), (XML, "lang"), (XML, "space")})
_WITH_HREF = GRADIENTS | {"use"}

_ID = re.compile(r"[\w.:-]+")
_FUNCTIONS = re.compile(r"([A-Za-z-]+)\s*\(")
_SAFE_FUNCTIONS = _names("url rgb rgba hsl hsla matrix translate scale rotate skewx skewy")
_REFERENCE = re.compile(r"""url\(\s*(?:#([\w.:-]+)|"#([\w.:-]+)"|'#([\w.:-]+)')\s*\)""")
_HUGE = re.compile(r"(?<![\d.])\d{6}|\d[eE]\+?\d")
_NOT_A_NUMBER = re.compile("nan|inf", re.IGNORECASE)
_PARTS = _names("opacity fill-opacity stroke-opacity stop-opacity")
_PART = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)%?\s*|inherit|initial")
# Path data as SVG 2 (9.3.9) has it. Engines differ in what they do with any other, and one of them
# looks at it for ever.
_NUMBER = r"[\s,]*+[+-]?+(?:\d++\.?+\d*+|\.\d++)(?:[eE][+-]?+\d++)?+"
_FLAG = r"[\s,]*+[01]"
_COMMAND = (
    rf"(?:[MmLlTt](?:(?:{_NUMBER}){{2}})++|[HhVv](?:{_NUMBER})++|[Cc](?:(?:{_NUMBER}){{6}})++"
    rf"|[SsQq](?:(?:{_NUMBER}){{4}})++|[Zz]"
    rf"|[Aa](?:(?:{_NUMBER}){{3}}(?:{_FLAG}){{2}}(?:{_NUMBER}){{2}})++)"
)
_PATH = re.compile(rf"\s*+(?:none|(?=[Mm])(?:{_COMMAND}[\s,]*+)++)?+")
_OUT_OF_PLACE = re.compile(r"[\\@<>{}]|/\*")
_BETWEEN_DECLARATIONS = re.compile(r"\s*;\s*")


def attribute_fault(element: str, namespace: str, name: str, value: str) -> str | None:
    """Why an attribute of ``element`` is refused, or None. ``namespace`` is "" for none."""
    if fault := _name_fault(namespace, name):
        return fault
    if name == "href":
        return _href_fault(element, value)
    if name == "id" and not _ID.fullmatch(value):
        return f"`{value[:60]}` is not a name for a part of a drawing"
    if name == "spreadMethod" and value != "pad":
        return f'`spreadMethod="{value}"` repeats a gradient without end'
    if name == "style":
        return _style_fault(value)
    return _value_fault(name, value)


def references(name: str, value: str) -> list[tuple[str, str]]:
    """The (property, id) pairs that an attribute's value refers to with ``url(#id)``."""
    if "url(" not in value:
        return []
    return [
        (property_, next(group for group in match.groups() if group))
        for property_, part in (declarations(value) if name == "style" else [(name, value)])
        for match in _REFERENCE.finditer(part)
    ]


def declarations(style: str) -> list[tuple[str, str]]:
    """The (property, value) pairs of a ``style`` attribute."""
    pairs = (part.partition(":") for part in _BETWEEN_DECLARATIONS.split(style) if part.strip())
    return [(property_.strip().lower(), value.strip()) for property_, _, value in pairs]


def _name_fault(namespace: str, name: str) -> str | None:
    if namespace:
        known = (namespace, name) in _NAMESPACED
        return None if known else f"`{name}` is not part of SVG"
    if name.lower().startswith("on"):
        return f"`{name}` is a script"
    if name not in _ATTRIBUTES:
        return f"`{name}` is not an attribute that a drawing may have"
    return None


def _href_fault(element: str, value: str) -> str | None:
    if element not in _WITH_HREF:
        return f"`<{element}>` may not refer to anything"
    if not re.fullmatch(r"#[\w.:-]+", value):
        return f"`{value[:60]}` leads out of the picture"
    return None


def _style_fault(style: str) -> str | None:
    for property_, value in declarations(style):
        if property_.startswith("-inkscape-"):  # a note of the drawing program to itself
            continue
        if property_ not in _PROPERTIES:
            return f"`{property_}` is not a property that a drawing may have"
        if fault := _value_fault(property_, value):
            return fault
    return None


def _value_fault(name: str, value: str) -> str | None:
    """Why the value of an attribute or property is refused, or None."""
    if name in _NUMBERS or name in _NUMBER_PROPERTIES:
        return _number_fault(name, value)
    if name not in _PROPERTIES:
        return None
    if _OUT_OF_PLACE.search(value):
        return f"`{name}` has a value that is not plain"
    for function in _FUNCTIONS.findall(value) if "(" in value else ():
        if function.lower() not in _SAFE_FUNCTIONS:
            return f"`{function}()` is not allowed"
    if "url" in value.lower() and "url" in _REFERENCE.sub("", value).lower():
        return f"`{name}` leads out of the picture"
    return None


def _number_fault(name: str, value: str) -> str | None:
    """Why what should be numbers is refused, or None."""
    if _HUGE.search(value):
        return f"`{name}` has a number beyond 99,999"
    odd = _NOT_A_NUMBER.search(value) and name != "viewBox"  # of which more is asked elsewhere
    if odd or (name in _PARTS and not _PART.fullmatch(value)):
        return f"`{name}` has something in it that is no number"
    if name == "d" and (whole := _PATH.match(value)) and whole.end() < len(value):
        return f"the path cannot be followed from `{value[whole.end() :][:20]}` on"
    return None
