"""Findings of checks on a guide: how much they weigh, and what the author allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bindery.diagnostics import Diagnostic, Severity, Span, did_you_mean, error, warning
from bindery.explain import rules
from bindery.guide import Guide
from bindery.wording import Allowance


def weighed(
    guide: Guide, rule: str, message: str, span: Span | None = None, hint: str | None = None
) -> Diagnostic:
    """A finding that stops an approved guide, and warns while it is a draft."""
    approved = guide.settings.control.status == "approved"
    severity = Severity.ERROR if approved else Severity.WARNING
    return Diagnostic(rule, severity, message, span, hint)


def allowed(guide: Guide, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """``findings`` without those that the guide's author allows, and what is wrong with that.

    An allowance that allows nothing is a finding itself: what it was for has been mended, or
    its rule is misspelt. One in the settings may be for another of the guides they serve.
    """
    allowances = (*guide.wording.allowances, *guide.settings.allowances)
    used: set[tuple[Allowance, str]] = set()
    for finding in findings:
        covering = [each for each in allowances if each.covers(finding.rule, finding.span)]
        used.update((each, finding.rule) for each in covering)
        if not covering:
            yield finding
    for allowance in allowances:
        for rule in allowance.rules:
            if (allowance, rule) not in used:
                yield from _idle(allowance, rule)


def _idle(allowance: Allowance, rule: str) -> Iterator[Diagnostic]:
    """What there is to say of an allowance that allowed nothing."""
    if rule not in rules():
        hint = did_you_mean(rule, rules())
        yield error("bad-allowance", f"no rule is called `{rule}`", allowance.span, hint)
    elif allowance.first is not None:
        message = f"nothing here breaks `{rule}`, so there is nothing to allow"
        yield warning("unused-allowance", message, allowance.span, "delete the allowance")
