"""The matters that one letter is about where they are several: rows of a table (諮問番号 | 件名 | 結論), or entries of
a numbered list below 記 (１　諮問第１２号　…について), each with what is held of it.

Reads the lines and tables of a letter's body; makes no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.sheet.answer_headings import (
    bare_heading,
    heading_text,
    is_conclusion,
    is_conditions,
    is_heading_of_answer,
    is_judgement,
    is_reasons,
)
from kaigi_extract.parts.sheet.general_row import meaning_of
from kaigi_extract.text import Label, match_label, squeeze, text_key
from kaigi_extract.text.ditto import is_ditto
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_NUMBERED = late_pattern(
    r"\s*[【〔［\[(（]?(?P<number>(?:諮問|付議|報告|審議|案件)(?:事項)?\s*(?:第|番号|No\.?)?\s*[^\s号、。]{1,10}?\s*号(?:\s*の\s*\d+)?)"
    r"[】〕］\])）]?[\s:：]*"
)
"""The number of a matter before its title."""
_TITLE_ENDS = late_pattern(
    r"(?:について|の件|に関すること|に関する件)[」』]?(?:[(（](?P<office>[^()（）]{1,30})[)）])?\s*$"
)
_NAMED = late_pattern(
    r"\s*(?:[(（]?[0-9０-９]{1,2}[)）]|[ア-ン][\s　])?\s*(?:件\s*名|案件名|諮問事項|事\s*項)[\s　:：]+(?=\S)"
)
_OFFICE = late_pattern(r"(?:課|室|係|局|部|所|館|園|センター|委員会)$")
_BESIDE = late_pattern(r"\s*(?P<label>[^\s:：。、]{2,10}?)(?:\s*[:：]\s*|[\u3000\s]+)(?=\S)")
_RESULTS = frozenset(
    {"結果", "可否", "承認の可否", "採否", "審議会の結論", "答申結果", "審議会意見", "審議会の意見", "審議会の答申"}
)
"""Heads of a column that says what was held, besides those of an answer's parts."""
_NUMBERS = frozenset({"諮問番号", "諮問", "案件番号", "諮問no.", "付議番号", "諮問第号"})
_COUNTS = frozenset({"番号", "no.", "no", "№", "項番", "号"})
"""Heads of a column of numbers that are those of the matters where they say so, and count the rows where not."""
HOLDS = late_pattern(r"適当|妥当|相当|支障|差し支え|差支え|承認|認め|異議|やむを得ない|了承|適切")
"""What says what a council holds."""
_LONGEST_CONCLUSION = 120
_BARE_NUMBER = late_pattern(r"(?:第)?(\d+(?:[-の]\d+)*)号?")
_MOST_TITLE_LINES = 4
"""Lines that a title fills."""


@dataclass(slots=True)
class Matter:
    """One thing that a letter asks about, or that a council answers."""

    title: Passage
    number: str = ""
    """What is printed of its number."""
    department: Passage | None = None
    conclusion: Passage | None = None
    reasons: Passage | None = None
    conditions: Passage | None = None
    material: Passage | None = None
    """What is said to be handed out on it: 資料１."""


def matters_of_table(grid: Grid, words: Words) -> list[Matter]:
    """The matters that the rows of a table are; none where its heads are not those of such a list."""
    rows = list(grid.rows())
    heads = {cell.column: _column(cell.passage.text, words) for cell in rows[0]} if rows else {}
    columns = {name: column for column, name in reversed(heads.items()) if name}
    first = 1
    if "title" not in columns or not {"number", "count", "department", "conclusion"} & columns.keys():
        columns, first = _columns_without_heads(rows), 0
    if not columns:
        return []
    found = []
    above: dict[str, Passage] = {}
    covering = _covering(grid, columns.values())
    for row in range(first, max((cell.row + cell.row_span for cell in grid.cells), default=0)):
        values = {name: _value(covering.get((row, column)), above.get(name)) for name, column in columns.items()}
        title = values.pop("title")
        if title is None or not title.text.strip():
            continue
        number, count = values.pop("number", None), values.pop("count", None)
        printed = _number_in(number.text) if number is not None else ""
        found.append(Matter(title, printed or (count.text if count is not None else ""), **values))
        above = {name: value for name, value in (("title", title), *values.items()) if value is not None}
    return found


def _columns_without_heads(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The columns of a table that has no heads, where each row begins with the number of a matter: its title is beside
    that, and an office or what is held may be behind it."""
    if not rows or not all(len(row) > 1 and _NUMBERED.fullmatch(row[0].passage.text) for row in rows):
        return {}
    columns = {"number": rows[0][0].column, "title": rows[0][1].column}
    if all(len(row) > _OF_OFFICE and _OFFICE.search(row[_OF_OFFICE].passage.text) for row in rows):
        columns["department"] = rows[0][_OF_OFFICE].column
    if all(len(row) > _OF_OFFICE and HOLDS.search(row[-1].passage.text) for row in rows):
        columns["conclusion"] = rows[0][-1].column
    return columns


_OF_OFFICE = 2
"""The cell of an office in such a row."""


def heads_results(head: str) -> bool:
    """Whether the head of a column says that what was held is below it."""
    text = bare_heading(head)
    return is_conclusion(text) or is_judgement(text) or text in _RESULTS


def _column(head: str, words: Words) -> str:
    """What the head of a column says of what is below it; empty where nothing knows it."""
    text = bare_heading(head)
    if heads_results(head):
        return "conclusion"
    if is_conditions(text):
        return "conditions"
    if is_reasons(text):
        return "reasons"
    if text.lower() in _NUMBERS:
        return "number"
    if text.lower() in _COUNTS:
        return "count"
    meaning = meaning_of(head, words)
    name = meaning.name if meaning is not None else ""
    if name == "attachments" or text in ("資料", "資料番号", "資料no."):
        return "material"
    return name if name in ("title", "department") else ""


def _covering(grid: Grid, columns: Iterable[int]) -> dict[tuple[int, int], Cell]:
    """The cell at each row of some columns, by row and column."""
    found: dict[tuple[int, int], Cell] = {}
    columns = list(columns)
    for cell in grid.cells:
        for column in columns:
            if cell.column <= column < cell.column + cell.column_span:
                for row in range(cell.row, cell.row + cell.row_span):
                    found.setdefault((row, column), cell)
    return found


def _value(cell: Cell | None, above: Passage | None) -> Passage | None:
    """What a cell says; 同上 is what is above."""
    if cell is None or cell.empty:
        return None
    return above if above is not None and is_ditto(cell.passage.text) else cell.passage


def matters_of_lines(lines: Sequence[AnyLine], *, asks: bool) -> list[Matter]:
    """The matters that lines list, each from its number on; none where fewer than two are, or one has no title. Titles
    without a number of their own may head the parts of an answer, so that there each is followed by what is held."""
    starts, own = _starts(lines)
    if len(starts) < 2:
        return []
    found = [
        _matter(lines[start:end], shift)
        for (start, shift), (end, _) in zip(starts, [*starts[1:], (_end(lines, starts), 0)], strict=True)
    ]
    if not all(one.title.text for one in found):
        return []
    if own:
        return found if len({squeeze(one.number) for one in found}) == len(found) else []
    return found if asks or all(one.conclusion and holds(one.conclusion.text) for one in found) else []


def holds(text: str) -> bool:
    """Whether a text says what a council holds, and no more."""
    return len(text) <= _LONGEST_CONCLUSION and HOLDS.search(text) is not None


def _starts(lines: Sequence[AnyLine]) -> tuple[list[tuple[int, int]], bool]:
    """The lines that matters begin with, and where their words begin behind the number of the list; and whether they
    have a number of their own (諮問第１２号), or are next in a list of titles."""
    numbered, listed = list[tuple[int, int]](), list[tuple[int, int]]()
    first: Label | None = None
    for at, line in enumerate(lines):
        label = match_label(line.text)
        label = label if label is not None and label.ordinal is not None else None
        shift = label.end if label is not None else 0
        if _NUMBERED.match(line.text, shift) and "。" not in line.text:
            numbered.append((at, shift))
        due = label is not None and label.ordinal == len(listed) + 1 and (first is None or label.style == first.style)
        if due and _title_end(lines, at):
            first = first or label
            listed.append((at, shift))
    return (numbered, True) if len(numbered) > 1 else (listed, False)


def _title_end(lines: Sequence[AnyLine], at: int) -> int:
    """The line after that with which a title ends which begins on a line; 0 where none does."""
    for end in range(at, min(at + _MOST_TITLE_LINES, len(lines))):
        if end > at and (match_label(lines[end].text) is not None or not isinstance(lines[end], Line)):
            return 0
        if _TITLE_ENDS.search(lines[end].text):
            return end + 1
        if "。" in lines[end].text:
            return 0
    return 0


def _end(lines: Sequence[AnyLine], starts: Sequence[tuple[int, int]]) -> int:
    """Where the last matter ends: at what is said of all of them, or of none."""
    last = starts[-1][0] if starts else 0
    for at in range(last + 1, len(lines)):
        text = heading_text(lines[at])[0]
        if is_conditions(text) or text == "以上" or text.startswith(("別紙", "付帯", "附帯")):
            return at
    return len(lines)


def _matter(lines: Sequence[AnyLine], shift: int) -> Matter:
    """The matter whose number is on the first of some lines."""
    first = lines[0]
    number = _NUMBERED.match(first.text, shift)
    start = number.end() if number is not None else shift
    at, matter = 0, Matter(Passage(), number["number"] if number is not None else "")
    if not first.text[start:].strip() and len(lines) > 1:
        at = 1
        named = _NAMED.match(lines[1].text)
        start = named.end() if named is not None else len(lines[1].text) - len(lines[1].text.lstrip())
    end = max(at + 1, _title_end(lines, at) or at + 1)
    matter.title = Passage.of(lines[at], start)
    for line in lines[at + 1 : end]:
        matter.title.add(line)
    _take_office(matter)
    _read_rest(matter, lines[end:])
    return matter


def _take_office(matter: Matter) -> None:
    """Takes the office in brackets from the end of a title."""
    text = matter.title.text
    match = _TITLE_ENDS.search(text)
    if match is not None and match["office"] and _OFFICE.search(match["office"].strip()):
        matter.department = matter.title.part(match.start("office"), match.end("office"))
        matter.title = matter.title.part(0, match.start("office") - 1)


def _read_rest(matter: Matter, lines: Sequence[AnyLine]) -> None:
    """What is said of a matter below its title: what is held, with a heading or without one, why, on what terms."""
    name = "conclusion"
    for line in lines:
        name, start = _heading(line) or (name, -1)
        if not line.text[max(start, 0) :].strip() or squeeze(line.text) == "以上":
            continue
        start = start if start >= 0 else len(line.text) - len(line.text.lstrip())
        value = getattr(matter, name, None)
        if name == "course":
            continue
        if value is None:
            setattr(matter, name, Passage.of(line, start))
        else:
            value.add(line, **({} if isinstance(line, Line) else {"glue": "\n"}))


def _heading(line: AnyLine) -> tuple[str, int] | None:
    """What a line heads, and where the words beside its heading begin."""
    label = match_label(line.text)
    shift = label.end if label is not None and label.ordinal is not None else 0
    beside = _BESIDE.match(line.text, shift)
    for text, end in (
        (heading_text(line)[0], len(line.text)),
        (bare_heading(beside["label"]) if beside is not None else "", beside.end() if beside is not None else 0),
    ):
        if is_conclusion(text) or is_judgement(text):
            return "conclusion", end
        if is_conditions(text):
            return "conditions", end
        if is_reasons(text):
            return "reasons", end
        if is_heading_of_answer(text):
            return "course", end
    return None


def _number_in(text: str) -> str:
    """The number of a 諮問 in a column of those: digits alone are one."""
    key = text_key(text)
    bare = _BARE_NUMBER.fullmatch(key)
    return f"諮問第{bare[1]}号" if bare is not None else text


def is_numbered(matter: Matter) -> bool:
    """Whether a matter has a number that says what it is: 諮問第１２号, 報告第２号."""
    return _NUMBERED.match(matter.number) is not None
