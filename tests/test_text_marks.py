"""Marks such as 資料４ in text files: the case that one is above of bears its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract

CASE = """情報公開・個人情報保護審議会　諮問・報告事項
件　名　{title}業務の委託について
条例の根拠
【報告】
◇第 14 条第 1 項（業務委託）
（担当部課：みどり部公園課）
"""
FIRST, SECOND = CASE.format(title="温室の見回り"), CASE.format(title="噴水の掃除")

FILES = [
    # text of the file, materials of its cases
    ("資料４－１\n" + FIRST, ["4-1"]),
    ("【資料５】\n" + FIRST, ["5"]),
    ("令和5年6月1日\n資料6\n" + FIRST, ["6"]),
    ("資料４－１\n" + FIRST + "資料４－２\n" + SECOND, ["4-1", "4-2"]),
    ("資料４－１\n" + FIRST + "\f資料４－２\n" + SECOND, ["4-1", "4-2"]),
    # a file whose tool may have written the mark of the first case behind it
    (FIRST + "資料７\n" + SECOND, [None, None]),
    (FIRST, [None]),
]


@pytest.mark.parametrize(("text", "materials"), FILES)
def test_the_mark_above_a_case_of_a_text_file(tmp_path: Path, text: str, materials: list[str | None]) -> None:
    path = tmp_path / "cases.txt"
    path.write_text(text, encoding="utf-8")
    assert [case.material for case in extract(path, ward="shinjuku").cases] == materials
