"""A document of the corpus with its titles removed gives the same cases, forms and registers, titles aside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kaigi_extract.pipeline
from kaigi_extract import Document, extract
from kaigi_extract.layout.table import Grid
from kaigi_extract.text import fold, squeeze

CORPUS = Path(__file__).parents[1] / "corpus"
TITLES = re.compile(r"(?:諮問・報告事項|記録票(?:\(案\))?|事業の概要)$")


def seen(document: Document) -> object:
    cases = [
        (
            case.title,
            case.category,
            case.department,
            case.bases,
            case.outline,
            [form.model_dump() for form in case.forms],
        )
        for case in document.cases
    ]
    registers = [(one.registration_number, one.department, one.fields, one.council_dates) for one in document.registers]
    return cases, registers


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.[pdt]*[fxt]")), ids=lambda path: path.name)
def test_titles_decide_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract(path)
    read_parts, removed = kaigi_extract.pipeline.read_parts, []

    def without_titles(items, reading):
        kept = []
        for item in items:
            if (
                not isinstance(item, Grid)
                and TITLES.search(squeeze(fold(item.text)))
                and not item.text.startswith("・")
            ):
                removed.append(item.text)
            else:
                kept.append(item)
        return read_parts(kept, reading)

    monkeypatch.setattr(kaigi_extract.pipeline, "read_parts", without_titles)
    assert seen(extract(path)) == seen(whole)
    assert len(removed) > 1
