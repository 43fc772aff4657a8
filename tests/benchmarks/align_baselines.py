"""Aligned clauses of real pairs beside two baselines: cosine of TF-IDF over pairs of characters, and difflib. Prints.

    python tests/benchmarks/align_baselines.py

The gold and what counts are those of sweep_align.py. Each baseline pairs clauses one to one by the best assignment, with
the threshold that is best for it over all pairs: it is shown at its best. TF-IDF needs scikit-learn, which is no
dependency of the project: without it the column says so.
"""

from __future__ import annotations

import difflib
import json
import runpy
from collections.abc import Callable, Sequence
from statistics import mean

from sweep_align import PAIRS, first_set

from kaigi_extract import ClauseSet, align
from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.records import Clause, Item

Matrix = list[list[float]]
THRESHOLDS = [at / 40 for at in range(1, 32)]


def words(of: Clause | Item) -> str:
    """All that a clause prints."""
    heading = of.heading or "" if isinstance(of, Clause) else ""
    return text_key(heading + of.text) + "".join(map(words, of.items))


def by_difflib(old: Sequence[str], new: Sequence[str]) -> Matrix:
    """The ratio of difflib, each with each."""
    return [[difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() for other in new] for one in old]


def by_tfidf(old: Sequence[str], new: Sequence[str]) -> Matrix:
    """Cosines of TF-IDF over one to three characters, each with each. Raises `ImportError` without scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit([*old, *new])
    return (vectors.transform(old) @ vectors.transform(new).T).toarray().tolist()


def links(sets: Sequence[ClauseSet], matrix: Matrix, least: float) -> dict[str, object]:
    """What the judge reads, of a matrix of similarities."""
    pairs = best_pairs([[value - least for value in row] for row in matrix])
    made = [
        {
            "old": [sets[0].clauses[i].number],
            "new": [sets[1].clauses[j].number],
            "old_labels": [sets[0].clauses[i].label],
            "new_labels": [sets[1].clauses[j].label],
            "changes": [],
        }
        for i, j in pairs
    ]
    return {"links": made}


def best_of(
    measure: Callable[[Sequence[str], Sequence[str]], Matrix], golds: dict[str, dict], sets: dict, score: Callable
) -> tuple[float, dict[str, float]]:
    """The threshold with the best mean F1, and the F1 of each pair by it."""
    made = {name: measure(*[list(map(words, side.clauses)) for side in pair]) for name, pair in sets.items()}
    tried = {
        least: {name: score(golds[name], links(sets[name], made[name], least))[2] for name in golds}
        for least in THRESHOLDS
    }
    least = max(tried, key=lambda at: mean(tried[at].values()))
    return least, tried[least]


def main() -> None:
    """One table: pairs by methods."""
    score = runpy.run_path(str(PAIRS / "score.py"))["score"]
    golds = {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in sorted(PAIRS.glob("*.gold.json"))}
    sets = {name: [first_set(next(PAIRS.glob(f"{name}.{side}.*"))) for side in ("old", "new")] for name in golds}
    ours = {name: score(gold, align(*sets[name]).model_dump(mode="json"))[2] for name, gold in golds.items()}
    columns = {"kaigi_extract": ours}
    for name, measure in (("TF-IDF", by_tfidf), ("difflib", by_difflib)):
        try:
            least, found = best_of(measure, golds, sets, score)
            columns[f"{name} ≥ {least:.3g}"] = found
        except ImportError:
            print(f"{name}: left out, scikit-learn is not installed")
    print(f"{'pair':6}" + "".join(f"{name:>16}" for name in columns))
    for pair in golds:
        print(f"{pair:6}" + "".join(f"{column[pair]:16.3f}" for column in columns.values()))
    print(f"{'mean':6}" + "".join(f"{mean(column.values()):16.3f}" for column in columns.values()))
    behind = [pair for pair in golds if any(column[pair] > ours[pair] for column in columns.values())]
    print(f"behind on {', '.join(behind) if behind else 'no pair'}", flush=True)


if __name__ == "__main__":
    main()
