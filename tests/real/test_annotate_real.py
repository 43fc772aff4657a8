"""Annotated clause sets of the papers in ../shared/real, against their gold; and that none of it was trained on."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kaigi_extract import extract
from kaigi_extract.clauses.annotation import annotate_all
from kaigi_extract.clauses.topics import model_folder, topics_of
from kaigi_extract.text import fold, squeeze
from tests.real.measure import SCORE, SHARED

GOLD = SHARED / "real" / "gold"
WARDS = SHARED / "design" / "wards.md"
SETS = {
    "003": "shinjuku-2013-resident-code.pdf",
    "001": "shinjuku-2020-postal-requests.pdf",
    "004-personal": "nerima-2012-bundle.pdf",
    "004-systems": "nerima-2012-bundle.pdf",
}
BARS = {"actor, modality": 0.95, "topics": 0.9}
HEADINGS_BAR = 0.85

# What the headings of wards.md are about, as the model card defines the topics. Two are left out, since they may be
# read several ways: 個人情報保護に関する規定の提出, 取り扱う個人情報の範囲等.
HEADINGS = {
    "個人情報の適切な管理": "safekeeping", "秘密の保持": "confidentiality", "再委託の制限": "subcontracting",
    "目的外の使用の禁止": "purpose_limitation", "第三者への提供の制限": "third_party", "複写及び複製の制限": "copying",
    "個人情報の返還・廃棄": "return_disposal", "個人情報の取扱いに関する実地検査": "inspection", "事故発生時の報告": "incident",
    "関係法令の遵守": "compliance", "基本的事項": "general", "目的外利用及び外部提供の禁止": "purpose_limitation third_party",
    "再委託の禁止": "subcontracting", "処理施設、処理日程及び作業従事者の通知": "personnel", "授受担当従事者の通知": "exchange personnel",
    "基本的責務": "general", "受託業務に従事する者の義務": "personnel", "目的外使用の禁止": "purpose_limitation",
    "外部提供の禁止": "third_party", "複写又は複製の禁止": "copying", "資料等の返還義務": "return_disposal",
    "秘密保持義務": "confidentiality", "処理施設、処理日程及び作業担当者の通知": "personnel", "再委託の原則禁止": "subcontracting",
    "目的外使用および外部提供の禁止": "purpose_limitation third_party", "複写及び複製の禁止": "copying", "返還義務": "return_disposal",
    "保管": "safekeeping", "搬送": "exchange", "立ち入り検査および調査": "inspection", "定義": "interpretation",
    "個人情報の収集、保管及び利用": "collection safekeeping purpose_limitation", "責務": "general", "収集の制限": "collection",
    "適正管理": "safekeeping", "業務体制の届出": "personnel", "事務従事者への周知": "training",
    "目的外利用及び提供の禁止": "purpose_limitation third_party", "持ち出しの禁止等": "removal", "秘密等の保持": "confidentiality",
    "個人情報の取扱い": "general", "責任体制の整備": "personnel", "責任者、従事者": "personnel", "派遣労働者": "personnel",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not SCORE.exists(), reason="the papers and their gold are not here")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def annotated() -> dict[str, list[dict[str, Any]]]:
    papers = sorted(set(SETS.values()))
    read = {paper: annotate_all(extract(SHARED / "real" / "pdf" / paper).clause_sets) for paper in papers}
    return {name: [found.model_dump(mode="json") for found in read[paper]] for name, paper in SETS.items()}


@pytest.mark.parametrize("name", SETS)
def test_annotated_as_the_gold_says(name: str, annotated: dict[str, list[dict[str, Any]]]) -> None:
    tally = load(SCORE).annotated(annotated[name], name)
    for row, bar in BARS.items():
        if row in tally.rows:
            right, of, misses = tally.rows[row]
            assert right / of >= bar, misses


def test_headings_of_other_wards_alone() -> None:
    told = topics_of(heading + "\n" for heading in HEADINGS)
    misses = {
        heading: topics
        for (heading, want), topics in zip(HEADINGS.items(), told, strict=True)
        if set(topics) != set(want.split())
    }
    assert 1 - len(misses) / len(HEADINGS) >= HEADINGS_BAR, misses


def gold_clauses() -> Iterator[dict[str, Any]]:
    for path in sorted(GOLD.glob("*.clauses*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def test_neither_gold_nor_the_wards_headings_are_trained_on() -> None:
    compose = load(model_folder() / "compose.py")
    composed = compose.examples(compose.joined(compose.parts()), compose.TRAINED_ON, compose.SEED)
    trained = {squeeze(fold(part)) for text, _ in composed for part in text.split("\n")}
    table = [line.split("|") for line in WARDS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [cells[3] for cells in table if len(cells) > 3 and "·" in cells[3]]
    listed = {squeeze(fold(heading)) for row in rows for heading in re.split("[·…]", row)} - {""}
    printed = {squeeze(fold(clause[key])) for clause in gold_clauses() for key in ("heading", "text")}
    assert len(listed) > len(HEADINGS)
    assert trained.isdisjoint(listed | printed)
