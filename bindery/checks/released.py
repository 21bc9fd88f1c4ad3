"""What was released against what stands there now."""

from __future__ import annotations

from datetime import date

from bindery.diagnostics import Diagnostic
from bindery.guide import Guide
from bindery.snapshot import digest

from .findings import weighed


def same_version(guide: Guide, _today: date) -> tuple[Diagnostic, ...]:
    """The content is not what was released, and yet the version is."""
    released, control = guide.settings.released, guide.settings.control
    if released is None or released.version != control.version:
        return ()
    content = digest(guide)
    if released.content.get(guide.language, content) == content:
        return ()
    message = (
        "the guide, or a fact or contact that it prints, has changed since version "
        f"{released.version} was released"
    )
    hint = (
        "give it a new `version`, so that nobody takes an old leaflet for this one; "
        f"`handout release {guide.name}` lists what has changed"
    )
    return (weighed(guide, "same-version", message, released.span, hint),)
