"""Several paragraphs or items of one article, listed after it: each is a basis of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.text import find_citations, further_paragraphs

LISTS = [
    ("市条例第14条第1項及び第3項", [(14, 1, None), (14, 3, None)]),
    ("第9条第2項第1号又は第４号", [(9, 2, 1), (9, 2, 4)]),
    ("第11条第1項第3号ア及び同条第2項", [(11, 1, 3), (11, 2, None)]),
    ("第七条第一項、第二項並びに第四項", [(7, 1, None), (7, 2, None), (7, 4, None)]),
    ("第8条第1項（委託）・第2項（再委託）", [(8, 1, None), (8, 2, None)]),
    ("第14条第1項ただし書又は第2項", [(14, 1, None), (14, 2, None)]),
    ("第14条及び第3項", [(14, None, None)]),
    ("第14条第1項から第3項まで", [(14, 1, None)]),
    ("第14条第1項及び第17条第2項", [(14, 1, None), (17, 2, None)]),
    ("第14条第1項の規定及び第3号様式", [(14, 1, None)]),
    ("第6条第1項及び第2号", [(6, 1, None)]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text for text, _ in LISTS])
def test_paragraphs_after_an_article(text: str, expected: list[tuple[int, int | None, int | None]]) -> None:
    found = [one for first in find_citations(text) for one in (first, *further_paragraphs(text, first))]
    assert [(one.article, one.paragraph, one.item) for one in found] == expected


def test_each_is_a_basis_of_the_case_with_its_own_place(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(
        "雪見市個人情報保護審議会　諮問資料\n件名　　除雪申込みの受付の委託\n所管課　　土木課\n"
        "根拠　　雪見市個人情報保護条例第8条第1項及び第3項\n委託先　　雪見造園\n委託内容　　電話の受付\n",
        encoding="utf-8",
    )
    (case,) = extract(paper).cases
    assert [(one.ordinance, one.article, one.paragraph) for one in case.bases] == [
        ("雪見市個人情報保護条例", 8, 1),
        ("雪見市個人情報保護条例", 8, 3),
    ]
    assert case.bases[0].spans != case.bases[1].spans
