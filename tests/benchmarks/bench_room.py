"""How much room an archive of distinct papers takes, a document, by the kind of file: no copies, so that nothing is smaller
than it is in the world.

    python tests/benchmarks/bench_room.py [FOLDER...]

Without folders the documents are those that `tests.freeze` reads: corpus/ and, where it is there, ../shared; two files
of the same bytes are one. Each kind of file is an archive of its own, and all are one more; printed are kB a document
of each thing in it, and of the record as JSON. Asserts nothing. The bar is 60 kB a document.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]  # the other benchmarks, and tests
from bench_archive import sizes  # noqa: E402

from kaigi_extract import extract, migrate  # noqa: E402
from kaigi_extract.archive.discover import FoundFile  # noqa: E402
from kaigi_extract.archive.manifest import Manifest  # noqa: E402
from kaigi_extract.archive.stored_record import compressed  # noqa: E402
from kaigi_extract.archive.worker import Outcome  # noqa: E402
from kaigi_extract.errors import KaigiError  # noqa: E402
from tests.freeze import documents  # noqa: E402

AT_ONCE = 200


def read(paths: Iterable[Path]) -> dict[str, list[tuple[Outcome, int]]]:
    """The records by the ending of their files, each with the bytes of its JSON."""
    found: dict[str, list[tuple[Outcome, int]]] = defaultdict(list)
    seen: set[str] = set()
    for number, path in enumerate(paths):
        try:
            document = extract(path, recogniser="none")
        except KaigiError:
            continue
        source = document.source
        if source.sha256 in seen:
            continue
        seen.add(source.sha256)
        source.path = f"papers/{number:04}{path.suffix}"
        record = document.model_dump_json().encode()
        outcome = Outcome(source.sha256, source.path, record=compressed(record), pages=1, ward=document.ward)
        found[path.suffix].append((outcome, len(record)))
    return found


def measure(name: str, read: list[tuple[Outcome, int]]) -> None:
    """Makes an archive of these, and prints what a document takes."""
    with tempfile.TemporaryDirectory() as folder:
        dest, empty = Path(folder) / "archive", Path(folder) / "empty"
        empty.mkdir()
        with Manifest(dest, write=True) as manifest:
            outcomes = (outcome for outcome, _ in read)
            while batch := list(islice(outcomes, AT_ONCE)):
                with manifest.transaction():
                    manifest.add_found(FoundFile(one.name, one.name.encode(), None, 1, one.sha256) for one in batch)
                    for one in batch:
                        manifest.finish(one)
        migrate(empty, dest, recogniser="none", workers=1)
        found = sizes(dest, len(read))
    print(
        f"{name:6} {len(read):4} documents, JSON {sum(size for _, size in read) / 1000 / len(read):6.1f} kB each",
        end="",
    )
    print(
        f"; {sum(found.values()):6.1f} kB:", ", ".join(f"{what} {kb:.1f}" for what, kb in found.items() if kb >= 0.05)
    )


def main(folders: list[str]) -> None:
    """Measures."""
    of = read(path for folder in folders for path in sorted(Path(folder).rglob("*"))) if folders else read(documents())
    for name, found in sorted(of.items()):
        measure(name, found)
    measure("all", [one for found in of.values() for one in found])


if __name__ == "__main__":
    main(sys.argv[1:])
