"""Scanned papers read by RapidOCR: the scans of the corpus against what their papers say, and turned ones.

Takes about two seconds a page on two cores; each file is read once.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from kaigi_extract import Document, extract
from kaigi_extract.records import PageSpan
from tests.test_corpus import Got, Wanted, squeeze

pytestmark = [pytest.mark.scan, pytest.mark.slow]

pytest.importorskip("rapidocr")

CORPUS = Path(__file__).parents[1] / "corpus"
OFFICE = CORPUS / "scans" / "shinjuku-2013-library-cards.office.pdf"
POOR = CORPUS / "scans" / "shinjuku-2018-health-checkups.poor.pdf"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
FORM = range(0, 2)
"""Its pages with the outline and the beginning of the form."""
SURE = 0.95


@pytest.fixture(scope="module")
def recipe() -> Iterator[ModuleType]:
    """What makes scans of papers."""
    sys.path.insert(0, str(CORPUS))
    yield importlib.import_module("recipe.scan")
    sys.path.remove(str(CORPUS))


@functools.cache
def read(path: Path) -> Document:
    return extract(path)


def expected(path: Path) -> dict[str, Any]:
    stem = path.name.split(".")[0]
    loaded: dict[str, Any] = json.loads((CORPUS / f"{stem}.expected.json").read_text(encoding="utf-8"))
    return loaded


def tables(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the paper says and what was read, value by value; white space aside."""
    want = Wanted(expected(path), marked=False, text=squeeze).table()
    got = Got(read(path), marked=False, text=squeeze).table()
    return want, got


def wrong_characters(want: dict[str, Any], got: dict[str, Any]) -> float:
    """The part of all characters of texts that are not read as they are."""
    length = wrong = 0
    for key, text in want.items():
        if isinstance(text, str) and not key.endswith(" label"):
            other = str(got.get(key) or "")
            same = sum(b.size for b in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks())
            length += len(text)
            wrong += max(len(text), len(other)) - same
    return wrong / length


@pytest.mark.parametrize(("path", "most"), [(OFFICE, 0.002), (POOR, 0.01)], ids=["office", "poor"])
class TestCorpus:
    def test_characters(self, path: Path, most: float) -> None:
        assert wrong_characters(*tables(path)) <= most

    def test_every_field_is_mapped(self, path: Path, most: float) -> None:
        want, got = tables(path)
        keys = [key for key in want if key.endswith((" fields", " label")) or key in {"ward", "forms", "material"}]
        missed = {
            key: (want[key], got.get(key)) for key in keys if not key.startswith("clause") and want[key] != got.get(key)
        }
        assert not missed

    def test_clause_numbers_and_headings(self, path: Path, most: float) -> None:
        want, got = tables(path)
        keys = [key for key in want if key == "clauses" or (key.startswith("clause ") and key.endswith(" heading"))]
        missed = {key: (want[key], got.get(key)) for key in keys if want[key] != got.get(key)}
        if path == OFFICE:
            assert not missed
        assert len(missed) <= 0.1 * len(keys), missed

    def test_pages_tell_how_they_were_read(self, path: Path, most: float) -> None:
        for page in read(path).source.pages:
            assert (page.text_origin, page.reason, page.rotation) == ("ocr", "the page is a picture", 0)
            assert page.confidence is not None
            assert page.confidence > (0.97 if path == OFFICE else 0.9)
            assert 0.05 < abs(page.skew_deg) < 1.7

    def test_every_value_has_a_confidence(self, path: Path, most: float) -> None:
        for case in read(path).cases:
            for record in filter(None, [case.outline, *case.forms]):
                for name, value in record.evidence.items():
                    assert value is None or not value.text or value.confidence is not None, name


def test_values_that_are_sure_are_right() -> None:
    """On one paper only, so with some room; tests/benchmarks/bench_scans.py measures it."""
    want, got = tables(OFFICE)
    sure = right = right_and_sure = 0
    for number, form in enumerate(read(OFFICE).cases[0].forms):
        for name, value in form.evidence.items():
            key = f"form {number} {name}"
            if key not in want or value.confidence is None:
                continue
            is_right = want[key] == got[key]
            right += is_right
            sure += value.confidence >= SURE
            right_and_sure += is_right and value.confidence >= SURE
    assert right_and_sure >= sure - 1
    assert right_and_sure >= 0.6 * right


def letters_at(sheet: Any, spans: list[PageSpan], page: int) -> str:
    """The letters of a scan whose middles lie in the spans; `sheet` knows where the recipe put each."""
    across, up = 0.45, 0.38
    dx, dy = {0: (across, -up), 90: (up, across), 180: (-across, up), 270: (-up, -across)}[sheet.turn]
    found = ""
    for char, x, y, em in sheet.letters:
        at = (x + dx * em, y + dy * em)
        boxes = [span.bbox for span in spans if span.page == page]
        if any(x0 <= at[0] <= x1 and y0 <= at[1] <= y1 for x0, y0, x1, y1 in boxes):
            found += char
    return found


def folded(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKC", "".join(text.split())))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int, recipe: ModuleType, tmp_path: Path) -> None:
    """The same record whichever way the paper was put in, and evidence on the ink of the page as displayed."""
    path = tmp_path / "turned.pdf"
    recipe.write_pdf(PAPER, path, recipe.OFFICE, 7, turn=turn, pages=FORM)
    sheets = list(recipe.sheets(PAPER, recipe.OFFICE, 7, turn=turn, pages=FORM))
    document = extract(path, ward="shinjuku")
    assert [page.rotation for page in document.source.pages] == [-turn % 360] * len(FORM)
    [case] = document.cases
    checked = 0
    for record in filter(None, [case.outline, *case.forms]):
        for name, value in record.evidence.items():
            spans = [span for span in value.spans if isinstance(span, PageSpan)]
            if not value.text or not spans:
                continue
            shown = folded("".join(letters_at(sheet, spans, number) for number, sheet in enumerate(sheets, 1)))
            read = folded(value.text)
            assert (shown & read).total() >= 0.95 * max(read.total(), shown.total()) - 1, (
                name,
                value.text,
                shown - read,
            )
            checked += 1
    assert checked >= 5
    assert squeeze(case.title) == squeeze(expected(PAPER)["title"])


def test_a_tiff_of_several_pages(recipe: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    recipe.write_tiff(PAPER, path, recipe.CLEAN, 3, pages=FORM)
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == len(FORM)
    document = extract(path, ward="shinjuku")
    assert [page.text_origin for page in document.source.pages] == ["ocr"] * len(FORM)
    assert squeeze(document.cases[0].title) == squeeze(expected(PAPER)["title"])


@pytest.mark.parametrize("layer", ["fair", "garbage"])
def test_a_bad_layer_is_not_taken(layer: str, recipe: ModuleType, tmp_path: Path) -> None:
    """`fair` has three wrong characters in a hundred, which is more than reading the picture makes."""
    path = tmp_path / "layered.pdf"
    recipe.write_pdf(PAPER, path, recipe.OFFICE, 5, layer=layer, pages=range(1))
    document = extract(path, ward="shinjuku")
    [page] = document.source.pages
    assert page.text_origin == "ocr"
    assert page.reason.endswith("read from the picture instead") or "is garbage: " in page.reason
    assert squeeze(document.cases[0].title) == squeeze(expected(PAPER)["title"])
