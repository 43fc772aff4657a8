"""How a photographed sheet is bent: a smooth field of small angles at which its lines run, and the way back from it.

Angles are measured tile by tile, as the skew of a whole page is, and a surface of low order is laid through them. Knows
pixels only. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, PhotographSettings

MM = 25.4
"""Millimetres in an inch."""
TILE_DPI = 100
"""Dots an inch at which the angles are measured."""
TILE_POINTS = 4_000
"""Dark pixels that the angle of one tile is measured on."""
ANGLE_STEP = 0.25
"""Degrees between the angles that are tried."""
PASSES = 3
"""Times that the field is measured anew on what it straightened."""
ROBUST_PASSES = 4
"""Times that the surface is fitted, tiles far from it counting less each time."""

Ink: TypeAlias = NDArray[np.bool_]
Field: TypeAlias = NDArray[np.float32]
"""One number a pixel."""


def straightening(ink: Ink, settings: PhotographSettings = DEFAULT_OCR.photographs) -> tuple[Field, Field]:
    """From where each pixel of the straight sheet is taken: its x and y on the sheet as it is, at `TILE_DPI`.

    `ink` is the sheet at that resolution. What is straight already stays exactly where it is.
    """
    height, width = ink.shape
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    seen = ink
    source = ink.astype(np.uint8) * 255
    for _ in range(PASSES):
        down, across = _shift(seen, settings), _shift(seen.T, settings)
        if down is None and across is None:
            break
        here_x, here_y = _identity(height, width)
        if down is not None:
            here_y = here_y + down
        if across is not None:
            here_x = here_x + across.T
        xs, ys = _at(xs, here_x, here_y), _at(ys, here_x, here_y)
        seen = np.asarray(cv2.remap(source, xs, ys, cv2.INTER_LINEAR) > 127)
    return xs, ys


def _identity(height: int, width: int) -> tuple[Field, Field]:
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return xs, ys


def _at(field: Field, xs: Field, ys: Field) -> Field:
    return np.asarray(cv2.remap(field, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _shift(ink: Ink, settings: PhotographSettings) -> Field | None:
    """By how many pixels each pixel of a row lies lower than it should; None where its lines are straight, or none."""
    height, width = ink.shape
    tiles = _slopes(ink, settings)
    if len(tiles) < settings.least_tiles:
        return None
    spread = tiles[:, 0].max() - tiles[:, 0].min()
    order = settings.curl_order if spread > 0.4 else 1
    weights = _surface(tiles, order)
    grid = 1 + order
    coefficients = chebyshev.chebint(weights.reshape(grid, grid), axis=0) * (width / 2)
    across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    shift = chebyshev.chebgrid2d(across, down, coefficients).T
    shift = shift - shift[:, width // 2 : width // 2 + 1]
    if np.abs(shift).max() < settings.least_bend * TILE_DPI / MM:
        return None
    return shift.astype(np.float32)


def _surface(tiles: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """The coefficients of the surface through slopes: rows of place across and down (-1 to 1), slope and weight."""
    basis = chebyshev.chebvander2d(tiles[:, 0], tiles[:, 1], [order, order])
    weights = tiles[:, 3].copy()
    penalty = np.diag([0.02 * (i * i + j * j) for i in range(order + 1) for j in range(order + 1)])
    found = np.zeros(basis.shape[1])
    for _ in range(ROBUST_PASSES):
        left = basis.T @ (basis * weights[:, None]) + penalty * weights.sum() / 10
        found = np.linalg.solve(left, basis.T @ (weights * tiles[:, 2]))
        missed = np.abs(basis @ found - tiles[:, 2])
        scale = max(float(np.median(missed)) * 3, 1e-3)
        weights = tiles[:, 3] / (1 + (missed / scale) ** 2)
    return found


def _slopes(ink: Ink, settings: PhotographSettings) -> NDArray[np.float64]:
    """Tiles whose lines show an angle: place across and down (-1 to 1), slope, weight."""
    height, width = ink.shape
    high, wide = (round(settings.tile[k] * TILE_DPI / MM) for k in (1, 0))
    found = []
    for top in range(0, max(height - high // 2, 1), high // 2):
        for left in range(0, max(width - wide // 2, 1), wide // 2):
            tile = ink[top : top + high, left : left + wide]
            measured = _tile_slope(tile, settings)
            if measured is not None:
                x, y = left + tile.shape[1] / 2, top + tile.shape[0] / 2
                found.append((2 * x / width - 1, 2 * y / height - 1, *measured))
    return np.array(found, np.float64).reshape(-1, 4)


def _tile_slope(tile: Ink, settings: PhotographSettings) -> tuple[float, float] | None:
    """The slope at which rows of ink part most sharply, and what it weighs; None where none stands out."""
    ys, xs = np.nonzero(tile)
    if len(ys) < settings.least_tile_ink * tile.size:
        return None
    if len(ys) > TILE_POINTS:
        some = np.linspace(0, len(ys) - 1, TILE_POINTS).astype(np.intp)
        ys, xs = ys[some], xs[some]
    angles = np.arange(-settings.largest_curl, settings.largest_curl + ANGLE_STEP / 2, ANGLE_STEP)
    sharpness = np.array([_sharpness(ys, xs - tile.shape[1] / 2, angle) for angle in angles])
    best = int(sharpness.argmax())
    stands_out = sharpness[best] / (np.median(sharpness) + 1.0)
    if stands_out < settings.least_sharpness or best in (0, len(angles) - 1):
        return None
    before, here, after = sharpness[best - 1 : best + 2]
    bend = before - 2 * here + after
    angle = angles[best] + (ANGLE_STEP * (before - after) / (2 * bend) if bend else 0.0)
    return float(np.tan(np.radians(angle))), min(float(stands_out) - 1.0, 4.0)


def _sharpness(ys: NDArray[np.intp], xs: NDArray[np.float64], angle: float) -> float:
    rows = np.rint(ys - xs * np.tan(np.radians(angle))).astype(np.intp)
    profile = np.bincount(rows - rows.min()).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())
