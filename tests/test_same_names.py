"""Blocks and sections may have the same title: those who listen are led astray by none of them.

A region that has a name is a landmark, and of two landmarks with one name a listener cannot tell
which is which. A guide says "Call 111 if:" wherever it has to, so only its page has landmarks.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ace_runner import Violation, ace
from axe_runner import VIEWS, View, axe
from conftest import DRAWING, HANDOUT, Shop

SECTION = """
## {title} {{#section-{n}}}

Some words.

::: urgent
### Call 111 if:

- it hurts
:::

::: contact helpline
:::

::: question
### "Is it enough?"

Yes.
:::

::: do
- wash your hands
:::

::: do-not
- do not hurry
:::

::: figure
![A cup](images/cup.svg)

A cup.
:::
"""
BLOCKS = ("card urgent", "contact-card", "question", "do", "do-not")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A guide that says everything twice, as a web page and a book."""
    shop = Shop(tmp_path_factory.mktemp("twins"))
    shop.write("source/handout.toml", HANDOUT)
    shop.contact()
    shop.write("source/a-guide/images/cup.svg", DRAWING)
    titles = ("Milk", "Milk", "Sleep")
    sections = "".join(SECTION.format(title=title, n=n) for n, title in enumerate(titles))
    shop.guide(
        f"# A guide\n\nWhat it is for.\n\n::: key-points\n- One thing\n:::\n{sections}",
        formats='["web", "ebook"]',
    )
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    return {path.suffix: path for path in shop.out.iterdir()}


def test_axe_finds_nothing_on_the_page(made: dict[str, Path]) -> None:
    page = made[".html"]
    text = page.read_text("utf-8")
    assert {text.count(f'class="{name}"') for name in BLOCKS} == {3}
    assert axe([page])[page] == dict.fromkeys(VIEWS, View((), (), 0))


def test_ace_finds_nothing_in_the_book(made: dict[str, Path]) -> None:
    assert ace([made[".epub"]])[made[".epub"]] == ()


def _rules(found: tuple[Violation, ...]) -> set[str]:
    return {violation.rule for violation in found}


def test_two_landmarks_of_one_name_would_be_seen(made: dict[str, Path], tmp_path: Path) -> None:
    text = made[".html"].read_text("utf-8")
    spoiled = tmp_path / "landmarks.html"
    question = '<section class="question"'
    spoiled.write_text(text.replace(question, f'{question} aria-label="Question"'), "utf-8")
    (view, *_) = axe([spoiled])[spoiled].values()
    assert "landmark-unique" in _rules(view.violations)
