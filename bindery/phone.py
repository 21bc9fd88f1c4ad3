"""Phone numbers against the numbering plans of the world. The only door to phonenumbers.

A number one digit short looks right on paper and rings nobody.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult


def phone_fault(number: str, region: str | None) -> tuple[str, str] | None:
    """What is wrong with ``number`` (digits, spaces, a leading plus) and what to do, or None.

    ``region`` (``GB``) is the country of a number without a country code; where it is None
    such a number cannot be judged, and passes.
    """
    if region is None and not number.startswith("+"):
        return None
    if _exists(number, region):
        return None
    if any(_exists(f"{number}{digit}", region) for digit in range(10)):
        advice = "it is one digit short: compare it with its source"
    elif _exists(number[:-1].rstrip(), region):
        advice = "it has one digit too many: compare it with its source"
    else:
        advice = _length_advice(number, region)
    where = "" if number.startswith("+") else f" in {region}"
    return f"`{number}` is not a phone number{where}", advice


def grouped(number: str, region: str | None) -> str | None:
    """``number`` with spaces where its country puts them; None if it does not exist."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    form = PhoneNumberFormat.INTERNATIONAL if number[0] == "+" else PhoneNumberFormat.NATIONAL
    return " ".join(re.findall(r"\+?\d+", phonenumbers.format_number(parsed, form)))


def _exists(number: str, region: str | None) -> bool:
    """Whether the plan has such a number, long (0300 100 0212) or short (111)."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(parsed):
        return True
    return region is not None and phonenumbers.is_valid_short_number_for_region(parsed, region)


def _length_advice(number: str, region: str | None) -> str:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return "compare it with its source"
    match phonenumbers.is_possible_number_with_reason(parsed):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return "it is too short: write the whole number, with its area code"
        case ValidationResult.TOO_LONG:
            return "it is too long: compare it with its source"
        case _:
            return "no number of this length begins so: compare it with its source"
