"""The columns of a published 新旧対照表: where the new and the old text are, and the lines of each. No record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.comparison.pasted import pasted_rows
from kaigi_extract.parts.settings import ComparisonSettings
from kaigi_extract.text import match_label, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import ComparisonWords

_REMARK = late_pattern(r"[(\[〔【<].*?[)\]〕】>]")
_BRACKETS = late_pattern(r"^[(\[〔【]?(.*?)[)\]〕】]?$")
_LEFT_OUT = late_pattern(r"^(?P<before>.*?)[(\[〔【](?P<words>[^()\[\]〔〕【】]*)[)\]〕】]$")
_RANGE_LEFT_OUT = late_pattern(
    r"(?P<before>[第条項号の0-9一二三四五六七八九十百(){}及び並に、・から~〜～\-－―]+?まで|[第条項号の0-9一二三四五六七八九十百()及び並に、・から~〜～\-－―]+?)"
    r"(?P<words>[^第条項号の0-9]{1,3})"
)
_NUMERAL = r"[0-9０-９一二三四五六七八九十百]+"
_PARAGRAPH_OF = late_pattern(rf"\s*(?P<article>第{_NUMERAL}条(?:の{_NUMERAL})*)\s*第{_NUMERAL}項(?:第{_NUMERAL}号)?\s*")
"""第５条第２項 in the column of labels."""
Side = Literal["old", "new"]
_BULLET = late_pattern(r"^[○◯〇●◎◇◆■□・▼▽▲△]\s*")
_FRAMED = late_pattern(r"[【〔［\[〈《＜<(（].*[】〕］\]〉》＞>)）]")
_RELATED = late_pattern(r"[(\[【〔]?第[^。]{1,20}関係[)\]】〕]?")
"""What is above a pair of texts: 第４条関係."""
_LONGEST_REMARKED = 200
"""Characters of a head with remarks."""
_LONGEST_HEAD = 14
"""Characters of a line that heads the text below it, white space and brackets among them."""
_SEVERAL = late_pattern(r"から|まで|及び|並びに|[~〜～・、,\-－―]")


@dataclass(slots=True)
class Column:
    """One text of a 新旧対照表."""

    head: str
    """What stands over it."""
    lines: list[AnyLine] = field(default_factory=list)
    left_out: list[AnyLine] = field(default_factory=list)
    """Lines that stand for several clauses or items that are not printed."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Both texts of a 新旧対照表."""

    old: Column
    new: Column


@dataclass(frozen=True, slots=True)
class _Head:
    """The row that tells which column is which."""

    row: int
    old: Cell
    new: Cell


def head_of(grid: Grid, words: ComparisonWords, settings: ComparisonSettings) -> _Head | None:
    """The head of a 新旧対照表; None of any other table."""
    new, old = words.heads
    for at, row in enumerate(grid.rows()):
        if at == settings.head_rows:
            return None
        olds = [cell for cell in row if _head_words(cell) in old]
        news = [cell for cell in row if _head_words(cell) in new]
        if len(olds) == len(news) == 1:
            return _Head(row[0].row, olds[0], news[0])
    return None


def heads_comparison(texts: Sequence[str], words: ComparisonWords) -> bool:
    """Whether texts beside each other head the columns of a 新旧対照表."""
    new, old = words.heads
    keys = [_bare(text_key(text)) for text in texts]
    return len(keys) > 1 and sum(key in new for key in keys) == sum(key in old for key in keys) == 1


def may_head_comparison(texts: Iterable[str], words: ComparisonWords) -> bool:
    """A test that costs little: whether lines may have heads of both columns of a 新旧対照表 in them, in any order, and
    with white space and remarks between their characters."""
    key = "\n".join(map(text_key, texts))
    return all(any(all(char in key for char in head) for head in heads if head[0] in key) for heads in words.heads)


def _head_words(cell: Cell) -> str:
    return _bare(text_key(cell.passage.text)) if len(cell.lines) <= 3 else ""


def _bare(text: str) -> str:
    """A head without remarks in brackets; no head of hundreds of characters is one."""
    if len(text) > _LONGEST_REMARKED:
        return text
    return _REMARK.sub("", text) or _BRACKETS.sub(r"\1", text)


def columns_of(grids: Sequence[Grid], words: ComparisonWords, settings: ComparisonSettings) -> Columns | None:
    """The two texts of a table and of those that go on with it; None where it is no 新旧対照表."""
    head = head_of(grids[0], words, settings)
    if head is None:
        return None
    columns = Columns(Column(head.old.passage.text), Column(head.new.passage.text))
    rows = [row for grid in grids for row in grid.rows() if row[0].row > (head.row if grid is grids[0] else -1)]
    beside = _label_column(rows, min(head.old.column, head.new.column))
    for column, over in ((columns.old, head.old), (columns.new, head.new)):
        for line in chain.from_iterable(_lines(row, over, beside, words) for row in rows):
            _take(line, column, words)
    return columns


def stacked_columns(lines: Sequence[AnyLine], words: ComparisonWords, *, framed: bool) -> Columns | None:
    """The two texts of lines that begin with the head of one, the other below it, or both by turns; `framed` where only
    heads in brackets are taken. None where there is but one text."""
    sides = [stacked_head(line, words, framed=framed) for line in lines[:2]]
    if len(sides) == 2 and sides[0] and sides[1] and sides[0] != sides[1]:
        return _by_turns(lines, (sides[0], sides[1]), words)
    found: dict[Side, Column] = {}
    side: Side | None = None
    for line in lines:
        head = stacked_head(line, words, framed=framed)
        side = head or side
        if side is None:
            return None
        if head is not None:
            found.setdefault(head, Column(line.text.strip()))
        elif _RELATED.fullmatch(text_key(line.text)) is None:
            _take(line, found[side], words)
    return Columns(found["old"], found["new"]) if len(found) > 1 else None


def _by_turns(lines: Sequence[AnyLine], sides: tuple[Side, Side], words: ComparisonWords) -> Columns | None:
    """The two texts of lines that take turns below both heads, as cells of a table on lines of their own, or of cells
    of several lines that do; None where neither is so."""
    heads, below = lines[:2], lines[2:]
    pairs = list(zip(below[::2], below[1::2], strict=False))
    rows: Sequence[tuple[Sequence[AnyLine], Sequence[AnyLine]]] | None = [([one], [other]) for one, other in pairs]
    if len(below) % 2 or not all(_are_of_one_place(one, other, words) for one, other in pairs):
        rows = pasted_rows(below, words)
    if rows is None:
        return None
    found = {side: Column(head.text.strip()) for side, head in zip(sides, heads, strict=True)}
    for row in rows:
        for side, own in zip(sides, row, strict=True):
            for line in own:
                _take(line, found[side], words)
    return Columns(found["old"], found["new"])


def _are_of_one_place(one: AnyLine, other: AnyLine, words: ComparisonWords) -> bool:
    """Whether two lines begin with one label, are both headings, or one says that it has nothing or the same."""
    texts = [text_key(line.text) for line in (one, other)]
    inner = [_BRACKETS.sub(r"\1", text) for text in texts]
    if any(text in words.none or text in words.same for text in inner):
        return True
    labels = [match_label(line.text) for line in (one, other)]
    if labels[0] is not None and labels[1] is not None:
        return (labels[0].style, labels[0].ordinal) == (labels[1].style, labels[1].ordinal)
    return labels == [None, None] and (
        texts[0] == texts[1] or all(text != bare for text, bare in zip(texts, inner, strict=True))
    )


def stacked_head(line: AnyLine, words: ComparisonWords, *, framed: bool) -> Side | None:
    """Which text a line that is nothing but a head is above of: the old one or the new one."""
    bare = _BULLET.sub("", line.text.strip()).rstrip(":：")
    if len(bare) > _LONGEST_HEAD or (framed and _FRAMED.fullmatch(bare) is None):
        return None
    key = _bare(text_key(bare))
    new, old = words.heads
    return "new" if key in new else "old" if key in old else None


def _label_column(rows: Sequence[Sequence[Cell]], before: int) -> int | None:
    """The column, left of both texts, that prints the labels of their articles; None where none does."""
    for at in range(before):
        labelled = [_is_label(cell) for row in rows for cell in row if cell.column == at and cell.passage.text.strip()]
        if labelled and all(labelled):
            return at
    return None


def _is_label(cell: Cell) -> bool:
    """Whether a cell is the label of an article, alone, with its heading or with the paragraph that is changed."""
    text = cell.passage.text.strip()
    label = match_label(text)
    if label is None:
        return _PARAGRAPH_OF.fullmatch(text) is not None
    return label.style == "dai_jo" and (not text[label.end :] or text.endswith(("）", ")")))


def _label_line(line: AnyLine) -> AnyLine:
    """The label of an article, without the paragraph that is named with it: its text is the article's."""
    found = _PARAGRAPH_OF.fullmatch(line.text)
    return line.cut(*found.span("article")) if found is not None else line


def _lines(row: Sequence[Cell], over: Cell, beside: int | None, words: ComparisonWords) -> Iterator[AnyLine]:
    """The lines of a row that are below the head of a column, behind those of the label beside it; a cell that spans
    both columns belongs to both."""
    first, last = over.column, over.column + over.column_span
    own = [cell for cell in row if cell.column < last and cell.column + cell.column_span > first]
    lines = [line for cell in own for line in cell.lines]
    said = [text_key(line.text) for line in lines if line.text.strip()]
    none = not said or (len(said) == 1 and _BRACKETS.sub(r"\1", said[0]) in words.none)
    if beside is not None and not none:
        yield from (_label_line(line) for cell in row if cell.column == beside for line in cell.lines)
    yield from lines


def _take(line: AnyLine, column: Column, words: ComparisonWords) -> None:
    """Adds a line to its column, where it is one of the text."""
    text = text_key(line.text)
    inner = _BRACKETS.sub(r"\1", text)
    if inner != text and inner in words.none:
        return
    found = _LEFT_OUT.match(text) or _RANGE_LEFT_OUT.fullmatch(text)
    alone = inner in words.left_out or not text.strip("・…‥〜~-－―")
    several = found is not None and found["words"] in words.left_out and _SEVERAL.search(found["before"]) is not None
    if alone or (several and "。" not in text):
        column.left_out.append(line)
    else:
        column.lines.append(line)
