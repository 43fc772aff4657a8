"""Tables whose rows are the matters of a sitting: 議題 in one column, what was said of it and what came of it beside.

Knows cells and the words of such headings; what a matter is, `agenda` reads, and what was decided, `deliberation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_RESULT = late_pattern(r".{0,6}(?:結果|決定|決定事項|決定内容|結論|採決|議決|可否|答申)(?:等|内容|状況)?")
"""Headings of the column that says what was decided."""
_SAID = late_pattern(r".{0,6}(?:要旨|概要|内容|経過|意見|質疑|質疑応答|説明|発言)(?:等|の要旨|の概要|及び回答)?")
"""Headings of the column that says what was said."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A row of such a table: the lines that name the matter, and those that say what came of it."""

    title: tuple[MinutesRow, ...]
    result: tuple[MinutesRow, ...]


def matters_end(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> int:
    """The index behind the table of matters whose headings begin at a row; the row's own where none does."""
    cell = rows[index].cell
    above = rows[index - 1].cell if index else None
    if cell is None or cell.row or (above is not None and above.row == 0) or rows[index].line is not cell.lines[0]:
        return index
    headings = _headings(rows[index:])
    kinds = [_kind(key, words) for key in headings.values()]
    if kinds.count("title") != 1 or not {"result", "said"} & set(kinds):
        return index
    end = index
    last = -1
    while end < len(rows):
        here = rows[end].cell
        if here is None or here.row < last:
            break
        last, end = here.row, end + 1
    return end if last > 0 else index


def matters(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> Iterator[Matter]:
    """The matters of a table whose first row is that of the headings."""
    headings = _headings(rows)
    kinds = {column: _kind(key, words) for column, key in headings.items()}
    for at in sorted({row.cell.row for row in rows if row.cell is not None} - {0}):
        there = [row for row in rows if row.cell is not None and row.cell.row == at]
        title, result = (
            tuple(row for row in there if row.cell is not None and kinds.get(row.cell.column) == kind)
            for kind in ("title", "result")
        )
        if title:
            yield Matter(title, result)


def _headings(rows: Sequence[MinutesRow]) -> dict[int, str]:
    """What the first row of a table calls its columns."""
    found: dict[int, str] = {}
    for row in rows:
        if row.cell is None or row.cell.row:
            break
        found[row.cell.column] = _key(row.cell)
    return found


def _kind(key: str, words: MinutesVocabulary) -> str | None:
    """What a column holds by its heading."""
    if words.labels.get(key) == "agenda" or key in words.own.sections:
        return "title"
    if _RESULT.fullmatch(key):
        return "result"
    return "said" if words.labels.get(key) == "speeches" or _SAID.fullmatch(key) else None


def _key(cell: Cell) -> str:
    return squeeze(fold(cell.passage.text))
