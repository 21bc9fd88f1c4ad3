"""Characters that harm a reader or a file are refused; those that languages need are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery.text_safety import (
    MOST_REPORTED,
    REPLACEMENT,
    check_text,
    find_unsafe,
    replace_unsafe,
)

REFUSED = {
    "null": "\x00",
    "vertical tab": "\x0b",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "left-to-right override": "\u202d",
    "right-to-left override": "\u202e",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "outdated shaping": "\u206c",
    "annotation": "\ufff9",
    "byte order mark": "\ufeff",
    "replacement character": "\ufffd",
    "lone surrogate": "\ud800",
    "private use": "\uf0b7",
    "private plane": "\U000f1234",
    "noncharacter": "\ufdd0",
    "last of the first plane": "\uffff",
    "last but one of another plane": "\U0002fffe",
    "stray tag": "\U000e0041",
    "cancelled tag without a flag": "\U000e007f",
}
HIDDEN = {
    "zero-width space in a number": ("0300 1\u200b00", 7),
    "soft hyphen in a number": ("5\u00ad0 ml", 2),
    "joiners in a number": ("5\u200d\u2060\u200c0", 2),
    "a pile of marks": ("a" + "\u0301" * 20, 10),
}
NEEDED = {
    "joiner between a figure and a word": "5\u200c\u0645",
    "Hebrew with vowels and accents": "\u05d1\u05bc\u05b0\u0596\u05e8",
    "Vietnamese, decomposed": "e\u0302\u0301",
    "tab and line feed": "a\tb\n",
    "marks": "5\u200f \u200e7 \u061c",
    "isolates": "\u2067\u0645\u2069 \u2066a\u2069 \u2068b\u2069",
    "embeddings": "\u202bab\u202c",
    "Persian joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi joiner": "\u0915\u094d\u200d\u0937",
    "Khmer break": "\u1781\u200b\u1798",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "soft hyphen": "breast\u00adfeeding",
    "no-break space": "5\u00a0ml",
    "decomposed": "e\u0301",
    "Welsh flag": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "Chinese, second plane": "\U00020000",
}


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED.keys())
def test_harmful_characters_are_refused_where_they_stand(character: str) -> None:
    (fault,) = check_text(f"one\ntwo {character} three\n", "a.md")
    assert str(fault.span) == "a.md:2:5"
    assert fault.rule == "unsafe-character"
    assert f"`U+{ord(character):04X}`" in fault.message
    assert fault.hint


@pytest.mark.parametrize(("text", "column"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_makes_a_number_or_a_letter_another_is_refused(text: str, column: int) -> None:
    (fault,) = check_text(text, "a.md")
    assert (str(fault.span), fault.rule) == (f"a.md:1:{column}", "unsafe-character")
    assert not check_text(replace_unsafe(text).replace(REPLACEMENT, "x"), "a.md")


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED.keys())
def test_what_languages_need_stays(text: str) -> None:
    assert check_text(text, "a.md") == ()
    assert replace_unsafe(text) == text


def test_a_flag_cut_short_is_refused() -> None:
    flag = NEEDED["Welsh flag"]
    assert len(list(find_unsafe(flag[:-1]))) == len(flag) - 2
    assert len(list(find_unsafe(flag[1:]))) == len(flag) - 1


def test_a_line_ends_at_a_line_feed_only() -> None:
    faults = check_text("\x0c\x1d\u2028\n\x0b", "a.md", first_line=10)
    assert [str(fault.span) for fault in faults] == [
        "a.md:10:1",
        "a.md:10:2",
        "a.md:10:3",
        "a.md:11:1",
    ]


def test_a_flood_is_cut_short_and_counted() -> None:
    faults = check_text("\u202e" * (MOST_REPORTED + 7), "a.md")
    assert len(faults) == MOST_REPORTED + 1
    assert faults[-1].message == "and 7 more such characters"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_after_replacing_nothing_else_has_changed(text: str) -> None:
    safe = replace_unsafe(text)
    unsafe = {found.index for found in find_unsafe(text)}
    assert len(safe) == len(text)
    for index, (before, after) in enumerate(zip(text, safe, strict=True)):
        assert after == (REPLACEMENT if index in unsafe else before)
    safe.encode()
    assert set(safe) <= {REPLACEMENT, *text}
