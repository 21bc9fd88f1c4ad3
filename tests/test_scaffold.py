"""New projects and new guides: what is written is whole, in its place, and builds."""

from datetime import date
from pathlib import Path

import pytest
from conftest import FORMATS, Shop

from bindery import checks
from bindery.diagnostics import Diagnostic, Failure
from bindery.equipment import packaged
from bindery.project import read
from bindery.scaffold import copy_equipment, new_guide, new_project

TODAY = date(2026, 11, 24)


def refusal(name: str, language: str, shop: Shop) -> Diagnostic:
    """Why a guide is not begun; nothing may have been written."""
    before = sorted(shop.root.rglob("*"))
    with pytest.raises(Failure) as caught:
        new_guide(shop.source, name, language, TODAY)
    (diagnostic,) = caught.value.diagnostics
    assert sorted(shop.root.rglob("*")) == before
    assert sorted(shop.root.parent.iterdir()) == [shop.root]
    return diagnostic


def test_a_new_project_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    written = new_project(tmp_path / "own", TODAY)
    assert {path for path in (tmp_path / "own").rglob("*") if path.is_file()} == set(written)
    project = read(tmp_path / "own" / "source", TODAY, FORMATS)
    assert project.diagnostics == ()
    (guide,) = project.guides
    assert checks.of_guide(guide, project.ledger, TODAY).findings == ()
    control = guide.settings.control
    assert (control.last_review, control.next_review) == (TODAY, date(2027, 11, 24))
    assert control.status == "draft"


def test_a_project_can_be_begun_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    new_project(tmp_path, TODAY)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_second_project_is_refused_and_the_first_untouched(tmp_path: Path) -> None:
    written = new_project(tmp_path, TODAY)
    written[0].write_text("changed")
    with pytest.raises(Failure) as caught:
        new_project(tmp_path, TODAY)
    assert [each.rule for each in caught.value.diagnostics] == ["already-there"]
    assert written[0].read_text() == "changed"


@pytest.mark.parametrize(
    ("today", "next_year"), [("2028-02-29", date(2029, 2, 28)), ("2026-12-31", date(2027, 12, 31))]
)
def test_review_is_due_a_year_on_whatever_the_day(shop: Shop, today: str, next_year: date) -> None:
    shop.today = date.fromisoformat(today)
    new_guide(shop.source, "x", "en-GB", shop.today)
    assert shop.faults() == []
    (guide,) = shop.read().guides
    assert guide.settings.control.next_review == next_year


def test_a_new_guide_has_a_name_a_reference_and_nothing_wrong_with_it(shop: Shop) -> None:
    written = new_guide(shop.source, "storing-breast-milk", "en-GB", TODAY)
    folder = shop.source / "storing-breast-milk"
    assert written == (folder / "guide.toml", folder / "en-GB.md")
    assert (folder / "images").is_dir()
    assert shop.faults() == []
    (guide,) = shop.read().guides
    assert guide.title == "Storing breast milk"
    assert guide.settings.control.ref == "STORING-BREAST-MILK"


def test_a_new_guide_lacks_nothing_but_a_contact_that_only_its_author_knows(
    tmp_path: Path,
) -> None:
    new_project(tmp_path, TODAY)
    new_guide(tmp_path / "source", "a-guide", "en-GB", TODAY)
    project = read(tmp_path / "source", TODAY, FORMATS)
    found = {
        guide.name: [each.rule for each in checks.of_guide(guide, project.ledger, TODAY).findings]
        for guide in project.guides
    }
    assert found == {"a-guide": ["missing-contact"], "your-first-guide": []}


def test_a_new_guide_in_another_language_says_so(shop: Shop) -> None:
    """The project's guides are English; this one is Welsh, and reads without a fault."""
    new_guide(shop.source, "x", "cy", TODAY)
    assert shop.faults() == []
    assert [guide.language for guide in shop.read().guides] == ["cy"]


def test_a_guide_that_is_there_is_not_begun_again(shop: Shop) -> None:
    shop.guide(name="a-guide")
    assert refusal("a-guide", "en-GB", shop).rule == "already-there"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "/x", "My Guide", "Guide", "a--b", "-a", "$ref", 'a"b']
)
def test_a_name_that_cannot_be_a_folder_is_refused(shop: Shop, name: str) -> None:
    found = refusal(name, "en-GB", shop)
    assert found.rule == "bad-name"
    assert found.hint


@pytest.mark.parametrize("code", ["", "../x", "english", "en_GB", "EN", "xx"])
def test_a_language_that_is_none_is_refused(shop: Shop, code: str) -> None:
    found = refusal("x", code, shop)
    assert (found.rule, found.message) == ("bad-language", f"`{code}` is not a language code")
    assert found.hint


def test_where_there_is_no_project_no_guide_is_begun(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        new_guide(tmp_path / "source", "x", "en-GB", TODAY)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.rule == "no-source"
    assert diagnostic.hint
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_only_needs_small_letters_is_offered_with_them(shop: Shop) -> None:
    assert refusal("Storing Milk!", "en-GB", shop).hint == "did you mean `storing-milk`?"


@pytest.mark.parametrize(
    ("new_name", "written"),
    [
        (None, "templates/labels/en.toml"),
        ("pl.toml", "templates/labels/pl.toml"),
        ("templates/labels/cy.toml", "templates/labels/cy.toml"),
    ],
)
def test_the_programs_file_is_copied_into_the_project(
    shop: Shop, new_name: str | None, written: str
) -> None:
    shop.guide()
    path = copy_equipment(shop.source, "templates/labels/en.toml", new_name)
    assert path == shop.root / written
    assert path.read_bytes() == packaged("templates/labels/en.toml")


@pytest.mark.parametrize(
    ("name", "new_name", "rule", "hint"),
    [
        ("styles/theme/calm.css", None, "missing-equipment", "`styles/themes/calm.css`"),
        ("../secret", None, "missing-equipment", "`handout copy`"),
        ("", None, "missing-equipment", "`handout copy`"),
        ("styles/themes/calm.css", "../../x.css", "bad-name", "`styles/themes`"),
        ("styles/themes/calm.css", "styles/ours.css", "bad-name", "`styles/themes`"),
        ("styles/themes/calm.css", "ours.txt", "bad-name", "`.css`"),
        ("styles/themes/calm.css", "there.css", "already-there", "another name"),
    ],
)
def test_a_copy_that_nothing_would_look_for_or_that_hides_a_file_is_refused(
    shop: Shop, name: str, new_name: str | None, rule: str, hint: str
) -> None:
    shop.guide()
    there = shop.write("styles/themes/there.css", "mine")
    before = sorted(shop.root.rglob("*"))
    with pytest.raises(Failure) as caught:
        copy_equipment(shop.source, name, new_name)
    (fault,) = caught.value.diagnostics
    assert fault.rule == rule
    assert hint in (fault.hint or "")
    assert sorted(shop.root.rglob("*")) == before
    assert there.read_text() == "mine"


def test_nothing_is_copied_where_there_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        copy_equipment(tmp_path / "source", "styles/themes/calm.css")
    assert [each.rule for each in caught.value.diagnostics] == ["no-source"]
