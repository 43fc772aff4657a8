"""Minutes of a sitting: they begin with a title that ends in 会議録 or the like, and go on to the next part."""

from __future__ import annotations

from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.minutes.head import begins_minutes, read_minutes
from kaigi_extract.parts.minutes.link_cases import join_cases
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading


def begins(position: Position) -> Part | None:
    """A title of minutes, outside of minutes."""
    line = position.line
    if (
        line is None
        or position.open.kind == "minutes"
        or not begins_minutes(line, position.common, position.settings.minutes)
    ):
        return None
    return Part("minutes", title=line.text, because=f"the title {line.text} is one of minutes")


def reads(part: Part, reading: Reading) -> None:
    """Reads the first minutes of a file as its meeting; further ones stay sections."""
    reading.sittings += 1
    document = reading.document
    if document.meeting is None:
        document.meeting = read_minutes(part, reading, reading.findings.at("/meeting"))
        document.council = document.council or document.meeting.council


def finishes(reading: Reading) -> None:
    """Gives each case what the agenda and the minutes say of it."""
    if reading.document.meeting is not None:
        join_cases(reading.document.meeting, reading.document.cases)


MINUTES = Kind("minutes", begins, reads=reads, finishes=finishes, is_running_text=True)
