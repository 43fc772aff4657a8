"""The numbers of layout: each has its own name and sentence, and those that are given are those that decide."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import Literal

import pytest

from kaigi_extract.layout import checkboxes
from kaigi_extract.layout.assemble import Arrangement, arrange
from kaigi_extract.layout.known_texts import Heads, KnownTexts
from kaigi_extract.layout.lines import AnyLine, Line, plain_line
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.passages import measure, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings
from kaigi_extract.layout.side_by_side import page_halves
from kaigi_extract.layout.table import Grid
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.layout.wide_sheets import right_parts
from kaigi_extract.source import Frame, Page, Rule, Shape, TextLine, TextTable
from kaigi_extract.source.text_blocks import TextCell
from tests.settings import names_of, undocumented, watched
from tests.test_beside_the_text import ASLANT, BELOW, TEXTS, WORDS, numbered
from tests.test_columns import FIRST, SECOND, THIRD, column
from tests.test_layout_checkboxes import TICK, traced
from tests.test_paragraph_wraps import CELLS
from tests.typeset import EM, FRAME, HEIGHT, WIDTH, Shown, across, down, page, run, shown, upright
from tests.typesetting import Setting, Sheet


def knows(text: str) -> Literal["label", "start"] | None:
    return "label" if text in ("件名", "内容") else "start" if text in ("件", "内") else None


def is_mark(text: str) -> bool:
    return text == "資料１"


def flow(pages: list[Page], settings: LayoutSettings) -> Arrangement:
    halves = [half for one in pages for half in page_halves(one, settings.side_by_side)]
    layouts = [arrange_page(one, is_mark, settings, knows) for one in halves]
    right_parts(layouts, knows, settings.wide_sheets)
    return arrange(
        layouts, knows, is_mark, settings=settings, heads_comparison=Heads(lambda texts: texts == ["新", "旧"])
    )


def test_every_number_has_a_name_of_its_own() -> None:
    names = names_of(DEFAULT_LAYOUT)
    assert sorted(names) == sorted(set(names))


def test_every_number_is_said_what_it_is() -> None:
    assert list(undocumented(DEFAULT_LAYOUT)) == []


def test_settings_stay_as_they_are() -> None:
    for group in fields(DEFAULT_LAYOUT):
        numbers = getattr(DEFAULT_LAYOUT, group.name)
        with pytest.raises(FrozenInstanceError):
            setattr(numbers, fields(numbers)[0].name, 0.0)


def every_kind() -> list[list[Page]]:
    """Documents that together show all that layout decides by number."""
    made = [page("件名    回収\n内容    区の業務", number) for number in (1, 2)]
    box = (100.0, 200.0, 109.0, 209.0)
    ticked = Page(FRAME, runs=[run("窓口", 114, 199.5)], frames=[box], shapes=[TICK, traced(ticked=True)])
    beside = run("区が回収を行う日を決める", 140, 300)
    columns = Page(FRAME, runs=[upright("件", 70, 100), upright("名", 70, 112), upright("回収", 100, 100), beside])
    sides = Page(FRAME, runs=[run("続き", 70, 110)], rules=[down(60, 100, 160), down(200, 100, 160)])
    framed = Page(FRAME, runs=[run("中の文", 70, 110)], frames=[(50.0, 90.0, 500.0, 800.0)])
    wrapped = page(
        "件名        区が行う古紙及び板紙の回収\n見込みの数  水曜日とする。\nとその決め  ときどき\n"
        "方          ほか\n件          区の業務\n名\n内容        区の業務"
    )
    middle = Page(FRAME, runs=[run("一行目", 140, 120), run("件名", 60, 127), run("二行目", 140, 134)])
    overprinted = Page(FRAME, runs=[run("二度　打ち", 100, 100), run("二度　打ち", 100.3, 100)])
    cell = page("+------+----------+\n| 件名 | 個人 abc |\n|      | def の   |\n+------+----------+")
    typed = Page(FRAME, runs=[run("□窓口", 100, 199.5)], shapes=[TICK, Shape((60.0, 300.0, 200.0, 320.0), 0.8)])
    underlined = Page(FRAME, runs=[run("下線", 100, 100)], rules=[across(111, 100, 120)])
    titles = [
        Page(Frame(k, WIDTH, HEIGHT), runs=[run("回収の", 280, 40), run("記録", 285, 52), run(f"第{k}", 60, 300)])
        for k in (1, 2, 3)
    ]
    head = "+------+------+\n| 一   | 二   |\n+------+------+\n| {}   | 四   |\n+------+------+\n| 五   | 六   |\n+------+------+"
    again = [page(f"物の表\n{head.format(word)}", number) for number, word in ((1, "三"), (2, "七"))]
    called = page(head.format("三"))
    called.runs.append(run("注", 85, 135))
    called.rules += Rule.frame((75.0, 130.0, 120.0, 150.0))
    called.shapes.append(Shape((75.0, 130.0, 120.0, 150.0), 1.0))
    shifted = (
        head.format("三").replace("+------+------+", "+---+---------+").replace("| 五   | 六   |", "|五 | 六      |")
    )
    shifted = shifted.replace("| 一   | 二   |", "|一 | 二      |").replace("| 三   | 四   |", "|三 | 四      |")
    wide = [Page(Frame(k, 150, HEIGHT), rules=page(art).rules) for k, art in ((1, head.format("三")), (2, shifted))]
    close = Page(FRAME, runs=[run("窓口", 114, 199.5)], frames=[box, (90.0, 210.0, 300.0, 240.0)])
    scanned = page(head.format("三"))
    scanned.runs += [run("ww", 480, 10), run("レ", 20, 130), run("続く", 60, 400)]
    for one in scanned.runs:
        one.sure, one.others = [0.9] * len(one.text), [""] * len(one.text)
    levels = page("------------------\n件名    回収\n------------------\n内容    区の業務\n------------------")
    levels.rules.append(down(180, 125, 157))
    beside = Page(Frame(1, 1190, HEIGHT), runs=[run("文" * 30, 60, 100), run("文" * 30, 755, 100)])
    return [
        [scanned],
        [levels],
        [sideless(1, 660, 790, 182), sideless(2, 60, 200, 196)],
        again,
        [called],
        wide,
        [close],
        [beside],
        [replace(beside, runs=[replace(one, sure=[1.0] * 30, others=[""] * 30) for one in beside.runs])],
        made,
        [ticked],
        [columns],
        [sides],
        [framed],
        [middle],
        [wrapped],
        [overprinted],
        [cell],
        [typed],
        [underlined],
        titles,
        two_texts(),
        *beside_the_text(),
    ]


def two_texts() -> list[Page]:
    """A comparison of two texts, the old one at an end on its first page."""
    first = [run("新", 100, 60), run("旧", 400, 60), run("第１条　紙は、束ねる。", 60, 80), run("第１条　略", 300, 80)]
    return [
        Page(Frame(1, WIDTH, HEIGHT), runs=[*first, run("第２条　布は、洗う。", 60, 96)]),
        Page(Frame(2, WIDTH, HEIGHT), runs=[run("第３条　瓶は、割らぬ。", 60, 60)]),
    ]


def sideless(number: int, top: float, bottom: float, column: float) -> Page:
    """A recognised page with a part of a table without sides, cut by the page above or below."""
    words = [run("件名", 64, (top + bottom) / 2 - 20), run("回収", column + 6, (top + bottom) / 2 - 20)]
    read = [replace(one, sure=[0.9] * len(one.text), others=[""] * len(one.text)) for one in words]
    levels = [top, top + 40] if number == 1 else [bottom - 40, bottom]
    rules = [*(across(y, 60, 440 + 10 * number) for y in levels), down(column, top, bottom)]
    return Page(Frame(number, WIDTH, HEIGHT), runs=read, rules=rules)


def beside_the_text() -> list[list[Page]]:
    """Documents with columns, 縦書き, readings, watermarks, struck words, counted lines and wraps."""
    sheet = Sheet()
    for text in (*TEXTS, *TEXTS):
        sheet.add(text, Setting(size=10, measure=22, left=60, first_indent=0, hanging=1, justified=False))
    left = sheet.pages[0].runs
    right = [replace(one, start=[x + 250 for x in one.start], end=[x + 250 for x in one.end]) for one in left]
    down = Page(
        FRAME, runs=[upright("温室は、平成", 500, 80, 12), run("25", 500, 152, 12), upright("年から", 500, 164, 12)]
    )
    rules = [across(206, 136, 160)]
    page_of = [WORDS, run("おんしつ", 136, 193.5, 6), *ASLANT, run("社外秘", 90, 170, 60)]
    cells = page(CELLS)
    beside = [*column([FIRST, SECOND, THIRD], 60, 16), *column([THIRD, FIRST, SECOND], 250, 27)]
    alone = run("る", 482, 80, 12)
    things = [f"({k})　鍵、札" for k in range(1, 16)]
    texts = [[f"第{k}　{FIRST}", *things, f"第{k + 1}　{SECOND}"] for k in (1, 3)]
    counted = [*column(texts[0], 60, 22), *column(texts[1], 310, 22)]
    return [
        [Page(FRAME, runs=beside)],
        [Page(FRAME, runs=[*left, upright("便覧", 20, 200)])],
        [Page(FRAME, runs=[*down.runs, upright("温室の鍵を鍵箱に戻す", 500, 200, 12), alone])],
        [Page(FRAME, runs=[*left, *right])],
        [Page(FRAME, runs=[run("記録", 310, left[0].low - 40), *left, *right])],
        [Page(FRAME, runs=counted)],
        [Page(FRAME, runs=[*left, run("噴水は、朝に動かす。", 310, left[0].low)])],
        sheet.pages,
        [down],
        [Page(FRAME, runs=page_of, rules=rules), Page(FRAME, runs=[WORDS, replace(BELOW, lightness=0.8)])],
        [numbered()[0]],
        [numbered(step=2)[0]],
        [cells],
        [
            Page(
                FRAME,
                runs=[run("有・無", 100, 200)],
                shapes=[Shape((99.0, 198.0, 113.0, 214.0), None, closed_curve=True, free=True)],
            )
        ],
        [Page(FRAME, runs=[run("文の中の語", 100, 200)], frames=[(129.0, 199.0, 141.0, 211.0)])],
        [page("鍵の番    第１ 係は鍵を守る。\n種の番    第２ 係は種を守る。\n水の番    第３ 係は水を守る。")],
    ]


def test_every_number_is_read_from_the_settings_that_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    # What makes new settings of those given cannot do so of watched ones.
    monkeypatch.setattr(checkboxes, "_for_large_type", lambda _page, settings: settings.box_ems and settings)
    seen: set[str] = set()
    settings = watched(DEFAULT_LAYOUT, seen)
    for document in every_kind():
        arrangement = flow(document, settings)
        for item in arrangement.items:
            if isinstance(item, Grid):
                shown(arrangement)
        lines = [item for item in arrangement.items if isinstance(item, Line)]
        unwrap_lines(lines, measure(lines), settings.passages)
    blocks = [TextTable([TextCell([TextLine(1, "件名")], 0, 0)]), TextLine(2, "内容"), TextLine(3, "・区の業務")]
    arrange_text(blocks, knows, settings)
    lines = ["件名", "回収", "内容", "区の業務", "", "件名 回収"]
    rows = [TextLine(number, line, hard=False) for number, line in enumerate(lines, 1)]
    arrange_text(rows, knows, settings, KnownTexts(tables_of=lambda _: frozenset({("shinjuku", "form")})))
    rows = [TextLine(number, line, hard=False) for number, line in enumerate(["件名：回収", "色合い：赤"], 1)]
    arrange_text(rows, knows, settings, KnownTexts(tables_of=lambda _: frozenset({("shinjuku", "form")})))
    arrange_text(headed(3), knows, settings)
    unwrap_lines(plain("　　　附　則", "　この決まりは"), None, settings.passages)
    assert set(names_of(DEFAULT_LAYOUT)) - seen == set()


def plain(*lines: str) -> list[AnyLine]:
    made = (plain_line(TextLine(number, line, hard=False)) for number, line in enumerate(lines, 1))
    return [line for line in made if line is not None]


@pytest.mark.parametrize(
    ("spaces", "indent", "text"),
    [(3, 2.0, "附　則\nこの決まりは"), (3, 3.0, "附　則この決まりは"), (2, 2.0, "附　則この決まりは")],
)
def test_how_far_a_heading_of_a_text_is_set_in(spaces: int, indent: float, text: str) -> None:
    settings = replace(DEFAULT_LAYOUT.passages, heading_indent=indent)
    assert unwrap_lines(plain("　" * spaces + "附　則", "　この決まりは"), None, settings).text == text


def headed(count: int) -> list[TextLine]:
    """The lines of pages that a form feed parts, each with the same words at its head."""
    text = "\n".join(f"\f回収の記録\n本文{'一二三四'[number]}" for number in range(count))
    return [TextLine(number, line, hard=False) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(("repeats", "furniture"), [(3, 0), (2, 2)])
def test_another_number_of_pages_makes_a_header(repeats: int, furniture: int) -> None:
    settings = replace(DEFAULT_LAYOUT, text_files=replace(DEFAULT_LAYOUT.text_files, repeats=repeats))
    assert len(arrange_text(headed(2), knows, settings).furniture) == furniture


LETTER_SPACED = Page(FRAME, runs=[run("回収の", 60, 100), run("記録", 99, 100)])
APART = [run("会長", 60, 100), run("定刻です", 60 + 2.7 * EM, 100)]
RECOGNISED = Page(FRAME, runs=[replace(one, sure=[0.9] * len(one.text), others=[""] * len(one.text)) for one in APART])
CLOSE_ROWS = Page(FRAME, runs=[run("上の行", 60, 100), run("下の行", 100, 105)])
TWO_COLUMNS = page("件名    回収\n内容    区の業務")
DOUBLE_RULE = page("+----+----+\n| 一 | 二 |\n+----+----+")


def with_lines(**numbers: float) -> LayoutSettings:
    return replace(DEFAULT_LAYOUT, lines=replace(DEFAULT_LAYOUT.lines, **numbers))


def with_tables(**numbers: float) -> LayoutSettings:
    return replace(DEFAULT_LAYOUT, borderless_tables=replace(DEFAULT_LAYOUT.borderless_tables, **numbers))


def with_rules(**numbers: float) -> LayoutSettings:
    return replace(DEFAULT_LAYOUT, ruled_tables=replace(DEFAULT_LAYOUT.ruled_tables, **numbers))


CHANGES = [
    # (page, settings, what is read with them, what is read by default)
    (LETTER_SPACED, with_lines(space_gap=0.85), ["回収の 記録"], ["回収の記録"]),
    (Page(FRAME, runs=APART), with_lines(space_gap=0.6), ["会長 定刻です"], ["会長定刻です"]),
    (RECOGNISED, with_lines(recognised_gap=0.8), ["会長定刻です"], ["会長 定刻です"]),
    (CLOSE_ROWS, with_lines(same_line=0.6), ["上の行 下の行"], ["上の行", "下の行"]),
    (TWO_COLUMNS, with_tables(gutter=5.0), ["件名 回収", "内容 区の業務"], [[["件名", "回収"], ["内容", "区の業務"]]]),
    (DOUBLE_RULE, with_rules(shortest_rule=50.0), ["一二"], [[["一", "二"]]]),
]


@pytest.mark.parametrize(("made", "settings", "changed", "usual"), CHANGES)
def test_another_number_reads_the_page_otherwise(
    made: Page, settings: LayoutSettings, changed: Shown, usual: Shown
) -> None:
    assert shown(flow([made], DEFAULT_LAYOUT)) == usual
    assert shown(flow([made], settings)) == changed
