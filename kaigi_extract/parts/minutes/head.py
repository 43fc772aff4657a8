"""Minutes of a sitting: title and head are read here, the rest by the modules that this one calls in order.

1. `lines`: the part's lines, with the words by which they are known;
2. `speakers`: where the speeches begin, and who says what;
3. here, of the lines before: title (council, term, session), then the labelled rows (時, 場所, 出席者), people, times;
4. `agenda`: 会議次第, one of these rows;
5. `deliberation`: which 諮問 is under discussion, and which words decide it.

Seen: 会議要録 and 会議録 of Nerima, and the layouts that tests/test_parts_minutes.py composes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.agenda import Agenda
from kaigi_extract.parts.minutes.deliberation import Deliberation, sentences
from kaigi_extract.parts.minutes.lines import (
    CLOSING,
    ENDED,
    NUMERAL,
    TIME,
    HeadLabel,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    head_label,
    minutes_rows,
    passage_of_rows,
    right_of,
)
from kaigi_extract.parts.minutes.speakers import Speakers
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import MinutesSettings
from kaigi_extract.records import Meeting
from kaigi_extract.text import find_dates, find_unread_times, fold, match_label, parse_number, squeeze
from kaigi_extract.wards import Common, Ward

_TERM, _SESSION = re.compile(rf"第({NUMERAL})期"), re.compile(rf"第({NUMERAL})回")
_NOT_COUNCIL = re.compile(
    rf"第{NUMERAL}[期回]|(?:令和|平成|昭和)?(?:{NUMERAL}|元)年度?|[(（][^()（）]*[)）]|定例会$|臨時会$"
)
_OTHER_DAY = re.compile(r"作成|公表|公開|確定|承認|掲載|更新|[:：]")
"""A day beside the title that is not the meeting's, or a browser's."""


@dataclass(slots=True)
class Block:
    """A row of the head: what it is, its printed label, its lines."""

    name: str
    label: str
    rows: list[MinutesRow] = field(default_factory=list)

    def passage(self, settings: PassageSettings) -> Passage:
        """Its lines as paragraphs."""
        geometry = [row.line.x1 for row in self.rows if not isinstance(row.line, PlainLine)]
        return passage_of_rows(self.rows, max(geometry, default=None), settings)


def begins_minutes(line: AnyLine, common: Common, settings: MinutesSettings) -> bool:
    """Whether a line is the title of minutes: 第6期第15回…審議会会議要録, 会 議 録."""
    text = re.sub(r"[(（][^()（）]*[)）]$", "", squeeze(fold(line.text)))
    title = next((word for word in common.minutes.titles if text.endswith(word)), None)
    if (
        title is None
        or len(text) > settings.longest_title
        or re.match(r"\(|資料|前回|別紙|[・※「]", text)
        or re.search(r"[。、]", text)
    ):
        return False
    if text == title:
        return len(line.text.split()) == len(text) or line.size >= settings.title_size
    council = re.search(r"会$|会議$|委員$", text.removesuffix(title)) or title.startswith("会議")
    return match_label(line.text) is None and bool(council or _SESSION.search(text))


def read_minutes(part: Part, reading: Reading, findings: Findings) -> Meeting:
    """The meeting of a part that holds minutes from their title on. `findings` are those of the meeting."""
    words = MinutesVocabulary.of(reading)
    rows = minutes_rows(part)
    right = right_of(rows, words.settings)
    begin, turns = Speakers(rows, words, right).turns()
    title, blocks = _head(rows[:begin], words)
    meeting = Meeting()
    _read_title(meeting, title, blocks, reading.ward, words)
    for block in blocks:
        _read_block(meeting, block, words)
    _report_unread(meeting, blocks, words, findings)
    _read_closing(meeting, rows)
    agenda = [row for block in blocks if block.name == "agenda" for row in block.rows]
    meeting.agenda = Agenda(words, right).read(agenda)
    Deliberation(meeting, words, findings).follow(turns)
    _check_dates(meeting, title, findings)
    return meeting


def _head(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> tuple[list[MinutesRow], list[Block]]:
    """Lines before the first label, and the labelled rows of the head."""
    title: list[MinutesRow] = []
    blocks: list[Block] = []
    label_cell: Cell | None = None
    for index, row in enumerate(rows):
        if row.cell is not None and row.cell is label_cell:
            continue
        found = head_label(row, words) if index or row.cell else None
        section = agenda_section(row.line.text, words) if index else None
        in_agenda = bool(blocks) and blocks[-1].name == "agenda"
        if in_agenda and section is not None and found is not None and found.name == "agenda":
            found = None
        if found is not None and blocks and _is_absent(found, blocks[-1], words):
            found = None
        if found is not None:
            blocks += _labelled(row, found, words)
            label_cell = row.cell if found.start is None else None
            continue
        if section is not None and not in_agenda:
            blocks.append(Block("agenda", ""))
        (blocks[-1].rows if blocks else title).append(row)
    return title, blocks


def _is_absent(found: HeadLabel, block: Block, words: MinutesVocabulary) -> bool:
    """Whether 委員　田中次郎 is an entry of the list under 欠席委員（１名） rather than a row of its own."""
    listed = all(re.match("|".join(words.own.seats), row.line.text) for row in block.rows)
    return block.name == "absent" and listed and found.printed in words.own.seats


def _labelled(row: MinutesRow, found: HeadLabel, words: MinutesVocabulary) -> list[Block]:
    """What a labelled line begins: a block, or two where 出席者 is before 委員 on one line."""
    blocks = [Block(found.name, found.printed)]
    value = row.cut(found.start) if found.start is not None else None
    inner = head_label(value, words) if value and found.name == "attendance" else None
    if value and inner is not None:
        blocks.append(Block(inner.name, inner.printed))
        value = value.cut(inner.start or 0)
    blocks[-1].rows += [value] if value else []
    return blocks


def _read_title(
    meeting: Meeting, title: list[MinutesRow], blocks: list[Block], ward: Ward | None, words: MinutesVocabulary
) -> None:
    """Council, term and session: from the title, else from 名称, else the council that the mapping names."""
    named = [Block("title", "", [row for row in title if not ENDED.search(row.line.text) or len(title) == 1])]
    for block in [*named, *(block for block in blocks if block.name == "name")]:
        whole = block.passage(words.passages)
        text = squeeze(whole.text)
        for name, pattern in (("term", _TERM), ("session", _SESSION)):
            match = pattern.search(text)
            if match and getattr(meeting, name) is None:
                setattr(meeting, name, parse_number(match[1]))
                meeting.evidence[name] = whole.evidence(block.label or None)
        ends = "|".join(words.own.titles)
        council = _NOT_COUNCIL.sub("", re.sub(rf"(?:{ends})(?:[(（].*[)）])?$", "", text)).strip("　 「」")
        if council and meeting.council is None:
            meeting.council = council
            meeting.evidence["council"] = whole.evidence(block.label or None)
    if meeting.council is None and ward is not None and ward.councils:
        meeting.council = ward.councils[0]


def _read_block(meeting: Meeting, block: Block, words: MinutesVocabulary) -> None:
    """One row of the head into the record. The first row of a name holds; lists of people add up."""
    whole = block.passage(words.passages)
    if block.name in ("members", "officials", "attendance"):
        _read_people(meeting, block.name, whole.text, words)
    elif block.name == "observers" and meeting.observers is None:
        meeting.observers = _people_count(whole.text)
    elif block.name == "place" and meeting.place is None:
        meeting.place = fold(whole.text.replace("\n", " "))
    elif block.name in ("date", "start", "end"):
        _read_times(meeting, block.name, whole.text)
    name = "members" if block.name == "attendance" else block.name
    if getattr(meeting, name, None) not in (None, []):
        meeting.evidence.setdefault(name, whole.evidence(block.label))


def _read_times(meeting: Meeting, name: str, text: str) -> None:
    day = next((found for found in find_dates(text) if found.precision == "day"), None)
    if day is not None and meeting.date is None:
        meeting.date = day.first
    times = _times(text[day.end :] if day else text)
    if times and name != "end" and meeting.start is None:
        meeting.start = times[0]
    if times and (name == "end" or len(times) > 1) and meeting.end is None:
        meeting.end = times[-1]


def _report_unread(meeting: Meeting, blocks: Sequence[Block], words: MinutesVocabulary, findings: Findings) -> None:
    """Rows of the head that have words where a day or a time should be, and none that can be read."""
    for block in blocks:
        if block.name not in ("date", "start", "end") or getattr(meeting, block.name) is not None:
            continue
        whole = block.passage(words.passages)
        for unread in find_unread_times(whole.text, []):
            what = "day" if block.name == "date" else "time of day"
            message = f"「{unread.text}」 after {block.label} cannot be read as a {what}"
            findings.warn("value_unread", message, whole.spans(unread.start, unread.end), f"/{block.name}")


def _read_closing(meeting: Meeting, rows: Sequence[MinutesRow]) -> None:
    """Times on lines of their own: 午前11時40分閉会."""
    for row in rows:
        if CLOSING.fullmatch(row.line.text):
            times = _times(row.line.text)
            name = "start" if "開会" in row.line.text else "end"
            if times and getattr(meeting, name) is None:
                setattr(meeting, name, times[0])


def _times(text: str) -> list[str]:
    """Times of day; an hour after 午後 that names no half of the day, and one before the start, is in the afternoon."""
    found: list[tuple[int, int]] = []
    for half, hour, minute, thirty, digits, noon in TIME.findall(fold(text)):
        hours = 12 if noon else (parse_number(hour) or 0) + (12 if half == "午後" else 0)
        minutes = 30 if thirty else parse_number(minute or digits or "0") or 0
        hours -= 12 if half == "午後" and hours == 24 else 0
        if not half and found and hours < 12 and (hours, minutes) < found[-1]:
            hours += 12
        if hours < 24 and minutes < 60:
            found.append((hours, minutes))
    return [f"{hours:02}:{minutes:02}" for hours, minutes in found]


def _people_count(text: str) -> int | None:
    count = re.search(rf"({NUMERAL})\s*[人名]?", fold(text))
    if count is not None:
        return parse_number(count[1])
    return 0 if re.search(r"なし|無し|無$|いない", text) else None


def _read_people(meeting: Meeting, name: str, text: str, words: MinutesVocabulary) -> None:
    """Members by name without 委員, officials by office."""
    seats = "|".join(words.own.seats)
    for token in _people(text):
        member = re.sub(rf"^(?:{seats})[\s:：]+|[(（](?:{seats})[)）]$|(?<=\S)\s*(?:{seats})$", "", token).strip()
        if name == "members" or (name == "attendance" and member != token):
            meeting.members.append(member)
        else:
            office = re.match(r"(.*?\S(?:長|主査|主任|主事|参事|監|員|幹事))(?=[\s(（]|$)", token)
            meeting.officials.append(office[1] if office else token)


def _people(text: str) -> Iterator[str]:
    """The entries of a list of people. Where names have a space in them, as many as come in pairs are joined."""
    text = re.sub(rf"[(（](?:{NUMERAL}[名人]|敬称略|順不同|.{{0,8}}順)[)）]", "", text)
    for line in text.split("\n"):
        tokens = re.split(r"[、，,;；]", line)
        if len(tokens) == 1:
            tokens = re.split(r"\s{2,}|(?<=委員)\s+|(?<=[長])\s+(?=\S+長)", line)
        for token in map(str.strip, tokens):
            short = token.split()
            if len(short) > 2 and len(short) % 2 == 0 and max(map(len, short)) <= 3:
                yield from (" ".join(pair) for pair in zip(short[::2], short[1::2], strict=True))
            elif token and not re.fullmatch(rf"(?:以上|計|ほか|他|外)?\s*{NUMERAL}\s*[名人]|以上", token):
                yield re.sub(r"^[・○◎●◇◆]\s*", "", token)


def _check_dates(meeting: Meeting, title: Sequence[MinutesRow], findings: Findings) -> None:
    """The day in the title and the day named at the opening are the day of the head."""
    lines = [row.line for row in title]
    places = [(line.text, [line.span(0, len(line.text))]) for line in lines if not _OTHER_DAY.search(line.text)]
    for speech in meeting.speeches[:1]:
        places += [
            (speech.text[a:b], speech.spans[:1]) for a, b in sentences(speech.text) if "開会" in speech.text[a:b]
        ]
    for text, spans in places:
        for found in find_dates(text):
            if meeting.date is not None and found.precision == "day" and found.first != meeting.date:
                message = f"the minutes are of {meeting.date}, and say {found.text}"
                findings.warn("conflicting_dates", message, spans, "/date")
