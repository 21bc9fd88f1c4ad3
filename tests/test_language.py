"""Languages: names, direction, dates and lists, as their readers write them."""

from datetime import date

import pytest

from bindery import language

DAY = date(2026, 11, 4)


@pytest.mark.parametrize("code", ["en-GB", "en", "cy", "ar", "pt-BR", "zh-Hans", "ckb", "sr-Latn"])
def test_a_language_with_words_for_dates_is_one(code: str) -> None:
    assert language.is_language(code)


@pytest.mark.parametrize(
    "code", ["", "-", "xx-YY", "english", "en_GB", "en-GB-", "../en", "e", "1"]
)
def test_anything_else_is_no_language(code: str) -> None:
    assert not language.is_language(code)


@pytest.mark.parametrize(
    ("code", "now"),
    [("en-UK", "en-GB"), ("my-BU", "my-MM"), ("en-GB", "en-GB"), ("es-419", "es-419"), ("x", "x")],
)
def test_a_region_has_its_present_code_alone(code: str, now: str) -> None:
    assert language.with_present_region(code) == now
    assert code == now or not language.is_language(code)


def test_only_text_names_a_language() -> None:
    assert not language.is_language(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("en-GB", "ltr"),
        ("cy", "ltr"),
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("he", "rtl"),
        ("fa-AF", "rtl"),
    ],
)
def test_a_script_runs_its_own_way(code: str, direction: str) -> None:
    assert language.direction(code) == direction


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en-GB", "English"),
        ("cy", "Cymraeg"),
        ("pl", "Polski"),
        ("ar", "العربية"),
        ("pt-BR", "Português"),
        ("ro", "Română"),
    ],
)
def test_a_language_is_called_what_its_readers_call_it(code: str, name: str) -> None:
    assert language.autonym(code) == name


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en-GB", "4 November 2026"),
        ("en-US", "November 4, 2026"),
        ("cy", "4 Tachwedd 2026"),
        ("pl", "4 listopada 2026"),
        ("de-CH", "4. November 2026"),
        ("en-XK", "November 4, 2026"),  # a country Babel has no entry for: the language decides
    ],
)
def test_a_day_has_its_month_in_words(code: str, words: str) -> None:
    assert language.day_in_words(DAY, code) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [("en-GB", "November 2026"), ("cy", "Tachwedd 2026"), ("pl", "listopad 2026")],
)
def test_a_month_stands_alone(code: str, words: str) -> None:
    assert language.month_in_words(DAY, code) == words


@pytest.mark.parametrize(
    ("code", "given", "words"),
    [
        ("en-GB", ["parents"], "parents"),
        ("en-GB", ["parents", "midwives"], "parents and midwives"),
        ("en-GB", ["a", "b", "c"], "a, b and c"),
        ("cy", ["rhieni", "bydwragedd"], "rhieni a(c) bydwragedd"),
        ("pl", ["a", "b"], "a i b"),
    ],
)
def test_words_become_a_phrase(code: str, given: list[str], words: str) -> None:
    assert language.in_a_list(given, code) == words


def test_a_code_falls_back_to_less_and_less() -> None:
    assert language.fallbacks("zh-Hant-HK") == ("zh-Hant-HK", "zh-Hant", "zh")
    assert language.fallbacks("en") == ("en",)
