"""A 新旧対照表 that was pasted as text, one cell after the other: which lines are of which text. No record.

Below the heads come the cells row by row. A cell begins with the label of an article, with the heading above it, or is
nothing but a word (新設, 同左); so cells take turns, and what an article's cell of the second text has behind its last
sentence is a remark where a third head says that there are any. Where a column of labels stands before both texts, each
row begins with one that is alone on its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.clause_set.signs import is_supplement
from kaigi_extract.text import Label, match_label, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import ComparisonWords

_BRACKETS = late_pattern(r"^[(\[〔【]?(.*?)[)\]〕】]?$")
_HEADING = late_pattern(r"[(（【][^()（）。、]{1,40}[)）】]")
LONGEST_ROW = 40
"""Lines of a row below a label of its own, which are parted where both halves are the most alike."""

Row = tuple[list[AnyLine], list[AnyLine]]
"""The lines of both texts in the order of their heads."""


@dataclass(slots=True)
class _Cell:
    """The lines of one cell."""

    lines: list[AnyLine] = field(default_factory=list)
    label: Label | None = None
    """The label that it begins with; None of one that is a word."""

    def is_word(self) -> bool:
        return self.label is None


def pasted_rows(lines: Sequence[AnyLine], words: ComparisonWords) -> list[Row] | None:
    """The rows of the lines below the heads of both texts; None where they do not take turns."""
    remarked = bool(lines) and _is_among(lines[0], words.beside)
    below = lines[1:] if remarked else lines
    if not below:
        return None
    if _is_lone_label(below[0]):
        return list(_labelled_rows(below, remarked, words))
    first = next((label for line in below if (label := match_label(line.text)) and label.number is not None), None)
    cells = _cells(below, first, words) if first is not None else None
    return _in_turns(cells, remarked, words) if cells is not None else None


def _is_among(line: AnyLine, listed: Sequence[str]) -> bool:
    """Whether a line is one of some words, in brackets or without."""
    key = text_key(line.text)
    return any(_BRACKETS.sub(r"\1", key) == text_key(word) for word in listed) if len(key) < LONGEST_ROW else False


def _is_word(line: AnyLine, words: ComparisonWords) -> bool:
    """Whether a line says that there is nothing, or the same as on the other side."""
    return _is_among(line, words.none) or _is_among(line, words.same)


def _cells(lines: Sequence[AnyLine], first: Label, words: ComparisonWords) -> list[_Cell] | None:
    """The cells of lines whose labels are set as the first; None where something is above it."""
    found: list[_Cell] = []
    says = [_is_word(line, words) for line in lines]
    places = (at for at, said in enumerate(says) if not said)
    opening = {at: label for at in places if (label := _opens(lines, at, first)) is not None}
    for at, line in enumerate(lines):
        label = opening.get(at) if at - 1 not in opening or _HEADING.fullmatch(lines[at - 1].text) is None else None
        if label is not None or says[at]:
            found.append(_Cell([line], label))
        elif found:
            found[-1].lines.append(line)
        else:
            return None
    return found


def _opens(lines: Sequence[AnyLine], at: int, first: Label) -> Label | None:
    """The label of a cell that begins with a line: its own, or that on the next line below a heading; of a 附則 one
    that begins all anew."""
    text = lines[at].text.strip()
    if is_supplement(text):
        return Label("dai_sho", 0, 0, None, (), text, 0, len(text))
    if _HEADING.fullmatch(text) is not None and at + 1 < len(lines):
        text = lines[at + 1].text
    label = match_label(text)
    return label if label is not None and label.style == first.style else None


def _in_turns(cells: list[_Cell], remarked: bool, words: ComparisonWords) -> list[Row] | None:
    """The rows of cells that take turns; None where they do not: the labels of each text go up, no heading is above
    another, and two texts of one row have the same label."""
    if len(cells) % 2 or any(map(_has_two_headings, cells)):
        return None
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    alike = any(_is_alike(one.label, other.label) for one, other in pairs)
    if not alike or any(one.is_word() and other.is_word() for one, other in pairs):
        return None
    if not (_go_up(one for one, _ in pairs) and _go_up(other for _, other in pairs)):
        return None
    rows: list[Row] = []
    for one, other in pairs:
        more = _rows_within(other, words)
        if more is None:
            return None
        if remarked:
            _drop_remark(other, one)
        rows.append(_with_same(one, other, words))
        for above, below in more:
            if remarked:
                _drop_remark(below, above)
            rows.append(_with_same(above, below, words))
    return rows


def _has_two_headings(cell: _Cell) -> bool:
    return any(_HEADING.fullmatch(a.text) and _HEADING.fullmatch(b.text) for a, b in pairwise(cell.lines))


def _is_alike(one: Label | None, other: Label | None) -> bool:
    if one is None or other is None:
        return False
    return (one.style, one.ordinal, one.branches) == (other.style, other.ordinal, other.branches)


def _go_up(cells: Iterator[_Cell]) -> bool:
    """Whether the labels of the cells of one text go up; a 附則 begins anew."""
    last: tuple[int, tuple[int, ...]] = (0, ())
    for label in (cell.label for cell in cells if cell.label is not None):
        number = (label.ordinal or 0, label.branches)
        if number[0] and number <= last:
            return False
        last = number
    return True


def _rows_within(cell: _Cell, words: ComparisonWords) -> list[tuple[_Cell, _Cell]] | None:
    """The rows that follow in a cell where the paragraphs below the first have rows of their own, so that each label
    comes twice; they are taken out of it. None where they do not take turns."""
    labels = [(at, label) for at, line in enumerate(cell.lines) if (label := match_label(line.text)) is not None]
    labels = [(at, label) for at, label in labels if label.number is not None and at > 0]
    repeated = next((at for (at, one), (_, other) in pairwise(labels) if _is_alike(one, other)), None)
    if repeated is None:
        return []
    first = match_label(cell.lines[repeated].text)
    cells = _cells(cell.lines[repeated:], first, words) if first is not None else None
    if cells is None or len(cells) % 2:
        return None
    cell.lines = cell.lines[:repeated]
    return list(zip(cells[::2], cells[1::2], strict=True))


def _drop_remark(cell: _Cell, beside: _Cell) -> None:
    """Takes the remark off a cell: what is behind a word, or behind the last sentence and in no list; or where that is
    a sentence, what is beyond the lines of the other text."""
    if cell.is_word():
        cell.lines = cell.lines[:1]
        return
    end = len(cell.lines)
    while end > 1 and _may_be_remark(cell.lines[end - 1]) and not cell.lines[end - 1].text.endswith("。"):
        end -= 1
    more = cell.lines[len(beside.lines) :]
    if end == len(cell.lines) and more and not beside.is_word() and all(map(_may_be_remark, more)):
        end = len(beside.lines)
    cell.lines = cell.lines[:end]


def _may_be_remark(line: AnyLine) -> bool:
    return match_label(line.text) is None and _HEADING.fullmatch(line.text) is None


def _with_same(one: _Cell, other: _Cell, words: ComparisonWords) -> Row:
    """The lines of a row; one that has the same has those of the other, and one that has nothing has none."""
    texts = [_own(cell, beside, words) for cell, beside in ((one, other), (other, one))]
    return texts[0], texts[1]


def _own(cell: _Cell, beside: _Cell, words: ComparisonWords) -> list[AnyLine]:
    if not cell.is_word():
        return cell.lines
    return beside.lines if _is_among(cell.lines[0], words.same) else []


# Rows that begin with labels of their own


def _is_lone_label(line: AnyLine) -> bool:
    """Whether a line is nothing but the label of a clause, with its heading at most."""
    label = match_label(f"{line.text.strip()}　乙")
    if label is None or label.style not in ("dai_jo", "dai"):
        return False
    rest = line.text.strip()[label.end :].strip()
    return not rest or _HEADING.fullmatch(rest) is not None


def _labelled_rows(lines: Sequence[AnyLine], remarked: bool, words: ComparisonWords) -> Iterator[Row]:
    """The rows below labels that are alone on their lines."""
    starts = [at for at, line in enumerate(lines) if _is_lone_label(line)]
    for start, end in pairwise([*starts, len(lines)]):
        one, other = _halves(list(lines[start + 1 : end]), words)
        if remarked:
            _drop_remark(other, one)
        label = lines[start]
        texts = _with_same(one, other, words)
        yield [label, *texts[0]] if texts[0] else [], [label, *texts[1]] if texts[1] else []


def _halves(lines: list[AnyLine], words: ComparisonWords) -> tuple[_Cell, _Cell]:
    """The cells of both texts among the lines of a row: one that is a word parts them, else where they are most
    alike."""
    said = next((at for at, line in enumerate(lines) if _is_word(line, words)), None)
    if said is not None:
        cut = 1 if said == 0 else said
    else:
        cut = (
            max(range(1, len(lines)), key=lambda at: _likeness(lines, at), default=1)
            if len(lines) <= LONGEST_ROW
            else 1
        )
    some = Label("dai_jo", 1, 1, None, (), "", 0, 0)
    halves = [_Cell(half, None if half and _is_word(half[0], words) else some) for half in (lines[:cut], lines[cut:])]
    return halves[0], halves[1]


def _likeness(lines: Sequence[AnyLine], at: int) -> float:
    """How alike the lines before a place and those behind it are, and their first lines."""
    halves = ["".join(line.text for line in half) for half in (lines[:at], lines[at:])]
    return _shared(*halves) + _shared(lines[0].text, lines[at].text)


def _shared(one: str, other: str) -> float:
    """The share of pairs of neighbouring characters that two texts have in common, 0 to 1."""
    pairs = [Counter(pairwise(text)) for text in (one, other)]
    return 2 * (pairs[0] & pairs[1]).total() / max(pairs[0].total() + pairs[1].total(), 1)
