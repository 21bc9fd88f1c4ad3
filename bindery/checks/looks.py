"""How the words of a finished page look on a screen: their size, colour, ground and typeface.

Reckoned from the page's own styles and elements, as a browser does it. Where elements are moved
over each other, the ground is still taken to be that of the elements around the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bindery.cascade import Matched, Setting, in_force
from bindery.css_queries import READER_SIZE, Screen, holds
from bindery.css_syntax import Tone, Unresolved, parted, resolved, values
from bindery.css_values import Basis, colour, is_bold, pictures, size
from bindery.markup import Element

_POINTS = 0.75  # in a CSS pixel
_INHERITED = frozenset({"inherit", "unset", "revert", "revert-layer"})
_UNSEEN = ("inset(50%)", "inset(100%)")  # what clips an element away, for those who listen
_GENERATED = ("before", "after")
_HIDING = frozenset({"display", "clip-path", "content"})  # what decides on nothing else
_DECIDING = ("font-size", "color", "background-color")


@dataclass(frozen=True, slots=True)
class Look:
    """How words look. ``size`` is pixels, and ``families`` are in small letters.

    ``ink`` is None for a colour that cannot be told, ``ground`` for a picture or another such
    colour. ``said`` are the selectors of the rules that decided on "font-size", "color" and
    "background-color". ``veils`` are the grounds that shine through, with how far they do not.
    """

    size: float
    root: float
    families: tuple[str, ...]
    ink: Tone | None
    ground: Tone | None
    bold: bool = False
    custom: Mapping[str, list[Any]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    veils: tuple[tuple[Tone | None, float], ...] = ()
    seen: bool = True

    @property
    def points(self) -> float:
        """The size of the type in points."""
        return self.size * _POINTS

    def inks(self) -> tuple[Tone, Tone] | None:
        """Words and ground as they are seen; None where that cannot be told."""
        ink, ground = self.ink, self.ground
        if ink is None or ground is None:
            return None
        ink = over(ink, ground)
        for behind, share in reversed(self.veils):
            if behind is None:
                return None
            ink, ground = (over((*each[:3], share), behind) for each in (ink, ground))
        return ink, ground


@dataclass(frozen=True, slots=True)
class Seen:
    """Words that are seen: ``text`` of ``element`` itself, or what its styles put beside it."""

    element: Element
    text: str
    look: Look
    screen: Screen


def over(front: Tone, back: Tone) -> Tone:
    """A colour laid over one that lets nothing through."""
    share = front[3]
    red, green, blue = (
        share * mine + (1 - share) * below for mine, below in zip(front[:3], back[:3], strict=True)
    )
    return red, green, blue, 1.0


def seen_on(root: Element, matched: Mapping[int, Matched], screens: Iterable[Screen]) -> list[Seen]:
    """Every word of a page that is seen on ``screens``, in order.

    The screens differ in width alone; what looks on one as on an earlier one is told once.
    """
    found: list[Seen] = []
    known: dict[_Key, Look | None] = {}
    varying = frozenset(_varying(root, matched))
    for screen in screens:
        ink, ground = (colour(values(each), screen) for each in (screen.ink, screen.ground))
        around = Look(READER_SIZE, READER_SIZE, (), _told(ink), _told(ground))
        start = known.setdefault((0, None, 0, "", ()), around)
        eye = _Eye(matched, screen, varying, known, again=bool(found))
        eye.along(root, start or around)
        found += eye.seen
    return found


def _varying(element: Element, matched: Mapping[int, Matched]) -> Iterator[int]:
    """The elements, by ``id()``, in which some rule holds on some screens only."""
    inner = [child for child in element.children if isinstance(child, Element)]
    within = [each for child in inner for each in _varying(child, matched)]
    if within or any(rule.conditions for _, rule in matched[id(element)]):
        yield id(element)
    yield from within


def _told(found: Tone | str | None) -> Tone | None:
    return None if isinstance(found, str) else found


_Key = tuple[int, str | None, int, str, tuple[bool, ...]]
"""What a look is known by: rules, pseudo-element, the look around, own style, what holds."""


@dataclass(frozen=True, slots=True)
class _Eye:
    """Goes along a page with its styles.

    ``varying`` are the elements whose looks differ between screens, and ``known`` the looks that
    were reckoned before; ``again`` says that the page was looked at on another screen.
    """

    matched: Mapping[int, Matched]
    screen: Screen
    varying: frozenset[int]
    known: dict[_Key, Look | None]
    again: bool
    seen: list[Seen] = field(default_factory=list)

    def along(self, element: Element, around: Look) -> None:
        """Look at an element and at all in it. Not a generator: so deep a one takes long."""
        before = len(self.known)
        rules = self.matched[id(element)]
        look = self._known(rules, None, around, element.attributes.get("style", ""))
        unchanged = self.again and len(self.known) == before
        if look is None or (unchanged and id(element) not in self.varying):
            return
        text = " ".join("".join(c for c in element.children if isinstance(c, str)).split())
        if text and look.seen:
            self.seen.append(Seen(element, text, look, self.screen))
        if any(aim for aim, _ in rules):
            self._generated(element, rules, look)
        for child in element.children:
            if isinstance(child, Element):
                self.along(child, look)

    def _generated(self, element: Element, rules: Matched, around: Look) -> None:
        """The words that styles put before or after an element's own."""
        for pseudo in _GENERATED:
            force = in_force(rules, pseudo, self.screen)
            text = "".join(_content(force.get("content"), element)).strip()
            look = self._known(rules, pseudo, around) if text else None
            if look and look.seen:
                self.seen.append(Seen(element, text, look, self.screen))

    def _known(
        self, rules: Matched, pseudo: str | None, around: Look, own: str = ""
    ) -> Look | None:
        """The look that ``rules`` make of ``around``, reckoned once."""
        asked = (each for _, rule in rules for each in rule.conditions)
        held = tuple(holds(each, self.screen) for each in asked)
        key = (id(rules), pseudo, id(around), own, held)
        if key not in self.known:
            force = in_force(rules, pseudo, self.screen, own)
            self.known[key] = self._look(force, around, root=not around.said)
        return self.known[key]

    def _look(
        self, force: Mapping[str, Setting], around: Look, *, root: bool = False
    ) -> Look | None:
        """What ``force`` makes of the look ``around``; None for what is not shown at all."""
        custom = {name: each.value for name, each in force.items() if name.startswith("--")}
        known = {**around.custom, **custom} if custom else around.custom
        told = {name: told for name in force if (told := _value(force[name], known)) is not None}
        if _says(told, "display", "none") or _says(told, "clip-path", *_UNSEEN):
            return None
        if not told.keys() - _HIDING:
            return around
        names = {name: force[name].selector for name in told}
        look = replace(around, custom=known, said=_said(names, around.said))
        for change in (self._type, self._colours, _seen):
            look = change(look, told)
        return replace(look, root=look.size) if root else look

    def _type(self, look: Look, told: Mapping[str, list[Any]]) -> Look:
        basis = Basis(look.size, look.root, self.screen.width)
        found = size(told.get("font-size", ()), basis)
        bold = is_bold(told.get("font-weight", ()))
        return replace(
            look,
            size=look.size if found is None else found,
            bold=look.bold if bold is None else bold,
            families=_families(told.get("font-family", ())) or look.families,
        )

    def _colours(self, look: Look, told: Mapping[str, list[Any]]) -> Look:
        outside = look.ground
        ink = colour(told.get("color", ()), self.screen)
        if ink is not None and ink != "currentcolor":
            look = replace(look, ink=_told(ink))
        if "background-color" in told:
            look = replace(look, ground=self._ground(look, told["background-color"]))
        if pictures(told.get("background-image", ()), self.screen):
            look = replace(look, ground=None)
        opacity = _number(told.get("opacity", ()))
        if opacity < 1:
            look = replace(look, veils=(*look.veils, (outside, opacity)))
        return look

    def _ground(self, look: Look, value: list[Any]) -> Tone | None:
        found = colour(value, self.screen)
        if found is None:
            return look.ground
        front = look.ink if found == "currentcolor" else _told(found)
        if front is None or (look.ground is None and front[3] < 1):
            return None
        return over(front, look.ground) if look.ground else front


def _value(setting: Setting, known: Mapping[str, list[Any]]) -> list[Any] | None:
    """A value with its custom properties written out; None for one that says nothing new."""
    try:
        value = resolved(setting.value, known)
    except Unresolved:
        return None
    inherited = len(value) == 1 and value[0].type == "ident"
    return None if inherited and value[0].lower_value in _INHERITED else value


def _said(names: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    return {name: names.get(name, said.get(name, "")) for name in _DECIDING}


def _says(told: Mapping[str, list[Any]], name: str, *wanted: str) -> bool:
    value = told.get(name)
    return value is not None and "".join(each.serialize() for each in value).lower() in wanted


def _seen(look: Look, told: Mapping[str, list[Any]]) -> Look:
    hidden = _says(told, "visibility", "hidden", "collapse")
    return replace(look, seen=not hidden) if "visibility" in told else look


def _number(value: Any) -> float:  # noqa: ANN401 - tokens
    for token in value:
        if token.type in {"number", "percentage"}:
            return float(token.value) / (100 if token.type == "percentage" else 1)
    return 1.0


def _families(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - tokens
    """The families that a value of ``font-family`` or ``font`` names, in small letters."""
    sizes = [n for n, each in enumerate(value) if each.type in {"dimension", "percentage"}]
    names = parted(value[sizes[-1] + 1 :] if sizes else value)
    words = (
        [each.value.lower() for each in name if each.type in {"ident", "string"}] for name in names
    )
    return tuple(" ".join(each) for each in words if each)


def _content(setting: Setting | None, element: Element) -> Iterator[str]:
    """The words that a value of ``content`` comes to; a counter's are a number."""
    for each in setting.value if setting else ():
        if each == "/":  # what follows is for those who listen
            return
        if each.type == "string":
            yield each.value
        elif each.type == "function" and each.lower_name == "attr" and each.arguments:
            yield element.attributes.get(each.arguments[0].value, "")
        elif each.type == "function" and each.lower_name.startswith("counter"):
            yield "1"
