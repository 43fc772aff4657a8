"""The meeting behind a file: who sat, what was on the agenda, what was said."""

from __future__ import annotations

import datetime

from kaigi_extract.records.base import Record
from kaigi_extract.records.case import Decision
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.span import Evidence, Span


class AgendaItem(Placed, Record):
    """One line of 会議次第."""

    section: str | None = None
    """Without its numeral."""
    number: int | None = None
    kind: str | None = None
    title: str
    department: str | None = None
    material: str | None = None
    spans: list[Span]


class Speech(Placed, Record):
    """What one person said at a stretch."""

    order: int
    """From 1."""
    speaker: str
    """Without brackets."""
    text: str
    numbers: list[int] = []
    """The 諮問 under discussion."""
    spans: list[Span]


class Meeting(Evidenced, Record):
    """One sitting of the council."""

    council: str | None = None
    term: int | None = None
    session: int | None = None
    date: datetime.date | None = None
    start: str | None = None
    """10:00."""
    end: str | None = None
    place: str | None = None
    members: list[str] = []
    """Names without 委員."""
    officials: list[str] = []
    """Their offices."""
    absent: list[str] = []
    """Names of members who did not come."""
    observers: int | None = None
    agenda: list[AgendaItem] = []
    attachments: list[str] = []
    """What a 会議次第 says is handed out, one entry each."""
    speeches: list[Speech] = []
    decisions: list[Decision] = []
    evidence: dict[str, Evidence] = {}
