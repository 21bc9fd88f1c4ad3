"""New projects and new guides, from the starter that ships with the program."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template

from .diagnostics import Diagnostic, Failure, Span, WrongUsage, did_you_mean, error
from .equipment import packaged, packaged_files
from .readers import NAME, NAME_HINT, code_hint, is_code
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
            is such a guide.
        WrongUsage: ``bad-name`` if the name cannot be a folder's and a file's, ``bad-language``
            if ``language`` is no language code.
    """
    if not source.is_dir():
        raise Failure(_no_source(source))
    folder = source / name
    if faults := tuple(_faults(name, language)):
        raise WrongUsage(*faults)
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


def copy_equipment(source: Path, name: str, new_name: str | None = None) -> Path:
    """Copy the program's own ``name`` (``templates/labels/en.toml``) into the project.

    It gets its own name there, and so takes the place of the program's, or ``new_name`` beside
    it. ``source`` is the project's folder of guides. Returns the file written.

    Raises:
        Failure: ``no-source`` without a project, ``already-there`` for a file that the project
            has.
        WrongUsage: ``missing-equipment`` for a name that the program does not have,
            ``bad-name`` for a new one of another folder or ending.
    """
    if not source.is_dir():
        raise Failure(_no_source(source))
    known = packaged_files()
    if name not in known:
        hint = did_you_mean(name, known, "`handout copy` alone lists all there are")
        raise WrongUsage(error("missing-equipment", f"the program has no file `{name}`", hint=hint))
    aim = PurePosixPath(new_name or name)
    if len(aim.parts) == 1:
        aim = PurePosixPath(name).parent / aim
    if aim.parent != PurePosixPath(name).parent or aim.suffix != PurePosixPath(name).suffix:
        folder, ending = PurePosixPath(name).parent, PurePosixPath(name).suffix
        hint = f"name a file in `{folder}` that ends in `{ending}`"
        raise WrongUsage(
            error("bad-name", f"`{aim}` is nothing that the program looks for", hint=hint)
        )
    path = source.resolve().parent / aim
    if os.path.lexists(path):
        hint = f"change it, or give the copy another name: `handout copy {name} NAME`"
        raise _already_there(Path(aim), hint)
    write_atomically(path, packaged(name))
    return path


def _no_source(source: Path) -> Diagnostic:
    hint = "go to your project's folder, or begin one with `handout init`"
    return error("no-source", f"there is no folder `{source.name}` here", hint=hint)


def _faults(name: str, language: str) -> Iterator[Diagnostic]:
    """Why no guide can be begun that is so called."""
    if not NAME.fullmatch(name):
        likely = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"did you mean `{likely}`?" if likely and name.isascii() else NAME_HINT
        yield error("bad-name", f"`{name}` cannot be the name of a guide", hint=hint)
    if not is_code(language):
        yield error(
            "bad-language", f"`{language}` is not a language code", hint=code_hint(language)
        )


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
