"""Pages set in columns: which are, in which order they are read, and what only looks like columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import measure, unwrap_lines
from kaigi_extract.source import Frame, Page, Run
from tests.typeset import HEIGHT, WIDTH, arranged, page, run, shown
from tests.typesetting import Setting, Sheet

FIRST = (
    "係員は、閉園の時刻までに温室の窓を閉め、散水栓の水を止め、遊歩道に残る人がいないことを確かめる。"
    "鍵は、集会室の鍵箱に戻す。"
)
SECOND = "雨の日は、噴水を動かさない。案内図の前に看板を立て、来た人に知らせるものとする。風の強い日も、同じである。"
THIRD = "落とし物は、掲示板に書き、三か月のあいだ休憩所の棚に置いておく。持ち主が来たときは、名を聞いて渡す。"
TITLE = "公園の温室と遊歩道の見回りについての申し合わせ及びその手順を定める書面"


def column(texts: list[str], left: float, ems: float, top: float = 120, size: float = 10.0) -> list[Run]:
    sheet = Sheet(top=top, height=4000)
    for text in texts:
        sheet.add(text, Setting(size=size, measure=ems, left=left, first_indent=1))
    return sheet.pages[0].runs


def read(*runs: Run) -> list[str]:
    made = Page(Frame(1, WIDTH, HEIGHT), runs=list(runs))
    lines = [item for item in arranged([made], lambda _: None).items if isinstance(item, Line)]
    return unwrap_lines(lines, measure(lines)).text.split("\n")


def test_two_columns_under_a_title() -> None:
    heads = run(TITLE, 100, 80)
    left, right = column([FIRST, SECOND], 60, 22), column([THIRD, FIRST], 310, 22)
    assert read(heads, *left, *right) == [TITLE, FIRST, SECOND, THIRD, FIRST]


def test_columns_whose_lines_are_at_other_heights() -> None:
    left, right = column([FIRST, SECOND], 60, 22), column([THIRD, FIRST], 310, 22, top=127)
    assert read(*left, *right) == [FIRST, SECOND, THIRD, FIRST]


def test_three_columns() -> None:
    columns = [column(texts, x, 14) for texts, x in (([FIRST, SECOND], 50), ([SECOND, THIRD], 215), ([THIRD], 380))]
    assert read(*(one for runs in columns for one in runs)) == [FIRST, SECOND, SECOND, THIRD, THIRD]


def in_three(*texts: list[str], top: float = 120) -> list[Run]:
    columns = [column(each, x, 14, top=top) for each, x in zip(texts, (50, 215, 380), strict=True)]
    return [one for runs in columns for one in runs]


def test_a_title_as_narrow_as_the_middle_of_three_columns() -> None:
    heads = [run("温室の見回りの手順", 240, 70), run("（公園の係の用）", 245, 86)]
    below = in_three([FIRST, SECOND], [SECOND, THIRD], [THIRD])
    assert read(*heads, *below) == [*(head.text for head in heads), FIRST, SECOND, SECOND, THIRD, THIRD]


def test_a_date_above_the_last_column() -> None:
    date, heads = run("令和四年五月", 440, 60), run("温室の見回りの手順", 240, 80)
    below = in_three([FIRST, SECOND], [SECOND, THIRD], [THIRD])
    assert read(date, heads, *below) == [date.text, heads.text, FIRST, SECOND, SECOND, THIRD, THIRD]


def test_a_second_column_that_begins_higher_up() -> None:
    left, right = column([FIRST, SECOND], 60, 22, top=160), column([THIRD, FIRST], 310, 22)
    assert read(*left, *right) == [FIRST, SECOND, THIRD, FIRST]


def test_a_last_column_of_a_few_lines() -> None:
    left, right = column([FIRST, SECOND, FIRST], 60, 22), column(["噴水は、朝に動かす。"], 310, 22)
    assert read(*left, *right) == [FIRST, SECOND, FIRST, "噴水は、朝に動かす。"]


def test_columns_end_where_a_line_runs_across() -> None:
    below = run("この申し合わせは、次の春から用いるものとし、それまでは前のものによるものとする。", 60, 300)
    left, right = column([FIRST, SECOND], 60, 22), column([THIRD, FIRST], 310, 22)
    assert read(*left, *right, below) == [FIRST, SECOND, THIRD, FIRST, below.text]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = column([SECOND, FIRST, THIRD], 60, 22)
    half = len(lines) // 2
    moved = [
        replace(one, start=[x + 250 for x in one.start], end=[x + 250 for x in one.end], low=at.low, high=at.high)
        for one, at in zip(lines[half:], lines, strict=False)
    ]
    assert read(*lines[:half], *moved) == [SECOND, FIRST, THIRD]


def test_columns_of_other_widths() -> None:
    left, right = column([FIRST, SECOND, THIRD], 60, 16), column([THIRD, FIRST, SECOND], 250, 27)
    assert read(*left, *right) == [FIRST, SECOND, THIRD, THIRD, FIRST, SECOND]


def test_marks_that_hang_into_a_narrow_gutter() -> None:
    left, right = column([FIRST, SECOND], 60, 22), column([THIRD, FIRST], 296, 22)
    full = next(one for one in left if one.end[-1] > 275)
    hung = run("。", full.end[-1], full.low)
    hangs = replace(full, text=full.text + "。", start=full.start + hung.start, end=full.end + hung.end)
    lines = [hangs if one is full else one for one in left]
    paragraphs = read(*lines, *right)
    assert [paragraph.replace("。", "") for paragraph in paragraphs] == [
        text.replace("。", "") for text in (FIRST, SECOND, THIRD, FIRST)
    ]


def test_no_line_is_read_twice() -> None:
    """A further start of columns, at which lines of the second one run across, makes no third column."""
    left, right = column([FIRST, SECOND], 60, 22), column([THIRD, FIRST], 310, 22)
    indented = [run(text, 342, right[-1].high + 8 + 18 * k) for k, text in enumerate(("鍵箱。", "看板。", "噴水。"))]
    lines = read(*left, *right, *indented)
    assert sum(line.count("落とし物は") for line in lines) == 1
    assert "".join(lines) == "".join([FIRST, SECOND, THIRD, FIRST, "鍵箱。看板。噴水。"])


def test_questions_beside_answers_keep_their_rows() -> None:
    """Columns of other widths whose rows leave space are rows of a table."""
    asked = [column([SECOND], 60, 16, top=120 + 90 * n) for n in range(3)]
    told = [column([THIRD + FIRST], 250, 27, top=120 + 90 * n) for n in range(3)]
    lines = read(*(one for runs in (*asked, *told) for one in runs))
    assert "".join(lines).index(THIRD[:20]) < 20 + len(SECOND)


ROWS = """
第一温室の鍵          花壇の係が持つ
第二温室の鍵          図書の係が持つ
集会室の二階          温室の係が持つ
休憩所の裏戸          案内の係が持つ
"""


def test_a_list_of_two_columns_keeps_its_rows() -> None:
    rows = [" ".join(row.split()) for row in ROWS.strip().split("\n")]
    assert shown(arranged([page(ROWS)], lambda _: None)) == rows


def test_labels_beside_sentences_keep_their_rows() -> None:
    labels = [run(f"温室の見回りの{k}", 60, 120 + 45 * n) for n, k in enumerate("一二三四")]
    values = [one for n in range(4) for one in column([SECOND], 160, 38, top=120 + 45 * n)]
    first = shown(arranged([Page(Frame(1, WIDTH, HEIGHT), runs=[*labels, *values])], lambda _: None))[0]
    assert isinstance(first, str)
    assert first.startswith("温室の見回りの一 雨の日は")


ITEMS = [f"({k})　{thing}、{thing}の鍵" for k, thing in enumerate(("温室", "噴水", "看板", "花壇", "池", "橋"), 1)]


@pytest.mark.parametrize(("labels", "in_columns"), [((1, 2, 3, 4), True), ((1, 3, 2, 4), False)])
def test_clauses_with_short_items_whose_numbers_go_on(labels: tuple[int, ...], *, in_columns: bool) -> None:
    """Few of their lines are full; numbers that go from row to row are no columns."""
    clauses = [f"第{k}　{text}" for k, text in zip(labels, (FIRST, SECOND, THIRD, SECOND), strict=True)]
    left = column([clauses[0], *ITEMS, *ITEMS, clauses[1]], 60, 22)
    right = column([clauses[2], *ITEMS, *ITEMS, clauses[3]], 310, 22)
    lines = "".join(read(*left, *right))
    assert (lines.index(clauses[1][:8]) < lines.index(clauses[2][:8])) is in_columns
