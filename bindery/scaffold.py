"""New projects and new guides, from the starter that ships with the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from .diagnostics import Diagnostic, Failure, Span, error
from .readers import NAME, NAME_HINT, is_code
from .writing import write_atomically

_STARTER = resources.files(__package__) / "starter"


def new_project(folder: Path, today: date) -> tuple[Path, ...]:
    """Fill ``folder`` with a project that builds: settings, ledgers and a first guide.

    Returns the files written.

    Raises:
        Failure: ``already-there`` if the folder has a ``source`` folder.
    """
    if (folder / "source").exists():
        raise _already_there(folder / "source", "choose another folder")
    return _copy(_STARTER / "project", folder, _dates(today))


def new_guide(source: Path, name: str, language: str, today: date) -> tuple[Path, ...]:
    """Begin the guide ``name`` in ``source``, in one language. Returns the files written.

    Raises:
        Failure: ``no-source`` if there is no project to put it in, ``already-there`` if there
            is such a guide, ``bad-name`` if the name cannot be a folder's and a file's,
            ``bad-language`` if ``language`` is no language code.
    """
    folder = source / name
    if faults := tuple(_faults(source, name, language)):
        raise Failure(*faults)
    if folder.exists():
        raise _already_there(folder, "choose another name, or edit that guide")
    title = name.replace("-", " ").capitalize()
    words = {**_dates(today), "ref": name.upper(), "title": title, "language": language}
    settings = Template((_STARTER / "guide" / "guide.toml").read_text("utf-8"))
    text = Template((_STARTER / "guide" / "text.md").read_text("utf-8"))
    (folder / "images").mkdir(parents=True)
    write_atomically(folder / "guide.toml", settings.substitute(words).encode())
    write_atomically(folder / f"{language}.md", text.substitute(words).encode())
    return (folder / "guide.toml", folder / f"{language}.md")


def _faults(source: Path, name: str, language: str) -> Iterator[Diagnostic]:
    """Why no guide can be begun."""
    if not source.is_dir():
        hint = "go to your project's folder, or begin one with `handout init`"
        yield error("no-source", f"there is no folder `{source.name}` here", hint=hint)
    if not NAME.fullmatch(name):
        yield error("bad-name", f"`{name}` cannot be the name of a guide", hint=NAME_HINT)
    if not is_code(language):
        hint = "write a code such as en-GB or cy"
        yield error("bad-language", f"`{language}` is not a language code", hint=hint)


def _dates(today: date) -> dict[str, str]:
    # The last day of February has no namesake in most years.
    day = min(today.day, 28) if today.month == 2 else today.day  # noqa: PLR2004
    return {
        "today": today.isoformat(),
        "next_year": date(today.year + 1, today.month, day).isoformat(),
    }


def _copy(origin: Traversable, folder: Path, words: dict[str, str]) -> tuple[Path, ...]:
    written = []
    for file, path in _files(origin, folder):
        data = file.read_bytes()
        if path.suffix == ".toml":
            data = Template(data.decode()).substitute(words).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
        written.append(path)
    return tuple(written)


def _files(origin: Traversable, folder: Path) -> Iterator[tuple[Traversable, Path]]:
    for entry in sorted(origin.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, folder / entry.name)
        else:
            yield entry, folder / entry.name


def _already_there(path: Path, hint: str) -> Failure:
    return Failure(error("already-there", f"`{path.name}` is already there", Span(str(path)), hint))
