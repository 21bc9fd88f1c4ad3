"""Who does the work of a build: this process, workers of its own, or a cluster's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

from . import crew
from .making import Answer
from .order import Order
from .plan import Job
from .warming import terms_for, weight

Told = tuple[int, tuple[Answer, ...] | crew.WorkerDiedError]


@contextmanager
def at_work(
    jobs: Sequence[Job], make: Callable[[Job], tuple[Answer, ...]], order: Order
) -> Iterator[Iterable[Told]]:
    """Within, ``jobs`` are done with ``make``: the index and the answers of each as it is done.

    A cluster does them as :func:`bindery.travel.make_parcel` does. On the way out, whatever
    happens, all are stopped: nobody waits for workers nobody listens to.

    Raises:
        Failure: as :func:`bindery.cluster.connect`, if a cluster is asked for.
    """
    if order.cluster and jobs:
        from .cluster import connect  # noqa: PLC0415 (only those who have one need this)
        from .travel import make_parcel, packed  # noqa: PLC0415

        parcels = packed(jobs)
        with connect(order.cluster) as executor:
            told = crew.run_on(
                executor, parcels, make_parcel, weight=lambda parcel: weight(parcel.job)
            )
            with closing(told) as answers:
                yield answers
    else:
        # Workers can start no other program, and so ask no validator.
        workers = 0 if order.validators else order.workers
        own = crew.run(jobs, make, workers, weight=weight, terms=terms_for(jobs))
        with closing(own) as answers:
            yield answers
