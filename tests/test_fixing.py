"""What `handout check --fix` does to any text: only what its rules name, and all of that."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

from conftest import HANDOUT, Shop
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bindery import checks
from bindery.corrections import corrections, write
from bindery.diagnostics import Diagnostic, Severity
from bindery.guide import Block, Guide

FILE = "source/a-guide/en-GB.md"
# More than one round is needed only where two fixes overlap.
ROUNDS = 3

SLIPS = (
    *("5 ml", "3.5 kg", "60 %", "2-3 days", "2\u20133", "from 4-6 cm", "10-12 hours", "1-2"),
    *("3rd March", "March 3rd, 2026", "3 Mar. 2026", "2026-03-05", "5/3/2026", "1st-3rd May"),
    *("17:00", "9:30 am", "9.00 a.m.", "5PM", "12 noon", "from 17:00-18:30", "5 pm to 6 pm"),
    *("4 \u00b0C", "38 degrees C", "37.5 Celsius", "4 C", "2-4 \u00b0C", "98 F", "4\u00b0"),
    *("5 mcg", "10 \u00b5g", "4 U", ".5 mg", "5.0 mg", ".5 ml", "1000 people", "\u00a32500"),
    *("don't", "can't", "Don't", "you'll", "isn't", "Breastmilk", "organise", "organize", "color"),
    *("dial 999", "dial 111", "a GP's", "utilise", "30 fl oz", "Twenty", "ten", "approx. 5 ml"),
    *("3 days", "0300 100 0212", "03001000212", "e.g. 5 ml", "24/7", "2\u2014 3 ml"),
)
MIXED = (
    *("`5 ml`", "``2-3 days ` don't``", "<https://example.org/2-3/5%20ml>", "{fact:keeps}"),
    *("{contact:helpline}", "[words](https://example.org/5-6?a=2026-03-05)", "\\*2", "[^one]"),
    *('[x](https://example.org/17:00 "dial 999")', "![2-3 cm](images/a-2-3.svg)", "a&amp;b"),
    *("[Sut mae 5 ml]{lang=cy}", "**5 ml**", "*2-3*", "[5 ml](#a-2-3)", "\u201cdon't 2-3\u201d"),
    *("help@2-3.org", "www.example.org/5-6", "it\\-s", "[don't][ref]", "a\\", "<!-- 5 ml -->"),
)
REFERENCES = ("{fact:keeps}", "{contact:helpline}")
# Of these a fix leaves every character, wherever they stand.
KEPT = (
    *(*REFERENCES, "{lang=cy}", "{#a-2-3}", "{#steps-2-3}", "[^one]"),
    *("](https://example.org/5-6?a=2026-03-05)", "](https://example.org/17:00 ", "](#a-2-3)"),
    *("](images/a-2-3.svg)", "[ref]: https://a.org/2-3", "<!-- allow unit-space: why -->"),
    *("<https://example.org/2-3/5%20ml>", "www.example.org/5-6", "help@2-3.org"),
)
JOINTS = (" ", "\n", ", ", ". ", ".", "\u00a0", " (", ") ", ": ", "; ", "/", "-", "")
HOLDERS = (
    *("{}", "- {}\n- {}", "1. {}\n2. {}", "> {}", "### {}", "### {} {{#a-2-3}}", "### {}."),
    *("| A | {} |\n|---|---|\n| {} | {} |", "```\n{}\n```", "<!-- allow unit-space: why -->\n{}"),
    *(
        "::: steps {{#steps-2-3}}\n1. {}\n2. {}\n:::",
        "::: do\n- {}\n:::",
        "::: only ebook\n{}\n:::",
    ),
    *(
        "::: for midwives\n{}\n:::",
        "![{}](images/a-2-3.svg)\n",
        "[^one]: {}",
        "    {}",
        "**{}** {}",
    ),
    *("![Words](images/a-2-3.svg)\n: {}", "<!-- allow all: {} -->\n{}", "{}\r\n{}", "\\\n{}"),
)

_PIECES = st.sampled_from(SLIPS * 2 + MIXED + ("Some", "words", "Take", "for you"))


@st.composite
def _words(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(_PIECES, min_size=1, max_size=5))
    joints = draw(st.lists(st.sampled_from(JOINTS), min_size=5, max_size=5))
    return "".join(part for pair in zip(pieces, joints, strict=False) for part in pair).strip()


@st.composite
def _texts(draw: st.DrawFn) -> str:
    blocks = [draw(_words())]
    for holder in draw(st.lists(st.sampled_from(HOLDERS), min_size=1, max_size=5)):
        count = holder.replace("{{", "").count("{}")
        blocks.append(holder.format(*(draw(_words()) for _ in range(count))))
    title = draw(st.sampled_from(("A guide", "Keeping 5 ml", "Don't wait.", "2-3 days")))
    body = "\n\n".join(blocks)
    return f"# {title}\n\nWhat it is for.\n\n## A section\n\n{body}\n\n[ref]: https://a.org/2-3\n"


def _shop(root: Path) -> Shop:
    shop = Shop(root)
    shop.write("source/handout.toml", HANDOUT + '\n[audiences]\nmidwives = "Midwives"\n')
    shop.contact()
    shop.fact()
    shop.write("source/a-guide/images/a-2-3.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    return shop


def _read(shop: Shop) -> tuple[Guide | None, tuple[Diagnostic, ...]]:
    """The guide as it is now, and all that is found in its text."""
    project = shop.read()
    guide = next(iter(project.guides), None)
    found = checks.of_guide(guide, project.ledger, shop.today).findings if guide else ()
    every = (*found, *project.diagnostics)
    return guide, tuple(each for each in every if each.span and each.span.file == FILE)


def _structure(guide: Guide) -> list[Any]:
    """What a fix must not touch: blocks, elements, where links lead, code."""
    blocks = (*guide.lead, *(block for part in guide.sections for block in part.blocks))
    notes = [list(_elements(note.html)) for note in guide.footnotes]
    return [*map(_shape, blocks), *notes, [len(part.blocks) for part in guide.sections]]


def _shape(block: Block) -> Any:
    return (
        block.kind,
        [*_elements(block.title), *_elements(block.html)],
        [*map(_shape, block.children)],
    )


def _elements(html: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], str]]:
    for element in ET.fromstring(f"<x>{html}</x>").iter():  # noqa: S314
        if element.get("class") == "phone":  # a number from the ledger, written as a reference
            continue
        kept = {name: value for name, value in element.attrib.items() if name not in {"id", "alt"}}
        code = "".join(element.itertext()) if element.tag in {"code", "pre"} else ""
        yield element.tag, tuple(sorted(kept.items())), code


def _heavy(findings: tuple[Diagnostic, ...]) -> list[str]:
    return sorted(each.rule for each in findings if each.severity is Severity.ERROR)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(_texts())
@example("# A guide\n\nWhat it is for.\n\n## A section\n\nTake 5 ml at 17:00.\n")
@example("# A guide\n\nWhat it is for.\n\n## Don't wait.\n\nGo [on from it](#dont-wait).\n")
@example("# A guide\n\nFor 5 ml.\n\n## A\n\n### Don't\n\n- [on from it](#dont)\n")
def test_a_fix_changes_what_its_rule_names_and_nothing_else(text: str) -> None:
    with TemporaryDirectory() as folder:
        shop = _shop(Path(folder))
        path = shop.guide(text)
        before, found = _read(shop)
        guide, left = before, found
        for _ in range(ROUNDS):
            write(shop.root, corrections(shop.root, left))
            guide, left = _read(shop)
        assert [each for each in left if each.fix is not None] == []
        written = path.read_bytes().decode()
        for kept in KEPT:
            more = kept in REFERENCES  # a number from the ledger is written as a reference
            assert 0 <= written.count(kept) - text.count(kept) <= 9 * more, kept
        assert (before is None) == (guide is None)
        if before and guide:
            assert _structure(guide) == _structure(before)
        new = [rule for rule in _heavy(left) if rule not in _heavy(found)]
        assert new == []
