"""Checkboxes drawn close to each other, to the ruled lines of their cell, or larger than usual."""

from __future__ import annotations

import pytest

from kaigi_extract.layout.checkboxes import write_boxes
from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.source import Page, Rule, Shape
from kaigi_extract.source.page import Bbox
from tests.typeset import FRAME, across, arranged, down, run, shown

X, Y, SIDE, PITCH = 100.0, 200.0, 12.0, 13.0
WORDS = ("歩く人", "自転車", "車椅子")
MEDIA = "通る物"


def stack(pitch: float, side: float = SIDE) -> list[Bbox]:
    return [(X, Y + k * pitch, X + side, Y + k * pitch + side) for k in range(len(WORDS))]


def cross(box: Bbox) -> list[Shape]:
    """Two strokes from corner to corner."""
    x0, y0, x1, y1 = box
    return [Shape(box, None, outline=((x0, y0, x1, y1),)), Shape(box, None, outline=((x0, y1, x1, y0),))]


def form(pitch: float, close: float) -> list[Rule]:
    """A row of a form whose lines lie so close to the first and the last box."""
    top, bottom = Y - close, Y + 2 * pitch + SIDE + close
    sides = [down(x, top, bottom) for x in (40.0, X - 4, 300.0)]
    return [across(top, 40, 300), across(bottom, 40, 300), *sides]


# name: (points from one box to the next, points to the ruled lines of the cell, four rules instead of one frame)
STACKS = {
    "one point apart": (13.0, 1.0, False),
    "one point apart, of four ruled lines": (13.0, 1.0, True),
    "three fifths of a point apart": (12.6, 0.6, False),
    "touching each other and the row": (12.0, 0.0, False),
    "far apart": (20.0, 4.0, False),
    "far apart, of four ruled lines": (20.0, 4.0, True),
}


@pytest.mark.parametrize("name", STACKS)
def test_boxes_of_a_cell_are_no_cells(name: str) -> None:
    pitch, close, ruled = STACKS[name]
    boxes = stack(pitch)
    rules = [*form(pitch, close), *(side for box in boxes if ruled for side in Rule.frame(box))]
    runs = [run(MEDIA, 44, Y), *(run(word, X + 16, box[1] + 1) for word, box in zip(WORDS, boxes, strict=True))]
    page = Page(FRAME, runs=runs, rules=rules, frames=[] if ruled else boxes, shapes=cross(boxes[1]))
    assert shown(arranged([page], lambda _: None)) == [[[MEDIA, "□歩く人\n☑自転車\n□車椅子"]]]


NO_BOXES: dict[str, tuple[list[Bbox], list[Rule]]] = {
    "cells for digits": ([(X + k * SIDE, Y, X + (k + 1) * SIDE, Y + SIDE) for k in range(3)], []),
    "cells for digits, one point apart": ([(X + k * 13, Y, X + k * 13 + SIDE, Y + SIDE) for k in range(3)], []),
    "a corner of a table": ([], [*Rule.frame((X, Y, X + SIDE, Y + SIDE)), across(Y, X, X + 90)]),
    "a narrow column of a table": (
        [],
        [*(across(Y + k * SIDE, X, X + SIDE) for k in range(4)), down(X, Y, Y + 36), down(X + SIDE, Y, Y + 36)],
    ),
}


@pytest.mark.parametrize("name", NO_BOXES)
def test_cells_are_no_boxes(name: str) -> None:
    frames, rules = NO_BOXES[name]
    page = Page(FRAME, runs=[run("歩く人", X + 42, Y + 1)], frames=frames, rules=rules)
    assert [line.text for line in build_lines(write_boxes(page).runs, FRAME)] == ["歩く人"]


# points of the side of a box, points of the characters beside it, whether it is a checkbox
SIZES = [(5.5, 6.0, True), (12.0, 10.0, True), (17.0, 15.0, True), (17.0, 10.0, False), (25.0, 15.0, False)]


@pytest.mark.parametrize(("side", "size", "is_box"), SIZES)
def test_a_box_is_about_as_high_as_its_words(side: float, size: float, *, is_box: bool) -> None:
    box = (X, Y, X + side, Y + side)
    page = Page(FRAME, runs=[run("歩く人", X + side + 5, Y + (side - size) / 2, size)], frames=[box])
    assert [line.text for line in build_lines(write_boxes(page).runs, FRAME)] == ["□歩く人" if is_box else "歩く人"]
