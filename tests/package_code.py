"""The program's modules as syntax trees, for the tests that read its code."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Module:
    """A module by its full name: ``bindery.formats.pdf.log``; a package by its folder's."""

    name: str
    tree: ast.Module
    is_package: bool

    def source(self, node: ast.ImportFrom) -> str:
        """The full name of what ``from … import`` imports from."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        base = parts[: len(parts) - node.level + (1 if self.is_package else 0)]
        return ".".join([*base, *([node.module] if node.module else [])])


def modules() -> tuple[Module, ...]:
    """Every module of the package, and the command, ordered by name."""
    paths = [*(ROOT / "bindery").rglob("*.py"), ROOT / "handout.py"]
    return tuple(sorted((_module(path) for path in paths), key=lambda module: module.name))


def _module(path: Path) -> Module:
    is_package = path.name == "__init__.py"
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if is_package else parts)
    return Module(name, ast.parse(path.read_text(encoding="utf-8")), is_package)
