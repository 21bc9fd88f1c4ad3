"""Templates: an author's words are never one, and a slip in one is told with its place."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Shop

from bindery.diagnostics import Diagnostic, Failure, Span
from bindery.equipment import equipment_for
from bindery.guide import Block, Picture
from bindery.templating import (
    Filler,
    postal,
    short_address,
    telephone_uri,
    unbroken,
    web_uri,
)

NB = "\N{NO-BREAK SPACE}"
HERE = Span("source/a-guide/en-GB.md", 1)


def filler(shop: Shop, code: str = "en-GB", **values: object) -> Filler:
    return Filler(equipment_for(shop.root), code, values)


def fault(shop: Shop, template: str = "page.html", **values: object) -> Diagnostic:
    """What is wrong with a template; it must be one thing."""
    with pytest.raises(Failure) as caught:
        filler(shop, "en-GB", **values).fill(template)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.hint
    return diagnostic


# ---- words


@pytest.mark.parametrize(
    "words", ["<b>bold</b>", "{{ 7 * 7 }}", "{% include 'leaflet.html' %}", "a & b", '" onload="x']
)
def test_words_are_text_whatever_they_hold(shop: Shop, words: str) -> None:
    shop.write("templates/page.html", '<p title="{{ words }}">{{ words }}</p>')
    filled = filler(shop, words=words).fill("page.html")
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&#34;").replace("'", "&#39;")
    assert filled == f'<p title="{escaped}">{escaped}</p>'


def test_a_fragment_that_was_made_is_printed_as_it_is(shop: Shop) -> None:
    shop.write("templates/page.html", "{{ html | markup }}")
    assert filler(shop, html="<em>a &amp; b</em>").fill("page.html") == "<em>a &amp; b</em>"


def test_blocks_are_filled_by_kind_and_pictures_by_their_part(shop: Shop) -> None:
    shop.write("templates/parts/one.html", "<i>{{ block.id }}{{ parts(block.children) }}</i>\n\n")
    shop.write("templates/parts/picture.html", '<img alt="{{ picture.alt }}"/>')
    shop.write("templates/page.html", "{{ parts(blocks) }}{{ picture(shown) }}")
    inner = Block("one", "a.1", HERE)
    blocks = (Block("one", "a", HERE, children=(inner,)), Block("one", "b", HERE))
    shown = Picture("images/a.svg", "Hold <here>", HERE)
    assert filler(shop, blocks=blocks, shown=shown).fill("page.html") == (
        '<i>a<i>a.1</i>\n</i>\n<i>b</i>\n<img alt="Hold &lt;here&gt;"/>'
    )


def test_values_given_for_one_page_win(shop: Shop) -> None:
    shop.write("templates/page.html", "{{ title }}")
    pages = filler(shop, title="all")
    assert [pages.fill("page.html"), pages.fill("page.html", title="one")] == ["all", "one"]


def test_dates_and_lists_keep_to_their_language_beside_another(shop: Shop) -> None:
    shop.write("templates/page.html", "{{ day | day }}; {{ day | month }}; {{ names | listed }}")
    values = {"day": date(2026, 11, 4), "names": ("a", "b")}
    english, polish = filler(shop, "en-GB", **values), filler(shop, "pl", **values)
    assert english.fill("page.html") == "4~November~2026; November 2026; a and b".replace("~", NB)
    assert polish.fill("page.html") == "4~listopada~2026; listopad 2026; a i b".replace("~", NB)


def test_a_list_of_nobody_is_empty(shop: Shop) -> None:
    shop.write("templates/page.html", "[{{ names | listed }}]")
    assert filler(shop, names=()).fill("page.html") == "[]"


# ---- a project's own templates


def test_a_project_replaces_one_part_and_keeps_the_rest(shop: Shop) -> None:
    shop.write("templates/parts/item.html", "<li>own: {{ block.html | markup }}</li>")
    block = Block("do", "x", HERE, children=(Block("item", "x.1", HERE, html="<b>yes</b>"),))
    shop.write("templates/page.html", "{{ parts(blocks) }}")
    filled = filler(shop, blocks=(block,), words={"block.do": "Do"}).fill("page.html")
    assert "<li>own: <b>yes</b></li>" in filled
    assert '<div class="do" role="group" id="x"' in filled


@pytest.mark.parametrize("name", ["../source/handout.toml", "../../etc/passwd", "/etc/passwd"])
def test_a_template_reads_templates_only(shop: Shop, name: str) -> None:
    shop.write("templates/page.html", f'{{% include "{name}" %}}')
    assert fault(shop).rule == "missing-equipment"


def test_a_template_that_is_a_link_out_of_the_project_is_refused(
    shop: Shop, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    (shop.root / "templates").mkdir(parents=True)
    (shop.root / "templates" / "page.html").symlink_to(secret)
    assert fault(shop).rule == "outside-project"


# ---- slips


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n{{ nothing }}", "'nothing' is undefined"),
        ("\n{{ words.missing }}", "'dict object' has no attribute 'missing'"),
        ("\n{% if %}", "Expected an expression, got 'end of statement block'"),
        ("\n{{ words | shout }}", "No filter named 'shout'."),
        ("\n{{ 1 / 0 }}", "division by zero"),
        ("\n{{ 'a' + 1 }}", 'can only concatenate str (not "int") to str'),
        ('\n{{ "{day}".format(date=1) }}', "'day'"),
        ('\n{{ "{".format(date=1) }}', "Single '{' encountered in format string"),
        ("\n{{ ''.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
        ("\n{{ words.update(a=1) }}", "access to attribute 'update' of 'dict' object is unsafe."),
    ],
)
def test_a_slip_is_told_with_its_line(shop: Shop, template: str, message: str) -> None:
    shop.write("templates/page.html", template)
    found = fault(shop, words={})
    assert (found.rule, found.span) == ("template-error", Span("templates/page.html", 2))
    assert found.message == message


def test_a_slip_in_an_included_part_is_told_where_it_is(shop: Shop) -> None:
    shop.write("templates/page.html", '{% include "parts/own.html" %}')
    shop.write("templates/parts/own.html", "one\n\n\n{{ nothing }}")
    assert fault(shop).span == Span("templates/parts/own.html", 4)


def test_a_slip_in_the_part_of_a_block_is_told_where_it_is(shop: Shop) -> None:
    shop.write("templates/page.html", "\n\n\n{{ parts(blocks) }}")
    shop.write("templates/parts/own.html", "one\n{{ nothing }}")
    found = fault(shop, blocks=(Block("own", "a", HERE),))
    assert found.span == Span("templates/parts/own.html", 2)


def test_a_part_that_is_missing_is_named(shop: Shop) -> None:
    shop.write("templates/page.html", "{{ parts(blocks) }}")
    found = fault(shop, blocks=(Block("nowhere", "a", HERE),))
    assert found.rule == "missing-equipment"
    assert found.message == "no template `parts/nowhere.html`"


def test_a_part_that_includes_itself_is_a_slip(shop: Shop) -> None:
    shop.write("templates/page.html", '{% include "page.html" %}')
    found = fault(shop)
    assert (found.rule, found.message) == ("template-error", "it includes itself")
    assert found.span == Span("templates/page.html", 1)


def test_a_template_that_is_not_utf_8_is_told(shop: Shop) -> None:
    shop.write("templates/page.html", b"caf\xe9")
    assert fault(shop).rule == "bad-encoding"


# ---- filters


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("0300 100 0212", "tel:03001000212"),
        ("+44 300 100 0212", "tel:+443001000212"),
        ("111", "tel:111"),
        ("(0300) 100-0212", "tel:03001000212"),
    ],
)
def test_a_number_becomes_a_link_with_all_its_digits(phone: str, link: str) -> None:
    assert telephone_uri(phone) == link


def test_what_is_unbroken_has_no_space_to_break_at() -> None:
    assert unbroken("0300 100 0212") == "0300\u00a0100\u00a00212"


@pytest.mark.parametrize(
    ("address", "link", "short"),
    [
        ("example.org/by-hand", "https://example.org/by-hand", "example.org/by-hand"),
        ("https://www.example.org/", "https://www.example.org/", "example.org"),
        ("http://example.org/a/", "http://example.org/a/", "example.org/a"),
        ("www.example.org", "https://www.example.org", "example.org"),
        ("example.org/", "https://example.org/", "example.org"),
    ],
)
def test_an_address_is_a_link_and_something_to_read_out(
    address: str, link: str, short: str
) -> None:
    assert web_uri(address) == link
    assert short_address(address) == short


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("1 Street, Anytown AN1 1AA", "1 Street, Anytown AN1\u00a01AA"),
        ("London SW1A 2AA, UK", "London SW1A\u00a02AA, UK"),
        ("Room 12 A, 4 High Street", "Room 12 A, 4 High Street"),
    ],
)
def test_a_postcode_stays_on_one_line(address: str, printed: str) -> None:
    assert postal(address) == printed
