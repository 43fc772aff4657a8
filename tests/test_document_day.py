"""The day that a document is of, and how that is known. All business is of a ward that never was."""

from __future__ import annotations

import datetime
from pathlib import Path

import docx
import pytest

from kaigi_extract import Document, extract
from tests.composed_forms import FORMATS, Pages

LETTER = """\
６若広第１２号
令和６年９月３日
若草区個人情報保護審議会会長　様
若草区長　花井　草子
花の種の配布の委託について（諮問）
若草区個人情報保護条例第12条の規定により、下記のとおり諮問します。
記
花の種の配布の委託について
"""
MINUTES = """\
第4回若草区個人情報保護審議会会議録
日時　令和６年９月３日（火）午前10時から正午まで
場所　若草区役所　花の間
○野々村会長　ただいまから開きます。
○菊川委員　種は何種類ですか。
"""
PROMULGATED = (
    "若草区文書条例\n平成9年9月30日\n条例第28号\n第1条　この条例は、文書の扱いを定める。\n第2条　文書は棚に置く。"
)

DAYS: list[tuple[str, str | None, str | None]] = [
    # what is printed, the day, how it is known
    ("令和6年9月3日\n若草区個人情報保護審議会　付議書\n件名　花の種", "2024-09-03", "printed"),
    ("若草区個人情報保護審議会　付議書\n　　　　　　　令和６年９月３日（火）\n件名　花の種", "2024-09-03", "printed"),
    ("若草区個人情報保護審議会　付議書　令和６年９月３日\n件名　花の種", "2024-09-03", "printed"),
    ("第3回若草区個人情報保護審議会資料（平成29年6月5日開催）\n件名　花の種", "2017-06-05", "printed"),
    ("資料１\nR6.9.3\n花壇課\n件名　花の種", "2024-09-03", "printed"),
    ("2024年9月3日　総務部花壇課\n件名　花の種", "2024-09-03", "printed"),
    ("作成日：令和6年9月3日\n件名　花の種", "2024-09-03", "printed"),
    ("平成二十九年六月五日\n付議事項\n件名　花の種", "2017-06-05", "printed"),
    ("諮問年月日\t令和6年9月3日\n件名\t花の種\n配布期間\t令和7年4月1日から令和8年3月31日まで", "2024-09-03", "printed"),
    (
        "件名　花の種\n朝顔の種を配る。\n" + "菊の種を配る。\n" * 20 + "令和6年9月3日\n若草区花壇課\n",
        "2024-09-03",
        "printed",
    ),
    (LETTER, "2024-09-03", "letter"),
    (MINUTES, "2024-09-03", "meeting"),
    # -- no day of the document
    ("件名\t花の種\n配布期間\t令和7年4月1日から令和8年3月31日まで", None, None),
    ("件名　花の種\n実施年月日\t令和7年4月1日", None, None),
    ("令和6年4月1日～令和7年3月31日\n件名　花の種", None, None),
    ("若草区文書条例（平成9年9月30日条例第28号）第3条\n件名　花の種", None, None),
    ("若草区文書条例\n平成9年9月30日条例第28号\n件名　花の種", None, None),
    (PROMULGATED, None, None),
    ("令和7年4月1日施行\n件名　花の種", None, None),
    ("次回開催予定日\n令和6年9月3日\n件名　花の種", None, None),
    ("花の種について\n令和7年4月1日から配る。", None, None),
    ("令和6年度\n件名　花の種", None, None),
]


def read(folder: Path, text: str, form: str = "paper.txt") -> Document:
    path = folder / form
    if form.endswith(".docx"):
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(path))
    elif form.endswith(".pdf"):
        pages = Pages()
        for line in text.split("\n"):
            pages.line(line)
        pages.document.save(path)
    else:
        path.write_text(text, encoding="utf-8")
    return extract(path)


@pytest.mark.parametrize(("text", "day", "source"), DAYS, ids=[text[:24] for text, _, _ in DAYS])
def test_the_day_and_how_it_is_known(text: str, day: str | None, source: str | None, tmp_path: Path) -> None:
    document = read(tmp_path, text)
    assert (document.date and document.date.isoformat(), document.date_source) == (day, source)


@pytest.mark.parametrize("form", ["paper.pdf", "paper.docx"])
@pytest.mark.parametrize(("text", "source"), [(LETTER, "letter"), (MINUTES, "meeting"), (DAYS[1][0], "printed")])
def test_in_other_dress(text: str, source: str, form: str, tmp_path: Path) -> None:
    document = read(tmp_path, text, form)
    assert (document.date, document.date_source) == (datetime.date(2024, 9, 3), source)
    if source != "meeting":
        assert document.evidence["date"].spans


@pytest.mark.parametrize("form", ["ruled.pdf", "word.docx", "web.html", "sheet.xlsx"])
def test_in_a_row_of_a_table(form: str, tmp_path: Path) -> None:
    rows = [
        ("案件名", "花だよりの発送"),
        ("付議年月日", "令和６年９月３日"),
        ("委託期間", "令和７年４月１日から１年間"),
    ]
    FORMATS[form](tmp_path / form, ["若草区個人情報保護審議会　付議事項"], rows)
    document = extract(tmp_path / form)
    assert (document.date, document.date_source) == (datetime.date(2024, 9, 3), "printed")


def test_a_day_that_was_given_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(DAYS[0][0], encoding="utf-8")
    document = extract(path, date=datetime.date(2019, 4, 5))
    assert (document.date, document.date_source) == (datetime.date(2019, 4, 5), "given")
    assert "date" not in document.evidence
