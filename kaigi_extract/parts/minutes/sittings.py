"""Where minutes begin and end in a document: what may head them, and what is another sitting or the foot of a page.

A cheap test of a line comes first, then what is near it decides (`evidence`); where that makes minutes, the part is
measured to the head of another sitting, the foot of a web page or the last words: agenda titles, quoted clauses and
lists within do not cut it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.minutes.evidence import HEAD_WITHIN, Score, Sitting
from kaigi_extract.parts.minutes.foot import begins_foot
from kaigi_extract.parts.minutes.head_labels import head_label
from kaigi_extract.parts.minutes.lines import CLOSING, MinutesVocabulary
from kaigi_extract.parts.minutes.searched_lines import Numbered, SearchedLines, head_names
from kaigi_extract.parts.minutes.speaker_styles import opens_speech
from kaigi_extract.parts.minutes.times import first_day, is_day, times
from kaigi_extract.parts.minutes.title import council_of, is_title_word, numbers_of
from kaigi_extract.parts.minutes.title_line import begins_minutes
from kaigi_extract.text import text_key


def evidence_of_minutes(position: Position) -> Score:
    """How much of minutes is seen from a place on, and what. 0 where nothing there could begin them."""
    sitting = sitting_at(position)
    return Score(0, []) if sitting is None else Score(sitting.score, sitting.reasons)


def sitting_at(position: Position) -> Sitting | None:
    """The minutes that begin at a place; None where none do. Looked for once at a place."""
    lines = SearchedLines.of(position)
    if not _may_head(position, lines):
        return None
    known: _Sittings = position.reading.looked_ahead.setdefault("sittings", _Sittings())
    if position.at not in known.found:
        known.look(position.at, lines)
    return known.found[position.at]


@dataclass(slots=True)
class _Sittings:
    """The minutes that begin in a document, as far as they were looked for."""

    found: dict[int, Sitting | None] = field(default_factory=dict)
    """By the item that they may begin with."""
    head: range = range(0)
    """The items of the head of the last of them, below its first: from there on less of the same is seen."""

    def look(self, item: int, lines: SearchedLines) -> None:
        """Looks for minutes that begin at an item."""
        sitting = None if item in self.head else _look_for_sitting(item, lines)
        self.found[item] = sitting
        if sitting is not None:
            below = sitting.rows[sitting.begin].item if sitting.begin < len(sitting.rows) else len(lines.items)
            self.head = range(item + 1, min(below, end_of(sitting)))


def _look_for_sitting(item: int, lines: SearchedLines) -> Sitting | None:
    """The minutes that begin at an item. What is near decides; where they begin, the rest is read."""
    words = lines.words
    if not lines.may_say_when(item, _FIRST_LINES):
        return None
    first = lines.rows_from(item, _FIRST_LINES)
    if not Sitting(first[: _next_day(first, words)], lines).says_when():
        return None
    rows = lines.rows_from(item, words.settings.evidence_lines)
    rows = rows[: _next_day(rows, words)]
    if not Sitting(rows, lines).may_be_minutes():
        return None
    end = _next_head(rows, lines)
    near = Sitting(rows[:end], lines)
    near.look()
    if not near.is_minutes:
        return None
    if end < len(rows):
        return near
    rows = lines.rows_from(item)
    rows = rows[: _next_head(rows, lines)]
    if len(rows) == len(near.rows):
        return near
    sitting = Sitting(rows, lines)
    sitting.look()
    return sitting


def _next_day(rows: Sequence[Numbered], words: MinutesVocabulary) -> int:
    """The row where a second row 日時 bears another day or time: what follows is another event, whatever it is."""
    first: int | None = None
    for index, one in enumerate(rows):
        label = head_label(one.row, words)
        if label is None or label.name != "date" or first_day(one.row.line.text) is None:
            continue
        if first is not None:
            here = _when(rows[index : index + _LINES_OF_DAY], words)
            if here is None or here != _when(rows[first : first + _LINES_OF_DAY], words):
                return index
        first = index if first is None else first
    return len(rows)


def end_of(sitting: Sitting) -> int:
    """The index of the item after the last that nothing may cut off the minutes: that of the last speech's first line,
    or of the closing words."""
    last = max(sitting.last, sitting.begin if sitting.turns else len(sitting.rows) - 1)
    if not sitting.turns:
        last = min(len(sitting.rows) - 1, sitting.words.settings.evidence_lines)
    for index in range(last + 1, min(len(sitting.rows), last + 1 + _CLOSING_WITHIN)):
        if CLOSING.fullmatch(sitting.rows[index].row.line.text):
            last = index
    return sitting.rows[last].item + 1


_LINES_OF_DAY = 3
"""Lines from the label 日時 on that its day and times are on."""
_FIRST_LINES = 60
"""Lines among which the day of a sitting or a title is."""
_CLOSING_WITHIN = 60
"""Lines after the last speaker within which the sitting is closed."""


def _may_head(position: Position, lines: SearchedLines) -> bool:
    """A cheap test: a place that could be the first of minutes."""
    if _is_link(position.at, lines):
        return False
    line = position.line
    alone = position.open.kind == "unknown" and not position.open.items
    if line is not None and alone and len(line.text) <= 2 * lines.words.settings.longest_title:
        return True
    return lines.may_head(position.at)


def _is_foot(rows: Sequence[Numbered], index: int, words: MinutesVocabulary, *, spoken: bool) -> bool:
    """Whether the foot of a web page begins at a row. 問い合わせ先 is also a row of the head, with more of it below;
    so may 関連リンク be where nobody has spoken above."""
    row = rows[index].row
    if not begins_foot(row.line.text, words):
        return False
    label = head_label(row, words)
    below = rows[index + 1 : index + 1 + HEAD_WITHIN]
    if label is None or label.name != "materials":
        return spoken or not any(opens_speech(one.row.line.text, words) for one in below)
    says = any(opens_speech(one.row.line.text, words) for one in below) or _is_told_below(below, words)
    return not says and not head_names(below, words) & {"date", "place", "members", "attendance"}


def _is_told_below(rows: Sequence[Numbered], words: MinutesVocabulary) -> bool:
    """Whether sentences follow a heading of what was said: 会議の内容, below the row that says whom to ask."""
    for index, one in enumerate(rows):
        label = head_label(one.row, words)
        if label is not None and label.name == "speeches" and not is_title_word(one.row.line.text, words):
            return any("。" in below.row.line.text for below in rows[index + 1 :])
    return False


def _next_head(rows: Sequence[Numbered], lines: SearchedLines) -> int:
    """The row where the head of another sitting or document begins, or the foot of a web page; else the end."""
    words = lines.words
    begun, spoken, above = False, False, ""
    for index, one in enumerate(rows):
        text = one.row.line.text
        if begun and index and _is_foot(rows, index, words, spoken=spoken):
            return index
        spoken = spoken or (begun and "。" in text and (opens_speech(text, words) or opens_speech(above, words)))
        above = text
        if len(text) > words.settings.longest_title:
            continue
        label = head_label(one.row, words)
        if begun and _heads_again(rows, index, lines):
            return index
        begun = begun or (label is not None and label.name in ("date", "place", "members", "attendance")) or index > 15
    return len(rows)


def _heads_again(rows: Sequence[Numbered], index: int, lines: SearchedLines) -> bool:
    """Whether the head of another sitting begins at a row: a title with a day and a place near it, or a day's label,
    or what numbers a sitting right above that."""
    one, words = rows[index].row, lines.words
    label = head_label(one, words)
    if label is None and index + 1 < len(rows) and lines.seen(one.line).numbers_sitting:
        below = head_label(rows[index + 1].row, words)
        if below is not None and below.name == "date" and _heads_again(rows, index + 1, lines):
            return True
    is_date = label is not None and label.name == "date"
    is_title = begins_minutes(one.line, lines.reading.common, words.settings) and label is None
    if not (is_date or is_title):
        return False
    near = rows[index : index + HEAD_WITHIN]
    names, before = head_names(near, words), head_names(rows[max(0, index - HEAD_WITHIN) : index], words)
    if is_title and _is_same_sitting(rows, index, lines):
        return False
    if is_title:
        return ("date" in names and len(names) > 1) or any(is_day(other.row.line.text) for other in near[:4])
    here = _when(rows[index : index + _LINES_OF_DAY], words)
    if here is not None and here == _when(rows[:index], words):
        return False
    whole = "place" in names and bool(names & {"members", "attendance", "officials"})
    begun = "date" not in before and any(first_day(one.row.line.text) is not None for one in rows[:index])
    return whole and (begun or _is_another_day(rows, index, words))


def _is_same_sitting(rows: Sequence[Numbered], index: int, lines: SearchedLines) -> bool:
    """Whether a title is that of the sitting above once more: below a cover that says when and where it was, the
    minutes begin with the same day and time again."""
    words, title = lines.words, rows[index].row.line.text
    here = _when(rows[index : index + HEAD_WITHIN], words)
    if here is None or here != _when(rows[:index], words):
        return False
    council, session = council_of(title, words), numbers_of(title)
    above = [one.row.line.text for one in rows[:index] if len(one.row.line.text) <= words.settings.longest_title]
    if council is None or not any(council in text_key(text) for text in above):
        return False
    return not session or any(numbers_of(text) == session for text in above)


def _when(rows: Sequence[Numbered], words: MinutesVocabulary) -> tuple[date, str] | None:
    """The day and the time behind the first label 日時 among some rows; None where either is missing."""
    for at, one in enumerate(rows):
        label = head_label(one.row, words)
        if label is None or label.name != "date":
            continue
        text = "".join(near.row.line.text for near in rows[at : at + _LINES_OF_DAY])
        day, found = first_day(text), times(text)
        return (day.first, found[0]) if day is not None and found else None
    return None


def _is_another_day(rows: Sequence[Numbered], index: int, words: MinutesVocabulary) -> bool:
    """Whether the row 日時 names another day than the one before it."""
    here = first_day(rows[index].row.line.text)
    for one in reversed(rows[:index]):
        label = head_label(one.row, words)
        before = first_day(one.row.line.text) if label is not None and label.name == "date" else None
        if before is not None:
            return here is not None and here.first != before.first
    return False


def _is_link(at: int, lines: SearchedLines) -> bool:
    """Whether a title of minutes stands next to that of another sitting, as in a list of links."""
    here = _sitting_named(at, lines)
    return bool(here) and any(other and other != here for other in (_sitting_named(at + k, lines) for k in (-1, 1)))


def _sitting_named(at: int, lines: SearchedLines) -> dict[str, int]:
    """Term and session in an item that is a title of minutes."""
    item = lines.items[at] if 0 <= at < len(lines.items) else None
    if item is None or isinstance(item, Grid) or not lines.seen(item).begins_minutes:
        return {}
    return numbers_of(item.text)
