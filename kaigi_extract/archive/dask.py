"""Past one machine: a Dask cluster as an executor.

Start a scheduler and, on each machine, workers of one thread (`dask worker ADDRESS --nthreads 1 --nworkers 4
--memory-limit 4GiB`); all see the files under the same paths and have kaigi-extract of the same version. Records come
back over the network, the archive is written where `migrate` runs. A worker that dies is replaced by its nanny and its
file is read again; one that takes more than its memory limit is ended by the nanny; a file over its time ends its
worker from within. A file that has done so too often (`distributed.scheduler.allowed-failures`, 3) comes back and is
read once more by a process of our own, which settles the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.optional import load


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
        raise UnreadableSource(address, f"no Dask scheduler answers there ({error}); check the address") from error
    with client:
        executor: Executor = client.get_executor()
        yield executor
