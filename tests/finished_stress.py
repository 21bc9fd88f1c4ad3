"""The long guide's finished files: made by the command, twice, and judged once for all tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import stress_guide
from conftest import HANDOUT, Shop
from finished import LONG_FORMATS, Build, both, build_twice, judge, once

from bindery.formats import format_named


def stress_file(out: Path, format_: str) -> Path:
    """The long guide's file in a format, in the folder ``out``."""
    return out / f"{stress_guide.NAME}.en-GB.{format_}.{format_named(format_).suffix}"


def _stock(root: Path) -> None:
    shop = Shop(root)
    shop.write("source/handout.toml", HANDOUT)
    stress_guide.write(shop, formats=json.dumps([format_.name for format_ in LONG_FORMATS]))


@pytest.fixture(scope="session")
def stressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """Two builds of the guide, in different surroundings."""
    return both(once(tmp_path_factory, "stress", lambda folder: build_twice(folder, _stock)))


@pytest.fixture(scope="session")
def stressed_out(stressed: tuple[Build, Build]) -> Path:
    """The folder of finished files of the first build."""
    return stressed[0].out


@pytest.fixture(scope="session")
def stress_complaints(
    stressed_out: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What the validators have against each file, by its name; empty if nothing."""
    found: dict[str, list[str]] = once(
        tmp_path_factory, "stress-judged", lambda _: judge(stressed_out)
    )
    return found
