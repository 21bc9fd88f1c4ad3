"""Style sheets as e-readers need them: one sheet, custom properties resolved.

Many e-readers drop every declaration that uses ``var()``, and one large shop refuses books
that contain it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bindery import css_syntax
from bindery.diagnostics import Diagnostic, Span, error, warning
from bindery.document import Stylesheet

from .epub_style_values import families_in, has_pixels, urls_in

# Tokens that live on these selectors alone hold for the whole document, so they can be
# written into the declarations that use them. Anything narrower would need the cascade.
_ROOT = frozenset({":root", "html"})
_HOLDS_RULES = frozenset({"media", "supports", "layer", "container"})
_HAIRLINES = ("border", "outline", "box-shadow", "text-decoration", "column-rule")


@dataclass(frozen=True, slots=True)
class Face:
    """An ``@font-face`` rule. ``urls`` are the font files it names, ``family`` in lower case."""

    family: str
    urls: tuple[str, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Styles:
    """Flattened style sheets.

    ``css`` is everything but the font faces. ``stacks`` are the lists of family names (lower
    case) that text may be set in; ``strings`` the text that styles generate; ``urls`` every
    file named outside the font faces; ``properties`` every property set.
    """

    css: str
    faces: tuple[Face, ...] = ()
    stacks: tuple[tuple[str, ...], ...] = ()
    strings: str = ""
    urls: tuple[str, ...] = ()
    properties: frozenset[tuple[str, str]] = frozenset()

    def text(self, families: Iterable[str]) -> str:
        """The whole style sheet, with the font faces of ``families`` only."""
        wanted = set(families)
        return "".join(face.css for face in self.faces if face.family in wanted) + self.css


@dataclass(slots=True)
class _Sheet:
    """What is gathered while a set of style sheets is flattened."""

    tokens: dict[str, list[Any]]
    name: str = ""
    rules: list[str] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    stacks: list[tuple[str, ...]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    properties: set[tuple[str, str]] = field(default_factory=set)
    findings: list[Diagnostic] = field(default_factory=list)

    def span(self, node: Any) -> Span:  # noqa: ANN401 - a tinycss2 node
        return Span(self.name, node.source_line, node.source_column)


@lru_cache(maxsize=16)  # guides share their style sheets, and to read them takes long
def flatten(stylesheets: tuple[Stylesheet, ...]) -> tuple[Styles, tuple[Diagnostic, ...]]:
    """All of ``stylesheets`` in order as one, without custom properties or comments.

    Custom properties are taken from ``:root``; one set elsewhere, one never set and one set
    in a circle are ``epub-style`` errors. Sizes in ``px`` are warnings.
    """
    parsed = [(sheet.name, css_syntax.rules(sheet.css)) for sheet in stylesheets]
    sheet = _Sheet(_tokens(rule for _, rules in parsed for rule in rules))
    for name, rules in parsed:
        sheet.name = name
        sheet.rules += filter(None, (_rule(rule, sheet) for rule in rules))
    styles = Styles(
        css="".join(sheet.rules),
        faces=tuple(sheet.faces),
        stacks=tuple(dict.fromkeys(sheet.stacks)),
        strings="".join(sheet.strings),
        urls=tuple(dict.fromkeys(sheet.urls)),
        properties=frozenset(sheet.properties),
    )
    return styles, tuple(dict.fromkeys(sheet.findings))


def _on_root(rule: Any) -> bool:  # noqa: ANN401 - a tinycss2 node
    return all(part.strip() in _ROOT for part in css_syntax.prelude(rule).split(","))


def _tokens(rules: Iterable[Any]) -> dict[str, list[Any]]:
    """The last value of every custom property of ``:root``."""
    return {
        node.name: css_syntax.trimmed(node.value)
        for rule in rules
        if rule.type == "qualified-rule" and _on_root(rule)
        for node in css_syntax.content(rule)
        if node.type == "declaration" and node.name.startswith("--")
    }


def _rule(rule: Any, sheet: _Sheet, *, nested: bool = False) -> str:  # noqa: ANN401
    """One rule as text, empty if nothing of it remains."""
    if rule.type == "error":
        sheet.findings.append(_fault(f"unreadable CSS: {rule.message}", sheet.span(rule)))
        return ""
    if rule.type == "qualified-rule":
        return _wrapped(css_syntax.prelude(rule), _declarations(rule, sheet, root=not nested))
    return _at_rule(rule, sheet)


def _wrapped(prelude: str, content: str) -> str:
    return f"{prelude} {{ {content} }}\n" if content else ""


def _at_rule(rule: Any, sheet: _Sheet) -> str:  # noqa: ANN401 - a tinycss2 node
    keyword = rule.lower_at_keyword
    prelude = f"@{keyword} {css_syntax.prelude(rule)}".strip()
    if keyword == "charset":
        return ""  # the sheet is UTF-8, which is what readers take without being told
    if keyword == "font-face" and rule.content is not None:
        sheet.faces += _face(rule, sheet)
        return ""
    if keyword in _HOLDS_RULES and rule.content is not None:
        inner = css_syntax.inner_rules(rule)
        kept = "".join(_rule(node, sheet, nested=True) for node in inner).strip()
        return _wrapped(prelude, kept)
    if keyword == "page" and rule.content is not None:
        return ""  # an e-book has no sheets of paper; some readers would take the margins
    hint = "keep to plain rules, `@media`, `@container`, `@supports` and `@font-face` in an e-book"
    sheet.findings.append(_fault(f"`{prelude}` is not for e-readers", sheet.span(rule), hint))
    return ""


def _declarations(rule: Any, sheet: _Sheet, *, root: bool = False) -> str:  # noqa: ANN401
    lines: list[str] = []
    for node in css_syntax.content(rule):
        if node.type == "error":
            sheet.findings.append(_fault(f"unreadable CSS: {node.message}", sheet.span(node)))
        elif node.type != "declaration":
            hint = "write each rule out with its whole selector"
            sheet.findings.append(_fault("a rule inside a rule", sheet.span(node), hint))
        elif not node.name.startswith("--"):
            lines += _declaration(node, sheet)
        elif not (root and _on_root(rule)):
            message = f"`{node.name}` is set on `{css_syntax.prelude(rule)}`, not on `:root`"
            hint = "set it on `:root`, or write the value where it is used"
            sheet.findings.append(_fault(message, sheet.span(node), hint))
    return " ".join(lines)


def _declaration(node: Any, sheet: _Sheet) -> Iterator[str]:  # noqa: ANN401
    """The declaration as text, unless its value cannot be resolved."""
    try:
        value = css_syntax.trimmed(css_syntax.resolved(node.value, sheet.tokens))
    except css_syntax.Unresolved as problem:
        message = f"`{node.name}` {problem.reason}"
        sheet.findings.append(_fault(message, sheet.span(node)))
        return
    _note(node, value, sheet)
    text = "".join(css_syntax.written(value).splitlines())
    sheet.properties.add((node.lower_name, text))
    yield f"{node.name}: {text}{' !important' if node.important else ''};"


def _note(node: Any, value: Sequence[Any], sheet: _Sheet) -> None:  # noqa: ANN401
    """Keep what other stages ask about: files, families, generated text, pixel sizes."""
    name = node.lower_name
    sheet.urls += urls_in(value)
    if name in {"font-family", "font"}:
        sheet.stacks.append(families_in(value))
    if name in {"content", "quotes"}:
        sheet.strings += (token.value for token in value if token.type == "string")
    if not name.startswith(_HAIRLINES) and has_pixels(value):
        sheet.findings.append(
            warning(
                "epub-style",
                f"`{node.name}` is given in px, which does not follow the reader's text size",
                sheet.span(node),
                "use em, rem or %",
            )
        )


def _face(rule: Any, sheet: _Sheet) -> Iterator[Face]:  # noqa: ANN401 - a tinycss2 node
    probe = replace(sheet, urls=[], stacks=[], strings=[], properties=set())
    css = _wrapped("@font-face", _declarations(rule, probe))
    if not probe.stacks or not probe.urls:
        message = "a font face without a family or a file"
        sheet.findings.append(_fault(message, sheet.span(rule)))
        return
    yield Face(" ".join(probe.stacks[0]), tuple(probe.urls), css)


def _fault(message: str, span: Span, hint: str | None = None) -> Diagnostic:
    return error("epub-style", message, span, hint)
