"""Forms of which a mapping knows some labels only: the others are rows all the same, and general words read them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.cli import main

MAPPING = """id = "yukimi"
name = "雪見区"
councils = ["雪見区個人情報保護審議会"]

[[ordinances]]
id = "yukimi-ordinance"
name = "雪見区個人情報保護条例"

[labels.form]
title = ["件名"]
department = ["所管課"]
counterparty = ["委託先"]
content = ["委託内容"]
reason = ["委託理由"]
"""
KNOWN = (("件名", "温室の鍵の管理の委託"), ("所管課", "公園課"), ("委託先", "雪見造園"), ("委託内容", "鍵の貸出し"))
STRANGE = ("根拠となる条文", "雪見区個人情報保護条例第８条")


def case_of(tmp_path: Path, rows, parting: str, mapping: str = MAPPING):
    (tmp_path / "yukimi.toml").write_text(mapping, encoding="utf-8")
    paper = tmp_path / "paper.txt"
    lines = ["雪見区個人情報保護審議会　諮問資料", *(f"{label}{parting}{value}" for label, value in rows)]
    paper.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (case,) = extract(paper, mapping=tmp_path / "yukimi.toml").cases
    return case


@pytest.mark.parametrize("parting", ["：", ": ", "　　", "\t"])
@pytest.mark.parametrize("at", [1, 2])
def test_a_row_of_an_unknown_label_is_no_part_of_the_value_above(tmp_path: Path, parting: str, at: int) -> None:
    case = case_of(tmp_path, [*KNOWN[:at], STRANGE, *KNOWN[at:]], parting)
    (form,) = case.forms
    values = {name: evidence.text for name, evidence in form.evidence.items()}
    names = ("title", "department", "counterparty", "content")
    assert {name: values.get(name) for name in names} == dict(zip(names, (v for _, v in KNOWN), strict=True))
    assert STRANGE[1] in [extra.text for extra in form.extra] or [basis.article for basis in case.bases] == [8]


def test_a_line_set_in_goes_on_with_the_value(tmp_path: Path) -> None:
    rows = [*KNOWN[:3], ("委託内容", "鍵の貸出し\n　　備え付け：台帳に書く"), ("委託理由", "人が足りないため。")]
    (form,) = case_of(tmp_path, rows, "：").forms
    assert "台帳に書く" in (form.content or "")
    assert form.reason == "人が足りないため。"


def test_a_form_whose_values_align_in_part_is_one(tmp_path: Path) -> None:
    known = MAPPING.replace(
        'reason = ["委託理由"]', 'reason = ["委託理由"]\nperiods = ["委託期間"]\nmedia = ["使う媒体の形"]'
    )
    rows = [
        *KNOWN[:2],
        ("使う媒体の形", "紙"),
        ("委託先", "雪見造園"),
        ("委託内容", "鍵の貸出し"),
        ("委託理由", "人が足りない。"),
        ("委託期間", "令和３年５月１日"),
    ]
    for order in itertools.islice(itertools.permutations(rows[2:]), 0, 120, 40):
        (form,) = case_of(tmp_path, [*rows[:2], *order], "　　", known).forms
        assert set(form.evidence) == {"title", "department", "media", "counterparty", "content", "reason", "periods"}


def test_the_department_of_a_form_is_that_of_its_case(tmp_path: Path) -> None:
    case = case_of(tmp_path, KNOWN, "：")
    assert (case.department, case.evidence["department"].label) == ("公園課", "所管課")


def test_a_mapping_that_knows_few_labels_leaves_the_rest_to_general_words(tmp_path: Path) -> None:
    few = (
        MAPPING.split("[labels.form]", maxsplit=1)[0]
        + '[labels.form]\ntitle = ["件名"]\ndepartment = ["所管課"]\nreason = ["委託理由"]\n'
    )
    rows = [
        ("件名", "温室の鍵の管理の委託"),
        ("所管課", "公園課"),
        ("委託理由", "人が足りないため。"),
        ("受託予定事業者", "株式会社雪見造園"),
        ("委託する個人情報", "氏名、住所、電話番号"),
        ("契約予定期間", "令和３年５月１日から令和４年３月３１日まで"),
        ("受渡しの媒体", "紙"),
        ("市の講ずる措置", "毎日数える。"),
    ]
    (form,) = case_of(tmp_path, rows, "：", few).forms
    assert form.counterparty is not None
    assert form.counterparty.name == "株式会社雪見造園"
    assert form.media == "紙"
    assert form.evidence["title"].confidence in (None, 1.0)


def test_a_draft_places_labels_by_their_kind_and_value(tmp_path: Path, capsys) -> None:
    paper = tmp_path / "paper.txt"
    rows = [
        ("案件タイトル", "温室の鍵の管理の委託について"),
        ("原課", "公園課"),
        ("受託事業体", "株式会社雪見造園"),
        ("扱うデータ", "氏名、住所、電話番号"),
        ("付議に至った理由", "人が足りないため。"),
        ("区が講じる手段", "１　毎日数える。"),
        ("補足", "なし"),
    ]
    lines = ["雪見区個人情報保護審議会　諮問資料", *(f"{label}：{value}" for label, value in rows)]
    paper.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["wards", "draft", str(paper)]) == 0
    drafted = capsys.readouterr().out
    assert '"受託事業体", # seen once; guess, by general words and its values' in drafted
    assert '#   "補足"' in drafted
