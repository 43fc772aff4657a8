"""The head of a table that is printed again on each page, and the captions that say that a table goes on.

Knows geometry and the few words by which a caption says so. What is repeated goes to the headers and footers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.settings import StitchingSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_BEGUN = r"(?:前(?:頁|ページ|葉)(?:から|より|の)*)?(?:の?続き|つづき|承前|continued|cont\.?)"
_CONTINUED = late_pattern(rf"[(\[【〔<〈]?{_BEGUN}[)\]】〕>〉]?$|[(\[【〔<〈]{_BEGUN}", re.IGNORECASE)
_COUNTED = late_pattern(r"(?:[(\[【〔<〈]|(?<!\d))(?:その)?\d+(?:[/／]\d+)?[)\]】〕>〉]?$")
_TO_COME = late_pattern(
    r"[(\[【〔<〈*※]*(?:以下)?(?:次(?:頁|ページ|葉|紙)(?:へ|に)?(?:続く|つづく)?|続く|つづく|tobecontinued)[)\]】〕>〉。]*$",
    re.IGNORECASE,
)


def repeated_head(before: Grid, after: Grid, knows: KnowsLabel, settings: StitchingSettings) -> int:
    """How many rows at the top of `after` are printed in `before` already, as the head of one table is on each of its
    pages; 0 where it is another table, a form that begins anew with the same label, or the whole table once more."""
    above, below = list(before.rows()), list(after.rows())
    if not before.ruled or not after.ruled or not below:
        return 0
    wide = next((i for i, row in enumerate(above) if len(_printed(row)) > 1), len(above) - 1)  # above it, titles only
    start = next((i for i in range(wide + 1) if _same(before, above[i], after, below[0], settings)), None)
    if start is None:
        return 0
    count = 0
    for old, new in zip(above[start:], below, strict=False):
        if not _same(before, old, after, new, settings):
            break
        count += 1
    if all(len(_printed(row)) < 2 for row in below[:count]) or count == len(below) == len(above[start:]) > 1:
        return 0
    return 0 if _begins_form(above[start + count :], below[count:], knows) else count


def _printed(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not cell.empty]


def _same(before: Grid, old: Sequence[Cell], after: Grid, new: Sequence[Cell], settings: StitchingSettings) -> bool:
    """Whether two rows have the same words in the same columns."""
    one, other = _printed(old), _printed(new)
    if not one or len(one) != len(other):
        return False
    return all(
        a.row_span == b.row_span
        and squeeze(fold(a.passage.text)) == squeeze(fold(b.passage.text))
        and all(abs(x - y) <= settings.column_snap for x, y in zip(_sides(before, a), _sides(after, b), strict=True))
        for a, b in zip(one, other, strict=True)
    )


def _sides(grid: Grid, cell: Cell) -> tuple[float, float]:
    """x of a cell's sides, from the left side of its table."""
    last = min(cell.column + cell.column_span, len(grid.xs) - 1)
    return grid.xs[cell.column] - grid.xs[0], grid.xs[last] - grid.xs[0]


def _begins_form(old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]], knows: KnowsLabel) -> bool:
    """Whether the rows below the head have the labels of those before, one by one, or one that is known, but for that
    of the last row, which may go on: a form that is filled in anew."""
    known = {squeeze(row[0].passage.text) for row in old[:-1] if row}
    if any(row and squeeze(row[0].passage.text) in known and knows(row[0].passage.text) == "label" for row in new):
        return True
    labels = [
        (squeeze(a[0].passage.text), squeeze(b[0].passage.text)) for a, b in zip(old, new, strict=False) if a and b
    ]
    if not labels or any(one != other for one, other in labels[:2]) or not labels[0][0]:
        return False
    return knows(labels[0][0]) == "label" or (len(labels) > 1 and all(a[0] != b[0] for a, b in pairwise(labels)))


def take_head(grid: Grid, count: int) -> list[AnyLine]:
    """Takes the first rows off a table; returns their lines."""
    rows = [row for row, _ in zip(grid.rows(), range(count), strict=False)]
    first = max(cell.row + 1 for row in rows for cell in row)
    gone = {id(cell) for row in rows for cell in row}
    lines = [line for row in rows for cell in row for line in cell.lines]
    grid.cells = [cell for cell in grid.cells if id(cell) not in gone]
    for cell in grid.cells:
        cell.row -= first
    return lines


def label_again(before: Grid, after: Grid) -> Cell | None:
    """The first cell of a table where it has the label of the last row of the one before again: 委託の内容（続き）."""
    first = next((cell for cell in after.cells if cell.row == cell.column == 0), None)
    last = max((cell for cell in before.cells if cell.column == 0), key=lambda cell: cell.row, default=None)
    if first is None or last is None or last.row == 0 or first.empty or last.empty:
        return None
    return first if _base(first.passage.text) == squeeze(fold(last.passage.text)) else None


def take_label(before: Grid, after: Grid) -> list[AnyLine]:
    """Takes a label that is printed again out of the first row of a table; returns its lines."""
    cell = label_again(before, after)
    lines = cell.lines if cell is not None else []
    if cell is not None:
        cell.replace([])
    return lines


def goes_on_below(line: AnyLine) -> bool:
    """Whether a line at the foot of a page says only that the table goes on: 次頁に続く."""
    return _TO_COME.match(squeeze(fold(line.text))) is not None


def captions_again(lines: Sequence[Line], grid: Grid, captions: Sequence[AnyLine], settings: StitchingSettings) -> bool:
    """Whether the lines above a table only say that it goes on: 別表（続き）, or one of its captions again. `captions`
    are the lines above the table where it begins."""
    if not say_again(lines, captions, settings):
        return False
    below = [*(line.y0 for line in lines[1:]), grid.y0]
    return all(low - line.y1 <= settings.caption_gap * line.size for line, low in zip(lines, below, strict=True))


def say_again(lines: Sequence[AnyLine], captions: Sequence[AnyLine], settings: StitchingSettings) -> bool:
    """Whether a few lines only say that what has these captions goes on, or repeat some of them."""
    known = {_base(line.text) for line in captions}
    return len(lines) <= settings.caption_lines and all(_is_continued(a.text) or _base(a.text) in known for a in lines)


def _is_continued(text: str) -> bool:
    return _CONTINUED.search(squeeze(fold(text))) is not None


def _base(text: str) -> str:
    """A caption without what counts its pages."""
    text = squeeze(fold(text))
    text = _CONTINUED.sub("", text).rstrip(")]】〕>〉")
    return _COUNTED.sub("", text) or text
