"""Minutes of a sitting, read by the modules that this one calls in order.

1. `lines`, `head_labels`: the part's lines, with the words by which they are known;
2. `speakers`: where the speeches begin, and who says what;
3. `blocks`: the lines before them cut into what is labelled and what is not;
4. `head`: council, term and session (`title`), day, times and place with labels or without, people (`people`);
5. `agenda_source`, `agenda`: 会議次第, one of the rows, or what is numbered under the heading of the speeches;
6. `deliberation`: which 諮問 is under discussion, and which words decide it.

Seen: 会議要録 and 会議録 of Nerima, and the arrangements that tests/test_minutes_heads.py composes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.parts.minutes.agenda import is_bill
from kaigi_extract.parts.minutes.agenda_results import take_results
from kaigi_extract.parts.minutes.agenda_source import agenda_of_headings, listed_agenda
from kaigi_extract.parts.minutes.agenda_told import is_told
from kaigi_extract.parts.minutes.blocks import Block, Head
from kaigi_extract.parts.minutes.deliberation import Deliberation, sentences
from kaigi_extract.parts.minutes.head import HeadReader
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary, minutes_rows, right_of, spans_of
from kaigi_extract.parts.minutes.speakers import Speakers
from kaigi_extract.parts.minutes.stacked_labels import parted, unstacked
from kaigi_extract.parts.minutes.times import first_day, has_time, is_of_other_deed
from kaigi_extract.parts.minutes.title import ends_in_title
from kaigi_extract.parts.minutes.turns import Turn
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Meeting
from kaigi_extract.text import find_dates, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_RESULT_ROW = late_pattern(r"(?:結果|決定事項|決議事項|決定内容|結論)(?:等|について)?$")
"""Rows of a head that say what was decided: 審議の結果."""


def read_minutes(part: Part, reading: Reading, findings: Findings) -> Meeting:
    """The meeting of a part that holds minutes from their title on. `findings` are those of the meeting."""
    words = MinutesVocabulary.of(reading)
    rows = minutes_rows(part)
    right = right_of(rows, words.settings)
    begin, turns = Speakers(rows, words, right).turns()
    head = Head(words)
    head.read(unstacked(list(parted(rows[:begin])), words))
    reader = HeadReader(Meeting(), words, right, findings)
    reader.read(head, turns, reading.ward)
    meeting = reader.meeting
    reader.read_closing(rows, begin)
    reader.report_unread(head.blocks)
    headings = [row for turn in turns if turn.speaker is None for row in turn.rows]
    agenda = listed_agenda(head, headings, words, right)
    meeting.agenda = agenda.listed() or agenda_of_headings(head, headings, words, right)
    concluded = take_results(meeting.agenda, agenda.peel)
    deliberation = Deliberation(meeting, words, findings)
    deliberation.begin(_heading_above(rows, begin))
    deliberation.follow(turns)
    for block in head.blocks:
        if _RESULT_ROW.search(squeeze(block.label)) and not (concluded and block.name == "agenda"):
            deliberation.conclude([Block("other", "", rows).passage(words.passages) for rows in _results(block, words)])
    for matter in head.matters:
        result = Block("other", "", list(matter.result)).passage(words.passages)
        deliberation.conclude_matter("".join(row.line.text for row in matter.title), result)
    if not meeting.speeches:
        for items, told in agenda.results:
            deliberation.conclude_told(items, Block("other", "", told).passage(words.passages))
        if not meeting.decisions:
            for block in head.blocks:
                if block.name == "speeches":
                    deliberation.conclude_summary(block.passage(words.passages))
    deliberation.conclude_listed(concluded)
    deliberation.report_undecided()
    _report_unnamed(head, turns, meeting, findings)
    _check_dates(meeting, head.title, findings)
    return meeting


def _heading_above(rows: Sequence[MinutesRow], begin: int) -> str:
    """The heading above what was said first, where more than it is told or headed there; nothing where none is."""
    first = begin
    while first > 1 and is_told(rows[first - 1].line.text):
        first -= 1
    return rows[first - 1].line.text if 0 < first < begin else ""


def _results(block: Block, words: MinutesVocabulary) -> list[list[MinutesRow]]:
    """The lines of a row of results, by bill where each has a line, or by number; the title printed again below is none
    of them."""
    until = next((at for at, row in enumerate(block.rows) if at and ends_in_title(row.line.text, words)), None)
    rows = block.rows[:until]
    starts = [at for at, row in enumerate(rows) if is_bill(row.line.text)] or _numbered(rows)
    return [rows[at:end] for at, end in pairwise([*starts, len(rows)])] if len(starts) > 1 else [rows]


def _numbered(rows: Sequence[MinutesRow]) -> list[int]:
    """Those of some rows that bear the numbers from 1 on in one style; nothing where other rows are above the first."""
    labels = [(at, label) for at, row in enumerate(rows) if (label := match_label(row.line.text)) is not None]
    first = labels[0][1] if labels and not labels[0][0] else None
    counted = [(at, label.ordinal) for at, label in labels if first is not None and label.style == first.style]
    return [at for at, _ in counted] if [one for _, one in counted] == list(range(1, len(counted) + 1)) else []


def _report_unnamed(head: Head, turns: Sequence[Turn], meeting: Meeting, findings: Findings) -> None:
    """Reports sentences of what was said that name nobody who said them, as summaries print: ○…か。 → …である。"""
    said = [row for block in head.blocks if block.name in ("agenda", "speeches", "other") for row in block.rows]
    said += [row for turn in turns if turn.speaker is None for row in turn.rows]
    decided = "\n".join(decision.text for decision in meeting.decisions)
    unnamed = [row for row in said if "。" in row.line.text and row.line.text.strip() not in decided]
    if unnamed:
        message = Message(
            "{count} lines of what was said name nobody who said it; they are in no speech", count=len(unnamed)
        )
        findings.info("value_unread", message, spans_of(unnamed), "/speeches")


def _check_dates(meeting: Meeting, title: Sequence[MinutesRow], findings: Findings) -> None:
    """The day in the title and the day named at the opening are the day of the head."""
    lines = [row.line for row in title]
    under = [index for index, line in enumerate(lines) if is_of_other_deed(line.text) and first_day(line.text) is None]
    places = [
        (line.text, [line.span(0, len(line.text))])
        for index, line in enumerate(lines)
        if not is_of_other_deed(line.text) and (index - 1 not in under or has_time(line.text))
    ]
    for speech in meeting.speeches[:1]:
        places += [
            (speech.text[a:b], speech.spans[:1]) for a, b in sentences(speech.text) if "開会" in speech.text[a:b]
        ]
    for text, spans in places:
        for found in find_dates(text):
            if meeting.date is not None and found.precision == "day" and found.first != meeting.date:
                message = Message("the minutes are of {date}, and say {text}", date=meeting.date, text=found.text)
                findings.warn("conflicting_dates", message, spans, "/date")
