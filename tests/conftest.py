"""A shop to work in: a temporary project that a test writes, reads and changes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bindery.build import build
from bindery.diagnostics import Diagnostic
from bindery.equipment import packaged
from bindery.order import Order
from bindery.outcome import Outcome, Progress
from bindery.project import Project, read

pytest_plugins = ("finished", "finished_stress", "finished_books", "finished_pdf")

TODAY = date(2026, 11, 24)
GOLDEN = Path(__file__).with_name("golden")
FORMATS = ("leaflet", "ebook")

HANDOUT = """\
languages = ["en-GB"]
formats = ["leaflet", "ebook"]

[publisher]
name = "A service"
web = "https://example.org"
"""
# Most tests are about something else than what a whole guide must have.
INCOMPLETE = """\
[allow]
missing-contact = "a guide of a test"
missing-feedback = "a guide of a test"
missing-help = "a guide of a test"
missing-key-points = "a guide of a test"
missing-sources = "a guide of a test"

"""
GUIDE = {
    "version": '"1.0"',
    "status": '"draft"',
    "authors": '["An author"]',
    "last-review": "2026-11-01",
    "next-review": "2027-11-01",
}
TEXT = """\
# A guide

What it is for.

## A section

Some words.
"""
WELSH = """\
# Canllaw

Ar gyfer beth y mae.

## Adran

Rhai geiriau.
"""
CONTACT = {
    "title": '"A helpline"',
    "phone": '"0300 100 0212"',
    "source": '"Its website"',
    "checked": "2026-11-01",
    "review-by": "2027-11-01",
    "status": '"verified"',
}
FACT = {
    "value": '"3 days"',
    "statement": '"It keeps for 3 days."',
    "source": '"A source"',
    "checked": "2026-11-01",
    "review-by": "2027-11-01",
    "status": '"verified"',
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>'


@dataclass
class Shop:
    """A project in ``root``. What is not written has sensible content."""

    root: Path
    today: date = TODAY
    progress: list[Progress] = field(default_factory=list)
    _refs: dict[str, int] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        return self.root / "source"

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the project, named from its root (``source/x/en-GB.md``)."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def guide(
        self, text: str = TEXT, name: str = "a-guide", language: str = "en-GB", **settings: str
    ) -> Path:
        """Write a guide in one language. ``settings`` are TOML values; "" leaves a key out.

        A key is written with an underscore for its hyphen: ``last_review="2026-01-01"``.
        """
        number = self._refs.setdefault(name, len(self._refs) + 1)
        own = {key.replace("_", "-"): value for key, value in settings.items()}
        self.toml(f"source/{name}/guide.toml", {"ref": f'"REF-{number}"', **GUIDE, **own})
        return self.write(f"source/{name}/{language}.md", text)

    def labels(self, code: str) -> Path:
        """Give the project the program's words in another language: the English ones, marked."""
        english = packaged("templates/labels/en.toml").decode()
        words = re.sub('= "(.*)"', rf'= "\1 [{code}]"', english)
        return self.write(f"templates/labels/{code}.toml", words)

    def contact(self, name: str = "helpline", **values: str) -> None:
        """Add a contact to its ledger; values as in :meth:`guide`."""
        self._entry("source/contacts.toml", name, {**CONTACT, **values})

    def fact(self, name: str = "keeps", **values: str) -> None:
        """Add a fact to its ledger; values as in :meth:`guide`."""
        self._entry("source/facts.toml", name, {**FACT, **values})

    def toml(self, name: str, values: Mapping[str, str], header: str = "") -> None:
        """Write a TOML file of plain assignments."""
        lines = [f"{key} = {value}" for key, value in values.items() if value]
        self.write(name, header + "\n".join(lines) + "\n")

    def read(self) -> Project:
        """Read the project as it is now."""
        return read(self.source, self.today, FORMATS)

    def faults(self) -> list[str]:
        """What is wrong with the project now, each as ``file:line:column rule``."""
        return [brief(fault) for fault in self.read().diagnostics]

    @property
    def out(self) -> Path:
        return self.root / "out"

    def order(self, **choices: Any) -> Order:
        """What to build: everything, in this process, unless ``choices`` say otherwise."""
        return Order(self.source, self.out, self.today, **choices)

    def build(self, **choices: Any) -> Outcome:
        """Build the project as it is now; what was done stands in :attr:`progress`."""
        self.progress.clear()
        return build(self.order(**choices), self.progress.append)

    def made(self) -> dict[str, bytes]:
        """Every file in ``out/``, by name."""
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in files}

    def _entry(self, name: str, entry: str, values: Mapping[str, str]) -> None:
        path = self.root / name
        before = path.read_text() if path.exists() else ""
        own = {key.replace("_", "-"): value for key, value in values.items()}
        self.toml(name, own, f"{before}[{entry}]\n")


def brief(fault: Diagnostic) -> str:
    """A diagnostic as ``file:line:column rule``."""
    return f"{fault.span} {fault.rule}" if fault.span else fault.rule


def places(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Diagnostics of one file, each as ``line:column rule``."""
    return [f"{str(fault.span).partition(':')[2]} {fault.rule}".strip() for fault in diagnostics]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden", action="store_true", help="write the files in tests/golden/ anew"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden/, which ``--refresh-golden`` writes anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), "if it is as it should be: --refresh-golden"

    return compare


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """An empty project with settings for the publisher; add guides to it."""
    shop = Shop(tmp_path / "project")
    shop.write("source/handout.toml", HANDOUT.replace("[publisher]", INCOMPLETE + "[publisher]"))
    return shop
