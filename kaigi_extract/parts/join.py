"""Joins the papers of one file to its own agenda and minutes: numbers, decisions, dates.

By the 資料 mark and the order of papers under it, never by title alone: titles repeat, or differ by a word (Nerima's
諮問第33号 and 第34号 bear the same one).
"""

from __future__ import annotations

from collections import defaultdict

from kaigi_extract.normalise import fold, squeeze
from kaigi_extract.records import AgendaItem, Case, Meeting

FISCAL_YEAR_BEGINS = 4
"""Month."""


def join_cases(meeting: Meeting, cases: list[Case]) -> None:
    """Gives each case what the agenda and the minutes say of it; a case that no agenda item fits stays as it is."""
    by_material: dict[str, list[AgendaItem]] = defaultdict(list)
    for item in meeting.agenda:
        if item.material is not None:
            by_material[item.material].append(item)
    for case in cases:
        found = _item_of(case, meeting, by_material)
        if found is not None:
            _join(case, found, meeting)


def _item_of(case: Case, meeting: Meeting, by_material: dict[str, list[AgendaItem]]) -> AgendaItem | None:
    """The agenda item of a case; it is taken off the list, so that the next paper gets the next one."""
    if case.numbers:
        return next((item for item in meeting.agenda if item.number in case.numbers), None)
    if case.material is not None and by_material[case.material]:
        return by_material[case.material].pop(0)
    same = [item for item in meeting.agenda if _compared(item.title) == _compared(case.title)]
    return same[0] if case.material is None and len(same) == 1 else None


def _join(case: Case, item: AgendaItem, meeting: Meeting) -> None:
    if not case.numbers and item.number is not None:
        case.numbers = [item.number]
    case.material = case.material or item.material
    case.department = case.department or item.department
    case.meeting_date = case.meeting_date or meeting.date
    if case.meeting_date is not None and case.numbers:
        case.year = case.meeting_date.year - (case.meeting_date.month < FISCAL_YEAR_BEGINS)
    case.decisions = [decision for decision in meeting.decisions if decision.number in case.numbers]


def _compared(title: str) -> str:
    return squeeze(fold(title))
