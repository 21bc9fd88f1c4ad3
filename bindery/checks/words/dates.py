"""Dates, times and ranges: in words, on the 12-hour clock, and with "to"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, Severity, warning

from .forms import Form
from .prose import English, mended, shown

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"
_DAY = r"(?<![\w.,/\u2013-])(?P<day>[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_MIDDAY = 12
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_HYPHEN, _EN_DASH = "-", "\N{EN DASH}"
_NAMES = re.compile(
    rf"\b(?P<it>(?P<low>(?P<a>{_DAYS})|{'|'.join(_MONTHS)})\s?[-\u2013\u2014]\s?"
    rf"(?P<high>(?(a)(?:{_DAYS})|(?:{'|'.join(_MONTHS)})))s?)\b"
)
_NUMBER = r"\d{1,2}[:.]\d\d(?=\s?[ap]m)|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_UNIT = r"(?:\s?(?:mg|kg|g|ml|l|cm|mm|km|m|[ap]m|%|\u00b0\s?C|C))"
_RANGE = re.compile(
    rf"(?<![\w.,/:+#\u2212\u2013\u2014-])(?P<before>between\s)?"
    rf"(?P<it>(?P<low>[\u00a3$\u20ac]?(?P<a>{_NUMBER}){_UNIT}?)\s?[-\u2013\u2014]\s?"
    rf"(?P<high>[\u00a3$\u20ac]?(?P<b>{_NUMBER}){_UNIT}?))(?![\w/\u2013\u2014-]|[.,:]\d)",
    re.IGNORECASE,
)
# A dash in an address: "12-14 Park Road", "flats 3-5".
_STREET = re.compile(
    r"\s(?:[A-Z][\w'\u2019]*\s){1,3}(?:Road|Street|Lane|Avenue|Drive|Way|Close|Place|Square|Row"
    r"|Terrace|Crescent|Gardens|Court|Hill|Park|Parade|Buildings|Rd|St|Ave)\b"
)
_DOOR = re.compile(r"\b(?:flats?|units?|suites?|nos?\.?)\s$", re.IGNORECASE)
# Four digits or more are counted in thousands, with a comma, or a year, or else a code.
_CODE = re.compile(r"(?!19\d\d$|20\d\d$)\d{4,}")
_APART = re.compile(r"\d\s[-\u2013\u2014]\s")
_MEASURED = re.compile(
    r"\s(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|times|drops|tablets)\b"
)
_BOOK = re.compile(
    r"\b(?:John|Luke|Mark|Matthew|Psalms?|Isaiah|Proverbs|Romans|Genesis|Exodus|Acts|Corinthians"
    r"|Revelation|Ecclesiastes|Jeremiah|Hebrews|James|Peter|Surah)\s$"
)


def name_ranges(guide: English) -> Iterator[Diagnostic]:
    """Days and months joined by a dash: Monday-Friday."""
    for prose in guide.passages:
        if _HYPHEN not in prose.form and _EN_DASH not in prose.form:
            continue
        for match in _NAMES.finditer(prose.form):
            words, right = match["it"], f"{match['low']} to {match['high']}"
            place = prose.place(*match.span("it"))
            finding = warning("range-dash", f"{shown(words)} {_DASH}", place, f"write `{right}`")
            yield mended(finding, words, right)


_DASH = "is a range with a dash, which is easily overlooked or read as a minus"


def _range(match: re.Match[str]) -> str | None:
    """A range in words; None for what may be a score, a code, a phone number or an address.

    "" where the dash may part two thoughts: "ward 3 \u2013 12 beds".
    """
    if _STREET.match(match.string, match.end()) or _DOOR.search(match.string, 0, match.start()):
        return None
    low, high = match["a"], match["b"]
    if any(number[0] == "0" and number[1:2].isdigit() for number in (low, high)):
        return None
    clock = re.search(r"[ap]m$", match["it"], re.IGNORECASE)
    if not clock and float(low.replace(",", "")) >= float(high.replace(",", "")):
        return None
    if _CODE.fullmatch(low) and match["high"][-1].isdigit():
        return None
    if _APART.search(match["it"]) and not _MEASURED.match(match.string, match.end()):
        return ""
    return f"{match['low']} {'and' if match['before'] else 'to'} {match['high']}"


def _day_and_month(match: re.Match[str]) -> str:
    """A date as it should be, from its day, month and perhaps year; "" for one of several."""
    if _ANOTHER_DAY.search(match.string, 0, match.start()):
        return ""
    month = next(name for name in _MONTHS if name.startswith(match["month"][:3]))
    year = match.groupdict().get("year")
    return f"{int(match['day'])} {month}{f' {year}' if year else ''}"


def _in_numbers(match: re.Match[str]) -> str | None:
    """A date in numbers; "" where day and month may be either way round."""
    day, month = int(match["day"]), int(match["month"])
    if max(day, month) > 31 or min(day, month) > len(_MONTHS) or not day or not month:  # noqa: PLR2004
        return None
    if day <= len(_MONTHS) or month > len(_MONTHS) or len(match["year"]) == 2:  # noqa: PLR2004
        return ""
    return f"{day} {_MONTHS[month - 1]} {match['year']}"


def _year_first(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= month <= len(_MONTHS) or not 1 <= day <= 31:  # noqa: PLR2004 (of a month)
        return None
    return f"{day} {_MONTHS[month - 1]} {match['year']}"


def _clock(match: re.Match[str]) -> str | None:
    """A time of the 12-hour clock as it should be."""
    hour, minute, half = int(match["hour"]), match["minute"] or "00", match["half"].lower()
    if hour > 23:  # noqa: PLR2004 (of a day)
        return None
    # The point after "p.m." may be a sentence's too.
    rest = match.string[match.end() :]
    stop = "." if match["it"].endswith(".") and re.match(r"\s*$|\s+[A-Z]", rest) else ""
    return _time(hour % _MIDDAY + (_MIDDAY if half == "p" else 0), minute) + stop


def _day_clock(match: re.Match[str]) -> str | None:
    """A time of the 24-hour clock as it should be; None where it may be another, or a verse."""
    if _BOOK.search(match.string, 0, match.start()):
        return None
    if len(match["hour"]) == 1 or match["hour"] in {"10", "11", "12"}:
        return None
    return _time(int(match["hour"]), match["minute"])


def _time(hour: int, minute: str) -> str:
    """A time in words or on the 12-hour clock; ``hour`` is 0 to 23, ``minute`` two digits."""
    if minute == "00" and hour % _MIDDAY == 0:
        return "midday" if hour else "midnight"
    half = "pm" if hour >= _MIDDAY else "am"
    return f"{hour % _MIDDAY or _MIDDAY}{'' if minute == '00' else f':{minute}'}{half}"


_MONTH_CUES = tuple(month[:3].lower() for month in _MONTHS)
_ANOTHER_DAY = re.compile(r"\d(?:st|nd|rd|th)(?:,|\s(?:and|or|to))\s$")
_DAY_FIRST = "write the day, the month in words and the year"

FORMS = (
    Form(
        "range-dash",
        Severity.WARNING,
        _RANGE,
        _range,
        _DASH,
        "write `to` in place of the dash",
        cues=("-", "\u2013", "\u2014"),
    ),
    Form(
        "date-form",
        Severity.WARNING,
        re.compile(
            rf"(?P<it>{_DAY}(?:st|nd|rd|th)(?:\sof)?\s{_MONTH}(?:\.(?=\s[\da-z]))?(?:,?\s{_YEAR})?)"
        ),
        _day_and_month,
        "is not how dates are written here",
        "write the days as plain numbers, and the month in words",
        _MONTH_CUES,
    ),
    Form(
        "date-form",
        Severity.WARNING,
        re.compile(rf"(?P<it>{_DAY}\s{_MONTH}(?:\.(?=\s[\da-z]))?(?:,?\s{_YEAR})?)"),
        _day_and_month,
        "is not how dates are written here",
        "write the days as plain numbers, and the month in words",
        _MONTH_CUES,
    ),
    Form(
        "date-form",
        Severity.WARNING,
        re.compile(
            rf"\b(?P<it>{_MONTH}\s{_DAY}"
            rf"(?:(?:st|nd|rd|th)\b|(?=,?\s(?:19|20)\d\d\b))(?:,?\s{_YEAR})?)"
        ),
        _day_and_month,
        "is not how dates are written here",
        "write the days as plain numbers, and the month in words",
        _MONTH_CUES,
    ),
    Form(
        "date-form",
        Severity.WARNING,
        re.compile(
            rf"(?P<it>{_DAY}(?P<mark>[./-])(?P<month>\d\d?)(?P=mark)"
            r"(?P<year>(?:19|20)\d\d|(?<=/)\d\d))(?![\w/.-]\d)"
        ),
        _in_numbers,
        "is a date in numbers, which some read with the month first",
        _DAY_FIRST,
        ("/", "-", *(f".{digit}" for digit in range(10))),
    ),
    Form(
        "date-form",
        Severity.WARNING,
        re.compile(
            r"(?<![\w-])(?P<it>(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d))(?![\w-])"
        ),
        _year_first,
        "is a date for machines",
        cues=("-",),
    ),
    Form(
        "time-form",
        Severity.WARNING,
        re.compile(
            r"(?<![\w.,:/-])(?P<it>(?P<hour>\d\d?)(?:[.:](?P<minute>[0-5]\d))?\s?"
            r"(?P<half>[ap])(?:m\b|\.\s?m\.?(?!\w)))",
            re.IGNORECASE,
        ),
        _clock,
        "is not how times are written here",
        cues=("am", "pm", "a.", "p."),
    ),
    Form(
        "time-form",
        Severity.WARNING,
        re.compile(
            r"(?<![\w.,:/-])(?P<it>(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?:\s(?:hours|hrs)\b)?)"
            r"(?![\w:/-]|\.\d|\s?[ap]\.?m)",
            re.IGNORECASE,
        ),
        _day_clock,
        "is a time on the 24-hour clock",
        cues=(":",),
    ),
    Form(
        "time-form",
        Severity.WARNING,
        re.compile(
            r"(?<![\w.,:/-])(?P<it>12(?:[.:]00)?\s(?P<word>noon|midday|midnight))\b", re.IGNORECASE
        ),
        lambda match: "midnight" if match["word"].lower() == "midnight" else "midday",
        "says the same thing twice",
        cues=("noon", "midday", "midnight"),
    ),
)
