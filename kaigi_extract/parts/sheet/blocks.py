"""The blocks of labels and values in a document where no mapping knows them: tables that follow each other, and runs of
labelled lines, in order. Says nothing of what they are blocks of; reads no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_lists import is_list as has_columns
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.checklists import checklist_rows
from kaigi_extract.parts.sheet.general_columns import forms_in_columns
from kaigi_extract.parts.sheet.general_lines import LineRows, label_of_any_body, line_rows
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.general_rows import grid_rows, is_list, unruled_rows
from kaigi_extract.parts.sheet.matter import is_heading
from kaigi_extract.parts.sheet.pairs import with_pairs
from kaigi_extract.wards.words import Words


@dataclass(slots=True)
class Block:
    """Labels and values that follow each other: tables, or lines."""

    first: int
    """Index of its first item."""
    until: int
    """Index of the item after its last."""
    rows: list[GeneralRow]


def find_blocks(
    items: Sequence[Item], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[Block]:
    """Tables, those that follow each other as one where each has other labels, and runs of labelled lines; those joined
    between which nothing is, of which one is a table without ruled lines."""
    return _joined(_blocks(items, words, settings, text), items)


def _blocks(items: Sequence[Item], words: Words, settings: GeneralSettings, text: PassageSettings) -> Iterator[Block]:
    """Tables, those that follow each other as one where each has other labels; runs of labelled lines."""
    is_label = label_of_any_body(words, settings)
    in_columns = forms_in_columns(items, words, is_label, settings.least_labels)
    at, whole = 0, {first: Block(first, until, rows) for first, until, rows in in_columns}
    while at < len(items):
        item = items[at]
        if at in whole:
            yield whole[at]
            at = whole[at].until
            continue
        if isinstance(item, Grid):
            block = _of_grids(items, at, words, settings)
            yield block
            at = block.until
            continue
        end = next((k for k in range(at, len(items)) if isinstance(items[k], Grid) or k in whole), len(items))
        lines = [one for one in items[at:end] if not isinstance(one, Grid)]
        above = items[at - 1] if at > 0 else None
        below = items[end] if end < len(items) else None
        rows_of = _above_unruled if end in whole or (isinstance(below, Grid) and not below.ruled) else line_rows
        rows_of = _below_unruled if isinstance(above, Grid) and not above.ruled else rows_of
        for run in rows_of(lines, words, settings, text):
            yield Block(at + run.first, at + run.until, run.rows)
        at = end


def _below_unruled(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[LineRows]:
    """The runs of labelled lines below a table without ruled lines, which was cut out of the lines around it: of that
    right below it a label or two are enough."""
    runs = list(line_rows(lines, words, settings, text))
    ends = [at for at, line in enumerate(lines) if is_heading(line.text, words)]
    below = lines[: min([*(run.first for run in runs), *ends, len(lines)])]
    few = replace(settings.with_few_labels(), labels_alone=1)  # 個人情報の項目 over its value goes on with the table
    first = next(line_rows(below, words, few, text), None)
    if first is not None and first.first == 0 and "title" not in names_of(first.rows):
        yield first
    yield from runs


def _above_unruled(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[LineRows]:
    """The runs of labelled lines above a table without ruled lines, which may have been cut out of them: the last one
    may be of few labels."""
    runs = list(line_rows(lines, words, settings, text))
    yield from runs
    headings = [at + 1 for at, line in enumerate(lines) if is_heading(line.text, words)]
    first = max([runs[-1].until if runs else 0, len(lines) - settings.header_lines, *headings[-1:]])
    last = _last_of_few(lines[first:], words, settings, text)
    titled = _title_line(last) if last is not None else None
    if titled is not None:  # 件名 is above the table, and none of its rows
        first = 1 + next(at for at, line in enumerate(lines) if line is titled)
        last = _last_of_few(lines[first:], words, settings, text)
    if last is not None:
        last.first, last.until = last.first + first, last.until + first
        yield last


def _last_of_few(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> LineRows | None:
    """The run of labelled lines, of few labels even, that goes on to the last of these lines."""
    runs = line_rows(lines, words, settings.with_few_labels(), text)
    return next((run for run in runs if run.until == len(lines)), None)


def _title_line(run: LineRows) -> AnyLine | None:
    """The line with the last label of a title among the rows of a run."""
    titles = [row for row in run.rows if row.meaning is not None and row.meaning.name == "title"]
    return titles[-1].label.pieces[0][1] if titles and titles[-1].label.pieces else None


def _joined(blocks: Iterator[Block], items: Sequence[Item]) -> Iterator[Block]:
    """The blocks, those joined between which nothing is, of which one is a table without ruled lines: it was cut out of
    the lines around it. One is looked for beyond another only where it may be joined to that."""
    open_block: Block | None = None
    for block in blocks:
        joined = block
        if open_block is not None:
            touches = open_block.until == block.first
            if touches and (_is_unruled(items, open_block) or _is_unruled(items, block)):
                joined = Block(open_block.first, block.until, [*open_block.rows, *block.rows])
            else:
                yield open_block
        open_block = joined if _may_go_on(joined, items) else None
        if open_block is None:
            yield joined
    if open_block is not None:
        yield open_block


def _may_go_on(block: Block, items: Sequence[Item]) -> bool:
    """Whether the block behind a block may be joined to it."""
    return _is_unruled(items, block) or (block.until < len(items) and isinstance(items[block.until], Grid))


def _is_unruled(items: Sequence[Item], block: Block) -> bool:
    return any(isinstance(item, Grid) and not item.ruled for item in items[block.first : block.until])


def _of_grids(items: Sequence[Item], at: int, words: Words, settings: GeneralSettings) -> Block:
    rows: list[GeneralRow] = []
    end = at
    while end < len(items):
        grid = items[end]
        if not isinstance(grid, Grid):
            break
        points = checklist_rows(grid) if rows else []
        if points or is_list(grid, words):
            more = points
        else:
            in_cells = grid.ruled or has_columns(grid)
            more = grid_rows(grid, words) if in_cells else with_pairs(unruled_rows(grid, words), words, settings)
        if rows and (not more or names_of(rows) & names_of(more)):
            break
        rows += more
        end += 1
    return Block(at, max(end, at + 1), rows)


def names_of(rows: Sequence[GeneralRow]) -> set[str]:
    """The fields that rows are known to be."""
    return {row.meaning.name for row in rows if row.meaning is not None}
