"""Pictures of pages for tests: a few words set by pymupdf, or blocks that stand for characters, and engines to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Grey, PageImage
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.source import Frame, Page, Pixels, PlacedImage
from tests.made import FONT

SCALE = 3
"""Pixels a point of the pictures that are drawn here."""
DPI = 72.0 * SCALE
MM = 72 / 25.4
"""Points."""

Box = tuple[float, float, float, float]
Draw = Callable[[pymupdf.Page], object]


def text(x: float, y: float, words: str, size: float = 10.5) -> Draw:
    """A line whose em boxes reach from `y` down."""
    return lambda page: page.insert_text((x, y + 0.88 * size), words, fontname=FONT, fontsize=size)


def stacked(x: float, y: float, words: str, size: float = 10.5, pitch: float = 1.2) -> Draw:
    """Characters under one another."""

    def draw(page: pymupdf.Page) -> None:
        for k, char in enumerate(words):
            text(x, y + k * pitch * size, char, size)(page)

    return draw


def rule(x0: float, y0: float, x1: float, y1: float, width: float = 0.8, dashes: str | None = None) -> Draw:
    return lambda page: page.draw_line((x0, y0), (x1, y1), width=width, dashes=dashes)


def disc(x: float, y: float, radius: float) -> Draw:
    return lambda page: page.draw_circle((x, y), radius, color=None, fill=(0, 0, 0))


def filled(x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> Draw:
    return lambda page: page.draw_rect(pymupdf.Rect(x0, y0, x1, y1), color=None, fill=(grey, grey, grey))


def white(x: float, y: float, count: int, size: float = 10.5) -> Draw:
    """A line of `count` characters, upright bars in white: what is printed on black."""
    return lambda page: [
        page.draw_rect(pymupdf.Rect(x + k * size, y, x + k * size + size / 4, y + size), color=None, fill=(1, 1, 1))
        for k in range(count)
    ]


def printed(*draw: Draw, width: float = 400, height: float = 300) -> Grey:
    """A page in grey, `SCALE` pixels a point."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        for one in draw:
            one(page)
        pixmap = page.get_pixmap(dpi=round(DPI), colorspace=pymupdf.csGRAY)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width).copy()


def page_image(grey: Grey) -> PageImage:
    """The picture as a page image that needs nothing done to it."""
    return PageImage(grey, np.where(grey < 150, 255, 0).astype(np.uint8), DPI, 0, 0.0)


def askew(grey: NDArray[np.uint8], degrees: float) -> Grey:
    """The picture turned clockwise about its middle."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    white = (255, 255, 255)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white), np.uint8)


def pixels(grey: NDArray[np.uint8]) -> Pixels:
    """The picture as a page renders it: grey or colour."""
    colour = grey if grey.ndim == 3 else np.repeat(grey[:, :, None], 3, axis=2)
    return Pixels(colour.shape[1], colour.shape[0], np.ascontiguousarray(colour).tobytes())


def scan(grey: Grey, *, turn: int = 0) -> Page:
    """A page that is nothing but the picture; `turn` is how the paper was put in, clockwise."""
    shown = np.ascontiguousarray(np.rot90(grey, -turn // 90))
    height, width = (side / SCALE for side in shown.shape)

    def render(dpi: float) -> Pixels:
        if dpi == DPI:
            return pixels(shown)
        size = (round(width * dpi / 72), round(height * dpi / 72))
        return pixels(np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8))

    whole = PlacedImage((0, 0, width, height), shown.shape[1], shown.shape[0])
    return Page(Frame(1, width, height), pictures=[whole], render=render)


def blocks(x: float, y: float, count: int, size: float = 10.5) -> Draw:
    """A line of `count` characters that are only blocks of ink: squares without their upper right quarter."""

    def draw(page: pymupdf.Page) -> None:
        side = 0.8 * size
        for k in range(count):
            left = x + k * size
            corners = [(0, 0), (side / 2, 0), (side / 2, side / 2), (side, side / 2), (side, side), (0, side)]
            points = [pymupdf.Point(left + dx, y + dy) for dx, dy in corners]
            page.draw_polyline([*points, points[0]], color=None, fill=(0, 0, 0))

    return draw


@dataclass
class BlockReader:
    """An engine that reads lines of blocks: what a line says it knows from how many there are. Upside down it is unsure."""

    says: Mapping[int, str] = field(default_factory=dict)
    sure: float = 0.99
    name: str = "blocks"
    crops: list[Grey] = field(default_factory=list)
    """Everything that it was given."""

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        self.crops += crops
        return [self._line(crop) for crop in crops]

    def _line(self, crop: Grey) -> list[Character]:
        ink = crop < 128
        columns = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0]))))
        rows = np.flatnonzero(ink.any(axis=1))
        if not len(rows):
            return []
        middle = (rows[0] + rows[-1]) // 2
        sure = self.sure if ink[middle:].sum() > ink[:middle].sum() else min(0.5, self.sure)
        places = list(zip(columns[::2], columns[1::2], strict=True))
        words = self.says.get(len(places), "古" * len(places))
        return [Character(char, (a + b) / 2, sure) for char, (a, b) in zip(words, places, strict=True)]


@dataclass(frozen=True)
class Shot:
    """A sheet on a desk, photographed."""

    grey: NDArray[np.uint8]
    matrix: NDArray[np.float64]
    """From the pixels of the sheet to those of the photograph."""
    bend: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the sheet is on the photograph; both in points."""
        u, v = x * SCALE, y * SCALE
        v += self.bend * SCALE * float(np.sin(np.pi * u / SHEET_SIZE[0] / SCALE))
        across, down, depth = self.matrix @ (u, v, 1.0)
        return across / depth / SCALE, down / depth / SCALE


SHEET_SIZE = (420.0, 594.0)
"""Points of the sheets that are photographed here."""
CORNERS = ((60.0, 50.0), (500.0, 30.0), (540.0, 700.0), (30.0, 680.0))
"""Points of the photograph at which the corners of a sheet are, from the top left clockwise."""
FILLING = ((-12.0, -15.0), (585.0, -10.0), (590.0, 760.0), (-20.0, 750.0))
"""The same where the sheet is larger than what is seen."""


def photographed(
    *draw: Draw,
    corners: Sequence[tuple[float, float]] = CORNERS,
    bend: float = 0.0,
    desk: float = 90.0,
    fade: float = 0.0,
) -> Shot:
    """A sheet seen with its corners there on a photograph of 570 by 740 points, its lines `bend` points lower in their
    middle, under a light that fades by the share `fade` to the right."""
    width, height = round(SHEET_SIZE[0] * SCALE), round(SHEET_SIZE[1] * SCALE)
    sheet = printed(*draw, width=SHEET_SIZE[0], height=SHEET_SIZE[1])
    there = np.array(corners, np.float32) * SCALE
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, there)
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    ys = ys - np.float32(bend * SCALE) * np.sin(np.pi * xs / width)
    bent = cv2.remap(sheet, xs, ys, cv2.INTER_LINEAR, borderValue=255)
    size = (570 * SCALE, 740 * SCALE)
    rows, columns = np.indices(size[::-1])
    ground = (desk + 25 * np.sin(columns / 97) + 15 * np.sin(rows / 53)).astype(np.float32)
    on = cv2.warpPerspective(np.ones_like(bent), matrix, size)
    seen = np.where(on > 0, cv2.warpPerspective(bent, matrix, size, borderValue=255), ground)
    light = 1 - fade * columns / size[0]
    return Shot(np.clip(cv2.GaussianBlur(seen * light, (0, 0), 1.0), 0, 255).astype(np.uint8), matrix, bend)
