"""Composes the data, trains the pipeline and writes its scores: `python models/clause_topics/train.py`.

The same seed gives the same data and the same pipeline. Takes about two minutes on one core; writes pipeline/ and
scores.json beside this file, and nothing else that stays. Reads nothing but this folder.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

import compose
import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import DocBin

from kaigi_extract.clauses.topics import PROBABLE  # and the tokenizer that config.cfg names

HERE = Path(__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, default=HERE, help="where pipeline/ and scores.json go")
    output = options.parse_args().output
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        texts = write_data(work)
        train(HERE / "config.cfg", work / "out", overrides={f"paths.{k}": str(work / f"{k}.spacy") for k in ("train", "dev")})
        nlp = spacy.load(work / "out" / "model-last")
    nlp.to_disk(output / "pipeline")
    scores = json.dumps(measure(nlp, texts), ensure_ascii=False, indent=1)
    (output / "scores.json").write_text(scores + "\n", encoding="utf-8")


def write_data(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """train.spacy and dev.spacy, composed from the two parts; gives the held-out clauses."""
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": "kaigi_extract.clause_words.v1"}}})
    parts, ids = compose.parts(), compose.topics()
    held_out: list[tuple[str, frozenset[str]]] = []
    for at, (name, part) in enumerate(parts.items()):
        composed = list(dict.fromkeys(compose.examples(part, compose.EXAMPLES[name], compose.SEED + at)))
        data = DocBin()
        for text, topics in composed:
            doc = nlp(text)
            doc.cats = {topic: float(topic in topics) for topic in ids}
            data.add(doc)
        data.to_disk(folder / ("train.spacy" if name == "train" else "dev.spacy"))
        held_out = composed
    return held_out


def measure(nlp: Language, clauses: list[tuple[str, frozenset[str]]]) -> dict[str, object]:
    """How many held-out clauses have exactly their topics, and precision, recall and F1 of each topic."""
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    exact: dict[str, list[bool]] = {"heading": [], "body": [], "both": []}
    for (text, want), doc in zip(clauses, nlp.pipe(text for text, _ in clauses), strict=True):
        got = {topic for topic, p in doc.cats.items() if p >= PROBABLE} or {max(doc.cats, key=doc.cats.__getitem__)}
        heading, _, body = text.partition("\n")
        exact["both" if heading and body else "body" if body else "heading"].append(got == want)
        right.update(got & want), wanted.update(want), given.update(got)
    return {
        "held_out": len(clauses),
        "exact": {kind: round(sum(hits) / len(hits), 4) for kind, hits in exact.items()},
        "micro_f1": round(2 * right.total() / (wanted.total() + given.total()), 4),
        "topics": {topic: _rates(right[topic], wanted[topic], given[topic]) for topic in sorted(wanted)},
    }


def _rates(right: int, wanted: int, given: int) -> dict[str, float]:
    return {
        "precision": round(right / max(1, given), 4),
        "recall": round(right / wanted, 4),
        "f1": round(2 * right / (wanted + given), 4),
        "clauses": wanted,
    }


if __name__ == "__main__":
    main()
