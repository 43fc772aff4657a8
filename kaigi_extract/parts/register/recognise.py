"""Whether a register sheet begins at a place, by what is seen together: its title, the number of its form above it,
labels that such sheets have. A title alone, with no row below it, is a mention of one; a table of many is a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.register.grids import begins_with_title, counts_rows, lists_entries
from kaigi_extract.parts.register.known_labels import KnownLabels
from kaigi_extract.parts.register.rows import count_labels, has_labelled_lines, own_labels
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_HAS_NUMBER = late_pattern(r"[\d０-９]")
TITLED = 2.0
"""Score from which on a sheet begins."""


@dataclass(slots=True)
class RegisterScore:
    """How much speaks for a register sheet, and what."""

    value: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, weight: float, reason: str) -> None:
        self.value += weight
        self.reasons.append(reason)


def score_register(items: Sequence[Item], at: int, knows: KnownLabels) -> RegisterScore:
    """How much speaks for a sheet that begins at an item: 2 and more where one does."""
    score = RegisterScore()
    title = _title(items, at, knows)
    if title is not None:
        score.add(1.0, Message("the title {text} is one of register sheets", text=squeeze(fold(items[title].text))))  # type: ignore[union-attr]
    first = items[at]
    if not isinstance(first, Grid) and is_form_line(first):
        score.add(0.5, "the number of its form is above it")
    elif not isinstance(first, Grid) and title is None and knows.may_be_title(first):
        score.add(0.5, Message("{text} may be a title of register sheets", text=squeeze(fold(first.text))))
    below = at if title is None else title
    grid = _next_grid(items, below, knows)
    if grid is not None:
        inside = title is None and grid is first and begins_with_title(grid, knows)
        if inside:
            score.add(1.0, "its table begins with a title of register sheets")
        _score_grid(score, grid, knows, titled=title is not None or inside, numbered=score.value > 0)
    elif title is not None and has_labelled_lines(items[title:], knows):
        score.add(1.5, "labels are below it")
    elif title is None:
        _score_lines(score, items[at : at + knows.settings.lines], knows)
    return score


def _score_lines(score: RegisterScore, items: Sequence[Item], knows: KnownLabels) -> None:
    """What the labels of lines without a title say; below the number of a form, few need be of registers alone."""
    numbered = score.value > 0
    own = own_labels(items, knows, with_values=not numbered)
    known = count_labels(items, knows) if numbered and own else 0
    if max(known, len(own)) >= knows.settings.least_own_labels:
        score.add(
            TITLED,
            Message(
                "{count} labels of registers are below: {listed}", count=len(own), listed=", ".join(sorted(own)[:4])
            ),
        )


def _title(items: Sequence[Item], at: int, knows: KnownLabels) -> int | None:
    """The index of the title: the item itself, or the one below the number of its form."""
    for index in range(at, min(at + 2, len(items))):
        item = items[index]
        if isinstance(item, Grid):
            return None
        if knows.is_title(item):
            return index
        if not is_form_line(item):
            return None
    return None


def _next_grid(items: Sequence[Item], at: int, knows: KnownLabels) -> Grid | None:
    within = items[at : at + knows.settings.table_within + 1]
    return next((item for item in within if isinstance(item, Grid)), None)


def _score_grid(score: RegisterScore, grid: Grid, knows: KnownLabels, *, titled: bool, numbered: bool) -> None:
    if lists_many(grid, knows):
        each = (titled or numbered) and (lists_entries(grid, knows) or (titled and _knows_heads(grid, knows)))
        score.add(TITLED if each else -2.0, "each row of its table is a sheet" if each else "its table lists many")
        return
    if titled:
        score.add(1.5, "a table is below it")
    labels = {squeeze(cell.passage.text) for cell in grid.cells if not cell.empty and knows(cell.passage.text)}
    own = [label for label in labels if knows.is_of_registers(label)]
    heads = sum(1 for row in grid.rows() if row[0].column == 0 and not row[0].empty)
    most = 2 * len(labels) >= heads
    enough = len(labels) if numbered and own else len(own)  # below the number of a form, few need be of registers alone
    if not titled and most and enough >= knows.settings.least_own_labels:
        score.add(
            TITLED,
            Message(
                "{count} of its labels are those of registers: {listed}",
                count=len(own),
                listed=", ".join(sorted(own)[:4]),
            ),
        )


def _knows_heads(grid: Grid, knows: KnownLabels) -> bool:
    """Whether nearly all heads of a list are known labels, three at least: below a title of sheets none need be of
    registers alone."""
    head = [cell for cell in next(iter(grid.rows()), []) if not cell.empty]
    known = _known(head, knows)
    return known >= knows.settings.least_own_labels and 4 * known >= 3 * len(head)


def lists_many(grid: Grid, knows: KnownLabels) -> bool:
    """Whether the first row holds the labels of columns and the rows below it begin with none."""
    rows = list(grid.rows())
    head = [cell for cell in rows[0] if not cell.empty] if rows else []
    if len(rows) < 3 or len(head) < 3:
        return False
    if any(
        not knows(cell.passage.text) and (cell.choices or cell.is_number or _HAS_NUMBER.search(cell.passage.text))
        for cell in head
    ):
        return False  # labels and their values by turns
    below = [row[0] for row in rows[1:] if row[0].column == 0 and not row[0].empty]
    known = _known(head, knows)
    most = 2 * known >= len(head) or (known > 1 and counts_rows(grid))
    return most and 2 * _known(below, knows) < len(below)


def _known(cells: Sequence[Cell], knows: KnownLabels) -> int:
    return sum(knows(cell.passage.text) for cell in cells)
