"""How long the stages of something take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

Seconds = tuple[tuple[str, float], ...]
"""How long each stage of something took, in order."""


@dataclass(slots=True)
class Clock:
    """A clock that is asked for the time of each stage as it ends."""

    began: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        """Count the time since the last lap for ``stage``."""
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self.began
        self.began = now

    def told(self) -> Seconds:
        """The laps since somebody was last told."""
        laps, self.laps = self.laps, {}
        return tuple(laps.items())
