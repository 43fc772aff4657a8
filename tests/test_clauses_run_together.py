"""Clauses wholly in one paragraph or one cell, lists right behind numbers, lone marks, crosses, chapters with 1.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract.records import Item
from kaigi_extract.text import match_label
from tests.plain_papers import DRESSES, Paper, read

Tree = list[tuple[str, str | None, str, list[tuple[str, str]]]]


def tree(folder: Path, paper: Paper, dress: str = "paper.docx") -> Tree:
    (found,) = read(folder, paper, dress).clause_sets
    return [(one.label, one.heading, one.text, list(map(pair, one.items))) for one in found.clauses]


def pair(item: Item) -> tuple[str, str]:
    return item.label, item.text


TERMS = "温室の個人情報取扱特記事項"
SETS: dict[str, tuple[Paper, Tree]] = {
    "one paragraph": (
        [TERMS, "第１条　乙は、鍵を返さなければならない。第２条　乙は、前条の鍵を写してはならない。第３条　甲は、第１条の鍵を検査する。"],
        [("第１条", None, "乙は、鍵を返さなければならない。", []), ("第２条", None, "乙は、前条の鍵を写してはならない。", []), ("第３条", None, "甲は、第１条の鍵を検査する。", [])],
    ),
    "headings between, a paragraph and items": (
        [TERMS, "（鍵）第１条　乙は、鍵を返す。２　鍵は、写さない。（札）第２条　乙は、次の札を掛ける。(1) 赤い札。(2) 青い札。"],
        [("第１条", "鍵", "乙は、鍵を返す。", [("２", "鍵は、写さない。")]), ("第２条", "札", "乙は、次の札を掛ける。", [("(1)", "赤い札。"), ("(2)", "青い札。")])],
    ),
    "a list right behind each number, one of a single item": (
        [TERMS, "1. (1) 乙は、鍵を返すこと。", "(2) 乙は、札を返すこと。", "2. (1) 乙は、鍵を写さないこと。", "3.(1)乙は、水をやること。", "(2)乙は、窓を開けること。"],
        [("1.", None, "", [("(1)", "乙は、鍵を返すこと。"), ("(2)", "乙は、札を返すこと。")]), ("2.", None, "", [("(1)", "乙は、鍵を写さないこと。")]), ("3.", None, "", [("(1)", "乙は、水をやること。"), ("(2)", "乙は、窓を開けること。")])],
    ),
    "crosses": (
        [TERMS, "１　乙は、次のことをしない。", "×　鍵を写すこと。", "× 札を捨てること。", "２　乙は、鍵を返す。"],
        [("１", None, "乙は、次のことをしない。", [("×", "鍵を写すこと。"), ("×", "札を捨てること。")]), ("２", None, "乙は、鍵を返す。", [])],
    ),
    "a mark alone above its words": (
        [TERMS, "１　乙は、鍵を扱う。", "○", "乙は、鍵を返すこと。", "２　乙は、次のことをする。", "・", "札を掛けること。", "３　乙は、水をやる。"],
        [("１", None, "乙は、鍵を扱う。", [("○", "乙は、鍵を返すこと。")]), ("２", None, "乙は、次のことをする。", [("・", "札を掛けること。")]), ("３", None, "乙は、水をやる。", [])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", ["paper.docx", "paper.html", "paper.txt"])
@pytest.mark.parametrize("name", SETS)
def test_clauses_are_told_apart(name: str, dress: str, tmp_path: Path) -> None:
    paper, expected = SETS[name]
    assert tree(tmp_path, paper, dress) == expected


def test_a_number_within_a_sentence_begins_nothing(tmp_path: Path) -> None:
    paper = [
        TERMS,
        "第１条　乙は、鍵を返す。第３条の鍵は、写さない。",
        "第２条　乙は、札を返す。",
        "第３条　乙は、水をやる。",
    ]
    assert [label for label, *_ in tree(tmp_path, paper)] == ["第１条", "第２条", "第３条"]


IN_CELL = (
    "第１　乙は、鍵を返さなければならない。第２　乙は、鍵を写してはならない。第３　乙は、札を掛けなければならない。"
)


@pytest.mark.parametrize("dress", DRESSES)
def test_a_cell_beside_its_title_is_a_set(dress: str, tmp_path: Path) -> None:
    paper = ["温室の契約", (("期間", "令和五年"), ("鍵の特記事項", IN_CELL))]
    (found,) = read(tmp_path, paper, dress).clause_sets
    assert (found.title, found.kind) == ("鍵の特記事項", "special_terms")
    assert [(one.label, one.text) for one in found.clauses][1] == ("第２", "乙は、鍵を写してはならない。")


@pytest.mark.parametrize("label", ["期間", "備考"])
def test_a_cell_without_such_a_title_is_none(label: str, tmp_path: Path) -> None:
    assert read(tmp_path, ["温室の契約", (("名", "温室"), (label, IN_CELL))]).clause_sets == []


@pytest.mark.parametrize("numbers", [("1.1", "1.2", "2.1", "2.2"), ("１－１", "１－２", "２－１", "２－２")])
def test_numbers_below_chapters_are_one_set(numbers: tuple[str, ...], tmp_path: Path) -> None:
    one, two, three, four = numbers
    paper = ["温室の特記仕様書", "第１章　鍵", f"{one}　返却", "　乙は、鍵を返さなければならない。", f"{two}　写し", "　乙は、鍵を写してはならない。", "第２章　札", f"{three}　色", "　札は、赤とする。", f"{four}　数", "　札は、二枚とする。"]  # fmt: skip
    (found,) = read(tmp_path, paper).clause_sets
    assert [one.key for one in found.clauses] == ["1-1", "1-2", "2-1", "2-2"]
    assert [(one.label, one.title) for one in found.chapters] == [("第１章", "鍵"), ("第２章", "札")]


@pytest.mark.parametrize(("text", "is_bullet"), [("× 鍵", True), ("×鍵", True), ("× 3", False), ("×２", False), ("×", False), ("××", False), ("✕　鍵", True)])  # fmt: skip
def test_a_cross_is_a_bullet_before_words(text: str, is_bullet: bool) -> None:
    assert (match_label(text) is not None) == is_bullet


def test_a_title_below_a_mark_at_the_right(tmp_path: Path) -> None:
    import pymupdf

    document = pymupdf.open()
    page = document.new_page()
    for x, y, text in ((490, 70, "別記"), (200, 86, TERMS), (70, 104, "第１（鍵）　乙は、鍵を返さなければならず、写してはならず、他人に貸してはならない。"), (70, 120, "第２（札）　乙は、札を掛けなければならない。")):  # fmt: skip
        page.insert_text((x, y), text, fontname="japan", fontsize=11)
    document.save(tmp_path / "terms.pdf")
    from kaigi_extract import extract

    assert [one.title for one in extract(tmp_path / "terms.pdf").clause_sets] == [TERMS]


def test_a_title_says_what_is_revised(tmp_path: Path) -> None:
    paper = ["温室の特記事項の改正案", (("条", "現行", "改正案"), ("第１条", "乙は、鍵を返す。", "受注者は、鍵を返す。"), ("第２条", "乙は、札を返す。", "受注者は、札を返す。"))]  # fmt: skip
    assert [one.title for one in read(tmp_path, paper).clause_sets] == ["温室の特記事項", "温室の特記事項"]
