"""The ICC profile of a press, as a project names it: there, and usable."""

from __future__ import annotations

from .diagnostics import Failure, error
from .guide import Press
from .rasters.inks import BadProfileError, Profile, profile_of

_HINT = "ask the printer for the ICC profile of the press, or take `profile` out"


def usable_profile(press: Press, data: bytes | None) -> Profile:
    """The profile of ``press``, whose file holds ``data``; None where there is none.

    Raises:
        Failure: ``press-profile`` without a file, or for one that says nothing of a press's inks.
    """
    if data is None:
        message = f"there is no file `{press.profile}` in the project, or it is over 4 MB"
        raise Failure(error("press-profile", message, press.span, _HINT))
    try:
        return profile_of(data)
    except BadProfileError as problem:
        message = f"`{press.profile}` {problem}"
        raise Failure(error("press-profile", message, press.span, _HINT)) from problem
