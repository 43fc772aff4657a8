"""A 会議次第 without minutes: when and where a council is to meet, what is on its agenda, what is handed out.

Its lines are those of a head of minutes, and are read as such; nothing is said or decided in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.minutes.agenda import Agenda
from kaigi_extract.parts.minutes.agenda_source import agenda_of_headings, listed_agenda
from kaigi_extract.parts.minutes.blocks import Block, Head
from kaigi_extract.parts.minutes.head import HeadReader
from kaigi_extract.parts.minutes.lines import (
    ORDERS,
    MinutesRow,
    MinutesVocabulary,
    agenda_section,
    minutes_rows,
    right_of,
)
from kaigi_extract.parts.minutes.sittings import sitting_at
from kaigi_extract.parts.minutes.stacked_labels import unstacked
from kaigi_extract.parts.minutes.title import council_of, ends_in_title, is_title_word
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet.general_bases import kind_of
from kaigi_extract.parts.sheet.letter_matters import Matter, matters_of_table
from kaigi_extract.records import AgendaItem, Meeting
from kaigi_extract.text import fold, match_label, squeeze, text_key
from kaigi_extract.text.case_numbers import find_case_number
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_REMARK = late_pattern(r"[(（][^()（）]*[)）]$")
_NUMBERED_ENTRY = late_pattern(
    r"\s*(?:日程|議題|議案|案件|諮問|報告|審議)(?:事項)?\s*第?\s*[0-9０-９一二三四五六七八九十①-⑳]"
)
_APART = late_pattern(r"\u3000{2,}|\t| {3,}")
"""What parts two entries on one line."""
_MARK = late_pattern(r"[(\[【]?(?:別紙|資料|参考資料|別添)(?:No\.?)?\d*(?:[-−－の]\d+)*[)\]】]?")
_GENERAL = (
    "配付資料",
    "配布資料",
    "会議資料",
    "当日資料",
    "事前配付資料",
    "事前配布資料",
    "添付資料",
    "資料",
    "資料一覧",
)
"""Labels of what is handed out that name none of it."""


def programmes_ahead(position: Position) -> Mapping[int, Part]:
    """The programmes of the whole document outside of minutes, by the index of the item that each begins with; found
    when the first position is asked for."""
    reading = position.reading
    if "programmes" not in reading.looked_ahead:
        reading.looked_ahead["programmes"] = dict(_find(position))
    found: Mapping[int, Part] = reading.looked_ahead["programmes"]
    return found


def _find(position: Position) -> Iterator[tuple[int, Part]]:
    items, floor = position.items, 0
    titles = (at for at, item in enumerate(items) if not isinstance(item, Grid) and entitles_programme(item.text))
    for at in sorted({k for title in titles for k in range(max(title - _TITLE_WITHIN + 1, 0), title + 1)}):
        line = items[at]
        if at < floor or isinstance(line, Grid) or not _is_titled(items, at):
            continue
        end = programme_end(items, at, position.reading)
        if end == at or sitting_at(dataclasses.replace(position, at=at)) is not None:
            continue
        because = Message("{title} is above what is on the agenda of a council", title=line.text.strip())
        yield at, Part("agenda", title=line.text, because=because, score=_SCORE, until=end)
        floor = end


_SCORE = 3.0
"""What speaks for a programme: its title, a council and its entries."""
_TITLE_WITHIN = 4
"""Lines from the name of a council on within which the title 次第 is."""


def _is_titled(items: Sequence[Item], at: int) -> bool:
    """Whether a line is the title of a programme, or names a council above one."""
    line = items[at]
    if isinstance(line, Grid) or "。" in line.text or len(line.text) > _LONGEST:
        return False
    if entitles_programme(line.text):
        return True
    near = [item for item in items[at + 1 : at + _TITLE_WITHIN] if not isinstance(item, Grid)]
    titled = any("第" in item.text and entitles_programme(item.text) for item in near)
    return titled and _names_body(line.text)


def entitles_programme(text: str) -> bool:
    """Whether a line ends as the titles of programmes do: …審議会　次第, 会 議 次 第（案）."""
    may_end_so = len(text) <= _LONGEST and any(word[-1] in text for word in ORDERS)
    return may_end_so and _REMARK.sub("", text_key(text)).endswith(ORDERS)


_LONGEST = 60
"""Characters of a title."""


def programme_end(items: Sequence[Item], first: int, reading: Reading) -> int:
    """The index of the item after the last of the programme whose title is at an index: its page ends, a sentence or
    something else begins; `first` where no entries are below it, or no council is named."""
    words = MinutesVocabulary.of(reading)
    end, entries, named = first, 0, False
    for at in range(first, min(len(items), first + _MOST_ITEMS)):
        item = items[at]
        if isinstance(item, Grid):
            named = named or any(_names_body(line.text) for line in item.lines())
            entries += len(matters_of_table(item, Words(reading.ward))) or sum(
                _is_entry(one.text) for one in item.lines()
            )
        elif at > first and _begins_other(item, items[first], words, entries):
            break
        else:
            named = named or _names_body(item.text)
            entries += _is_entry(item.text)
        end = at + 1
    return end if named and entries >= _LEAST_ENTRIES else first


def _names_body(text: str) -> bool:
    """Whether a line names a council or a committee."""
    return len(text) <= _LONGEST and _BODY.search(text_key(text)) is not None


_BODY = late_pattern(r"\w{2,}(?:審議会|審査会|委員会|協議会|懇談会|検討会|部会|運営会議)(?![長員])")
_MOST_ITEMS = 80
"""Lines and tables of a programme."""
_LEAST_ENTRIES = 2
"""Entries of a programme, at least."""


def _begins_other(line: AnyLine, title: Item, words: MinutesVocabulary, entries: int) -> bool:
    """Whether a line below a programme is none of it: on another page, a sentence, a mark such as 資料１ alone, the
    title of another programme or of minutes."""
    if line.margins_of != _page(title) or line.text.rstrip().endswith("。") or _MARK.fullmatch(text_key(line.text)):
        return True
    if is_title_word(line.text, words) or (ends_in_title(line.text, words) and council_of(line.text, words)):
        return True
    return entries >= _LEAST_ENTRIES and entitles_programme(line.text)


def _page(item: Item) -> int:
    return item.first_page if isinstance(item, Grid) else item.margins_of


def _is_entry(text: str) -> bool:
    label = match_label(text)
    return (label is not None and label.ordinal is not None) or _NUMBERED_ENTRY.match(text) is not None


def read_programme(part: Part, reading: Reading, findings: Findings) -> Meeting:
    """The meeting that a part announces. `findings` are those of the meeting."""
    words = MinutesVocabulary.of(reading)
    tables = [(at, item) for at, item in enumerate(part.items) if isinstance(item, Grid)]
    listed = [(at, grid, found) for at, grid in tables if (found := matters_of_table(grid, Words(reading.ward)))]
    apart = {id(grid) for _, grid, _ in listed}
    rows = minutes_rows(Part(part.kind, [item for item in part.items if id(item) not in apart], part.title))
    rows = [row for row in rows if not (entitles_programme(row.line.text) and council_of(row.line.text, words) is None)]
    right = right_of(rows, words.settings)
    head = Head(words)
    head.read(unstacked(rows, words))
    reader = HeadReader(Meeting(), words, right, findings)
    reader.read(head, [], reading.ward)
    meeting = reader.meeting
    reader.read_closing(rows, 0)
    reader.report_unread(head.blocks)
    listed_rows = listed_agenda(head, [], words, right).listed() or agenda_of_headings(head, [], words, right)
    meeting.agenda = listed_rows or _numbered(rows, words, right)
    for at, _, found in listed:
        meeting.agenda += _entries(found, _section_above(part.items[:at], words), reading)
    meeting.attachments = list(attachments(head.blocks))
    findings.decided("/agenda", None, Message("a programme lists it, and no minutes are in the file"))
    return meeting


def _numbered(rows: Sequence[MinutesRow], words: MinutesVocabulary, right: float) -> list[AgendaItem]:
    """What is numbered where nothing heads it as matters: １　諮問第３号　…, below when and where a council meets."""
    first = next((k for k, row in enumerate(rows) if find_case_number(row.line.text) is not None), len(rows))
    agenda = Agenda(words, right)
    agenda.read(rows[first:])
    return agenda.listed()


def _section_above(items: Sequence[Item], words: MinutesVocabulary) -> str | None:
    """The heading of matters right above a table."""
    above = items[-1] if items else None
    return agenda_section(above.text, words) if above is not None and not isinstance(above, Grid) else None


def _entries(found: Sequence[Matter], section: str | None, reading: Reading) -> Iterator[AgendaItem]:
    """The entries of an agenda that the rows of a table are."""
    for matter in found:
        number = find_case_number(matter.number)
        kind = kind_of(matter.number, Words(reading.ward)) or kind_of(section or "", Words(reading.ward))
        yield AgendaItem(
            section=section,
            number=number.number if number is not None else None,
            kind=kind,
            title=fold(matter.title.text),
            department=fold(matter.department.text) if matter.department is not None else None,
            material=_mark_of(matter, reading),
            spans=matter.title.spans(),
        )


def _mark_of(matter: Matter, reading: Reading) -> str | None:
    """The number of the material that a row names: 資料１."""
    lines = [line for _, line, _, _ in matter.material.pieces] if matter.material is not None else []
    return next((mark for line in lines if (mark := reading.material_in_margin(line)) is not None), None)


def attachments(blocks: Sequence[Block]) -> Iterator[str]:
    """What the rows of a head say is handed out, one line each; a label that names it is printed before it."""
    for block in blocks:
        if block.name != "materials":
            continue
        named = "" if squeeze(block.label).endswith(_GENERAL) and squeeze(block.label) != "参考資料" else block.label
        for row in block.rows:
            for text in _APART.split(row.line.text):
                if text.strip():
                    yield " ".join(fold(f"{named} {text}").split())
