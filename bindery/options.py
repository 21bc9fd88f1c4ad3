"""What commands can be told: the options and arguments that several of them share.

The commands themselves are in ``handout.py``; this module, it and :mod:`bindery.terminal` are the
door to Click. What completes a word is imported when a shell asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)

REPORTS = ("full", "concise", "json", "github", "sarif")


def guide_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Names of guides that begin so, for the shell's completion."""
    source = Path(ctx.params.get("source") or "source")
    folders = sorted(path.parent.name for path in source.glob("*/guide.toml"))
    return [name for name in folders if name.startswith(incomplete)]


def format_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Names of formats that begin so, for the shell's completion."""
    from .formats import FORMATS

    return [format_.name for format_ in FORMATS if format_.name.startswith(incomplete)]


def rule_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Names of rules that begin so, for the shell's completion."""
    from .explain import rules

    return [name for name in rules() if name.startswith(incomplete)]


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _folder_option(name: str, what: str) -> Callable[[_Command], _Command]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(name),
        show_default=True,
        help=what,
    )


guides_argument = click.argument("guides", nargs=-1, shell_complete=guide_names)
guide_argument = click.argument("guide", shell_complete=guide_names)
source_option = _folder_option("source", "Folder that holds the guides.")
out_option = _folder_option("out", "Folder of the finished files.")
format_option = click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    shell_complete=format_names,
    help="Make this format only.",
)
language_option = click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Make this language only."
)
report_option = click.option(
    "--report",
    type=click.Choice(REPORTS),
    default="full",
    show_default=True,
    help="How findings are written.",
)
strict_option = click.option("--strict", is_flag=True, help="Warnings count as errors.")
due_option = click.option(
    "--due",
    type=click.IntRange(min=0, max=36_500),
    metavar="DAYS",
    help="Only what is to be reviewed within so many days, or was to be before.",
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _ctx, _param, moment: moment.date() if moment else _today(),
    show_default="the day it is",
    help="Day against which review dates are judged.",
)
