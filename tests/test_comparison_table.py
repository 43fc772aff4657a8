"""The 新旧対照表 as offices print it: what is left out, items one by one, wholly new text, and where houses differ."""

from __future__ import annotations

import docx
import openpyxl
import pytest

from kaigi_extract import align, clause_set
from kaigi_extract.show.comparison.omission import range_words
from kaigi_extract.show.japanese import reason_words

HEAD = "つばめ町駐輪場条例\n"
ARTICLES = {
    1: ("目的", "この条例は、駐輪場の管理について定める。"),
    2: ("位置", "駐輪場は、駅の北に置く。"),
    3: ("利用", "駐輪場を利用する者は、次に掲げるものを持ち込んではならない。\n(1)　油\n(2)　花火\n(3)　動物"),
    4: ("料金", "利用者は、料金を納める。\n２　料金は、一日百円とする。\n３　料金は、返さない。"),
    5: ("清掃", "町は、駐輪場を毎日掃除する。"),
    6: ("閉鎖", "町は、工事のため駐輪場を閉じることができる。"),
    7: ("委任", "この条例に定めのないことは、町長が定める。"),
}


def law(**changed):
    """The law with articles in other words (a4=…), without some (a5=None), or with some put in behind one (b5=…)."""
    text, number = HEAD, 0
    for key, (heading, words) in ARTICLES.items():
        made = changed.get(f"a{key}", words)
        for one in ((heading, made) if made is not None else None, changed.get(f"b{key}")):
            if one is not None:
                number += 1
                text += f"（{one[0]}）\n第{number}条　{one[1]}\n"
    return clause_set(text)


@pytest.fixture
def table(tmp_path):
    """The rows of a comparison in Word, below its head."""

    def made(old, new, **choices):
        path = tmp_path / "t.docx"
        align(old, new).to_docx(path, **choices)
        return [list(row.cells) for row in docx.Document(str(path)).tables[0].rows][1:]

    return made


def texts(rows):
    return [[cell.text for cell in row[:2]] for row in rows]


def underlined(cell):
    return [run.text for line in cell.paragraphs for run in line.runs if run.underline]


class TestLeftOut:
    def test_runs_of_articles(self, table):
        found = texts(table(law(), law(a5="町は、駐輪場を毎週掃除する。")))
        assert [row[0] for row in found] == [
            "第1条から第4条まで　（略）",
            "（清掃）\n第5条　町は、駐輪場を毎週掃除する。",
            "第6条・第7条　（略）",
        ]
        assert [row[1] for row in found][::2] == [row[0] for row in found][::2]

    def test_one_article_keeps_its_heading(self, table):
        found = texts(table(law(), law(a2="駐輪場は、駅の南に置く。")))
        assert found[0][0] == "（目的）\n第1条　（略）"

    def test_articles_that_only_moved_are_left_out_with_their_numbers_underlined(self, table):
        rows = table(law(), law(b4=("督促", "町は、納めない者に督促する。")))
        moved = rows[-1]
        assert texts([moved]) == [["第6条から第8条まで　（略）", "第5条から第7条まで　（略）"]]
        assert [underlined(cell) for cell in moved[:2]] == [["第6条から第8条まで"], ["第5条から第7条まで"]]
        assert moved[2].text == "番号の繰下げ（第5条から第7条まで→第6条から第8条まで）"

    def test_paragraphs(self, table):
        changed = ARTICLES[4][1].replace("百円", "二百円")
        [_, row, _] = table(law(), law(a4=changed))
        assert row[0].text == "（料金）\n第4条　（略）\n２　料金は、一日二百円とする。\n３　（略）"
        assert (underlined(row[0]), underlined(row[1])) == (["二百"], ["百"])

    @pytest.mark.parametrize(
        ("lead", "words"),
        [
            ("printed", "駐輪場を利用する者は、次に掲げるものを持ち込んではならない。"),
            ("shortened", "駐輪場を利用する者は、（略）"),
            ("omitted", "（略）"),
        ],
    )
    def test_words_above_items(self, table, lead, words):
        changed = ARTICLES[3][1].replace("動物", "鳥")
        [_, row, _] = table(law(), law(a3=changed), lead=lead)
        assert row[0].text == f"（利用）\n第3条　{words}\n(1)・(2)　（略）\n(3)　鳥"

    def test_all_is_printed_where_that_is_asked_for(self, table):
        rows = table(law(), law(a5="町は、駐輪場を毎週掃除する。"), unchanged="printed")
        assert len(rows) == 7
        assert not any("（略）" in cell.text for row in rows for cell in row)

    def test_other_words_for_it(self, table):
        assert table(law(), law(a5="町は、掃除する。"), omission="［略］")[0][0].text == "第1条から第4条まで　［略］"


class TestItems:
    def test_one_put_in_first(self, table):
        changed = ARTICLES[3][1].replace("(1)　油\n(2)　花火\n(3)　動物", "(1)　火薬\n(2)　油\n(3)　花火\n(4)　動物")
        [_, row, _] = table(law(), law(a3=changed))
        assert row[0].text.splitlines()[2:] == ["(1)　火薬", "(2)から(4)まで　（略）"]
        assert row[1].text.splitlines()[2:] == ["（新設）", "(1)から(3)まで　（略）"]
        assert underlined(row[0]) == ["(1)", "火薬", "(2)から(4)まで"]

    def test_one_taken_out(self, table):
        changed = ARTICLES[3][1].replace("(2)　花火\n(3)　動物", "(2)　動物")
        [_, row, _] = table(law(), law(a3=changed))
        assert row[0].text.splitlines()[2:] == ["(1)　（略）", "（削る）", "(2)　（略）"]
        assert underlined(row[1]) == ["(2)", "花火", "(3)"]

    def test_the_last_taken_out(self, table):
        changed = ARTICLES[3][1].replace("\n(3)　動物", "")
        [_, row, _] = table(law(), law(a3=changed))
        assert row[0].text.splitlines()[2:] == ["(1)・(2)　（略）", "（削る）"]

    def test_two_that_changed_places(self, table):
        changed = ARTICLES[3][1].replace("油", "油*").replace("花火", "油").replace("油*", "花火")
        [_, row, _] = table(law(), law(a3=changed))
        assert row[0].text.splitlines()[2:] == ["(1)　（略）", "(2)　（略）", "(3)　（略）"]


class TestOneRow:
    NEW = "本町は、自転車の放置を防ぎ、通行の安全を図る。"

    def test_wholly_new_words_under_one_heading(self, table):
        rows = table(law(), law(a1=self.NEW))
        assert texts(rows[:1]) == [[f"（目的）\n第1条　{self.NEW}", f"（目的）\n第1条　{ARTICLES[1][1]}"]]
        assert not any(cell.text in ("（新設）", "（削る）") for row in rows for cell in row)

    def test_another_heading_is_another_article(self, table):
        old, new = law(), law(a7=None, b6=("罰則", "料金を免れた者は、五万円の過料に処する。"))
        found = texts(table(old, new))
        assert ["（罰則）\n第7条　料金を免れた者は、五万円の過料に処する。", "（新設）"] in found


class TestHouses:
    def test_old_on_the_left_under_heads_of_its_own(self, tmp_path):
        path = tmp_path / "t.docx"
        align(law(), law(a5="町は、掃除する。")).to_docx(path, old_side="left", heads=("改正案", "現行"))
        rows = docx.Document(str(path)).tables[0].rows
        assert [cell.text for cell in rows[0].cells] == ["現行", "改正案", "備考"]
        assert [cell.text.splitlines()[1] for cell in rows[2].cells[:2]] == [
            "第5条　町は、駐輪場を毎日掃除する。",
            "第5条　町は、掃除する。",
        ]

    def test_excel_too(self, tmp_path):
        path = tmp_path / "t.xlsx"
        align(law(), law(a5="町は、掃除する。")).to_xlsx(path, old_side="left", heads=("改正案", "現行"))
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert [cell.value for cell in sheet[3]][:2] == ["現行", "改正案"]
        assert "第1条から第4条まで　（略）" in sheet["A4"].value

    def test_reasons_are_japanese(self, tmp_path):
        path = tmp_path / "t.xlsx"
        align(law(), law(a5="町は、駐輪場を毎週掃除する。")).to_xlsx(path)
        reasons = [row[6].value for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(min_row=2)]
        assert reasons[0] == "見出し「目的」；本文が同じ"
        assert not any("a" <= char <= "z" for reason in reasons for char in reason)

    @pytest.mark.parametrize(
        ("choice", "value"), [("unchanged", "hidden"), ("lead", "short"), ("old_side", "top"), ("heads", ("新",))]
    )
    def test_a_choice_that_there_is_not(self, tmp_path, choice, value):
        with pytest.raises(ValueError, match=choice):
            align(law(), law()).to_docx(tmp_path / "t.docx", **{choice: value})

    def test_an_office_s_own_file(self, tmp_path):
        pytest.importorskip("docxtpl")
        own, out = tmp_path / "own.docx", tmp_path / "t.docx"
        paper = docx.Document()
        paper.add_paragraph("つばめ町　{{ title }}")
        grid = paper.add_table(rows=4, cols=2)
        for at, words in enumerate(
            (
                ("{{ new_head }}", "{{ old_head }}"),
                ("{%tr for row in rows %}", ""),
                ("{{r row.new }}", "{{r row.old }}"),
                ("{%tr endfor %}", ""),
            )
        ):
            for cell, word in zip(grid.rows[at].cells, words, strict=True):
                cell.text = word
        paper.save(str(own))
        align(law(), law(a5="町は、掃除する。")).to_docx(out, template=own)
        made = docx.Document(str(out))
        assert made.paragraphs[0].text == "つばめ町　つばめ町駐輪場条例　新旧対照表"
        assert made.tables[0].rows[0].cells[0].text == "改正後（新）"
        assert "第5条　町は、掃除する。" in made.tables[0].rows[2].cells[0].text


def test_ranges():
    assert [range_words(labels) for labels in (["(1)"], ["ア", "イ"], ["２", "３", "４"])] == [
        "(1)",
        "ア・イ",
        "２から４まで",
    ]


def test_reasons_in_words():
    assert (
        reason_words("heading 「守秘」; both tell of 漏、秘密; split")
        == "見出し「守秘」；共通の語：漏、秘密；条項の分割"
    )
