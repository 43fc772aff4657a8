"""Composes the data, trains the pipeline and writes its scores: `python models/clause_topics/train.py`.

The same seed gives the same data and the same pipeline. Takes about two minutes on one core; writes pipeline/ and
scores.json beside this file, and nothing else that stays. Reads nothing but this folder.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from pathlib import Path

import compose
import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import DocBin

from kaigi_extract.clauses.topics import probable  # and the tokenizer that config.cfg names

HERE = Path(__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, default=HERE, help="where pipeline/ and scores.json go")
    output = options.parse_args().output
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        texts = write_data(work)
        paths = {f"paths.{name}": str(work / f"{name}.spacy") for name in ("train", "dev")}
        train(HERE / "config.cfg", work / "out", overrides=paths)
        nlp = spacy.load(work / "out" / "model-last")
    nlp.config["paths"].update(train=None, dev=None)  # a temporary folder, which would make no two pipelines alike
    nlp.to_disk(output / "pipeline")
    scores = {"templates": measure_templates(nlp), "composed": measure(nlp, texts)}
    (output / "scores.json").write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


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


def measure_templates(nlp: Language) -> dict[str, float]:
    """How many held-out headings, and how many held-out bodies, each alone, are given exactly their topics."""
    part, dice = compose.parts()["held_out"], random.Random(compose.SEED)
    clauses = {
        "headings": [(compose.filled(each.text, "", dice), each.topics) for each in part.headings],
        "bodies": [(compose.filled("", each.text, dice), each.topics) for each in part.bodies],
    }
    rates: dict[str, float] = {}
    for kind, pairs in clauses.items():
        told = told_of(nlp, [text for text, _ in pairs])
        rates[kind] = round(sum(got == want for got, (_, want) in zip(told, pairs, strict=True)) / len(pairs), 4)
        rates[f"number_of_{kind}"] = len(pairs)
    return rates


def measure(nlp: Language, clauses: list[tuple[str, frozenset[str]]]) -> dict[str, object]:
    """How many composed held-out clauses have exactly their topics; precision, recall and F1 of each topic."""
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    exact: dict[str, list[bool]] = {"heading": [], "body": [], "both": []}
    for (text, want), got in zip(clauses, told_of(nlp, [text for text, _ in clauses]), strict=True):
        heading, _, body = text.partition("\n")
        exact["both" if heading and body else "body" if body else "heading"].append(got == want)
        right.update(got & want)
        wanted.update(want)
        given.update(got)
    return {
        "clauses": len(clauses),
        "exact": {kind: round(sum(hits) / len(hits), 4) for kind, hits in exact.items()},
        "micro_f1": round(2 * right.total() / (wanted.total() + given.total()), 4),
        "topics": {topic: _rates(right[topic], wanted[topic], given[topic]) for topic in sorted(wanted)},
    }


def told_of(nlp: Language, texts: list[str]) -> list[set[str]]:
    """The topics that the library would give each text."""
    return [set(probable(doc.cats)) for doc in nlp.pipe(texts)]


def _rates(right: int, wanted: int, given: int) -> dict[str, float]:
    return {
        "precision": round(right / max(1, given), 4),
        "recall": round(right / wanted, 4),
        "f1": round(2 * right / (wanted + given), 4),
        "clauses": wanted,
    }


if __name__ == "__main__":
    main()
