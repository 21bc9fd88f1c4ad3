"""Locales to run programs under, for tests of what must not depend on them."""

from __future__ import annotations

import subprocess


def odd_locale() -> str:
    """A locale of this machine that writes or sorts otherwise than most; POSIX if it has none."""
    told = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    odd = (name for name in told.split() if not name.startswith(("C", "POSIX", "en_")))
    return min(odd, key=lambda name: (not name.startswith(("tr_", "ar_")), name), default="POSIX")
