"""Guides to put on sheets: a short one for six panels, and any number of pages for a booklet."""

from __future__ import annotations

from pathlib import Path

from conftest import HANDOUT, Shop
from pdf_sample import leaflet

from bindery.compose import compose
from bindery.document import Document, Format
from bindery.equipment import equipment_for

COVER = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 148 115">
<rect width="148" height="115" fill="#0b5563"/>
<path d="M0 80 C40 50 100 110 148 70 V115 H0 Z" fill="#e5f0ee"/>
<path d="M74 14 C58 38 52 48 52 60 A22 22 0 0 0 96 60 C96 48 90 38 74 14 Z" fill="#fbf5ee"/>
</svg>
"""
HANDS = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100">
<rect width="160" height="100" fill="#e5f0ee"/>
<path d="M40 30 H90 A20 20 0 0 1 90 70 H40 A20 20 0 0 1 40 30 Z" fill="#fbf5ee" stroke="#1d1d1b"/>
<path d="M70 40 H120 A15 15 0 0 1 120 70 H70 Z" fill="#ffffff" stroke="#1d1d1b"/>
<text x="12" y="90" font-size="13" font-family="Atkinson Hyperlegible Next">palm to palm</text>
</svg>
"""
SHORT = """\
# Washing your hands on the ward

Clean hands are the best thing you can bring to someone who is ill.

![A drop of water over a wave.](images/cover.svg){.cover}

::: key-points
- Wash when you come in and when you leave.
- Take as long as you need for every finger.
- Ask us if you cannot find what you need.
:::

## When to wash

Germs travel on hands more than on anything else. Wash them:

- before you touch the person you visit
- before you touch food or drink
- after you have used the toilet
- after you have touched a bed, a rail or a curtain

Gel is by every door. Use it when your hands look clean. Use soap and water when they do not, or
when someone on the ward has an upset stomach: gel does not work on every germ.

## How to wash

::: steps
1. **Wet your hands.**

   Use warm water, then take enough soap to cover both hands.

2. **Rub palm to palm.**

   ![Two hands, one on the other, palm to palm.](images/hands.svg)

   Then rub the back of each hand.

3. **Do between the fingers.**

   Lock your fingers and rub. Do not forget your thumbs and your nails.

4. **Rinse and dry.**

   Dry well with a paper towel, and turn off the tap with it.
:::

::: do
- take off rings and watches first
- cover a cut with a plaster
:::

::: do-not
- do not visit if you feel ill yourself
:::

## Looking after your skin

Washing often can make skin dry. Use a little cream at night. Tell the ward if your skin cracks
or bleeds.

::: question
### Can children visit?

Most can. Ask the ward first, and help them to wash.
:::

## When to tell us

::: non-urgent
### Tell a nurse if:

- there is no soap, gel or towel
- you see someone who did not wash
- you have had an upset stomach in the last 2 days
:::

## If someone is in a side room

Some people are cared for in a room of their own, so that germs stay in it. A sign on the door
says so.

- Stop at the sign and read it.
- Ask a nurse what to wear. Put it on before you go in.
- Wash with soap and water as you leave. Gel is not enough here.

::: inset
**Bringing something?** Ask first about flowers, food and soft toys.
:::

You are always welcome to ask anyone who works here: “Have you washed your hands?”

::: contact helpline
:::

::: write-in
- Your ward: ____
- Ward phone: ____
:::
"""


def short_guide(folder: Path, format_: Format, text: str = SHORT) -> Document:
    """The document of ``text``, a guide with two pictures and a contact, in ``format_``."""
    shop = Shop(folder)
    shop.write("source/handout.toml", HANDOUT + 'address = "1 Example Street, Anytown"\n')
    shop.contact(helps_with='"Questions about a stay in hospital."')
    shop.guide(text, name="hands", web='"example.org/hands"', audience='["families"]')
    shop.write("source/hands/images/cover.svg", COVER)
    shop.write("source/hands/images/hands.svg", HANDS)
    project = shop.read()
    assert project.diagnostics == ()
    return compose(project.guides[0], format_, equipment_for(shop.root))


def numbered(page_count: int, language: str = "en-GB") -> Document:
    """A leaflet whose pages say their number, with links from each to the next.

    Whatever its language, its sentences are English ones.
    """
    pages = "".join(
        f'<section id="s{number}"><h2>Chapter {number}</h2><p dir="ltr">Words of page {number}. '
        f'<a href="#s{number % page_count + 1}">Onwards from {number}</a></p></section>'
        for number in range(1, page_count + 1)
    )
    css = (
        "@page { size: 148mm 210mm; margin: 14mm 14mm 20mm; background: #e5f0ee }"
        'html { font: 12pt "Atkinson Hyperlegible Next" } section { break-after: page }'
    )
    return leaflet(f"<h1>A booklet</h1>{pages}", css, language=language)
