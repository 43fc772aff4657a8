"""Composes the data, trains the pipeline and writes its scores: `python models/clause_topics/train.py`.

Twice the same: once on the training templates, which gives scores.json by the held-out ones; then on all templates,
which gives pipeline/. The same seed gives the same data and the same pipeline. Takes about a minute on one core; writes
those two beside this file, and nothing else that stays. Reads nothing but this folder.
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
SHOWN = 200
"""Clauses on which spaCy shows how far training has come; they are of those trained on and decide nothing."""


def main() -> None:
    """Train, measure, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, default=HERE, help="where pipeline/ and scores.json go")
    output = options.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    parts = compose.parts()
    judged = trained_on(parts["train"])
    scores = {"templates": measure_templates(judged, parts["held_out"]), "composed": measure(judged, parts["held_out"])}
    (output / "scores.json").write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    trained_on(compose.joined(parts)).to_disk(output / "pipeline")


def trained_on(part: compose.Part) -> Language:
    """A pipeline trained on clauses composed from these templates."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {"train": Path(folder) / "train.spacy", "dev": Path(folder) / "dev.spacy"}
        write_data(part, compose.TRAINED_ON, paths["train"])
        write_data(part, SHOWN, paths["dev"])
        train(HERE / "config.cfg", Path(folder) / "out", overrides={f"paths.{k}": str(v) for k, v in paths.items()})
        nlp = spacy.load(Path(folder) / "out" / "model-last")
    nlp.meta["performance"].clear()  # it is of clauses trained on
    nlp.config["paths"].update(train=None, dev=None)  # a temporary folder, which would make no two pipelines alike
    nlp.meta["spacy_version"] = ">=3.8.16,<4.0.0"
    return nlp


def write_data(part: compose.Part, count: int, path: Path) -> None:
    """Clauses composed from the templates of a part, as spaCy reads them."""
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": "kaigi_extract.clause_words.v1"}}})
    data, ids = DocBin(), compose.topics()
    for text, topics in compose.examples(part, count, compose.SEED):
        doc = nlp(text)
        doc.cats = {topic: float(topic in topics) for topic in ids}
        data.add(doc)
    data.to_disk(path)


def measure_templates(nlp: Language, part: compose.Part) -> dict[str, float]:
    """How many held-out headings, and how many held-out bodies, each alone, are given exactly their topics."""
    dice = random.Random(compose.SEED)
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


def measure(nlp: Language, part: compose.Part) -> dict[str, object]:
    """How many clauses composed from held-out templates have exactly their topics; the rates of each topic."""
    clauses = list(compose.examples(part, compose.JUDGED_ON, compose.SEED))
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
