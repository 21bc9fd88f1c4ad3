"""The folders that guides are made from, watched for changes: the door to watchfiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from .diagnostics import Failure, error

# What a project's guides are made of, beside the folder of their texts.
_AREAS = ("templates", "styles")
# Some editors write a file in several steps: what comes within this time is one change.
_SETTLING = 300  # milliseconds
_TICK = 250  # milliseconds between two looks, so that Ctrl-C is heard


def changes(source: Path) -> Iterator[tuple[str, ...]]:
    """The files that changed, named from the project's root, each time that some do.

    The first answer comes at once and is empty: from then on the folder ``source`` and the
    project's own templates and styles are watched, these from when they are there. What changes
    while nobody asks is told at the next time. Never ends by itself; Ctrl-C raises
    KeyboardInterrupt.

    Raises:
        Failure: ``no-watcher`` if watchfiles is not installed.
    """
    if find_spec("watchfiles") is None:
        message = "watchfiles, which watches folders, is not installed"
        hint = "install it with `pip install watchfiles`"
        raise Failure(error("no-watcher", message, hint=hint))
    from watchfiles import watch  # noqa: PLC0415 (an optional part of an installation)

    root = source.resolve().parent
    watched: list[Path] | None = None
    while True:
        folders = _folders(source, root)
        watcher = watch(
            *folders,
            debounce=_SETTLING,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            raise_interrupt=True,
        )
        next(watcher)
        # What lies in a folder that has joined is looked for once it is watched: none is missed.
        if watched is None:
            yield ()
        elif told := _names(set(folders) - set(watched), root):
            yield tuple(sorted(told))
        watched = folders
        for found in watcher:
            if told := _names((Path(path) for _, path in found), root):
                yield tuple(sorted(told))
            if _folders(source, root) != folders:
                break


def _folders(source: Path, root: Path) -> list[Path]:
    """What is watched, as far as it is there: nobody waits for a folder that is not."""
    return [source.resolve(), *(path for area in _AREAS if (path := root / area).is_dir())]


def _names(paths: Iterable[Path], root: Path) -> set[str]:
    """The files among ``paths`` by their names, without what a program keeps for a moment.

    A folder stands for all that is in it: of one that is new nobody tells each file.
    """
    every = (each for path in paths for each in (path.rglob("*") if path.is_dir() else [path]))
    kept = (path for path in every if not path.name.startswith(".") and not path.is_dir())
    return {path.relative_to(root).as_posix() for path in kept}
