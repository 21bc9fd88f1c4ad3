"""Phone numbers: those that ring pass, those that ring nobody come back with advice."""

import pytest

from bindery.phone import grouped, phone_fault


@pytest.mark.parametrize(
    "number",
    [
        *("0300 100 0212", "0300 330 0700", "020 7946 0018", "111", "999", "112", "116 123"),
        *("+44 300 100 0212", "+353 1 679 3700"),
    ],
)
def test_numbers_that_ring_are_accepted(number: str) -> None:
    assert phone_fault(number, "GB") is None


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        ("0300 100 021", "one digit short"),
        ("0300 100 02122", "one digit too many"),
        ("+44 300 100 021", "one digit short"),
        ("11", "one digit short"),
        ("0300 10", "too short"),
        ("0300 100 0212 0212", "too long"),
        ("0101 222 3333", "no number of this length begins so"),
        ("0", "compare it with its source"),
    ],
)
def test_numbers_that_ring_nobody_are_refused_with_advice(number: str, advice: str) -> None:
    fault = phone_fault(number, "GB")
    assert fault
    assert number in fault[0]
    assert advice in fault[1]


def test_without_a_country_only_whole_numbers_are_judged() -> None:
    assert phone_fault("0300 100 021", None) is None
    assert phone_fault("+44 300 100 021", None)


@pytest.mark.parametrize(
    ("number", "spaced"),
    [
        ("03001000212", "0300 100 0212"),
        ("02079460018", "020 7946 0018"),
        ("+443001000212", "+44 300 100 0212"),
        ("+12025550123", "+1 202 555 0123"),
        ("0300100021", None),
        ("none", None),
        ("", None),
    ],
)
def test_a_number_is_spaced_as_in_its_country(number: str, spaced: str | None) -> None:
    assert grouped(number, "GB") == spaced
