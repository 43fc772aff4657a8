"""What looking into an archive costs: milliseconds a page on the server, 50 clients at once, the peak of memory.

    python tests/benchmarks/bench_serve.py [DOCUMENTS | ARCHIVE]

An archive of so many documents (2,000; the bars of the project are for 20000) is composed of the records of corpus/ as
`bench_archive` does, or one that is there is taken. `serve` runs in a process of its own. Of every kind of page some are
asked for, one after another, then by 50 clients at once; printed are the median and the longest milliseconds of each kind
beside those of `index.html`, which is the peer, and milliseconds of CPU, which other work on the machine does not
lengthen; requests a second, and what the server took in memory. Asserts nothing.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from bench_archive import ROOT, make, records

from kaigi_extract import migrate
from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address, file_of
from kaigi_extract.web.browse.archive import ArchiveView

EACH = 12
"""Pages of each kind."""
CLIENTS, REQUESTS = 50, 600
WORDS = ["委託", "個人情報", "再委託", "図書館 委託", "委託 -再委託", '"個人情報の保護"', "整理番号 K-000500", "審議会"]


def composed(folder: Path, count: int) -> Path:
    """An archive of so many documents."""
    dest, papers = folder / "archive", folder / "papers"
    papers.mkdir()
    paper = ROOT / "corpus" / "shinjuku-2019-evacuation-list.txt"
    (papers / "0.txt").write_bytes(paper.read_bytes())
    make(dest, records(), count)
    migrate(papers, dest, recogniser="none", workers=1)
    return dest


def pages_of(dest: Path) -> dict[str, list[str]]:
    """Paths of some pages of each kind."""
    chance, view = random.Random(20), ArchiveView(dest)

    def some(query: str) -> list[str]:
        found = [next(iter(row.values())) for row in view.rows(query)]
        return chance.sample(found, min(EACH, len(found)))

    sets = some("SELECT id FROM clause_sets WHERE supplement_of IS NULL")
    found: dict[str, list[Address]] = {
        "index": [Address("index")] * EACH,
        "document": [address.document(one) for one in some("SELECT sha256 FROM documents")],
        "longest": [
            address.document(row["sha256"])
            for row in view.rows("SELECT sha256 FROM documents ORDER BY page_count DESC LIMIT 3")
        ],
        "case": [address.case(one) for one in some("SELECT id FROM cases")],
        "company": [
            address.company(one) for one in some("SELECT DISTINCT name FROM counterparties WHERE NOT own_office")
        ],
        "terms": [address.clause_set(one) for one in sets],
        "clause": [address.clause(one) for one in some("SELECT id FROM clauses")],
        "compare": [address.comparison(old, new) for old, new in pairwise(sets)],
        "topic": [address.topic(one) for one in some("SELECT DISTINCT topic FROM clause_topics")],
        "ward": [address.ward(one) for one in some("SELECT ward FROM ward_counts")],
        **{
            kind: [Address(kind)] * 3 for kind in ("cases", "companies", "terms list", "crosswalk", "findings", "wards")
        },
        "search": [Address("search").asking(q=one) for one in WORDS] * 2,
        "facets": [Address("search"), *(Address("search").asking(q=one, category="outsourcing") for one in WORDS)],
    }
    found["terms list"] = [Address("terms")] * 3
    view.close()
    return {kind: [path_of(at) for at in several] for kind, several in found.items() if several}


def path_of(at: Address) -> str:
    """The path of a page, as a browser asks for it."""
    asked = "&".join(f"{name}={quote(value)}" for name, value in at.asked)
    return quote(file_of(at, "ja")) + (f"?{asked}" if asked else "")


def asked(base: str, path: str) -> float:
    """Milliseconds until a page is there whole."""
    start = time.perf_counter()
    with urlopen(base + path, timeout=120) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - start)


def peak(pid: int) -> float:
    """Megabytes that a process took at most (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1000


def cpu(pid: int) -> float:
    """Milliseconds of CPU that a process has had (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(dest: Path) -> None:
    """Serves an archive, asks, and prints."""
    pages = pages_of(dest)
    command = [sys.executable, "-m", "kaigi_extract.cli", "serve", str(dest), "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        base = server.stdout.readline().strip()
        asked(base, "search.html")  # facets are made once
        took: dict[str, list[float]] = defaultdict(list)
        used: dict[str, float] = {}
        for kind, paths in pages.items():
            before = cpu(server.pid)
            for path in paths:
                took[kind].append(asked(base, path))
            used[kind] = (cpu(server.pid) - before) / len(paths)
        peer = statistics.median(took["index"])
        for kind, found in took.items():
            middle = statistics.median(found)
            ratio = f"{middle / peer:6.2f} of index {used[kind]:7.1f} ms CPU"
            print(f"{kind:12} {middle:7.1f} ms median {max(found):7.1f} ms longest {ratio}")
        print(f"{'':12} {peak(server.pid):7.0f} MB after one client")
        paths = [path for several in pages.values() for path in several]
        random.Random(21).shuffle(paths)
        wanted = list(islice((path for _ in range(99) for path in paths), REQUESTS))
        start = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as clients:
            every = list(clients.map(lambda path: asked(base, path), wanted))
        wall = time.perf_counter() - start
        print(f"{CLIENTS} clients: {len(every) / wall:.0f} requests a second, {statistics.median(every):.0f} ms median")
        print(f"{'':12} {peak(server.pid):7.0f} MB at most")
        server.terminate()


def main() -> None:
    """Runs it."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "2000"
    if not wanted.isdecimal():
        measure(Path(wanted))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(composed(Path(folder), int(wanted)))


if __name__ == "__main__":
    main()
