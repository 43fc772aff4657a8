"""How a photographed sheet is bent: a smooth field of small angles at which its lines run, and the way back from it.

Angles are measured tile by tile, as the skew of a whole page is, and a surface of low order is laid through them. Knows
pixels only. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

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
COARSE_STEP, ANGLE_STEP = 1.0, 0.25
"""Degrees between the angles that are tried, at first and near the best one; multiples of a power of two."""
PASSES = 4
"""Times that the field is measured anew on what it straightened."""
ROBUST_PASSES = 4
"""Times that the surface is fitted, tiles far from it counting less each time."""

STIFFNESS = 0.05
"""How much the high orders of the surface are held back; in the measure of weights."""
MOST_WEIGHT = 4.0
"""Of a tile: what stands out more is no surer."""

FINE = 4
"""Parts of a pixel in which the height of a row is measured."""

Ink: TypeAlias = NDArray[np.bool_]
Dark: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, 0 white to 255."""
Slopes: TypeAlias = NDArray[np.float64]
"""Rows of: place across and down (-1 to 1), slope of the line there, its weight."""
Field: TypeAlias = NDArray[np.float32]
"""One number a pixel."""


def straightening(dark: Dark, settings: PhotographSettings = DEFAULT_OCR.photographs) -> tuple[Field, Field]:
    """From where each pixel of the straight sheet is taken: its x and y on the sheet as it is, at `TILE_DPI`.

    `dark` is the darkness of the sheet's pixels, 0 white to 255, at that resolution. What is straight already stays
    exactly where it is.
    """
    height, width = dark.shape
    xs, ys = _identity(height, width)
    seen = dark
    along = _written_along(dark > settings.ink_darkness, settings)
    for number in range(PASSES):
        least = (settings.further_bend if number else settings.least_bend) * TILE_DPI / MM
        down = _shift(seen, least, settings, text=along)
        across = _shift(seen.T, least, settings, text=not along)
        if down is None and across is None:
            break
        here_x, here_y = _identity(height, width)
        if down is not None:
            here_y = here_y + down
        if across is not None:
            here_x = here_x + across.T
        xs, ys = _at(xs, here_x, here_y), _at(ys, here_x, here_y)
        seen = np.asarray(cv2.remap(dark, xs, ys, cv2.INTER_LINEAR), np.uint8)
    return xs, ys


def _identity(height: int, width: int) -> tuple[Field, Field]:
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return xs, ys


def _at(field: Field, xs: Field, ys: Field) -> Field:
    return np.asarray(cv2.remap(field, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _written_along(ink: Ink, settings: PhotographSettings) -> bool:
    """Whether lines run along the rows of pixels and not down: characters that are near run together to longer pieces
    that way, ruled lines aside."""
    text = ink & ~_long(ink, settings) & ~_long(ink.T, settings).T
    return _length(text, settings) >= _length(text.T, settings)


def _length(ink: Ink, settings: PhotographSettings) -> float:
    """How long the piece is that a bit of ink is in on average, where ink that is near along the rows is one piece."""
    near = np.ones((1, round(settings.near_characters * TILE_DPI / MM)), np.uint8)
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, near)
    _count, _labels, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined), connectivity=4)
    lengths = np.asarray(boxes[1:, cv2.CC_STAT_WIDTH], np.float64)
    return float((lengths**2).sum() / max(lengths.sum(), 1.0))


def _long(ink: Ink, settings: PhotographSettings) -> Ink:
    """What of some ink runs straight on along the rows for long."""
    thick = cv2.dilate(ink.astype(np.uint8), np.ones((3, 1), np.uint8))
    piece = max(3, round(settings.ruled_piece * TILE_DPI / MM))
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8)) > 0)


def _shift(dark: Dark, least: float, settings: PhotographSettings, *, text: bool) -> Field | None:
    """By how many pixels each pixel of a row lies lower than it should; None where that is less than `least`.

    `text` says whether lines of text run along the rows; if not, ruled lines alone tell how these run.
    """
    height, width = dark.shape
    slopes = _rules(dark, settings)
    if text:
        slopes = np.concatenate([slopes, _tiles(dark, settings)])
    if len(slopes) < settings.least_tiles:
        return None
    order = settings.curl_order
    surface = _surface(slopes, order).reshape(order + 1, order + 1)
    bent = chebyshev.chebint(surface, axis=0) * (width / 2)
    shift = chebyshev.chebgrid2d(np.linspace(-1, 1, width), np.linspace(-1, 1, height), bent).T
    shift = shift - shift[:, width // 2 : width // 2 + 1]
    return shift.astype(np.float32) if np.abs(shift).max() >= least else None


def _surface(slopes: Slopes, order: int) -> NDArray[np.float64]:
    """The coefficients of the surface through slopes; high orders are held back where little is known."""
    basis = chebyshev.chebvander2d(slopes[:, 0], slopes[:, 1], [order, order])
    weights = slopes[:, 3].copy()
    held = np.diag([float((i * i + j * j) ** 2) for i in range(order + 1) for j in range(order + 1)])
    found: NDArray[Any] = np.zeros(basis.shape[1])
    for _ in range(ROBUST_PASSES):
        left = basis.T @ (basis * weights[:, None]) + STIFFNESS * held
        found = np.linalg.solve(left, basis.T @ (weights * slopes[:, 2]))
        missed = np.abs(basis @ found - slopes[:, 2])
        scale = max(float(np.median(missed)) * 3, 1e-3)
        weights = slopes[:, 3] / (1 + (missed / scale) ** 2)
    return found


def _rules(dark: Dark, settings: PhotographSettings) -> Slopes:
    """The slopes of ruled lines along the rows, piece by piece."""
    height, width = dark.shape
    piece = max(3, round(settings.ruled_piece * TILE_DPI / MM))
    long = _long(dark > settings.ink_darkness, settings).astype(np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    thickest = settings.ruled_thickness * TILE_DPI / MM
    found: list[tuple[float, float, float, float]] = []
    for label in range(1, count):
        x, y, across, down, area = (int(value) for value in boxes[label])
        if across < 2 * piece or area > (thickest + 2) * across:
            continue
        box = (slice(y, y + down), slice(x, x + across))
        inked = np.where(labels[box] == label, dark[box], 0).astype(np.float64) + 1e-6
        heights = (inked * np.arange(down)[:, None]).sum(axis=0) / inked.sum(axis=0) + y
        for start in range(0, across - 2 * piece + 1, 2 * piece):
            end = across if across - start < 4 * piece else start + 2 * piece
            at = np.arange(start, end)
            slope, middle = np.polyfit(at - at.mean(), heights[start:end], 1)
            place = (2 * (x + float(at.mean())) / width - 1, 2 * float(middle) / height - 1)
            found.append((*place, float(slope), settings.ruled_weight * len(at) / piece))
    return np.array(found, np.float64).reshape(-1, 4)


def _tiles(dark: Dark, settings: PhotographSettings) -> Slopes:
    """The slopes of lines of text, tile by tile."""
    height, width = dark.shape
    found = []
    for left, top, tile in _cut(dark, settings):
        measured = _tile_slope(tile, settings)
        if measured is not None:
            x, y = left + tile.shape[1] / 2, top + tile.shape[0] / 2
            found.append((2 * x / width - 1, 2 * y / height - 1, *measured))
    return np.array(found, np.float64).reshape(-1, 4)


def _cut(dark: Dark, settings: PhotographSettings) -> Iterator[tuple[int, int, Dark]]:
    """The tiles, which overlap by half, each with its left and top."""
    height, width = dark.shape
    wide, high = (round(side * TILE_DPI / MM) for side in settings.tile)
    for top in range(0, max(height - high // 2, 1), high // 2):
        for left in range(0, max(width - wide // 2, 1), wide // 2):
            yield left, top, dark[top : top + high, left : left + wide]


def _tile_slope(tile: Dark, settings: PhotographSettings) -> tuple[float, float] | None:
    """The slope at which rows of ink part most sharply, and what it weighs; None where none stands out."""
    ys, xs = np.nonzero(tile > settings.ink_darkness)
    if len(ys) < settings.least_tile_ink * tile.size:
        return None
    if len(ys) > TILE_POINTS:
        some = np.linspace(0, len(ys) - 1, TILE_POINTS).astype(np.intp)
        ys, xs = ys[some], xs[some]
    weights, across = tile[ys, xs].astype(np.float64), xs - tile.shape[1] / 2
    coarse = np.arange(-settings.largest_curl, settings.largest_curl + ANGLE_STEP / 2, COARSE_STEP)
    found = {float(angle): _sharpness(ys, across, weights, angle) for angle in coarse}
    usual, middle = float(np.median(list(found.values()))), max(found, key=lambda angle: found[angle])
    for angle in np.arange(middle - COARSE_STEP, middle + COARSE_STEP + ANGLE_STEP / 2, ANGLE_STEP):
        found[float(angle)] = _sharpness(ys, across, weights, angle)
    best = max(found, key=lambda angle: found[angle])
    stands_out = found[best] / (usual or 1.0)
    if stands_out < settings.least_sharpness or best - ANGLE_STEP not in found or best + ANGLE_STEP not in found:
        return None
    before, here, after = (found[best + step] for step in (-ANGLE_STEP, 0.0, ANGLE_STEP))
    bend = before - 2 * here + after
    angle = best + (ANGLE_STEP * (before - after) / (2 * bend) if bend else 0.0)
    return float(np.tan(np.radians(angle))), min(stands_out - 1.0, MOST_WEIGHT)


def _sharpness(ys: NDArray[np.intp], xs: NDArray[np.float64], weights: NDArray[np.float64], angle: float) -> float:
    """How sharply rows part at an angle. They are measured in parts of a pixel and over one, so that none stands out
    for falling on a row of pixels."""
    places = (ys - xs * np.tan(np.radians(angle))) * FINE
    rows = np.rint(places - places.min()).astype(np.intp)
    profile = np.convolve(np.bincount(rows, weights), np.ones(FINE + FINE // 2))
    return float(((profile[FINE:] - profile[:-FINE]) ** 2).sum()) if len(profile) > FINE else 0.0
