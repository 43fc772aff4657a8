"""Registers of bodies that no mapping knows: by title, by the number of the form, by labels; never a mention."""

from __future__ import annotations

from pathlib import Path

import docx
import pymupdf
import pytest

from kaigi_extract import Document, extract
from kaigi_extract.records import RegisterSheet
from tests.composed_forms import FORMATS, Rows

FILE = (
    ["個人情報ファイル簿（単票）"],
    [
        ("個人情報ファイルの名称", "渡し船乗客ファイル"),
        ("行政機関等の名称", "みなも市長"),
        ("組織の名称", "港湾課"),
        ("利用目的", "潮の満ち引きを知らせるため"),
        ("記録項目", "１氏名、２電話番号"),
        ("記録範囲", "渡し船の乗客"),
        ("記録情報の収集方法", "本人からの申込み"),
        ("個人情報ファイルの種別", "☑電算処理ファイル　□マニュアル処理ファイル"),
    ],
)
ENTRY = (
    ["様式第１号（第３条関係）", "個 人 情 報 取 扱 事 務 登 録 簿"],
    [
        ("登録番号", "２３－０１５"),
        ("個人情報取扱事務の名称", "花の種の配布事務"),
        ("所管課", "公園課"),
        ("個人情報の対象者", "種を受け取る人"),
        ("個人情報の収集先", "■本人　□本人以外"),
        ("登録年月日", "平成16年4月1日"),
    ],
)
RECORD = (
    ["第３号様式（第７条関係）", "目的外利用・外部提供記録票（案）"],
    [
        ("事務登録番号", "０３１２－０２"),
        ("業務の名称", "渡し船の運航"),
        ("担当部署", "港湾課"),
        ("提供先", "潮見協会"),
        ("提供年月日", "令和4年5月1日"),
        ("審議会", "令和4年3月15日　諮問第8号"),
    ],
)
ORDER = (
    ["業務委託記録票（案）"],
    [
        ("整理番号", "Ｒ５－０１４"),
        ("委託業務の名称", "渡し船の掃除"),
        ("主管課", "港湾課"),
        ("委託先", "潮見協会"),
        ("取り扱う個人情報", "氏名、住所"),
        ("記録媒体", "■紙　□磁気"),
        ("安全管理措置", "１　鍵を掛ける。"),
        ("審議会への付議", "■要（令和5年9月20日）　□不要"),
    ],
)
"""Most of its labels are those of a case, too."""
SHEETS = {"file": FILE, "entry": ENTRY, "record": RECORD, "order": ORDER}
EXPECTED = {
    "order": ("業務委託記録票", "R5-014", "港湾課", "渡し船の掃除", ["outsourcing"]),
    "file": ("個人情報ファイル簿", None, "港湾課", "渡し船乗客ファイル", ["registration"]),
    "entry": ("個人情報取扱事務登録簿", "23-015", "公園課", "花の種の配布事務", ["registration"]),
    "record": (
        "目的外利用・外部提供記録票",
        "0312-02",
        "港湾課",
        "渡し船の運航",
        ["secondary_use", "external_provision"],
    ),
}


def read(folder: Path, form: str, above: list[str], rows: Rows) -> Document:
    FORMATS[form](folder / form, above, rows)
    return extract(folder / form)


def seen(sheet: RegisterSheet) -> tuple[object, ...]:
    return sheet.title, sheet.registration_number, sheet.department, sheet.business_name, sheet.categories


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "numbered.txt"])
@pytest.mark.parametrize("name", SHEETS)
def test_registers_of_any_body(tmp_path: Path, name: str, form: str) -> None:
    above, rows = SHEETS[name]
    document = read(tmp_path, form, above, rows)
    (sheet,) = document.registers
    assert (seen(sheet), document.cases) == (EXPECTED[name], [])
    assert [one.label for one in sheet.fields] == [label for label, _ in rows]


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        (("番号", "12", "年の別", "令和５年"), ["番号", "年の別", "業務名"]),
        (("提供した項目", "氏名", "住所", "電話"), ["提供した項目", "業務名"]),
    ],
)
def test_two_pairs_in_a_row_whose_second_label_nobody_knows(tmp_path: Path, row: tuple[str, ...], labels) -> None:
    """Other rows have one value that is as wide; a row of a label and three values is none of two pairs."""
    cells = "".join(f"<td>{one}</td>" for one in row)
    table = f"<table border=1><tr>{cells}</tr><tr><td>業務名</td><td colspan=3>渡し船</td></tr></table>"
    (tmp_path / "a.html").write_text(f"<h2>外部提供記録票</h2>{table}", encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.html").registers
    assert [one.label for one in sheet.fields] == labels


def test_a_value_as_high_as_its_label_beside_two_other_pairs(tmp_path: Path) -> None:
    """The number was the label, and the other labels its value."""
    table = (
        "<table border=1><tr><td rowspan=2>登録番号</td><td rowspan=2>潮-１５</td><td>登録年月日</td><td>平成31年2月1日</td></tr>"
        "<tr><td>変更年月日</td><td>令和5年4月1日</td></tr><tr><td>事務の名称</td><td colspan=3>渡し船</td></tr></table>"
    )
    (tmp_path / "a.html").write_text(f"<h2>個人情報取扱事務登録簿</h2>{table}", encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.html").registers
    assert sheet.registration_number == "潮-15"
    assert [(one.label, one.text) for one in sheet.fields] == [
        ("登録番号", "潮-１５"),
        ("登録年月日", "平成31年2月1日"),
        ("変更年月日", "令和5年4月1日"),
        ("事務の名称", "渡し船"),
    ]


@pytest.mark.parametrize(("old", "new"), [("変更前", "変更後"), ("現行", "変更案"), ("旧", "新")])
def test_what_was_and_what_is_beside_each_other(tmp_path: Path, old: str, new: str) -> None:
    """Both were one value: of the boxes 有 was ticked and not, and the business had two names."""
    rows = [
        ("変更事項", old, new),
        ("事務の名称", "渡し船", "渡し船の運航"),
        ("記録項目", "氏名", "氏名、電話番号"),
        ("委託", "□有　■無", "■有　□無"),
    ]
    cells = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    table = f"<table border=1>{cells}<tr><td>変更の理由</td><td colspan=2>船を増やすため</td></tr></table>"
    (tmp_path / "a.html").write_text(f"<h2>個人情報取扱事務変更届出書</h2>{table}", encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.html").registers
    assert sheet.business_name == "渡し船の運航"
    assert [(one.label, one.text) for one in sheet.fields[1:]] == [
        (f"{old}・事務の名称", "渡し船"),
        (f"{new}・事務の名称", "渡し船の運航"),
        (f"{old}・記録項目", "氏名"),
        (f"{new}・記録項目", "氏名、電話番号"),
        (f"{old}・委託", "□有　■無"),
        (f"{new}・委託", "■有　□無"),
        ("変更の理由", "船を増やすため"),
    ]
    assert {label: [one.text for one in found if one.checked] for label, found in sheet.choices.items()} == {
        f"{old}・委託": ["無"],
        f"{new}・委託": ["有"],
    }


@pytest.mark.parametrize("label", ["課名", "部課名", "課・係名"])
def test_the_office_that_is_called_nothing_else(tmp_path: Path, label: str) -> None:
    rows = [("記録番号", "6-12"), (label, "港湾課"), ("業務の名称", "渡し船"), ("提供先", "潮見協会")]
    (sheet,) = read(tmp_path, "word.docx", ["外部提供記録票"], rows).registers
    assert sheet.department == "港湾課"


def test_a_blank_sheet_keeps_its_labels(tmp_path: Path) -> None:
    rows = [("登録番号", ""), ("所管課", ""), ("業務の名称", "年　月　日")]
    (sheet,) = read(tmp_path, "word.docx", ["外部提供記録票"], rows).registers
    assert [one.label for one in sheet.fields] == ["登録番号", "所管課", "業務の名称"]


def test_hearing_and_ticks(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "ruled.pdf", *RECORD).registers
    assert [(str(one.date), one.number) for one in record.council_dates] == [("2022-03-15", 8)]
    assert (record.form, record.draft) == ("第3号様式(第7条関係)", True)
    (order,) = read(tmp_path, "ruled.pdf", *ORDER).registers
    assert [str(one.date) for one in order.council_dates] == ["2023-09-20"]
    (entry,) = read(tmp_path, "word.docx", *ENTRY).registers
    assert [(one.text, one.checked) for one in entry.choices["個人情報の収集先"]] == [
        ("本人", True),
        ("本人以外", False),
    ]


@pytest.mark.parametrize("parting", ["：", "　　　　：", "　　　　：　", "    : "])
def test_a_label_a_line_filled_up_to_its_colon(tmp_path: Path, parting: str) -> None:
    """In columns of spaces all six were one label, and their values one value."""
    rows = {
        "業務の名称": "渡し船の運航",
        "区分": "□諮問　■報告",
        "本人通知": "■有　□無",
        "個人情報": "□有　■無",
        "再委託": "■有　□無",
        "目的外利用": "□有　■無",
    }
    width = max(map(len, rows))
    lines = [f"{label}{'　' * (width - len(label)) if parting != '：' else ''}{parting}{rows[label]}" for label in rows]
    path = tmp_path / "sheet.txt"
    path.write_text("\n".join(["個人情報保護審議会　記録票", "", *lines]) + "\n", encoding="utf-8")
    [sheet] = extract(path).registers
    assert sheet.business_name == "渡し船の運航"
    assert {label: [one.text for one in choices if one.checked] for label, choices in sheet.choices.items()} == {
        "区分": ["報告"],
        "本人通知": ["有"],
        "個人情報": ["無"],
        "再委託": ["有"],
        "目的外利用": ["無"],
    }


@pytest.mark.parametrize("form", ["ruled.pdf", "word.docx", "web.html", "spaced.txt"])
@pytest.mark.parametrize("name", ["file", "entry", "record"])
def test_without_its_title(tmp_path: Path, name: str, form: str) -> None:
    _, rows = SHEETS[name]
    (sheet,) = read(tmp_path, form, [], rows).registers
    assert seen(sheet)[:4] == ("", *EXPECTED[name][1:4])


@pytest.mark.parametrize(("title", "count"), [("個人情報取扱事務登録簿", 3), ("事務の一覧", 0)])
def test_a_list_has_a_sheet_in_each_row_below_a_title_of_sheets(tmp_path: Path, title: str, count: int) -> None:
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(rows=4, cols=4)
    for row, number in enumerate(["", "１", "２", "３"]):
        texts = (
            ["登録番号", "事務の名称", "所管課", "登録年月日"]
            if not row
            else [number, "花の種の配布", "公園課", "H16.4.1"]
        )
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(tmp_path / "list.docx"))
    found = extract(tmp_path / "list.docx")
    assert [(sheet.registration_number, sheet.business_name, sheet.department) for sheet in found.registers] == [
        (number, "花の種の配布", "公園課") for number in ("1", "2", "3")[:count]
    ]
    assert [(one.label, one.text) for sheet in found.registers[:1] for one in sheet.fields] == [
        ("登録番号", "１"),
        ("事務の名称", "花の種の配布"),
        ("所管課", "公園課"),
        ("登録年月日", "H16.4.1"),
    ][: 4 * bool(count)]


MENTIONS = [
    "個人情報取扱事務登録簿\n市は、登録簿を備え、閲覧に供しています。\n閲覧の場所　市政情報コーナー",
    "みなも市個人情報保護条例\n第８条　登録簿には、次の事項を記載する。\n(1) 登録番号\n(2) 収集方法\n(3) 記録範囲\n(4) 登録年月日",
]


@pytest.mark.parametrize("text", MENTIONS)
def test_a_mention_is_no_sheet(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert extract(tmp_path / "a.txt").registers == []


def test_labels_whose_values_begin_in_one_column(tmp_path: Path) -> None:
    text = (
        "個人情報取扱事務登録簿\n登録番号　　　　４－１２\n事務の名称　　　渡し船の運航\n所管部署　　　　港湾課\n"
        "船に乗る者　　　□区民　■その他\n外へ渡すこと　　有　・　○無\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.txt").registers
    assert [one.label for one in sheet.fields][3:] == ["船に乗る者", "外へ渡すこと"]
    assert {label: [(one.text, one.checked) for one in choices] for label, choices in sheet.choices.items()} == {
        "船に乗る者": [("区民", False), ("その他", True)],
        "外へ渡すこと": [("有", False), ("無", True)],
    }


def table(folder: Path, title: str, rows: Rows) -> Document:
    document = docx.Document()
    document.add_paragraph(title)
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(k, column).text = text
    document.save(str(folder / "a.docx"))
    return extract(folder / "a.docx")


def test_a_ring_chooses_where_the_label_says_so(tmp_path: Path) -> None:
    rows = [
        ("登録番号", "４－１２"),
        ("事務の名称", "渡し船の運航"),
        ("収集先（該当に○）", "○本人　　家族"),
        ("保存期間", "３年"),
    ]
    (sheet,) = table(tmp_path, "個人情報取扱事務登録票", rows).registers
    assert [(one.text, one.checked) for one in sheet.choices["収集先（該当に○）"]] == [("本人", True), ("家族", False)]


def test_boxes_in_cells_of_their_own(tmp_path: Path) -> None:
    rows = [
        ("所管課", "港湾課", "", ""),
        ("事務の名称", "渡し船の運航", "", ""),
        ("提供先", "潮見協会", "", ""),
        ("提供する項目", "基本", "名前", "■"),
        ("", "", "番地", "□"),
        ("", "暮らし", "仕事", "■"),
    ]
    document = docx.Document()
    document.add_paragraph("外部提供記録票")
    grid = document.add_table(rows=len(rows), cols=4, style="Table Grid")
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            grid.cell(k, column).text = text
    for k in range(3):
        grid.cell(k, 1).merge(grid.cell(k, 3)).text = rows[k][1]
    grid.cell(3, 0).merge(grid.cell(5, 0)).text = rows[3][0]
    grid.cell(3, 1).merge(grid.cell(4, 1)).text = rows[3][1]
    document.save(str(tmp_path / "a.docx"))
    (sheet,) = extract(tmp_path / "a.docx").registers
    assert [(one.text, one.checked) for one in sheet.choices["提供する項目"]] == [
        ("名前", True), ("番地", False), ("仕事", True)
    ]  # fmt: skip
    assert [one.label for one in sheet.fields] == ["所管課", "事務の名称", "提供先", "提供する項目"]


def test_a_tick_that_is_apart_from_the_boxes_is_told(tmp_path: Path) -> None:
    """As a shape that floats over a box of a Word file: which box that is nothing in the text says."""
    rows = [("所管課", "港湾課"), ("事務の名称", "渡し船の運航"), ("提供の根拠", "レ\n□法令等　□同意")]
    found = table(tmp_path, "外部提供記録票", rows)
    assert [one.checked for one in found.registers[0].choices["提供の根拠"]] == [False, False]
    assert [one.record for one in found.findings if one.code == "value_unread"] == ["/registers/0/fields/2"]


def test_the_same_as_the_sheet_above(tmp_path: Path) -> None:
    rows = [
        ("番号", "提供先", "提供年月日", "提供した個人情報", "所管課"),
        ("1", "潮見協会", "R4.5.1", "氏名", "港湾課"),
        ("2", "〃", "R4.6.1", "〃", "同上"),
    ]
    found = table(tmp_path, "外部提供記録票", rows).registers
    assert [(one.department, one.fields[1].text) for one in found] == [("港湾課", "潮見協会")] * 2


@pytest.mark.parametrize("title", ["本人外収集・目的外利用届出票", "目的外利用及び外部提供票"])
def test_a_title_of_two_deeds_ends_as_sheets_do(title: str, tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("第５号様式（第１０条関係）", title):
        document.add_paragraph(line)
    rows = (("主管課", "港湾課"), ("事務の名称", "渡し船の運航"), ("区分", "■本人外収集　□目的外利用"))
    table = document.add_table(rows=len(rows), cols=2)
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(k, column).text = text
    document.save(str(tmp_path / "a.docx"))
    (sheet,) = extract(tmp_path / "a.docx").registers
    assert (sheet.title, sheet.department, sheet.business_name) == (title, "港湾課", "渡し船の運航")


def test_two_labels_and_values_on_one_line(tmp_path: Path) -> None:
    lines = (
        *("様式第１号（第３条関係）", "個人情報取扱事務登録票", "登録番号　１２－３　　　主管課　港湾課"),
        *(
            "業務の名称　渡し船の　運航　　登録年月日　平成３０年４月２日",
            "収集方法　■本人　□本人以外　　保存期間　五年",
        ),
    )
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (sheet,) = extract(path).registers
    assert (sheet.registration_number, sheet.department, sheet.business_name) == ("12-3", "港湾課", "渡し船の 運航")
    assert [(field.label, field.text) for field in sheet.fields][3:] == [
        ("登録年月日", "平成３０年４月２日"),
        ("収集方法", "■本人　□本人以外"),
        ("保存期間", "五年"),
    ]


def test_a_label_that_nobody_knows_whose_characters_are_set_apart(tmp_path: Path) -> None:
    """It is none of the value above, though the values begin in no column."""
    path = tmp_path / "sheet.txt"
    path.write_text(
        "様式第１号\n個人情報目的外利用等記録票\n登録番号　　　０５－０１２\n受　付　　花壇係\n利用の区分　　☑目的外利用　□外部提供\n"
        "利用先　　水門管理室\n利用年月日　　令和３年６月１日\n",
        encoding="utf-8",
    )
    (register,) = extract(path).registers
    assert [(one.label, one.text) for one in register.fields[:2]] == [("登録番号", "０５－０１２"), ("受付", "花壇係")]


GRID = [
    ("記録する項目", "有", "無", "備考"),
    ("名前", "○", "", ""),
    ("番地", "○", "", "方書とも"),
    ("船酔い", "", "○", ""),
]
RINGS = [
    ("事務の名称", "渡し船の運航", "", "", ""),
    ("記録項目", "○", "名前", "", "年"),
    ("", "－", "番地", "○", "船酔い"),
]
SOME = [("記録項目", "該当"), ("名前", "○"), ("番地", ""), ("年", "○")]
MARKED = [
    (GRID, {"名前": "有+ 無-", "番地": "有+ 無-", "船酔い": "有- 無+"}),
    (RINGS, {"記録項目": "名前+ 年- 番地- 船酔い+"}),
    (SOME, {"名前": "該当+", "番地": "該当-", "年": "該当+"}),
    ([("事務の名称", "渡し船の運航"), ("提供の有無", "○")], {}),  # nothing says what the ring chooses
]


@pytest.mark.parametrize(("rows", "expected"), MARKED)
def test_a_mark_in_a_cell_of_its_own_chooses_what_is_above_or_beside(tmp_path: Path, rows: Rows, expected) -> None:
    """And labels on lines between the title and the table are the sheet's too."""
    document = docx.Document()
    for line in ("個人情報取扱事務登録簿", "登録番号　４－１２　　登録年月日　令和５年６月１日", "所管課：港湾課"):
        document.add_paragraph(line)
    grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            grid.cell(k, column).text = text
        if row[0] == "事務の名称" and row[2:]:
            grid.cell(k, 1).merge(grid.cell(k, len(row) - 1)).text = row[1]
    document.save(str(tmp_path / "a.docx"))
    (sheet,) = extract(tmp_path / "a.docx").registers
    assert (sheet.registration_number, sheet.department) == ("4-12", "港湾課")
    assert [one.label for one in sheet.fields][:3] == ["登録番号", "登録年月日", "所管課"]
    found = {label: " ".join(one.text + "-+"[one.checked] for one in some) for label, some in sheet.choices.items()}
    assert found == expected


BOATS = (
    ("4-11", "渡し船の運航", "港湾課", "名前、番地、\n年"),
    ("4-12", "花の種の\n配布", "公園課", "名前"),
    ("4-13", "潮の知らせ", "港湾課", "名前、\n電話番号"),
)
COLUMNS = ("登録番号", "業務の名称", "所管課", "記録項目")
PLACES = (60, 150, 300, 400)


def listed(folder: Path, pages: list[list[Rows]], *, heads: bool = True, middle: bool = False) -> Document:
    """Lists without ruled lines, the heads on each page or on the first only, cells at the top of their rows or half
    way down."""
    made = pymupdf.open()
    for number, rows in enumerate(pages):
        page = made.new_page(width=560, height=400)

        def put(x: float, y: float, text: str, page=page) -> None:
            page.insert_text((x, y), text, fontname="japan", fontsize=9)

        top = 80.0
        if not number:
            put(200, 50, "個人情報業務登録簿")
        for at, head in enumerate(COLUMNS if heads or not number else ()):
            put(PLACES[at] + 9, top, head)
        for row in rows:
            top += 22
            height = max(cell.count("\n") for cell in row)
            for at, cell in enumerate(row):
                lines = cell.split("\n")
                first = top + (6 * (height - len(lines) + 1) if middle else 0)
                for k, line in enumerate(lines):
                    put(PLACES[at], first + 12 * k, line)
            top += 12 * height
    made.save(str(folder / "a.pdf"))
    return extract(folder / "a.pdf")


@pytest.mark.parametrize(
    ("pages", "heads", "middle"),
    [
        ([BOATS], True, False),
        ([BOATS], True, True),
        ([BOATS[:2], BOATS[2:]], True, False),
        ([BOATS[:2], BOATS[2:]], False, False),
    ],
)
def test_a_list_without_ruled_lines(tmp_path: Path, pages, heads: bool, middle: bool) -> None:
    document = listed(tmp_path, pages, heads=heads, middle=middle)
    assert [[field.text for field in one.fields] for one in document.registers] == [
        [cell.replace("\n", "") for cell in row] for row in BOATS
    ]
    assert [one.department for one in document.registers] == ["港湾課", "公園課", "港湾課"]
    assert len(document.tables) == 1


LISTED = """個人情報業務登録簿

登録番号　業務の名称　　　　所管課　　記録項目
４－１１　渡し船の運航　　　港湾課　　名前、番地、
　　　　　　　　　　　　　　　　　　　年
４－１２　花の種の配布　　　公園課　　名前
"""


def test_a_list_in_columns_of_spaces(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LISTED, encoding="utf-8")
    assert [[field.text for field in one.fields] for one in extract(tmp_path / "a.txt").registers] == [
        ["４－１１", "渡し船の運航", "港湾課", "名前、番地、年"],
        ["４－１２", "花の種の配布", "公園課", "名前"],
    ]


@pytest.mark.parametrize(
    "below",
    [
        "本業務の名称は、別に定めるところによるものとし、所管課において記録項目を管理する。\n" * 3,
        "４－１１　渡し船の運航　　　港湾課　　名前\n",
    ],
)
def test_labels_on_one_line_with_no_rows_below_are_no_list(tmp_path: Path, below: str) -> None:
    text = f"お知らせ\n\n登録番号　業務の名称　　　　所管課　　記録項目\n{below}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert extract(tmp_path / "a.txt").tables == []


def test_a_list_whose_rows_are_counted_needs_few_known_labels(tmp_path: Path) -> None:
    """And a label on a line above the list is one of each of its sheets."""
    rows = [
        ("番号", "使うか渡すか", "提供先", "何のため", "提供年月日", "渡したもの"),
        ("1", "渡す", "潮見協会", "祭り", "R4.5.1", "名前"),
        ("2", "使う", "港湾課", "舟券", "R4.6.1", "番地"),
    ]
    document = docx.Document()
    for line in ("外部提供記録簿", "所管課　港湾課"):
        document.add_paragraph(line)
    made = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(k, column).text = text
    document.save(str(tmp_path / "a.docx"))
    found = extract(tmp_path / "a.docx").registers
    assert [[field.text for field in one.fields] for one in found] == [["港湾課", *row] for row in rows[1:]]
    assert [one.department for one in found] == ["港湾課", "港湾課"]


NUMBERED = """個人情報取扱事務登録票

１　登録番号　　　　４－１２
２　登録年月日　　　令和５年４月１日
３　事務の名称　　　渡し船の運航
４　船の持ち主　　　潮見協会
５　所管課　　　　　港湾課
６　記録項目
　　■名前　□番地
"""


def test_rows_that_are_numbered(tmp_path: Path) -> None:
    """They are no list of three columns, and a label that nobody knows is one by its number."""
    (tmp_path / "a.txt").write_text(NUMBERED, encoding="utf-8")
    document = extract(tmp_path / "a.txt")
    (sheet,) = document.registers
    assert (sheet.business_name, sheet.department, document.tables) == ("渡し船の運航", "港湾課", [])
    assert [(one.label, one.text) for one in sheet.fields][3:] == [
        ("船の持ち主", "潮見協会"), ("所管課", "港湾課"), ("記録項目", "■名前　□番地")
    ]  # fmt: skip


SET_APART = """              個人情報業務登録簿

  登 録 番 号    0305-12        登録年月日  平成15年4月1日
  業務の名称     渡し船の運航
  所  管  課     港湾課
  船の持ち主     潮見協会
  記録の内容     ■名前  □番地
                 □年
  収 集 先       ■本人  □本人以外
  外 部 提 供    □有    ■無
"""


def test_rows_parted_by_spaces_most_of_whose_labels_nobody_knows(tmp_path: Path) -> None:
    """As editors and ``pdftotext -layout`` leave them."""
    (tmp_path / "a.txt").write_text(SET_APART, encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.txt").registers
    assert (sheet.registration_number, sheet.business_name, sheet.department) == ("0305-12", "渡し船の運航", "港湾課")
    assert [(one.label, one.text) for one in sheet.fields] == [
        ("登録番号", "0305-12"), ("登録年月日", "平成15年4月1日"), ("業務の名称", "渡し船の運航"), ("所管課", "港湾課"),
        ("船の持ち主", "潮見協会"), ("記録の内容", "■名前  □番地\n□年"), ("収集先", "■本人  □本人以外"),
        ("外部提供", "□有    ■無"),
    ]  # fmt: skip


def test_a_list_in_paragraphs_of_word(tmp_path: Path) -> None:
    document = docx.Document()
    for line in LISTED.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    assert [one.fields[3].text for one in extract(tmp_path / "a.docx").registers] == ["名前、番地、\n年", "名前"]


def test_rows_behind_a_value_that_is_wrapped_to_the_margin(tmp_path: Path) -> None:
    """The sheet ended there: all rows below were of no sheet; and labels that nobody knows were words of the row above."""
    lines = [
        "個人情報取扱事務登録簿",
        "登録番号　　種－０２１",
        "事務の名称　　種の貸出し",
        "所管課　　花壇課",
        "記録項目　　■氏名　■住所　□性別　■電話番号　□生年月日",
        "■その他（種の数）",
        "収集先　　■本人　□本人以外",
        "係の内での別の使い方　　□有　■無",
        "委託の有無　　■有　□無",
        "登録年月日　　令和５年１月１０日",
    ]
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        for k, line in enumerate(lines):
            page.insert_text((60, 70 + 18 * k), line, fontname="japan", fontsize=11)
        pdf.save(tmp_path / "sheet.pdf")
    (register,) = extract(tmp_path / "sheet.pdf").registers
    assert {field.label: field.text for field in register.fields} == {
        "登録番号": "種－０２１",
        "事務の名称": "種の貸出し",
        "所管課": "花壇課",
        "記録項目": "■氏名　■住所　□性別　■電話番号　□生年月日\n■その他（種の数）",
        "収集先": "■本人　□本人以外",
        "係の内での別の使い方": "□有　■無",
        "委託の有無": "■有　□無",
        "登録年月日": "令和５年１月１０日",
    }


NUMBERS: dict[str, tuple[str, str]] = {"digits": ("{}　{}", "　"), "in brackets": ("（{}）{}", "　：　")}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbered_labels_that_nobody_knows_below_the_last_one_that_is_known(name: str) -> None:
    number, parting = NUMBERS[name]
    rows = [
        ("委託業務の名称", "渡し船の掃除"),
        ("主管課", "港湾課"),
        ("委託先", "潮見協会"),
        ("船の形", "■帆船　□汽船"),
        ("潮見", "□要　■不要"),
    ]
    lines = [
        f"{number.format(k, label)}{parting}{parting if parting == '　' else ''}{value}"
        for k, (label, value) in enumerate(rows, 1)
    ]
    text = "\n".join(["渡し船業務委託記録票", *lines])
    (sheet,) = extract(text.encode(), name="a.txt").registers
    read_choices = {label: [(one.text, one.checked) for one in each] for label, each in sheet.choices.items()}
    assert read_choices == {"船の形": [("帆船", True), ("汽船", False)], "潮見": [("要", False), ("不要", True)]}


def test_a_label_between_boxes(tmp_path: Path) -> None:
    """No row has a value as wide as two pairs."""
    rows = [("委託先", "潮見協会", "備品", "綱"), ("船の形", "■帆船　□汽船", "潮の向き", "□要　■不要")]
    cells = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in rows)
    (tmp_path / "a.html").write_text(f"<h2>渡し船業務委託記録票</h2><table border=1>{cells}</table>", encoding="utf-8")
    (sheet,) = extract(tmp_path / "a.html").registers
    read_choices = {label: [(one.text, one.checked) for one in each] for label, each in sheet.choices.items()}
    assert read_choices == {"船の形": [("帆船", True), ("汽船", False)], "潮の向き": [("要", False), ("不要", True)]}


@pytest.mark.parametrize(("below", "labels"), [("■帆船\n□汽船", ["船の形"]), ("帆船に限る。", [])])
def test_a_label_in_brackets_above_boxes(below: str, labels: list[str]) -> None:
    text = f"渡し船業務委託記録票\n委託業務の名称：渡し船の掃除\n主管課：港湾課\n【船の形】\n{below}"
    (sheet,) = extract(text.encode(), name="a.txt").registers
    assert list(sheet.choices) == labels
    assert ("船の形" in [one.label for one in sheet.fields]) is bool(labels)


def test_a_number_before_what_looks_like_a_quantity() -> None:
    text = "渡し船業務委託記録票\n１　委託業務の名称　　渡し船の掃除\n２　主管課　　港湾課\n３　年度更新\n■要　□不要"
    (sheet,) = extract(text.encode(), name="a.txt").registers
    assert list(sheet.choices) == ["年度更新"]
