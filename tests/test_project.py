"""Reading a project: everything wrong with it at once, and no guide hidden by another."""

from pathlib import Path
from typing import Any

import pytest
from conftest import DRAWING, HANDOUT, TEXT, Shop

from bindery.assets import PictureFile, read_asset
from bindery.diagnostics import Failure, Severity
from bindery.project import read


def test_a_guide_is_read_with_its_settings_its_text_and_its_pictures(shop: Shop) -> None:
    shop.guide(
        "# Title\n\nWhat it is for.\n\n![](images/a.svg){.cover .decorative}\n\n## One\n\n"
        "Call {contact:helpline}. It keeps {fact:keeps}.\n",
        audience='["parents"]',
    )
    shop.contact()
    shop.fact()
    shop.write("source/a-guide/images/a.svg", DRAWING)
    project = shop.read()
    assert project.diagnostics == ()
    assert project.faulty == frozenset()
    assert project.root == shop.root.resolve()
    assert project.names == {"a-guide"}
    (guide,) = project.guides
    assert (guide.name, guide.language, guide.title) == ("a-guide", "en-GB", "Title")
    assert guide.path == "source/a-guide/en-GB.md"
    assert guide.settings.audience == ("parents",)
    assert guide.settings.publisher.name == "A service"
    assert guide.assets["images/a.svg"].data == DRAWING.encode()
    assert (guide.contacts, guide.facts) == (("helpline",), ("keeps",))
    assert [section.text for section in guide.sections] == ["One"]
    assert project.ledger.contacts["helpline"].phone == "0300 100 0212"
    assert project.ledger.facts["keeps"].value == "3 days"


def test_guides_come_in_the_order_of_name_and_listed_language(shop: Shop) -> None:
    shop.guide(name="b", languages='["en-GB", "cy"]')
    shop.guide(name="a")
    shop.write("source/b/cy.md", TEXT)
    assert [guide.path for guide in shop.read().guides] == [
        *("source/a/en-GB.md", "source/b/en-GB.md", "source/b/cy.md")
    ]


def test_a_picture_is_read_once_however_many_texts_show_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def spy(folder: Path, name: str, *others: Any) -> PictureFile:
        seen.append(name)
        return read_asset(folder, name, *others)

    monkeypatch.setattr("bindery.guide_folder.read_asset", spy)
    text = TEXT + "\n![What to do](images/a.svg)\n"
    shop.guide(text, languages='["en-GB", "cy"]')
    shop.write("source/a-guide/cy.md", text)
    shop.write("source/a-guide/images/a.svg", DRAWING)
    one, other = shop.read().guides
    assert one.assets["images/a.svg"] is other.assets["images/a.svg"]
    assert seen == ["images/a.svg"]


def test_two_pictures_that_differ_by_capitals_alone_are_told_where_the_second_is_named(
    shop: Shop,
) -> None:
    """Where the project is unpacked on Windows or macOS, one of them is gone."""
    shop.guide(TEXT + "\n![Press](images/a.svg)\n\n![Wait](images/A.svg)\n")
    shop.write("source/a-guide/images/a.svg", DRAWING)
    shop.write("source/a-guide/images/A.svg", DRAWING.replace("<path", '<path fill="#fff"'))
    (fault,) = (each for each in shop.read().diagnostics if each.rule == "bad-name")
    line = 1 + shop.source.joinpath("a-guide/en-GB.md").read_text().split("\n").index(
        "![Wait](images/A.svg)"
    )
    assert str(fault.span).startswith(f"source/a-guide/en-GB.md:{line}:")
    assert "one file on Windows and macOS" in fault.message


# ---- faults, all at once


def test_faults_of_every_file_come_in_one_run_and_hide_no_guide(shop: Shop) -> None:
    shop.write("source/handout.toml", HANDOUT + 'emial = "us@example.org"\n')
    shop.contact(phone='"0300 100 021"')
    shop.fact(value="3")
    shop.guide("# A\n\nFor.\n\n## S\n\n<b>x</b>\n", name="bad-text")
    shop.guide(name="bad-settings", version="1.0", status='"final"')
    shop.guide(TEXT + "\n![Press](images/pres.svg)\n", name="bad-picture")
    shop.write("source/bad-picture/images/press.svg", DRAWING)
    shop.write("source/no-settings/en-GB.md", "# A\n\nFor.\n\n## S\n\n<i>x</i>\n")
    shop.guide(name="good")
    found = shop.faults()
    for expected in (
        "source/bad-picture/en-GB.md:9:10 missing-image",
        "source/bad-settings/guide.toml:2:11 wrong-type",
        "source/bad-settings/guide.toml:3:10 unknown-value",
        "source/bad-text/en-GB.md:7:1 raw-html",
        "source/contacts.toml:3:9 bad-phone",
        "source/facts.toml:2:9 wrong-type",
        "source/handout.toml:7:1 unknown-key",
        "source/no-settings missing-settings",
        "source/no-settings/en-GB.md:7:1 raw-html",
    ):
        assert expected in found
    assert found == sorted(found, key=lambda fault: fault.split(":")[0])
    names = {guide.name for guide in shop.read().guides}
    assert names == {"bad-text", "bad-picture", "good"}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("source/bad/guide.toml", "ref = "),
        ("source/bad/guide.toml", b"\xff"),
        ("source/bad/en-GB.md", b"# A\n\xff\n"),
        ("source/bad/en-GB.md", "<b>"),
        ("source/bad/images/a.svg", "<svg>"),
    ],
)
def test_one_bad_guide_leaves_the_others_as_they_are(
    shop: Shop, file: str, content: str | bytes
) -> None:
    shop.guide(TEXT + "\n![Press](images/a.svg)\n", name="bad")
    shop.write("source/bad/images/a.svg", DRAWING)
    shop.guide(name="good")
    before = shop.read()
    assert before.diagnostics == ()
    shop.write(file, content)
    after = shop.read()
    assert {fault.span.file for fault in after.diagnostics if fault.span} == {file}
    assert after.guides[-1] == before.guides[-1]
    assert "source/good/en-GB.md" not in after.faulty
    readable = {guide.path for guide in after.guides}
    assert readable - after.faulty == {"source/good/en-GB.md"}


def test_what_two_guides_share_is_reported_once_and_stops_both(shop: Shop) -> None:
    shop.write("source/handout.toml", 'languages = ["en-GB"]\ntheme = "A"\n')
    shop.guide(name="a", publisher='{ name = "S" }')
    shop.guide(name="b", publisher='{ name = "S" }')
    assert shop.faults() == ["source/handout.toml:2:9 bad-name"]
    assert len(shop.read().faulty) == 2


def test_a_project_without_its_own_settings_says_what_they_would_give(shop: Shop) -> None:
    (shop.source / "handout.toml").unlink()
    shop.guide()
    assert shop.faults() == [
        "source/a-guide/guide.toml missing-key",
        "source/handout.toml missing-key",
    ]


# ---- ledgers


def test_a_fault_in_an_entry_stops_the_guides_that_print_it_and_no_others(shop: Shop) -> None:
    shop.contact(phone='"0300 100 021"')
    shop.contact("other")
    shop.fact(checked='"2026-11-01"')
    shop.guide(TEXT + "\nCall {contact:helpline}.\n", name="calls")
    shop.guide(TEXT + "\nIt keeps {fact:keeps}.\n", name="keeps")
    shop.guide(TEXT + "\nCall {contact:other}.\n", name="other")
    assert shop.faults() == [
        *("source/contacts.toml:3:9 bad-phone", "source/facts.toml:5:11 bad-date")
    ]
    assert shop.read().faulty == {"source/calls/en-GB.md", "source/keeps/en-GB.md"}


@pytest.mark.parametrize("content", ["[helpline\n", b"\xff", "stray words\n"])
def test_nothing_is_called_unknown_in_a_ledger_that_could_not_be_read(
    shop: Shop, content: str | bytes
) -> None:
    shop.write("source/contacts.toml", content)
    shop.guide(TEXT + "\nCall {contact:helpline}.\n", name="calls")
    shop.guide(name="other")
    assert [fault.split(":")[0].split()[0] for fault in shop.faults()] == ["source/contacts.toml"]
    assert shop.read().faulty == {"source/calls/en-GB.md"}


def test_the_country_of_numbers_is_that_of_the_projects_first_language(shop: Shop) -> None:
    shop.guide()
    shop.contact(phone='"01 679 3700"')
    assert shop.faults() == ["source/contacts.toml:3:9 bad-phone"]
    shop.write("source/handout.toml", HANDOUT.replace("en-GB", "en-IE"))
    shop.guide(language="en-IE")
    assert [fault for fault in shop.faults() if "phone" in fault] == []


def test_expired_and_unverified_entries_are_refused_where_they_are_printed(shop: Shop) -> None:
    shop.contact(review_by="2026-11-23")
    shop.fact(status='"unverified"')
    shop.guide(TEXT + "\nCall {contact:helpline}.\n\nIt keeps {fact:keeps}.\n")
    assert shop.faults() == [
        "source/a-guide/en-GB.md:9:15 expired-entry",
        "source/a-guide/en-GB.md:11:16 unverified-entry",
    ]


# ---- folders, languages and names


def test_a_listed_language_without_its_text_is_named_where_it_is_listed(shop: Shop) -> None:
    shop.guide(languages='["en-GB", "cy"]')
    assert shop.faults() == ["source/a-guide/guide.toml:7:23 missing-translation"]
    assert shop.read().faulty == {"source/a-guide/en-GB.md"}
    shop.guide()
    shop.write("source/handout.toml", HANDOUT.replace('"en-GB"', '"en-GB", "cy"'))
    assert shop.faults() == ["source/handout.toml:1:23 missing-translation"]


def test_a_text_that_is_nearly_called_right_is_brought_to_mind(shop: Shop) -> None:
    shop.guide(language="en-gb")
    (missing,) = shop.read().diagnostics
    assert missing.rule == "missing-translation"
    assert missing.hint == "rename `en-gb.md` to `en-GB.md`"


def test_an_ending_that_windows_hides_is_brought_to_mind(shop: Shop) -> None:
    shop.guide().rename(shop.source / "a-guide" / "en-GB.md.txt")
    (missing,) = shop.read().diagnostics
    assert missing.hint == "rename `en-GB.md.txt` to `en-GB.md`"


def test_a_text_whose_language_is_misspelt_in_the_list_is_not_called_unlisted(shop: Shop) -> None:
    shop.guide(languages='["en-GB", "CY"]')
    shop.write("source/a-guide/cy.md", TEXT)
    assert shop.faults() == ["source/a-guide/guide.toml:7:23 bad-language"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("faq.md", "take it out"), ("cy.md", 'add "cy" to `languages`'), ("README.md", "take it out")],
)
def test_a_text_that_no_list_names_is_warned_of(shop: Shop, name: str, hint: str) -> None:
    shop.guide()
    shop.write(f"source/a-guide/{name}", TEXT)
    (fault,) = shop.read().diagnostics
    assert (str(fault.span), fault.rule) == (f"source/a-guide/{name}", "unlisted-language")
    assert fault.severity is Severity.WARNING
    assert hint in (fault.hint or "")
    assert shop.read().faulty == frozenset()


def test_a_guides_name_is_fit_for_a_file(shop: Shop) -> None:
    shop.guide(name="A Guide")
    assert shop.faults() == ["source/A Guide bad-name"]
    assert shop.read().faulty == {"source/A Guide/en-GB.md"}


def test_two_guides_with_one_reference_are_warned_of(shop: Shop) -> None:
    shop.guide(name="a", ref='"MAT-001"')
    shop.guide(name="b", ref='"MAT-001"')
    assert shop.faults() == ["source/b/guide.toml:1:7 same-ref"]
    assert shop.read().faulty == frozenset()


def test_a_text_beside_the_guides_is_warned_of(shop: Shop) -> None:
    shop.guide()
    shop.write("source/notes.md", "x")
    shop.write("source/ideas/notes.txt", "a folder that is no guide is left alone")
    shop.write("source/.git/en-GB.md", "and so is one that is hidden")
    assert shop.faults() == ["source/notes.md missing-settings"]
    assert shop.read().names == {"a-guide"}


@pytest.mark.parametrize(("name", "rule"), [("nowhere", "no-source"), ("source", "no-guides")])
def test_where_there_is_nothing_to_read_it_is_said_what_to_do(
    shop: Shop, name: str, rule: str
) -> None:
    with pytest.raises(Failure) as caught:
        read(shop.root / name, shop.today, ("leaflet",))
    (fault,) = caught.value.diagnostics
    assert fault.rule == rule
    assert "`handout " in (fault.hint or "")


def test_the_source_may_be_named_from_where_one_stands(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.guide()
    monkeypatch.chdir(shop.source)
    for name in ("../source", "."):
        (guide,) = read(Path(name), shop.today, ("leaflet", "ebook")).guides
        assert guide.path == "source/a-guide/en-GB.md"


@pytest.mark.parametrize("where", ["source/a-guide/guide.toml", "source/handout.toml"])
def test_a_withdrawn_guide_gives_none_and_only_its_settings_are_read(
    shop: Shop, where: str
) -> None:
    status = '"withdrawn"' if where.endswith("guide.toml") else ""
    shop.guide("<b> {fact:nothing}", status=status)
    if not status:
        shop.write("source/handout.toml", f'status = "withdrawn"\n{HANDOUT}')
    project = shop.read()
    assert not project.guides
    assert project.names == set(project.withdrawn) == {"a-guide"}
    assert [fault.rule for fault in project.diagnostics] == ["withdrawn-guide"]


def test_a_new_guide_may_have_the_reference_of_a_withdrawn_one(shop: Shop) -> None:
    for name in ("a-guide", "b-guide", "c-guide"):
        shop.guide(name=name, ref='"MAT-001"', status='"draft"' if name > "c" else '"withdrawn"')
    assert {fault.rsplit(" ", 1)[1] for fault in shop.faults()} == {"withdrawn-guide"}
