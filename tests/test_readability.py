"""Readability: formulas against sums done by hand, and a guide's hardest sentences."""

import pytest
from conftest import Shop

from bindery import readability
from bindery.checking import check
from bindery.guide import Guide
from bindery.readability import Readability, measure

HEAD = "# Milk\n\nWhat it is for.\n\n## At home\n\n"
# Six words of one syllable and one of three.
PLAIN = "Put the milk in a cold container."


def _guide(shop: Shop, text: str, language: str = "en-GB") -> Guide:
    shop.guide(text, language=language)
    shop.write("source/handout.toml", f'languages = ["{language}"]\n[publisher]\nname = "A"\n')
    project = shop.read()
    return project.guides[0]


def test_formulas_give_what_they_give_by_hand() -> None:
    # 30 long words in 30 sentences: 1.043 * sqrt(30) + 3.1291
    assert readability.smog(30, 30) == pytest.approx(8.8419, abs=1e-4)
    # 0.39 * 10 + 11.8 * 1.5 - 15.59
    assert readability.flesch_kincaid(10, 1.5) == pytest.approx(6.01)
    # 206.835 - 1.015 * 10 - 84.6 * 1.5
    assert readability.flesch_ease(10, 1.5) == pytest.approx(69.785)
    # 120 of 150 words have one syllable: 20 - 12
    assert readability.forcast(0.8) == pytest.approx(8)


def test_a_guide_is_measured_by_its_sentences(shop: Shop) -> None:
    found = measure(_guide(shop, HEAD + f"{PLAIN}\n\n" * 30))
    # The summary ("What it is for.") has 4 words in a sentence of its own.
    assert (found.sentences, found.words) == (31, 214)
    long_words, syllables = 30, 30 * 9 + 4
    assert found.smog == pytest.approx(readability.smog(long_words, 31))
    assert found.flesch_kincaid == pytest.approx(
        readability.flesch_kincaid(214 / 31, syllables / 214)
    )
    assert found.flesch_ease == pytest.approx(readability.flesch_ease(214 / 31, syllables / 214))
    # The heading's two words count here, and no others.
    assert found.forcast == pytest.approx(readability.forcast((30 * 6 + 4 + 2) / 216))
    assert [(each.name, each.age is None) for each in found.scores] == [
        ("SMOG", False),
        ("Flesch-Kincaid", False),
        ("Flesch ease", True),
        ("FORCAST", False),
    ]
    assert [each.age for each in found.scores] == [14, 7, None, 12]
    assert str(found) == (
        f"SMOG {found.smog:.1f}, Flesch-Kincaid {found.flesch_kincaid:.1f}, "
        f"Flesch ease {found.flesch_ease:.1f}, FORCAST {found.forcast:.1f}"
    )


def test_a_short_text_has_no_score(shop: Shop) -> None:
    found = measure(_guide(shop, HEAD + PLAIN))
    assert (found.smog, found.flesch_kincaid, found.flesch_ease, found.forcast) == (None,) * 4
    assert str(found) == "too short for a score"


def test_other_languages_have_no_score(shop: Shop) -> None:
    assert measure(_guide(shop, HEAD + PLAIN, "cy")) == Readability()


def test_what_is_not_read_as_sentences_is_not_counted_as_such(shop: Shop) -> None:
    shop.write(
        "source/a-guide/images/cup.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>',
    )
    text = f"""{HEAD}{PLAIN}

[Mae llaeth yn yr oergell. Mae'n oer iawn yno.]{{lang=cy}}

| A cold cell. | Another. |
|---|---|
| One. | Two. |

::: figure
![A cup. It is full.](images/cup.svg)

::: description
It is a cup. It is full of milk.
:::
:::
"""
    assert measure(_guide(shop, text)).sentences == 2


HARD = "Multidisciplinary practitioners reassess rehabilitation."
LONG = "We ask you to sit down with us and tell us how it was for you and what you had to do there."


def test_the_hardest_sentences_come_with_place_and_reasons(shop: Shop) -> None:
    found = measure(_guide(shop, f"{HEAD}{PLAIN} {LONG}\n\n- milk\n- {HARD}\n- a\n- b\n- c\n"))
    assert len(found.hardest) == 5
    longest, hardest, plain, *_ = found.hardest
    assert (hardest.text, str(hardest.span)) == (HARD, "source/a-guide/en-GB.md:10:3")
    assert hardest.long_words == ("Multidisciplinary", "practitioners", "rehabilitation")
    assert (longest.text, longest.words, longest.long_words) == (LONG, 23, ())
    assert (plain.text, plain.long_words) == (PLAIN, ("container",))
    assert [each.is_hard for each in found.hardest[:3]] == [True, False, False]


def test_hard_sentences_under_no_title_are_told_all_the_same(shop: Shop) -> None:
    shop.guide(f"Words.\n\n## A section\n\n{HARD} {LONG}\n" + f"{PLAIN}\n" * 20)
    found = {each.rule: each for each in check(shop.source, (), shop.today)}
    assert {"missing-title", "readability"} <= found.keys()
    assert str(found["readability"].span) == "source/a-guide/en-GB.md"
