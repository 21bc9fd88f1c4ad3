"""What a guide names that lies outside its folder: its theme, words for its readers, its press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from .diagnostics import Diagnostic, Failure, did_you_mean, error
from .equipment import Equipment
from .guide import Guide, settings_of
from .labels import labels
from .language import fallbacks
from .selection import every_block

_AUDIENCE = "audience."
_PRESS = "press"  # the format that a press's profile is for


def unmet(guide: Guide, equipment: Equipment) -> Iterator[Diagnostic]:
    """What ``guide`` needs in every format and ``equipment`` does not have.

    Rules: ``unknown-theme``, ``missing-label``, and those of :func:`bindery.labels.labels`.
    """
    yield from unknown_theme(guide, equipment)
    try:
        yield from nameless_audiences(guide, labels(equipment, fallbacks(guide.language)))
    except Failure as failure:
        yield from failure.diagnostics


def unknown_theme(guide: Guide, equipment: Equipment) -> Iterator[Diagnostic]:
    """That there is no theme of the name that the guide's settings have."""
    called = guide.settings.theme
    if equipment.find(f"styles/themes/{called}.css") is None:
        known = [PurePosixPath(path).stem for path in equipment.names("styles/themes", ".css")]
        message = f"no theme is called `{called}`"
        span = settings_of(guide, "theme")
        yield error("unknown-theme", message, span, did_you_mean(called, known))


def nameless_audiences(guide: Guide, words: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Audiences of the guide, or of a note in it, that have none of ``words`` in its language."""
    listed = enumerate(guide.settings.audience)
    named = [(reader, settings_of(guide, "audience", number)) for number, reader in listed]
    named += [(block.argument, block.span) for block in every_block(guide) if block.kind == "for"]
    known = [key.removeprefix(_AUDIENCE) for key in words if key.startswith(_AUDIENCE)]
    for reader, span in named:
        if reader not in known:
            file = f"templates/labels/{fallbacks(guide.language)[-1]}.toml"
            choice = ", ".join(f"`{name}`" for name in sorted(known) if name != "phrase")
            hint = f"use one of {choice}, or add it under [audience] in {file}"
            yield error("missing-label", f"no word for the audience `{reader}`", span, hint)


def profile_of(guide: Guide, equipment: Equipment) -> bytes | None:
    """The file that the press of ``guide`` names; None where there is none that can be read."""
    try:
        return equipment.read(guide.settings.press.profile)
    except Failure:
        return None


def unusable_press(guide: Guide, equipment: Equipment) -> Iterator[Diagnostic]:
    """``press-profile`` if the file that a guide for the press names is not there, or no use."""
    press = guide.settings.press
    if press.span is None or _PRESS not in guide.settings.formats:
        return  # the program's own, or nobody's
    # Most projects name none, and do not pay for what reads them.
    from .press_profile import usable_profile  # noqa: PLC0415

    try:
        usable_profile(press, profile_of(guide, equipment))
    except Failure as failure:
        yield from failure.diagnostics
