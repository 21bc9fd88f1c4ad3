"""What a web page holds beside the guide: its other files, and what machines read of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from . import language as languages
from .document import Format
from .edition import Edition
from .guide import Control, Guide, Publisher, Source
from .templating import telephone_uri, web_uri

_MEDIA_TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}
_STATUSES = {"draft": "Draft", "approved": "Published"}  # as schema.org calls them


def web_values(
    guide: Guide, format_: Format, words: Mapping[str, str], translations: Sequence[str]
) -> dict[str, object]:
    """Values for the templates of a web page.

    ``summary`` is plain text. ``offers`` are the guide's other formats, and ``others`` its
    pages in other languages, by the names of their files: all lie in one folder. ``about``
    is what search engines are told, in the words of schema.org.
    """
    summary = plain(guide.summary)
    return {
        "summary": summary,
        "offers": tuple(_offers(guide, format_, words)),
        "others": tuple(_others(guide, format_, translations)),
        "about": _about(guide, summary, words),
    }


def plain(fragment: str) -> str:
    """The text of an HTML fragment of ours."""
    return unescape(re.sub(r"<[^>]+>", "", fragment))


def _offers(guide: Guide, format_: Format, words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for other in format_.offers:
        if other.name in guide.settings.formats:
            edition = Edition(guide.name, guide.language, other.name, other.suffix)
            yield {
                "name": words[f"web.{other.name}"],
                "file": edition.file_name,
                "media_type": _MEDIA_TYPES[other.suffix],
            }


def _others(guide: Guide, format_: Format, translations: Sequence[str]) -> Iterator[dict[str, str]]:
    for code in translations:
        yield {
            "language": code,
            "name": languages.autonym(code),
            "direction": languages.direction(code),
            "file": Edition(guide.name, code, format_.name, format_.suffix).file_name,
        }


# ---- for search engines


def _about(guide: Guide, summary: str, words: Mapping[str, str]) -> dict[str, Any]:
    """The page as a schema.org ``MedicalWebPage``; what the guide does not say is left out."""
    settings, control = guide.settings, guide.settings.control
    readers = [words[f"audience.{reader}"] for reader in settings.audience]
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "MedicalWebPage",
            "name": guide.title,
            "about": {"@type": "Thing", "name": guide.title},
            "description": summary,
            "inLanguage": guide.language,
            "url": web_uri(settings.web) if settings.web else "",
            "identifier": control.ref,
            "version": control.version,
            "creativeWorkStatus": _STATUSES[control.status],
            "lastReviewed": control.last_review.isoformat(),
            "audience": [{"@type": "Audience", "audienceType": reader} for reader in readers],
            "publisher": _organization(settings.publisher),
            **_people(control, guide.language),
            "citation": [_citation(source) for source in control.sources],
        }
    )


def _people(control: Control, code: str) -> dict[str, Any]:
    """Who wrote and who reviewed it. Authors may be a team, so they are credited in words."""
    return {
        "creditText": languages.in_a_list(control.authors, code) if control.authors else "",
        "reviewedBy": [{"@type": "Person", "name": name} for name in control.reviewers],
    }


def _organization(publisher: Publisher) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Organization",
            "name": publisher.name,
            "address": publisher.address,
            "email": publisher.email,
            "telephone": telephone_uri(publisher.phone).removeprefix("tel:"),
            "url": web_uri(publisher.web) if publisher.web else "",
        }
    )


def _citation(source: Source) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else ""
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": publisher,
            "url": source.url,
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
