"""Tables of Word files: merged cells, what stands around rows and cells, and tables within cells."""

from __future__ import annotations

from pathlib import Path

from kaigi_extract import extract
from kaigi_extract.source import TextTable, read
from tests.word_files import control, lines, p, table, word_file


def cells(path: Path) -> list[tuple[int, int, int, int, str]]:
    """Row, column, spans and text of the cells of the one table."""
    (found,) = [block for block in read(path).blocks or [] if isinstance(block, TextTable)]
    return [
        (
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            "／".join(line.text for line in cell.lines if line.text),
        )
        for cell in found.cells
    ]


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def tr(*inside: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(inside)}</w:tr>"


def test_merged_cells(tmp_path: Path) -> None:
    begins, goes_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = [
        tr(tc("区分", begins), tc("曜日", "<w:gridSpan w:val='2'/>")),
        tr(tc("", goes_on), tc("春"), tc("夏")),
        tr(tc("古紙", "<w:hMerge w:val='restart'/>"), tc("", "<w:hMerge/>"), tc("毎週")),
        tr(tc("以上"), properties="<w:gridBefore w:val='2'/>"),
    ]
    assert cells(word_file(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>")) == [
        (0, 0, 2, 1, "区分"),
        (0, 1, 1, 2, "曜日"),
        (1, 1, 1, 1, "春"),
        (1, 2, 1, 1, "夏"),
        (2, 0, 1, 2, "古紙"),
        (2, 2, 1, 1, "毎週"),
        (3, 2, 1, 1, "以上"),
    ]


def test_controls_and_wrappings_around_rows_and_cells(tmp_path: Path) -> None:
    wrapped = f"<w:customXml w:element='y'>{tc('時刻')}</w:customXml>"
    rows = [
        control("", tr(tc("曜日"), control("", tc("毎週")))),
        f"<w:customXml w:element='x'>{tr(wrapped, tc('８時'))}</w:customXml>",
    ]
    path = word_file(tmp_path, control("", f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert [cell[-1] for cell in cells(path)] == ["曜日", "毎週", "時刻", "８時"]


INNER = table(("だれの", "項目"), ("古紙を出した者", "氏名、住所"), ("回収の担当", "氏名、所属"))


def test_a_table_within_a_cell_is_text_of_it_row_by_row(tmp_path: Path) -> None:
    path = word_file(tmp_path, table(("情報項目", f"{p('次のとおり')}{INNER}{p('以上')}")))
    assert [cell[-1] for cell in cells(path)] == [
        "情報項目",
        "次のとおり／だれの／項目／古紙を出した者／氏名、住所／回収の担当／氏名、所属／以上",
    ]
    (found,) = extract(path).tables
    assert found.cells[1].text == "次のとおり\nだれの\t項目\n古紙を出した者\t氏名、住所\n回収の担当\t氏名、所属\n以上"
    assert [span.line for span in found.cells[1].spans] == [2, 3, 4, 5, 6, 7, 8, 9]


def form(items: str) -> str:
    head = p("情報公開・個人情報保護審議会　諮問・報告事項") + table(("件　　名", "古紙の回収の委託について"))
    basis = p("内容は別紙のとおり") + p("【報告】") + p("　◇第14条第1項（業務委託）")
    rows = table(
        ("保有課(担当課)", "回収課"),
        ("登録業務の名称", "古紙の回収"),
        ("委託先", "株式会社ふるがみ"),
        ("委託に伴い事業者に処理させる情報項目(だれの、どのような項目か)", items),
        ("処理させる情報項目の記録媒体", "紙"),
        ("委託理由", "人手が足りないため。"),
    )
    return head + basis + p("件名　古紙の回収の委託について") + rows


def test_whose_items_they_are_stands_beside_them(tmp_path: Path) -> None:
    (case,) = extract(word_file(tmp_path, form(f"{p('')}{INNER}{p('')}")), ward="shinjuku").cases
    items = case.forms[0].data_items
    assert items is not None
    assert [(one.text, one.group) for one in items.items] == [
        ("氏名", "古紙を出した者"),
        ("住所", "古紙を出した者"),
        ("氏名", "回収の担当"),
        ("所属", "回収の担当"),
    ]
    assert [span.line for span in items.items[3].spans] == [21]


def test_a_frame_of_one_cell_around_a_table_is_no_table(tmp_path: Path) -> None:
    path = word_file(tmp_path, table((f"{p('回収計画')}{table(('曜日', '毎週'))}{p('')}",)))
    assert cells(path) == [(0, 0, 1, 1, "曜日"), (0, 1, 1, 1, "毎週")]
    assert lines(path) == ["回収計画", "曜日", "毎週"]
