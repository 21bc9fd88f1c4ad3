"""Postal addresses: a British postcode that no letter could be sent to is refused."""

from __future__ import annotations

import re

from .fields import Field, Reader

_BRITISH = "GB"
_POSTCODE = re.compile(
    r"(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"|GIR) [0-9][ABD-HJLNP-UW-Z]{2}"
)
_COUNTRIES = "UK|United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland"
# What can only be meant as one: at the end, letters and digits in the order of its two groups.
_ATTEMPT = re.compile(
    r"(?<![\w-])([A-Za-z]{1,2}[0-9O][0-9A-Za-z]?)"
    r"(?:\s+([0-9OIl][A-Za-z0-9]{1,3})|([0-9OIl][A-Za-z]{2}))"
    rf"(?=(?:[\s,]+(?:{_COUNTRIES}))?[\s.]*$)"
)


def postal(read_lines: Reader, region: str | None) -> Reader:
    """A reader of an address that ``read_lines`` reads, whose postcodes are those of ``region``."""

    def read(field: Field) -> object | None:
        value = read_lines(field)
        british = region == _BRITISH and isinstance(value, str)
        attempt = _ATTEMPT.search(str(value)) if british else None
        if attempt and not _POSTCODE.fullmatch(attempt.group()):
            message = f"`{attempt.group()}` is not a postcode"
            field.refuse("bad-postcode", message, _advice(attempt))
            return None
        return value

    return read


def _advice(attempt: re.Match[str]) -> str:
    """What was most likely meant, or what to do where that is not clear."""
    outward, apart, joined = attempt.groups()
    likely = f"{outward} {apart or joined}".upper()
    if _POSTCODE.fullmatch(likely):
        return f"write `{likely}`"
    return "compare it with its source: it is written like `SW1A 1AA`"
