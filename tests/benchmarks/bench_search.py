"""How long a search takes in many documents that are all different, and what its index takes.

    python tests/benchmarks/bench_search.py [DOCUMENTS...]

Of 20,000 documents (the default), or so many, only what a search reads is made: the tables of documents and sections,
all invented, and the index. Every document has some 2,500 characters: sentences of words drawn so that a few are in most
documents and most are in few, with names and numbers of its own. Printed are milliseconds of the processor until
ten finds are there, the least of three, for words of every length and frequency; the bars are 100 ms for a word and 200 ms
for two characters. Asserts nothing.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as arrow  # type: ignore[import-untyped]
from pyarrow import parquet

sys.path[:0] = [str(Path(__file__).parents[2])]

from kaigi_extract.archive.described import ARCHIVE_TABLES  # noqa: E402
from kaigi_extract.archive.folder import DATASET, SEARCH  # noqa: E402
from kaigi_extract.archive.search import search, write_index  # noqa: E402
from kaigi_extract.archive.search_query import parse_query  # noqa: E402
from kaigi_extract.archive.spellings import Spellings  # noqa: E402

A_PART = 256
DOCUMENTS = 20_000
SECTIONS, SENTENCES = 5, 14
KANJI = "温室鍵緑地課台帳名簿写真図面封筒倉庫夜間貸出返却点検係員申請届出通知公園花壇植栽水路井戸橋梁街灯広場遊具清掃修繕委託契約"
ENDS = (
    "を定める",
    "に備える",
    "を持ち出さない",
    "を返す",
    "を係員に渡す",
    "を点検する",
    "について通知する",
    "を廃棄する",
)
WORDS = [
    "温室", "返却", "点検", "再委託", "個人情報", "サーバ", "温室 返却", "街灯 OR 橋梁", "点検 -温室", "整理番号 K-000500",
    '"個人情報の保護"', "ward:shinjuku 返却", "無之", "を",
]  # fmt: skip
"""Common and rare ones, two characters, a phrase, what is in none, one character."""
ROUNDS = 3


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words of two to four kanji, and how often each is drawn (by Zipf)."""
    words = ["温室", "返却", "点検", "街灯", "橋梁", "個人情報の保護", "サーバー", "ｻｰﾊﾞ", "再委託"]
    words += ["".join(chance.sample(KANJI, chance.randint(2, 4))) for _ in range(20_000)]
    return words, [1 / rank for rank in range(1, len(words) + 1)]


def rows(count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """So many documents with their sections, as rows of the tables that a search reads."""
    chance = random.Random(1)
    words, often = vocabulary(chance)
    for number in range(count):
        key = hashlib.sha256(str(number).encode()).hexdigest()[:16]
        drawn = iter(chance.choices(words, often, k=2 * SECTIONS * SENTENCES))
        document = {"id": key, "path": f"papers/{number:06}.pdf", "ward": ("shinjuku", "nerima")[number % 2]}
        sections = []
        for index in range(SECTIONS):
            ends = chance.choices(ENDS, k=SENTENCES)
            said = [f"{next(drawn)}の{next(drawn)}{chance.randrange(10_000)}{end}。" for end in ends]
            text = "\n".join([*said, f"整理番号 K-{number:06}"] if not index else said)
            spans = [{"page": 1, "bbox": [50.0, 50.0 + 14 * k, 540.0, 62.0 + 14 * k]} for k in range(SENTENCES)]
            sections.append(
                {"id": f"{key}/{index}", "document_id": key, "kind": "prose", "text": text, "spans": json.dumps(spans)}
            )
        yield {"documents": [document], "sections": sections}


def make(target: Path, count: int) -> dict[str, float]:
    """Writes the tables of each part, and the index. Returns CPU seconds by step."""
    seconds, at, parts = {}, time.process_time(), list[str]()
    made = rows(count)
    while batch := list(islice(made, A_PART)):
        parts.append(f"{len(parts):04}")
        spellings = Spellings()
        for table in ("documents", "sections"):
            held = [row for one in batch for row in one[table]]
            columns = {column.name: [row.get(column.name) for row in held] for column in ARCHIVE_TABLES[table]}
            path = target / DATASET / table / f"{parts[-1]}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            parquet.write_table(arrow.table(columns, schema=_schema(table)), path, compression="zstd")
        for one in batch:
            spellings.add(one["sections"][0]["text"])  # in one of five are all words that have several
        spellings.write(target, parts[-1])
    seconds["tables"], at = time.process_time() - at, time.process_time()
    write_index(target, parts, [])
    seconds["index"] = time.process_time() - at
    return seconds


def _schema(table: str) -> Any:
    """Text for all columns but days, which no document here has."""
    kinds = {"date": arrow.date32()}
    return arrow.schema([(column.name, kinds.get(column.type, arrow.string())) for column in ARCHIVE_TABLES[table]])


def milliseconds(index: Path, words: str) -> tuple[float, int]:
    """Until ten finds are there, the least of several; and how many are found of them."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        found = len(list(islice(search(index, parse_query(words)), 10)))
        taken.append(1000 * (time.process_time() - start))
    return min(taken), found


def measure(count: int) -> None:
    """Makes the index of so many documents and searches it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        for step, taken in make(target, count).items():
            print(f"{count:7,} {step:10} {1000 * taken / count:6.2f} ms CPU a document", flush=True)
        index = target / SEARCH
        print(f"{count:7,} the index takes {index.stat().st_size / 1000 / count:.1f} kB a document", flush=True)
        for words in WORDS:
            taken, found = milliseconds(index, words)
            print(f"{count:7,} {words:24} {taken:8.1f} ms, {found} finds", flush=True)


if __name__ == "__main__":
    for given in sys.argv[1:] or [str(DOCUMENTS)]:
        measure(int(given))
