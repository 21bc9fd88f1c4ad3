"""A leaflet carries the words of its document: the check sees when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pdf_sample import everything, leaflet

from bindery.checks.pages import look_at
from bindery.checks.pdf_text import is_carried, lost_text, texts_of
from bindery.diagnostics import Severity
from bindery.document import Document, Page
from bindery.formats.pdf import make


def _lost(printed: str, written: str, css: str = "", language: str = "en-GB") -> list[str]:
    """What the check misses when ``printed`` was laid out and ``written`` was meant."""
    document = leaflet(printed, css, language=language)
    meant = leaflet(written, css, language=language)
    return [diagnostic.message for diagnostic in lost_text(look_at(meant, make(document)))]


def test_a_leaflet_with_everything_carries_all_its_words() -> None:
    document = everything()
    assert list(lost_text(look_at(document, make(document)))) == []


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("<p>Call 0300 100 0212 now.</p>", "<p>Call 0300 100 0213 now.</p>"),
        ("<p>Call 0300 100 021 now.</p>", "<p>Call 0300 100 0212 now.</p>"),
        ("<p>Give 5 ml.</p>", "<p>Give 0.5 ml.</p>"),
        ("<p>Do give it.</p>", "<p>Do not give it.</p>"),
        ("<ul><li>one</li></ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td><td>2</td></tr></table>"),
        ("<p>\u0628\u0627\u0628</p>", "<p>\u0628\u0627\u062f</p>"),
    ],
)
def test_words_that_were_lost_or_altered_are_missed(printed: str, written: str) -> None:
    (message,) = _lost(printed, written)
    assert message.startswith("the leaflet does not carry these words as they were written: `")


@pytest.mark.parametrize(
    "printed",
    [
        "<p>For parents and midwives</p>",
        "<p>See MAT-001: version 1.0.</p>",
        '<p>Call <bdi dir="ltr">0300 100 0212</bdi> now.</p>',
        '<p><bdi dir="ltr">Give 1.25 mg at 8 and at 20</bdi>, then stop.</p>',
        "<p>one <code>two three</code> four</p>",
        "<p>A line of Latin words that is so long that it cannot end before the next one.</p>",
    ],
)
def test_latin_words_in_a_text_that_runs_left_are_carried(printed: str) -> None:
    assert _lost(printed, printed, language="ar") == []


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        # Not set apart, its groups change places; a program that reads it puts them right again.
        ("<p>0300 100 0212</p>", "<p>0300 100 0212</p>"),
        ("<p>1.25 mg</p>", "<p>1.25 mg</p>"),
        ('<p><bdi dir="ltr">0300 100 0213</bdi></p>', '<p><bdi dir="ltr">0300 100 0212</bdi></p>'),
        ("<p>Do give it.</p>", "<p>Do not give it.</p>"),
    ],
)
def test_what_falls_apart_in_a_text_that_runs_left_is_missed(printed: str, written: str) -> None:
    (message,) = _lost(printed, written, language="ar")
    assert message.startswith("the leaflet does not carry these words as they were written: `")


def test_what_a_style_hides_is_missed() -> None:
    body = "<p>one</p><p class='a'>two</p>"
    document = leaflet(body, ".a { display: none }")
    (diagnostic,) = lost_text(look_at(document, make(document)))
    assert (diagnostic.rule, diagnostic.severity) == ("text-lost", Severity.ERROR)
    assert "`two`" in diagnostic.message


def test_labels_in_drawings_are_looked_for_where_a_drawing_is_used() -> None:
    without = leaflet("<p>one</p>")
    with_it = leaflet('<p>one</p><p><img src="images/a.svg" alt="two" /></p>')
    made = make(without)
    assert list(lost_text(look_at(without, made))) == []
    assert {
        diagnostic.message.split("`")[1] for diagnostic in lost_text(look_at(with_it, made))
    } == {
        *("2 cm to 3 cm away", "Thumb above"),
    }


def test_the_words_of_a_document_are_those_of_its_blocks() -> None:
    document = leaflet(
        "<h1>One  &amp;\n<b>two</b></h1><ul><li>three<ul><li>four</li></ul>five</li></ul>"
        "<p>six<br />seven</p><script>no</script>"
    )
    assert list(texts_of(document)) == [
        *("One & two", "three", "four", "five", "six", "seven"),
    ]


def test_a_long_text_is_told_in_short() -> None:
    (message,) = _lost("<p>a</p>", f"<p>{'word ' * 30}</p>")
    assert message.endswith("word word…`")


PAGES = ["headonetwothreefoot", "headfourfivefoot", "headsixfoot"]


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("one two", True),
        ("two three four five", True),
        ("three four five six", True),
        ("One TWO", True),
        ("one three", True),
        ("three two", False),
        ("three five", True),
        ("three six", True),
        ("six one", True),
        ("seven", False),
        ("one seven", False),
        ("thr ee", True),
        ("five four", False),
    ],
)
def test_a_text_may_run_on_and_be_interrupted_but_not_turned(text: str, *, carried: bool) -> None:
    assert is_carried(text, PAGES) is carried


def test_a_text_is_not_put_together_from_crumbs() -> None:
    page = "".join(f"{word}–" for word in "abcdefgh")
    assert is_carried("a b c", [page])
    assert not is_carried("a b c d e f g h", [page])


def test_a_word_is_not_put_together_from_its_letters() -> None:
    assert not is_carried("1234", ["12x34"])


def test_marks_without_ink_and_hyphens_of_all_kinds_are_alike() -> None:
    assert is_carried("well\u2011known in\u00adforma\u200btion", ["well-knowninformation"])


def test_a_paragraph_over_three_pages_is_followed() -> None:
    words = " ".join(f"w{number}" for number in range(700))
    document: Document = leaflet(f"<p>{words}</p>")
    made = make(document)
    assert made.page_count == 3
    assert list(lost_text(look_at(document, made))) == []
    short = replace(document, pages=(Page("leaflet", "", "leaflet", f"<p>{words} w900</p>"),))
    assert len(list(lost_text(look_at(short, made)))) == 1
