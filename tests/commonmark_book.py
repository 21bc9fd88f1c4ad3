"""A guide of every example of the CommonMark specification that our reader of Markdown takes.

The examples are read from the package that publishes them (``commonmark-spec``), which is under
a licence of its own and no part of this program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from browser import READERS
from conftest import DRAWING
from markdown_sample import HEAD, read_sample

from bindery.diagnostics import Diagnostic, Severity
from bindery.guide import Asset, Block, Guide, Heading, Section
from bindery.markdown import ReadText
from bindery.wording import Wording

SPECIFICATION = READERS / "node_modules" / "commonmark-spec" / "spec.txt"
NAME = "every-example"
_FENCE = "`" * 32
_PIECES = re.compile(
    rf"^{_FENCE} example\n(?P<markdown>.*?)^\.\n(?P<html>.*?)^{_FENCE}$|^#+ +(?P<chapter>[^\n]*)$",
    flags=re.DOTALL | re.MULTILINE,
)
_PICTURE = "images/example.svg"


@dataclass(frozen=True, slots=True)
class Example:
    """One example: what is written, and what the specification makes of it."""

    number: int
    chapter: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class Taken:
    """An example as our reader took it. ``section`` is the chapter's name as an id."""

    example: Example
    section: str
    text: ReadText


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in order."""
    text = SPECIFICATION.read_text("utf-8").partition("<!-- END TESTS -->")[0]
    found: list[Example] = []
    chapter = ""
    for piece in _PIECES.finditer(text):
        if piece["chapter"]:
            chapter = piece["chapter"]
            continue
        markdown, html = (piece[part].replace("→", "\t") for part in ("markdown", "html"))
        found.append(Example(len(found) + 1, chapter, markdown, html))
    return tuple(found)


@cache
def take(example: Example) -> Taken | tuple[Diagnostic, ...]:
    """The example as our reader takes it, or why it does not.

    Some are refused only because their links lead nowhere, or their headings are those of a
    whole document: where that is all, real addresses or deeper headings are put in.
    """
    refusals: list[tuple[Diagnostic, ...]] = []
    for markdown in (example.markdown, *_in_a_guide(example.markdown)):
        section = re.sub(r"\W+", "-", example.chapter.lower())
        head = f"## {example.chapter} {{#{section}}}\n\n### Example {example.number}\n\n"
        text = read_sample(f"{HEAD}{head}{markdown}")
        errors = tuple(each for each in text.diagnostics if each.severity is Severity.ERROR)
        if not errors and {picture.asset for picture in text.pictures} <= {_PICTURE}:
            return Taken(example, section, text)
        refusals.append(errors)
    return refusals[0]


@cache
def all_taken() -> tuple[Taken, ...]:
    """Every example that our reader takes, in order."""
    return tuple(each for each in map(take, examples()) if isinstance(each, Taken))


def _in_a_guide(markdown: str) -> Iterator[str]:
    """The example with real addresses and pictures, and with deeper headings as well."""
    address = r"(?<![\w/.:])/(?=url|uri|bar|train)"
    linked = re.sub(r"\w+\.jpg", _PICTURE, re.sub(address, "https://example.org/", markdown))
    yield linked
    yield re.sub(rf"{address}\w+|(?<=<)url(?=>)", _PICTURE, markdown)
    yield re.sub(r"^([ >]*)(#{1,4})(?=\s)", r"\1##\2", linked, flags=re.MULTILINE)


def guide_of(taken: Iterable[Taken], model: Guide) -> Guide:
    """One guide of all examples, a section for each chapter, with the settings of ``model``.

    An example that itself begins a section has that section to itself.
    """
    sections: dict[str, list[Section]] = {}
    for each in taken:
        for section in each.text.sections:
            own = _own_ids(section, each.example.number)
            chapter = section.id if section.id == each.section else own.id
            sections.setdefault(chapter, []).append(replace(own, id=chapter))
    return replace(
        model,
        title="Every example",
        lead=(),
        sections=tuple(map(_joined, sections.values())),
        assets={_PICTURE: Asset(_PICTURE, "image/svg+xml", DRAWING.encode(), 40, 30)},
        wording=Wording(),
    )


def _own_ids(section: Section, number: int) -> Section:
    """The section with ids that no other example has."""
    prefix = f"example-{number}."

    def block(old: Block) -> Block:
        html = re.sub(r'(<[^>]+ id=")', rf"\1{prefix}", old.html)
        children = tuple(map(block, old.children))
        return replace(old, id=f"{prefix}{old.id}", html=html, children=children)

    def heading(old: Heading) -> Heading:
        return replace(old, id=f"{prefix}{old.id}")

    return replace(
        section,
        id=f"{prefix}{section.id}",
        blocks=tuple(map(block, section.blocks)),
        headings=tuple(map(heading, section.headings)),
    )


def _joined(parts: Sequence[Section]) -> Section:
    """Sections as one, with the name of the first."""
    return replace(
        parts[0],
        blocks=tuple(block for part in parts for block in part.blocks),
        headings=tuple(heading for part in parts for heading in part.headings),
    )
