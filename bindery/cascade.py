"""Which declarations of a style sheet hold for which element. The only door to cssselect2.

Only what decides how words look is kept: sizes, colours, grounds, families, and what hides them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import cssselect2

from . import css_syntax
from .css_queries import Screen, holds
from .css_values import is_bold
from .markup import XHTML, Element

# What is said in one word, and the properties that it sets.
_SHORTHANDS = {
    "background": ("background-color", "background-image"),
    "font": ("font-size", "font-weight", "font-family"),
}
LOOKS = frozenset(
    {"color", "background-color", "background-image", "font-size", "font-weight", "font-family"}
    | {"display", "visibility", "opacity", "clip-path", "content"}
)
"""The properties that are kept, beside custom ones."""

# How browsers show what no style sheet speaks of (HTML 15.3), as far as words are concerned.
_BROWSERS = """
:link { color: LinkText }
h1, h2, h3, h4, h5, h6, b, strong, th { font-weight: bold }
h1 { font-size: 2em }
h2 { font-size: 1.5em }
h3 { font-size: 1.17em }
h5, small, sub, sup { font-size: 0.83em }
h6 { font-size: 0.67em }
code, kbd, pre, samp { font-family: monospace; font-size: 0.8125em }
pre code { font-size: 1em }
mark { background: #ffff00; color: #000000 }
head, script, style, template, title, [hidden] { display: none }
"""
_RANGE = re.compile(r"[Uu]\+([0-9A-Fa-f?]{1,6})(?:-([0-9A-Fa-f]{1,6}))?")
_OTHER_NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "epub": "http://www.idpf.org/2007/ops"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a style sheet: what it is for, when it holds, and what it says of looks.

    Each setting is a property, its value, and whether it is ``!important``.
    """

    selector: str
    conditions: tuple[str, ...]
    settings: tuple[tuple[str, list[Any], bool], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that holds, and the selector of the rule that says so."""

    value: list[Any]
    selector: str = ""


Matched = tuple[tuple[str | None, Rule], ...]
"""The rules that are for an element, the weakest first, each with the pseudo-element it is for."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font face: its family in small letters, its files as written, and what it is for.

    ``ranges`` are the first and last of each row of characters it is for; none: all of them.
    """

    family: str
    source: str
    bold: bool
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished style sheet, ready to be held against elements.

    ``faces`` are its font faces.
    ``conditions`` are what its rules ask of a screen.
    """

    faces: tuple[Face, ...]
    conditions: frozenset[str]
    matcher: Any = field(repr=False)

    def matched(self, root: Element) -> dict[int, Matched]:
        """What is for each element of a page, by the element's ``id()``.

        Elements with the same rules share one tuple.
        """
        wrapped = cssselect2.ElementWrapper.from_xml_root(_tree(root)).iter_subtree()
        kinds: dict[tuple[tuple[str | None, int], ...], Matched] = {}
        found = {}
        for element, twin in zip(root.walk(), wrapped, strict=True):
            rules = tuple(each[2:] for each in self.matcher.match(twin))
            kind = tuple((pseudo, id(rule)) for pseudo, rule in rules)
            found[id(element)] = kinds.setdefault(kind, rules)
        return found


def _tree(root: Element) -> ET.Element:
    """``root`` as the library wants it. What is written between elements matters to no selector."""
    twin = ET.Element(_name(root.tag), root.attributes)
    texts = [child for child in root.children if isinstance(child, str)]
    twin.text = "".join(texts) or None
    twin.extend(_tree(child) for child in root.children if isinstance(child, Element))
    return twin


def _name(tag: str) -> str:
    prefix, colon, local = tag.partition(":")
    if tag.startswith("{"):
        return tag
    return f"{{{_OTHER_NAMESPACES.get(prefix, prefix)}}}{local}" if colon else f"{{{XHTML}}}{tag}"


@lru_cache(maxsize=16)  # the pages of a book share one, and so do guides
def read_sheet(css: str) -> Sheet:
    """``css``, and under it what browsers do by themselves."""
    matcher = cssselect2.Matcher()
    asked: set[str] = set()
    for rank, text in enumerate((_BROWSERS, css)):
        for rule in _rules(css_syntax.rules(text), ()):
            _add(matcher, rule, rank)
            asked.update(rule.conditions if rule.settings else ())
    return Sheet(tuple(_faces(css)), frozenset(asked), matcher)


def _add(matcher: Any, rule: Rule, rank: int) -> None:  # noqa: ANN401 - cssselect2's
    if not rule.settings:
        return
    try:
        selectors = cssselect2.compile_selector_list(rule.selector)
    except cssselect2.SelectorError:
        return  # a browser leaves out the whole rule, too
    for selector in selectors:
        selector.specificity = (rank, *selector.specificity)
        matcher.add_selector(selector, rule)


def _rules(nodes: Iterable[Any], conditions: tuple[str, ...]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _written_rule(node, css_syntax.prelude(node), conditions)
        elif node.type == "at-rule" and node.content is not None:
            keyword = node.lower_at_keyword
            asked = (css_syntax.prelude(node),) if keyword in {"media", "container"} else ()
            if asked or keyword in {"supports", "layer"}:
                yield from _rules(css_syntax.inner_rules(node), conditions + asked)


def _written_rule(node: Any, selector: str, conditions: tuple[str, ...]) -> Iterator[Rule]:  # noqa: ANN401
    """A rule, and those that are written in it."""
    parts = css_syntax.content(node)
    said = [each for part in parts if part.type == "declaration" for each in settings(part)]
    yield Rule(selector, conditions, tuple(said))
    for part in parts:
        if part.type == "qualified-rule":
            inner, outer = css_syntax.prelude(part), f":is({selector})"
            inner = inner.replace("&", outer) if "&" in inner else f"{outer} {inner}"
            yield from _written_rule(part, inner, conditions)


def settings(node: Any) -> Iterator[tuple[str, list[Any], bool]]:  # noqa: ANN401
    """What a declaration says of looks, one property at a time."""
    for name in _SHORTHANDS.get(node.lower_name, (node.lower_name,)):
        if name in LOOKS or name.startswith("--"):
            kept = node.name if name.startswith("--") else name
            yield kept, css_syntax.trimmed(node.value), node.important


def _faces(css: str) -> Iterator[Face]:
    for node in css_syntax.rules(css):
        if node.type == "at-rule" and node.lower_at_keyword == "font-face":
            told = {
                each.lower_name: each for each in css_syntax.content(node) if each.type != "error"
            }
            if {"font-family", "src"} <= told.keys():
                texts = {name: css_syntax.written(each.value) for name, each in told.items()}
                yield Face(
                    texts["font-family"].strip(" \"'").lower(),
                    texts["src"],
                    bool(is_bold(told["font-weight"].value)) if "font-weight" in told else False,
                    tuple(_ranges(texts.get("unicode-range", ""))),
                )


def _ranges(written: str) -> Iterator[tuple[int, int]]:
    """The rows of characters that ``unicode-range`` names (CSS Fonts 4, 4.5)."""
    for first, last in _RANGE.findall(written):
        start, end = first.replace("?", "0"), last or first.replace("?", "F")
        yield int(start, 16), int(end, 16)


def in_force(
    matched: Matched, pseudo: str | None, screen: Screen, own: str = ""
) -> Mapping[str, Setting]:
    """What holds of ``matched`` on a screen, by property; ``own`` is the element's ``style``."""
    plain: dict[str, Setting] = {}
    important: dict[str, Setting] = {}
    for aim, rule in matched:
        if aim == pseudo and all(holds(each, screen) for each in rule.conditions):
            for name, value, strong in rule.settings:
                (important if strong else plain)[name] = Setting(value, rule.selector)
    for node in css_syntax.declarations(own) if own else ():
        if node.type == "declaration":
            for name, value, strong in settings(node):
                (important if strong else plain)[name] = Setting(value)
    return {**plain, **important}
