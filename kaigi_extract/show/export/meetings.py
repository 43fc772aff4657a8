"""Sittings of a council as Popolo (popoloproject.com) and as Open Civic Data events, both JSON.

What is not printed is absent: a sitting without a day has none. People are called as they are printed; the same name of
one council in one file is one person, names of other files are never put together.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.records import AgendaItem, Decision, Document, Meeting, Source
from kaigi_extract.records.tables import document_id
from kaigi_extract.show.export.exported import Exported, NotCarried, exported_json
from kaigi_extract.show.export.source_address import source_address
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text.late_pattern import late_pattern

JAPAN = "+09:00"
"""The offset of Japan's time, which knows no summer."""
MEMBER, OFFICIAL = "委員", "職員"
_TIME = late_pattern(r"(?:[01]\d|2[0-3]):[0-5]\d")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kaigi-extract")


def to_popolo(document: Document, source_url: str | None = None) -> Exported:
    """Organizations, persons, memberships, events, motions and speeches of all sittings of a document.

    `source_url` is where the file can be had; without it it is named by its content (ni:///sha-256;…, RFC 6920).
    """
    identity = document_id(document.source.sha256)
    sources = [{"url": source_address(document.source, source_url), "note": _file_name(document.source)}]
    made: dict[str, dict[str, dict[str, Any]]] = {
        name: {} for name in ("organizations", "persons", "memberships", "events", "motions", "speeches")
    }
    lost: list[NotCarried] = []
    for pointer, meeting in _meetings(document):
        _popolo_meeting(made, identity, pointer, meeting)
        lost += _not_in_popolo(pointer, meeting)
    held = {name: [{**one, "sources": sources} for one in found.values()] for name, found in made.items()}
    return exported_json(held, lost)


def _meetings(document: Document) -> Iterator[tuple[str, Meeting]]:
    """Every sitting with its pointer, which is what archives call it by."""
    for at, meeting in enumerate(document.meetings):
        yield "/meeting" if at == 0 else f"/meetings/{at}", meeting


def _popolo_meeting(made: dict[str, dict[str, dict[str, Any]]], identity: str, pointer: str, meeting: Meeting) -> None:
    event = f"{identity}{pointer}"
    council = _council(made, identity, meeting.council)
    people = {name: _person(made, identity, council, name) for name in (*meeting.members, *meeting.absent)}
    for name, person in people.items():
        if council is not None:
            key = f"{council}/{MEMBER}/{name}"
            held = {"id": key, "person_id": person, "organization_id": council, "role": MEMBER}
            made["memberships"].setdefault(key, held)
    start, end = _when(meeting, meeting.start), _when(meeting, meeting.end)
    made["events"][event] = _known(
        id=event,
        name=_name(meeting),
        classification="meeting",
        start_date=start,
        end_date=end if meeting.end is not None else None,
        location=meeting.place,
        organization_id=council,
        identifiers=[
            {"scheme": scheme, "identifier": str(number)}
            for scheme, number in (("期", meeting.term), ("回", meeting.session))
            if number is not None
        ],
        attendees=[{"id": people[name], "name": name} for name in dict.fromkeys(meeting.members)],
    )
    for at, decision in enumerate(meeting.decisions):
        key = f"{event}/decisions/{at}"
        made["motions"][key] = _known(
            id=key, organization_id=council, text=decision.text, result=decision.result, date=start
        )
    for at, speech in enumerate(meeting.speeches):
        key = f"{event}/speeches/{at}"
        made["speeches"][key] = _known(
            id=key, event_id=event, position=speech.order, attribution_text=speech.speaker, text=speech.text
        )


def _council(made: dict[str, dict[str, dict[str, Any]]], identity: str, name: str | None) -> str | None:
    if name is None:
        return None
    key = f"{identity}/organizations/{name}"
    made["organizations"].setdefault(key, {"id": key, "name": name, "classification": "committee"})
    return key


def _person(made: dict[str, dict[str, dict[str, Any]]], identity: str, council: str | None, name: str) -> str:
    key = f"{council or identity}/persons/{name}"
    made["persons"].setdefault(key, {"id": key, "name": name})
    return key


def _not_in_popolo(pointer: str, meeting: Meeting) -> Iterator[NotCarried]:
    officials, agenda, observers = len(meeting.officials), len(meeting.agenda), meeting.observers
    if officials:
        said = Message("{count} officials: only their offices are printed", count=officials)
        yield NotCarried(f"{pointer}/officials", said)
    if agenda:
        said = Message("{count} items of the agenda: Popolo has none; Open Civic Data has", count=agenda)
        yield NotCarried(f"{pointer}/agenda", said)
    if observers:
        yield NotCarried(f"{pointer}/observers", Message("{count} observers have no place", count=observers))
    yield from _unread_times(pointer, meeting)


def _unread_times(pointer: str, meeting: Meeting) -> Iterator[NotCarried]:
    """Times that cannot be written with their day."""
    for name in ("start", "end"):
        time = getattr(meeting, name)
        if time is not None and (meeting.date is None or _TIME.fullmatch(time) is None):
            said = Message("the time {time} has no day, or no clock shows it", time=time)
            yield NotCarried(f"{pointer}/{name}", said)


def to_open_civic_data(document: Document, source_url: str | None = None) -> Exported:
    """A list of Open Civic Data events, one a sitting, with participants, agenda and the document itself.

    `source_url` is as in `to_popolo`.
    """
    events, lost = [], list[NotCarried]()
    if source_url is None and document.meetings:
        said = Message(
            "no web address of the file is known: it is named by its content; give its address, if it has one"
        )
        lost.append(NotCarried("/source", said))
    for pointer, meeting in _meetings(document):
        events.append(_event(document, pointer, meeting, source_address(document.source, source_url)))
        if meeting.date is None:
            said = Message("no day is printed, and an Open Civic Data event wants one: it has no start_date")
            lost.append(NotCarried(f"{pointer}/date", said))
        lost += _unread_times(pointer, meeting)
        if meeting.speeches:
            said = Message("{count} speeches: Open Civic Data has none; Popolo has", count=len(meeting.speeches))
            lost.append(NotCarried(f"{pointer}/speeches", said))
    return exported_json(events, lost)


def _event(document: Document, pointer: str, meeting: Meeting, address: str) -> dict[str, Any]:
    name = _file_name(document.source)
    start = _when(meeting, meeting.start)
    extras = _known(
        term=meeting.term,
        session=meeting.session,
        observers=meeting.observers,
        absent=meeting.absent,
        decisions=[_decision(one) for one in meeting.decisions],
    )
    return {
        "_type": "event",
        "_id": f"ocd-event/{uuid.uuid5(_NAMESPACE, legible(document.source.sha256 + pointer))}",
        "name": _name(meeting) or "会議",
        "description": "",
        "classification": "committee-meeting",
        **_known(start_date=start),
        "end_date": (_when(meeting, meeting.end) if meeting.end is not None else None) or "",
        "all_day": False,
        "status": "passed",
        "location": {"name": meeting.place, "note": "", "coordinates": None} if meeting.place else None,
        "participants": list(_participants(meeting)),
        "agenda": [_agenda_item(at, item) for at, item in enumerate(meeting.agenda)],
        "media": [],
        "documents": [
            {
                "note": name,
                "date": meeting.date.isoformat() if meeting.date is not None else "",
                "links": [{"url": address, "media_type": document.source.media_type, "text": ""}],
            }
        ],
        "links": [],
        "sources": [{"url": address, "note": name}],
        "extras": extras,
    }


def _participants(meeting: Meeting) -> Iterator[dict[str, str]]:
    if meeting.council:
        yield {"name": meeting.council, "entity_type": "organization", "note": "host"}
    for names, note in ((meeting.members, MEMBER), (meeting.officials, OFFICIAL)):
        yield from ({"name": name, "entity_type": "person", "note": note} for name in names if name)


def _agenda_item(at: int, item: AgendaItem) -> dict[str, Any]:
    departments = [{"name": item.department, "entity_type": "organization", "note": "所管課"}]
    return {
        "description": item.title,
        "classification": [item.kind] if item.kind else [],
        "order": str(at),
        "subjects": [],
        "notes": [f"資料{item.material}"] if item.material else [],
        "related_entities": departments if item.department else [],
        "media": [],
        "extras": _known(section=item.section, number=item.number),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return _known(number=decision.number, result=decision.result, conditions=decision.conditions, text=decision.text)


def _name(meeting: Meeting) -> str | None:
    """The council and its count: 情報公開審議会　第3回."""
    session = f"第{meeting.session}回" if meeting.session is not None else None
    return "　".join(filter(None, (meeting.council, session))) or None


def _when(meeting: Meeting, time: str | None) -> str | None:
    """The day, with its time where a clock shows it."""
    if meeting.date is None:
        return None
    day = meeting.date.isoformat()
    return f"{day}T{time}:00{JAPAN}" if time is not None and _TIME.fullmatch(time) else day


def _file_name(source: Source) -> str:
    """The name of the file without its folders."""
    return PurePosixPath(source.path.replace("\\", "/")).name or "—"


def _known(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None and value != []}
