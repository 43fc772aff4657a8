"""The programme of a sitting (会議次第): a title that ends so, the name of a council, and entries below it. It makes
the meeting of a file that has no minutes."""

from __future__ import annotations

from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.programme import programmes_ahead
from kaigi_extract.parts.reading import Reading


def begins(position: Position) -> Part | None:
    """The first line of a programme, outside of minutes. How far it goes was measured."""
    if position.line is None or position.open.kind == "minutes":
        return None
    return programmes_ahead(position).get(position.at)


def ends(position: Position) -> bool:
    """Right after what was measured when it began."""
    return position.at == position.open.until


def reads(part: Part, reading: Reading) -> None:
    """Keeps a programme; whether a file has minutes is known when all of it is read."""
    reading.looked_up.setdefault("programmes", []).append(part)


def finishes(reading: Reading) -> None:
    """Adds the sittings of the programmes of a file without minutes."""
    document = reading.document
    if document.meetings:
        return
    for part in reading.looked_up.get("programmes", ()):
        from kaigi_extract.parts.programme import read_programme

        place = f"/meetings/{len(document.meetings)}" if document.meetings else "/meeting"
        meeting = read_programme(part, reading, reading.findings.at(place))
        reading.sittings += 1
        document.meetings.append(meeting)
        document.meeting = document.meetings[0]
        document.council = document.council or meeting.council


AGENDA = Kind("agenda", begins, ends, reads=reads, finishes=finishes)
