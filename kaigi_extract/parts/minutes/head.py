"""Reads the rows of the head of minutes into the record: council, day, times, place and people.

Labels and blocks are known (`blocks`); here their values are read. A value without a label is told by what it is. The
agenda is read elsewhere (`agenda_source`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.parts.minutes.blocks import Block, Head
from kaigi_extract.parts.minutes.lines import (
    NUMERAL,
    TIME,
    MinutesRow,
    MinutesVocabulary,
    closes,
    spans_of,
)
from kaigi_extract.parts.minutes.names import attached, ends_in_office
from kaigi_extract.parts.minutes.office_words import OFFICES_OF_ONE
from kaigi_extract.parts.minutes.people import PeopleList, others_from
from kaigi_extract.parts.minutes.times import first_day, has_time, is_day, is_of_other_deed, people_count, times
from kaigi_extract.parts.minutes.title import (
    Named,
    council_of,
    ends_in_title,
    fullest,
    is_title_word,
    joined,
    named_in_sentence,
    numbers_of,
    title_units,
)
from kaigi_extract.parts.minutes.turns import Turn
from kaigi_extract.records import Evidence, Meeting
from kaigi_extract.text import find_dates, find_unread_times, fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Ward

_FISCAL_YEAR = late_pattern(r"((?:令和|平成|昭和)(?:[0-9]{1,2}|元)|(?:19|20)[0-9]{2})年度")
_DAY_IN_BRACKETS = late_pattern(r"\(\s*([0-9]{1,2})月([0-9]{1,2})日[^()]{0,4}\)")
_LAST_OF_YEAR = 3
"""The month that fiscal years end with: March."""
_COUNT_ALONE = late_pattern(rf"\s*({NUMERAL})\s*[名人]\s*")
_ROOM = late_pattern(r"[室館階]\s*\S{0,3}$")
_OTHER_ROW = late_pattern(r"\s*(?:[【〔［\[][^【】〔〕［］\[\]]{2,}[】〕］\]]|(?:URL|ＵＲＬ|https?:))")
"""What is no more of a place: 【オンライン配信URL】."""
_OBSERVED = late_pattern(rf"傍聴(?:[者人](?:の?数)?)?\s*(?:[:：は]\s*)?({NUMERAL}\s*[人名]|(?:なし|無し)(?![^\s)）]))")
"""（傍聴者２人）, （傍聴者なし）."""
_OF_MEMBERS = late_pattern(r"委員|議員")
"""Labels below which only members are: 欠席委員."""
_OPENED = late_pattern(r"開会|開議|開始|開催|再開")
_MET_AT = late_pattern(
    r"(?:[、，]|(?<=[会議）)])を)\s*([^、。，を]{2,24}?)(?:において|にて|で)(?:開催|開会|召集|招集)(?:し|され)た"
)
_OPENS, _CLOSES = r"(?:開会|開議|開始)", r"(?:閉会|閉議|散会|終了)"
_BOTH = late_pattern(
    rf"[（(［\[【〔○◯〇●・]?\s*(?:[^。]{{0,12}}[時分半午]\s*{_OPENS}|{_OPENS}[^。]{{3,14}}[時分半午])"
    r"[\s　、,・～~〜－―-]*"
    rf"(?:[^。]{{0,12}}[時分半午]\s*{_CLOSES}|{_CLOSES}[^。]{{3,14}}[時分半午])\s*[)）］\]】〕。]?"
)
"""A line that says when the sitting was opened and when it was closed."""
_BOTH_NAMES = ("start", "end")
_NUMBERED_OPENING = late_pattern(
    r"(?:から|より|本日[はの]|これより|では、?)、?(?:[^。、]{0,12}(?:年度|期)、?の?)?第[0-9０-９〇一二三四五六七八九十百]+回[^。、]{2,30}を(?:開会|開催|開議|始め|開き)"
)
_OPENING_WORDS = 120
"""Characters of the words that open a sitting within which they name its number."""
_SHORTEST_PLACE = 5
"""Characters that a line must exceed to name a place by itself below an address."""
_FIRST_ROWS = 4
"""Lines below the first words within which a time alone on its line is when the sitting was opened."""


class HeadReader:
    """Reads the rows of a head into a meeting. The first row of a name holds; lists of people add up."""

    def __init__(self, meeting: Meeting, words: MinutesVocabulary, right: float, findings: Findings) -> None:
        self.meeting, self.words, self.right, self.findings = meeting, words, right, findings

    def read(self, head: Head, turns: Sequence[Turn], ward: Ward | None) -> None:
        """Everything that the head says; what it does not, its title and the opening words may."""
        self._read_titles(head, turns, ward)
        self._read_number_of_opening(turns)
        self._mend_swapped(head.blocks)
        for block in head.blocks:
            self._read_block(block)
        self._read_observers_beside(head.blocks)
        self._read_unlabelled(head)

    def _read_observers_beside(self, blocks: Sequence[Block]) -> None:
        """How many observed, where the row of who came or of whether it was public says so: 公開（傍聴者２人）."""
        for block in blocks if self.meeting.observers is None else ():
            beside = "公開" in block.label or "傍聴" in block.label or block.name in ("attendance", "members")
            whole = block.passage(self.words.passages) if beside else None
            counted = _OBSERVED.search(whole.text) if whole is not None and "傍聴" in whole.text else None
            if whole is not None and counted is not None:
                self.meeting.observers = people_count(counted[1])
                self.meeting.evidence["observers"] = whole.evidence(block.label)
                return

    def _mend_swapped(self, blocks: Sequence[Block]) -> None:
        """Gives day and place to the labels that they are meant for, where the day stands after 場所 and after 日時
        none does."""
        dates, places = ([block for block in blocks if block.name == name] for name in ("date", "place"))
        if len(dates) == 1 and not places:
            self._mend_place_of_day(dates[0])
        if len(dates) != 1 or len(places) != 1 or not (dates[0].rows and places[0].rows):
            return
        when, where = dates[0], places[0]
        is_place = not any(first_day(row.line.text) or times(row.line.text) for row in when.rows)
        if not is_place or not is_day(where.rows[0].line.text):
            return
        when.rows, where.rows = where.rows, when.rows
        message = Message(
            "the day stands after {place} and the place after {day}; they are read the other way round",
            place=where.label,
            day=when.label,
        )
        self.findings.warn("mended", message, spans_of([*when.rows, *where.rows]), "/date")

    def _mend_place_of_day(self, when: Block) -> None:
        """The place that stands after 日時, where it stands nowhere else and no day is there."""
        text = when.passage(self.words.passages).text
        if first_day(text) is not None or times(text) or not when.rows or not self._is_place(when.rows[0].line.text):
            return
        self.meeting.place = fold(when.rows[0].line.text)
        self._keep("place", when.rows[:1], when.label)
        self._because("place", "it ends as names of places do", when.rows[:1], when.label)

    def _read_titles(self, head: Head, turns: Sequence[Turn], ward: Ward | None) -> None:
        """Council, term and session: from 名称, from the title, from the opening words, from the mapping."""
        units: list[tuple[Sequence[MinutesRow], str | None]] = [
            (unit, None) for unit in title_units(head.title, self.words)
        ]
        units += [
            (_of_first_cell(block.rows), block.label) for block in head.blocks if block.name == "name" and block.rows
        ]
        named: list[tuple[Named, str | None]] = []
        of_sitting: list[Named] = []
        for place, (rows, label) in enumerate(units):
            text = joined(rows)
            for name, number in numbers_of(text).items():
                if getattr(self.meeting, name) is None and (label or council_of(text, self.words) or len(text) < 20):
                    setattr(self.meeting, name, number)
                    self._keep(name, rows, label)
            council = council_of(text, self.words)
            if council is not None:
                named.append((Named(council, tuple(rows)), label))
                below = joined(units[place + 1][0]) if place + 1 < len(units) else ""
                of_sitting += [] if label or not self._is_of_sitting(text, below) else [named[-1][0]]
        labelled = [one for one, label in named if label]
        best = fullest(labelled) or fullest(of_sitting) or fullest([one for one, _ in named])
        if best is not None:
            above = next(label for one, label in named if one == best)
            self.meeting.council = best.council
            self._keep("council", best.rows, above)
            self._because("council", Message("{above} names it", above=above or "the title"), best.rows, above)
            return
        self._read_opening(turns, ward)

    def _is_of_sitting(self, text: str, below: str) -> bool:
        """Whether a title names a sitting with its council, the word for minutes with it or below: the line above may
        be the body that set the council up."""
        titled = ends_in_title(text, self.words) or is_title_word(below, self.words)
        return "session" in numbers_of(text) and titled

    def _read_number_of_opening(self, turns: Sequence[Turn]) -> None:
        """The session where only the opening words number it: ただいまから第６回審査会を開会します。"""
        for turn in turns[:3] if self.meeting.session is None else ():
            match = _NUMBERED_OPENING.search(squeeze(turn.passage.text[:_OPENING_WORDS]))
            number = numbers_of(match[0]).get("session") if match is not None else None
            if number is not None:
                self.meeting.session = number
                spans = turn.passage.spans()[:1]
                self.meeting.evidence["session"] = Evidence(text=turn.passage.text[:_OPENING_WORDS], spans=spans)
                return

    def _read_opening(self, turns: Sequence[Turn], ward: Ward | None) -> None:
        """Council, term and session where only the opening words name them; the council also from the mapping."""
        said = [(name, turn) for turn in turns[:3] if (name := named_in_sentence(turn.passage.text, self.words))]
        if said:
            council, turn = said[0]
            self.meeting.council = council
            self.meeting.evidence["council"] = Evidence(text=council, spans=turn.passage.spans()[:1])
            self.findings.decided(
                "/council", council, Message("the opening words name it"), spans=turn.passage.spans()[:1]
            )
            for name, number in numbers_of(turn.passage.text[:_OPENING_WORDS]).items():
                if getattr(self.meeting, name) is None:
                    setattr(self.meeting, name, number)
        elif ward is not None and (of_ward := ward.council_on(self.meeting.date)) is not None:
            self.meeting.council = of_ward.name

    def _keep(self, name: str, rows: Sequence[MinutesRow], label: str | None) -> None:
        """What is printed behind a value."""
        passage = Block(name, label or "", list(rows)).passage(self.words.passages)
        self.meeting.evidence[name] = passage.evidence(label)

    def _read_unlabelled(self, head: Head) -> None:
        """Day, times and place on lines of their own above the first label or, without one, in its place."""
        loose = [block for block in head.blocks if block.name in ("materials", "other")]
        rows = [*head.title, *(row for block in loose for row in block.rows)]
        days = [index for index in range(len(rows)) if self._is_own_day(rows, index, head)]
        day_at = next((index for index in days if has_time(rows[index].line.text)), days[0] if days else None)
        if day_at is not None and self.meeting.date is None:
            below = rows[day_at + 1 : day_at + 2]
            goes_on = not times(rows[day_at].line.text) and all(TIME.match(row.line.text.lstrip()) for row in below)
            when = [rows[day_at], *(below if goes_on else [])]
            for row in when:
                self._read_times("date", row.line.text, row.line.text)
            self._keep("date", when, None)
            self._because("date", "a day is alone on its line", [rows[day_at]])
        if self.meeting.date is None:
            self._read_day_of_title(head.title)
        after = rows[day_at + 1 :] if day_at is not None else rows
        places = [row for row in after[: self.words.settings.place_lines + 1] if self._is_place(row.line.text)]
        if self.meeting.place is None and not places:
            self._read_place_of_sentence(rows)
        if self.meeting.place is None and places:
            text = places[0].line.text
            self.meeting.place = fold(text[lead_of_mark(text) :])
            self._keep("place", places[:1], None)
            self._because("place", "it ends as names of places do", places[:1])

    def _read_place_of_sentence(self, rows: Sequence[MinutesRow]) -> None:
        """The place in a sentence above the rows of the head: …第11回会議を教育委員室において開催した。"""
        for row in rows:
            match = _MET_AT.search(row.line.text)
            if match is not None and self._is_place(match[1]):
                self.meeting.place = fold(match[1])
                self._keep("place", [row], None)
                self._because("place", "it ends as names of places do", [row])
                return

    def _is_own_day(self, rows: Sequence[MinutesRow], index: int, head: Head) -> bool:
        """Whether a line is a day, and that of the sitting."""
        text = rows[index].line.text
        return is_day(text) and not is_of_other_deed(text) and not self._is_under_other_deed(rows, index, head)

    def _because(self, name: str, because: str, rows: Sequence[MinutesRow], label: str | None = None) -> None:
        """Notes why a value is what it is."""
        value = str(getattr(self.meeting, name))
        self.findings.decided(f"/{name}", value, because, label=label, spans=spans_of(rows))

    def _is_under_other_deed(self, rows: Sequence[MinutesRow], index: int, head: Head) -> bool:
        """Whether 更新日 stands alone above a bare day."""
        text = rows[index].line.text
        above = rows[index - 1].line.text if index else ""
        labels = [block.label for block in head.blocks if any(row is rows[index] for row in block.rows)]
        return not has_time(text) and any(is_of_other_deed(one) and len(one) < 12 for one in [above, *labels] if one)

    def _read_day_of_title(self, title: Sequence[MinutesRow]) -> None:
        """A day within a title: 第３回…会議録（令和５年６月１日開催）."""
        for row in title:
            text = row.line.text
            day = first_day(text)
            if day is not None and not is_of_other_deed(text) and len(text) < self.words.settings.longest_title:
                self.meeting.date = day.first
                self._keep("date", [row], None)
                return
        self._read_day_of_fiscal_year(title)

    def _read_day_of_fiscal_year(self, title: Sequence[MinutesRow]) -> None:
        """A day without its year below the fiscal year that it is in: 平成29年度 …委員会, 第６回（８月18日）."""
        years = [(row, found) for row in title if (found := _FISCAL_YEAR.search(fold(row.line.text)))]
        days = [(row, found) for row in title if (found := _DAY_IN_BRACKETS.search(fold(row.line.text)))]
        if len(years) != 1 or len(days) != 1:
            return
        month, day = int(days[0][1][1]), int(days[0][1][2])
        first = find_dates(f"{years[0][1][1]}年{month}月{day}日")
        if not first or first[0].precision != "day":
            return
        date = first[0].first
        self.meeting.date = date if month > _LAST_OF_YEAR else date.replace(year=date.year + 1)
        rows = [row for row in title if row in (years[0][0], days[0][0])]
        self._keep("date", rows, None)
        self._because("date", Message("the day is in the fiscal year that the title names"), rows)

    def _is_place(self, text: str) -> bool:
        """Whether a line is the name of a place: …第一会議室, …ホール（オンライン併用）."""
        bare = re.sub(r"[(（][^()（）]*[)）]\s*$", "", fold(text)).strip()
        if squeeze(bare).startswith(tuple(text_key(word) for word in self.words.own.place)):
            return False
        if len(bare) > self.words.settings.longest_title or re.search(r"[。、:]", bare) or _is_numbered(text):
            return False
        return bare.endswith(tuple(fold(word) for word in self.words.own.places)) or bool(_ROOM.search(bare))

    def _read_block(self, block: Block) -> None:
        """One row of the head into the record."""
        meeting, whole = self.meeting, block.passage(self.words.passages)
        if block.name in ("members", "officials", "attendance", "absent"):
            self._read_people(block)
        elif block.name == "observers" and meeting.observers is None:
            meeting.observers = people_count(whole.text)
        elif block.name == "place" and meeting.place is None:
            place = self._place_rows(block.rows)
            if place:
                meeting.place = fold(self._joined_place(place))
        elif block.name in ("date", "start", "end"):
            own = block.rows if block.name == "date" else _until_time(block.rows)
            self._read_times(block.name, whole.text, Block(block.name, "", own).passage(self.words.passages).text)
            if block.name == "date" and meeting.place is None and re.search("場所|ところ|会場", block.label):
                self._read_place_behind("\n".join(row.line.text for row in block.rows))
        name = "members" if block.name == "attendance" else block.name
        if getattr(meeting, name, None) not in (None, []):
            meeting.evidence.setdefault(name, whole.evidence(block.label))

    def _joined_place(self, rows: Sequence[MinutesRow]) -> str:
        """The lines of a place, each apart that is a place by itself: an address above a room."""
        starts = [at for at, row in enumerate(rows) if not at or _names_room(row.line.text, self._is_place)]
        pieces = [Block("place", "", list(rows[at:end])) for at, end in pairwise([*starts, len(rows)])]
        return " ".join(piece.passage(self.words.passages).text.replace("\n", " ") for piece in pieces)

    def _place_rows(self, rows: Sequence[MinutesRow]) -> list[MinutesRow]:
        """The lines that are the place: as many as go on with it."""
        kept: list[MinutesRow] = []
        for row in rows[: self.words.settings.place_lines]:
            text = row.line.text
            is_title = ends_in_title(text, self.words) and council_of(text, self.words) is not None
            other = is_title or first_day(text) is not None or times(text) or _OTHER_ROW.match(text)
            if kept and other:
                break
            kept.append(row)
        return kept

    def _read_place_behind(self, text: str) -> None:
        """The place behind day and times in one row: 日時・場所　令和５年６月１日　午後２時～４時　第一会議室."""
        lines = [line for line in re.split(r"\n|\s{1,}", text) if self._is_place(line)]
        if lines:
            first = text.index(lines[0])
            self.meeting.place = fold(text[first:].partition("\n")[0].strip())
            self.meeting.evidence["place"] = self.meeting.evidence.get("date", Evidence(text=text, spans=[]))

    def _read_people(self, block: Block) -> None:
        """Members by name without 委員, officials by office, who was absent by name."""
        may_part = block.name == "absent" and _OF_MEMBERS.search(block.label) is not None
        end = others_from(block.rows, self.words, self.right) if may_part else len(block.rows)
        if end < len(block.rows):
            self._read_people(Block(block.name, block.label, block.rows[:end]))
            block = Block("officials", "", block.rows[end:])
        meeting = self.meeting
        kind = "officials" if block.name == "absent" and _is_of_others(block, self.words) else block.name
        people = PeopleList(kind, self.words, self.right, meeting.council or "", block.of_attendance)
        for person in people.read(block.rows):
            if person.role == "member":
                meeting.members.append(person.name)
            elif person.role == "absent":
                meeting.absent.append(person.name)
            elif person.office:
                unsaid = person.office == person.name and block.label in OFFICES_OF_ONE
                meeting.officials.append(block.label if unsaid else person.office)

    def _read_times(self, name: str, text: str, own: str) -> None:
        """The day that a row names, and the times of day in the lines that are its own."""
        day = first_day(text)
        if day is not None and self.meeting.date is None and name != "end":
            self.meeting.date = day.first
        within = first_day(own)
        found = times(own[within.end :] if within is not None else own)
        if found and name != "end" and self.meeting.start is None:
            self.meeting.start = found[0]
        if found and (name == "end" or len(found) > 1) and self.meeting.end is None:
            self.meeting.end = found[-1]

    def report_unread(self, blocks: Sequence[Block]) -> None:
        """Rows of the head that have words where a day or a time should be, and none that can be read."""
        for block in blocks:
            if block.name not in ("date", "start", "end") or getattr(self.meeting, block.name) is not None:
                continue
            whole = block.passage(self.words.passages)
            for unread in find_unread_times(whole.text, []):
                what = Message("day") if block.name == "date" else Message("time of day")
                message = Message(
                    "「{text}」 after {label} cannot be read as a {what}",
                    text=unread.text,
                    label=block.label,
                    what=what,
                )
                self.findings.warn("value_unread", message, whole.spans(unread.start, unread.end), f"/{block.name}")

    def read_closing(self, rows: Sequence[MinutesRow], begin: int) -> None:
        """Times on lines of their own: 午前11時40分閉会; one alone above or below the first words is when they met."""
        for index, row in enumerate(rows):
            found = times(row.line.text)
            if _BOTH.fullmatch(row.line.text) and len(found) == len(_BOTH_NAMES):
                for name, time in zip(_BOTH_NAMES, found, strict=True):
                    self._keep_time(name, time, row)
                continue
            if not closes(row.line.text):
                continue
            day = first_day(row.line.text)
            if day is not None and self.meeting.date is None:
                self.meeting.date = day.first
                self._keep("date", [row], None)
            first = index <= begin + _FIRST_ROWS and not re.search("閉会|散会|終了|閉議|休憩", row.line.text)
            name = "start" if _OPENED.search(row.line.text) or first else "end"
            if found and not re.search("休憩|再開|休議", row.line.text):
                self._keep_time(name, found[0], row)

    def _keep_time(self, name: str, time: str, row: MinutesRow) -> None:
        """When the sitting began or ended, where no row before says so."""
        if getattr(self.meeting, name) is None:
            setattr(self.meeting, name, time)
            self.meeting.evidence.setdefault(name, Evidence(text=row.line.text, spans=spans_of([row])))


def _is_of_others(block: Block, words: MinutesVocabulary) -> bool:
    """Whether below a label that only counts who did not come, others stand who did, by their offices: 欠席委員　四名,
    議長 … and 財務局長 …."""
    count = parse_number(_COUNT_ALONE.sub(r"\1", block.rows[0].line.text)) if block.rows else None
    listed = block.rows[1:]
    offices = [one[0] for row in listed if (one := attached(row.line.text.strip(), words)) is not None]
    return count is not None and len(offices) == len(listed) != count and any(map(ends_in_office, offices))


def _names_room(text: str, is_place: Callable[[str], bool]) -> bool:
    """Whether a line names a place by itself, and is no end of one that wraps."""
    return len(squeeze(text)) > _SHORTEST_PLACE and is_place(text)


def _of_first_cell(rows: Sequence[MinutesRow]) -> Sequence[MinutesRow]:
    """The rows in the cell of the first, where that is in one."""
    return rows if rows[0].cell is None else [row for row in rows if row.cell is rows[0].cell]


def _until_time(rows: list[MinutesRow]) -> list[MinutesRow]:
    """The rows up to the first that names a time of day: below 閉会　14時42分 nothing is of it."""
    timed = next((at for at, row in enumerate(rows) if times(row.line.text)), len(rows) - 1)
    return rows[: timed + 1]


def _is_numbered(text: str) -> bool:
    """Whether a line bears the number of an entry; 第１委員会室 is the name of a room."""
    label = match_label(text)
    if label is None or label.style == "bullet":
        return False
    return label.style != "dai" or text[label.end - 1 : label.end].isspace()


def lead_of_mark(text: str) -> int:
    """Where a line begins after its bullet."""
    label = match_label(text)
    return label.end if label is not None and label.style == "bullet" else 0
