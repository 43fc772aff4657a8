"""Past one machine: a Dask cluster as an executor.

Start a scheduler and, on each machine, workers of one thread (`dask worker ADDRESS --nthreads 1 --nworkers 4
--memory-limit 4GiB`); all see the files under the same paths and have kaigi-extract of the same version. Where they see
the archive's folder, too, they leave their records there (see `delivery`); else those come back over the network. Files
are given out some at a time, and as many as keep all workers busy, also those that join later.

A worker that dies is replaced by its nanny and its files are read again; one that takes more than its memory limit is
ended by the nanny; a file over its time ends its worker from within. Files with which that happens too often
(`distributed.scheduler.allowed-failures`, 3) come back and are read once more by processes of our own, which settle the
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.optional import load

FILES_A_TASK = 24
"""At most: the scheduler takes a millisecond for a task, and what goes with a worker that dies is read again."""
TASKS_A_THREAD = 3
"""Under way: one is read, the next waits beside it, and one is on its way."""


class Cluster(Executor):
    """The workers of a scheduler, as an executor that says how much it wants to be given."""

    def __init__(self, client: Any) -> None:
        self._client, self._executor = client, client.get_executor()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Gives a task to a worker."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def files_a_task(self, count: int) -> int:
        """How many of so many files are one task: fewer than usual where there would not be several for each thread."""
        return min(FILES_A_TASK, max(count // (TASKS_A_THREAD * self._threads()), 1))

    def under_way(self) -> int:
        """How many tasks keep the workers busy that are there now."""
        return TASKS_A_THREAD * self._threads()

    def _threads(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return max(sum(threads.values()), 1)


@contextmanager
def dask_executor(address: str) -> Iterator[Executor]:
    """The workers of the scheduler at this address (tcp://host:8786), as an executor.

    Raises:
        UnreadableSource: No scheduler answers there.
        MissingExtra: distributed is not installed.
    """
    distributed = load("distributed", "migrate", extra="dask")
    try:
        client = distributed.Client(address)
    except (OSError, ValueError) as error:
        raise UnreadableSource(
            address, Message("no Dask scheduler answers there ({error}); check the address", error=error)
        ) from error
    with client:
        yield Cluster(client)
