"""Pages set in 縦書き: the order of their columns and 段, what is set across, and the place of every line."""

from __future__ import annotations

from kaigi_extract.layout.lines import Line
from kaigi_extract.records import Document, PageSpan
from kaigi_extract.source import Frame, Page, Run
from kaigi_extract.source.orientation import stack
from tests.typeset import arranged, read, run, upright

WIDTH, HEIGHT = 595.0, 842.0


def columns(*texts: str, right: float = 500, top: float = 80, pitch: float = 18, size: float = 12) -> list[Run]:
    """Each text a column, from the right; leading white space sets it lower."""
    return [
        upright(text.lstrip("　"), right - pitch * k, top + size * (len(text) - len(text.lstrip("　"))), size)
        for k, text in enumerate(texts)
    ]


def shown(*runs: Run) -> list[str]:
    made = Page(Frame(1, WIDTH, HEIGHT), runs=list(runs))
    return [item.text for item in arranged([made], lambda _: None).items if isinstance(item, Line)]


ARTICLES = (
    "公園温室使用規程",
    "　（使い方）",
    "第一条　温室を使う者は、窓を開ける前に係員に知らせ",
    "　なければならない。",
    "　（見回り）",
    "第二条　係員は、一日に二度、温室を見回る。",
    "　（鍵）",
    "第三条　鍵は、鍵箱に戻すものとする。",
)


def document(*runs: Run) -> Document:
    return read(Page(Frame(1, WIDTH, HEIGHT), runs=list(runs)), ward=None)


def test_columns_run_from_the_right() -> None:
    assert shown(*columns(*ARTICLES)) == [text.strip("　") for text in ARTICLES]


def test_articles_are_clauses_with_headings() -> None:
    (found,) = document(*columns(*ARTICLES)).clause_sets
    assert [(clause.number, clause.heading, clause.text) for clause in found.clauses] == [
        (1, "使い方", "温室を使う者は、窓を開ける前に係員に知らせなければならない。"),
        (2, "見回り", "係員は、一日に二度、温室を見回る。"),
        (3, "鍵", "鍵は、鍵箱に戻すものとする。"),
    ]


def test_places_are_those_of_the_page_as_displayed() -> None:
    made = Page(Frame(1, WIDTH, HEIGHT), runs=columns(*ARTICLES))
    lines = [item for item in arranged([made], lambda _: None).items if isinstance(item, Line)]
    assert lines[0].span(0, 8) == PageSpan(page=1, bbox=(500, 80, 512, 176))
    assert lines[2].span(0, 3) == PageSpan(page=1, bbox=(464, 80, 476, 116))


def test_brackets_for_columns_are_brackets() -> None:
    assert shown(*columns("︵使い方︶", "温室では﹁窓﹂を閉め、水を止めるものとする。")) == [
        "（使い方）",
        "温室では「窓」を閉め、水を止めるものとする。",
    ]


def test_digits_set_across_are_part_of_their_column() -> None:
    above, below = upright("温室は、平成", 500, 80, 12), upright("年に建てた。", 500, 164, 12)
    assert shown(above, run("25", 500, 152, 12), below, *columns("これを係員が見回る。", right=482)) == [
        "温室は、平成25年に建てた。",
        "これを係員が見回る。",
    ]


BAND = (
    "　温室を使う者は、窓を開ける前に、",
    "係員に知らせなければならない。雨の",
    "日は、散水栓の水を止め、遊歩道に残",
    "る人がいないことを確かめるものとし、",
    "鍵は、鍵箱に戻す。",
)


def test_one_band_of_columns_is_read_before_the_next() -> None:
    lower = tuple(text.replace("温室", "噴水") for text in BAND)
    expected = [text.strip("　") for text in (*BAND, *lower)]
    assert shown(*columns(*BAND), *columns(*lower, top=420)) == expected


def test_a_title_set_across_comes_first_and_a_page_number_last() -> None:
    lines = shown(run("温室だより", 250, 40, 14), *columns(*BAND), run("12", 290, 800, 10))
    assert (lines[0], lines[1:6]) == ("温室だより", [text.strip("　") for text in BAND])


def test_columns_in_the_labels_of_a_page_turn_nothing() -> None:
    runs = [upright("見回り", 60, 100), run("係員は、温室と遊歩道を見回り、鍵を鍵箱に戻すものとする。", 100, 110)]
    assert shown(*runs) == ["見回り", "係員は、温室と遊歩道を見回り、鍵を鍵箱に戻すものとする。"]


def set_one_by_one(text: str, x: float, top: float, size: float = 12, pitch: float = 14) -> list[Run]:
    """Each character by itself, as for a line across: 、 and 。 are moved up and to the right."""
    made = []
    for k, char in enumerate(text):
        aside = 0.6 * size if char in "、。" else 0.0
        made.append(run(char, x + aside, top + pitch * k - aside, size))
    return made


def test_characters_set_one_by_one_with_space_between_are_a_column() -> None:
    texts = ("温室の窓は、朝に開ける。", "鍵は、係員が持つ。")
    runs = [one for k, text in enumerate(texts) for one in set_one_by_one(text, 500 - 24 * k, 80)]
    assert [one.text for one in stack(runs)] == list(texts)


def test_marks_in_the_rows_of_a_table_are_no_column() -> None:
    rows = [
        one for k in range(6) for one in (run("温室の窓を開けた", 60, 80 + 14 * k, 12), run("○", 200, 80 + 14 * k, 12))
    ]
    assert stack(rows) == rows


def test_a_last_column_of_one_character_or_two() -> None:
    """Characters that are placed one by one show no direction where they are alone."""
    first = columns("第一条　係員は、温室の鍵を持ち、", "見回りの後に鍵箱に戻さなければならな")
    alone = [run("い", 464, 80, 12), run("。", 464, 92, 12)]
    after = columns("第二条　噴水は、朝に動かす。", right=446)
    assert "".join(shown(*first, *alone, *after)).replace("\u3000", "") == (
        "第一条係員は、温室の鍵を持ち、見回りの後に鍵箱に戻さなければならない。第二条噴水は、朝に動かす。"
    )


def piled(text: str, x: float, top: float, size: float = 12) -> list[Run]:
    """Characters below each other, of which none shows a direction."""
    return [run(char, x, top + size * k, size) for k, char in enumerate(text)]


def test_a_column_of_two_characters_by_itself() -> None:
    assert shown(*columns(*ARTICLES[:3]), *piled("備考", 380, 300))[-1] == "備考"


def test_characters_below_each_other_with_others_beside_them_are_no_column() -> None:
    assert "備考" not in shown(*columns(*ARTICLES[:3]), *piled("備考", 380, 300), *piled("摘要", 393, 300))
