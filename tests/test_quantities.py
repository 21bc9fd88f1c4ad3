"""Quantities in a text: what is one, what is none, and which are the same."""

import re

import pytest

from bindery.checks.quantities import key_of, phones, quantities

FOUND = [
    "It keeps for [3 days] in a fridge at [4C].",
    "Wait [12 to 24 hours], [2-3 weeks] or [36 or 37\u00a0weeks].",
    "From [2cm to 3cm], [5C to 10C] and [-18C].",
    "At [\u221218 \u00b0C] or [38\u00b0].",
    "Give [5ml], [2.5 mg], [1,500 ml] or [10 micrograms].",
    "Take [2 tablets] [3 times] a day, and [1 level teaspoon].",
    "It helps [1 in 7] people, [9 out of 10], or [15 per cent].",
    "A [6-week] check and [10 working days].",
    "Between [3 and 6 months], at [3 months] and [6 months].",
    "Open [9am to 5pm], at [5:30pm] or [17:30].",
    "It costs [\u00a39.90] or [20p].",
    "[2\u00bd hours], [24\nhours].",
]
LEFT = [
    "Press at 12, then 1 or 2 thorough turns, 1 of those at night.",
    "2 pillows for 4 people, in 3 different ways, on 1 side.",
    "Step 2 is on page 3 of section 3.2, with figure 1, in week 12 and on day 3.",
    "On 6 August 2018 at 12 o'clock, the 2nd day, in 2026.",
    "Type 1 diabetes, COVID-19, vitamin B12 and D3, omega-3, a 6-in-1 vaccine, 5 A Day.",
    "Children under 5, on a ward of 30.",
    "Born on day 3 in 2026, with 2 in 1.",
    "Call 111 or 999, on 24/7.",
]


@pytest.mark.parametrize("marked", FOUND)
def test_a_quantity_is_found_whole(marked: str) -> None:
    text, found = re.sub(r"[\[\]]", "", marked), re.findall(r"\[(.+?)\]", marked, re.DOTALL)
    told = list(quantities(text, english=True))
    assert [each.text for each in told] == found
    assert [text[each.start : each.end] for each in told] == found


@pytest.mark.parametrize("text", LEFT)
def test_other_numbers_are_none(text: str) -> None:
    assert [each.text for each in quantities(text, english=True)] == []
    assert [each.text for each in phones(text, english=True)] == []


def test_units_that_are_words_are_english_alone() -> None:
    text = "Cadwch 5 ml ar 4C, 20%, 3 days."
    assert [each.text for each in quantities(text, english=False)] == ["5 ml", "4C", "20%"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("38C", "38 \u00b0C"),
        ("2 hours", "2\u00a0Hours"),
        ("1,500ml", "1500 ml"),
        ("-18C", "\u221218C"),
        ("2-3cm", "2\u20133 cm"),
    ],
)
def test_two_ways_to_write_it_are_one_quantity(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)
    assert key_of("2 hours") != key_of("2 days")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Call 0300 100 0212.", ["03001000212"]),
        ("Call (0117) 496 0999 or +44 117 496-0999.", ["01174960999", "441174960999"]),
        ("Call the listeners on 116 123.", ["116123"]),
        ("Text HELP to 85258.", ["85258"]),
        ("There were 116 123 of them, 85258 in all, on 05 06 2026.", []),
        ("Call 111, 999 or 112. Ref 0/300/1000212.", []),
    ],
)
def test_phone_numbers_are_found(text: str, digits: list[str]) -> None:
    assert [each.key for each in phones(text, english=True)] == digits
