"""The tables of an archive, built anew from its manifest by worker processes and put in their place when whole.

A run that is killed leaves the tables that were there; the next one builds again. Writes to the archive's folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

from kaigi_extract.archive import write
from kaigi_extract.archive.checksums import checksum_of, read_checksums
from kaigi_extract.archive.disk_errors import disk_errors, folder_meanwhile
from kaigi_extract.archive.folder import BUILDING, CHECKSUMS, DATASET, DUCKDB, RECORDS, SEARCH, WANTED
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.layout_sign import layout_sign
from kaigi_extract.archive.manifest import BUILT, LAYOUT, SUMMED, Manifest
from kaigi_extract.archive.parting import settle_parts
from kaigi_extract.archive.pool import Processes, Stopped, cannot_start, result_of
from kaigi_extract.archive.seal import seal
from kaigi_extract.archive.taken_over import parts_to_keep, take_over, take_over_search
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import SchemaMismatch, UnwritableArchive
from kaigi_extract.records import SCHEMA_VERSION


def build(
    manifest: Manifest, processes: Processes, interrupts: Interrupts, to: Iterable[str] = (), *, anew: bool = False
) -> bool:
    """Writes the tables if the manifest has changed since they were written, or what tables there are now.

    Returns whether it did. Parts that nothing has touched are taken over as they are, unless all is wanted `anew`.

    What `to` names ("sqlite", "csv"), or is there already, is written too. Records that are damaged are in no
    table, and are marked so.

    Raises:
        UnwritableArchive: The disk refuses, or a worker was ended.
        SchemaMismatch: Records of an older schema are left.
    """
    dest = manifest.dest
    wanted = [name for name, made in WANTED.items() if name in to or any((dest / one).exists() for one in made)]
    products = [RECORDS, DATASET, DUCKDB, SEARCH, *(one for name in wanted for one in WANTED[name])]
    state = manifest.state()
    as_now = (manifest.get(BUILT), manifest.get(LAYOUT)) == (state, layout_sign())
    if as_now and all((dest / name).exists() for name in products):
        return False
    _check_schema(manifest)
    with disk_errors(dest), folder_meanwhile(dest, BUILDING) as target:
        building = _Build(manifest, processes, interrupts, target)
        damaged = building.write(wanted, anew)
        with manifest.transaction():
            manifest.execute("DELETE FROM parts")  # until they are in their place nobody takes them over
            manifest.execute("DELETE FROM meta WHERE key = ?", BUILT)  # nor holds them against their checksums
        _publish(dest, target, products)
    with manifest.transaction():
        manifest.mark_damaged(damaged)
    seal(manifest, known=building.known)
    manifest.set(BUILT, state)
    manifest.set(LAYOUT, layout_sign())
    with manifest.transaction():
        for part in building.parts.items():
            manifest.execute("INSERT INTO parts VALUES (?, ?)", *part)
    return True


def _check_schema(manifest: Manifest) -> None:
    query = "SELECT schema_version FROM records JOIN contents USING (sha256) WHERE schema_version <> ? LIMIT 1"
    for (found,) in manifest.rows(query, SCHEMA_VERSION):
        raise SchemaMismatch(manifest.dest, found=found, expected=SCHEMA_VERSION)


class _Build:
    """The tables while they are written in the folder `target`."""

    def __init__(self, manifest: Manifest, processes: Processes, interrupts: Interrupts, target: Path) -> None:
        self.manifest, self.processes, self.interrupts, self.target = manifest, processes, interrupts, target
        self.parts: dict[str, str] = settle_parts(manifest)
        """The state of each part by its name."""
        self.known: dict[str, str] = {}
        """The checksums of the files that were taken over."""

    def write(self, wanted: list[str], anew: bool) -> list[str]:
        """Writes everything in its order. Returns the content hashes of damaged records, which are in no table."""
        then = {} if anew else {str(part): str(state) for part, state in self.manifest.rows("SELECT * FROM parts")}
        kept = self._take_over(then)
        new = sorted(set(self.parts) - kept)
        damaged = self._all(self._begun(*((write.write_part, self.manifest.dest, self.target, part) for part in new)))
        stale = sorted(set(then) - kept)
        search = self._begun((write.write_search, self.target, new, stale))
        others = self._begun(
            (write.write_lineages, self.manifest.dest, self.target),
            *((write.write_documents, self.target, part) for part in sorted(kept)),
        )
        self._all(others, besides=search)
        self._all([*search, *self._begun((write.write_joins, self.target), (write.write_tables, self.target))])
        self._all(self._begun((write.write_databases, self.target, wanted)))
        return [sha256 for part in damaged for sha256 in part]

    def _take_over(self, then: dict[str, str]) -> set[str]:
        """Takes over the parts that are as they were; returns their names. Without a sound search index none is, for
        that holds what is in them, too."""
        dest = self.manifest.dest
        checksums = read_checksums(dest) or {}
        if not (dest / CHECKSUMS).is_file() or checksum_of(dest / CHECKSUMS) != self.manifest.get(SUMMED):
            return set()
        kept = parts_to_keep(dest, checksums, then, self.parts)
        if not kept or not take_over_search(dest, self.target, checksums):
            return set()
        for files in kept.values():
            take_over(dest, self.target, files)
            self.known |= files
        return set(kept)

    def _begun(self, *tasks: tuple[Any, ...]) -> list[Future[Any]]:
        """Gives tasks to workers."""
        return [self.processes.submit(*task) for task in tasks]

    def _all(self, futures: Sequence[Future[Any]], besides: Sequence[Future[Any]] = ()) -> list[Any]:
        """Returns what tasks give. After an error nobody still writes: it waits for all of them, then also for those
        that run `besides`."""
        self._wait(futures)
        try:
            return [self._result(future) for future in futures]
        except BaseException:
            self._wait(besides)
            raise

    def _wait(self, futures: Iterable[Future[Any]]) -> None:
        pending = set(futures)
        while pending:
            pending -= self.interrupts.wait(pending)

    def _result(self, future: Future[Any]) -> Any:
        dest = self.manifest.dest
        try:
            return result_of(future)
        except BrokenExecutor as error:
            raise cannot_start() from error
        except Stopped as stopped:
            raise UnwritableArchive(
                dest, Message("a worker that wrote its tables was ended ({stopped}); run again", stopped=stopped)
            ) from None


def _publish(dest: Path, target: Path, products: Iterable[str]) -> None:
    """Moves what is whole into its place; what was there goes with the folder of what is not."""
    for name in products:
        if (dest / name).is_dir():
            (dest / name).rename(target / f"old-{name}")
        os.replace(target / name, dest / name)
