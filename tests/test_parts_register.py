"""Register sheets: titles, rows, boxes, numbers, hearings."""

import datetime

import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.lines import columns
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.register.known_labels import KnownLabels
from kaigi_extract.parts.register.rows import register_length
from kaigi_extract.parts.register.sheet import read_register, registration_number
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.source import TextLine
from kaigi_extract.wards import Vocabulary, Ward, common_words
from tests.typeset import lines_of, pages, reading

WARD = Ward.model_validate(
    {
        "id": "kasumi",
        "name": "霞区",
        "titles": [{"category": "system_development", "words": ["電算開発"]}],
        "labels": {
            "registers": {
                "registration_number": ["帳簿番号"],
                "department": ["受持課"],
                "other": ["渡し方", "審議の記録", "渡す個人情報の記録の種別", "受持の長", "事務の始期"],
            }
        },
    }
)


def known(ward):
    return KnownLabels(ward, common_words(), RegisterSettings())


def form(*rows, widths):
    """A drawing of a table: a row is a list of cells, a cell a text whose lines are parted by newlines; None goes on
    with the cell above, and a row that is too short ends in a wide cell."""
    art = []
    for number, row in enumerate(rows):
        edges = ["-" * width for width in widths]
        for k, cell in enumerate(row):
            edges[k] = " " * widths[k] if cell is None and number else edges[k]
        art.append("+" + "+".join(edges) + "+")
        spans = [*widths[: len(row) - 1], sum(widths[len(row) - 1 :]) + len(widths) - len(row)]
        cells = [(cell or "").split("\n") for cell in row]
        for k in range(max(map(len, cells))):
            texts = [f" {cell[k] if k < len(cell) else ''}" for cell in cells]
            padded = [text + " " * (width - columns(text)) for text, width in zip(texts, spans, strict=True)]
            art.append("|" + "|".join(padded) + "|")
    return "\n".join([*art, "+" + "+".join("-" * width for width in widths) + "+"])


TITLES = [
    # line, whether a sheet begins with it
    ("外部委託記録票", True),
    ("電　算　結　合　記　録　票（案）", True),
    ("目 的 外 利 用 記 録 票 (案)", True),
    ("個人情報取扱業務登録票", True),
    ("個人情報業務登録簿", True),
    ("記録票", False),
    ("・外部委託記録票（案）", False),
    ("８ 添付資料 外部委託記録票", False),
    ("外部委託記録票を改める。", False),
    ("外部委託記録票、電算結合記録票", False),
    ("外部委託の記録", False),
    ("鍵の貸出しに当たり窓口で書いてもらうこととなっている業務の外部委託記録票", False),
]


@pytest.mark.parametrize(("text", "expected"), TITLES)
def test_titles(text, expected):
    assert known(WARD).is_title(lines_of(text)[0]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第５号様式（第１１条関係）", True),
        ("第 3号様式の2 (第 9条の2第1項関係)", True),
        ("様式第四号", True),
        ("別記第２号様式", True),
        ("第５号様式による。", False),
        ("第５条関係", False),
    ],
)
def test_form_lines(text, expected):
    assert is_form_line(lines_of(text)[0]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("０ ７ １ ２ ― ３ ３", "0712-33"),
        ("第0712－33号", "0712-33"),
        ("A12ー3", "A12-3"),
        ("農－００７", "農-007"),
        ("第農－００７号", "農-007"),
        ("Ｒ６－結－００９", "R6-結-009"),
        ("サービス課－１２", "12"),
        ("課名－　　番号－", None),
        ("潮見－４（旧３－２）", "潮見-4"),
        ("     ―   ", None),
        ("", None),
    ],
)
def test_registration_numbers(text, expected):
    assert registration_number(text) == expected


SHEET = """第３号様式（第８条関係）

          外 部 委 託 記 録 票（案）
""" + form(
    ["帳 簿 番 号", "０ ７ １ ２ ― ３ ３"],
    ["受 持 課", "霞部　公園課"],
    ["渡 し 方", "■ 文書　□ 図画　□ 写真\n■ その他（　手渡しの袋　）"],
    [
        "審議の記録",
        "■ 平成１９年 ６月 ５日　諮間第７号\n□ 平成　　年　　月　　日　諮問第　　号\n■ 事前一括承認基準（２―４）",
    ],
    ["渡す個人情\n報の記録の\n種別", "□ 氏名\n■ 住所"],
    ["鍵の置き場", "事務室の棚"],
    widths=[14, 46],
)


def parted(arts, ward=WARD):
    """The part of the first sheet among drawn pages."""
    vocabulary = Vocabulary([ward] if ward else [])
    layouts = [arrange_page(one, vocabulary.is_mark) for one in pages(*arts)]
    return cut(arrange(layouts, vocabulary.knows, vocabulary.is_mark).items, ward)


def cut(items, ward=WARD):
    at = next(k for k, item in enumerate(items) if not isinstance(item, Grid) and known(ward).is_title(item))
    return Part("register", [*items[:at], *items[at : at + register_length(items[at:], known(ward))]])


def sheet_of(*arts, ward=WARD):
    findings = Findings().at("/registers/0")
    return read_register(parted(arts, ward), reading(ward, findings), findings), findings.all


def test_a_sheet():
    sheet, _ = sheet_of(SHEET)
    assert (sheet.kind, sheet.title, sheet.draft) == ("outsourcing", "外部委託記録票", True)
    assert (sheet.form, sheet.registration_number) == ("第3号様式(第8条関係)", "0712-33")
    assert (sheet.department, sheet.business_name, sheet.standing_approval) == ("霞部 公園課", None, "2-4")
    assert [(one.date, one.number) for one in sheet.council_dates] == [(datetime.date(2007, 6, 5), 7)]
    assert [one.label for one in sheet.fields] == [
        "帳簿番号", "受持課", "渡し方", "審議の記録", "渡す個人情報の記録の種別", "鍵の置き場",
    ]  # fmt: skip
    assert sheet.fields[4].text == "□ 氏名\n■ 住所"
    assert {label: [(c.text, c.checked, c.detail) for c in found] for label, found in sheet.choices.items()} == {
        "渡し方": [
            ("文書", True, None),
            ("図画", False, None),
            ("写真", False, None),
            ("その他", True, "手渡しの袋"),
        ],
        "審議の記録": [
            ("平成19年 6月 5日 諮間第7号", True, None),
            ("平成  年  月  日 諮問第  号", False, None),
            ("事前一括承認基準", True, "2―4"),
        ],
        "渡す個人情報の記録の種別": [("氏名", False, None), ("住所", True, None)],
    }


def test_evidence_and_findings_have_their_places():
    sheet, findings = sheet_of(SHEET)
    assert set(sheet.evidence) == {
        "title", "form", "registration_number", "department", "standing_approval", "council_dates",
    }  # fmt: skip
    assert sheet.evidence["registration_number"].label == "帳簿番号"
    assert sheet.evidence["registration_number"].text == "０ ７ １ ２ ― ３ ３"
    assert sheet.evidence["standing_approval"].text == "事前一括承認基準（２―４"
    assert [(one.code, one.record) for one in findings] == [
        ("misprint", "/registers/0/fields/3"),
        ("unmapped_label", "/registers/0/fields/5"),
    ]
    (misprint,) = findings[0].spans
    (hearing,) = sheet.fields[3].spans[:1]
    assert misprint.bbox[1] == hearing.bbox[1]
    assert misprint.bbox[2] - misprint.bbox[0] == pytest.approx(20, abs=1)


def test_an_unchecked_approval_and_a_blank_form_line_are_nothing():
    sheet, findings = sheet_of(SHEET.replace("■ 事前", "□ 事前").replace("■ 平成１９", "□ 平成１９"))
    assert (sheet.standing_approval, sheet.council_dates) == (None, [])
    assert "misprint" in {one.code for one in findings}


LINKED = """
          電 算 結 合 記 録 票
""" + form(
    ["帳 簿 番 号", "０ １ ０ １ ― ０ １"],
    [
        "事務の始期",
        "平成２０年 ４月 １日（審議会 平成１９年 ９月 ５日 諮問第８号）\n"
        "平成２１年 ４月 １日（審議会 平成２０年 ９月 ３日）\n"
        "　　年　　月　　日（審議会　　年　　月　　日　諮問第　　号）",
    ],
    widths=[14, 68],
)


def test_hearings_beside_other_dates():
    sheet, findings = sheet_of(LINKED)
    assert (sheet.kind, sheet.draft, sheet.form, findings) == ("linkage", False, None, [])
    assert [(one.date, one.number) for one in sheet.council_dates] == [
        (datetime.date(2007, 9, 5), 8),
        (datetime.date(2008, 9, 3), None),
    ]


@pytest.mark.parametrize(
    ("label", "value", "days"),
    [
        ("審議の記録", "審議会 平成１９年６月５日\n審議会 平成１９年６月５日", [(2007, 6, 5)]),
        ("審議の記録", "審議会 平成１９年６月５日\n審議会 平成２０年９月３日", [(2007, 6, 5), (2008, 9, 3)]),
        ("審議の記録", "審議会 平成１９年６月\n審議会 平成１９年", []),
        ("審議の記録", "平成１９年６月５日", []),
        ("審議会", "平成１９年６月５日", [(2007, 6, 5)]),
    ],
)
def test_hearings_are_days_that_a_council_is_named_with(label, value, days):
    """Beside the day or as the label of its row; each counts once."""
    sheet, _ = sheet_of("          外 部 委 託 記 録 票\n" + form([label, value], widths=[14, 46]))
    assert [one.date for one in sheet.council_dates] == [datetime.date(*day) for day in days]


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("審議会", "平成１９年６月５日", []),
        ("審議会", "　年　月　日", []),
        ("審議会", "報告済み", []),
        ("審議会", "１９年６月５日", [("warning", "「１９年６月５日」 after 審議会 cannot be read as a day")]),
        (
            "審議会",
            "平成１９年２月３０日",
            [("warning", "「平成１９年２月３０日」 after 審議会 cannot be read as a day")],
        ),
        ("帳簿番号", "０７１２", []),
        ("帳簿番号", "　－　", []),
        ("帳簿番号", "新規", [("info", "「新規」 after 帳簿番号 is no number")]),
    ],
)
def test_words_where_a_day_or_a_number_should_be(label, value, expected):
    _, findings = sheet_of("          外 部 委 託 記 録 票\n" + form([label, value], widths=[14, 46]))
    unread = [finding for finding in findings if finding.code == "value_unread"]
    assert [(finding.severity, finding.message) for finding in unread] == expected
    assert all(finding.spans for finding in unread)


def test_boxes_in_two_rows_under_one_label_are_its_values():
    rows = [["受 持 課", "公園課"], ["渡 し 方", "□ 文書", "■ 図画"], [None, "□ 写真", "■ 布"]]
    sheet, _ = sheet_of("          外 部 委 託 記 録 票\n" + form(*rows, widths=[12, 12, 26]))
    assert [(one.label, one.text) for one in sheet.fields] == [
        ("受持課", "公園課"),
        ("渡し方", "□ 文書\n■ 図画\n□ 写真\n■ 布"),
    ]


def test_a_title_in_the_table_is_no_field():
    rows = [["外部委託記録票"], ["帳 簿 番 号", "０７１２"], ["別紙を添える。"]]
    sheet, _ = sheet_of("          外 部 委 託 記 録 票\n" + form(*rows, widths=[14, 46]))
    assert [(one.label, one.text) for one in sheet.fields] == [("帳簿番号", "０７１２"), ("", "別紙を添える。")]


def test_two_cells_in_one_row_are_one_value():
    sheet, _ = sheet_of(
        "          外 部 委 託 記 録 票\n" + form(["渡 し 方", "文書による", "公園課"], widths=[12, 12, 26])
    )
    assert [(one.label, one.text) for one in sheet.fields] == [("渡し方", "文書による\n公園課")]


KINDS = [
    ("外部委託記録票", "outsourcing"),
    ("電算結合記録票", "linkage"),
    ("目的外利用記録票", "secondary_use"),
    ("外部提供記録票", "external_provision"),
    ("電算開発記録票", "system_development"),
    ("個人情報業務登録簿", "registration"),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_kinds(title, kind):
    assert sheet_of(LINKED.replace("電 算 結 合 記 録 票", title))[0].kind == kind


NESTED = """
          個人情報業務登録票
""" + form(
    ["登録番号", "１２３"],
    ["収集方法", "□ 本人から　■ 本人以外から"],
    ["目的外利\n用の内容", "利用先", "■ 公園課　□ 道路課"],
    [None, "根拠", "第８条"],
    ["外部提供\nの内容", "提供先", "■ 協会　□ 組合"],
    [None, "根拠", "第９条"],
    widths=[12, 12, 26],
)


def test_labels_under_labels_and_no_mapping():
    sheet, findings = sheet_of(NESTED, ward=None)
    assert (sheet.registration_number, findings) == ("123", [])
    assert [(one.label, one.text) for one in sheet.fields] == [
        ("登録番号", "１２３"),
        ("収集方法", "□ 本人から　■ 本人以外から"),
        ("利用先", "■ 公園課　□ 道路課"),
        ("根拠", "第８条"),
        ("提供先", "■ 協会　□ 組合"),
        ("外部提供の内容・根拠", "第９条"),
    ]
    assert set(sheet.choices) == {"収集方法", "利用先", "提供先"}


UNRULED = """
          外 部 委 託 記 録 票（案）

帳 簿 番 号      ０ ７ １ ２ ― ３ ３

受 持 課         霞部　公園課

渡 し 方         ■ 文書　□ 図画
                 □ その他（　　）
"""


def test_without_rules():
    sheet, _ = sheet_of(UNRULED)
    assert (sheet.registration_number, sheet.department) == ("0712-33", "霞部 公園課")
    assert [(c.text, c.checked) for c in sheet.choices["渡し方"]] == [
        ("文書", True),
        ("図画", False),
        ("その他", False),
    ]


EXPORT = """第３号様式（第８条関係）

外 部 委 託 記 録 票 （案）

帳 簿 番 号 ０ ７ １ ２ ― ３ ３

受 持 課  公園課

渡す個人

情報の記録の種別

□ 氏名

■ 住所(番地など)

受 持 の 長

公園課長





公園の鍵の貸出しのあらまし

受 持 課 は次のとおりとする。
"""


def test_a_text_export():
    blocks = [TextLine(number, text, hard=False) for number, text in enumerate(EXPORT.split("\n"), 1)]
    items = arrange_text(blocks, Vocabulary([WARD]).knows).items
    sheet = read_register(cut(items), reading(WARD), Findings())
    assert (sheet.form, sheet.registration_number, sheet.draft) == ("第3号様式(第8条関係)", "0712-33", True)
    assert [(one.label, one.text) for one in sheet.fields] == [
        ("帳簿番号", "０ ７ １ ２ ― ３ ３"),
        ("受持課", "公園課"),
        ("渡す個人情報の記録の種別", "□ 氏名\n■ 住所(番地など)"),
        ("受持の長", "公園課長"),
    ]
    assert [(c.text, c.checked, c.detail) for c in sheet.choices["渡す個人情報の記録の種別"]] == [
        ("氏名", False, None),
        ("住所", True, "番地など"),
    ]


def test_a_form_number_among_the_running_heads():
    part = parted([SHEET.replace("第３号様式（第８条関係）", "")])
    margins = lines_of("第３号様式（第８条関係）")
    sheet = read_register(part, reading(WARD, margins=margins), Findings())
    assert sheet.form == "第3号様式(第8条関係)"


def test_a_sheet_of_a_text_export_without_any_label():
    blocks = [TextLine(number, text, hard=True) for number, text in enumerate(["花の種配布記録票", "花を植える"], 1)]
    sheet = read_register(cut(arrange_text(blocks, Vocabulary([]).knows).items, None), reading(), Findings())
    assert (sheet.title, sheet.fields) == ("花の種配布記録票", [])
