"""A comparison as a 新旧対照表, before it is Word or Excel: heads, rows of lines, remarks. Opens and writes no file.

Offices set what is new on the left and what it was on the right, underline what differs on either side, write （新設）
or （削る） where the other side has nothing, and say in 備考 what was done. Two wards are no change of each other: a
table of theirs is a 比較表 under the names of the wards.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, TypeVar
from unicodedata import east_asian_width

from kaigi_extract.clauses.clause_diff import Diff
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment, Change, Clause, ClauseSet
from kaigi_extract.records.provenance import source_of
from kaigi_extract.show.comparison.omission import (
    Gap,
    LeadOnly,
    LeftOut,
    Stretch,
    clause_runs,
    is_unchanged,
    range_words,
    stretches,
)
from kaigi_extract.show.comparison.options import DEFAULT_TABLE, TableOptions
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

AnySide = TypeVar("AnySide")
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
    clauses: tuple[Sequence[Clause], Sequence[Clause]] = ((), ())
    """Those that it is made of, of the new side and of the old one."""


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
    old_left: bool = False
    """Whether the old text stands on the left."""

    def columns(self, new: AnySide, old: AnySide) -> tuple[AnySide, AnySide]:
        """What belongs to both sides, from left to right."""
        return (old, new) if self.old_left else (new, old)

    def note(self, doubt: str) -> str:
        """（下線部分は改正部分）; `doubt` is how the format marks what may be misread, said where there is some."""
        runs = (run for row in self.rows for line in (*row.new, *row.old) for run in line.runs)
        doubtful = any(run.mark == "doubtful" for run in runs)
        return f"（下線部分は{self.marked}" + (f"、{doubt}部分は読取り要確認）" if doubtful else "）")


def contrast(
    compared: Alignment | Diff, old: ClauseSet | None, new: ClauseSet | None, options: TableOptions = DEFAULT_TABLE
) -> Contrast:
    """The table of a comparison. `old` and `new` as in `Compared`; `ValueError` where the sets are not known."""
    sets = sets_compared(compared, old, new)
    wording = _Wording(sets, options)
    return Contrast(
        title=wording.title(),
        marked="改正部分" if wording.is_change else "相違部分",
        heads=(wording.head(1), wording.head(0)),
        names=(wording.names[1], wording.names[0]),
        kinds=wording.kinds,
        rows=[*wording.titles(), *_rows(rows(compared, sets), wording)],
        sources=list(_sources(sets, wording.names)),
        old_left=options.old_side == "left",
    )


class _Wording:
    """What is said of a change of one ward's terms, and what of two wards."""

    def __init__(self, sets: Sides, options: TableOptions) -> None:
        self.sets, self.options = sets, options
        self.is_change = not are_two_wards(sets)
        self.omits = (options.unchanged or ("omitted" if self.is_change else "printed")) == "omitted"
        names = ("改正前", "改正後") if self.is_change else side_words(sets)
        names = (options.heads[1], options.heads[0]) if options.heads is not None else names
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
        plain = self.options.heads is not None or not self.is_change
        name = self.names[side] + ("" if plain else ("（旧）", "（新）")[side])
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

    def of(self, side: str) -> _SideWords:
        """How a side writes what it leaves out and what it has not."""
        kind: RowKind = "removed" if side == "new" else "added"
        return _SideWords(self.omits, self.options, self.empty(kind)[0].runs[0])

    def number(self, row: ComparisonRow) -> str:
        """番号の繰下げ（第6→第7）."""
        if not self.is_change:
            return "番号"
        labels = ("・".join(_label(part) for part in side) for side in (row.old, row.new))
        return f"{self._way(row)}（{'→'.join(labels)}）"

    def moved_run(self, run: Sequence[ComparisonRow]) -> str:
        """番号の繰下げ（第6条から第9条まで→第7条から第10条まで）."""
        if not self.is_change:
            return "番号"
        labels = (range_words([_label(getattr(row, side)[0]) for row in run]) for side in ("old", "new"))
        return f"{self._way(run[0])}（{'→'.join(labels)}）"

    def _way(self, row: ComparisonRow) -> str:
        one, other = ([(part.clause.number, part.clause.branches) for part in side] for side in (row.old, row.new))
        if len(one) == len(other) == 1:
            return "番号の繰下げ" if other > one else "番号の繰上げ"
        return "番号の変更"


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


def _rows(found: Sequence[ComparisonRow], wording: _Wording) -> Iterator[ContrastRow]:
    last: dict[str, SideClause] = {}
    runs = clause_runs(found) if wording.omits else ([row] for row in found)
    for run in runs:
        row = run[0]
        if wording.omits and is_unchanged(row):
            yield _left_out(run, wording)
            last = {"new": run[-1].new[-1], "old": run[-1].old[-1]}
            continue
        sides = []
        for name, parts, other in (("new", row.new, row.old), ("old", row.old, row.new)):
            lines = [
                line
                for part in parts
                for line in _part(part, other, last.get(name), _moved(row, other), wording.of(name))
            ]
            last |= {name: parts[-1]} if parts else {}
            sides.append(lines or wording.empty(row.kind))
        remarks = list(_remarks(row, wording))
        yield ContrastRow(row.kind, wording.kinds[row.kind], sides[0], sides[1], remarks, _clauses([row]))


def _left_out(run: Sequence[ComparisonRow], wording: _Wording) -> ContrastRow:
    """Clauses that did not change: 第３条から第10条まで　（略）, one alone under its heading."""
    moved = "number" in run[0].changes
    sides = []
    for side in ("new", "old"):
        parts: list[SideClause] = [getattr(row, side)[0] for row in run]
        heading = parts[0].heading if len(parts) == 1 else None
        above = _split([TextRun(f"（{heading.text}）")], 1, False) if heading is not None else []
        labels = range_words([part.clause.label for part in parts])
        sides.append([*above, *_split(_omitted(labels, moved, wording.options.omission), 1, bool(labels))])
    remarks = list(_remarks(run[0], wording)) if len(run) == 1 else [wording.moved_run(run)] if moved else []
    return ContrastRow(run[0].kind, wording.kinds[run[0].kind], sides[0], sides[1], remarks, _clauses(run))


def _clauses(run: Sequence[ComparisonRow]) -> tuple[Sequence[Clause], Sequence[Clause]]:
    return [part.clause for row in run for part in row.new], [part.clause for row in run for part in row.old]


def _omitted(labels: str, moved: bool, words: str) -> list[TextRun]:
    if not labels:
        return [TextRun(words)]
    return [TextRun(labels, "changed" if moved else "plain"), TextRun("　"), TextRun(words)]


def _moved(row: ComparisonRow, other: Sequence[SideClause]) -> bool:
    """Whether the labels of a side are part of what changed."""
    return not other or "number" in row.changes


@dataclass(frozen=True, slots=True)
class _SideWords:
    """How one side writes what it leaves out and what it has not."""

    omits: bool
    options: TableOptions
    gap: TextRun


def _part(
    part: SideClause, others: Sequence[SideClause], before: SideClause | None, moved: bool, words: _SideWords
) -> Iterator[CellParagraph]:
    """A clause as printed: its heading, where the clause above it is not under the same; its label; its items.

    A heading that covers several clauses is printed once, over the first of them. The label of an item counts as
    changed where all its words did, or where it is another than that of the same words on the other side.
    """
    covered = before is not None and (before.place, before.clause.heading) == (part.place - 1, part.clause.heading)
    if part.heading is not None and not covered:
        yield from _split([TextRun(f"（{part.heading.text}）", _mark(part.heading))], 1, False)
    lines = part.lines if part.lines and part.lines[0].depth == 0 else [SideLine(0, "", []), *part.lines]
    if not words.omits or len(others) != 1 or lines is not part.lines:
        for line in lines:
            yield from _line(line, line.label or part.clause.label, moved)
        return
    for stretch in stretches(part, others[0]):
        yield from _stretch(stretch, part.clause.label, moved, words)


def _stretch(stretch: Stretch, label: str, moved: bool, words: _SideWords) -> Iterator[CellParagraph]:
    options = words.options
    if isinstance(stretch, Gap):
        yield CellParagraph([words.gap], stretch.depth + 1)
    elif isinstance(stretch, LeftOut):
        labels = range_words(stretch.labels) if stretch.depth else label
        is_moved = stretch.moved if stretch.depth else moved
        yield from _split(_omitted(labels, is_moved, options.omission), stretch.depth + 1, bool(labels))
    elif isinstance(stretch, LeadOnly) and options.lead != "printed":
        line = stretch.line
        text = "".join(piece.text for piece in line.pieces) if options.lead == "shortened" else ""
        kept = text[: text.find("、") + 1]
        is_moved = line.moved if line.depth else moved
        yield from _split(_omitted(line.label or label, is_moved, kept + options.omission), line.depth + 1, True)
    else:
        yield from _line(stretch.line, stretch.line.label or label, moved)


def _line(line: SideLine, label: str, moved: bool) -> Iterator[CellParagraph]:
    whole = bool(line.pieces) and all(_mark(piece) == "changed" for piece in line.pieces)
    runs = [
        TextRun(label, "changed" if (whole or line.moved if line.depth else moved) else "plain"),
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
