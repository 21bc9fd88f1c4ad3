"""Many computers at once, for those who outgrow one. The only door to Dask.

Each computer has this program installed and runs ``dask worker ADDRESS --nthreads 1``, one
for each of its cores: layouts exclude each other within a process. Jobs carry everything in
memory, so they need no folder of the project.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from .diagnostics import Failure, error
from .engines import engines

Answer = TypeVar("Answer")

_LOGGERS = ("distributed", "distributed.client")
_PATIENCE = "10s"
_INSTALL = "install it with `pip install handout[cluster]`"
_START = "start it with `dask scheduler` and `dask worker ADDRESS`, and see that its port is open"
_UPDATE = "install the same version of handout there, and of all it needs, as on this computer"


@contextmanager
def connect(address: str) -> Iterator[Executor]:
    """An executor that works on the cluster whose scheduler is at ``address`` (``tcp://…:8786``).

    Its futures are cancelled where the cluster is lost, and end in ``BrokenExecutor`` where a
    job has killed so many workers that the scheduler gives it up (``allowed-failures``). On the
    way out whatever is still waiting is cancelled; what is being made runs to its end. Limits on
    time and memory are the workers' own (``dask worker --memory-limit``).

    Raises:
        Failure: ``cluster-missing`` if Dask is not installed; ``cluster-unreachable`` if
            nobody answers, or nobody works there; ``cluster-unlike`` if a worker's program or
            libraries are not those of this computer, so that its files could differ.
    """
    try:
        # It takes a second to load: only those who have a cluster wait for it.
        import distributed  # noqa: PLC0415
    except ImportError as problem:
        message = "a cluster needs Dask, which is not installed"
        raise Failure(error("cluster-missing", message, hint=_INSTALL)) from problem
    # It tells a terminal of every line that is closed; what matters is told by us.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            # Versions are compared below, and by what they do to a file.
            warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
            connected: Any = distributed.Client  # its own types stop halfway
            client = connected(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        message = f"no cluster answers at `{address}`"
        raise Failure(error("cluster-unreachable", message, hint=_START)) from problem
    with client:
        _insist_on_likeness(client.run(engines, on_error="return"), address)
        yield _Executor(client, distributed.scheduler.KilledWorker)


def _insist_on_likeness(found: Mapping[str, object], address: str) -> None:
    """Raise Failure unless there are workers, and all make the same files as this computer."""
    if not found:
        message = f"nobody works for the cluster at `{address}`"
        raise Failure(error("cluster-unreachable", message, hint=_START))
    unlike = sorted(worker for worker, told in found.items() if told != engines())
    if unlike:
        message = f"handout, or what it needs, is another at {', '.join(unlike)}"
        raise Failure(error("cluster-unlike", message, hint=_UPDATE))


class _Executor(Executor):
    """Dask's executor, with the errors that say that a worker has died made Python's own."""

    def __init__(self, client: Any, killed: type[Exception]) -> None:  # noqa: ANN401 (untyped)
        # Two equal jobs are two jobs; one that failed would fail again.
        self._inner: Executor = client.get_executor(pure=False, retries=0)
        self._killed = killed

    def submit(
        self,
        fn: Callable[..., Answer],
        /,
        *args: Any,  # noqa: ANN401 (as the interface has it)
        **kwargs: Any,  # noqa: ANN401
    ) -> Future[Answer]:
        with warnings.catch_warnings():
            # Pictures are large, and each travels once.
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            inner = self._inner.submit(fn, *args, **kwargs)
        outer: Future[Answer] = Future()
        inner.add_done_callback(lambda done: self._pass_on(done, outer))
        outer.add_done_callback(lambda done: inner.cancel() if done.cancelled() else None)
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        del cancel_futures  # Dask cancels all when nobody waits
        self._inner.shutdown(wait=wait)

    def _pass_on(self, inner: Future[Answer], outer: Future[Answer]) -> None:
        if inner.cancelled():
            outer.cancel()
        if not outer.set_running_or_notify_cancel():
            return
        problem = inner.exception()
        if problem is None:
            outer.set_result(inner.result())
        elif isinstance(problem, self._killed):
            outer.set_exception(BrokenExecutor())
        else:
            outer.set_exception(problem)
