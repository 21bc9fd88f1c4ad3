"""axe finds nothing on any web page that was made, and what is wrong on spoiled ones."""

from __future__ import annotations

from pathlib import Path

import every_block
import pytest
import stress_guide
from axe_runner import VIEWS, View, axe
from finished import FIRST

from bindery.formats import FORMATS

GUIDES = (
    f"{FIRST}.en-GB",
    f"{every_block.NAME}.en-GB",
    f"{every_block.NAME}.cy",
    f"{stress_guide.NAME}.en-GB",
)
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A page</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark }}
{css}
</style>
</head>
<body>
<main>
<h1>A page</h1>
{body}
</main>
</body>
</html>
"""
SPOILED = {
    "clean": ("<p>Words.</p>", ""),
    "wordless": ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', ""),
    "pale in the dark": (
        "<p>Words.</p>",
        "@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }",
    ),
    "pale on a phone": (
        "<p>Words.</p>",
        "@media (max-width: 400px) { p { color: #ddd; background: #fff } }",
    ),
    "fetching": ('<p>Words.</p><img alt="A" src="/picture.png">', ""),
    "fetching on a phone": (
        "<p>Words.</p>",
        "@media (max-width: 400px) { p { background: url(/small.png) } }",
    ),
    "failing": ("<p>Words.</p><script>missing()</script>", ""),
    "wide": ("<p>Words.</p>", "p { width: 500px }"),
}


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, View]]:
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{number}.html" for number, name in enumerate(SPOILED)}
    for name, (body, css) in SPOILED.items():
        files[name].write_text(PAGE.format(body=body, css=css), "utf-8")
    judged = axe(files.values())
    return {name: judged[path] for name, path in files.items()}


def test_nothing_is_found_on_any_finished_page(out: Path, stress: Path) -> None:
    pages = [*sorted(out.glob("*.html")), *sorted(stress.parent.glob("*.html"))]
    assert {page.name for page in pages} == {
        f"{guide}.{format_.name}.html"
        for format_ in FORMATS
        if format_.suffix == "html"
        for guide in GUIDES
    }
    found = [
        (page.name, name, view)
        for page, views in axe(pages).items()
        for name, view in views.items()
        if view != View((), (), 0)
    ]
    assert found == []


def _where(views: dict[str, View], rule: str) -> set[str]:
    return {name for name, view in views.items() if rule in {each.rule for each in view.violations}}


def test_a_clean_page_is_clean_in_every_view(spoiled: dict[str, dict[str, View]]) -> None:
    assert spoiled["clean"] == dict.fromkeys(VIEWS, View((), (), 0))


def test_a_picture_without_words_is_seen(spoiled: dict[str, dict[str, View]]) -> None:
    assert _where(spoiled["wordless"], "image-alt") == set(VIEWS)


def test_pale_words_are_seen_where_they_are_pale(spoiled: dict[str, dict[str, View]]) -> None:
    dark = {view for view in VIEWS if view.endswith("dark")}
    small = {view for view in VIEWS if view.startswith("phone")}
    assert _where(spoiled["pale in the dark"], "color-contrast") == dark
    assert _where(spoiled["pale on a phone"], "color-contrast") == small


def _faults(views: dict[str, View]) -> list[str]:
    return [fault for view in views.values() for fault in view.faults]


def test_a_request_for_anything_else_is_seen(spoiled: dict[str, dict[str, View]]) -> None:
    faults = _faults(spoiled["fetching"])
    assert [fault for fault in faults if fault.startswith("request: http://127.0.0.1")]


def test_a_request_on_a_small_screen_alone_is_seen(spoiled: dict[str, dict[str, View]]) -> None:
    faults = _faults(spoiled["fetching on a phone"])
    assert [fault for fault in faults if fault.endswith("/small.png")]


def test_a_script_that_fails_is_seen(spoiled: dict[str, dict[str, View]]) -> None:
    faults = _faults(spoiled["failing"])
    assert [fault for fault in faults if "missing is not defined" in fault]


def test_a_page_that_has_to_be_scrolled_sideways_is_seen(
    spoiled: dict[str, dict[str, View]],
) -> None:
    wide = {name for name, view in spoiled["wide"].items() if view.wide}
    assert wide == {view for view in VIEWS if view.startswith("phone")}
