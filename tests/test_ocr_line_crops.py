"""Crops: one line, nothing of its neighbours, no ruled line."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import column_darkness, cut_crop
from kaigi_extract.ocr.line_segmentation import LineBox, find_lines
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.settings import DEFAULT_OCR
from tests.printed import SCALE, filled, page_image, printed, rule, stacked, text

AFTER, WIDE, CLOSE = DEFAULT_OCR.crops.look_after, DEFAULT_OCR.crops.wide_margin, DEFAULT_OCR.crops.close_margin
WORDS = "個人情報の保護に関する条例"
EM = 10.5 * SCALE


@pytest.mark.parametrize("margin", [WIDE, CLOSE])
def test_holds_its_line_and_nothing_else(margin: float) -> None:
    alone = printed(text(60, 52, WORDS))
    grey = printed(
        text(60, 40, WORDS), text(60, 52, WORDS), text(60, 64, WORDS), rule(55, 30, 55, 90), rule(55, 76, 300, 76)
    )
    page = page_image(grey)
    ruled = find_ruled_lines(page)
    box = find_lines(page, ruled).boxes[1]
    crop = cut_crop(page, ruled.mask, box, EM, margin)
    pad = max(2, round(margin * EM))
    least = box.x1 - box.x0 + 2 * pad
    assert least <= crop.grey.shape[1] <= least + AFTER * EM + 1
    assert crop.x0 == box.x0 - pad
    assert int((crop.grey < 150).sum()) == pytest.approx(int((alone < 150).sum()), rel=0.01)
    dark = column_darkness(crop)
    assert (dark[: pad - 2] == 0).all()
    assert (dark[-pad + 2 :] == 0).all()
    assert dark.max() > 200


def test_a_rule_in_its_box_is_wiped_off() -> None:
    grey = printed(text(60, 50, WORDS), rule(60, 61.5, 200, 61.5))
    page = page_image(grey)
    ruled = find_ruled_lines(page)
    box = LineBox(59 * SCALE, 50 * SCALE, 198 * SCALE, 64 * SCALE)
    crop = cut_crop(page, ruled.mask, box, EM, WIDE)
    level = max(2, round(WIDE * EM)) + round((61.5 - 50) * SCALE)
    assert crop.grey[level].min() == 255
    assert crop.grey[: level - 6].min() < 50


def test_a_place_in_it_is_one_on_the_page() -> None:
    page = page_image(printed(filled(93, 50, 101, 60)))
    box = LineBox(50 * SCALE, 50 * SCALE, 120 * SCALE, 60 * SCALE)
    crop = cut_crop(page, np.zeros_like(page.ink), box, EM, WIDE)
    middle = np.flatnonzero(column_darkness(crop) > 128).mean() + crop.x0
    assert middle / SCALE == pytest.approx(97, abs=0.5)


def test_a_low_line_is_as_high_as_others() -> None:
    page = page_image(printed(text(60, 50, "ーーー")))
    ruled = find_ruled_lines(page)
    [box] = find_lines(page, ruled).boxes
    crop = cut_crop(page, ruled.mask, box, EM, 0.1)
    assert crop.grey.shape[0] >= EM


def test_at_the_edge_of_the_sheet() -> None:
    page = page_image(np.full((60, 90), 255, np.uint8))
    page.grey[:20, :30] = 0
    crop = cut_crop(page, np.zeros_like(page.ink), LineBox(0, 0, 30, 20), 20.0, WIDE)
    assert int((crop.grey == 0).sum()) == 600


def test_characters_under_one_another_stand_side_by_side() -> None:
    page = page_image(
        printed(
            *(rule(x, 50, x, 150) for x in (40, 56, 300)),
            *(rule(40, y, 300, y) for y in (50, 150)),
            stacked(42.5, 60, "田田田田"),
            text(70, 60, WORDS),
        )
    )
    ruled = find_ruled_lines(page)
    box = next(box for box in find_lines(page, ruled).boxes if box.characters)
    crop = cut_crop(page, ruled.mask, box, EM, WIDE)
    dark = (column_darkness(crop) > 128).astype(np.int8)
    starts = np.flatnonzero(np.diff(np.concatenate(([0], dark)), prepend=0) == 1)
    assert (len(crop.characters), crop.characters) == (4, box.characters)
    assert len(starts) == 4
    middles = [(-crop.x0 + crop.pitch * (k + 0.5)) for k in range(4)]
    for start, middle in zip(starts, middles, strict=True):
        assert abs(start - middle) < crop.pitch / 2
    assert crop.grey.shape[1] > 3 * crop.grey.shape[0] / 2


def test_a_pale_full_stop_after_the_line_is_looked_at() -> None:
    grey = printed(text(60, 50, WORDS))
    grey[58 * SCALE : 60 * SCALE, 199 * SCALE : 201 * SCALE] = 190
    page = page_image(grey)
    ruled = find_ruled_lines(page)
    [box] = find_lines(page, ruled).boxes
    assert box.x1 < 198 * SCALE
    crop = cut_crop(page, ruled.mask, box, EM, CLOSE)
    assert (crop.grey == 190).sum() > 20


def test_but_nothing_beyond_the_next_rule() -> None:
    grey = printed(text(60, 50, WORDS), rule(199, 40, 199, 70), rule(40, 40, 240, 40), rule(40, 70, 240, 70))
    grey[58 * SCALE : 60 * SCALE, 201 * SCALE : 203 * SCALE] = 190
    page = page_image(grey)
    ruled = find_ruled_lines(page)
    box = find_lines(page, ruled).boxes[0]
    crop = cut_crop(page, ruled.mask, box, EM, CLOSE)
    assert (crop.grey == 190).sum() < 18
