"""Runs to printed lines."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.layout.lines import Line, plain_line
from kaigi_extract.records import PageSpan
from kaigi_extract.source import Frame, Run, TextLine
from tests.typeset import EM, FRAME, WIDTH, run, upright

HIGH = 0.6 * EM
"""Points. Size of a footnote mark."""

LINES: dict[str, tuple[list[Run], list[str]]] = {
    "nothing": ([], []),
    "only white space": ([run("　 ", 0, 0)], []),
    "one run": ([run("古紙の回収", 0, 0)], ["古紙の回収"]),
    "white space around it goes": ([run("　古紙 ", 0, 0)], ["古紙"]),
    "two runs side by side": ([run("古紙", 0, 0), run("回収", 20, 0)], ["古紙回収"]),
    "drawn from right to left": ([run("回収", 20, 0), run("古紙", 0, 0)], ["古紙回収"]),
    "one above the other": ([run("回収", 0, 16), run("古紙", 0, 0)], ["古紙", "回収"]),
    "set solid": ([run("古紙", 0, 0), run("回収", 0, 10), run("運搬", 0, 20)], ["古紙", "回収", "運搬"]),
    "set solid, side by side": (
        [run("古紙", 0, 0), run("一月", 50, 0), run("回収", 0, 10), run("二月", 50, 10)],
        ["古紙 一月", "回収 二月"],
    ),
    "a mark set high": ([run("古紙", 0, 0), run("※1", 20, -1, HIGH), run("回収", 32, 0)], ["古紙※1回収"]),
    "a mark at the top of its line": ([run("古紙", 0, 0), run("※1", 20, 0, HIGH), run("回収", 32, 0)], ["古紙※1回収"]),
    "a mark set high, lines set solid": (
        [run("古紙", 0, 0), run("の回収", 0, 10), run("※1", 30, 10, HIGH), run("と運搬", 0, 20)],
        ["古紙", "の回収※1", "と運搬"],
    ),
    "a mark set high comes first": ([run("※1", 0, -1, HIGH), run("古紙", 12, 0)], ["※1古紙"]),
    "a mark set low": ([run("古紙", 0, 0), run("注", 20, 6, 5)], ["古紙注"]),
    "a title in large type beside small type": ([run("古紙", 0, 0, 16), run("回収", 32, 4, 10)], ["古紙回収"]),
    "letters spaced evenly are one word": ([run("品", 0, 0), run("名", 40, 0)], ["品名"]),
    "letters spaced by white space": ([run("品　　名", 0, 0)], ["品　　名"]),
    "letters spaced in one run": ([run("担当部課", 0, 0, pitch=25)], ["担当部課"]),
    "a gap under an em": ([run("古紙を", 0, 0), run("集める", 38, 0)], ["古紙を集める"]),
    "a gap of an em": ([run("古紙を", 0, 0), run("集める", 40, 0)], ["古紙を 集める"]),
    "a wide gap": ([run("品名　古紙", 0, 0), run("十束", 150, 0)], ["品名　古紙 十束"]),
    "white space that fills the gap": ([run("古紙", 0, 0), run("　　", 20, 0), run("十束", 40, 0)], ["古紙　　十束"]),
    "a comma of its own, its box over the bracket before": (
        [run("（紙）", 0, 0), run("、", 25, 0), run("布", 35, 0)],
        ["（紙）、布"],
    ),
    "a bracket of its own, its box over the comma before": (
        [run("紙、", 0, 0), run("「", 15, 0), run("布」", 25, 0)],
        ["紙、「布」"],
    ),
    "brackets and commas drawn last": (
        [run("紙", 10, 0), run("布", 30, 0), run("（", 0, 0), run("）", 20, 0), run("、", 25, 0)],
        ["（紙）、布"],
    ),
    "a comma a little lower": ([run("紙", 0, 0), run("、", 10, 2), run("布", 20, 0)], ["紙、布"]),
    "printed twice": ([run("古紙の回収", 0, 0), run("古紙の回収", 0.3, 0)], ["古紙の回収"]),
    "printed twice, one letter after the other": (
        [run(char, 10 * k + shift, 0) for k, char in enumerate("古紙回収") for shift in (0, 0.4)],
        ["古紙回収"],
    ),
    "printed twice a little lower": ([run("古紙の回収", 0, 0), run("古紙の回収", 0.3, 0.3)], ["古紙の回収"]),
    "printed four times": ([run("古紙", dx, dy) for dx in (0, 0.3) for dy in (0, 0.3)], ["古紙"]),
    "one word in it printed twice": ([run("古紙の回収", 0, 0), run("回収", 30.4, 0)], ["古紙の回収"]),
    "the same letter twice in a word": ([run("ひび", 0, 0), run("ささ", 20, 0)], ["ひびささ"]),
    "narrow digits printed twice": ([run("111", 0, 0), run("111", 0.3, 0)], ["111"]),
    "white space over letters": ([run("古紙の回収", 0, 0), run("     ", 10, 0)], ["古紙の回収"]),
    "white space over letters, drawn first": ([run("　　　　　", 0, 0), run("古紙の回収", 0, 0)], ["古紙の回収"]),
    "upright columns go from right to left": ([upright("回収", 80, 0), upright("古紙", 100, 0)], ["古紙", "回収"]),
    "one upright column in parts": ([upright("の回収", 80, 20), upright("古紙", 80, 0)], ["古紙の回収"]),
    "upright letters spaced evenly": (
        [upright("品", 80, 0), upright("名", 80, 20), upright("表", 80, 40)],
        ["品名表"],
    ),
    "upright text after level text": ([upright("古紙", 80, 0), run("回収", 0, 40)], ["回収", "古紙"]),
}


@pytest.mark.parametrize(("runs", "texts"), LINES.values(), ids=LINES)
def test_lines(runs: list[Run], texts: list[str]) -> None:
    assert [line.text for line in build_lines(runs, FRAME)] == texts


@pytest.mark.parametrize(("runs", "texts"), LINES.values(), ids=LINES)
def test_every_character_keeps_its_place(runs: list[Run], texts: list[str]) -> None:
    places = {(char, round(x, 2)) for run in runs for char, x in zip(run.text, run.start, strict=True)}
    for line in build_lines(runs, FRAME):
        assert len(line.text) == len(line.start) == len(line.end)
        for char, start, end in zip(line.text, line.start, line.end, strict=True):
            assert start <= end
            if not char.isspace():
                assert (char, round(start, 2)) in places


BOLD: dict[str, tuple[list[Run], list[str]]] = {
    "none": ([run("古紙の回収", 0, 0)], []),
    "a run": ([run("古紙の", 0, 0), run("回収", 30, 0, bold=True)], ["回収"]),
    "two runs that touch": ([run("回", 0, 0, bold=True), run("収", 10, 0, bold=True), run("日", 20, 0)], ["回収"]),
    "two runs apart": ([run("紙", 0, 0, bold=True), run("と", 10, 0), run("布", 20, 0, bold=True)], ["紙", "布"]),
    "with white space around": ([run("　古紙　", 0, 0, bold=True)], ["古紙"]),
    "printed twice": ([run("古紙の回収", 0, 0), run("回収", 30.4, 0)], ["回収"]),
    "before a gap": ([run("古紙", 0, 0, bold=True), run("十束", 50, 0)], ["古紙"]),
    "after a gap": ([run("古紙", 0, 0), run("十束", 50, 0, bold=True)], ["十束"]),
    "over a gap": ([run("古紙", 0, 0, bold=True), run("十束", 50, 0, bold=True)], ["古紙 十束"]),
}


@pytest.mark.parametrize(("runs", "bold"), BOLD.values(), ids=BOLD)
def test_bold(runs: list[Run], bold: list[str]) -> None:
    (line,) = build_lines(runs, FRAME)
    assert [line.text[start:end] for start, end in line.bold] == bold


def only(runs: Sequence[Run], frame: Frame = FRAME) -> Line:
    (line,) = build_lines(runs, frame)
    return line


class TestLine:
    def test_place_of_a_part(self) -> None:
        assert only([run("古紙の回収", 100, 50)]).span(2, 4) == PageSpan(page=1, bbox=(120, 50, 140, 60))

    def test_place_on_a_page_that_was_turned(self) -> None:
        line = only([run("古紙", 100, 50)], Frame(3, WIDTH, 842, turn=90))
        assert line.span(0, 2) == PageSpan(page=3, bbox=(50, WIDTH - 120, 60, WIDTH - 100))

    def test_place_of_upright_text(self) -> None:
        assert only([upright("古紙", 100, 50)]).span(1, 2) == PageSpan(page=1, bbox=(100, 60, 110, 70))

    def test_a_part_does_not_reach_under_the_next_character(self) -> None:
        """A browser draws 、 over the empty half of ）: the place of what comes before ends where it begins."""
        line = only([run("（紙）", 0, 0), run("、", 25, 0), run("布", 35, 0)])
        (_, _, x1, _), (x0, _, _, _) = (s.bbox for s in (line.span(0, 3), line.span(3, 4)) if isinstance(s, PageSpan))
        assert x1 <= x0 + 0.01

    def test_cut(self) -> None:
        line = only([run("古紙の", 0, 0), run("回収日", 30, 0, bold=True)])
        part = line.cut(2, 5)
        assert (part.text, part.x0, part.x1, part.bold) == ("の回収", 20, 50, ((1, 3),))

    def test_edges(self) -> None:
        level, column = only([run("古紙", 100, 50)]), only([upright("古紙", 100, 50)])
        assert (level.x0, level.y0, level.x1, level.y1) == (100, 50, 120, 60)
        assert (column.x0, column.y0, column.x1, column.y1) == (100, 50, 110, 70)

    def test_confidence_is_that_of_its_part(self) -> None:
        embedded, one, two = run("古紙", 0, 0), run("回収", 20, 0), run("日", 40, 0)
        assert only([embedded]).confidence(0, 2) is None
        one.sure, one.others, two.sure, two.others = [0.9, 0.4], ["", ""], [0.8], [""]
        line = only([one, two])
        parts = [line.confidence(*part) for part in ((0, 1), (1, 3), (0, 3))]
        assert parts == [pytest.approx(value) for value in (0.9, 0.4 * 0.8, 0.9 * 0.4 * 0.8)]
        assert line.cut(1, 3).confidence(0, 2) == pytest.approx(0.32)

    def test_white_space_of_another_size_counts_for_nothing(self) -> None:
        line = only([run("古紙", 0, 0), run("　", 20, -10, 30)])
        assert (line.text, line.size, line.y0, line.y1) == ("古紙", 10, 0, 10)


def state(lines: Sequence[Line]) -> list[tuple[object, ...]]:
    return [(line.text, list(line.start), list(line.end), line.low, line.high, line.bold) for line in lines]


@pytest.mark.parametrize("runs", [runs for runs, _ in LINES.values()], ids=LINES)
def test_the_order_of_drawing_does_not_matter_to_the_text(runs: list[Run]) -> None:
    orders = itertools.islice(itertools.permutations(runs), 60)
    assert len({tuple(line.text for line in build_lines(order, FRAME)) for order in orders}) == 1


WORDS = st.text("古紙布瓶缶の、（）ABC123", min_size=1, max_size=6)


@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6), data=st.data())
def test_the_order_of_drawing_does_not_matter(rows: list[list[str]], data: st.DataObject) -> None:
    """Words in rows, set solid (a pitch of one em): whatever the order of their runs, the rows come out."""
    runs = []
    for number, words in enumerate(rows):
        x = 50.0
        for word in words:
            runs.append(run(word, x, 100 + EM * number))
            x = runs[-1].end[-1] + 2 * EM
    lines = build_lines(runs, FRAME)
    assert [line.text.replace(" ", "") for line in lines] == ["".join(words) for words in rows]
    assert state(build_lines(data.draw(st.permutations(runs)), FRAME)) == state(lines)


def test_a_part_of_a_plain_line_keeps_its_place_and_its_emphasis() -> None:
    line = plain_line(TextLine(7, "　古紙の回収 ", offset=2, bold=[(0, 3), (4, 7)]))
    assert line is not None
    assert (line.text, line.offset, line.bold) == ("古紙の回収", 3, ((0, 2), (3, 5)))
    part = line.cut(1, 4)
    assert (part.text, part.offset, part.bold) == ("紙の回", 4, ((0, 1), (2, 3)))
    assert part.span(0, 3) == line.span(1, 4)
