"""Time and memory of `migrate` beside `extract` in a loop, on born-digital papers. Prints; asserts nothing.

    python tests/benchmarks/bench_migrate.py [FILES] [FEW]

Makes FILES papers (1,000) from corpus/ and, where it is there, ../shared/real, each with bytes of its own; reads them
in a loop, with one worker and with two, and measures the parent's memory after FEW (50) and after all. Every run is a
process of its own. What language models say of clauses is left out: bench_annotate.py measures that. The bars: within 10 % of the loop, writing included; two workers 1.8 times as fast as one; memory
within 20 %.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
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
print(json.dumps([time.perf_counter() - start, 0]))
"""
MIGRATE = """
import json, resource, sys, time
from kaigi_extract import migrate
if __name__ == "__main__":
    start = time.perf_counter()
    summary = migrate(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), recogniser="none", annotate=False)
    assert summary.exit_code == 0, summary
    print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def papers(folder: Path, count: int) -> Path:
    """So many papers; what is added to each (behind the end of a PDF, white space to a text) changes no record."""
    sources = sorted(p for place in FOLDERS for p in place.glob("*") if p.suffix in (".pdf", ".txt"))
    folder.mkdir()
    for number, source in enumerate(islice(cycle(sources), count)):
        added = b"\n%%%d\n" % number if source.suffix == ".pdf" else b"\n" * (1 + number // len(sources))
        (folder / f"{number:05}{source.suffix}").write_bytes(source.read_bytes() + added)
    return folder


def run(folder: Path, code: str, *given: object) -> tuple[float, float]:
    """Seconds by its own clock, megabytes."""
    script = folder / "script.py"  # a file: spawned processes import it
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, *map(str, given)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def main(count: int = 1000, few: int = 50) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, some = papers(folder / "many", count), papers(folder / "few", few)
        loop, _ = run(folder, LOOP, many)
        one, _ = run(folder, MIGRATE, many, folder / "one", 1)
        two, memory = run(folder, MIGRATE, many, folder / "two", 2)
        _, low = run(folder, MIGRATE, some, folder / "some", 2)
        start = time.perf_counter()
        run(folder, MIGRATE, many, folder / "two", 2)
        again = time.perf_counter() - start
    print(
        f"{count} papers, milliseconds a paper: loop {1000 * loop / count:.1f}  one worker {1000 * one / count:.1f}"
        f" ({one / loop - 1:+.1%})  two workers {1000 * two / count:.1f} ({one / two:.2f} times as fast as one)"
    )
    print(f"memory of the parent: {low:.1f} MB after {few}, {memory:.1f} MB after {count} ({memory / low - 1:+.1%})")
    print(f"nothing to do: {again:.1f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
