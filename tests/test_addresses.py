"""Postal addresses: a British postcode is one, or is told."""

import pytest
from conftest import FORMATS, TODAY, places

from bindery.ledgers import read_contacts
from bindery.settings import Known, read_layer
from bindery.toml_source import parse


def _faults(address: str, region: str | None = "GB") -> list[tuple[str, str | None]]:
    text = f'[publisher]\nname = "A service"\naddress = """{address}"""\n'
    read = read_layer(parse(text, "handout.toml"), Known(FORMATS, TODAY, region))
    assert all(place == "3:11 bad-postcode" for place in places(read.diagnostics))
    return [(fault.message, fault.hint) for fault in read.diagnostics]


@pytest.mark.parametrize(
    "address",
    [
        *("1 Example Street, Anytown AN1 1AA", "1 Example Street\nAnytown\nAN1 1AA"),
        *("SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EC1A 1BB", "W1A 0AX", "GIR 0AA"),
        *("AN1 1AA, England", "AN1 1AA\nUnited Kingdom", "AN1 1AA."),
        *("1 Example Street, Anytown", "Unit 4B, 12 Example Road, Anytown", "Ward B12A", ""),
        *("Level B2, Anytown Hospital", "Room A12", "Block A1 2B, Anytown"),
    ],
)
def test_a_good_address_is_read(address: str) -> None:
    assert _faults(address) == []


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("Anytown AN1 1A", "`AN1 1A` is not a postcode", "compare it with its source"),
        ("Anytown AN1 1AAA", "`AN1 1AAA` is not a postcode", "compare it with its source"),
        ("Anytown AN1 OAA", "`AN1 OAA` is not a postcode", "compare it with its source"),
        ("Anytown AN1 1CI", "`AN1 1CI` is not a postcode", "compare it with its source"),
        ("Anytown QN1 1AA", "`QN1 1AA` is not a postcode", "compare it with its source"),
        ("Anytown AN11AA", "`AN11AA` is not a postcode", "write `AN1 1AA`"),
        ("Anytown\nan1 1aa, UK", "`an1 1aa` is not a postcode", "write `AN1 1AA`"),
        ("Anytown SW1A1AA", "`SW1A1AA` is not a postcode", "write `SW1A 1AA`"),
    ],
)
def test_a_postcode_that_is_none_is_told(address: str, message: str, hint: str) -> None:
    ((said, advice),) = _faults(address)
    assert said == message
    assert advice is not None
    assert advice.startswith(hint)


def test_another_country_has_other_postcodes() -> None:
    assert _faults("Anytown AN1 1A", "IE") == []
    assert _faults("Anytown AN1 1A", None) == []


def test_a_contact_is_read_likewise_and_may_not_have_an_empty_address() -> None:
    text = '[ward]\ntitle = "W"\nphone = "111"\naddress = "AN1 1A"\nsource = "S"\n'
    text += 'checked = 2026-11-01\nreview-by = 2027-11-01\nstatus = "verified"\n'
    known = Known(FORMATS, TODAY, "GB")
    read = read_contacts(parse(text, "contacts.toml"), known)
    assert places(read.diagnostics) == ["4:11 bad-postcode"]
    assert read.by_name["ward"].address == "AN1 1A"
    read = read_contacts(parse(text.replace("AN1 1A", ""), "contacts.toml"), known)
    assert places(read.diagnostics) == ["4:11 empty-value"]
