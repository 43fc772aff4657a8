"""How long a search takes in many documents that are all different, and what its index takes.

    python tests/benchmarks/bench_search.py [DOCUMENTS...]

Of 20,000 documents (the default), or so many, only what a search reads is made: records of invented sections, the Parquet
of each part, the index. Every document has some 2,500 characters: sentences of words drawn so that a few are in most
documents and most are in few, with names and numbers of its own. Printed are milliseconds of the processor until
ten finds are there, the least of three, for words of every length and frequency; the bars are 100 ms for a word and 200 ms
for two characters. Asserts nothing.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from kaigi_extract.archive import write  # noqa: E402
from kaigi_extract.archive.discover import FoundFile  # noqa: E402
from kaigi_extract.archive.folder import SEARCH  # noqa: E402
from kaigi_extract.archive.manifest import Manifest  # noqa: E402
from kaigi_extract.archive.parting import settle_parts  # noqa: E402
from kaigi_extract.archive.search import search  # noqa: E402
from kaigi_extract.archive.search_query import parse_query  # noqa: E402
from kaigi_extract.archive.stored_record import compressed  # noqa: E402
from kaigi_extract.archive.worker import Outcome  # noqa: E402
from kaigi_extract.parts.assemble import empty_document  # noqa: E402
from kaigi_extract.records import PageSpan, Section, Source  # noqa: E402

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


def outcomes(count: int) -> Iterator[Outcome]:
    """So many documents as they are kept."""
    chance = random.Random(1)
    words, often = vocabulary(chance)
    for number in range(count):
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        path = f"papers/{number:06}.pdf"
        source = Source(path=path, sha256=sha256, media_type="application/pdf", encoding=None, page_count=2, pages=[])
        document = empty_document(source)
        document.ward = ("shinjuku", "nerima")[number % 2]
        drawn = iter(chance.choices(words, often, k=2 * SECTIONS * SENTENCES))
        for _ in range(SECTIONS):
            lines = [
                f"{next(drawn)}の{next(drawn)}{chance.randrange(10_000)}{chance.choice(ENDS)}。"
                for _ in range(SENTENCES)
            ]
            spans = [PageSpan(page=1, bbox=(50.0, 50.0 + 14 * k, 540.0, 62.0 + 14 * k)) for k in range(SENTENCES)]
            document.sections.append(Section(kind="prose", text="\n".join(lines), spans=spans))
        document.sections[0].text += f"（整理番号 K-{number:06}）"
        yield Outcome(sha256, path, record=compressed(document.model_dump_json().encode()), pages=2, ward=document.ward)


def make(dest: Path, target: Path, count: int) -> dict[str, float]:
    """Keeps the records, writes their parts and the index. Returns CPU seconds by step."""
    seconds, at = {}, time.process_time()
    with Manifest(dest, write=True) as manifest:
        made = outcomes(count)
        while batch := list(islice(made, 500)):
            with manifest.transaction():
                manifest.add_found(FoundFile(one.name, one.name.encode(), None, 1, one.sha256) for one in batch)
                for one in batch:
                    manifest.finish(one)
        settled = list(settle_parts(manifest))
    for step, run in {
        "records": lambda: None,
        "parts": lambda: [write.write_part(dest, target, name) for name in settled],
        "index": lambda: write.write_search(target, settled, []),
    }.items():
        run()
        seconds[step], at = time.process_time() - at, time.process_time()
    return seconds


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
        dest, target = Path(folder) / "archive", Path(folder) / "tables"
        target.mkdir()
        for step, taken in make(dest, target, count).items():
            print(f"{count:7,} {step:10} {1000 * taken / count:6.2f} ms CPU a document", flush=True)
        index = target / SEARCH
        print(f"{count:7,} the index takes {index.stat().st_size / 1000 / count:.1f} kB a document", flush=True)
        for words in WORDS:
            taken, found = milliseconds(index, words)
            print(f"{count:7,} {words:24} {taken:8.1f} ms, {found} finds", flush=True)


if __name__ == "__main__":
    for given in sys.argv[1:] or [str(DOCUMENTS)]:
        measure(int(given))
