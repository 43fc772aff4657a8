"""The rows of a table without ruled lines: which label lines and which value lines belong together.

Rows are parted by shading behind the labels, by the space between them, or by where the labels are beside the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from kaigi_extract.layout.gutter import SplitLine
from kaigi_extract.layout.label_rows import Row, cut_rows
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.paired_columns import further_columns, pairs_of
from kaigi_extract.layout.settings import BorderlessTableSettings
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.source.page import Bbox


def shaded_rows(parts: list[SplitLine], fills: list[Bbox], settings: BorderlessTableSettings) -> list[Row]:
    """Rows by the shaded boxes behind the labels, one box a row; none unless every label is in a box of its row."""
    bands = sorted({(round(y0, 1), round(y1, 1)) for _, y0, _, y1 in fills})
    if any(b[0] < a[1] - settings.start_tolerance for a, b in pairwise(bands)):
        return []
    rows: dict[int, Row] = {}
    for split in parts:
        band = next((k for k, (y0, y1) in enumerate(bands) if y0 <= split.middle <= y1), None)
        if band is None:
            return []
        labels, values = rows.setdefault(band, ([], []))
        labels += [split.left] if split.left else []
        values += [split.right] if split.right else []
    return [rows[band] for band in sorted(rows)]


def rows_by_space(
    parts: list[SplitLine], knows: KnowsLabel, settings: BorderlessTableSettings, *, goes_on: bool = False
) -> list[Row]:
    """Labels and values, row by row. Rows are parted by the space between them, and where that is even, by labels.
    `goes_on` says that the label of the first row may be on the page before."""
    chunks: list[tuple[list[Line], list[Line]]] = []
    more: list[list[Line]] = []
    for chunk in _chunks(parts, settings):
        labels = [p.left for p in chunk if p.left]
        values = [p.right for p in chunk if p.right]
        if not labels and chunks:
            more[-1] += values
        else:
            chunks.append((labels, values))
            more.append([])
    rows: list[Row] = []
    for of_chunk, rest in zip(cut_rows(chunks, knows, settings, goes_on=goes_on), more, strict=True):
        of_chunk[-1][1].extend(rest)
        first = of_chunk[0]
        if rows and not rows[-1][1] and knows(_text([*rows[-1][0], *first[0]])) == "label":
            rows[-1][0].extend(first[0])
            rows[-1][1].extend(first[1])
            del of_chunk[0]
        rows += of_chunk
    return rows


def label_and_value_lines(grid: Grid) -> tuple[list[Line], list[Line]] | None:
    """The lines of the first column of a table, and those beside it; None in a file without geometry."""
    columns: tuple[list[Line], list[Line]] = ([], [])
    for cell in grid.cells:
        for line in cell.lines:
            if not isinstance(line, Line):
                return None
            columns[cell.column > 0].append(line)
    return columns


def rows_of_columns(
    labels: Iterable[Line], values: Iterable[Line], knows: KnowsLabel, settings: BorderlessTableSettings
) -> list[Row]:
    """The labels of a table with their values, cut anew by what is known now, page by page: the first row of a page may
    go on with the last one of the page before."""
    parts = [*(SplitLine(line, None) for line in labels), *(SplitLine(None, line) for line in values)]
    rows: list[Row] = []
    for _, of_page in groupby(sorted(parts, key=_down), key=lambda part: _down(part)[0]):
        for at, (label, value) in enumerate(rows_by_space(list(of_page), knows, settings, goes_on=bool(rows))):
            if rows and (not label or (at == 0 and _is_cut(rows[-1][0], label, knows))):
                rows[-1][0].extend(label)
                rows[-1][1].extend(value)
            else:
                rows.append((label, value))
    places = further_columns(rows, knows, settings)
    return [pair for row in rows for _, pair in pairs_of(row, places, knows, settings)]


def _is_cut(above: Sequence[Line], label: Sequence[Line], knows: KnowsLabel) -> bool:
    """Whether a page cut one label in two, which only both together are."""
    return knows(_text([*above, *label])) == "label" and knows(_text(above)) != "label"


def _down(part: SplitLine) -> tuple[int, float]:
    return next(line.page for line in (part.left, part.right) if line), part.y0


def _chunks(parts: list[SplitLine], settings: BorderlessTableSettings) -> list[list[SplitLine]]:
    """Lines with no more space between them than between two lines of one value."""
    usual = _line_gap(parts, settings)
    chunks: list[list[SplitLine]] = []
    bottom = 0.0
    for split in parts:
        if chunks and split.y0 - bottom <= usual + settings.row_gap * split.size:
            chunks[-1].append(split)
        else:
            chunks.append([split])
            bottom = split.y1
        bottom = max(bottom, split.y1)
    return chunks


def _line_gap(parts: list[SplitLine], settings: BorderlessTableSettings) -> float:
    """Points of space between two lines of one value: what the closer ones have."""
    gaps = []
    for column in ([p.right for p in parts if p.right], [p.left for p in parts if p.left]):
        reach = min((p.x0 for p in column), default=0.0) + settings.value_indent * parts[0].size
        first = [p for p in column if p.x0 <= reach]  # those of further columns may be half a line lower
        gaps += [max(b.y0 - a.y1, 0.0) for a, b in pairwise(first) if b.y0 > a.y0]
        if gaps:
            break
    return min(sorted(gaps)[len(gaps) // 5], settings.value_line_gap * parts[0].size) if gaps else 0.0


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)
