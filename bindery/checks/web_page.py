"""A finished web page: whole, on its own, and with every word of the guide.

Quick enough for every build, and written without the code that makes pages, so that one does
not repeat the other's mistakes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from bindery.diagnostics import Diagnostic, error, warning
from bindery.document import Document, Made
from bindery.markup import Element, NotWellFormed, parse

from . import screens
from .screen_glyphs import missing_in_drawings
from .web_content import content_faults, drawings, written_in

_MOST_BYTES = 1_000_000  # some seconds on a slow phone connection
_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s]+)""")
_OUTSIDE = frozenset({"http", "https", "mailto", "tel", "sms"})
_LOADED = frozenset({"src", "srcset", "data", "poster", "background"})
# A link with one of these words says something of the page, and loads nothing.
_RELATIONS = frozenset({"canonical", "alternate", "license", "author"})
_ACTIVE = frozenset(
    {"iframe", "object", "embed", "applet", "audio", "video", "base", "frame", "portal"}
    | {"form", "input", "button", "select", "textarea", "canvas"}
)
_NAMING = ("aria-labelledby", "aria-describedby")
# HTML knows an end of these alone in their start tag; of others it does not see it.
_VOID = frozenset({"meta", "link", "img", "br", "hr", "col", "wbr"})
_HINT = "mend the template or style sheet of your project, or report it if you have none"


def check(document: Document, made: Made) -> tuple[Diagnostic, ...]:
    """Everything wrong with the page ``made`` of ``document``.

    Rules: ``web-page``, ``web-size`` for one that is slow to load, and those of
    :mod:`bindery.checks.screens`, which include ``missing-glyph`` in drawings.
    """
    try:
        root = parse(made.data)
    except NotWellFormed as problem:
        message = f"the page is not well-formed: {problem.message}, line {problem.line}"
        return (error("web-page", message, hint=_HINT),)
    handed = parse(document.pages[0].html.encode())
    faults = [
        *content_faults(document, handed, root),
        *_headings(root),
        *_landmarks(root),
        *_anchors(root),
        *_links(document, root),
        *_alone(root),
        *_policy(root),
        *_pictures(root),
        *_active(root),
        *_language(document, root),
        *_open_ended(made.data, root),
    ]
    found = [error("web-page", message, hint=_HINT) for message in dict.fromkeys(faults)]
    if len(made.data) > _MOST_BYTES:
        message = f"the web page is {len(made.data) / 1_000_000:.1f} MB, slow on a phone"
        found.append(warning("web-size", message, None, "use smaller pictures"))
    styles = "".join(element.text() for element in root.walk() if element.tag == "style")
    found += screens.check(document, [root], styles, written_in)
    return (*found, *missing_in_drawings(document, drawings(document, handed, root)))


def _headings(root: Element) -> Iterator[str]:
    headings = [e for e in root.walk() if re.fullmatch("h[1-6]", e.tag)]
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield f"the page has {levels.count(1)} main headings, and should have one"
    elif levels[0] != 1:
        yield "the page does not begin with its main heading"
    if any(below > above + 1 for above, below in pairwise(levels)):
        yield "a level of headings is left out"
    if not all(heading.text().strip() for heading in headings):
        yield "a heading has no words"


def _landmarks(root: Element) -> Iterator[str]:
    """The parts that a reader who listens can go to, and the link that leads to the text."""
    tags = Counter(element.tag for element in root.walk())
    for tag in ("header", "nav", "main", "footer", "title"):
        if tags[tag] != 1:
            yield f"the page has {tags[tag]} `{tag}` elements, and should have one"
    main, first = root.find("main"), root.find("a")
    target = first.attributes.get("href", "") if first else ""
    if main and target != f"#{main.attributes.get('id')}":
        yield "the first link does not lead to the text"


def _anchors(root: Element) -> Iterator[str]:
    """Ids are there once, and what names one finds it."""
    ids = Counter(e.attributes["id"] for e in root.walk() if "id" in e.attributes)
    yield from (
        f"the id `{name}` is there {times} times" for name, times in ids.items() if times > 1
    )
    for element in root.walk():
        target = element.attributes.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"the page links to `{target}`, which is not in it"
        named = " ".join(element.attributes.get(key, "") for key in _NAMING).split()
        yield from (f"`{name}` should name a part of the page" for name in named if name not in ids)


def _links(document: Document, root: Element) -> Iterator[str]:
    """Links have words, and lead to this page, to the guide's other files, or to the web."""
    own = re.compile(rf"{re.escape(document.edition.guide)}\.[\w-]+\.[\w-]+\.[a-z]+")
    for element in (element for element in root.walk() if element.tag == "a"):
        target = element.attributes.get("href", "")
        named = element.text().strip() or element.attributes.get("aria-label", "").strip()
        inside = target.startswith("#") or own.fullmatch(target)
        if not inside and urlsplit(target).scheme not in _OUTSIDE:
            yield f"the page links to `{target}`"
        if not named and not element.find("img"):
            yield f"the link to `{target}` has no words"


def _alone(root: Element) -> Iterator[str]:
    """Nothing is loaded: not by an element, not by a style."""
    for element in root.walk():
        for key in _LOADED & element.attributes.keys():
            if not element.attributes[key].startswith("data:"):
                yield f"the page loads `{element.attributes[key]}`"
        if element.tag == "link":
            address = element.attributes.get("href", "")
            words = set(element.attributes.get("rel", "").split())
            if not (address.startswith("data:") or (words and words <= _RELATIONS)):
                yield f"the page loads `{address}`"
        css = element.attributes.get("style", "") + (element.text() * (element.tag == "style"))
        yield from (f"the styles load `{address}`" for address in _URL.findall(css))


def _policy(root: Element) -> Iterator[str]:
    """Browsers are told to load nothing, too, before there is anything to load."""
    told = [(e.attributes.get("http-equiv", "").lower(), e) for e in root.walk()]
    policies = [e.attributes.get("content", "") for name, e in told if name.endswith("policy")]
    if not any("default-src 'none'" in policy for policy in policies):
        yield "the page does not forbid loading"
    if any(name == "refresh" for name, _ in told):
        yield "the page leads elsewhere by itself"


def _pictures(root: Element) -> Iterator[str]:
    for element in root.walk():
        # An empty text is a decision, which the reader of Markdown asks for by name.
        words = element.attributes.get("alt", " ")
        if element.tag == "img" and words and not words.strip():
            yield "a picture has no words for those who cannot see it"


def _active(root: Element) -> Iterator[str]:
    for element in root.walk():
        handlers = [key for key in element.attributes if key.lower().startswith("on")]
        data = element.attributes.get("type") == "application/ld+json"
        if element.tag in _ACTIVE or handlers or (element.tag == "script" and not data):
            yield f"the page has `{(*handlers, element.tag)[0]}`, line {element.line}"


def _language(document: Document, root: Element) -> Iterator[str]:
    metadata = document.metadata
    told = (root.attributes.get("lang"), root.attributes.get("dir"))
    if told != (metadata.language, metadata.direction):
        yield "the page does not say its language and direction"


def _open_ended(data: bytes, root: Element) -> Iterator[str]:
    """An empty element closed in its start tag, which a browser would leave open."""
    for element in root.walk():
        # The end of such an element is told as the end of its only tag, or as its start.
        slash = data[element.end - 2 : element.end] == b"/>" or element.end == element.start
        if slash and not element.children and element.tag not in _VOID:
            yield f"`{element.tag}` is left open in HTML, line {element.line}"
