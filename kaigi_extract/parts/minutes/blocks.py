"""The head of minutes cut into its rows: what is labelled, what stands above the first label, where each row ends.

A row begins with a label that is known (日時, ３ 出席者, 【場所】, ●議題, 会場・・・, 名⏎称), or, where labels bear
numbers or marks, with the next number or the same mark: what it is called is then not known, and it ends the row
before it all the same. Labels fill a line, a cell, or the beginning of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import PlainLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.agenda import NUMBERED_MATTER
from kaigi_extract.parts.minutes.agenda_table import Matter, matters, matters_end
from kaigi_extract.parts.minutes.case_rows import Case, case_at
from kaigi_extract.parts.minutes.foot import begins_foot
from kaigi_extract.parts.minutes.head_labels import head_label, labels_before, torn_label
from kaigi_extract.parts.minutes.lines import (
    ADMINISTRATION,
    CLOSING,
    NUMERAL,
    PEOPLE,
    TIME,
    HeadLabel,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    lead,
    passage_of_rows,
)
from kaigi_extract.parts.minutes.people_lines import depth, is_count, lists_members
from kaigi_extract.parts.minutes.people_table import table_end
from kaigi_extract.parts.minutes.row_numbers import numbering
from kaigi_extract.parts.minutes.times import first_day, has_time, is_day, is_of_other_deed
from kaigi_extract.parts.minutes.title import council_of, ends_in_title, is_title_word, numbers_of
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_UNKNOWN_LABEL = late_pattern(r"(?![0-9０-９]+\s*[:：])([^\s:：。、（）()「」]{2,14})\s*[:：]\s*(?=\S)")
_ANY_LABEL = late_pattern(r"\s*([^\s:：。、0-9０-９]{1,10}?)(?:\s*[:：]\s*|\s+|[・･·‥…．.]{2,})(?=\S)")


@dataclass(slots=True)
class Block:
    """A row of the head: what it is, its printed label, its lines. A name of "other" is a label that is not known."""

    name: str
    label: str
    rows: list[MinutesRow] = field(default_factory=list)
    of_attendance: bool = False
    """It stands right below a label of all who came, so that others than it names may be in its lines."""

    def passage(self, settings: PassageSettings) -> Passage:
        """Its lines as paragraphs."""
        geometry = [row.line.x1 for row in self.rows if not isinstance(row.line, PlainLine)]
        return passage_of_rows(self.rows, max(geometry, default=None), settings)


@dataclass(slots=True)
class _Mark:
    """The numeral or bullet before a label."""

    style: str
    text: str
    ordinal: int | None
    x: float


@dataclass(slots=True)
class Head:
    """Cuts the rows above the first speech."""

    words: MinutesVocabulary
    title: list[MinutesRow] = field(default_factory=list)
    """Lines before the first label."""
    blocks: list[Block] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    """Those that a table lists with what came of them."""
    mark: _Mark | None = None
    """That of the last labelled row."""
    label_cell: Cell | None = None
    columns: list[tuple[float, float]] = field(default_factory=list)
    """Where labels and their values begin on lines of their own."""
    rows: Sequence[MinutesRow] = ()
    """All of them."""

    def read(self, rows: Sequence[MinutesRow]) -> None:
        """Fills `title` and `blocks`."""
        torn_until = -1
        self.rows = rows
        for index, row in enumerate(rows):
            if index <= torn_until or (row.cell is not None and row.cell is self.label_cell):
                continue
            end = table_end(rows, index, self.words)
            if end > index and self.blocks:
                if self._open not in PEOPLE:
                    self.blocks.append(Block("attendance", ""))
                self.blocks[-1].rows += rows[index:end]
                torn_until = end - 1
                continue
            case = case_at(rows, index, self.words)
            if case is not None:
                self._add_case(case)
                torn_until = case.end - 1
                continue
            end = matters_end(rows, index, self.words)
            if end > index:
                found_matters = list(matters(rows[index:end], self.words))
                self.blocks.append(Block("agenda", "", [row for one in found_matters for row in one.title]))
                self.matters += found_matters
                torn_until = end - 1
                continue
            torn = None if row.cell is not None else torn_label(rows, index, self.words)
            if torn is not None:
                found, torn_until = torn
                self._begin(rows[torn_until], found)
                continue
            if self._is_closing(row):
                continue
            found_here = self._label(row, index) or self._time_label(rows, index)
            if found_here is not None:
                self._begin(row, found_here)
            else:
                self._go_on(row, index)
        self._drop_repeated()

    def _drop_repeated(self) -> None:
        """Rows that come again below the day that was said before, as minutes below their cover have them, are none."""
        whens = [at for at, block in enumerate(self.blocks) if block.name == "date"]
        days = [(at, day.first) for at in whens if (day := first_day(self._text_of(at))) is not None]
        timed = bool(days) and has_time(self._text_of(days[0][0]))
        again = next((at for at, day in days[1:] if timed and day == days[0][1]), None)
        places = [at for at, block in enumerate(self.blocks) if block.name == "place"]
        if again is None or not places or places[0] >= again or places[-1] <= again:
            return
        said = {block.name for block in self.blocks[:again] if block.rows}
        said |= {"members", "attendance"} if said & {"members", "attendance"} else set()
        for block in self.blocks[again:]:
            if block.name in said and block.name in _SAID_ONCE:
                block.name = "other"

    def _text_of(self, at: int) -> str:
        """What a row says."""
        return self.blocks[at].passage(self.words.passages).text

    def _add_case(self, case: Case) -> None:
        """A case under review: an entry of the agenda, what came of it, and what is contested."""
        self.blocks.append(Block("agenda", "", [case.heading, *case.title]))
        self.blocks += [Block("materials", "", list(case.others)), Block("other", "", list(case.result))]
        self.matters += [case.matter] if case.result else []

    def _is_closing(self, row: MinutesRow) -> bool:
        """Whether a line says when the sitting was opened, and is no more of the row 日時."""
        if (
            row.cell is not None
            or not CLOSING.fullmatch(squeeze(row.line.text))
            or head_label(row, self.words) is not None
        ):
            return False
        return self._open not in ("date", "start", "end") or re.search("[開閉散]", row.line.text) is not None

    @property
    def _is_above_all(self) -> bool:
        """Whether no row was read but such as stand above titles: 掲載日, 担当課."""
        return all(
            block.name in ("materials", "other") or (not block.rows and block.name != "name") for block in self.blocks
        )

    @property
    def _open(self) -> str:
        return self.blocks[-1].name if self.blocks else ""

    def _label(self, row: MinutesRow, index: int) -> HeadLabel | None:
        """The label of a row of the head that begins here."""
        if is_title_word(row.line.text, self.words) and self._is_above_all:
            return None
        found = head_label(row, self.words)
        if found is None and self.blocks and begins_foot(row.line.text, self.words):
            return HeadLabel("materials", squeeze(row.line.text), len(row.line.text))
        if found is None:
            found = self._day_label(row) or self._close_label(row) or self._program_label(row)
            return found or self._administration_label(row)
        if self._is_above_all and self._is_title(found, row, index):
            return None
        if self._open == "agenda" and index and self._is_in_agenda(found, row):
            return None
        if self._open == "materials" and found.name in ("agenda", "speeches") and self._is_handed_out(row, found):
            return None
        if self._is_whom_to_ask(found):
            return HeadLabel("materials", found.printed, found.start)
        return None if self._is_conclusion(found, row) or self._is_entry(found, row) else found

    def _is_handed_out(self, row: MinutesRow, found: HeadLabel) -> bool:
        """Whether a label is a file, or the first of what was handed out: 次第 right below 配布資料."""
        first = not self.blocks[-1].rows and _HANDED_OUT.search(self.blocks[-1].label) is not None
        if found.start is None:  # it fills a cell, which is the value of the label beside it or a label itself
            beside = row.cell is not None and self.label_cell is not None and row.cell.row == self.label_cell.row
        else:
            value = row.line.text[found.start :].strip()
            beside = not value or row.line.text.strip()[0] in value  # ◇次第　◇席次表
        program = found.printed in _PROGRAMS and beside
        return _FILE.search(row.line.text) is not None or (first and program)

    def _is_conclusion(self, found: HeadLabel, row: MinutesRow) -> bool:
        """Whether a label tells what came of the matter above it, among several that are told: 結論：原案を認める。"""
        told = self._open in ("agenda", "speeches") and row.cell is None
        if not told or not found.printed.endswith(("結論", "結果")):
            return False
        return found.name == "materials" and any(match_label(one.line.text) for one in self.blocks[-1].rows)

    def _is_whom_to_ask(self, found: HeadLabel) -> bool:
        """Whether an office is that to be asked, below 問い合わせ先: 担当課　行政管理課."""
        asked = any(re.search("問い?合|連絡先", block.label) for block in self.blocks[-_ASKED_WITHIN:])
        return asked and found.name == "officials" and found.printed.endswith(("課", "事務局", "庶務"))

    def _time_label(self, rows: Sequence[MinutesRow], index: int) -> HeadLabel | None:
        """開会 or 閉会 by itself above the day and the time: ＜開会＞, 令和５年６月１日, 14時30分."""
        text = rows[index].line.text
        key = squeeze(fold(text[lead(text) :])).rstrip(")】〕>》≫]:")
        name = self.words.labels.get(key)
        below = [one.line.text for one in rows[index + 1 : index + 3]]
        if name not in ("start", "end") or not below or not (is_day(below[0]) or TIME.match(below[0].lstrip())):
            return None
        told = any(TIME.search(one) for one in below)
        return HeadLabel(name, key, len(text)) if told else None

    def _is_title(self, found: HeadLabel, row: MinutesRow, index: int) -> bool:
        """Whether a line above all others looks like a label and is a title: 審議結果, 会議 第３回…審議会."""
        if found.name == "speeches" and row.cell is None:
            return True
        named = numbers_of(row.line.text) and council_of(row.line.text, self.words)
        return index == 0 and bool(named) and found.name != "name"

    def _is_in_agenda(self, found: HeadLabel, row: MinutesRow) -> bool:
        """Whether a line that could be a label is a heading or an entry of the agenda above it."""
        if found.name in ("agenda", "speeches") and agenda_section(row.line.text, self.words) is not None:
            return True
        if found.name == "agenda" and NUMBERED_MATTER.match(row.line.text) is not None:
            return True
        if found.name == "officials" and _OF_ENTRY.match(row.line.text.strip()):
            return True
        value = row.cut(found.start or 0)
        if value is None or found.name not in PEOPLE or match_label(row.line.text) is None:
            return False
        return found.name != "observers" or _COUNTED.fullmatch(squeeze(value.line.text)) is None

    def _day_label(self, row: MinutesRow) -> HeadLabel | None:
        """A label that is not known before a day on which people met: いつ　令和５年６月１日（木）午後２時."""
        match = _ANY_LABEL.match(row.line.text)
        if match is None or any(block.name == "date" for block in self.blocks) or is_of_other_deed(row.line.text):
            return None
        value = row.line.text[match.end() :]
        day = first_day(value)
        if day is None or day.start > 0 or not has_time(value) or numbers_of(match[1]):
            return None
        return HeadLabel("date", squeeze(match[1]), match.end())

    def _administration_label(self, row: MinutesRow) -> HeadLabel | None:
        """The character of an administration before offices of it, below members: 区　　総務部長、総務課長."""
        match = _ADMINISTRATION.match(row.line.text) if self._open in ("members", "absent") else None
        first = squeeze(re.split("[、，,]", match[2])[0]) if match is not None else ""
        office = first.endswith(tuple(self.words.own.offices)) and not first.endswith(tuple(self.words.own.seats))
        return HeadLabel("officials", match[1], match.start(2)) if match is not None and office else None

    def _program_label(self, row: MinutesRow) -> HeadLabel | None:
        """The heading of the agenda that names its sitting once more: 第２回定例会次第, below those who came."""
        text = row.line.text
        key = squeeze(text)
        if self._open in ("", "materials") or len(key) > self.words.settings.longest_title:
            return None
        if not key.endswith(_PROGRAMS):
            return None
        return HeadLabel("agenda", key, len(text)) if numbers_of(text) and match_label(text) is None else None

    def _close_label(self, row: MinutesRow) -> HeadLabel | None:
        """A label behind the number that is due whose value follows without space, as exports of web pages have it:
        ２ 場所市役所５階, below １ 日時平成18年12月13日."""
        mark = self._mark_of(row)
        above = self.mark.ordinal if self.mark is not None else None
        if mark is None or above is None or row.cell is not None or mark.ordinal != above + 1:
            return None
        for end, name in labels_before(row.line.text, self.words):
            value = row.line.text[end:]
            begins = value.startswith(tuple(self.words.own.seats)) or _CLOSE_VALUE.match(value) is not None
            if begins or (name == "place" and re.match(r"(?![ぁ-ん])\S", value)):
                return HeadLabel(name, squeeze(row.line.text[lead(row.line.text) : end]), end)
        return None

    def _is_entry(self, found: HeadLabel, row: MinutesRow) -> bool:
        """Whether a label is more of what is above it: the end of what is torn there, or an entry of its list, as
        委員　田中次郎 under 欠席委員（１名） or 出席者."""
        if self.blocks and self.blocks[-1].rows and _is_torn_bracket(self.blocks[-1].rows[-1], row):
            return True
        if found.printed not in self.words.own.seats:
            return False
        if self._open in PEOPLE and self._is_torn_name(self.blocks[-1].rows[-1:]):
            return True
        if self._open in ("absent", "attendance"):
            seats = "|".join(map(re.escape, [*self.words.own.seats, *self.words.own.leading]))
            rows = [squeeze(one.line.text) for one in self.blocks[-1].rows]
            listed = [re.match(rf"[(（]?(?:{seats})", one) for one in rows if not is_count(one.strip("()（）"))]
            return all(listed) and (bool(listed) or self._open == "absent")
        signs = self._open == "materials" and "署名" in self.blocks[-1].label
        return (self._open == "members" or signs) and row.cell is None

    def _is_torn_name(self, above: Sequence[MinutesRow]) -> bool:
        """Whether a line of names, each with its seat behind, breaks off before the last one's: 山本委員 大島⏎委員."""
        words = re.split(r"[\s、，,]+", above[0].line.text.strip()) if above else []
        seats = tuple(self.words.own.seats)
        return len(words) > 2 and all(word.endswith(seats) for word in words[:-1]) and not words[-1].endswith(seats)

    def _begin(self, row: MinutesRow, found: HeadLabel) -> None:
        """A block, or two where 出席者 is before 委員 on one line."""
        name = "absent" if self._is_of_absent(found) else found.name
        self.blocks.append(Block(name, found.printed, of_attendance=self._is_of_attendance(row)))
        self.label_cell = row.cell if found.start is None else None
        within = found.name in PEOPLE and len(self.blocks) > 1 and self.blocks[-2].name in PEOPLE
        self.mark = self._mark_of(row) or (self.mark if within else None)
        value = row.cut(found.start) if found.start is not None else None
        if value is not None and row.cell is None:
            self.columns.append((row.line.x0, value.line.x0))
        inner = head_label(value, self.words) if value and found.name == "attendance" else None
        if value and inner is not None and inner.name in PEOPLE and inner.printed not in self.words.own.seats:
            self.blocks.append(Block(inner.name, inner.printed, of_attendance=True))
            value = value.cut(inner.start or 0)
        self.blocks[-1].rows += [value] if value else []

    def _is_of_absent(self, found: HeadLabel) -> bool:
        """Whether a label of members is a group of those who did not come: ■委員 right below 欠席者."""
        if found.name != "members" or "出席" in found.printed or not self.blocks:
            return False
        above = self.blocks[-1]
        return above.name == "absent" and not above.rows and any(one.name == "members" for one in self.blocks)

    def _is_of_attendance(self, row: MinutesRow) -> bool:
        """Whether a label without a number is below that of all who came, with none but such between."""
        below = self._open == "attendance" or (bool(self.blocks) and self.blocks[-1].of_attendance)
        return below and match_label(row.line.text) is None

    def _go_on(self, row: MinutesRow, index: int) -> None:
        """A row without a known label: one of the block above, a heading of the agenda, or a row that is not known."""
        if self.blocks and self._is_above_all and self._names_sitting(row):
            self.title.append(row)
            return
        if not self.blocks and lists_members(row.line.text, self.words):
            whole = row.line.text.rstrip().endswith((*self.words.own.seats, ")", "）"))
            self.blocks += [Block("members", "", [row]), *([Block("other", "")] if whole else [])]
            return
        below_cover = (
            self._open in (*PEOPLE, "place") and self._names_sitting(row) and ends_in_title(row.line.text, self.words)
        )
        if below_cover or (self._open == "agenda" and self._is_title_again(row)):
            self.title.append(row)
            return
        if self._open == "materials" and self._begins_record(row):
            self.blocks.append(Block("speeches", squeeze(row.line.text)))
            return
        section = agenda_section(row.line.text, self.words) if index else None
        if self._begins_list(row):
            self.blocks.append(Block("agenda", ""))
        if self._is_behind_none(row):
            self.blocks.append(Block("other", squeeze(row.line.text)))
        of_unknown = self._open == "other" and self.blocks[-1].label
        goes_on = section is not None and self._open == "speeches" and self._is_numbered_on(row)
        if section is not None and self._open != "agenda" and not (of_unknown or goes_on) and self._may_open_agenda():
            self.blocks.append(Block("agenda", ""))
        elif self.blocks and self._is_next_mark(row) and not self._goes_on_agenda(row, index, section):
            self.blocks.append(Block("other", squeeze(row.line.text)))
            self.mark = self._mark_of(row)
        elif self._is_next_row(row) or self._is_unknown(row):
            self.blocks.append(Block("other", squeeze(row.line.text)))
        (self.blocks[-1].rows if self.blocks else self.title).append(row)

    def _is_behind_none(self, row: MinutesRow) -> bool:
        """Whether a line is below a row that says that nobody was absent: of whom it is, no label says."""
        above = self.blocks[-1].rows if self._open == "absent" else []
        none = len(above) == 1 and _NONE.fullmatch(squeeze(above[0].line.text)) is not None
        return none and row.cell is above[0].cell

    def _names_sitting(self, row: MinutesRow) -> bool:
        """Whether a line is a title that names a council: 令和５年度第２回…審議会　会議録, below 掲載日."""
        text = row.line.text
        if len(text) > self.words.settings.longest_title or council_of(text, self.words) is None:
            return False
        return bool(numbers_of(text)) or ends_in_title(text, self.words)

    def _is_title_again(self, row: MinutesRow) -> bool:
        """Whether a line below the agenda names the sitting once more, above what was said."""
        if match_label(row.line.text) is not None or not self._names_sitting(row):
            return False
        named = [numbers_of(one.line.text) for one in self.title]
        if numbers_of(row.line.text) in [one for one in named if one]:
            return True
        councils = [council_of(one.line.text, self.words) for one in self.title]
        return council_of(row.line.text, self.words) in councils and first_day(row.line.text) is not None

    def _begins_record(self, row: MinutesRow) -> bool:
        """Whether a title of minutes set wide stands below all rows of the head: what was said or told follows it."""
        spread = all(len(one) == 1 for one in row.line.text.split())
        return row.cell is None and spread and ends_in_title(row.line.text, self.words)

    def _is_numbered_on(self, row: MinutesRow) -> bool:
        """Whether a row bears the number after the last of its style in the block that is open."""
        mark = self._mark_of(row)
        if mark is None:
            return False
        above = map(self._mark_of, reversed(self.blocks[-1].rows))
        last = next((one for one in above if one is not None and one.style == mark.style), None)
        return last is not None and mark.ordinal == (last.ordinal or 0) + 1

    def _begins_list(self, row: MinutesRow) -> bool:
        """Whether a first number below people who are listed on the line of their label begins the agenda, or the
        heading of a matter: ■ 議題１　…"""
        if self._open not in PEOPLE or not self._may_open_agenda():
            return False
        if NUMBERED_MATTER.match(row.line.text) is not None:
            return True
        label = numbering(row.line.text)
        if label is None or label.ordinal != 1:
            return False
        listed = [one for one in self.blocks[-1].rows if numbering(one.line.text) is None]
        return len(listed) == len(self.blocks[-1].rows) > 0 and label.style != "bullet"

    def _is_unknown(self, row: MinutesRow) -> bool:
        """Whether a label that is not known ends a row of few words."""
        short = self._open in ("date", "place", "name", "observers", "materials")
        return short and (_UNKNOWN_LABEL.match(row.line.text) is not None or self._is_beside_label(row))

    def _is_next_row(self, row: MinutesRow) -> bool:
        """Whether a cell stands below that of the last label and is none of a list of people: 議長 above 平岡会長."""
        cell, above = row.cell, self.label_cell
        if cell is None or above is None or cell.column != above.column or cell.row <= above.row:
            return False
        key = squeeze(fold(cell.passage.text))
        of_list = self._open in PEOPLE and (key in self.words.own.seats or key in self.words.own.groups)
        office = self._open in PEOPLE and key.endswith(tuple(self.words.own.offices))
        return row.line is cell.lines[0] and len(key) <= self.words.settings.longest_label and not (of_list or office)

    def _is_beside_label(self, row: MinutesRow) -> bool:
        """Whether a line has words where labels begin, and others where their values do: 議　長　　会長　長谷　三郎."""
        if row.cell is not None or len(self.columns) < _COLUMNS or numbering(row.line.text) is not None:
            return False
        words = re.finditer(r"(?<=\s)\S", row.line.text[: self.words.settings.longest_label])
        starts = [cut.line.x0 for word in words if (cut := row.cut(word.start())) is not None]
        near = row.line.size / 2
        return any(
            abs(row.line.x0 - label) < near and any(abs(start - value) < near for start in starts)
            for label, value in self.columns
        )

    def _may_open_agenda(self) -> bool:
        """Whether a heading such as 開会 or 報告事項 may begin the agenda: none was read before what was said."""
        names = [block.name for block in self.blocks]
        return not ("speeches" in names and "agenda" in names)

    def _is_next_mark(self, row: MinutesRow) -> bool:
        """Whether a row bears the number after that of the label above, or the same mark, at the same margin."""
        mark = self._mark_of(row)
        if mark is None or self.mark is None or mark.style != self.mark.style or len(row.line.text) > _LONGEST_ROW:
            return False
        if abs(mark.x - self.mark.x) > row.line.size or row.cell is not None:
            return False
        if mark.style == "bullet":
            return mark.text == self.mark.text and self._open != "members" and not self._is_marked_group(row)
        return mark.ordinal is not None and self.mark.ordinal is not None and mark.ordinal == self.mark.ordinal + 1

    def _is_marked_group(self, row: MinutesRow) -> bool:
        """Whether what is behind a mark heads some of the people on the list that is open: ■委員 below ■欠席者."""
        group = squeeze(fold(row.line.text.strip()[1:]))
        if self._open not in PEOPLE:
            return False
        seated = self._open in ("absent", "attendance") and group in self.words.own.seats
        return seated or ADMINISTRATION.fullmatch(group) is not None

    def _goes_on_agenda(self, row: MinutesRow, index: int, section: str | None) -> bool:
        """Whether a number after that of the heading 議題 is one of the list below it: a heading there, or one that the
        list counts up to, where it names a matter or the number after the heading's is yet to come."""
        if self._open != "agenda":
            return False
        if section is not None:
            return True
        mark = self._mark_of(row)
        marks = [self._mark_of(one) for one in self.blocks[-1].rows]
        counted = [one.ordinal for one in marks if one is not None and mark is not None and one.style == mark.style]
        if mark is None or len(counted) < 2 or counted != list(range(1, mark.ordinal or 0)):
            return False
        again = (one for one in map(self._mark_of, self.rows[index + 1 :]) if one is not None)
        due = any((one.style, one.ordinal) == (mark.style, mark.ordinal) for one in again)
        return due or re.search(r"(?:について|の件)$", squeeze(row.line.text)) is not None

    @staticmethod
    def _mark_of(row: MinutesRow) -> _Mark | None:
        label = numbering(row.line.text)
        if label is None:
            return None
        return _Mark(label.style, label.label, label.ordinal, row.line.x0)


def _is_torn_bracket(above: MinutesRow, row: MinutesRow) -> bool:
    """Whether what is in brackets goes on from the line above: …の実施について（都市計画⏎担当）."""
    if above.cell is not row.cell or depth(above.line.text) <= 0:
        return False
    closed = re.search(r"[)）】\]]", row.line.text)
    return closed is not None and re.search(r"[(（【\[]", row.line.text[: closed.start()]) is None


_ADMINISTRATION = late_pattern(r"\s*([都道府県市区町村国])\s*(?:[:：]\s*|(?<=\s))(\S{2,})")
"""区：総務部長、…"""
_CLOSE_VALUE = late_pattern(r"[0-9０-９・(（【]|なし|無し")
"""What a list or a count begins with that is set close behind its label."""
_SAID_ONCE = ("date", "place", "members", "attendance", "absent", "officials", "observers")
"""Rows of a head that say no more where they come again."""
_COUNTED = late_pattern(rf"[(（]?(?:{NUMERAL}[名人]|なし|無し?)[)）]?")
"""How many people observed, and nothing else."""
_NONE = late_pattern(r"[(（]?(?:なし|無し|無|０名|0名|０人|0人)[)）]?")
"""What a row of the absent says where there are none."""
_HANDED_OUT = late_pattern(r"資料|配[布付]物")
_PROGRAMS = ("次第", "会議次第", "議事次第")
"""What is handed out at a sitting, and heads its agenda elsewhere."""
_OF_ENTRY = late_pattern(r"[(（［\[【〔][^:：()（）［］\[\]【】〔〕]{2,6}[:：]")
"""What begins the office of an entry below it: ［担当課：環境課］."""
_FILE = late_pattern(
    r"[(（［\[【][^()（）［］\[\]【】]*(?:PDF|ＰＤＦ|Word|Excel|\d\s*[KkMmＫＭ][BbＢ]|キロバイト|メガバイト)",
    re.IGNORECASE,
)
"""A file among those that were handed out: 議事次第（PDF形式：8KB）."""
_ASKED_WITHIN = 3
"""Rows below 問い合わせ先 that say whom to ask: 住所, 担当課."""
_COLUMNS = 2
"""Rows of the head whose values begin beside their labels, from which on there is a column of them."""
_LONGEST_ROW = 40
"""Characters of a line that may be the label of a row that is not known."""
