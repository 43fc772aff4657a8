"""A comparison as a 新旧対照表, before it is Word or Excel: heads, rows of lines, remarks. Opens and writes no file.

Offices set what is new on the left and what it was on the right, underline what differs on either side, write （新設）
or （削る） where the other side has nothing, and say in 備考 what was done. Two wards are no change of each other: a
table of theirs is a 比較表 under the names of the wards.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from unicodedata import east_asian_width

from kaigi_extract.clauses.clause_diff import Diff
from kaigi_extract.records import Alignment, Change, ClauseSet
from kaigi_extract.records.provenance import source_of
from kaigi_extract.show.comparison.rows import (
    ComparisonRow,
    Piece,
    RowKind,
    SideClause,
    SideLine,
    Sides,
    rows,
    sets_compared,
)
from kaigi_extract.show.japanese import CHANGES, are_two_wards, file_name, kind_words, pages_of, side_words
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text import fold

Mark = Literal["plain", "changed", "doubtful"]
ERA_BEGINNINGS = (
    (datetime.date(2019, 5, 1), "令和"),
    (datetime.date(1989, 1, 8), "平成"),
    (datetime.date(1926, 12, 25), "昭和"),
)
"""The first day of each era, newest first."""
HEAD_COLOUR = "E7E6E6"
"""Red, green and blue in hexadecimal digits, behind the head of a table: light enough for a photocopy."""
DOUBT_COLOUR = "595959"
"""Red, green and blue in hexadecimal digits, of characters that may be misread."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of one line, all marked alike. No line break is in them, and nothing that XML cannot hold."""

    text: str
    mark: Mark = "plain"


@dataclass(frozen=True, slots=True)
class CellParagraph:
    """A paragraph of a cell."""

    runs: list[TextRun]
    indent: int = 0
    """Full-width characters before every row of the paragraph."""
    hangs: bool = False
    """Its first row begins one character before the others: it begins with a label."""

    def rows(self, width: int) -> int:
        """How many rows of so many full-width characters it takes, at least; what is not full-width counts half."""
        halves = sum(2 if east_asian_width(char) in "WFA" else 1 for run in self.runs for char in run.text)
        return max(1, -(-halves // (2 * max(1, width - self.indent))))


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """One row of the table."""

    kind: RowKind
    word: str
    """The kind in words: 改正, 新設."""
    new: list[CellParagraph]
    old: list[CellParagraph]
    remarks: list[str]


@dataclass(frozen=True, slots=True)
class Contrast:
    """The whole table. Of all pairs the new side comes first, as in print."""

    title: str
    marked: str
    """What an underline says: 改正部分."""
    heads: tuple[list[str], list[str]]
    """Over each column: what it is, and its day where that is known."""
    names: tuple[str, str]
    """The columns in a word: 改正後, or the name of the ward."""
    kinds: dict[str, str]
    """What each kind of row is called: 新設, or 練馬区のみ."""
    rows: list[ContrastRow]
    sources: list[str]
    """Which file each side was read from, where it is known."""

    def note(self, doubt: str) -> str:
        """（下線部分は改正部分）; `doubt` is how the format marks what may be misread, said where there is some."""
        runs = (run for row in self.rows for line in (*row.new, *row.old) for run in line.runs)
        doubtful = any(run.mark == "doubtful" for run in runs)
        return f"（下線部分は{self.marked}" + (f"、{doubt}部分は読取り要確認）" if doubtful else "）")


def contrast(compared: Alignment | Diff, old: ClauseSet | None, new: ClauseSet | None) -> Contrast:
    """The table of a comparison. `old` and `new` as in `Compared`; `ValueError` where the sets are not known."""
    sets = sets_compared(compared, old, new)
    wording = _Wording(sets)
    return Contrast(
        title=wording.title(),
        marked="改正部分" if wording.is_change else "相違部分",
        heads=(wording.head(1), wording.head(0)),
        names=(wording.names[1], wording.names[0]),
        kinds=wording.kinds,
        rows=[*wording.titles(), *_rows(rows(compared, sets), wording)],
        sources=list(_sources(sets, wording.names)),
    )


class _Wording:
    """What is said of a change of one ward's terms, and what of two wards."""

    def __init__(self, sets: Sides) -> None:
        self.sets = sets
        self.is_change = not are_two_wards(sets)
        names = ("改正前", "改正後") if self.is_change else side_words(sets)
        self.names = (legible(names[0]), legible(names[1]))
        self.kinds = {kind: legible(word) for kind, word in kind_words(sets).items()}

    def title(self) -> str:
        """特記事項　新旧対照表."""
        old, new = (legible(one.title) for one in self.sets)
        if self.is_change:
            return f"{new or old}　新旧対照表".strip("　")
        return f"{new or old}　比較表（{self.names[1]}・{self.names[0]}）".strip("　")

    def head(self, side: int) -> list[str]:
        """改正後（新）, and （令和2年4月1日）; a day that is only that of the meeting says so."""
        name = self.names[side] + (("（旧）", "（新）")[side] if self.is_change else "")
        one = self.sets[side]
        meeting = "審議会" if one.date_source == "meeting" else ""
        return [name, f"（{japanese_day(one.date)}{meeting}）"] if one.date else [name]

    def titles(self) -> list[ContrastRow]:
        """A row for the titles, where they differ."""
        old, new = (legible(one.title) for one in self.sets)
        if fold(old) == fold(new):
            return []
        sides = [_split([TextRun(title, "changed")] if title else [], 0, False) for title in (new, old)]
        return [ContrastRow("changed", self.kinds["changed"], sides[0], sides[1], ["題名"])]

    def empty(self, kind: RowKind) -> list[CellParagraph]:
        """What is written where a side has nothing."""
        if not self.is_change:
            return [CellParagraph([TextRun("（該当なし）")])]
        return [CellParagraph([TextRun("（新設）" if kind == "added" else "（削る）", "changed")])]

    def number(self, row: ComparisonRow) -> str:
        """番号の繰下げ（第6→第7）."""
        if not self.is_change:
            return "番号"
        one, other = ([part.clause.number for part in side] for side in (row.old, row.new))
        way = "番号の変更"
        if len(one) == len(other) == 1:
            way = "番号の繰下げ" if other > one else "番号の繰上げ"
        labels = ("・".join(_label(part) for part in side) for side in (row.old, row.new))
        return f"{way}（{'→'.join(labels)}）"


def japanese_day(day: datetime.date) -> str:
    """令和2年4月1日; before 昭和, the western year."""
    for start, era in ERA_BEGINNINGS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def _sources(sets: Sides, names: Sequence[str]) -> Iterator[str]:
    """改正後: paper.pdf（3–4頁）."""
    for clause_set, name in reversed(list(zip(sets, names, strict=True))):
        source = source_of(clause_set)
        if source is not None:
            pages = pages_of([*clause_set.spans, *(span for clause in clause_set.clauses for span in clause.spans)])
            where = f"（{pages}{'' if pages.startswith('L') else '頁'}）" if pages else ""
            yield legible(f"{name}：{file_name(source)}{where}")


def _rows(found: Iterable[ComparisonRow], wording: _Wording) -> Iterator[ContrastRow]:
    last: dict[str, SideClause] = {}
    for row in found:
        sides = []
        for name, parts, other in (("new", row.new, row.old), ("old", row.old, row.new)):
            lines = [line for part in parts for line in _part(part, last.get(name), _moved(row, other))]
            last |= {name: parts[-1]} if parts else {}
            sides.append(lines or wording.empty(row.kind))
        yield ContrastRow(row.kind, wording.kinds[row.kind], sides[0], sides[1], list(_remarks(row, wording)))


def _moved(row: ComparisonRow, other: Sequence[SideClause]) -> bool:
    """Whether the labels of a side are part of what changed."""
    return not other or "number" in row.changes


def _part(part: SideClause, before: SideClause | None, moved: bool) -> Iterator[CellParagraph]:
    """A clause as printed: its heading, where the clause above it is not under the same; its label; its items.

    A heading that covers several clauses is printed once, over the first of them. The label of an item counts as
    changed where all its words did.
    """
    covered = before is not None and (before.place, before.clause.heading) == (part.place - 1, part.clause.heading)
    if part.heading is not None and not covered:
        yield from _split([TextRun(f"（{part.heading.text}）", _mark(part.heading))], 1, False)
    lines = part.lines if part.lines and part.lines[0].depth == 0 else [SideLine(0, "", []), *part.lines]
    for line in lines:
        label = line.label or part.clause.label
        whole = bool(line.pieces) and all(_mark(piece) == "changed" for piece in line.pieces)
        runs = [
            TextRun(label, "changed" if (whole if line.depth else moved) else "plain"),
            TextRun("　"),
            *(TextRun(piece.text, _mark(piece)) for piece in line.pieces),
        ]
        yield from _split(runs if label else runs[2:], line.depth + 1, bool(label))


def _mark(piece: Piece) -> Mark:
    return "plain" if piece.kind == "equal" else "doubtful" if piece.doubtful else "changed"


def _split(runs: Iterable[TextRun], indent: int, hangs: bool) -> list[CellParagraph]:
    """The runs as lines, cut at line breaks; runs that are marked alike are one, empty ones none."""
    lines: list[list[TextRun]] = [[]]
    for run in runs:
        for at, text in enumerate(legible(run.text).split("\n")):
            if at:
                lines.append([])
            if text:
                lines[-1].append(TextRun(text, run.mark))
    return [CellParagraph(_joined(line), indent, hangs and at == 0) for at, line in enumerate(lines)]


def _joined(runs: Iterable[TextRun]) -> list[TextRun]:
    return [TextRun("".join(run.text for run in same), mark) for mark, same in groupby(runs, lambda run: run.mark)]


def _remarks(row: ComparisonRow, wording: _Wording) -> Iterator[str]:
    """What was done, in the words of an office."""
    if row.kind in ("added", "removed"):
        yield wording.kinds[row.kind]
        return
    if len(row.new) > 1 or len(row.old) > 1:
        way = "分割" if len(row.new) > 1 else "統合"
        yield f"条項の{way}" if wording.is_change else "複数の条項に対応"
    for change in row.changes:
        yield wording.number(row) if change == "number" else change_words(change)
    if row.doubtful:
        yield "読取り要確認" if any(map(_is_misread, (*row.new, *row.old))) else "対応関係要確認"


def _is_misread(part: SideClause) -> bool:
    """Whether something of it differs in characters only that were read with doubt."""
    pieces = [piece for line in part.lines for piece in line.pieces] + ([part.heading] if part.heading else [])
    return any(piece.doubtful for piece in pieces)


def change_words(change: Change) -> str:
    """見出し, 文言."""
    return CHANGES[change]


def _label(part: SideClause) -> str:
    return legible(fold(part.clause.label)) or str(part.clause.number)
