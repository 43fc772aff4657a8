"""How large a page is that may say so wrongly: pictures without a resolution, PDFs with one pixel a point.

Knows pixels and the usual sizes of paper. A page that has one of these is believed; of any other the size of its
characters must be that of print. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from math import log

import cv2
import numpy as np

from kaigi_extract.ocr.settings import DEFAULT_OCR, PaperSettings
from kaigi_extract.source import Page, Pixels
from kaigi_extract.source.page import POINTS

PAPERS = (
    (595.3, 841.9),
    (841.9, 1190.6),
    (515.9, 728.5),
    (728.5, 1031.8),
    (419.5, 595.3),
    (612.0, 792.0),
    (612.0, 1008.0),
)
"""Points of A4, A3, B5, B4 (JIS), A5, letter and legal."""
LOOK_PIXELS = 2000
"""Pixels of the longer side of the picture in which characters are measured: 8 to a small one on A4."""
NEIGHBOURHOOD = 51
"""Pixels of the square whose average a pixel must be darker than to be ink."""
DARKER = 20
"""By how much, of 255."""


def true_size(page: Page, picture: Pixels, dpi: float, settings: PaperSettings = DEFAULT_OCR.paper) -> float:
    """What a point of the page, as its file has it, measures in points of paper; 1 where it may be believed.

    `picture` is the page as displayed, drawn at `dpi` dots to 72 of its points.
    """
    width, height = page.frame.width, page.frame.height
    if sum(len(run.text) for run in page.runs) >= settings.enough_own_text:
        return 1.0
    if any(_fit(width, height, *paper, settings.paper_slack) for paper in _papers()):
        return 1.0
    em = _em(picture, settings)
    if em is None:
        return 1.0
    em *= POINTS / dpi
    if settings.least_em <= em <= settings.greatest_em:
        return 1.0
    sizes = [
        across / width for across, down in _papers() if abs(log(across / down * height / width)) < settings.paper_slack
    ]
    fitting = [size for size in sizes if settings.least_em <= em * size <= settings.greatest_em]
    if fitting:
        return min(fitting, key=lambda size: abs(log(em * size / settings.usual_em)))
    return 1.0 if settings.possible_em[0] <= em <= settings.possible_em[1] else settings.usual_em / em


def _papers() -> list[tuple[float, float]]:
    """The papers upright and lying."""
    return [*PAPERS, *((height, width) for width, height in PAPERS)]


def _fit(width: float, height: float, across: float, down: float, slack: float) -> bool:
    return abs(width / across - 1) < slack and abs(height / down - 1) < slack


def _em(picture: Pixels, settings: PaperSettings) -> float | None:
    """Pixels of an em of most characters; None where there are too few to tell."""
    colour = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.width, 3)
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = min(LOOK_PIXELS / max(grey.shape), 1.0)
    if scale < 1.0:
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    kind, how = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    ink = cv2.adaptiveThreshold(grey, 255, kind, how, NEIGHBOURHOOD, DARKER)
    _count, _labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = boxes[1:, cv2.CC_STAT_WIDTH], boxes[1:, cv2.CC_STAT_HEIGHT]
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    largest = settings.largest_character * max(grey.shape)
    alike = longer[
        (longer >= settings.least_pixels_high) & (longer <= largest) & (longer <= settings.longest * shorter)
    ]
    if len(alike) < settings.enough_characters:
        return None
    return float(np.percentile(alike, settings.full_character)) / settings.ink_of_em / scale
