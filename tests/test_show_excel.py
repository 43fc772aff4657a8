"""The 新旧対照表 in Excel: rows, what is underlined, what is printed, and that every text is a text."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText

from kaigi_extract.clauses import align, diff
from kaigi_extract.records import Alignment
from tests.sets import make

CORPUS = Path(__file__).parents[1] / "corpus"
VERSIONS = [
    # first underlined run of the new side and of the old one, kind, remarks
    ("（特定個人情報を含む。以下同じ。）", None, "改正", "文言"),
    (None, None, "変更なし", None),
    (None, None, "変更なし", None),
    (None, None, "変更なし", None),
    (None, None, "変更なし", None),
    ("（持出しの禁止）", "（新設）", "新設", "新設"),
    ("７", "6", "改正", "番号の繰下げ（6→7）"),
    ("８", "7", "改正", "番号の繰下げ（7→8）\n文言"),
    ("９", "8", "改正", "番号の繰下げ（8→9）"),
    ("10", "9", "改正", "番号の繰下げ（9→10）"),
    ("11", "10", "改正", "番号の繰下げ（10→11）\n文言"),
    ("12", "（新設）", "新設", "新設"),
    ("（個人情報を取り扱う従事者の指定）", "（新設）", "新設", "新設"),
    ("14", "11", "改正", "番号の繰下げ（11→14）"),
    ("（監査等）", "（監査）", "改正", "番号の繰下げ（12→15）\n見出し\n文言"),
    ("16", "（新設）", "新設", "新設"),
    ("17", "（新設）", "新設", "新設"),
    ("（従事者に対する教育）", "（従業員に対する教育）", "改正", "番号の繰下げ（13→18）\n見出し\n文言"),
    ("19", "14", "改正", "番号の繰下げ（14→19）"),
    ("（公表等）", "（公表）", "改正", "番号の繰下げ（15→20）\n見出し\n文言"),
    ("21", "16", "改正", "番号の繰下げ（16→21）\n引用条項"),
]
WARDS = [
    ("特記事項", "個人情報の保護および管理に関する特記事項", "相違", "題名"),
    (None, "（この特記事項の位置付け）", "練馬区のみ", "練馬区のみ"),
    ("（基本的事項）", None, "新宿区のみ", "新宿区のみ"),
    ("（秘密の保持）", "（口外の禁止）", "相違", "見出し\n文言\n対応関係要確認"),
]
LINKS = [
    # numbers old and new, kind, changes, doubt, likeness
    (1, 1, "改正", "文言", None, 0.922),
    (6, 7, "改正", "番号", None, 1),
    (16, 21, "改正", "番号、引用条項", None, 1),
]
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://a.example\")", "https://a.example/", "mailto:a@a.example",
    "internal:Sheet1!A1", "{=1}", "12", "TRUE", "<r><t>x</t></r>", "<r></r><f>1+1</f><r></r>", "_x0041_", "'x", "\t=1",
]  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Writes a comparison, with no warning of XlsxWriter, and opens it again."""

    def write(compared, **sets):
        path = tmp_path / "table.xlsx"
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compared.to_xlsx(path, **{"unchanged": "printed"} | sets)
        return openpyxl.load_workbook(path, rich_text=True)

    return write


def underlined(cell):
    """The runs with a line below; a cell of one run has it in its own font."""
    if isinstance(cell.value, CellRichText):
        return [(run.text, run.font.u) for run in cell.value if run.font.u]
    return [(cell.value, cell.font.u)] if cell.font.u else []


def first(cell):
    return next((text for text, _ in underlined(cell)), None)


def table(book):
    """The rows between head and sources."""
    return [row for row in book["対照表"].iter_rows(min_row=4) if row[2].value]


class TestRows:
    @pytest.mark.parametrize(("old", "expected"), [("shinjuku-2016", VERSIONS), ("nerima-2014", WARDS)])
    def test_in_order(self, terms, written, old, expected):
        book = written(align(terms(old), terms("shinjuku-2020")))
        found = [(first(new), first(other), kind.value, note.value) for new, other, kind, note in table(book)]
        assert found[: len(expected)] == expected

    def test_underlined_are_the_changes(self, terms, written):
        row = table(written(diff(terms("shinjuku-2016"), terms("shinjuku-2020"))))[19]
        assert str(row[0].value).startswith("　（公表等）\n20　甲は、乙がこの特記事項に定める義務を怠ったときは、")
        assert underlined(row[0]) == [
            (text, "single") for text in ("（公表等）", "20", "怠ったときは", "期限を示して", "を求め、なお")
        ]
        assert underlined(row[1]) == [(text, "single") for text in ("（公表）", "15", "怠り", "の求めにも")]

    def test_doubt_is_marked_otherwise(self, written):
        old, new = (
            make("特記", ("1", "保管", "乙は、名簿を納める。")),
            make("特記", ("1", "保管", "乙は、名薄を納める。")),
        )
        new.clauses[0].confidence = 0.5
        book = written(align(old, new))
        [[cell, *_, note]] = table(book)
        assert underlined(cell) == [("名薄", "double")]
        assert note.value == "読取り要確認"
        assert book["対照表"]["D2"].value == "（下線部分は改正部分、二重下線部分は読取り要確認）"

    def test_sources_stand_below(self, terms, written):
        sheet = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))["対照表"]
        assert [sheet.cell(sheet.max_row - back, 1).value for back in (1, 0)] == [
            "出典　改正後：shinjuku-2020-bulky-waste.pdf（5–6頁）",
            "　　　改正前：shinjuku-2016-sports-booking.pdf（5–6頁）",
        ]


class TestLinks:
    def test_sheet_to_sort(self, terms, written):
        book = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))
        sheet = book["対応一覧"]
        head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert head == ["改正前の番号", "改正後の番号", "区分", "変更", "要確認", "類似度", "理由"]
        assert [tuple(rows[at][:6]) for at in (0, 5, 15)] == LINKS
        assert [row[:3] for row in rows[16:]] == [[None, number, "新設"] for number in (6, 12, 13, 16, 17)]
        assert sheet.auto_filter.ref == "A1:G22"


class TestPaper:
    def test_how_it_is_printed(self, terms, written):
        sheet = written(align(terms("shinjuku-2016"), terms("shinjuku-2020")))["対照表"]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
        assert sheet.oddFooter.center.text == "&P / &N"
        assert sheet.auto_filter.ref == f"A3:D{3 + len(VERSIONS)}"

    @pytest.mark.parametrize("column", [0, 1])
    @pytest.mark.parametrize("text", ["乙は、名簿を棚に納める。" * 3000, "a\u0301" * 20000, "一\n" * 400, "𠮷" * 33000])
    def test_long_clauses_go_on_in_the_next_row(self, written, text, column):
        long, short = make("特記", ("1", None, text)), make("特記", ("2", None, "短い。"))
        book = written(align(short, long) if column == 0 else align(long, short))
        rows = [row for row in table(book) if row[2].value == ("新設", "削除")[column]]
        whole = "".join(str(row[column].value) for row in rows)
        assert "".join(whole.split()) == "1" + "".join(text.split())
        assert max(book["対照表"].row_dimensions[row[0].row].height for row in rows) <= 409
        assert {row[3].value for row in rows[1:]} == {f"（上の行の続き）\n{rows[0][3].value}"}
        assert [row[0].border.top.style for row in rows] == ["thin"] + [None] * (len(rows) - 1)


class TestText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_is_text(self, tmp_path, written, text):
        old = make(text, (text, text, text))
        new = make(f"新{text}", (text, None, f"{text}乙は、守る。"), ("", text, ""))
        book = written(align(old, new))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(
            cell.column_letter in "ABF" and cell.parent.title == "対応一覧" for cell in cells if cell.data_type == "n"
        )
        assert not any(cell.hyperlink for cell in cells)
        assert str(book["対照表"]["A1"].value) == f"新{text}　新旧対照表"
        assert str(book["対照表"]["B4"].value) == text
        assert any(text in str(cell.value) for cell in cells[6:])
        with zipfile.ZipFile(tmp_path / "table.xlsx") as packed:
            assert not any(b"<f>" in packed.read(name) for name in packed.namelist())

    def test_text_alone_in_its_cell(self, written):
        book = written(align(make("<r>a</r>"), make("<r>b</r>")))
        [[new, old, *_]] = table(book)
        assert (str(new.value), str(old.value)) == ("<r>b</r>", "<r>a</r>")
        assert "".join(text for text, _ in underlined(new)) == "<r>b</r>"

    def test_characters_that_no_file_holds(self, written):
        old = make("題\ud800名", ("1", "見出し", "乙は、守る。"))
        new = make("題\ud800名", ("1\x0b", "見\x00出し", "&\ufffe甲は、\r\n守る。"))
        [row, *_] = table(written(align(old, new)))
        assert str(row[0].value) == "　（見�出し）\n1�　&�甲は、\n　守る。"


class TestTrouble:
    def test_loaded_alignment_asks_for_its_sets(self, terms, written):
        old, new = terms("shinjuku-2016"), terms("shinjuku-2020")
        loaded = Alignment.model_validate_json(align(old, new).model_dump_json())
        with pytest.raises(ValueError, match="old=…, new=…"):
            written(loaded)
        assert len(table(written(loaded, old=old, new=new))) == len(VERSIONS)

    def test_folder_that_is_not_there(self, tmp_path):
        terms = make("特記", ("1", "保管", "乙は、守る。"))
        with pytest.raises(FileNotFoundError) as caught:
            align(terms, terms).to_xlsx(tmp_path / "none" / "table.xlsx")
        assert caught.value.filename == str(tmp_path / "none" / "table.xlsx")
