"""Sheets wider than a page, whose right parts are on later pages: Excel and browsers cut them so.

Knows geometry, and asks what a label is. The right part of a table has the same rows at the same height and other
columns; where the whole sheet is drawn on each page, its columns lie outside of the page by the width of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.ruled_tables import Net
from kaigi_extract.layout.settings import WideSheetSettings
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.source import Frame, Page
from kaigi_extract.source.moves import moved, together
from kaigi_extract.source.page import Bbox, Point


@dataclass(frozen=True, slots=True)
class RightPart:
    """A page that goes on to the right of another; both as indices into the pages at hand."""

    left: int
    right: int
    shift: float
    """Points from the left side of the one to that of the other."""


@dataclass(frozen=True, slots=True)
class WideFrame(Frame):
    """Size and orientation of a sheet that is printed on two pages."""

    left: Frame | None = None
    right: Frame | None = None
    shift: float = 0.0
    """x at which the right page begins."""
    cut: float = 0.0
    """x from which on the sheet is on the right page."""

    @property
    def last_number(self) -> int:
        """That of its right page where this follows the left one; else the sheet goes on after the left one."""
        assert self.left is not None
        assert self.right is not None
        beside = self.right.number == self.left.last_number + 1
        return self.right.number if beside else self.left.last_number

    @property
    def is_sheet(self) -> bool:
        """Whether it is of several pages beside each other."""
        return True

    def _side(self, x: float) -> tuple[Frame, float]:
        assert self.left is not None
        assert self.right is not None
        return (self.left, 0.0) if x < self.cut else (self.right, self.shift)

    def display(self, bbox: Bbox) -> Bbox:
        """The box on the page as displayed that holds its middle."""
        x0, y0, x1, y1 = bbox
        frame, shift = self._side((x0 + x1) / 2)
        return frame.display((x0 - shift, y0, x1 - shift, y1))

    def upright(self, x: float, y: float) -> Point:
        """The point of the sheet that is shown at a point of its left page as displayed."""
        assert self.left is not None
        return self.left.upright(x, y)

    def page_at(self, x: float) -> int:
        """Number of the page that an x of the sheet is on."""
        frame, shift = self._side(x)
        return frame.page_at(x - shift)


def right_parts(
    layouts: Sequence[PageLayout], knows: KnowsLabel, settings: WideSheetSettings
) -> tuple[list[RightPart], list[tuple[int, int]]]:
    """The pages that go on to the right of others, from left to right; and those (left, right) that seem to, where not
    every page of the one kind has one of the other."""
    nets = [max(layout.nets, key=lambda net: len(net.ys), default=None) for layout in layouts]
    exact = _drawn_whole(layouts, nets, settings)
    if exact:
        return _with_the_others(exact, layouts), []
    return _cut_between_columns(layouts, nets, knows, settings)


def _cut_between_columns(
    layouts: Sequence[PageLayout], nets: Sequence[Net | None], knows: KnowsLabel, settings: WideSheetSettings
) -> tuple[list[RightPart], list[tuple[int, int]]]:
    """Pages whose tables have the same rows and other columns, kind by kind."""
    related = [
        (a, b)
        for b in range(len(layouts))
        for a in range(b)
        if _seems_cut(layouts[a], nets[a], layouts[b], nets[b], knows, settings)
    ]
    if not related:
        return [], []
    kinds = _kinds(sorted({index for pair in related for index in pair}), nets, settings)
    if len(kinds) < 2 or any(len(kind) != len(kinds[0]) for kind in kinds):
        return [], [next(pair for pair in related[::-1] if pair[1] == b) for b in sorted({b for _, b in related})]
    pairs = [pair for one, other in pairwise(kinds) for pair in zip(one, other, strict=True)]
    if any(pair not in related for pair in pairs):
        return [], list(zip(kinds[0], kinds[1], strict=True))
    return [part for pair in pairs if (part := _part(*pair, nets)) is not None], []


def _part(left: int, right: int, nets: Sequence[Net | None]) -> RightPart | None:
    """A page that begins where the table of another ends."""
    one, two = nets[left], nets[right]
    return None if one is None or two is None else RightPart(left, right, one.xs[-1] - two.xs[0])


def _seems_cut(
    left: PageLayout,
    one: Net | None,
    right: PageLayout,
    two: Net | None,
    knows: KnowsLabel,
    settings: WideSheetSettings,
) -> bool:
    """Whether the table of one page may go on to the right on another."""
    if one is None or two is None or not _same_rows(one, two, settings):
        return False
    other = _has_other_columns(one, two, settings)
    return other and _is_cut(one, left, settings) and _only_goes_on(left, right, two, knows)


def _drawn_whole(
    layouts: Sequence[PageLayout], nets: Sequence[Net | None], settings: WideSheetSettings
) -> list[RightPart]:
    """Pages whose tables begin left of the page, each with the first page before it that has the same table."""
    found: list[RightPart] = []
    for b, right in enumerate(nets):
        if right is None or right.xs[0] > -settings.row_tolerance:
            continue
        taken = {part.left for part in found}
        for a, left in enumerate(nets[:b]):
            if left is None or a in taken or len(left.xs) != len(right.xs) or not _same_rows(left, right, settings, 2):
                continue
            shifts = [x - y for x, y in zip(left.xs, right.xs, strict=True)]
            if max(shifts) - min(shifts) <= settings.row_tolerance and shifts[0] <= layouts[a].frame.width + 1:
                found.append(RightPart(a, b, sum(shifts) / len(shifts)))
                break
    return found


def _with_the_others(parts: list[RightPart], layouts: Sequence[PageLayout]) -> list[RightPart]:
    """The parts, and those pages between them without a table, where all are as many pages apart."""
    steps, lefts = {part.right - part.left for part in parts}, {part.left for part in parts}
    if len(steps) > 1 or len(parts) < 2:
        return parts
    step, shift = steps.pop(), parts[0].shift
    rights = {part.right for part in parts}
    first = parts[-1].right - 2 * step + 1 if step > 1 else parts[0].left
    more = [
        RightPart(a, a + step, shift)
        for a in range(max(first, 0), parts[-1].left, 1 if step > 1 else 2)
        if a not in lefts | rights and a + step not in lefts | rights and a + step < len(layouts)
    ]
    return sorted(parts + more, key=lambda part: part.right)


def _same_rows(left: Net, right: Net, settings: WideSheetSettings, least: int | None = None) -> bool:
    """Whether the lines between the rows of two tables are at the same heights."""
    if len(left.ys) != len(right.ys) or len(left.ys) < (settings.least_row_lines if least is None else least):
        return False
    return all(abs(a - b) <= settings.row_tolerance for a, b in zip(left.ys, right.ys, strict=True))


def _has_other_columns(left: Net, right: Net, settings: WideSheetSettings) -> bool:
    if len(left.xs) != len(right.xs):
        return True
    shift = right.xs[0] - left.xs[0]
    return any(abs(b - a - shift) > settings.row_tolerance for a, b in zip(left.xs, right.xs, strict=True))


def _is_cut(left: Net, layout: PageLayout, settings: WideSheetSettings) -> bool:
    """Whether a table reaches as far to the right as the page allows."""
    return left.xs[-1] >= (1 - settings.right_margin) * layout.frame.width


def _only_goes_on(left: PageLayout, right: PageLayout, net: Net, knows: KnowsLabel) -> bool:
    """Whether the right page has neither a label column nor a title of its own."""
    again = {(item.text, round(item.y0)) for item in left.items if isinstance(item, Line)}
    titles = [
        i for i in right.items if isinstance(i, Line) and i.y1 <= net.ys[0] and (i.text, round(i.y0)) not in again
    ]
    heads = [cell for item in right.items if isinstance(item, Grid) for cell in item.heads()]
    return not titles and not any(knows(cell.passage.text) == "label" for cell in heads if cell.row > 0)


def _kinds(indices: Sequence[int], nets: Sequence[Net | None], settings: WideSheetSettings) -> list[list[int]]:
    """The pages by their columns, those of one kind in order."""
    kinds: list[list[int]] = []
    for index in indices:
        net = nets[index]
        assert net is not None
        for kind in kinds:
            first = nets[kind[0]]
            if first is not None and not _has_other_columns(first, net, settings):
                kind.append(index)
                break
        else:
            kinds.append([index])
    return kinds


def join_sheets(
    layouts: Sequence[PageLayout], parts: Sequence[RightPart], pages: dict[int, Page]
) -> list[PageLayout | Page]:
    """The layouts of whole pages, and in their places the sheets that the other pages make, still to be arranged.
    `pages` are the pages concerned, by number."""
    before = {part.right: part for part in parts}
    sheets: dict[int, Page] = {}
    for part in parts:
        left, shift = part.left, part.shift
        while left in before:
            shift += before[left].shift
            left = before[left].left
        one = sheets.get(left) or pages[layouts[left].frame.number]
        sheets[left] = _join(one, pages[layouts[part.right].frame.number], shift)
    return [sheets.get(index, layout) for index, layout in enumerate(layouts) if index not in before]


def _join(left: Page, right: Page, shift: float) -> Page:
    """The two pages as one sheet, the right one moved by `shift` points."""
    reach = max((rule.x1 for rule in left.rules if rule.x1 <= left.frame.width), default=0.0)
    cut = min(left.frame.width, max(shift, reach))
    width = shift + right.frame.width
    whole = left.frame
    frame = WideFrame(
        whole.number,
        width,
        whole.height,
        whole.turn,
        zoom=whole.zoom,
        left=whole,
        right=right.frame,
        shift=shift,
        cut=cut,
    )
    return replace(together(left, moved(right, frame, shift)), frame=frame)
