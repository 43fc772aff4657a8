"""Tables and cells that cross pages, running heads and page numbers."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Frame, Page, Rule
from tests.typeset import EM, HEIGHT, WIDTH, Shown, across, arranged, down, page, pages, run, shown

LABELS = {"品名", "数量", "使いみち", "集める日と時刻及びその決め方"}


def knows(text: str) -> Literal["label", "start"] | None:
    text = "".join(text.split())
    if text in LABELS:
        return "label"
    return "start" if text and any(label.startswith(text) for label in LABELS) else None


FIRST = """
+----------+----------------------+
|品名      |古紙                  |
+----------+----------------------+
|使いみち  |再び紙にするため、区  |
|          |の定める問屋に売り渡  |
"""
MIDDLE = """
|          |して代金を受け取る。  |
|          |代金は、区の収入とし  |
"""
LAST = """
|          |す。                  |
+----------+----------------------+
|数量      |十束                  |
+----------+----------------------+
"""
USE = "再び紙にするため、区の定める問屋に売り渡す。"
LONG = "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。代金は、区の収入とします。"

STITCHED: dict[str, tuple[tuple[str, ...], Shown]] = {
    "a cell over two pages, cut open": (
        (FIRST, "|          |して代金を受け取る。  |\n+----------+----------------------+"),
        [[["品名", "古紙"], ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"]]],
    ),
    "a cell over three pages, cut open": (
        (FIRST, MIDDLE, LAST.replace("す。  ", "ます。")),
        [[["品名", "古紙"], ["使いみち", LONG], ["数量", "十束"]]],
    ),
    "a cell over three pages, every page closed": (
        (
            FIRST + "+----------+----------------------+",
            "+----------+----------------------+" + MIDDLE + "+----------+----------------------+",
            "+----------+----------------------+" + LAST.replace("す。  ", "ます。"),
        ),
        [[["品名", "古紙"], ["使いみち", LONG], ["数量", "十束"]]],
    ),
    "a cell over two pages, open below and closed above": (
        (FIRST, "+----------+----------------------+" + LAST),
        [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]]],
    ),
    "a new row on the next page": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+",
            "+----------+----------+\n|数量      |十束      |\n+----------+----------+",
        ),
        [[["品名", "古紙"], ["数量", "十束"]]],
    ),
    "a label that goes on over the page": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n|集める日と|毎週の水曜|\n+----------+----------+",
            "+----------+----------+\n|時刻及びそ|日とする。|\n|の決め方  |          |\n+----------+----------+",
        ),
        [[["品名", "古紙"], ["集める日と時刻及びその決め方", "毎週の水曜日とする。"]]],
    ),
    "a label that goes on over the page, cut open": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n|集める日と|毎週の水曜|",
            "|時刻及びそ|日とする。|\n|の決め方  |          |\n+----------+----------+",
        ),
        [[["品名", "古紙"], ["集める日と時刻及びその決め方", "毎週の水曜日とする。"]]],
    ),
    "two forms with the same columns": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n|数量      |十束      |\n+----------+----------+",
            "+----------+----------+\n|品名      |古布      |\n+----------+----------+\n|数量      |三袋      |\n+----------+----------+",
        ),
        [[["品名", "古紙"], ["数量", "十束"]], [["品名", "古布"], ["数量", "三袋"]]],
    ),
    "two forms of one title, of other rows": (
        (
            "+----------+----------+\n|名        |古い物    |\n+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n|数量      |十束      |\n+----------+----------+",
            "+----------+----------+\n|名        |古い物    |\n+----------+----------+\n|使いみち  |紙にする  |\n+----------+----------+\n|品名      |古布      |\n+----------+----------+",
        ),
        [
            [["名", "古い物"], ["品名", "古紙"], ["数量", "十束"]],
            [["名", "古い物"], ["使いみち", "紙にする"], ["品名", "古布"]],
        ],
    ),
    "two forms with the same columns, a heading between": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+",
            "次の品\n+----------+----------+\n|数量      |十束      |\n+----------+----------+",
        ),
        [[["品名", "古紙"]], "次の品", [["数量", "十束"]]],
    ),
    "two tables with other columns": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+",
            "+-----+----------------+\n|一月 |十束            |\n+-----+----------------+",
        ),
        [[["品名", "古紙"]], [["一月", "十束"]]],
    ),
    "a sentence after the table, and a table on the next page": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n\nこの表のほかに、次の品がある。",
            "+----------+----------+\n|数量      |十束      |\n+----------+----------+",
        ),
        [[["品名", "古紙"]], "この表のほかに、次の品がある。", [["数量", "十束"]]],
    ),
    "marks left and right of a table that goes on": (
        (
            FIRST.replace("問屋に売り渡  |", "問屋に売り渡  |  別紙").replace("の定める", "の定める"),
            "\n".join(f"{line}  {'変更' if '数量' in line else ''}".rstrip() for line in LAST.split("\n")),
        ),
        [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]], "別紙", "変更"],
    ),
    "the label of a row that goes on, printed again": (
        (
            FIRST,
            "|使いみち  |して代金を受け取る。  |\n|（続き）  |                      |\n+----------+----------------------+",
        ),
        [[["品名", "古紙"], ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"]]],
    ),
    "the label of a row that goes on, printed again, every page closed": (
        (
            FIRST + "+----------+----------------------+",
            "+----------+----------------------+\n|使いみち  |して代金を受け取る。  |\n+----------+----------------------+",
        ),
        [[["品名", "古紙"], ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"]]],
    ),
    "a note below a table that goes on within a row": (
        (
            FIRST + "+----------+----------------------+\n\n注：量は見込みである。",
            "+----------+----------------------+" + LAST,
        ),
        [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]], "注：量は見込みである。"],
    ),
    "a note below a table with heads, and another one with the same columns": (
        (
            "+----------+----------+\n|          |一月      |\n+----------+----------+\n|品名      |古紙      |\n+----------+----------+\n\n注：量は見込みである。",
            "+----------+----------+\n|          |二月      |\n+----------+----------+\n|数量      |十束      |\n+----------+----------+",
        ),
        [[["", "一月"], ["品名", "古紙"]], "注：量は見込みである。", [["", "二月"], ["数量", "十束"]]],
    ),
    "more columns on the next page": (
        (
            "+----------+----------+\n|品名      |古紙      |\n+----------+----------+",
            "+----------+-----+----+\n|数量      |一月 |十束|\n|          +-----+----+\n|          |二月 |九束|\n+----------+-----+----+",
        ),
        [[["品名", "古紙"], ["数量", "一月", "十束"], ["二月", "九束"]]],
    ),
}


@pytest.mark.parametrize(("arts", "items"), STITCHED.values(), ids=STITCHED)
def test_tables_over_pages(arts: tuple[str, ...], items: Shown) -> None:
    assert shown(arranged(pages(*arts), knows)) == items


def test_a_frame_beside_a_table_that_goes_on() -> None:
    """A stamp right of the table is a table of its own that begins below it; the next page goes on with the larger."""
    first, last = page(FIRST, 1), page(LAST, 2)
    left, top = 420.0, 140.0
    first.runs += [run("受付", left + 5, top + 5)]
    first.rules += [across(top, left, left + 40), across(top + 20, left, left + 40)]
    first.rules += [down(left, top, top + 20), down(left + 40, top, top + 20)]
    assert [["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]] in shown(arranged([first, last], knows))


@pytest.mark.parametrize("over", [4.0, 7.0, 10.0])
def test_a_mark_that_hangs_over_the_side_of_its_cell(over: float) -> None:
    """A full stop that found no room (ぶら下げ) fills the first half of its em, which is in the cell; or is wholly
    beyond its side, and right behind the character before it."""
    made = page(
        "+----------+----------+\n|品名      |          |\n+----------+----------+\n|数量      |十束      |\n+----------+----------+"
    )
    side = max(rule.x0 for rule in made.rules if rule.x0 == rule.x1)
    said = run("古紙とする。", 0.0, min(one.low for one in made.runs))
    shift = side - EM + over - said.start[-1]
    said.start, said.end = [x + shift for x in said.start], [x + shift for x in said.end]
    made.runs.append(said)
    assert shown(arranged([made], knows)) == [[["品名", "古紙とする。"], ["数量", "十束"]]]


def test_a_page_set_a_little_aside() -> None:
    """Binding margins: the same table stands 14 points further right on the next page."""
    made = [page(FIRST, 1), page(LAST, 2, x=74.0)]
    assert shown(arranged(made, knows)) == [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]]]


def test_a_table_does_not_go_on_where_there_was_room() -> None:
    """The page under it was left empty: the next table is another one, though its columns are the same."""
    short = "+----------+----------+\n|品名      |古紙      |\n+----------+----------+"
    full = "\n".join([*["古紙を集める所で、区の職員が束の数を数えて、帳簿に書き入れる。"] * 30])
    after = "+----------+----------+\n|数量      |十束      |\n+----------+----------+"
    assert shown(arranged(pages(full, short, after), knows))[-2:] == [[["品名", "古紙"]], [["数量", "十束"]]]
    low = [page(full, 1), page(short, 2, y=120 + 27 * 16), page(after, 3)]
    assert shown(arranged(low, knows))[-1:] == [[["品名", "古紙"], ["数量", "十束"]]]


def test_a_blank_page_between_ends_the_table() -> None:
    """What stands on either side of a page without text may be one table or two; no text is lost."""
    made = pages(FIRST, "", LAST)
    text = "".join("".join("".join(row) for row in item) for item in shown(arranged(made, knows)))
    assert text == f"品名古紙使いみち{USE}数量十束"


def test_places_on_each_page() -> None:
    (grid,) = arranged(pages(FIRST, LAST), knows).items
    assert isinstance(grid, Grid)
    cell = next(cell for cell in grid.cells if cell.passage.text == USE)
    assert [line.page for line in cell.lines] == [1, 1, 2]
    assert (grid.first_page, grid.last_page) == (1, 2)


BODY = "区内の集積所に出された古紙を集めて、\n区の定める倉庫に運び入れる。\n集めた後に選別して売り払う。\n代金は、区の収入とする。"
NUMBERS: dict[str, list[str]] = {
    "dashes": ["- 1 -", "- 2 -", "- 3 -"],
    "full-width dashes": ["－１－", "－２－", "－３－"],
    "bare": ["1", "2", "3"],
    "full width": ["１", "２", "３"],
    "of": ["1/3", "2/3", "3/3"],
    "full-width of": ["１／３", "２／３", "３／３"],
    "pages": ["1 ページ", "2 ページ", "3 ページ"],
    "leaves": ["１頁", "２頁", "３頁"],
    "p": ["p.1", "p.2", "p.3"],
    "P": ["P1", "P2", "P3"],
    "brackets": ["(1)", "(2)", "(3)"],
    "words": ["1 / 3 ページ", "2 / 3 ページ", "3 / 3 ページ"],
}


class TestMargins:
    @pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
    def test_page_numbers_at_the_foot(self, numbers: list[str]) -> None:
        made = pages(BODY, BODY, BODY)
        for one, number in zip(made, numbers, strict=True):
            one.runs.append(run(number, WIDTH / 2 - 10, HEIGHT - 40, 9))
        arrangement = arranged(made, knows)
        assert [line.text for line in arrangement.furniture] == numbers
        assert shown(arrangement) == [*BODY.split("\n")] * 3

    @pytest.mark.parametrize("number", ["- 1 -", "1", "1/1", "1 ページ"])
    def test_the_number_of_a_single_page(self, number: str) -> None:
        (made,) = pages(BODY)
        made.runs.append(run(number, WIDTH / 2 - 10, HEIGHT - 40, 9))
        assert [line.text for line in arranged([made], knows).furniture] == [number]

    @pytest.mark.parametrize(
        ("box", "furniture"),
        [
            (None, ["- 1 -"]),
            ((30, 30, WIDTH - 30, HEIGHT - 20), ["- 1 -"]),
            ((WIDTH / 2 - 20, HEIGHT - 48, WIDTH / 2 + 40, HEIGHT - 24), []),
        ],
        ids=["no box", "the border of the page", "a box of its own"],
    )
    def test_a_page_number_in_a_box_is_none(
        self, box: tuple[float, float, float, float] | None, furniture: list[str]
    ) -> None:
        (made,) = pages(BODY)
        made.runs.append(run("- 1 -", WIDTH / 2 - 10, HEIGHT - 40, 9))
        made.rules += Rule.frame(box) if box is not None else []
        assert [line.text for line in arranged([made], knows).furniture] == furniture

    def test_a_running_head(self) -> None:
        made = pages(BODY, BODY, BODY)
        for one in made:
            one.runs.append(run("回収の記録", 60, 40, 8))
        arrangement = arranged(made, knows)
        assert [line.text for line in arrangement.furniture] == ["回収の記録"] * 3
        assert shown(arrangement) == [*BODY.split("\n")] * 3

    @pytest.mark.parametrize(
        ("count", "on", "is_head"),
        [
            (2, [1, 2], True),
            (3, [2, 3], True),
            (3, [1, 3], False),
            (4, [2, 3, 4], True),
            (4, [2, 3], False),
            (9, [4, 5, 6], True),
            (9, [4, 5], False),
            (9, [1, 2, 5, 6, 9], True),
            (9, [1, 3, 5, 7, 9], False),
            (9, [], False),
        ],
    )
    def test_a_running_head_is_on_three_pages_or_nearly_all(self, count: int, on: list[int], is_head: bool) -> None:
        """What is printed twice by chance, at the top of two pages of a long file, is text; so is a title that comes
        again, but never on the next page."""
        made = pages(*[BODY] * count)
        for number in on:
            made[number - 1].runs.append(run("古紙を集める日", 60, 40, 8))
        furniture = [(line.page, line.text) for line in arranged(made, knows).furniture]
        next_to = [number for number in on if {number - 1, number + 1} & set(on)]
        assert furniture == ([(number, "古紙を集める日") for number in next_to] if is_head else [])

    def test_a_running_head_does_not_part_a_table(self) -> None:
        made = pages(FIRST, LAST)
        for number, one in enumerate(made, 1):
            one.runs += [run("回収の記録", 60, 40, 8), run(f"- {number} -", 290, HEIGHT - 40, 9)]
        assert shown(arranged(made, knows)) == [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]]]

    @pytest.mark.parametrize("pages_marked", [[0], [0, 1]])
    @pytest.mark.parametrize("boxed", [True, False])
    def test_a_mark(self, pages_marked: list[int], boxed: bool) -> None:
        made = pages(FIRST, LAST)
        for index in pages_marked:
            made[index].runs.append(run("資料３－２", 480, 40, 10))
            if boxed:
                made[index].rules += Rule.frame((470, 34, 540, 56))
        arrangement = arranged(made, knows)
        assert [line.text for line in arrangement.furniture] == ["資料３－２"] * len(pages_marked)
        assert shown(arrangement) == [[["品名", "古紙"], ["使いみち", USE], ["数量", "十束"]]]

    def test_heads_of_left_and_right_pages(self) -> None:
        """They say other words, and the number of the page."""
        made = pages(*[BODY] * 5)
        for number, one in enumerate(made, 1):
            head = (f"{number}　回収の記録", 60) if number % 2 else (f"資源課　{number}", 480)
            one.runs.append(run(head[0], head[1], 40, 8))
        arrangement = arranged(made, knows)
        assert len(arrangement.furniture) == 5
        assert shown(arrangement) == [*BODY.split("\n")] * 5

    def test_the_number_of_a_page_laid_crosswise(self) -> None:
        """Its margins are as wide as those of the same paper upright."""
        (made,) = pages(BODY)
        made.frame = Frame(1, HEIGHT, WIDTH)
        made.runs.append(run("3 / 9", HEIGHT / 2 - 10, WIDTH - 58, 9))
        assert [line.text for line in arranged([made], knows).furniture] == ["3 / 9"]

    @pytest.mark.parametrize("text", ["品名  古紙{}", "１　古紙を集める。\n２　{}に売る。"])
    def test_a_title_of_three_sheets_is_no_running_head(self, text: str) -> None:
        """Set in the middle, and the same thing begins below it on every page; a running head stands at the side."""
        made = pages(*[text.format(number) for number in "一二三"])
        for one in made:
            one.runs += [run("回収の記録", 60, 40, 8), run("回収票", WIDTH / 2 - 1.5 * 14, 60, 14)]
        arrangement = arranged(made, knows)
        assert [line.text for line in arrangement.furniture] == ["回収の記録"] * 3
        assert [item for item in shown(arrangement) if item == "回収票"] == ["回収票"] * 3

    def test_a_head_in_the_middle_over_text_that_goes_on(self) -> None:
        made = pages("古紙を集めて、", "区の定める倉庫に、", "運び入れる。")
        for one in made:
            one.runs.append(run("回収票", WIDTH / 2 - 1.5 * 14, 60, 14))
        assert [line.text for line in arranged(made, knows).furniture] == ["回収票"] * 3

    def test_the_title_above_what_heads_a_sheet(self) -> None:
        made = pages(*[BODY] * 3)
        for one in made:
            one.runs += [run("古紙の回収", 60, 50, 12), run("（第３条関係）", 60, 68, 10)]
        layouts = [arrange_page(one, lambda _: False) for one in made]
        arrangement = arrange(layouts, knows, lambda _: False, lambda line: line.text == "（第３条関係）")
        assert arrangement.furniture == []

    def test_a_mark_whose_frame_touches_the_table(self) -> None:
        (made,) = pages(
            "+----------+----------------------+\n|品名      |古紙                  |\n+----------+----------------------+"
        )
        x1 = max(rule.x1 for rule in made.rules)
        y0 = min(rule.y0 for rule in made.rules)
        made.frames.append((x1 - 70, y0 - 18, x1, y0))
        made.runs.append(run("資料５", x1 - 60, y0 - 14, 10))
        arrangement = arranged([made], knows)
        assert [line.text for line in arrangement.furniture] == ["資料５"]
        assert shown(arrangement) == [[["品名", "古紙"]]]

    def test_a_title_on_every_page_in_the_body_stays(self) -> None:
        """The same words in the middle of pages are text."""
        made = pages(*[f"{BODY}\n\n\n\n\n\n\n\n回収の記録\n\n{BODY}"] * 3)
        assert arranged(made, knows).furniture == []

    def test_a_number_in_the_text_is_no_page_number(self) -> None:
        (made,) = pages(f"{BODY}\n\n12\n\n{BODY}")
        assert arranged([made], knows).furniture == []

    def test_nothing_is_lost(self) -> None:
        made = pages(BODY, FIRST, LAST)
        for number, one in enumerate(made, 1):
            one.runs.append(run(f"{number}", 290, HEIGHT - 40, 9))
        arrangement = arranged(made, knows)
        lines = [one for item in arrangement.items for one in (item.lines() if isinstance(item, Grid) else [item])]
        text = "".join(line.text for line in [*lines, *arrangement.furniture])
        assert sorted(text) == sorted("".join(one.text for made_page in made for one in made_page.runs))


class TestUnderlines:
    def test_an_underline_is_bold(self) -> None:
        (made,) = pages("古紙と古布を集める。")
        made.rules.append(across(120 + EM + 1, 60 + 3 * EM, 60 + 5 * EM))
        (line,) = arranged([made], knows).items
        assert not isinstance(line, Grid)
        assert [line.text[a:b] for a, b in line.bold] == ["古布"]

    def test_an_underline_in_a_cell_is_bold_and_no_rule(self) -> None:
        (made,) = pages(
            "+----------+--------------+\n|品名      |古紙と古布    |\n|          |瓶と缶        |\n+----------+--------------+"
        )
        x = 60 + 12 * EM / 2 + 3 * EM
        made.rules.append(across(120 + 16 + EM + 1, x, x + 2 * EM))
        (grid,) = arranged([made], knows).items
        assert isinstance(grid, Grid)
        assert shown(arranged([made], knows)) == [[["品名", "古紙と古布\n瓶と缶"]]]
        assert grid.cells[1].passage.emphasised() == ["古布"]


@given(data=st.data(), name=st.sampled_from(sorted(STITCHED)))
def test_the_order_of_drawing_does_not_matter(data: st.DataObject, name: str) -> None:
    arts, items = STITCHED[name]
    made = pages(*arts)
    for one in made:
        one.runs = data.draw(st.permutations(one.runs))
        one.rules = data.draw(st.permutations(one.rules))
    assert shown(arranged(made, knows)) == items


@pytest.mark.parametrize(("start", "column", "stitched"), [(60, 182, True), (52, 186, True), (60, 230, False)])
def test_a_table_without_sides_goes_on_where_its_columns_are_parted(
    start: float, column: float, stitched: bool
) -> None:
    """A pen goes on with level lines, and so their ends differ from page to page."""
    layouts = []
    for number, (x, at, levels) in enumerate([(60.0, 180.0, (660.0, 700.0)), (start, column, (160.0, 200.0))], 1):
        upper, lower = levels
        reach = down(at, upper, 790) if number == 1 else down(at, 60, lower)
        words = [run("品名", 66, upper + 14), run("古紙", 240, upper + 14)]
        words += [run("回収する。", 240, 720 if number == 1 else 100)]
        rules = [*(across(y, x, 440) for y in levels), reach]
        layouts.append(arrange_page(Page(Frame(number, WIDTH, HEIGHT), runs=words, rules=rules), lambda _: False))
    grids = [item for item in arrange(layouts, knows, lambda _: False).items if isinstance(item, Grid)]
    assert (len(grids) == 1) == stitched
