"""The rules whose findings an author may say are meant.

They are what the checks find in a guide's words and settings, where a person may know better. No
other can be allowed: what the reader refuses has no meaning that could be printed, a finished file
is measured, and a guide whose review or entries are out of date cannot be trusted as it stands.
"""

from __future__ import annotations

_WORDS = (
    *("a-gp", "bold-words", "british-spelling", "call-111", "capitals", "contraction"),
    *("date-form", "decimal", "decimal-zero", "fever-number", "heading-question"),
    *("heading-stop", "imperial-unit", "italics", "link-words", "list-form", "long-list"),
    *("long-paragraph", "long-sentence", "long-title", "mixed-chances", "number-words"),
    *("online-111", "percentage", "range-dash", "readability", "sentence-case", "step-form"),
    *("temperature-form", "thousands-comma", "time-form", "uneven-list", "unit-space"),
    *("unsafe-unit", "word-choice"),
)
_SAFETY = (
    *("card-contact", "card-heading", "do-item", "do-not-item", "emergency-link", "few-items"),
    *("missing-author", "missing-contact", "missing-feedback", "missing-help"),
    *("missing-key-points", "missing-sources", "second-card", "text-after-card"),
    "unreachable-publisher",
)
_LEDGERS = ("entry-due", "insecure-link", "typed-phone", "typed-value", "untranslated-entry")
_SIGN_OFF = ("old-source", "review-due", "review-interval", "same-version", "self-review")
_TRANSLATIONS = (
    *("translation-behind", "translation-blocks", "translation-entries", "translation-numbers"),
    "untranslated-text",
)

ALLOWABLE = frozenset((*_WORDS, *_SAFETY, *_LEDGERS, *_SIGN_OFF, *_TRANSLATIONS))
