"""A guide in one format as a Document: templates filled, styles and files gathered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from . import language as languages
from .chapters import book_outline, book_pages
from .diagnostics import Failure
from .document import COVER_FILE, Document, File, Format, Metadata, Page, Stylesheet
from .edition import Edition
from .enclosures import QR_FILE, files_of, online_code, script_styles
from .equipment import Equipment
from .guide import Certification, Guide
from .labels import labels
from .needs import nameless_audiences, profile_of, unknown_theme
from .selection import places_of, select
from .templating import Filler, web_uri
from .theme import Theme, read_theme
from .web_values import plain, web_values

PROFILE_TYPE = "application/vnd.iccprofile"

# One namespace for every guide's identifier: a guide keeps its identifier through all versions.
_IDENTIFIERS = uuid.UUID("6f1d3f3e-5a0b-4a50-9d0c-6d5b1c1f7a52")


def compose(
    guide: Guide,
    format_: Format,
    equipment: Equipment,
    translations: Sequence[str] = (),
    more: Mapping[str, object] = MappingProxyType({}),
) -> Document:
    """Fill the templates of ``format_`` with ``guide``.

    ``translations`` are the codes of the other languages the guide exists in, ``more`` what
    else the format's template may name.

    Raises:
        Failure: if a template, a style sheet, a font, the theme or the labels are missing or wrong.
    """
    kept = select(guide, format_)
    words = labels(equipment, languages.fallbacks(guide.language))
    if unmet := (*nameless_audiences(kept, words), *unknown_theme(guide, equipment)):
        raise Failure(*unmet)
    filler = _filler(kept, format_, equipment, words, tuple(translations)).knowing(more)
    signed = _signed(guide, format_)
    theme = _theme(equipment, guide.settings.theme)
    drawn_in = _theme(equipment, format_.drawn_in) if format_.drawn_in else theme
    pages = _pages(kept, format_, filler, words)
    code = online_code(kept, pages)
    files = files_of(kept, equipment, drawn_in, pages, with_cover=format_.medium != "ebook")
    document = Document(
        edition=Edition(guide.name, guide.language, format_.name, format_.suffix),
        metadata=_metadata(kept, words),
        pages=pages,
        stylesheets=_stylesheets(equipment, format_.stylesheets, guide, files, format_.medium),
        files=files | code | (_profile(guide, equipment) if format_.medium == "print" else {}),
        outline=() if format_.template else book_outline(kept, pages, words),
        claims=(*format_.claims, *((signed.standard,) if signed else ())),
        certification=signed,
        page_budget=guide.settings.pages.get(format_.name, 0),
        page_limit=guide.settings.limits.pages,
        levers=format_.levers,
        places=places_of(kept),
        inks=theme.inks,
        spots=_spots(guide, theme),
        press=guide.settings.press,
        legibility=format_.legibility,
        online=web_uri(guide.settings.web) if code else "",
    )
    return _with_cover(document, kept, format_, filler, theme)


def _with_cover(
    document: Document, guide: Guide, format_: Format, filler: Filler, theme: Theme
) -> Document:
    """``document`` with the picture of its cover as a document of its own, if it has one."""
    if not format_.cover_stylesheets:
        return document
    art = Page("cover-art", guide.title, "cover-art", filler.fill("ebook/cover-art.html"))
    files = files_of(guide, filler.equipment, theme, [art], with_cover=True)
    styles = _stylesheets(filler.equipment, format_.cover_stylesheets, guide, files, "print")
    cover = replace(document, pages=(art,), stylesheets=styles, files=files, outline=(), claims=())
    return replace(document, cover=cover)


def _signed(guide: Guide, format_: Format) -> Certification | None:
    """The signature for this version, if it is for a standard of this format."""
    signed = guide.settings.certification
    return signed if signed and signed.standard in format_.certifiable else None


# ---- pages


def _filler(
    guide: Guide,
    format_: Format,
    equipment: Equipment,
    words: dict[str, str],
    translations: tuple[str, ...],
) -> Filler:
    audience = [words[f"audience.{reader}"] for reader in guide.settings.audience]
    values = {
        "guide": guide,
        "words": words,
        "language": guide.language,
        "direction": languages.direction(guide.language),
        "format": format_.name,
        "medium": format_.medium,
        "audience": languages.in_a_list(audience, guide.language) if audience else "",
        "translations": translations,
        "qr": QR_FILE,
        "cover_file": COVER_FILE,
    }
    if format_.medium == "web":
        values |= web_values(guide, format_, words, translations)
    return Filler(equipment, guide.language, values)


def _pages(
    guide: Guide, format_: Format, filler: Filler, words: dict[str, str]
) -> tuple[Page, ...]:
    """A book's chapters, or the one long page of a web page or a print format."""
    if not format_.template:
        return book_pages(guide, filler, words)
    return (Page("sheet", guide.title, "sheet", filler.fill(format_.template)),)


# ---- what travels with the pages


def _metadata(guide: Guide, words: dict[str, str]) -> Metadata:
    control, publisher = guide.settings.control, guide.settings.publisher
    key = f"{publisher.name}/{guide.name}/{guide.language}"
    return Metadata(
        title=guide.title,
        language=guide.language,
        direction=languages.direction(guide.language),
        identifier=uuid.uuid5(_IDENTIFIERS, key).urn,
        publisher=publisher.name,
        authors=control.authors or (publisher.name,),
        description=plain(guide.summary),
        modified=control.last_review,
        ref=control.ref,
        version=control.version,
        labels=words,
    )


def _stylesheets(
    equipment: Equipment, names: tuple[str, ...], guide: Guide, files: dict[str, File], medium: str
) -> tuple[Stylesheet, ...]:
    """The sheets ``names``, the one for the scripts of ``files``, then the guide's theme."""
    *shared, theme = (
        Stylesheet(f"styles/{name}", equipment.read_text(f"styles/{name}"))
        for name in (*names, f"themes/{guide.settings.theme}.css")
    )
    return (*shared, *script_styles(files.values(), medium), theme)


def _theme(equipment: Equipment, called: str) -> Theme:
    name = f"styles/themes/{called}.css"
    theme, faults = read_theme(equipment.read_text(name), name)
    if faults:
        raise Failure(*faults)
    return theme


def _spots(guide: Guide, theme: Theme) -> dict[str, str]:
    """The brand as the one spot colour, unless it is the colour of all text too."""
    brand, ink = (theme.tokens[name].value for name in ("--brand", "--ink"))
    spot = guide.settings.press.spot
    return {brand: spot} if spot and brand != ink else {}


def _profile(guide: Guide, equipment: Equipment) -> dict[str, File]:
    """What the press does with inks. Where there is none, that format alone cannot be made."""
    data = profile_of(guide, equipment)
    name = guide.settings.press.profile
    return {} if data is None else {name: File(name, PROFILE_TYPE, data)}
