"""Streaks that dirt on a scanner's rollers or glass leaves along a sheet."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import even_grey
from tests.printed import DPI, MM, SCALE, pixels, printed, rule, text

WORDS = "個人情報の取扱いを外に委託する"
PAGE = [text(60, 90 + 30 * k, WORDS * 2) for k in range(20)]


def streaked(grey: NDArray[np.uint8], places: list[tuple[float, float, float]]) -> NDArray[np.uint8]:
    """A page with streaks: x in points, width in millimetres, share of the light that is left."""
    light = np.ones(grey.shape[1], np.float32)
    for x, width, share in places:
        light[round(x * SCALE) : round(x * SCALE + width * MM * SCALE)] = share
    return np.asarray(grey * light, np.uint8)


STREAKS = [(75.0, 0.3, 0.6), (110.0, 1.5, 0.85), (140.0, 2.5, 0.75), (150.0, 0.2, 0.5), (330.0, 0.8, 0.9)]


@pytest.mark.parametrize("turned", [False, True])
def test_paper_is_white_and_print_is_black_along_streaks(turned: bool) -> None:
    """Where a sheet was fed upright, or sideways."""
    page = printed(*PAGE)
    grey = np.ascontiguousarray(streaked(page.T if turned else page, STREAKS))
    even = even_grey(pixels(np.ascontiguousarray(grey.T) if turned else grey), DPI)
    assert np.percentile(even[page == 255], 1) > 235
    assert np.percentile(even[page < 60], 95) < 110


def test_a_ruled_line_and_a_shaded_column_are_no_streaks() -> None:
    page = printed(*PAGE, rule(50, 60, 50, 790, 1.0))
    line = (slice(round(70 * SCALE), round(780 * SCALE)), round(50 * SCALE))
    assert even_grey(pixels(page), DPI)[line].max() < 110
    shaded = streaked(page, [(200.0, 30.0, 0.8)])
    even = even_grey(pixels(cv2.GaussianBlur(shaded, (0, 0), 1.0)), DPI)
    assert np.percentile(even[page < 60], 90) < 110
