"""Upright pages and pages as displayed: there and back."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from kaigi_extract.source import Frame

TURNS = [0, 90, 180, 270]
SKEWS = [-3.0, -0.5, 0.0, 1.2]

DISPLAYED: dict[int, tuple[float, float, float, float]] = {
    0: (10, 20, 40, 30),
    90: (20, 360, 30, 390),
    180: (360, 270, 390, 280),
    270: (270, 10, 280, 40),
}
"""Where the box (10, 20, 40, 30) of an upright page of 400 by 300 stands on the page as displayed."""


@pytest.mark.parametrize("turn", TURNS)
def test_a_box_on_a_turned_page(turn: int) -> None:
    assert Frame(1, 400, 300, turn).display((10, 20, 40, 30)) == DISPLAYED[turn]
    assert Frame(1, 400, 300, turn).display((40, 30, 10, 20)) == DISPLAYED[turn]


@pytest.mark.parametrize("skew", SKEWS)
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("point", [(0.0, 0.0), (200.0, 150.0), (37.0, 281.0), (400.0, 10.0)])
def test_there_and_back(turn: int, skew: float, point: tuple[float, float]) -> None:
    frame = Frame(1, 400, 300, turn, skew)
    x, y = point
    shown = frame.display((x, y, x, y))
    assert shown[:2] == pytest.approx(shown[2:])
    assert frame.upright(*shown[:2]) == pytest.approx(point)


@pytest.mark.parametrize("skew", SKEWS)
def test_skew_is_clockwise_about_the_middle(skew: float) -> None:
    frame = Frame(1, 400, 300, 0, skew)
    assert frame.display((200, 150, 200, 150)) == pytest.approx((200, 150, 200, 150))
    x, y, *_ = frame.display((300, 150, 300, 150))
    assert (x, y) == pytest.approx((200 + 100 * cos(radians(skew)), 150 + 100 * sin(radians(skew))))


def test_a_box_askew_holds_its_corners() -> None:
    frame = Frame(1, 400, 300, 90, 2.0)
    x0, y0, x1, y1 = frame.display((50, 60, 250, 72))
    for corner in ((50, 60), (250, 60), (250, 72), (50, 72)):
        x, y, *_ = frame.display((*corner, *corner))
        assert x0 - 1e-6 <= x <= x1 + 1e-6
        assert y0 - 1e-6 <= y <= y1 + 1e-6
    assert (x1 - x0) * (y1 - y0) < 2 * 200 * 20
