from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery.diagnostics import Severity
from bindery.document import Stylesheet
from bindery.formats.epub_styles import Styles, flatten


def flat(*sheets: str) -> Styles:
    """Flattened sheets; nothing may be wrong with them."""
    sheets_given = tuple(Stylesheet(f"styles/{n}.css", css) for n, css in enumerate(sheets))
    styles, findings = flatten(sheets_given)
    assert findings == ()
    return styles


def faults(css: str) -> list[str]:
    _, findings = flatten((Stylesheet("styles/base.css", css),))
    assert all(finding.rule == "epub-style" for finding in findings)
    assert all(finding.span and finding.span.file == "styles/base.css" for finding in findings)
    return [finding.message for finding in findings]


def test_tokens_are_written_out() -> None:
    assert flat(":root { --a: 1em } p { margin: var(--a) 0 }").css == "p { margin: 1em 0; }\n"


def test_tokens_of_tokens() -> None:
    css = ":root { --ink: #111; --rule: 1px solid var(--ink) } p { border: var(--rule) }"
    assert flat(css).css == "p { border: 1px solid #111; }\n"


def test_last_sheet_wins() -> None:
    """A theme comes last and sets the tokens that earlier sheets use."""
    assert "#222" in flat(":root{--a:#111} p{color:var(--a)}", ":root{--a:#222}").css


def test_tokens_in_functions_and_media() -> None:
    css = ":root{--a:1em}@media (min-width: 40em){p{margin:calc(2*var(--a))}}"
    assert flat(css).css == "@media (min-width: 40em) { p { margin: calc(2*1em); } }\n"


def test_fallbacks() -> None:
    assert flat("p{color:var(--a, var(--b, red))}").css == "p { color: red; }\n"


def test_priority_is_kept() -> None:
    assert flat("p{color:red!important}").css == "p { color: red !important; }\n"


def test_comments_and_charset_go() -> None:
    assert flat('@charset "utf-8"; /* a */ p /* b */ { color /* c */ : red /* d */ }').css == (
        "p { color: red; }\n"
    )


def test_paper_rules_go() -> None:
    assert flat("@page { margin: 1cm } p { color: red }").css == "p { color: red; }\n"


def test_faces_are_set_apart() -> None:
    css = '@font-face{font-family:"A B";src:url("fonts/a.ttf")}p{font-family:"A B",serif}'
    styles = flat(css)
    assert [(face.family, face.urls) for face in styles.faces] == [("a b", ("fonts/a.ttf",))]
    assert styles.stacks == (("a b", "serif"),)
    assert "font-face" not in styles.css
    assert styles.text(["a b"]).startswith("@font-face")
    assert styles.text([]) == styles.css


def test_what_other_stages_ask_for() -> None:
    css = 'p::before{content:"→" url(images/a.svg)} p{background:url("images/b.png")}'
    styles = flat(css)
    assert (styles.strings, styles.urls) == ("→", ("images/a.svg", "images/b.png"))


@pytest.mark.parametrize(
    ("css", "said"),
    [
        ("p { color: var(--a) }", "`color` uses `--a`, which is not set on `:root`"),
        (".x { --a: red } ", "`--a` is set on `.x`, not on `:root`"),
        ("@media print { :root { --a: red } }", "`--a` is set on `:root`, not on `:root`"),
        (":root { --a: var(--b); --b: var(--a) } p { color: var(--a) }", "depends on itself"),
        ("p { color: red; a { color: blue } }", "a rule inside a rule"),
        ('@import "a.css";', "is not for e-readers"),
        ("p { color }", "unreadable CSS"),
        ("}", "unreadable CSS"),
        ('@font-face { font-family: "A" }', "a font face without a family or a file"),
        ("p { font-size: 12px }", "`font-size` is given in px"),
        ("p { margin: calc(1em + 2px) }", "`margin` is given in px"),
    ],
)
def test_faults_are_told(css: str, said: str) -> None:
    assert any(said in message for message in faults(css))


def test_a_value_that_grows_without_end() -> None:
    """Ten properties of ten uses each would be ten thousand million words."""
    tokens = "".join(f"--v{n}: {' '.join([f'var(--v{n + 1})'] * 10)};" for n in range(10))
    said = faults(f":root {{ {tokens} --v10: x }} p {{ content: var(--v0) }}")
    assert any("grows without end" in message for message in said)


@pytest.mark.parametrize("css", ["p{border:1px solid}", "p{margin:0px}", "@media (width:9px){}"])
def test_hairlines_and_queries_may_be_pixels(css: str) -> None:
    flat(css)


def test_pixels_are_a_warning_with_a_place() -> None:
    _, (finding,) = flatten((Stylesheet("styles/base.css", "p {\n  font-size: 12px;\n}"),))
    assert finding.severity is Severity.WARNING
    assert finding.span
    assert (finding.span.line, finding.span.column) == (2, 3)


IDENT = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True)


@given(st.lists(st.tuples(IDENT, IDENT), min_size=1, max_size=6), st.data())
def test_no_custom_property_is_left(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever tokens refer to earlier tokens, the result has none and is stable."""
    known: list[str] = []
    tokens = []
    for name, value in pairs:
        used = data.draw(st.sampled_from([value, *(f"var(--{n})" for n in known)]))
        tokens.append(f"--{name}: {used};")
        if name not in known and f"var(--{name})" not in used:
            known.append(name)
    rules = "".join(f".{name} {{ x-y: var(--{name}) }}" for name, _ in pairs)
    styles, findings = flatten((Stylesheet("a.css", f":root {{ {''.join(tokens)} }} {rules}"),))
    assert not re.search(r"var\(|--", styles.css)
    again, _ = flatten((Stylesheet("a.css", styles.css),))
    assert again.css == styles.css
    assert all("depends on itself" in finding.message for finding in findings)
