"""What an archive costs as it grows: building its tables, adding one file, searching it, and the room that it takes.

    python tests/benchmarks/bench_archive.py [DOCUMENTS...]

For each number of documents (1,000, 2,000 and 4,000; the bars of the project are for 20000) an archive is made of
records of corpus/ and, where it is there, ../shared/wild, each copy with a hash, a name and words of its own; nothing
is read from files but these. Printed are milliseconds of CPU a document for each step of building, seconds of wall time
and of CPU with one worker, kB a document, milliseconds of a search beside SQLite's own look through the same text
(`LIKE`), and the exponent between the sizes. Asserts nothing.
"""

from __future__ import annotations

import hashlib
import json
import math
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle, islice, pairwise
from pathlib import Path

from kaigi_extract import Archive, extract, migrate
from kaigi_extract.archive import write
from kaigi_extract.archive.discover import FoundFile
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.parting import settle_parts
from kaigi_extract.archive.stored_record import compressed
from kaigi_extract.archive.worker import Outcome
from kaigi_extract.errors import KaigiError

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "corpus", ROOT.parent / "shared" / "wild"]
KINDS = {".pdf", ".docx", ".txt"}
WORDS = [
    "再委託", "委託", "目的", "個人情報", "サーバ", "申込み", "図書館 委託", "損害賠償 OR 契約解除", "委託 -再委託", "葛城",
    '"個人情報の保護"', "ward:shinjuku 提供", "整理番号 K-000500", "審議会",
]  # fmt: skip


def records() -> list[dict[str, object]]:
    """The records that copies are made of."""
    found = []
    for path in sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()):
        if path.suffix in KINDS:
            try:
                found.append(extract(path, recogniser="none").model_dump(mode="json"))
            except KaigiError as error:
                print(error, file=sys.stderr)
    return found


def copies(originals: list[dict[str, object]], count: int) -> Iterator[Outcome]:
    """So many outcomes of reading, each with words of its own in the first section."""
    for number, original in enumerate(islice(cycle(originals), count)):
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        record = json.loads(json.dumps(original))
        record["source"] |= {"sha256": sha256, "path": f"papers/{number:06}.pdf"}
        for section in (part for parts in record.values() if isinstance(parts, list) for part in parts[:1]):
            if isinstance(section, dict) and isinstance(section.get("text"), str):
                section["text"] += f"（整理番号 K-{number:06}）"
        packed = compressed(json.dumps(record, ensure_ascii=False).encode())
        yield Outcome(sha256, record["source"]["path"], record=packed, pages=1, ward=record["ward"])


def make(dest: Path, originals: list[dict[str, object]], count: int) -> None:
    """An archive whose records are kept, and whose tables are not yet there."""
    with Manifest(dest, write=True) as manifest:
        outcomes = copies(originals, count)
        while batch := list(islice(outcomes, 500)):
            with manifest.transaction():
                manifest.add_found(FoundFile(one.name, one.name.encode(), None, 1, one.sha256) for one in batch)
                for one in batch:
                    manifest.finish(one)


def timed(function: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall time, and of CPU with that of processes that have ended."""

    def cpu() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(used.ru_utime + used.ru_stime for used in both)

    wall, used = time.perf_counter(), cpu()
    function()
    return time.perf_counter() - wall, cpu() - used


def sizes(dest: Path, count: int) -> dict[str, float]:
    """kB a document of each thing in the archive."""
    return {
        path.name: sum(one.stat().st_size for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file())
        / 1000
        / count
        for path in sorted(dest.iterdir())
    }


def searches(dest: Path) -> dict[str, tuple[float, float, int]]:
    """For each of the words the milliseconds until ten finds are there, and until all are; and how many there are."""
    found = {}
    with Archive(dest) as archive:
        for words in WORDS:
            start = time.perf_counter()
            archive.search(words, limit=10)
            ten = time.perf_counter() - start
            start = time.perf_counter()
            every = len(archive.search(words, limit=None))
            found[words] = (1000 * ten, 1000 * (time.perf_counter() - start), every)
    return found


def scan(dest: Path, word: str) -> float:
    """Milliseconds of SQLite's own look through the same text."""
    with Archive(dest) as archive, closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE sections (text TEXT)")
        db.executemany("INSERT INTO sections VALUES (?)", ([text] for text in archive.table("sections")["text"]))
        start = time.perf_counter()
        db.execute("SELECT count(*) FROM sections WHERE text LIKE ?", [f"%{word}%"]).fetchone()
        return 1000 * (time.perf_counter() - start)


def steps(dest: Path, target: Path) -> dict[str, float]:
    """CPU seconds of each step of building, in this process; one after the other, of which workers do the first ones and
    the middle ones side by side."""
    with Manifest(dest, write=True) as manifest:
        parts, settled = timed(lambda: settle_parts(manifest))[1], list(settle_parts(manifest))
    done: dict[str, Callable[[], object]] = {
        "parts": lambda: [write.write_part(dest, target, name) for name in settled],
        "lineages": lambda: write.write_lineages(dest, target),
        "search index": lambda: write.write_search(target, settled, []),
        "joins and works": lambda: write.write_joins(target),
        "DuckDB": lambda: write.write_tables(target),
        "DuckDB, last tables": lambda: write.write_databases(target, []),
    }
    return {"settle parts": parts} | {name: timed(step)[1] for name, step in done.items()}


def measure(folder: Path, originals: list[dict[str, object]], count: int) -> dict[str, float]:
    """Makes, builds, adds, searches; prints and returns seconds by what was done."""
    dest, papers = folder / str(count), folder / f"{count}-papers"
    papers.mkdir()
    paper = (ROOT / "corpus" / "shinjuku-2019-evacuation-list.txt").read_bytes()
    make(dest, originals, count)
    (folder / "steps").mkdir()
    found = {f"step {name}": used for name, used in steps(dest, folder / "steps").items()}
    shutil.rmtree(folder / "steps")
    for name, used in found.items():
        print(f"{count:7,} {name:24} {1000 * used / count:7.2f} ms CPU a document", flush=True)
    for number, name in enumerate(("first build", "one file added", "nothing new")):
        if number < 2:
            (papers / f"{number}.txt").write_bytes(paper + b"\n" * number)
        found[name], used = timed(lambda: migrate(papers, dest, recogniser="none", workers=1))
        print(f"{count:7,} {name:16} {found[name]:7.1f} s  {used:7.1f} s CPU", flush=True)
    for name, size in sizes(dest, count).items():
        print(f"{count:7,} {name:16} {size:7.1f} kB a document")
    for words, (ten, every, finds) in searches(dest).items():
        print(f"{count:7,} {words:24} {ten:7.1f} ms ten, {every:8.1f} ms all {finds:,}")
        found[f"search {words}"] = ten / 1000
    print(f"{count:7,} {'LIKE %再委託%':24} {scan(dest, '再委託'):7.1f} ms", flush=True)
    shutil.rmtree(dest)
    return found


if __name__ == "__main__":
    counts = [int(given) for given in sys.argv[1:]] or [1_000, 2_000, 4_000]
    of = records()
    print(f"{len(of)} records")
    with tempfile.TemporaryDirectory() as made:
        results = [measure(Path(made), of, count) for count in counts]
    for (small, before), (large, after) in pairwise(zip(counts, results, strict=True)):
        exponents = (f"{name} {math.log(after[name] / before[name], large / small):.2f}" for name in before)
        print(f"{small:,} to {large:,}: exponents " + ", ".join(exponents))
