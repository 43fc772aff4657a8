"""An archive of many files, one in twenty bad: undisturbed, killed at random and resumed, and through Dask. Prints.

    python tests/benchmarks/stress_migrate.py [FILES] [KILLS] [SEED]

FILES (1,000) papers from corpus/ and ../shared/real with bytes of their own, and 5 % bad ones (at least one of each
kind); versions of special terms are among them, so that clauses are annotated and compared. The run is killed with
SIGKILL KILLS (20) times, spread at random over its whole way, and as often while it annotates; of two Dask workers one is killed in
the middle. Both archives must be whole and equal the undisturbed one row for row, times aside.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from kaigi_extract import check_archive  # noqa: E402
from tests import bad_papers  # noqa: E402
from tests.annotated import INSPECT, RETURN, SECRET, terms  # noqa: E402
from tests.archives import content, manifest  # noqa: E402
from tests.benchmarks.bench_migrate import papers  # noqa: E402

Rows = dict[str, list[tuple[object, ...]]]
SHORTEST = 4.0
"""Seconds that a run may get at most before it is killed: in less it would not get anywhere."""
KINDS = {
    "truncated": ".pdf",
    "encrypted": ".pdf",
    "empty": ".pdf",
    "web_page": ".pdf",
    "nested_objects": ".pdf",
    "endless_page_tree": ".pdf",
    "large_image": ".png",
    "zip_bomb": ".zip",
    "climbing_member": ".zip",
}


def mixed(folder: Path, count: int) -> Path:
    """Papers, one in twenty bad."""
    bad = max(count // 20, len(KINDS))
    versions = count // 10
    papers(folder, count - bad - versions)
    rows = ["path,ward"]
    for number in range(versions):
        own = (f"点検その{number}", f"乙は、倉庫第{number}号の鍵を毎日{number + 2}回数えなければならない。")
        text = terms(SECRET, own, INSPECT, RETURN, day=f"平成{number % 20 + 10}年4月1日")
        (folder / f"terms-{number:04}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{folder.name}/terms-{number:04}.txt,{('shinjuku', 'nerima')[number % 2]}")
    listed(folder).write_text("\n".join(rows) + "\n", encoding="utf-8")
    for number in range(bad):
        kind, ending = list(KINDS.items())[number % len(KINDS)]
        path = getattr(bad_papers, kind)(folder / f"{kind}-{number:04}{ending}")
        if ending == ".pdf" and kind != "empty":
            path.write_bytes(path.read_bytes() + b"\n" * (number + 1))
    return folder


def listed(folder: Path) -> Path:
    """The list of the wards of the versions."""
    return folder.with_name("wards.csv")


def command(source: Path, dest: Path, *more: str) -> list[str]:
    """The command line of one run."""
    start = [sys.executable, "-m", "kaigi_extract.cli", "migrate", str(source), str(dest)]
    return [*start, "--recogniser", "none", "--workers", "2", "--metadata", str(listed(source)), *more]


def run(source: Path, dest: Path, *more: str) -> int:
    """One run to its end; its exit code."""
    return subprocess.run(command(source, dest, *more), cwd=ROOT, capture_output=True, check=False).returncode


def killed(source: Path, dest: Path, kills: int, longest: float, chance: random.Random) -> int:
    """Kills at random while files are read, then goes to the end of that; how many kills met a run that was not
    through."""
    met = sum(killed_once(source, dest, chance.uniform(0.3, longest), "--no-annotate") for _ in range(kills))
    run(source, dest, "--no-annotate")
    return met


def killed_once(source: Path, dest: Path, seconds: float, *more: str) -> bool:
    """One run that is killed after so many seconds; whether it was still at work."""
    with subprocess.Popen(command(source, dest, *more), cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    return False


def annotation_killed(source: Path, dest: Path, kills: int, chance: random.Random) -> int:
    """Kills at random while clauses are annotated and tables written, then goes to the end; how many kills met a run
    that was not through. One that was through begins anew, from what was there before annotation."""
    bare = shutil.copytree(dest, dest.with_name("bare"))
    timed = shutil.copytree(dest, dest.with_name("timed"))
    start = time.perf_counter()
    run(source, timed)
    seconds, met = time.perf_counter() - start, 0
    for _ in range(kills):
        if killed_once(source, dest, chance.uniform(0.3, seconds)):
            met += 1
        else:
            shutil.rmtree(dest)
            shutil.copytree(bare, dest)
    run(source, dest)
    return met


def annotation(rows: Rows) -> str:
    """How many rows annotation has filled in."""
    names = ("sentences", "clause_topics", "links", "life_events", "families")
    return ", ".join(f"{len(rows[name])} {name}" for name in names)


def through_dask(source: Path, dest: Path, seconds: float) -> int:
    """A scheduler and two worker processes on loopback, one of which is killed halfway."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with subprocess.Popen(command(source, dest, "--dask", cluster.scheduler_address), cwd=ROOT) as process:
            time.sleep(seconds / 2)
            os.kill(cluster.workers[0].process.process.pid, signal.SIGKILL)
        return process.returncode


def compared(found: Rows, expected: Rows) -> str:
    """Equal, or the first rows that differ in each table."""
    lines = ["equal" if found == expected else "NOT EQUAL"]
    for name in sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)):
        one, other = (set(map(repr, rows.get(name, []))) for rows in (found, expected))
        lines.append(
            f"  {name}: {len(one - other)} and {len(other - one)} rows differ: {min(one - other, default='')[:300]}"
        )
    return "\n".join(lines)


def main(count: int = 1000, kills: int = 20, seed: int = 6) -> None:
    """Runs and compares."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = mixed(folder / "src", count)
        start = time.perf_counter()
        code = run(source, folder / "plain")
        seconds = time.perf_counter() - start
        expected = content(folder / "plain")
        found = Counter((str(row[1]), str(row[2])) for row in manifest(folder / "plain"))
        print(f"{count} files, exit code {code}, {seconds:.0f} s")
        print(f"  annotation: {annotation(expected)}")
        for (status, kind), number in sorted(found.items()):
            print(f"  {number:5} {status:10} {kind}")
        chance = random.Random(seed)
        longest = max(seconds * 2.4 / kills, SHORTEST)
        met = killed(source, folder / "killed", kills, longest, chance)
        print(f"killed {met} times of {kills} while at work")
        met = annotation_killed(source, folder / "killed", kills, chance)
        whole = check_archive(folder / "killed")
        print(f"annotation: killed {met} times of {kills} while at work; faults: {whole}")
        print(compared(content(folder / "killed"), expected))
        code = through_dask(source, folder / "dask", seconds)
        print(f"through Dask, one worker killed, exit code {code}: {compared(content(folder / 'dask'), expected)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
