"""Minutes of a sitting of any council, committee or assembly: begun where enough of them is seen together, with a title
or without one, and gone on with to the last speech whatever looks like a title within."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.minutes.foot import begins_foot
from kaigi_extract.parts.minutes.lines import CLOSING, MinutesVocabulary
from kaigi_extract.parts.minutes.sittings import end_of, sitting_at
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading


def begins(position: Position) -> Part | None:
    """The first line of minutes, by all that is seen from it on."""
    sitting = sitting_at(position)
    if sitting is None:
        return None
    until = end_of(sitting)
    title = sitting.seen.get("a title of minutes") or sitting.seen.get("the word for minutes")
    because = Message(
        "seen together: {listed}; weight {score}", listed=Message.joined(", ", sitting.reasons), score=sitting.score
    )
    score = 1.0 + max(0, sitting.score - position.reading.settings.minutes.least_evidence)
    return Part("minutes", title=title, until=until, because=because, score=score)


def ends(position: Position) -> bool:
    """The foot of a web page, or the first line on a page after the sitting was closed."""
    line = position.line
    if line is None:
        return False
    words = MinutesVocabulary.of(position.reading)
    if begins_foot(line.text, words):
        return True
    last = position.open.last_lines(_CLOSED_WITHIN)
    if not last or line.margins_of == last[-1].margins_of:
        return False
    return any("再開" not in one.text and CLOSING.fullmatch(one.text) for one in last)


_CLOSED_WITHIN = 8
"""Lines above the end of a page within which the sitting was closed."""


def reads(part: Part, reading: Reading) -> None:
    """Adds the sitting; the first one is the meeting of the document."""
    from kaigi_extract.parts.minutes.minutes import read_minutes

    reading.sittings += 1
    document = reading.document
    place = f"/meetings/{len(document.meetings)}" if document.meetings else "/meeting"
    meeting = read_minutes(part, reading, reading.findings.at(place))
    document.meetings.append(meeting)
    document.meeting = document.meetings[0]
    document.council = document.council or meeting.council


def finishes(reading: Reading) -> None:
    """Gives each case what the agenda and the minutes say of it."""
    for meeting in reading.document.meetings:
        from kaigi_extract.parts.minutes.link_cases import join_cases

        join_cases(meeting, reading.document.cases, only=len(reading.document.meetings) == 1)
    _add_departments(reading)


def _add_departments(reading: Reading) -> None:
    """Gives each case the department of its form where neither its cover nor the agenda names one."""
    for index, case in enumerate(reading.document.cases):
        form = next((form for form in case.forms if form.department), None)
        if case.department is None and form is not None:
            case.department, case.evidence["department"] = form.department, form.evidence["department"]
            place = f"/forms/{case.forms.index(form)}/department"
            reading.findings.at(f"/cases/{index}").decided_as("/department", place)


MINUTES = Kind("minutes", begins, ends, reads=reads, finishes=finishes, is_running_text=True)
