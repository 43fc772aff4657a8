"""A column of 縦書き cut into its characters: each takes about an em, and cuts go through white where they can.

Knows pixels only. The cuts are found together, by dynamic programming over the column's ink from its top down.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings

Ink = NDArray[np.bool_]
Floats = NDArray[np.float64]
Interval = tuple[int, int]

_LEAST = 0.02
"""Ems of ink across a row from which on it is no white."""


def cut_column(ink: Ink, em: float, settings: VerticalWritingSettings) -> list[Interval]:
    """Top and bottom of each character of a column in pixels of it, from the top down; no white above or below."""
    rows, scale = _profile(ink, em, settings)
    inked = np.flatnonzero(ink.any(axis=1))
    cells: list[Interval] = []
    for top, bottom in _cheapest(rows, settings)[0]:
        at = inked[(inked >= round(top / scale)) & (inked < round(bottom / scale))]
        if len(at):
            cells.append((int(at[0]), int(at[-1]) + 1))
    return cells


def fitting_em(columns: Sequence[Ink], em: float, settings: VerticalWritingSettings) -> float:
    """The em that columns are set in, near one that their breadth tells: that in which cutting them costs least."""

    def price(share: float) -> float:
        return sum(_cheapest(_profile(ink, share * em, settings)[0], settings)[1] for ink in columns)

    prices = {share: round(price(share), 2) for share in settings.em_shares}
    least = min(prices.values())
    return em * max(share for share, one in prices.items() if one <= least + settings.price_slack * len(columns))


def _profile(ink: Ink, em: float, settings: VerticalWritingSettings) -> tuple[list[float], float]:
    """Ems of ink in each row of the column brought to the detail of the settings, and how many such rows a pixel is."""
    height, width = ink.shape
    count = max(1, round(height * settings.cell_detail / em))
    small = cv2.resize(ink.astype(np.float32), (width, count), interpolation=cv2.INTER_AREA)
    return [float(value) for value in small.reshape(count, width).sum(axis=1) / em], count / height


def _cheapest(rows: list[float], settings: VerticalWritingSettings) -> tuple[list[Interval], float]:
    """The rows of each character, by the least price of all lengths and cuts together, and that price. White between
    characters is free."""
    detail = settings.cell_detail
    rows = [0.0] * detail + rows + [0.0] * detail  # a stop at either end has its whole em
    count = len(rows)
    total = np.concatenate(([0.0], np.cumsum(rows)))
    cuts = np.array([0.0, *(min(a, b) * settings.cut_price for a, b in pairwise(rows)), 0.0])
    least, most = round(settings.least_cell * detail), round(settings.most_cell * detail)
    lengths = np.arange(least, most + 1)
    prices = _priced(total, lengths, settings)
    ahead = np.full(most + count + 1, np.inf)  # the price up to each row with a cut there, behind as many that are none
    ahead[most] = 0.0
    best = [0.0] * (count + 1)
    back = [0] * (count + 1)
    white = [True] * (count + 1)
    for row in range(1, count + 1):
        price = ahead[row + most - least : row - 1 : -1] + prices[row]
        cheapest = int(price.argmin())
        best[row] = float(price[cheapest]) + float(cuts[row])
        back[row], white[row] = row - least - cheapest, False
        if rows[row - 1] < _LEAST and best[row - 1] <= best[row]:
            best[row], back[row], white[row] = best[row - 1], row - 1, True
        ahead[most + row] = best[row] + float(cuts[row])
    cells: list[Interval] = []
    row = count
    while row > 0:
        if not white[row]:
            cells.append((max(back[row] - detail, 0), row - detail))
        row = back[row]
    return cells[::-1], best[count]


def _priced(total: Floats, lengths: NDArray[np.intp], settings: VerticalWritingSettings) -> Floats:
    """The price of a character of each length (columns) that ends at each row (rows), infinite where it has no ink.
    `total` is the ink above each row."""
    prices = ((lengths / settings.cell_detail - 1) / settings.cell_spread) ** 2
    tops = np.maximum(np.arange(len(total))[:, None] - lengths, 0)
    return np.where(total[:, None] - total[tops] < _LEAST, np.inf, prices)
