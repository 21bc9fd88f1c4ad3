"""Ledgers: every fault at its place, and an entry at fault is still an entry."""

from datetime import date

import pytest
from conftest import FORMATS, TODAY, places

from bindery.ledger import Ledger
from bindery.ledger_words import is_foreign, seen_in, with_views
from bindery.ledgers import read_contacts, read_facts
from bindery.settings import Known
from bindery.toml_source import parse

KNOWN = Known(FORMATS, TODAY, "GB", language="en-GB")
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


# ---- words in other languages

POLISH_FACT = f"{FACT.replace('It keeps.', 'It keeps 3 days.')}[keeps.in.pl]\n"
POLISH_CONTACT = f"{CONTACT}[helpline.in.pl]\n"
TRANSLATION_FAULTS = [
    (POLISH_FACT, "8:1 empty-value"),
    (POLISH_FACT + 'valeu = "3 dni"\n', "9:1 unknown-key"),
    (POLISH_FACT + 'value = ""\n', "9:9 empty-value"),
    (POLISH_FACT + "value = 3\n", "9:9 wrong-type"),
    (POLISH_FACT + 'status = "verified"\n', "9:1 same-for-all"),
    (POLISH_FACT + 'value = "4 dni"\n', "9:9 translated-numbers"),
    (POLISH_FACT.replace("[keeps.in.pl]", 'in.pl = "3 dni"'), "8:9 wrong-type"),
    (POLISH_FACT + 'value = "\u202e3 dni"\n', "9:10 unsafe-character"),
    (POLISH_CONTACT + 'phone = "111"\n', "9:1 same-for-all"),
    (POLISH_CONTACT + 'email = "a@example.org"\n', "9:1 same-for-all"),
    (POLISH_CONTACT + 'web = "nowhere"\n', "9:7 bad-web"),
    (POLISH_CONTACT + 'hours = " "\n', "9:9 empty-value"),
    (POLISH_CONTACT + 'help-with = "X."\n', "9:1 unknown-key"),
]


@pytest.mark.parametrize(("text", "expected"), TRANSLATION_FAULTS)
def test_a_fault_in_another_language_stops_that_language_alone(text: str, expected: str) -> None:
    reader = read_facts if text.startswith("[keeps]") else read_contacts
    read = reader(parse(text, "a.toml"), KNOWN)
    assert ", ".join(places(read.diagnostics)) == expected
    assert read.faulty == set()
    assert read.mistranslated == {(name, "pl") for name in read.by_name}


@pytest.mark.parametrize(
    ("header", "expected", "hint"),
    [
        ("[keeps.in.PL]", "8:1 bad-language", "did you mean `pl`?"),
        ("[keeps.in.polish]", "8:1 bad-language", "did you mean `pl`?"),
        ("[keeps.in.klingonic]", "8:1 bad-language", "write a code such as en-GB or cy"),
        ("[keeps.in.en]", "8:1 duplicate-value", "correct the entry's own words instead"),
        ("[keeps.pl]", "8:1 unknown-key", "write [keeps.in.pl]"),
        ("[keeps.inn.pl]", "8:1 unknown-key", "did you mean `in`?"),
    ],
)
def test_a_language_that_cannot_be_is_told_at_its_header(
    header: str, expected: str, hint: str
) -> None:
    text = POLISH_FACT.replace("[keeps.in.pl]", header) + 'value = "3 dni"\n'
    read = read_facts(parse(text, "facts.toml"), KNOWN)
    assert places(read.diagnostics) == [expected]
    assert [fault.hint for fault in read.diagnostics] == [hint]


@pytest.mark.parametrize(
    ("own", "theirs", "told"),
    [
        ("3 days", "3 dni", ""),
        ("3 days", "4 dni", "3 is missing; 4 is not there"),
        ("12 to 24 hours", "24 godziny", "12 is missing"),
        ("8 times", "8 razy na 24 godziny", "24 is not there"),
        ("2 hours", "\u0662 \u0633\u0627\u0639\u0629", ""),
        ("2 hours", "\u09e8 \u0998\u09a3\u09cd\u099f\u09be", ""),
        ("2 hours", "\u09e9 \u0998\u09a3\u09cd\u099f\u09be", "2 is missing; \u09e9 is not there"),
        ("2cm to 3cm", "od 2 do 3 cm", ""),
        ("1,000 ml", "1 000 ml", ""),
        ("1,000 ml", "1.000 ml", ""),
        ("100,000", "1,00,000", ""),
        ("1.125 g", "1,125 g", ""),
        ("1.125 g", "1 125 g", "1.125 is missing; 1 125 is not there"),
        ("1.5 kg", "1,5 kg", ""),
        ("1.5 kg", "1\u066b5 kg", ""),
        ("1.50 kg", "1\u00bd kg", ""),
        ("1,234,567.5", "1.234.567,5", ""),
        ("-18C", "\u221218 \u00b0C", ""),
        ("-18C", "18 \u00b0C", "-18 is missing; 18 is not there"),
        ("2-3 days", "2\u20133 dni", ""),
        ("9am to 5pm", "od 9:00 do 17:00", ""),
        ("9am to 5pm", "od 9 do 15", "5pm is missing; 15 is not there"),
        ("12am", "00:00", ""),
        ("10.30pm", "22.30", ""),
    ],
)
def test_a_translation_has_the_numbers_of_its_entry(own: str, theirs: str, told: str) -> None:
    text = POLISH_FACT.replace('"3 days"', f'"{own}"') + f'value = "{theirs}"\n'
    read = read_facts(parse(text, "facts.toml"), KNOWN)
    assert [str(fault.severity) for fault in read.diagnostics] == (["error"] if told else [])
    for fault in read.diagnostics:
        assert fault.message == f"the numbers are not those of `{own}`: {told}"
        assert fault.hint == "correct this, or line 2: whichever is not up to date"


@pytest.mark.parametrize("line", ['value = "trzy dni"', 'statement = "4 dni."'])
def test_sentences_and_words_for_numbers_only_warn(line: str) -> None:
    read = read_facts(parse(f"{POLISH_FACT}{line}\n", "facts.toml"), KNOWN)
    (fault,) = read.diagnostics
    assert (fault.rule, str(fault.severity)) == ("translated-numbers", "warning")
    assert read.mistranslated == set()


def test_an_entry_is_seen_in_a_language_with_what_it_has_there() -> None:
    contact = CONTACT + 'hours = "9am to 5pm"\nhelps-with = "Feeding"\n'
    contact += '[helpline.in.pt]\ntitle = "A"\nhours = "9-17"\n[helpline.in.pt-BR]\ntitle = "B"\n'
    contacts = read_contacts(parse(contact, "contacts.toml"), KNOWN)
    assert contacts.diagnostics == ()
    whole = with_views(Ledger(contacts.by_name, {}, "en-GB"))
    seen = {
        code: seen_in(whole, code).contacts["helpline"]
        for code in ("en-GB", "pt", "pt-BR", "pt-PT")
    }
    assert {code: (each.title, each.hours) for code, each in seen.items()} == {
        "en-GB": ("T", "9am to 5pm"),
        "pt": ("A", "9-17"),
        "pt-BR": ("B", "9-17"),
        "pt-PT": ("A", "9-17"),
    }
    for each in seen.values():
        assert (each.phone, each.helps_with) == ("111", "Feeding")
        assert each.provenance == seen["en-GB"].provenance


@pytest.mark.parametrize(
    ("code", "foreign"),
    [("en-GB", False), ("en-AU", False), ("en", False), ("pl", True), ("cy", True)],
)
def test_kinds_of_english_are_one_language(code: str, *, foreign: bool) -> None:
    assert is_foreign(Ledger(language="en-GB"), code) is foreign
    assert is_foreign(Ledger(language=code), "en-IE") is foreign
    assert is_foreign(Ledger(language="zh-Hans"), "zh-TW"), "other signs"
