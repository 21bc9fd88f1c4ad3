"""A hostile project: what is written into a good one, and what must come of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SECRET = "kestrel-4711-secret"  # noqa: S105 - what lies outside of the project
TEXT_FILE = "source/a-guide/en-GB.md"
HEAD = "# A guide\n\nWhat it is for.\n\n## A section\n\n"
"""What stands before the words of :func:`text`, which begin on line 7."""


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link, to a file named from the project's root."""

    target: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe, to which nobody will ever write."""


Content = str | bytes | Link | Pipe


@dataclass(frozen=True, slots=True)
class Attack:
    """What is put into the good project: (name from the root, content) for each file.

    ``formats`` are what is then made of it, if it is made at all.
    """

    name: str
    files: tuple[tuple[str, Content], ...]
    formats: tuple[str, ...] = ("leaflet",)

    def put(self, root: Path) -> None:
        """Write the files into the project at ``root``, and a secret beside it."""
        for folder in ("outside", "outside/images"):
            (root.parent / folder).mkdir(exist_ok=True)
        for name in ("secret.txt", "secret.md", "secret.css", "guide.toml", "images/secret.svg"):
            (root.parent / "outside" / name).write_text(SECRET)
        for name, content in self.files:
            _write(root / name, content)


def _write(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.exists():
        path.unlink()
    match content:
        case Link(target):
            path.symlink_to(target)
        case Pipe():
            os.mkfifo(path)
        case str():
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
        case bytes():
            path.write_bytes(content)
