"""Inline text: emphasis, links, languages, ledger references, quotation marks and spaces."""

import pytest
from markdown_sample import HEAD, elements, html, read_sample, words

from bindery.markdown.slugs import slug
from bindery.markdown.typography import set_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* **b** `c < d`", "<em>a</em> <strong>b</strong> <code>c &lt; d</code>"),
        ("a\\\nb  \nc\nd", "a<br />\nb<br />\nc\nd"),
        ("&lt;b&gt; &amp; &nbsp;&eacute;", "&lt;b&gt; &amp; \u00a0\u00e9"),
        ("5 < 6 and 7 > 2 & so on", "5 &lt; 6 and 7 &gt; 2 &amp; so on"),
        ("\\*a\\* \\{b} \\<i>", "*a* {b} &lt;i&gt;"),
        (
            '[a & b](https://example.org/?x=1&y=2 "say \\"c\\"")',
            '<a href="https://example.org/?x=1&amp;y=2" title="say &quot;c&quot;">a &amp; b</a>',
        ),
        ("<https://example.org>", '<a href="https://example.org">https://example.org</a>'),
        ("<a@example.org>", '<a href="mailto:a@example.org">a@example.org</a>'),
        (
            "[a](tel:111) [b](#x) [x]{#x}",
            '<a href="tel:111">a</a> <a href="#x">b</a> <span id="x">x</span>',
        ),
        ("[a][b]\n\n[b]: https://example.org", '<a href="https://example.org">a</a>'),
        ("![A & b](images/a%20b.svg)x", '<img src="images/a b.svg" alt="A &amp; b" />x'),
    ],
)
def test_markdown_becomes_xhtml(text: str, expected: str) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Mam]{lang=cy}", '<span lang="cy" dir="ltr">Mam</span>'),
        ("[\u0627\u0645]{lang=ur}", '<span lang="ur" dir="rtl">\u0627\u0645</span>'),
        (
            '[*Mam*]{#m .nowrap lang="cy"}',
            '<span id="m" class="nowrap" lang="cy" dir="ltr"><em>Mam</em></span>',
        ),
        (
            "[a](https://example.cymru){lang=cy}",
            '<a lang="cy" dir="ltr" href="https://example.cymru">a</a>',
        ),
        ("`ls`{lang=en}", '<code lang="en" dir="ltr">ls</code>'),
    ],
)
def test_a_passage_may_be_in_another_language(text: str, expected: str) -> None:
    assert words(text) == expected


def test_a_heading_may_be_in_another_language() -> None:
    result = read_sample(HEAD + "## Mam a'i babi {#mam lang=cy}\n\nText.\n")
    assert not result.diagnostics
    assert result.sections[0].title == '<span lang="cy" dir="ltr">Mam a\u2019i babi</span>'
    assert (result.sections[0].id, result.sections[0].text) == ("mam", "Mam a\u2019i babi")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "{contact:helpline}",
            '<a class="phone" dir="ltr" href="tel:03001000212">0300\u00a0100\u00a00212</a>',
        ),
        ("{contact:helpline.title}", "Help &amp; support"),
        ("{contact:helpline.hours}", "24 hours a day"),
        ("{contact:helpline.helps-with}", "feeding"),
        (
            "{contact:milk-bank}",
            '<a class="web" dir="ltr" href="https://example.org/milk/">example.org/milk</a>',
        ),
        (
            "{contact:milk-bank.email}",
            '<a class="email" dir="ltr" href="mailto:help@example.org">help@example.org</a>',
        ),
        ("{contact:milk-bank.address}", "1 High Street &lt;rear&gt;"),
        ("{fact:wait}", '<span class="fact">2\u00a0hours</span>'),
        ("**{fact:wait}**", '<strong><span class="fact">2\u00a0hours</span></strong>'),
    ],
)
def test_a_reference_prints_its_entry(reference: str, expected: str) -> None:
    assert words(reference) == expected


def test_a_number_with_its_country_keeps_the_plus() -> None:
    result = read_sample(HEAD + "{contact:old-line}\n")
    assert [fault.rule for fault in result.diagnostics] == ["expired-entry"]
    assert 'href="tel:+443003300700"' in result.lead[0].html


def test_a_reference_where_no_link_may_be_is_plain() -> None:
    result = read_sample(
        "# Wait {fact:wait}\n\nA summary.\n\n## Call {contact:helpline}\n\n"
        "[Call {contact:helpline} & wait {fact:wait}](https://example.org)\n\n"
        "![Wait {fact:wait}](images/a.svg)\n"
    )
    assert not result.diagnostics
    assert result.title == "Wait 2\u00a0hours"
    section = result.sections[0]
    assert section.title == section.text == "Call 0300\u00a0100\u00a00212"
    assert (
        '<a href="https://example.org">Call 0300\u00a0100\u00a00212 &amp; wait 2\u00a0hours</a>'
        in section.blocks[0].html
    )
    assert section.blocks[1].picture
    assert section.blocks[1].picture.alt == "Wait 2\u00a0hours"


def test_no_link_lies_in_a_link() -> None:
    result = read_sample(
        HEAD + "[a <https://example.org/x> {contact:helpline}](https://example.org)\n"
    )
    links = [element for element in elements(result) if element.tag == "a"]
    assert len(links) == 1
    assert "".join(links[0].itertext()) == "a https://example.org/x 0300\u00a0100\u00a00212"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "\u201cIt\u2019s \u2018here\u2019,\u201d she said."),
        ("cy", "\u201cIt\u2019s \u2018here\u2019,\u201d she said."),
        ("de", "\u201eIt\u2019s \u201ahere\u2018,\u201c she said."),
        ("fr", "\u00ab\u00a0It\u2019s \u201chere\u201d,\u00a0\u00bb she said."),
        ("ur", "\"It's 'here',\" she said."),
    ],
)
def test_quotation_marks_follow_the_language(language: str, expected: str) -> None:
    assert words("\"It's 'here',\" she said.", language) == expected


def test_quotation_marks_next_to_markup() -> None:
    assert words('"*Wait* {fact:wait}" and the {fact:wait}\'s "`end"`') == (
        '\u201c<em>Wait</em> <span class="fact">2\u00a0hours</span>\u201d and the '
        '<span class="fact">2\u00a0hours</span>\u2019s "<code>end"</code>'
    )
    assert words('\\"straight\\"') == '"straight"'
    assert html('```\n"code" 5 ml\n```\n') == '<pre><code>"code" 5 ml\n</code></pre>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 ml, 38 C, 20 mg.", "5~ml, 38~C, 20~mg."),
        ("5\nml and 2 %", "5~ml and 2~%"),
        ("10 \u00b0C or 9 am", "10~\u00b0C or 9~am"),
        ("5 mlx 5 cats 5 Cats", "5 mlx 5 cats 5 Cats"),
        ("0300 100 0212.", "0300~100~0212."),
        ("+44 300\n330 0700 now", "+44~300~330~0700 now"),
        ("at 10 20 30 and 2026 10 11", "at 10 20 30 and 2026 10 11"),
        ("`5 ml` *5 ml*", "<code>5 ml</code> <em>5~ml</em>"),
        ("\u6bcd\u4e73\n\u5582\u517b\nmilk", "\u6bcd\u4e73\u5582\u517b\nmilk"),
    ],
)
def test_spaces_that_may_not_break(text: str, expected: str) -> None:
    assert words(text) == expected.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2 hours", "2~hours"),
        ("8 to 10 times", "8~to 10~times"),
        ("-18 \u00b0C", "-18~\u00b0C"),
        ("once a day", "once a day"),
        ("0300 100 0212", "0300~100~0212"),
    ],
)
def test_a_ledger_value_keeps_its_numbers_with_their_words(value: str, expected: str) -> None:
    assert set_value(value) == expected.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When to ask for help?", "when-to-ask-for-help"),
        ("Don\u2019t \u2013 wait!", "dont-wait"),
        ("\u00c9crire \u00e0 l'h\u00f4pital", "ecrire-a-lhopital"),
        ("Stra\u00dfe, \u0141\u00f3d\u017a & Bod\u00f8", "strasse-lodz-bodo"),
        ("3 steps", "section-3-steps"),
        ("5\u00a0ml", "section-5-ml"),
        ("\u0645\u0642\u062f\u0645\u0629", ""),
        ("NHS \u0645\u0642\u062f\u0645\u0629", ""),
        ("2026", ""),
        ("\u2026", ""),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("w" * 100, "w" * 60),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected
