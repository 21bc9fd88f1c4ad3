"""On what terms editions are made, and what makes them, loaded before the workers are.

Workers share what is loaded, and start at once.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from .engines import engines
from .equipment import Equipment
from .limits import Limits
from .plan import Job
from .worker import Terms

_AREAS = ("templates", "styles")
_PARTS = ("making", "formats", "checks")


def terms_for(jobs: Sequence[Job]) -> Terms:
    """The terms on which workers do ``jobs``: of a project they read its equipment alone."""
    needs = dict.fromkeys((job.equipment, job.guide.settings.press.profile) for job in jobs)
    readable = dict.fromkeys(path for need in needs for path in _readable(*need))
    # They are the project's, and so the same for all.
    limits = jobs[0].guide.settings.limits if jobs else Limits()
    return Terms(limits, tuple(readable), load_engines)


def weight(job: Job) -> int:
    """How long a job takes, beside others: text is laid out once and then checked per format."""
    text = sum(len(passage.text) for passage in job.guide.wording.passages)
    return text * (1 + len(job.formats))


def load_engines() -> None:
    """Import everything that the making of any edition imports, and ask it for its versions.

    Nothing is laid out: libraries start threads when they are first used, and a process with
    threads cannot be forked.
    """
    for name in _PARTS:
        part = import_module(f"bindery.{name}")
        for module in pkgutil.walk_packages(getattr(part, "__path__", ()), f"{part.__name__}."):
            import_module(module.name)
    engines()


def _readable(equipment: Equipment, profile: str) -> Iterator[Path]:
    for folder in equipment.folders:
        yield from (folder / area for area in _AREAS)
    # What describes a press may lie anywhere in the project.
    if path := equipment.find(profile):
        yield path
