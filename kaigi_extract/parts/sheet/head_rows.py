"""Rows of a form that hold no label and no value: those that name its columns, and headings over the rows below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.layout.table import Cell
from kaigi_extract.text import squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_HEAD_LABEL = frozenset({"項目", "項目名", "事項", "区分", "記載事項", "記載項目", "項"})
_HEAD_VALUE = frozenset({"内容", "説明", "記載内容", "記載", "摘要", "記入欄", "内容等", "具体的内容"})
"""What heads a column of labels, and a column of their values."""
_LONGEST_HEADING = 24
"""Characters."""
_SENTENCE = late_pattern(r"[。、：:]")


def names_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row names the columns of labels and values: 項目 and 内容."""
    if cells[0].row or len(cells) % 2:
        return False
    texts = [text_key(cell.passage.text) for cell in cells]
    return all(a in _HEAD_LABEL and b in _HEAD_VALUE for a, b in zip(texts[::2], texts[1::2], strict=True))


def is_heading(cells: Sequence[Cell], width: int, is_label: Callable[[Cell], bool]) -> bool:
    """Whether a row of a table of so many columns is one cell over all of them with a few words that no mapping knows:
    it says what the rows below it are about."""
    text = squeeze(cells[0].passage.text)
    return (
        len(cells) == 1
        and cells[0].column_span == width > 1
        and 0 < len(text) <= _LONGEST_HEADING
        and _SENTENCE.search(text) is None
        and not is_label(cells[0])
    )
