"""Time and memory of `migrate` beside `extract` in a loop, on born-digital papers. Prints; asserts nothing.

    python tests/benchmarks/bench_migrate.py [FILES] [FEW]

Makes FILES papers (1,000) from corpus/ and, where it is there, ../shared/real, each with bytes of its own; reads them
in a loop, with one worker and with two, and measures the parent's memory after FEW (50) and after all. Every run is a
process of its own. What language models say of clauses is left out: bench_annotate.py measures that. The bars: within
10 % of the loop, writing included; two workers 1.8 times as fast as one; memory within 20 %. Where other programs run
beside, wall time says little: CPU time (user and system, of a run and all its workers) is printed, too. Then how many
bytes a file takes in the archive, and where.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "corpus", *(ROOT.parent / "shared" / "real" / name for name in ("pdf", "public", "text"))]

LOOP = """
import json, sys, time
from pathlib import Path
from kaigi_extract.pipeline import extract
files = sorted(Path(sys.argv[1]).iterdir())
extract(files[0], recogniser="none")
start = time.perf_counter()
for file in files:
    extract(file, recogniser="none")
print(json.dumps([time.perf_counter() - start, 0, time.process_time()]))
"""
MIGRATE = """
import json, os, resource, sys, time
from kaigi_extract import migrate
if __name__ == "__main__":
    start = time.perf_counter()
    summary = migrate(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), recogniser="none", annotate=False)
    assert summary.exit_code == 0, summary
    seconds, used = time.perf_counter() - start, sum(os.times()[:4])
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, used]))
"""


def papers(folder: Path, count: int) -> Path:
    """So many papers; what is added to each (behind the end of a PDF, white space to a text) changes no record."""
    sources = sorted(p for place in FOLDERS for p in place.glob("*") if p.suffix in (".pdf", ".txt"))
    folder.mkdir()
    for number, source in enumerate(islice(cycle(sources), count)):
        added = b"\n%%%d\n" % number if source.suffix == ".pdf" else b"\n" * (1 + number // len(sources))
        (folder / f"{number:05}{source.suffix}").write_bytes(source.read_bytes() + added)
    return folder


def run(folder: Path, code: str, *given: object) -> tuple[float, float, float]:
    """Seconds by its own clock, megabytes, seconds of CPU time."""
    script = folder / "script.py"  # a file: spawned processes import it
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, *map(str, given)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    seconds, megabytes, used = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes, used


def room(dest: Path) -> dict[str, int]:
    """Bytes of each file and folder of an archive."""
    files = [path for path in dest.rglob("*") if path.is_file()]
    sizes: Counter[str] = Counter()
    for path in files:
        sizes[path.relative_to(dest).parts[0]] += path.stat().st_size
    return dict(sizes.most_common())


def main(count: int = 1000, few: int = 50) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, some = papers(folder / "many", count), papers(folder / "few", few)
        loop, _, loop_cpu = run(folder, LOOP, many)
        one, _, one_cpu = run(folder, MIGRATE, many, folder / "one", 1)
        two, memory, two_cpu = run(folder, MIGRATE, many, folder / "two", 2)
        _, low, _ = run(folder, MIGRATE, some, folder / "some", 2)
        start = time.perf_counter()
        run(folder, MIGRATE, many, folder / "two", 2)
        again = time.perf_counter() - start
        sizes = room(folder / "two")
    print(
        f"{count} papers, milliseconds a paper: loop {1000 * loop / count:.1f}  one worker {1000 * one / count:.1f}"
        f" ({one / loop - 1:+.1%})  two workers {1000 * two / count:.1f} ({one / two:.2f} times as fast as one)"
    )
    print(
        f"the same in CPU time: loop {1000 * loop_cpu / count:.1f}  one worker {1000 * one_cpu / count:.1f} "
        f"({one_cpu / loop_cpu - 1:+.1%})  two workers {1000 * two_cpu / count:.1f} ({two_cpu / loop_cpu - 1:+.1%})"
    )
    print(f"memory of the parent: {low:.1f} MB after {few}, {memory:.1f} MB after {count} ({memory / low - 1:+.1%})")
    print(f"nothing to do: {again:.1f} s")
    each = ", ".join(f"{name} {size / count / 1000:.1f}" for name, size in sizes.items() if size >= 100 * count)
    print(f"kB a paper: {sum(sizes.values()) / count / 1000:.1f} in all ({each})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
