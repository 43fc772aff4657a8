"""Rows of forms whose ruled lines are gone or never were: labels half way down, wrapped ones, pairs beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout import label_rows
from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.borderless_rows import rows_of_columns
from kaigi_extract.layout.label_rows import cut_rows
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Grid, no_label
from kaigi_extract.source import Frame
from kaigi_extract.text import squeeze
from tests.test_layout_borderless_tables import knows
from tests.typeset import EM, HEIGHT, WIDTH, Shown, arranged, lines_of, page, run, shown, table

TABLES: dict[str, tuple[str, Shown]] = {
    "labels that nobody knows, half way down, no space between rows": (
        """
品名        古紙のうち、乾いたもの
            毎週の水曜日とし、雨の降
回る日      る日とその前の日が祝日で
            あるときは次の日とする。
数量        十束
            再び紙にするため、区の定
届ける先    める問屋に売り渡して代金
            を受け取る。
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの"],
                ["回る日", "毎週の水曜日とし、雨の降る日とその前の日が祝日であるときは次の日とする。"],
                ["数量", "十束"],
                ["届ける先", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"],
            ]
        ],
    ),
    "a label that nobody knows over two lines": (
        """
品名        古紙のうち、乾いたもの
回る日と雨  毎週の水曜日とし、雨の降
の日の扱い  る日は次の日とする。
届ける先    区の定める問屋
数量        十束
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの"],
                ["回る日と雨の日の扱い", "毎週の水曜日とし、雨の降る日は次の日とする。"],
                ["届ける先", "区の定める問屋"],
                ["数量", "十束"],
            ]
        ],
    ),
    "labels that nobody knows, each on one line": (
        """
品名        古紙のうち、乾いたもの
回る日      毎週の水曜日
集める人    区の職員
届ける先    区の定める問屋
数量        十束
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの"],
                ["回る日", "毎週の水曜日"],
                ["集める人", "区の職員"],
                ["届ける先", "区の定める問屋"],
                ["数量", "十束"],
            ]
        ],
    ),
    "a value that is broken where its label is": (
        """
集める日と  毎週の水曜日
時刻及びそ  祝日の次の日は休み
の決め方    大雨のときはその次の日とする。
数量        十束
""",
        [
            [
                ["集める日と時刻及びその決め方", "毎週の水曜日\n祝日の次の日は休み\n大雨のときはその次の日とする。"],
                ["数量", "十束"],
            ]
        ],
    ),
    "labels centred in their column, two of them unknown": (
        """
  品名      古紙のうち、乾いたもの

集める人    区の職員

  回り方    南から北へ

  数量      十束
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの"],
                ["集める人", "区の職員"],
                ["回り方", "南から北へ"],
                ["数量", "十束"],
            ]
        ],
    ),
    "pairs beside each other, wrapped": (
        """
品名        古紙のうち、乾いたもの及び板紙

数量        十束に括った    置き場所  区の倉庫の
            もの                      東の棚

使いみち    再び紙にするため、問屋に売り渡す。
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの及び板紙"],
                ["数量", "十束に括ったもの", "置き場所", "区の倉庫の東の棚"],
                ["使いみち", "再び紙にするため、問屋に売り渡す。"],
            ]
        ],
    ),
    "pairs beside each other, the last label half way down and over two lines": (
        """
            新聞紙と雑誌の  集める日と  毎週の水曜
品名        うち、乾いてい  時刻及びそ  日とし、雨
            るもの          の決め方    の日を除く

            十束
数量                        担当        資源係
            （雨を除く）

使いみち    再び紙にするため、問屋に売り渡す。
""",
        [
            [
                [
                    "品名",
                    "新聞紙と雑誌のうち、乾いているもの",
                    "集める日と時刻及びその決め方",
                    "毎週の水曜日とし、雨の日を除く",
                ],
                ["数量", "十束\n（雨を除く）", "担当", "資源係"],
                ["使いみち", "再び紙にするため、問屋に売り渡す。"],
            ]
        ],
    ),
    "a word set apart by a typed space is no further label": (
        """
品名        古紙  数量  雑誌
            板紙
使いみち    再び紙にする。
""",
        [[["品名", "古紙 数量 雑誌板紙"], ["使いみち", "再び紙にする。"]]],
    ),
    "the last row has a label beside a label, both half way down": (
        """
品名        古紙のうち、乾いたもの及び板紙

数量        十束        置き場所  東の倉庫

            五年を過ぎ            係の者が二
届ける先                使いみち
            たときは東            人で決める
""",
        [
            [
                ["品名", "古紙のうち、乾いたもの及び板紙"],
                ["数量", "十束", "置き場所", "東の倉庫"],
                ["届ける先", "五年を過ぎ\nたときは東", "使いみち", "係の者が二\n人で決める"],
            ]
        ],
    ),
    "a value that goes on at the margin of the labels": (
        """
品名    古紙のうち、乾いたものであって、表紙に加
工のあるもの及び紐で括られていないものを除いて、
集めたもの
数量    十束
""",
        [
            [
                [
                    "品名",
                    "古紙のうち、乾いたものであって、表紙に加工のあるもの及び紐で括られていないものを除いて、集めたもの",
                ],
                ["数量", "十束"],
            ]
        ],
    ),
    "a sentence at the margin, below a value that ends with one": (
        """
品名    古紙のうち、乾いたものであって、表紙に。
工のあるもの及び紐で括られていないものを除いて、
集めたものに限る。
数量    十束
""",
        [
            [["品名", "古紙のうち、乾いたものであって、表紙に。"]],
            "工のあるもの及び紐で括られていないものを除いて、",
            "集めたものに限る。",
            [["数量", "十束"]],
        ],
    ),
    "words that nobody knows beside a value are no further label": (
        """
品名        古紙        雑誌
数量        十束        五束
""",
        [[["品名", "古紙 雑誌"], ["数量", "十束 五束"]]],
    ),
}


def squeezed(items: Shown) -> Shown:
    """Labels without white space in them."""

    def of(row: list[str]) -> list[str]:
        return [squeeze(text) if at % 2 == 0 else text for at, text in enumerate(row)]

    return [item if isinstance(item, str) else [of(row) for row in item] for item in items]


@pytest.mark.parametrize(("art", "items"), TABLES.values(), ids=TABLES)
def test_rows(art: str, items: Shown) -> None:
    assert squeezed(shown(arranged([page(art)], knows))) == items


LISTS: dict[str, tuple[str, list[list[str]]]] = {
    "numbers half way down, no space between rows": (
        """
番号    品目        数え方
１      古紙        束の数による。
                    箱ごとに量り、重さの
２      板紙        合計を月の終わりに帳
                    簿に記す。
３      雑誌        冊数による。
""",
        [
            ["番号", "品目", "数え方"],
            ["１", "古紙", "束の数による。"],
            ["２", "板紙", "箱ごとに量り、重さの合計を月の終わりに帳簿に記す。"],
            ["３", "雑誌", "冊数による。"],
        ],
    ),
    "the first number half way down": (
        """
番号    品目        数え方
                    箱ごとに量り、重さの
１      板紙        合計を月の終わりに帳
                    簿に記す。
        新聞紙及び
２                  束の数による。
        雑誌
３      古布        枚数による。
""",
        [
            ["番号", "品目", "数え方"],
            ["１", "板紙", "箱ごとに量り、重さの合計を月の終わりに帳簿に記す。"],
            ["２", "新聞紙及び\n雑誌", "束の数による。"],
            ["３", "古布", "枚数による。"],
        ],
    ),
    "numbers at the top": (
        """
番号    品目        数え方
１      板紙        箱ごとに量り、重さの
                    合計を月の終わりに帳
                    簿に記す。
２      新聞紙及び  束の数による。
        雑誌
３      古布        枚数による。
""",
        [
            ["番号", "品目", "数え方"],
            ["１", "板紙", "箱ごとに量り、重さの合計を月の終わりに帳簿に記す。"],
            ["２", "新聞紙及び雑誌", "束の数による。"],
            ["３", "古布", "枚数による。"],
        ],
    ),
}


@pytest.mark.parametrize(("art", "rows"), LISTS.values(), ids=LISTS)
def test_lists(art: str, rows: list[list[str]]) -> None:
    layouts = [arrange_page(page(art), lambda _: False)]
    items = arrange(layouts, no_label, lambda _: False, heads_list=lambda texts: "番号" in texts).items
    assert [table(item) for item in items if isinstance(item, Grid)] == [rows]


def test_labels_with_values_beside_each_other_head_no_list() -> None:
    art = "番号  三百    品目  古紙    数量\n次の番号      雑誌          束\nその次        板紙          箱"
    layouts = [arrange_page(page(art), lambda _: False)]
    heads = {"番号", "番号三百", "品目", "品目古紙", "数量"}
    items = arrange(layouts, no_label, lambda _: False, heads_list=heads.issuperset).items
    assert not any(isinstance(item, Grid) for item in items)


def test_labels_of_pairs_half_a_line_lower_say_nothing_of_the_space_between_lines() -> None:
    made = page("品名        古紙のうち、乾いたもの")
    for row in range(3):
        y = 160.0 + row * 40
        made.runs += [run("数量", 60, y + 7.5), run("五束ずつ括", 120, y), run("ったもの", 120, y + 15)]
        made.runs += [run("置き場所", 200, y + 7.5), run("区の倉庫の", 260, y), run("東の棚", 260, y + 15)]
    made.runs += [run("集める日と", 60, 280), run("時刻及びそ", 60, 295), run("の決め方", 60, 310)]
    made.runs += [run("毎週の水曜日とし、雨の降る日は次の日とし、その", 120, 280)]
    made.runs += [run("前の日が祝日であるときも、次の日とし、その旨を", 120, 295), run("知らせる。", 120, 310)]
    (grid,) = arranged([made], knows).items
    assert isinstance(grid, Grid)
    rows = table(grid)
    assert [len(row) for row in rows] == [2, 4, 4, 4, 2]
    assert [squeeze(text) for text in rows[-1]] == [
        "集める日と時刻及びその決め方",
        "毎週の水曜日とし、雨の降る日は次の日とし、その前の日が祝日であるときも、次の日とし、その旨を知らせる。",
    ]


def test_pairs_have_columns_of_their_own_and_are_no_list() -> None:
    (grid,) = arranged([page(TABLES["pairs beside each other, wrapped"][0])], knows).items
    assert isinstance(grid, Grid)
    assert grid.paired
    assert [(cell.row, cell.column, cell.column_span) for cell in grid.cells] == [
        (0, 0, 1),
        (0, 1, 3),
        (1, 0, 1),
        (1, 1, 1),
        (1, 2, 1),
        (1, 3, 1),
        (2, 0, 1),
        (2, 1, 3),
    ]


def test_the_next_page_goes_on_with_pairs() -> None:
    first = page("品名        古紙    数量    十束\n使いみち    再び紙にするため、問屋", 1)
    after = page("            に売り渡す。\n置き場所    倉庫", 2, y=60)
    assert shown(arranged([first, after], knows)) == [
        [
            ["品名", "古紙", "数量", "十束"],
            ["使いみち", "再び紙にするため、問屋に売り渡す。"],
            ["置き場所", "倉庫"],
        ]
    ]


def test_ways_that_fit_worse_are_not_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two labels half way down their rows of three lines, at one distance. Of one way only, the shortest first row is
    the best as long as nothing is known of the second."""
    labels, values = lines_of("花\n\n\n木", y=20, pitch=10), lines_of("一\n二\n三\n四\n五\n六", y=10, pitch=10)

    def parted() -> list[int]:
        (rows,) = cut_rows([(labels, values)], no_label, DEFAULT_LAYOUT.borderless_tables)
        return [len(value) for _, value in rows]

    assert parted() == [3, 3]
    monkeypatch.setattr(label_rows, "MOST_KEPT", 0)
    with pytest.raises(KeyError):
        parted()


def test_a_row_that_goes_on_over_the_page_has_its_label_on_the_page_before() -> None:
    labels, values = lines_of("花", y=60), lines_of("続きの二行目\nと三行目\n\n赤い花", y=12)
    numbers = DEFAULT_LAYOUT.borderless_tables
    (rows,) = cut_rows([(labels, values)], no_label, numbers, goes_on=True)
    assert [([line.text for line in label], len(value)) for label, value in rows] == [([], 2), (["花"], 1)]
    (rows,) = cut_rows([(labels, values)], no_label, numbers)
    assert [len(value) for _, value in rows] == [3]


EDGE, VALUES, SIZE, LEADING = 60.0, 190.0, 10.5, 15.0
TITLE = "水門の見回りの記録の入力業務の委託について"
REASON = (
    "見回りは夜明けと日暮れに行い、その記録は紙に書かれている。入力を職員が行うと、水位の知らせが次の日になるため。"
)
ITEMS = "見回りをする者の氏名、住所、電話番号、見回りの時刻及び水門の番号"
SAFE = "１　入力を行う部屋を区が定め、そこから紙を持ち出させない。\n２　入力を終えた紙は、その日のうちに係の棚に納めさせる。"
Rows = Sequence[tuple[str, str]]
KNOWN: Rows = [
    ("件名", TITLE),
    ("担当課", "土木部河川課"),
    ("委託理由", REASON),
    ("委託に伴い事業者に処理させる情報項目", ITEMS),
    ("委託先", "株式会社あかつき入力"),
    ("委託の開始時期及び期限", "令和３年４月１日から令和４年３月31日まで"),
    ("受託事業者に行わせる情報保護対策", SAFE),
]
OF_ANY_BODY: Rows = [
    ("案件の名称", TITLE),
    ("受け持ちの部署", "土木部河川課"),
    ("業務を委ねる理由", REASON),
    ("事業者に渡す個人情報の項目", ITEMS),
    ("契約の相手方", "株式会社あかつき入力"),
    ("契約の期間", "令和３年４月１日から令和４年３月31日まで"),
    ("係の者の心得", "紙を濡らさない。破れたものは糊で継いでから渡し、その旨を帳簿に書く。帳簿は係の机に置く。"),
    ("受託者に求める安全管理措置", SAFE),
]


def lines_in(text: str, ems: int) -> list[str]:
    return [part[k : k + ems] for part in text.split("\n") for k in range(0, len(part), ems)]


PAPER = "みなも市情報公開・個人情報保護審議会　諮問事項"


def form(path: Path, rows: Rows, space: float, *, half_way: bool, above: str = PAPER) -> Path:
    """A form without ruled lines: labels ten characters wide, values thirty, at the top of their rows or half way."""
    document = pymupdf.open()
    sheet, y = document.new_page(width=595, height=842), 60.0
    sheet.insert_text((EDGE, y), above, fontname="japan", fontsize=SIZE)
    y += 30
    for label, value in rows:
        columns = [lines_in(label, 10), lines_in(value, 30)]
        height = max(map(len, columns)) * LEADING
        for x, lines in zip((EDGE, VALUES), columns, strict=True):
            inset = (height - len(lines) * LEADING) / 2 if half_way else 0.0
            for k, line in enumerate(lines):
                sheet.insert_text((x, y + inset + k * LEADING), line, fontname="japan", fontsize=SIZE)
        y += height + space
    document.save(path)
    return path


@pytest.mark.parametrize("half_way", [True, False])
@pytest.mark.parametrize("space", [0.0, 1.0, 8.0])
@pytest.mark.parametrize("rows", [KNOWN, OF_ANY_BODY], ids=["known", "of any body"])
def test_a_form_reads_as_it_is_printed(tmp_path: Path, rows: Rows, space: float, *, half_way: bool) -> None:
    [case] = extract(form(tmp_path / "form.pdf", rows, space, half_way=half_way), recogniser="none").cases
    [read] = case.forms
    said = {squeeze(e.label): squeeze(e.text) for e in read.evidence.values() if e.label}
    said |= {squeeze(extra.label): squeeze(extra.text) for extra in read.extra}
    assert said == {squeeze(label): squeeze(value) for label, value in rows}


PARTLY: dict[str, Rows] = {
    "the first label is no ward's": [
        ("案件名", TITLE),
        ("担当", "土木部河川課"),
        ("目的", REASON),
        ("項目", ITEMS),
        ("期間", "令和３年４月１日から令和４年３月31日まで"),
        ("方法", SAFE),
        ("課題", "入力を終えるまでの日数を、水が増える季節の前に改めて調べる必要がある。"),
    ],
    "one label alone is a ward's": [
        ("報告事項", TITLE),
        ("担当課", "土木部河川課"),
        ("発生した日", "令和４年11月15日"),
        ("発生の経緯", REASON),
        ("漏えいした情報", ITEMS),
        ("対応", "両名に説明し、了承を得た。"),
        ("再発を防ぐ方法", SAFE),
    ],
}


@pytest.mark.parametrize("half_way", [True, False])
@pytest.mark.parametrize("rows", PARTLY.values(), ids=PARTLY)
def test_a_form_is_whole_of_which_a_ward_knows_some_labels(tmp_path: Path, rows: Rows, *, half_way: bool) -> None:
    [case] = extract(form(tmp_path / "form.pdf", rows, 5.0, half_way=half_way), recogniser="none").cases
    [read] = case.forms
    said = {squeeze(e.label): squeeze(e.text) for e in read.evidence.values() if e.label}
    said |= {squeeze(extra.label): squeeze(extra.text) for extra in read.extra}
    assert said == {squeeze(label): squeeze(value) for label, value in rows}


REGISTER: Rows = [
    ("業務の名称", "水門の見回りに関する事務"),
    ("所管課", "土木部河川課"),
    (
        "個人情報を取り扱う目的及びその根拠",
        "水門の開け閉めを誰がいつ行ったかを残し、水があふれたときに備えるため、河川の管理に関する条例による。",
    ),
    ("個人情報の対象者の範囲", "見回りをする者"),
    ("個人情報の記録の項目", ITEMS),
]


@pytest.mark.parametrize("half_way", [True, False])
def test_a_register_reads_as_it_is_printed(tmp_path: Path, *, half_way: bool) -> None:
    path = form(tmp_path / "form.pdf", REGISTER, 6.0, half_way=half_way, above="個人情報取扱事務登録簿")
    [register] = extract(path, recogniser="none").registers
    assert {squeeze(one.label): squeeze(one.text) for one in register.fields} == {
        squeeze(label): squeeze(value) for label, value in REGISTER
    }


def test_a_label_that_the_page_cuts_is_one() -> None:
    frame = Frame(2, WIDTH, HEIGHT)
    labels = [*lines_of("品名\n集める日と\n時刻及びそ", y=700), *lines_of("の決め方", y=60, frame=frame)]
    values = [
        *lines_of("古紙\n毎週の水曜", y=700, x=200),
        *lines_of("日とし、雨\nの日を除く", y=60, x=200, frame=frame),
    ]
    rows = rows_of_columns(labels, values, knows, DEFAULT_LAYOUT.borderless_tables)
    assert [(len(label), len(value)) for label, value in rows] == [(1, 1), (3, 3)]


def test_prose_with_words_of_labels_stays_prose() -> None:
    prose = [
        run("品名と数量は、帳簿に記録する。置き場所は倉庫とする。", 60, 120),
        run("数量を改めるときは、係の者が二人で数える。", 60, 120 + 1.6 * EM),
        run("使いみちが変わったときも、同じとする。", 60, 120 + 3.2 * EM),
    ]
    made = page("")
    made.runs += prose
    assert shown(arranged([made], knows)) == [one.text for one in prose]
