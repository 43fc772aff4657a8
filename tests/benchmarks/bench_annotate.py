"""What annotation adds to a migration: time a distinct clause, time of a run with nothing to do, memory. Prints.

    python tests/benchmarks/bench_annotate.py [FILES] [COPIES]

FILES (200) special terms of eight composed clauses, four of them its own and four in all of them, and COPIES (5) of each
with other bytes, as contracts bind them. The peer is `annotate_all` over the distinct sets in one process. Every run is
a process of its own; memory is the greatest of any worker.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.annotated import BAN, INSPECT, RETURN, SECRET, terms  # noqa: E402
from tests.set_families import ACTS, ENDS, HEADINGS, PLACES, THINGS, WHEN  # noqa: E402

MIGRATE = """
import json, resource, sys, time
from kaigi_extract import migrate
from kaigi_extract.archive.annotations import annotation_counts
from kaigi_extract.archive.manifest import Manifest
if __name__ == "__main__":
    start = time.perf_counter()
    source, dest, annotate, metadata = sys.argv[1:]
    migrate(source, dest, workers=2, recogniser="none", annotate=annotate == "yes", metadata=metadata)
    seconds = time.perf_counter() - start
    with Manifest(dest) as manifest:
        clauses = annotation_counts(manifest).get("clauses", 0)
    own, workers = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([seconds, own, workers, clauses]))
"""
ALONE = """
import json, resource, sys, time
from kaigi_extract import Archive
from kaigi_extract.clauses.annotation import annotate_all
with Archive(sys.argv[1]) as archive:
    sets = [one.model_copy(update={"clauses": [c.model_copy(update={"topics": None, "sentences": None}) for c in one.clauses]}) for one in archive.clause_sets()]
start = time.perf_counter()
annotate_all(sets)
print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def files(folder: Path, count: int, copies: int) -> Path:
    """The terms, each in several files, and the list of their wards."""
    chance = random.Random(19)
    (folder / "src").mkdir()
    lines = ["path,ward"]
    for number in range(count):
        own = []
        for heading in chance.sample(HEADINGS, 4):
            deed = f"{chance.choice(WHEN)}、{chance.choice(THINGS)}を{chance.choice(PLACES)}に納め、{chance.choice(ACTS)}、"
            own.append((heading, f"乙は、{deed}第{number}号の{chance.choice(THINGS)}とともに{chance.choice(ENDS)}。"))
        text = terms(SECRET, BAN, *own, INSPECT, RETURN, day=f"平成{number % 25 + 5}年{number % 12 + 1}月1日")
        for copy in range(copies):
            name = f"{number:05}-{copy}.txt"
            (folder / "src" / name).write_text(text + "\n" * copy, encoding="utf-8")
            lines.append(f"src/{name},{('shinjuku', 'nerima', 'minato', 'suginami')[number % 4]}")
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(folder: Path, code: str, *given: object) -> list[float]:
    """What a script prints at its end."""
    script = folder / "script.py"  # a file: spawned processes import it
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, *map(str, given)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(count: int = 200, copies: int = 5) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = files(Path(name), count, copies)
        given = (folder / "src", folder / "dest")
        bare = run(folder, MIGRATE, *given, "no", folder / "list.csv")
        full = run(folder, MIGRATE, *given, "yes", folder / "list.csv")
        again = run(folder, MIGRATE, *given, "yes", folder / "list.csv")
        alone = run(folder, ALONE, folder / "dest")
    clauses = int(full[3])
    print(f"{count * copies} files, {count * copies * 8} clauses, {clauses} distinct")
    print(
        f"without annotation {bare[0]:.1f} s; annotation, versions, families and tables after that {full[0]:.1f} s: "
        f"{1000 * full[0] / clauses:.1f} ms a distinct clause; annotate_all of all sets alone {alone[0]:.1f} s"
    )
    print(f"nothing to do: {again[0]:.1f} s")
    print(
        f"memory: {bare[1]:.0f} MB and a worker {bare[2]:.0f} MB without, {full[1]:.0f} MB and a worker {full[2]:.0f} MB with, "
        f"annotate_all {alone[1]:.0f} MB"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
