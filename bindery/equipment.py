"""The shop's equipment: templates, styles, fonts and labels, found project first.

A project may override any of these file by file: ``templates/parts/card.html`` beside its
``source/`` folder replaces the packaged part of that name, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .diagnostics import Failure, Span, error

_PACKAGE = Path(__file__).resolve().parent
# In a wheel the equipment is packed inside the package; in a checkout it stands beside it.
_PACKAGED = _PACKAGE / "equipment" if (_PACKAGE / "equipment").is_dir() else _PACKAGE.parent

_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Equipment:
    """Where to look: ``folders`` in order, each holding ``templates/`` and ``styles/``.

    ``state`` stands for what is in them. What is kept of it in memory is kept for one state.
    """

    folders: tuple[Path, ...]
    state: str = ""

    def find(self, name: str) -> Path | None:
        """The first file called ``name`` (``styles/base.css``), or None.

        A name that leads out of its folder, through ``..`` or a link, is not found.
        """
        return next(self._every(name), None)

    def read(self, name: str) -> bytes:
        """The content of ``name``.

        Raises:
            Failure: ``missing-equipment`` if there is no such file or it is over 4 MiB.
        """
        return _content(name, self.find(name))

    def read_text(self, name: str) -> str:
        """The content of ``name`` as text.

        Raises:
            Failure: as :meth:`read`, and ``bad-encoding`` if it is not UTF-8.
        """
        return _decoded(name, self.read(name))

    def layers(self, name: str) -> tuple[str, ...]:
        """The text of every file called ``name``, the program's own before the project's.

        Raises:
            Failure: as :meth:`read_text`; no such file at all is no failure.
        """
        paths = reversed(tuple(self._every(name)))
        return tuple(_decoded(name, _content(name, path)) for path in paths)

    def _every(self, name: str) -> Iterator[Path]:
        area = name.split("/", 1)[0]
        for folder in self.folders if area not in {"", ".", ".."} else ():
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to((folder / area).resolve()):
                yield path

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Names of the files in ``folder`` that end in ``suffix``, sorted, each once."""
        found = {
            f"{folder}/{path.name}"
            for root in self.folders
            for path in (root / folder).glob(f"*{suffix}")
            if self.find(f"{folder}/{path.name}")
        }
        return tuple(sorted(found))


def _content(name: str, path: Path | None) -> bytes:
    if path is None or path.stat().st_size > _MAX_BYTES:
        raise Failure(
            error(
                "missing-equipment",
                f"no usable file `{name}` in the project or the program",
                Span(name),
                "put it back, or remove the name that asks for it",
            )
        )
    return path.read_bytes()


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Failure(
            error("bad-encoding", f"`{name}` is not UTF-8 text", Span(name), "save it as UTF-8")
        ) from problem


def equipment_for(project: Path, state: str = "") -> Equipment:
    """The equipment of the project in ``project``: its own files first, then the packaged ones.

    ``state`` is whatever differs where the content of any of them differs.
    """
    folders = (project.resolve(), _PACKAGED)
    return Equipment(tuple(dict.fromkeys(folders)), state)


@cache
def fonts(equipment: Equipment) -> tuple[tuple[str, bytes], ...]:
    """Every bundled font as (name, content): ``fonts/AtkinsonHyperlegibleNext-Bold.ttf``."""
    names = equipment.names("styles/fonts", ".ttf")
    return tuple((name.removeprefix("styles/"), equipment.read(name)) for name in names)
