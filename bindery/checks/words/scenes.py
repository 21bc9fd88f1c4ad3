"""Scenes: passages that are one thing to a reader, such as a card or a list with its lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .prose import English, Prose

CARDS = frozenset({"non-urgent", "urgent", "emergency"})
Scene = tuple[Prose, ...]


def scenes(guide: English, number: re.Pattern[str]) -> Iterator[Scene]:
    """The scenes in which ``number``, a pattern with a digit in it, is found.

    A scene is a card, a list with what leads in to it, or any other passage by itself.
    """
    found = {id(prose) for prose in guide.numbers if number.search(prose.text)}
    if found:
        every = _scenes(guide)
        yield from (scene for scene in every if any(id(prose) in found for prose in scene))


def _scenes(guide: English) -> Iterator[Scene]:
    scene: list[Prose] = []
    for prose in guide.passages:
        if scene and not _goes_on(scene, prose):
            yield tuple(scene)
            scene = []
        scene.append(prose)
    if scene:
        yield tuple(scene)


def _goes_on(scene: list[Prose], prose: Prose) -> bool:
    before, now = scene[-1].passage, prose.passage
    if before.fences and not CARDS.isdisjoint(before.fences):
        # A card begins with its title; a second one of its level begins with another.
        return before.fences == now.fences[: len(before.fences)] and not (
            now.title and now.fences == scene[0].passage.fences
        )
    if before.fences != now.fences or not now.list:
        return False
    return before.list == now.list or before.text.rstrip().endswith(":")
