"""What an e-book's metadata may say about its accessibility, worked out from its content.

Every value is one of the Schema.org accessibility vocabulary that EPUB Accessibility 1.1
names, and stands for something found in the pages; no list is fixed. Conformance to a
standard is a person's judgement and is never claimed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bindery.document import File
from bindery.markup import Element

LABELS = (
    "ebook.access-text",
    "ebook.access-pictures",
    "ebook.access-descriptions",
    "ebook.access-navigation",
    "ebook.access-pages",
)
_PICTURES = frozenset({"img", "svg:svg", "svg:image"})
_HEADING = re.compile(r"h[1-6]")
# Styles that fix what a reader should be free to change, or move things about on the page.
_ANIMATION = re.compile(r"(-webkit-)?(animation|transition)")
_MOVING_MEDIA = frozenset({"image/gif", "image/webp", "image/apng", "image/avif"})


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Metadata values in the order they are written. ``sufficient`` holds sets of modes."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def describe(
    roots: Sequence[Element],
    properties: Iterable[tuple[str, str]],
    files: Mapping[str, File],
    labels: Mapping[str, str],
) -> Accessibility:
    """What can be said of a book of the pages ``roots``, in reading order.

    ``properties`` are the style declarations as (name, value), ``files`` the pictures it
    shows by name, ``labels`` the sentences of the summary.
    """
    styles = frozenset(properties)
    pictures = [element for root in roots for element in _pictures(root)]
    spoken = [picture for picture in pictures if not _decorative(picture)]
    described = all(_alternative(picture) for picture in spoken)
    long = any(_long_described(root) for root in roots)
    visual = bool(spoken)
    features = [
        *(["alternativeText"] if spoken and described else []),
        *(["longDescription"] if long else []),
        *(["ARIA"] if _has_roles(roots) else []),
        *_mathematics(roots),
        *(["displayTransformability"] if _transformable(styles) else []),
        *(["readingOrder"] if not _moved(styles) else []),
        *(["structuralNavigation"] if _headings_in_order(roots) else []),
        *(["pageBreakMarkers", "pageNavigation"] if _has_pages(roots) else []),
        "tableOfContents",
        "unlocked",
    ]
    return Accessibility(
        modes=("textual", "visual") if visual else ("textual",),
        sufficient=_sufficient(visual=visual, described=described),
        features=tuple(features),
        hazards=_hazards(roots, styles, files),
        summary=_summary(features, labels),
    )


def _pictures(root: Element) -> Iterator[Element]:
    """Pictures of a page; those drawn inside another picture are part of it."""
    inside: set[int] = set()
    for element in root.walk():
        if element.tag in _PICTURES and id(element) not in inside:
            inside.update(id(part) for part in element.walk())
            yield element


def _decorative(picture: Element) -> bool:
    attributes = picture.attributes
    return (
        attributes.get("role") in {"presentation", "none"}
        or attributes.get("aria-hidden") == "true"
        or (picture.tag == "img" and attributes.get("alt") == "")
    )


def _alternative(picture: Element) -> bool:
    attributes = picture.attributes
    title = picture.find("svg:title") if picture.tag == "svg:svg" else None
    named = attributes.get("alt") or attributes.get("aria-label")
    return bool(named or attributes.get("aria-labelledby") or (title and title.text().strip()))


def _long_described(root: Element) -> bool:
    """Whether a picture points to a description, or shares its figure with one."""
    ids = {element.attributes.get("id") for element in root.walk()}
    for element in root.walk():
        if element.tag == "figure" and element.find("img") and element.find("details"):
            return True
        if element.tag in _PICTURES:
            for name in ("aria-details", "aria-describedby"):
                targets = element.attributes.get(name, "").split()
                if targets and ids.issuperset(targets):
                    return True
    return False


def _has_roles(roots: Iterable[Element]) -> bool:
    roles = {element.attributes.get("role") for root in roots for element in root.walk()}
    return bool(roles - {None, "presentation", "none"})


def _has_pages(roots: Iterable[Element]) -> bool:
    """Whether printed pages are marked; the contents then list them."""
    elements = (element for root in roots for element in root.walk())
    return any(element.attributes.get("role") == "doc-pagebreak" for element in elements)


def _mathematics(roots: Iterable[Element]) -> list[str]:
    formulas = [e for root in roots for e in root.walk() if e.tag == "math:math"]
    if not formulas:
        return []
    described = all(formula.attributes.get("alttext") for formula in formulas)
    return ["MathML", "describedMath"] if described else ["MathML"]


def _transformable(styles: Iterable[tuple[str, str]]) -> bool:
    """Whether a reader may change size, spacing and colours of all text."""
    return not any(
        re.search(r"\d(px|pt|cm|mm|in|pc|q)\b", value)
        for name, value in styles
        if name in {"font-size", "font", "line-height", "letter-spacing", "word-spacing"}
    )


def _moved(styles: Iterable[tuple[str, str]]) -> bool:
    """Whether styles may show things in another order than they are written in."""
    for name, value in styles:
        if name == "position" and value in {"absolute", "fixed"}:
            return True
        if name == "order" or (name.startswith("flex") and "reverse" in value):
            return True
    return False


def _headings_in_order(roots: Iterable[Element]) -> bool:
    """Whether the book has headings and no page leaves a level out on the way down."""
    found = False
    for root in roots:
        levels = [int(e.tag[1]) for e in root.walk() if _HEADING.fullmatch(e.tag)]
        found = found or bool(levels)
        if any(below > above + 1 for above, below in pairwise(levels)):
            return False
    return found


def _sufficient(*, visual: bool, described: bool) -> tuple[str, ...]:
    both = ("textual,visual",) if visual else ()
    return (*both, "textual") if described else both


def _hazards(
    roots: Iterable[Element], styles: Iterable[tuple[str, str]], files: Mapping[str, File]
) -> tuple[str, ...]:
    """Just "none" where nothing moves or sounds; otherwise what is certain and what is not."""
    tags = {element.tag for root in roots for element in root.walk()}
    moves = (
        any(_ANIMATION.match(name) for name, _ in styles)
        or any(tag.startswith("svg:animate") for tag in tags)
        or any(_may_move(file) for file in files.values())
        or "video" in tags
    )
    sounds = bool(tags & {"audio", "video"})
    if not moves and not sounds:
        return ("none",)
    return (
        "unknownFlashingHazard" if moves else "noFlashingHazard",
        "unknownMotionSimulationHazard" if moves else "noMotionSimulationHazard",
        "unknownSoundHazard" if sounds else "noSoundHazard",
    )


def _may_move(file: File) -> bool:
    if file.media_type == "image/svg+xml":
        return b"<animate" in file.data or b"@keyframes" in file.data or b"<set" in file.data
    return file.media_type in _MOVING_MEDIA or (
        file.media_type == "image/png" and b"acTL" in file.data[:256]
    )


def _summary(features: Sequence[str], labels: Mapping[str, str]) -> str:
    said = {
        "displayTransformability": "ebook.access-text",
        "alternativeText": "ebook.access-pictures",
        "longDescription": "ebook.access-descriptions",
        "structuralNavigation": "ebook.access-navigation",
        "pageNavigation": "ebook.access-pages",
    }
    return " ".join(labels[key] for feature, key in said.items() if feature in features)
