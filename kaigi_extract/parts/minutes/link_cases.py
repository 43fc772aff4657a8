"""Joins the cases of one file to its own agenda and minutes: numbers, decisions, dates.

By the 資料 mark and the order of cases under it, never by title alone: titles repeat, or differ by a word (Nerima's
諮問第33号 and 第34号 bear the same one).
"""

from __future__ import annotations

from kaigi_extract.parts.titles import compared
from kaigi_extract.records import AgendaItem, Case, Meeting
from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.titles import same_title


def join_cases(meeting: Meeting, cases: list[Case], only: bool = True) -> None:
    """Gives each case what the agenda and the minutes say of it; a case that no agenda item fits stays as it is.

    `only` says that the file holds no other sitting: marks are given anew at each, so beside others a title must agree.

    By the mark first. Cases without one (a text export loses it) go by the order of the agenda, as far as their titles
    are the same.
    """
    left = list(meeting.agenda)
    pairs = [(case, _by_mark(case, left, only)) for case in cases]
    for case, marked in pairs:
        item = marked or _by_order(case, left)
        if item is not None:
            _join(case, item, meeting)


def _by_mark(case: Case, left: list[AgendaItem], only: bool) -> AgendaItem | None:
    """The first agenda item left under the mark of the case; it is taken off the list."""
    marked = (item for item in left if case.material is not None and item.material == case.material)
    item = next((item for item in marked if only or _agree(item, case)), None)
    if item is not None:
        left.remove(item)
    return item


def _agree(item: AgendaItem, case: Case) -> bool:
    return item.number in case.numbers or same_title(compared(item.title), compared(case.title))


def _by_order(case: Case, left: list[AgendaItem]) -> AgendaItem | None:
    """The first agenda item left with a title like that of the case; it is taken off the list."""
    if case.material is not None:
        return None
    item = next((item for item in left if same_title(compared(item.title), compared(case.title))), None)
    if item is not None:
        left.remove(item)
    return item


def _join(case: Case, item: AgendaItem, meeting: Meeting) -> None:
    if not case.numbers and item.number is not None:
        case.numbers = [item.number]
    case.material = case.material or item.material
    case.department = case.department or item.department
    case.meeting_date = case.meeting_date or meeting.date
    if case.meeting_date is not None and case.numbers:
        case.year = fiscal_year(case.meeting_date)
    case.decisions = [decision for decision in meeting.decisions if decision.number in case.numbers]
