"""When Python looks for garbage: objects that lead back to themselves, and so never go alone."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_MOST_NEW = 20_000  # objects made and not yet let go of; a guide of a usual length has 4,000


@contextmanager
def left_lying() -> Iterator[None]:
    """Within, look for garbage only where much has piled up.

    Modules that are loaded stay, and what a guide is read into never leads back to itself:
    looking through thousands of small objects again and again finds nothing there.
    """
    before = gc.get_threshold()
    gc.set_threshold(_MOST_NEW, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def looked_for_as_usual() -> None:
    """Look for garbage as often as Python does: a layout leads back to itself, and is large."""
    gc.set_threshold(*_USUAL)


def left_at_the_end() -> None:
    """Look through nothing once more when the program ends, which takes a tenth of a second."""
    atexit.register(gc.freeze)
