"""Outcomes on their way from a worker of a cluster to the run: their records are left in a folder that both see.

What goes over the network is what became of each file, not its record. A folder is of one run and has a name of its
own, so that a machine that has another disk under the same path does not take that for it: from there records come over
the network. Writes to that folder, and takes away from it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kaigi_extract.archive.folder import INCOMING
from kaigi_extract.archive.worker import Options, Outcome, Task, read_file
from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some files."""

    outcomes: list[Outcome]
    file: str | None = None
    """Where their records are, one after the other; None where they are in the outcomes."""
    sizes: tuple[int, ...] = ()
    """How many bytes of the file each outcome has; 0 of one without a record."""


def read_files(tasks: Sequence[Task], options: Options, folder: str | None = None) -> Delivery:
    """Reads some files, each within its time, and leaves their records in the folder where there is one."""
    outcomes = [read_file(task, options) for task in tasks]
    if folder is None or not os.path.isdir(folder):
        return Delivery(outcomes)
    records = [one.record or b"" for one in outcomes]
    file = os.path.join(folder, secrets.token_hex(8))
    try:
        Path(file).write_bytes(b"".join(records))
    except OSError:  # full, or taken away: the run that asked has ended
        return Delivery(outcomes)
    kept = [one if one.record is None else replace(one, record=b"") for one in outcomes]
    return Delivery(kept, file, tuple(map(len, records)))


def taken_in(delivery: Delivery) -> list[Outcome]:
    """The outcomes with their records; what was left in the folder is taken away.

    Raises:
        OSError: The file is not there, or is not as long as it was written.
    """
    if delivery.file is None:
        return delivery.outcomes
    records = Path(delivery.file).read_bytes()
    if len(records) != sum(delivery.sizes):
        raise OSError(Message("{file} is not as long as it was written", file=delivery.file))
    os.unlink(delivery.file)
    outcomes, at = [], 0
    for one, size in zip(delivery.outcomes, delivery.sizes, strict=True):
        outcomes.append(one if one.record is None else replace(one, record=records[at : at + size]))
        at += size
    return outcomes


@contextmanager
def incoming(dest: Path) -> Iterator[str]:
    """A folder for the records of this run. What one that was killed has left goes."""
    for left in dest.glob(f"{INCOMING}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = dest.absolute() / f"{INCOMING}{secrets.token_hex(8)}"
    folder.mkdir()
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
