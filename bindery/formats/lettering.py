"""The words in drawings: with the fonts they are set in, and as wide as they were drawn.

A drawing that is shown as a picture cannot take fonts from the page around it, and in a reader's
own font a label may leave its place. So a drawing brings the fonts of its words; and each label
says how wide it is, for readers that heed no fonts in pictures (SVG 2, 11.5: ``textLength``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from bindery.document import File
from bindery.font_files import advances
from bindery.insertion import after_name, after_start_tag, inserted, start_tag
from bindery.markup import Element, parse
from bindery.svg_subset import declarations

from .epub_styles import Face, Styles
from .font_faces import is_bold, written_faces

SVG = "image/svg+xml"
# What words inherit of the elements around them, as far as their width depends on it.
_UNEVEN = frozenset({"letter-spacing", "word-spacing", "font-stretch", "font-variant", "xml:space"})
_INHERITED = _UNEVEN | {"font-family", "font-size", "font-weight"}
_PLACED = frozenset({"dx", "rotate", "textLength"})
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")
_END = re.compile(r";?\s*\}")
_FAMILY = re.compile(r"font-family:\s*[^;}]+")
_ONE_NUMBER = re.compile(r"\s*-?[\d.]+\s*")
_HEAVY = re.compile(r"bold(er)?|[6-9]00")
# Letters that stand side by side, each as wide as it is; after these come scripts that join them.
_JOINED = re.compile("[\u0590-\u1dff\u2c00-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Label:
    """Words of a drawing. ``look`` has the properties that hold for them, inherited or their own.

    ``words`` are those of ``element`` itself, without those of the elements in it.
    """

    element: Element
    look: Mapping[str, str]
    words: str

    @property
    def families(self) -> tuple[str, ...]:
        """The families to set it in, in lower case, the first choice first."""
        names = self.look.get("font-family", "").split(",")
        return tuple(name.strip(" \"'").lower() for name in names if name.strip())

    @property
    def bold(self) -> bool:
        """Whether it is set in bold type."""
        return bool(_HEAVY.fullmatch(self.look.get("font-weight", "")))

    @property
    def even(self) -> bool:
        """Whether it is one row of letters, as wide as all of them together."""
        attributes = self.element.attributes
        placed = "x" in attributes or self.element.tag == "svg:text"
        return (
            placed
            and all(isinstance(child, str) for child in self.element.children)
            and bool(_ONE_NUMBER.fullmatch(attributes.get("x", "0")))
            and not (_PLACED & attributes.keys() or _UNEVEN & self.look.keys())
            and not any(_JOINED.match(sign) or unicodedata.combining(sign) for sign in self.words)
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """The type there is to set labels in."""

    styles: Styles
    files: Mapping[str, File]

    @property
    def first(self) -> tuple[str, ...]:
        """The families of text that names none."""
        return self.styles.stacks[0] if self.styles.stacks else ()

    def face(self, label: _Label) -> Face | None:
        """The face that ``label`` is set in, if it is one of ours."""
        ours = {face.family: face for face in self.styles.faces if is_bold(face) == label.bold}
        families = label.families or self.first
        return next((ours[family] for family in families if family in ours), None)

    def rules(self, labels: Sequence[_Label]) -> str:
        """The font faces of ``labels``, each with the letters of these alone."""
        needed = {face for label in labels if (face := self.face(label))}
        faces = [face for face in self.styles.faces if face in needed]
        text = "".join(label.words for label in labels)
        own = written_faces(self.styles, self.files, text, faces)[0]
        return own + "".join(rule for face in faces for rule in self._helping(face, set(text)))

    def width(self, label: _Label) -> float | None:
        """How wide ``label`` is in its fonts, in units of the drawing; None where that varies."""
        size, face = _SIZE.fullmatch(label.look.get("font-size", "")), self.face(label)
        if not (size and face and label.even and set(face.urls) <= self.files.keys()):
            return None
        moves: dict[str, float] = {}
        for each in (face, *self._helpers(face)):
            moves = {**self._moves(each), **moves}
        if not all(sign in moves for sign in label.words):
            return None
        return float(size[1]) * sum(moves[sign] for sign in label.words)

    def _helping(self, face: Face, wanted: set[str]) -> Iterator[str]:
        """Rules by which other faces have in the name of ``face`` the letters that it lacks.

        A label that names its font has the letters of another script in that of the text.
        """
        left = wanted - self._moves(face).keys()
        for helper in self._helpers(face):
            if mine := sorted(left & self._moves(helper).keys()):
                rule = written_faces(self.styles, self.files, "".join(mine), [helper])[0]
                codes = ", ".join(f"U+{ord(sign):X}" for sign in mine)
                named = _FAMILY.sub(f'font-family: "{face.family}"', rule)
                yield _END.sub(f"; unicode-range: {codes}; }}", named)
                left.difference_update(mine)

    def _helpers(self, face: Face) -> Iterator[Face]:
        """The faces of the text that are as bold as ``face``, in the order they are tried in."""
        faces = (each for name in self.first for each in self.styles.faces if each.family == name)
        return (each for each in faces if each != face and is_bold(each) == is_bold(face))

    def _moves(self, face: Face) -> Mapping[str, float]:
        """How far each letter of a face moves on; nothing without its font."""
        known = (self.files[url].data for url in face.urls if url in self.files)
        return next(map(advances, known), {})


def lettered(names: Iterable[str], files: Mapping[str, File], styles: Styles) -> dict[str, File]:
    """The drawings called ``names`` among ``files`` that have words, with the fonts of these."""
    drawn = [name for name in names if name in files and files[name].media_type == SVG]
    drawings = {name: parse(files[name].data) for name in drawn}
    labels = {name: tuple(_labels(root, {})) for name, root in drawings.items()}
    case = _Case(styles, files)
    return {
        name: replace(files[name], data=_set(files[name].data, drawings[name], each, case))
        for name, each in labels.items()
        if each
    }


def _labels(element: Element, inherited: Mapping[str, str]) -> Iterator[_Label]:
    """The words of ``element`` and of those in it, with what they inherit."""
    own = {**element.attributes, **dict(declarations(element.attributes.get("style", "")))}
    look = {**inherited, **{name: own[name] for name in _INHERITED & own.keys()}}
    words = " ".join("".join(c for c in element.children if isinstance(c, str)).split())
    if words and element.tag in {"svg:text", "svg:tspan"}:
        yield _Label(element, look, words)
    for child in element.children:
        if isinstance(child, Element):
            yield from _labels(child, look)


def _set(data: bytes, root: Element, labels: Sequence[_Label], case: _Case) -> bytes:
    """The drawing ``data`` with its fonts, and with the width of each label that keeps one."""
    widths = ((label.element, case.width(label)) for label in labels)
    additions = [
        (after_name(data, element), f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"')
        for element, width in widths
        if width is not None
    ]
    named = "font-family" in root.attributes or all(label.families for label in labels)
    if case.first and not named:
        family = escape(", ".join(case.first))
        additions.append((after_name(data, root), f' font-family="{family}"'))
    if rules := case.rules(labels):
        prefix = start_tag(data, root)[1:].partition(b"svg")[0].decode()
        style = f"<{prefix}style>{escape(rules, quote=False)}</{prefix}style>"
        additions.append((after_start_tag(data, root), style))
    return inserted(data, [(place, text.encode()) for place, text in additions])
