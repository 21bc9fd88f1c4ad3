"""Findings of checks on a guide: how much they weigh, and what the author allows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bindery import sentences
from bindery.diagnostics import Diagnostic, Severity, Span, did_you_mean, error, warning
from bindery.edition import Edition
from bindery.explain import ALL_RULES, rules
from bindery.guide import Guide, Heading, Section, settings_of
from bindery.markdown.slugs import slug
from bindery.wording import Allowance

from .allowable import ALLOWABLE

EMPTY_BOX = "shows an empty box instead of"
"""What a finding says of a page where a font lacks a character."""

_CODE = re.compile(r"\(U\+([0-9A-F]+)\)")
_LEADS = re.compile(r'href="#([^"]+)"')
_NO_GLYPH = "NOTDEF-GLYPH"  # how the validator calls its rules against empty boxes


def weighed(
    guide: Guide, rule: str, message: str, span: Span | None = None, hint: str | None = None
) -> Diagnostic:
    """A finding that stops an approved guide, and warns while it is a draft."""
    approved = guide.settings.control.status == "approved"
    severity = Severity.ERROR if approved else Severity.WARNING
    return Diagnostic(rule, severity, message, span, hint)


def is_english(guide: Guide) -> bool:
    """Whether rules about English words apply."""
    return sentences.is_english(guide.language)


def of_edition(edition: Edition, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """``findings`` on a finished file, each with a place or with the name of its ``edition``.

    "Page 2" is a page of any of a guide's files, and of any guide. What names an edition already,
    as that of the layout that the file was made from, is left as it is.
    """
    named = f"{edition.guide} ({edition.language}, "
    return tuple(
        each
        if each.span or named in each.message
        else replace(each, message=f"{edition}: {each.message}")
        for each in findings
    )


def told_once(
    findings: Iterable[Diagnostic], elsewhere: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """``findings`` on one file, without what is told better by those on all files of a guide.

    Where a page was found to show an empty box, with its number and its words, what the engine
    and the validator have to say of the same character is left out.
    """
    boxes = [each.message for each in elsewhere if EMPTY_BOX in each.message]
    shown = {code for message in boxes for code in _CODE.findall(message)}
    return tuple(each for each in findings if not (boxes and _is_known(each, shown)))


def _is_known(finding: Diagnostic, shown: set[str]) -> bool:
    """Whether a finding only repeats that the characters with the codes ``shown`` are boxes."""
    if finding.rule == "missing-glyph" and finding.severity is Severity.ERROR:
        return EMPTY_BOX not in finding.message and shown.issuperset(_CODE.findall(finding.message))
    return finding.rule == "claim-unproved" and _NO_GLYPH in finding.message


def _safe_fixes(guide: Guide, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """``findings`` without the fixes that would lead a link of the guide astray.

    A heading's words make its address: where a link leads to it, only the author can change both.
    """
    parts: list[Section | Heading] = [*guide.sections]
    parts += (heading for section in guide.sections for heading in section.headings)
    named = {part.span.line: part.id for part in parts if slug(part.text) == part.id}
    linked: set[str] | None = None
    for finding in findings:
        address = named.get(finding.span.line) if finding.span and finding.fix else None
        if address and slug(finding.fix or ""):
            linked = _linked(guide) if linked is None else linked
            if address in linked:
                yield replace(finding, fix=None)
                continue
        yield finding


def _linked(guide: Guide) -> set[str]:
    """The addresses in the guide that its links lead to."""
    todo = [*guide.lead, *(block for section in guide.sections for block in section.blocks)]
    html = [guide.summary, *(note.html for note in guide.footnotes)]
    while todo:
        block = todo.pop()
        html += (block.title, block.html, block.picture.caption if block.picture else "")
        todo += block.children
    return {found for each in html for found in _LEADS.findall(each)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of a guide: ``findings`` that its author does not allow.

    ``heeded`` are the allowances of its settings that allowed something.
    """

    findings: tuple[Diagnostic, ...]
    heeded: frozenset[Allowance]


def verdict(guide: Guide, findings: Iterable[Diagnostic]) -> Verdict:
    """``findings`` without those that the guide's author allows, and what is wrong with that.

    An allowance that allows nothing is a finding itself: what it was for has been mended, or
    its rule is misspelt, or is none of :data:`ALLOWABLE`. One in the settings may be for
    another of the guides they serve: see :func:`unheeded`.
    """
    kept: list[Diagnostic] = []
    allowances = (*guide.wording.allowances, *guide.settings.allowances)
    used: set[tuple[Allowance, str]] = set()
    for finding in findings:
        covering = [
            each
            for each in allowances
            if finding.rule in ALLOWABLE and each.covers(finding.rule, finding.span)
        ]
        used.update((each, finding.rule) for each in covering)
        if not covering:
            kept.append(finding)
    outside = {each.rule for each in kept if not _is_in(guide, each.span)}
    for allowance in allowances:
        for rule in allowance.rules:
            if (allowance, rule) not in used:
                kept += _idle(allowance, rule, outside)
    heeded = frozenset(each for each, _ in used if each.first is None)
    return Verdict(tuple(_safe_fixes(guide, kept)), heeded)


def unheeded(guides: Sequence[Guide], heeded: Collection[Allowance]) -> tuple[Diagnostic, ...]:
    """The allowances of their own settings that no text of one subject's ``guides`` needs.

    ``heeded`` are those that one does. Nothing is said while a text is missing from ``guides``.
    """
    settings, file = guides[0].settings, settings_of(guides[0]).file
    if set(settings.languages) - {guide.language for guide in guides}:
        return ()
    idle = (each for each in settings.allowances if each not in heeded and each.span.file == file)
    return tuple(
        warning("unused-allowance", f"nothing here breaks `{rule}`", each.span, "delete the line")
        for each in idle
        for rule in each.rules
        if rule in ALLOWABLE
    )


def _is_in(guide: Guide, span: Span | None) -> bool:
    """Whether a finding at ``span`` is in the guide's text, where a comment can be before it."""
    return span is not None and span.file == guide.path and span.line is not None


def _idle(allowance: Allowance, rule: str, outside: Collection[str]) -> Iterator[Diagnostic]:
    """What there is to say of an allowance that allowed nothing.

    The rules ``outside`` are broken in the guide's settings, or in an entry that it prints.
    """
    if rule not in rules():
        hint = did_you_mean(rule, rules(), ALL_RULES)
        yield error("bad-allowance", f"no rule is called `{rule}`", allowance.span, hint)
    elif rule not in ALLOWABLE:
        hint = f"delete the allowance, and mend what is found: see `handout explain {rule}`"
        yield error("bad-allowance", f"`{rule}` cannot be allowed", allowance.span, hint)
    elif allowance.first is None:
        return
    elif rule in outside:
        message = f"`{rule}` is found outside of this text, and cannot be allowed in it"
        hint = "give the reason under `[allow]` in guide.toml, and delete this allowance"
        yield warning("unused-allowance", message, allowance.span, hint)
    else:
        message = f"nothing here breaks `{rule}`, so there is nothing to allow"
        yield warning("unused-allowance", message, allowance.span, "delete the allowance")
