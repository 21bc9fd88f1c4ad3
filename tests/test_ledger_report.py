"""``handout ledger``: every entry, what is due first, how far it is trusted, who prints it."""

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result
from conftest import DRAWING, Shop

import handout
from bindery.ledger_report import ledger_report, text_lines

TEXT = """\
# Keeping milk

It keeps for {fact:keeps}.

## At home

Call {contact:helpline}
or {contact:helpline.title}, and keep it {fact:keeps}.

![Milk keeps for {fact:keeps}.](images/cup.svg)

::: inset
::: contact website
:::
:::

[^one]: For {fact:warm}.

Warm it up.[^one] Not `{`fact:soon`}`.
"""


@pytest.fixture
def full(shop: Shop) -> Shop:
    shop.fact("keeps", review_by="2026-12-24")
    shop.fact("warm", value='"2 hours"', review_by="2026-11-23")
    with (shop.source / "facts.toml").open("a") as ledger:
        ledger.write('[warm.in]\npl.value = "2 godziny"\ncy.value = "2 awr"\n')
    shop.fact("soon", value='"5 minutes"', status='"unverified"')
    shop.contact("helpline", review_by="2027-01-01")
    shop.contact("website", phone="", web='"example.org"')
    shop.write("source/a-guide/images/cup.svg", DRAWING)
    shop.guide(TEXT)
    return shop


def _run(shop: Shop, *options: str) -> Result:
    source = ["--source", str(shop.source), "--today", "2026-11-24", "--report", "concise"]
    return CliRunner().invoke(handout.main, ["ledger", *source, *options])


def test_entries_come_in_order_of_their_day_with_what_is_known_of_them(full: Shop) -> None:
    lines = text_lines(ledger_report(full.read(), full.today))
    assert tuple(line.replace("source/a-guide/en-GB.md", "it") for line in lines) == (
        "review by   status      entry             value          languages      printed in",
        "2026-11-23  expired     fact warm         2 hours        en-GB, cy, pl  it:17",
        "2026-12-24  verified    fact keeps        3 days         en-GB          it:3, it:8, it:10",
        "2027-01-01  verified    contact helpline  0300 100 0212  en-GB          it:7, it:8",
        "2027-11-01  verified    contact website   example.org    en-GB          it:13",
        "2027-11-01  unverified  fact soon         5 minutes      en-GB          nowhere",
    )


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (0, ["warm"]),
        (29, ["warm"]),
        (30, ["warm", "keeps"]),
        (38, ["warm", "keeps", "helpline"]),
        (400, ["warm", "keeps", "helpline", "website", "soon"]),
    ],
)
def test_only_what_is_due_is_listed_if_that_is_asked(
    full: Shop, days: int, due: Sequence[str]
) -> None:
    report = ledger_report(full.read(), full.today, days)
    assert [line.entry.name for line in report] == due


def test_the_command_lists_and_says_what_is_wrong_with_the_ledgers_alone(full: Shop) -> None:
    done = _run(full, "--due", "31")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 3
    assert not done.stderr, "that the guide prints an expired entry is for `handout check`"
    full.contact("wrong", phone='"0300 100 021"')
    done = _run(full)
    assert done.exit_code == 1
    assert "error[bad-phone]" in done.stderr


def test_programs_get_json(full: Shop) -> None:
    done = _run(full, "--json", "--due", "0")
    assert json.loads(done.stdout) == [
        {
            "ledger": "fact",
            "name": "warm",
            "value": "2 hours",
            "status": "expired",
            "source": "A source",
            "url": "",
            "checked": "2026-11-01",
            "review_by": "2026-11-23",
            "file": "source/facts.toml",
            "line": 8,
            "language": "en-GB",
            "in": {"cy": {"value": "2 awr"}, "pl": {"value": "2 godziny"}},
            "used": [{"file": "source/a-guide/en-GB.md", "line": 17}],
        }
    ]


def test_ledgers_without_entries_are_an_empty_list(shop: Shop) -> None:
    shop.guide()
    assert _run(shop).stdout == ""
    assert json.loads(_run(shop, "--json").stdout) == []
