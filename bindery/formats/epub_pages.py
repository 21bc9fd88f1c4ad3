"""Pages as they go into an e-book: read strictly, checked, and completed without rewriting.

What is added (a style sheet link, ``epub:type`` on notes, ``xml:lang`` beside ``lang``, labels in
wide tables) is inserted at its place in the text, so every other byte stays as it was composed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urlsplit

from bindery.diagnostics import Diagnostic, error
from bindery.document import File, Page
from bindery.insertion import after_name, inserted, start_tag
from bindery.markup import Element, NotWellFormed, parse

from .wide_tables import table_labels

STYLE_FILE = "book.css"
_LINK = f'<link rel="stylesheet" type="text/css" href="{STYLE_FILE}"/>'.encode()
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_EPUB_NAMESPACE = b' xmlns:epub="http://www.idpf.org/2007/ops"'
# Readers open these as pop-ups, or skip them, by epub:type and not by role.
_TYPES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-backlink": "backlink",
    "doc-pagebreak": "pagebreak",
}
_OUTSIDE = frozenset({"http", "https", "mailto", "tel", "sms"})
_ACTIVE = frozenset(
    {"script", "iframe", "object", "embed", "applet", "canvas", "audio", "video", "base"}
    | {"form", "input", "button", "select", "textarea", "svg:script", "svg:foreignObject"}
)
_SOURCES = {"img": "src", "svg:image": "xlink:href", "link": "href", "source": "src"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the book: its file name, what it holds, and its bytes as packed.

    ``ids`` are its anchors in document order; ``properties`` what the manifest must say
    about it ("svg", "mathml").
    """

    page: Page
    file_name: str
    root: Element
    data: bytes
    ids: tuple[str, ...]
    properties: tuple[str, ...]


def page_file(name: str) -> str:
    """The file of the page called ``name``, which is how other pages link to it."""
    return f"{name}.xhtml"


def read_pages(pages: Sequence[Page]) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Every page that can be read, in order, and what is wrong with any of them."""
    sheets: list[Sheet] = []
    findings: list[Diagnostic] = []
    for page in pages:
        try:
            data = page.html.encode("utf-8")
            root = parse(data)
        except UnicodeEncodeError:
            findings.append(_broken(page, "it has half of a surrogate pair"))
        except NotWellFormed as problem:
            findings.append(_broken(page, f"{problem.message}, line {problem.line}"))
        else:
            findings += _content_faults(page, root)
            if root.find("head") and root.find("body"):
                sheets.append(_sheet(page, root, data))
    return tuple(sheets), tuple(findings)


def reference_faults(
    sheets: Sequence[Sheet], style_urls: Sequence[str], files: Mapping[str, File]
) -> Iterator[Diagnostic]:
    """Pictures, fonts and links that lead nowhere in the book."""
    for url in style_urls:
        if url not in files:
            yield _missing_file(url, "the styles")
    anchors = {sheet.file_name: frozenset(sheet.ids) for sheet in sheets}
    for sheet in sheets:
        where = f"page `{sheet.page.name}`"
        for name in used_files(sheet):
            if name not in files:
                yield _missing_file(name, where)
        for element in sheet.root.walk():
            target = element.attributes.get("href", "")
            if element.tag == "a" and target and not _leads(sheet, target, anchors):
                yield error(
                    "epub-link",
                    f"{where} links to `{target}`, which is not in the book",
                    hint="link to a heading or block of this guide, or to a whole web address",
                )


def used_files(sheet: Sheet) -> Iterator[str]:
    """Names of the files that a page shows."""
    for element in sheet.root.walk():
        attribute = _SOURCES.get(element.tag)
        if attribute:
            names = (element.attributes.get(attribute), element.attributes.get("href"))
            yield unquote(next((name for name in names if name is not None), ""))


def _broken(page: Page, reason: str) -> Diagnostic:
    message = f"page `{page.name}` is not well-formed XHTML: {reason}"
    return error("epub-markup", message, hint="mend the template that makes this page")


def _missing_file(name: str, where: str) -> Diagnostic:
    message = f"{where} needs the file `{name}`, which is not in the book"
    hint = "put it in the guide's folder; nothing is fetched from the web"
    return error("epub-missing-file", message, hint=hint)


def _leads(sheet: Sheet, target: str, anchors: Mapping[str, frozenset[str]]) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in _OUTSIDE
    name = unquote(parts.path) or sheet.file_name
    return name in anchors and (not parts.fragment or unquote(parts.fragment) in anchors[name])


def _content_faults(page: Page, root: Element) -> Iterator[Diagnostic]:
    if root.tag != "html":
        yield _broken(page, "its root is not `html` in the XHTML namespace")
    elements = Counter(element.tag for element in root.walk())
    for tag in ("head", "title", "body"):
        if elements[tag] != 1:
            yield _broken(page, f"it has {elements[tag]} `{tag}` elements")
    if not root.attributes.get("lang"):
        yield _broken(page, "its `html` element has no `lang`")
    ids = Counter(element.attributes.get("id") for element in root.walk())
    for name, times in ids.items():
        if name is not None and times > 1:
            message = f"page `{page.name}` has the id `{name}` {times} times"
            yield error("epub-duplicate-id", message, hint="give each heading its own `{#id}`")
    yield from _style_faults(page, root)
    yield from active_faults(f"page `{page.name}`", root)


def _style_faults(page: Page, root: Element) -> Iterator[Diagnostic]:
    """Styles outside the style sheet: they are not flattened, and their files not looked for."""
    for element in root.walk():
        if element.tag == "style" or (":" not in element.tag and "style" in element.attributes):
            message = f"page `{page.name}` has styles of its own, line {element.line}"
            yield error("epub-style", message, hint="put them into a style sheet, under a class")


def active_faults(where: str, root: Element) -> Iterator[Diagnostic]:
    """Parts of a page or picture that run, ask or play."""
    for element in root.walk():
        handlers = [name for name in element.attributes if name.lower().startswith("on")]
        calls = element.attributes.get("href", "").strip().lower().startswith("javascript:")
        if element.tag in _ACTIVE or handlers or calls:
            what = handlers[0] if handlers else element.tag.rpartition(":")[2]
            yield error(
                "epub-active-content",
                f"{where} has `{what}`, line {element.line}",
                hint="an e-book holds text and pictures only: remove it",
            )


def _sheet(page: Page, root: Element, data: bytes) -> Sheet:
    tags = {element.tag.partition(":")[0] for element in root.walk() if ":" in element.tag}
    return Sheet(
        page=page,
        file_name=page_file(page.name),
        root=root,
        data=_completed(root, data),
        ids=tuple(e.attributes["id"] for e in root.walk() if "id" in e.attributes),
        properties=tuple(name for name, tag in (("mathml", "math"), ("svg", "svg")) if tag in tags),
    )


def _completed(root: Element, data: bytes) -> bytes:
    """``data`` with what an e-book's page needs inserted, and nothing else touched."""
    insertions = [
        (after_name(data, element), text)
        for element in root.walk()
        for text in _attributes_to_add(element)
    ]
    insertions += [(after_name(data, part), text.encode()) for part, text in table_labels(root)]
    if b"xmlns:epub" not in start_tag(data, root):
        insertions.insert(0, (after_name(data, root), _EPUB_NAMESPACE))
    head = root.find("head")
    if head:
        insertions.append((head.end, _LINK))
    if not data.startswith((b"<?xml", b"\xef\xbb\xbf")):
        insertions.append((0, _DECLARATION))
    return inserted(data, insertions)


def _attributes_to_add(element: Element) -> Iterator[bytes]:
    attributes = element.attributes
    kind = _TYPES.get(attributes.get("role", ""))
    if kind and "epub:type" not in attributes:
        yield f' epub:type="{kind}"'.encode()
    language = attributes.get("lang")
    if language is not None and "xml:lang" not in attributes:
        yield f' xml:lang="{escape(language)}"'.encode()
