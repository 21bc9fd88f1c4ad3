"""A guide: one subject in one language, as values.

A translation is another :class:`Guide` of the same name. HTML held here is a fragment,
well-formed as XML, made by :mod:`bindery.markdown` and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from .diagnostics import Span
from .ledger import Contact
from .limits import Limits
from .toml_source import TomlSource
from .wording import Allowance, Wording


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture that was read and checked: ``data`` is what every engine gets.

    ``width`` and ``height`` are pixels (PNG, JPEG) or viewBox units (SVG).
    """

    name: str
    media_type: str
    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A use of an asset. ``asset`` is its name (``images/where.svg``), ``alt`` plain text.

    ``caption`` is an HTML fragment; ``description`` is the plain-text long description of a
    diagram; ``classes`` are the author's layout wishes (``wide``, ``small``).
    """

    asset: str
    alt: str
    span: Span
    caption: str = ""
    description: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A component of a guide, or a piece of prose.

    ``kind`` names the template part (``templates/parts/<kind>.html``). ``id`` is unique in
    the guide and stable between builds. ``title`` and ``html`` are HTML fragments: for
    ``prose``, ``html`` is one whole flow element (``<p id=…>``); for ``item``, the inline
    content. ``argument`` is the word after the block's name, where it takes one.
    """

    kind: str
    id: str
    span: Span
    html: str = ""
    title: str = ""
    argument: str = ""
    children: tuple[Block, ...] = ()
    picture: Picture | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, for contents lists and links. ``text`` is plain."""

    id: str
    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading and what follows it. ``title`` is HTML, ``text`` plain.

    ``headings`` are the third-level headings inside it, component titles left out.
    """

    id: str
    title: str
    text: str
    span: Span
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: ``number`` from 1 in order of first use, ``html`` inline content.

    ``id`` is the note's anchor and ``references`` the anchors of the places that call it.
    """

    id: str
    number: int
    html: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a guide's content comes from."""

    title: str
    publisher: str = ""
    url: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: printed on every guide. ``feedback`` is an address, URL or sentence.

    ``logo`` is the picture file as the settings name it, or empty.
    """

    name: str
    address: str = ""
    web: str = ""
    email: str = ""
    phone: str = ""
    feedback: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """The control block: what a clinic needs to know about the paper in its hand.

    ``status`` is "draft" or "approved", or "withdrawn", of which nothing is printed; ``notice``
    an optional sentence that the control block prints beside it (for example that a guide is a
    sample).
    """

    ref: str
    version: str
    status: str
    authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    last_review: date
    next_review: date
    sources: tuple[Source, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """The press that a guide is printed on, and the inks it has.

    ``profile`` is an ICC file, named from the project's root, of the printing condition that
    ``registry`` lists as ``condition``; ``condition_name`` says in words what that is. ``spot``
    is the ink that prints the theme's brand colour alone, empty if the four others do.
    ``span`` is where the profile is named, if the project names one.
    """

    profile: str = "styles/icc/FOGRA39L_coated.icc"
    condition: str = "FOGRA39"
    condition_name: str = "Offset printing on coated paper, ISO 12647-2:2004/Amd 1, types 1 and 2"
    registry: str = "http://www.color.org"
    spot: str = ""
    span: Span | None = None


CERTIFIABLE = (
    "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
    "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
)
"""Standards that no program can judge: a person signs for them, in the words of EPUB."""


@dataclass(frozen=True, slots=True)
class Certification:
    """Someone's word that the e-book of this version meets ``standard``, one of CERTIFIABLE.

    ``credential`` is what entitles ``by`` to say so, ``report`` the address of the evaluation.
    """

    by: str
    standard: str
    credential: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """What ``handout release`` recorded last: ``content`` is a SHA-256 digest by language."""

    version: str
    day: date
    content: dict[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class Settings:
    """One guide's settings: ``handout.toml`` with the guide's own ``guide.toml`` on top.

    ``pages`` is the page budget of each format that has one; ``web`` the short address
    printed beside the QR code, or empty. ``allowances`` are the findings that are meant.
    ``released`` is the last release, if there was one, and ``certification`` the signature for
    this version, if there is one. ``limits`` are the same for all guides of a project.
    ``written`` are the two files, the guide's own first: they tell where a setting stands.
    """

    publisher: Publisher
    control: Control
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    audience: tuple[str, ...] = ()
    theme: str = "calm"
    web: str = ""
    pages: dict[str, int] = field(default_factory=dict)
    press: Press = field(default_factory=Press)
    allowances: tuple[Allowance, ...] = ()
    released: Release | None = None
    certification: Certification | None = None
    limits: Limits = field(default_factory=Limits)
    written: tuple[TomlSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One subject in one language.

    ``lead`` is what stands before the first section (key points), the title, ``summary``
    (an HTML inline fragment) and ``cover`` taken out. ``contacts`` and ``facts`` name the
    ledger entries that the text prints; ``path`` is the Markdown file, project-relative.
    ``wording`` is all of its words again, as checks read them. ``logo`` is the publisher's.
    """

    name: str
    language: str
    path: str
    title: str
    summary: str
    settings: Settings
    lead: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    cover: Picture | None = None
    assets: dict[str, Asset] = field(default_factory=dict)
    contacts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    wording: Wording = field(default_factory=Wording)
    logo: Asset | None = None


def settings_of(guide: Guide, *path: str | int) -> Span:
    """Where the guide's settings say what is at ``path``, in whichever of their files does.

    The guide's own file alone without a path, and for what neither says.
    """
    for source in guide.settings.written:
        if path in source.places:
            return source.value_span(*path)
    return Span(str(PurePosixPath(guide.path).with_name("guide.toml")))


def source_of(guide: Guide, number: int, key: str) -> Span:
    """Where the source with this number, from 0, says ``key``; the first where that is not sure."""
    for file in guide.settings.written:
        listed = file.values.get("sources")
        if isinstance(listed, list) and len(listed) == len(guide.settings.control.sources):
            return settings_of(guide, "sources", number, key)
    return settings_of(guide, "sources")
