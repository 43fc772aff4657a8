"""Two pages printed side by side on one of twice their size: A3 with two A4 pages, A4 with two A5 pages.

Knows geometry only. A page is two where nothing is printed along its middle, and what is left and right of it begins at
the same distance from the left side of its half, as the pages of one document do, or fills both halves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kaigi_extract.layout.settings import SideBySideSettings
from kaigi_extract.source import Frame, Page, Rule
from kaigi_extract.source.moves import moved, part
from kaigi_extract.source.page import Bbox, Point
from kaigi_extract.text import fold, squeeze

ROOT_OF_TWO = 2**0.5
_NUMBER = re.compile(r"[-－‐–—―─ーp.]{0,2}\d{1,4}(?:[/／]\d{1,4})?[-－‐–—―─ー]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HalfFrame(Frame):
    """Size and orientation of one of two pages, and where it is on the page that holds both."""

    whole: Frame | None = None
    left: float = 0.0
    """x at which it begins there, upright points."""

    def display(self, bbox: Bbox) -> Bbox:
        """The box on the whole page as displayed."""
        assert self.whole is not None
        x0, y0, x1, y1 = bbox
        return self.whole.display((x0 + self.left, y0, x1 + self.left, y1))

    def upright(self, x: float, y: float) -> Point:
        """The point of this half that is shown at a point of the whole page as displayed."""
        assert self.whole is not None
        x, y = self.whole.upright(x, y)
        return x - self.left, y


def page_halves(page: Page, settings: SideBySideSettings, *, after_two: bool = False) -> list[Page]:
    """The pages that one holds, in reading order: itself, or the two halves. `after_two` is set where the page before
    held two: the last sheet may be printed on one half only."""
    if not _has_shape_of_two(page.frame, settings):
        return [page]
    middle = page.frame.width / 2
    gutter = settings.least_gutter * page.frame.width / 2
    boxes = list(_printed(page, middle))
    left = [box for box in boxes if box[2] <= middle - gutter]
    right = [box for box in boxes if box[0] >= middle + gutter]
    if len(left) + len(right) < len(boxes) or not left:
        return [page]
    if not right:
        return [_half(page, 0.0)] if after_two else [page]
    apart = min(box[0] for box in left) - (min(box[0] for box in right) - middle)
    if abs(apart) > settings.margin_difference * middle and not _fill_halves(left, right, middle, settings):
        return [page]
    halves = [_half(page, 0.0), _half(page, middle)]
    upright = sum(len(run.text) for run in page.runs if run.vertical)
    return halves[::-1] if 2 * upright > sum(len(run.text) for run in page.runs) else halves


def _fill_halves(left: list[Bbox], right: list[Bbox], middle: float, settings: SideBySideSettings) -> bool:
    """Whether both halves have lines as wide as those of a page, and margins between them as wide as two."""
    gutter = min(box[0] for box in right) - max(box[2] for box in left)
    widest = (max(box[2] - box[0] for box in half) for half in (left, right))
    return gutter >= settings.two_margins * 2 * middle and min(widest) >= settings.full_line * middle


def _has_shape_of_two(frame: Frame, settings: SideBySideSettings) -> bool:
    return abs(frame.width / frame.height - ROOT_OF_TWO) <= settings.ratio_difference


def _printed(page: Page, middle: float) -> Iterator[Bbox]:
    """Boxes of what is printed, without a page number of both pages and a line that parts them."""
    for run in page.runs:
        x0, y0, x1, y1 = run.bbox
        if run.text.strip() and not (x0 < middle < x1 and _NUMBER.match(squeeze(fold(run.text)))):
            yield x0, y0, x1, y1
    for rule in page.rules:
        if rule.horizontal or rule.y1 - rule.y0 < page.frame.height / 2 or not _is_parting(rule, middle):
            yield rule.x0, rule.y0, rule.x1, rule.y1
    yield from page.frames
    yield from (shape.bbox for shape in page.shapes if shape.fill is None or shape.fill < 1)
    yield from (picture.bbox for picture in page.pictures)


def _half(page: Page, left: float) -> Page:
    """One half of a page, as a page of its own."""
    whole, middle = page.frame, page.frame.width / 2
    frame = HalfFrame(
        whole.number, middle, whole.height, whole.turn, skew=whole.skew, zoom=whole.zoom, whole=whole, left=left
    )
    half = part(page, lambda box: ((box[0] + box[2]) / 2 >= middle) == (left > 0))
    rules = [rule for rule in half.rules if rule.horizontal or not _is_parting(rule, middle)]
    return moved(replace(half, rules=rules), frame, -left)


def _is_parting(rule: Rule, middle: float) -> bool:
    """Whether an upright ruled line runs along the middle of the page."""
    return abs(rule.x0 - middle) <= rule.width + 1
