"""Ledgers: every fault at its place, and an entry at fault is still an entry."""

from datetime import date

import pytest
from conftest import FORMATS, TODAY, places

from bindery.ledgers import read_contacts, read_facts
from bindery.settings import Known
from bindery.toml_source import parse

KNOWN = Known(FORMATS, TODAY, "GB")
ENTRY = 'source = "S"\nchecked = 2026-11-01\nreview-by = 2027-11-01\nstatus = "verified"\n'
CONTACT = f'[helpline]\ntitle = "T"\nphone = "111"\n{ENTRY}'
FACT = f'[keeps]\nvalue = "3 days"\nstatement = "It keeps."\n{ENTRY}'

ENTRY_FAULTS = [
    (CONTACT.replace("111", "0300 100 021"), "3:9 bad-phone"),
    (CONTACT.replace('"111"', '""'), "3:9 empty-value"),
    (CONTACT.replace("phone", "web").replace("111", ""), "3:7 empty-value"),
    (CONTACT.replace("phone", "web").replace("111", "not a site"), "3:7 bad-web"),
    (CONTACT.replace("phone", "email").replace("111", "a@b"), "3:9 bad-email"),
    (CONTACT.replace("phone", "email").replace("111", "a..b@c.org"), "3:9 bad-email"),
    (CONTACT.replace("phone", "email").replace("111", ".a@c.org"), "3:9 bad-email"),
    (CONTACT.replace("phone", "web").replace("111", "a b.org"), "3:7 bad-web"),
    (CONTACT.replace("phone", "web").replace("111", "https://hospital"), "3:7 bad-web"),
    (CONTACT + 'kind = "ward"\n', "8:8 unknown-value"),
    (CONTACT.replace("phone", "fone"), "3:1 unknown-key"),
    (CONTACT.replace('phone = "111"\n', ""), "1:1 missing-key"),
    (CONTACT.replace('title = "T"\n', ""), "1:1 missing-key"),
    (CONTACT + 'url = ""\n', "8:7 empty-value"),
    (CONTACT + 'hours = ""\n', "8:9 empty-value"),
    (CONTACT.replace("[helpline]", "[Help_Line]"), "1:1 bad-name"),
    (CONTACT.replace("verified", "checked"), "7:10 unknown-value"),
    (CONTACT.replace("2027-11-01", "2026-11-01"), "6:13 bad-date"),
    (CONTACT.replace("2026-11-01", "2026-12-01"), "5:11 bad-date"),
    (CONTACT.replace("2027-11-01", "2027-11-31"), "6:13 bad-date"),
    (CONTACT.replace('source = "S"\n', ""), "1:1 missing-key"),
    ('helpline = "111"\n', "1:12 wrong-type"),
    (CONTACT + CONTACT, "8:1 duplicate-key"),
    (CONTACT.replace('"T"', '"\\u202eT"'), "2:9 unsafe-character"),
    (CONTACT.replace('"T"', '"\u202eT"'), "2:10 unsafe-character"),
]


@pytest.mark.parametrize(("text", "expected"), ENTRY_FAULTS)
def test_a_fault_in_a_contact_is_reported_once_at_its_place(text: str, expected: str) -> None:
    read = read_contacts(parse(text, "contacts.toml"), KNOWN)
    assert ", ".join(places(read.diagnostics)) == expected
    assert read.faulty == set(read.by_name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FACT.replace('"3 days"', "3"), "2:9 wrong-type"),
        (FACT.replace("3 days", " "), "2:9 empty-value"),
        (FACT.replace('statement = "It keeps."\n', ""), "1:1 missing-key"),
        (FACT + 'url = "example"\n', "8:7 bad-web"),
    ],
)
def test_a_fault_in_a_fact_is_reported_once_at_its_place(text: str, expected: str) -> None:
    read = read_facts(parse(text, "facts.toml"), KNOWN)
    assert ", ".join(places(read.diagnostics)) == expected
    assert read.faulty == {"keeps"}


def test_an_entry_keeps_what_was_written_even_where_it_is_refused() -> None:
    text = CONTACT.replace("111", "0300 100 021").replace("2027-11-01", "2027-02-30")
    read = read_contacts(parse(text, "contacts.toml"), KNOWN)
    contact = read.by_name["helpline"]
    assert read.faulty == {"helpline"}
    assert contact.phone == "0300 100 021"
    assert contact.provenance.review_by == date.max, "nothing more is said of it: not expired"


def test_an_unverified_contact_may_lack_a_way_to_reach_it() -> None:
    text = CONTACT.replace('phone = "111"\n', "").replace("verified", "unverified")
    assert not read_contacts(parse(text, "contacts.toml"), KNOWN).diagnostics


def test_entries_hold_what_was_written_and_where() -> None:
    text = CONTACT + 'url = "https://s.org"\nhours = "9am to 5pm"\nhelps-with = "Feeding"\n'
    (contact,) = read_contacts(parse(text, "contacts.toml"), KNOWN).by_name.values()
    assert (contact.name, contact.title, contact.phone) == ("helpline", "T", "111")
    assert (contact.hours, contact.helps_with) == ("9am to 5pm", "Feeding")
    assert (contact.provenance.source, contact.provenance.url) == ("S", "https://s.org")
    assert contact.provenance.checked == date(2026, 11, 1)
    assert str(contact.span) == "contacts.toml:1:1"
    (fact,) = read_facts(parse(FACT, "facts.toml"), KNOWN).by_name.values()
    assert (fact.name, fact.value, fact.statement) == ("keeps", "3 days", "It keeps.")


@pytest.mark.parametrize(
    ("typed", "rule", "fix"),
    [
        ("03001000212", "phone-spacing", "0300 100 0212"),
        ("+443001000212", "phone-spacing", "+44 300 100 0212"),
        ("0300-100-0212", "bad-phone", "0300 100 0212"),
        ("(020) 79460018", "bad-phone", "020 7946 0018"),
        ("0300-100-021", "bad-phone", None),
        ("0300 1000212", None, None),
        ("999", None, None),
    ],
)
def test_a_phone_number_is_mended_where_only_one_way_is_right(
    typed: str, rule: str | None, fix: str | None
) -> None:
    text = CONTACT.replace("111", typed)
    read = read_contacts(parse(text, "contacts.toml"), KNOWN)
    assert [fault.rule for fault in read.diagnostics] == ([rule] if rule else [])
    # A number that can be dialled is printed, however it is written.
    assert read.faulty == ({"helpline"} if rule == "bad-phone" else set())
    for fault in read.diagnostics:
        assert fault.fix == (f'"{fix}"' if fix else None)
        assert fault.span
        assert fault.span.length == len(typed) + 2


def test_a_phone_number_in_other_quotes_is_left_to_its_author() -> None:
    text = CONTACT.replace('"111"', "'03001000212'")
    (fault,) = read_contacts(parse(text, "contacts.toml"), KNOWN).diagnostics
    assert (fault.rule, fault.fix) == ("phone-spacing", None)
