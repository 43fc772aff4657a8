"""Freezes what is read: the record of every document at hand, and every score over gold, beside those of the last time.

    python -m tests.freeze             records only: half a minute; exit code 1 where any differs
    python -m tests.freeze --gold      scores too: every judge of ../shared, some ten minutes
    python -m tests.freeze --scans     scanned pages are recognised; kept apart from the records without
    python -m tests.freeze --keep      what was read now is the last time from now on

The documents are corpus/ and what lies in ../shared (real, wild, pairs, cases), where it is there. What is kept lies in
.freeze/, which git does not know. A change that is to change nothing is run with `--keep` before it and without after.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FOLDER = ROOT / ".freeze"
LAST, LAST_SCANS, NOW = FOLDER / "last", FOLDER / "last-scans", FOLDER / "now"
"""Records of the last time without and with recognition, and those of now."""
GOLD = "gold.json"
FOLDERS = ("corpus", "corpus/scans", "shared/real/*", "shared/wild", "shared/pairs", "shared/cases/*")
ENDINGS = {".pdf", ".docx", ".docm", ".xlsx", ".html", ".txt", ".md", ".csv", ".png", ".jpg", ".tif"}
SHOWN = 4
"""Differences of a document that are printed."""
JUDGES: dict[str, tuple[list[str], str]] = {
    # What is run in its folder, and what of a line is the name and how much of it is right.
    "score": (["tools/score.py", "--all"], r"^(\S+): ([\d.]+) right"),
    "wild": (["wild/check.py", "."], r"^(\S+) +\w+ +(\d+)/(\d+)"),
    "pairs": (["pairs/score.py", "."], r"^\S*/(\w+): F1 ([\d.]+)"),
    **{
        f"cases {kind}": ([f"cases/{kind}/check.py", "."], r"^([\w.-]+): (?:ok|short (\d+) of (\d+))")
        for kind in ("world", "bugs", "clauses", "holds")
    },
}


def documents() -> list[Path]:
    """Every document at hand, as paths from the folder above the clone."""
    found = (path for folder in FOLDERS for path in sorted(ROOT.parent.glob(f"{_place(folder)}/*")))
    return [path for path in found if path.suffix in ENDINGS and path.name != "README.md"]


def _place(folder: str) -> str:
    return folder if folder.startswith("shared") else f"{ROOT.name}/{folder}"


def record(path: Path, recogniser: str) -> str:
    """The record as JSON, its path from the folder above the clone; an error as its words."""
    from kaigi_extract import KaigiError, extract

    try:
        return extract(path, recogniser=recogniser).model_dump_json(indent=1).replace(f"{ROOT.parent}{os.sep}", "")
    except KaigiError as error:
        return json.dumps(f"{type(error).__name__}: {error}".replace(f"{ROOT.parent}{os.sep}", ""))


def freeze(folder: Path, recogniser: str) -> None:
    """Writes the record of every document into the folder."""
    paths = documents()
    with ProcessPoolExecutor() as executor:
        for path, text in zip(paths, executor.map(partial(record, recogniser=recogniser), paths), strict=True):
            target = folder / path.relative_to(ROOT.parent).with_name(f"{path.name}.json")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def differences(old: Any, new: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ, as JSON Pointers, with both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key), new.get(key), f"{pointer}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{pointer}/{at}")
    elif old != new:
        yield pointer or "/", old, new


def scores(command: str, output: str) -> dict[str, float]:
    """How much is right, 0 to 1, by the name that a judge gives it."""
    found = {}
    for match in re.finditer(JUDGES[command][1], output, re.MULTILINE):
        name, *numbers = match.groups()
        right, total = [*(float(number) for number in numbers if number is not None), 1.0, 1.0][:2]
        found[name] = right / total if len(numbers) > 1 else right
    return found


def judge() -> dict[str, dict[str, float]]:
    """The scores of every judge at hand, with the command line of this Python."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = {}
    for name, ((script, *arguments), _) in JUDGES.items():
        if (SHARED / script).exists():
            place = (SHARED / script).parent
            command = [sys.executable, Path(script).name, *arguments]
            done = subprocess.run(
                command, cwd=place, capture_output=True, text=True, env=os.environ | {"PATH": path}, check=False
            )
            found[name] = scores(name, done.stdout)
            print(f"{name}: {sum(found[name].values()):.2f} of {len(found[name])}", flush=True)
    return found


def compare_records(last: Path) -> int:
    """Prints how records differ from the last time; in how many documents."""
    changed = 0
    names = {path.relative_to(folder) for folder in (last, NOW) for path in folder.rglob("*.json")} - {Path(GOLD)}
    for name in sorted(names):
        old, new = (
            json.loads(path.read_text(encoding="utf-8")) if (path := folder / name).exists() else None
            for folder in (last, NOW)
        )
        found = list(differences(old, new))
        changed += bool(found)
        for pointer, one, other in found[:SHOWN]:
            print(f"{name.with_suffix('')} {pointer}\n    was {_short(one)}\n    is  {_short(other)}")
        if len(found) > SHOWN:
            print(f"    and {len(found) - SHOWN} more")
    print(f"{changed} of {len(names)} records differ")
    return changed


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}… ({len(text)} characters)"


def compare_scores(last: Path) -> int:
    """Prints gains and losses; how many losses."""
    old, new = (
        json.loads(path.read_text(encoding="utf-8")) if (path := folder / GOLD).exists() else {}
        for folder in (last, NOW)
    )
    moved = [
        (values.get(name, 0.0) - was, judge, name, was, values.get(name, 0.0))
        for judge, values in new.items()
        for name, was in old.get(judge, {}).items()
    ]
    for change, judge, name, was, now in sorted(moved):
        if abs(change) > 1e-6:
            print(f"{'gain' if change > 0 else 'LOSS'} {judge} {name}: {was:.4f} -> {now:.4f}")
    losses = sum(change < -1e-6 for change, *_ in moved)
    print(f"{sum(change > 1e-6 for change, *_ in moved)} gains, {losses} losses over {len(moved)} scores")
    return losses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("gold", "scans", "keep"):
        parser.add_argument(f"--{option}", action="store_true")
    options = parser.parse_args()
    shutil.rmtree(NOW, ignore_errors=True)
    NOW.mkdir(parents=True)
    freeze(NOW, "auto" if options.scans else "none")
    if options.gold:
        (NOW / GOLD).write_text(json.dumps(judge(), indent=1), encoding="utf-8")
    worse, last = 0, LAST_SCANS if options.scans else LAST
    if last.exists():
        worse = compare_records(last) + (compare_scores(last) if options.gold else 0)
        if not options.gold and (last / GOLD).exists():
            shutil.copy(last / GOLD, NOW)
    if options.keep or not last.exists():
        shutil.rmtree(last, ignore_errors=True)
        NOW.rename(last)
        print(f"kept in {last}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
