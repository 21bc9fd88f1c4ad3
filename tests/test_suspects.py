"""What has no place is told with the project's own styles and templates, which may be at fault."""

from pathlib import Path

import pytest
from conftest import Shop
from package_code import ROOT

from bindery.diagnostics import Span, error
from bindery.equipment import own_files
from bindery.suspects import WITHOUT_PLACE, with_suspects


def test_a_project_has_of_its_own_what_stands_beside_its_source(shop: Shop) -> None:
    assert own_files(shop.root) == own_files(ROOT) == ()
    names = ("styles/fonts/Own.ttf", "styles/leaflet.css", "templates/print/leaflet.html")
    for name in (*names, "styles/LICENCE.txt", "other/styles/x.css"):
        shop.write(name, "x")
    assert own_files(shop.root) == names


@pytest.mark.parametrize("rule", sorted(WITHOUT_PLACE))
def test_one_file_is_the_place_and_many_are_named(shop: Shop, rule: str) -> None:
    fault = error(rule, "what went wrong", hint="what to do")
    assert with_suspects([fault], shop.root) == (fault,)
    shop.write("styles/leaflet.css", "")
    (told,) = with_suspects([fault], shop.root)
    assert told.span == Span("styles/leaflet.css")
    assert "`styles/leaflet.css`" in (told.hint or "")
    for number in range(4):
        shop.write(f"styles/themes/a{number}.css", "")
    (told,) = with_suspects([fault], shop.root)
    assert told.span is None
    assert (told.hint or "").count(".css") == 3
    assert " and 2 more " in (told.hint or "")


def test_what_has_a_place_or_another_cause_stays_as_it_is(shop: Shop) -> None:
    shop.write("styles/leaflet.css", "")
    placed = error("picture-failed", "a", Span("a.md", 3))
    other = error("too-many-pages", "b")
    assert with_suspects([placed, other], shop.root) == (placed, other)


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("templates/print/leaflet.html", "{{ 'x' * 3000000000 }}"),
        ("templates/print/leaflet.html", "{{ '%2000000000d' | format(1) }}"),
        ("styles/leaflet.css", "@counter-style x{system:cyclic;symbols:a;pad:999999999 'x'}"),
    ],
)
def test_a_guide_that_needs_too_much_names_what_the_project_has_of_its_own(
    shop: Shop, name: str, bomb: str
) -> None:
    packaged = (Path(ROOT) / name).read_text("utf-8") if name.endswith(".css") else ""
    shop.write(name, f"{packaged}\n{bomb}\nli, p {{ display: list-item; list-style: x }}\n")
    shop.guide()
    outcome = shop.build(workers=1, formats=("leaflet",))
    (fault,) = [each for each in outcome.diagnostics if each.severity == "error"]
    assert (fault.rule, fault.span) == ("worker-died", Span(name))
    assert "memory" in fault.message
