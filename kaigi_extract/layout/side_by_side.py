"""Two pages printed side by side on one of twice their size: A3 with two A4 pages, A4 with two A5 pages.

Knows geometry only. A page is two where nothing is printed along its middle, and what is left and right of it begins at
the same distance from the left side of its half, as the pages of one document do, fills both halves, or is numbered in
turn. A scan is looked at less strictly: a sheet of paper lies a little aside, and its fold casts a shadow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.settings import SideBySideSettings
from kaigi_extract.source import Frame, Page, Rule, Run
from kaigi_extract.source.moves import moved, part
from kaigi_extract.source.page import Bbox, Point
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

ROOT_OF_TWO = 2**0.5
_NUMBER = late_pattern(r"[-－‐–—―─ーp.]{0,2}(\d{1,4})(?:[/／]\d{1,4})?[-－‐–—―─ー]?$", re.IGNORECASE)


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
    recognised = any(run.sure is not None for run in page.runs)
    if not _has_shape_of_two(page.frame, settings, recognised):
        return [page]
    shift = settings.fold_shift * page.frame.width if recognised else 0.0
    boxes = list(_printed(page, shift, recognised))
    seam = _seam(boxes, page.frame.width / 2, shift, settings)
    if seam is None:
        return [page]
    left = [box for box in boxes if box[2] <= seam]
    right = [box for box in boxes if box[0] >= seam]
    if not left:
        return [page]
    if not right:
        return [_half(page, seam, settings, right=False)] if after_two else [page]
    columns = sum(len(run.text) for run in page.runs if run.vertical)
    downwards = 2 * columns > sum(len(run.text) for run in page.runs)
    alike = after_two or _begin_alike(left, right, seam, settings) or _fill_halves(left, right, seam, settings)
    if not alike and not _numbered_in_turn(page, seam, downwards):
        return [page]
    halves = [_half(page, seam, settings, right=False), _half(page, seam, settings, right=True)]
    return halves[::-1] if downwards else halves


def _has_shape_of_two(frame: Frame, settings: SideBySideSettings, recognised: bool) -> bool:
    most = settings.scan_ratio_difference if recognised else settings.ratio_difference
    return frame.height > 0 and abs(frame.width / frame.height - ROOT_OF_TWO) <= most


def _printed(page: Page, shift: float, recognised: bool) -> Iterator[Bbox]:
    """Boxes of what is printed, without a page number of both pages and a line that parts them. The picture that a
    page was recognised from is no print of its own."""
    middle = page.frame.width / 2
    for run in page.runs:
        x0, y0, x1, y1 = run.bbox
        if run.text.strip() and not (x0 < middle < x1 and _number(run) is not None):
            yield x0, y0, x1, y1
    for rule in page.rules:
        if not (_parts(rule, middle, shift) and rule.y1 - rule.y0 >= page.frame.height / 2):
            yield rule.x0, rule.y0, rule.x1, rule.y1
    yield from page.frames
    yield from (shape.bbox for shape in page.shapes if shape.fill is None or shape.fill < 1)
    if not recognised:
        yield from (picture.bbox for picture in page.pictures)


def _parts(rule: Rule, middle: float, shift: float) -> bool:
    """Whether an upright ruled line runs along the middle of the page; on a scan, beside it."""
    return not rule.horizontal and abs(rule.x0 - middle) <= max(shift, rule.width + 1)


def _seam(boxes: list[Bbox], middle: float, shift: float, settings: SideBySideSettings) -> float | None:
    """x between the two pages, as near to the middle of the page as what is printed lets it be; None where something
    is printed there."""
    gutter = settings.least_gutter * middle
    before, clear = 0.0, []
    for x0, _, x1, _ in sorted(boxes):
        if x0 - before >= 2 * gutter:
            clear.append((before + gutter, x0 - gutter))
        before = max(before, x1)
    clear.append((before + gutter, 2 * middle))
    seams = (min(max(middle, low), high) for low, high in clear)
    seam = min(seams, key=lambda x: abs(x - middle))
    return seam if abs(seam - middle) <= shift else None


def _begin_alike(left: list[Bbox], right: list[Bbox], seam: float, settings: SideBySideSettings) -> bool:
    """Whether both halves begin at the same distance from their left sides."""
    apart = min(box[0] for box in left) - (min(box[0] for box in right) - seam)
    return abs(apart) <= settings.margin_difference * seam


def _fill_halves(left: list[Bbox], right: list[Bbox], seam: float, settings: SideBySideSettings) -> bool:
    """Whether both halves have lines as wide as those of a page, and margins between them as wide as two."""
    gutter = min(box[0] for box in right) - max(box[2] for box in left)
    widest = (max(box[2] - box[0] for box in half) for half in (left, right))
    return gutter >= settings.two_margins * 2 * seam and min(widest) >= settings.full_line * seam


def _numbered_in_turn(page: Page, seam: float, downwards: bool) -> bool:
    """Whether each half has a page number in its margin, at the same height, and they follow each other."""
    halves = [[run for run in page.runs if run.text.strip() and (run.bbox[0] >= seam) == right] for right in (0, 1)]
    if not all(halves):
        return False  # one holds nothing but lines
    heads = [min(half, key=lambda run: run.bbox[1]) for half in halves]
    feet = [max(half, key=lambda run: run.bbox[3]) for half in halves]
    for left, right in (heads, feet):
        one, other = _number(left), _number(right)
        if one is not None and other is not None and abs(left.bbox[1] - right.bbox[1]) <= left.size:
            return other - one == (-1 if downwards else 1)
    return False


def _number(run: Run) -> int | None:
    """The page number that a run is; None where it is none."""
    match = _NUMBER.match(squeeze(fold(run.text)))
    return int(match[1]) if match else None


def _half(page: Page, seam: float, settings: SideBySideSettings, *, right: bool) -> Page:
    """One half of a page, as a page of its own, without a line that parts the two."""
    whole = page.frame
    width, left = (whole.width - seam, seam) if right else (seam, 0.0)
    frame = HalfFrame(
        whole.number, width, whole.height, whole.turn, skew=whole.skew, zoom=whole.zoom, whole=whole, left=left
    )
    half = part(page, lambda box: ((box[0] + box[2]) / 2 >= seam) == right)
    gutter = settings.least_gutter * whole.width / 2
    rules = [rule for rule in half.rules if rule.horizontal or abs(rule.x0 - seam) >= gutter]
    return moved(replace(half, rules=rules), frame, -left)
