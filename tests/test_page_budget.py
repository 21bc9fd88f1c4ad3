"""The page budget: what gives way, in which order, and what is said when nothing is left."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import Shop
from pdf_sample import leaflet

from bindery.checks.page_budget import check
from bindery.diagnostics import Span
from bindery.document import Made
from bindery.formats import FORMATS
from bindery.outcome import Outcome

HEAD = "# A guide\n\nWhat it is for.\n\n## A section\n\n"


def _build(shop: Shop, paragraphs: int, budget: int = 0) -> Outcome:
    text = "\n\n".join(f"A sentence of its own with the number {n}." for n in range(paragraphs))
    pages = f"{{ leaflet = {budget} }}" if budget else ""
    shop.guide(HEAD + text + "\n", formats='["leaflet"]', pages=pages)
    return shop.build()


def _rules(outcome: Outcome) -> list[str]:
    return [f"{finding.severity}[{finding.rule}]" for finding in outcome.diagnostics]


def _pages(outcome: Outcome) -> int:
    (artifact,) = outcome.artifacts
    assert artifact.page_count
    return artifact.page_count


@pytest.fixture(scope="module")
def brim(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many paragraphs are the first to need one page more than fifty do."""
    shop = Shop(tmp_path_factory.mktemp("brim"))
    shop.write("source/handout.toml", 'languages = ["en-GB"]\n[publisher]\nname = "A service"\n')
    few = _pages(_build(shop, 50))
    low, high = 50, 90
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _pages(_build(shop, middle)) == few else (low, middle)
    return high


def test_a_budget_that_is_met_changes_nothing(shop: Shop, brim: int) -> None:
    free = _build(shop, brim)
    before = shop.made()
    budgeted = _build(shop, brim, _pages(free))
    assert _rules(free) == []
    assert _rules(budgeted) in ([], ["warning[half-empty-page]"])
    assert shop.made()["a-guide.en-GB.leaflet.pdf"] == before["a-guide.en-GB.leaflet.pdf"]


def test_a_page_too_many_is_saved_by_the_first_lever(shop: Shop, brim: int) -> None:
    pages = _pages(_build(shop, brim))
    outcome = _build(shop, brim, pages - 1)
    assert _pages(outcome) == pages - 1
    hint = next(finding for finding in outcome.diagnostics if finding.rule == "page-budget")
    assert hint.message.endswith("with less space between blocks")


def test_what_cannot_fit_is_refused_with_its_place_and_its_lines(shop: Shop, brim: int) -> None:
    outcome = _build(shop, brim, 3)
    assert outcome.artifacts == ()
    (fault,) = (finding for finding in outcome.diagnostics if finding.rule == "over-budget")
    assert "margins and picture height" in fault.message
    assert fault.message.split()[-4].isdigit()
    assert fault.span
    assert fault.span.file == "source/a-guide/en-GB.md"
    assert fault.span.line
    assert fault.span.line > HEAD.count("\n")


def test_a_last_page_with_a_few_lines_is_told(shop: Shop) -> None:
    # The cover, and one page of which the control block and one sentence fill little.
    outcome = _build(shop, 1, 2)
    assert _rules(outcome) == ["warning[half-empty-page]"]


@pytest.mark.parametrize(
    ("pages", "line", "hint"),
    [
        # The first block beyond the promised pages, however many there are.
        ({"one": 1, "two": 3, "three": 4, "guide.about": 4}, 5, "cut 7 lines here or before"),
        # A page that the program alone fills: the end of the text has to give way.
        ({"one": 1, "two": 2, "guide.about": 3}, 5, "the part about the guide has no room: cut 7"),
        ({"guide.about": 3}, None, "the part about the guide has no room: cut 7"),
    ],
    ids=["text", "behind-the-text", "no-text"],
)
def test_what_has_to_give_way_is_named_where_it_stands(
    pages: dict[str, int], line: int | None, hint: str
) -> None:
    places = {name: Span("a.md", number) for name, number in (("one", 3), ("two", 5), ("three", 7))}
    document = replace(leaflet("<h1>One</h1>"), page_budget=2, places=places)
    made = Made(b"", page_lines=(20, 20, 3, 4), block_pages=pages)
    (fault,) = check(document, made)
    assert (fault.span and fault.span.line) == line
    assert fault.hint
    assert fault.hint.startswith(hint)


PRESSED = [format_ for format_ in FORMATS if format_.levers]


@pytest.mark.parametrize("name", [format_.name for format_ in PRESSED])
def test_no_lever_takes_words_where_printers_cannot_print(shop: Shop, name: str) -> None:
    text = "\n\n".join(f"A sentence of its own with the number {n}." for n in range(150))
    shop.guide(HEAD + text + "\n", formats=f'["{name}"]', pages=f"{{ {name} = 2 }}")
    assert _rules(shop.build()) == ["error[over-budget]"]


@pytest.mark.parametrize(("name", "least"), [("leaflet", 12), ("office", 12), ("large-print", 16)])
def test_no_lever_goes_below_the_least_type(name: str, least: int) -> None:
    (format_,) = (format_ for format_ in FORMATS if format_.name == name)
    sizes: Sequence[str] = [
        part.split(":")[1].strip(" ;}")
        for lever in format_.levers
        for part in lever.css.split("--")
        if part.startswith("size-body")
    ]
    assert all(float(size.removesuffix("pt")) >= least for size in sizes)
