"""The real papers as scans, where they are there, held to the bars of the issue on scans."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from kaigi_extract import extract
from tests.real.measure import REAL, SCORE, measure

SCANS = sorted((REAL / "scan").glob("*.pdf"))

pytestmark = [
    pytest.mark.scan,
    pytest.mark.skipif(not (SCANS and SCORE.is_file()), reason="../shared/real/scan is not here"),
]
pytest.importorskip("rapidocr")

BARS = {"clean": (0.002, 0.92), "office": (0.002, 0.92), "poor": (0.010, 0.77)}
"""How many characters may be wrong, as a part of all, and the least score."""


@functools.cache
def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(extract(path).model_dump_json())
    return document


@functools.cache
def tally(path: Path) -> Any:
    return measure().score(read(path), REAL / "gold" / path.name.split(".")[0], marked=False)


def kind(path: Path) -> str:
    return path.name.split(".")[1]


@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.name)
class TestBars:
    def test_characters(self, path: Path) -> None:
        wrong = tally(path).errors / max(tally(path).chars, 1)
        assert wrong <= BARS[kind(path)][0], f"{wrong:.4f}"

    def test_score(self, path: Path) -> None:
        misses = {what: miss[:2] for what, (right, of, miss) in tally(path).rows.items() if right < of}
        assert tally(path).score() >= BARS[kind(path)][1], misses

    def test_every_field_is_mapped(self, path: Path) -> None:
        unmapped = [finding["message"] for finding in read(path)["findings"] if finding["code"] == "unmapped_label"]
        assert unmapped == []
        missed = {what: row[2] for what, row in tally(path).rows.items() if "mapped" in what and row[0] < row[1]}
        assert missed == {}

    def test_clause_numbers_and_headings(self, path: Path) -> None:
        rows = {what: row for what, row in tally(path).rows.items() if what in {"clause count", "clause heading"}}
        assert len(rows) == 2
        if kind(path) != "poor":
            assert {what: row[2][:3] for what, row in rows.items() if row[0] < row[1]} == {}
