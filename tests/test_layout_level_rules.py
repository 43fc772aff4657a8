"""Tables whose rows are parted by level lines alone: no sides, no lines between label and value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.source import Page, Rule, Run
from tests.test_layout_borderless_tables import knows
from tests.typeset import FRAME, Shown, across, down, run, shown

LEFT, COLUMN, RIGHT = 60.0, 120.0, 218.0
HEIGHTS = (100.0, 124.0, 148.0, 184.0, 208.0)
WORDS = [
    run("品名", 64, 106),
    run("古紙", COLUMN, 106),
    run("数量", 64, 130),
    run("十束", COLUMN, 130),
    run("使いみち", 64, 154),
    run("再び紙にするため、", COLUMN, 154),
    run("問屋に渡す。", COLUMN, 168),
    run("置き場所", 64, 190),
    run("倉庫", COLUMN, 190),
]
TABLE: Shown = [
    [["品名", "古紙"], ["数量", "十束"], ["使いみち", "再び紙にするため、問屋に渡す。"], ["置き場所", "倉庫"]]
]
LEVELS = [across(y, LEFT, RIGHT) for y in HEIGHTS]


def read(words: list[Run], rules: list[Rule], *, recognised: bool = False) -> Shown:
    if recognised:
        words = [replace(one, sure=[0.9] * len(one.text), others=[""] * len(one.text)) for one in words]
    layout = arrange_page(Page(FRAME, runs=words, rules=rules), lambda _: False, knows=knows)
    return shown(arrange([layout], knows, lambda _: False))


CROSSED: dict[str, tuple[list[Run], list[Rule]]] = {
    "nothing": ([], []),
    "a stroke down over some rows": ([], [down(190, 124, 184)]),
    "a stroke down beside some rows": ([], [down(57, 100, 148)]),
    "a box around words": ([], Rule.frame((118, 104, 146, 120))),
    "a box around a label": ([], Rule.frame((62, 152, 114, 168))),
    "an arm of a brace that goes on with a line": ([], [across(148, RIGHT - 10, RIGHT + 9)]),
    "what is written beside": ([run("ご確認", 300, 128)], []),
}


@pytest.mark.parametrize(("words", "rules"), CROSSED.values(), ids=CROSSED)
def test_is_one_table_whatever_crosses_it(words: list[Run], rules: list[Rule]) -> None:
    found = read(WORDS + words, LEVELS + rules)
    assert [item for item in found if not isinstance(item, str)] == TABLE


BELOW = [replace(one, low=one.low + 60, high=one.high + 60) for one in WORDS[:4]]
CUT = [across(184, LEFT, RIGHT), across(208, LEFT, RIGHT), down(COLUMN - 3, 150, 208)]
"""A table without sides that the page above cut: one whole row."""
OVER: dict[str, tuple[list[Rule], list[Rule]]] = {
    "nothing": ([], []),
    "pieces of a brace": ([down(LEFT - 2, 187, 196), down(LEFT - 3, 199, 206)], []),
    "a stroke beside the row": ([down(RIGHT + 4, 182, 208)], []),
    "a frame around a value": ([], [*Rule.frame((COLUMN - 2, 187, 150, 204))]),
    "a line under a value": ([], [across(203, COLUMN + 2, RIGHT)]),
}


@pytest.mark.parametrize(("beside", "inside"), OVER.values(), ids=OVER)
def test_a_table_of_two_level_lines_and_a_column_is_as_it_was_before_a_pen(
    beside: list[Rule], inside: list[Rule]
) -> None:
    words = [run("再び紙にする。", COLUMN, 162), *BELOW[2:]]
    found = read(words, [*CUT, *beside, *inside], recognised=True)
    assert found == [[["", "再び紙にする。"], ["数量", "十束"]]]


def test_a_frame_that_a_pen_drew_from_the_column_line_on_parts_no_cell() -> None:
    frame = [across(214, COLUMN - 3, 156), across(230, COLUMN - 3, 156), down(156, 214, 230)]
    rules = [across(184, LEFT, RIGHT), across(260, LEFT, RIGHT), down(COLUMN - 3, 150, 260)]
    values = [
        run(text, COLUMN, y) for text, y in (("再び紙にする。", 162), ("十束、", 192), ("五箱と", 217), ("三本", 242))
    ]
    found = read([*values, run("数量", 64, 192)], [*rules, *frame], recognised=True)
    assert found == [[["", "再び紙にする。"], ["数量", "十束、\n五箱と\n三本"]]]


CLOSED = [*LEVELS, *(down(x, HEIGHTS[0], HEIGHTS[-1]) for x in (LEFT, COLUMN - 3, RIGHT))]
BROKEN: dict[str, list[Rule]] = {
    "a side that is there for a row only": [*CLOSED[:-1], down(RIGHT, 124, 148)],
    "a level line that ends before its side": [*LEVELS[:3], across(184, LEFT, 205), LEVELS[4], *CLOSED[5:]],
    "both": [*LEVELS[:2], across(148, LEFT, 196), *LEVELS[3:], *CLOSED[5:7]],
}


@pytest.mark.parametrize("rules", BROKEN.values(), ids=BROKEN)
def test_a_recognised_table_is_closed_where_its_other_lines_tell_its_sides(rules: list[Rule]) -> None:
    assert read(WORDS, rules, recognised=True) == TABLE


def test_lines_under_words_that_end_below_each_other_make_no_side() -> None:
    under = [across(y, COLUMN - 1, RIGHT - 10) for y in (119, 167, 203)]
    assert read(WORDS, [*CLOSED, *under], recognised=True) == TABLE
    open_ends = [*LEVELS, CLOSED[6], *under]
    assert read(WORDS, open_ends, recognised=True) == TABLE


def test_lines_of_which_scraps_are_left() -> None:
    scraps = [across(148, 60, 90), across(148, 100, 140), across(148, 160, 205)]
    cut = [across(184, 60, 180)]
    assert read(WORDS, [*LEVELS[:2], *scraps, *cut, LEVELS[4]]) == TABLE


def test_a_line_from_the_column_on_parts_values_of_one_label() -> None:
    words = [*WORDS[:4], *WORDS[5:]]
    rules = [*LEVELS[:2], across(148, COLUMN - 3, RIGHT), *LEVELS[3:]]
    assert read(words, rules) == [
        [["品名", "古紙"], ["数量", "十束"], ["再び紙にするため、問屋に渡す。"], ["置き場所", "倉庫"]]
    ]


def test_running_text_between_two_tables_parts_them() -> None:
    between = [run("これらの品は、区の定める倉庫に運び入れるものとする。", 64, 215 + k * 14) for k in range(8)]
    rules = [*LEVELS, *(across(y + 240, LEFT, RIGHT) for y in HEIGHTS)]
    lower = [replace(one, low=one.low + 240, high=one.high + 240) for one in WORDS]
    found = read([*WORDS, *between, *lower], rules)
    assert [item for item in found if not isinstance(item, str)] == TABLE * 2


def test_level_lines_around_text_without_labels_are_no_table() -> None:
    words = [replace(one, text="あ" * len(one.text)) for one in WORDS]
    assert all(isinstance(item, str) for item in read(words, LEVELS))


def test_a_line_between_columns_stays() -> None:
    words = [*WORDS, run("数量", 160, 106), run("五箱", 190, 106)]
    table = read(words, [*LEVELS, down(152, 100, 124)])
    assert table[0][0] == ["品名", "古紙", "数量 五箱"]


class TestWithALineBetweenItsColumns:
    """A table without sides has lines between its columns: of a recognised page, pens leave these."""

    RULES = (*LEVELS, down(COLUMN - 5, 100, 208))

    @pytest.mark.parametrize(
        "drawn",
        [
            [across(148, RIGHT - 5, RIGHT + 12), down(RIGHT + 12, 100, 160)],
            [across(124, LEFT - 9, LEFT + 5), across(184, LEFT - 9, LEFT + 5), down(LEFT - 9, 124, 184)],
            [down(190, 110, 165)],
        ],
        ids=["a brace", "a bracket", "a stroke over rows"],
    )
    def test_strokes_are_none_of_it(self, drawn: list[Rule]) -> None:
        assert read(WORDS, [*self.RULES, *drawn], recognised=True) == TABLE

    def test_what_is_drawn_by_a_program_is_all_its_own(self) -> None:
        assert read(WORDS, [*self.RULES, down(190, 100, 124)]) != TABLE
