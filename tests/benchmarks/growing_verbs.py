"""What is done with records, so many times, for `bench_growth`: parts of an archive, comparisons, corrections. Invented.

Each function prepares a measure of one size and gives what is to be timed, to be called once.
"""

from __future__ import annotations

import datetime
import functools
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kaigi_extract import extract
from kaigi_extract.archive import write
from kaigi_extract.archive.corrections import keep_corrections
from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.parting import settle_parts
from kaigi_extract.clauses import annotate, diff
from kaigi_extract.clauses.linking import link_groups
from kaigi_extract.records import Clause, ClauseSet, Correction, Document
from tests.benchmarks.bench_archive import make

Timed = Callable[[], object]

CLAUSES_EACH = 200
"""Clauses of a document whose tables go into a database: of documents of two what any database costs hides the slope."""


class _Folder:
    """A folder that is there as long as this is."""

    def __init__(self) -> None:
        self._held = tempfile.TemporaryDirectory()
        self.path = Path(self._held.name)


def _document(clauses: int, first: int = 1) -> Document:
    """A document of one set of so many clauses, behind those that come before the `first`."""
    before = "".join(f"第{k}条　乙は、棚{k}を守る。\n" for k in range(1, first))
    text = before + "".join(f"第{k + first}条　乙は、温室の鍵{k}を外に持ち出してはならない。\n" for k in range(clauses))
    return extract(f"個人情報取扱特記事項\n{text}".encode(), name="a.txt", recogniser="none")


def _archive(folder: Path, count: int, clauses: int = 2) -> list[str]:
    """An archive of so many records, each of so many clauses, without tables; the names of its parts."""
    make(folder, [_document(clauses).model_dump(mode="json")], count)
    with Manifest(folder, write=True) as manifest:
        return list(settle_parts(manifest))


def parts(count: int) -> Timed:
    """The tables of an archive of so many documents as Parquet."""
    folder = _Folder()
    names = _archive(folder.path / "a", count)
    return lambda: [write.write_part(folder.path / "a", folder.path / "t", name) for name in names]


@functools.cache
def _parts_written(count: int) -> _Folder:
    """The tables of an archive of so many documents, written once: that takes many times as long as the database."""
    folder = _Folder()
    for name in _archive(folder.path / "a", count, CLAUSES_EACH):
        write.write_part(folder.path / "a", folder.path / "t", name)
    write.write_lineages(folder.path / "a", folder.path / "t")
    write.write_joins(folder.path / "t")
    return folder


def database(count: int) -> Timed:
    """The DuckDB file of an archive."""
    target = _parts_written(count).path / "t"
    (target / DUCKDB).unlink(missing_ok=True)

    def build() -> None:
        write.write_tables(target)
        write.write_databases(target, ())

    return build


def _corrected(document: Document) -> list[Correction]:
    """A correction of the text of each clause."""
    count = len(document.clause_sets[0].clauses)
    found = [document.correct(f"/clause_sets/0/clauses/{k}/text", f"乙は、鍵{k}を返す。") for k in range(count)]
    day = datetime.datetime(2024, 4, 1, tzinfo=datetime.UTC)
    return [one.model_copy(update={"when": day + datetime.timedelta(seconds=at)}) for at, one in enumerate(found)]


def corrections(count: int) -> Timed:
    """A document with so many corrections."""
    made, document = _corrected(_document(count)), _document(count)
    return lambda: document.settle(made)


def moved_corrections(count: int) -> Timed:
    """So many corrections whose places have all moved."""
    made, document = _corrected(_document(count)), _document(count, 2)
    return lambda: document.settle(made)


def archive_corrections(count: int) -> Timed:
    """An archive with one correction for each document, at one place in all of them, to which as many come."""
    folder = _Folder()
    _archive(folder.path, count)
    with Manifest(folder.path) as manifest:
        hashes = [str(sha256) for (sha256,) in manifest.rows("SELECT sha256 FROM contents")]
    one = _corrected(_document(2))[0]

    def made(minute: int) -> list[Correction]:
        later = {"when": one.when + datetime.timedelta(minutes=minute), "source": None}
        return [one.model_copy(update={**later, "sha256": sha256, "value": f"温室{minute}"}) for sha256 in hashes]

    keep_corrections(folder.path, lambda _: made(1))
    return lambda: keep_corrections(folder.path, lambda _: made(2))


def _clauses(count: int, order: Callable[[int], int], words: str) -> ClauseSet:
    """So many clauses in an order, each of them with a word more."""
    texts = [f"乙は、第{order(k)}倉庫の鍵{order(k)}を{words}甲が定める日までに返す。" for k in range(count)]
    made: list[Any] = [
        Clause(number=k + 1, label=f"第{k + 1}条", heading=f"鍵{order(k)}の扱い", text=text, spans=[])
        for k, text in enumerate(texts)
    ]
    return ClauseSet(title="個人情報取扱特記事項", kind="special_terms", spans=[], clauses=made)


def comparison(count: int) -> Timed:
    """Two sets of so many clauses, each of them changed."""
    old, new = _clauses(count, int, ""), _clauses(count, int, "直ちに")
    return lambda: diff(old, new)


def alike_comparison(count: int) -> Timed:
    """Two sets whose clauses say all the same, each of them changed."""
    old, new = _clauses(count, lambda _: 1, ""), _clauses(count, lambda _: 1, "直ちに")
    return lambda: diff(old, new)


def moved_comparison(count: int) -> Timed:
    """Two sets whose halves have changed places."""
    old, new = _clauses(count, int, ""), _clauses(count, lambda k: (k + count // 2) % count, "")
    return lambda: diff(old, new)


def _sentences(count: int, seed: int) -> list[list[str]]:
    """Of so many clauses three sentences each, of words drawn from several hundred."""
    words = [one + other for one in "台帳図面写真日誌腕章端末倉庫書架金庫窓口" for other in "室係票簿箱品者物場所"]
    chance = random.Random(seed)
    return [
        ["乙は、{}の{}を{}に納め、{}を返す。".format(*chance.choices(words, k=4)) for _ in "123"] for _ in range(count)
    ]


def _set_of(texts: list[str]) -> ClauseSet:
    made: list[Any] = [Clause(number=k, label=f"第{k}条", text=text, spans=[]) for k, text in enumerate(texts, 1)]
    return ClauseSet(title="個人情報取扱特記事項", kind="special_terms", spans=[], clauses=made)


def split_comparison(count: int) -> Timed:
    """Two sets, of which the other has each clause in two."""
    whole = _sentences(count, count)
    parts = [part for one, other, last in whole for part in (one + other, last)]
    old, new = _set_of(["".join(each) for each in whole]), _set_of(parts)
    return lambda: link_groups(old.clauses, new.clauses)


def unlike_comparison(count: int) -> Timed:
    """Two sets of two wards, each in words of its own."""
    old, new = (_set_of(["".join(each) for each in _sentences(count, count + k)]) for k in range(2))
    return lambda: link_groups(old.clauses, new.clauses)


def annotated_comparison(count: int) -> Timed:
    """Two sets with topics and with what each sentence demands."""
    old, new = _clauses(count, int, ""), _clauses(count, int, "直ちに")
    return lambda: diff(annotate(old), annotate(new))
