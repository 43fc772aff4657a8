"""Corrections in an archive: kept in a file of their own, and applied to its records after each reading and upgrade.

Nothing writes that file but people's corrections, and nothing can build it anew. Reads and writes it and the records.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.build import build
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.folder import CORRECTIONS
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import BUILT, LISTED, Manifest
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.seal import seal
from kaigi_extract.archive.stored_record import Damage, document_of
from kaigi_extract.catalogue import Message
from kaigi_extract.corrections.kept import CorrectionList
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.findings import Findings
from kaigi_extract.parts.low_confidence import report_doubts
from kaigi_extract.records import Correction, Document
from kaigi_extract.records.corrected import take_back
from kaigi_extract.regular_file import possible_path

_NO_ARCHIVE = "there is no archive; make one with kaigi-extract migrate SRC DEST"


def archive_corrections(dest: str | os.PathLike[str]) -> list[Correction]:
    """The whole history of an archive's corrections, the first first.

    Raises:
        UnreadableSource: The file is there and is no list of corrections.
    """
    return list_of(dest).read()


def list_of(dest: str | os.PathLike[str]) -> CorrectionList:
    """The list of an archive's corrections, to be read again and again."""
    return CorrectionList(possible_path(dest, UnreadableSource) / CORRECTIONS)


def archive_document(dest: str | os.PathLike[str], name: str | None) -> Document:
    """The document of an archive that has a name or a content hash; without one its only document.

    Raises:
        UnreadableSource: There is no archive, or no such document in it, or several are meant.
        SchemaMismatch: The record is of another schema version.
    """
    with Manifest(dest) as manifest:
        where = "" if name is None else "WHERE sha256 = ? OR sha256 IN (SELECT sha256 FROM files WHERE name = ?)"
        found = [
            str(row[0]) for row in manifest.rows(f"SELECT sha256 FROM records {where}", *([name] * 2 if name else []))
        ]
        if len(found) != 1:
            several = Message("it holds {count} documents", count=len(found))
            wanted = several if name is None else Message("no document {name!r} in it", name=name)
            raise UnreadableSource(
                dest, Message("{wanted}; name one with --document, as the archive does (2013/12.pdf)", wanted=wanted)
            )
        [stored] = manifest.stored(found[0], found[0])
        try:
            return document_of(stored.record, dest)
        except Damage as damage:
            raise UnreadableSource(
                dest, Message("the record is damaged ({damage}); kaigi-extract archive repair", damage=damage)
            ) from None


def add_corrections(dest: str | os.PathLike[str], made: Sequence[Correction], *, workers: int | None = None) -> None:
    """Keeps corrections in an archive behind those that it has, applies them, and writes its tables anew.

    Raises:
        UnreadableSource: There is no archive.
        SchemaMismatch: The archive is of another schema version: `upgrade` comes first.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    _check_there(dest)
    with Manifest(dest, write=True) as manifest:
        _keep(manifest, lambda _: made)
    update_tables(dest, workers=workers)


def keep_corrections(
    dest: str | os.PathLike[str],
    make: Callable[[list[Correction]], Sequence[Correction]],
    known: CorrectionList | None = None,
) -> list[Correction]:
    """Keeps corrections in an archive and applies them to its records, and leaves its tables as they are.

    `make` is given the history as it is at that moment, when nobody else writes, and gives what comes behind it. The
    tables are those of before until `update_tables`, or until the next `migrate` or `upgrade`; the archive knows that
    they are old, also where this process is killed. `known` is the archive's list where it was read before. Returns the
    history with what came to it.

    Raises:
        UnreadableSource: There is no archive.
        SchemaMismatch: The archive is of another schema version: `upgrade` comes first.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    _check_there(dest)
    with Manifest(dest, write=True) as manifest:
        return _keep(manifest, make, known)


def update_tables(dest: str | os.PathLike[str], *, workers: int | None = None) -> bool:
    """Writes the tables of an archive anew where they are not those of its records; returns whether they were not.

    Corrections that were kept and not applied, because the process was killed in between, are applied first.

    Raises:
        UnreadableSource: There is no archive.
        SchemaMismatch: The archive is of another schema version: `upgrade` comes first.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    _check_there(dest)
    with Manifest(dest) as looked:
        if looked.get(BUILT) == looked.state():
            return False
    with (
        Manifest(dest, write=True) as manifest,
        Processes(workers or os.cpu_count() or 1) as processes,
        Interrupts() as interrupts,
    ):
        settle_corrections(manifest)
        annotate_archive(manifest, processes, interrupts)
        build(manifest, processes, interrupts)
        seal(manifest)
    return True


def _check_there(dest: str | os.PathLike[str]) -> None:
    if not Manifest.there(dest):
        raise UnreadableSource(dest, _NO_ARCHIVE)


def _keep(
    manifest: Manifest,
    make: Callable[[list[Correction]], Sequence[Correction]],
    listed: CorrectionList | None = None,
) -> list[Correction]:
    """Writes corrections behind those that are there and applies them. That the tables are old is noted first."""
    listed = listed or list_of(manifest.dest)
    known = listed.read()
    made = make(known)
    there: dict[tuple[str, str], list[Correction]] = {(one.sha256, one.pointer): [] for one in made}
    for one in known:
        if (key := (one.sha256, one.pointer)) in there:
            there[key].append(one)
    new = [one for one in made if one not in there[one.sha256, one.pointer]]
    with manifest.transaction():
        manifest.set(LISTED, "")  # both lists are written anew, also where no record changes
        manifest.set(BUILT, "")
    with disk_errors(manifest.dest):
        listed.add(new)
    _settle(manifest, _touched(manifest, [*known, *new], new), new)
    return listed.read()


def _touched(manifest: Manifest, known: Sequence[Correction], new: Sequence[Correction]) -> dict[str, list[Correction]]:
    """The histories of the contents that new corrections are of."""
    touched = {*_by_content(manifest, new)}
    names: set[str] = set()
    for sha256 in touched:
        names |= {str(name) for (name,) in manifest.rows("SELECT name FROM files WHERE sha256 = ?", sha256)}
    near = [one for one in known if one.sha256 in touched or one.source in names]
    return {sha256: made for sha256, made in _by_content(manifest, near).items() if sha256 in touched}


def settle_corrections(manifest: Manifest) -> None:
    """Applies the corrections to the records that they are of; those whose print has changed become findings.

    A file with new bytes under the same name is the same document to a correction: what is printed there decides.

    Raises:
        UnreadableSource: The list of corrections is damaged.
        UnwritableArchive: The disk refuses.
    """
    listed = list_of(manifest.dest)
    with disk_errors(manifest.dest):
        listed.take_in_journal()
    _settle(manifest, _by_content(manifest, listed.read()))


def _settle(manifest: Manifest, histories: Mapping[str, list[Correction]], new: Sequence[Correction] = ()) -> None:
    """Applies histories to the records of the contents that they are of. What is undone among the `new` ones is as it
    was read again, with its doubts."""
    undone = _by_content(manifest, [one for one in new if one.action == "undone"])
    for sha256, history in histories.items():
        for stored in manifest.stored(sha256, sha256):
            try:
                document = document_of(stored.record, manifest.dest)
            except Damage:
                continue  # whoever reads it back says so
            for one in undone.get(sha256, ()):
                _undo(document, one)
            document.settle(history)
            record = document.model_dump_json().encode()
            if record == stored.record:
                continue
            with manifest.transaction():
                manifest.replace_record(sha256, record, document.schema_version)
                codes = dict(sorted(Counter(one.code for one in document.findings).items()))
                manifest.execute("UPDATE contents SET findings = ? WHERE sha256 = ?", to_json(codes).decode(), sha256)


def _undo(document: Document, one: Correction) -> None:
    """Puts back what was read, and the finding that doubted it."""
    if take_back(document, one):
        doubts = Findings()
        report_doubts(document, doubts)
        document.findings += [each for each in doubts.all if each.record == one.pointer]


def forget_corrections(dest: Path, hashes: Collection[str], names: Collection[str]) -> None:
    """Takes the corrections of documents that are removed out of the list.

    Raises:
        UnreadableSource: The list is damaged.
    """
    known = archive_corrections(dest)
    kept = [one for one in known if one.sha256 not in hashes and one.source not in names]
    if len(kept) < len(known):
        with disk_errors(dest):
            list_of(dest).write(kept)


def _by_content(manifest: Manifest, known: Iterable[Correction]) -> dict[str, list[Correction]]:
    """The history of the corrections of each content, in the order in which they were made."""
    histories: dict[str, list[Correction]] = defaultdict(list)
    contents: dict[tuple[str, str | None], list[str]] = {}
    for one in known:
        of = (one.sha256, one.source)
        if of not in contents:
            rows = manifest.rows("SELECT DISTINCT sha256 FROM files WHERE name = ? AND sha256 IS NOT NULL", one.source)
            contents[of] = list(dict.fromkeys([one.sha256, *(str(found) for (found,) in rows)]))
        for sha256 in contents[of]:
            histories[sha256].append(one)
    return histories


def repair_corrections(dest: Path) -> None:
    """Keeps the entries of a damaged list, and of its journal, that can be read; the damaged files are kept beside, for
    whoever knows more."""
    listed = list_of(dest)
    try:
        listed.read()
    except UnreadableSource:
        kept: dict[bytes, Correction] = {}
        for entry in [*_entries_of(listed.place), *_lines_of(listed.journal)]:
            with contextlib.suppress(ValidationError):
                kept[entry] = Correction.model_validate_json(entry)
        for path in (listed.place, listed.journal):
            if path.exists():
                path.replace(path.with_name(f"{path.name}.damaged"))
        listed.write(kept.values())


def _entries_of(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    content = path.read_bytes()
    try:
        entries = from_json(content)
    except ValueError:
        entries = _whole_entries(content)
    return [to_json(entry) for entry in entries] if isinstance(entries, list) else []


def _lines_of(path: Path) -> list[bytes]:
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        with contextlib.suppress(ValueError):
            found.append(to_json(from_json(line)))
    return found


def _whole_entries(content: bytes) -> Any:
    """The entries before the place where a list of JSON breaks off; not the one that it breaks off in."""
    try:
        entries = from_json(content, allow_partial=True)
    except ValueError:
        return []
    return entries[:-1] if isinstance(entries, list) else []
