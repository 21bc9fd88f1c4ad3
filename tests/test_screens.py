"""Words of finished books and web pages: their size and contrast, as readers see them."""

from dataclasses import replace

import pytest
from conftest import Shop, brief
from epub_sample import document, page
from package_code import ROOT

from bindery.cascade import read_sheet
from bindery.checks import screens
from bindery.checks.looks import Seen, seen_on
from bindery.css_queries import Screen, holds
from bindery.diagnostics import Diagnostic
from bindery.document import Document, Stylesheet
from bindery.markup import parse

LIGHT = Screen("on a light screen", "screen", "light", 320)
DARK = replace(LIGHT, name="on a dark screen", scheme="dark")
WORDS = "<p>Some words</p>"


def handed_over(styles: str, suffix: str) -> Document:
    sample = document()
    sheet = Stylesheet("styles/own.css", styles)
    edition = replace(sample.edition, suffix=suffix)
    return replace(sample, edition=edition, stylesheets=(sheet,))


def found(styles: str, body: str = WORDS, suffix: str = "html") -> tuple[Diagnostic, ...]:
    root = parse(page(body).encode())
    return screens.check(handed_over(styles, suffix), [root], styles, lambda _: b"")


def look(styles: str, body: str = WORDS, screen: Screen = LIGHT) -> Seen:
    """The last words that are seen."""
    root = parse(page(body).encode())
    return seen_on(root, read_sheet(styles).matched(root), [screen])[-1]


FAULTS = {
    "pale words": ("p { color: #999 }", WORDS, "faint-text", "2.8:1"),
    "grey on grey, through custom properties": (
        (
            ":root { --quiet: #888; --sand: #aaa }\nbody { background: var(--sand) }\n"
            "p { color: var(--quiet) }"
        ),
        WORDS,
        "faint-text",
        "1.5:1",
    ),
    "a ground set far above": (
        "section { background: rgb(0 0 0 / 60%) } p { color: #333 }",
        f"<section><div>{WORDS}</div></section>",
        "faint-text",
        "2.2:1",
    ),
    "a pale link": ("a { color: #9cf }", '<p><a href="#x">Words</a></p>', "faint-text", "1.6:1"),
    "an old pale link": (
        ":link { color: hsl(200 100% 80%) }",
        '<p><a href="#x">Words</a></p>',
        "faint-text",
        "1.4:1",
    ),
    "see-through words": ("p { opacity: 0.4 }", WORDS, "faint-text", "2.8:1"),
    "hues that are one grey": (
        "p { background: #009000; color: #000 }",
        "<p><strong>Some</strong></p>",
        "faint-text",
        "2.8:1 with its ground in grey",
    ),
    "words put there by styles": (
        '.x::before { color: #ccc; content: "Mind: " }',
        '<p class="x">words</p>',
        "faint-text",
        "1.6:1",
    ),
    "pale only on a wide screen": (
        "@media (min-width: 60rem) { p { color: #aaa } }",
        WORDS,
        "faint-text",
        "2.3:1",
    ),
    "dark on a dark screen": (
        ":root { color-scheme: light dark } p { color: #222 }",
        WORDS,
        "faint-text",
        "on a dark screen",
    ),
    "a dark ground that was forgotten": (
        "@media (prefers-color-scheme: dark) { body { background: #000 } } body { color: #111 }",
        WORDS,
        "faint-text",
        "on a dark screen",
    ),
    "pale in print": ("@media print { p { color: #aaa } }", WORDS, "faint-text", "in print"),
    "a style attribute": (
        "p { color: #000 }",
        '<p style="color: #bbb">W</p>',
        "faint-text",
        "1.9:1",
    ),
    "an important rule": (
        "p { color: #ccc !important } p.x { color: #000 }",
        '<p class="x">W</p>',
        "faint-text",
        "1.6:1",
    ),
    "a rule in a rule": (
        "div { & p { color: #bbb } }",
        f"<div>{WORDS}</div>",
        "faint-text",
        "1.9:1",
    ),
    "small words": ("p { font-size: 0.5em }", WORDS, "small-type", "6 pt"),
    "small by sums": ("p { font-size: calc(0.2rem + 4px) }", WORDS, "small-type", "5.4 pt"),
    "small on a phone": ("p { font-size: clamp(9px, 2vw, 2em) }", WORDS, "small-type", "6.75 pt"),
    "small step by step": (
        "div { font-size: 0.8em }",
        f"<div><div>{WORDS}</div></div>",
        "small-type",
        "7.68 pt",
    ),
    "small by name": ("p { font: bold x-small/2 serif }", WORDS, "small-type", "7.5 pt"),
    "small by the browser's own styles": ("", "<p>W <sup>1</sup></p>", "small-type", "9.96 pt"),
    "small in a custom property": (
        ":root { --size-small: 0.6rem } p { font-size: var(--size-small) }",
        WORDS,
        "small-type",
        "7.2 pt",
    ),
    "a text too small as a whole": ("p { font-size: 14px }", WORDS, "small-type", "most of the"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(name: str) -> None:
    styles, body, rule, said = FAULTS[name]
    told = found(styles, body)
    assert {each.rule for each in told} == {rule}
    assert said in " ".join(each.message for each in told)


FINE = {
    "nothing set": ("", WORDS),
    "large words may be paler": ("h1 { color: #808080; font-size: 24pt }", "<h1>Words</h1>"),
    "bold words may be paler": ("h1 { color: #808080; font-size: 14pt }", "<h1>Words</h1>"),
    "what is not shown": ("p { display: none; color: #fff }", WORDS),
    "what only listeners get": ("p { clip-path: inset(50%); color: #fff }", WORDS),
    "hidden words": ("p { visibility: hidden; color: #fff }", WORDS),
    "a rule for a state": ("p:hover { color: #fff }", WORDS),
    "a rule for what is not there": ("p.x { color: #fff }", WORDS),
    "a screen that is not": ("@media (max-width: 10rem) { p { color: #fff } }", WORDS),
    "a weaker rule": (".x { color: #000 } p { color: #ccc }", '<p class="x">W</p>'),
    "a value that no browser takes": ("p { color: #000; color: nocolour }", WORDS),
    "a property without a value": ("p { color: var(--nowhere) }", WORDS),
    "both changed for the dark": (
        (
            ":root { color-scheme: light dark; --ink: #111; --paper: #fff } "
            "@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #111 } } "
            "body { background: var(--paper); color: var(--ink) }"
        ),
        WORDS,
    ),
    "light and dark in one": (
        ":root { color-scheme: light dark } p { color: light-dark(#000, #fff) }",
        WORDS,
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_is_left_alone(name: str) -> None:
    assert found(*FINE[name]) == ()


def test_it_names_the_element_and_the_place_in_the_styles() -> None:
    (told,) = found(
        "h1 {\n  margin: 0;\n}\n\n.note p {\n  color: #aaa;\n}\n",
        f'<div class="note">{WORDS}</div>',
    )
    assert brief(told) == "styles/own.css:6:3 faint-text"
    assert told.message == (
        "`Some words` in `p` has a contrast of 2.3:1 with its ground on a light screen; "
        "4.5:1 is needed"
    )


def test_it_names_the_ground_where_that_alone_was_set() -> None:
    (told,) = found(".note { background: #555 }", f'<div class="note">{WORDS}</div>')
    assert str(told.span) == "styles/own.css:1:9"


@pytest.mark.parametrize(
    ("styles", "rules"),
    [
        ("p { color: #222 }", ["faint-text"]),  # on a black page
        ("p { background: #eee }", ["faint-text"]),  # with the white letters of a black page
        ("p { background: #eee; color: #222 }", []),
        ("h1 { color: #767676 }", []),
    ],
)
def test_a_book_stands_on_any_page(styles: str, rules: list[str]) -> None:
    body = "<h1>Words</h1><p>Some words</p>"
    assert [each.rule for each in found(styles, body, "epub")] == rules


def test_colours_and_sizes_are_those_of_a_browser() -> None:
    seen = look(
        "body { font-size: 20px } p { font-size: 1.5em } b { font-size: smaller }",
        "<p>a <b>b</b></p>",
    )
    assert seen.look.size == pytest.approx(25)
    assert seen.look.bold
    seen = look("body { color: #00f } p { background: currentcolor; color: white }")
    assert seen.look.inks() == ((255, 255, 255, 1), (255, 255, 255, 1))
    seen = look("div { color: red } p { color: inherit }", f"<div>{WORDS}</div>")
    assert seen.look.ink == (255, 0, 0, 1)


@pytest.mark.parametrize(
    "styles",
    ["p { background: url(a.png) }", "p { color: color-mix(in oklab, red, blue) }"],
)
def test_what_cannot_be_told_is_not_guessed(styles: str) -> None:
    assert look(styles).look.inks() is None


@pytest.mark.parametrize(
    ("condition", "screen", "answer"),
    [
        ("screen", LIGHT, True),
        ("print", LIGHT, False),
        ("print, screen and (prefers-color-scheme: dark)", DARK, True),
        ("not print", LIGHT, True),
        ("only screen and (max-width: 20rem)", LIGHT, True),
        ("(min-width: 20.1rem)", LIGHT, False),
        ("(width <= 320px)", LIGHT, True),
        ("(width > 30em) or (prefers-color-scheme: light)", LIGHT, True),
        ("not (prefers-color-scheme: dark)", DARK, False),
        ("((min-width: 1px) and (max-width: 1px))", LIGHT, False),
        ("(prefers-colour: dark)", DARK, False),
        ("(forced-colors: active)", LIGHT, False),
        ("", LIGHT, True),
    ],
)
def test_when_a_style_holds(condition: str, screen: Screen, answer: bool) -> None:  # noqa: FBT001
    assert holds(condition, screen) is answer


def test_a_publisher_s_own_styles_are_held_to_it(shop: Shop) -> None:
    """As a publisher would do it: a style sheet of her own, and a build."""
    base = (ROOT / "styles" / "base.css").read_text("utf-8")
    own = "\n.control {\n  font-size: 0.5em;\n}\n\nh2 {\n  color: #ddd !important;\n}\n"
    shop.write("styles/base.css", base + own)
    shop.guide(formats='["web"]')
    outcome = shop.build()
    lines = base.count("\n")
    assert sorted(map(brief, outcome.diagnostics)) == [
        f"styles/base.css:{lines + 3}:3 small-type",
        f"styles/base.css:{lines + 7}:3 faint-text",
    ]
    assert shop.made() == {}
