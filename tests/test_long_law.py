"""The 新旧対照表 of a long law of which little changed: each run of articles that stay is one row, on few pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pymupdf
import pytest

from kaigi_extract import ClauseSet, align, clause_set

THINGS = (
    "灯台 桟橋 水門 堤防 渡船 浮標 倉庫 風車 貯水池 吊橋 山小屋 温室 標石 井戸 鐘楼 街路樹 遊歩道 展望台 測候所 養魚場"
)
DONE = "設置 点検 補修 貸付け 巡視 記録 廃止 移設 検査 清掃 開放 閉鎖 届出 許可 監督 報告 公表 協議 委任 保険"
WHO = ("管理者", "利用者", "所有者", "検査員", "町長")
CHANGED = (3, 17, 18, 19, 44, 60, 75, 76, 101, 120, 133, 160, 161, 188, 199, 210, 233, 250, 251, 277, 290, 312, 333,
           350, 371, 399)  # fmt: skip
MOST_PAGES = 40


def article(number: int) -> list[str]:
    """The lines of an article below its label: one 項, or three with 号."""
    thing, act = THINGS.split()[(number - 1) // 20], DONE.split()[(number - 1) % 20]
    one, other = WHO[number % 5], WHO[(number + 2) % 5]
    lines = [
        f"（{thing}の{act}）",
        f"{one}は、{thing}の{act}をしようとするときは、あらかじめ、その理由を記載した書面を{other}に提出し、その同意を"
        f"得なければならない。ただし、{thing}が災害により損なわれた場合は、この限りでない。",
    ]
    if number % 2:
        lines += [
            "２　前項の書面には、次に掲げる書類を添えなければならない。",
            f"一　{thing}の位置を示す図面",
            f"二　{act}に要する費用の見積書",
            f"三　{other}が{thing}について定める基準に適合することを示す書類",
            f"３　{other}は、前項の書類を受け取った日から三十日以内に、{act}の可否を{one}に通知するものとする。",
        ]
    return lines


def amended(at: int, lines: list[str]) -> list[str]:
    """The lines in one of five ways in which articles are amended."""
    heading, first, *rest = lines
    if at % 5 == 0:
        return [heading, first.replace("書面を", "書面又は電磁的記録を"), *rest]
    if at % 5 == 1:
        return [heading, first.replace("同意", "許可"), *rest]
    if at % 5 == 2:
        return [heading, first.partition("ただし")[0], *rest]
    if at % 5 == 3:
        return [*lines, f"{'４' if rest else '２'}　この条の規定は、国が行う工事には、適用しない。"]
    return [heading, first.replace("災害", "災害又は火災"), *rest]


def law(new: bool = False, put_in: int = 0) -> ClauseSet:
    """The law of 400 articles, amended or not, with another article in the place of `put_in`."""
    text, number = "水辺及び山の施設の保全に関する法律\n", 0
    for old in range(1, 401):
        lines = article(old)
        if new and old in CHANGED:
            lines = amended(CHANGED.index(old), lines)
        special = ["（特例）", "町長は、祭礼の期間に限り、施設を無償で貸し付けることができる。"]
        for heading, first, *rest in ([special] if old == put_in else []) + [lines]:
            number += 1
            text += "\n".join([heading, f"第{number}条　{first}", *rest]) + "\n"
    return clause_set(text)


@pytest.fixture(scope="module")
def old() -> ClauseSet:
    return law()


@pytest.mark.parametrize(("put_in", "rows"), [(0, 48), (45, 49)])
def test_what_stays_is_one_row(tmp_path: Path, old: ClauseSet, put_in: int, rows: int) -> None:
    """Also where all behind an article that was put in have other numbers."""
    path = tmp_path / "t.docx"
    align(old, law(True, put_in)).to_docx(path)
    table = docx.Document(str(path)).tables[0].rows[1:]
    first = [row.cells[0].text for row in table]
    assert len(table) == rows
    assert sum(text.endswith("まで　（略）") and "\n" not in text for text in first) == 20


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_on_few_pages(tmp_path: Path, old: ClauseSet) -> None:
    align(old, law(True, 45)).to_docx(tmp_path / "t.docx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "t.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    with pymupdf.open(tmp_path / "t.pdf") as printed:
        assert 0 < printed.page_count <= MOST_PAGES
