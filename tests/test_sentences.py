"""English in sentences and syllables, against texts and words that people have counted."""

import pytest

from bindery.sentences import is_english, sentences, syllables, words_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wash your hands. Sit down.", ["Wash your hands.", "Sit down."]),
        ("Is it warm? No! Wait…", ["Is it warm?", "No!", "Wait…"]),
        ("No stop at its end", ["No stop at its end"]),
        ("It can help when:", ["It can help when:"]),
        (
            "Ask Dr. Smith, Mrs. Jones or St. Mary’s. Then go.",
            ["Ask Dr. Smith, Mrs. Jones or St. Mary’s.", "Then go."],
        ),
        (
            "Use soap, e.g. Dove, i.e. No wipes. Dry them.",
            ["Use soap, e.g. Dove, i.e. No wipes.", "Dry them."],
        ),
        ("Take milk, tea etc. before bed.", ["Take milk, tea etc. before bed."]),
        ("Take milk, tea etc. Then sleep.", ["Take milk, tea etc.", "Then sleep."]),
        ("Come at 5.30 or at 5 p.m. tomorrow.", ["Come at 5.30 or at 5 p.m. tomorrow."]),
        ("Come at 5 p.m. We wait.", ["Come at 5 p.m.", "We wait."]),
        ("Give 0.5ml. Wait 1.5 hours.", ["Give 0.5ml.", "Wait 1.5 hours."]),
        ("See No. 5 and fig. 2. Go on.", ["See No. 5 and fig. 2.", "Go on."]),
        ("Take vitamin K. It helps.", ["Take vitamin K.", "It helps."]),
        ("J. R. Smith wrote it. Read on.", ["J. R. Smith wrote it.", "Read on."]),
        ("“Can I?” she asked. “Yes.” Good.", ["“Can I?” she asked.", "“Yes.”", "Good."]),
        ("(Wait a minute.) Then go on.", ["(Wait a minute.)", "Then go on."]),
        ("Go to example.org/help. It is free.", ["Go to example.org/help.", "It is free."]),
        ("One row.\nThe next.", ["One row.", "The next."]),
        ("  Blanks.  ", ["Blanks."]),
        ("… !", []),
        ("", []),
    ],
)
def test_a_text_parts_into_its_sentences(text: str, parts: list[str]) -> None:
    assert [text[each.start : each.end] for each in sentences(text)] == parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wash your hands.", 3),
        ("Call 0300\u00a0100\u00a00212 now.", 3),  # a phone number is one
        ("Wait 3\u00a0days.", 3),
        ("Give 5ml at 5:30pm, on your baby’s left side.", 9),
        ("A mother-to-be and/or a friend - see example.org/help.", 7),
        ("Ask A&E.", 2),
        ("– … !", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert len(words_of(text)) == count


SYLLABLES = {
    1: "milk breast hands drops press squeeze breathe used needs makes whole tongue eye squeezed"
    " soothes through aches PLEASE once 38C 12 clothes",
    2: "baby nipple gently helpful table bottle needed wanted washes catches being people every"
    " doesn\u2019t spasm safety tired rhythm careful hopeless sometimes GP quiet fluid baby\u2019s",
    3: "expressing container massages radio media areas comforted idea hospital breastfeeding"
    " medicine colourful usual NHS various another forever nausea HIV MMR follow-up",
    4: "temperature sterilising information comfortable areola paediatric community immediate"
    " experience reliable gradually",
    5: "refrigerator university electricity association inflammatory",
    6: "responsibility rehabilitation",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in SYLLABLES.items() for word in words.split()],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("code", "english"),
    [("en", True), ("en-GB", True), ("EN-us", True), ("enm", False), ("cy", False), ("", False)],
)
def test_english_is_english_in_every_country(code: str, *, english: bool) -> None:
    assert is_english(code) is english
