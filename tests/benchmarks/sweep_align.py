"""F1 of aligned clauses over gold for other values of one number that clauses decides by. Prints; asserts nothing.

    python tests/benchmarks/sweep_align.py minimum_similarity 0.15 0.2 0.25

The gold is ../shared/pairs: pairs of documents whose links were made by hand, and its score.py, which says what counts.
"""

from __future__ import annotations

import json
import runpy
import sys
from dataclasses import fields
from pathlib import Path
from statistics import mean

from kaigi_extract import ClauseSet, align, extract
from kaigi_extract.clauses.select import choose_set
from kaigi_extract.clauses.settings import AlignSettings

PAIRS = Path(__file__).parents[3] / "shared" / "pairs"


def first_set(path: Path) -> ClauseSet:
    """The only set of a document of the gold. Raises `ValueError` where there are others."""
    return choose_set(extract(path))


def main(setting: str, *values: str) -> None:
    """A line for each value: the F1 of each pair, and their mean."""
    kind = next(type(getattr(AlignSettings(), field.name)) for field in fields(AlignSettings) if field.name == setting)
    score = runpy.run_path(str(PAIRS / "score.py"))["score"]
    golds = {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in sorted(PAIRS.glob("*.gold.json"))}
    sets = {name: [first_set(next(PAIRS.glob(f"{name}.{side}.*"))) for side in ("old", "new")] for name in golds}
    for value in values:
        settings = AlignSettings(**{setting: kind(value)})
        f1 = {n: score(g, align(*sets[n], settings=settings).model_dump(mode="json"))[2] for n, g in golds.items()}
        each = "  ".join(f"{name} {one:.3f}" for name, one in f1.items())
        print(f"{setting} {value}: mean F1 {mean(f1.values()):.3f}  {each}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
