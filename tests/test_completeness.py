"""A project's own template that forgets a part of the guide makes nothing."""

from __future__ import annotations

import pytest
from conftest import DRAWING, HANDOUT, INCOMPLETE, Shop, brief

TEXT = """\
# A guide

What it is for.

::: key-points
- One point.
:::

## A section

Some words.[^1]

::: figure
![A bottle.](images/a.svg)

A caption.

::: description
A long description.
:::
:::

::: contact helpline
:::

[^1]: A note.
"""
PAGE = """\
{% extends "print/page.html" %}{% block body %}BODY{% endblock %}"""
WHOLE = (
    '{% include "print/running-footer.html" %}<h1>{{ guide.title }}</h1><p>{{ guide.summary }}</p>'
)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.write("source/handout.toml", HANDOUT + "\n" + INCOMPLETE)
    shop.write("source/a-guide/images/a.svg", DRAWING)
    shop.contact()
    shop.guide(TEXT, formats='["leaflet"]')
    return shop


def test_the_templates_of_the_shop_leave_nothing_out(stocked: Shop) -> None:
    stocked.guide(TEXT, formats='["leaflet", "folded", "office", "large-print", "ebook", "web"]')
    rules = {finding.rule for finding in stocked.build().diagnostics}
    assert not {"text-left-out", "picture-left-out"} & rules


@pytest.mark.parametrize(
    ("template", "content", "expected"),
    [
        ("parts/key-points.html", "", [":6 text-left-out"]),
        ("parts/footnotes.html", "", [" text-left-out"]),
        ("parts/contact.html", "{{ block.contact.title }}", [":23:5 text-left-out"]),
        ("parts/figure.html", "{{ block.picture.caption }}", [":14:14 picture-left-out"]),
        ("parts/figure.html", "{{ picture(block.picture) }}", [":14:14 text-left-out"]),
    ],
)
def test_what_a_template_forgets_is_told_at_its_place(
    stocked: Shop, template: str, content: str, expected: list[str]
) -> None:
    stocked.write(f"templates/{template}", content)
    outcome = stocked.build()
    found = [
        brief(finding).removeprefix("source/a-guide/en-GB.md") for finding in outcome.diagnostics
    ]
    assert found == expected
    assert outcome.artifacts == ()


@pytest.mark.parametrize("body", [WHOLE, "{{ 9 ** 9 ** 5 }}"])
def test_a_template_that_forgets_everything_is_told_in_a_few_places(
    stocked: Shop, body: str
) -> None:
    stocked.write("templates/print/leaflet.html", PAGE.replace("BODY", body))
    outcome = stocked.build()
    rules = [finding.rule for finding in outcome.diagnostics]
    assert rules.count("text-left-out") == 5
    assert rules.count("picture-left-out") == 1
    assert outcome.artifacts == ()
