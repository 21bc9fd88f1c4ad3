"""Which of a project's own styles, templates and fonts is at fault where an engine cannot say.

The program's own equipment is known to work: what goes wrong without a place, and would not go
wrong without the project's own files, is told with their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .diagnostics import Diagnostic, Span
from .equipment import own_files

WITHOUT_PLACE = frozenset(
    {"worker-died", "engine-notice", "font-failed", "outside-file", "picture-failed"}
)
"""Rules of what equipment can cause and engines tell no place of."""

_MOST_NAMED = 3


def with_suspects(findings: Iterable[Diagnostic], project: Path) -> tuple[Diagnostic, ...]:
    """``findings``, those without a place with the ``project``'s own equipment named in them.

    Where that is one file, it is the place.
    """
    found = tuple(findings)
    if not any(each.span is None and each.rule in WITHOUT_PLACE for each in found):
        return found
    own = own_files(project)
    return tuple(_with(each, own) if own else each for each in found)


def _with(finding: Diagnostic, own: tuple[str, ...]) -> Diagnostic:
    if finding.span is not None or finding.rule not in WITHOUT_PLACE:
        return finding
    named = ", ".join(f"`{name}`" for name in own[:_MOST_NAMED])
    more = f" and {len(own) - _MOST_NAMED} more" if len(own) > _MOST_NAMED else ""
    hint = f"the project has {named}{more} of its own: see whether it goes well without"
    place = Span(own[0]) if len(own) == 1 else None
    return replace(finding, span=place, hint=hint)
