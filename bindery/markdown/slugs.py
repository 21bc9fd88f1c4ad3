"""Ids from headings: ASCII, unique, the same in every build."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
# Latin letters that do not come apart into a plain letter and a mark.
_LATIN = str.maketrans(
    {
        "\u00df": "ss",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00f8": "o",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00fe": "th",
        "\u0142": "l",
        "\u0131": "i",
        "\u014b": "ng",
    }
)
_APOSTROPHES = re.compile("['\u2019\u02bc]")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """The id for a heading's plain ``text``; empty where its script gives no ASCII letters.

    >>> slug("When to ask for help")
    'when-to-ask-for-help'
    """
    folded = unicodedata.normalize("NFKD", text.lower()).translate(_LATIN)
    letters = [
        letter for letter in folded if letter.isalpha() and not unicodedata.combining(letter)
    ]
    if not letters or not all(letter.isascii() for letter in letters):
        return ""
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = _OTHER.sub("-", _APOSTROPHES.sub("", plain)).strip("-")
    if not words[0].isalpha():
        words = f"section-{words}"
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words
