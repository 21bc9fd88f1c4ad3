"""``handout check``: what is found, what is chosen of it, and what can be mended."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import HANDOUT, Shop, brief

import handout
from bindery import checks
from bindery.checking import check, chosen
from bindery.corrections import corrections, write
from bindery.diagnostics import Diagnostic, Failure, Severity, Span
from bindery.equipment import packaged
from bindery.reviewing import review_of

TEXT = "# A guide\n\nWhat it is for.\n\n## A section\n\nOne bad word, two bad words.\n"
FILE = "source/a-guide/en-GB.md"


def _fix(line: int, column: int, length: int, text: str, rule: str = "raw-html") -> Diagnostic:
    span = Span(FILE, line, column, length)
    return Diagnostic(rule, Severity.WARNING, "a slip", span, fix=text)


def test_a_check_says_what_a_build_would(shop: Shop) -> None:
    shop.guide("# A guide\n\nWords {fact:nothing}.\n\n## A section\n\nWords.\n")
    shop.guide(name="b-guide", next_review="2026-11-20")
    built = {brief(fault) for fault in shop.build().diagnostics}
    assert {brief(fault) for fault in check(shop.source, (), shop.today)} == built
    assert {rule.split()[-1] for rule in built} >= {"unknown-fact", "review-overdue"}


def test_one_guide_is_checked_without_the_others(shop: Shop) -> None:
    shop.guide(next_review="2026-11-20")
    shop.guide(name="b-guide")
    assert not [
        fault for fault in check(shop.source, ("b-guide",), shop.today) if "a-guide" in str(fault)
    ]
    with pytest.raises(Failure, match="no guide `c-guide`"):
        check(shop.source, ("c-guide",), shop.today)


def test_a_strict_review_refuses_for_a_warning(shop: Shop) -> None:
    shop.guide(next_review="2026-11-20")
    project = shop.read()
    assert not review_of(project, (), shop.today).refused
    assert review_of(project, (), shop.today, strict=True).refused == {FILE}


ALLOW = '\n[allow]\nlong-sentence = "a law"\ncapitals = "a law"\nreview-due = "a law"\n'
LONG = "# A guide\n\nWhat it is for.\n\n## A section\n\n" + "Some words " * 20 + "end.\n"
IDLE = "source/a-guide/guide.toml:{}:1 unused-allowance"


def _idle(shop: Shop, *guides: str) -> list[str]:
    found = check(shop.source, guides, shop.today, with_memory=True)
    return [brief(each) for each in found if each.rule == "unused-allowance"]


@pytest.fixture
def strict_shop(shop: Shop) -> Shop:
    """A shop whose settings allow nothing."""
    shop.write("source/handout.toml", HANDOUT)
    return shop


def test_what_a_guide_need_not_allow_is_told_at_its_line(strict_shop: Shop) -> None:
    strict_shop.guide(LONG)
    settings = strict_shop.root / "source/a-guide/guide.toml"
    first = settings.read_text().count("\n") + 3
    settings.write_text(settings.read_text() + ALLOW)
    idle = [IDLE.format(first + 1), IDLE.format(first + 2)]
    assert _idle(strict_shop) == _idle(strict_shop, "a-guide") == idle
    assert {brief(each) for each in strict_shop.build().diagnostics} >= set(idle)


def test_what_one_language_needs_is_needed(strict_shop: Shop) -> None:
    strict_shop.guide("# Canllaw\n\nI beth.\n\n## Adran\n\nGeiriau.\n", language="cy")
    strict_shop.guide(LONG, languages='["cy", "en-GB"]')
    settings = strict_shop.root / "source/a-guide/guide.toml"
    settings.write_text(settings.read_text() + '\n[allow]\nlong-sentence = "a law"\n')
    assert _idle(strict_shop) == []


def test_a_text_that_cannot_be_read_may_need_what_is_allowed(strict_shop: Shop) -> None:
    strict_shop.guide(LONG.replace("end.", "{fact:nothing}."))
    for name in ("a-guide/guide.toml", "handout.toml"):
        path = strict_shop.source / name
        path.write_text(path.read_text() + ALLOW)
    assert _idle(strict_shop) == []


def test_what_no_guide_needs_is_told_where_all_allow_it(strict_shop: Shop) -> None:
    strict_shop.guide(LONG)
    strict_shop.guide(name="b-guide")
    settings = strict_shop.source / "handout.toml"
    first = settings.read_text().count("\n") + 3
    settings.write_text(settings.read_text() + ALLOW)
    idle = [f"source/handout.toml:{first + line}:1 unused-allowance" for line in (1, 2)]
    assert _idle(strict_shop) == _idle(strict_shop) == idle  # from memory, too
    assert _idle(strict_shop, "a-guide") == []


def test_rules_are_selected_and_ignored() -> None:
    found = (_fix(1, 1, 1, "x"), _fix(1, 2, 1, "y", rule="nesting"))
    assert [each.rule for each in chosen(found, ("nesting",), ())] == ["nesting"]
    assert [each.rule for each in chosen(found, (), ("nesting",))] == ["raw-html"]
    with pytest.raises(Failure, match="no rule is called `nestin`"):
        chosen(found, (), ("nestin",))


def test_fixes_are_made_and_shown(shop: Shop) -> None:
    shop.write(FILE, TEXT)
    found = (_fix(7, 5, 3, "good"), _fix(7, 19, 3, "better"), _fix(7, 20, 2, "overlaps"))
    (corrected,) = corrections(shop.root, found)
    assert corrected.count == 2
    assert "-One bad word, two bad words.\n+One good word, two better words.\n" in corrected.diff
    assert (shop.root / FILE).read_text() == TEXT
    write(shop.root, (corrected,))
    assert (shop.root / FILE).read_text() == TEXT.replace("bad word,", "good word,").replace(
        "bad words", "better words"
    )


@pytest.mark.parametrize("before", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT])
def test_a_fix_leaves_line_ends_and_marks_as_they_are(shop: Shop, before: str) -> None:
    shop.write(FILE, before)
    (corrected,) = corrections(shop.root, (_fix(7, 5, 3, "good"),))
    assert corrected.after == before.replace("bad word,", "good word,")


def test_a_finding_without_a_fix_changes_nothing(shop: Shop) -> None:
    shop.write(FILE, TEXT)
    assert not corrections(shop.root, (Diagnostic("nesting", Severity.ERROR, "m", Span(FILE, 7)),))


def _slip(_guide: object, _today: object) -> tuple[Diagnostic, ...]:
    text = Path(FILE).read_text()
    column = text.split("\n")[6].find("bad") + 1
    return (_fix(7, column, 3, "good"),) if column else ()


@pytest.mark.parametrize(
    ("options", "told", "mended"),
    [
        ((), "warning[raw-html]", False),
        (("--diff",), "+One good word", False),
        (("--fix",), "mended 1 in source/a-guide/en-GB.md", True),
        (("--ignore", "raw-html"), "", False),
    ],
)
def test_the_command(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    told: str,
    mended: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(checks, "GUIDE_CHECKS", (_slip,))
    monkeypatch.chdir(shop.root)
    shop.guide(TEXT)
    done = CliRunner().invoke(handout.main, ["check", "--today", "2026-11-24", *options])
    assert done.exit_code == 0
    assert told in done.output
    assert ("good" in (shop.root / FILE).read_text()) == mended


def test_whatever_has_one_right_form_is_mended(shop: Shop) -> None:
    shop.contact(phone='"03001000212"')
    before = (
        "# Milk\n\nBreastmilk for you.\n\n## Keeping it.\n\n"
        "Don't keep it for 2-3 days at 4 \u00b0C. "
        "Give\n5 ml on 3rd March at 17:00.\n\nCall {contact:helpline}, or dial 999.\n"
    )
    shop.guide(before)
    for mended in corrections(shop.root, check(shop.source, (), shop.today)):
        write(shop.root, (mended,))
    assert (shop.root / FILE).read_text() == (
        "# Milk\n\nBreast milk for you.\n\n## Keeping it\n\nDo not keep it for 2 to 3 days at "
        "4C. Give\n5ml on 3 March at 5pm.\n\nCall {contact:helpline}, or call 999.\n"
    )
    assert 'phone = "0300 100 0212"' in (shop.root / "source/contacts.toml").read_text()
    again = check(shop.source, (), shop.today)
    assert not [fault for fault in again if fault.fix is not None]


def test_a_translation_is_compared_with_the_first_language(shop: Shop) -> None:
    shop.guide("# A guide\n\nWords.\n\n## A section\n\nFor 2 days.\n", languages='["en-GB", "cy"]')
    shop.write("source/a-guide/cy.md", "# Taflen\n\nGeiriau.\n\n## Adran\n\nAm 3 diwrnod.\n")
    found = [fault for fault in check(shop.source, (), shop.today) if "translation" in fault.rule]
    assert [(fault.rule, str(fault.span)) for fault in found] == [
        ("translation-numbers", "source/a-guide/cy.md:5:1")
    ]


def test_an_error_ends_the_command_with_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.root)
    shop.guide("# A guide\n\nWords.\n\n## A section\n\n<b>Words.</b>\n")
    done = CliRunner().invoke(handout.main, ["check", "--today", "2026-11-24"])
    assert done.exit_code == 1
    assert "error[raw-html]" in done.output
    assert "1 error" in done.output


def test_a_theme_of_the_project_is_checked_whoever_uses_it(shop: Shop) -> None:
    shop.guide()
    calm = (Path(__file__).parent.parent / "styles/themes/calm.css").read_text("utf-8")
    shop.write("styles/themes/pale.css", calm.replace("--ink: #1d1d1b;", "--ink: #aaaaaa;"))
    shop.write("styles/themes/calm.css", calm)
    before = [brief(finding) for finding in check(shop.source, (), shop.today)]
    assert "styles/themes/pale.css:8:10 theme-contrast" in before
    shop.write("styles/themes/pale.css", calm)
    after = [brief(finding) for finding in check(shop.source, (), shop.today)]
    assert not [finding for finding in after if finding.startswith("styles/")]
    shop.write("styles/themes/pale.css", b"\xff")
    (fault,) = (each for each in check(shop.source, (), shop.today) if each.rule == "bad-encoding")
    assert fault.span
    assert fault.span.file == "styles/themes/pale.css"


def test_a_language_without_labels_is_found_before_a_build_refuses_it(shop: Shop) -> None:
    shop.guide("# Poradnik\n\nO czym jest.\n\n## Rozdzia\u0142\n\nS\u0142owa.\n", language="pl")
    shop.guide(languages='["en-GB", "pl"]')

    def found() -> list[str]:
        return [brief(each) for each in check(shop.source, (), shop.today) if is_of_labels(each)]

    def is_of_labels(each: Diagnostic) -> bool:
        return each.span is not None and each.span.file.startswith("templates/")

    assert found() == ["templates/labels/pl.toml missing-labels"]
    english = packaged("templates/labels/en.toml").decode()
    shop.write("templates/labels/pl.toml", english.replace('page = "Page"\n', ""))
    assert found() == ["templates/labels/pl.toml missing-label"]
    shop.write("templates/labels/pl.toml", english)
    (untranslated,) = found()
    assert untranslated.endswith(" untranslated-label")
    shop.write("templates/labels/pl.toml", re.sub('= "(.*)"', r'= "\1 po polsku"', english))
    assert found() == []
    (shop.root / "templates/labels/pl.toml").unlink()
    shop.guide(languages='["en-GB"]')
    assert found() == [], "a text that is not made needs no labels"


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"theme": '"clam"'}, ["unknown-theme"]),
        ({"audience": '["parents", "aides"]'}, ["missing-label"]),
        ({"audience": '["parents"]', "theme": '"high-contrast"'}, []),
    ],
)
def test_what_a_guide_names_and_nobody_has_is_found_by_both(
    shop: Shop, settings: dict[str, str], found: list[str]
) -> None:
    """And by a build before anything is laid out, with all there is to say of the guide."""
    shop.guide("# A guide\n\nWords.\n\n## A section\n\n::: for parents\nDo.\n:::\n", **settings)
    needs = {"unknown-theme", "missing-label"}
    told = [each for each in check(shop.source, (), shop.today) if each.rule in needs]
    assert [each.rule for each in told] == found
    outcome = shop.build()
    assert [each for each in outcome.diagnostics if each.rule in needs] == told
    assert bool(outcome.artifacts) is not bool(found)


@pytest.mark.parametrize("content", [None, b"no profile"])
def test_a_press_that_has_no_profile_is_found_and_stops_that_format_alone(
    shop: Shop, content: bytes | None
) -> None:
    shop.guide(formats='["leaflet", "press"]')
    press = '[press]\nprofile = "source/own.icc"\ncondition = "OWN"\n'
    with (shop.source / "a-guide/guide.toml").open("a") as settings:
        settings.write(press)
    if content:
        shop.write("source/own.icc", content)
    (told,) = (each for each in check(shop.source, (), shop.today) if each.rule == "press-profile")
    assert told.span
    assert told.span.file == "source/a-guide/guide.toml"
    outcome = shop.build()
    assert [each for each in outcome.diagnostics if each.rule == "press-profile"] == [told]
    assert [each.edition.format for each in outcome.artifacts] == ["leaflet"]


def test_a_person_is_told_that_nothing_was_found(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.root)
    shop.guide()
    settings = shop.source / "handout.toml"
    needed = re.sub(r"missing-(contact|key-points) .*\n", "", settings.read_text())
    settings.write_text(needed)
    command = ["check", "--today", "2026-11-24"]
    assert CliRunner().invoke(handout.main, command).output == "Nothing found.\n"
    assert not CliRunner().invoke(handout.main, [*command, "--report", "concise"]).output
