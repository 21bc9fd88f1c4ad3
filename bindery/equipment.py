"""The shop's equipment: templates, styles, fonts and labels, found project first.

A project may override any of these file by file: ``templates/parts/card.html`` beside its
``source/`` folder replaces the packaged part of that name, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from .diagnostics import Diagnostic, Failure, Span, error
from .reading import read_bytes, read_text

_PACKAGE = Path(__file__).resolve().parent
# In a wheel the equipment is packed inside the package; in a checkout it stands beside it.
_PACKAGED = _PACKAGE / "equipment" if (_PACKAGE / "equipment").is_dir() else _PACKAGE.parent

_MAX_BYTES = 4 * 1024 * 1024
_FOLDERS = ("styles", "templates")
_USED = (".css", ".html", ".xhtml", ".toml", ".ttf", ".icc")

_Content = TypeVar("_Content", bytes, str)


@dataclass(frozen=True, slots=True)
class Equipment:
    """Where to look: ``folders`` in order, each holding ``templates/`` and ``styles/``.

    ``state`` stands for what is in them. What is kept of it in memory is kept for one state.
    """

    folders: tuple[Path, ...]
    state: str = ""

    def find(self, name: str) -> Path | None:
        """The first file called ``name`` (``styles/base.css``), or None.

        A name that leads out of its folder through ``..`` is not found. What is found may still
        be no file, or a link that leads out: :meth:`read` says so.
        """
        return next((path for _, path in self._every(name)), None)

    def read(self, name: str) -> bytes:
        """The content of ``name``.

        Raises:
            Failure: ``missing-equipment`` if there is no such file; ``outside-project`` for a
                link that leads out; ``bad-file`` if it is no file or over 4 MiB.
        """
        found = next(self._every(name), None)
        if found is None:
            hint = "put it back, or remove the name that asks for it"
            message = f"no file `{name}` in the project or the program"
            raise Failure(error("missing-equipment", message, Span(name), hint))
        return _given(read_bytes(*found, _MAX_BYTES, Span(name)))

    def read_text(self, name: str) -> str:
        """The content of ``name`` as text.

        Raises:
            Failure: as :meth:`read`, ``bad-encoding`` if it is not UTF-8, and
                ``unsafe-character`` for what no page may hold.
        """
        found = next(self._every(name), None)
        return _text(name, *found) if found else self.read(name).decode()

    def layers(self, name: str) -> tuple[str, ...]:
        """The text of every file called ``name``, the program's own before the project's.

        Raises:
            Failure: as :meth:`read_text`; no such file at all is no failure.
        """
        return tuple(_text(name, *found) for found in reversed(tuple(self._every(name))))

    def _every(self, name: str) -> Iterator[tuple[Path, Path]]:
        """Each folder that has something called ``name``, and what that is."""
        inside = not {"", ".", ".."} & set(name.split("/"))
        for folder in self.folders if inside else ():
            if os.path.lexists(folder / name):
                yield folder, folder / name

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Names of the files in ``folder`` that end in ``suffix``, sorted, each once."""
        found = {
            f"{folder}/{path.name}"
            for root in self.folders
            for path in (root / folder).glob(f"*{suffix}")
            if self.find(f"{folder}/{path.name}")
        }
        return tuple(sorted(found))


def _text(name: str, folder: Path, path: Path) -> str:
    from .text_safety import check_text  # noqa: PLC0415 (what only looks at files reads none)

    text = _given(read_text(folder, path, name))
    if faults := check_text(text, name):
        raise Failure(*faults)
    return text


def _given(content: _Content | Diagnostic) -> _Content:
    if isinstance(content, Diagnostic):
        raise Failure(content)
    return content


def equipment_for(project: Path, state: str = "") -> Equipment:
    """The equipment of the project in ``project``: its own files first, then the packaged ones.

    ``state`` is whatever differs where the content of any of them differs.
    """
    folders = (project.resolve(), _PACKAGED)
    return Equipment(tuple(dict.fromkeys(folders)), state)


def own_files(project: Path) -> tuple[str, ...]:
    """The files of ``project`` that replace the program's equipment or join it, in order.

    They are named as in :meth:`Equipment.find`; links to folders are not followed.
    """
    root = project.resolve()
    return () if root == _PACKAGED else _files(root)


def packaged_files() -> tuple[str, ...]:
    """The program's own equipment, in order, named as in :meth:`Equipment.find`."""
    return _files(_PACKAGED)


def packaged(name: str) -> bytes:
    """The content of the program's own ``name``, which is one of :func:`packaged_files`."""
    return Equipment((_PACKAGED,)).read(name)


def _files(root: Path) -> tuple[str, ...]:
    found = (
        (Path(where) / name).relative_to(root).as_posix()
        for folder in _FOLDERS
        for where, _, names in os.walk(root / folder)
        for name in names
        if name.endswith(_USED)
    )
    return tuple(sorted(found))


@cache
def fonts(equipment: Equipment) -> tuple[tuple[str, bytes], ...]:
    """The fonts every guide is set in, by name: ``fonts/AtkinsonHyperlegibleNext-Bold.ttf``."""
    return _fonts(equipment, "styles/fonts")


@cache
def script_fonts(equipment: Equipment) -> tuple[tuple[str, bytes], ...]:
    """The fonts of other scripts, for the guides that need one, as :func:`fonts` has them."""
    return _fonts(equipment, "styles/fonts/scripts")


def _fonts(equipment: Equipment, folder: str) -> tuple[tuple[str, bytes], ...]:
    names = equipment.names(folder, ".ttf")
    return tuple((name.removeprefix("styles/"), equipment.read(name)) for name in names)
