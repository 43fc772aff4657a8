"""What a list says came of a matter, to the decision on its case and to the day on which a council met."""

from __future__ import annotations

from kaigi_extract.parts.minutes.verdicts import printed_verdict
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.matter_lists import Outcome
from kaigi_extract.records import Case, Decision
from kaigi_extract.text import find_dates


def add_outcome(case: Case, outcome: Outcome) -> None:
    """Adds the decision of a row to its case, and the day on which the council met."""
    if outcome.result is not None and outcome.result.text.strip():
        result = printed_verdict(outcome.result.text)
        number = case.numbers[0] if case.numbers else None
        text, spans = values.normalised(outcome.result.text), outcome.result.spans()
        case.decisions.append(Decision(number=number, result=result, text=text, spans=spans))
    days = find_dates(outcome.day.text) if outcome.day is not None else []
    if case.meeting_date is None and days and days[0].precision == "day":
        case.meeting_date = days[0].first
