"""A sheet that was photographed, not scanned, as a page of its own: cut out at its corners, flat, evenly lit.

Only a page that is nothing but pictures is looked at, and only one that shows what no scanner makes is touched: a
bright sheet in perspective on something else, or light that fades smoothly over the sheet. Any other page is read as it
is. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import hypot
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.curl import TILE_DPI, straightening
from kaigi_extract.ocr.guard import draw
from kaigi_extract.ocr.photograph_frame import GRID, PhotographFrame
from kaigi_extract.ocr.settings import DEFAULT_OCR, PhotographSettings
from kaigi_extract.source import Page, Pixels, PlacedImage
from kaigi_extract.source.frame import Frame
from kaigi_extract.source.page import POINTS

LOOK_PIXELS = 800
"""Pixels of the longer side of the picture in which the sheet is looked for."""
LONGEST_SIDE = 4400
"""Pixels of the longer side of a photograph that is worked on at most."""
MM = 25.4
"""Millimetres in an inch."""
A4 = (595.3, 841.9)
"""Points."""

Colour: TypeAlias = NDArray[np.uint8]
"""Rows of pixels of red, green and blue."""
Corners: TypeAlias = NDArray[np.float32]
"""Top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photographed sheet made flat."""

    page: Page
    """The sheet as a page, as if it had been scanned."""
    photographed: Page
    """The page as it was."""
    grid: tuple[tuple[tuple[float, float], ...], ...]
    """Where on the page as displayed `GRID` by `GRID` places of the flat sheet are, in points."""

    def seen(self, read: Page) -> Page:
        """What was read on the flat sheet, with a frame that leads to the photograph as displayed."""
        flat = read.frame
        frame = PhotographFrame(
            flat.number,
            flat.width,
            flat.height,
            flat.turn,
            flat.skew,
            flat=flat,
            sheet=(self.page.frame.width, self.page.frame.height),
            grid=self.grid,
        )
        return replace(read, frame=frame, render=self.photographed.render, rotation=self.photographed.rotation)


def flattened(page: Page, settings: PhotographSettings = DEFAULT_OCR.photographs) -> Photograph | None:
    """The page's photographed sheet; None where the page is no photograph. Raises `EngineFailed` as `draw` does."""
    if page.runs or page.hidden or page.rules or not page.pictures:
        return None
    longest = max(page.frame.width, page.frame.height)
    small = _colour(draw(page, LOOK_PIXELS * POINTS / longest))
    sheet = find_sheet(small, settings)
    if sheet is None:
        if not is_unevenly_lit(small, settings):
            return None
        sheet = Sheet.all_of(small)
    finest = max(picture.dpi for picture in page.pictures)
    dpi = min(finest, LONGEST_SIDE * POINTS / longest)
    whole = _colour(draw(page, dpi))
    return _flat(page, whole, sheet, dpi, settings)


def _colour(pixels: Pixels) -> Colour:
    return np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, 3)


# Where the sheet is


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is seen on a photograph."""

    corners: Corners
    mask: NDArray[np.uint8]
    """1 where the sheet is, else 0."""

    @classmethod
    def all_of(cls, small: Colour) -> Sheet:
        """A sheet that fills the picture."""
        height, width = small.shape[:2]
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        return cls(corners, np.ones((height, width), np.uint8))


def find_sheet(small: Colour, settings: PhotographSettings = DEFAULT_OCR.photographs) -> Sheet | None:
    """The bright sheet that lies on something else; None where there is none, or it fills the picture.

    `small` is the picture, some `LOOK_PIXELS` high. A sheet on an even ground whose sides are at right angles is one in
    a scanner, and none that is looked for.
    """
    height, width = small.shape[:2]
    side = max(3, round(settings.print_detail * max(height, width)))
    wider = cv2.copyMakeBorder(small, side, side, side, side, cv2.BORDER_REPLICATE)  # a narrow rim is no print
    without_print = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))[side:-side, side:-side]
    closed: Colour = np.asarray(cv2.GaussianBlur(without_print, (0, 0), 1.5), np.uint8)
    mask = _inside(closed, settings)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(contour) / (height * width)
    if not settings.least_sheet <= share <= settings.greatest_sheet:
        return None
    corners = _quadrilateral(np.asarray(contour)[:, 0, :].astype(np.float32))
    if corners is None or not _fits(corners, mask, settings):
        return None
    if not _is_brighter(closed, corners, settings):
        return None
    return Sheet(corners, mask) if _is_photographed(closed, mask, corners, settings) else None


def _inside(closed: Colour, settings: PhotographSettings) -> NDArray[np.uint8]:
    """1 for what belongs to the middle of the picture and not to its rim, parted where it changes most; else 0."""
    height, width = closed.shape[:2]
    seeds = np.zeros((height, width), np.int32)
    rim = max(2, round(settings.rim * min(height, width)))
    seeds[:rim], seeds[-rim:], seeds[:, :rim], seeds[:, -rim:] = 1, 1, 1, 1
    core = settings.core
    seeds[round(core * height) : round((1 - core) * height), round(core * width) : round((1 - core) * width)] = 2
    steps = cv2.morphologyEx(closed, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    hill = steps.max(axis=2)
    parted = cv2.watershed(np.ascontiguousarray(cv2.merge([hill, hill, hill])), seeds)
    mask = (parted == 2).astype(np.uint8)
    smooth = np.ones((5, 5), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, smooth), np.uint8)


def _quadrilateral(contour: Corners) -> Corners | None:
    """The four corners of an outline with straight sides, however they are rounded or nibbled at."""
    hull = cv2.convexHull(contour)
    length = cv2.arcLength(hull, True)
    rough = None
    for share in (0.02, 0.03, 0.04, 0.06, 0.08):
        polygon = cv2.approxPolyDP(hull, share * length, True)
        if len(polygon) == 4:
            rough = polygon[:, 0, :]
            break
    if rough is None:
        return None
    lines = [_side(contour, rough[k], rough[(k + 1) % 4]) for k in range(4)]
    corners = [_crossing(lines[k - 1], lines[k]) for k in range(4)]
    if any(corner is None for corner in corners):
        return None
    return _in_order(np.array(corners, np.float32))


def _side(contour: Corners, start: NDArray[Any], end: NDArray[Any]) -> tuple[float, float, float, float]:
    """The line along one side: a direction and a point. What is near its ends does not count."""
    along = end - start
    length = float(np.hypot(*along)) or 1.0
    along = along / length
    place = contour - start
    far, off = place @ along, np.abs(place @ np.array([-along[1], along[0]]))
    near = contour[(far > 0.06 * length) & (far < 0.94 * length) & (off < 0.04 * length)]
    if len(near) < 10:
        return float(along[0]), float(along[1]), float(start[0]), float(start[1])
    vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return float(vx), float(vy), float(x), float(y)


def _crossing(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    (ax, ay, px, py), (bx, by, qx, qy) = one, other
    across = ax * by - ay * bx
    if abs(across) < 0.2:
        return None
    t = ((qx - px) * by - (qy - py) * bx) / across
    return px + t * ax, py + t * ay


def _in_order(corners: Corners) -> Corners:
    """The corners clockwise from the top left one."""
    middle = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.asarray(np.roll(turned, -first, axis=0), np.float32)


def _fits(corners: Corners, mask: NDArray[np.uint8], settings: PhotographSettings) -> bool:
    """Whether a sheet's area is that between its corners, and these are at something like right angles."""
    drawn = np.zeros_like(mask)
    cv2.fillPoly(drawn, [np.round(corners).astype(np.int32)], 1)
    both, either = int((drawn & mask).sum()), int((drawn | mask).sum())
    if both < settings.straight_sides * either:
        return False
    for k in range(4):
        one, other = corners[k - 1] - corners[k], corners[(k + 1) % 4] - corners[k]
        cosine = float(one @ other) / (float(np.hypot(*one) * np.hypot(*other)) or 1.0)
        if abs(cosine) > settings.corner_cosine:
            return False
    return True


def _is_brighter(closed: Colour, corners: Corners, settings: PhotographSettings) -> bool:
    """Whether the sheet is lighter than what is beside it, along most of each of its sides."""
    height, width = closed.shape[:2]
    light = closed.min(axis=2).astype(np.float32)
    middle = corners.mean(axis=0)
    reach = settings.beside * max(height, width)
    for k in range(4):
        start, end = corners[k], corners[(k + 1) % 4]
        along = (end - start) / (float(np.hypot(*(end - start))) or 1.0)
        out = np.array([along[1], -along[0]], np.float32)
        if float((middle - start) @ out) > 0:
            out = -out
        places = start + np.linspace(0.05, 0.95, 40)[:, None] * (end - start)
        inner, outer = _values(light, places - reach * out), _values(light, places + reach * out)
        if float((inner >= settings.brighter * outer + 2).mean()) < settings.brighter_share:
            return False
    return True


def _values(light: NDArray[np.float32], places: NDArray[Any]) -> NDArray[np.float32]:
    height, width = light.shape
    xs = np.clip(np.rint(places[:, 0]), 0, width - 1).astype(int)
    ys = np.clip(np.rint(places[:, 1]), 0, height - 1).astype(int)
    return np.asarray(light[ys, xs])


def _is_photographed(closed: Colour, mask: NDArray[np.uint8], corners: Corners, settings: PhotographSettings) -> bool:
    """Whether the sheet is seen in perspective, or lies on something that is no even ground as of a scanner."""
    _, sides, _ = cv2.minAreaRect(corners)
    box = cv2.boxPoints(cv2.minAreaRect(corners))
    off = max(min(hypot(*(corner - other)) for other in box) for corner in corners)
    if off > settings.perspective * max(sides):
        return True
    away = cv2.dilate(mask, np.ones((9, 9), np.uint8)) == 0
    beside = closed[away]
    return len(beside) > 0 and float(beside.std(axis=0).max()) > settings.even_ground


def is_unevenly_lit(small: Colour, settings: PhotographSettings = DEFAULT_OCR.photographs) -> bool:
    """Whether the light fades smoothly over a sheet that fills the picture, as a lamp's does and no scanner's."""
    light = _paper_light(small)
    fields = cv2.resize(light, (settings.light_fields, settings.light_fields), interpolation=cv2.INTER_AREA)
    fields = np.asarray(fields, np.float64)[1:-1, 1:-1]
    places = np.linspace(-1, 1, len(fields))
    across, down = np.meshgrid(places, places)
    basis = np.polynomial.chebyshev.chebvander2d(across.ravel(), down.ravel(), [2, 2])
    smooth = basis @ np.linalg.lstsq(basis, fields.ravel(), rcond=None)[0]
    missed = np.abs(smooth - fields.ravel())
    course = float(smooth.max() - smooth.min())
    if course < settings.fading_light * float(smooth.max()):
        return False
    alike = float((fields >= (1 - settings.same_light) * np.percentile(fields, 95)).mean())
    return alike <= settings.evenly_lit_share and float(missed.mean()) <= settings.smooth_light * course


def _paper_light(small: Colour) -> NDArray[np.uint8]:
    """The lightness of the paper at every pixel, print aside."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    side = max(3, round(max(grey.shape) / 40))
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(cv2.medianBlur(closed, 2 * (side // 2) + 1), np.uint8)


# The sheet made flat


def _flat(page: Page, whole: Colour, sheet: Sheet, dpi: float, settings: PhotographSettings) -> Photograph:
    """The sheet as a page. `whole` is the photograph drawn at `dpi`."""
    factor = whole.shape[1] / sheet.mask.shape[1]
    corners = sheet.corners * factor
    width, height = _size(corners, settings)
    finest = max(_lengths(corners)) / max(width, height) * POINTS
    sheet_dpi = min(max(finest, TILE_DPI), settings.sheet_dpi)
    scale = sheet_dpi / POINTS
    columns, rows = round(width * scale), round(height * scale)
    target = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    back = cv2.getPerspectiveTransform(target, corners.astype(np.float32))
    xs, ys = _places(back, columns, rows, whole, sheet_dpi, settings)
    flat = cv2.remap(whole, xs, ys, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    even = evenly_lit(np.asarray(flat, np.uint8), sheet_dpi, settings)
    on = cv2.erode(sheet.mask, np.ones((9, 9), np.uint8), borderValue=1)
    there = cv2.remap(on, xs / factor, ys / factor, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    even[there == 0] = 255
    made = Page(
        Frame(page.frame.number, columns / scale, rows / scale),
        pictures=[PlacedImage((0.0, 0.0, columns / scale, rows / scale), columns, rows)],
        render=_renderer(even, sheet_dpi),
    )
    return Photograph(made, page, _grid(xs, ys, dpi / POINTS))


def _places(
    back: NDArray[Any], columns: int, rows: int, whole: Colour, dpi: float, settings: PhotographSettings
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """From where on the picture each pixel of the flat sheet is taken: through its perspective and its curl."""
    factor = TILE_DPI / dpi
    small = np.diag([1 / factor, 1 / factor, 1.0])
    size = (max(round(columns * factor), 1), max(round(rows * factor), 1))
    look = cv2.warpPerspective(
        whole, back @ small, size, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    even = cv2.cvtColor(evenly_lit(np.asarray(look, np.uint8), TILE_DPI, settings), cv2.COLOR_RGB2GRAY)
    bent_x, bent_y = straightening(np.asarray(255 - np.asarray(even), np.uint8), settings)
    xs = cv2.resize(bent_x, (columns, rows), interpolation=cv2.INTER_LINEAR) / factor
    ys = cv2.resize(bent_y, (columns, rows), interpolation=cv2.INTER_LINEAR) / factor
    depth = back[2, 0] * xs + back[2, 1] * ys + back[2, 2]
    return (
        np.asarray((back[0, 0] * xs + back[0, 1] * ys + back[0, 2]) / depth, np.float32),
        np.asarray((back[1, 0] * xs + back[1, 1] * ys + back[1, 2]) / depth, np.float32),
    )


def _lengths(corners: Corners) -> tuple[float, float]:
    """How wide and how high the sheet is in the picture, on average of opposite sides."""
    top, right, foot, left = (float(np.hypot(*(corners[k] - corners[(k + 1) % 4]))) for k in range(4))
    return (top + foot) / 2, (left + right) / 2


def _size(corners: Corners, settings: PhotographSettings) -> tuple[float, float]:
    """Points of the sheet: of A4 where its sides may be those, else with its longer side."""
    wide, high = _lengths(corners)
    for across, down in (A4, A4[::-1]):
        if abs(wide / high / (across / down) - 1) <= settings.paper_sides:
            return across, down
    longer = A4[1] / max(wide, high)
    return wide * longer, high * longer


def evenly_lit(flat: Colour, dpi: float, settings: PhotographSettings = DEFAULT_OCR.photographs) -> Colour:
    """The sheet as under even white light: each colour divided by that of the paper around."""
    scale = min(1.0, settings.light_dpi / dpi)
    small = cv2.resize(flat, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, round(settings.light_detail * settings.light_dpi / MM))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    paper = cv2.medianBlur(paper, 5)  # no blur: shadows have edges
    height, width = flat.shape[:2]
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(flat, np.maximum(paper, 1), scale=255), np.uint8)


def _renderer(flat: Colour, dpi: float) -> Callable[[float], Pixels]:
    """What draws the flat sheet at any resolution."""

    def render(wanted: float) -> Pixels:
        scale = wanted / dpi
        if abs(scale - 1) < 1e-6:
            return Pixels(flat.shape[1], flat.shape[0], flat.tobytes())
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        drawn = cv2.resize(flat, None, fx=scale, fy=scale, interpolation=how)
        return Pixels(drawn.shape[1], drawn.shape[0], drawn.tobytes())

    return render


def _grid(
    xs: NDArray[np.float32], ys: NDArray[np.float32], scale: float
) -> tuple[tuple[tuple[float, float], ...], ...]:
    rows = np.linspace(0, xs.shape[0] - 1, GRID).round().astype(int)
    columns = np.linspace(0, xs.shape[1] - 1, GRID).round().astype(int)
    return tuple(tuple((float(xs[r, c]) / scale, float(ys[r, c]) / scale) for c in columns) for r in rows)
