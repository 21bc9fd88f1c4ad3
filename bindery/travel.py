"""A job done on another computer: what its project has of its own travels with it.

The program's own templates and styles are there already, and the same: a cluster is asked.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache

from . import scratch
from .equipment import Equipment, equipment_for
from .making import Answer, make
from .plan import Job

_AREAS = ("templates", "styles")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job, and the project's own equipment as (name, content): ``styles/themes/sea.css``."""

    job: Job
    files: tuple[tuple[str, bytes], ...]


def packed(jobs: Sequence[Job]) -> list[Parcel]:
    """The jobs as they travel, in the same order.

    Raises:
        Failure: as :meth:`Equipment.read`.
    """
    needs = [(job.equipment, job.guide.settings.press.profile) for job in jobs]
    files = {need: tuple(_own_files(*need)) for need in dict.fromkeys(needs)}
    return [Parcel(job, files[need]) for job, need in zip(jobs, needs, strict=True)]


def make_parcel(parcel: Parcel) -> tuple[Answer, ...]:
    """Do the job in a parcel, as :func:`make` does it at home. Runs in a worker anywhere."""
    return make(replace(parcel.job, equipment=_unpacked(parcel.files)))


def _own_files(equipment: Equipment, profile: str) -> Iterator[tuple[str, bytes]]:
    """What a project overrides or adds; nothing where it is this program's own folder.

    The ``profile`` of a press may lie anywhere in the project.
    """
    for folder in equipment.folders[:-1]:
        own = Equipment((folder,))
        names = {
            path.relative_to(folder).as_posix()
            for area in _AREAS
            for path in (folder / area).rglob("*")
            if not path.is_dir()
        }
        yield from ((name, own.read(name)) for name in sorted({*names, profile}) if own.find(name))


@cache
def _unpacked(files: tuple[tuple[str, bytes], ...]) -> Equipment:
    """The equipment in a folder of this process, which goes when the process does."""
    ours = ExitStack()
    folder = ours.enter_context(scratch.opened())
    atexit.register(ours.close)
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return equipment_for(folder)
