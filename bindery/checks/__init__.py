"""Checks: on a guide before it is made, and on the made file. A check is one function.

To add one: a function in a file here, and its name in a tuple below. Checks on made files
are imported when a file has been made, because they bring heavy libraries with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from bindery.diagnostics import Diagnostic
from bindery.document import PRESS_STANDARD, Document, Made
from bindery.edition import Claim
from bindery.guide import CERTIFIABLE, Guide
from bindery.ledger import Ledger
from bindery.ledger_words import seen_in

from .care_cards import card_contact, card_heading, emergency_link, second_card, text_after_card
from .coverage import typed_phone, typed_value
from .do_lists import do_item, do_not_item, few_items
from .entries import entry_due, entry_interval, insecure_link
from .entry_words import untranslated_entry
from .findings import Verdict, verdict
from .parts import (
    missing_author,
    missing_contact,
    missing_feedback,
    missing_help,
    missing_key_points,
    missing_sources,
    unreachable_publisher,
)
from .released import same_version
from .sign_off import (
    approved_unreviewed,
    old_source,
    review_due,
    review_interval,
    review_overdue,
    self_review,
)
from .translations import TRANSLATION_CHECKS
from .words import in_english

GuideCheck = Callable[[Guide, date], Iterable[Diagnostic]]
LedgerCheck = Callable[[Guide, Ledger, date], Iterable[Diagnostic]]

GUIDE_CHECKS: tuple[GuideCheck, ...] = (
    approved_unreviewed,
    review_overdue,
    same_version,
    review_due,
    review_interval,
    old_source,
    self_review,
    missing_author,
    missing_contact,
    missing_feedback,
    missing_help,
    missing_key_points,
    missing_sources,
    unreachable_publisher,
    second_card,
    card_heading,
    emergency_link,
    text_after_card,
    do_item,
    do_not_item,
    few_items,
    in_english,
)
LEDGER_CHECKS: tuple[LedgerCheck, ...] = (
    card_contact,
    entry_due,
    entry_interval,
    insecure_link,
    typed_phone,
    typed_value,
    untranslated_entry,
)


def of_guide(guide: Guide, ledger: Ledger, today: date, original: Guide | None = None) -> Verdict:
    """Everything the checks find in a guide and its author does not allow, in no order.

    ``original`` is the guide in its first language, None if this is it.
    """
    found = [finding for check in GUIDE_CHECKS for finding in check(guide, today)]
    seen = seen_in(ledger, guide.language)
    found += (finding for check in LEDGER_CHECKS for finding in check(guide, seen, today))
    if original:
        found += (fault for check in TRANSLATION_CHECKS for fault in check(original, guide))
    return verdict(guide, found)


def provable(standards: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``standards`` that a check can prove on this machine: a file claims no others."""
    from . import conformance  # noqa: PLC0415 (as of_made)

    always = (PRESS_STANDARD, *CERTIFIABLE)
    return tuple(each for each in standards if each in always or conformance.available())


def by_validators(document: Document, made: Made) -> tuple[Diagnostic, ...]:
    """What the field's own validators, which take seconds, have against a made file."""
    from . import validators  # noqa: PLC0415 (as of_made)

    return validators.judge(document, made.data)


def of_made(document: Document, made: Made) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """The claims that were proved of a made file, and everything the checks find in it."""
    if document.edition.suffix == "pdf":
        from . import conformance, page_budget, pages  # noqa: PLC0415 (heavy)

        if PRESS_STANDARD in document.claims:
            from . import press  # noqa: PLC0415 (as above, and a leaflet has no need of it)

            claims, found = press.prove(made.data, document)
        else:
            claims, found = conformance.prove(made.data, document.claims)
        return claims, (*found, *pages.check(document, made), *page_budget.check(document, made))
    if document.edition.suffix == "html":
        from . import web_page  # noqa: PLC0415 (as above)

        return (), web_page.check(document, made)
    from . import certified, epub_structure  # noqa: PLC0415 (as above)

    found = epub_structure.check(document, made)
    claims, missing = certified.prove(document, found)
    return claims, (*found, *missing)
