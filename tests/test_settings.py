"""Settings: every fault at its place, and none that follows from another."""

from datetime import date

import pytest
from conftest import FORMATS, TODAY, Shop, places
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bindery.diagnostics import Span
from bindery.fields import Field
from bindery.guide import Publisher, Source, settings_of, source_of
from bindery.ledgers import read_contacts, read_facts
from bindery.settings import Known, Layer, merge, read_layer, region_of
from bindery.toml_source import TomlSource, parse

KNOWN = Known(FORMATS, TODAY, "GB")
WHOLE = """\
ref = "MAT-001"
version = "1.0"
status = "draft"
languages = ["en-GB"]
last-review = 2026-11-24
next-review = 2027-11-24
publisher.name = "A service"
"""


def layer(text: str, file: str = "guide.toml") -> Layer:
    return read_layer(parse(text, file), KNOWN)


FAULTS = [
    ('reff = "A"', "1:1 unknown-key", "`ref`"),
    ('[publisher]\nnmae = "A"', "2:1 unknown-key", "`name`"),
    ('[[sources]]\ntitel = "A"', "2:1 unknown-key", "`title`"),
    ('[[sources]]\ntitle = "A"\nlink = "x"', "3:1 unknown-key", "use one of"),
    ("pages = { leaflet = 8, book = 4 }", "1:24 unknown-key", "`ebook`"),
    ("version = 1.10", "1:11 wrong-type", 'version = "1.10"'),
    ("ref = true", "1:7 wrong-type", 'ref = "true"'),
    ("version = 2026-01-01", "1:11 wrong-type", 'version = "2026-01-01"'),
    ('authors = "A. Author"', "1:11 wrong-type", 'authors = ["A. Author"]'),
    ('authors = ["A", 2]', "1:17 wrong-type", ': "2"'),
    ('publisher = "A"', "1:13 wrong-type", "[publisher]"),
    ('sources = ["A"]', "1:12 wrong-type", "[[sources]]"),
    ('[sources]\ntitle = "A"', "1:1 wrong-type", "write [[sources]]"),
    ('sources = { title = "A" }', "1:11 wrong-type", "write [[sources]]"),
    ('[authors]\nname = "A"', "1:1 wrong-type", 'authors = ["…"]'),
    ("ref = { a = 1 }", "1:7 wrong-type", None),
    ('pages = { leaflet = "8" }', "1:21 wrong-type", "without quotes"),
    ("pages = { leaflet = 0 }", "1:21 wrong-type", "leaflet = 8"),
    ("pages = { leaflet = true }", "1:21 wrong-type", "leaflet = 8"),
    ("pages = { leaflet = 5001 }", "1:21 wrong-type", "leaflet = 8"),
    ('ref = "' + "a" * 4001 + '"', "1:7 too-large", "shorten it"),
    ("authors = [" + '"A", ' * 501 + "]", "1:11 too-large", "keep the 500"),
    ('web = "https://example.org/' + "a" * 500 + '"', "1:7 bad-web", "type it"),
    ('web = "https://ex\u0430mple.org"', "1:7 bad-web", "letter by letter"),
    ('web = "https://example.org/\\u200b"', "1:7 bad-web", "letter by letter"),
    ("last-review = 0001-01-01", "1:15 bad-date", "correct the year"),
    ("next-review = 9999-12-31", "1:15 bad-date", "correct the year"),
    ("[limits]\npages = 0", "2:9 bad-limit", "leave the key out"),
    ("[limits]\nmemory-mib = 299", "2:14 bad-limit", "leave the key out"),
    ("[limits]\nnesting = 15", "2:11 bad-limit", "leave the key out"),
    ("[limits]\nmegapixels = 81", "2:14 bad-limit", "leave the key out"),
    ("[limits]\nseconds = true", "2:11 bad-limit", "leave the key out"),
    ('[limits]\nseconds = "60"', "2:11 bad-limit", "leave the key out"),
    ("[limits]\nmemory = 300", "2:1 unknown-key", "`memory-mib`"),
    ('ref = """a\nb"""', "1:7 wrong-type", "one line"),
    ("last-review = 10:30:00", "1:15 wrong-type", "year-month-day"),
    ('last-review = "2026-11-24"', "1:15 bad-date", "last-review = 2026-11-24"),
    ('last-review = "24 November"', "1:15 bad-date", "year-month-day"),
    ("last-review = 2026-11-24T10:00:00", "1:15 bad-date", "last-review = 2026-11-24"),
    ("last-review = 2026-11-31", "1:15 bad-date", "year-month-day"),
    ("last-review = 2062-11-24", "1:15 bad-date", "correct"),
    ('[[sources]]\ntitle = "A"\nchecked = 2027-01-01', "3:11 bad-date", "correct"),
    ('status = "final"', "1:10 unknown-value", "`approved`, `draft`"),
    ('status = "aproved"', "1:10 unknown-value", "did you mean `approved`?"),
    ('formats = ["leaflets"]', "1:12 unknown-value", "did you mean `leaflet`?"),
    ('languages = ["en_gb"]', "1:14 bad-language", "did you mean `en-GB`?"),
    ('languages = ["zh-hant"]', "1:14 bad-language", "did you mean `zh-Hant`?"),
    ('languages = ["en-UK"]', "1:14 bad-language", "did you mean `en-GB`?"),
    ('languages = ["en_uk"]', "1:14 bad-language", "did you mean `en-GB`?"),
    ('languages = ["Welsh"]', "1:14 bad-language", "did you mean `cy`?"),
    ('languages = ["Elvish"]', "1:14 bad-language", "write a code"),
    ('[[sources]]\ntitle = "A"\nformats = ["ebook"]', "3:1 unknown-key", "move it up"),
    ('[publisher]\nname = "A"\nref = "MAT-001"', "3:1 unknown-key", "move it up"),
    ('[allow]\nxyzzy = "A"', "2:1 unknown-key", "`handout explain`"),
    ('[allow]\nlong-sentense = "A"', "2:1 unknown-key", "`long-sentence`"),
    ('languages = ["../en"]', "1:14 bad-language", "write a code"),
    ('languages = ["en-GB", "cy", "en-GB"]', "1:29 duplicate-value", "keep one"),
    ('[[sources]]\ntitle = "A"\n[[sources]]\ntitle = "A"', "3:1 duplicate-value", "keep one"),
    ("languages = []", "1:13 empty-value", '["en-GB"]'),
    ("formats = []", "1:11 empty-value", '["leaflet"]'),
    ('ref = " "', "1:7 empty-value", "ref ="),
    ('theme = "../calm"', "1:9 bad-name", "small letters"),
    ('web = "www example org"', "1:7 bad-web", "example.org/page"),
    ('web = "javascript:alert(1)"', "1:7 bad-web", "example.org/page"),
    ('[[sources]]\ntitle = "A"\nurl = "ukamb.org"', "3:7 bad-web", "write https://ukamb.org"),
    ('[publisher]\nemail = "us at example.org"', "2:9 bad-email", "name@example.org"),
    ('[publisher]\nphone = "0300 100 021"', "2:9 bad-phone", "one digit short"),
    ('[publisher]\nphone = "(0300) 1000212"', "2:9 bad-phone", "digits and single spaces"),
    ('[[sources]]\npublisher = "A"', "1:1 missing-key", "title ="),
    ('ref = "A"\nref = "B"', "2:1 duplicate-key", "keep one"),
    ('notice = "a\\u202eb"', "1:10 unsafe-character", "delete it"),
]


@pytest.mark.parametrize(("text", "expected", "hint"), FAULTS)
def test_a_fault_is_reported_once_at_its_place(text: str, expected: str, hint: str | None) -> None:
    (fault,) = layer(text).diagnostics
    assert places((fault,)) == [expected]
    assert (hint is None) == (fault.hint is None)
    assert (hint or "") in (fault.hint or "")


def test_all_faults_of_a_file_come_at_once() -> None:
    text = 'reff = "A"\nversion = 1.0\nstatus = "final"\nlast-review = 30/11/2026\n'
    assert sorted(places(layer(text).diagnostics)) == [
        *("1:1 unknown-key", "2:11 wrong-type", "3:10 unknown-value", "4:15 bad-date")
    ]


def test_a_value_that_was_refused_is_not_missing_too() -> None:
    text = WHOLE.replace('"1.0"', "1.0").replace("2027-11-24", "30/1/27")
    own = layer(text)
    merged, faults = merge(layer("", "handout.toml"), own, KNOWN)
    assert merged is None
    assert places(own.diagnostics) == ["6:15 bad-date", "2:11 wrong-type"]
    assert faults == ()


def test_a_table_that_should_be_one_of_a_list_is_read_as_one() -> None:
    own = layer('[sources]\ntitle = "A"')
    assert own.values["sources"] == (Source("A"),)


MISSING = ["ref", "version", "status", "last-review", "next-review", "languages", "name"]


def test_every_missing_key_is_named_once() -> None:
    merged, faults = merge(layer("", "handout.toml"), layer(""), KNOWN)
    assert merged is None
    assert [fault.message.split("`")[1] for fault in faults] == MISSING
    assert [str(fault.span) for fault in faults] == ["guide.toml"] * 6 + ["handout.toml"]


@pytest.mark.parametrize("broken", ["stray words", "ref = [", 'x = """'])
def test_nothing_is_called_missing_in_a_file_that_could_not_be_read(broken: str) -> None:
    for defaults, own in ((layer(broken), layer("")), (layer(""), layer(broken))):
        assert merge(defaults, own, KNOWN) == (None, ())


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-23"])
def test_the_next_review_comes_after_the_last(day: str) -> None:
    own = layer(WHOLE.replace("2027-11-24", day))
    merged, faults = merge(layer(""), own, KNOWN)
    assert places(faults) == ["6:15 bad-date"]
    assert merged, "the settings are whole, so that checks can go on"


def test_a_day_ahead_is_forgiven_for_authors_east_of_the_machine() -> None:
    assert not layer("last-review = 2026-11-25").diagnostics
    assert layer("last-review = 2026-11-26").diagnostics


def test_the_guide_wins_key_by_key() -> None:
    defaults = layer(
        'web = "example.org"\ntheme = "warm"\naudience = ["parents"]\n'
        'pages = { leaflet = 8, ebook = 90 }\n[publisher]\nname = "A"\nphone = "111"\n',
        "handout.toml",
    )
    own = layer(
        WHOLE.replace('publisher.name = "A service"\n', "")
        + 'web = ""\npages = { leaflet = 12 }\npublisher.web = "example.org"\n'
    )
    merged, faults = merge(defaults, own, KNOWN)
    assert faults == ()
    assert merged
    assert merged.publisher == Publisher("A", web="example.org", phone="111")
    assert (merged.web, merged.theme, merged.audience) == ("", "warm", ("parents",))
    assert merged.pages == {"leaflet": 12, "ebook": 90}


def test_settings_hold_what_was_written() -> None:
    text = WHOLE + (
        'publisher.address = """1 Example Street\nAnytown"""\nformats = ["ebook"]\n'
        'notice = "A sample."\nauthors = ["A", "B"]\nreviewers = ["C"]\n'
        '[[sources]]\ntitle = "T"\npublisher = "P"\nurl = "https://example.org/t?x=1"\n'
        'checked = 2026-01-02\n[[sources]]\ntitle = "U"\n'
    )
    merged, faults = merge(layer(""), layer(text), KNOWN)
    assert faults == ()
    assert merged
    control = merged.control
    assert (control.ref, control.version, control.status) == ("MAT-001", "1.0", "draft")
    assert (control.last_review, control.next_review) == (date(2026, 11, 24), date(2027, 11, 24))
    assert (control.authors, control.reviewers) == (("A", "B"), ("C",))
    assert control.sources == (
        Source("T", "P", "https://example.org/t?x=1", date(2026, 1, 2)),
        Source("U"),
    )
    assert control.notice == "A sample."
    assert merged.publisher.address == "1 Example Street\nAnytown"
    assert (merged.languages, merged.formats) == (("en-GB",), ("ebook",))


def test_formats_are_all_there_are_unless_settings_say_less() -> None:
    merged, _ = merge(layer(""), layer(WHOLE), KNOWN)
    assert merged
    assert merged.formats == FORMATS


@pytest.mark.parametrize(
    ("languages", "region"),
    [
        (["en-GB"], "GB"),
        (["cy", "en-GB"], "GB"),
        (["zh-Hant-TW"], "TW"),
        (["cy"], None),
        ([], None),
    ],
)
def test_the_country_is_that_of_the_first_language_with_one(
    languages: list[str], region: str | None
) -> None:
    assert region_of(languages) == region


# ---- whatever the file holds


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=80) | st.text().map(str.encode))
def test_random_bytes_as_settings_give_diagnostics_and_no_traceback(
    shop: Shop, data: bytes
) -> None:
    shop.guide()
    for name in ("handout.toml", "contacts.toml", "facts.toml", "a-guide/guide.toml"):
        shop.write(f"source/{name}", data)
    for fault in shop.read().diagnostics:
        assert fault.span


KEYS = ["ref", "languages", "publisher", "pages", "sources", "status", "last-review", "authors"]
ODD = st.recursive(
    st.sampled_from(["1", "1.5", "true", '"x"', '""', "2026-01-01", "10:00:00", "[]", "{}", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]")
        | st.tuples(st.sampled_from(["title", "name", "x"]), inner).map(
            lambda p: f"{{{p[0]}={p[1]}}}"
        )
    ),
)


@given(st.dictionaries(st.sampled_from(KEYS), ODD))
def test_any_value_under_any_key_is_judged_without_a_traceback(values: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in values.items())
    read = layer(text)
    merged, faults = merge(read, read, KNOWN)
    assert merged or faults or read.diagnostics
    read_contacts(parse(text, "c"), KNOWN)
    read_facts(parse(text, "f"), KNOWN)


def test_a_field_of_a_list_is_called_by_the_lists_key() -> None:
    assert Field(TomlSource("f"), ("sources", 0), {}, []).key == "sources"


def test_a_setting_is_told_where_it_stands(shop: Shop) -> None:
    shop.write("source/handout.toml", 'theme = "a"\nlanguages = ["en-GB"]\npublisher.name = "A"\n')
    shop.guide(theme='"b"', sources='[{ title = 1 }, { title = "A" }]')
    (guide,) = shop.read().guides
    own = "source/a-guide/guide.toml"
    assert str(settings_of(guide, "theme")) == f"{own}:7:9"
    assert str(settings_of(guide, "publisher", "name")) == "source/handout.toml:3:18"
    assert settings_of(guide) == settings_of(guide, "notice") == Span(own)
    sure = source_of(guide, 0, "title")
    assert sure == settings_of(guide, "sources"), "one was refused: which is the first?"
