"""Why an edition is fresh or stale, as a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from .diagnostics import stops
from .edition import Edition
from .freshness import Change, View
from .survey import BOOKS, EQUIPMENT, PROGRAM

NOTHING_CHANGED = "fresh: nothing it is made from has changed"
REFUSED = "refused: see the errors"

_SHOWN = 3
_WORDS = {
    "day": "the day changed",
    "link": "what a link leads to may have changed",
    "packages": "the installed packages changed",
    "python": "Python changed",
    "version": "the program changed",
}


def reason(view: View, edition: Edition, *, fresh: bool) -> str:
    """Why ``edition`` was found to be fresh, or stale."""
    if fresh and view.is_fresh(edition):
        return NOTHING_CHANGED
    told = _sentences(_relevant(edition, view.changes.get(edition.guide) or ()))
    if fresh:
        return f"fresh: it prints nothing of what changed ({told})" if told else NOTHING_CHANGED
    return f"stale: {_file_reason(view, edition) or told or 'its guide changed since it was made'}"


def _file_reason(view: View, edition: Edition) -> str:
    """What is the matter with its present file, if anything is."""
    name = edition.file_name
    kept = view.record.kept.get(name)
    if view.order.force:
        return "all is made anew with --force"
    if kept is None:
        return "nothing is known of an earlier file"
    if name in view.lost:
        return f"`{view.order.out.name}/{name}` {view.lost[name]}"
    if stops(kept.findings, strict=view.order.strict):
        return "it has warnings, and --strict refuses those"
    return ""


def _relevant(edition: Edition, changes: Iterable[Change]) -> list[Change]:
    """The changes that can have to do with an edition; all of them if none seems to."""
    changes = [change for change in changes if change.what not in BOOKS.values()]
    near = [change for change in changes if _may_concern(edition, change)]
    found = near or changes
    return [change for change in found if change.what != "day"] or found


def _may_concern(edition: Edition, change: Change) -> bool:
    path = PurePosixPath(change.what.removeprefix(f"{PROGRAM}/"))
    folder = str(path.parent)
    if folder == "styles" and path.suffix == ".css":
        return path.name in _stylesheets(edition.format)
    if folder == "templates/labels":
        return f"{edition.language}-".startswith((f"{path.stem}-", "en-"))
    if path.parent.name == edition.guide and path.suffix == ".md" and change.how == "changed":
        return path.stem == edition.language
    return True


def _stylesheets(name: str) -> set[str]:
    """The style sheets of a format and of the layout that it is made from."""
    from .formats import format_named  # noqa: PLC0415 (only where something has changed)

    own = format_named(name)
    formats = [own, *(format_named(each) for each in (own.base, own.paged_by) if each)]
    return {sheet for each in formats for sheet in (*each.stylesheets, *each.cover_stylesheets)}


def _sentences(changes: Iterable[Change]) -> str:
    told = list(dict.fromkeys(map(_sentence, changes)))
    more = [f"{len(told) - _SHOWN} more things changed"] if len(told) > _SHOWN else []
    return ", ".join([*told[:_SHOWN], *more])


def _sentence(change: Change) -> str:
    kind, _, name = change.what.partition(" ")
    if kind in BOOKS and name:
        return f"the {kind} `{name}` {change.how}"
    if change.what in _WORDS:
        return _WORDS[change.what]
    if change.what.startswith("/"):
        return "the system's libraries changed"
    area, _, inside = change.what.partition("/")
    if area != PROGRAM:
        return f"`{change.what}` {change.how}"
    if inside.startswith(tuple(f"{name}/" for name in EQUIPMENT)):
        return f"the program's `{inside}` {change.how}"
    return "the program changed"
