"""Pages moved, turned and resized: every place on a page by one rule, so that nothing on it is left behind.

Geometry in upright points; decides nothing. Whoever moves a page says what its frame becomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from kaigi_extract.source.page import Bbox, Frame, Page, Point, Rule, Run, Shape


class Placed(Protocol):
    """What has a place on a page."""

    @property
    def bbox(self) -> Bbox:
        """In upright points."""


P = TypeVar("P", bound=Placed)


def mapped(
    page: Page,
    frame: Frame,
    point: Callable[[float, float], Point],
    run: Callable[[Run], Run],
    scale: float = 1.0,
) -> Page:
    """The page in another frame. `point` says where a point comes to be, `run` what a run becomes; what is drawn
    `scale` times as large has lines as many times as thick."""

    def box(old: Bbox) -> Bbox:
        (ax, ay), (bx, by) = point(old[0], old[1]), point(old[2], old[3])
        return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def shape(old: Shape) -> Shape:
        outline = tuple((*point(ax, ay), *point(bx, by)) for ax, ay, bx, by in old.outline)
        return replace(old, bbox=box(old.bbox), outline=outline)

    return replace(
        page,
        frame=frame,
        runs=[run(one) for one in page.runs],
        hidden=[(why, run(one)) for why, one in page.hidden],
        notes=[replace(note, bbox=box(note.bbox)) for note in page.notes],
        rules=[Rule(*box((rule.x0, rule.y0, rule.x1, rule.y1)), rule.width * scale) for rule in page.rules],
        frames=[box(one) for one in page.frames],
        shapes=[shape(one) for one in page.shapes],
        pictures=[replace(one, bbox=box(one.bbox), whole=one.whole and box(one.whole)) for one in page.pictures],
        outlines=[box(one) for one in page.outlines],
        buttons=[replace(button, bbox=box(button.bbox)) for button in page.buttons],
        marks=[replace(mark, bbox=box(mark.bbox)) for mark in page.marks],
    )


def resized(page: Page, factor: float) -> Page:
    """The page with all that is on it so many times as large; places as displayed stay the same."""
    if factor == 1.0:
        return page
    frame = page.frame
    frame = replace(frame, width=frame.width * factor, height=frame.height * factor, zoom=frame.zoom / factor)

    def run(old: Run) -> Run:
        start, end = [at * factor for at in old.start], [at * factor for at in old.end]
        return replace(old, start=start, end=end, low=old.low * factor, high=old.high * factor, size=old.size * factor)

    return mapped(page, frame, lambda x, y: (x * factor, y * factor), run, factor)


def moved(page: Page, frame: Frame, shift: float) -> Page:
    """The page with all that is on it moved to the right by `shift` points, in the frame in which it is there."""

    def run(old: Run) -> Run:
        if old.vertical:
            return replace(old, low=old.low + shift, high=old.high + shift)
        return replace(old, start=[x + shift for x in old.start], end=[x + shift for x in old.end])

    return mapped(page, frame, lambda x, y: (x + shift, y), run)


def part(page: Page, holds: Callable[[Bbox], bool]) -> Page:
    """The page with only that on it whose box is held; its frame stays."""

    def held(things: Iterable[P]) -> list[P]:
        return [thing for thing in things if holds(thing.bbox)]

    return replace(
        page,
        runs=held(page.runs),
        hidden=[(why, run) for why, run in page.hidden if holds(run.bbox)],
        notes=held(page.notes),
        rules=[rule for rule in page.rules if holds((rule.x0, rule.y0, rule.x1, rule.y1))],
        frames=[box for box in page.frames if holds(box)],
        shapes=held(page.shapes),
        pictures=held(page.pictures),
        outlines=[box for box in page.outlines if holds(box)],
        buttons=held(page.buttons),
        marks=held(page.marks),
    )


def together(page: Page, other: Page) -> Page:
    """The page with what is on another one, too, whose places are given in the same frame."""
    return replace(
        page,
        runs=page.runs + other.runs,
        hidden=page.hidden + other.hidden,
        notes=page.notes + other.notes,
        rules=page.rules + other.rules,
        frames=page.frames + other.frames,
        shapes=page.shapes + other.shapes,
        pictures=page.pictures + other.pictures,
        outlines=page.outlines + other.outlines,
        buttons=page.buttons + other.buttons,
        off_layers=page.off_layers + [name for name in other.off_layers if name not in page.off_layers],
        marks=page.marks + other.marks,
        repaired=page.repaired + other.repaired,
    )
