"""A guide that uses every block, in two languages: small enough to be read as a whole."""

from __future__ import annotations

import re

from conftest import Shop
from package_code import ROOT

NAME = "every-block"
_CASE = ROOT / "tests" / "cases" / NAME
_LABELS = "templates/labels"
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">\n'
    '<path d="M30 10h60v60h-60z" fill="#dde8f0" stroke="#123" stroke-width="2"/>\n'
    '<text x="40" y="45" font-family="Atkinson Hyperlegible Next" font-size="14">{words}</text>\n'
    "</svg>\n"
)
_PICTURES = {"bottle.svg": "milk", "jug.svg": "warm", "layers.svg": "cream"}


def write(shop: Shop) -> None:
    """Put the guide into a shop, with all that it needs: ledgers, pictures, Welsh labels."""
    for path in sorted(_CASE.iterdir()):
        shop.write(f"source/{NAME}/{path.name}", path.read_bytes())
    for name, words in _PICTURES.items():
        shop.write(f"source/{NAME}/images/{name}", _DRAWING.format(words=words))
    shop.contact(
        web='"https://www.example.org/help"',
        email='"help@example.org"',
        address='"1 Example Street, Anytown AN1 1AA"',
        hours='"9am to 5pm"',
        helps_with='"Anything about milk & <feeding>."',
    )
    shop.fact()
    _in_welsh(shop, "contacts.toml", "helpline", hours="ŵ 9am to 5pm", helps_with="ŵ Anything.")
    _in_welsh(shop, "facts.toml", "keeps", value="ŵ 3 days", statement="ŵ It keeps for 3 days.")
    english = (ROOT / _LABELS / "en.toml").read_text("utf-8")
    # No translation, but no English either: every word is marked, so that one left over shows.
    shop.write(
        f"{_LABELS}/cy.toml", re.sub(r'^([\w-]+ = ")(?=\S)', r"\1ŵ ", english, flags=re.MULTILINE)
    )


def _in_welsh(shop: Shop, ledger: str, entry: str, **words: str) -> None:
    lines = "".join(f'{key.replace("_", "-")} = "{each}"\n' for key, each in words.items())
    with (shop.source / ledger).open("a", encoding="utf-8") as file:
        file.write(f"[{entry}.in.cy]\n{lines}\n")
