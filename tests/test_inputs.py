"""Every kind of thing that a file is made from is noticed, one at a time and for real.

Each change is made to a project that was built. Building again must give, to the byte, what a
first build into an empty folder gives, and the files that must differ do.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DRAWING, HANDOUT, INCOMPLETE, Shop
from package_code import ROOT

from bindery import build as building
from bindery.manifest import MANIFEST

GUIDE = """\
# A guide

What it is for.

![A cover.](images/cover.svg)

## A section

Some words[^1] that keep for {fact:keeps}.

PROSE

![A bottle.](images/a.svg)

::: contact helpline
:::

[^1]: A note.
""".replace("PROSE", "It is as good as new, and nobody has to do more. " * 30)
SETTINGS = {
    "formats": '["leaflet", "press", "ebook", "web"]',
    "web": '"example.org/a"',
    "notice": '"A notice."',
    "reviewers": '["A reviewer"]',
    "sources": '[{ title = "A source" }]',
}
CERTIFICATION = """
[certification]
version = "1.0"
standard = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
by = "A person"
"""
LOGO = DRAWING.replace("0 0 40 30", "0 0 150 50")
REDRAWN = DRAWING.replace("h9", "h8")
PRINT = {"leaflet", "press"}
ALL = {*PRINT, "ebook", "web"}


def _settings(shop: Shop, old: str, new: str) -> None:
    _replaced(shop, "source/a-guide/guide.toml", old, new)


def _publisher(shop: Shop, line: str) -> None:
    _replaced(shop, "source/handout.toml", "[publisher]", f"[publisher]\n{line}")


def _replaced(shop: Shop, name: str, old: str, new: str) -> None:
    text = (shop.root / name).read_text("utf-8")
    assert text.count(old) == 1, old
    shop.write(name, text.replace(old, new))


def _style(name: str, rule: str) -> Callable[[Shop], None]:
    """A style sheet of the project's own: the program's with one rule more."""

    def act(shop: Shop) -> None:
        shop.write(name, (ROOT / name).read_text("utf-8") + rule)

    return act


def _equipment(name: str, old: str, new: str) -> Callable[[Shop], None]:
    """A file of the project's own in place of the program's."""

    def act(shop: Shop) -> None:
        text = (ROOT / name).read_text("utf-8")
        assert old in text
        shop.write(name, text.replace(old, new, 1))

    return act


def _file(name: str, old: str, new: str) -> Callable[[Shop], None]:
    return lambda shop: _replaced(shop, name, old, new)


def _text(old: str, new: str) -> Callable[[Shop], None]:
    return _file("source/a-guide/en-GB.md", old, new)


def _ledger(name: str, old: str, new: str) -> Callable[[Shop], None]:
    return _file(f"source/{name}.toml", old, new)


def _shared(line: str) -> Callable[[Shop], None]:
    return lambda shop: _publisher(shop, line)


def _own(old: str, new: str) -> Callable[[Shop], None]:
    return lambda shop: _settings(shop, old, new)


def _appended(text: str) -> Callable[[Shop], None]:
    name = "source/a-guide/guide.toml"

    def act(shop: Shop) -> None:
        shop.write(name, (shop.root / name).read_text("utf-8") + text)

    return act


def _another_language(shop: Shop) -> None:
    _settings(shop, "authors", 'languages = ["en-GB", "en-IE"]\nauthors')
    shop.write("source/a-guide/en-IE.md", GUIDE)


def _font(shop: Shop) -> None:
    regular = (ROOT / "styles/fonts/AtkinsonHyperlegibleNext-Regular.ttf").read_bytes()
    shop.write("styles/fonts/AtkinsonHyperlegibleNext-Bold.ttf", regular)


def _logo(shop: Shop) -> None:
    shop.write("logo.svg", LOGO)
    _publisher(shop, 'logo = "logo.svg"')


def _picture(name: str, drawing: str) -> Callable[[Shop], None]:
    def act(shop: Shop) -> None:
        shop.write(f"source/a-guide/images/{name}.svg", drawing)

    return act


def _profile(shop: Shop) -> None:
    (profile,) = (ROOT / "styles/icc").glob("*.icc")
    shop.write("source/own.icc", profile.read_bytes())
    _appended('[press]\nprofile = "source/own.icc"\ncondition = "FOGRA99"')(shop)


# What is changed, and the formats whose files differ for it.
CHANGES: dict[str, tuple[Callable[[Shop], object], set[str]]] = {
    "words": (_text("Some words", "Other words"), ALL),
    "a heading": (_text("## A section", "## A part"), ALL),
    "the summary": (_text("What it is for.", "What it may be for."), ALL),
    "a note": (_text("A note.", "Another note."), ALL),
    "what a picture shows, in words": (_text("A bottle.", "A jug."), ALL),
    "a block for screens alone": (
        _text("::: contact", "::: only screen\nHere.\n:::\n\n::: contact"),
        ALL,
    ),
    "a line that moves": (_text("## A section", "\n\n## A section"), set()),
    "a fact": (_ledger("facts", '"3 days"', '"4 days"'), ALL),
    "a contact's number": (_ledger("contacts", "0300 100 0212", "0300 123 1453"), ALL),
    "when a fact was checked": (
        _ledger("facts", "checked = 2026-11-01", "checked = 2026-11-02"),
        set(),
    ),
    "a picture": (_picture("a", REDRAWN), ALL),
    "the cover": (_picture("cover", REDRAWN), ALL),
    "a picture that nobody shows": (_picture("b", DRAWING), set()),
    "the reference": (_own("REF-1", "REF-9"), ALL),
    "the version": (_own('"1.0"', '"1.1"'), ALL),
    "the authors": (_own("An author", "A writer"), ALL),
    "the reviewers": (_own("A reviewer", "A reader"), ALL),
    "the last review": (_own("last-review = 2026-11-01", "last-review = 2026-11-02"), ALL),
    "the next review": (_own("2027-11-01", "2027-11-02"), ALL),
    "the notice": (_own("A notice.", "Another notice."), ALL),
    "a source": (_own("A source", "Another source"), ALL),
    "the address of the guide": (_own("example.org/a", "example.org/b"), ALL),
    "the theme": (_appended('theme = "high-contrast"'), ALL),
    "a page budget that is kept": (_appended("[pages]\nleaflet = 8"), set()),
    "the name of a condition": (_appended('[press]\ncondition-name = "Another"'), {"press"}),
    "a spot colour": (_appended('[press]\nspot = "PANTONE 3165 C"'), {"press"}),
    "the profile of a press": (_profile, {"press"}),
    "a signature": (_appended(CERTIFICATION), {"ebook"}),
    "an allowance": (_appended('[allow]\nfew-items = "as it is meant"'), set()),
    "another language": (_another_language, ALL),
    "the publisher's name": (_file("source/handout.toml", "A service", "Our service"), ALL),
    "the publisher's address": (_shared('address = "1 Example Street, Anytown AN1 1AA"'), ALL),
    "the publisher's telephone": (_shared('phone = "0300 100 0212"'), ALL),
    "the publisher's mail": (_shared('email = "us@example.org"'), ALL),
    "where to write to": (_shared('feedback = "Tell us: example.org/feedback"'), ALL),
    "the logo named": (_logo, ALL),
    "a style of all": (_style("styles/base.css", "h2 { letter-spacing: 1px }\n"), ALL),
    "a style of print": (_style("styles/print.css", "p { color: #010203 }\n"), PRINT),
    "a style of books": (_style("styles/ebook.css", "h2 { margin: 9px }\n"), {"ebook"}),
    "a style of the web": (_style("styles/web.css", "h2 { margin: 9px }\n"), {"web"}),
    "a theme's colour": (_equipment("styles/themes/calm.css", "#0b5563", "#0b5564"), ALL),
    "a template of print": (_equipment("templates/parts/control.html", "<", "<p>Ours</p><"), ALL),
    "a template of books": (
        _equipment("templates/ebook/about.xhtml", "<h3 ", "<p>Ours</p><h3 "),
        {"ebook"},
    ),
    "a label": (
        lambda shop: shop.write("templates/labels/en.toml", '[control]\ntitle = "Ours"\n'),
        {"ebook", "web"},
    ),
    "a font": (_font, ALL),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a guide that uses a little of everything, built."""
    shop = Shop(tmp_path_factory.mktemp("built") / "project")
    shop.write("source/handout.toml", HANDOUT.replace("[publisher]", INCOMPLETE + "[publisher]"))
    shop.contact()
    shop.fact()
    for name in ("a", "cover"):
        shop.write(f"source/a-guide/images/{name}.svg", DRAWING)
    shop.guide(GUIDE, **SETTINGS)
    outcome = shop.build()
    assert not outcome.refused, [
        str(each) for each in outcome.diagnostics if each.severity == "error"
    ]
    return shop.root


@pytest.fixture
def shop(built: Path, tmp_path: Path) -> Shop:
    """A copy of that project, with all that is remembered of it."""
    return Shop(Path(shutil.copytree(built, tmp_path / "project")))


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_built_again_is_what_a_first_build_makes(shop: Shop, change: str) -> None:
    act, expected = CHANGES[change]
    before = shop.made()
    act(shop)
    outcome = shop.build()
    assert not outcome.refused, [
        str(each) for each in outcome.diagnostics if each.severity == "error"
    ]
    first = _first(shop)
    files = before.keys() - {MANIFEST}
    assert {name.split(".")[2] for name in files if before[name] != first[name]} == expected
    assert shop.made() == first
    again = shop.build()
    assert again.made == ()
    assert again.diagnostics == outcome.diagnostics


def test_the_content_of_a_logo_and_of_a_profile_counts(shop: Shop) -> None:
    """They lie outside the guide's folder, wherever the settings say."""
    CHANGES["the logo named"][0](shop)
    CHANGES["the profile of a press"][0](shop)
    shop.build()
    shop.write("logo.svg", LOGO.replace("h9", "h8"))
    assert {each.edition.format for each in shop.build().made} == ALL
    assert shop.made() == _first(shop)
    profile = bytearray((shop.root / "source/own.icc").read_bytes())
    profile[47] ^= 1  # of the flags, which its checksum leaves out
    shop.write("source/own.icc", bytes(profile))
    # The press file is made of the leaflet, so that the leaflet's document has the profile too.
    assert {each.edition.format for each in shop.build().made} == {*PRINT, "ebook"}
    assert shop.made() == _first(shop)


def _first(shop: Shop) -> dict[str, bytes]:
    """What a first build into an empty folder makes of the project."""
    out = shop.root / "elsewhere"
    building.build(replace(shop.order(), out=out), lambda _: None)
    return {path.name: path.read_bytes() for path in out.iterdir()}
