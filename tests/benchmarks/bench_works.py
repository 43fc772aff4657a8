"""How long it takes to find the works of an archive: documents on few templates, a tenth of them in three forms each.

    python tests/benchmarks/bench_works.py [DOCUMENTS]

Prints CPU seconds at doubling sizes with the exponent between them (1 is linear), the works found beside those that
there are, and as a peer in the same run the seconds that SHA-256 of all shingles, as sets, would take one by one in
Python: what a MinHash without sampling costs before it compares anything. Asserts nothing.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]  # the other benchmarks, and tests
from bench_scale import show, sizes  # noqa: E402

from kaigi_extract.archive.work_documents import WorkDocument  # noqa: E402
from kaigi_extract.archive.works import find_works  # noqa: E402
from tests.work_families import as_document, different, form, scanned  # noqa: E402

TEMPLATES = 20


def archive(count: int) -> tuple[list[WorkDocument], int]:
    """So many documents, and of how many works."""
    made: list[WorkDocument] = []
    works = 0
    while len(made) < count:
        paper = form(works // TEMPLATES, works % TEMPLATES)
        made.append(as_document(paper, f"{works:06}a"))
        if works % 12 == 0:
            made += [as_document(paper, f"{works:06}b", "word"), scanned(paper, f"{works:06}c", 0.005)]
        works += 1
    return made, works


def main(arguments: list[str]) -> None:
    """Measures."""
    largest = int(arguments[0]) if arguments else 20_000
    papers = different(200)
    found = len(find_works([as_document(paper, f"{at:04}") for at, paper in enumerate(papers)]))
    print(f"200 different documents of five templates: {found} works")
    measured, peers = [], []
    for size in sizes(largest):
        documents, works = archive(size)
        start = time.process_time()
        found = len(find_works(documents))
        measured.append((size, time.process_time() - start))
        print(f"{size} documents: {found} works, where there are {works}", flush=True)
        start = time.process_time()
        for document in documents[:500]:
            text = document.text
            for shingle in {text[at : at + 6] for at in range(len(text) - 5)}:
                hashlib.sha256(shingle.encode()).digest()
        peers.append((size, (time.process_time() - start) * size / 500))
    show("find works", measured)
    show("SHA-256 of all shingles", peers)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
