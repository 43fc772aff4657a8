"""Boxes that are drawn become characters of their line."""

from itertools import pairwise

import pymupdf
import pytest

from kaigi_extract.layout.checkboxes import choices_of, write_boxes
from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Frame, Page, Rule, Shape, read
from kaigi_extract.source.page import PlacedImage
from tests.typeset import FRAME, WIDTH, draw, run

X, Y, SIDE = 100.0, 200.0, 9.0
BOX = (X, Y, X + SIDE, Y + SIDE)
WORD = run("窓口", X + 14, Y - 0.5)


def stroke(*points):
    """A line as the reader hands it on."""
    pieces = tuple((*a, *b) for a, b in pairwise(points))
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Shape((min(xs), min(ys), max(xs), max(ys)), None, outline=pieces)


def traced(*, ticked):
    """One filled path: a frame of one point, with a tick in it or without."""
    inner = (X + 1, Y + 1, X + SIDE - 1, Y + SIDE - 1)
    pieces = []
    for x0, y0, x1, y1 in (BOX, inner):
        pieces += [(x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)]
    if ticked:
        pieces += [(X + 2, Y + 4, X + 4, Y + 7), (X + 4, Y + 7, X + 7, Y + 2), (X + 7, Y + 2, X + 2, Y + 4)]
    return Shape(BOX, 0.0, closed_curve=True, outline=tuple(pieces))


def rounded(radius):
    """A square drawn in one stroke, its corners curves, as the reader hands it on: a shape, and its straight sides."""
    x0, y0, x1, y1 = BOX
    r = radius
    turns = [
        (x0 + r, y0),
        (x1 - r, y0),
        (x1, y0 + r),
        (x1, y1 - r),
        (x1 - r, y1),
        (x0 + r, y1),
        (x0, y1 - r),
        (x0, y0 + r),
    ]
    pieces = tuple((*a, *b) for a, b in pairwise([*turns, turns[0]]))
    sides = [Rule(min(a, c), min(b, d), max(a, c), max(b, d), 0.5) for a, b, c, d in pieces[::2]]
    return Shape(BOX, None, closed_curve=True, outline=pieces, free=True), (sides if radius < SIDE / 2 else [])


ROUND, ROUND_SIDES = rounded(1.4)
RING, _ = rounded(SIDE / 2)
TICK = stroke((X + 3, Y + 5), (X + 7.5, Y + 0.5))
EMPTY = (X + 60, Y, X + 60 + SIDE, Y + SIDE)
INNER = (X + 1.5, Y + 1.5, X + SIDE - 1.5, Y + SIDE - 1.5)
OUTER = (X - 1.5, Y - 1.5, X + SIDE + 1.5, Y + SIDE + 1.5)
SHAPES = {
    # name: (frames, rules, shapes, runs beside 窓口, text of the line)
    "a stroked square": ([BOX], [], [], [], "□窓口"),
    "a stroked square with a tick": ([BOX], [], [TICK], [], "☑窓口"),
    "a tick that stands out": ([BOX], [], [stroke((X + 3, Y + 6), (X + 11, Y - 2))], [], "☑窓口"),
    "a cross": (
        [BOX],
        [],
        [stroke((X + 2, Y + 2), (X + 7, Y + 7)), stroke((X + 2, Y + 7), (X + 7, Y + 2))],
        [],
        "☑窓口",
    ),
    "a curve by hand": ([BOX], [], [Shape((X + 1, Y + 1, X + 8, Y + 7), None, closed_curve=True)], [], "☑窓口"),
    "a dark filling": ([BOX], [], [Shape((X + 2, Y + 2, X + 7, Y + 7), 0.0)], [], "☑窓口"),
    "a grey filling": ([BOX], [], [Shape(BOX, 0.85)], [], "□窓口"),
    "a white filling": ([BOX], [], [Shape(BOX, 1.0)], [], "□窓口"),
    "a speck": ([BOX], [], [stroke((X + 4, Y + 4), (X + 5, Y + 5))], [], "□窓口"),
    "four rules": ([], Rule.frame(BOX), [], [], "□窓口"),
    "four rules with a tick": ([], Rule.frame(BOX), [TICK], [], "☑窓口"),
    "two rectangles, one in the other": ([BOX, INNER], [], [], [], "□窓口"),
    "four rules in a rectangle": ([OUTER], Rule.frame(BOX), [], [], "□窓口"),
    "four rules in a rectangle with a tick": ([OUTER], Rule.frame(BOX), [TICK], [], "☑窓口"),
    "a path in a rectangle": ([OUTER], [], [traced(ticked=False)], [], "□窓口"),
    "one path": ([], [], [traced(ticked=False)], [], "□窓口"),
    "one path with its tick": ([], [], [traced(ticked=True)], [], "☑窓口"),
    "round corners": ([], ROUND_SIDES, [ROUND], [], "□窓口"),
    "round corners with a tick": ([], ROUND_SIDES, [ROUND, TICK], [], "☑窓口"),
    "a typed レ in round corners": ([], ROUND_SIDES, [ROUND], [run("レ", X, Y, 8.0)], "☑窓口"),
    "a circle": ([], [], [RING], [], "窓口"),
    "a typed tick in a drawn box": ([BOX], [], [], [run("✓", X, Y, 8.0)], "☑窓口"),
    "a typed レ in a drawn box": ([BOX], [], [], [run("レ", X, Y, 8.0)], "☑窓口"),
    "a drawn tick over a typed box": ([], [], [TICK], [run("□", X, Y - 0.5)], "☑窓口"),
    "a typed tick over a typed box": ([], [], [], [run("□", X, Y - 0.5), run("✓", X + 1, Y, 8.0)], "☑窓口"),
    "a frame around a typed box": ([BOX], [], [], [run("☐", X - 0.5, Y - 0.5)], "☐ 窓口"),
    "a typed box alone": ([], [], [], [run("□", X, Y - 0.5)], "□窓口"),
    "dark where another is empty": ([EMPTY], [], [Shape(BOX, 0.0)], [run("郵便", X + 72, Y - 0.5)], "☑窓口 □郵便"),
    # and what is no box
    "a dark square alone": ([], [], [Shape(BOX, 0.0)], [], "窓口"),
    "a digit in a cell": ([BOX], [], [], [run("7", X + 2, Y - 0.5)], "7窓口"),
    "cells side by side": ([BOX, (X - SIDE, Y, X, Y + SIDE)], [], [], [], "窓口"),
    "a corner of a table": ([], [*Rule.frame(BOX), Rule(X, Y, X, Y + 80, 0.5)], [], [], "窓口"),
    "no square": ([(X, Y, X + 13, Y + 6)], [], [], [], "窓口"),
    "too large": ([(X - 10, Y - 5, X + 10, Y + 15)], [], [], [], "窓口"),
    "far from any word": ([(X - 80, Y, X - 80 + SIDE, Y + SIDE)], [], [], [], "窓口"),
    "an outlined character": ([], [], [Shape(BOX, 0.0, closed_curve=True, outline=TICK.outline)], [], "窓口"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_drawn_boxes(name):
    frames, rules, shapes, runs, expected = SHAPES[name]
    page = Page(FRAME, runs=[WORD, *runs], frames=list(frames), rules=list(rules), shapes=list(shapes))
    assert [line.text for line in build_lines(write_boxes(page).runs, FRAME)] == [expected]


def test_a_box_takes_its_strokes_with_it():
    rule = Rule(60, 400, WIDTH - 60, 400, 0.5)
    page = Page(FRAME, runs=[WORD], frames=[BOX], rules=[rule], shapes=[TICK, Shape((0, 0, 90, 90), 0.8)])
    written = write_boxes(page)
    assert (written.frames, written.rules) == ([], [rule])
    assert [shape.bbox for shape in written.shapes] == [(0, 0, 90, 90)]
    assert len(page.runs) == 1


def test_a_page_without_boxes_is_the_same_page():
    page = Page(FRAME, runs=[run("□ 窓口", X, Y)], rules=[Rule(60, 400, 500, 400, 0.5)])
    assert write_boxes(page) is page


TABLE = """
+--------+--------------------------+
| 返却   |    必要      不要        |
+--------+--------------------------+
| 方法   |    郵便                  |
+--------+--------------------------+
"""


def test_choices_belong_to_their_cells():
    runs, rules = draw(TABLE)
    page = Page(Frame(1, 595, 842), runs=runs, rules=rules)
    for word, ticked in (("必要", True), ("不要", False), ("郵便", True)):
        beside = next(one for one in runs if one.text == word)
        x, y = beside.start[0] - 11, beside.low + 1
        page.frames.append((x, y, x + 8, y + 8))
        if ticked:
            page.shapes.append(stroke((x + 2, y + 4), (x + 6, y + 1)))
    grid = next(item for item in arrange_page(page, lambda _: False).items if isinstance(item, Grid))
    cells = {cell.passage.text: cell for cell in grid.cells}
    assert [(c.text, c.checked) for c in cells["☑必要 □不要"].choices] == [("必要", True), ("不要", False)]
    assert [(c.text, c.checked) for c in cells["☑郵便"].choices] == [("郵便", True)]
    assert cells["返却"].choices == []
    (span,) = choices_of(cells["☑郵便"].passage)[0].spans
    assert span.page == 1
    assert span.bbox[0] == pytest.approx(page.frames[2][0], abs=0.1)


def test_a_printed_page(tmp_path):
    with pymupdf.open() as document:
        page = document.new_page()
        for k, word in enumerate(("返却", "郵便", "窓口")):
            y = 100 + 30 * k
            page.insert_text((120, y + 9), word, fontname="japan", fontsize=10.5)
            page.draw_rect((105, y, 114, y + 9), width=0.5)
        page.draw_polyline([(107, 134), (109, 137), (113, 131)], width=1)
        page.draw_line((105, 160), (114, 169))
        page.draw_line((114, 160), (105, 169))
        document.save(tmp_path / "boxes.pdf")
    (made,) = read(tmp_path / "boxes.pdf").pages()
    items = arrange_page(made, lambda _: False).items
    assert [item.text for item in items] == ["□返却", "☑郵便", "☑窓口"]


@pytest.mark.parametrize(("middle", "side", "ticked"), [(105.5, 12, True), (105.5, 40, False), (118, 12, False)])
def test_a_picture_over_a_typed_box_ticks_it(middle, side, ticked):
    """One that is not much larger, with its middle in the box."""
    words = run("□温室　□噴水", 100, 200)
    low = (words.low + words.high) / 2
    picture = PlacedImage((middle - side / 2, low - side / 2, middle + side / 2, low + side / 2), 40, 40)
    drawn = write_boxes(Page(FRAME, runs=[words], pictures=[picture]))
    assert ("☑温室" in "".join(one.text for one in drawn.runs)) is ticked
