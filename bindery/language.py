"""Languages: names, direction, dates and lists in words. The only door to Babel.

Codes are BCP 47 tags as an author writes them (``en-GB``, ``ur``, ``pt-BR``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_decimal_symbol

_SCRIPT_LENGTH = 4  # of a script's code: "Latn", "Hant"


@cache
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(code.split("-", 1)[0])


def is_language(code: str) -> bool:
    """Whether ``code`` names a language that dates and numbers can be written in."""
    return _is_known(code)


@lru_cache(maxsize=1000)  # a millisecond each, and a ledger names the same few for every entry
def _is_known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return with_present_region(code) == code  # Babel reads "en-UK" too, and no browser does


def with_present_region(code: str) -> str:
    """The code with the region that stands for one of another time or name: en-GB of en-UK."""
    regions = get_global("territory_aliases")
    first, *rest = code.split("-")
    return "-".join((first, *(regions[part][0] if part in regions else part for part in rest)))


def code_named(name: str) -> str:
    """The code of the language that is called ``name`` in English ("Polish"); empty if none is."""
    known = _locale("en").languages.items()
    found = (code for code, called in known if called.casefold() == name.strip().casefold())
    code = next(found, "").replace("_", "-")
    return code if code and _is_known(code) else ""


def direction(code: str) -> str:
    """The direction its script runs in: "ltr" or "rtl"."""
    return "rtl" if _locale(code).character_order == "right-to-left" else "ltr"


def autonym(code: str) -> str:
    """The language's name in itself, for lists of translations: "English", "Polski"."""
    name = _locale(code).get_language_name(code.split("-", 1)[0]) or code
    return name[:1].upper() + name[1:]


def day_in_words(day: date, code: str) -> str:
    """A date with its month in words: "6 August 2018" (NHS service manual, dates).

    Dates are written day first where the language allows; Babel's long form decides.
    """
    return str(format_date(day, format="long", locale=_locale(code)))


def month_in_words(day: date, code: str) -> str:
    """Month and year in words: "August 2018"."""
    return str(format_date(day, format="LLLL y", locale=_locale(code)))


def in_a_list(words: Sequence[str], code: str) -> str:
    """Words as a phrase: "parents and midwives"."""
    return str(format_list(list(words), locale=_locale(code)))


def fallbacks(code: str) -> tuple[str, ...]:
    """The code and its less specific forms, best first: ("en-GB", "en")."""
    parts = code.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def is_same_language(code: str, other: str) -> bool:
    """Whether two codes are of one language in one script: en-GB and en-AU."""
    return _locale(code).language == _locale(other).language and _script(code) == _script(other)


def decimal_mark(code: str) -> str:
    """What stands before the decimals of a number: "." in English, "," in Polish."""
    return str(get_decimal_symbol(_locale(code)))


def _script(code: str) -> str:
    """The script that a code names, or that its language is usually written in."""
    locale = _locale(code)
    if locale.script:
        return str(locale.script)
    usual = get_global("likely_subtags")
    parts = (code.replace("-", "_"), locale.language)
    likely = next((usual[part] for part in parts if part in usual), "")
    return next((part for part in likely.split("_") if len(part) == _SCRIPT_LENGTH), "")
