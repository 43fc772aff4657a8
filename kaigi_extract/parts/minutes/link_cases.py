"""Joins the papers of one file to its own agenda and minutes: numbers, decisions, dates.

By the 資料 mark and the order of papers under it, never by title alone: titles repeat, or differ by a word (Nerima's
諮問第33号 and 第34号 bear the same one).
"""

from __future__ import annotations

from difflib import SequenceMatcher

from kaigi_extract.parts.titles import compared
from kaigi_extract.records import AgendaItem, Case, Meeting

ALIKE = 0.85
"""Part of two titles that must be equal for them to be one, a word more or less."""
FISCAL_YEAR_BEGINS = 4
"""Month."""


def join_cases(meeting: Meeting, cases: list[Case]) -> None:
    """Gives each case what the agenda and the minutes say of it; a case that no agenda item fits stays as it is.

    By the mark first. Papers without one (a text export loses them) go by the order of the agenda, as far as their
    titles are alike.
    """
    left = list(meeting.agenda)
    pairs = [(case, _by_mark(case, left)) for case in cases]
    for case, marked in pairs:
        item = marked or _by_order(case, left)
        if item is not None:
            _join(case, item, meeting)


def _by_mark(case: Case, left: list[AgendaItem]) -> AgendaItem | None:
    """The first agenda item left under the mark of the case; it is taken off the list."""
    item = next((item for item in left if case.material is not None and item.material == case.material), None)
    if item is not None:
        left.remove(item)
    return item


def _by_order(case: Case, left: list[AgendaItem]) -> AgendaItem | None:
    """The first agenda item left with a title like that of the case; it is taken off the list."""
    if case.material is not None:
        return None
    item = next((item for item in left if _likeness(item.title, case.title) >= ALIKE), None)
    if item is not None:
        left.remove(item)
    return item


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, compared(a), compared(b), autojunk=False).ratio()


def _join(case: Case, item: AgendaItem, meeting: Meeting) -> None:
    if not case.numbers and item.number is not None:
        case.numbers = [item.number]
    case.material = case.material or item.material
    case.department = case.department or item.department
    case.meeting_date = case.meeting_date or meeting.date
    if case.meeting_date is not None and case.numbers:
        case.year = case.meeting_date.year - (case.meeting_date.month < FISCAL_YEAR_BEGINS)
    case.decisions = [decision for decision in meeting.decisions if decision.number in case.numbers]
