"""What lies in ``source/``: the folders that hold guides, found without reading any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .diagnostics import Diagnostic, Failure, Span, error, warning
from .reading import (
    GUIDE_SETTINGS,
    TEXT_SUFFIX,
    file_name,
    holds_guide,
    list_folder,
    printable,
    read_text,
)


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """``path`` is ``source/`` itself, links followed; ``guides`` the folders in it, in order.

    ``diagnostics`` tell of texts that lie beside the guides instead of in one.
    """

    path: Path
    guides: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.path.parent

    @property
    def names(self) -> frozenset[str]:
        """The names of the guides' folders."""
        return frozenset(folder.name for folder in self.guides)


def look(source: Path) -> SourceFolder:
    """Look into the folder ``source``.

    Raises:
        Failure: if there is no such folder, or no guide in it.
    """
    path = source.resolve()
    entries = _entries(path)
    return SourceFolder(path, _guide_folders(path, entries), tuple(_strays(entries, path.parent)))


def outside(folder: Path, root: Path) -> Diagnostic | None:
    """What is wrong with a guide's ``folder`` that is a link leading out of ``root``, or None."""
    if folder.resolve().is_relative_to(root):
        return None
    message = f"`{printable(folder.name)}` is a link that leads out of the project"
    hint = "put the folder itself in its place"
    return error("outside-project", message, Span(file_name(folder, root)), hint)


def same_refs(refs: Mapping[str, str], folder: SourceFolder) -> Iterator[Diagnostic]:
    """Two guides in ``folder`` with one reference: someone will take the wrong one from a shelf.

    ``refs`` are the references by guide, empty for one that has none.
    """
    owners: dict[str, str] = {}
    for name, ref in sorted(refs.items()):
        if ref and owners.setdefault(ref, name) != name:
            message = f"`{ref}` is the reference of `{owners[ref]}` too"
            hint = "give each guide a reference of its own"
            yield warning("same-ref", message, _ref_span(folder, name), hint)


def _ref_span(folder: SourceFolder, name: str) -> Span:
    """Where the settings of a guide say its reference; it may not have been read this time."""
    # Only who has two of one pays for what tells the line.
    from .toml_source import parse  # noqa: PLC0415

    path = folder.path / name / GUIDE_SETTINGS
    file = file_name(path, folder.root)
    text = read_text(folder.root, path, file)
    return parse(text if isinstance(text, str) else "", file).value_span("ref")


def _entries(source: Path) -> tuple[Path, ...]:
    """What lies in ``source``."""
    if not source.is_dir():
        hint = "go to your project's folder, or begin one with `handout init`"
        raise Failure(error("no-source", f"there is no folder `{source.name}` here", hint=hint))
    entries = list_folder(source, source.name)
    if isinstance(entries, Diagnostic):
        raise Failure(entries)
    return entries


def _guide_folders(source: Path, entries: Iterable[Path]) -> tuple[Path, ...]:
    """The folders among ``entries`` that hold settings or texts."""
    folders = tuple(
        entry
        for entry in entries
        if entry.is_dir()
        and not entry.name.startswith(".")
        and (not entry.resolve().is_relative_to(source.parent) or _holds_guide(entry))
    )
    if not folders:
        hint = f"make a folder in it with a {GUIDE_SETTINGS} and a text, or run `handout new`"
        span = Span(source.name)
        raise Failure(error("no-guides", f"`{source.name}` holds no guide", span, hint))
    return folders


def _holds_guide(folder: Path) -> bool:
    """Whether there is a guide in ``folder``, or something that cannot be looked at."""
    inside = list_folder(folder, folder.name)
    return isinstance(inside, Diagnostic) or holds_guide(entry.name for entry in inside)


def _strays(entries: Iterable[Path], root: Path) -> Iterator[Diagnostic]:
    """Texts that lie beside the guides instead of in one."""
    for entry in entries:
        if entry.name.endswith(TEXT_SUFFIX) and not entry.is_dir():
            message = f"`{printable(entry.name)}` is in no guide's folder"
            hint = "put it into a folder of its own, named by language: my-guide/en-GB.md"
            yield warning("missing-settings", message, Span(file_name(entry, root)), hint)
