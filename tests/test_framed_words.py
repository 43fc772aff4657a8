"""Frames around words in the middle of a line (Word's 囲み線): (what is printed, frames, the lines that are read)."""

from __future__ import annotations

import pytest

from kaigi_extract.source import Page, Run
from kaigi_extract.source.page import Bbox
from tests.typeset import FRAME, Shown, arranged, run, shown


def around(one: Run, first: int, last: int, reach: float = 1.0) -> Bbox:
    """The frame around some characters of a run."""
    return one.start[first] - reach, one.low - reach, one.end[last - 1] + reach, one.high + reach


LINE = run("温室の当番、結果、所感を書く。", 100, 200)
OTHER = run("夜の見回り", 100, 240)
LABEL, VALUE = run("見回りの欄", 100, 200), run("結果", 154, 200)
HEAD, IN_CELL, BELOW = run("当番", 106, 202), run("夜の見回り", 160, 202), run("図書の係", 160, 218)
CELLS: list[Bbox] = [(100.0, 196.0, 150.0, 240.0), (150.0, 196.0, 300.0, 240.0)]
CLOSE = run("記入", 154, 200)

PAGES: dict[str, tuple[list[Run], list[Bbox], Shown]] = {
    "words in one run": ([LINE], [around(LINE, 6, 8)], [LINE.text]),
    "two words of a line": ([LINE], [around(LINE, 6, 8), around(LINE, 9, 11)], [LINE.text]),
    "words that are runs of their own": (
        [LINE.cut(0, 6), LINE.cut(6, 8), LINE.cut(8, len(LINE.text))],
        [around(LINE, 6, 8)],
        [LINE.text],
    ),
    "the first words": ([LINE], [around(LINE, 0, 2)], [LINE.text]),
    "the last words": ([LINE], [around(LINE, 13, 15)], [LINE.text]),
    "a frame around a line by itself": ([LINE, OTHER], [around(OTHER, 0, 5)], [LINE.text, OTHER.text]),
    "all words of a cell": (
        [HEAD, IN_CELL],
        [*CELLS, around(IN_CELL, 0, 5, 0.0)],
        [[["当番", "夜の見回り"]]],
    ),
    "two lines of a cell": (
        [HEAD, IN_CELL, BELOW],
        [*CELLS, (158.0, 200.0, 214.0, 232.0)],
        [[["当番", "夜の見回り\n図書の係"]]],
    ),
    "a table of two cells": (
        [LABEL, VALUE],
        [around(LABEL, 0, 5, 2), (152.0, 198.0, 200.0, 212.5)],
        [[["見回りの欄", "結果"]]],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_words_with_a_frame_stay_in_their_line(name: str) -> None:
    runs, frames, expected = PAGES[name]
    assert shown(arranged([Page(FRAME, runs=list(runs), frames=list(frames))], lambda _: None)) == expected


def test_a_mark_apart_from_a_line_is_a_line_of_its_own() -> None:
    mark = run("記載例", 300, 200)
    made = Page(FRAME, runs=[LINE, mark], frames=[around(mark, 0, 3)])
    lines = arranged([made], lambda _: None).items
    assert [(line.text, line.boxed) for line in lines] == [(LINE.text, False), (mark.text, True)]
