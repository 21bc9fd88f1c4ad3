"""Proof of a PDF's claims: an independent validator reads the finished file.

The only door to page-validation, a validator for PDF/A and PDF/UA that runs in this process.
It is an optional part of an installation; without it a leaflet claims nothing.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

from bindery.diagnostics import Diagnostic, error
from bindery.edition import Claim

_PROFILES = {"PDF/UA-1": "ua1", "PDF/A-2a": "2a"}
_MISSING_HINT = "install it with `pip install page-validation`, or claim nothing"
# A broken file can break a rule a thousand times; a few places are enough to see why.
_SHOWN = 5


@cache
def available() -> bool:
    """Whether the validator is installed on this machine."""
    return find_spec("page") is not None


def prove(
    data: bytes, standards: tuple[str, ...]
) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """Judge the PDF ``data`` by each of ``standards`` ("PDF/UA-1", "PDF/A-2a").

    Returns a claim for each standard that was proved, and errors for every one that was not.
    ValueError for a standard that this validator does not know.
    """
    if unknown := set(standards) - set(_PROFILES):
        raise ValueError(f"no profile for {', '.join(sorted(unknown))}")
    if not standards:
        return (), ()
    if not available():
        names = " and ".join(standards)
        message = f"{names} cannot be proved: page-validation is not installed"
        return (), (error("claim-unproved", message, hint=_MISSING_HINT),)
    claims: list[Claim] = []
    found: list[Diagnostic] = []
    for standard in standards:
        broken = _broken_rules(data, standard)
        found += broken
        if not broken:
            claims.append(Claim(standard, f"page-validation {version('page-validation')}"))
    return tuple(claims), tuple(found)


def _broken_rules(data: bytes, standard: str) -> list[Diagnostic]:
    import page  # noqa: PLC0415 - part of an installation that can prove its claims

    try:
        report = page.validate_pdf_bytes(data, profile=_PROFILES[standard])
    except page.PageError as problem:
        return [error("claim-unproved", f"{standard} cannot be judged: {problem}")]
    if report.is_compliant:
        return []
    told = dict.fromkeys(f"{failure.message} ({failure.rule_id})" for failure in report.failures)
    messages = list(told)[:_SHOWN] or ["no reason given"]
    return [
        error(
            "claim-unproved",
            f"the file does not meet {standard}: {message}",
            hint="a guide cannot cause this by itself: look at the styles and templates",
        )
        for message in messages
    ]
