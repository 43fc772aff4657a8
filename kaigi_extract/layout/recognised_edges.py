"""What on recognised pages stands at the edge of the sheet or beside all its tables: fax headers, ticks, dirt, stamps.

Engines read these as text. They are furniture: none of them ends a table that goes on over the page. Knows geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.settings import RecognisedEdgeSettings
from kaigi_extract.layout.table import Grid

_STROKES = "一ー－-—―‐_ \u3000"
"""What engines read a piece of a level line as."""


def recognised_edges(
    layouts: Sequence[PageLayout],
    means: Callable[[AnyLine], bool],
    settings: RecognisedEdgeSettings,
) -> set[int]:
    """Identities of the lines of recognised pages that belong to none of their text.

    `means` detects lines that say what the page is (a title, a label, a mark): these stay wherever they are.
    """
    return {
        id(line)
        for layout in layouts
        for line in (*_at_edges(layout, settings), *_beside_tables(layout, settings), *_of_frames(layout, settings))
        if not means(line)
    }


def _at_edges(layout: PageLayout, settings: RecognisedEdgeSettings) -> list[Line]:
    """The lines so near to the upper or lower edge of the sheet that office print does not reach there, apart from what
    follows."""
    items = sorted(layout.items, key=lambda item: item.y0)
    height = layout.frame.height
    found: list[Line] = []
    for order, is_near in ((items, _is_high), (items[::-1], _is_low)):
        for k, item in enumerate(order):
            if not _is_recognised(item) or not is_near(item, height, settings.edge_height):
                break
            assert isinstance(item, Line)
            after = next((one for one in order[k + 1 :] if _gap(item, one) > 0.0), None)
            if after is not None and _gap(item, after) >= settings.edge_gap * item.size:
                found += [one for one in order[: k + 1] if isinstance(one, Line)]
    return found


def _is_recognised(item: Line | Grid) -> bool:
    return isinstance(item, Line) and item.sure is not None and not item.vertical


def _is_high(item: Line | Grid, _height: float, edge: float) -> bool:
    return item.y1 <= edge


def _is_low(item: Line | Grid, height: float, edge: float) -> bool:
    return item.y0 >= height - edge


def _gap(one: Line | Grid, other: Line | Grid) -> float:
    """Points of empty height between two items; negative where they are beside each other."""
    return max(one.y0, other.y0) - min(one.y1, other.y1)


def _beside_tables(layout: PageLayout, settings: RecognisedEdgeSettings) -> list[Line]:
    """The short lines left or right of everything long and of all tables of a page that has tables."""
    grids = [item for item in layout.items if isinstance(item, Grid) and item.xs]
    if not grids:
        return []
    lines = [item for item in layout.items if isinstance(item, Line) and _is_recognised(item)]
    spans = [(grid.xs[0], grid.xs[-1]) for grid in grids]
    spans += [(line.x0, line.x1) for line in lines if line.x1 - line.x0 > settings.beside_length * line.size]
    left, right = min(a for a, _ in spans), max(b for _, b in spans)
    slack = settings.beside_slack
    return [line for line in lines if line.x1 <= left + slack * line.size or line.x0 >= right - slack * line.size]


def _of_frames(layout: PageLayout, settings: RecognisedEdgeSettings) -> list[Line]:
    """What is left of the frame of a table and was read as a stroke right above or below it."""
    grids = [item for item in layout.items if isinstance(item, Grid) and item.xs]
    lines = [item for item in layout.items if isinstance(item, Line) and _is_recognised(item)] if grids else []
    strokes = [line for line in lines if not line.text.strip(_STROKES)]
    reach = settings.frame_reach
    return [
        line
        for line in strokes
        if any(grid.xs[0] <= line.x0 <= line.x1 <= grid.xs[-1] and _gap(line, grid) <= reach for grid in grids)
    ]
