"""Clause sets as pictures: what became of each clause over the versions, and which clause of which set is about what.

Draws what `diff` and `crosswalk` give; compares nothing itself. matplotlib comes with the extra `plot` and is loaded
with the first plot. The colour-blind can distinguish the colours (Okabe and Ito), and each is named in words as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.clause_diff import ClauseDiff, diff
from kaigi_extract.clauses.topic_table import crosswalk
from kaigi_extract.optional import load
from kaigi_extract.records import Change, Clause, ClauseSet
from kaigi_extract.show.japanese import CHANGES, ROWS, TOPIC_NAMES, ward_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kaigi_extract.show.plots.figure import Pen


class LinkStroke(NamedTuple):
    """How a link is drawn."""

    colour: str
    dashes: str | tuple[int, tuple[float, ...]]
    width: float


class CrosswalkColumn(NamedTuple):
    """A set in the crosswalk."""

    ward: str | None
    day: datetime.date | None
    title: str


STROKES: dict[Change | None, LinkStroke] = {
    "wording": LinkStroke("#D55E00", "-", 2.4),
    "heading": LinkStroke("#CC79A7", (0, (6, 1.5)), 1.8),
    "references": LinkStroke("#009E73", (0, (4, 1.5, 1, 1.5)), 1.8),
    "spelling": LinkStroke("#E69F00", (0, (1, 1)), 1.8),
    "number": LinkStroke("#0072B2", (0, (3, 2)), 1.2),
    None: LinkStroke("#999999", "-", 0.9),
}
"""The weightiest first: it gives a link with several changes its stroke. None: nothing changed."""
CHANGE_CHARACTERS: dict[Change, str] = {
    "number": "番",
    "heading": "見",
    "spelling": "表",
    "references": "引",
    "wording": "文",
}
"""What is written beside a clause for each of its changes, the first character of `CHANGES`."""
SAME, APPEARS, GOES, DOUBT = ROWS["same"], ROWS["added"], ROWS["removed"], "要確認"
FILLS = {"stays": "#F4F4F4", "appears": "#DDF1E8", "goes": "#FBE3D6"}
EDGES = {"stays": "#BBBBBB", "appears": "#009E73", "goes": "#D55E00"}
INK, FAINT = "#1A1A1A", "#666666"

FIGURE_MARGIN = 0.3
"""Inches around everything, as all lengths below; one unit of the axes is an inch."""
CELL, GAP, BETWEEN_WARDS = 2.35, 1.35, 0.6
"""Width of a clause, room for the links between two sets, and between two wards."""
ROW, BOX = 0.3, 0.23
"""From one clause to the next, and the height of its box."""
HEAD = 0.95
"""Above the first clause: ward, date, title."""
LEGEND = 0.75
"""Below the last."""
LEGEND_STEP = 1.25
"""From one entry of it to the next."""
HEADING_WIDTH = 16.5
"""Full-width characters of label and heading that a box holds."""
TITLE_WIDTH, SET_TITLE_WIDTH = 20, 11
"""Full-width characters of a title over a column of the timeline, and of the crosswalk."""
TEXT, SMALL, LARGE = 9.0, 7.5, 11.0
"""Points."""

TOPIC_COLUMN, SET_COLUMN = 2.6, 1.35
"""Width of the names of topics and of a set in the crosswalk."""
CELL_SPACE = 0.05
"""Between the cells of it."""
TOPIC_ROW, TOPIC_LINE = 0.3, 0.17
"""Height of a row with one line of numbers, and of each line more."""
NUMBERS_WIDTH = 14
"""Characters of clause numbers in a line of a cell."""
SHADES = ("#FFFFFF", "#DCEAF5", "#B5D3EA", "#86B7DC")
"""No clause, one, two, and three or more: light enough for black figures."""


def plot_timeline(clause_sets: Iterable[ClauseSet], *, ax: Axes | None = None) -> Figure:
    """The clauses of each set as a column, by ward and date, and what became of each in the next set of its ward.

    A link has the stroke of its weightiest change and a character for each; a ? is a link or a change that is doubtful.
    What appears or goes is framed and says so. Headings are cut where they are long. The figure grows with the sets; in
    `ax`, one that you have, everything is drawn to scale. It belongs to no pyplot: in a notebook it shows itself, else
    `savefig` writes it. Errors: `ValueError` for no set or a set without a date, `MissingExtra` without matplotlib.
    """
    load("matplotlib", "plot_timeline", "plot")
    from kaigi_extract.show.plots.figure import Pen, axes_of

    wards = _by_ward(clause_sets)
    count = sum(map(len, wards))
    width = 2 * FIGURE_MARGIN + count * CELL + (count - len(wards)) * GAP + (len(wards) - 1) * BETWEEN_WARDS
    longest = max(len(one.clauses) for ward in wards for one in ward)
    height = 2 * FIGURE_MARGIN + HEAD + max(1, longest) * ROW + LEGEND
    width = max(width, _legend_width() + 2 * FIGURE_MARGIN)
    figure, ax = axes_of(ax, (width, height))
    pen = Pen(ax, "plot_timeline")
    left = FIGURE_MARGIN
    for ward in wards:
        _Ward(pen, ward, left).draw()
        left += len(ward) * CELL + (len(ward) - 1) * GAP + BETWEEN_WARDS
    _legend(pen, height - FIGURE_MARGIN - LEGEND / 2)
    return figure


def _by_ward(clause_sets: Iterable[ClauseSet]) -> list[list[ClauseSet]]:
    """The sets of each ward, in order of their dates."""
    every = list(clause_sets)
    if not every:
        raise ValueError(Message("plot_timeline: no clause set was given"))
    ordered = sorted(every, key=lambda one: (one.ward or "", _day(one)))
    return [list(sets) for _, sets in groupby(ordered, lambda one: one.ward)]


def _day(clause_set: ClauseSet) -> datetime.date:
    if clause_set.date is None:
        raise ValueError(
            Message(
                "plot_timeline: the set 「{title}」 has no date; give it one: set.model_copy(update={{'date': …}})",
                title=clause_set.title,
            )
        )
    return clause_set.date


class _Ward:
    """The columns of one ward and what runs between them."""

    def __init__(self, pen: Pen, versions: Sequence[ClauseSet], left: float) -> None:
        self.pen, self.versions, self.left = pen, versions, left
        self.steps = [diff(old, new).clauses for old, new in pairwise(versions)]

    def draw(self) -> None:
        """Head, links, boxes: links lie below boxes."""
        right = self._x(len(self.versions) - 1) + CELL
        self.pen.write(self.left, FIGURE_MARGIN + 0.12, ward_name(self.versions[0].ward) or "", LARGE, color=INK)
        self.pen.ax.plot([self.left, right], [FIGURE_MARGIN + 0.3] * 2, color=INK, linewidth=0.8)
        for column, step in enumerate(self.steps):
            for pair in step:
                self._link(column, pair)
        for column, version in enumerate(self.versions):
            self._column(column, version)

    def _x(self, column: int) -> float:
        return self.left + column * (CELL + GAP)

    def _column(self, column: int, version: ClauseSet) -> None:
        from kaigi_extract.show.plots.figure import fitted

        x = self._x(column)
        self.pen.write(x, FIGURE_MARGIN + 0.47, _day(version).isoformat(), TEXT, color=INK)
        self.pen.write(x, FIGURE_MARGIN + 0.67, fitted(version.title, TITLE_WIDTH), SMALL, color=FAINT)
        for place, clause in enumerate(version.clauses):
            before = self._linked(column - 1, place, "new_places")
            after = self._linked(column, place, "old_places")
            self._box(x, _y(place), clause, "stays" if before and after else "goes" if before else "appears")
            if not after:
                self._tag(x + CELL + 0.05, place, f"×{GOES}", EDGES["goes"], "left")
            if not before:
                self._tag(x - 0.05, place, f"＋{APPEARS}", EDGES["appears"], "right")

    def _tag(self, x: float, place: int, words: str, colour: str, side: str) -> None:
        """Words beside a clause, over whatever link runs there."""
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        self.pen.write(x, _y(place), words, SMALL, color=colour, ha=side, zorder=4, bbox=ground)

    def _linked(self, step: int, place: int, side: str) -> bool:
        """Whether a clause has a link in a step; before the first set and after the last there is nothing to miss."""
        if not 0 <= step < len(self.steps):
            return True
        return any(place in getattr(pair, side) for pair in self.steps[step])

    def _box(self, x: float, y: float, clause: Clause, state: str) -> None:
        from matplotlib.patches import FancyBboxPatch

        from kaigi_extract.show.plots.figure import fitted

        shape = FancyBboxPatch(
            (x, y - BOX / 2), CELL, BOX, boxstyle="round,pad=0,rounding_size=0.04", facecolor=FILLS[state],
            edgecolor=EDGES[state], linewidth=0.7 if state == "stays" else 1.4, zorder=3,
        )  # fmt: skip
        self.pen.ax.add_patch(shape)
        words = fitted(f"{clause.label}　{clause.heading or clause.text}".strip("　"), HEADING_WIDTH)
        self.pen.write(x + 0.07, y, words, TEXT, color=INK, zorder=4)

    def _link(self, column: int, pair: ClauseDiff) -> None:
        """A curve from each old clause to each new one; the characters of its changes before the first new one."""
        stroke = STROKES[next((change for change in STROKES if change in pair.link.changes), None)]
        ends = self._x(column) + CELL, self._x(column + 1)
        for old in pair.old_places:
            for new in pair.new_places:
                _curve(self.pen.ax, (ends[0], _y(old)), (ends[1], _y(new)), stroke)
        characters = "".join(CHANGE_CHARACTERS[change] for change in pair.link.changes) + (
            "?" if pair.link.doubtful else ""
        )
        if characters:
            self._tag(ends[1] - 0.05, pair.new_places[0], characters, INK, "right")


def _y(place: int) -> float:
    return FIGURE_MARGIN + HEAD + (place + 0.5) * ROW


def _curve(ax: Axes, start: tuple[float, float], end: tuple[float, float], stroke: LinkStroke) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (start[0] + end[0]) / 2
    path = Path([start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, *[Path.CURVE4] * 3])
    ax.add_patch(
        PathPatch(
            path, facecolor="none", edgecolor=stroke.colour, linestyle=stroke.dashes, linewidth=stroke.width, zorder=2
        )
    )


def _legend_width() -> float:
    return LEGEND_STEP * len(STROKES) + 0.5


def _legend(pen: Pen, y: float) -> None:
    x = FIGURE_MARGIN
    for change, stroke in reversed(STROKES.items()):
        pen.ax.plot([x, x + 0.4], [y] * 2, color=stroke.colour, linestyle=stroke.dashes, linewidth=stroke.width)
        words = f"{CHANGE_CHARACTERS[change]}：{CHANGES[change]}" if change else SAME
        pen.write(x + 0.46, y, words, SMALL, color=INK)
        x += LEGEND_STEP
    pen.write(x, y, f"?：{DOUBT}", SMALL, color=INK)


def plot_crosswalk(clause_sets: Iterable[ClauseSet], *, ax: Axes | None = None) -> Figure:
    """Topic by set, by ward and date: the numbers of the clauses on it, darker the more there are; – for none.

    Sets that are not annotated yet are annotated on the way. `ax`, and what comes back, as in `plot_timeline`. Errors:
    `ValueError` for no set, `MissingExtra` without matplotlib or pandas.
    """
    load("matplotlib", "plot_crosswalk", "plot")
    from kaigi_extract.show.plots.figure import Pen, axes_of

    table = crosswalk(clause_sets)
    if not len(table.columns):
        raise ValueError(Message("plot_crosswalk: no clause set was given"))
    cells = [[_lines(numbers) for numbers in row] for row in table.to_numpy()]
    heights = [TOPIC_ROW + TOPIC_LINE * (max(map(len, row)) - 1) for row in cells]
    size = (2 * FIGURE_MARGIN + TOPIC_COLUMN + SET_COLUMN * len(table.columns), 2 * FIGURE_MARGIN + HEAD + sum(heights))
    figure, ax = axes_of(ax, size)
    pen = Pen(ax, "plot_crosswalk")
    _crosswalk_heads(pen, [_known(column) for column in table.columns.tolist()])
    y = FIGURE_MARGIN + HEAD
    for topic, row, counts, height in zip(table.index, cells, table.to_numpy(), heights, strict=True):
        _topic(pen, topic, y + (height - CELL_SPACE) / 2)
        for column, (lines, numbers) in enumerate(zip(row, counts, strict=True)):
            _topic_cell(pen, column, (y, height), lines, len(numbers))
        y += height
    return figure


def _lines(numbers: Sequence[int]) -> list[str]:
    """Clause numbers in lines that fit a cell: 6, 7."""
    lines = [""]
    for number in map(str, numbers):
        if lines[-1] and len(lines[-1]) + len(number) + 2 > NUMBERS_WIDTH:
            lines.append("")
        lines[-1] += f", {number}" if lines[-1] else number
    return lines


def _known(column: Any) -> CrosswalkColumn:
    """Ward, day and title of a column; pandas has values of its own for a ward or a day that is not known."""
    ward, day, title = column
    return CrosswalkColumn(
        ward if isinstance(ward, str) else None, day if isinstance(day, datetime.date) else None, title
    )


def _crosswalk_heads(pen: Pen, columns: Sequence[CrosswalkColumn]) -> None:
    """The ward over its sets, and of each set its date and title."""
    from kaigi_extract.show.plots.figure import fitted

    for column, (ward, day, title) in enumerate(columns):
        x = FIGURE_MARGIN + TOPIC_COLUMN + column * SET_COLUMN
        if column == 0 or columns[column - 1].ward != ward:
            last = max(at for at, other in enumerate(columns) if other.ward == ward)
            right = FIGURE_MARGIN + TOPIC_COLUMN + (last + 1) * SET_COLUMN - CELL_SPACE
            pen.write(x, FIGURE_MARGIN + 0.12, ward_name(ward) or "", LARGE, color=INK)
            pen.ax.plot([x, right], [FIGURE_MARGIN + 0.3] * 2, color=INK, linewidth=0.8)
        pen.write(x, FIGURE_MARGIN + 0.47, day.isoformat() if day else "日付なし", TEXT, color=INK)
        pen.write(x, FIGURE_MARGIN + 0.67, fitted(title, SET_TITLE_WIDTH), SMALL, color=FAINT)


def _topic(pen: Pen, topic: str, y: float) -> None:
    pen.write(FIGURE_MARGIN, y, TOPIC_NAMES.get(topic, topic), TEXT, color=INK)
    pen.write(FIGURE_MARGIN + 1.22, y, topic, SMALL, color=FAINT)


def _topic_cell(pen: Pen, column: int, place: tuple[float, float], lines: Sequence[str], count: int) -> None:
    from matplotlib.patches import Rectangle

    x, (y, height) = FIGURE_MARGIN + TOPIC_COLUMN + column * SET_COLUMN, place
    shade = SHADES[min(count, len(SHADES) - 1)]
    box = Rectangle(
        (x, y), SET_COLUMN - CELL_SPACE, height - CELL_SPACE, facecolor=shade, edgecolor="#D0D0D0", linewidth=0.6
    )
    pen.ax.add_patch(box)
    words, colour = ("\n".join(lines), INK) if count else ("–", FAINT)
    pen.write(x + (SET_COLUMN - CELL_SPACE) / 2, y + (height - CELL_SPACE) / 2, words, TEXT, color=colour, ha="center")
